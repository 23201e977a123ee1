//! Folding: a word without its marks, and whether two words agree as far as one of them is marked.

use crate::{is_mark, nfc::nfd};

/// `word` without marks: quận → quan, đảng → dang. The word is expected in its normal form ([`crate::normal_word`]).
///
/// đ is replaced by hand: Unicode gives it no decomposition.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    nfd(word).into_iter().filter(|&c| !is_mark(c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Whether `word` carries no mark at all, so that it stands for all its spellings.
pub fn is_plain(word: &str) -> bool {
    word.is_ascii() || fold(word) == word
}

/// Whether `spelling` agrees with `typed` as far as `typed` is marked: "đuong" agrees with "đường" and "đương", not with
/// "dương"; "duong" agrees with them all. Both in normal form.
pub fn agrees(typed: &str, spelling: &str) -> bool {
    let (typed, spelling) = (letters(typed), letters(spelling));
    // A tone may be typed on another vowel of the word than the one that carries it by the rules.
    let tone = |letters: &[Letter]| letters.iter().find_map(|letter| letter.tone);
    typed.len() == spelling.len()
        && typed.iter().zip(&spelling).all(|(typed, spelled)| {
            typed.base == spelled.base && (typed.quality.is_none() || typed.quality == spelled.quality)
        })
        && (tone(&typed).is_none() || tone(&typed) == tone(&spelling))
}

#[derive(Default)]
struct Letter {
    base: char,
    quality: Option<char>,
    tone: Option<char>,
}

fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(word.len());
    for c in nfd(word) {
        match (c, letters.last_mut()) {
            ('\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}', Some(letter)) => {
                letter.tone = Some(c);
            }
            (mark, Some(letter)) if is_mark(mark) => letter.quality = Some(mark),
            ('đ', _) => letters.push(Letter { base: 'd', quality: Some('đ'), tone: None }),
            (base, _) => letters.push(Letter { base, ..Letter::default() }),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal_word;
    use proptest::prelude::*;

    #[test]
    fn every_mark_goes() {
        for (word, plain) in
            [("đường", "duong"), ("uỷ", "uy"), ("nghị", "nghi"), ("café", "cafe"), ("ủy", "uy")]
        {
            assert_eq!(fold(word), plain);
        }
        assert!(is_plain("quan") && !is_plain("đang"));
    }

    #[test]
    fn partly_marked_words_agree_as_far_as_they_go() {
        assert!(agrees("đuong", "đường") && agrees("đuong", "đương") && agrees("duong", "dương"));
        assert!(!agrees("đuong", "dương") && !agrees("đương", "đuong"));
        assert!(agrees("duờng", "đường") && !agrees("dướng", "đường"));
    }

    proptest! {
        #[test]
        fn a_folded_word_agrees_with_its_word(word in "[a-zđăâêôơưáàảãạếềểễệ]{1,8}") {
            let word = normal_word(&word);
            prop_assert!(is_plain(&fold(&word)));
            prop_assert!(agrees(&fold(&word), &word));
            prop_assert!(agrees(&word, &word));
        }
    }
}
