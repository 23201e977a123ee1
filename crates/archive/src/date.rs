//! A date as exact as its source was: a year, a month, a day, or a moment with its offset from UTC.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, num::NonZeroU64, str::FromStr};

/// A calendar date of any precision. In JSON it is one of `2023`, `2023-03`, `2023-03-28`, `2023-03-28T14:04:00+07:00`
/// (a moment is RFC 3339; seconds may be left out on reading and are always written).
///
/// Dates order by the day they begin on, and a less exact date comes before the exact ones inside it.
///
/// All of it is one number, so that lists of a million dates stay small, also where some are absent: from the highest bits on year, month and day
/// (0 where they are not known), the second of the day and one more (0 where there is no time of day), and the offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate(NonZeroU64);

/// Where the fields begin, in bits, and what makes offsets positive.
const YEAR: u32 = 42;
const MONTH: u32 = 38;
const DAY: u32 = 33;
const SECOND: u32 = 16;
const OFFSET_BASE: i32 = 1 << 15;

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no date of this format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    text: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a date: write 2023, 2023-03, 2023-03-28 or 2023-03-28T14:04+07:00",
            self.text
        )
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// A year alone. `None` outside 1–9999.
    pub fn from_year(year: u16) -> Option<Self> {
        let fits = (1..=9999).contains(&year);
        fits.then(|| NonZeroU64::new(u64::from(year) << YEAR)).flatten().map(Self)
    }

    /// A month of a year. `None` where there is no such month.
    pub fn from_month(year: u16, month: u8) -> Option<Self> {
        let base = Self::from_year(year)?;
        (1..=12).contains(&month).then(|| base.with(u64::from(month) << MONTH))
    }

    /// A day of the Gregorian calendar. `None` where there is no such day (31/02).
    pub fn from_day(year: u16, month: u8, day: u8) -> Option<Self> {
        let base = Self::from_month(year, month)?;
        (1..=days_in(year, month)).contains(&day).then(|| base.with(u64::from(day) << DAY))
    }

    /// The same day with a time of day and an offset from UTC in minutes. `None` when this is no whole day yet, or a
    /// number is out of range (offsets: ±14 hours).
    pub fn at(self, hour: u8, minute: u8, second: u8, offset_minutes: i16) -> Option<Self> {
        let fits = hour < 24 && minute < 60 && second < 60 && offset_minutes.abs() <= 14 * 60;
        let second_of_day = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
        let offset = (i32::from(offset_minutes) + OFFSET_BASE) as u64;
        let day = Self::from_day(self.year(), self.month()?, self.day()?)?;
        fits.then(|| day.with((second_of_day + 1) << SECOND | offset))
    }

    /// The same with more bits.
    fn with(self, bits: u64) -> Self {
        Self(self.0 | bits)
    }

    /// The number that stands in so many bits from one on.
    fn bits(self, from: u32, count: u32) -> u32 {
        (self.0.get() >> from & ((1 << count) - 1)) as u32
    }

    /// The year, 1–9999.
    pub fn year(&self) -> u16 {
        self.bits(YEAR, 16) as u16
    }

    /// The month, 1–12, where it is known.
    pub fn month(&self) -> Option<u8> {
        Some(self.bits(MONTH, YEAR - MONTH) as u8).filter(|&month| month > 0)
    }

    /// The day of the month, where it is known.
    pub fn day(&self) -> Option<u8> {
        Some(self.bits(DAY, MONTH - DAY) as u8).filter(|&day| day > 0)
    }

    /// The second of the day and the offset from UTC in minutes, where the date is a moment.
    fn time(self) -> Option<(u32, i16)> {
        let second = self.bits(SECOND, DAY - SECOND).checked_sub(1)?;
        Some((second, (self.bits(0, SECOND) as i32 - OFFSET_BASE) as i16))
    }

    /// Hour and minute, where the date is a moment.
    pub fn hour_minute(&self) -> Option<(u8, u8)> {
        self.time().map(|(second, _)| ((second / 3600) as u8, (second / 60 % 60) as u8))
    }

    /// Days since 0000-03-01 of the first day this date can mean: a sort key of whole days.
    pub fn first_day(&self) -> u32 {
        day_number(self.year(), self.month().unwrap_or(1), self.day().unwrap_or(1))
    }

    /// The same count for the last day this date can mean: 2023 ends on 31 December.
    pub fn last_day(&self) -> u32 {
        let (year, month) = (self.year(), self.month().unwrap_or(12));
        day_number(year, month, self.day().unwrap_or_else(|| days_in(year, month)))
    }
}

/// The year and the month in which a day counted by [`PartialDate::first_day`] lies.
pub fn month_of_day(day: u32) -> (u16, u8) {
    // 146,097 days are 400 years; within them, leap days are taken out before dividing by 365. The year began in March.
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let january_or_february = u32::from(day_of_year >= 306);
    // Months from March on have 31, 30, 31, 30, 31 days, twice: 153 days are five months.
    let month = (5 * day_of_year + 2) / 153;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = u16::try_from(era * 400 + year + january_or_february).unwrap_or(u16::MAX);
    (year, u8::try_from(month).unwrap_or(12))
}

/// Days since 0000-03-01 in the proleptic Gregorian calendar: years begin in March so that the leap day comes last.
fn day_number(year: u16, month: u8, day: u8) -> u32 {
    let (year, month) = (u32::from(year), u32::from(month));
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + u32::from(day) - 1
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year())?;
        let Some(month) = self.month() else { return Ok(()) };
        write!(f, "-{month:02}")?;
        let Some(day) = self.day() else { return Ok(()) };
        write!(f, "-{day:02}")?;
        let Some((second, offset)) = self.time() else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)?;
        let sign = if offset < 0 { '-' } else { '+' };
        let offset = offset.abs();
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text).ok_or_else(|| DateError { text: text.chars().take(40).collect() })
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut fields = date.split('-');
    let year = digits(fields.next()?, 4)?;
    let date = match (fields.next(), fields.next(), fields.next()) {
        (None, None, None) => PartialDate::from_year(year)?,
        (Some(month), None, None) => PartialDate::from_month(year, digits(month, 2)? as u8)?,
        (Some(month), Some(day), None) => {
            PartialDate::from_day(year, digits(month, 2)? as u8, digits(day, 2)? as u8)?
        }
        _ => return None,
    };
    let Some(time) = time else { return Some(date) };
    let (clock, offset) = match time.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = time.rfind(['+', '-'])?;
            let (hours, minutes) = time.get(at + 1..)?.split_once(':')?;
            let minutes = i16::try_from(digits(hours, 2)? * 60 + digits(minutes, 2)?).ok()?;
            (&time[..at], if time.as_bytes()[at] == b'-' { -minutes } else { minutes })
        }
    };
    let mut fields = clock.split(':');
    let (hour, minute) = (digits(fields.next()?, 2)?, digits(fields.next()?, 2)?);
    let second = match fields.next() {
        // A fraction of a second is dropped: no archive is that exact.
        Some(second) => digits(second.split('.').next()?, 2)?,
        None => 0,
    };
    if fields.next().is_some() {
        return None;
    }
    date.at(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?, offset)
}

fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^\\d{4}(-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?)?)?$",
            "description": "A date as exact as its source: 2023, 2023-03, 2023-03-28 or 2023-03-28T14:04+07:00",
            "examples": ["2023", "2023-03", "2023-03-28", "2023-03-28T14:04:00+07:00"]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PartialDate;
    use proptest::{prelude::*, sample::Index};

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_precision_is_kept() {
        for text in
            ["2023", "2023-03", "2023-03-28", "2023-03-28T14:04:00+07:00", "1975-04-30T11:30:00-05:30"]
        {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2023-03-28T14:04+07:00").to_string(), "2023-03-28T14:04:00+07:00");
        assert_eq!(date("2023-03-28T07:04:09.25Z").to_string(), "2023-03-28T07:04:09+00:00");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2023-02-29",
            "2023-13",
            "0000",
            "23",
            "2023-3-1",
            "2023-03-28T25:00Z",
            "2023-03-28T10:00",
            "",
            "é",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
        assert!("2024-02-29".parse::<PartialDate>().is_ok());
    }

    #[test]
    fn a_year_spans_its_days() {
        assert_eq!(date("2023").last_day() - date("2023").first_day(), 364);
        assert_eq!(date("2024").last_day() - date("2024").first_day(), 365);
        assert_eq!(date("2024-03-01").first_day() - date("2024-02-28").first_day(), 2);
    }

    /// A text in one of the forms of dates, and how that date is written; its numbers go one beyond what there is.
    fn form() -> impl Strategy<Value = (String, Option<String>)> {
        let day = (0u16..=9999, 0u16..=13, 0u16..=32);
        let clock = (0u16..=24, 0u16..=60, proptest::option::of(0u16..=60), any::<bool>());
        let offset = proptest::option::of((any::<bool>(), 0u16..=14, 0u16..60));
        let exactness = prop_oneof![Just(1), Just(2), Just(3), Just(4), Just(4), Just(4)];
        (day, clock, offset, exactness).prop_map(|(day, clock, offset, exactness)| {
            let (year, month, day) = day;
            let (hour, minute, second, with_fraction) = clock;
            let is_leap = year % 4 == 0 && (year % 100 > 0 || year % 400 == 0);
            let february = if is_leap { 29 } else { 28 };
            let days = [0, 31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0][usize::from(month)];
            let (west, hours, minutes) = offset.unwrap_or_default();
            let rules = [
                year > 0,
                days > 0,
                (1..=days).contains(&day),
                hour < 24
                    && minute < 60
                    && second.is_none_or(|second| second < 60)
                    && hours * 60 + minutes <= 14 * 60,
            ];
            let is_date = rules[..exactness].iter().all(|holds| *holds);
            let whole = format!("{year:04}-{month:02}-{day:02}");
            if exactness < 4 {
                let text = whole[..[4, 7, 10][exactness - 1]].to_owned();
                return (text.clone(), is_date.then_some(text));
            }
            let fraction = if with_fraction { ".25" } else { "" };
            let seconds = second.map(|second| format!(":{second:02}{fraction}")).unwrap_or_default();
            let zone = |sign: char| format!("{sign}{hours:02}:{minutes:02}");
            let sign = if west { '-' } else { '+' };
            let written_zone = if hours + minutes == 0 { zone('+') } else { zone(sign) };
            let zone = if offset.is_some() { zone(sign) } else { "Z".to_owned() };
            let between = if with_fraction { ' ' } else { 'T' };
            let text = format!("{whole}{between}{hour:02}:{minute:02}{seconds}{zone}");
            let second = second.unwrap_or_default();
            let written = format!("{whole}T{hour:02}:{minute:02}:{second:02}{written_zone}");
            (text, is_date.then_some(written))
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back((text, written) in form()) {
            let date = text.parse::<PartialDate>().ok();
            prop_assert_eq!(date.map(|date| date.to_string()), written, "{}", text);
            if let Some(date) = date {
                prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
            }
        }

        #[test]
        fn what_is_nearly_a_date_is_one_or_none((text, _) in form(), at in any::<Index>(), other in any::<char>(), insert in any::<bool>()) {
            let mut letters: Vec<char> = text.chars().collect();
            let at = at.index(letters.len());
            if insert { letters.insert(at, other) } else { letters[at] = other }
            if let Ok(date) = letters.into_iter().collect::<String>().parse::<PartialDate>() {
                prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
            }
        }

        #[test]
        fn a_less_exact_date_comes_before_the_exact_ones_inside_it(
            year in 1u16..=9999, month in 1u8..=12, day in 1u8..=28, hour in 0u8..24, second in 0u8..60, offset in -840i16..=840
        ) {
            let (whole, of_month) = (PartialDate::from_year(year).unwrap(), PartialDate::from_month(year, month).unwrap());
            let of_day = PartialDate::from_day(year, month, day).unwrap();
            let moment = of_day.at(hour, 30, second, offset).unwrap();
            prop_assert!(whole < of_month && of_month < of_day && of_day < moment);
            prop_assert_eq!((moment.year(), moment.month(), moment.day()), (year, Some(month), Some(day)));
            prop_assert_eq!(moment.hour_minute(), Some((hour, 30)));
            prop_assert_eq!(moment.to_string().parse::<PartialDate>().unwrap(), moment);
            if hour < 23 {
                prop_assert!(moment < of_day.at(hour + 1, 30, second, -offset).unwrap());
            }
            prop_assert_eq!((of_day.hour_minute(), of_month.day(), whole.month()), (None, None, None));
        }

        #[test]
        fn a_day_lies_in_its_month(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            let date = PartialDate::from_day(year, month, day).unwrap();
            prop_assert_eq!(super::month_of_day(date.first_day()), (year, month));
        }

        #[test]
        fn order_follows_the_calendar(a in 1u16..=9999, b in 1u16..=9999, m in 1u8..=12, n in 1u8..=12, d in 1u8..=28, e in 1u8..=28) {
            let (x, y) = (PartialDate::from_day(a, m, d).unwrap(), PartialDate::from_day(b, n, e).unwrap());
            prop_assert_eq!(x.cmp(&y), x.first_day().cmp(&y.first_day()));
        }
    }
}
