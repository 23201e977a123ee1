//! Lone pairs: those that one document alone of a large segment holds. In the dictionary they would be two thirds of its
//! bytes and change no order; here a hash and a document stand for each, so that an exact phrase finds them all the same.
//!
//! A part is pairs of varints, sorted: the gap to the hash before, and the document.

use crate::order::sort_records;
use tangthu_archive::bytes::{Fault, Reader, put_varint};

/// Pairs in one part: some 40 KB.
const PART_PAIRS: usize = 9_000;

/// Sorts the pairs into parts, each with its first hash.
pub(crate) fn parts(mut pairs: Vec<(u32, u32)>) -> Vec<(u32, Vec<u8>)> {
    sort_records(&mut pairs);
    // A hash must not begin in one part and go on in the next: whoever looks it up opens one part.
    let mut parts = Vec::new();
    let mut rest = pairs.as_slice();
    while let Some(&(first, _)) = rest.first() {
        let mut end = rest.len().min(PART_PAIRS);
        while end < rest.len() && rest[end].0 == rest[end - 1].0 {
            end += 1;
        }
        let (part, after) = rest.split_at(end);
        rest = after;
        let mut content = Vec::with_capacity(part.len() * 5);
        let mut last = 0;
        for &(hash, document) in part {
            put_varint(&mut content, u64::from(hash - last));
            put_varint(&mut content, u64::from(document));
            last = hash;
        }
        parts.push((first, content));
    }
    parts
}

/// The documents under `hash` in a part.
pub(crate) fn look_up(part: &[u8], hash: u32, documents: u32) -> Result<Vec<u32>, Fault> {
    let mut reader = Reader::new(part);
    let mut found = Vec::new();
    let mut at = 0u32;
    while !reader.is_empty() {
        at = at.checked_add(reader.u32()?).ok_or("hashes are out of order")?;
        let document = reader.u32()?;
        if document >= documents {
            return Err("a pair names a document past the end");
        }
        if at > hash {
            break;
        }
        if at == hash {
            found.push(document);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_in_is_found(pairs in proptest::collection::vec((0u32..40, 0u32..9), 0..60), wanted in 0u32..40) {
            let mut expected: Vec<u32> = pairs.iter().filter(|(hash, _)| *hash == wanted).map(|&(_, document)| document).collect();
            expected.sort_unstable();
            let parts = parts(pairs);
            let at = parts.partition_point(|(first, _)| *first <= wanted);
            let found = at.checked_sub(1).map_or(Ok(Vec::new()), |at| look_up(&parts[at].1, wanted, 9));
            prop_assert_eq!(found, Ok(expected));
        }

        #[test]
        fn damaged_parts_are_refused_without_a_panic(part in proptest::collection::vec(any::<u8>(), 0..40), hash: u32) {
            let _ = look_up(&part, hash, 9);
        }
    }
}
