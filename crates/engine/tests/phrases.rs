//! Exact phrases are exact: random texts in every form of Unicode, with numbers, in titles, captions and cells; a phrase finds all
//! documents that hold its words side by side in one of their texts, and no others, in whatever form it is typed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::forms::{TYPED_FORMS, in_form};
use common::texts::{Meant, TEXTS, Text, WORDS, document, stands_for, text};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use tangthu_archive::Document;
use tangthu_engine::SearchRequest;

/// The words of a phrase and the forms in which they are typed.
#[derive(Clone, Debug)]
enum Phrase {
    /// As it stands in some text.
    Taken(Index, Index, Index, Vec<usize>),
    /// Of any words, which may stand nowhere beside each other.
    Any(Vec<(usize, usize)>),
}

fn phrase() -> impl Strategy<Value = Phrase> {
    let forms = || proptest::collection::vec(0..TYPED_FORMS, 2..5);
    let taken = (any::<(Index, Index, Index)>(), forms());
    prop_oneof![
        2 => taken.prop_map(|((document, text, word), forms)| Phrase::Taken(document, text, word, forms)),
        1 => proptest::collection::vec((0..WORDS.len(), 0..TYPED_FORMS), 2..4).prop_map(Phrase::Any),
    ]
}

/// The words of a text, those that are a part of another aside.
fn words(text: &Text) -> Vec<&'static str> {
    text.0.iter().map(|&(word, ..)| WORDS[word]).collect()
}

impl Phrase {
    /// As it is typed; fewer words where the text ends.
    fn typed(&self, documents: &[Vec<Text>]) -> Vec<String> {
        match self {
            Self::Taken(document, text, word, forms) => {
                let texts: &Vec<Text> = document.get(documents);
                let words = words(text.get(texts));
                let rest = &words[word.index(words.len())..];
                rest.iter().zip(forms).map(|(word, &form)| in_form(word, form)).collect()
            }
            Self::Any(words) => words.iter().map(|&(word, form)| in_form(WORDS[word], form)).collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_phrase_finds_what_holds_it_and_nothing_else(
        documents in proptest::collection::vec(proptest::collection::vec(text(), TEXTS), 1..8),
        phrase in phrase(),
        signs in proptest::sample::select(vec![("\"", "\""), ("“", "”"), ("«", "»")]),
        between in proptest::sample::select(vec![" ", "  ", ", ", " – "]),
        packed: bool,
    ) {
        let typed = phrase.typed(&documents);
        prop_assume!(typed.len() > 1);
        let archive: BTreeSet<String> =
            documents.iter().flatten().flat_map(|text| text.written().1).map(|piece| piece.word).collect();
        let spellings: Vec<BTreeSet<String>> =
            typed.iter().map(|typed| stands_for(typed, Meant::Quoted, &archive)).collect();
        // A word that occurs nowhere may be read as another.
        prop_assume!(spellings.iter().all(|spellings| !spellings.is_empty()));
        let holds = |text: &Text| {
            let is = |(spellings, word): (&BTreeSet<String>, &&str)| spellings.contains(*word);
            words(text).windows(typed.len()).any(|run| spellings.iter().zip(run).all(is))
        };
        let wanted: BTreeSet<usize> =
            (0..documents.len()).filter(|&at| documents[at].iter().any(holds)).collect();
        let others: BTreeSet<usize> = (0..documents.len()).filter(|at| !wanted.contains(at)).collect();

        let made: Vec<Document> = documents.iter().enumerate().map(|(at, texts)| document(at, texts)).collect();
        let reader = if packed { common::open(&[made]) } else { common::open_one_file(made) };
        let quoted = format!("{}{}{}", signs.0, typed.join(between), signs.1);
        for (query, wanted) in [(quoted.clone(), wanted), (format!("-{quoted}"), others)] {
            let request = SearchRequest { query: query.clone(), limit: 100, ..SearchRequest::default() };
            let answer = pollster::block_on(reader.search(&request, &|| false, async || {})).unwrap();
            prop_assert_eq!(answer.total as usize, answer.hits.len());
            let found: BTreeSet<usize> = answer.hits.iter().map(|hit| hit.id.parse().unwrap()).collect();
            prop_assert_eq!(found, wanted, "{}", query);
        }
    }
}
