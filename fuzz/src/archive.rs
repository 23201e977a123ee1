//! A small archive in memory: its documents, its files, and the host that reads them.
//!
//! Files are put together here from the parts that the index is built of, and not by the packer, so that any one of them may be replaced
//! before those that carry its hash are made: a reader then finds every hash right and goes on to what the file says. Nothing is compressed.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use tangthu_archive::{
    Block, Document, FORMAT, Manifest, OneFile, PartHash, PartKind, PartRef, SegmentEntry, SegmentTable,
    TableShape, VERSION,
};
use tangthu_engine::{Failure, Host};
use tangthu_search::{BuiltPart, build_segment};

/// Few entries on a page, so that a small archive has several pages, and pages below pages.
const SHAPE: TableShape = TableShape { entries: 2, direct: (2, 2), root_pages: 2 };

/// The file of the archive to open.
pub(crate) const NAME: &str = "archive.json";

/// The documents of the sample archive, with something in every field that is searched.
pub(crate) fn documents() -> Vec<Document> {
    let mut documents: Vec<Document> = crate::TEXTS
        .iter()
        .enumerate()
        .map(|(at, text)| Document {
            id: format!("tài-liệu-{at:02}"),
            title: text.split_whitespace().take(6).collect::<Vec<_>>().join(" "),
            section: ["Tin tức", "Quận"].iter().take(at % 3).map(|&step| step.to_owned()).collect(),
            published: ["2020", "2021-03", "2022-10-24", "2023-03-28T14:04+07:00"]
                .get(at % 5)
                .and_then(|date| date.parse().ok()),
            views: (at % 2 == 0).then_some(at as u64 * 1_000),
            source: (at % 4 > 0).then(|| format!("Báo {}", at % 4)),
            lead: (at % 3 == 0).then(|| (*text).to_owned()),
            language: Some(if at % 4 == 0 { "en" } else { "vi" }.to_owned()),
            number: (at == 1).then(|| "01-CTr/QU".to_owned()),
            kind: (at == 1).then(|| "Chương trình".to_owned()),
            body: vec![
                Block::Heading { level: 2, text: "giá vàng, giá bạc".to_owned() },
                Block::Paragraph { text: (*text).to_owned() },
                Block::List {
                    ordered: at % 2 == 0, items: vec!["quận uỷ".to_owned(), "đường".to_owned()]
                },
                Block::Table { head: vec!["dương".to_owned()], rows: vec![vec![format!("{at}")]] },
            ],
            tags: vec!["vàng".to_owned()],
            ..Document::default()
        })
        .collect();
    documents.iter_mut().for_each(tangthu_mentions::record_mentions);
    documents
}

/// So many documents that pairs which stand in one alone are kept by their hash. Few have such a pair, so that the part with
/// the hashes is small.
pub(crate) fn many_documents() -> Vec<Document> {
    let document = |at: u32| Document {
        id: format!("{at:04}"),
        title: "x".to_owned(),
        body: vec![Block::Paragraph { text: format!("giá {} {}", at.min(100) % 10, at.min(100) / 10) }],
        ..Document::default()
    };
    (0..5_100).map(document).collect()
}

/// One file with the documents, as a person would write it.
pub(crate) fn one_file(documents: Vec<Document>) -> Vec<u8> {
    let file = OneFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: "Thử".to_owned(),
        description: None,
        language: None,
        generator: None,
        documents,
    };
    serde_json::to_vec(&file).expect("documents are JSON")
}

/// The place of a file in the archive: what is above it carries its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The part at this position among all.
    Part(usize),
    /// The page at this position among the pages of all kinds.
    Page(usize),
    /// The root of the table.
    Root,
    /// The manifest.
    Manifest,
}

/// A file's content and the reference to it.
#[derive(Clone)]
struct Stored {
    part: PartRef,
    content: Rc<Vec<u8>>,
}

impl Stored {
    fn of(content: Vec<u8>) -> Self {
        let length = u32::try_from(content.len()).expect("inputs are small");
        let part = PartRef { hash: PartHash::of(&content), bytes: length, inflated: length };
        Self { part, content: Rc::new(content) }
    }
}

/// A part: its kind, its beginning, its first key, its file.
struct Part {
    kind: PartKind,
    from: u32,
    first: String,
    stored: Stored,
}

/// The parts of an archive of one segment.
pub(crate) struct Parts {
    documents: u32,
    parts: Vec<Part>,
}

impl Parts {
    pub(crate) fn of(documents: Vec<Document>) -> Self {
        let (documents, built) = build_segment(documents);
        let part = |BuiltPart { kind, from, first, content, .. }| Part {
            kind,
            from,
            first,
            stored: Stored::of(content),
        };
        Self { documents, parts: built.into_iter().map(part).collect() }
    }

    /// The position of the first part of a kind.
    pub(crate) fn first_of(&self, kind: PartKind) -> Option<usize> {
        self.parts.iter().position(|part| part.kind == kind)
    }

    /// The files of the archive. Each is what `replace` makes of the file that belongs in its place.
    pub(crate) fn files(&self, mut replace: impl FnMut(Place, &[u8]) -> Option<Vec<u8>>) -> Files {
        let mut files = Files::default();
        let mut table = SegmentTable::default();
        for (at, Part { kind, from, first, stored }) in self.parts.iter().enumerate() {
            let replaced = replace(Place::Part(at), &stored.content).map(Stored::of);
            let stored = replaced.unwrap_or_else(|| stored.clone());
            table.add(*kind, *from, first, stored.part);
            files.add(stored.part.name(), stored.content);
        }
        let mut store = |place: Place, content: Vec<u8>| {
            let stored = Stored::of(replace(place, &content).unwrap_or(content));
            files.add(stored.part.name(), stored.content);
            stored.part
        };
        let mut number = 0;
        let root = table.root(self.documents, SHAPE, &mut |page| {
            number += 1;
            Ok(store(Place::Page(number - 1), page.to_vec()))
        });
        let root = root.expect("nothing here fails");
        let table = store(Place::Root, root.encode());
        let manifest = json(&Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: "Thử".to_owned(),
            description: None,
            language: None,
            generator: None,
            documents: self.documents,
            segments: vec![SegmentEntry { documents: self.documents, table }],
        });
        let manifest = replace(Place::Manifest, &manifest).unwrap_or(manifest);
        files.add(NAME.to_owned(), Rc::new(manifest));
        files
    }
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("tables are JSON")
}

/// Files by name; a host that has them.
#[derive(Clone, Default)]
pub(crate) struct Files {
    files: Rc<BTreeMap<String, Rc<Vec<u8>>>>,
    /// How many were asked for.
    fetched: Rc<RefCell<usize>>,
}

impl Files {
    pub(crate) fn single(content: Vec<u8>) -> Self {
        let mut files = Self::default();
        files.add(NAME.to_owned(), Rc::new(content));
        files
    }

    fn add(&mut self, name: String, content: Rc<Vec<u8>>) {
        Rc::make_mut(&mut self.files).insert(name, content);
    }

    /// Whether there is a file of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    pub(crate) fn fetched(&self) -> usize {
        *self.fetched.borrow()
    }
}

impl Host for Files {
    async fn fetch(&self, name: &str, _fresh: bool) -> Result<Vec<u8>, Failure> {
        *self.fetched.borrow_mut() += 1;
        self.files
            .get(name)
            .map(|content| content.to_vec())
            .ok_or_else(|| Failure::Missing { name: name.to_owned() })
    }

    async fn inflate(&self, bytes: Vec<u8>, _limit: usize) -> Result<Vec<u8>, String> {
        Ok(bytes)
    }

    async fn keep(&self, _name: &str, _bytes: &[u8]) {}
}
