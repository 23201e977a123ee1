//! The letters and signs that numbers are made of, and the words that were glued to them.

use crate::tables::{issuer, kind};
use tangthu_text::is_capital;

/// Where a code ends to which the next word was glued, in bytes: `CPngày` is CP, `QUNgày` is QU. Codes end in capitals, or in
/// one small letter (CTr, TTg).
pub(crate) fn glued_word(letters: &str) -> Option<usize> {
    let small = letters.trim_end_matches(|c: char| !is_capital(c)).len();
    let capitals = letters[..small].chars().filter(|&c| is_capital(c)).count();
    if capitals < 2 || letters[small..].chars().filter(|&c| !is_mark(c)).count() < 2 {
        return None;
    }
    if kind(letters).is_some() || issuer(letters).is_some() {
        return None;
    }
    let known = |code: &str| kind(code).is_some() || issuer(code).is_some();
    // The word may begin with a capital of its own.
    let shorter = letters[..small].char_indices().next_back().map_or(0, |(at, _)| at);
    // The first small letter may be the code's: TTrcủa.
    let longer = small + letters[small..].chars().next().map_or(0, char::len_utf8);
    Some([longer, small, shorter].into_iter().find(|&end| known(&letters[..end])).unwrap_or(small))
}

/// The word that a number follows without a blank.
#[derive(Clone, Copy)]
pub(crate) struct WordBefore {
    /// It ends in a small letter and is longer than one, as words do and codes do not; or it is the code of a kind (QĐ13/QĐ-UBND).
    pub(crate) ends_a_word: bool,
    /// It is "số".
    pub(crate) is_announcement: bool,
}

/// The word right before position `at`.
pub(crate) fn letters_before(chars: &[(usize, char)], at: usize) -> Option<WordBefore> {
    let start = skip_back(chars, at, |c| c.is_alphabetic() || is_mark(c));
    if start == at || start > 0 && chars[start - 1].1.is_ascii_digit() {
        return None;
    }
    let word: String = chars[start..at].iter().map(|&(_, c)| c).collect();
    let word = tangthu_text::clean(&word);
    let is_announcement = tangthu_text::normal_word(&word) == "số";
    let small = word.ends_with(|c: char| c.is_alphabetic() && !is_capital(c)) && word.chars().count() > 1;
    let is_kind =
        || word.chars().all(is_capital) && (2..=4).contains(&word.chars().count()) && kind(&word).is_some();
    Some(WordBefore { ends_a_word: small || is_announcement || is_kind(), is_announcement })
}

/// The first position from which on `skip` takes everything up to `at`.
pub(crate) fn skip_back(chars: &[(usize, char)], mut at: usize, skip: impl Fn(char) -> bool) -> usize {
    while at > 0 && skip(chars[at - 1].1) {
        at -= 1;
    }
    at
}

/// Every dash: ASCII, U+2010–2015 and the minus sign.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A space that does not break the line.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200B}' | '\u{202F}')
}

/// A combining mark, as in a decomposed Đ-word.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

/// The letter that a Cyrillic one was typed for, by someone whose keyboard has both: NĐ-СР.
pub(crate) fn latin(c: char) -> char {
    const CYRILLIC: &str = "АВСЕНКМОРТХ";
    const LATIN: &[u8; 11] = b"ABCEHKMOPTX";
    CYRILLIC.chars().position(|other| other == c).map_or(c, |at| char::from(LATIN[at]))
}

/// Codes are initials: letters of the alphabet, none of which carries a tone.
pub(crate) fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '&'
        || matches!(c, 'Ă' | 'Â' | 'Đ' | 'Ê' | 'Ô' | 'Ơ' | 'Ư' | 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư')
}
