//! The two spellings of a number: with points between its thousands (1.000) and without (1000), with a comma before its decimals (2,5)
//! and with a point (2.5). Texts have each, often side by side.
//!
//! Rules: the Accounting Law 88/2015/QH13, article 11, has a point behind thousands and a comma before decimals; programs
//! and tables write a point before decimals, and leave out what parts the thousands.

/// The years that texts name: four digits that nobody writes with a point.
const YEARS: std::ops::Range<u32> = 1900..2100;

/// Digits between two points.
const GROUP: usize = 3;

/// The other spelling of a number in normal form; none where there is no other, or it could as well be another number: 1,234
/// is a number of three decimals here and one with thousands elsewhere.
///
/// ```
/// use tangthu_text::other_number;
/// assert_eq!(other_number("1.000.000").as_deref(), Some("1000000"));
/// assert_eq!(other_number("1500").as_deref(), Some("1.500"));
/// assert_eq!(other_number("2,5").as_deref(), Some("2.5"));
/// assert_eq!(other_number("2025"), None);
/// ```
pub fn other_number(word: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(word) {
        let year = word.parse().is_ok_and(|year| YEARS.contains(&year));
        let parted = word.len() > GROUP && !word.starts_with('0') && !year;
        return parted.then(|| in_groups(word));
    }
    let (whole, rest) = word.split_once(['.', ','])?;
    if !digits(whole) || whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let groups = || rest.split('.').all(|group| group.len() == GROUP && digits(group));
    let point = word.as_bytes().get(whole.len()) == Some(&b'.');
    if point && whole.len() <= GROUP && whole != "0" && groups() {
        return Some(word.replace('.', ""));
    }
    // Three decimals behind a comma, or a point, may be thousands.
    let decimals = digits(rest) && rest.len() != GROUP;
    decimals.then(|| format!("{whole}{}{rest}", if point { ',' } else { '.' }))
}

/// The digits with a point before every three from the end.
fn in_groups(digits: &str) -> String {
    let mut parted = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(GROUP) {
            parted.push('.');
        }
        parted.push(digit);
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_spelling_of_a_number_leads_to_the_other() {
        for (one, other) in [
            ("1000", "1.000"),
            ("12500", "12.500"),
            ("1234567", "1.234.567"),
            ("0,8", "0.8"),
            ("12,75", "12.75"),
        ] {
            assert_eq!(other_number(one).as_deref(), Some(other));
            assert_eq!(other_number(other).as_deref(), Some(one));
        }
    }

    #[test]
    fn what_is_no_such_number_has_one_spelling() {
        for word in [
            "",
            "312",
            "1999",
            "2025",
            "0912345678",
            "24/10",
            "24.10.2022",
            "1,234",
            "0.123",
            "1.2.3",
            "01.500",
            "3,",
            ".5",
            "a.b",
            "tỷ",
        ] {
            assert_eq!(other_number(word), None, "{word}");
        }
    }

    crate::rule_tests::test_rule! {
        rule: |word: &str| other_number(word).unwrap_or_default(),
        alone: ["1.000" => "1000", "1500" => "1.500", "2,5" => "2.5", "0.8" => "0,8", "2025" => "", "1,234" => "", "24/10" => ""],
        in_pipeline: [
            "Thu 1.000 đồng, 3\u{AD},2 tỷ; năm 2025" => ["", "1000", "", "3.2", "", "", ""],
            "ngày 24.10.2022: 12 500" => ["", "", "", "", "", "", ""],
        ],
        always: |word, other| {
            let digits = |text: &str| text.replace(['.', ','], "");
            other.is_empty() || word != other && digits(word) == digits(other)
        },
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_the_way_back_is_the_same(word in "[0-9.,/]{0,12}") {
            if let Some(other) = other_number(&word) {
                let back = other_number(&other);
                prop_assert!(back.is_none() || back.as_deref() == Some(&word), "{} {} {:?}", word, other, back);
            }
        }
    }
}
