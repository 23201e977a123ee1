//! Making one segment of documents that are kept: in pieces that know nothing of one another, so that several can be worked
//! on at once.

use super::{
    Workshop,
    shelf::{Kept, Shelf},
};
use std::{io, ops::Range};
use tangthu_archive::{Document, PartKind, SegmentTable, Sink, StoredPart};
use tangthu_search::{Assembly, BuiltPart, Collected, JsonParts, PartSizes, Ranked, Row, Rows};

/// How the time of a segment divides, of 8: texts and columns, words, pairs (measured on articles).
const SHARES: [u64; 3] = [4, 1, 3];

/// What else was found of the document at a position: addresses and inputs of its copies.
pub(super) type Copies<'a> = &'a (dyn Fn(u32) -> io::Result<Vec<String>> + Sync);

/// The work on one segment: which documents, and where they are.
pub(super) struct Segment<'a, W> {
    pub(super) positions: &'a [u32],
    pub(super) shelf: &'a Shelf,
    pub(super) copies: Copies<'a>,
    pub(super) workshop: &'a W,
    pub(super) progress: Progress,
}

/// How far the work on all segments has come, in documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// Documents of segments that are done.
    pub(super) before: u64,
    /// All documents.
    pub(super) all: u64,
}

impl<W: Workshop> Segment<'_, W> {
    /// Writes the parts of the segment; returns how many documents it has, and its table.
    pub(super) fn write(&self, write: Sink) -> io::Result<(u32, SegmentTable)> {
        let mut out = Out { table: SegmentTable::default(), write };
        let collected = self.documents(&mut out)?;
        let ranked = collected.ranked();
        self.dictionary(&ranked, PartKind::Words, &mut out)?;
        self.dictionary(&ranked, PartKind::Pairs, &mut out)?;
        Ok((ranked.documents(), out.table))
    }

    /// Tells the workshop that `done` of `of` steps of a stage are done.
    fn tell(&self, stage: usize, done: usize, of: usize) {
        let documents = self.positions.len() as u64;
        let before: u64 = SHARES[..stage].iter().sum();
        let share = before * documents + SHARES[stage] * documents * done as u64 / of.max(1) as u64;
        let all: u64 = SHARES.iter().sum();
        self.workshop.progress(self.progress.before + share / all, self.progress.all);
    }

    /// Texts, cards, ids and columns; and the documents' words.
    fn documents(&self, out: &mut Out) -> io::Result<Collected> {
        let mut collected = Collected::default();
        let sizes = PartSizes::of(self.positions.len());
        let mut rows = Rows::new(sizes);
        let batches = self.batches(sizes);
        let (count, mut done) = (batches.len(), 0);
        self.workshop.each(
            batches,
            |batch| self.piece(&batch),
            |piece| {
                for (kind, from, stored) in &piece.parts {
                    out.put(*kind, *from, "", stored)?;
                }
                collected.append(&piece.collected);
                piece.rows.into_iter().for_each(|row| rows.add(row));
                done += 1;
                self.tell(0, done, count);
                Ok(())
            },
        )?;
        out.put_all(rows.finish(), self.workshop)?;
        Ok(collected)
    }

    /// A dictionary with its streams.
    fn dictionary(&self, ranked: &Ranked, kind: PartKind, out: &mut Out) -> io::Result<()> {
        let work = |range: Range<u32>| {
            let (streams, inverted) = ranked.invert(kind, range);
            let store =
                |part: BuiltPart| Ok((part.kind, part.from, StoredPart::of(&part.content, &part.seams)?));
            let streams = streams.into_iter().map(store).collect::<io::Result<Vec<_>>>()?;
            Ok((streams, inverted))
        };
        let mut assembly = Assembly::new(kind);
        let ranges = ranked.ranges();
        let stage = if kind == PartKind::Words { 1 } else { 2 };
        let (count, mut done) = (ranges.len(), 0);
        self.workshop.each(ranges, work, |(streams, inverted)| {
            let bases = assembly.add(inverted);
            done += 1;
            self.tell(stage, done, count);
            streams.iter().try_for_each(|(kind, from, stored)| {
                let from = bases.begin(*kind, *from);
                assembly.stored(*kind, from, stored.part);
                out.put(*kind, from, "", stored)
            })?;
            // Blocks hold most lists of pairs: all of them together would not fit into memory.
            assembly.blocks().into_iter().try_for_each(|block| {
                let stored = StoredPart::of(&block.content, &block.seams)?;
                out.put(block.kind, block.from, &block.first, &stored)
            })
        })?;
        out.put_all(assembly.finish(), self.workshop)
    }

    /// Runs of documents that become a few parts of texts each.
    fn batches(&self, sizes: PartSizes) -> Vec<Batch<'_>> {
        let mut batches = Vec::new();
        let (mut from, mut size) = (0, 0);
        for (at, &position) in self.positions.iter().enumerate() {
            size += self.kept(position).length as usize;
            if size >= sizes.texts * TEXTS_AT_ONCE || at + 1 == self.positions.len() {
                batches.push(Batch { from: from as u32, positions: &self.positions[from..=at], sizes });
                (from, size) = (at + 1, 0);
            }
        }
        batches
    }

    fn piece(&self, batch: &Batch) -> io::Result<Piece> {
        let mut rows = Vec::with_capacity(batch.positions.len());
        let mut collected = Collected::default();
        let (mut texts, mut mentions) = (JsonParts::default(), JsonParts::default());
        for &position in batch.positions {
            let mut document = recall(self.kept(position), self.workshop)?;
            add_copies(&mut document, (self.copies)(position)?);
            tangthu_mentions::record_all(&mut document);
            collected.add(&document);
            let mut row = Row::of(&mut document);
            mentions.push(&row.take_mentions(), batch.sizes.mentions);
            rows.push(row);
            texts.push(&serde_json::to_vec(&document)?, batch.sizes.texts);
        }
        let made = texts.finish(PartKind::Texts).into_iter().chain(mentions.finish(PartKind::Mentions));
        let store = |part: BuiltPart| {
            Ok((part.kind, batch.from + part.from, StoredPart::of(&part.content, &part.seams)?))
        };
        Ok(Piece { parts: made.map(store).collect::<io::Result<_>>()?, rows, collected })
    }

    fn kept(&self, position: u32) -> &Kept {
        &self.shelf.kept[position as usize]
    }
}

/// A document that is kept.
pub(super) fn recall(kept: &Kept, workshop: &impl Workshop) -> io::Result<Document> {
    let json = workshop.recall(kept.offset, kept.length as usize)?;
    Ok(serde_json::from_slice(&json)?)
}

/// The most copies that a document lists. A page that a crawl met more often lists these, and the report of the run the
/// others: a document must stay smaller than a part may be.
pub(super) const MAX_COPIES: usize = 100;

/// Lists `copies` in a document, each once.
pub(super) fn add_copies(document: &mut Document, copies: Vec<String>) {
    for copy in copies {
        let listed = &mut document.provenance.get_or_insert_default().copies;
        if listed.len() < MAX_COPIES && !listed.contains(&copy) {
            listed.push(copy);
        }
    }
}

/// How many parts of texts a run of documents becomes. Articles of so many have mentions for one part, two thirds full.
const TEXTS_AT_ONCE: usize = 8;

/// A run of documents that become a few parts of texts and of mentions.
struct Batch<'a> {
    from: u32,
    positions: &'a [u32],
    sizes: PartSizes,
}

/// What becomes of a batch.
struct Piece {
    /// Each with its first document.
    parts: Vec<(PartKind, u32, StoredPart)>,
    rows: Vec<Row>,
    collected: Collected,
}

/// Where the parts go.
struct Out<'a, 'w> {
    table: SegmentTable,
    write: &'a mut (dyn FnMut(&str, &[u8]) -> io::Result<()> + 'w),
}

impl Out<'_, '_> {
    fn put(&mut self, kind: PartKind, from: u32, first: &str, stored: &StoredPart) -> io::Result<()> {
        self.table.add(kind, from, first, stored.part);
        (self.write)(&stored.part.name(), &stored.bytes)
    }

    /// Compresses parts and writes them.
    fn put_all(&mut self, parts: Vec<BuiltPart>, workshop: &impl Workshop) -> io::Result<()> {
        let store = |part: BuiltPart| Ok((StoredPart::of(&part.content, &part.seams)?, part));
        workshop.each(parts, store, |(stored, part)| self.put(part.kind, part.from, &part.first, &stored))
    }
}
