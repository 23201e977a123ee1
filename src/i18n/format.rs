//! Numbers and dates as each language writes them. A date is shown exactly as precisely as it is known.

use tangthu_protocol::Language;

/// `1126` as 1.126 in Vietnamese and 1,126 in English.
pub(crate) fn number(language: Language, value: impl Into<u64>) -> String {
    let digits = value.into().to_string();
    let separator = match language {
        Language::Vi => '.',
        Language::En => ',',
    };
    let mut result = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            result.push(separator);
        }
        result.push(digit);
    }
    result
}

/// So many of something, in English: 1 document, 1,126 documents.
pub(crate) fn counted(value: impl Into<u64>, one: &str, many: &str) -> String {
    let value = value.into();
    format!("{} {}", number(Language::En, value), if value == 1 { one } else { many })
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date of the archive (`2023`, `2023-03`, `2023-03-28`, `2023-03-28T14:04:00+07:00`) for readers: 28/03/2023 14:04, or
/// 28 March 2023, 14:04. The time is the one on the clock of the place that wrote it. What is no date stays as it is.
pub(crate) fn date(language: Language, text: &str) -> String {
    let (day_part, time) = match text.split_once('T') {
        Some((day, time)) => (day, time.get(..5)),
        None => (text, None),
    };
    let mut fields = day_part.split('-');
    let (year, month, day) = (fields.next().unwrap_or_default(), fields.next(), fields.next());
    match language {
        Language::Vi => {
            let mut result: Vec<&str> = [day, month].into_iter().flatten().collect();
            result.push(year);
            let result = result.join("/");
            time.map_or(result.clone(), |time| format!("{result} {time}"))
        }
        Language::En => {
            let name = month.and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
            let mut result = String::new();
            if let Some(day) = day {
                result.push_str(day.trim_start_matches('0'));
                result.push(' ');
            }
            if let Some(name) = name {
                result.push_str(name);
                result.push(' ');
            }
            result.push_str(year);
            time.map_or(result.clone(), |time| format!("{result}, {time}"))
        }
    }
}

/// The day alone, for `<time datetime>` values that HTML accepts and for citations.
pub(crate) fn day(language: Language, text: &str) -> String {
    date(language, text.split('T').next().unwrap_or(text))
}

/// A number that may have a fraction: 1.234,5 in Vietnamese. Fractions of more than four digits are cut.
pub(crate) fn decimal(language: Language, value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let digits = format!("{:.4}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let whole = number(language, whole.parse::<u64>().unwrap_or(0));
    let point = if language == Language::Vi { ',' } else { '.' };
    let sign = if value < 0.0 { "−" } else { "" };
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}{point}{fraction}"),
    }
}

/// A value as the archive writes figures (`231`, `0.8`, a range as `2..3`) for readers.
pub(crate) fn figure(language: Language, value: &str) -> String {
    let one =
        |text: &str| text.parse::<f64>().map_or_else(|_| text.to_owned(), |value| decimal(language, value));
    match value.split_once("..") {
        Some((low, high)) => format!("{} – {}", one(low), one(high)),
        None => one(value),
    }
}

/// A date or a period as the archive writes them (`2023-Q2`, `2020/2025`, `--10-24`) for readers.
pub(crate) fn period(language: Language, text: &str) -> String {
    if let Some((from, to)) = text.split_once('/') {
        return format!("{} – {}", period(language, from), period(language, to));
    }
    if let Some((year, quarter)) = text.split_once("-Q") {
        return match language {
            Language::Vi => format!("quý {quarter}/{year}"),
            Language::En => format!("Q{quarter} {year}"),
        };
    }
    match text.strip_prefix("--").and_then(|text| text.split_once('-')) {
        Some((month, day)) => format!("{day}/{month}"),
        None => day(language, text),
    }
}

/// When a page was fetched from its publisher, in the brackets behind a citation.
pub(crate) fn fetched(language: Language, text: &str) -> String {
    let words = match language {
        Language::Vi => "lấy về ngày",
        Language::En => "fetched on",
    };
    format!("{words} {}", day(language, text))
}

/// Bytes in units that people read: 640 B, 12,5 KB, 3,2 MB (with a point in English).
pub(crate) fn bytes(language: Language, value: u64) -> String {
    let (scaled, unit) = match value {
        0..1_000 => return format!("{value} B"),
        1_000..1_000_000 => (value / 100, "KB"),
        _ => (value / 100_000, "MB"),
    };
    let point = if language == Language::Vi { ',' } else { '.' };
    format!("{}{point}{} {unit}", number(language, scaled / 10), scaled % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Vi};

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!([0u64, 999, 1126, 1_234_567].map(|n| number(Vi, n)), ["0", "999", "1.126", "1.234.567"]);
        assert_eq!(number(En, 1126u32), "1,126");
        let lines = |n: u32| counted(n, "line", "lines");
        assert_eq!([0, 1, 2, 1126].map(lines), ["0 lines", "1 line", "2 lines", "1,126 lines"]);
        assert_eq!([bytes(Vi, 12_560), bytes(En, 3_200_000), bytes(En, 7)], ["12,5 KB", "3.2 MB", "7 B"]);
    }

    #[test]
    fn figures_and_periods_are_written_as_the_language_does() {
        assert_eq!(
            ["231", "0.8", "2..3", "3200000000", "x"].map(|v| figure(Vi, v)),
            ["231", "0,8", "2 – 3", "3.200.000.000", "x"]
        );
        assert_eq!([decimal(En, -1234.5), decimal(Vi, 0.0), decimal(Vi, 1e300)], ["−1,234.5", "0", "1e300"]);
        let written = ["2023-Q2", "2020/2025", "--10-24", "2021-12-06"];
        assert_eq!(
            written.map(|text| period(Vi, text)),
            ["quý 2/2023", "2020 – 2025", "24/10", "06/12/2021"]
        );
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        let written = ["2023", "2023-03", "2023-03-28", "2023-03-28T14:04:00+07:00"];
        assert_eq!(written.map(|text| date(Vi, text)), ["2023", "03/2023", "28/03/2023", "28/03/2023 14:04"]);
        let english = ["2023", "March 2023", "28 March 2023", "28 March 2023, 14:04"];
        assert_eq!(written.map(|text| date(En, text)), english);
        assert_eq!(day(Vi, written[3]), "28/03/2023");
    }

    #[test]
    fn what_is_no_date_is_shown_and_does_not_panic() {
        for text in ["", "-", "x", "2023-99", "2023-03-28T1", "T", "é-ê-ế"] {
            let _ = (date(Vi, text), date(En, text));
        }
    }
}
