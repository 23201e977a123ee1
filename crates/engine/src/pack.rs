//! Making an archive of documents: mentions, index, parts, manifest. Native only.
//!
//! Documents come in any order and are kept outside memory until their order is known; then each segment is made in
//! pieces that know nothing of one another. Where documents are kept, and how many pieces are worked on at once, is the
//! host's business ([`Workshop`]).

use std::{collections::HashSet, io, ops::Range, sync::Arc};
use tangthu_archive::{
    BundleWriter, Document, FORMAT, Head, OneFile, PartKind, PartialDate, SegmentTable, Sink, StoredPart,
    VERSION,
};
use tangthu_search::{Assembly, BuiltPart, Collected, JsonParts, PartSizes, Ranked, Row, Rows, order};

/// Documents of one segment: a query runs over all segments, so few and large ones are fast, and small ones cheap to add.
pub const SEGMENT_DOCUMENTS: usize = 100_000;

/// What packing asks of the program around it.
pub trait Workshop: Sync {
    /// Keeps `bytes` after those kept before.
    ///
    /// # Errors
    /// When there is no room for them.
    fn keep(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Called when everything is kept, before the first is recalled.
    ///
    /// # Errors
    /// When there is no room for it.
    fn kept(&mut self) -> io::Result<()>;

    /// Some bytes that were kept.
    ///
    /// # Errors
    /// When they cannot be read any more.
    fn recall(&self, offset: u64, length: usize) -> io::Result<Vec<u8>>;

    /// Does `work` on every task, on as many at once as is good here, and hands over the results in the order of the tasks.
    ///
    /// # Errors
    /// The first error of `work` or `take`.
    fn each<T: Send, R: Send>(
        &self,
        tasks: Vec<T>,
        work: impl Fn(T) -> io::Result<R> + Sync,
        take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()>;
}

/// A workshop that keeps everything in memory and does one thing at a time.
#[derive(Debug, Default)]
pub struct InMemory(Vec<u8>);

impl Workshop for InMemory {
    fn keep(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn kept(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn recall(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let bytes = self.0.get(start..start.saturating_add(length));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn each<T: Send, R: Send>(
        &self,
        tasks: Vec<T>,
        work: impl Fn(T) -> io::Result<R> + Sync,
        mut take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        tasks.into_iter().try_for_each(|task| take(work(task)?))
    }
}

/// A document that is kept: what it is put in order by, and where it is.
#[derive(Debug)]
struct Kept {
    published: Option<PartialDate>,
    label: Arc<(Option<String>, Vec<String>)>,
    id: String,
    offset: u64,
    length: u32,
}

impl Kept {
    fn order(&self) -> impl Ord + '_ {
        let (source, section) = &*self.label;
        order(self.published, source.as_deref(), section, &self.id)
    }
}

/// Collects documents and writes them as a folder archive.
#[derive(Debug)]
pub struct Packer<W> {
    workshop: W,
    kept: Vec<Kept>,
    labels: HashSet<Arc<(Option<String>, Vec<String>)>>,
    length: u64,
}

impl<W: Workshop> Packer<W> {
    /// An archive without documents yet.
    pub fn new(workshop: W) -> Self {
        Self { workshop, kept: Vec::new(), labels: HashSet::new(), length: 0 }
    }

    /// Adds a document. Ids must be unique; its mentions are found while packing.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn add(&mut self, document: &Document) -> io::Result<()> {
        let json = serde_json::to_vec(document)?;
        self.workshop.keep(&json)?;
        let label = Arc::new((document.source.clone(), document.section.clone()));
        let label = match self.labels.get(&label) {
            Some(known) => Arc::clone(known),
            None => {
                self.labels.insert(Arc::clone(&label));
                label
            }
        };
        self.kept.push(Kept {
            published: document.published,
            label,
            id: document.id.clone(),
            offset: self.length,
            length: u32::try_from(json.len()).map_err(io::Error::other)?,
        });
        self.length += json.len() as u64;
        Ok(())
    }

    /// How many documents were added.
    pub fn documents(&self) -> usize {
        self.kept.len()
    }

    /// Writes the parts through `write`, which gets names relative to the archive, and returns the manifest's bytes: they
    /// go into `archive.json` after everything else is written.
    ///
    /// # Errors
    /// What `write` or the workshop returns.
    pub fn finish(mut self, head: Head, write: Sink) -> io::Result<Vec<u8>> {
        self.workshop.kept()?;
        // In one order over all segments, so that a query for the newest needs the first segment alone.
        self.kept.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut writer = BundleWriter::default();
        for kept in self.kept.chunks(SEGMENT_DOCUMENTS) {
            let mut segment = SegmentPacker { table: SegmentTable::default(), write };
            let collected = segment.documents(kept, &self.workshop)?;
            let ranked = collected.ranked();
            segment.dictionary(&ranked, PartKind::Words, &self.workshop)?;
            segment.dictionary(&ranked, PartKind::Pairs, &self.workshop)?;
            let table = segment.table;
            writer.segment(ranked.documents(), &table, write)?;
        }
        writer.finish(head)
    }
}

/// A run of documents that become one part of texts.
struct Batch<'a> {
    from: u32,
    kept: &'a [Kept],
}

/// What becomes of a batch.
struct Piece {
    from: u32,
    texts: StoredPart,
    rows: Vec<Row>,
    collected: Collected,
}

struct SegmentPacker<'a, 'w> {
    table: SegmentTable,
    write: &'a mut (dyn FnMut(&str, &[u8]) -> io::Result<()> + 'w),
}

impl SegmentPacker<'_, '_> {
    fn put(&mut self, kind: PartKind, from: u32, first: &str, stored: &StoredPart) -> io::Result<()> {
        self.table.add(kind, from, first, stored.part);
        (self.write)(&stored.part.name(), &stored.bytes)
    }

    /// Compresses parts and writes them.
    fn put_all(&mut self, parts: Vec<BuiltPart>, workshop: &impl Workshop) -> io::Result<()> {
        let store = |part: BuiltPart| Ok((StoredPart::of(&part.content, &part.seams)?, part));
        workshop.each(parts, store, |(stored, part)| self.put(part.kind, part.from, &part.first, &stored))
    }

    /// Texts, cards, ids and columns; and the documents' words.
    fn documents(&mut self, kept: &[Kept], workshop: &impl Workshop) -> io::Result<Collected> {
        let mut collected = Collected::default();
        let sizes = PartSizes::of(kept.len());
        let mut rows = Rows::new(sizes);
        let work = |batch: Batch| piece(&batch, workshop);
        workshop.each(batches(kept, sizes.texts), work, |piece| {
            self.put(PartKind::Texts, piece.from, "", &piece.texts)?;
            collected.append(&piece.collected);
            piece.rows.into_iter().for_each(|row| rows.add(row));
            Ok(())
        })?;
        self.put_all(rows.finish(), workshop)?;
        Ok(collected)
    }

    /// A dictionary with its streams.
    fn dictionary(&mut self, ranked: &Ranked, kind: PartKind, workshop: &impl Workshop) -> io::Result<()> {
        let work = |range: Range<u32>| {
            let (streams, inverted) = ranked.invert(kind, range);
            let store =
                |part: BuiltPart| Ok((part.kind, part.from, StoredPart::of(&part.content, &part.seams)?));
            let streams = streams.into_iter().map(store).collect::<io::Result<Vec<_>>>()?;
            Ok((streams, inverted))
        };
        let mut assembly = Assembly::new(kind);
        workshop.each(ranked.ranges(), work, |(streams, inverted)| {
            let bases = assembly.add(inverted);
            streams.iter().try_for_each(|(kind, from, stored)| {
                let from = bases.begin(*kind, *from);
                assembly.stored(*kind, from, stored.part);
                self.put(*kind, from, "", stored)
            })?;
            // Blocks hold most lists of pairs: all of them together would not fit into memory.
            assembly.blocks().into_iter().try_for_each(|block| {
                let stored = StoredPart::of(&block.content, &block.seams)?;
                self.put(block.kind, block.from, &block.first, &stored)
            })
        })?;
        self.put_all(assembly.finish(), workshop)
    }
}

fn batches(kept: &[Kept], texts: usize) -> Vec<Batch<'_>> {
    let mut batches = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, one) in kept.iter().enumerate() {
        size += one.length as usize;
        if size >= texts || at + 1 == kept.len() {
            batches.push(Batch { from: from as u32, kept: &kept[from..=at] });
            (from, size) = (at + 1, 0);
        }
    }
    batches
}

fn piece(batch: &Batch, workshop: &impl Workshop) -> io::Result<Piece> {
    let mut rows = Vec::with_capacity(batch.kept.len());
    let mut collected = Collected::default();
    let mut texts = JsonParts::default();
    for kept in batch.kept {
        let json = workshop.recall(kept.offset, kept.length as usize)?;
        let mut document: Document = serde_json::from_slice(&json)?;
        tangthu_mentions::record_all(&mut document);
        rows.push(Row::of(&document));
        collected.add(&document);
        texts.push(&serde_json::to_vec(&document)?, usize::MAX);
    }
    let content = texts.finish(PartKind::Texts).pop().map(|part| part.content).unwrap_or_default();
    Ok(Piece { from: batch.from, texts: StoredPart::of(&content, &[])?, rows, collected })
}

/// The bytes of a one-file archive of `documents`, in order of their ids.
///
/// # Errors
/// Never for these types; the serialiser's error is passed on.
pub fn one_file(head: Head, mut documents: Vec<Document>) -> io::Result<Vec<u8>> {
    documents.iter_mut().for_each(tangthu_mentions::record_all);
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let file = OneFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: head.title,
        description: head.description,
        language: head.language,
        generator: Some(head.generator),
        documents,
    };
    Ok(file.to_json()?)
}
