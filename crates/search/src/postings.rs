//! Posting lists: which documents hold a word, and how much it says about each.
//!
//! A list of `n` documents is `n` varints, the first ordinal and then the gaps, followed by `n` bytes, the impacts. An
//! impact is BM25's term weight without the word's rarity, tf'/(tf' + K), in 256 steps, so that no lengths need to be
//! fetched to rank. Lists stand one after another in a stream that is cut into parts of equal size.

use crate::bytes::{Fault, Reader, put_varint};

/// Bytes of the stream in one part.
pub(crate) const PART_BYTES: usize = 32 * 1024;

/// A document in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) ordinal: u32,
    pub(crate) impact: u8,
}

pub(crate) fn encode(list: &[Posting]) -> Vec<u8> {
    let mut out = Vec::with_capacity(list.len() * 2 + 4);
    let mut last = 0;
    for posting in list {
        put_varint(&mut out, u64::from(posting.ordinal - last));
        last = posting.ordinal;
    }
    out.extend(list.iter().map(|posting| posting.impact));
    out
}

/// Reads a list of `count` documents out of `documents` in the segment.
pub(crate) fn decode(bytes: &[u8], count: u32, documents: u32) -> Result<Vec<Posting>, Fault> {
    let count = count as usize;
    // Each document takes two bytes at least.
    if count > bytes.len() / 2 {
        return Err("a list claims more documents than it has bytes for");
    }
    let mut reader = Reader::new(bytes);
    let mut list = Vec::with_capacity(count);
    let mut ordinal = 0u32;
    for at in 0..count {
        let gap = reader.u32()?;
        if at > 0 && gap == 0 {
            return Err("a list names a document twice");
        }
        ordinal = ordinal
            .checked_add(gap)
            .filter(|&next| next < documents)
            .ok_or("a list names a document past the end")?;
        list.push(Posting { ordinal, impact: 0 });
    }
    for (posting, &impact) in list.iter_mut().zip(reader.take(count)?) {
        posting.impact = impact;
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_reads_back(list in proptest::collection::btree_map(0u32..5_000, any::<u8>(), 0..200)) {
            let list: Vec<_> = list.into_iter().map(|(ordinal, impact)| Posting { ordinal, impact }).collect();
            let bytes = encode(&list);
            prop_assert_eq!(decode(&bytes, list.len() as u32, 5_000), Ok(list));
        }

        #[test]
        fn damaged_lists_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), count: u32) {
            let _ = decode(&bytes, count, 100);
        }
    }
}
