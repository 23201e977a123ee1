//! Document numbers, Party and State: `01-CTr/QU`, `15/2024/QĐ-UBND`, `45/2019/QH14`, `1234/UBND-VX`, in the spellings
//! that real texts use.
//!
//! Grammar (dashes of any length, spaces round separators, Đ in any guise):
//!
//! ```text
//! number = serial sep [year "/"] codes        sep = "-" | "/"
//! serial = digits [letter] | digits "." digits, before a year
//! codes  = kind (("/" | "-") body)+ | body (("-" | "/") unit)* ["." unit] | "QH" digits
//! ```
//!
//! Where the name of a kind stands before it, bodies that no table has make numbers (Công văn số 417/SNV-TCBC), and so does a kind
//! alone (Chỉ thị số 202-CT); signs that were lost are read (11NQ/TW, NĐCP). Numbers of forms and contracts are none.
//!
//! Blanks in drafts (`Số:   /KH-UBND`) have no digits and are no number. How a number is read is in [`crate::scan`], what
//! the codes make of it in [`crate::written`], lists that share a tail are in [`crate::lists`].

use crate::{
    letters::{is_dash, letters_before, skip_back},
    lists::shared_tail,
    scan::{Scanner, Writing, Written},
    tables::{folded, issuer, kind, shares_its_letters},
};
use std::iter::once;

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

/// The key under which a number is looked up: lower case, without marks, however it was spelled. The kind keeps its đ
/// where there is another kind without it (ĐA and DA, HĐ and HD).
///
/// ```
/// use tangthu_mentions::number_key;
/// assert_eq!(number_key("11 – ÐA/TU"), number_key("Số: 11-đa-tu"));
/// assert_eq!(number_key("07/2024/QĐ-UBND"), number_key("7/2024/qd-ubnd"));
/// ```
pub fn number_key(number: &str) -> String {
    let trimmed = number.trim();
    let bare = without_announcement(trimmed);
    let found = typed_numbers(bare).into_iter().find(|found| found.start == 0);
    let canonical = found.map_or_else(|| trimmed.to_owned(), |found| found.canonical);
    let parts = canonical.split_inclusive(['-', '/']);
    let written = parts.map(|part| {
        let code = part.trim_end_matches(['-', '/']);
        let kept = if shares_its_letters(code) { tangthu_text::normal_word(code) } else { folded(code) };
        once(kept.as_str()).chain(once(&part[code.len()..])).collect::<String>()
    });
    written.collect()
}

/// What follows the "Số" or "Số:" that a number is written behind.
fn without_announcement(number: &str) -> &str {
    let after = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before = number[..number.len() - after.len()].trim_end().trim_end_matches([':', '.']);
    if folded(before.trim_end()) == "so" { after } else { number }
}

/// The document numbers in `text`, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    find(text, Writing::Text)
}

/// The document numbers in a query, where people type codes in any case and leave separators out: `11-đa/tu`, `01 ctr qu`.
pub fn typed_numbers(text: &str) -> Vec<Number> {
    find(text, Writing::Typed)
}

/// Whether `text` is what stands behind the digits of a number, kind and body joined: `CTr/QU`, `qđ-ubnd`.
///
/// ```
/// use tangthu_mentions::is_tail;
/// assert!(is_tail("ĐA/TU") && is_tail("qđ-ubnd"));
/// assert!(!is_tail("và/hoặc") && !is_tail("CTr"));
/// ```
pub fn is_tail(text: &str) -> bool {
    let text = tangthu_text::clean(text);
    let joins = |c: char| c == '/' || is_dash(c);
    let mut codes = text.split(joins);
    codes.next().is_some_and(|code| kind(code).is_some())
        && codes.next().is_some_and(|code| issuer(code).is_some())
}

fn find(text: &str, writing: Writing) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: Vec<Number> = Vec::new();
    let (mut at, mut last_end) = (0, None);
    while at < chars.len() {
        if !chars[at].1.is_ascii_digit() {
            at += 1;
            continue;
        }
        let written = Written { text, chars: &chars, writing };
        // "Kỳ họp thứ 9 – HĐND tỉnh" holds an ordinal.
        let ordinal = text[..chars[at].0].trim_end().ends_with("thứ");
        let number = (!ordinal && starts_a_number(&chars, at))
            .then(|| Scanner { written, at, last: last_end }.number())
            .flatten();
        if let Some((end, parsed)) = number {
            found.extend(shared_tail(&written, at, last_end, &parsed));
            let canonical = parsed.canonical();
            found.push(Number { start: chars[at].0, end: written.byte_at(end), canonical });
            at = end;
            last_end = Some(end);
            continue;
        }
        while at < chars.len() && chars[at].1.is_ascii_digit() {
            at += 1;
        }
    }
    found
}

/// A number goes on from neither a code nor another number: not `A4-…`, not the `10` of `24/10-…`. A word that has lost the
/// blank behind it (`số01-…`) is no code; whether a number follows it, its codes must say.
fn starts_a_number(chars: &[(usize, char)], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| chars[before].1) else { return true };
    let further = at.checked_sub(2).map(|further| chars[further].1);
    if is_dash(before) {
        // The dash of a list of points, not one that joins.
        return further.is_none_or(|c| c.is_whitespace() || c == '(');
    }
    match before {
        '/' => false,
        // Neither the rest of a figure nor what an initial shortens: 1.126, Q.1.
        '.' => further.is_some_and(|c| !c.is_ascii_digit()) && !is_initial(chars, at - 1),
        _ => !before.is_alphanumeric() || letters_before(chars, at).is_some_and(|word| word.ends_a_word),
    }
}

/// Whether a capital by itself stands before position `at`.
fn is_initial(chars: &[(usize, char)], at: usize) -> bool {
    let start = skip_back(chars, at, char::is_alphabetic);
    at - start == 1 && tangthu_text::is_capital(chars[start].1)
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
    fn the_key_of_a_key_is_itself_where_a_code_differs_from_a_body_by_its_marks_alone() {
        for number in ["01-CTr/ĐƯ-ĐƯ1", "01-CTr/QƯ2", "08/NQ-ĐƯ", "05/QĐ-UBNĐ3", "45/2019/QH14", "01-CTr/QU1"]
        {
            let key = number_key(number);
            assert_eq!(number_key(&key), key, "{number}");
        }
        assert_eq!(found("45/2019/QH14"), ["45/2019/QH14"]);
    }

    #[test]
    fn codes_that_an_ampersand_joins_are_one_in_any_case() {
        for number in ["15/QĐ-SGD&ĐT", "101/2024/TT-BGD&ĐT", "01-CTr/QU-QĐ&UBND"] {
            assert_eq!(found(number), [number]);
            let key = number_key(number);
            assert_eq!(number_key(&key), key, "{number}");
            assert_eq!(number_key(&number.to_lowercase()), key, "{number}");
        }
    }

    #[test]
    fn an_ordinal_before_a_body_is_no_number() {
        assert!(found("Tại kỳ họp thứ 9 – HĐND tỉnh khóa X").is_empty());
        assert_eq!(found("Công văn số 9-HĐND"), found("Công văn số 09-HĐND"));
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
    fn blanks_stand_for_the_signs_of_laws_and_of_joint_circulars_in_a_query() {
        let typed = |text: &str| {
            let found = typed_numbers(text);
            found.into_iter().map(|number| (number.canonical, number.end)).collect::<Vec<_>>()
        };
        for (text, number) in [
            ("45 2019 qh14", "45/2019/QH14"),
            ("45/2019 qh14", "45/2019/QH14"),
            ("45 2019/QH14", "45/2019/QH14"),
            ("7 2025 ubtvqh15", "07/2025/UBTVQH15"),
            ("24 2015 ttlt byt bgtvt", "24/2015/TTLT-BYT-BGTVT"),
            ("1 2012 TTLT BCA BQP BTP VKSNDTC", "01/2012/TTLT-BCA-BQP-BTP-VKSNDTC"),
        ] {
            assert_eq!(typed(text), [(number.to_owned(), text.len())], "{text}");
            let words = format!("{text} hướng dẫn thi hành");
            assert_eq!(typed(&words), [(number.to_owned(), text.len())], "{words}");
        }
        assert_eq!(
            typed("1 2012 ttlt bca ca nhạc"),
            [("01/2012/TTLT-BCA".to_owned(), "1 2012 ttlt bca".len())]
        );
        for text in ["5 qh14", "khóa 14 qh", "45 2019 qh", "45 2019 ubnd", "2019 2020 qh14", "15 2012 btc"] {
            assert_eq!(typed(text), [], "{text}");
        }
        assert_eq!(found("luật 45 2019 QH14, kỳ 1 2012 TTLT BCA BQP"), [""; 0]);
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
