//! An archive that is made out of an earlier one is the one that would be made of the same documents at once: the same
//! documents, and the same answers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::Files;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tangthu_archive::{Block, Document, Head, Provenance};
use tangthu_engine::pack::{Added, InMemory, Likeness, Packer};
use tangthu_engine::{Facets, Reader, SearchAnswer, SearchRequest, Sort};

fn head() -> Head {
    Head { title: "Kho thử".into(), generator: "test".into(), ..Head::default() }
}

fn finish(packer: Packer<InMemory>, files: &mut Files) {
    let mut write = |name: &str, bytes: &[u8]| {
        files.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    };
    let manifest = packer.finish(head(), &mut write).unwrap();
    files.0.insert("archive.json".into(), manifest);
}

/// The archive of `documents`, made at once.
fn packed(documents: &[Document]) -> Files {
    let mut packer = Packer::new(InMemory::default());
    for document in documents {
        packer.add(document).unwrap();
    }
    let mut files = Files::default();
    finish(packer, &mut files);
    files
}

fn open(files: &Files) -> Reader<Files> {
    pollster::block_on(Reader::open(files.clone(), "archive.json")).unwrap()
}

/// A packer that begins with an archive.
fn begun(reader: &Reader<Files>) -> Packer<InMemory> {
    let mut packer = Packer::new(InMemory::default());
    for (at, entry) in reader.manifest().unwrap().segments.iter().enumerate() {
        packer.segment(entry.clone());
        pollster::block_on(reader.each_document(at, &mut |document| {
            packer.stored(&document).unwrap();
            true
        }))
        .unwrap();
    }
    packer
}

/// What is left of `files` when those that no segment names are taken away.
fn only_named(files: &Files) -> BTreeMap<String, Vec<u8>> {
    let reader = open(files);
    let mut names = BTreeSet::from(["archive.json".to_owned()]);
    for entry in &reader.manifest().unwrap().segments {
        names.extend(pollster::block_on(reader.files_of(entry)).unwrap().names());
    }
    let named = |(name, _): &(&String, &Vec<u8>)| names.contains(*name);
    files.0.iter().filter(named).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// The archive of `first` after `second` came in and what `second` lacks went, if `prune`.
fn updated(files: &Files, second: &[Document], prune: bool) -> Files {
    let reader = open(files);
    let mut packer = begun(&reader);
    for document in second {
        packer.add(document).unwrap();
    }
    if prune {
        packer.prune(&|_| false).unwrap();
    }
    let mut made = files.clone();
    finish(packer, &mut made);
    Files(only_named(&made).into_iter().collect())
}

fn search(reader: &Reader<Files>, query: &str, sort: Sort) -> SearchAnswer {
    let request = SearchRequest { query: query.to_owned(), sort, limit: 200, ..SearchRequest::default() };
    pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap()
}

/// What an answer says apart from the order of what is equal: how many documents, which, of which days in which order, what
/// the counts are.
fn said(answer: &SearchAnswer) -> (u32, u32, BTreeSet<String>, Vec<Option<String>>, Facets) {
    let ids = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    let days = answer.hits.iter().map(|hit| hit.published.clone()).collect();
    (answer.total, answer.complete, ids, days, answer.facets.clone())
}

fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "quận",
        "quân",
        "ủy",
        "uỷ",
        "đường",
        "dương",
        "giá",
        "vàng",
        "01-CTr/QU",
        "TTHC",
    ])
}

/// Documents with ids from a few, so that two lists share some.
fn documents() -> impl Strategy<Value = Vec<Document>> {
    let text = || proptest::collection::vec(word(), 1..9).prop_map(|words| words.join(" "));
    let row = (0u8..20, text(), text(), proptest::option::of(2019u16..2024), 0u8..3);
    proptest::collection::vec(row, 1..16).prop_map(|rows| {
        let documents = rows.into_iter().map(|(id, title, text, year, section)| Document {
            id: format!("tin/{id:02}"),
            title,
            section: (section > 0).then(|| format!("Mục {section}")).into_iter().collect(),
            published: year.map(|year| year.to_string().parse().unwrap()),
            body: vec![Block::Paragraph { text }],
            ..Document::default()
        });
        let by_id: BTreeMap<String, Document> = documents.map(|one| (one.id.clone(), one)).collect();
        by_id.into_values().collect()
    })
}

/// Both archives hold the same documents and answer alike.
fn assert_alike(made: &Files, fresh: &Files, documents: &[Document], queries: &[String]) {
    let (made, fresh) = (open(made), open(fresh));
    assert_eq!(made.info().documents as usize, documents.len());
    assert!(pollster::block_on(made.check()).faults.is_empty());
    for Document { id, .. } in documents {
        let stored = |reader: &Reader<Files>| pollster::block_on(reader.stored(id)).unwrap();
        assert_eq!(stored(&made), stored(&fresh));
    }
    for query in queries.iter().map(String::as_str).chain([""]) {
        for sort in [Sort::Newest, Sort::Oldest] {
            let (made, fresh) = (search(&made, query, sort), search(&fresh, query, sort));
            assert_eq!(said(&made), said(&fresh), "{query}");
            assert_eq!(made.spellings, fresh.spellings, "{query}");
            assert_eq!(made.read_as, fresh.read_as, "{query}");
        }
        let (made, fresh) = (search(&made, query, Sort::Relevance), search(&fresh, query, Sort::Relevance));
        let ids = |answer: &SearchAnswer| -> BTreeSet<String> {
            answer.hits.iter().map(|hit| hit.id.clone()).collect()
        };
        assert_eq!((made.total, made.complete, ids(&made)), (fresh.total, fresh.complete, ids(&fresh)));
    }
}

fn merged(first: &[Document], second: &[Document]) -> Vec<Document> {
    let all = first.iter().chain(second);
    let by_id: BTreeMap<&str, &Document> = all.map(|one| (one.id.as_str(), one)).collect();
    by_id.into_values().cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_updated_archive_is_one_that_was_made_at_once(
        first in documents(),
        second in documents(),
        third in documents(),
        queries in proptest::collection::vec(proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" ")), 4),
        prune: bool,
    ) {
        let made = updated(&updated(&packed(&first), &second, prune), &third, prune);
        let wanted = if prune { third } else { merged(&merged(&first, &second), &third) };
        assert_alike(&made, &packed(&wanted), &wanted, &queries);
    }

    #[test]
    fn a_removed_document_is_as_if_it_had_never_been(
        documents in documents(),
        added in documents(),
        gone in 0u8..20,
        queries in proptest::collection::vec(proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" ")), 4),
    ) {
        let files = updated(&packed(&documents), &added, false);
        let mut packer = begun(&open(&files));
        let gone = format!("tin/{gone:02}");
        let all = merged(&documents, &added);
        prop_assert_eq!(packer.remove(&gone), all.iter().any(|document| document.id == gone));
        let mut made = files;
        finish(packer, &mut made);
        let made = Files(only_named(&made).into_iter().collect());
        let wanted: Vec<Document> = all.into_iter().filter(|document| document.id != gone).collect();
        assert_alike(&made, &packed(&wanted), &wanted, &queries);
    }
}

fn document(id: &str, text: &str) -> Document {
    let body = vec![Block::Paragraph { text: text.to_owned() }];
    Document { id: id.into(), title: format!("Tin {id}"), body, ..Document::default() }
}

#[test]
fn what_is_added_leaves_every_other_file_as_it_is() {
    let first = packed(&[document("một", "họp quận"), document("hai", "chợ quê")]);
    let before = only_named(&first);
    let after = updated(&first, &[document("một", "họp quận"), document("ba", "đường mới")], false);
    for (name, bytes) in before.iter().filter(|(name, _)| *name != "archive.json") {
        assert_eq!(after.0.get(name), Some(bytes), "{name}");
    }
    assert_eq!(open(&after).manifest().unwrap().segments.len(), 2);
    let same = updated(&after, &[document("ba", "đường mới")], false);
    assert_eq!(same.0, after.0, "what is there already changes nothing");
}

#[test]
fn a_segment_whose_last_document_goes_is_gone() {
    let first = packed(&[document("một", "họp quận")]);
    let both = updated(&first, &[document("hai", "chợ quê")], false);
    let mut packer = begun(&open(&both));
    assert!(packer.remove("một") && !packer.remove("một") && !packer.remove("ba"));
    let mut files = Files::default();
    files.0.extend(both.0.iter().map(|(name, bytes)| (name.clone(), bytes.clone())));
    finish(packer, &mut files);
    let reader = open(&files);
    assert_eq!((reader.manifest().unwrap().segments.len(), reader.info().documents), (1, 1));
}

const TEXT: &str = "Sáng nay, Ủy ban nhân dân quận Mơ tổ chức hội nghị sơ kết công tác cải cách hành chính. Theo báo cáo, bộ phận một cửa \
    của các phường đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn 1.198 hồ sơ, số còn lại đang trong thời hạn. Hội nghị đề nghị \
    các phường bố trí thêm người hướng dẫn dân làm thủ tục trực tuyến, công khai số điện thoại tiếp nhận phản ánh.";

fn from(input: &str, crawled: Option<&str>, document: Document) -> Document {
    let crawled = crawled.map(|date| date.parse().unwrap());
    let provenance = Provenance { input: Some(input.to_owned()), crawled, ..Provenance::default() };
    Document { title: "Sơ kết cải cách hành chính".into(), provenance: Some(provenance), ..document }
}

fn folded(documents: &[Document]) -> (Vec<Added>, Reader<Files>) {
    let mut packer = Packer::new(InMemory::default()).folding();
    let added = documents.iter().map(|document| packer.add(document).unwrap()).collect();
    let mut files = Files::default();
    finish(packer, &mut files);
    (added, open(&files))
}

#[test]
fn copies_are_kept_once_and_listed_and_a_report_with_other_figures_is_none() {
    let (added, reader) = folded(&[
        from("a.txt", None, document("a", TEXT)),
        from("b.txt", None, document("b", TEXT)),
        from("c.txt", None, document("c", &format!("{TEXT} Nguồn: Bản tin quận"))),
        from("d.txt", None, document("d", &TEXT.replace("1.204", "1.240"))),
    ]);
    let copy = |why| Added::Folded { into: "a".into(), why };
    assert_eq!(added, [Added::New, copy(Likeness::Text), copy(Likeness::NearText), Added::New]);
    let kept = pollster::block_on(reader.stored("a")).unwrap();
    assert_eq!(kept.provenance.unwrap().copies, ["b.txt", "c.txt"]);
    assert_eq!(reader.info().documents, 2);
    assert_eq!(search(&reader, "phường", Sort::Relevance).total, 2);
}

#[test]
fn copies_are_found_also_of_what_took_the_place_of_a_document_that_is_gone_or_was_changed() {
    let short = "Chợ quê họp sáu phiên vào các ngày hăm mốt và hăm sáu âm lịch.";
    for url in [None, Some("https://mo.example.vn/cho".to_owned())] {
        let one = |id, text| {
            let url = url.clone().filter(|_| text == short);
            Document { title: "Chợ".into(), url, ..document(id, text) }
        };
        for gone in [true, false] {
            let mut packer = Packer::new(InMemory::default()).folding();
            packer.add(&one("a", short)).unwrap();
            if gone {
                assert!(packer.remove("a"));
            } else {
                assert_eq!(packer.add(&one("a", "Nay chợ họp mười phiên.")).unwrap(), Added::Changed);
            }
            assert_eq!(packer.add(&one("b", short)).unwrap(), Added::New);
            let added = packer.add(&one("c", short)).unwrap();
            assert!(matches!(&added, Added::Folded { into, .. } if into == "b"), "{url:?} {gone}: {added:?}");
        }
    }
}

#[test]
fn of_two_states_of_a_page_the_later_one_is_kept_whichever_is_read_first() {
    let page = |id: &str, text: &str| Document {
        url: Some("https://mo.example.vn/tin/7".into()),
        ..document(id, text)
    };
    let early = from("cu.warc", Some("2021-03-01T08:00:00+07:00"), page("u-7", "Bài cũ."));
    let late = from("moi.warc", Some("2022-03-01T08:00:00+07:00"), page("u-7~1", "Bài đã sửa."));
    for (documents, copy) in [([&early, &late], "cu.warc"), ([&late, &early], "cu.warc")] {
        let documents = documents.map(Clone::clone);
        let first = documents[0].id.clone();
        let (added, reader) = folded(&documents);
        assert_eq!(added[1], Added::Folded { into: first.clone(), why: Likeness::Address });
        let kept = pollster::block_on(reader.stored(&first)).unwrap();
        assert_eq!(kept.body, late.body);
        assert_eq!(kept.provenance.unwrap().copies, [copy]);
    }
}

#[test]
fn an_update_with_the_same_inputs_finds_the_same_copies_and_writes_nothing() {
    let documents = [from("a.txt", None, document("a", TEXT)), from("b.txt", None, document("b", TEXT))];
    let mut files = Files::default();
    let mut packer = Packer::new(InMemory::default()).folding();
    for document in &documents {
        packer.add(document).unwrap();
    }
    finish(packer, &mut files);
    let mut again = {
        let reader = open(&files);
        let mut packer = Packer::new(InMemory::default()).folding();
        packer.segment(reader.manifest().unwrap().segments[0].clone());
        pollster::block_on(reader.each_document(0, &mut |document| packer.stored(&document).is_ok()))
            .unwrap();
        packer
    };
    let added: Vec<Added> = documents.iter().map(|document| again.add(document).unwrap()).collect();
    assert_eq!(added, [Added::Same, Added::Folded { into: "a".into(), why: Likeness::Text }]);
    assert_eq!((again.documents(), again.documents_to_write()), (1, 0));
    let before = files.0.clone();
    finish(again, &mut files);
    assert_eq!(files.0, before);
}

#[test]
fn a_page_stays_when_a_feed_that_sums_it_up_comes_before_or_after_it() {
    let url = Some("https://mo.example.vn/tin/7".to_owned());
    let full = from("tin.html", None, Document { url: url.clone(), ..document("u-7~1", TEXT) });
    let short = from("rss.xml", None, Document { url, ..document("u-7", "Sơ kết sáng nay.") });
    for documents in [[short.clone(), full.clone()], [full.clone(), short.clone()]] {
        let first = documents[0].id.clone();
        let (added, reader) = folded(&documents);
        assert_eq!(added[1], Added::Folded { into: first.clone(), why: Likeness::Address });
        let kept = pollster::block_on(reader.stored(&first)).unwrap();
        assert_eq!(kept.body, full.body);
        assert_eq!(kept.provenance.unwrap().copies, ["rss.xml"]);
    }
    // The feed of another day, under the id that both have.
    let mut packer = Packer::new(InMemory::default()).folding();
    packer.add(&Document { id: "u-7".into(), ..full.clone() }).unwrap();
    let added = packer.add(&short).unwrap();
    assert_eq!(added, Added::Folded { into: "u-7".into(), why: Likeness::Address });
    let kept = packer.into_documents().unwrap();
    assert_eq!((kept.len(), &kept[0].body), (1, &full.body));
}

#[test]
fn like_documents_without_dates_stand_together_whatever_the_order_they_come_in() {
    // Four matters in turn, each with words of its own.
    let of = |number: usize| {
        let words: Vec<String> = (0..12)
            .map(|at| format!("m{}w{}", number % 4, (number * number / 7 + at * (number % 11 + 3)) % 30))
            .collect();
        Document {
            id: format!("{number:03}"),
            title: format!("Bài {number}"),
            lead: Some(words.join(" ")),
            ..Document::default()
        }
    };
    let mut documents: Vec<Document> = (0..400).map(of).collect();
    let files = packed(&documents);
    let mut matters = Vec::new();
    pollster::block_on(open(&files).each_document(0, &mut |document| {
        matters.push(document.id.parse::<usize>().unwrap() % 4);
        true
    }))
    .unwrap();
    assert_eq!(matters.len(), documents.len());
    let changes = matters.windows(2).filter(|two| two[0] != two[1]).count();
    assert!(changes <= 20, "{changes} changes of matter: {matters:?}");
    documents.reverse();
    assert_eq!(packed(&documents).0, files.0, "the order of the input makes no difference");
}
