//! Whether a text is Vietnamese, by how many of its words beyond ASCII are built like syllables.

use tangthu_text::{is_syllable, normal_word};

/// How many words are looked at: more change nothing.
const MAX_WORDS: usize = 5_000;

/// The words of a text that hold letters beyond ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// All of them.
    pub(super) all: usize,
    /// Those that are built like syllables of Vietnamese.
    pub(super) syllables: usize,
    /// Those of them with letters that only Vietnamese has.
    pub(super) own: usize,
}

impl Count {
    /// Counts the words of a text in form C.
    pub(super) fn of(text: &str) -> Self {
        let mut count = Self::default();
        let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
        for word in words.filter(|word| !word.is_ascii()).take(MAX_WORDS) {
            let bare = word.trim_matches(|c: char| !c.is_alphabetic());
            if bare.is_empty() || (bare.is_ascii() && !word.contains('\u{FFFD}')) {
                continue;
            }
            count.all += 1;
            // The longest syllable has seven letters.
            if bare.chars().count() <= 8 && is_cased_well(bare) && is_syllable(&normal_word(bare)) {
                count.syllables += 1;
                count.own += usize::from(bare.chars().any(is_own));
            }
        }
        count
    }

    /// How much speaks for Vietnamese.
    pub(super) fn weight(&self) -> usize {
        (self.syllables * 2 + self.own).saturating_sub((self.all - self.syllables) * 3)
    }

    /// Whether the text is Vietnamese: nearly all of the words are syllables, and not by chance.
    pub(super) fn is_vietnamese(&self) -> bool {
        self.syllables > 0 && self.own > 0 && self.syllables * 100 >= self.all * 85
    }
}

/// Whether capitals stand where people set them: none behind a small letter. The wrong encoding puts them anywhere.
fn is_cased_well(word: &str) -> bool {
    let mut small = false;
    word.chars().all(|c| {
        let is_well = !(small && c.is_uppercase());
        small |= c.is_lowercase();
        is_well
    })
}

/// Letters that no other language writes: those with a horn, a hook or a dot, and those with two marks.
pub(super) fn is_own(c: char) -> bool {
    matches!(c, '\u{1EA0}'..='\u{1EF9}' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'đ' | 'Đ' | 'Ă' | 'ă')
}

/// Whether bytes that look like ASCII hold the control codes that are letters in VISCII.
pub(super) fn holds_control_letters(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0x02 | 0x05 | 0x06 | 0x14 | 0x19 | 0x1E))
}
