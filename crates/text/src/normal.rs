//! Normal form: NFC, with repairs for what real Vietnamese text holds (2–10 % of documents need one): half-composed
//! letters, marks in the wrong order, zero-width characters inside words, and look-alikes of đ and ă.

use crate::lower::push_lower;
use crate::nfc::{is_nfc_at_a_glance, nfc, nfd, sort_marks};
use crate::tone::Toned;
use crate::{alphabet, is_invisible, is_mark, one_placement};
use std::borrow::Cow;

/// `text` as an archive keeps it: NFC, marks in order, without invisible characters. The words stay as they were written.
///
/// ```
/// assert_eq!(tangthu_text::clean("qua\u{302}\u{323}n \u{200B}ủy"), "quận ủy");
/// ```
pub fn clean(text: &str) -> String {
    // Of what a glance recognises, the soft hyphen alone is invisible.
    if is_nfc_at_a_glance(text) && !text.contains('\u{AD}') {
        return text.to_owned();
    }
    let mut visible = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        // A joiner between pictographs makes one picture of several (a family); everywhere else it is debris.
        let joins_pictures = c == '\u{200D}' && before > '\u{2190}';
        // What goes joins nothing: the picture before it counts.
        if !is_invisible(c) || joins_pictures {
            visible.push(c);
            before = c;
        }
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
    let mut glance = Glance::default();
    word.chars().for_each(|c| glance.add(c));
    let mut normal = String::new();
    if glance.normal_into(word, &mut normal) { normal } else { word.to_owned() }
}

/// What is seen of a word by looking at each of its characters once. It tells nearly every word of a text that is in
/// normal form already, and what few changes most others need.
#[derive(Clone, Copy, Default)]
pub(crate) struct Glance {
    toned: Toned,
    has_capitals: bool,
    has_others: bool,
}

impl Glance {
    /// Looks at the next character of the word.
    pub(crate) fn add(&mut self, c: char) {
        match alphabet::letter(c) {
            Some(letter) => {
                self.has_capitals |= letter.lower != c;
                self.toned.push(letter);
            }
            None => self.has_others = true,
        }
    }

    /// Whether the word holds characters that are neither ASCII nor letters of Vietnamese.
    pub(crate) fn has_others(&self) -> bool {
        self.has_others
    }

    /// Writes the normal form of `word`, which has been looked at from end to end, to `normal`; or says, by `false`, that
    /// the word is in normal form as it stands.
    pub(crate) fn normal_into(&self, word: &str, normal: &mut String) -> bool {
        if self.has_others {
            *normal = normal_by_unicode(word);
        } else if !self.toned.mend(normal) {
            if !self.has_capitals {
                return false;
            }
            normal.clear();
            normal.extend(word.chars().map(|c| alphabet::letter(c).map_or(c, |letter| letter.lower)));
        }
        true
    }
}

/// [`normal_word`] for any word, by the general tables.
fn normal_by_unicode(word: &str) -> String {
    let visible: String = word.chars().filter(|&c| !is_invisible(c)).collect();
    let mut lower = String::with_capacity(word.len());
    composed(&visible).chars().for_each(|c| push_lower(c, &mut lower));
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
            sort_marks(&mut cluster[1..], |mark| u8::from(!is_quality_mark(mark)));
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
    let foreign = |c: char| c.is_alphabetic() && !c.is_ascii() && !alphabet::is_letter(c);
    if replaced.chars().any(foreign) {
        return word.to_owned();
    }
    // A tone that stood by itself behind ǎ finds the ă that it belongs to.
    composed(&replaced).into_owned()
}

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
        assert_eq!(clean("\u{202A}qu\u{200E}ận\u{202C}"), "quận");
        assert_eq!(clean("👨\u{200D}👩"), "👨\u{200D}👩");
        assert_eq!(clean("👨\u{FEFF}\u{200D}👩"), "👨\u{200D}👩");
        assert_eq!(clean("n\u{FEFF}\u{200D}👮"), "n👮");
    }

    #[test]
    fn look_alikes_of_d_are_d_in_vietnamese_words_only() {
        assert_eq!(normal_word("Ðề"), "đề");
        assert_eq!(normal_word("Ɖảng"), "đảng");
        assert_eq!(normal_word("nǎm"), "năm");
        assert_eq!(normal_word("nǎ\u{301}ng"), "nắng");
        assert_eq!(normal_word("Ðorð\u{E6}"), "ðorðæ");
    }

    #[test]
    fn soft_hyphens_go_from_plain_text_too() {
        assert_eq!(clean("quy\u{AD}ết"), "quyết");
    }

    crate::rule_tests::test_rule! {
        rule: normal_word,
        alone: ["UỶ" => "ủy", "ÐẢNG" => "đảng", "e\u{301}\u{302}" => "ế", "qu\u{200B}ận" => "quận", "QU" => "qu"],
        in_pipeline: ["UY\u{309}  Nǎm, Ɖề" => ["ủy", "năm", "đề"]],
        always: |_word, normal| normal_word(normal) == *normal && !normal.contains(is_invisible),
    }

    proptest! {
        #[test]
        fn a_glance_gives_what_unicode_gives(
            word in "\\PC{0,12}|[A-Za-zàáảãạăắâấđêệôơợưựỳÀẢÃẠĂÂĐÊÔƠƯỲðÐǎñ\u{301}\u{200B}]{0,9}|(ng|qu|gi|Đ|TH|)[aeiouyAEOUYàáảÀẢÃẠ]{1,3}(ng|nh|T|)"
        ) {
            prop_assert_eq!(normal_word(&word), normal_by_unicode(&word));
        }

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
