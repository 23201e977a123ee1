//! Mentions lie apart from the texts: what a search fetches holds none, and whoever asks for whole documents gets them all the
//! same, also after documents were removed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Files, finish, inflate};
use tangthu_archive::{Block, Document, MentionKind, PartKind};
use tangthu_engine::Reader;
use tangthu_engine::pack::{InMemory, Packer};

fn document(id: usize) -> Document {
    let text = format!(
        "Thực hiện Chương trình số 01-CTr/QU, phường Bến Đá đã có {id} lượt kiểm tra. Bà Lê Thị Mai, Bí thư Quận ủy, dự."
    );
    let body = vec![Block::Paragraph { text }];
    Document { id: format!("{id:03}"), title: format!("Tin thứ {id}"), body, ..Document::default() }
}

fn packed() -> Files {
    let mut packer = Packer::new(InMemory::default());
    (100..400).for_each(|id| drop(packer.add(&document(id)).unwrap()));
    let mut files = Files::default();
    finish(packer, &mut files);
    files
}

fn open(files: &Files) -> Reader<Files> {
    pollster::block_on(Reader::open(files.clone(), "archive.json")).unwrap()
}

/// The content of every part of a kind.
fn parts(reader: &Reader<Files>, files: &Files, wanted: PartKind) -> Vec<String> {
    let segments = &reader.manifest().unwrap().segments;
    let listed = segments.iter().flat_map(|entry| pollster::block_on(reader.files_of(entry)).unwrap().parts);
    let read = listed.filter(|(kind, _)| *kind == wanted).map(|(_, entry)| {
        let content = inflate(&files.0[&entry.part.name()], entry.part.inflated as usize).unwrap();
        String::from_utf8(content).unwrap()
    });
    read.collect()
}

#[test]
fn texts_hold_no_mentions_and_whole_documents_do() {
    let files = packed();
    let reader = open(&files);
    assert!(parts(&reader, &files, PartKind::Texts).iter().all(|texts| !texts.contains("mentions")));
    assert!(parts(&reader, &files, PartKind::Mentions).len() > 1, "several parts are joined with the texts");
    let values = |document: &Document, kind: MentionKind| -> Vec<String> {
        let found = document.mentions.iter().filter(|mention| mention.kind == kind);
        found.map(|mention| mention.value.clone()).collect()
    };
    let mut count = 0;
    pollster::block_on(reader.every_document(&mut |document| {
        assert_eq!(values(&document, MentionKind::Figure).last(), Some(&document.id));
        assert_eq!(values(&document, MentionKind::Number), ["01-CTr/QU"]);
        count += 1;
        true
    }))
    .unwrap();
    assert_eq!(count, 300);
    let stored = pollster::block_on(reader.stored("217")).unwrap();
    assert_eq!(values(&stored, MentionKind::Person), ["Lê Thị Mai"]);
    assert_eq!(values(&stored, MentionKind::Figure).last().unwrap(), "217");
    let report = pollster::block_on(reader.check());
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[test]
fn what_is_removed_is_gone_from_the_mentions_too() {
    let mut files = packed();
    let reader = open(&files);
    let mut packer = Packer::new(InMemory::default());
    packer.segment(reader.manifest().unwrap().segments[0].clone());
    pollster::block_on(reader.each_document(0, &mut |document| {
        packer.stored(&document).unwrap();
        true
    }))
    .unwrap();
    assert!(packer.remove("217"));
    finish(packer, &mut files);
    let reader = open(&files);
    let mentions = parts(&reader, &files, PartKind::Mentions).concat();
    assert!(mentions.contains("\"218\"") && !mentions.contains("\"217\""));
}

#[test]
fn parts_with_too_few_mentions_are_reported() {
    let files = packed();
    let reader = open(&files);
    let entry = reader.manifest().unwrap().segments[0].clone();
    let listed = pollster::block_on(reader.files_of(&entry)).unwrap();
    let (_, last) = listed.parts.iter().rfind(|(kind, _)| *kind == PartKind::Mentions).unwrap();
    let mut broken = files;
    broken.0.remove(&last.part.name());
    let report = pollster::block_on(open(&broken).check());
    assert!(report.faults.iter().any(|fault| fault.to_string().contains(&last.part.name())));
    assert!(pollster::block_on(open(&broken).every_document(&mut |_| true)).is_err());
    assert!(pollster::block_on(open(&broken).stored("399")).is_err());
}
