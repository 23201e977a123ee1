//! Archives of which one file is damaged: the failure names the file, nothing panics, and what can be answered is.
//!
//! First the files are changed as a disk or a proxy changes them; the hashes tell. Then a part is changed before its hash is
//! made, as a writer with a fault or with bad intentions would: every check of its content is on its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use std::collections::BTreeMap;
use tangthu_archive::{
    Block, BundleWriter, Document, Head, MAX_KIND_PARTS, Manifest, PageEntry, PartEntry, PartKind,
    SegmentTable, StoredPart, TablePage, TableRoot,
};
use tangthu_engine::{FacetAsk, Failure, Host, ListField, Reader, SearchRequest, Sort};
use tangthu_search::{BuiltPart, build_segment};

const MANIFEST: &str = "archive.json";

/// Words, pairs, phrases, beginnings, typing errors, numbers, filters.
const QUERIES: [&str; 8] = [
    "",
    "giá vàng",
    "quan lần",
    "\"giá vàng hôm nay\"",
    "\"hôm nay tăng\"",
    "vàn",
    "01-CTr/QU",
    "tiêu đề:giá mục:Tin từ:2021",
];

#[derive(Clone, Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Host for &Files {
    async fn fetch(&self, name: &str, _: bool) -> Result<Vec<u8>, Failure> {
        self.0.get(name).cloned().ok_or_else(|| Failure::Missing { name: name.to_owned() })
    }

    async fn inflate(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        common::inflate(&bytes, limit)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

fn documents() -> Vec<Document> {
    let texts = ["giá vàng hôm nay tăng", "quận uỷ họp theo 01-CTr/QU", "hôm nay giá bạc, giá vàng hôm qua"];
    let documents = (0..24).map(|at| Document {
        id: format!("tài-liệu-{at:02}"),
        title: texts[at % 3][..texts[at % 3].find(' ').unwrap()].to_owned(),
        section: vec!["Tin".to_owned(), format!("Mục {}", at % 4)],
        source: (at % 5 > 0).then(|| format!("Báo {}", at % 2)),
        published: (at % 7 > 0).then(|| format!("20{}-0{}", 20 + at % 4, 1 + at % 9).parse().unwrap()),
        views: (at % 2 == 0).then_some(at as u64),
        body: vec![Block::Paragraph { text: format!("{} lần {at}", texts[at % 3]) }],
        number: (at % 10 == 1).then(|| "01-CTr/QU".to_owned()),
        ..Document::default()
    });
    documents.collect()
}

/// The files of an archive of these parts, and the name of the one at `marked`.
fn bundle(documents: u32, parts: &[BuiltPart], marked: usize) -> (Files, String) {
    let mut files = Files::default();
    let mut table = SegmentTable::default();
    let mut name = String::new();
    for (at, part) in parts.iter().enumerate() {
        let stored = StoredPart::of(&part.content, &[]).unwrap();
        table.add(part.kind, part.from, &part.first, stored.part);
        if at == marked {
            name = stored.part.name();
        }
        files.0.insert(stored.part.name(), stored.bytes);
    }
    let mut writer = BundleWriter::default();
    let mut sink = |name: &str, bytes: &[u8]| {
        files.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    };
    writer.segment(documents, &table, &mut sink).unwrap();
    let manifest = writer.finish(Head { title: "Thử".into(), ..Head::default() }).unwrap();
    files.0.insert(MANIFEST.to_owned(), manifest);
    (files, name)
}

/// Everything that can be asked: what went wrong.
fn failures(files: &Files) -> Vec<Failure> {
    let reader = match pollster::block_on(Reader::open(files, MANIFEST)) {
        Ok(reader) => reader,
        Err(failure) => return vec![failure],
    };
    let mut failures = Vec::new();
    for (at, query) in QUERIES.into_iter().enumerate() {
        let sort = [Sort::Relevance, Sort::Oldest, Sort::Views][at % 3];
        let fields = [ListField::Number, ListField::Person, ListField::Place, ListField::Body];
        let count = fields.map(|field| FacetAsk { field, find: String::new() }).to_vec();
        let request =
            SearchRequest { query: query.into(), limit: 30, sort, count, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {}));
        failures.extend(answer.err());
        let ids = ["tài-liệu-03".to_owned(), "tài-liệu-20".to_owned()];
        failures.extend(pollster::block_on(reader.snippets(&request, &ids, &|| false)).err());
        failures.extend(pollster::block_on(reader.document(&ids[at % 2], query)).err());
        failures.extend(pollster::block_on(reader.stored(&ids[at % 2])).err());
    }
    failures
}

fn checked(files: &Files) -> Vec<Failure> {
    match pollster::block_on(Reader::open(files, MANIFEST)) {
        Ok(reader) => pollster::block_on(reader.check()).faults,
        Err(failure) => vec![failure],
    }
}

/// The content cut short, and with single bytes changed at so many places all over it.
fn damaged(content: &[u8], places: usize) -> Vec<Vec<u8>> {
    let length = content.len();
    let mut all: Vec<Vec<u8>> = [0, 1, length / 3, length.saturating_sub(1)]
        .iter()
        .map(|&end| content[..end.min(length)].to_vec())
        .collect();
    for step in 0..places {
        for flipped in [0x01, 0xFF] {
            let mut changed = content.to_vec();
            if let Some(byte) = changed.get_mut(step * length / places) {
                *byte ^= flipped;
                all.push(changed);
            }
        }
    }
    all
}

#[test]
fn a_file_that_was_changed_is_named() {
    let (documents, parts) = build_segment(documents());
    let (files, _) = bundle(documents, &parts, 0);
    assert_eq!((failures(&files), checked(&files)), (Vec::new(), Vec::new()), "the archive is whole");
    for (name, bytes) in files.0.iter().filter(|(name, _)| *name != MANIFEST) {
        for changed in damaged(bytes, 2) {
            let mut files = files.clone();
            files.0.insert(name.clone(), changed);
            let named =
                |failure: &Failure| matches!(failure, Failure::Damaged { name: of, .. } if of == name);
            let found = failures(&files);
            assert!(found.iter().all(named), "{name}: {found:?}");
            assert!(checked(&files).iter().any(named), "{name}");
        }
    }
}

#[test]
fn a_manifest_that_was_changed_opens_or_says_what_is_wrong() {
    let (documents, parts) = build_segment(documents());
    let (files, _) = bundle(documents, &parts, 0);
    for changed in damaged(&files.0[MANIFEST], 12) {
        let mut files = files.clone();
        files.0.insert(MANIFEST.to_owned(), changed);
        for failure in failures(&files) {
            assert!(!matches!(failure, Failure::Unreachable { .. } | Failure::Stale), "{failure}");
        }
    }
}

#[test]
fn a_part_that_holds_something_else_than_it_should_is_named() {
    let (documents, parts) = build_segment(documents());
    let mut named_by_kind: BTreeMap<PartKind, usize> = BTreeMap::new();
    for at in 0..parts.len() {
        for content in damaged(&parts[at].content, 6) {
            let mut parts = parts.clone();
            parts[at].content = content;
            let (files, name) = bundle(documents, &parts, at);
            let kind = parts[at].kind;
            // Where a dictionary says that its lists are longer, the lists are what disagrees.
            let points_elsewhere = matches!(kind, PartKind::Words | PartKind::Pairs);
            for failure in failures(&files) {
                match failure {
                    Failure::Damaged { name: of, reason } if of == name => {
                        assert!(!reason.is_empty());
                        *named_by_kind.entry(kind).or_default() += 1;
                    }
                    Failure::Damaged { name: of, .. } if points_elsewhere => {
                        assert!(files.0.contains_key(&of) && of != MANIFEST, "{kind:?}: {of}");
                    }
                    // Another id stands where the one asked for stood.
                    Failure::NoDocument { .. } if matches!(kind, PartKind::Ids | PartKind::Cards) => {}
                    other => panic!("{kind:?} {name}: {other:?}"),
                }
            }
        }
    }
    let all: Vec<PartKind> = parts.iter().map(|part| part.kind).collect();
    let silent: Vec<_> = all.iter().filter(|kind| !named_by_kind.contains_key(kind)).collect();
    assert!(silent.is_empty(), "damage to these is never told: {silent:?}");
}

#[test]
fn a_block_that_names_a_part_of_no_table_is_reported() {
    let (count, mut parts) = build_segment(documents());
    let at = parts.iter().position(|part| part.kind == PartKind::Words).unwrap();
    // One link for the lists (offset 0, a hash of nothing, lengths 1 and 1), none for the places.
    let mut content = vec![0x82, 0, 1, 0];
    content.extend_from_slice(&[7; 16]);
    content.extend_from_slice(&[1, 1, 0]);
    content.extend_from_slice(&parts[at].content);
    parts[at].content = content;
    let (files, name) = bundle(count, &parts, at);
    let faults = checked(&files);
    let named = |fault: &Failure| matches!(fault, Failure::Damaged { name: block, reason } if *block == name && reason.contains("07070707070707070707.bin"));
    assert!(faults.iter().any(named), "{faults:?}");
    // A search that needs such a part says that it is missing.
    let missing = |failure: &Failure| matches!(failure, Failure::Missing { .. });
    assert!(failures(&files).iter().all(missing), "{:?}", failures(&files));
}

/// The archive with the JSON of its first part of a kind changed, hashes and all.
fn rewritten<T: serde::Serialize + serde::de::DeserializeOwned>(
    kind: PartKind,
    change: impl FnOnce(&mut Vec<T>),
) -> (Files, String) {
    let (count, mut parts) = build_segment(documents());
    let at = parts.iter().position(|part| part.kind == kind).unwrap();
    let mut rows: Vec<T> = serde_json::from_slice(&parts[at].content).unwrap();
    change(&mut rows);
    parts[at].content = serde_json::to_vec(&rows).unwrap();
    bundle(count, &parts, at)
}

#[test]
fn ids_that_do_not_agree_with_their_documents_are_found_by_a_check() {
    type Id = (String, u32);
    type Change = fn(&mut Vec<Id>);
    let changes: [(&str, Change); 6] = [
        ("another id than card and text", |ids| {
            let first = ids[3].1;
            ids[3].1 = std::mem::replace(&mut ids[5].1, first);
        }),
        ("listed twice", |ids| ids[4].1 = ids[3].1),
        ("not in order", |ids| ids.swap(3, 4)),
        ("which its segment does not hold", |ids| ids[4].1 = 900),
        ("another id than its table says", |ids| ids[0].0 = "tài".to_owned()),
        ("another id than card and text", |ids| ids[9].0.push('x')),
    ];
    let (plain, _) = rewritten(PartKind::Ids, |_: &mut Vec<Id>| {});
    assert_eq!(checked(&plain), Vec::new());
    for (reason, change) in changes {
        let (files, name) = rewritten(PartKind::Ids, change);
        let faults = checked(&files);
        let told = |fault: &Failure| matches!(fault, Failure::Damaged { name: of, reason: why } if *of == name && why.contains(reason));
        assert!(faults.len() == 1 && told(&faults[0]), "{reason}: {faults:?}");
    }
    // The list of another archive that has as many documents.
    let (files, name) = rewritten(PartKind::Ids, |ids: &mut Vec<Id>| {
        ids.iter_mut().for_each(|(_, ordinal)| *ordinal = 23 - *ordinal);
    });
    assert!(matches!(&checked(&files)[..], [Failure::Damaged { name: of, .. }] if *of == name));
}

#[test]
fn a_text_that_is_not_its_cards_is_found_by_a_check() {
    for change in [
        |text: &mut Document| text.id = "khác".to_owned(),
        |text: &mut Document| text.title = "Khác".to_owned(),
        |text: &mut Document| text.published = Some("1999".parse().unwrap()),
        |text: &mut Document| text.section.clear(),
    ] {
        let (files, name) = rewritten(PartKind::Texts, |texts: &mut Vec<Document>| change(&mut texts[7]));
        let faults = checked(&files);
        let told = |fault: &Failure| matches!(fault, Failure::Damaged { name: of, reason } if *of == name && reason.contains("document 7 is another"));
        assert!(faults.len() == 1 && told(&faults[0]), "{faults:?}");
    }
}

/// The archive with another table: a page of so many parts, which nobody has, and a root that names that page so many times.
fn of_a_page_named_again(parts: u32, times: u32) -> (Files, String) {
    let (count, built) = build_segment(documents());
    let (mut files, _) = bundle(count, &built, 0);
    let part = StoredPart::of(b"nobody has it", &[]).unwrap().part;
    let mut add = |content: &[u8]| {
        let stored = StoredPart::of(content, &[]).unwrap();
        files.0.insert(stored.part.name(), stored.bytes);
        stored.part
    };
    let parts = (0..parts).map(|from| PartEntry { from, first: String::new(), part });
    let page = add(&TablePage { parts: parts.collect(), ..TablePage::default() }.encode());
    let named = |part: u32| PageEntry { part, from: 0, first: String::new(), page };
    let pages = [(PartKind::Texts, (0..times).map(named).collect())].into();
    let root = add(&TableRoot { documents: count, pages }.encode());
    let mut manifest = Manifest::parse(MANIFEST, &files.0[MANIFEST]).unwrap().unwrap();
    manifest.segments[0].table = root;
    files.0.insert(MANIFEST.to_owned(), serde_json::to_vec(&manifest).unwrap());
    (files, root.name())
}

#[test]
fn a_table_cannot_ask_for_more_parts_than_a_segment_has() {
    const IN_A_PAGE: u32 = 1_000;
    let most = u32::try_from(MAX_KIND_PARTS).unwrap() / IN_A_PAGE;
    for (times, is_too_many) in [(most, false), (most + 1, true)] {
        let (files, name) = of_a_page_named_again(IN_A_PAGE, times);
        let reader = pollster::block_on(Reader::open(&files, MANIFEST)).unwrap();
        let segment = reader.manifest().unwrap().segments[0].clone();
        let listed = pollster::block_on(reader.files_of(&segment));
        let inventory = pollster::block_on(reader.inventory());
        if !is_too_many {
            assert_eq!(listed.unwrap().parts.len(), (times * IN_A_PAGE) as usize);
            assert!(inventory.unwrap().len() > (times * IN_A_PAGE) as usize);
            continue;
        }
        for failure in [listed.err(), inventory.err()] {
            let Some(Failure::Damaged { name: of, reason }) = failure else { panic!("{failure:?}") };
            assert!(of == name && reason.contains("more parts"), "{of}: {reason}");
        }
        // A check ends, too, and says it once.
        let faults = checked(&files);
        let told = |fault: &&Failure| matches!(fault, Failure::Damaged { name: of, reason } if *of == name && reason.contains("more parts"));
        assert_eq!(faults.iter().filter(told).count(), 1);
    }
}
