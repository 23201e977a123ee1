//! What the packer writes is what the published schema describes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Read};
use tangthu_archive::{
    Block, Document, Head, PartKind, PartRef, Provenance, Sha256Hex, TablePage, TableRoot, bundle_schema,
};
use tangthu_engine::pack::{InMemory, Packer, one_file};

/// A document that uses every field and every kind of block.
fn full(id: &str) -> Document {
    let text = || "Thực hiện 01-CTr/QU".to_owned();
    Document {
        id: id.into(),
        url: Some("https://example.vn/a".into()),
        title: text(),
        section: vec!["Tin".into()],
        published: "2023-03-28T14:04+07:00".parse().ok(),
        updated: "2023-04".parse().ok(),
        views: Some(1126),
        authors: vec!["Ban biên tập".into()],
        source: Some("Báo".into()),
        lead: Some(text()),
        body: vec![
            Block::Heading { level: 2, text: text() },
            Block::Paragraph { text: text() },
            Block::List { ordered: true, items: vec![text()] },
            Block::Quote { text: text() },
            Block::Table { head: vec![text()], rows: vec![vec![text()]] },
            Block::Figure { caption: text(), image: None },
        ],
        language: Some("vi".into()),
        tags: vec!["thử".into()],
        number: Some("02-CTr/QU".into()),
        kind: Some("Chương trình".into()),
        issuer: Some("Quận ủy".into()),
        issued: "2020".parse().ok(),
        effective: "2020-11-02".parse().ok(),
        provenance: Some(Provenance { sha256: Some(Sha256Hex::of(b"x")), ..Provenance::default() }),
        ..Document::default()
    }
}

fn assert_valid(definition: &str, value: &Value) {
    let mut schema = bundle_schema();
    if !definition.is_empty() {
        schema = json!({"$ref": format!("#/$defs/{definition}"), "$defs": schema["$defs"]});
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{definition}: {faults:?}");
}

fn head() -> Head {
    let text = |text: &str| Some(text.to_owned());
    Head {
        title: "Thử".into(), description: text("Mô tả"), language: text("vi"), generator: "test".into()
    }
}

#[test]
fn a_one_file_archive_is_as_the_schema_says() {
    let json = one_file(head(), vec![full("a"), full("b")]).unwrap();
    assert_valid("", &serde_json::from_slice(&json).unwrap());
    assert_valid("", &json!({"documents": [{"title": "Chỉ có đầu đề"}]}));
}

#[test]
fn every_json_file_of_a_folder_archive_is_as_the_schema_says() {
    let mut packer = Packer::new(InMemory::default());
    packer.add(&full("a")).unwrap();
    packer.add(&full("b")).unwrap();
    let mut files = BTreeMap::new();
    let manifest = packer
        .finish(head(), &mut |name, bytes| {
            let mut content = Vec::new();
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut content)?;
            files.insert(name.to_owned(), content);
            Ok(())
        })
        .unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_valid("", &manifest);
    let table: PartRef = serde_json::from_value(manifest["segments"][0]["table"].clone()).unwrap();
    let root = TableRoot::parse("root", &files[&table.name()]).unwrap();
    for (kind, definition) in [(PartKind::Cards, "Card"), (PartKind::Texts, "Document")] {
        let page = TablePage::parse("page", &files[&root.pages[&kind][0].page.name()]).unwrap();
        let rows: Value = serde_json::from_slice(&files[&page.parts[0].part.name()]).unwrap();
        // In version 1 tables were JSON, of which these types still are the definition.
        assert_valid("TableRoot", &serde_json::to_value(&root).unwrap());
        assert_valid("TablePage", &serde_json::to_value(&page).unwrap());
        assert_eq!(rows.as_array().unwrap().len(), 2);
        rows.as_array().unwrap().iter().for_each(|row| assert_valid(definition, row));
    }
}
