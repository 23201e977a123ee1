//! A text as words with what stands between them: what every search of [`super`] walks over.

use super::lexicon::Lexicon;
use tangthu_text::{for_each_token, is_capital};

/// What may stand between two words, as bits that are joined.
pub(crate) mod gap {
    /// A blank that does not break the line.
    pub(crate) const BLANK: u16 = 1;
    pub(crate) const COMMA: u16 = 1 << 1;
    pub(crate) const SEMICOLON: u16 = 1 << 2;
    pub(crate) const COLON: u16 = 1 << 3;
    /// What ends a sentence: a full stop before a blank, !, ?, an ellipsis, the end of a line or of the text.
    pub(crate) const STOP: u16 = 1 << 4;
    /// A full stop without a blank behind it: GS.TS, Q.1.
    pub(crate) const DOT: u16 = 1 << 5;
    pub(crate) const DASH: u16 = 1 << 6;
    pub(crate) const SLASH: u16 = 1 << 7;
    pub(crate) const OPEN: u16 = 1 << 8;
    pub(crate) const CLOSE: u16 = 1 << 9;
    pub(crate) const QUOTE: u16 = 1 << 10;
    pub(crate) const PERCENT: u16 = 1 << 11;
    pub(crate) const AMPERSAND: u16 = 1 << 12;
    pub(crate) const OTHER: u16 = 1 << 13;
    pub(crate) const APOSTROPHE: u16 = 1 << 14;
    /// What parts one thought from the next.
    pub(crate) const CLAUSE: u16 = COMMA | SEMICOLON | COLON | STOP | OPEN | CLOSE;
}

/// How a word is written, as bits.
pub(crate) mod shape {
    pub(crate) const CAPITAL: u8 = 1;
    /// Two letters or more, all of them capitals.
    pub(crate) const ALL_CAPITALS: u8 = 1 << 1;
    /// It begins with a digit.
    pub(crate) const DIGIT: u8 = 1 << 2;
    /// It holds digits and separators of digits alone.
    pub(crate) const NUMBER: u8 = 1 << 3;
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Its number in the lexicon; 0 for a word that no table has.
    pub(crate) id: u32,
    /// What the tables say of it ([`super::lexicon::flag`]).
    pub(crate) flags: u32,
    pub(crate) shape: u8,
}

/// The words of a text.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    list: Vec<Word>,
    /// What stands before each word, and, last, what stands behind all of them.
    gaps: Vec<u16>,
    /// Whether nearly all letters are capitals, as in a headline: then a capital says nothing.
    pub(crate) headline: bool,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str, lexicon: &Lexicon) -> Self {
        let mut words = Self {
            text,
            list: Vec::with_capacity(text.len() / 5 + 4),
            gaps: Vec::with_capacity(text.len() / 5 + 5),
            headline: false,
        };
        let mut reader = Reader { words: &mut words, last: 0, capitals: 0, letters: 0 };
        let quick = scan(text, |start, end| {
            let (id, shape) = lexicon.written(&text[start..end]);
            reader.add(start, end, id, shape, lexicon);
        });
        if !quick {
            reader.words.list.clear();
            reader.words.gaps.clear();
            reader = Reader { words: reader.words, last: 0, capitals: 0, letters: 0 };
            for_each_token(text, |token| {
                if !token.part {
                    let shape = shape_of(&text[token.start..token.end]);
                    reader.add(token.start, token.end, lexicon.id(token.word), shape, lexicon);
                }
            });
        }
        let Reader { last, capitals, letters, .. } = reader;
        words.headline = letters > 2 && capitals * 10 >= letters * 8;
        words.gaps.push(gap_of(&text[last..], false) | gap::STOP);
        words
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The number of the word at `at`; 0 past the ends and for words that no table has.
    pub(crate) fn id(&self, at: usize) -> u32 {
        self.list.get(at).map_or(0, |word| word.id)
    }

    /// The number of the word `back` words before `at`.
    pub(crate) fn id_before(&self, at: usize, back: usize) -> u32 {
        at.checked_sub(back).map_or(0, |at| self.id(at))
    }

    /// What stands before the word at `at`; a stop past the end.
    pub(crate) fn gap(&self, at: usize) -> u16 {
        self.gaps.get(at).copied().unwrap_or(gap::STOP)
    }

    /// Whether nothing but a blank stands before the word at `at`.
    pub(crate) fn close(&self, at: usize) -> bool {
        at < self.list.len() && self.gaps[at] == gap::BLANK
    }

    pub(crate) fn is(&self, at: usize, shape: u8) -> bool {
        self.list.get(at).is_some_and(|word| word.shape & shape != 0)
    }

    /// Whether the tables say one of these of the word.
    pub(crate) fn has(&self, at: usize, flags: u32) -> bool {
        self.list.get(at).is_some_and(|word| word.flags & flags != 0)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.is(at, shape::NUMBER)
    }

    pub(crate) fn written(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |word| &self.text[word.start as usize..word.end as usize])
    }

    /// The text from the word at `from` to the word before `to`.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'a str {
        if from >= to {
            return "";
        }
        &self.text[self.start(from)..self.end(to - 1)]
    }

    /// The first byte of the word at `at`.
    pub(crate) fn start(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |word| word.start as usize)
    }

    /// One past the last byte of the word at `at`.
    pub(crate) fn end(&self, at: usize) -> usize {
        self.list.get(at).map_or(self.text.len(), |word| word.end as usize)
    }

    /// The first word that begins at `byte` or behind it.
    pub(crate) fn at_byte(&self, byte: usize) -> usize {
        self.list.partition_point(|word| (word.start as usize) < byte)
    }

    /// The place behind the last word of the clause in which the word at `at` stands.
    pub(crate) fn clause_end(&self, at: usize) -> usize {
        let most = self.len().min(at + LONGEST_SENTENCE);
        (at + 1..=most).find(|&next| self.gap(next) & gap::CLAUSE != 0).unwrap_or(most)
    }
}

/// The longest sentence that is looked through, in words: without a limit a text without full stops, in which every figure looks for its
/// sentence, would take time that grows with the square of its length.
pub(crate) const LONGEST_SENTENCE: usize = 200;

/// Takes words as they are met.
struct Reader<'w, 'a> {
    words: &'w mut Words<'a>,
    /// One past the word before.
    last: usize,
    capitals: usize,
    letters: usize,
}

impl Reader<'_, '_> {
    fn add(&mut self, start: usize, end: usize, id: u32, shape: u8, lexicon: &Lexicon) {
        let text = self.words.text;
        let written = &text[self.last..start];
        let between = gap_of(written, self.last == 0);
        // A line that was broken inside its sentence goes on with a small letter.
        let broken = between == gap::STOP && self.last > 0 && written.trim().is_empty();
        let goes_on = broken && text[start..].starts_with(|c: char| c.is_alphabetic() && !is_capital(c));
        self.words.gaps.push(if goes_on { gap::BLANK } else { between });
        self.last = end;
        self.capitals += usize::from(shape & shape::ALL_CAPITALS != 0);
        self.letters += usize::from(shape & shape::DIGIT == 0);
        let (start, end) = (start as u32, end as u32);
        self.words.list.push(Word { start, end, id, flags: lexicon.flags(id), shape });
    }
}

/// What begins at a byte.
enum Begins {
    /// A letter or digit of so many bytes.
    Letter(usize),
    /// A sign of so many bytes.
    Sign(usize),
    /// Something that the quick scan leaves to the tokeniser.
    Rare,
}

/// Calls `f` with the place of every word that [`for_each_token`] gives, but for parts of dates, in a third of its time; `false`
/// where the text holds characters that are not of plain Vietnamese, or a word of more than 64 bytes: then what `f` got is void.
fn scan(text: &str, mut f: impl FnMut(usize, usize)) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let mut end = match begins(bytes, at) {
            Begins::Letter(length) => at + length,
            Begins::Sign(length) => {
                at += length;
                continue;
            }
            Begins::Rare => return false,
        };
        loop {
            match begins(bytes, end) {
                Begins::Letter(length) => end += length,
                Begins::Rare => return false,
                Begins::Sign(_) => {
                    // The separators inside a number.
                    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
                    let inside = matches!(bytes.get(end), Some(b'.' | b',' | b'/'))
                        && digit(end - 1)
                        && digit(end + 1);
                    if !inside {
                        break;
                    }
                    end += 1;
                }
            }
        }
        if end - at > 64 {
            return false;
        }
        f(at, end);
        at = end;
    }
    true
}

/// What begins at this byte; behind the end, a sign.
fn begins(bytes: &[u8], at: usize) -> Begins {
    let byte = |place: usize| bytes.get(place).copied().unwrap_or(0);
    match byte(at) {
        first if first.is_ascii_alphanumeric() => Begins::Letter(1),
        0..=0x7F => Begins::Sign(1),
        // No-break space, « », degree, middle dot.
        0xC2 if matches!(byte(at + 1), 0xA0 | 0xAB | 0xBB | 0xB0 | 0xB7) => Begins::Sign(2),
        0xC3 if matches!(byte(at + 1), 0x97 | 0xB7) => Begins::Sign(2),
        0xC3..=0xC6 => Begins::Letter(2),
        0xE1 if matches!(byte(at + 1), 0xBA | 0xBB) => Begins::Letter(3),
        // Dashes, quotation marks, bullet, ellipsis.
        0xE2 if byte(at + 1) == 0x80 && matches!(byte(at + 2), 0x90..=0x95 | 0x98..=0x9F | 0xA2 | 0xA6) => {
            Begins::Sign(3)
        }
        _ => Begins::Rare,
    }
}

/// What a stretch between two words holds.
fn gap_of(between: &str, first: bool) -> u16 {
    if between == " " && !first {
        return gap::BLANK;
    }
    let mut bits = if first { gap::STOP } else { 0 };
    let mut chars = between.chars().peekable();
    while let Some(c) = chars.next() {
        bits |= match c {
            '\n' | '\r' | '!' | '?' | '…' | '\u{2028}' | '\u{2029}' => gap::STOP,
            '.' => match chars.peek() {
                None => gap::DOT,
                Some(_) => gap::STOP,
            },
            ',' => gap::COMMA,
            ';' => gap::SEMICOLON,
            ':' => gap::COLON,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => gap::DASH,
            '/' => gap::SLASH,
            '(' | '[' => gap::OPEN,
            ')' | ']' => gap::CLOSE,
            '"' | '“' | '”' | '‘' | '«' | '»' => gap::QUOTE,
            '\'' | '’' | '\u{2BC}' => gap::APOSTROPHE,
            '%' => gap::PERCENT,
            '&' => gap::AMPERSAND,
            c if c.is_whitespace() => gap::BLANK,
            _ => gap::OTHER,
        };
    }
    // Invisible characters between words leave no trace.
    if bits == 0 { gap::BLANK } else { bits }
}

pub(crate) fn shape_of(written: &str) -> u8 {
    let mut bits = 0;
    let first = written.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        bits |= shape::DIGIT;
        if written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/')) {
            bits |= shape::NUMBER;
        }
        return bits;
    }
    if is_capital(first) {
        bits |= shape::CAPITAL;
        let mut letters = 0;
        let all = written.chars().all(|c| {
            letters += 1;
            is_capital(c) || c.is_ascii_digit() || matches!(c, '\u{300}'..='\u{36F}')
        });
        if all && letters > 1 {
            bits |= shape::ALL_CAPITALS;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::{super::lexicon::LEXICON, *};
    use proptest::prelude::*;

    #[test]
    fn words_are_known_in_every_usual_writing() {
        for written in
            ["quận ủy", "Quận uỷ", "QUẬN ỦY", "QUẬN UỶ", "Quận ủy\u{200B}", "qua\u{323}\u{302}n u\u{309}y"]
        {
            let words = Words::of(written, &LEXICON);
            assert_eq!((words.id(0), words.id(1)), (LEXICON.id("quận"), LEXICON.id("ủy")), "{written}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_scan_gives_the_words_of_the_tokeniser(
            text in "((quận|Ủy|uỷ|ỦY|24/10|3,2|1\\.126|200m2|01-CTr/QU|Ð|“|”|…|–|·|°|²|\u{A0}|\u{AD}|\u{301}| |,|\\.|/|-|\\(|é|漢))*|\\PC{0,40}"
        ) {
            let mut quick = Vec::new();
            if scan(&text, |start, end| quick.push((start, end))) {
                let slow = tangthu_text::tokens(&text).into_iter().filter(|token| !token.part);
                prop_assert_eq!(quick, slow.map(|token| (token.start, token.end)).collect::<Vec<_>>());
            }
        }
    }
}
