//! Abbreviations that a text defines itself: "thủ tục hành chính (TTHC)", "Ủy ban nhân dân (sau đây viết tắt là UBND)", "TTHC
//! (thủ tục hành chính)". What is defined so holds in that text alone; the table of [`crate::expansions`] is not asked.

use crate::{Token, alphabet, clean, is_capital, tokens};
use std::ops::Range;

/// An abbreviation that a text defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Where the abbreviation stands.
    pub short: Range<usize>,
    /// Where the words stand that it is made of.
    pub long: Range<usize>,
}

/// Capitals of the shortest and of the longest abbreviation.
const CAPITALS: std::ops::RangeInclusive<usize> = 2..=12;

/// How far before a bracket its words are looked for, in bytes: thrice the longest expansion of the table.
const LOOK_BACK: usize = 240;

/// Words between a bracket and the abbreviation in it: "(sau đây gọi tắt là …)".
const LEAD_IN: [&str; 9] = ["sau", "đây", "được", "viết", "gọi", "tắt", "chung", "là", "xin"];

/// Words that abbreviations pass over: Giáo dục và Đào tạo is GDĐT.
const PASSED_OVER: [&str; 2] = ["và", "của"];

/// The definitions in `text`, in order.
///
/// ```
/// let text = "Rà soát thủ tục hành chính (TTHC), UBND phường";
/// let found = tangthu_text::definitions(text);
/// assert_eq!(found.len(), 1);
/// assert_eq!((&text[found[0].short.clone()], &text[found[0].long.clone()]), ("TTHC", "thủ tục hành chính"));
/// ```
pub fn definitions(text: &str) -> Vec<Definition> {
    let brackets = text.match_indices('(').filter_map(|(open, _)| {
        let inside = &text[open + 1..];
        let end = inside.find(['(', ')', '\n'])?;
        (end <= LOOK_BACK && inside[end..].starts_with(')')).then(|| (open, open + 1..open + 1 + end))
    });
    brackets
        .filter_map(|(open, inside)| {
            short_inside(text, open, inside.clone()).or_else(|| long_inside(text, open, inside))
        })
        .collect()
}

/// The words stand before the bracket, the abbreviation ends it.
fn short_inside(text: &str, open: usize, inside: Range<usize>) -> Option<Definition> {
    let quotes = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’' | ':');
    let end = inside.start + text[inside.clone()].trim_end_matches(quotes).len();
    let head = text[inside.start..end].rfind(quotes).map_or("", |at| &text[inside.start..inside.start + at]);
    let gap = text[inside.start + head.len()..end].chars().next().filter(|&c| quotes(c));
    let start = inside.start + head.len() + gap.map_or(0, char::len_utf8);
    if !tokens(head).iter().all(|token| LEAD_IN.contains(&token.word.as_str())) {
        return None;
    }
    let letters = letters_of(&text[start..end])?;
    let from = (open.saturating_sub(LOOK_BACK)..=open).find(|&at| text.is_char_boundary(at))?;
    let words = tokens(&text[from..open]);
    let first = made_of(&letters, &text[from..open], &words)?;
    // A word that was cut by the look back is not whole.
    if from > 0 && first == 0 {
        return None;
    }
    let last = words.last()?;
    let long = from + words[first].start..from + last.end;
    Some(Definition { short: start..end, long })
}

/// The abbreviation stands before the bracket, which holds nothing but the words.
fn long_inside(text: &str, open: usize, inside: Range<usize>) -> Option<Definition> {
    let end = text[..open].trim_end_matches([' ', '\u{A0}']).len();
    let is_code = |c: char| c.is_alphanumeric() || crate::is_mark(c) || matches!(c, '-' | '&');
    let start = text[..end].trim_end_matches(is_code).len();
    // No abbreviation is longer than the words that it stands for may be.
    let short = text[start..end].len() <= LOOK_BACK;
    let letters = short.then(|| letters_of(&text[start..end])).flatten()?;
    let words = tokens(&text[inside.clone()]);
    let first = made_of(&letters, &text[inside.clone()], &words)?;
    let last = words.last()?;
    let long = inside.start + words[0].start..inside.start + last.end;
    (first == 0).then_some(Definition { short: start..end, long })
}

/// A capital of an abbreviation and the small letters behind it: the T and r of CTr.
struct Initial {
    capital: char,
    small: String,
}

/// The letters of an abbreviation; `None` where `short` is none.
fn letters_of(short: &str) -> Option<Vec<Initial>> {
    let short = clean(short);
    let mut letters: Vec<Initial> = Vec::new();
    for c in short.chars() {
        if matches!(c, '-' | '&') && !letters.is_empty() {
            continue;
        }
        let lower = lower_letter(c)?;
        if is_capital(c) {
            letters.push(Initial { capital: lower, small: String::new() });
        } else {
            letters.last_mut()?.small.push(lower);
        }
    }
    let small = letters.iter().filter(|letter| !letter.small.is_empty()).count();
    (CAPITALS.contains(&letters.len()) && small <= 1).then_some(letters)
}

/// A letter in lower case without its tone.
fn lower_letter(c: char) -> Option<char> {
    alphabet::letter(c).map(|letter| letter.letter)
}

/// The first of the last `words` of `text` whose initials are `letters`, if those words follow one another in one phrase.
fn made_of(letters: &[Initial], text: &str, words: &[Token]) -> Option<usize> {
    let mut at = words.len();
    let mut end = text.len();
    for (nth, letter) in letters.iter().rev().enumerate() {
        loop {
            at = at.checked_sub(1)?;
            let word = &words[at];
            if !text[word.end..end].chars().all(|c| joins(c, nth == 0)) || word.part {
                return None;
            }
            end = word.start;
            if stands_for(letter, &word.word) {
                break;
            }
            if nth == 0 || !PASSED_OVER.contains(&word.word.as_str()) {
                return None;
            }
        }
    }
    // An abbreviation is not made of abbreviations.
    let written = &text[words[at].start..words[words.len() - 1].end];
    written.contains(|c: char| c.is_alphabetic() && !is_capital(c)).then_some(at)
}

/// Whether `c` may stand between words of one phrase, or behind the last of them.
fn joins(c: char, last: bool) -> bool {
    matches!(c, ' ' | '\u{A0}')
        || if last { matches!(c, '"' | '“' | '”') } else { matches!(c, '-' | '–' | ',' | '&') }
}

/// Whether `word` begins with the capital and holds the small letters behind it in their order.
fn stands_for(letter: &Initial, word: &str) -> bool {
    let mut rest = word.chars();
    let Some(first) = rest.next().and_then(alphabet::letter) else { return false };
    // W stands for ư: TW.
    let begins = letter.capital == first.letter
        || letter.capital == first.base
        || letter.capital == 'w' && matches!(first.letter, 'ư' | 'ơ');
    begins && letter.small.chars().all(|small| rest.by_ref().any(|c| lower_letter(c) == Some(small)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        definitions(text).into_iter().map(|one| (&text[one.short], &text[one.long])).collect()
    }

    /// The definitions as a text: "TTHC = thủ tục hành chính", joined by semicolons.
    fn told(text: &str) -> String {
        let told = found(text).into_iter().map(|(short, long)| format!("{short} = {long}"));
        told.collect::<Vec<_>>().join("; ")
    }

    crate::rule_tests::test_rule! {
        rule: told,
        alone: [
            "thủ tục hành chính (TTHC)" => "TTHC = thủ tục hành chính",
            "TTHC (thủ tục hành chính)" => "TTHC = thủ tục hành chính",
            "hộ kinh doanh (HKD), doanh nghiệp (DN)" => "HKD = hộ kinh doanh; DN = doanh nghiệp",
            "thủ tục hành chính (UBND)" => "",
        ],
        // What is cut into words defines nothing any more.
        in_pipeline: ["hành chính (HC)" => ["", "", ""]],
        always: |text, told| {
            told.is_empty() || text.contains('(') && told.split("; ").all(|one| {
                one.split_once(" = ").is_some_and(|(short, long)| text.contains(short) && text.contains(long))
            })
        },
    }

    #[test]
    fn definitions_in_every_form() {
        for (text, short, long) in [
            ("giải quyết thủ tục hành chính (TTHC) đúng hạn", "TTHC", "thủ tục hành chính"),
            ("Ủy ban nhân dân (UBND) quận", "UBND", "Ủy ban nhân dân"),
            ("Ủy ban nhân dân (viết tắt là UBND)", "UBND", "Ủy ban nhân dân"),
            ("Uỷ ban nhân dân (sau đây viết tắt là: “UBND”)", "UBND", "Uỷ ban nhân dân"),
            ("Hội đồng nhân dân (sau đây gọi tắt là HĐND)", "HĐND", "Hội đồng nhân dân"),
            ("công tác giải phóng mặt bằng (GPMB)", "GPMB", "giải phóng mặt bằng"),
            ("GPMB (giải phóng mặt bằng) xong", "GPMB", "giải phóng mặt bằng"),
            ("ngành Giáo dục và Đào tạo (GDĐT)", "GDĐT", "Giáo dục và Đào tạo"),
            ("ngành Giáo dục và Đào tạo (GD&ĐT)", "GD&ĐT", "Giáo dục và Đào tạo"),
            ("phát triển kinh tế - xã hội (KT-XH)", "KT-XH", "kinh tế - xã hội"),
            ("phòng, chống tham nhũng (PCTN)", "PCTN", "phòng, chống tham nhũng"),
            ("Chương trình (CTr) toàn khóa", "CTr", "Chương trình"),
            ("Ban Bí thư Trung ương (TW)", "TW", "Trung ương"),
            ("văn bản của Thủ tướng (TTg)", "TTg", "Thủ tướng"),
            ("Lao động, Thương binh và Xã hội (LĐTBXH)", "LĐTBXH", "Lao động, Thương binh và Xã hội"),
            (
                "thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh (TTHC)",
                "TTHC",
                "thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh",
            ),
        ] {
            assert_eq!(found(text), [(short, long)], "{text}");
        }
        let both = [("HKD", "hộ kinh doanh"), ("DN", "doanh nghiệp")];
        assert_eq!(found("hộ kinh doanh (HKD) và doanh nghiệp (DN)"), both);
    }

    #[test]
    fn what_defines_nothing_is_left() {
        for text in [
            "",
            "()",
            "(TTHC)",
            "thủ tục hành chính",
            "thủ tục hành chính (UBND)",
            "thủ tục. hành chính (TTHC)",
            "thủ tục hành chính; (TTHC)",
            "thủ tục (hành chính) (TTHC)",
            "thủ tục hành chính (xem TTHC)",
            "thủ tục hành chính (tthc)",
            "thủ tục hành chính (TTHC",
            "tục hành chính (TTHC)",
            "quận (Q)",
            "UBND (Ủy ban nhân dân quận)",
            "UBND (xem Ủy ban nhân dân)",
            "TH TT (TT)",
            "24/10 hành chính (HC2)",
            "Ban Chấp hành Đảng bộ (khóa XII)",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    /// The initials of `long` in lower case, as far as a definition needs them, found by other means than the rule.
    fn are_initials(short: &str, long: &str) -> bool {
        let base = |c: char| crate::fold(&crate::normal_word(&c.to_string())).replace('w', "u");
        let capitals: Vec<String> = clean(short).chars().filter(|&c| is_capital(c)).map(base).collect();
        let initials: Vec<String> = tokens(long)
            .iter()
            .filter(|token| {
                !PASSED_OVER.contains(&token.word.as_str())
                    || capitals.contains(&"v".to_owned())
                    || capitals.contains(&"c".to_owned())
            })
            .filter_map(|token| token.word.chars().next().map(base))
            .map(|initial| if initial == "o" { "u".to_owned() } else { initial })
            .collect();
        let mut rest = initials.iter();
        capitals.len() >= 2
            && capitals
                .iter()
                .all(|capital| rest.any(|initial| initial == capital || capital == "o" && initial == "u"))
    }

    const WORDS: &str = "thủ|tục|hành|chính|Ủy|ban|nhân|dân|đất|đai|và|của|ương|trung|kinh|tế";

    proptest! {
        #[test]
        fn findings_are_sound_on_any_text(
            text in "\\PC{0,60}|((thủ|tục|Ủy|ban|đất|và|của|ương|u\u{31B}|TTHC|UB|ĐV|\u{301}|24/10|\\(|\\)|,|-| )( |)){0,24}"
        ) {
            let mut last = 0;
            for one in definitions(&text) {
                let (short, long) = (text.get(one.short.clone()), text.get(one.long.clone()));
                prop_assert!(short.is_some() && long.is_some(), "spans lie on the borders of characters");
                prop_assert!(are_initials(short.unwrap_or_default(), long.unwrap_or_default()), "{:?} {:?}", short, long);
                prop_assert!(one.short.end <= one.long.start || one.long.end <= one.short.start);
                prop_assert!(one.short.start.max(one.long.start) >= last);
                last = one.short.start.max(one.long.start);
            }
        }

        #[test]
        fn what_is_defined_is_found_and_with_another_letter_is_not(
            words in proptest::collection::vec(WORDS, 2..8), before in "[a-z]{0,5}\\. ", wrong in 0usize..8, turned: bool
        ) {
            let long = words.join(" ");
            let initials = words.iter().filter_map(|word| word.chars().next());
            let short: String = initials.flat_map(|c| crate::unmarked(&c.to_string()).to_uppercase().chars().collect::<Vec<_>>()).collect();
            let text = |short: &str| if turned { format!("{before}{short} ({long})") } else { format!("{before}{long} ({short})") };
            let whole = text(&short);
            prop_assert_eq!(found(&whole), vec![(short.as_str(), long.as_str())]);
            let wrong = wrong % words.len();
            let other: String = short.chars().enumerate().map(|(at, c)| if at == wrong { 'X' } else { c }).collect();
            let wrong = text(&other);
            prop_assert_eq!(found(&wrong), vec![]);
        }
    }
}
