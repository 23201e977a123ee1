//! Facets of many values a document: what is filtered and counted is what a scan of the documents finds, and of many
//! values the most frequent are told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Files, open};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tangthu_archive::{Block, Document};
use tangthu_engine::{Choice, Count, FacetAsk, Filters, ListField, MAX_LISTED, Reader, SearchRequest};

const PLACES: [&str; 4] = ["phường Bến Đá", "xã Bến Đá", "phường Long Hà", "huyện Sơn Trà"];
const NUMBERS: [&str; 3] = ["01-CTr/QU", "11-ĐA/TU", "15/2024/QĐ-UBND"];

/// A document with these places and numbers.
type Row = (BTreeSet<usize>, BTreeSet<usize>);

fn document(at: usize, (places, numbers): &Row) -> Document {
    let sentences = places.iter().map(|&place| format!("Đoàn đến {} làm việc.", PLACES[place]));
    let cited = numbers.iter().map(|&number| format!("Thực hiện văn bản số {}.", NUMBERS[number]));
    let body = sentences.chain(cited).map(|text| Block::Paragraph { text }).collect();
    Document { id: format!("{at:03}"), title: "Tin ngày".into(), body, ..Document::default() }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        proptest::collection::btree_set(0..PLACES.len(), 0..4),
        proptest::collection::btree_set(0..NUMBERS.len(), 0..3),
    );
    proptest::collection::vec(row, 2..20)
}

/// Wanted and excluded positions.
type Choices = Vec<(usize, bool)>;

fn passes(set: &BTreeSet<usize>, choices: &Choices) -> bool {
    let any = |exclude: bool| choices.iter().any(|(one, excluded)| *excluded == exclude && set.contains(one));
    !any(true) && (any(false) || choices.iter().all(|(_, excluded)| *excluded))
}

fn choices(names: &[&str], chosen: &Choices) -> Vec<Choice> {
    chosen.iter().map(|&(at, exclude)| Choice { value: names[at].to_owned(), exclude }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn filters_and_counts_are_those_of_a_scan(
        rows in rows(),
        places in proptest::collection::vec((0..PLACES.len(), any::<bool>()), 0..3),
        numbers in proptest::collection::vec((0..NUMBERS.len(), any::<bool>()), 0..3),
        cut in 1usize..20,
        counted: bool,
    ) {
        let documents: Vec<Document> = rows.iter().enumerate().map(|(at, row)| document(at, row)).collect();
        let (first, second) = documents.split_at(cut.min(documents.len() - 1));
        let reader = open(&[first.to_vec(), second.to_vec()]);
        let asks = [ListField::Place, ListField::Number].map(|field| FacetAsk { field, find: String::new() });
        let filters = Filters {
            place: choices(&PLACES, &places),
            number: choices(&NUMBERS, &numbers),
            ..Filters::default()
        };
        let count = if counted { asks.to_vec() } else { Vec::new() };
        let request = SearchRequest { limit: 100, filters, count, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        let wanted: BTreeSet<String> = rows.iter().zip(&documents)
            .filter(|(row, _)| passes(&row.0, &places) && passes(&row.1, &numbers))
            .map(|(_, document)| document.id.clone()).collect();
        prop_assert_eq!(answer.total as usize, wanted.len());
        prop_assert_eq!(answer.hits.into_iter().map(|hit| hit.id).collect::<BTreeSet<_>>(), wanted);
        if counted {
            // Each is counted under the filter of the other.
            let mut of_places: BTreeMap<&str, u32> = BTreeMap::new();
            let mut of_numbers: BTreeMap<&str, u32> = BTreeMap::new();
            for row in &rows {
                if passes(&row.1, &numbers) {
                    row.0.iter().for_each(|&at| *of_places.entry(PLACES[at]).or_default() += 1);
                }
                if passes(&row.0, &places) {
                    row.1.iter().for_each(|&at| *of_numbers.entry(NUMBERS[at]).or_default() += 1);
                }
            }
            for (told, scanned) in answer.lists.iter().zip([of_places, of_numbers]) {
                prop_assert_eq!(told.total as usize, scanned.len());
                let counts: BTreeMap<&str, u32> = told.values.iter()
                    .filter(|count| count.count > 0).map(|count| (count.value.as_str(), count.count)).collect();
                prop_assert_eq!(counts, scanned);
            }
        }
    }
}

fn total(reader: &Reader<Files>, query: &str) -> u32 {
    let request = SearchRequest { query: query.into(), ..SearchRequest::default() };
    pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap().total
}

#[test]
fn names_can_be_asked_for_in_the_query() {
    let rows: Vec<Row> =
        (0..8).map(|at| ([at % 4].into(), if at < 3 { [at].into() } else { BTreeSet::new() })).collect();
    let documents: Vec<Document> = rows.iter().enumerate().map(|(at, row)| document(at, row)).collect();
    let reader = open(&[documents]);
    assert_eq!(total(&reader, "nơi:\"phường Bến Đá\""), 2);
    assert_eq!(total(&reader, "place:\"ben da\""), 4, "a part of the name, without marks");
    assert_eq!(total(&reader, "-place:\"ben da\""), 4);
    assert_eq!(total(&reader, "nơi:\"Bến Đà\""), 0, "with another mark it is another name");
    assert_eq!(total(&reader, "nơi:\"Long Hà\" nơi:\"Sơn Trà\""), 4, "two names are alternatives");
    assert_eq!(total(&reader, "số:01-ctr/qu nơi:\"Bến Đá\""), 1);
    assert_eq!(total(&reader, "người:\"làm việc\""), 8, "who is no name is searched as words");
}

#[test]
fn a_place_is_one_wherever_its_marks_were_put() {
    let text = |name: &str| Block::Paragraph { text: format!("Đoàn đến {name} làm việc.") };
    let made =
        |id: &str, name: &str| Document { id: id.into(), body: vec![text(name)], ..Document::default() };
    // Also where the two stand in different segments.
    let (old, new) = ("huyện Thuỵ Hoà", "huyện Thụy Hòa");
    let reader = open(&[vec![made("a", old), made("b", new)], vec![made("c", old)]]);
    for asked in [old, new] {
        let place = vec![Choice { value: asked.into(), exclude: false }];
        let count = vec![FacetAsk { field: ListField::Place, find: String::new() }];
        let filters = Filters { place, ..Filters::default() };
        let request = SearchRequest { filters, count, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        assert_eq!(answer.total, 3, "{asked}");
        assert_eq!(answer.lists[0].values, [Count { value: new.into(), count: 3 }]);
    }
}

#[test]
fn a_body_is_found_under_its_short_and_its_long_name() {
    let made = |id: &str, text: &str| {
        let body = vec![Block::Paragraph { text: text.into() }];
        Document { id: id.into(), title: "Tin ngày".into(), body, ..Document::default() }
    };
    let reader = open(&[vec![
        made("a", "Bộ GTVT trả lời Ủy ban nhân dân tỉnh Hà Sơn."),
        made("b", "Bộ Giao thông vận tải trả lời UBND tỉnh Hà Sơn."),
        made("c", "Bộ Tài chính trả lời."),
    ]]);
    for asked in
        ["Bộ GTVT", "bo gtvt", "Bộ Giao thông Vận tải", "Ủy ban nhân dân tỉnh Hà Sơn", "UBND tỉnh Hà Sơn"]
    {
        assert_eq!(total(&reader, &format!("cơ quan:\"{asked}\"")), 2, "{asked}");
        assert_eq!(total(&reader, &format!("-cơ_quan:\"{asked}\"").replace('_', " ")), 1, "not {asked}");
    }
    for asked in ["Bộ GTVT", "Bộ Giao thông vận tải"] {
        // As a link of the facet, and as what is typed above its list.
        let body = vec![Choice { value: asked.into(), exclude: false }];
        let count = vec![FacetAsk { field: ListField::Body, find: asked.into() }];
        let filters = Filters { body, ..Filters::default() };
        let request = SearchRequest { filters, count, ..SearchRequest::default() };
        let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
        assert_eq!(answer.total, 2, "{asked}");
        assert_eq!(answer.lists[0].values, [Count { value: "Bộ Giao thông vận tải".into(), count: 2 }]);
        let request = tangthu_engine::study::ExploreRequest {
            kind: tangthu_engine::study::ExploreKind::Bodies,
            find: asked.into(),
            from: 0,
            count: 9,
        };
        let explored = pollster::block_on(reader.explore(&request, &|| false)).unwrap();
        assert_eq!((explored.values.len(), explored.values[0].count), (1, 2), "{asked}");
    }
}

#[test]
fn of_many_values_the_most_frequent_are_told_and_the_others_are_found() {
    let documents: Vec<Document> = (0..300usize)
        .map(|at| {
            let cites =
                (0..10).map(|nth| format!("số {}/2019/QĐ-UBND", at * 10 + nth + 1)).collect::<Vec<_>>();
            let text = format!("Theo các văn bản {}; và số {}/2001/NQ-CP.", cites.join(", "), at % 7 + 1);
            let body = vec![Block::Paragraph { text }];
            Document { id: format!("{at:05}"), title: "Tin".into(), body, ..Document::default() }
        })
        .collect();
    let reader = open(&[documents]);
    let ask = |find: &str| {
        let count = vec![FacetAsk { field: ListField::Number, find: find.into() }];
        let request = SearchRequest { count, limit: 1, ..SearchRequest::default() };
        pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap().lists.remove(0)
    };
    let all = ask("");
    assert!(all.total >= 3_000, "{}", all.total);
    assert_eq!(all.values.len(), MAX_LISTED);
    assert_eq!(all.values[0], Count { value: "01/2001/NQ-CP".into(), count: 43 });
    let found = ask("2123/2019");
    assert_eq!(found.values, [Count { value: "2123/2019/QĐ-UBND".into(), count: 1 }]);
    assert_eq!(found.total, 1);
}
