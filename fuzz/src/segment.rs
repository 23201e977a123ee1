//! A file of a folder archive that holds something else than it should, with every hash right: the reader names the file,
//! or answers from what it holds.
//!
//! The first byte of the input chooses the file, the second the question; the rest is the file's content. The seeds are
//! the true contents.

use crate::archive::{Files, NAME, Parts, Place, documents, many_documents};
use pollster::block_on;
use std::rc::Rc;
use tangthu_archive::PartKind;
use tangthu_engine::{Failure, Reader, SearchRequest, Sort};

/// What is asked: words, pairs, phrases, beginnings, typing errors, numbers, filters.
const QUESTIONS: [&str; 16] = [
    "",
    "giá vàng",
    "quan uy",
    "\"giá bạc quận uỷ\"",
    "\"giá vàng giá\"",
    "duo",
    "đườnh",
    "01-CTr/QU",
    "số:01-ctr-qu",
    "tiêu đề:quận -vàng",
    "UBND OR (đường -dương)",
    "mục:\"Tin tức\" nguồn:\"Báo 1\" từ:2020 đến:2022",
    "\"giá 12 7\"",
    "năm:2022 vàng",
    "quaanj uyr họp sáng bàn tỷ đồng lượt người",
    "\"quận uỷ long biên họp\"",
];

/// From here on, a question also has every file read and checked.
const READ_ALL: u8 = 128;

/// Which documents of the sample are in the small archive: with few, most bytes of its files matter to some question, and a
/// run is short.
const DOCUMENTS: [usize; 4] = [0, 1, 3, 8];

/// Files that one question may fetch: every one of the sample, twice.
const MAX_FETCHES: usize = 400;

/// The sample, the positions of its files, and a larger one of which only the lone pairs are replaced.
struct Samples {
    small: Parts,
    large: Parts,
    places: Vec<(bool, Place, Vec<u8>)>,
}

thread_local! {
    static SAMPLES: Rc<Samples> = Rc::new(samples());
}

fn samples() -> Samples {
    let all = documents();
    let small = Parts::of(DOCUMENTS.map(|at| all[at].clone()).to_vec());
    let large = Parts::of(many_documents());
    let mut places = Vec::new();
    small.files(|place, content| {
        places.push((false, place, content.to_vec()));
        None
    });
    let lone = large.first_of(PartKind::LonePairs);
    let lone = Place::Part(lone.expect("a segment of so many documents keeps lone pairs"));
    large.files(|place, content| {
        if place == lone {
            places.push((true, place, content.to_vec()));
        }
        None
    });
    Samples { small, large, places }
}

/// The first inputs: every file as it should be, each with two questions and once read from end to end.
pub fn seeds() -> Vec<Vec<u8>> {
    let seed = |(at, (_, _, content)): (usize, &(bool, Place, Vec<u8>))| {
        [at % 16, (at + 7) % 16, READ_ALL as usize + at % 16]
            .map(|question| [&[at as u8, question as u8][..], content].concat())
    };
    SAMPLES.with(|samples| samples.places.iter().enumerate().flat_map(seed).collect())
}

/// Puts the input in the place of a file, and asks.
pub fn check(data: &[u8]) {
    let &[place, question, ref content @ ..] = data else { return };
    let samples = SAMPLES.with(Rc::clone);
    let Some((large, place, _)) = samples.places.get(usize::from(place)) else { return };
    let parts = if *large { &samples.large } else { &samples.small };
    let files = parts.files(|at, _| (at == *place).then(|| content.to_vec()));
    let sort = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Views][usize::from(question / 16 % 4)];
    let query = QUESTIONS[usize::from(question % 16)].to_owned();
    let request = SearchRequest { query, sort, limit: 20, ..SearchRequest::default() };

    let reader = match block_on(Reader::open(files.clone(), NAME)) {
        Ok(reader) => reader,
        Err(failure) => return named(&files, &failure),
    };
    match block_on(reader.search(&request, &|| false, async || {})) {
        Ok(answer) => {
            let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
            assert!(ids.len() <= 20);
            if let Err(failure) = block_on(reader.snippets(&request, &ids, &|| false)) {
                named(&files, &failure);
            }
        }
        Err(failure) => named(&files, &failure),
    }
    for id in ["tài-liệu-03", "0042"].into_iter().take(1 + usize::from(*large)) {
        if let Err(failure) = block_on(reader.document(id, &request.query)) {
            named(&files, &failure);
        }
    }
    assert!(files.fetched() < MAX_FETCHES, "{} files were fetched", files.fetched());
    // Reading everything takes longer than all the questions, so it is not done every time.
    if !large && question >= READ_ALL {
        let report = block_on(reader.check());
        report.faults.iter().for_each(|failure| named(&files, failure));
    }
}

/// A failure names a file of the archive, and says what is wrong with it.
fn named(files: &Files, failure: &Failure) {
    let name = match failure {
        Failure::Damaged { name, .. } | Failure::NotJson { name, .. } | Failure::NotAnArchive { name } => {
            name
        }
        // A table that was replaced may name what is not there.
        Failure::Missing { .. } | Failure::NoDocument { .. } | Failure::Version { .. } => return,
        Failure::Unreachable { .. }
        | Failure::Refused { .. }
        | Failure::Closed { .. }
        | Failure::TooLarge { .. }
        | Failure::Stale => {
            panic!("nothing was out of reach: {failure}")
        }
    };
    assert!(files.has(name), "{name} is no file of the archive: {failure}");
    assert!(!failure.to_string().is_empty());
}
