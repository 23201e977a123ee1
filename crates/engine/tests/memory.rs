//! What a reader holds of an archive stays within its bounds, and answers do not depend on it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::Files;
use tangthu_archive::{Block, Document, Head};
use tangthu_engine::{Reader, SearchRequest, pack};

/// 600 documents, each with words of its own, so that each search needs other parts.
fn archive() -> Files {
    let mut packer = pack::Packer::new(pack::InMemory::default());
    for at in 0..600 {
        let words: Vec<String> = (0..60).map(|word| format!("từ{}", at * 7 + word * 31)).collect();
        let body = vec![Block::Paragraph { text: words.join(" ") }];
        let (id, title) = (format!("d{at}"), format!("Tài liệu {at}"));
        packer.add(&Document { id, title, body, ..Document::default() }).unwrap();
    }
    let mut files = Files::default();
    let head = Head { title: "Thử".to_owned(), generator: "test".to_owned(), ..Head::default() };
    let manifest = packer.finish(head, &mut |name, bytes| {
        files.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    });
    files.0.insert("archive.json".to_owned(), manifest.unwrap());
    files
}

#[test]
fn a_day_of_searches_holds_no_more_than_it_may_and_answers_alike() {
    let files = archive();
    let open = || pollster::block_on(Reader::open(files.clone(), "archive.json")).unwrap();
    let search = |reader: &Reader<_>, query: &str| {
        let request = SearchRequest { query: query.to_owned(), limit: 10, ..SearchRequest::default() };
        pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap()
    };
    const MOST: usize = 60_000;
    let (free, bound) = (open(), open());
    bound.hold_at_most(MOST);
    let mut let_go = 0;
    for at in 0..200 {
        let query = format!("từ{} từ{}", at * 17, at * 17 + 31);
        let before = bound.held();
        let answer = search(&bound, &query);
        assert_eq!(answer, search(&free, &query), "{query}");
        let alone = open();
        search(&alone, &query);
        assert!(bound.held() <= MOST.max(alone.held()), "{} bytes are held after {query}", bound.held());
        let_go += usize::from(bound.held() < before);
    }
    assert!(free.held() > 2 * MOST && let_go > 2, "{} bytes, let go {let_go} times", free.held());
}
