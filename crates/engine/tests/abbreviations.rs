//! Abbreviations, asked for and read: the standard ones stand for their written forms in a query, and those that a document
//! defines itself are explained wherever they occur in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

use tangthu_engine::{BlockView, DocumentView, Failure, Host, Reader, Run, SearchAnswer, SearchRequest};

struct OneFile(String);

impl Host for &OneFile {
    async fn fetch(&self, _: &str, _: bool) -> Result<Vec<u8>, Failure> {
        Ok(self.0.clone().into_bytes())
    }

    async fn inflate(&self, _: Vec<u8>, _: usize) -> Result<Vec<u8>, String> {
        Err("nothing is packed".into())
    }

    async fn keep(&self, _: &str, _: &[u8]) {}
}

/// An archive of these texts, a document each; their ids count from 0.
fn archive(texts: &[&str]) -> OneFile {
    let document = |(id, text): (usize, &&str)| serde_json::json!({ "id": id.to_string(), "title": "Tin", "body": [{ "type": "paragraph", "text": text }] });
    let documents: Vec<_> = texts.iter().enumerate().map(document).collect();
    OneFile(
        serde_json::json!({ "format": "tangthu-archive", "version": 1, "title": "Thử", "documents": documents })
            .to_string(),
    )
}

fn ask(archive: &OneFile, query: &str) -> SearchAnswer {
    let request = SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() };
    pollster::block_on(async {
        Reader::open(archive, "thu.json").await?.search(&request, &|| false, async || {}).await
    })
    .unwrap()
}

fn read(archive: &OneFile, query: &str) -> DocumentView {
    pollster::block_on(async { Reader::open(archive, "thu.json").await?.document("0", query).await }).unwrap()
}

/// The ids of what was found, in their own order.
fn sorted(answer: &SearchAnswer) -> Vec<&str> {
    let mut ids: Vec<_> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// The stretches of the paragraphs.
fn runs(view: &DocumentView) -> impl Iterator<Item = &Run> {
    view.body
        .iter()
        .flat_map(|block| if let BlockView::Paragraph(runs) = block { runs.as_slice() } else { &[] })
}

/// The stretches that are explained: the abbreviation, what it means, whether it is a match.
fn explained(view: &DocumentView) -> Vec<(&str, &str, bool)> {
    runs(view).filter_map(|run| Some((run.text.as_str(), run.means.as_deref()?, run.hit))).collect()
}

#[test]
fn tu_in_capitals_stands_for_the_committees_of_cities_and_of_provinces() {
    let archive = archive(&[
        "Thành uỷ họp",
        "Tỉnh ủy họp",
        "văn bản 11-ĐA/TU",
        "Quận ủy họp",
        "tu sửa trường",
        "thành phố, ủy ban",
    ]);
    let answer = ask(&archive, "TU");
    assert_eq!(sorted(&answer), ["0", "1", "2", "4"]);
    for long in ["“thành ủy”", "“tỉnh ủy”"] {
        assert!(answer.read_as.contains(long), "{}", answer.read_as);
    }
    assert_eq!(sorted(&ask(&archive, "tu")), ["2", "4"], "in small letters it is a word");
}

#[test]
fn ubnd_stands_for_its_written_form() {
    let archive = archive(&["Uỷ ban nhân dân quận", "UBND quận", "nhân dân và ủy ban"]);
    for query in ["UBND", "ubnd", "UBND quận"] {
        let answer = ask(&archive, query);
        assert_eq!(sorted(&answer), ["0", "1"], "{query}");
        assert!(answer.read_as.contains("“ủy ban nhân dân”"), "{}", answer.read_as);
        assert_eq!(answer.hits[0].id, "1", "{query}: as it was typed comes before what it stands for");
    }
}

#[test]
fn what_a_document_defines_is_explained_where_it_occurs_and_in_that_document_alone() {
    let text = "Rà soát thủ tục hành chính (TTHC). Có 33 TTHC theo Kế hoạch 05/KH-TTHC; tthc, DN";
    let archive = archive(&[text, "TTHC và doanh nghiệp (DN)"]);
    let view = read(&archive, "");
    assert_eq!(
        explained(&view),
        [("TTHC", "thủ tục hành chính", false), ("TTHC", "thủ tục hành chính", false)]
    );
    assert_eq!(runs(&view).map(|run| run.text.as_str()).collect::<String>(), text, "no letter is lost");
    assert_eq!(runs(&view).filter_map(|run| run.cite.as_deref()).collect::<Vec<_>>(), ["05/KH-TTHC"]);
}

#[test]
fn a_match_stays_whole_where_an_abbreviation_stands_in_it() {
    let archive = archive(&["Thủ tục hành chính (TTHC); có 33 TTHC mới"]);
    assert_eq!(explained(&read(&archive, "TTHC")).iter().filter(|(.., hit)| *hit).count(), 2);
    let view = read(&archive, "\"33 TTHC mới\"");
    assert_eq!(explained(&view), [("TTHC", "Thủ tục hành chính", false)]);
    assert_eq!(
        runs(&view).filter(|run| run.hit).map(|run| run.text.as_str()).collect::<Vec<_>>(),
        ["33 TTHC mới"]
    );
    assert_eq!(view.matches, 1);
}
