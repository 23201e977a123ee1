//! The language rules: how Vietnamese (and other) text is brought to one form, folded, and cut into words.
//!
//! One rule a file. The crate knows no archive and no index: it turns text into words with their places, and says when two
//! words are spellings of one another. Packing, querying, highlighting and snippets all use [`tokens`], so what matched is
//! what is highlighted (invariant 4). A query asks further: for the other spelling of a word, for what its raw keys make, for what an
//! abbreviation stands for, and by which of its words it asks.

mod abbreviations;
mod alphabet;
mod asking;
mod day;
mod definitions;
mod fold;
mod iy;
mod keys;
mod lower;
mod nfc;
mod normal;
mod number;
mod packed;
#[cfg(test)]
mod rule_tests;
mod syllable;
mod telex;
mod tokens;
mod tone;
mod vni;

pub use abbreviations::{expansions, standard_abbreviations};
pub use alphabet::capital;
pub use asking::asking;
pub use day::other_days;
pub use definitions::{Definition, definitions};
pub use fold::{agrees, fold, is_plain, unmarked};
pub use iy::other_i_y;
pub use lower::is_capital;
pub use normal::{clean, normal_word};
pub use number::other_number;
pub use syllable::{is_syllable, lacks_its_tone};
pub use telex::from_telex;
pub use tokens::{Token, TokenRef, for_each_token, tokens};
pub use tone::{name_in_one_placement, one_placement};
pub use vni::from_vni;

/// Whether `c` is a character that text should not hold and that nobody sees: zero-width spaces and joiners, the byte
/// order mark, the soft hyphen, and the marks of writing direction, which pages leave behind and forgers of text use.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// Whether `c` is a combining mark that Latin letters carry.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}
