//! The words of a written date: names of months and days, and times of day.

use std::{iter::Peekable, str::SplitWhitespace};

/// Words that stand in dates and say nothing that the rest does not.
pub(super) const NO_PART: [&str; 38] = [
    "cn",
    "t2",
    "t3",
    "t4",
    "t5",
    "t6",
    "t7",
    "lúc",
    "vào",
    "ngày",
    "ngay",
    "gmt",
    "utc",
    "gmt+7",
    "utc+7",
    "gmt+07:00",
    "utc+07:00",
    "+07:00",
    "+0700",
    "+07",
    "+7",
    "-",
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "at",
    "on",
];

/// Months as they are written in words in Vietnamese, in order: that of "tháng".
const MONTHS: [&[&str]; 12] = [
    &["một", "giêng"],
    &["hai"],
    &["ba"],
    &["tư", "bốn"],
    &["năm"],
    &["sáu"],
    &["bảy", "bẩy"],
    &["tám"],
    &["chín"],
    &["mười"],
    &["mười một"],
    &["mười hai", "chạp"],
];

/// Months in English; in short, the first three letters of these.
const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that `word` names, with the words that follow if need be: "tháng ba", "th3", "march". A month in digits is none.
pub(super) fn month_name<'a>(word: &str, words: &mut Peekable<SplitWhitespace<'a>>) -> Option<u8> {
    let number = |at: usize| u8::try_from(at + 1).ok();
    if word == "tháng" {
        let first = *words.peek()?;
        let at = MONTHS.iter().position(|names| names.contains(&first))?;
        // "tháng năm 2023" lacks its number; "tháng năm 28, 2023" is of May.
        let mut ahead = words.clone();
        ahead.next();
        let second = ahead.peek().copied().unwrap_or_default();
        if first == "năm" && second.len() == 4 {
            return None;
        }
        words.next();
        let both = format!("{first} {second}");
        let longer = MONTHS.iter().position(|names| names.contains(&both.as_str()));
        if longer.is_some() {
            words.next();
        }
        return number(longer.unwrap_or(at));
    }
    if let Some(digits) = word.strip_prefix("th") {
        return digits.parse().ok().filter(|month| (1..=12).contains(month) && digits.len() <= 2);
    }
    let bare = word.trim_end_matches('.');
    let is_month = |full: &str| bare == full || bare == &full[..3] || bare == "sept" && full == "september";
    ENGLISH_MONTHS.iter().position(|full| is_month(full)).and_then(number)
}

/// `10 giờ 15 phút`, `10 giờ`: `word` is the hour.
pub(super) fn clock_in_words<'a>(
    word: &str,
    words: &mut Peekable<SplitWhitespace<'a>>,
) -> Option<(u8, u8, u8)> {
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u8>().ok()).flatten();
    let hour = number(word)?;
    if words.peek() != Some(&"giờ") {
        return None;
    }
    words.next();
    let mut ahead = words.clone();
    let minute =
        ahead.next().and_then(number).filter(|_| ahead.peek().is_none_or(|next| !next.starts_with('/')));
    let Some(minute) = minute else { return Some((hour, 0, 0)) };
    *words = ahead;
    if words.peek() == Some(&"phút") {
        words.next();
    }
    Some((hour, minute, 0))
}

/// `14:04`, `14:04:30`, `14h04`, `14g04`, `14h`.
pub(super) fn clock(word: &str) -> Option<(u8, u8, u8)> {
    if let Some(hour) = word.strip_suffix('h').filter(|hour| (1..=2).contains(&hour.len())) {
        return hour.parse().ok().map(|hour| (hour, 0, 0));
    }
    let mut fields = word.split([':', 'h', 'g']);
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u8>().ok()).flatten();
    let (hour, minute) = (number(fields.next()?)?, number(fields.next()?)?);
    let second = fields.next().map_or(Some(0), number)?;
    fields.next().is_none().then_some((hour, minute, second))
}
