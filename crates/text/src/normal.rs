//! Normal form: NFC, with repairs for what real Vietnamese text holds (2–10 % of documents need one): half-composed
//! letters, marks in the wrong order, zero-width characters inside words, and look-alikes of đ and ă.

use crate::nfc::{is_nfc_at_a_glance, nfc, nfd};
use crate::{is_invisible, is_mark, one_placement};
use std::borrow::Cow;

/// `text` as an archive keeps it: NFC, marks in order, without invisible characters. The words stay as they were written.
///
/// ```
/// assert_eq!(tangthu_text::clean("qua\u{302}\u{323}n \u{200B}ủy"), "quận ủy");
/// ```
pub fn clean(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        // A joiner between pictographs makes one picture of several (a family); everywhere else it is debris.
        let joins_pictures = c == '\u{200D}' && before > '\u{2190}';
        if !is_invisible(c) || joins_pictures {
            visible.push(c);
        }
        before = c;
    }
    composed(&visible).into_owned()
}

/// A word as the index keeps it: [`clean`], lower case, look-alikes of đ and ă replaced in Vietnamese words, one tone
/// placement.
///
/// ```
/// assert_eq!(tangthu_text::normal_word("UỶ"), "ủy");
/// assert_eq!(tangthu_text::normal_word("ÐẢNG"), "đảng");
/// ```
pub fn normal_word(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let visible: String = word.chars().filter(|&c| !is_invisible(c)).collect();
    let lower: String = composed(&visible).chars().flat_map(char::to_lowercase).collect();
    // Lower-casing "İ" leaves a combining dot behind; compose what can be composed again.
    let lower = composed(&lower);
    one_placement(&without_look_alikes(&lower))
}

/// NFC, after putting marks that stand in the wrong order into the order that composes.
fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc_at_a_glance(text) {
        return Cow::Borrowed(text);
    }
    let normal = nfc(text);
    Cow::Owned(if normal.chars().any(is_mark) { reordered(&normal) } else { normal })
}

/// Composes letters whose tone was typed before their circumflex, breve or horn: both marks have one combining class, so
/// NFC keeps their order and finds no composed letter.
fn reordered(text: &str) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut cluster: Vec<char> = Vec::new();
    let flush = |cluster: &mut Vec<char>, fixed: &mut String| {
        if cluster.len() > 1 {
            cluster[1..].sort_by_key(|&mark| !is_quality_mark(mark));
        }
        fixed.push_str(&nfc(&cluster.drain(..).collect::<String>()));
    };
    for c in text.chars() {
        if is_mark(c) && !cluster.is_empty() {
            // Take the letter apart so that its marks can be sorted with the stray one.
            if cluster.len() == 1 {
                cluster = nfd(cluster[0].encode_utf8(&mut [0; 4]));
            }
            cluster.push(c);
        } else {
            flush(&mut cluster, &mut fixed);
            cluster.push(c);
        }
    }
    flush(&mut cluster, &mut fixed);
    fixed
}

/// Whether `mark` makes another letter (circumflex, breve, horn) rather than a tone.
fn is_quality_mark(mark: char) -> bool {
    matches!(mark, '\u{0302}' | '\u{0306}' | '\u{031B}')
}

/// Replaces ð (and Ɖ's lower case ɖ) by đ, and ǎ by ă, where the word is otherwise Vietnamese: lower-casing Ð, which
/// fonts draw like Đ, gives the Icelandic ð.
fn without_look_alikes(word: &str) -> String {
    if !word.contains(['ð', 'ɖ', 'ǎ']) {
        return word.to_owned();
    }
    let replaced: String = word
        .chars()
        .map(|c| match c {
            'ð' | 'ɖ' => 'đ',
            'ǎ' => 'ă',
            other => other,
        })
        .collect();
    let foreign = |c: char| c.is_alphabetic() && !c.is_ascii_alphabetic() && !VIETNAMESE.contains(c);
    if replaced.chars().any(foreign) { word.to_owned() } else { replaced }
}

/// The lower-case letters of Vietnamese that are not ASCII.
const VIETNAMESE: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_composed_letters_are_composed() {
        assert_eq!(clean("ê\u{301}"), "ế");
        assert_eq!(clean("é\u{302}"), "ế", "the tone came first");
        assert_eq!(clean("o\u{323}\u{31B}"), "ợ");
        assert_eq!(clean("a\u{301}\u{302} và a"), "ấ và a");
    }

    #[test]
    fn invisible_characters_go_and_pictures_stay() {
        assert_eq!(clean("quận\u{200B} \u{FEFF}ủy\u{AD}"), "quận ủy");
        assert_eq!(clean("👨\u{200D}👩"), "👨\u{200D}👩");
    }

    #[test]
    fn look_alikes_of_d_are_d_in_vietnamese_words_only() {
        assert_eq!(normal_word("Ðề"), "đề");
        assert_eq!(normal_word("Ɖảng"), "đảng");
        assert_eq!(normal_word("nǎm"), "năm");
        assert_eq!(normal_word("Ðorð\u{E6}"), "ðorðæ");
    }

    proptest! {
        #[test]
        fn normal_words_are_stable(word in "\\PC{0,12}") {
            let once = normal_word(&word);
            prop_assert_eq!(normal_word(&once), once);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "[a-zA-Zêâăơưđ\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31B}\u{323}\u{200B}\u{200D} ]{0,20}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
