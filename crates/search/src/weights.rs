//! Every weight of the ranking, in one place, each with what chose it.
//!
//! Measured as MRR@10 on three public sets of questions (answers in passages, in regulations, editorial tags), typed with
//! and without marks; the figures of the whole are in ARCHITECTURE.md.

/// BM25's saturation of repeated words.
pub const K1: f32 = 1.2;

/// BM25's share of length normalisation. 0.75 against 0.5: passages .957 (.956), regulations .884 (.877), tags .754 (.752).
pub const B: f32 = 0.75;

/// A word in the title counts as this many in the body.
pub const TITLE: f32 = 4.0;

/// A word in the lead, a heading or a tag counts as this many in the body.
pub const LEAD: f32 = 1.5;

/// A word in the body.
pub const BODY: f32 = 1.0;

/// A word in a caption, counted less than the text it illustrates.
pub const CAPTION: f32 = 0.7;

/// A number that a document cites, and the number that it bears. They lie so far apart that the impact alone tells them
/// apart in documents of any length: whoever asks for a number wants the document that bears it first.
pub const CITED_NUMBER: f32 = 0.05;
/// See [`CITED_NUMBER`].
pub const OWN_NUMBER: f32 = 20.0;

/// Impacts from this on are those of a document's own number.
pub(crate) const OWN_NUMBER_IMPACT: u8 = 96;

/// Adjacent pairs weigh half of what words do: the design's largest gain in relevance.
pub const PAIR: f32 = 0.5;

/// A spelling other than the one typed counts a little less than the one typed.
pub const OTHER_SPELLING: f32 = 0.97;

/// With fewer documents than this holding every word, those that lack the least telling words follow.
pub const RELAX_BELOW: usize = 10;

/// Such a document must hold words that carry at least this share of the query's weight: that of about one and a half
/// average words, and 0.2 of a long question. A natural question shares few of its words with its answer (0.2 against 0.5:
/// passages .957, was .900; regulations .884, was .707), while of two words one is not enough.
pub(crate) fn relaxed_share(words: usize) -> f32 {
    (1.4 / words as f32).clamp(0.2, 1.0)
}

/// The word being typed stands for at most this many spellings, the most frequent ones.
pub const PREFIX_SPELLINGS: usize = 64;
