//! Document numbers, Party and State: `01-CTr/QU`, `15/2024/QĐ-UBND`, `45/2019/QH14`, `1234/UBND-VX`, in the spellings
//! that real texts use.
//!
//! Grammar (dashes of any length, spaces round separators, Đ in any guise):
//!
//! ```text
//! number = digits [letter] sep [year "/"] codes        sep = "-" | "/"
//! codes  = kind (("/" | "-") body)+ | body (("-" | "/") unit)* | "QH" digits
//! ```
//!
//! Blanks in drafts (`Số:   /KH-UBND`) have no digits and are no number.

use crate::tables::{folded, issuer, kind};
use tangthu_text::is_capital;

/// A document number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte. In a list with a shared tail (`01, 02-CTr/QU`) the span of an earlier item is its digits.
    pub end: usize,
    /// The number in its proper writing: `01-CTr/QU`.
    pub canonical: String,
}

/// The key under which a number is looked up: lower case, without marks, however it was spelled.
///
/// ```
/// use tangthu_mentions::number_key;
/// assert_eq!(number_key("11 – ĐA/TU"), number_key("11-da-tu"));
/// ```
pub fn number_key(number: &str) -> String {
    let trimmed = number.trim();
    let canonical = find(trimmed, Case::Any)
        .into_iter()
        .find(|found| found.start == 0)
        .map_or_else(|| trimmed.to_owned(), |found| found.canonical);
    folded(&canonical)
}

/// The document numbers in `text`, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    find(text, Case::AsWritten)
}

/// The document numbers in a query, where people type codes in any case: `11-đa/tu`.
pub fn typed_numbers(text: &str) -> Vec<Number> {
    let mut found = find(text, Case::Any);
    let spaced = spaced_numbers(text);
    found.extend(spaced.into_iter().filter(|one| one.canonical.contains(['-', '/'])));
    found.sort_by_key(|number| number.start);
    found.dedup_by(|later, first| later.start < first.end);
    found
}

/// Numbers typed with nothing but blanks in them: `01 ctr qu`. Kind and body must both be known.
fn spaced_numbers(text: &str) -> Vec<Number> {
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for run in words.windows(3) {
        let &[serial, code, body] = run else { continue };
        let is_serial = serial.len() <= 4 && serial.bytes().all(|byte| byte.is_ascii_digit());
        if !is_serial || kind(code).is_none() || issuer(body).is_none() {
            continue;
        }
        let joined = format!("{serial}-{code}/{body}");
        let number = find(&joined, Case::Any).into_iter().next().filter(|number| number.end == joined.len());
        found.extend(number.map(|number| Number {
            start: start_of(serial),
            end: start_of(body) + body.len(),
            canonical: number.canonical,
        }));
    }
    found
}

/// Whether the case of letters counts: in running text codes are told from words by their capitals; where a number is
/// typed by itself there are no words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    AsWritten,
    Any,
}

fn find(text: &str, case: Case) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].1.is_ascii_digit() && starts_a_number(&chars, at) {
            let scanner = Scanner { text, chars: &chars, at, case };
            if let Some((end, parsed)) = scanner.number() {
                found.extend(shared_tail(&chars, at, &parsed));
                found.push(Number {
                    start: chars[at].0,
                    end: byte_at(text, &chars, end),
                    canonical: parsed.canonical(),
                });
                at = end;
                continue;
            }
            while at < chars.len() && chars[at].1.is_ascii_digit() {
                at += 1;
            }
            continue;
        }
        at += 1;
    }
    found
}

/// A number goes on from neither a word nor another number: not `A4-…`, not the `10` of `24/10-…`.
fn starts_a_number(chars: &[(usize, char)], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| chars[before].1) else { return true };
    !before.is_alphanumeric() && !matches!(before, '/' | '.' | ',') && !is_dash(before)
        || before == '.' && at >= 2 && !chars[at - 2].1.is_ascii_digit()
        || before == ','
}

struct Parsed {
    serial: String,
    year: Option<String>,
    codes: Vec<String>,
    party: bool,
}

impl Parsed {
    fn canonical(&self) -> String {
        self.with_serial(&self.serial)
    }

    fn with_serial(&self, serial: &str) -> String {
        let digits = serial.trim_start_matches('0');
        // Two digits at least, as offices write them; zeros before that make no difference.
        let bare = digits.trim_end_matches(|c: char| c.is_alphabetic());
        let padding = "0".repeat(2usize.saturating_sub(bare.len()));
        let serial = format!("{padding}{digits}");
        let (first, rest) = (&self.codes[0], &self.codes[1..]);
        let tail = rest.join(if self.party && rest.len() == 1 { "/" } else { "-" });
        match (self.party, &self.year, rest.is_empty()) {
            (_, Some(year), true) => format!("{serial}/{year}/{first}"),
            (_, Some(year), false) => format!("{serial}/{year}/{first}-{tail}"),
            (true, None, true) => format!("{serial}-{first}"),
            (true, None, false) => format!("{serial}-{first}/{}", rest.join("-")),
            (false, None, true) if first == "CP" => format!("{serial}-{first}"),
            (false, None, true) => format!("{serial}/{first}"),
            (false, None, false) => format!("{serial}/{first}-{tail}"),
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    chars: &'a [(usize, char)],
    at: usize,
    case: Case,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|&(_, c)| c)
    }

    /// The number that begins here, and the position after it.
    fn number(mut self) -> Option<(usize, Parsed)> {
        let serial = self.serial()?;
        let mut written_as_state = self.separator()? == '/';
        let year = self.year();
        if year.is_some() {
            written_as_state = true;
        }
        let first = self.code(self.case)?;
        let mut codes = vec![first];
        let mut end = self.at;
        let mut separators = Vec::new();
        while codes.len() < 5 {
            let from = self.at;
            let Some(separator) = self.separator() else { break };
            // Only capitals tell a code from a word that follows a dash with blanks: `01-ctr/qu - kế hoạch`.
            let case = if self.at - from > 1 { Case::AsWritten } else { self.case };
            let Some(code) = self.code(case) else { break };
            separators.push(separator);
            codes.push(code);
            end = self.at;
        }
        let parsed = settle(serial, year, codes, written_as_state, &separators)?;
        Some((end, parsed))
    }

    fn serial(&mut self) -> Option<String> {
        let mut serial = String::new();
        while let Some(c) = self.peek(0).filter(char::is_ascii_digit) {
            serial.push(c);
            self.at += 1;
        }
        if serial.len() > 6 {
            return None;
        }
        if let Some(letter) = self.peek(0).filter(|c| c.is_ascii_lowercase()) {
            serial.push(letter);
            self.at += 1;
        }
        Some(serial)
    }

    /// A dash or a slash with spaces (no line break) round it.
    fn separator(&mut self) -> Option<char> {
        let from = self.at;
        self.blanks();
        let separator = match self.peek(0) {
            Some('/') => '/',
            Some(dash) if is_dash(dash) => '-',
            _ => {
                self.at = from;
                return None;
            }
        };
        self.at += 1;
        self.blanks();
        Some(separator)
    }

    fn blanks(&mut self) {
        while self.peek(0).is_some_and(|c| matches!(c, ' ' | '\u{A0}')) {
            self.at += 1;
        }
    }

    /// `2024/`, where the year of the number stands.
    fn year(&mut self) -> Option<String> {
        let from = self.at;
        let year: String = (0..4).map_while(|ahead| self.peek(ahead).filter(char::is_ascii_digit)).collect();
        if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) {
            self.at += 4;
            if self.separator().is_some() {
                return Some(year);
            }
        }
        self.at = from;
        None
    }

    /// A code: letters that begin with a capital, and digits after them (QH14).
    fn code(&mut self, case: Case) -> Option<String> {
        let from = self.at;
        while self.peek(0).is_some_and(|c| c.is_alphabetic() || is_mark(c)) {
            self.at += 1;
        }
        let letters = self.at;
        while letters > from && self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let code = &self.text[byte_at(self.text, self.chars, from)..byte_at(self.text, self.chars, self.at)];
        let code = tangthu_text::clean(code).replace(['Ð', 'Ɖ', 'ð'], "Đ");
        let capitals = code.chars().filter(|&c| is_capital(c)).count();
        let letters = code.chars().count();
        // CTr, TTg, QyĐ, BGDĐT: mostly capitals; words of a sentence have one.
        let capital = code.starts_with(is_capital) && (capitals >= 2 || letters == 1);
        // A mark sits on a letter; one that follows a separator is no code.
        let begins = code.starts_with(char::is_alphabetic);
        let fits = begins && letters <= 12 && (capital || case == Case::Any);
        if !fits {
            self.at = from;
            return None;
        }
        Some(code)
    }
}

/// Decides whether codes make a document number, and of which style.
fn settle(
    serial: String,
    year: Option<String>,
    mut codes: Vec<String>,
    slash: bool,
    separators: &[char],
) -> Option<Parsed> {
    let body = |code: &str| issuer(code.trim_end_matches(|c: char| c.is_ascii_digit()));
    let known_kind = kind(&codes[0]);
    if let Some(kind) = known_kind.filter(|_| codes.len() > 1) {
        codes[0] = kind.to_owned();
    } else {
        // No kind: a body alone (178-CP, 45/2019/QH14) or with its drafting unit (1234/UBND-VX).
        body(&codes[0])?;
        if !slash && codes.len() > 1 {
            return None;
        }
    }
    let mut party = false;
    for code in &mut codes[usize::from(known_kind.is_some())..] {
        if let Some(found) = body(code) {
            let digits = code.len() - code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            *code = format!("{}{}", found.code, &code[code.len() - digits..]);
            party |= found.party;
        }
    }
    // An unknown body is of the Party when it is written the Party's way: dash first, slash before the body.
    let unknown = codes[1..].iter().all(|code| body(code).is_none());
    let written_as_party = !slash && separators.first() == Some(&'/');
    let party = year.is_none() && (party || unknown && written_as_party && codes.len() > 1);
    Some(Parsed { serial, year, codes, party })
}

/// The earlier items of a list that shares its tail: the 01 and 02 of `số 01, 02, 03-CTr/QU`. A list must be announced
/// by "số" before it, else `tăng 5, 03-CTr/QU` would give a 05.
fn shared_tail(chars: &[(usize, char)], number: usize, parsed: &Parsed) -> Vec<Number> {
    let mut items = Vec::new();
    let mut at = number;
    loop {
        let before = skip_back(chars, at, |c| c == ' ' || c == '\u{A0}');
        let listed = if before > 0 && matches!(chars[before - 1].1, ',' | ';') {
            before - 1
        } else if before >= 2 && chars[before - 2].1.eq_ignore_ascii_case(&'v') && chars[before - 1].1 == 'à'
        {
            before - 2
        } else {
            let announced =
                before >= 2 && matches!((chars[before - 2].1, chars[before - 1].1), ('s' | 'S', 'ố'));
            items.reverse();
            return if announced { items } else { Vec::new() };
        };
        let end = skip_back(chars, listed, |c| c == ' ' || c == '\u{A0}');
        let start = skip_back(chars, end, |c| c.is_ascii_digit());
        if start == end || end - start > 4 || (start > 0 && chars[start - 1].1.is_alphanumeric()) {
            return Vec::new();
        }
        let serial: String = chars[start..end].iter().map(|&(_, c)| c).collect();
        items.push(Number {
            start: chars[start].0,
            end: chars[end].0,
            canonical: parsed.with_serial(&serial),
        });
        at = start;
    }
}

fn skip_back(chars: &[(usize, char)], mut at: usize, skip: impl Fn(char) -> bool) -> usize {
    while at > 0 && skip(chars[at - 1].1) {
        at -= 1;
    }
    at
}

fn byte_at(text: &str, chars: &[(usize, char)], at: usize) -> usize {
    chars.get(at).map_or(text.len(), |&(byte, _)| byte)
}

/// Every dash: ASCII, U+2010–2015 and the minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A combining mark, as in a decomposed Đ-word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|number| number.canonical).collect()
    }

    #[test]
    fn party_numbers_have_one_form_in_every_spelling() {
        for written in ["01-CTr/QU", "01 - CTr/QU", "01–CTr/QU", "1-CTr/QU", "01 − CTR / QU", "01-CTr-QU"]
        {
            assert_eq!(found(written), ["01-CTr/QU"], "{written}");
        }
        assert_eq!(found("Đề án số 11 - ÐA/TU, ngày 6/12/2021"), ["11-ĐA/TU"]);
        assert_eq!(found("18-NQ/TW; 15-CT/HU; 36-HD/VPTW"), ["18-NQ/TW", "15-CT/HU", "36-HD/VPTW"]);
    }

    #[test]
    fn state_numbers_keep_their_year_and_unit() {
        for number in [
            "01/KH-UBND",
            "15/2024/QĐ-UBND",
            "30a/2008/NQ-CP",
            "45/2019/QH14",
            "589/TTr-STP",
            "1234/UBND-VX",
            "01/2004/QĐ-UB",
            "178-CP",
            "91/TTg",
            "12/2015/TTLT-BTC-BKHCN",
        ] {
            assert_eq!(found(&format!("Căn cứ văn bản số {number} của cơ quan")), [number]);
        }
    }

    #[test]
    fn a_list_shares_its_tail() {
        let text = "các Chương trình số 01, 02 và 03-CTr/QU";
        let list = numbers(text);
        assert_eq!(found(text), ["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]);
        assert_eq!(&text[list[0].start..list[0].end], "01");
        assert_eq!(found("tăng 5, 03-CTr/QU"), ["03-CTr/QU"]);
    }

    #[test]
    fn what_is_no_number_is_left() {
        for text in [
            "Số:   /KH-UBND",
            "2020 - 2025",
            "từ 2 - 3 buổi/tuần",
            "6/12/2021",
            "24/7",
            "A4-B5",
            "100%",
            "TP - HCM",
            "3-Hà Nội",
            "COVID-19",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn in_a_query_case_does_not_count() {
        let typed: Vec<_> =
            typed_numbers("theo 11-đa/tu và 15/2024/qđ-ubnd").into_iter().map(|n| n.canonical).collect();
        assert_eq!(typed, ["11-ĐA/TU", "15/2024/QĐ-UBND"]);
        assert_eq!(typed_numbers("01-ctr/qu -mục - kế hoạch")[0].canonical, "01-CTr/QU");
        assert!(typed_numbers("từ 2 - 3 buổi, 24/7, covid-19").is_empty());
        let spaced = typed_numbers("theo 01 ctr qu và 104  KH qu");
        let spaced: Vec<_> = spaced.iter().map(|n| (n.canonical.as_str(), n.start, n.end)).collect();
        assert_eq!(spaced, [("01-CTr/QU", 5, 14), ("104-KH/QU", 19, 29)]);
        assert!(typed_numbers("30 ct hà nội").is_empty());
    }

    #[test]
    fn a_mark_without_a_letter_is_no_code() {
        for (typed, number) in
            [("03-ctr/qu-\u{301}", "03-CTr/QU"), ("15/2024/qđ-ubnd-\u{302}", "15/2024/QĐ-UBND")]
        {
            assert_eq!(typed_numbers(typed)[0].canonical, number);
        }
        assert!(typed_numbers("03-\u{301}/qu").is_empty());
    }

    #[test]
    fn keys_do_not_depend_on_spelling() {
        for (a, b) in [
            ("01-CTr/QU", "1 ctr/qu".replace(' ', "-").as_str()),
            ("15/2024/QĐ-UBND", "15/2024/qd-ubnd"),
            ("11-ĐA/TU", "11 - đa/tu"),
        ] {
            assert_eq!(number_key(a), number_key(b));
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_character_borders(text in "\\PC{0,40}|[0-9a-zĐÐUBNDKHCTrQ/ \u{2013}-]{0,40}") {
            for number in numbers(&text) {
                prop_assert!(number.start < number.end && text.get(number.start..number.end).is_some());
            }
        }

        #[test]
        fn a_canonical_number_is_its_own_canonical_form(text in "[0-9]{1,3}[a]?[-/]((19|20)[0-9]{2}/)?(CTr|QĐ|KH|NQ|TTr)[-/](QU|UBND|TW|CP|STP)") {
            for number in numbers(&text) {
                prop_assert_eq!(found(&number.canonical), vec![number.canonical]);
            }
        }
    }
}
