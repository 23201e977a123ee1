//! Folding: a word without its marks, and whether two words agree as far as one of them is marked.

use crate::{
    alphabet::{self, Tone},
    clean, is_mark,
    nfc::{nfc, nfd},
};

/// `word` without marks: quận → quan, đảng → dang. The word is expected in its normal form ([`crate::normal_word`]).
///
/// đ is replaced by hand: Unicode gives it no decomposition.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match alphabet::letter(c) {
            Some(_) if c.is_ascii() => folded.push(c),
            Some(letter) if letter.lower == c => folded.push(letter.base),
            _ => return folded_by_decomposition(word),
        }
    }
    folded
}

fn folded_by_decomposition(word: &str) -> String {
    let bare = nfd(word).into_iter().filter(|&c| !is_mark(c)).map(|c| if c == 'đ' { 'd' } else { c });
    // What is no Latin mark goes back on its letter: 한 and が carry nothing that folds.
    nfc(&bare.collect::<String>())
}

/// `text` as somebody types it who leaves the marks out; capitals stay.
///
/// ```
/// assert_eq!(tangthu_text::unmarked("Đường số 5, Quận UỶ"), "Duong so 5, Quan UY");
/// ```
pub fn unmarked(text: &str) -> String {
    fold(&clean(text)).replace('Đ', "D")
}

/// Whether `word` carries no mark at all, so that it stands for all its spellings.
pub fn is_plain(word: &str) -> bool {
    word.is_ascii() || fold(word) == word
}

/// Whether `spelling` agrees with `typed` as far as `typed` is marked: "đuong" agrees with "đường" and "đương", not with
/// "dương"; "duong" agrees with them all. Both in normal form.
pub fn agrees(typed: &str, spelling: &str) -> bool {
    agrees_by_letter(typed, spelling).unwrap_or_else(|| agrees_by_decomposition(typed, spelling))
}

/// [`agrees`] for words that are spelled with Vietnamese letters alone.
fn agrees_by_letter(typed: &str, spelling: &str) -> Option<bool> {
    let in_alphabet = |word: &str| {
        word.chars().all(|c| alphabet::letter(c).is_some_and(|letter| c.is_ascii() || letter.lower == c))
    };
    if !in_alphabet(typed) || !in_alphabet(spelling) {
        return None;
    }
    let (mut typed, mut spelling) = (typed.chars(), spelling.chars());
    // A tone may be typed on another vowel of the word than the one that carries it by the rules.
    let mut tones: [Option<Tone>; 2] = [None; 2];
    loop {
        let (one, other) = match (typed.next(), spelling.next()) {
            (None, None) => return Some(tones[0].is_none() || tones[0] == tones[1]),
            (Some(one), Some(other)) => (one, other),
            _ => return Some(false),
        };
        if one == other && one.is_ascii() {
            continue;
        }
        let (a, b) = (alphabet::letter(one)?, alphabet::letter(other)?);
        let bare = if one.is_ascii() { one } else { a.base };
        let same = if other.is_ascii() { bare == other } else { bare == b.base };
        if !same || (a.letter != a.base && a.letter != b.letter) {
            return Some(false);
        }
        tones = [tones[0].or(a.tone), tones[1].or(b.tone)];
    }
}

fn agrees_by_decomposition(typed: &str, spelling: &str) -> bool {
    let (typed, spelling) = (letters(typed), letters(spelling));
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
        assert!(is_plain("한국") && is_plain("が"), "other scripts fold to themselves");
    }

    #[test]
    fn partly_marked_words_agree_as_far_as_they_go() {
        assert!(agrees("đuong", "đường") && agrees("đuong", "đương") && agrees("duong", "dương"));
        assert!(!agrees("đuong", "dương") && !agrees("đương", "đuong"));
        assert!(agrees("duờng", "đường") && !agrees("dướng", "đường"));
    }

    crate::rule_tests::test_rule! {
        rule: fold,
        alone: ["đường" => "duong", "ủy" => "uy", "café" => "cafe", "quan" => "quan"],
        in_pipeline: ["Quâ\u{323}n UỶ, ÐẢNG" => ["quan", "uy", "dang"]],
        always: |word, folded| fold(folded) == *folded && (agrees(folded, word) || word.contains(is_mark)),
    }

    proptest! {
        #[test]
        fn the_table_folds_and_compares_as_decomposition_does(
            typed in "[aáâậđdoơớuưứUÁĐn\u{301}é]{0,5}", spelling in "[aáâậđdoơớuưứUÁĐn\u{301}é]{0,5}", any in "\\PC{0,6}"
        ) {
            for word in [&typed, &spelling, &any] {
                prop_assert_eq!(fold(word), folded_by_decomposition(word));
                prop_assert_eq!(agrees(&fold(word), word), agrees_by_decomposition(&fold(word), word));
            }
            prop_assert_eq!(agrees(&typed, &spelling), agrees_by_decomposition(&typed, &spelling));
        }

        #[test]
        fn a_folded_word_agrees_with_its_word(word in "[a-zđăâêôơưáàảãạếềểễệ]{1,8}") {
            let word = normal_word(&word);
            prop_assert!(is_plain(&fold(&word)));
            prop_assert!(agrees(&fold(&word), &word));
            prop_assert!(agrees(&word, &word));
        }
    }
}
