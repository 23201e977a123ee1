//! Writing a folder archive: parts in, named bytes and a manifest out.

use crate::{
    FORMAT, MAX_MANIFEST_BYTES, Manifest, PAGE_ENTRIES, PageEntry, PartEntry, PartHash, PartKind, PartRef,
    ROOT_PAGES, SegmentEntry, TablePage, TableRoot, VERSION, squeeze::gzip_in_pieces,
};
use std::{collections::BTreeMap, io};

/// Takes a file's name, relative to the archive, and its bytes.
pub type Sink<'a> = &'a mut dyn FnMut(&str, &[u8]) -> io::Result<()>;

/// A part as it is stored, and the reference to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPart {
    /// What tables say of it.
    pub part: PartRef,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

impl StoredPart {
    /// Compresses and names `content`. From each of the `seams` on, which are in order, it is of another sort.
    ///
    /// # Errors
    /// When it is larger than a reader accepts.
    pub fn of(content: &[u8], seams: &[usize]) -> io::Result<Self> {
        let bytes = gzip_in_pieces(content, seams)?;
        let length = |bytes: usize| u32::try_from(bytes).map_err(io::Error::other);
        let part = PartRef {
            hash: PartHash::of(&bytes),
            bytes: length(bytes.len())?,
            inflated: length(content.len())?,
        };
        // What no reader would open must not be written.
        part.validate("the archive").map_err(io::Error::other)?;
        Ok(Self { part, bytes })
    }
}

/// How many entries the pages of a table hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableShape {
    /// Entries of a page of a kind that is not [direct](PartKind::is_direct), and pages in its root.
    pub entries: usize,
    /// The fewest and the most entries of a page of a direct kind.
    pub direct: (usize, usize),
    /// Pages in the root of a direct kind.
    pub root_pages: usize,
}

impl Default for TableShape {
    fn default() -> Self {
        Self { entries: PAGE_ENTRIES, direct: (PAGE_ENTRIES / 2, PAGE_ENTRIES * 4), root_pages: ROOT_PAGES }
    }
}

impl TableShape {
    /// Entries of a page where there are so many parts of a kind. A reader fetches the root and a page for each look-up;
    /// together they are least where the root has as many entries as the pages that one query opens.
    fn entries_of(&self, kind: PartKind, parts: usize) -> usize {
        let look_ups = match kind {
            PartKind::Cards => 10,
            PartKind::Words | PartKind::Pairs => 3,
            _ => 1,
        };
        let (least, most) = self.direct;
        match kind {
            // A dictionary names these parts itself, so only whoever checks an archive goes by their pages.
            PartKind::WordPostings | PartKind::PairPostings | PartKind::PairPlaces => most,
            _ if kind.is_direct() => (parts / look_ups).isqrt().clamp(least, most),
            _ => self.entries,
        }
    }
}

/// The table of a segment that is being written: its parts by kind, each kind in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentTable {
    parts: BTreeMap<PartKind, Vec<PartEntry>>,
}

impl SegmentTable {
    /// Lists a part after those of its kind.
    pub fn add(&mut self, kind: PartKind, from: u32, first: &str, part: PartRef) {
        let entry = PartEntry { from, first: first.to_owned(), part };
        self.parts.entry(kind).or_default().push(entry);
    }

    /// The root of the table of a segment of so many documents; `store` takes each page, those below others first.
    ///
    /// # Errors
    /// What `store` returns.
    pub fn root(
        &self,
        documents: u32,
        shape: TableShape,
        store: &mut dyn FnMut(&[u8]) -> io::Result<PartRef>,
    ) -> io::Result<TableRoot> {
        let mut root = TableRoot { documents, pages: BTreeMap::new() };
        for (kind, parts) in &self.parts {
            let mut pages = Vec::new();
            let entries = shape.entries_of(*kind, parts.len());
            for (number, group) in parts.chunks(entries).enumerate() {
                let page = TablePage { parts: group.to_vec(), ..TablePage::default() };
                pages.push(PageEntry {
                    part: u32::try_from(number * entries).map_err(io::Error::other)?,
                    from: group[0].from,
                    first: group[0].first.clone(),
                    page: store(&page.encode())?,
                });
            }
            let most = if kind.is_direct() { shape.root_pages } else { shape.entries };
            while pages.len() > most {
                let mut above = Vec::new();
                for group in pages.chunks(shape.entries) {
                    let page = TablePage { pages: group.to_vec(), ..TablePage::default() };
                    let page = store(&page.encode())?;
                    above.push(PageEntry { page, ..group[0].clone() });
                }
                pages = above;
            }
            root.pages.insert(*kind, pages);
        }
        Ok(root)
    }
}

/// What an archive says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// The main language of its documents, as a BCP 47 tag.
    pub language: Option<String>,
    /// The program that makes it.
    pub generator: String,
}

/// Writes the tables of segments and, at the end, the manifest that lists them. Parts are stored by whoever makes them.
#[derive(Debug, Default)]
pub struct BundleWriter {
    segments: Vec<SegmentEntry>,
}

impl BundleWriter {
    /// Stores the table of a segment of so many documents, whose parts are stored already.
    ///
    /// # Errors
    /// What `sink` returns.
    pub fn segment(&mut self, documents: u32, table: &SegmentTable, sink: Sink) -> io::Result<()> {
        let root = table.root(documents, TableShape::default(), &mut |page| store(page, sink))?;
        let table = store(&root.encode(), sink)?;
        self.segments.push(SegmentEntry { documents, table });
        Ok(())
    }

    /// Lists a segment that is stored already, with its table and all its parts.
    pub fn stands(&mut self, segment: SegmentEntry) {
        self.segments.push(segment);
    }

    /// How many segments are listed.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// The manifest's bytes, to be written after everything else.
    ///
    /// # Errors
    /// When title and description are longer than a reader accepts.
    pub fn finish(self, head: Head) -> io::Result<Vec<u8>> {
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: head.title,
            description: head.description,
            language: head.language,
            generator: Some(head.generator),
            documents: self.segments.iter().map(|segment| segment.documents).sum(),
            segments: self.segments,
        };
        let mut bytes = serde_json::to_vec_pretty(&manifest)?;
        bytes.push(b'\n');
        if bytes.len() > MAX_MANIFEST_BYTES {
            let length = bytes.len();
            let text = format!(
                "the manifest would have {length} bytes, more than any reader opens ({MAX_MANIFEST_BYTES}); shorten title and description"
            );
            return Err(io::Error::other(text));
        }
        Ok(bytes)
    }
}

fn store(content: &[u8], sink: Sink) -> io::Result<PartRef> {
    let stored = StoredPart::of(content, &[])?;
    sink(&stored.part.name(), &stored.bytes)?;
    Ok(stored.part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gzip;

    #[test]
    fn a_written_table_reads_back_and_its_parts_verify() {
        let mut files = BTreeMap::new();
        let mut table = SegmentTable::default();
        for n in 0..300u32 {
            let stored = StoredPart::of(&vec![b'x'; n as usize], &[n as usize / 3, n as usize / 2]).unwrap();
            table.add(PartKind::Texts, n, &format!("{n:04}"), stored.part);
            files.insert(stored.part.name(), stored.bytes);
        }
        let mut sink = |name: &str, bytes: &[u8]| {
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        };
        let mut writer = BundleWriter::default();
        writer.segment(9, &table, &mut sink).unwrap();
        let head = Head { title: "Thử".into(), generator: "test".into(), ..Head::default() };
        let manifest: Manifest = serde_json::from_slice(&writer.finish(head).unwrap()).unwrap();
        manifest.validate("archive.json").unwrap();

        let read = |part: &PartRef| {
            let stored = &files[&part.name()];
            part.verify(stored).unwrap();
            let mut content = Vec::new();
            io::Read::read_to_end(&mut flate2::read::GzDecoder::new(stored.as_slice()), &mut content)
                .unwrap();
            assert_eq!(content.len(), part.inflated as usize);
            content
        };
        let root = TableRoot::parse("root", &read(&manifest.segments[0].table)).unwrap();
        let pages = &root.pages[&PartKind::Texts];
        assert_eq!(pages.iter().map(|page| page.part).collect::<Vec<_>>(), [0, 256]);
        let above = TablePage::parse("page", &read(&pages[1].page)).unwrap();
        assert_eq!(above.pages.iter().map(|page| page.part).collect::<Vec<_>>(), [256, 272, 288]);
        let last = TablePage::parse("page", &read(&above.pages[2].page)).unwrap();
        assert_eq!(last.parts.len(), 12);
        assert_eq!(last.parts[11].first, "0299");
        assert_eq!(read(&last.parts[11].part), vec![b'x'; 299]);
    }

    #[test]
    fn parts_that_a_dictionary_names_have_longer_pages() {
        let mut table = SegmentTable::default();
        for kind in [PartKind::Texts, PartKind::PairPlaces] {
            (0..100).for_each(|n| table.add(kind, n, "", StoredPart::of(b"x", &[]).unwrap().part));
        }
        let mut store = |content: &[u8]| StoredPart::of(content, &[]).map(|stored| stored.part);
        let root = table.root(9, TableShape::default(), &mut store).unwrap();
        let pages = |kind: PartKind| root.pages[&kind].iter().map(|page| page.part).collect::<Vec<_>>();
        assert_eq!(pages(PartKind::Texts).len(), 7);
        assert_eq!(pages(PartKind::PairPlaces), [0, 64]);
    }

    #[test]
    fn a_flipped_bit_is_found() {
        let mut stored = gzip(b"content").unwrap();
        let part = PartRef { hash: PartHash::of(&stored), bytes: stored.len() as u32, inflated: 7 };
        stored[12] ^= 1;
        assert!(matches!(part.verify(&stored), Err(crate::ArchiveError::Hash { .. })));
        stored.pop();
        assert!(matches!(part.verify(&stored), Err(crate::ArchiveError::Length { .. })));
    }
}
