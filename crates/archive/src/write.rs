//! Writing a folder archive: parts in, named bytes and a manifest out.

use crate::{
    FORMAT, MAX_MANIFEST_BYTES, Manifest, PAGE_ENTRIES, PageEntry, PartEntry, PartKind, PartRef,
    SegmentEntry, Sha256Hex, TablePage, TableRoot, VERSION,
};
use flate2::{Compression, GzBuilder};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// Takes a file's name, relative to the archive, and its bytes.
pub type Sink<'a> = &'a mut dyn FnMut(&str, &[u8]) -> io::Result<()>;

/// Compresses `bytes` with gzip, with no name and no time in the header, so that the same bytes come out every time.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A part before it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedPart {
    /// For cards and texts, the ordinal of the first document; for others, the position.
    pub from: u32,
    /// For dictionaries and ids, the first key.
    pub first: String,
    /// The content, not yet compressed.
    pub content: Vec<u8>,
}

/// A segment before it is stored: its parts by kind, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreparedSegment {
    /// How many documents it holds.
    pub documents: u32,
    /// Its parts.
    pub parts: BTreeMap<PartKind, Vec<PreparedPart>>,
}

/// Writes segments and, at the end, the manifest that lists them.
#[derive(Debug)]
pub struct BundleWriter {
    manifest: Manifest,
}

impl BundleWriter {
    /// An archive with no segments yet.
    pub fn new(title: &str, description: Option<&str>, language: Option<&str>, generator: &str) -> Self {
        Self {
            manifest: Manifest {
                format: FORMAT.to_owned(),
                version: VERSION,
                title: title.to_owned(),
                description: description.map(str::to_owned),
                language: language.map(str::to_owned),
                generator: Some(generator.to_owned()),
                documents: 0,
                segments: Vec::new(),
            },
        }
    }

    /// Stores the parts of `segment` and its table, and adds it to the manifest.
    ///
    /// # Errors
    /// What `sink` returns, and when a part is larger than a reader accepts.
    pub fn segment(&mut self, segment: &PreparedSegment, sink: Sink) -> io::Result<()> {
        let mut root = TableRoot { documents: segment.documents, pages: BTreeMap::new() };
        for (kind, parts) in &segment.parts {
            let mut pages = Vec::new();
            for (number, group) in parts.chunks(PAGE_ENTRIES).enumerate() {
                let mut page = TablePage { parts: Vec::with_capacity(group.len()) };
                for part in group {
                    let stored = store(&part.content, sink)?;
                    page.parts.push(PartEntry { from: part.from, first: part.first.clone(), part: stored });
                }
                pages.push(PageEntry {
                    part: u32::try_from(number * PAGE_ENTRIES).map_err(io::Error::other)?,
                    from: group[0].from,
                    first: group[0].first.clone(),
                    page: store(&serde_json::to_vec(&page)?, sink)?,
                });
            }
            root.pages.insert(*kind, pages);
        }
        let table = store(&serde_json::to_vec(&root)?, sink)?;
        self.manifest.segments.push(SegmentEntry { documents: segment.documents, table });
        self.manifest.documents += segment.documents;
        Ok(())
    }

    /// The manifest's bytes, to be written after everything else.
    ///
    /// # Errors
    /// When title and description are longer than a reader accepts.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(&self.manifest)?;
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
    let stored = gzip(content)?;
    let length = |bytes: usize| u32::try_from(bytes).map_err(io::Error::other);
    let part = PartRef {
        sha256: Sha256Hex::of(&stored),
        bytes: length(stored.len())?,
        inflated: length(content.len())?,
    };
    // What no reader would open must not be written.
    part.validate("the archive").map_err(io::Error::other)?;
    sink(&part.name(), &stored)?;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_table_reads_back_and_its_parts_verify() {
        let parts: Vec<_> = (0..150u32)
            .map(|n| PreparedPart { from: n, first: format!("{n:04}"), content: vec![b'x'; n as usize] })
            .collect();
        let segment = PreparedSegment { documents: 9, parts: BTreeMap::from([(PartKind::Words, parts)]) };
        let mut files = BTreeMap::new();
        let mut sink = |name: &str, bytes: &[u8]| {
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        };
        let mut writer = BundleWriter::new("Thử", None, Some("vi"), "test");
        writer.segment(&segment, &mut sink).unwrap();
        let manifest: Manifest = serde_json::from_slice(&writer.finish().unwrap()).unwrap();
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
        let pages = &root.pages[&PartKind::Words];
        assert_eq!(pages.iter().map(|page| page.part).collect::<Vec<_>>(), [0, 64, 128]);
        let last = TablePage::parse("page", &read(&pages[2].page)).unwrap();
        assert_eq!(last.parts.len(), 22);
        assert_eq!(last.parts[21].first, "0149");
        assert_eq!(read(&last.parts[21].part), vec![b'x'; 149]);
    }

    #[test]
    fn a_flipped_bit_is_found() {
        let mut stored = gzip(b"content").unwrap();
        let part = PartRef { sha256: Sha256Hex::of(&stored), bytes: stored.len() as u32, inflated: 7 };
        stored[12] ^= 1;
        assert!(matches!(part.verify(&stored), Err(crate::ArchiveError::Hash { .. })));
        stored.pop();
        assert!(matches!(part.verify(&stored), Err(crate::ArchiveError::Length { .. })));
    }
}
