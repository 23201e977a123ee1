//! What the hosts of these tests have in common: parts are gzip.

#![allow(dead_code, reason = "each file of tests uses a part of these helpers")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

pub(crate) mod forms;
pub(crate) mod texts;

use std::{collections::HashMap, io::Read};
use tangthu_archive::{Document, Head};
use tangthu_engine::{
    Failure, Host, Reader,
    pack::{InMemory, Packer},
};

/// The content of a part, no more of it than a reader asks for and one byte to tell that there is more.
///
/// # Errors
/// When `stored` is no gzip.
pub(crate) fn inflate(stored: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let decoder = flate2::read::GzDecoder::new(stored);
    decoder.take(limit as u64 + 1).read_to_end(&mut content).map_err(|error| error.to_string())?;
    Ok(content)
}

/// The files of an archive in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(pub(crate) HashMap<String, Vec<u8>>);

impl Host for Files {
    async fn fetch(&self, name: &str, _: bool) -> Result<Vec<u8>, Failure> {
        self.0.get(name).cloned().ok_or_else(|| Failure::Missing { name: name.to_owned() })
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

/// Writes what was packed, and the manifest, into `files`.
pub(crate) fn finish(packer: Packer<InMemory>, files: &mut Files) {
    let head = Head { title: "Kho thử".into(), generator: "test".into(), ..Head::default() };
    let mut write = |name: &str, bytes: &[u8]| {
        files.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    };
    let manifest = packer.finish(head, &mut write).unwrap();
    files.0.insert("archive.json".into(), manifest);
}

/// An archive of these segments, made one after the other.
pub(crate) fn open(segments: &[Vec<Document>]) -> Reader<Files> {
    let mut files = Files::default();
    for documents in segments {
        let mut packer = Packer::new(InMemory::default());
        if files.0.contains_key("archive.json") {
            let reader = pollster::block_on(Reader::open(files.clone(), "archive.json")).unwrap();
            reader.manifest().unwrap().segments.iter().for_each(|entry| packer.segment(entry.clone()));
        }
        documents.iter().for_each(|document| drop(packer.add(document).unwrap()));
        finish(packer, &mut files);
    }
    pollster::block_on(Reader::open(files, "archive.json")).unwrap()
}

/// An archive of one file, indexed when it is opened.
pub(crate) fn open_one_file(documents: Vec<Document>) -> Reader<Files> {
    let file = tangthu_engine::pack::one_file(Head::default(), documents).unwrap();
    pollster::block_on(Reader::open(Files([("a.json".to_owned(), file)].into()), "a.json")).unwrap()
}
