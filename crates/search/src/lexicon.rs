//! The dictionary: every spelling in the segment under its folded key, with the place of its posting list.
//!
//! A block is a part, sorted by folded key:
//!
//! ```text
//! block    = 0x82 0x00 links links lists:varint places:varint entries:bytes gaps:bytes impacts
//! links    = count:varint link{count}               the parts of the streams that hold the block's lists, and its places
//! link     = from:varint hash:16 bytes:varint inflated:varint
//! entries  = entry*
//! entry    = shared:varint suffix:bytes count:varint spelling{count / 2} list?     key = shared bytes of the key before + suffix
//! spelling = written:bytes list places?             written is empty where it equals the key
//! list     = documents:varint length:varint?        documents is doubled; where it is odd the list lies in the stream
//! places   = length:varint, in the dictionary of pairs alone: the next bytes of the stream of places
//! ```
//!
//! `lists` and `places` say where in the streams the first list and the first places begin. A block without links leaves it
//! to the table to say which parts hold them.
//!
//! Short lists stand in the block itself, so that they cost no second fetch: the list's gaps are the next of `gaps`, its impacts
//! the next of `impacts`, one a document. (Things of one sort side by side compress better.) The others lie in the streams in
//! the order of the dictionary, so their lengths say where each begins.
//!
//! Where `count` is odd, the list of all spellings **together** follows them: for each document the best impact of one, as for a word
//! typed without marks ([`weights::OTHER_SPELLING`](crate::weights::OTHER_SPELLING)). What is typed so has dozens of spellings at
//! times, whose lists are several times as long as that of all.
//!
//! Up to version 3 a block begins with 81 00, `count` is not doubled, a list is `documents length`, where the length is doubled in
//! place of the number of documents and told of lists in the block, too; places are positions. In version 1 a block is
//! `(0x80 0x00 links links)? lists places entry*`, hashes have 32 bytes, and a list of up to 8 bytes
//! stands in its spelling, after `length`, which is not doubled.

mod write;

pub(crate) use write::{LexiconWriter, RawBlock};

use crate::segment::Link;
use std::cmp::Ordering;
use tangthu_archive::{
    PartHash, PartRef,
    bytes::{Fault, Reader},
};

/// Posting lists up to this length, in bytes, stand in the dictionary in version 1.
const INLINE_BYTES_1: usize = 8;

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

/// Begins a block: a two in two bytes, which no number that is written begins with, nor any block of version 1.
const BLOCK: [u8; 2] = [0x82, 0];

/// Begins a block up to version 3.
const BLOCK_3: [u8; 2] = [0x81, 0];

/// Begins a block with links in version 1.
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
    /// Of places: whether they are positions, as up to version 3.
    pub(crate) positions: bool,
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
    /// The list of all of them: how many documents, and where it is.
    pub(crate) together: Option<(u32, Place)>,
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
    Ok(Cursor::open(block)?.links)
}

/// Goes through a block from list to list.
struct Cursor<'a> {
    /// Whether lists are told of as up to version 3.
    old: bool,
    links: [Vec<Link>; 2],
    /// Where in the streams the next list and the next places begin.
    at: [u64; 2],
    entries: Reader<'a>,
    /// The gaps and the impacts of the lists that stand in the block; in version 1 they stand among the entries.
    apart: Option<[Reader<'a>; 2]>,
}

impl<'a> Cursor<'a> {
    fn open(block: &'a [u8]) -> Result<Self, Fault> {
        if block.len() > MAX_BLOCK_BYTES {
            return Err("a block is longer than any that is written");
        }
        let mut reader = Reader::new(block);
        let now = reader.skip(&BLOCK);
        let apart = now || reader.skip(&BLOCK_3);
        let width = if apart { PartHash::BYTES } else { WHOLE_HASH };
        let links = if apart || reader.skip(&LINKED_1) {
            [read_links(&mut reader, width)?, read_links(&mut reader, width)?]
        } else {
            [Vec::new(), Vec::new()]
        };
        let at = [reader.varint()?, reader.varint()?];
        if !apart {
            return Ok(Self { old: true, links, at, entries: reader, apart: None });
        }
        let (entries, gaps) = (Reader::new(reader.bytes()?), Reader::new(reader.bytes()?));
        Ok(Self { old: !now, links, at, entries, apart: Some([gaps, reader]) })
    }

    /// The next list, and of how many documents it is. Its bytes are copied where it is `wanted`.
    fn list(&mut self, wanted: bool) -> Result<(u32, Place), Fault> {
        let mut documents = self.entries.u32()?;
        let mut inline = documents % 2 == 0;
        let mut length = if self.old || !inline { self.entries.u32()? } else { 0 };
        match &self.apart {
            Some(_) if self.old => (length, inline) = (length / 2, length % 2 == 0),
            Some([gaps, _]) => {
                documents /= 2;
                if inline {
                    length = gaps.length_of(documents)?;
                }
            }
            None => inline = length as usize <= INLINE_BYTES_1,
        }
        // A document takes at most five bytes for its gap and one for its impact.
        if u64::from(length) > 6 * u64::from(documents) {
            return Err("a list is longer than its documents need");
        }
        if !inline {
            return Ok((documents, Place::Stream(self.stretch(0, length)?)));
        }
        let mut list = Vec::new();
        let mut copy = |bytes: &[u8]| {
            if wanted {
                list.extend_from_slice(bytes);
            }
        };
        match &mut self.apart {
            Some([gaps, impacts]) => {
                copy(gaps.take(length as usize)?);
                copy(impacts.take(documents as usize)?);
            }
            None => copy(self.entries.take(length as usize)?),
        }
        Ok((documents, Place::Inline(list)))
    }

    /// The next `length` bytes of a stream: 0 is that of the lists, 1 that of the places.
    fn stretch(&mut self, stream: usize, length: u32) -> Result<Stretch, Fault> {
        let (offset, links) = (self.at[stream], &self.links[stream]);
        self.at[stream] = offset.checked_add(u64::from(length)).ok_or("a list lies past every stream")?;
        let after = links.partition_point(|link| u64::from(link.from) <= offset);
        let link = after.checked_sub(1).map(|before| links[before]);
        if link.is_none() && length > 0 && !links.is_empty() {
            return Err("a list stands in none of the parts that its block names");
        }
        Ok(Stretch { offset, length, link, positions: self.old })
    }
}

/// Reads the entries of `block` that `wanted` asks for, going from key to key; `wanted` says where the key stands to what
/// is looked for. `pairs` tells a block of the dictionary of pairs.
pub(crate) fn entries(
    block: &[u8],
    pairs: bool,
    wanted: &mut dyn FnMut(&str) -> Ordering,
) -> Result<Vec<Entry>, Fault> {
    let mut cursor = Cursor::open(block)?;
    let (mut key, mut before) = (String::new(), String::new());
    let mut found = Vec::new();
    while !cursor.entries.is_empty() {
        let shared = cursor.entries.varint()? as usize;
        if shared > key.len() || !key.is_char_boundary(shared) {
            return Err("a key refers past the one before it");
        }
        key.truncate(shared);
        key.push_str(cursor.entries.text()?);
        if key.len() > MAX_KEY_BYTES || key <= before && !before.is_empty() {
            return Err("keys are too long or not in order");
        }
        before.clone_from(&key);
        let wants = wanted(&key);
        if wants == Ordering::Greater {
            break;
        }
        let wants = wants == Ordering::Equal;
        let count = cursor.entries.u32()?;
        let (count, has_all) = if cursor.old { (count, false) } else { (count / 2, count % 2 == 1) };
        let mut spellings = Vec::new();
        for _ in 0..count {
            let written = cursor.entries.text()?;
            if written.len() > MAX_KEY_BYTES {
                return Err("a spelling is too long");
            }
            let (documents, place) = cursor.list(wants)?;
            let places = if pairs {
                let length = cursor.entries.u32()?;
                cursor.stretch(1, length)?
            } else {
                Stretch::default()
            };
            if wants {
                let written = if written.is_empty() { key.clone() } else { written.to_owned() };
                spellings.push(Spelling { written, documents, place, places });
            }
        }
        let together = if has_all { Some(cursor.list(wants)?) } else { None };
        if wants {
            found.push(Entry { key: key.clone(), spellings, together });
        }
    }
    Ok(found)
}

/// Whether `block` can be read from end to end.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(block: &[u8], pairs: bool) -> Result<(), Fault> {
    entries(block, pairs, &mut |_| Ordering::Less).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tangthu_archive::bytes::{put_bytes, put_varint};

    /// The gaps and impacts of a list.
    fn list() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
        proptest::collection::vec((0u64..1 << 14, any::<u8>()), 1..30).prop_map(|list| {
            let mut gaps = Vec::new();
            list.iter().for_each(|(gap, _)| put_varint(&mut gaps, *gap));
            (gaps, list.into_iter().map(|(_, impact)| impact).collect())
        })
    }

    /// A spelling: its word, the gaps and impacts of its list, the length of its places.
    fn spelling() -> impl Strategy<Value = (String, Vec<u8>, Vec<u8>, u32)> {
        ("[a-zậ]{1,5}", list(), 0u32..1 << 20)
            .prop_map(|(word, (gaps, impacts), places)| (word, gaps, impacts, places))
    }

    /// A key with its spellings and, for some, the list of all together.
    type Written = (Vec<(String, Vec<u8>, Vec<u8>, u32)>, Option<(Vec<u8>, Vec<u8>)>);

    fn entry() -> impl Strategy<Value = Written> {
        (proptest::collection::vec(spelling(), 1..3), proptest::option::of(list()))
    }

    proptest! {
        #[test]
        fn a_dictionary_reads_back(words in proptest::collection::btree_map("[a-zđê ]{1,6}", entry(), 0..200), pairs: bool, base in 0u64..1 << 31, linked: bool) {
            const INLINE: usize = 40;
            let mut writer = LexiconWriter::new(64, INLINE);
            for (key, (spellings, together)) in &words {
                for (written, gaps, impacts, places) in spellings {
                    let list = [gaps.as_slice(), impacts].concat();
                    let inline = writer.spelling(key, written, impacts.len() as u32, &list, pairs.then_some(*places));
                    prop_assert_eq!(inline, list.len() <= INLINE);
                }
                if let Some((gaps, impacts)) = together {
                    writer.together(impacts.len() as u32, &[gaps.as_slice(), impacts].concat());
                }
                writer.end_entry(key);
            }
            let mut read = Vec::new();
            let link = Link { from: base as u32, part: PartRef { hash: PartHash::of(b"x"), bytes: 1, inflated: 9 } };
            let link = Some(link).filter(|_| linked);
            for mut block in writer.finish() {
                block.lists += base;
                block.places += base;
                let (bytes, seams) = block.bytes([link.as_slice(); 2]);
                prop_assert!(seams.is_sorted() && seams.iter().all(|&seam| seam < bytes.len()));
                prop_assert_eq!(links(&bytes), Ok([link.into_iter().collect(), link.into_iter().collect()]));
                let found = entries(&bytes, pairs, &mut |_| Ordering::Equal).unwrap();
                prop_assert_eq!(&found[0].key, &block.first);
                // What is passed over does not change what is found behind it.
                let last = found[found.len() - 1].clone();
                prop_assert_eq!(entries(&bytes, pairs, &mut |key| key.cmp(&last.key)), Ok(vec![last.clone()]));
                read.extend(found);
            }
            let (mut lists, mut all_places) = (base, base);
            prop_assert_eq!(read.len(), words.len());
            for (entry, (key, (spellings, together))) in read.iter().zip(&words) {
                prop_assert_eq!(&entry.key, key);
                let mut same = |place: &Place, (gaps, impacts): (&[u8], &[u8])| {
                    let list = [gaps, impacts].concat();
                    match place {
                        Place::Inline(inline) => assert_eq!(inline, &list),
                        Place::Stream(stretch) => {
                            let length = list.len() as u32;
                            assert_eq!(*stretch, Stretch { offset: lists, length, link, positions: false });
                            lists += list.len() as u64;
                        }
                    }
                };
                for (read, (written, gaps, impacts, places)) in entry.spellings.iter().zip(spellings) {
                    prop_assert_eq!((&read.written, read.documents as usize), (written, impacts.len()));
                    same(&read.place, (gaps, impacts));
                    if pairs {
                        prop_assert_eq!(read.places, Stretch { offset: all_places, length: *places, link, positions: false });
                        all_places += u64::from(*places);
                    }
                }
                prop_assert_eq!(entry.together.is_some(), together.is_some());
                if let (Some((documents, place)), Some((gaps, impacts))) = (&entry.together, together) {
                    prop_assert_eq!(*documents as usize, impacts.len());
                    same(place, (gaps, impacts));
                }
            }
        }

        #[test]
        fn keys_longer_than_any_word_are_refused(length in MAX_KEY_BYTES + 1..5_000) {
            let mut entry = vec![0];
            put_bytes(&mut entry, &vec![b'a'; length]);
            put_varint(&mut entry, 0);
            let later = [BLOCK, BLOCK_3].map(|marker| {
                let mut block = [marker.as_slice(), &[0, 0, 0, 0]].concat();
                put_bytes(&mut block, &entry);
                block.push(0);
                block
            });
            for block in later.into_iter().chain([[&[0, 0], entry.as_slice()].concat()]) {
                prop_assert_eq!(entries(&block, false, &mut |_| Ordering::Equal), Err("keys are too long or not in order"));
            }
        }

        #[test]
        fn damaged_blocks_are_refused_without_a_panic(marker in 0usize..4, block in proptest::collection::vec(any::<u8>(), 0..60), pairs: bool) {
            let marker: &[u8] = [[].as_slice(), &BLOCK, &BLOCK_3, &LINKED_1][marker];
            let _ = entries(&[marker, &block].concat(), pairs, &mut |_| Ordering::Equal);
        }
    }

    #[test]
    fn blocks_of_version_3_read_as_they_were_written() {
        // The key "a b" with one spelling of two documents in the block, and one of three in the stream; places of 7 and 9 bytes.
        let entries = [[0, 3].as_slice(), b"a b", &[2], &[0, 2, 4, 7], &[4], "á b".as_bytes(), &[3, 13, 9]];
        let mut block = [BLOCK_3.as_slice(), &[0, 0, 100, 50]].concat();
        put_bytes(&mut block, &entries.concat());
        block.extend_from_slice(&[2, 1, 2, 24, 36]);
        let found = super::entries(&block, true, &mut |_| Ordering::Equal).unwrap();
        let places = |offset, length| Stretch { offset, length, link: None, positions: true };
        let spelling = |written: &str, documents, place, places| Spelling {
            written: written.into(),
            documents,
            place,
            places,
        };
        assert_eq!(found[0].together, None);
        assert_eq!(
            found[0].spellings,
            [
                spelling("a b", 2, Place::Inline(vec![1, 2, 24, 36]), places(50, 7)),
                spelling(
                    "á b",
                    3,
                    Place::Stream(Stretch { offset: 100, length: 6, link: None, positions: true }),
                    places(57, 9)
                ),
            ]
        );
    }

    #[test]
    fn very_many_spellings_of_one_key_make_no_block_too_long() {
        let mut writer = LexiconWriter::new(1_000, 10_000);
        let list = vec![1; 10_000];
        let inline = (0..500).filter(|n| writer.spelling("a", &format!("á{n}"), 5_000, &list, None)).count();
        writer.end_entry("a");
        let blocks = writer.finish();
        assert!(inline > 0 && blocks[0].bytes([&[], &[]]).0.len() < MAX_BLOCK_BYTES);
    }
}
