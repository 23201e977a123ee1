//! Reading a number letter by letter: its serial, its separators, its year, its codes.

use crate::{
    lists::is_announced,
    tables::{issuer, kind},
    written::{Codes, Parsed, is_year, settle},
};
use tangthu_text::is_capital;

/// Whether the text runs or was typed as a query. In running text codes are told from words by their capitals; what is typed
/// by itself has no words round it, so that case does not count, and blanks may stand for separators.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    Text,
    Typed,
}

/// A text by its characters.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) text: &'a str,
    pub(crate) chars: &'a [(usize, char)],
    pub(crate) writing: Writing,
}

impl Written<'_> {
    /// The byte at which the character at this position begins.
    pub(crate) fn byte_at(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.text.len(), |&(byte, _)| byte)
    }
}

/// What joins two parts of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Join {
    /// `-`, `/`, or a blank where nothing else was typed.
    pub(crate) sign: char,
    /// Whether no blank stands beside it.
    pub(crate) tight: bool,
}

/// A code as it was written.
pub(crate) struct Code {
    pub(crate) written: String,
    /// Whether its letters are mostly capitals: CTr, TTg, BGDĐT. Words of a sentence have one.
    pub(crate) capitals: bool,
}

/// Letters of the longest code.
const LONGEST_CODE: usize = 14;

/// Codes of the longest number: a joint circular of many ministries.
const MOST_CODES: usize = 12;

/// Digits of the longest serial.
const LONGEST_SERIAL: usize = 6;

pub(crate) struct Scanner<'a> {
    pub(crate) written: Written<'a>,
    pub(crate) at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.written.chars.get(self.at + ahead).map(|&(_, c)| c)
    }

    /// The number that begins here, and the position after it.
    pub(crate) fn number(mut self) -> Option<(usize, Parsed)> {
        let start = self.at;
        let serial = self.serial()?;
        let first_join = self.join()?;
        let goes_on = first_join.sign != ' ' || self.written.writing == Writing::Typed;
        if !goes_on && !(0..2).all(|ahead| self.peek(ahead).is_some_and(is_capital)) {
            // Most figures in a text are followed by a word.
            return None;
        }
        let year = self.year();
        if year.is_some() && first_join.sign != '/' && is_year(&serial) {
            // A stretch of years: 2020-2025.
            return None;
        }
        let first = self.code(true)?;
        if first_join.sign == ' ' && kind(&first.written).is_none() {
            // Only a kind may stand behind a blank.
            return None;
        }
        let mut codes = Codes::new(year.is_some(), first, first_join);
        let mut end = self.at;
        while codes.count() < MOST_CODES {
            let Some(join) = self.join().filter(|join| codes.may_go_on(*join)) else { break };
            let Some(code) = self.code(join.tight) else { break };
            if !codes.admits(&code, join, self.written.writing) {
                break;
            }
            codes.push(code, join);
            end = self.at;
        }
        let announced = |name: Option<&str>| is_announced(&self.written, start, name);
        let glued = letters_before(self.written.chars, start);
        if glued.is_some_and(|word| !word.is_announcement) && !codes.are_known() {
            return None;
        }
        let parsed = settle(serial, year, &codes, self.written.writing, announced)?;
        Some((end, parsed))
    }

    fn serial(&mut self) -> Option<String> {
        let mut serial = self.digits();
        if serial.len() > LONGEST_SERIAL || serial.bytes().all(|digit| digit == b'0') {
            return None;
        }
        // A resolution of a numbered programme, always with its year: 66.16/2026/NQ-CP.
        let from = self.at;
        if self.peek(0) == Some('.') {
            self.at += 1;
            let second = self.digits();
            if second.is_empty() || second.len() > 3 || !self.year_follows() {
                self.at = from;
                return None;
            }
            return Some(format!("{serial}.{second}"));
        }
        let letter = self.peek(0).filter(char::is_ascii_alphabetic);
        if let Some(letter) =
            letter.filter(|_| !self.peek(1).is_some_and(|c| c.is_alphanumeric() || is_mark(c)))
        {
            serial.push(letter.to_ascii_lowercase());
            self.at += 1;
        }
        Some(serial)
    }

    fn digits(&mut self) -> String {
        let digits: String = (0..).map_while(|ahead| self.peek(ahead).filter(char::is_ascii_digit)).collect();
        self.at += digits.len();
        digits
    }

    fn year_follows(&mut self) -> bool {
        let from = self.at;
        let follows = self.join().is_some_and(|join| join.sign == '/') && self.year().is_some();
        self.at = from;
        follows
    }

    /// A dash or a slash, with spaces (no line break) round it; doubled by a slip of the hand. In a query, and between the
    /// digits and the codes of an announced number, blanks alone join as well.
    fn join(&mut self) -> Option<Join> {
        let from = self.at;
        self.blanks();
        let blank_before = self.at > from;
        let sign = match self.peek(0) {
            Some('/') => '/',
            Some(dash) if is_dash(dash) => '-',
            _ if blank_before => return Some(Join { sign: ' ', tight: false }),
            _ => return None,
        };
        let doubled = self.peek(1).is_some_and(|next| if sign == '/' { next == '/' } else { is_dash(next) });
        self.at += 1 + usize::from(doubled);
        let sign_end = self.at;
        self.blanks();
        Some(Join { sign, tight: !blank_before && self.at == sign_end })
    }

    fn blanks(&mut self) {
        while self.peek(0).is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// `2024/`, where the year of the number stands.
    fn year(&mut self) -> Option<String> {
        let from = self.at;
        let year = self.digits();
        if is_year(&year) && self.join().is_some() {
            return Some(year);
        }
        self.at = from;
        None
    }

    /// A code: letters, and digits after them where a body counts its terms (QH14) or its units.
    fn code(&mut self, tight: bool) -> Option<Code> {
        let from = self.at;
        while self.peek(0).is_some_and(|c| c.is_alphabetic() || is_mark(c)) {
            self.at += 1;
        }
        let letters = self.slice(from);
        // In running text most words behind a dash are no codes, and the tables need not be asked.
        if !tight && self.written.writing == Writing::Text && !letters.starts_with(is_capital) {
            self.at = from;
            return None;
        }
        let length = glued_word(letters).unwrap_or(letters.len());
        let cut = letters[length..].chars().count();
        self.at -= cut;
        let known = issuer(&letters[..length]);
        if cut == 0 && length > 0 && known.as_ref().is_none_or(|body| body.counted) {
            self.digits();
        }
        let code = tangthu_text::clean(self.slice(from)).replace(['Ð', 'Ɖ', 'ð', 'ɖ'], "Đ");
        let count = code.chars().count();
        let letters = code.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = code.chars().filter(|&c| is_capital(c)).count();
        let capitals = code.starts_with(is_capital) && (capitals >= 2 || letters == 1);
        let one_capital = || code.starts_with(is_capital) && (kind(&code).is_some() || known.is_some());
        let small = || tight && (kind(&code).is_some() || known.is_some());
        let fits = count > 0
            && count <= LONGEST_CODE
            && code.chars().all(is_code_char)
            && (capitals || self.written.writing == Writing::Typed || one_capital() || small());
        if !fits {
            self.at = from;
            return None;
        }
        Some(Code { written: code, capitals })
    }

    fn slice(&self, from: usize) -> &'a str {
        &self.written.text[self.written.byte_at(from)..self.written.byte_at(self.at)]
    }
}

/// Where a code ends to which the next word was glued, in bytes: `CPngày` is CP, `QUNgày` is QU. Codes end in capitals, or in
/// one small letter (CTr, TTg).
fn glued_word(letters: &str) -> Option<usize> {
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
    /// It ends in a small letter and is longer than one, as words do and codes do not.
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
    Some(WordBefore { ends_a_word: small || is_announcement, is_announcement })
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

/// Codes are initials: letters of the alphabet, none of which carries a tone.
fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, 'Ă' | 'Â' | 'Đ' | 'Ê' | 'Ô' | 'Ơ' | 'Ư' | 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư')
}
