//! Digits that a scanner took for letters: the O of 1O8/QĐ-UBND, the l of ngày l5/3/2019. They are read as the digits that they
//! are, byte for byte, so that every place in the text stays what it is.
//!
//! "5l/100 km" is five litres: letters are digits only inside a date, before the codes of a number, and behind what announces
//! either.

use std::borrow::Cow;
use tangthu_text::is_capital;

/// Characters of the longest run that is mended: the serial of a number, a year.
const LONGEST: usize = 6;

/// Words behind which digits stand.
const BEFORE: [&str; 4] = ["ngày", "tháng", "năm", "số"];

/// The text with such digits in place of the letters.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_run = |byte: u8| byte.is_ascii_digit() || digit(byte).is_some();
    let mut found: Option<Vec<u8>> = None;
    let mut at = 0;
    // Digits are rare, and the letters are not.
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let before = bytes[at..at + next].iter().rev().take_while(|&&byte| is_run(byte)).count();
        let start = at + next - before;
        let end = start + bytes[start..].iter().take_while(|&&byte| is_run(byte)).count();
        at = end;
        let run = &bytes[start..end];
        if run.iter().all(u8::is_ascii_digit) || run.len() > LONGEST || !is_number(text, start, end) {
            continue;
        }
        let mended = found.get_or_insert_with(|| bytes.to_vec());
        for byte in &mut mended[start..end] {
            *byte = digit(*byte).unwrap_or(*byte);
        }
    }
    match found.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(mended) => Cow::Owned(mended),
        None => Cow::Borrowed(text),
    }
}

/// The digit that looks like this letter.
fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'O' | b'o' => Some(b'0'),
        b'l' | b'I' => Some(b'1'),
        _ => None,
    }
}

/// Whether what stands from `start` to `end` can only be meant for digits.
fn is_number(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
        return false;
    }
    let announced = BEFORE.iter().any(|word| {
        let bare = before.trim_end_matches([' ', '\u{A0}', ':']);
        bare.len() < before.len() && (bare.ends_with(word) || ends_as(bare, word))
    });
    // Of a date or a year: 15/3/20l9, l5/3/2019; not 5l/100.
    let inner = before.ends_with(['/', '.'])
        && before.trim_end_matches(['/', '.']).ends_with(|c: char| c.is_ascii_digit());
    // Of a number: 1O8/QĐ-UBND, l2/2019/QĐ-UBND.
    let codes = after.strip_prefix(['/', '-']).is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['/', '-']);
        rest.chars().take(2).filter(|&c| is_capital(c)).count() == 2
    });
    announced || inner && end - start > 1 || codes
}

/// Whether the text ends with the word written in capitals or with one.
fn ends_as(text: &str, word: &str) -> bool {
    let count = word.chars().count();
    let tail = text.char_indices().rev().nth(count - 1).map_or("", |(at, _)| &text[at..]);
    tail.to_lowercase() == word
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn letters_that_are_digits_are_read_as_digits() {
        for (written, read) in [
            ("Quyết định số 1O8/QÐ-UBND ngày l5/3/2019", "Quyết định số 108/QÐ-UBND ngày 15/3/2019"),
            ("Kế hoạch l2/KH-UBND", "Kế hoạch 12/KH-UBND"),
            ("Số: I5/20O6/QĐ-UB", "Số: 15/2006/QĐ-UB"),
            ("ngày 17 tháng l0 năm 2O19", "ngày 17 tháng 10 năm 2019"),
        ] {
            assert_eq!(mended(written), read);
        }
    }

    #[test]
    fn letters_that_are_letters_stay() {
        for text in [
            "hao 5l/100km, 2l nước",
            "H2O và CO2",
            "phòng I2, lớp 1O",
            "Il, Ol, O",
            "số một",
            "chai 1,5l/ngày",
            "20l dầu",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
