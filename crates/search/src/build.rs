//! Building a segment: documents in, parts out.

use crate::{
    COLUMN_DATE,
    analysis::terms,
    columns::{DateColumn, ValueColumn},
    lexicon::{Entry, INLINE_BYTES, LexiconWriter, Place, Spelling},
    postings::{self, PART_BYTES, Posting},
    sort_by, weights,
};
use std::{borrow::Cow, cmp::Reverse, collections::HashMap};
use tangthu_archive::{Card, Document, PartKind};
use tangthu_text::fold;

/// A part as built: where its content begins (a document, a position), its first key, and its content.
pub type BuiltPart = (u32, String, Vec<u8>);

/// Cards in one part, in bytes before compression: some forty cards, a fetch of 5 KB.
const CARDS_BYTES: usize = 16 * 1024;

/// Texts in one part, in bytes before compression: some twenty articles, a fetch of 22 KB.
const TEXTS_BYTES: usize = 64 * 1024;

/// Ids in one part, in bytes before compression.
const IDS_BYTES: usize = 16 * 1024;

/// In segments of more documents than this, pairs that stand in one document only are left out: they are two thirds of
/// the dictionary of pairs there, and change no order. In small segments the room is nothing and phrases are exact.
pub(crate) const ALL_PAIRS_DOCUMENTS: usize = 5_000;

/// The parts of a segment of `documents`, whose mentions are already recorded. Documents are put in order: newest first,
/// those without a date last, then by id.
pub fn build_segment(mut documents: Vec<Document>) -> (u32, Vec<(PartKind, Vec<BuiltPart>)>) {
    sort_by(&mut documents, |a, b| (Reverse(a.published), &a.id).cmp(&(Reverse(b.published), &b.id)));
    let mut words = TermLists::default();
    let mut pairs = TermLists::default();
    let mut lengths = Vec::with_capacity(documents.len());
    for (document, ordinal) in documents.iter().zip(0u32..) {
        let found = terms(document);
        lengths.push(found.length);
        words.add(ordinal, found.words);
        pairs.add(ordinal, found.pairs);
    }
    let saturation = Saturation::of(&lengths);
    let (word_blocks, word_lists) = words.finish(&saturation, 1);
    let least = if documents.len() > ALL_PAIRS_DOCUMENTS { 2 } else { 1 };
    let (pair_blocks, pair_lists) = pairs.finish(&saturation, least);
    let parts = vec![
        (PartKind::Cards, json_parts(documents.iter().map(Card::of), CARDS_BYTES)),
        (PartKind::Texts, json_parts(documents.iter(), TEXTS_BYTES)),
        (PartKind::Ids, id_parts(&documents)),
        (PartKind::Words, numbered(word_blocks)),
        (PartKind::WordPostings, stream_parts(&word_lists)),
        (PartKind::Pairs, numbered(pair_blocks)),
        (PartKind::PairPostings, stream_parts(&pair_lists)),
        (PartKind::Columns, column_parts(&documents)),
    ];
    (documents.len() as u32, parts.into_iter().filter(|(_, parts)| !parts.is_empty()).collect())
}

/// BM25's K for each document: k1 × (1 − b + b × length / average length).
struct Saturation(Vec<f32>);

impl Saturation {
    fn of(lengths: &[u32]) -> Self {
        let total: u64 = lengths.iter().map(|&length| u64::from(length)).sum();
        let average = (total as f32 / lengths.len().max(1) as f32).max(1.0);
        Self(
            lengths
                .iter()
                .map(|&length| weights::K1 * (1.0 - weights::B + weights::B * length as f32 / average))
                .collect(),
        )
    }

    /// tf/(tf + K) in 1..=255.
    fn impact(&self, ordinal: u32, weight: f32) -> u8 {
        let share = weight / (weight + self.0[ordinal as usize]);
        (share * 255.0).round().clamp(1.0, 255.0) as u8
    }
}

/// Terms with the documents that hold them.
#[derive(Default)]
struct TermLists {
    numbers: HashMap<String, u32>,
    postings: Vec<(u32, u32, f32)>,
}

impl TermLists {
    fn add(&mut self, ordinal: u32, terms: HashMap<String, f32>) {
        for (term, weight) in terms {
            let next = self.numbers.len() as u32;
            let number = *self.numbers.entry(term).or_insert(next);
            self.postings.push((number, ordinal, weight));
        }
    }

    /// The blocks of the dictionary and the stream of lists.
    fn finish(self, saturation: &Saturation, least: usize) -> (Vec<(String, Vec<u8>)>, Vec<u8>) {
        // Postings come in order of documents; putting each behind those of its term before it sorts them by term.
        let mut starts = vec![0usize; self.numbers.len() + 1];
        for &(number, ..) in &self.postings {
            starts[number as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![(0u32, 0f32); self.postings.len()];
        for (number, ordinal, weight) in self.postings {
            let place = &mut next[number as usize];
            sorted[*place] = (ordinal, weight);
            *place += 1;
        }
        let mut order: Vec<(String, String, u32)> =
            self.numbers.into_iter().map(|(term, number)| (fold(&term), term, number)).collect();
        sort_by(&mut order, Ord::cmp);

        let mut stream = Vec::new();
        let mut writer = LexiconWriter::default();
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let mut spellings = Vec::new();
            for (_, term, number) in group {
                let list = &sorted[starts[*number as usize]..starts[*number as usize + 1]];
                if list.len() < least {
                    continue;
                }
                let list: Vec<Posting> = list
                    .iter()
                    .map(|&(ordinal, weight)| Posting { ordinal, impact: saturation.impact(ordinal, weight) })
                    .collect();
                let bytes = postings::encode(&list);
                let place = if bytes.len() <= INLINE_BYTES {
                    Place::Inline(bytes)
                } else {
                    let offset = stream.len() as u64;
                    stream.extend_from_slice(&bytes);
                    Place::Stream { offset, length: bytes.len() as u32 }
                };
                spellings.push(Spelling { written: term.clone(), documents: list.len() as u32, place });
            }
            if !spellings.is_empty() {
                writer.push(&Entry { key: group[0].0.clone(), spellings });
            }
        }
        (writer.finish(), stream)
    }
}

fn numbered(blocks: Vec<(String, Vec<u8>)>) -> Vec<BuiltPart> {
    blocks.into_iter().zip(0u32..).map(|((first, content), from)| (from, first, content)).collect()
}

fn stream_parts(stream: &[u8]) -> Vec<BuiltPart> {
    stream
        .chunks(PART_BYTES)
        .zip(0u32..)
        .map(|(content, from)| (from, String::new(), content.to_vec()))
        .collect()
}

/// JSON arrays of values, a new part whenever one has reached `size` bytes; `from` is the ordinal of its first value.
fn json_parts<T: serde::Serialize>(values: impl Iterator<Item = T>, size: usize) -> Vec<BuiltPart> {
    let mut parts = Vec::new();
    let mut open: Option<(u32, Vec<u8>)> = None;
    for (value, ordinal) in values.zip(0u32..) {
        let Ok(json) = serde_json::to_vec(&value) else { continue };
        let (_, content) = open.get_or_insert_with(|| (ordinal, Vec::new()));
        content.push(if content.is_empty() { b'[' } else { b',' });
        content.extend_from_slice(&json);
        if content.len() >= size {
            parts.extend(open.take());
        }
    }
    parts.extend(open);
    let close = |(from, mut content): (u32, Vec<u8>)| {
        content.push(b']');
        (from, String::new(), content)
    };
    parts.into_iter().map(close).collect()
}

/// Ids in order, each with its document's ordinal: JSON arrays of `[id, ordinal]`.
fn id_parts(documents: &[Document]) -> Vec<BuiltPart> {
    let mut ids: Vec<(&str, u32)> =
        documents.iter().map(|document| document.id.as_str()).zip(0u32..).collect();
    sort_by(&mut ids, Ord::cmp);
    let mut parts = json_parts(ids.iter(), IDS_BYTES);
    for (part, index) in parts.iter_mut().zip(0u32..) {
        ids[part.0 as usize].0.clone_into(&mut part.1);
        part.0 = index;
    }
    parts
}

/// The columns, at the positions that [`crate::segment`] names.
fn column_parts(documents: &[Document]) -> Vec<BuiltPart> {
    let dates = DateColumn::of(documents.iter().map(|document| document.published));
    let sections = documents.iter().map(|document| {
        (!document.section.is_empty())
            .then(|| Cow::Owned(document.section.join(crate::facets::PATH_SEPARATOR)))
    });
    let sources = documents.iter().map(|document| document.source.as_deref().map(Cow::Borrowed));
    let columns = [dates.encode(), ValueColumn::of(sections).encode(), ValueColumn::of(sources).encode()];
    columns.into_iter().zip(COLUMN_DATE..).map(|(content, index)| (index, String::new(), content)).collect()
}
