//! How large the parts of a segment are. A reader fetches whole parts, so small ones make a query cheap; a host wants few
//! files, so a large segment has larger ones.

/// Sizes at which parts are closed, in bytes before compression. Rows and lists are never cut, so a part may be longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSizes {
    /// Cards: each hit opens a part for itself.
    pub(crate) cards: usize,
    /// Texts: each snippet that no card gives opens one.
    pub texts: usize,
    /// Mentions: what stands beside a text opens one, and whoever goes through figures one after the other.
    pub mentions: usize,
    /// Ids, for those who come by a link.
    pub(crate) ids: usize,
    /// Blocks of the dictionary of words: each word of a query opens one.
    pub(crate) words: usize,
    /// Lists up to this length stand in these blocks: those of rare words.
    pub(crate) words_inline: usize,
    /// Blocks of the dictionary of pairs: each two neighbours open one.
    pub(crate) pairs: usize,
    /// Lists up to this length stand in these blocks: nearly all, so that a pair costs one part.
    pub(crate) pairs_inline: usize,
    /// Posting lists of words.
    pub(crate) word_lists: usize,
    /// Posting lists of the most frequent pairs.
    pub(crate) pair_lists: usize,
    /// Places of pairs, which only exact phrases of three words and more need.
    pub(crate) places: usize,
}

/// The sizes for segments of [`LARGE`] documents and more: 100,000 articles then make some 19,700 files, of which hosts that count files take 20,000.
const OF_LARGE: PartSizes = PartSizes {
    cards: 10 * 1024,
    texts: 96 * 1024,
    mentions: 192 * 1024,
    ids: 48 * 1024,
    words: 4 * 1024,
    words_inline: 128,
    pairs: 20 * 1024,
    pairs_inline: 8 * 1024,
    word_lists: 12 * 1024,
    pair_lists: 8 * 1024,
    places: 96 * 1024,
};

/// From so many documents on a segment has the largest parts.
const LARGE: u32 = 60_000;

/// The smallest share of the largest sizes: below that the table, which lists every part, would cost more than parts save.
const LEAST_SHARE: usize = 4;

impl PartSizes {
    /// The sizes for a segment of so many documents.
    pub fn of(documents: usize) -> Self {
        let large = LARGE as usize;
        let size = |of_large: usize| (of_large * documents.min(large) / large).max(of_large / LEAST_SHARE);
        Self {
            cards: size(OF_LARGE.cards),
            texts: size(OF_LARGE.texts),
            mentions: size(OF_LARGE.mentions),
            ids: size(OF_LARGE.ids),
            words: size(OF_LARGE.words),
            words_inline: size(OF_LARGE.words_inline),
            pairs: size(OF_LARGE.pairs),
            pairs_inline: size(OF_LARGE.pairs_inline),
            word_lists: size(OF_LARGE.word_lists),
            pair_lists: size(OF_LARGE.pair_lists),
            places: size(OF_LARGE.places),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_with_the_segment_between_their_limits() {
        assert_eq!(PartSizes::of(0), PartSizes::of(1000));
        assert_eq!(PartSizes::of(0).cards * 4, OF_LARGE.cards);
        assert!(PartSizes::of(30_000).texts > PartSizes::of(1000).texts);
        assert_eq!(PartSizes::of(60_000), OF_LARGE);
        assert_eq!(PartSizes::of(usize::MAX / OF_LARGE.mentions), OF_LARGE);
    }
}
