//! The language rules: how Vietnamese (and other) text is brought to one form, folded, and cut into words.
//!
//! One rule a file. The crate knows no archive and no index: it turns text into words with their places, and says when two
//! words are spellings of one another. Packing, querying, highlighting and snippets all use [`tokens`], so what matched is
//! what is highlighted (invariant 4).

mod fold;
mod nfc;
mod normal;
mod tokens;
mod tone;

pub use fold::{agrees, fold, is_plain};
pub use normal::{clean, normal_word};
pub use tokens::{Token, tokens};
pub use tone::one_placement;

/// Whether `c` is a character that text should not hold and that nobody sees: zero-width spaces and joiners, the byte
/// order mark, the soft hyphen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// Whether `c` is a combining mark that Latin letters carry.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}
