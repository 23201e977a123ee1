//! Turning a collected segment round: from documents with words to words with documents, a range of words at a time, so
//! that memory stays bounded and several ranges can be worked on at once.

use crate::{
    BuiltPart, PartSizes,
    analysis::NUMBER_SIGN,
    collect::{MAX_WORDS, Occurrence, Ranked},
    lexicon::{LexiconWriter, RawBlock},
    order::sort_records,
    postings::{self, Place, Posting, put_places},
    weights,
};
use std::ops::Range;
use tangthu_archive::{MAX_SEGMENT_DOCUMENTS, PartKind};

/// Occurrences that one range holds at most, unless a single word has more: 64 MB of records.
const RANGE_OCCURRENCES: u64 = 4_000_000;

/// In segments of more documents than this, pairs that one document alone holds are kept apart ([`crate::lone`]): they
/// are two thirds of all pairs, and change no order.
pub(crate) const ALL_PAIRS_DOCUMENTS: u32 = 5_000;

/// Gaps and impacts of a list with so many impacts are compressed apart: 8 % of their bytes. For a shorter list its own
/// code costs more.
const WORTH_A_SEAM: usize = 1_000;

/// A list of all spellings together is written where it saves so many bytes of a query that asks for all of them,
const WORTH_TOGETHER: f32 = 2_000.0;

/// and this share of what it takes itself.
const WORTH_SHARE: f32 = 0.25;

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
            let is_number = key.starts_with(NUMBER_SIGN);
            for word in entry.chunk_by(|a, b| a >> 32 == b >> 32) {
                out.list.clear();
                for document in word.chunk_by(|a, b| a >> 8 == b >> 8) {
                    let ordinal = (document[0] >> 8) as u32 & 0xFF_FFFF;
                    if is_number {
                        // Collected once a document, by its best place.
                        out.list.push((ordinal, weights::of_number(document[0] as u8)));
                        continue;
                    }
                    let weight = document.iter().map(|record| weights::of_field(*record as u8)).sum();
                    out.posting(ordinal, weight);
                }
                out.spelling(key, &self.words[(word[0] >> 32) as usize], false);
            }
            out.all_together();
            out.lexicon.end_entry(key);
        }
        out.finish()
    }

    fn invert_pairs(&self, keys: Range<u32>) -> (Vec<BuiltPart>, Inverted) {
        let mut records: Vec<u128> = Vec::with_capacity(self.occurrences_of(&keys));
        let mut before: Option<(Occurrence, u32, u32)> = None;
        let mut counted = Counted { of: vec![(u32::MAX, 0); self.keys.len()] };
        self.each(|one| {
            if one.part {
                return;
            }
            let key = self.key_of[one.word as usize];
            let place = counted.next(one.document, key);
            if let Some((first, first_key, first_place)) = before.replace((one, key, place))
                && first.document == one.document
                && first.position + 1 == one.position
                && keys.contains(&first_key)
            {
                records.push(self.pair_record(first, one.word, (first_place, place)));
            }
        });
        sort_records(&mut records);
        let mut out = Writer::new(self, PartKind::PairPostings);
        let lone_apart = self.documents() > ALL_PAIRS_DOCUMENTS;
        let low = |record: u128, bits: u32| (record & ((1 << bits) - 1)) as usize;
        for entry in records.chunk_by(|a, b| a >> PairBits::KEYS == b >> PairBits::KEYS) {
            let second = low(entry[0] >> PairBits::KEYS, PairBits::OF_KEY);
            let first = (entry[0] >> (PairBits::KEYS + PairBits::OF_KEY)) as usize;
            let key = format!("{} {}", self.keys[first], self.keys[second]);
            for pair in entry.chunk_by(|a, b| a >> PairBits::NTHS == b >> PairBits::NTHS) {
                out.list.clear();
                out.places.clear();
                for document in pair.chunk_by(|a, b| a >> PairBits::DOCUMENT == b >> PairBits::DOCUMENT) {
                    let field = |record: &u128| low(*record, PairBits::OF_FIELD) as u8;
                    let weight = document.iter().map(|record| weights::of_field(field(record))).sum();
                    out.posting(low(document[0] >> PairBits::DOCUMENT, PairBits::OF_DOCUMENT) as u32, weight);
                    let place = |record: &u128| {
                        let second = record >> PairBits::OF_FIELD;
                        let place = |record| low(record, PairBits::OF_PLACE) as u32;
                        (place(second >> PairBits::OF_PLACE), place(second))
                    };
                    out.in_document.clear();
                    out.in_document.extend(document.iter().map(place));
                    put_places(&mut out.places, &out.in_document);
                }
                if lone_apart && out.list.len() == 1 {
                    out.lone.push((lone_hash(&key), out.list[0].0));
                    continue;
                }
                let spelled = |key: usize, nth: u128| {
                    let nth = low(nth, PairBits::OF_NTH);
                    &self.words[(self.starts[key] as usize + nth).min(self.words.len() - 1)]
                };
                let nth = pair[0] >> PairBits::NTHS;
                let written = format!("{} {}", spelled(first, nth >> PairBits::OF_NTH), spelled(second, nth));
                out.spelling(&key, &written, true);
            }
            out.lexicon.end_entry(&key);
        }
        out.finish()
    }

    /// A pair in one number, so that sorting is fast ([`PairBits`]).
    fn pair_record(&self, first: Occurrence, second: u32, place: Place) -> u128 {
        let (one, two) = (self.key_of[first.word as usize], self.key_of[second as usize]);
        // A key with more spellings than that is no word of any language; its last ones are then taken for one another.
        let nth = |word: u32, key: u32| at_most(word - self.starts[key as usize], PairBits::OF_NTH);
        let keys = u128::from(one) << PairBits::OF_KEY | u128::from(two);
        let nths = nth(first.word, one) << PairBits::OF_NTH | nth(second, two);
        let place =
            at_most(place.0, PairBits::OF_PLACE) << PairBits::OF_PLACE | at_most(place.1, PairBits::OF_PLACE);
        keys << PairBits::KEYS
            | nths << PairBits::NTHS
            | u128::from(first.document) << PairBits::DOCUMENT
            | place << PairBits::OF_FIELD
            | at_most(first.field.into(), PairBits::OF_FIELD)
    }
}

/// What the bits of a pair's record are, from the lowest on: the field, which occurrences of its second and of its first word it
/// joins, the document, which spelling of its key each word is, the keys of both.
struct PairBits;

impl PairBits {
    const OF_FIELD: u32 = 3;
    /// A word that stands in a document more often than this many bits count is taken for its last occurrence that they do.
    const OF_PLACE: u32 = 18;
    const OF_DOCUMENT: u32 = 19;
    const OF_NTH: u32 = 12;
    const OF_KEY: u32 = 23;
    const DOCUMENT: u32 = Self::OF_FIELD + 2 * Self::OF_PLACE;
    const NTHS: u32 = Self::DOCUMENT + Self::OF_DOCUMENT;
    const KEYS: u32 = Self::NTHS + 2 * Self::OF_NTH;
}

const _: () = assert!(
    PairBits::KEYS + 2 * PairBits::OF_KEY == u128::BITS
        && MAX_WORDS <= 1 << PairBits::OF_KEY
        && MAX_SEGMENT_DOCUMENTS <= 1 << PairBits::OF_DOCUMENT,
    "a record has room for every word and every document of a segment"
);

/// A number that has so many bits at most, or the largest that has.
fn at_most(number: u32, bits: u32) -> u128 {
    u128::from(number.min((1 << bits) - 1))
}

/// Counts how often each key has occurred in the document that is gone through.
struct Counted {
    /// For each key the document in which it occurred last, and how often it has there.
    of: Vec<(u32, u32)>,
}

impl Counted {
    /// Which occurrence of the key in the document this is, from 0.
    fn next(&mut self, document: u32, key: u32) -> u32 {
        let (last, count) = &mut self.of[key as usize];
        if *last != document {
            (*last, *count) = (document, 0);
        }
        let here = *count;
        *count += 1;
        here
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
    /// The lists of the spellings before it under the same key, as they count for a word typed without marks: the ordinal and the bits
    /// of the impact, turned round, so that of a document the best comes first. And what those lists cost that do not stand in
    /// the block.
    all: Vec<u64>,
    apart: f32,
    /// The places in one document.
    in_document: Vec<Place>,
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
            all: Vec::new(),
            apart: 0.0,
            in_document: Vec::new(),
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
        let cost = self.encode();
        let places = has_places.then_some(self.places.len() as u32);
        if !self.lexicon.spelling(key, written, self.list.len() as u32, &self.bytes, places) {
            self.lists.push(&self.bytes, self.list.len());
            self.apart += cost;
        }
        if has_places {
            return self.all_places.push(&self.places, 0);
        }
        // Pairs have no lists of all spellings together.
        let share = if written == key { 1.0 } else { weights::OTHER_SPELLING };
        let record = |&(ordinal, impact): &(u32, f32)| {
            u64::from(ordinal) << 32 | u64::from(u32::MAX - (impact * share).to_bits())
        };
        self.all.extend(self.list.iter().map(record));
    }

    /// Writes the list of all spellings of the key together, if it saves enough to those who ask for all of them.
    fn all_together(&mut self) {
        let mut all = std::mem::take(&mut self.all);
        let apart = std::mem::take(&mut self.apart);
        if apart < WORTH_TOGETHER {
            return;
        }
        sort_records(&mut all);
        all.dedup_by_key(|record| *record >> 32);
        let posting =
            |record: u64| ((record >> 32) as u32, f32::from_bits(u32::MAX - (record & 0xFFFF_FFFF) as u32));
        self.list = all.into_iter().map(posting).collect();
        let cost = self.encode();
        if apart - cost >= WORTH_TOGETHER.max(cost * WORTH_SHARE)
            && !self.lexicon.together(self.list.len() as u32, &self.bytes)
        {
            self.lists.push(&self.bytes, self.list.len());
        }
    }

    /// Makes the bytes of the open list, and says how many they will be about, compressed.
    fn encode(&mut self) -> f32 {
        let (holding, documents) = (self.list.len(), self.ranked.documents());
        let step = weights::impact_step(self.step, holding, documents);
        let rounded = |share: f32| ((share * 255.0 / step).round() * step).clamp(1.0, 255.0) as u8;
        let list = self.list.iter().map(|&(ordinal, share)| Posting { ordinal, impact: rounded(share) });
        self.bytes.clear();
        postings::encode(&list.collect::<Vec<_>>(), &mut self.bytes);
        // Measured on lists of 1,000 to 90,000 of 100,000 articles: gaps take about what random ones do, impacts less than as many steps
        // would.
        let holding = holding.max(1) as f32;
        let gap = (documents as f32 / holding).log2() + 1.4;
        let impact = (255.0 / step).log2() - 0.8;
        holding * (gap + impact) / 8.0
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        collect::Collected,
        lexicon::{self, Entry, Place as ListPlace},
    };
    use tangthu_archive::{Block, Document};

    /// The entries of a segment of 9,000 documents: every second holds "giá", every third "gia", every fifth "già", one "giạ".
    fn entries() -> Vec<Entry> {
        let mut collected = Collected::default();
        for at in 0..9_000 {
            let mut words = vec!["một"];
            words.extend(
                [(2, "giá"), (3, "gia"), (5, "già"), (8_999, "giạ")]
                    .iter()
                    .filter(|(nth, _)| at % nth == 0)
                    .map(|(_, word)| word),
            );
            let body = vec![Block::Paragraph { text: words.join(" ") }];
            collected.add(&Document { body, ..Document::default() });
        }
        let ranked = collected.ranked();
        let mut found = Vec::new();
        for range in ranked.ranges() {
            for block in ranked.invert(PartKind::Words, range).1.blocks {
                let (bytes, _) = block.bytes([&[], &[]]);
                found.extend(lexicon::entries(&bytes, false, &mut |_| std::cmp::Ordering::Equal).unwrap());
            }
        }
        found
    }

    #[test]
    fn long_lists_of_several_spellings_have_one_of_all_together() {
        let entries = entries();
        let of = |key: &str| entries.iter().find(|entry| entry.key == key).unwrap();
        assert_eq!(of("mot").together, None, "one spelling needs none");
        let gia = of("gia");
        assert_eq!(gia.spellings.len(), 4);
        let (documents, place) = gia.together.as_ref().unwrap();
        let holding = (0..9_000).filter(|at| at % 2 == 0 || at % 3 == 0 || at % 5 == 0).count();
        assert_eq!(*documents as usize, holding + 1, "no document counts twice");
        // It stands in the stream behind the lists that it is made of, which together are twice as long.
        let stretch = |place: &ListPlace| match place {
            ListPlace::Stream(stretch) => *stretch,
            ListPlace::Inline(_) => lexicon::Stretch::default(),
        };
        let each: Vec<_> = gia.spellings.iter().map(|spelling| stretch(&spelling.place)).collect();
        assert!(each.iter().all(|one| one.offset < stretch(place).offset));
        assert!(stretch(place).length < each.iter().map(|one| one.length).sum());
    }
}
