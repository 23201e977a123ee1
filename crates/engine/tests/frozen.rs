//! Archives of every version of the format, as they were written then, are opened for ever. `tests/frozen/README.md` says
//! how they were made. They are never written anew: a change that this test does not survive is a new version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use std::path::PathBuf;
use tangthu_engine::{Failure, Host, Reader, SearchRequest};

struct Folder(PathBuf);

impl Host for Folder {
    async fn fetch(&self, name: &str, _: bool) -> Result<Vec<u8>, Failure> {
        let unreachable =
            |error: std::io::Error| Failure::Unreachable { name: name.into(), reason: error.to_string() };
        std::fs::read(self.0.join(name)).map_err(unreachable)
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        common::inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

fn open(folder: &str, name: &str) -> Reader<Folder> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/frozen").join(folder);
    pollster::block_on(Reader::open(Folder(folder), name)).unwrap()
}

fn ids(reader: &Reader<Folder>, query: &str) -> Vec<String> {
    let request = SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() };
    let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn archives_of_every_version_open_and_answer() {
    let folders = ["v1", "v2", "v3", "v4"].map(|folder| open(folder, "archive.json"));
    for reader in folders.into_iter().chain([open(".", "v1.json")]) {
        assert_eq!(reader.info().documents, 3);
        assert_eq!(ids(&reader, ""), ["hop-to", "ke-hoach", "khong-ngay"]);
        assert_eq!(ids(&reader, "ke hoach"), ["ke-hoach", "hop-to"]);
        assert_eq!(ids(&reader, "104 - KH/QU").len(), 2);
        assert_eq!(ids(&reader, "\"lay y kien gop y\""), ["ke-hoach"]);
        assert_eq!(ids(&reader, "\"góp ý kiến\""), [""; 0], "both pairs stand there, but apart");
        let stored = pollster::block_on(reader.stored("ke-hoach")).unwrap();
        assert_eq!((stored.number.as_deref(), stored.body.len()), (Some("104-KH/QU"), 6));
        let stored = pollster::block_on(reader.stored("hop-to")).unwrap();
        assert!(!stored.mentions.is_empty(), "wherever the mentions lie");
        let report = pollster::block_on(reader.check());
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}
