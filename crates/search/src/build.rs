//! Building a segment: documents in, parts out.
//!
//! The work comes in pieces that know nothing of one another ([`Collected`], [`Ranked::invert_words`],
//! [`Ranked::invert_pairs`]), so that a host with several cores can do them side by side; [`Assembly`] puts the pieces
//! together in order. [`build_segment`] does all of it by itself, for archives that fit into memory.

use crate::{
    COLUMN_DATE,
    collect::Collected,
    columns::{DateColumn, ValueColumn},
    invert::Inverted,
    lone, sort_by,
};
use std::{borrow::Cow, cmp::Reverse};
use tangthu_archive::{Card, Document, PartKind, PartialDate};

/// A part as built: its kind, where its content begins (a document, an offset, a position), its first key, its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltPart {
    /// Its kind.
    pub kind: PartKind,
    /// For cards and texts the ordinal of the first document, for streams the offset, for lone pairs the first hash; else
    /// its position.
    pub from: u32,
    /// For dictionaries and ids, the first key.
    pub first: String,
    /// The content.
    pub content: Vec<u8>,
}

/// Cards in one part, in bytes before compression.
const CARDS_BYTES: usize = 12 * 1024;

/// Texts in one part, in bytes before compression.
pub const TEXTS_BYTES: usize = 96 * 1024;

/// Ids in one part, in bytes before compression.
const IDS_BYTES: usize = 16 * 1024;

/// What a segment keeps of one document besides its words and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    card: Vec<u8>,
    id: String,
    published: Option<PartialDate>,
    labels: [Option<String>; TEXT_COLUMNS],
    views: Option<u64>,
}

/// Columns whose values are texts: section, source, kind, language.
const TEXT_COLUMNS: usize = 4;

impl Row {
    /// The row of `document`.
    pub fn of(document: &Document) -> Self {
        let section =
            (!document.section.is_empty()).then(|| document.section.join(crate::facets::PATH_SEPARATOR));
        Self {
            // Serialising our own types to memory does not fail.
            card: serde_json::to_vec(&Card::of(document)).unwrap_or_default(),
            id: document.id.clone(),
            published: document.published,
            labels: [section, document.source.clone(), document.kind.clone(), document.language.clone()],
            views: document.views,
        }
    }
}

/// What a segment keeps of each document besides words and texts: cards, ids, columns.
#[derive(Debug, Default)]
pub struct Rows {
    cards: JsonParts,
    ids: Vec<(String, u32)>,
    dates: Vec<Option<PartialDate>>,
    columns: [Vec<Option<String>>; TEXT_COLUMNS],
    views: Vec<Option<u64>>,
}

impl Rows {
    /// Adds the row of the next document.
    pub fn add(&mut self, row: Row) {
        self.ids.push((row.id, self.dates.len() as u32));
        self.cards.push(&row.card, CARDS_BYTES);
        self.dates.push(row.published);
        for (column, value) in self.columns.iter_mut().zip(row.labels) {
            column.push(value);
        }
        self.views.push(row.views);
    }

    /// The parts. A column without any value has none.
    pub fn finish(mut self) -> Vec<BuiltPart> {
        let mut parts = self.cards.finish(PartKind::Cards);
        sort_by(&mut self.ids, Ord::cmp);
        let mut ids = JsonParts::default();
        self.ids.iter().for_each(|id| ids.push(&serde_json::to_vec(id).unwrap_or_default(), IDS_BYTES));
        for (part, index) in ids.finish(PartKind::Ids).into_iter().zip(0u32..) {
            let first = self.ids[part.from as usize].0.clone();
            parts.push(BuiltPart { from: index, first, ..part });
        }
        let dates = DateColumn::of(self.dates.into_iter()).encode();
        let mut columns = vec![Some(dates)];
        for column in &self.columns {
            let column = ValueColumn::of(column.iter().map(|value| value.as_deref().map(Cow::Borrowed)));
            columns.push((!column.values.is_empty()).then(|| column.encode()));
        }
        columns.push(
            self.views.iter().any(Option::is_some).then(|| crate::columns::encode_numbers(&self.views)),
        );
        for (content, index) in columns.into_iter().zip(COLUMN_DATE..) {
            let part = content.map(|content| BuiltPart {
                kind: PartKind::Columns,
                from: index,
                first: String::new(),
                content,
            });
            parts.extend(part);
        }
        parts
    }
}

/// Puts inverted ranges together, in order: what each adds depends on how long the streams before it are.
#[derive(Debug, Default)]
pub struct Assembly {
    lists: u64,
    places: u64,
    blocks: u32,
    lone: Vec<(u32, u32)>,
}

impl Assembly {
    /// The blocks of the dictionary of the next range, and the offsets at which its streams begin.
    pub fn add(&mut self, kind: PartKind, inverted: &mut Inverted) -> (Vec<BuiltPart>, u64, u64) {
        let (lists, places) = (self.lists, self.places);
        let blocks = inverted.blocks(lists, places).zip(self.blocks..);
        let blocks: Vec<_> =
            blocks.map(|((first, content), from)| BuiltPart { kind, from, first, content }).collect();
        self.blocks += blocks.len() as u32;
        self.lists += inverted.lists.length;
        self.places += inverted.places.length;
        self.lone.append(&mut inverted.lone);
        (blocks, lists, places)
    }

    /// What comes after the last range.
    pub fn finish(self) -> Vec<BuiltPart> {
        let part =
            |(from, content)| BuiltPart { kind: PartKind::LonePairs, from, first: String::new(), content };
        lone::parts(self.lone).into_iter().map(part).collect()
    }
}

/// The parts of the streams of an inverted range, whose offsets begin where [`Assembly::add`] says.
pub fn stream_part(kind: PartKind, base: u64, (offset, content): (u64, Vec<u8>)) -> BuiltPart {
    // A stream ends long before 4 GB: a segment of the largest size has a tenth of that.
    let from = u32::try_from(base + offset).unwrap_or(u32::MAX);
    BuiltPart { kind, from, first: String::new(), content }
}

/// The parts of a segment of `documents`, whose mentions are already recorded. Documents are put in order: newest first,
/// those without a date last ([`order`]).
pub fn build_segment(mut documents: Vec<Document>) -> (u32, Vec<BuiltPart>) {
    sort_by(&mut documents, |a, b| order(a).cmp(&order(b)));
    let (mut rows, mut collected, mut texts) = (Rows::default(), Collected::default(), JsonParts::default());
    for document in &documents {
        rows.add(Row::of(document));
        collected.add(document);
        texts.push(&serde_json::to_vec(document).unwrap_or_default(), TEXTS_BYTES);
    }
    let mut parts = rows.finish();
    parts.extend(texts.finish(PartKind::Texts));
    let ranked = collected.ranked();
    for (dictionary, stream) in
        [(PartKind::Words, PartKind::WordPostings), (PartKind::Pairs, PartKind::PairPostings)]
    {
        let mut assembly = Assembly::default();
        for range in ranked.ranges() {
            let mut inverted = match dictionary {
                PartKind::Words => ranked.invert_words(range),
                _ => ranked.invert_pairs(range),
            };
            let (blocks, lists, places) = assembly.add(dictionary, &mut inverted);
            parts.extend(blocks);
            parts.extend(inverted.lists.parts.into_iter().map(|part| stream_part(stream, lists, part)));
            let parts_of_places = inverted.places.parts.into_iter();
            parts.extend(parts_of_places.map(|part| stream_part(PartKind::PairPlaces, places, part)));
        }
        parts.extend(assembly.finish());
    }
    (documents.len() as u32, parts)
}

/// What documents of a segment are in order of: newest first, those without a date last. Among equals those of one source
/// and section stand together, so that columns are run-lengths and lists have small gaps.
pub fn order(document: &Document) -> impl Ord + '_ {
    let Document { published, source, section, id, .. } = document;
    (Reverse(*published), source, section, id)
}

/// JSON arrays of values, a new part whenever one has reached its size; `from` is the position of its first value.
#[derive(Debug, Default)]
pub struct JsonParts {
    parts: Vec<(u32, Vec<u8>)>,
    open: Option<(u32, Vec<u8>)>,
    count: u32,
}

impl JsonParts {
    /// Adds a value, given as JSON, and closes the part if it then holds `size` bytes.
    pub fn push(&mut self, json: &[u8], size: usize) {
        let (_, content) = self.open.get_or_insert_with(|| (self.count, Vec::new()));
        content.push(if content.is_empty() { b'[' } else { b',' });
        content.extend_from_slice(json);
        self.count += 1;
        if content.len() >= size {
            self.parts.extend(self.open.take());
        }
    }

    /// The parts.
    pub fn finish(mut self, kind: PartKind) -> Vec<BuiltPart> {
        self.parts.extend(self.open.take());
        let close = |(from, mut content): (u32, Vec<u8>)| {
            content.push(b']');
            BuiltPart { kind, from, first: String::new(), content }
        };
        self.parts.into_iter().map(close).collect()
    }
}
