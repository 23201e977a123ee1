//! Collecting a segment: documents in their final order, each cut into numbered words.
//!
//! What is kept of the texts is one stream of word numbers (some two bytes a word), so that a hundred thousand articles fit
//! into memory; [`crate::invert`] goes through it once for every range of words and turns it round.

use crate::{
    analysis::{MAX_WORD_BYTES, NUMBER_SIGN, TITLE_SIGN, fields},
    order::sort_records,
    weights,
};
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;
use tangthu_archive::{
    Document,
    bytes::{Reader, put_varint},
};
use tangthu_mentions::{Cited, CitedIn};
use tangthu_text::{fold, for_each_token};

/// The most words that one segment tells apart. Texts do not have as many; a heap of random data has, and the words past
/// this number are left out of the index.
pub(crate) const MAX_WORDS: usize = 1 << 23;

/// The words of some documents, numbered as they were met, and the documents as streams of these numbers.
///
/// Per text: its field plus one, the count of its words, and the numbers, each doubled, plus one for a part of the word
/// before it ([`tangthu_text::Token::part`]). Per document a 0 ends it.
#[derive(Debug, Default)]
pub struct Collected {
    numbers: HashMap<Box<str>, u32, FxBuildHasher>,
    words: Vec<Box<str>>,
    stream: Vec<u8>,
    lengths: Vec<u32>,
}

impl Collected {
    /// Adds a document, whose mentions are already recorded.
    pub fn add(&mut self, document: &Document) {
        let mut length = 0;
        let mut numbered: Vec<(u32, bool)> = Vec::new();
        for (text, field) in fields(document) {
            numbered.clear();
            for_each_token(text, |token| {
                let number = if token.word.len() > MAX_WORD_BYTES { None } else { self.number(token.word) };
                numbered.extend(number.map(|number| (number, token.part)));
            });
            length += numbered.iter().filter(|(_, part)| !part).count() as u32;
            self.put_text(field, &numbered);
        }
        numbered.clear();
        for_each_token(&document.title, |token| {
            let word = format!("{TITLE_SIGN}{}", token.word);
            let number = if word.len() > MAX_WORD_BYTES { None } else { self.number(&word) };
            numbered.extend(number.map(|number| (number, true)));
        });
        self.put_text(weights::FIELD_BODY, &numbered);
        for Cited { key, place } in tangthu_mentions::cited_in(document) {
            let field = match place {
                CitedIn::Own => weights::FIELD_OWN,
                CitedIn::Title => weights::FIELD_CITED_IN_TITLE,
                CitedIn::Text => weights::FIELD_CITED,
                CitedIn::Pieces => weights::FIELD_CITED_IN_PIECES,
            };
            if key.len() < MAX_WORD_BYTES
                && let Some(number) = self.number(&format!("{NUMBER_SIGN}{key}"))
            {
                self.put_text(field, &[(number, true)]);
            }
        }
        self.stream.push(0);
        self.lengths.push(length);
    }

    /// Appends the documents of `other`, which come after those collected so far.
    pub fn append(&mut self, other: &Self) {
        let map: Vec<Option<u32>> = other.words.iter().map(|word| self.number(word)).collect();
        let mut reader = Reader::new(&other.stream);
        let mut text = Vec::new();
        while let Ok(field) = reader.varint() {
            let Some(field) = field.checked_sub(1) else {
                self.stream.push(0);
                continue;
            };
            text.clear();
            for _ in 0..reader.varint().unwrap_or(0) {
                let code = reader.varint().unwrap_or(0);
                text.extend(
                    map.get((code >> 1) as usize).copied().flatten().map(|number| (number, code & 1 == 1)),
                );
            }
            self.put_text(field as u8, &text);
        }
        self.lengths.extend_from_slice(&other.lengths);
    }

    /// How many documents were collected.
    pub fn documents(&self) -> u32 {
        self.lengths.len() as u32
    }

    fn number(&mut self, word: &str) -> Option<u32> {
        if let Some(&number) = self.numbers.get(word) {
            return Some(number);
        }
        if self.words.len() >= MAX_WORDS {
            return None;
        }
        let number = self.words.len() as u32;
        self.words.push(word.into());
        self.numbers.insert(word.into(), number);
        Some(number)
    }

    fn put_text(&mut self, field: u8, words: &[(u32, bool)]) {
        if words.is_empty() {
            return;
        }
        put_varint(&mut self.stream, u64::from(field) + 1);
        put_varint(&mut self.stream, words.len() as u64);
        for &(number, part) in words {
            put_varint(&mut self.stream, u64::from(number) << 1 | u64::from(part));
        }
    }

    /// Puts the words in the order of the dictionary.
    pub fn ranked(mut self) -> Ranked {
        self.numbers = HashMap::default();
        let mut order: Vec<(String, Box<str>, u32)> =
            self.words.drain(..).zip(0u32..).map(|(word, number)| (fold(&word), word, number)).collect();
        sort_records(&mut order);
        let mut rank_of = vec![0u32; order.len()];
        let mut ranked = Ranked::default();
        for (rank, (key, word, number)) in (0u32..).zip(order) {
            rank_of[number as usize] = rank;
            if ranked.keys.last().is_none_or(|last| **last != *key) {
                ranked.keys.push(key.into());
                ranked.starts.push(rank);
            }
            ranked.key_of.push(ranked.keys.len() as u32 - 1);
            ranked.words.push(word);
        }
        ranked.occurrences = vec![0; ranked.words.len()];
        let mut reader = Reader::new(&self.stream);
        while let Ok(field) = reader.varint() {
            if field == 0 {
                continue;
            }
            for _ in 0..reader.varint().unwrap_or(0) {
                let number = (reader.varint().unwrap_or(0) >> 1) as usize;
                ranked.occurrences[rank_of[number] as usize] += 1;
            }
        }
        let total: u64 = self.lengths.iter().map(|&length| u64::from(length)).sum();
        let average = (total as f32 / self.lengths.len().max(1) as f32).max(1.0);
        let saturation =
            |&length: &u32| weights::K1 * (1.0 - weights::B + weights::B * length as f32 / average);
        ranked.saturation = self.lengths.iter().map(saturation).collect();
        ranked.rank_of = rank_of;
        ranked.stream = self.stream;
        ranked
    }
}

/// A collected segment whose words are in the order of the dictionary: by folded key, then as written.
#[derive(Debug, Default)]
pub struct Ranked {
    pub(crate) words: Vec<Box<str>>,
    /// The folded keys, in order.
    pub(crate) keys: Vec<Box<str>>,
    /// The first word of each key.
    pub(crate) starts: Vec<u32>,
    /// The key of each word.
    pub(crate) key_of: Vec<u32>,
    /// How often each word stands in the segment.
    pub(crate) occurrences: Vec<u32>,
    /// BM25's K of each document: k1 × (1 − b + b × length / average length).
    pub(crate) saturation: Vec<f32>,
    rank_of: Vec<u32>,
    stream: Vec<u8>,
}

/// A word where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) document: u32,
    pub(crate) field: u8,
    /// The word's rank.
    pub(crate) word: u32,
    /// The number of words before it in the document; texts are one apart, so that none continues another.
    pub(crate) position: u32,
    /// Whether it is a part of the word before it, or a document number: neither has neighbours.
    pub(crate) part: bool,
}

impl Ranked {
    /// How many documents it holds.
    pub fn documents(&self) -> u32 {
        self.saturation.len() as u32
    }

    /// Calls `visit` with every word in order.
    pub(crate) fn each(&self, mut visit: impl FnMut(Occurrence)) {
        let mut reader = Reader::new(&self.stream);
        let (mut document, mut position) = (0, 0u32);
        while let Ok(code) = reader.varint() {
            let Some(field) = code.checked_sub(1) else {
                document += 1;
                position = 0;
                continue;
            };
            for _ in 0..reader.varint().unwrap_or(0) {
                let code = reader.varint().unwrap_or(0);
                let word = self.rank_of.get((code >> 1) as usize).copied().unwrap_or_default();
                let part = code & 1 == 1;
                let opens = field as u8 == weights::FIELD_BODY && position < weights::OPENING;
                let field = if opens { weights::FIELD_LEAD } else { field as u8 };
                visit(Occurrence { document, field, word, position, part });
                position = position.saturating_add(u32::from(!part));
            }
            position = position.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tangthu_archive::Block;

    fn document(title: &str, text: &str) -> Document {
        let body = vec![Block::Paragraph { text: text.into() }];
        Document { title: title.into(), body, ..Document::default() }
    }

    fn seen(ranked: &Ranked) -> Vec<(u32, u8, String, u32, bool)> {
        let mut seen = Vec::new();
        ranked.each(|one| {
            seen.push((
                one.document,
                one.field,
                ranked.words[one.word as usize].to_string(),
                one.position,
                one.part,
            ));
        });
        seen
    }

    #[test]
    fn words_keep_their_places_and_texts_do_not_touch() {
        let mut collected = Collected::default();
        collected.add(&document("Quận uỷ", "24/10 quan"));
        let found = seen(&collected.ranked());
        let words: Vec<_> =
            found.iter().map(|(.., word, position, part)| (word.as_str(), *position, *part)).collect();
        assert_eq!(
            words,
            [
                ("quận", 0, false),
                ("ủy", 1, false),
                ("24/10", 3, false),
                ("24", 4, true),
                ("10", 4, true),
                ("quan", 4, false),
                ("^quận", 6, true),
                ("^ủy", 6, true)
            ]
        );
    }

    proptest! {
        #[test]
        fn appending_is_as_adding(texts in proptest::collection::vec(("[aạâ b1/]{0,9}", "[aạâ b1/]{0,20}"), 0..9), cut in 0usize..9) {
            let mut whole = Collected::default();
            let (mut first, mut second) = (Collected::default(), Collected::default());
            for (at, (title, text)) in texts.iter().enumerate() {
                whole.add(&document(title, text));
                if at < cut { first.add(&document(title, text)) } else { second.add(&document(title, text)) }
            }
            first.append(&second);
            prop_assert_eq!(seen(&first.ranked()), seen(&whole.ranked()));
        }
    }
}
