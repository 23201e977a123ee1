//! The matcher: which stretches of a text match a query. It holds the very spellings that the search used, so what is
//! highlighted is what matched.

use crate::{Resolved, analysis::NUMBER_SIGN, sort_by};
use std::collections::HashSet;
use tangthu_mentions::{number_key, numbers};
use tangthu_text::tokens;

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The words and document numbers that a query matches.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    words: HashSet<String>,
    numbers: HashSet<String>,
}

impl Matcher {
    /// The matcher of a resolved query. Excluded clauses match nothing.
    pub fn new(resolved: &Resolved) -> Self {
        let mut matcher = Self::default();
        let clauses = resolved.clauses.iter().filter(|clause| !clause.negated);
        let terms = clauses.flat_map(|clause| &clause.terms).chain(&resolved.numbers);
        for spelling in terms.flat_map(|term| &term.spellings) {
            match spelling.written.strip_prefix(NUMBER_SIGN) {
                Some(key) => matcher.numbers.insert(key.to_owned()),
                None => matcher.words.insert(spelling.written.clone()),
            };
        }
        matcher
    }

    /// Whether it matches nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty()
    }

    /// The stretches of `text` that match, in order, none overlapping or directly following another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = tokens(text).into_iter().filter(|token| self.words.contains(&token.word));
        let mut spans: Vec<Span> = words.map(|token| Span { start: token.start, end: token.end }).collect();
        if !self.numbers.is_empty() {
            let found = numbers(text)
                .into_iter()
                .filter(|number| self.numbers.contains(&number_key(&number.canonical)));
            spans.extend(found.map(|number| Span { start: number.start, end: number.end }));
        }
        // Of overlapping stretches the longer stands: a number over its words, a date over its parts.
        sort_by(&mut spans, |a, b| (a.start, b.end).cmp(&(b.start, a.end)));
        let mut end = 0;
        spans.retain(|span| {
            let keeps = span.start >= end;
            end = end.max(span.end);
            keeps
        });
        joined(text, spans)
    }

    /// Whether a word in normal form matches.
    pub(crate) fn matches_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// Joins stretches with nothing but blanks between them: words found side by side are one match.
fn joined(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if text[last.end..span.start].chars().all(|c| c == ' ' || c == '\u{A0}') => {
                last.end = span.end;
            }
            _ => joined.push(span),
        }
    }
    joined
}
