//! Random archives and queries: what the index answers is what reading every text would answer. Filters are in `filters.rs`,
//! phrases in `phrases.rs`, what is marked in `marks.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use proptest::prelude::*;
use std::collections::BTreeSet;
use tangthu_archive::{Block, Document, Head};
use tangthu_engine::{Failure, Host, Reader, SearchRequest, Sort};
use tangthu_text::{fold, tokens};

/// A host with a single file.
struct OneFile(Vec<u8>);

impl Host for OneFile {
    async fn fetch(&self, _: &str, _: bool) -> Result<Vec<u8>, Failure> {
        Ok(self.0.clone())
    }

    async fn inflate(&self, bytes: Vec<u8>, _: usize) -> Result<Vec<u8>, String> {
        Ok(bytes)
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

/// Few words, so that documents share them; several spellings of one folded form, and both tone styles.
fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["quận", "quân", "quan", "ủy", "uỷ", "uy", "đường", "dương", "giá", "vàng"])
}

/// Whether a word of a text is one that was typed, as a scan sees it.
fn is(typed: &str, word: &str) -> bool {
    let typed = tangthu_text::normal_word(typed);
    if tangthu_text::is_plain(&typed) { fold(word) == typed } else { *word == typed }
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let text = || proptest::collection::vec(word(), 1..8).prop_map(|words| words.join(" "));
    let row = (text(), text(), proptest::option::of(2019u16..2024));
    proptest::collection::vec(row, 1..25).prop_map(|rows| {
        let documents = rows.into_iter().enumerate().map(|(at, (title, text, year))| Document {
            id: format!("{at:02}"),
            title,
            published: year.map(|year| year.to_string().parse().unwrap()),
            body: vec![Block::Paragraph { text }],
            ..Document::default()
        });
        documents.collect()
    })
}

fn open(documents: &[Document]) -> Reader<OneFile> {
    let file = tangthu_engine::pack::one_file(Head::default(), documents.to_vec()).unwrap();
    pollster::block_on(Reader::open(OneFile(file), "a.json")).unwrap()
}

/// The ids of the results that hold every word, and of all results. By date, an order in which the former come first.
fn found(reader: &Reader<OneFile>, request: &SearchRequest) -> (BTreeSet<String>, BTreeSet<String>) {
    let request = &SearchRequest { sort: Sort::Newest, ..request.clone() };
    let answer = pollster::block_on(reader.search(request, &|| false, async || {})).unwrap();
    assert_eq!(answer.total as usize, answer.hits.len());
    let ids = |count: usize| answer.hits.iter().take(count).map(|hit| hit.id.clone()).collect();
    (ids(answer.complete as usize), ids(answer.hits.len()))
}

fn texts(document: &Document) -> [Vec<String>; 2] {
    [document.title.as_str(), document.body[0].texts()[0]]
        .map(|text| tokens(text).into_iter().map(|t| t.word).collect())
}

fn request(query: String) -> SearchRequest {
    SearchRequest { query, limit: 100, ..SearchRequest::default() }
}

/// Whether a text holds the words of a phrase side by side, as a scan finds it.
fn holds_phrase(text: &[String], phrase: &[&str]) -> bool {
    text.windows(phrase.len()).any(|run| phrase.iter().zip(run).all(|(typed, word)| is(typed, word)))
}

/// In a segment of many documents, pairs that stand in one document alone are kept by their hashes.
#[test]
fn phrases_are_exact_in_large_segments_too() {
    let mut state = 7u64;
    let mut next = |below: u64| {
        // Knuth's generator: the same archive on every run.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let words: Vec<String> = (0..400)
        .map(|n| match n % 5 {
            4 => format!("{n},{}", n % 7),
            at => format!("{}{n}", ["ga", "gà", "đo", "mu"][at]),
        })
        .collect();
    let documents: Vec<Document> = (0..5_200)
        .map(|at| {
            let text: Vec<&str> = (0..7).map(|_| words[next(400) as usize].as_str()).collect();
            // Some texts come decomposed; some stand in the title, some below a picture.
            let text = if at % 2 == 0 { text.join(" ") } else { common::forms::in_form(&text.join(" "), 1) };
            let (title, body) = match at % 3 {
                0 => (text, Block::Paragraph { text: "x".into() }),
                1 => ("x".into(), Block::Figure { caption: text, image: None }),
                _ => ("x".into(), Block::Paragraph { text }),
            };
            Document { id: format!("{at:04}"), title, body: vec![body], ..Document::default() }
        })
        .collect();
    let reader = open(&documents);
    let mut several = 0;
    for at in 0..60 {
        let text = texts(&documents[at * 83]).into_iter().max_by_key(Vec::len).unwrap();
        let phrase: Vec<&str> = text[at % 3..][..2 + at % 3].iter().map(String::as_str).collect();
        let wanted: BTreeSet<String> = documents
            .iter()
            .filter(|document| texts(document).iter().any(|text| holds_phrase(text, &phrase)))
            .map(|document| document.id.clone())
            .collect();
        several += usize::from(wanted.len() > 1);
        let (_, all) = found(&reader, &request(format!("\"{}\"", phrase.join(" "))));
        assert_eq!(all, wanted, "{phrase:?}");
    }
    assert!((1..59).contains(&several), "lone phrases and others are both met: {several}");
}

/// A word typed without marks has a list of all its spellings together, where theirs are long.
#[test]
fn a_word_typed_without_marks_finds_what_its_spellings_find() {
    let spellings = ["giá", "gia", "già", "giả"];
    let documents: Vec<Document> = (0..9_000)
        .map(|at| {
            // Every second document holds the first, every third the second, and so on.
            let held = (0..spellings.len()).filter(|nth| at % (nth + 2) == 0);
            let text: Vec<&str> = held.map(|nth| spellings[nth]).collect();
            let body = vec![Block::Paragraph { text: format!("một {}", text.join(" hai ")) }];
            Document { id: format!("{at:04}"), title: "x".into(), body, ..Document::default() }
        })
        .collect();
    let reader = open(&documents);
    let ask = |query: &str, limit| {
        let request = SearchRequest { limit, ..request(query.into()) };
        pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap()
    };
    let holding = |wanted: &[&str]| {
        let holds =
            |document: &&Document| texts(document)[1].iter().any(|word| wanted.contains(&word.as_str()));
        documents.iter().filter(holds).map(|document| document.id.clone()).collect::<BTreeSet<_>>()
    };
    let plain = ask("gia", 9_000);
    let ids: BTreeSet<String> = plain.hits.iter().map(|hit| hit.id.clone()).collect();
    assert_eq!(ids, holding(&spellings));
    // What is shown of the spellings does not depend on their lists.
    assert_eq!(plain.spellings[0].found.iter().map(|one| one.documents as usize).sum::<usize>(), 11_550);
    let others = &holding(&spellings) - &holding(&["giá"]);
    assert_eq!(ask("gia -giá", 0).total as usize, others.len());
    assert_eq!(ask("giá", 0).total as usize, holding(&["giá"]).len());
    assert_eq!(ask("\"mot gia\"", 0).total as usize, ids.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn results_are_those_of_a_scan(documents in documents(), words in proptest::collection::vec(word(), 1..4)) {
        let holds = |document: &Document, typed: &str| texts(document).iter().flatten().any(|word| is(typed, word));
        // A marked word that occurs nowhere may stand for one that agrees; those are not scanned for.
        prop_assume!(words.iter().all(|word| documents.iter().any(|document| holds(document, word))));
        let wanted: BTreeSet<String> = documents.iter()
            .filter(|document| words.iter().all(|word| holds(document, word)))
            .map(|document| document.id.clone()).collect();
        let (complete, all) = found(&open(&documents), &request(words.join(" ")));
        prop_assert_eq!(&complete, &wanted);
        prop_assert!(all.is_superset(&wanted));
    }
}
