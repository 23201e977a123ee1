//! Making an archive of documents: mentions, index, parts, manifest; or a new one out of one that is there. Native only.
//!
//! Documents come in any order and are kept outside memory until their order is known; then each segment is made in
//! pieces that know nothing of one another. Where documents are kept, and how many pieces are worked on at once, is the
//! host's business ([`Workshop`]).
//!
//! A packer that begins with the segments of an earlier archive ([`Packer::segment`]) writes only those anew that lose or
//! change a document; what is added becomes a segment of its own. Going through an earlier archive is left to
//! `whole.rs`.

mod again;
mod arrange;
mod copies;
mod duplicates;
mod edits;
mod files;
mod formats;
mod likeness;
mod one_file;
mod pictures;
mod records;
mod segment;
mod shelf;
mod workshop;

pub use duplicates::Likeness;
pub use one_file::one_file;
pub use workshop::{InMemory, Workshop, recalled};

use arrange::arrange;
use duplicates::{Duplicates, Traits};
use segment::{Progress, Segment, add_copies, recall};
use shelf::{Kept, Shelf};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};
use tangthu_archive::{
    Attachment, BundleWriter, Document, Head, MAX_SEGMENTS, PartialDate, SegmentEntry, Sink,
};

/// Documents of one segment: a query runs over all segments, so few and large ones are fast, and small ones cheap to add.
const SEGMENT_DOCUMENTS: usize = 100_000;

/// Documents of one segment where there are several: the list of all documents, 50 MB for a million, is held beside what a
/// segment needs.
const SEGMENT_DOCUMENTS_OF_MANY: usize = 64_000;

/// Text of one segment, in bytes as documents are kept: the memory of packing grows with it, and 100,000 articles stay
/// below. Segments of longer documents hold fewer.
const SEGMENT_BYTES: u64 = 450 * 1024 * 1024;

/// What became of a document that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is one more.
    New,
    /// It took the place of the one that had its id.
    Changed,
    /// It was there already, as it is.
    Same,
    /// It is one more, and has another id than it states, because a document of another file has that one.
    Beside {
        /// The id that it has.
        id: String,
    },
    /// It is a copy of another, which now lists it; or that other lists what this one replaced.
    Folded {
        /// The id of the document that stands for both.
        into: String,
        /// Why it counts as a copy.
        why: Likeness,
    },
}

/// The documents of an archive that is being made, beside those that it began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub documents: u64,
    /// Those that it did not begin with.
    pub added: u64,
    /// Those that say something else than they did.
    pub changed: u64,
}

/// A segment of the archive that this one begins with.
#[derive(Debug)]
struct Earlier {
    entry: SegmentEntry,
    changed: bool,
}

/// Collects documents and writes them as a folder archive.
#[derive(Debug)]
pub struct Packer<W> {
    workshop: W,
    shelf: Shelf,
    /// Everything that is kept so far, in bytes.
    length: u64,
    earlier: Vec<Earlier>,
    /// For documents with copies, by position: where the copies are kept, what each is called.
    copies: BTreeMap<u32, Vec<(u64, u32)>>,
    duplicates: Option<Duplicates>,
    /// For documents that name files, by position: which files are beside the archive.
    files: BTreeMap<u32, Vec<String>>,
    /// How many documents it began with: they have the first positions.
    stored: u32,
    /// Those of them that say something else now, by position.
    replaced: BTreeSet<u32>,
    /// Files that went with the document whose place another state of it took: its id, what the file is called.
    lost_files: Vec<(String, String)>,
}

impl<W: Workshop> Packer<W> {
    /// An archive without documents yet.
    pub fn new(workshop: W) -> Self {
        Self {
            workshop,
            shelf: Shelf::default(),
            length: 0,
            earlier: Vec::new(),
            copies: BTreeMap::new(),
            duplicates: None,
            files: BTreeMap::new(),
            stored: 0,
            replaced: BTreeSet::new(),
            lost_files: Vec::new(),
        }
    }

    /// Has documents that are one and the same kept once ([`Likeness`] says when they are).
    #[must_use]
    pub fn folding(self) -> Self {
        Self { duplicates: Some(Duplicates::default()), ..self }
    }

    /// Begins with a segment of an earlier archive, whose files stay as they are unless a document of it is changed or
    /// removed. [`Packer::stored`] hands over its documents; a segment of which none is handed over stays in any case.
    pub fn segment(&mut self, entry: SegmentEntry) {
        self.earlier.push(Earlier { entry, changed: false });
    }

    /// Has every segment of the earlier archive written anew, because another version of the program made it.
    pub fn rewrite(&mut self) {
        self.earlier.iter_mut().for_each(|earlier| earlier.changed = true);
    }

    /// Adds a document of the segment that was named last; or, where none was, of an archive in one file.
    ///
    /// # Errors
    /// What the workshop returns; or more segments or documents than can be counted.
    pub fn stored(&mut self, document: &Document) -> io::Result<()> {
        let segment = u16::try_from(self.earlier.len()).map_err(io::Error::other)?;
        let place = self.keep(document)?;
        let position = self.shelf.add(document, segment, place)?;
        self.shelf.kept[position as usize].named = false;
        self.stored = position + 1;
        self.note_files(position, document);
        if let Some(duplicates) = &mut self.duplicates {
            duplicates.remember(position, &Traits::of(document));
        }
        Ok(())
    }

    /// Adds a document of the inputs; its mentions are found while packing. If its id is there already, it takes the place
    /// of that document.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn add(&mut self, document: &Document) -> io::Result<Added> {
        if let Some(position) = self.shelf.find(&document.id) {
            return self.again(position, document);
        }
        if let Some(twin) = self.twin_of(document)? {
            let id = self.shelf.id(twin).to_owned();
            return self.again(twin, &Document { id, ..document.clone() });
        }
        let traits = self.duplicates.is_some().then(|| Traits::of(document));
        if let Some(traits) = &traits
            && let Some((position, why)) = self.copy_of(document, traits)?
        {
            return self.fold(position, why, document);
        }
        let place = self.keep(document)?;
        let position = self.shelf.add(document, 0, place)?;
        self.note_files(position, document);
        if let (Some(duplicates), Some(traits)) = (&mut self.duplicates, &traits) {
            duplicates.remember(position, traits);
        }
        Ok(Added::New)
    }

    /// Removes the document with this id; says whether there was one.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(position) = self.shelf.find(id).filter(|&at| self.shelf.kept[at as usize].is_live()) else {
            return false;
        };
        self.forget(position);
        self.take_out(position);
        true
    }

    /// Removes the documents of earlier segments that no input held, but for those that are to stay all the same; returns their ids.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn prune(&mut self, stays: &dyn Fn(&Document) -> bool) -> io::Result<Vec<String>> {
        let mut lacking: Vec<u32> = Vec::new();
        for (position, kept) in (0u32..).zip(&self.shelf.kept) {
            if kept.is_live() && !kept.named && !stays(&recall(kept, &self.workshop)?) {
                lacking.push(position);
            }
        }
        lacking.iter().for_each(|&position| self.take_out(position));
        Ok(lacking.iter().map(|&position| self.shelf.id(position).to_owned()).collect())
    }

    /// How many documents there are. Of segments whose documents were not handed over, all.
    pub fn documents(&self) -> u64 {
        let mut handed = vec![0u64; self.earlier.len() + 1];
        let mut live = 0;
        for kept in &self.shelf.kept {
            handed[usize::from(kept.segment)] += 1;
            live += u64::from(kept.is_live());
        }
        let whole = self.earlier.iter().zip(&handed[1..]).filter(|(_, handed)| **handed == 0);
        live + whole.map(|(earlier, _)| u64::from(earlier.entry.documents)).sum::<u64>()
    }

    /// How many documents there are, and how many of them the archive that this one began with has not, or has otherwise.
    pub fn tally(&self) -> Tally {
        let live = |position: usize| self.shelf.kept.get(position).is_some_and(Kept::is_live);
        let added = (self.stored as usize..self.shelf.kept.len()).filter(|&position| live(position)).count();
        let changed = self.replaced.iter().filter(|&&position| live(position as usize)).count();
        Tally { documents: self.documents(), added: added as u64, changed: changed as u64 }
    }

    /// Files that went with a document whose place another state of it took, which lists them and has them not: the
    /// document's id, and what the file is called.
    pub fn lost_files(&self) -> &[(String, String)] {
        &self.lost_files
    }

    /// How many documents will be written, in new segments or in segments of earlier archives that change.
    pub fn documents_to_write(&self) -> u64 {
        let to_write = |segment: u16| self.earlier_at(segment).is_none_or(|earlier| earlier.changed);
        self.shelf.kept.iter().filter(|kept| kept.is_live() && to_write(kept.segment)).count() as u64
    }

    /// The segments of the earlier archive that stay as they are: their files are part of this one.
    pub fn untouched(&self) -> Vec<SegmentEntry> {
        self.earlier.iter().filter(|earlier| !earlier.changed).map(|earlier| earlier.entry.clone()).collect()
    }

    /// The pictures and files that the documents name, as paths beside the archive.
    pub fn files(&self) -> BTreeSet<&str> {
        self.files.values().flatten().map(String::as_str).collect()
    }

    /// Takes all documents out again, in the order of an archive; for those that fit into memory.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn into_documents(mut self) -> io::Result<Vec<Document>> {
        self.workshop.kept()?;
        let document = |position: u32| {
            let mut document = recall(&self.shelf.kept[position as usize], &self.workshop)?;
            add_copies(&mut document, self.copies_of(position)?);
            Ok(document)
        };
        self.shelf.in_order(|_| true).into_iter().map(document).collect()
    }

    /// Writes the parts through `write`, which gets names relative to the archive, and returns the manifest's bytes: they
    /// go into `archive.json` after everything else is written.
    ///
    /// # Errors
    /// What `write` or the workshop returns; or that the archive has too many segments for any reader.
    pub fn finish(mut self, head: Head, write: Sink) -> io::Result<Vec<u8>> {
        self.workshop.kept()?;
        self.duplicates = None;
        self.shelf.close();
        let mut progress = Progress { before: 0, all: self.documents_to_write() };
        let mut writer = BundleWriter::default();
        // In one order over all segments, so that a query for the newest needs the first segment alone.
        let added = self.shelf.in_order(|kept| kept.segment == 0);
        for positions in self.chunks(&added) {
            self.write_segment(positions, &mut progress, &mut writer, write)?;
        }
        drop(added);
        for (earlier, segment) in self.earlier.iter().zip(1u16..) {
            if !earlier.changed {
                writer.stands(earlier.entry.clone());
                continue;
            }
            let rest = self.shelf.in_order(|kept| kept.segment == segment);
            for positions in self.chunks(&rest) {
                self.write_segment(positions, &mut progress, &mut writer, write)?;
            }
        }
        if writer.segments() > MAX_SEGMENTS {
            return Err(io::Error::other(too_many_segments()));
        }
        writer.finish(head)
    }

    fn write_segment(
        &self,
        positions: &[u32],
        progress: &mut Progress,
        writer: &mut BundleWriter,
        write: Sink,
    ) -> io::Result<()> {
        let copies = |position| self.copies_of(position);
        let positions = &arrange(positions, &self.shelf, &self.workshop)?;
        let segment = Segment {
            positions,
            shelf: &self.shelf,
            copies: &copies,
            workshop: &self.workshop,
            progress: *progress,
        };
        let (documents, table) = segment.write(write)?;
        progress.before += positions.len() as u64;
        writer.segment(documents, &table, write)
    }

    /// Positions in order, as many at once as a segment may hold.
    fn chunks<'p>(&self, positions: &'p [u32]) -> Vec<&'p [u32]> {
        let mut chunks = Vec::new();
        let many = positions.len() > SEGMENT_DOCUMENTS;
        let most = if many { SEGMENT_DOCUMENTS_OF_MANY } else { SEGMENT_DOCUMENTS };
        let (mut from, mut bytes) = (0, 0);
        for (at, &position) in positions.iter().enumerate() {
            let length = u64::from(self.shelf.kept[position as usize].length);
            if at - from == most || at > from && bytes + length > SEGMENT_BYTES {
                chunks.push(&positions[from..at]);
                (from, bytes) = (at, 0);
            }
            bytes += length;
        }
        if from < positions.len() {
            chunks.push(&positions[from..]);
        }
        chunks
    }

    fn put_in_place(&mut self, position: u32, document: &Document) -> io::Result<()> {
        if position < self.stored {
            self.replaced.insert(position);
        }
        self.forget(position);
        let place = self.keep(document)?;
        self.shelf.replace(position, document, place)?;
        self.copies.remove(&position);
        self.files.remove(&position);
        self.note_files(position, document);
        self.touch(position);
        if let Some(duplicates) = &mut self.duplicates {
            duplicates.remember(position, &Traits::of(document));
        }
        Ok(())
    }

    fn take_out(&mut self, position: u32) {
        self.touch(position);
        self.shelf.kept[position as usize].length = 0;
        self.files.remove(&position);
        self.copies.remove(&position);
    }

    fn note_files(&mut self, position: u32, document: &Document) {
        let files: Vec<String> = document.attachments.iter().filter_map(Attachment::path).collect();
        if !files.is_empty() {
            self.files.insert(position, files);
        }
    }

    /// The segment of a document must be written anew.
    fn touch(&mut self, position: u32) {
        let segment = usize::from(self.shelf.kept[position as usize].segment);
        if let Some(earlier) = segment.checked_sub(1).and_then(|at| self.earlier.get_mut(at)) {
            earlier.changed = true;
        }
    }

    fn earlier_at(&self, segment: u16) -> Option<&Earlier> {
        usize::from(segment).checked_sub(1).and_then(|at| self.earlier.get(at))
    }

    fn keep(&mut self, document: &Document) -> io::Result<(u64, u32)> {
        let json = serde_json::to_vec(document)?;
        self.workshop.keep(&json)?;
        let place = (self.length, u32::try_from(json.len()).map_err(io::Error::other)?);
        self.length += json.len() as u64;
        Ok(place)
    }
}

/// Whether two documents say the same: their ids, how they came here, and what packing recognises in them, is no difference.
pub fn says_the_same(one: &Document, other: &Document) -> bool {
    let said = |document: &Document| Document {
        id: String::new(),
        provenance: None,
        mentions: Vec::new(),
        ..document.clone()
    };
    said(one) == said(other)
}

/// When a document was fetched from its publisher.
fn fetched(document: &Document) -> Option<PartialDate> {
    document.provenance.as_ref().and_then(|from| from.crawled)
}

/// Whether two documents were read from the same bytes of the same input.
fn came_alike(one: &Document, other: &Document) -> bool {
    let from =
        |document: &Document| document.provenance.as_ref().map(|from| (from.input.clone(), from.sha256));
    from(one) == from(other)
}

/// Whether two documents were read from one input, as far as is known.
fn is_of_one_input(one: &Document, other: &Document) -> bool {
    let input = |document: &Document| document.provenance.as_ref().and_then(|from| from.input.clone());
    input(one) == input(other)
}

/// What a copy is called where it is listed: its address if that differs from `kept`'s, else the input it was read from.
fn called(copy: &Document, kept: &Document) -> String {
    let input = || copy.provenance.as_ref().and_then(|from| from.input.clone());
    let url = copy.url.clone().filter(|_| copy.url != kept.url);
    url.or_else(input).unwrap_or_else(|| copy.id.clone())
}

fn too_many_segments() -> String {
    format!("the archive would have more than {MAX_SEGMENTS} segments; `tangthu merge` makes few of them")
}
