//! Posting lists: which documents hold a word, and how much it says about each; and for pairs, where they stand.
//!
//! A list of `n` documents is `n` varints, the first ordinal and then the gaps, followed by `n` bytes, the impacts. An
//! impact is BM25's term weight without the word's rarity, tf'/(tf' + K), so that no lengths need to be fetched to rank.
//! Writers round impacts to a few steps ([`crate::weights::impact_step`]): gzip then finds little but the gaps to store.
//!
//! A place of a pair tells which occurrence of its first word in the document it begins with, and which of its second it ends
//! with, counted from 0 among the words with one folded key. Where one pair ends with the occurrence with which another begins, three
//! words stand side by side. That takes a third of the bytes of positions: most words stand in a document once or twice.
//!
//! Places are written document by document as what they add to the place before, nearly always in one byte. Up to version 3 of the
//! format a place is the number of words before the pair: for each document a count, the first one and the gaps.

use tangthu_archive::bytes::{Fault, Reader, put_varint};

/// A document in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) ordinal: u32,
    pub(crate) impact: u8,
}

pub(crate) fn encode(list: &[Posting], out: &mut Vec<u8>) {
    let mut last = 0;
    for posting in list {
        put_varint(out, u64::from(posting.ordinal - last));
        last = posting.ordinal;
    }
    out.extend(list.iter().map(|posting| posting.impact));
}

/// Reads a list of `count` documents out of `documents` in the segment.
pub(crate) fn decode(bytes: &[u8], count: u32, documents: u32) -> Result<Vec<Posting>, Fault> {
    // Each document takes two bytes at least, the last of which is its impact.
    let Some((gaps, impacts)) = bytes
        .len()
        .checked_sub(count as usize)
        .filter(|&gaps| gaps >= count as usize)
        .map(|gaps| bytes.split_at(gaps))
    else {
        return Err("a list claims more documents than it has bytes for");
    };
    let mut reader = Reader::new(gaps);
    let mut list = Vec::with_capacity(impacts.len());
    let mut ordinal = 0u32;
    for &impact in impacts {
        // Every search goes through here for each document of its lists, and most gaps take one byte.
        let gap = match reader.small() {
            Some(gap) => u32::from(gap),
            None => reader.u32()?,
        };
        if gap == 0 && !list.is_empty() {
            return Err("a list names a document twice");
        }
        ordinal = ordinal
            .checked_add(gap)
            .filter(|&next| next < documents)
            .ok_or("a list names a document past the end")?;
        list.push(Posting { ordinal, impact });
    }
    if reader.is_empty() { Ok(list) } else { Err("a list has more bytes than its documents need") }
}

/// A place of a pair: the occurrence of its first word, and that of its second.
pub(crate) type Place = (u32, u32);

/// Both numbers of a place that add less than this take one byte together.
const SMALL: u32 = 15;

/// Two numbers follow, at least one of which is not small.
const LARGE: u8 = (SMALL * SMALL) as u8;

/// Two places follow; from this byte on one more each. Without such a byte it is one.
const TWO: u8 = LARGE + 1;

/// The number of places follows, and they.
const MANY: u8 = u8::MAX;

/// Appends the places of a pair in one document: at least one, in order.
pub(crate) fn put_places(out: &mut Vec<u8>, places: &[Place]) {
    match u8::try_from(places.len() + usize::from(TWO) - 2) {
        Ok(code) if code < TWO => {}
        Ok(code) if code < MANY => out.push(code),
        _ => {
            out.push(MANY);
            put_varint(out, places.len() as u64);
        }
    }
    let mut last = (0, 0);
    for &place in places {
        let (first, second) = (place.0 - last.0, place.1 - last.1);
        if first < SMALL && second < SMALL {
            out.push((first * SMALL + second) as u8);
        } else {
            out.push(LARGE);
            put_varint(out, u64::from(first));
            put_varint(out, u64::from(second));
        }
        last = place;
    }
}

/// Reads the places of a pair, document by document in the order of its list.
pub(crate) struct Places<'a> {
    bytes: Reader<'a>,
    /// Whether they are positions, as up to version 3.
    positions: bool,
}

impl<'a> Places<'a> {
    pub(crate) fn new(bytes: &'a [u8], positions: bool) -> Self {
        Self { bytes: Reader::new(bytes), positions }
    }

    /// The places in the next document.
    pub(crate) fn next(&mut self) -> Result<Vec<Place>, Fault> {
        if self.positions {
            return self.next_positions();
        }
        let code = self.byte()?;
        let (count, mut code) = match code {
            MANY => (self.bytes.count()?, None),
            TWO.. => (usize::from(code - TWO) + 2, None),
            _ => (1, Some(code)),
        };
        let mut places = Vec::with_capacity(count.min(self.bytes.remaining() + 1));
        let mut last = (0u32, 0u32);
        for _ in 0..count {
            let add = match code.take().map_or_else(|| self.byte(), Ok)? {
                LARGE => (self.bytes.u32()?, self.bytes.u32()?),
                small @ ..LARGE => (u32::from(small) / SMALL, u32::from(small) % SMALL),
                _ => return Err("places are counted twice"),
            };
            let place = last.0.checked_add(add.0).zip(last.1.checked_add(add.1));
            last = place.ok_or("a place is out of range")?;
            places.push(last);
        }
        Ok(places)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.bytes.take(1)?[0])
    }

    fn next_positions(&mut self) -> Result<Vec<Place>, Fault> {
        let count = self.bytes.count()?;
        let mut places = Vec::with_capacity(count);
        let mut place = 0u32;
        for _ in 0..count {
            place = place.checked_add(self.bytes.u32()?).ok_or("a place is out of range")?;
            places.push((place, place.saturating_add(1)));
        }
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_reads_back(list in proptest::collection::btree_map(0u32..5_000, any::<u8>(), 0..200)) {
            let list: Vec<_> = list.into_iter().map(|(ordinal, impact)| Posting { ordinal, impact }).collect();
            let mut bytes = Vec::new();
            encode(&list, &mut bytes);
            prop_assert_eq!(decode(&bytes, list.len() as u32, 5_000), Ok(list));
        }

        #[test]
        fn places_read_back(documents in proptest::collection::vec(proptest::collection::vec((0u32..40, 0u32..40), 1..50), 0..9)) {
            let sum = |adds: Vec<Place>| {
                adds.into_iter().scan((0, 0), |at, add| {
                    *at = (at.0 + add.0, at.1 + add.1);
                    Some(*at)
                }).collect::<Vec<Place>>()
            };
            let documents: Vec<Vec<Place>> = documents.into_iter().map(sum).collect();
            let mut bytes = Vec::new();
            documents.iter().for_each(|places| put_places(&mut bytes, places));
            let mut reader = Places::new(&bytes, false);
            for places in documents {
                prop_assert_eq!(reader.next(), Ok(places));
            }
            prop_assert!(reader.bytes.is_empty());
        }

        #[test]
        fn damaged_lists_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), count: u32, positions: bool) {
            let _ = decode(&bytes, count, 100);
            let mut places = Places::new(&bytes, positions);
            while places.next().is_ok_and(|found| !found.is_empty()) {}
        }
    }

    #[test]
    fn positions_of_old_are_places() {
        let mut reader = Places::new(&[2, 3, 4, 1, 9], true);
        assert_eq!(reader.next(), Ok(vec![(3, 4), (7, 8)]));
        assert_eq!(reader.next(), Ok(vec![(9, 10)]));
    }
}
