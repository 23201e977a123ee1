//! Turning a collected segment round: from documents with words to words with documents, a range of words at a time, so
//! that memory stays bounded and several ranges can be worked on at once.

use crate::{
    BuiltPart, PartSizes,
    collect::{Occurrence, Ranked},
    lexicon::{LexiconWriter, RawBlock},
    order::sort_records,
    postings::{self, Posting, put_places},
    weights,
};
use std::ops::Range;
use tangthu_archive::PartKind;

/// Occurrences that one range holds at most, unless a single word has more: 64 MB of records.
const RANGE_OCCURRENCES: u64 = 4_000_000;

/// In segments of more documents than this, pairs that one document alone holds are kept apart ([`crate::lone`]): they
/// are two thirds of all pairs, and change no order.
pub(crate) const ALL_PAIRS_DOCUMENTS: u32 = 5_000;

/// Gaps and impacts of a list with so many impacts are compressed apart: 8 % of their bytes. For a shorter list its own
/// code costs more.
const WORTH_A_SEAM: usize = 1_000;

/// A stream of lists, cut into parts. No list is cut: a long one has a part of its own, so that whoever wants it fetches
/// nothing else.
#[derive(Debug)]
struct Stream {
    kind: PartKind,
    part_bytes: usize,
    parts: Vec<BuiltPart>,
    length: u64,
}

impl Stream {
    fn new(kind: PartKind, part_bytes: usize) -> Self {
        Self { kind, part_bytes, parts: Vec::new(), length: 0 }
    }

    /// Adds a list, of whose bytes so many at the end are impacts.
    fn push(&mut self, bytes: &[u8], impacts: usize) {
        let fits = |part: &&mut BuiltPart| part.content.len() + bytes.len() <= self.part_bytes;
        let (part, begins) = match self.parts.last_mut().filter(fits) {
            Some(part) => {
                let begins = part.content.len();
                part.content.extend_from_slice(bytes);
                (part, begins)
            }
            None => {
                let from = u32::try_from(self.length).unwrap_or(u32::MAX);
                self.parts.push(BuiltPart::new(self.kind, from, bytes.to_vec()));
                let at = self.parts.len() - 1;
                (&mut self.parts[at], 0)
            }
        };
        if impacts >= WORTH_A_SEAM {
            part.seams.extend([begins, begins + bytes.len() - impacts]);
        }
        self.length += bytes.len() as u64;
    }
}

/// The dictionary of a range, and how long its streams are.
#[derive(Debug, Default)]
pub struct Inverted {
    pub(crate) blocks: Vec<RawBlock>,
    /// The length of the posting lists, in bytes.
    pub(crate) lists: u64,
    /// The length of the places of pairs, in bytes.
    pub(crate) places: u64,
    /// Pairs of one document alone: the hash of their folded form, and the document.
    pub(crate) lone: Vec<(u32, u32)>,
}

impl Ranked {
    /// Ranges of folded keys to invert one by one, in order.
    pub fn ranges(&self) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        let (mut from, mut held) = (0, 0u64);
        for key in 0..self.keys.len() as u32 {
            let words = self.words_of(key..key + 1);
            let here: u64 = self.occurrences[words].iter().map(|&count| u64::from(count)).sum();
            if held > 0 && held + here > RANGE_OCCURRENCES {
                ranges.push(from..key);
                (from, held) = (key, 0);
            }
            held += here;
        }
        if from < self.keys.len() as u32 {
            ranges.push(from..self.keys.len() as u32);
        }
        ranges
    }

    /// The words of some keys.
    fn words_of(&self, keys: Range<u32>) -> Range<usize> {
        let start =
            |key: u32| self.starts.get(key as usize).map_or(self.words.len(), |&start| start as usize);
        start(keys.start)..start(keys.end)
    }

    fn occurrences_of(&self, keys: &Range<u32>) -> usize {
        self.occurrences[self.words_of(keys.clone())].iter().map(|&count| count as usize).sum()
    }

    /// The words of a range of keys, or the adjacent pairs whose first word is in it: the parts of their streams, which begin
    /// where [`crate::Assembly::add`] will say, and their dictionary.
    pub fn invert(&self, dictionary: PartKind, keys: Range<u32>) -> (Vec<BuiltPart>, Inverted) {
        if dictionary == PartKind::Pairs { self.invert_pairs(keys) } else { self.invert_words(keys) }
    }

    fn invert_words(&self, keys: Range<u32>) -> (Vec<BuiltPart>, Inverted) {
        // Word, document and field in one number, so that sorting is fast: 24, 24 and 8 bits.
        let mut records: Vec<u64> = Vec::with_capacity(self.occurrences_of(&keys));
        let wanted = self.words_of(keys);
        self.each(|one| {
            if wanted.contains(&(one.word as usize)) {
                records.push(u64::from(one.word) << 32 | u64::from(one.document) << 8 | u64::from(one.field));
            }
        });
        sort_records(&mut records);
        let mut out = Writer::new(self, PartKind::WordPostings);
        let key_of = |record: u64| self.key_of[(record >> 32) as usize];
        for entry in records.chunk_by(|&a, &b| key_of(a) == key_of(b)) {
            let key = &self.keys[key_of(entry[0]) as usize];
            for word in entry.chunk_by(|a, b| a >> 32 == b >> 32) {
                out.list.clear();
                for document in word.chunk_by(|a, b| a >> 8 == b >> 8) {
                    let weight = document.iter().map(|record| weights::of_field(*record as u8)).sum();
                    out.posting((document[0] >> 8) as u32 & 0xFF_FFFF, weight);
                }
                out.spelling(key, &self.words[(word[0] >> 32) as usize], false);
            }
            out.lexicon.end_entry(key);
        }
        out.finish()
    }

    fn invert_pairs(&self, keys: Range<u32>) -> (Vec<BuiltPart>, Inverted) {
        let mut records: Vec<u128> = Vec::with_capacity(self.occurrences_of(&keys));
        let mut before: Option<Occurrence> = None;
        self.each(|one| {
            if one.part {
                return;
            }
            if let Some(first) = before.replace(one)
                && first.document == one.document
                && first.position + 1 == one.position
                && keys.contains(&self.key_of[first.word as usize])
            {
                records.push(self.pair_record(first, one.word));
            }
        });
        sort_records(&mut records);
        let mut out = Writer::new(self, PartKind::PairPostings);
        let lone_apart = self.documents() > ALL_PAIRS_DOCUMENTS;
        for entry in records.chunk_by(|a, b| a >> 80 == b >> 80) {
            let (first, second) = ((entry[0] >> 104) as usize, (entry[0] >> 80) as usize & 0xFF_FFFF);
            let key = format!("{} {}", self.keys[first], self.keys[second]);
            for pair in entry.chunk_by(|a, b| a >> 56 == b >> 56) {
                out.list.clear();
                out.places.clear();
                for document in pair.chunk_by(|a, b| a >> 32 == b >> 32) {
                    let weight = document.iter().map(|record| weights::of_field(*record as u8 & 7)).sum();
                    out.posting((document[0] >> 32) as u32 & 0xFF_FFFF, weight);
                    out.positions.clear();
                    out.positions.extend(document.iter().map(|record| (*record as u32) >> 3));
                    put_places(&mut out.places, &out.positions);
                }
                if lone_apart && out.list.len() == 1 {
                    out.lone.push((lone_hash(&key), out.list[0].0));
                    continue;
                }
                let spelled = |key: usize, nth: u128| {
                    &self.words
                        [(self.starts[key] as usize + (nth & 0xFFF) as usize).min(self.words.len() - 1)]
                };
                let written = format!("{} {}", spelled(first, pair[0] >> 68), spelled(second, pair[0] >> 56));
                out.spelling(&key, &written, true);
            }
            out.lexicon.end_entry(&key);
        }
        out.finish()
    }

    /// A pair in one number, so that sorting is fast: the keys of both words (24 bits each), which spelling of its key each
    /// word is (12 each), the document (24), the position (29) and the field (3).
    fn pair_record(&self, first: Occurrence, second: u32) -> u128 {
        let (one, two) = (self.key_of[first.word as usize], self.key_of[second as usize]);
        // A key with more spellings than that is no word of any language; its last ones are then taken for one another.
        let nth = |word: u32, key: u32| u128::from((word - self.starts[key as usize]).min(0xFFF));
        u128::from(one) << 104
            | u128::from(two) << 80
            | nth(first.word, one) << 68
            | nth(second, two) << 56
            | u128::from(first.document) << 32
            | u128::from(first.position.min(0x1FFF_FFFF)) << 3
            | u128::from(first.field.min(7))
    }
}

/// The hash under which a pair of one document is kept: FNV-1a of its folded form. What is found by it is checked in the
/// text, so that two pairs with one hash cost a look and no more.
pub(crate) fn lone_hash(folded: &str) -> u32 {
    folded.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What inverting a range writes.
struct Writer<'a> {
    ranked: &'a Ranked,
    step: f32,
    list: Vec<(u32, f32)>,
    positions: Vec<u32>,
    places: Vec<u8>,
    bytes: Vec<u8>,
    lexicon: LexiconWriter,
    lists: Stream,
    all_places: Stream,
    lone: Vec<(u32, u32)>,
}

impl<'a> Writer<'a> {
    fn new(ranked: &'a Ranked, lists: PartKind) -> Self {
        let sizes = PartSizes::of(ranked.documents() as usize);
        let (step, block, inline, size) = match lists {
            PartKind::PairPostings => {
                (weights::PAIR_IMPACT_STEP, sizes.pairs, sizes.pairs_inline, sizes.pair_lists)
            }
            _ => (weights::IMPACT_STEP, sizes.words, sizes.words_inline, sizes.word_lists),
        };
        Self {
            ranked,
            step,
            list: Vec::new(),
            positions: Vec::new(),
            places: Vec::new(),
            bytes: Vec::new(),
            lexicon: LexiconWriter::new(block, inline),
            lists: Stream::new(lists, size),
            all_places: Stream::new(PartKind::PairPlaces, sizes.places),
            lone: Vec::new(),
        }
    }

    /// Adds a document, in which the word weighs `weight`, to the open list.
    fn posting(&mut self, ordinal: u32, weight: f32) {
        let share = weight / (weight + self.ranked.saturation[ordinal as usize]);
        self.list.push((ordinal, share));
    }

    /// Writes the open list as that of a spelling.
    fn spelling(&mut self, key: &str, written: &str, has_places: bool) {
        let step = weights::impact_step(self.step, self.list.len(), self.ranked.documents());
        let rounded = |share: f32| ((share * 255.0 / step).round() * step).clamp(1.0, 255.0) as u8;
        let list = self.list.iter().map(|&(ordinal, share)| Posting { ordinal, impact: rounded(share) });
        self.bytes.clear();
        postings::encode(&list.collect::<Vec<_>>(), &mut self.bytes);
        let places = has_places.then_some(self.places.len() as u32);
        if !self.lexicon.spelling(key, written, self.list.len() as u32, &self.bytes, places) {
            self.lists.push(&self.bytes, self.list.len());
        }
        if has_places {
            self.all_places.push(&self.places, 0);
        }
    }

    fn finish(self) -> (Vec<BuiltPart>, Inverted) {
        let inverted = Inverted {
            blocks: self.lexicon.finish(),
            lists: self.lists.length,
            places: self.all_places.length,
            lone: self.lone,
        };
        let mut streams = self.lists.parts;
        streams.extend(self.all_places.parts);
        (streams, inverted)
    }
}
