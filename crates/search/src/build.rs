//! Building a segment: documents in, parts out.
//!
//! The work comes in pieces that know nothing of one another ([`Collected`], [`crate::Ranked::invert`]), so that a host with several cores can do them side by side; [`Assembly`] puts the pieces
//! together in order. [`build_segment`] does all of it by itself, for archives that fit into memory.

use crate::{
    COLUMN_DATE, COLUMN_NUMBERS, PartSizes,
    collect::Collected,
    columns::{DateColumn, ValueColumn},
    invert::Inverted,
    lexicon::RawBlock,
    list_build::{LISTS, ListBuilder, Value, values_of},
    lone,
    segment::Link,
    sort_by,
};
use std::{borrow::Cow, cmp::Reverse};
use tangthu_archive::{Card, Document, MentionRows, PartKind, PartRef, PartialDate};

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
    /// Where in the content bytes of another sort begin, which compress better by themselves; in order.
    pub seams: Vec<usize>,
}

impl BuiltPart {
    /// A part of one sort of content and without a first key.
    pub(crate) fn new(kind: PartKind, from: u32, content: Vec<u8>) -> Self {
        Self { kind, from, first: String::new(), content, seams: Vec::new() }
    }
}

/// What a segment keeps of one document besides its words and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    card: Vec<u8>,
    id: String,
    published: Option<PartialDate>,
    labels: [Option<String>; TEXT_COLUMNS],
    views: Option<u64>,
    lists: [Vec<Value>; LISTS],
    mentions: Vec<u8>,
}

/// Columns whose values are texts: section, source, kind, language.
const TEXT_COLUMNS: usize = 4;

impl Row {
    /// The row of `document`, whose mentions are recorded. They are taken out of it: they lie apart from its text.
    pub fn of(document: &mut Document) -> Self {
        let lists = values_of(document);
        let mentions = MentionRows(std::mem::take(&mut document.mentions));
        let section =
            (!document.section.is_empty()).then(|| document.section.join(crate::facets::PATH_SEPARATOR));
        Self {
            // Serialising our own types to memory does not fail.
            card: serde_json::to_vec(&Card::of(document)).unwrap_or_default(),
            id: document.id.clone(),
            published: document.date(),
            labels: [section, document.source.clone(), document.kind.clone(), document.language.clone()],
            views: document.views,
            lists,
            mentions: serde_json::to_vec(&mentions).unwrap_or_default(),
        }
    }

    /// Takes the mentions out, as JSON, for those who make their parts themselves: together they are half as long as the texts,
    /// and [`Rows`] would hold them all.
    pub fn take_mentions(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.mentions)
    }
}

/// What a segment keeps of each document besides words and texts: cards, mentions, ids, columns.
#[derive(Debug)]
pub struct Rows {
    sizes: PartSizes,
    cards: JsonParts,
    ids: Vec<(String, u32)>,
    dates: Vec<Option<PartialDate>>,
    columns: [Vec<Option<String>>; TEXT_COLUMNS],
    views: Vec<Option<u64>>,
    lists: [ListBuilder; LISTS],
    mentions: JsonParts,
}

impl Rows {
    /// No rows yet; the parts will have these sizes.
    pub fn new(sizes: PartSizes) -> Self {
        Self {
            sizes,
            cards: JsonParts::default(),
            ids: Vec::new(),
            dates: Vec::new(),
            columns: Default::default(),
            views: Vec::new(),
            lists: Default::default(),
            mentions: JsonParts::default(),
        }
    }

    /// Adds the row of the next document.
    pub fn add(&mut self, row: Row) {
        self.ids.push((row.id, self.dates.len() as u32));
        self.cards.push(&row.card, self.sizes.cards);
        self.dates.push(row.published);
        for (column, value) in self.columns.iter_mut().zip(row.labels) {
            column.push(value);
        }
        self.views.push(row.views);
        for (list, values) in self.lists.iter_mut().zip(row.lists) {
            list.add(values);
        }
        if !row.mentions.is_empty() {
            self.mentions.push(&row.mentions, self.sizes.mentions);
        }
    }

    /// The parts. A column without any value has none.
    pub fn finish(mut self) -> Vec<BuiltPart> {
        let mut parts = self.cards.finish(PartKind::Cards);
        parts.extend(self.mentions.finish(PartKind::Mentions));
        sort_by(&mut self.ids, Ord::cmp);
        let mut ids = JsonParts::default();
        let size = self.sizes.ids;
        self.ids.iter().for_each(|id| ids.push(&serde_json::to_vec(id).unwrap_or_default(), size));
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
        debug_assert_eq!(columns.len(), COLUMN_NUMBERS as usize, "list columns follow those of one value");
        columns.extend(self.lists.into_iter().map(|list| (!list.is_empty()).then(|| list.encode())));
        for (content, index) in columns.into_iter().zip(COLUMN_DATE..) {
            parts.extend(content.map(|content| BuiltPart::new(PartKind::Columns, index, content)));
        }
        parts
    }
}

/// Puts the inverted ranges of a dictionary together, in order: what each adds depends on how long the streams before it are.
#[derive(Debug)]
pub struct Assembly {
    dictionary: PartKind,
    bases: Bases,
    /// The blocks that were not handed out yet, and how many were.
    blocks: Vec<RawBlock>,
    built: u32,
    /// The parts of their streams that are stored: those of lists, those of places.
    links: [Vec<Link>; 2],
    lone: Vec<(u32, u32)>,
}

/// How long the streams are before a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bases {
    lists: u64,
    places: u64,
}

impl Bases {
    /// Where a part of a stream begins that begins at `from` in its range.
    pub fn begin(self, kind: PartKind, from: u32) -> u32 {
        let base = if kind == PartKind::PairPlaces { self.places } else { self.lists };
        // A stream ends long before 4 GB: a segment of the largest size has a tenth of that.
        u32::try_from(base + u64::from(from)).unwrap_or(u32::MAX)
    }
}

impl Assembly {
    /// The dictionary of words or of pairs, without any range yet.
    pub fn new(dictionary: PartKind) -> Self {
        Self {
            dictionary,
            bases: Bases::default(),
            blocks: Vec::new(),
            built: 0,
            links: Default::default(),
            lone: Vec::new(),
        }
    }

    /// Adds the next range, and says where its streams begin. Once they are stored its blocks are to be taken.
    pub fn add(&mut self, inverted: Inverted) -> Bases {
        let bases = self.bases;
        for mut block in inverted.blocks {
            block.lists += bases.lists;
            block.places += bases.places;
            self.blocks.push(block);
        }
        self.bases = Bases { lists: bases.lists + inverted.lists, places: bases.places + inverted.places };
        self.lone.extend(inverted.lone);
        bases
    }

    /// Tells where a part of a stream was stored, in the order of the stream. The blocks of the dictionary then name it.
    pub fn stored(&mut self, kind: PartKind, from: u32, part: PartRef) {
        self.links[usize::from(kind == PartKind::PairPlaces)].push(Link { from, part });
    }

    /// The blocks of the ranges that were added since the last time and whose streams are all stored.
    pub fn blocks(&mut self) -> Vec<BuiltPart> {
        let blocks = std::mem::take(&mut self.blocks);
        let end = [self.bases.lists, self.bases.places];
        let ends = blocks.iter().skip(1).map(|block| [block.lists, block.places]).chain([end]);
        let built = blocks.iter().zip(ends).zip(self.built..).map(|((block, end), from)| {
            let lists = between(&self.links[0], block.lists, end[0]);
            let places = between(&self.links[1], block.places, end[1]);
            let (content, seams) = block.bytes([lists, places]);
            BuiltPart { first: block.first.clone(), seams, ..BuiltPart::new(self.dictionary, from, content) }
        });
        let built: Vec<_> = built.collect();
        self.built += built.len() as u32;
        self.links = Default::default();
        built
    }

    /// The lone pairs of all ranges.
    pub fn finish(self) -> Vec<BuiltPart> {
        let lone = |(from, content)| BuiltPart::new(PartKind::LonePairs, from, content);
        lone::parts(self.lone).into_iter().map(lone).collect()
    }
}

/// The parts of a stream that hold its bytes from `start` to `end`.
fn between(links: &[Link], start: u64, end: u64) -> &[Link] {
    if start == end {
        return &[];
    }
    let first = links.partition_point(|link| u64::from(link.from) <= start).saturating_sub(1);
    let after = links.partition_point(|link| u64::from(link.from) < end);
    links.get(first..after).unwrap_or_default()
}

/// The parts of a segment of `documents`, whose mentions are already recorded. Documents are put in order: newest first,
/// those without a date last ([`order`]).
pub fn build_segment(mut documents: Vec<Document>) -> (u32, Vec<BuiltPart>) {
    sort_by(&mut documents, |a, b| order_of(a).cmp(&order_of(b)));
    let sizes = PartSizes::of(documents.len());
    let (mut rows, mut collected, mut texts) = (Rows::new(sizes), Collected::default(), JsonParts::default());
    for document in &mut documents {
        collected.add(document);
        rows.add(Row::of(document));
        texts.push(&serde_json::to_vec(document).unwrap_or_default(), sizes.texts);
    }
    let mut parts = rows.finish();
    parts.extend(texts.finish(PartKind::Texts));
    let ranked = collected.ranked();
    for dictionary in [PartKind::Words, PartKind::Pairs] {
        let mut assembly = Assembly::new(dictionary);
        for range in ranked.ranges() {
            let (streams, inverted) = ranked.invert(dictionary, range);
            let bases = assembly.add(inverted);
            let place = |part: BuiltPart| BuiltPart { from: bases.begin(part.kind, part.from), ..part };
            parts.extend(streams.into_iter().map(place));
            parts.extend(assembly.blocks());
        }
        parts.extend(assembly.finish());
    }
    (documents.len() as u32, parts)
}

/// What documents of a segment are in order of: newest first, those without a date last. Among equals those of one source
/// and section stand together, so that columns are run-lengths and lists have small gaps.
pub fn order<'a>(
    published: Option<PartialDate>,
    source: Option<&'a str>,
    section: &'a [String],
    id: &'a str,
) -> impl Ord + use<'a> {
    (Reverse(published), source, section, id)
}

fn order_of(document: &Document) -> impl Ord + '_ {
    order(document.date(), document.source.as_deref(), &document.section, &document.id)
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
            BuiltPart::new(kind, from, content)
        };
        self.parts.into_iter().map(close).collect()
    }
}
