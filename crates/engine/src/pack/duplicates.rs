//! Which documents may be copies of one another, told by a few numbers for each: of a million documents some 90 MB.
//!
//! This finds candidates fast and knows no texts; whether two documents are one is decided by reading both (`likeness.rs`).
//! Candidates have the same address, the same words, or many stretches of three words in common and exactly the same
//! figures: two yearly reports that are alike but for their figures are never compared.

use rustc_hash::FxBuildHasher;
use std::collections::HashMap;
use tangthu_archive::{Block, Document};

/// Why a document counts as a copy of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It has the same address and the same title, and no other date.
    Address,
    /// It has the same words.
    Text,
    /// It has the same words but for a few that change nothing (`likeness.rs` says which).
    NearText,
    /// It is the same file in another format, DOCX or PDF; both files are listed.
    OtherFormat,
}

/// Texts of fewer words are never taken for copies of one that is not the same: in a notice of five lines each word counts.
pub(super) const NEAR_WORDS: u32 = 60;

/// Parts of a text's sketch: the least hash of its stretches of three words among those that begin with the same bits.
const BINS: usize = 16;

/// Documents are compared that have one of so many quarters of the sketch in common. Of two texts that share 90 % of their
/// stretches 99 of 100 are, of two that share a third 5.
const BANDS: usize = 4;

/// Documents that are compared with one at most, the latest first. Pages made of one template would else each be compared
/// with all others.
const MAX_CANDIDATES: usize = 8;

/// Documents with one quarter of a sketch that are looked at, the latest first.
const MAX_STEPS: usize = 256;

/// The end of a chain.
const NONE: u32 = u32::MAX;

/// What is remembered of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    address: Option<u64>,
    text: u64,
    figures: u64,
    bands: Option<[u32; BANDS]>,
}

impl Traits {
    /// The traits of `document`.
    pub(super) fn of(document: &Document) -> Self {
        let mut sketch = Sketch::default();
        for text in texts(document) {
            sketch.add(text);
        }
        let address = document.url.as_deref().and_then(address).map(|address| hash(address.as_bytes()));
        let bands = (sketch.words >= NEAR_WORDS).then(|| sketch.bands());
        Self { address, text: sketch.text, figures: sketch.figures, bands }
    }
}

/// Title, lead and body of a document, in reading order.
pub(super) fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let lead = document.lead.as_deref().into_iter();
    let body = document.body.iter().flat_map(Block::texts);
    std::iter::once(document.title.as_str()).chain(lead).chain(body)
}

/// An address as far as it tells pages apart: without scheme, `www.`, the mark of a place in the page, and what was added to
/// count readers. None for the front page of a site, which stands in many records for all its pages.
pub(super) fn address(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once("://")?;
    let rest = match rest.split_once('#') {
        // Some sites keep their pages behind the mark.
        Some((before, mark)) if !mark.starts_with(['!', '/']) => before,
        _ => rest,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let counted = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        pair.is_empty() || name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "zarsrc")
    };
    let query: Vec<&str> = query.split('&').filter(|pair| !counted(pair)).collect();
    let path = path.trim_end_matches('/');
    if path.is_empty() && query.is_empty() {
        return None;
    }
    Some(format!("{host}{path}?{}", query.join("&")))
}

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    by_address: HashMap<u64, u32, FxBuildHasher>,
    by_text: HashMap<u64, u32, FxBuildHasher>,
    /// For each band, the latest document with these bits of it.
    heads: [HashMap<u32, u32, FxBuildHasher>; BANDS],
    /// Of each document with a sketch: the one before it in each band, its figures, its position.
    sketched: Vec<Sketched>,
}

#[derive(Clone, Copy, Debug)]
struct Sketched {
    before: [u32; BANDS],
    position: u32,
    figures: u64,
}

impl Duplicates {
    /// Remembers the document at a position.
    pub(super) fn remember(&mut self, position: u32, traits: &Traits) {
        // The first of several keeps its place: copies are listed with the document that was read first.
        if let Some(address) = traits.address {
            self.by_address.entry(address).or_insert(position);
        }
        self.by_text.entry(traits.text).or_insert(position);
        let Some(bands) = traits.bands else { return };
        let at = u32::try_from(self.sketched.len()).unwrap_or(NONE);
        let mut before = [NONE; BANDS];
        for ((head, band), before) in self.heads.iter_mut().zip(bands).zip(&mut before) {
            *before = head.insert(band, at).unwrap_or(NONE);
        }
        self.sketched.push(Sketched { before, position, figures: traits.figures });
    }

    /// Forgets that the document at a position has an address and a text. Its sketch stays: what is found by it is compared.
    pub(super) fn forget(&mut self, position: u32, traits: &Traits) {
        let held = |places: &mut HashMap<u64, u32, FxBuildHasher>, key: u64| {
            if places.get(&key) == Some(&position) {
                places.remove(&key);
            }
        };
        traits.address.into_iter().for_each(|address| held(&mut self.by_address, address));
        held(&mut self.by_text, traits.text);
    }

    /// Positions of documents that may be the same, the likeliest first, each once.
    pub(super) fn candidates(&self, traits: &Traits) -> Vec<u32> {
        let address = traits.address.and_then(|address| self.by_address.get(&address));
        let mut found: Vec<u32> =
            address.into_iter().chain(self.by_text.get(&traits.text)).copied().collect();
        for (at, band) in traits.bands.iter().flatten().enumerate() {
            let mut next = self.heads[at].get(band).copied().unwrap_or(NONE);
            for _ in 0..MAX_STEPS {
                let Some(sketched) = self.sketched.get(next as usize) else { break };
                if sketched.figures == traits.figures && !found.contains(&sketched.position) {
                    found.push(sketched.position);
                }
                next = sketched.before[at];
                if found.len() >= MAX_CANDIDATES {
                    return found;
                }
            }
        }
        found
    }
}

/// A text boiled down while it is gone through once. Words are cut coarsely here, at everything that is no letter and no digit:
/// it is quick, and both sides are cut alike.
struct Sketch {
    words: u32,
    text: u64,
    figures: u64,
    last: [u64; 2],
    least: [u64; BINS],
}

impl Default for Sketch {
    fn default() -> Self {
        Self { words: 0, text: 0, figures: 0, last: [0; 2], least: [u64::MAX; BINS] }
    }
}

impl Sketch {
    fn add(&mut self, text: &str) {
        let (mut word, mut has_digit) = (START, false);
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let skipped = match byte {
                b'0'..=b'9' | b'a'..=b'z' => 0,
                // The same heading is often written in capitals on another page.
                b'A'..=b'Z' => 0,
                0..0x80 => 1,
                // Dashes, quotation marks, dots (U+2000 to U+207F) and marks of Latin 1 are no letters either.
                0xE2 if matches!(bytes.get(at + 1), Some(0x80 | 0x81)) => 3,
                0xC2 => 2,
                _ => 0,
            };
            if skipped == 0 {
                word = (word ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME);
                has_digit |= byte.is_ascii_digit();
                at += 1;
                continue;
            }
            self.word(word, has_digit);
            (word, has_digit) = (START, false);
            at += skipped;
        }
        self.word(word, has_digit);
    }

    fn word(&mut self, word: u64, has_digit: bool) {
        if word == START {
            return;
        }
        self.words += 1;
        self.text = mix(self.text, word);
        if has_digit {
            self.figures = mix(self.figures, word);
        }
        let three = mix(mix(self.last[0], self.last[1]), word);
        self.last = [self.last[1], word];
        let bin = &mut self.least[(three >> 60) as usize % BINS];
        *bin = (*bin).min(three);
    }

    fn bands(&self) -> [u32; BANDS] {
        let mut bands = [0; BANDS];
        for (band, bins) in bands.iter_mut().zip(self.least.chunks(BINS / BANDS)) {
            *band = (bins.iter().fold(0, |hash, bin| mix(hash, *bin)) >> 32) as u32;
        }
        bands
    }
}

/// FNV-1a, over the bytes of a word.
const START: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0100_0000_01B3;

fn hash(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    mix(fnv, 0)
}

/// Two numbers to one, every bit of which depends on every bit of both.
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9E37_79B9_7F4A_7C15) * u128::from(b ^ 0xD6E8_FEB8_6659_FD93);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(title: &str, text: &str) -> Document {
        let body = vec![Block::Paragraph { text: text.to_owned() }];
        Document { title: title.to_owned(), body, ..Document::default() }
    }

    /// A text of `words` different words.
    fn long(words: usize) -> String {
        (0..words)
            .map(|n| format!("chữ{}", char::from(b'a' + (n % 26) as u8).to_string().repeat(1 + n / 26)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn addresses_differ_only_where_pages_do() {
        let same = [
            "https://longbien.example.vn/tin/123.html",
            "http://www.longbien.example.vn/tin/123.html/",
            "https://LONGBIEN.example.vn:443/tin/123.html?utm_source=zalo#binh-luan",
        ];
        assert!(same.iter().all(|url| address(url) == address(same[0])), "{same:?}");
        assert_ne!(address("https://a.vn/x?id=1"), address("https://a.vn/x?id=2"));
        assert_ne!(address("https://a.vn/#/tin/1"), address("https://a.vn/#/tin/2"));
        assert_eq!(address("https://a.vn/"), None);
        assert_eq!(address("không phải địa chỉ"), None);
    }

    #[test]
    fn punctuation_and_blocks_make_no_other_text() {
        let one = Traits::of(&document("Tin", "“Quận ủy” họp – bàn 12 việc."));
        let mut other = document("Tin", "Quận ủy họp,");
        other.body.push(Block::Quote { text: "bàn (12) việc".to_owned() });
        assert_eq!(one, Traits::of(&other));
        assert_ne!(one, Traits::of(&document("Tin", "Quận ủy họp bàn 13 việc")));
    }

    #[test]
    fn a_text_with_a_line_more_is_a_candidate_and_one_with_another_figure_is_not() {
        let text = long(200);
        let mut seen = Duplicates::default();
        seen.remember(7, &Traits::of(&document("Báo cáo", &format!("{text} đạt 12 chỉ tiêu"))));
        let candidates = |text: &str| seen.candidates(&Traits::of(&document("Báo cáo", text)));
        assert_eq!(candidates(&format!("{text} đạt 12 chỉ tiêu. Nguồn: Bản tin")), [7]);
        assert!(candidates(&format!("{text} đạt 13 chỉ tiêu")).is_empty());
    }

    #[test]
    fn a_short_text_is_a_candidate_only_where_it_is_the_same() {
        let mut seen = Duplicates::default();
        let text = long(30);
        seen.remember(1, &Traits::of(&document("Tin", &text)));
        assert_eq!(seen.candidates(&Traits::of(&document("Tin", &text))), [1]);
        assert!(seen.candidates(&Traits::of(&document("Tin", &format!("{text} nữa")))).is_empty());
    }
}
