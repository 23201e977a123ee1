//! Dates that are counted from another: from the moment at which a page was fetched ("2 giờ trước", "hôm qua, 14:05", "3 days ago"),
//! and from the day with which spreadsheets begin.
//!
//! Sites round these in ways of their own, so what comes out of the first is only as exact as every way of rounding agrees on: of "3 ngày trước" mostly
//! the month. Where the moment is not known nothing is read.

use tangthu_archive::{PartialDate, month_of_day};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The most of a unit that is believed: nobody counts 500 hours.
const MOST: i64 = 400;

/// Units and their least and greatest length in minutes.
const UNITS: [(&[&str], i64, i64); 7] = [
    (&["giây", "second", "seconds", "sec", "secs"], 0, 1),
    (&["phút", "minute", "minutes", "min", "mins"], 1, 1),
    (&["giờ", "tiếng", "hour", "hours", "hr", "hrs"], HOUR, HOUR),
    (&["ngày", "hôm", "day", "days"], DAY, DAY),
    (&["tuần", "week", "weeks"], 7 * DAY, 7 * DAY),
    (&["tháng", "month", "months"], 28 * DAY, 31 * DAY),
    (&["năm", "year", "years"], 365 * DAY, 366 * DAY),
];

/// The date that `text` as a whole tells, of a page that was fetched at `fetched`.
pub(crate) fn date(text: &str, fetched: PartialDate) -> Option<PartialDate> {
    let lower = text.to_lowercase();
    let bare = lower.trim().trim_matches(['(', ')', '.', ',', ' ']);
    if bare.chars().nth(40).is_some() {
        return None;
    }
    for (name, back) in [("hôm nay", 0), ("hôm qua", 1), ("hôm kia", 2), ("today", 0), ("yesterday", 1)] {
        if let Some(rest) = bare.strip_prefix(name) {
            let today = i64::from(fetched.day().and(Some(fetched.first_day()))?);
            let clock = rest.trim_matches([',', ' ', '-', '–']);
            let clock = clock.strip_prefix("lúc ").or_else(|| clock.strip_prefix("at ")).unwrap_or(clock);
            let day = day_of(today - back)?;
            return if clock.is_empty() {
                Some(day)
            } else {
                super::read_date(&format!("{day}T{}", hours(clock)?)).ok()
            };
        }
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let words =
        words.strip_prefix(&["cách", "đây"]).or_else(|| words.strip_prefix(&["khoảng"])).unwrap_or(&words);
    let (least, most) = match words {
        ["vừa", "xong"] | ["vừa", "mới"] | ["mới", "đây"] | ["just", "now"] => (0, HOUR),
        [count, unit, "trước" | "ago"] | [count, unit, "trước", "đây"] => ago(count, unit)?,
        [count, unit] if bare.starts_with("cách đây") => ago(count, unit)?,
        _ => return None,
    };
    let (hour, minute) = fetched.hour_minute()?;
    let now = i64::from(fetched.first_day()) * DAY + i64::from(hour) * HOUR + i64::from(minute);
    as_exact_as(day_of((now - most).div_euclid(DAY))?, day_of((now - least).div_euclid(DAY))?)
}

/// How many minutes ago something was at the least and at the most that is said to be so many units ago.
fn ago(count: &str, unit: &str) -> Option<(i64, i64)> {
    let (_, least, most) = UNITS.iter().find(|(names, ..)| names.contains(&unit))?;
    let count: i64 = match count {
        "một" | "a" | "an" | "1" => 1,
        digits => digits.parse().ok().filter(|count| (1..=MOST).contains(count))?,
    };
    // Some sites cut off what is beyond the unit, others round it up or down.
    Some(((2 * count - 1) * least / 2, (count + 1) * most))
}

/// A time of day as dates write it: 14:05 of "14h05" and "14:05".
fn hours(clock: &str) -> Option<String> {
    let (hour, minute) = clock.split_once([':', 'h', 'g'])?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.trim_end_matches('\'').parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}:00+07:00"))
}

/// A day as spreadsheets count it, from the end of 1899 on, where a cell lost its form: 44936 is 2023-01-10. From 1954 on, so that
/// numbers that people write are none.
pub(crate) fn of_spreadsheet(text: &str) -> Option<PartialDate> {
    let (day, part) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), ""));
    let is_one =
        day.len() == 5 && [day, part].iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let day = day.parse::<i64>().ok().filter(|day| is_one && (20_000..70_000).contains(day))?;
    day_of(i64::from(PartialDate::from_day(1899, 12, 30)?.first_day()) + day)
}

fn day_of(day: i64) -> Option<PartialDate> {
    let day = u32::try_from(day).ok()?;
    let (year, month) = month_of_day(day);
    let first = PartialDate::from_day(year, month, 1)?.first_day();
    PartialDate::from_day(year, month, u8::try_from(day - first + 1).ok()?)
}

/// The most exact date that holds both days.
fn as_exact_as(first: PartialDate, last: PartialDate) -> Option<PartialDate> {
    if first == last {
        return Some(last);
    }
    if first.year() != last.year() {
        return None;
    }
    match (first.month(), last.month()) {
        (Some(one), Some(other)) if one == other => PartialDate::from_month(last.year(), one),
        _ => PartialDate::from_year(last.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_spreadsheets_count_are_days() {
        for (text, wanted) in [
            ("44936", "2023-01-10"),
            ("44936.354166", "2023-01-10"),
            ("20000", "1954-10-03"),
            ("12345", ""),
            ("449360", ""),
            ("44936 đồng", ""),
            ("+4936", ""),
        ] {
            let found = of_spreadsheet(text).map(|date| date.to_string()).unwrap_or_default();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_is_told_from_now_is_as_exact_as_it_can_be_and_no_more() {
        let fetched = crate::dates::read_date("2023-03-28T02:04:05Z").unwrap();
        assert_eq!(fetched.to_string(), "2023-03-28T09:04:05+07:00");
        for (text, wanted) in [
            ("2 giờ trước", "2023-03-28"),
            ("Cách đây 15 phút", "2023-03-28"),
            ("vừa xong", "2023-03-28"),
            ("Hôm qua, 14:05", "2023-03-27T14:05:00+07:00"),
            ("hôm qua lúc 9h5", "2023-03-27T09:05:00+07:00"),
            ("Hôm nay", "2023-03-28"),
            ("Yesterday at 14:05", "2023-03-27T14:05:00+07:00"),
            // Between two and a half and four days ago.
            ("3 ngày trước", "2023-03"),
            ("(a day ago)", "2023-03"),
            ("2 tuần trước", "2023-03"),
            ("2 tháng trước", ""),
            ("1 tháng trước", "2023"),
            // This night or the evening before.
            ("9 giờ trước", "2023-03"),
            ("2 năm trước", ""),
            ("Hai giờ trước cuộc họp", ""),
            ("hôm qua 25:00", ""),
            ("999999999999999999999 giờ trước", ""),
            ("-3 ngày trước", ""),
            ("trước", ""),
            ("", ""),
        ] {
            let found = date(text, fetched).map(|date| date.to_string()).unwrap_or_default();
            assert_eq!(found, wanted, "{text}");
        }
        // Where only the day of the crawl is known, hours tell nothing.
        let day = crate::dates::read_date("28/3/2023").unwrap();
        assert_eq!(date("2 giờ trước", day), None);
        assert_eq!(date("hôm qua", day).map(|date| date.to_string()).as_deref(), Some("2023-03-27"));
        assert_eq!(date("hôm qua", crate::dates::read_date("3/2023").unwrap()), None);
    }
}
