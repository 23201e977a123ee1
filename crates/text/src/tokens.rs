//! Cutting text into words, each with its place in the original, so that highlights are exact on any input.

use crate::{is_invisible, is_mark, normal_word};

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The word in normal form ([`normal_word`]).
    pub word: String,
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
    let mut position = 0;
    let mut rest = text.char_indices().peekable();
    while let Some(&(start, first)) = rest.peek() {
        rest.next();
        if !is_word_char(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        if !stands_alone(first) {
            let (mut before, mut letters) = (first, 1);
            while let Some(&(at, c)) = rest.peek() {
                let goes_on = continues(c) && !stands_alone(c)
                    || is_separator(c)
                        && before.is_ascii_digit()
                        && digit_follows(&text[at + c.len_utf8()..]);
                letters += usize::from(!is_mark(c) && !is_invisible(c));
                if !goes_on || letters > MAX_LETTERS || end - start > MAX_WORD_BYTES {
                    break;
                }
                rest.next();
                before = c;
                end = at + c.len_utf8();
            }
        }
        push(text, start, end, position, &mut found);
        position += 1;
    }
    found
}

fn push(text: &str, start: usize, end: usize, position: u32, found: &mut Vec<Token>) {
    let written = &text[start..end];
    let word = normal_word(written.trim_end_matches(is_invisible));
    if word.is_empty() {
        return;
    }
    let end = start + written.trim_end_matches(is_invisible).len();
    let date = is_date(&word);
    found.push(Token { start, end, word, position, part: false });
    if date {
        let mut at = start;
        for field in text[start..end].split(is_separator) {
            let token =
                Token { start: at, end: at + field.len(), word: normal_word(field), position, part: true };
            at += field.len() + 1;
            found.push(token);
        }
    }
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

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether `c`, inside a word, belongs to it: letters, digits, marks on the letter before, and invisible characters.
fn continues(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || is_invisible(c)
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '/')
}

fn digit_follows(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit())
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

    proptest! {
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
