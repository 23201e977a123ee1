//! The sentence in which a mention stands: its evidence.

use std::ops::Range;
use tangthu_text::is_capital;

/// Bytes of the longest sentence that is shown whole; what is longer is cut at a blank. No sentence that people read is as long.
const LONGEST: usize = 1_200;

/// The sentence of `text` that holds the bytes of `place`. A full stop ends one where a blank and then no small letter follow,
/// unless a short form stands before it (TP. Hà Nội).
///
/// ```
/// let text = "Họp ở TP. Hà Sơn. Có 15 hộ dự. Hết.";
/// assert_eq!(&text[tangthu_mentions::sentence(text, 23..25)], "Có 15 hộ dự.");
/// ```
pub fn sentence(text: &str, place: Range<usize>) -> Range<usize> {
    let start = place.start.min(text.len());
    let end = place.end.clamp(start, text.len());
    // No further than is shown: a text without full stops would be gone through for every mention in it.
    let least = floor(text, start.saturating_sub(LONGEST));
    let from = text[least..floor(text, start)]
        .char_indices()
        .rev()
        .find_map(|(at, c)| ends_after(text, least + at, c))
        .unwrap_or(least);
    let (tail, most) = (floor(text, end), floor(text, end + LONGEST));
    let to = text[tail..most]
        .char_indices()
        .find_map(|(at, c)| ends_after(text, tail + at, c).map(|end| end.min(most)))
        .unwrap_or(most);
    let whole = &text[from..to];
    let lead = whole.len() - whole.trim_start().len();
    from + lead..from + lead + whole.trim().len()
}

/// The last border of characters at `at` or before it.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The byte behind the sign `c` at `at` if it ends a sentence.
fn ends_after(text: &str, at: usize, c: char) -> Option<usize> {
    let behind = at + c.len_utf8();
    match c {
        '\n' => Some(behind),
        '.' | '!' | '?' | '…' => {
            let rest = &text[behind..];
            let quotes = rest.len() - rest.trim_start_matches(['"', '”', '’', ')', '.']).len();
            let rest = &rest[quotes..];
            if rest.is_empty() {
                return Some(behind + quotes);
            }
            if !rest.starts_with(char::is_whitespace) {
                return None;
            }
            let next = rest.trim_start().chars().next()?;
            let small = next.is_alphabetic() && !is_capital(next);
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let letters = word.chars().count();
            let short =
                c == '.' && (1..=3).contains(&letters) && word.starts_with(is_capital) && is_short(word);
            (!small && !short).then_some(behind + quotes)
        }
        _ => None,
    }
}

/// Short forms behind which a full stop ends nothing.
fn is_short(word: &str) -> bool {
    matches!(
        word,
        "TP" | "Tp"
            | "TX"
            | "Tx"
            | "TT"
            | "Tt"
            | "Q"
            | "P"
            | "H"
            | "X"
            | "Th"
            | "ThS"
            | "TS"
            | "GS"
            | "PGS"
            | "BS"
            | "KS"
            | "LS"
            | "Ô"
            | "Mr"
            | "Ms"
            | "Dr"
            | "St"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_forms_and_decimals_end_no_sentence() {
        let text = "GS.TS. Lê Văn Tám ở TP. Hà Sơn nói: “Có 1.126 hộ.” Rồi ông về…\nHết.";
        let of = |word: &str| {
            let at = text.find(word).unwrap_or(0);
            &text[sentence(text, at..at + word.len())]
        };
        assert_eq!(of("1.126"), "GS.TS. Lê Văn Tám ở TP. Hà Sơn nói: “Có 1.126 hộ.”");
        assert_eq!(of("ông"), "Rồi ông về…");
        assert_eq!(of("Hết"), "Hết.");
    }

    proptest! {
        #[test]
        fn a_sentence_holds_what_it_is_of(text in "(TP\\. |[A-Za-zđư]{1,5}[.!?…]?[ \n]|1\\.5 |“){0,30}", a in 0usize..80, b in 0usize..9) {
            let start = floor(&text, a);
            let end = floor(&text, start + b);
            let found = sentence(&text, start..end);
            prop_assert!(text.get(found.clone()).is_some());
            let words = text[start..end].trim();
            prop_assert!(words.is_empty() || text[found].contains(words) || words.contains(['.', '!', '?', '…', '\n', ' ']));
        }
    }
}
