//! Cutting text into words, each with its place in the original, so that highlights are exact on any input.
//!
//! Letters and digits make words; everything else parts them, with two exceptions: the separators inside a number (3,2 ·
//! 1.126 · 24/10/2022) and what sits on a letter (combining marks, invisible characters), so that a text gives the same words
//! in whatever form it comes. Apostrophes of every kind part words: "l'été" is found by "été", "H'Hen Niê" by "Hen Niê", and
//! "Ea H'leo" is the same three words however its apostrophe is typed. A query is cut by the same rule, and the
//! pairs of neighbours keep the halves together.

use crate::normal::Glance;
use crate::{alphabet, is_invisible, is_mark, nfc};
use std::str::Chars;

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The word in normal form ([`crate::normal_word`]).
    pub word: String,
    /// The number of words before it. A part of a date has the position of the whole date.
    pub position: u32,
    /// Whether it is a part of the token before it: 2022 in 24/10/2022.
    pub part: bool,
}

/// A [`Token`] whose word is lent for the time of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRef<'a> {
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The word in normal form ([`crate::normal_word`]).
    pub word: &'a str,
    /// The number of words before it. A part of a date has the position of the whole date.
    pub position: u32,
    /// Whether it is a part of the token before it: 2022 in 24/10/2022.
    pub part: bool,
}

/// The longest word that is kept, in letters; what is longer is cut. No word of a language is as long, but encoded data in
/// a text can be.
const MAX_LETTERS: usize = 64;

/// The longest stretch of text that is taken for one word, in bytes: letters can carry any number of marks.
const MAX_WORD_BYTES: usize = 1024;

/// The words of `text`, in order. Letters and digits make words; a number keeps the separators inside it (3,2 · 1.126 ·
/// 24/10/2022), and the parts of a date follow it as tokens of their own. Characters of scripts written without spaces
/// are a word each.
///
/// ```
/// let words: Vec<_> = tangthu_text::tokens("Quận uỷ, 24/10").into_iter().map(|token| token.word).collect();
/// assert_eq!(words, ["quận", "ủy", "24/10", "24", "10"]);
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 6);
    for_each_token(text, |TokenRef { start, end, word, position, part }| {
        found.push(Token { start, end, word: word.to_owned(), position, part });
    });
    found
}

/// Calls `f` with every word of `text` that [`tokens`] gives, in the same order. No memory is taken for a word that stands in
/// the text in its normal form, and one buffer serves all others: packing reads a hundred thousand documents through this.
///
/// ```
/// let mut letters = 0;
/// tangthu_text::for_each_token("Quận uỷ", |token| letters += token.word.chars().count());
/// assert_eq!(letters, 6);
/// ```
pub fn for_each_token(text: &str, mut f: impl FnMut(TokenRef<'_>)) {
    let mut rest = text.chars();
    let mut buffer = String::new();
    let mut position = 0;
    while let Some(found) = next_word(text, &mut rest) {
        let Found { start, end, .. } = found;
        let written = &text[start..end];
        let changed = found.glance.normal_into(written, &mut buffer);
        let word = if changed { &buffer } else { written };
        let date = found.separated && is_date(word);
        f(TokenRef { start, end, word, position, part: false });
        if date {
            for (start, end) in fields(text, start, end) {
                let mut glance = Glance::default();
                text[start..end].chars().for_each(|c| glance.add(c));
                let changed = glance.normal_into(&text[start..end], &mut buffer);
                let word = if changed { &buffer } else { &text[start..end] };
                f(TokenRef { start, end, word, position, part: true });
            }
        }
        position += 1;
    }
}

/// A word as it stands in the text.
struct Found {
    start: usize,
    end: usize,
    glance: Glance,
    /// Whether it is a number with separators in it.
    separated: bool,
}

/// The next word of `text`, of which `rest` has not been read.
fn next_word(text: &str, rest: &mut Chars<'_>) -> Option<Found> {
    let (start, first) = loop {
        let start = text.len() - rest.as_str().len();
        let c = rest.next()?;
        // A mark that some script counts among its letters begins no word: there is nothing that it sits on.
        if is_word_char(c) && !sits_on_letter(c) {
            break (start, c);
        }
    };
    let mut glance = Glance::default();
    glance.add(first);
    let alone = stands_alone(first);
    // The last character that is seen, and the letters so far.
    let (mut before, mut letters, mut separated) = (first, 1, false);
    let mut ahead = rest.clone();
    while let Some(c) = ahead.next() {
        if is_word_char(c) && !stands_alone(c) && !alone {
            // Vowel points of some scripts are letters by their class, and part of a letter where the text is composed.
            letters += usize::from(c.is_ascii() || alphabet::is_letter(c) || nfc::class(c) == 0);
            before = c;
        } else if sits_on_letter(c) {
            before = if is_invisible(c) { before } else { c };
        } else if is_separator(c) && before.is_ascii_digit() && !alone && digit_follows(ahead.as_str()) {
            letters += 1;
            separated = true;
            before = c;
        } else {
            break;
        }
        let length = text.len() - start - rest.as_str().len();
        if letters > MAX_LETTERS || length > MAX_WORD_BYTES {
            break;
        }
        glance.add(c);
        rest.clone_from(&ahead);
    }
    let mut end = text.len() - rest.as_str().len();
    if glance.has_others() || separated {
        // Where the word was cut, a separator may stand last, whose number is beyond the cut.
        end = start + text[start..end].trim_end_matches(|c| is_invisible(c) || is_separator(c)).len();
    }
    Some(Found { start, end, glance, separated })
}

/// Whether a number's separators are those of a date (24/10, 24.10.2022) and not of thousands or decimals (1.126.000).
fn is_date(word: &str) -> bool {
    if word.contains('/') {
        return true;
    }
    let mut fields = word.split('.');
    matches!((fields.next(), fields.next(), fields.next(), fields.next()),
        (Some(day), Some(month), Some(year), None) if day.len() <= 2 && month.len() <= 2 && matches!(year.len(), 2 | 4))
}

/// The places of the fields of the date that stands in `text` from `start` to `end`.
fn fields(text: &str, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut next = start;
    text[start..end].split(is_separator).map(move |field| {
        let at = next;
        next += field.len() + 1;
        let visible = field.trim_start_matches(is_invisible);
        let start = at + field.len() - visible.len();
        (start, start + visible.trim_end_matches(is_invisible).len())
    })
}

/// Whether `c` makes a word by itself: letters and digits. The apostrophe that Unicode counts among the letters is taken
/// like the others.
fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || alphabet::is_letter(c)
        || !c.is_ascii() && c.is_alphanumeric() && c != '\u{2BC}'
}

/// Whether `c`, after a letter, belongs to it: marks of any script, and characters that nobody sees.
fn sits_on_letter(c: char) -> bool {
    // Three Tibetan vowel signs are letters by their class, but stand for two marks each.
    let stands_for_marks = matches!(c, '\u{F73}' | '\u{F75}' | '\u{F81}');
    !c.is_ascii() && (is_mark(c) || is_invisible(c) || stands_for_marks || nfc::class(c) != 0)
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '/')
}

fn digit_follows(rest: &str) -> bool {
    rest.trim_start_matches(is_invisible).starts_with(|c: char| c.is_ascii_digit())
}

/// Scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar. Their characters are words; adjacent
/// pairs then act as words of two.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clean, normal_word};
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(words("3,2 tỷ; 1.126 lượt."), ["3,2", "tỷ", "1.126", "lượt"]);
        assert_eq!(words("24.10.2022"), ["24.10.2022", "24", "10", "2022"]);
        assert_eq!(words("2020 - 2025, 01-CTr/QU"), ["2020", "2025", "01", "ctr", "qu"]);
    }

    #[test]
    fn a_word_that_is_cut_behind_a_separator_ends_with_its_number() {
        for letters in MAX_LETTERS - 6..=MAX_LETTERS {
            let text = format!("{}28/0", "z".repeat(letters - 2));
            assert!(tokens(&text).iter().all(|token| token.start < token.end), "{text}");
        }
        let hidden = format!("1/{}2", "\u{200B}".repeat(MAX_WORD_BYTES));
        assert_eq!(words(&hidden), ["1", "2"]);
    }

    #[test]
    fn points_that_are_part_of_a_letter_elsewhere_do_not_move_the_cut() {
        let text = format!("\u{FB2D}{}", "c".repeat(2 * MAX_LETTERS));
        assert_eq!(words(&text), words(&crate::clean(&text)));
    }

    #[test]
    fn places_point_into_the_original() {
        let text = "Qua\u{323}\u{302}n u\u{309}\u{200B}y";
        let found = tokens(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].word.as_str(), found[1].word.as_str()), ("quận", "ủy"));
        assert_eq!(&text[found[1].start..found[1].end], "u\u{309}\u{200B}y");
    }

    #[test]
    fn scripts_without_spaces_give_a_word_a_character() {
        assert_eq!(words("河內 Hà Nội"), ["河", "內", "hà", "nội"]);
    }

    #[test]
    fn apostrophes_of_every_kind_part_words() {
        assert_eq!(words("l'été"), ["l", "été"]);
        for text in ["Ea H'leo", "Ea H’leo", "Ea H\u{2BC}leo"] {
            assert_eq!(words(text), ["ea", "h", "leo"]);
        }
    }

    #[test]
    fn marks_of_other_scripts_stay_with_their_letter() {
        assert_eq!(words("か\u{3099}く"), ["が", "く"], "a voicing mark of its own");
        assert_eq!(words("हिन्दी"), ["हिन्दी"], "a virama inside a word");
    }

    #[test]
    fn invisible_characters_in_a_number_make_no_difference() {
        let text = "24\u{200B}/\u{200B}10, 3\u{AD},2";
        assert_eq!(words(text), ["24/10", "24", "10", "3,2"]);
        let places: Vec<&str> = tokens(text).into_iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(places, ["24\u{200B}/\u{200B}10", "24", "10", "3\u{AD},2"]);
    }

    #[test]
    fn half_composed_words_keep_their_places() {
        let text = "(quy\u{200B}ê\u{301}t đi\u{323}nh\u{FEFF})";
        let found = tokens(text);
        assert_eq!((found[0].word.as_str(), found[1].word.as_str()), ("quyết", "định"));
        assert_eq!(&text[found[0].start..found[0].end], "quy\u{200B}ê\u{301}t");
        assert_eq!(&text[found[1].start..found[1].end], "đi\u{323}nh", "without the invisible end");
    }

    proptest! {
        #[test]
        fn a_clean_text_gives_the_words_of_the_text_as_it_came(
            text in "([a-zđêạô\u{301}\u{302}\u{323}0-9.,/ か\u{3099}\u{200B}\u{AD}\u{FEFF}漢-]|[đê]\u{301}|\\PC){0,40}"
        ) {
            prop_assert_eq!(words(&clean(&text)), words(&text));
        }

        #[test]
        fn places_are_on_character_borders_and_in_order(text in "\\PC{0,60}|[aạ\u{323}\u{302}đ0-9.,/ \u{200B}漢-]{0,40}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
                prop_assert!(token.start < token.end);
                prop_assert!(token.start >= last || token.part);
                if !token.part {
                    last = token.end;
                    prop_assert_eq!(normal_word(&text[token.start..token.end]), token.word);
                }
            }
        }

        #[test]
        fn every_form_of_a_text_gives_the_same_words(text in "[a-zđăâêôơưáàảãạếềểễệýỳỷỹỵ 0-9]{0,30}") {
            use unicode_normalization::UnicodeNormalization;
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(words(&decomposed), words(&text));
            prop_assert_eq!(words(&text.to_uppercase()), words(&text));
        }
    }
}
