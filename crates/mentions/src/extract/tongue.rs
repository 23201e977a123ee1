//! Whether a text is Vietnamese: amounts are written by other rules elsewhere (1.126 is little more than one in English), and what
//! stands behind them is a noun by the order of Vietnamese words alone.
//!
//! What a text is written with decides before what is said of it: many pages in Vietnamese are declared English by a template.

use super::words::{Words, shape};

/// Words, of which so many are Vietnamese by their letters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    words: usize,
    vietnamese: usize,
}

/// A text of fewer words says nothing by itself: a cell of a table, a heading.
const FEWEST_WORDS: usize = 12;

impl Share {
    /// Of the words of one text, numbers left out.
    pub(super) fn of(text: &Words<'_>) -> Self {
        let mut share = Self::default();
        for at in (0..text.len()).filter(|&at| !text.is(at, shape::DIGIT)) {
            share.words += 1;
            share.vietnamese += usize::from(is_marked(text.written(at)));
        }
        share
    }

    /// Whether a document of these texts is Vietnamese; `declared` is its language tag, which counts where the texts say little.
    pub(super) fn is_vietnamese(texts: impl Iterator<Item = Self>, declared: Option<&str>) -> bool {
        let mut whole = Self::default();
        for text in texts {
            whole.words += text.words;
            whole.vietnamese += text.vietnamese;
        }
        // Prose in Vietnamese has half of its words so, in English that tells of Vietnam one in ten.
        match whole.percent() {
            Some(percent) if percent >= 30 => true,
            Some(percent) if percent < 15 => false,
            _ => declared.is_none_or(is_tag_of_vietnamese),
        }
    }

    /// Whether one text of a document is Vietnamese that is so as a whole, or not: a summary in English, a quotation.
    pub(super) fn in_document(self, vietnamese: bool) -> bool {
        match (self.percent(), vietnamese) {
            (Some(percent), true) => percent >= 8,
            (Some(percent), false) => percent >= 40,
            (None, _) => vietnamese,
        }
    }

    fn percent(self) -> Option<usize> {
        (self.words >= FEWEST_WORDS).then(|| self.vietnamese * 100 / self.words)
    }
}

/// `vi`, `vi-VN`, `VI_vn`, and the code of three letters.
fn is_tag_of_vietnamese(tag: &str) -> bool {
    let first = tag.split(['-', '_']).next().unwrap_or_default().trim();
    first.is_empty() || ["vi", "vie"].iter().any(|one| first.eq_ignore_ascii_case(one))
}

/// Whether a word has a letter that hardly another language writes (ă, đ, ơ, ư, and those with a hook, a dot or two marks), or a
/// mark that stands by itself.
fn is_marked(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| match pair[0] {
        0xE1 => matches!(pair[1], 0xBA | 0xBB),
        0xC4 => matches!(pair[1], 0x82 | 0x83 | 0x90 | 0x91),
        0xC6 => matches!(pair[1], 0xA0 | 0xA1 | 0xAF | 0xB0),
        0xCC => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::lexicon::LEXICON, *};

    fn share(text: &str) -> Share {
        Share::of(&Words::of(text, &LEXICON))
    }

    fn told(text: &str, declared: Option<&str>) -> bool {
        Share::is_vietnamese([share(text)].into_iter(), declared)
    }

    #[test]
    fn what_a_text_is_written_with_decides_before_what_is_said_of_it() {
        let vietnamese = "Trong nửa nhiệm kỳ, lãnh đạo quận đã đi kiểm tra và chỉ đạo tại chỗ 231 lượt.";
        let english =
            "By the day of the page the office of quận Long Biên had made 231 inspections in its wards.";
        for declared in [None, Some("vi"), Some("en"), Some("en-US")] {
            assert!(told(vietnamese, declared), "{declared:?}");
            assert!(!told(english, declared), "{declared:?}");
        }
    }

    #[test]
    fn of_a_few_words_what_is_declared_counts() {
        for (declared, wanted) in [
            (None, true),
            (Some("vi-VN"), true),
            (Some("VI"), true),
            (Some("en"), false),
            (Some("fr"), false),
        ] {
            assert_eq!(told("5 km", declared), wanted, "{declared:?}");
        }
    }

    #[test]
    fn a_text_in_english_inside_a_document_in_vietnamese_is_english() {
        let english = share(
            "The office made 231 inspections in its wards and answered 359 people in the same half term.",
        );
        assert!(!english.in_document(true));
        let vietnamese =
            share("Lãnh đạo quận đã đi kiểm tra và chỉ đạo tại chỗ, sau đó họp rút kinh nghiệm.");
        assert!(vietnamese.in_document(false));
        assert!(share("33 TTHC").in_document(true) && !share("33 TTHC").in_document(false));
    }
}
