//! Days in figures: 1/1/2015, 01/01/2015, 1.1.2015 and 01.01.2015 are one day, day first as everywhere in the country.

/// The separators with which a day in figures is one word.
const SEPARATORS: [char; 2] = ['/', '.'];

/// The other writings of a day in figures (with its year or without), with zeros and without, with strokes and points; none of
/// what is no day. A number may look like a day with points (2.5), so only one with a year has those.
///
/// ```
/// use tangthu_text::other_days;
/// assert_eq!(other_days("1/1/2015"), ["01/01/2015", "1.1.2015", "01.01.2015"]);
/// assert_eq!(other_days("02/9"), ["2/9", "02/09"]);
/// assert!(other_days("2.5").is_empty() && other_days("31/13").is_empty());
/// ```
pub fn other_days(word: &str) -> Vec<String> {
    let Some(separator) = SEPARATORS.into_iter().find(|&separator| word.contains(separator)) else {
        return Vec::new();
    };
    let mut groups = word.split(separator);
    let mut small = |most: u8| {
        let group = groups.next().filter(|group| group.len() < 3)?;
        let number = group.parse().ok().filter(|number| (1..=most).contains(number))?;
        group.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
    };
    let (Some(day), Some(month)) = (small(31), small(12)) else { return Vec::new() };
    let year = groups.next();
    let is_year = |year: &str| matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    if groups.next().is_some() || !year.is_none_or(is_year) || year.is_none() && separator != SEPARATORS[0] {
        return Vec::new();
    }
    let separators = if year.is_some() { SEPARATORS.as_slice() } else { &SEPARATORS[..1] };
    let written = |separator: char| {
        let year = year.map(|year| format!("{separator}{year}")).unwrap_or_default();
        [format!("{day}{separator}{month}{year}"), format!("{day:02}{separator}{month:02}{year}")]
    };
    let mut days: Vec<String> = separators.iter().copied().flat_map(written).collect();
    days.dedup();
    days.retain(|day| day != word);
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_day_has_no_other_writing() {
        for word in [
            "", "/", "1", "2.5", "1.126", "0/1", "32/1", "1/13", "1/2/3/4", "1/2/345", "1/2.2015", "a/b",
            "001/1", "+1/2",
        ] {
            assert!(other_days(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_day_that_is_written_in_one_way_alone_has_that_with_points() {
        assert_eq!(other_days("24/10/2022"), ["24.10.2022"]);
        assert_eq!(other_days("24.10.22"), ["24/10/22"]);
        assert!(other_days("24/10").is_empty());
    }

    crate::rule_tests::test_rule! {
        rule: |word: &str| other_days(word).join(" "),
        alone: [
            "1/1/2015" => "01/01/2015 1.1.2015 01.01.2015",
            "02/9" => "2/9 02/09",
            "24/10" => "",
            "2.5" => "",
            "ngày" => "",
        ],
        // The pipeline gives a day whole, and then its parts.
        in_pipeline: [
            "Ngày 2/\u{200B}9, 24.10.2022" => ["", "02/09", "", "", "24/10/2022", "", "", ""],
        ],
        always: |word, others| {
            let digits = |text: &str| -> u32 { text.bytes().filter(u8::is_ascii_digit).map(|digit| u32::from(digit - b'0')).sum() };
            others.is_empty() || others.split(' ').all(|other| other != word && digits(other) == digits(word))
        },
    }

    proptest! {
        #[test]
        fn writings_of_a_day_are_each_others(day in 1u8..32, month in 1u8..13, year in proptest::option::of(1900u16..2100)) {
            let year = year.map(|year| format!("/{year}")).unwrap_or_default();
            let word = format!("{day}/{month}{year}");
            for other in other_days(&word) {
                prop_assert!(other_days(&other).contains(&word), "{}", other);
                prop_assert_eq!(&crate::tokens(&other)[0].word, &other);
            }
        }

        #[test]
        fn any_word_is_borne(word in "[0-9/.]{0,12}|\\PC{0,8}") {
            prop_assert!(!other_days(&word).contains(&word));
        }
    }
}
