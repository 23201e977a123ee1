//! The matcher: which stretches of a text match a query. It holds the very spellings that the search used, so what is
//! highlighted is what matched.

use crate::{
    Resolved, ResolvedPhrase, ResolvedWhat, Term,
    analysis::{NUMBER_SIGN, TITLE_SIGN},
    sort_by,
};
use std::collections::HashSet;
use tangthu_mentions::{number_key, numbers};
use tangthu_text::{Token, fold, tokens};

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The words, phrases and document numbers that a query matches.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    words: HashSet<String>,
    /// For each phrase the spellings of each of its words.
    phrases: Vec<Vec<HashSet<String>>>,
    numbers: HashSet<String>,
}

impl Matcher {
    /// The matcher of a resolved query. Excluded clauses match nothing.
    pub fn new(resolved: &Resolved) -> Self {
        let mut matcher = Self::default();
        for what in resolved.wanted() {
            match what {
                ResolvedWhat::Term(term) | ResolvedWhat::Number(_, term) => matcher.add(term),
                ResolvedWhat::Phrase(phrase) => matcher.phrases.push(spellings_of(phrase)),
                ResolvedWhat::Short(term, long) => {
                    matcher.add(term);
                    matcher.phrases.extend(long.iter().map(spellings_of));
                }
                ResolvedWhat::Any(_) => {}
            }
        }
        resolved.numbers.iter().for_each(|number| matcher.add(number));
        matcher
    }

    fn add(&mut self, term: &Term) {
        for spelling in &term.spellings {
            match spelling.written.strip_prefix(NUMBER_SIGN) {
                Some(key) => self.numbers.insert(key.to_owned()),
                None => self.words.insert(spelling.written.trim_start_matches(TITLE_SIGN).to_owned()),
            };
        }
    }

    /// Whether it matches nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.numbers.is_empty()
    }

    /// The stretches of `text` that match, in order, none overlapping or directly following another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        if self.is_empty() { Vec::new() } else { self.spans_among(text, &tokens(text)) }
    }

    /// The same for a text whose tokens are known.
    pub(crate) fn spans_among(&self, text: &str, words: &[Token]) -> Vec<Span> {
        let matching = words.iter().filter(|token| self.words.contains(&token.word));
        let mut spans: Vec<Span> =
            matching.map(|token| Span { start: token.start, end: token.end }).collect();
        if !self.phrases.is_empty() {
            let words: Vec<&Token> = words.iter().filter(|token| !token.part).collect();
            for at in 0..words.len() {
                let length = self.phrase_at(&words[at..]);
                let phrase = words[at..at + length].iter();
                spans.extend(phrase.map(|token| Span { start: token.start, end: token.end }));
            }
        }
        if !self.numbers.is_empty() {
            let found =
                numbers(text).into_iter().filter(|number| self.holds_number(&number_key(&number.canonical)));
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

    /// Whether the number with this key matches. Archives of old keep no đ in their keys.
    fn holds_number(&self, key: &str) -> bool {
        self.numbers.contains(key) || self.numbers.contains(&fold(key))
    }

    /// The length of the longest phrase that `words` begin with.
    fn phrase_at(&self, words: &[&Token]) -> usize {
        let begins = |phrase: &&Vec<HashSet<String>>| {
            phrase.len() <= words.len()
                && phrase.iter().zip(words).all(|(spellings, token)| spellings.contains(&token.word))
        };
        self.phrases.iter().filter(begins).map(Vec::len).max().unwrap_or(0)
    }
}

fn spellings_of(phrase: &ResolvedPhrase) -> Vec<HashSet<String>> {
    let spellings = |term: &Term| term.spellings.iter().map(|spelling| spelling.written.clone()).collect();
    phrase.words.iter().map(spellings).collect()
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
