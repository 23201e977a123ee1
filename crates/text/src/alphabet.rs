//! The letters of Vietnamese that are not ASCII, each as one composed character: what letter it is, what tone it carries,
//! what it looks like without marks. Nearly every word of an archive is spelled with these and ASCII alone, so the other
//! rules ask here first and call on the general tables of Unicode only for what is not here.

/// A tone that is written with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// À.
    Huyen = 1,
    /// Á.
    Sac,
    /// Ả.
    Hoi,
    /// Ã.
    Nga,
    /// Ạ.
    Nang,
}

/// A letter taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The letter in lower case, without its tone.
    pub(crate) letter: char,
    /// Its tone, if it is marked.
    pub(crate) tone: Option<Tone>,
    /// The ASCII letter under all the marks, in lower case.
    pub(crate) base: char,
    /// The letter in lower case with its tone.
    pub(crate) lower: char,
}

/// The vowels: each without a tone, then with the five tones in the order of [`Tone`].
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The ASCII letter under each row of [`VOWELS`].
const BASES: [char; 12] = ['a', 'a', 'a', 'e', 'e', 'i', 'o', 'o', 'o', 'u', 'u', 'y'];

/// The code of đ: the row after the vowels.
const D: u8 = (VOWELS.len() as u8) << 3;

/// Set in the codes of capitals.
const CAPITAL: u8 = 0x80;

/// The two stretches of Unicode that hold the letters: Latin-1 to ư, and the letters with two marks.
const FIRST: (u32, u32) = (0xC0, 0x1B1);
const SECOND: (u32, u32) = (0x1EA0, 0x1EFA);
const SIZE: usize = (FIRST.1 - FIRST.0 + SECOND.1 - SECOND.0) as usize;

/// For every character of the two stretches: 0 if it is no letter of Vietnamese, else its row, its tone and [`CAPITAL`].
static CODES: [u8; SIZE] = codes();

const fn codes() -> [u8; SIZE] {
    let mut codes = [0; SIZE];
    let mut row = 0;
    while row < VOWELS.len() {
        let mut tone = 0;
        while tone < VOWELS[row].len() {
            enter(&mut codes, VOWELS[row][tone], (row as u8) << 3 | tone as u8);
            tone += 1;
        }
        row += 1;
    }
    enter(&mut codes, 'đ', D);
    codes
}

const fn enter(codes: &mut [u8; SIZE], lower: char, code: u8) {
    if lower.is_ascii() {
        return;
    }
    codes[place(lower as u32)] = code;
    codes[place(capital_code(lower as u32))] = code | CAPITAL;
}

/// The place of a character in [`CODES`]; past its end for a character that is not there.
const fn place(c: u32) -> usize {
    let at = if FIRST.0 <= c && c < FIRST.1 {
        c - FIRST.0
    } else if SECOND.0 <= c && c < SECOND.1 {
        c - SECOND.0 + (FIRST.1 - FIRST.0)
    } else {
        u32::MAX
    };
    at as usize
}

fn code(c: char) -> u8 {
    CODES.get(place(c as u32)).copied().unwrap_or(0)
}

/// Whether `c` is a letter of Vietnamese beyond ASCII, of either case.
pub(crate) fn is_letter(c: char) -> bool {
    code(c) != 0
}

/// `c` taken apart, if it is ASCII or a letter of Vietnamese, of either case.
pub(crate) fn letter(c: char) -> Option<Letter> {
    if c.is_ascii() {
        let c = c.to_ascii_lowercase();
        return Some(Letter { letter: c, tone: None, base: c, lower: c });
    }
    let code = code(c) & !CAPITAL;
    if code == D {
        return Some(Letter { letter: 'đ', tone: None, base: 'd', lower: 'đ' });
    }
    if code == 0 {
        return None;
    }
    let (row, tone) = (usize::from(code >> 3), code & 7);
    let vowels = VOWELS.get(row)?;
    let lower = *vowels.get(usize::from(tone))?;
    Some(Letter { letter: vowels[0], tone: tone_of(tone), base: BASES[row], lower })
}

/// The capital of `c`, if it is ASCII or a letter of Vietnamese; `c` itself where it is none, or a capital already.
///
/// ```
/// assert_eq!("qđ-ubnd".chars().map(tangthu_text::capital).collect::<String>(), "QĐ-UBND");
/// ```
pub fn capital(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let code = code(c);
    if code == 0 || code & CAPITAL != 0 {
        return c;
    }
    char::from_u32(capital_code(c as u32)).unwrap_or(c)
}

/// Where the capital of a small letter beyond ASCII stands: in Latin-1 32 before it, in the later blocks just before it.
const fn capital_code(lower: u32) -> u32 {
    lower - if lower < 0x100 { 0x20 } else { 1 }
}

fn tone_of(number: u8) -> Option<Tone> {
    Some(match number {
        1 => Tone::Huyen,
        2 => Tone::Sac,
        3 => Tone::Hoi,
        4 => Tone::Nga,
        5 => Tone::Nang,
        _ => return None,
    })
}

/// The vowel `letter`, which is lower case and carries no tone, with `tone`.
pub(crate) fn with_tone(letter: char, tone: Option<Tone>) -> Option<char> {
    let vowels = VOWELS.iter().find(|vowels| vowels[0] == letter)?;
    Some(vowels[tone.map_or(0, |tone| tone as usize)])
}

/// Whether `letter`, which is lower case and carries no tone, is a vowel.
pub(crate) fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{is_mark, nfc::nfd};

    #[test]
    fn the_table_holds_both_cases_of_every_letter_and_nothing_else() {
        let all: String = VOWELS.iter().flatten().chain(&['đ']).filter(|c| !c.is_ascii()).collect();
        let both = all.to_uppercase() + &all;
        for c in ('\u{80}'..=char::MAX).filter(|&c| is_letter(c) || both.contains(c)) {
            assert!(is_letter(c) && both.contains(c), "{c}");
            assert!(c.to_lowercase().eq([letter(c).unwrap().lower]), "{c}");
            assert!(c.to_uppercase().eq([capital(c)]), "{c}");
        }
    }

    #[test]
    fn letters_come_apart_as_unicode_says() {
        for c in ('\0'..='\u{1EFF}').filter(|c| c.is_lowercase()) {
            let Some(found) = letter(c) else { continue };
            assert_eq!(found.lower, c);
            let parts = nfd(c.encode_utf8(&mut [0; 4]));
            assert!(c == 'đ' || parts[0] == found.base, "{c}");
            let marks = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
            let tone = parts.iter().find_map(|part| marks.iter().position(|mark| mark == part));
            assert_eq!(found.tone.map(|tone| tone as usize), tone.map(|at| at + 1), "{c}");
            let others = parts.iter().filter(|c| is_mark(**c) && !marks.contains(c)).count();
            assert_eq!(others + usize::from(c == 'đ'), usize::from(!found.letter.is_ascii()), "{c}");
            assert!(!is_vowel(found.letter) || with_tone(found.letter, found.tone) == Some(c), "{c}");
        }
    }
}
