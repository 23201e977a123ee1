//! The dictionary: every spelling in the segment under its folded key, with the place of its posting list.
//!
//! A block is a part of about 8 KB, sorted by folded key. In a block:
//!
//! ```text
//! block    = entry*
//! entry    = shared:varint suffix:bytes count:varint spelling{count}     key = shared bytes of the key before + suffix
//! spelling = written:bytes documents:varint place                         written is empty where it equals the key
//! place    = length:varint ( length > 8: offset:varint | else: the list itself )
//! ```
//!
//! Short lists stand in the dictionary itself: a rare word costs no second fetch.

use crate::bytes::{Fault, Reader, put_bytes, put_varint};

/// Posting lists up to this length, in bytes, stand in the dictionary.
pub(crate) const INLINE_BYTES: usize = 8;

/// Size at which a block is closed, in bytes before compression: a fetch of 3–4 KB.
pub(crate) const BLOCK_BYTES: usize = 8 * 1024;

/// Longest key and longest spelling, in bytes: two words of [`crate::analysis::MAX_WORD_BYTES`] and a blank. Keys share
/// their beginnings, so without a limit a small block could stand for gigabytes.
const MAX_KEY_BYTES: usize = 2 * crate::analysis::MAX_WORD_BYTES + 1;

/// Longest block that is read: one entry may push a block past [`BLOCK_BYTES`], but not far.
const MAX_BLOCK_BYTES: usize = 256 * 1024;

/// Where a posting list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the dictionary: its bytes.
    Inline(Vec<u8>),
    /// In the stream of posting lists: offset and length in bytes.
    Stream {
        /// Offset in the stream, which parts of [`crate::postings::PART_BYTES`] cut.
        offset: u64,
        /// Length.
        length: u32,
    },
}

/// A spelling with its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The word (or pair, joined by a space) as written, in normal form.
    pub(crate) written: String,
    /// Documents that hold it.
    pub(crate) documents: u32,
    /// Its posting list.
    pub(crate) place: Place,
}

/// A folded key with its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Its spellings, sorted.
    pub(crate) spellings: Vec<Spelling>,
}

/// Writes entries, in order of their keys, into blocks; each block with its first key.
#[derive(Default)]
pub(crate) struct LexiconWriter {
    blocks: Vec<(String, Vec<u8>)>,
    block: Vec<u8>,
    first: String,
    last: String,
}

impl LexiconWriter {
    pub(crate) fn push(&mut self, entry: &Entry) {
        if self.block.is_empty() {
            self.first.clone_from(&entry.key);
            self.last.clear();
        }
        let shared = shared_prefix(&self.last, &entry.key);
        put_varint(&mut self.block, shared as u64);
        put_bytes(&mut self.block, &entry.key.as_bytes()[shared..]);
        put_varint(&mut self.block, entry.spellings.len() as u64);
        for spelling in &entry.spellings {
            let written = if spelling.written == entry.key { "" } else { &spelling.written };
            put_bytes(&mut self.block, written.as_bytes());
            put_varint(&mut self.block, u64::from(spelling.documents));
            match &spelling.place {
                Place::Inline(list) => put_bytes(&mut self.block, list),
                Place::Stream { offset, length } => {
                    put_varint(&mut self.block, u64::from(*length));
                    put_varint(&mut self.block, *offset);
                }
            }
        }
        self.last.clone_from(&entry.key);
        if self.block.len() >= BLOCK_BYTES {
            self.close();
        }
    }

    fn close(&mut self) {
        if !self.block.is_empty() {
            self.blocks.push((std::mem::take(&mut self.first), std::mem::take(&mut self.block)));
        }
    }

    pub(crate) fn finish(mut self) -> Vec<(String, Vec<u8>)> {
        self.close();
        self.blocks
    }
}

fn shared_prefix(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

/// Reads the entries of `block` that `wanted` asks for, going from key to key; `wanted` says where the key stands to what
/// is looked for.
pub(crate) fn entries(
    block: &[u8],
    mut wanted: impl FnMut(&str) -> std::cmp::Ordering,
) -> Result<Vec<Entry>, Fault> {
    use std::cmp::Ordering;
    if block.len() > MAX_BLOCK_BYTES {
        return Err("a block is longer than any that is written");
    }
    let mut reader = Reader::new(block);
    let (mut key, mut before) = (String::new(), String::new());
    let mut found = Vec::new();
    while !reader.is_empty() {
        let shared = reader.varint()? as usize;
        if shared > key.len() || !key.is_char_boundary(shared) {
            return Err("a key refers past the one before it");
        }
        key.truncate(shared);
        key.push_str(reader.text()?);
        if key.len() > MAX_KEY_BYTES || key <= before && !before.is_empty() {
            return Err("keys are too long or not in order");
        }
        before.clone_from(&key);
        let wants = wanted(&key);
        if wants == Ordering::Greater {
            break;
        }
        let count = reader.count()?;
        let mut spellings = Vec::new();
        for _ in 0..count {
            let written = reader.text()?;
            if written.len() > MAX_KEY_BYTES {
                return Err("a spelling is too long");
            }
            let documents = reader.u32()?;
            let length = reader.u32()?;
            // A document takes at most five bytes for its gap and one for its impact.
            if u64::from(length) > 6 * u64::from(documents) {
                return Err("a list is longer than its documents need");
            }
            let place = if length as usize > INLINE_BYTES {
                Place::Stream { offset: reader.varint()?, length }
            } else {
                Place::Inline(reader.take(length as usize)?.to_vec())
            };
            if wants == Ordering::Equal {
                let written = if written.is_empty() { key.clone() } else { written.to_owned() };
                spellings.push(Spelling { written, documents, place });
            }
        }
        if wants == Ordering::Equal {
            found.push(Entry { key: key.clone(), spellings });
        }
    }
    Ok(found)
}

/// Whether `block` can be read from end to end.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(block: &[u8]) -> Result<(), Fault> {
    entries(block, |_| std::cmp::Ordering::Less).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn place() -> impl Strategy<Value = Place> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..=INLINE_BYTES).prop_map(Place::Inline),
            (0u64..1 << 40, (INLINE_BYTES as u32 + 1)..1 << 20)
                .prop_map(|(offset, length)| Place::Stream { offset, length }),
        ]
    }

    proptest! {
        #[test]
        fn a_dictionary_reads_back(words in proptest::collection::btree_map("[a-zđê ]{1,6}", proptest::collection::vec(("[a-zậ]{1,5}", 1u32 << 20..1 << 30, place()), 1..3), 0..60)) {
            let wanted: Vec<Entry> = words.into_iter().map(|(key, spellings)| Entry {
                key,
                spellings: spellings.into_iter().map(|(written, documents, place)| Spelling { written, documents, place }).collect(),
            }).collect();
            let mut writer = LexiconWriter::default();
            for entry in &wanted {
                writer.push(entry);
            }
            let mut read = Vec::new();
            for (first, block) in writer.finish() {
                let found = entries(&block, |_| Ordering::Equal).unwrap();
                prop_assert_eq!(&found[0].key, &first);
                read.extend(found);
            }
            prop_assert_eq!(read, wanted);
        }

        #[test]
        fn keys_longer_than_any_word_are_refused(length in MAX_KEY_BYTES + 1..5_000) {
            let mut block = Vec::new();
            put_varint(&mut block, 0);
            put_bytes(&mut block, &vec![b'a'; length]);
            put_varint(&mut block, 0);
            prop_assert!(entries(&block, |_| Ordering::Equal).is_err());
        }

        #[test]
        fn damaged_blocks_are_refused_without_a_panic(block in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = entries(&block, |_| Ordering::Equal);
        }
    }
}
