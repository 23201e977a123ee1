//! Making an archive of documents: mentions, index, parts, manifest. Native only.

use std::{collections::BTreeMap, io};
use tangthu_archive::{
    BundleWriter, Document, FORMAT, OneFile, PreparedPart, PreparedSegment, Sink, VERSION,
};
use tangthu_search::build_segment;

/// Documents of one segment: a query runs over all segments, so few and large ones are fast, and small ones cheap to add.
pub const SEGMENT_DOCUMENTS: usize = 100_000;

/// Collects documents and writes them as a folder archive.
#[derive(Debug)]
pub struct Packer {
    writer: BundleWriter,
    documents: Vec<Document>,
}

impl Packer {
    /// An archive without documents yet. `generator` names the program that makes it.
    pub fn new(title: &str, description: Option<&str>, language: Option<&str>, generator: &str) -> Self {
        Self { writer: BundleWriter::new(title, description, language, generator), documents: Vec::new() }
    }

    /// Adds a document. Ids must be unique; its mentions are found here.
    pub fn add(&mut self, mut document: Document) {
        tangthu_mentions::record_mentions(&mut document);
        self.documents.push(document);
    }

    /// Writes the parts through `write`, which gets names relative to the archive, and returns the manifest's bytes: they
    /// go into `archive.json` after everything else is written.
    ///
    /// # Errors
    /// What `write` returns.
    pub fn finish(mut self, write: Sink) -> io::Result<Vec<u8>> {
        // Newest first over all segments, so that a query for the newest needs the first segment alone.
        self.documents.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
        while !self.documents.is_empty() {
            let rest = self.documents.split_off(self.documents.len().min(SEGMENT_DOCUMENTS));
            let segment = prepare(std::mem::replace(&mut self.documents, rest));
            self.writer.segment(&segment, write)?;
        }
        self.writer.finish()
    }
}

fn prepare(documents: Vec<Document>) -> PreparedSegment {
    let (documents, parts) = build_segment(documents);
    let prepared = |(from, first, content)| PreparedPart { from, first, content };
    let parts: BTreeMap<_, Vec<_>> =
        parts.into_iter().map(|(kind, parts)| (kind, parts.into_iter().map(prepared).collect())).collect();
    PreparedSegment { documents, parts }
}

/// The bytes of a one-file archive of `documents`, in order of their ids.
///
/// # Errors
/// Never for these types; the serialiser's error is passed on.
pub fn one_file(
    title: &str,
    description: Option<&str>,
    language: Option<&str>,
    generator: &str,
    mut documents: Vec<Document>,
) -> io::Result<Vec<u8>> {
    documents.iter_mut().for_each(tangthu_mentions::record_mentions);
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let file = OneFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: title.to_owned(),
        description: description.map(str::to_owned),
        language: language.map(str::to_owned),
        generator: Some(generator.to_owned()),
        documents,
    };
    Ok(file.to_json()?)
}
