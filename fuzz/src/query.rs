//! Queries: whatever is typed is read as something, answered in bounded work, and alike from one file and from a folder.

use crate::{
    TEXTS,
    archive::{Files, NAME, Parts, documents, one_file},
    text,
};
use pollster::block_on;
use tangthu_engine::{Hit, Language, Reader, Run, SearchAnswer, SearchRequest, Sort};
use tangthu_search::{Query, What};

/// Words of a query that are searched ([`Query::parse`] ignores the others), and as much again for what is joined to
/// document numbers.
const MAX_WORDS: usize = 2 * 48;

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    TEXTS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

thread_local! {
    static READERS: [Reader<Files>; 2] = {
        let open = |files| block_on(Reader::open(files, NAME)).expect("the sample opens");
        [open(Files::single(one_file(documents()))), open(Parts::of(documents()).files(|_, _| None))]
    };
}

/// Asks the sample archive what the input says.
pub fn check(data: &[u8]) {
    let query = text(data);
    let parsed = Query::parse(&query);
    assert_eq!(Query::parse(&query), parsed);
    let words: usize = parsed.clauses.iter().map(|clause| words(&clause.what)).sum();
    assert!(words <= MAX_WORDS, "{words} words are searched");
    READERS.with(|[built, stored]| {
        let sort = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Views][query.len() % 4];
        let language = if query.len().is_multiple_of(3) { Language::En } else { Language::Vi };
        let request =
            SearchRequest { query: query.clone(), sort, language, limit: 20, ..SearchRequest::default() };
        let answer = ask(built, &request);
        assert_eq!(ask(stored, &request), answer, "one file and a folder answer alike");
        assert!(answer.hits.len() <= 20 && answer.complete <= answer.total && answer.undated <= answer.total);
        let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
        answer.hits.iter().for_each(shown);
        let snippets = block_on(stored.snippets(&request, &ids, &|| false)).expect("the texts are there");
        snippets.snippets.iter().for_each(|(_, runs)| marked(runs));
        if let Some(id) = ids.first() {
            block_on(stored.document(id, &query)).expect("what was found can be opened");
        }
    });
}

fn ask(reader: &Reader<Files>, request: &SearchRequest) -> SearchAnswer {
    block_on(reader.search(request, &|| false, async || {})).expect("a whole archive answers everything")
}

fn words(what: &What) -> usize {
    match what {
        What::Word(_) => 1,
        What::Phrase(words) | What::Joined(words) | What::Number(_, words) => words.len(),
        What::Any(lists) => lists.iter().flatten().map(|clause| words(&clause.what)).sum(),
    }
}

fn shown(hit: &Hit) {
    assert!(hit.score.is_finite(), "{hit:?}");
    marked(&hit.title);
    marked(&hit.snippet);
}

/// Runs of a text hold something, or the page would draw empty marks.
fn marked(runs: &[Run]) {
    assert!(runs.iter().all(|run| !run.text.is_empty()), "{runs:?}");
}
