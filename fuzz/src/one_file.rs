//! The file that is opened first: what is no archive is refused, and what is one is indexed and answers.

use crate::archive::{Files, NAME, Parts, documents, one_file};
use pollster::block_on;
use std::collections::HashSet;
use tangthu_archive::{ArchiveError, Opened};
use tangthu_engine::{Failure, Reader, SearchRequest};

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    let all = documents();
    let mut seeds: Vec<Vec<u8>> = all.iter().map(|document| one_file(vec![document.clone()])).collect();
    Parts::of(all[..2].to_vec()).files(|place, content| {
        if place == crate::archive::Place::Manifest {
            seeds.push(content.to_vec());
        }
        None
    });
    seeds.push(
        br#"{"documents":[{"title":"a"},{"id":"a"},{"id":"a"},{"body":[{"type":"figure","caption":"b"}]}]}"#
            .to_vec(),
    );
    seeds
}

/// Opens the input as an archive, and asks it.
pub fn check(data: &[u8]) {
    let parsed = match Opened::parse(NAME, data) {
        Ok(Opened::OneFile(file)) => file,
        Ok(Opened::Manifest(_)) => return,
        Err(error) => {
            let fault = error.to_string();
            assert!(matches!(error, ArchiveError::Version { .. }) || fault.contains(NAME), "{fault}");
            return;
        }
    };
    let ids: HashSet<&str> = parsed.documents.iter().map(|document| document.id.as_str()).collect();
    assert!(ids.len() == parsed.documents.len() && !ids.contains(""), "every document has an id of its own");
    let json = parsed.to_json().expect("what was read can be written");
    match Opened::parse(NAME, &json) {
        Ok(Opened::OneFile(again)) => assert_eq!(again, parsed, "what is written reads back"),
        other => panic!("what was written is no archive any more: {other:?}"),
    }
    let first = parsed.documents.first().map(|document| (document.id.clone(), document.title.clone()));
    let count = parsed.documents.len();
    let reader = block_on(Reader::open(Files::single(data.to_vec()), NAME)).expect("it was opened before");
    let ask = |query: String| {
        let request = SearchRequest { query, limit: 20, ..SearchRequest::default() };
        block_on(reader.search(&request, &|| false, async || {})).expect("all of it is at hand")
    };
    assert_eq!(ask(String::new()).total as usize, count, "a query for nothing finds everything");
    let Some((id, title)) = first else { return };
    let answer = ask(title.chars().take(200).collect());
    assert!(answer.hits.len() <= 20 && answer.complete <= answer.total);
    let view = block_on(reader.document(&id, &title));
    assert!(view.is_ok(), "the document {id:?} is there: {:?}", view.err());
    assert_eq!(block_on(reader.document("?", "")).err().is_some(), !ids_has(&parsed, "?"));
    assert!(!matches!(block_on(reader.stored(&id)), Err(Failure::NoDocument { .. })));
}

fn ids_has(file: &tangthu_archive::OneFile, id: &str) -> bool {
    file.documents.iter().any(|document| document.id == id)
}
