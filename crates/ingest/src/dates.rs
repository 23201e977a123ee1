//! Dates as people write them: day first always, to any precision.
//!
//! `28/03/2023`, `28/3/23`, `24-10-2022`, `24.10.2022`, `3/2020`, `2020`, `ngày 24 tháng 10 năm 2022`, ISO forms, each with or
//! without a time of day. A time without an offset is Vietnam's; a moment in UTC is dated in Asia/Ho_Chi_Minh, which has
//! been seven hours ahead since 1975.

pub(crate) mod mail;
pub(crate) mod relative;
mod words;

use self::words::{NO_PART, clock, clock_in_words, month_name};
use std::fmt;
use tangthu_archive::{PartialDate, month_of_day};

/// Vietnam's offset from UTC, in minutes.
const VIETNAM: i16 = 7 * 60;

/// The longest text that is looked at, in characters: the longest date in words has half of it, and reading takes time
/// that grows with the square of the length.
const MAX_TEXT: usize = 100;

/// Why a text is not taken as a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// It does not have the form of a date.
    NoDate(String),
    /// It has the form, but there is no such day (31/02/2023).
    NoSuchDay(String),
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDate(text) => write!(f, "\"{text}\" was not understood as a date and was left out"),
            Self::NoSuchDay(text) => write!(f, "\"{text}\" is no day of the calendar and was left out"),
        }
    }
}

/// Reads `text` as a date.
///
/// # Errors
/// When it is no date, or names a day that does not exist.
pub fn read_date(text: &str) -> Result<PartialDate, DateProblem> {
    let text = text.trim();
    if text.chars().nth(MAX_TEXT).is_some() {
        return Err(DateProblem::NoDate(text.chars().take(60).collect()));
    }
    let text = tangthu_text::clean(text);
    let shown = || text.chars().take(60).collect::<String>();
    if let Some(date) = iso(&text).or_else(|| stamp(&text)) {
        return Ok(date);
    }
    let parts = Parts::read(&apart(&text.to_lowercase())).ok_or_else(|| DateProblem::NoDate(shown()))?;
    parts.date().ok_or_else(|| DateProblem::NoSuchDay(shown()))
}

/// A date whose month is a word between dashes, as spreadsheets write it (`28-mar-23`), with blanks in their place.
fn apart(text: &str) -> String {
    let mut parts = text.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(rest))
            if !month.is_empty()
                && month.chars().all(char::is_alphabetic)
                && day.bytes().all(|b| b.is_ascii_digit()) =>
        {
            // Of two digits the year is of this century or the one before, as everywhere.
            let year = rest.split_whitespace().next().unwrap_or_default();
            let century = match (year.len(), year.parse::<u8>()) {
                (2, Ok(year)) if year < 70 => "20",
                (2, Ok(_)) => "19",
                _ => "",
            };
            format!("{day} {month} {century}{rest}")
        }
        _ => text.to_owned(),
    }
}

/// A moment as mail writes it, `Mon, 02 Mar 2020 20:00:00 GMT`, or as programs count it, in seconds or milliseconds since 1970. A number counts as one from September 2001 on
/// only, when seconds had ten digits.
fn stamp(text: &str) -> Option<PartialDate> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        let seconds: u32 = text.get(..10)?.parse().ok()?;
        let today = PartialDate::from_day(1970, 1, 1)?.first_day() + seconds / 86_400;
        let (year, month) = month_of_day(today);
        let day = u8::try_from(today - PartialDate::from_day(year, month, 1)?.first_day() + 1).ok()?;
        let clock = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map(|part| part as u8);
        return PartialDate::from_day(year, month, day)?.at(clock[0], clock[1], clock[2], 0).map(in_vietnam);
    }
    iso(&mail::rfc2822(text)?)
}

/// The forms of ISO 8601, also with a space for the `T`, with the zone in words or apart (`2020-03-02 20:00:00 UTC`, `… +0700`), and
/// without one.
fn iso(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(in_vietnam(date));
    }
    let (day, clock) = text.split_once([' ', 'T'])?;
    let (clock, zone) = clock.split_at(
        clock.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(clock.len()),
    );
    let zone = match zone.trim_start() {
        "" => "+07:00".to_owned(),
        "UTC" | "GMT" | "Z" => "+00:00".to_owned(),
        // One like +07 or +0700.
        offset if offset.starts_with(['+', '-']) && !offset.contains(':') => {
            format!(
                "{}:{}",
                offset.get(..3)?,
                Some(offset.get(3..)?).filter(|minutes| !minutes.is_empty()).unwrap_or("00")
            )
        }
        other => other.to_owned(),
    };
    let parsed: PartialDate = format!("{day}T{clock}{zone}").parse().ok()?;
    Some(in_vietnam(parsed))
}

/// A moment stamped in UTC, as Vietnam's clocks showed it; any other date as it is.
fn in_vietnam(date: PartialDate) -> PartialDate {
    let written = date.to_string();
    let Some(clock) = written.split_once('T').and_then(|(_, time)| time.strip_suffix("+00:00")) else {
        return date;
    };
    let mut fields = clock.split(':').filter_map(|field| field.parse::<u8>().ok());
    let (Some(hour), Some(minute), Some(second)) = (fields.next(), fields.next(), fields.next()) else {
        return date;
    };
    let (Some(month), Some(day)) = (date.month(), date.day()) else { return date };
    let (hour, next) = if hour + 7 >= 24 { (hour + 7 - 24, true) } else { (hour + 7, false) };
    let today = PartialDate::from_day(date.year(), month, day);
    let on = if next { following(date.year(), month, day) } else { today };
    on.and_then(|on| on.at(hour, minute, second, VIETNAM)).unwrap_or(date)
}

fn following(year: u16, month: u8, day: u8) -> Option<PartialDate> {
    PartialDate::from_day(year, month, day + 1)
        .or_else(|| PartialDate::from_day(year, month + 1, 1))
        .or_else(|| PartialDate::from_day(year + 1, 1, 1))
}

/// A written date taken apart.
#[derive(Debug, Default)]
struct Parts {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
    clock: Option<(u8, u8, u8)>,
}

impl Parts {
    fn read(lower: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut date = String::new();
        let spaced = join_separators(lower);
        let mut words = spaced.split_whitespace().peekable();
        let mut afternoon = None;
        // A month by its name, and whether the day is still to come: "Tháng Ba 28, 2023".
        let (mut named_month, mut in_words) = (None, false);
        while let Some(word) = words.next() {
            if let Some(month) = month_name(word, &mut words) {
                if named_month.is_some() || date.contains('/') {
                    return None;
                }
                named_month = Some(month);
                continue;
            }
            match word {
                "thứ" => {
                    // "thứ ba", "thứ 3": the day of the week says nothing that the date does not.
                    words.next();
                }
                "chủ" | "hôm" if matches!(words.peek(), Some(&("nhật" | "nay"))) => {
                    words.next();
                }
                word if NO_PART.contains(&word) => {}
                "tháng" | "năm" => {
                    in_words = true;
                    if !date.is_empty() {
                        date.push('/');
                    }
                }
                "sa" | "am" => afternoon = Some(false),
                "ch" | "pm" => afternoon = Some(true),
                "giờ" | "phút" => return None,
                _ => match clock(word).or_else(|| clock_in_words(word, &mut words)) {
                    Some(time) if parts.clock.is_none() => parts.clock = Some(time),
                    Some(_) => return None,
                    None if word.bytes().all(|b| b.is_ascii_digit() || b == b'/') => {
                        let parted = date.is_empty() || date.ends_with('/');
                        // A year may follow the words for day and month as it is: "28 tháng 3, 2023".
                        let is_year = word.len() == 4 && (in_words || named_month.is_some());
                        match (parted, is_year) {
                            (true, _) => {}
                            (false, true) => date.push('/'),
                            (false, false) => return None,
                        }
                        date.push_str(word);
                    }
                    None => return None,
                },
            }
        }
        if let Some(month) = named_month {
            date = match date.split_once('/') {
                Some((day, year)) => format!("{day}/{month}/{year}"),
                None => format!("{month}/{date}"),
            };
        }
        if let (Some(after), Some((hour, _, _))) = (afternoon, parts.clock.as_mut()) {
            match (after, *hour) {
                (true, 1..=11) => *hour += 12,
                (false, 12) => *hour = 0,
                _ => {}
            }
        }
        parts.numbers(&date)?;
        Some(parts)
    }

    /// Day, month and year from `28/3/2023`, `2023/3/28`, `3/2023` or `2023`.
    fn numbers(&mut self, date: &str) -> Option<()> {
        let fields: Vec<&str> = date.split('/').collect();
        let small = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u8>().ok()).flatten();
        let four = |text: &str| (text.len() == 4).then(|| text.parse::<u16>().ok()).flatten();
        match fields.as_slice() {
            [year] => self.year = four(year)?,
            [month, year] if year.len() == 4 => (self.month, self.year) = (Some(small(month)?), four(year)?),
            [year, month, day] if year.len() == 4 => {
                (self.year, self.month, self.day) = (four(year)?, Some(small(month)?), Some(small(day)?));
            }
            [day, month, year] => {
                // A year of two digits: no portal is older than 1970.
                let year = match small(year) {
                    Some(short) if year.len() == 2 => u16::from(short) + if short < 70 { 2000 } else { 1900 },
                    _ => four(year)?,
                };
                (self.day, self.month, self.year) = (Some(small(day)?), Some(small(month)?), year);
            }
            _ => return None,
        }
        Some(())
    }

    fn date(&self) -> Option<PartialDate> {
        let date = match (self.month, self.day) {
            (Some(month), Some(day)) => PartialDate::from_day(self.year, month, day)?,
            (Some(month), None) => PartialDate::from_month(self.year, month)?,
            (None, _) => PartialDate::from_year(self.year)?,
        };
        match self.clock {
            Some((hour, minute, second)) if self.day.is_some() => date.at(hour, minute, second, VIETNAM),
            _ => Some(date),
        }
    }
}

/// One separator for all: dots, dashes and slashes between digits become `/`, spaces round them go, and brackets, bars and
/// commas become spaces.
fn join_separators(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(plain_separator).collect();
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if matches!(c, '/' | '.' | '-') && joined.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
            let after = chars[at + 1..].iter().position(|c| !c.is_whitespace()).map(|skip| at + 1 + skip);
            if let Some(after) = after.filter(|&after| chars[after].is_ascii_digit()) {
                // "28/03/2023 - 14:04" is a date and a time, not one date of five numbers.
                let digits = chars[after..].iter().take_while(|c| c.is_ascii_digit()).count();
                let starts_clock = matches!(chars.get(after + digits), Some(':' | 'h' | 'g'));
                let ends_clock =
                    joined.split_whitespace().next_back().is_some_and(|word| clock(word).is_some());
                if !starts_clock && !ends_clock {
                    joined.truncate(joined.trim_end().len());
                    joined.push('/');
                    at = after;
                    continue;
                }
            }
            joined.push(' ');
        } else {
            joined.push(c);
        }
        at += 1;
    }
    joined
}

fn plain_separator(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '|' | ',' | '(' | ')' | '[' | ']' | ';' | '\'' | '’' | '′' | '\u{A0}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests;
