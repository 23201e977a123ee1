//! Writing the dictionary: entries in order of their keys into blocks.

use super::BLOCK;
use crate::segment::Link;
use tangthu_archive::bytes::{put_bytes, put_varint};

/// Bytes of lists that one entry may put into its block. A key with very many spellings must not make a block longer than
/// readers accept.
const INLINE_IN_ENTRY: usize = 64 * 1024;

/// A section of a block is compressed by itself if it has so many bytes: a shorter one costs more for its own code than it
/// saves.
const WORTH_A_SEAM: usize = 400;

/// A block as written: the streams' offsets at its beginning are still those within one range of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawBlock {
    pub(crate) first: String,
    pub(crate) lists: u64,
    pub(crate) places: u64,
    entries: Vec<u8>,
    gaps: Vec<u8>,
    impacts: Vec<u8>,
}

impl RawBlock {
    /// The block's bytes, and where in them something else begins; `links` name the parts that hold its lists and its
    /// places, none of either where that is unknown.
    pub(crate) fn bytes(&self, links: [&[Link]; 2]) -> (Vec<u8>, Vec<usize>) {
        let mut out = Vec::with_capacity(self.length() + 24);
        out.extend_from_slice(&BLOCK);
        links.iter().for_each(|links| put_links(&mut out, links));
        put_varint(&mut out, self.lists);
        put_varint(&mut out, self.places);
        put_bytes(&mut out, &self.entries);
        put_varint(&mut out, self.gaps.len() as u64);
        let mut seams = Vec::new();
        if self.gaps.len() >= WORTH_A_SEAM {
            seams.push(out.len());
        }
        out.extend_from_slice(&self.gaps);
        if self.impacts.len() >= WORTH_A_SEAM {
            seams.push(out.len());
        }
        out.extend_from_slice(&self.impacts);
        (out, seams)
    }

    fn length(&self) -> usize {
        self.entries.len() + self.gaps.len() + self.impacts.len()
    }
}

/// Writes entries, in order of their keys, into blocks.
#[derive(Default)]
pub(crate) struct LexiconWriter {
    block_bytes: usize,
    inline_bytes: usize,
    blocks: Vec<RawBlock>,
    block: RawBlock,
    last: String,
    lists: u64,
    places: u64,
    /// The spellings of the entry that is open: what they are, twice how many (and one more where a list of all follows), and how
    /// many bytes of lists they have put into the block.
    spellings: Vec<u8>,
    count: u64,
    inline: usize,
}

impl LexiconWriter {
    /// A dictionary whose blocks are closed at so many bytes and hold lists of up to `inline_bytes`.
    pub(crate) fn new(block_bytes: usize, inline_bytes: usize) -> Self {
        Self { block_bytes, inline_bytes, ..Self::default() }
    }

    /// Adds a spelling of the key that [`LexiconWriter::end_entry`] ends. `list` is its list, an impact for each of so many
    /// documents at the end; `places` is the length of a pair's places. Says whether the block holds the list: else it
    /// goes into the stream.
    pub(crate) fn spelling(
        &mut self,
        key: &str,
        written: &str,
        documents: u32,
        list: &[u8],
        places: Option<u32>,
    ) -> bool {
        let written = if written == key { "" } else { written };
        put_bytes(&mut self.spellings, written.as_bytes());
        let inline = self.put_list(documents, list);
        if let Some(places) = places {
            put_varint(&mut self.spellings, u64::from(places));
            self.places += u64::from(places);
        }
        self.count += 2;
        inline
    }

    /// Adds the list of all spellings of the key together, of so many documents, after them. Says whether the block holds it.
    pub(crate) fn together(&mut self, documents: u32, list: &[u8]) -> bool {
        self.count += 1;
        self.put_list(documents, list)
    }

    /// Tells of a list, and puts it into the block if it is short.
    fn put_list(&mut self, documents: u32, list: &[u8]) -> bool {
        let inline = list.len() <= self.inline_bytes && self.inline + list.len() <= INLINE_IN_ENTRY;
        put_varint(&mut self.spellings, 2 * u64::from(documents) + u64::from(!inline));
        if inline {
            let (gaps, impacts) = list.split_at(list.len().saturating_sub(documents as usize));
            self.block.gaps.extend_from_slice(gaps);
            self.block.impacts.extend_from_slice(impacts);
            self.inline += list.len();
        } else {
            put_varint(&mut self.spellings, list.len() as u64);
            self.lists += list.len() as u64;
        }
        inline
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
        self.inline = 0;
        if self.block.length() >= self.block_bytes {
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

fn shared_prefix(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}
