//! The dictionary: every spelling in the segment under its folded key, with the place of its posting list.
//!
//! A block is a part, sorted by folded key:
//!
//! ```text
//! block    = (0x80 0x00 links links)? lists:varint places:varint entry*
//! links    = count:varint link{count}               the parts of the streams that hold the block's lists, and its places
//! link     = from:varint hash:16 bytes:varint inflated:varint
//! entry    = shared:varint suffix:bytes count:varint spelling{count}     key = shared bytes of the key before + suffix
//! spelling = written:bytes documents:varint length:varint list? places?  written is empty where it equals the key
//! list     = the posting list itself, where length <= 8; else it is the next `length` bytes of the stream
//! places   = length:varint, in the dictionary of pairs alone: the next bytes of the stream of places
//! ```
//!
//! `lists` and `places` say where in the streams the first list and the first places begin. A block without links leaves it
//! to the table to say which parts hold them.
//!
//! Short lists stand in the dictionary itself: a rare word costs no second fetch. The others lie in the streams in the
//! order of the dictionary, so their lengths say where each begins.

use crate::segment::Link;
use tangthu_archive::{
    PartHash, PartRef,
    bytes::{Fault, Reader, put_bytes, put_varint},
};

/// Posting lists up to this length, in bytes, stand in the dictionary.
pub(crate) const INLINE_BYTES: usize = 8;

/// Longest key and longest spelling, in bytes: two words of [`crate::analysis::MAX_WORD_BYTES`] and a blank. Keys share
/// their beginnings, so without a limit a small block could stand for gigabytes.
const MAX_KEY_BYTES: usize = 2 * crate::analysis::MAX_WORD_BYTES + 1;

/// Longest block that is read: one entry may push a block past the size at which it is closed, but not far.
const MAX_BLOCK_BYTES: usize = 256 * 1024;

/// Where a posting list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the dictionary: its bytes.
    Inline(Vec<u8>),
    /// In the stream of posting lists.
    Stream(Stretch),
}

/// Begins a block with links: a one in two bytes, which no number that is written begins with.
const LINKED: [u8; 2] = [0x81, 0];

/// The same in archives of version 1, whose links have whole hashes.
const LINKED_1: [u8; 2] = [0x80, 0];

/// Bytes of a whole hash.
const WHOLE_HASH: usize = 32;

/// Some bytes of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The first byte.
    pub(crate) offset: u64,
    /// How many.
    pub(crate) length: u32,
    /// The part that holds them, where the block says so.
    pub(crate) link: Option<Link>,
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
    /// For a pair: where its places are.
    pub(crate) places: Stretch,
}

/// A folded key with its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Its spellings, sorted.
    pub(crate) spellings: Vec<Spelling>,
}

/// A block as written: the streams' offsets at its beginning are still those within one range of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawBlock {
    pub(crate) first: String,
    pub(crate) lists: u64,
    pub(crate) places: u64,
    pub(crate) entries: Vec<u8>,
}

impl RawBlock {
    /// The block's bytes; `links` name the parts that hold its lists and its places, none of either where that is unknown.
    pub(crate) fn bytes(&self, links: [&[Link]; 2]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.entries.len() + 12);
        if links.iter().any(|links| !links.is_empty()) {
            out.extend_from_slice(&LINKED);
            links.iter().for_each(|links| put_links(&mut out, links));
        }
        put_varint(&mut out, self.lists);
        put_varint(&mut out, self.places);
        out.extend_from_slice(&self.entries);
        out
    }
}

/// Writes entries, in order of their keys, into blocks.
#[derive(Default)]
pub(crate) struct LexiconWriter {
    block_bytes: usize,
    blocks: Vec<RawBlock>,
    block: RawBlock,
    last: String,
    lists: u64,
    places: u64,
    spellings: Vec<u8>,
    count: u64,
}

impl LexiconWriter {
    /// A dictionary whose blocks are closed at so many bytes.
    pub(crate) fn new(block_bytes: usize) -> Self {
        Self { block_bytes, ..Self::default() }
    }

    /// Adds a spelling of the key that [`LexiconWriter::end_entry`] ends. `places` is the length of a pair's places.
    pub(crate) fn spelling(
        &mut self,
        key: &str,
        written: &str,
        documents: u32,
        list: &[u8],
        places: Option<u32>,
    ) {
        let written = if written == key { "" } else { written };
        put_bytes(&mut self.spellings, written.as_bytes());
        put_varint(&mut self.spellings, u64::from(documents));
        put_varint(&mut self.spellings, list.len() as u64);
        if list.len() <= INLINE_BYTES {
            self.spellings.extend_from_slice(list);
        } else {
            self.lists += list.len() as u64;
        }
        if let Some(places) = places {
            put_varint(&mut self.spellings, u64::from(places));
            self.places += u64::from(places);
        }
        self.count += 1;
    }

    /// Ends the entry of `key`. A key without spellings is left out.
    pub(crate) fn end_entry(&mut self, key: &str) {
        if self.count == 0 {
            return;
        }
        let block = &mut self.block.entries;
        if block.is_empty() {
            key.clone_into(&mut self.block.first);
            self.last.clear();
        }
        let shared = shared_prefix(&self.last, key);
        put_varint(block, shared as u64);
        put_bytes(block, &key.as_bytes()[shared..]);
        put_varint(block, std::mem::take(&mut self.count));
        block.append(&mut self.spellings);
        key.clone_into(&mut self.last);
        if block.len() >= self.block_bytes {
            self.close();
        }
    }

    fn close(&mut self) {
        if !self.block.entries.is_empty() {
            self.blocks.push(std::mem::take(&mut self.block));
        }
        self.block.lists = self.lists;
        self.block.places = self.places;
    }

    pub(crate) fn finish(mut self) -> Vec<RawBlock> {
        self.close();
        self.blocks
    }
}

fn put_links(out: &mut Vec<u8>, links: &[Link]) {
    put_varint(out, links.len() as u64);
    for Link { from, part } in links {
        put_varint(out, u64::from(*from));
        out.extend_from_slice(part.hash.bytes());
        put_varint(out, u64::from(part.bytes));
        put_varint(out, u64::from(part.inflated));
    }
}

/// Reads links whose hashes have `width` bytes.
fn read_links(reader: &mut Reader, width: usize) -> Result<Vec<Link>, Fault> {
    let count = reader.count()?;
    let mut links: Vec<Link> = Vec::new();
    for _ in 0..count {
        let from = reader.u32()?;
        let hash = PartHash::begins(reader.take(width)?).ok_or("it ends too early")?;
        let part = PartRef { hash, bytes: reader.u32()?, inflated: reader.u32()? };
        part.validate("").map_err(|_| "a link names a part that is too large")?;
        if links.last().is_some_and(|last| last.from >= from) {
            return Err("links are not in order");
        }
        links.push(Link { from, part });
    }
    Ok(links)
}

/// The links that stand at the head of `block`: those of its lists, and those of its places. None where it has no links.
pub(crate) fn links(block: &[u8]) -> Result<[Vec<Link>; 2], Fault> {
    head(&mut Reader::new(block))
}

fn head(reader: &mut Reader) -> Result<[Vec<Link>; 2], Fault> {
    let width = if reader.skip(&LINKED) {
        PartHash::BYTES
    } else if reader.skip(&LINKED_1) {
        WHOLE_HASH
    } else {
        return Ok([Vec::new(), Vec::new()]);
    };
    Ok([read_links(reader, width)?, read_links(reader, width)?])
}

fn shared_prefix(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

/// Reads the entries of `block` that `wanted` asks for, going from key to key; `wanted` says where the key stands to what
/// is looked for. `pairs` tells a block of the dictionary of pairs.
pub(crate) fn entries(
    block: &[u8],
    pairs: bool,
    mut wanted: impl FnMut(&str) -> std::cmp::Ordering,
) -> Result<Vec<Entry>, Fault> {
    use std::cmp::Ordering;
    if block.len() > MAX_BLOCK_BYTES {
        return Err("a block is longer than any that is written");
    }
    let mut reader = Reader::new(block);
    let [list_links, place_links] = head(&mut reader)?;
    let (mut lists, mut all_places) = (reader.varint()?, reader.varint()?);
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
            let mut list: &[u8] = &[];
            let in_stream = if length as usize > INLINE_BYTES { length } else { 0 };
            let stretch = next_stretch(&mut lists, in_stream, &list_links)?;
            if length as usize <= INLINE_BYTES {
                list = reader.take(length as usize)?;
            }
            let places = if pairs {
                next_stretch(&mut all_places, reader.u32()?, &place_links)?
            } else {
                Stretch::default()
            };
            if wants == Ordering::Equal {
                let place =
                    if stretch.length > 0 { Place::Stream(stretch) } else { Place::Inline(list.to_vec()) };
                let written = if written.is_empty() { key.clone() } else { written.to_owned() };
                spellings.push(Spelling { written, documents, place, places });
            }
        }
        if wants == Ordering::Equal {
            found.push(Entry { key: key.clone(), spellings });
        }
    }
    Ok(found)
}

/// The next `length` bytes of a stream that has been read up to `at`.
fn next_stretch(at: &mut u64, length: u32, links: &[Link]) -> Result<Stretch, Fault> {
    let offset = *at;
    *at = at.checked_add(u64::from(length)).ok_or("a list lies past every stream")?;
    let after = links.partition_point(|link| u64::from(link.from) <= offset);
    let link = after.checked_sub(1).map(|before| links[before]);
    if link.is_none() && length > 0 && !links.is_empty() {
        return Err("a list stands in none of the parts that its block names");
    }
    Ok(Stretch { offset, length, link })
}

/// Whether `block` can be read from end to end.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(block: &[u8], pairs: bool) -> Result<(), Fault> {
    entries(block, pairs, |_| std::cmp::Ordering::Less).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    /// A spelling: its word, the documents, its list and the length of its places.
    fn spelling() -> impl Strategy<Value = (String, u32, Vec<u8>, u32)> {
        ("[a-zậ]{1,5}", 1u32 << 20..1 << 30, proptest::collection::vec(any::<u8>(), 0..30), 0u32..1 << 20)
    }

    proptest! {
        #[test]
        fn a_dictionary_reads_back(words in proptest::collection::btree_map("[a-zđê ]{1,6}", proptest::collection::vec(spelling(), 1..3), 0..200), pairs: bool, base in 0u64..1 << 31, linked: bool) {
            let mut writer = LexiconWriter::new(64);
            for (key, spellings) in &words {
                for (written, documents, list, places) in spellings {
                    writer.spelling(key, written, *documents, list, pairs.then_some(*places));
                }
                writer.end_entry(key);
            }
            let mut read = Vec::new();
            let link = Link { from: base as u32, part: PartRef { hash: PartHash::of(b"x"), bytes: 1, inflated: 9 } };
            let link = Some(link).filter(|_| linked);
            for block in writer.finish() {
                let (lists, places) = (base + block.lists, base + block.places);
                let bytes = RawBlock { lists, places, ..block.clone() }.bytes([link.as_slice(); 2]);
                prop_assert_eq!(links(&bytes), Ok([link.into_iter().collect(), link.into_iter().collect()]));
                let found = entries(&bytes, pairs, |_| Ordering::Equal).unwrap();
                prop_assert_eq!(&found[0].key, &block.first);
                read.extend(found);
            }
            let (mut lists, mut all_places) = (base, base);
            prop_assert_eq!(read.len(), words.len());
            for (entry, (key, spellings)) in read.iter().zip(&words) {
                prop_assert_eq!(&entry.key, key);
                for (read, (written, documents, list, places)) in entry.spellings.iter().zip(spellings) {
                    prop_assert_eq!((&read.written, read.documents), (written, *documents));
                    match &read.place {
                        Place::Inline(inline) => prop_assert_eq!(inline, list),
                        Place::Stream(stretch) => {
                            prop_assert_eq!(*stretch, Stretch { offset: lists, length: list.len() as u32, link });
                            lists += list.len() as u64;
                        }
                    }
                    if pairs {
                        prop_assert_eq!(read.places, Stretch { offset: all_places, length: *places, link });
                        all_places += u64::from(*places);
                    }
                }
            }
        }

        #[test]
        fn keys_longer_than_any_word_are_refused(length in MAX_KEY_BYTES + 1..5_000) {
            let mut block = vec![0, 0];
            put_varint(&mut block, 0);
            put_bytes(&mut block, &vec![b'a'; length]);
            put_varint(&mut block, 0);
            prop_assert!(entries(&block, false, |_| Ordering::Equal).is_err());
        }

        #[test]
        fn damaged_blocks_are_refused_without_a_panic(block in proptest::collection::vec(any::<u8>(), 0..60), pairs: bool) {
            let _ = entries(&block, pairs, |_| Ordering::Equal);
        }
    }
}
