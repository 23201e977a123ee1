//! Reading a number letter by letter: its serial, its separators, its year, its codes.

use crate::{
    letters::{glued_word, is_blank, is_code_char, is_dash, is_mark, latin, letters_before},
    lists::{is_announced, is_cited, is_form, is_head, is_next},
    tables::{issuer, kind, kind_and_body},
    written::{Codes, Herald, Parsed, is_year, settle},
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

/// Letters of the longest drafting unit behind a full stop.
const LONGEST_UNIT: usize = 5;

/// Digits of the longest serial to which its codes are glued.
const LONGEST_GLUED: usize = 4;

/// Digits of the longest serial.
const LONGEST_SERIAL: usize = 6;

pub(crate) struct Scanner<'a> {
    pub(crate) written: Written<'a>,
    pub(crate) at: usize,
    /// Where the number before it ends, if there is one.
    pub(crate) last: Option<usize>,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.written.chars.get(self.at + ahead).map(|&(_, c)| c)
    }

    /// The number that begins here, and the position after it.
    pub(crate) fn number(mut self) -> Option<(usize, Parsed)> {
        let start = self.at;
        let serial = self.serial()?;
        let two_capitals = |at: &Self| (0..2).all(|ahead| at.peek(ahead).is_some_and(is_capital));
        // 11NQ/TW: the dash was lost.
        let mut lost = serial.len() <= LONGEST_GLUED && two_capitals(&self);
        let first_join = if lost { Join { sign: '-', tight: true } } else { self.join()? };
        let goes_on = first_join.sign != ' ' || self.written.writing == Writing::Typed;
        if !goes_on && !two_capitals(&self) {
            // Most figures in a text are followed by a word.
            return None;
        }
        let year = self.year(&mut lost);
        if year.is_some() && first_join.sign != '/' && is_year(&serial) {
            // A stretch of years: 2020-2025.
            return None;
        }
        let mut first = self.code(true)?;
        let (written, last) = (self.written, self.last);
        let announced = |name: Option<&str>| is_announced(&written, start, name);
        let herald = || {
            let text = written.writing == Writing::Text;
            if text && (is_cited(&written, start) || is_next(&written, start, last)) {
                Herald::Kind
            } else if text && is_head(&written, start) {
                Herald::Head
            } else {
                Herald::Other
            }
        };
        let ends = !self.peek(0).is_some_and(|c| c == '/' || is_dash(c));
        let both = (ends && !lost && (year.is_some() || announced(None)))
            .then(|| kind_and_body(&first.written))
            .flatten();
        let second = both.map(|at| Code { written: first.written.split_off(at), capitals: true });
        let mut codes = Codes::new(year.is_some(), first, first_join);
        // Only a kind may stand behind a blank, or behind a year a National Assembly.
        let may_follow_a_blank = || codes.are_an_assembly() || codes.has_kind() || herald() != Herald::Other;
        if first_join.sign == ' ' && !may_follow_a_blank() {
            return None;
        }
        if let Some(second) = second {
            // NĐCP: the dash between kind and body was lost.
            codes.push(second, Join { sign: '-', tight: true });
        }
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
        self.at = end;
        if let Some(unit) = self.dotted_unit(codes.is_kind_alone()) {
            codes.push(unit, Join { sign: '-', tight: true });
        } else if codes.is_kind_alone() && (lost || self.goes_on()) {
            return None;
        }
        if year.is_some()
            && codes.lacks_term()
            && let Some(term) = self.term()
        {
            codes.add_term(&term);
        }
        let end = self.at;
        let glued = letters_before(self.written.chars, start);
        if glued.is_some_and(|word| !word.is_announcement) && !codes.are_known() {
            return None;
        }
        if lost && !(codes.are_known() && (announced(codes.kind_name()) || year.is_some())) {
            return None;
        }
        if written.writing == Writing::Text && is_form(&written, start) {
            return None;
        }
        let parsed = settle(serial, year, &codes, written.writing, herald(), announced)?;
        Some((end, parsed))
    }

    /// Whether a sign and a code stand behind what was read: then it was not read to its end.
    fn goes_on(&mut self) -> bool {
        let from = self.at;
        let stop = self.peek(0) == Some('.') && self.peek(1).is_some_and(is_capital);
        self.at += usize::from(stop);
        let sign = stop || self.join().is_some_and(|join| join.sign != ' ');
        let open = self.peek(0).is_none_or(|c| is_capital(c) || c == '\n');
        self.at = from;
        sign && open
    }

    /// The drafting unit behind a full stop: QĐ-UBND.HC; or the body behind a `kind`: QĐ.UBND. What begins the next sentence is longer,
    /// or a body.
    fn dotted_unit(&mut self, kind: bool) -> Option<Code> {
        let from = self.at;
        if self.peek(0) != Some('.') {
            return None;
        }
        self.at += 1;
        if kind {
            if let Some(body) = self.code(true).filter(|body| issuer(&body.written).is_some()) {
                return Some(body);
            }
            self.at = from;
            return None;
        }
        let begin = self.at;
        let typed = self.written.writing == Writing::Typed;
        while self.peek(0).is_some_and(|c| is_code_char(c) && (typed || is_capital(c) || c.is_ascii_digit()))
        {
            self.at += 1;
        }
        let unit = self.slice(begin);
        let ends = !self.peek(0).is_some_and(|c| c.is_alphanumeric() || is_mark(c) || c == '.');
        let short = (1..=LONGEST_UNIT).contains(&(self.at - begin))
            && unit.starts_with(|c: char| is_capital(c) || typed && c.is_alphabetic());
        if ends && short && issuer(unit).is_none() {
            return Some(Code { written: format!(".{}", tangthu_text::clean(unit)), capitals: true });
        }
        self.at = from;
        None
    }

    /// The term of a National Assembly behind a blank: QH 11.
    fn term(&mut self) -> Option<String> {
        let from = self.at;
        self.blanks();
        let term = self.digits();
        let ends = !self.peek(0).is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | ','))
            || self.peek(0).is_some_and(|c| matches!(c, '.' | ','))
                && !self.peek(1).is_some_and(|c| c.is_ascii_digit());
        if ends && self.at > from && (1..=2).contains(&term.len()) {
            return Some(term);
        }
        self.at = from;
        None
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
        let follows = self.join().is_some_and(|join| join.sign == '/') && self.year(&mut false).is_some();
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
        let tight = !blank_before && self.at == sign_end;
        if tight && self.peek(0) == Some('\n') && self.peek(1).is_some_and(is_capital) {
            // A line that was broken behind the sign: QĐ-⏎UBND.
            self.at += 1;
        }
        Some(Join { sign, tight })
    }

    fn blanks(&mut self) {
        while self.peek(0).is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// `2024/`, where the year of the number stands; `lost` becomes true where its slash was lost: 02/2003QĐ-UB.
    fn year(&mut self, lost: &mut bool) -> Option<String> {
        let from = self.at;
        let year = self.digits();
        if is_year(&year) {
            let glued = self.peek(0).is_some_and(is_capital);
            if glued || self.join().is_some() {
                *lost |= glued;
                return Some(year);
            }
        }
        self.at = from;
        None
    }

    /// A code: letters, and digits after them where a body counts its terms (QH14) or its units.
    fn code(&mut self, tight: bool) -> Option<Code> {
        let from = self.at;
        let joins = |at: &Self| {
            // SGD&ĐT; typed in small letters, and in keys, sgd&đt.
            let letter = |c: char| is_capital(c) || at.written.writing == Writing::Typed && c.is_alphabetic();
            at.at > from && at.peek(0) == Some('&') && at.peek(1).is_some_and(letter)
        };
        while self.peek(0).is_some_and(|c| c.is_alphabetic() || is_mark(c)) || joins(self) {
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
        let code: String = if code.is_ascii() { code } else { code.chars().map(latin).collect() };
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
