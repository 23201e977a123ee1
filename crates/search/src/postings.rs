//! Posting lists: which documents hold a word, and how much it says about each; and for pairs, where they stand.
//!
//! A list of `n` documents is `n` varints, the first ordinal and then the gaps, followed by `n` bytes, the impacts. An
//! impact is BM25's term weight without the word's rarity, tf'/(tf' + K), so that no lengths need to be fetched to rank.
//! Writers round impacts to a few steps ([`crate::weights::impact_step`]): gzip then finds little but the gaps to store.
//!
//! The places of a pair are, for each document of its list, a count and then the first position and the gaps.

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

/// Appends the places of a pair in one document: at least one, in order.
pub(crate) fn put_places(out: &mut Vec<u8>, places: &[u32]) {
    put_varint(out, places.len() as u64);
    let mut last = 0;
    for &place in places {
        put_varint(out, u64::from(place - last));
        last = place;
    }
}

/// Reads the places of a pair, document by document in the order of its list.
pub(crate) struct Places<'a>(Reader<'a>);

impl<'a> Places<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Reader::new(bytes))
    }

    /// The places in the next document.
    pub(crate) fn next(&mut self) -> Result<Vec<u32>, Fault> {
        let count = self.0.count()?;
        let mut places = Vec::with_capacity(count);
        let mut place = 0u32;
        for _ in 0..count {
            place = place.checked_add(self.0.u32()?).ok_or("a place is out of range")?;
            places.push(place);
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
        fn places_read_back(documents in proptest::collection::vec(proptest::collection::btree_set(0u32..9_000, 1..9), 0..9)) {
            let documents: Vec<Vec<u32>> = documents.into_iter().map(|one| one.into_iter().collect()).collect();
            let mut bytes = Vec::new();
            documents.iter().for_each(|places| put_places(&mut bytes, places));
            let mut reader = Places::new(&bytes);
            for places in documents {
                prop_assert_eq!(reader.next(), Ok(places));
            }
        }

        #[test]
        fn damaged_lists_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), count: u32) {
            let _ = decode(&bytes, count, 100);
            let mut places = Places::new(&bytes);
            while places.next().is_ok_and(|found| !found.is_empty()) {}
        }
    }
}
