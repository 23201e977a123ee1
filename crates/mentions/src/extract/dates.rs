//! Dates and stretches of time. Day first always; a day without a year takes that of the document, and says so.

use super::{
    Search, Taken,
    lexicon::flag,
    moment::{Moment, full_year},
    words::{gap, shape},
};
use tangthu_archive::MentionKind;

/// A moment in the text, and the place behind it.
type Read = (Moment, usize);

/// What the names of lunar years begin with: ngày 12 tháng 2 năm Quý Mão.
const STEMS: [&str; 11] = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Kỉ", "Canh", "Tân", "Nhâm", "Quý"];

impl Search<'_> {
    /// Finds dates and periods, and takes their words.
    pub(super) fn dates(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let may = self.words.is(at, shape::DIGIT) || self.words.has(at, flag::BEGINS_DATE);
            let end = if may && self.taken[at] == Taken::Free { self.date_at(at) } else { None };
            at = end.unwrap_or(at + 1);
        }
    }

    /// Takes the date that begins at `at`; gives the place behind it.
    fn date_at(&mut self, at: usize) -> Option<usize> {
        let common = &self.lexicon.common;
        let digit = self.words.is(at, shape::DIGIT);
        if !digit && let Some((length, _)) = self.lexicon.stretches.longest(&self.words, at) {
            return self.stretch(at, at + length);
        }
        if digit && let Some(end) = self.months_of_a_year(at) {
            return Some(end);
        }
        if let Some((start, end, first, second)) = self.days_of_a_month(at) {
            self.period(start, end, first, second, None);
            return Some(end);
        }
        let (first, end) = self.moment(at, false)?;
        // Mùng 10 tháng 3 âm lịch: a day of another calendar.
        let stem = self.words.id(end) == common.year && STEMS.contains(&self.words.written(end + 1));
        let named = self.words.id(end) == common.lunar && self.words.written(end + 1) == "lịch";
        if stem || named || matches!(self.words.written(end), "ÂL" | "AL" | "âl") {
            self.take(at, end);
            return Some(end);
        }
        // "Mỗi năm 2000 người": a year that is counted.
        let words = &self.words;
        if [common.every, common.each].contains(&words.id_before(at, 1)) {
            return None;
        }
        let from = at > 0 && words.id(at - 1) == common.from && words.close(at);
        if let Some((second, end)) = self.second(first, end, from) {
            let start = if from { at - 1 } else { at };
            self.period(start, end, first, second, None);
            return Some(end);
        }
        // A year by itself, and days without their month, are dates only where a word says so.
        if digit && first.month.is_none() && first.quarter.is_none() {
            return None;
        }
        self.date(at, end, first);
        self.further_years(first, end)
    }

    /// Years that follow one in a list: các năm 2021, 2022 và 2023.
    fn further_years(&mut self, first: Moment, mut end: usize) -> Option<usize> {
        let after = end;
        if first.month.is_some() || first.quarter.is_some() {
            return Some(after);
        }
        loop {
            let and = usize::from(self.words.id(end) == self.lexicon.common.and && self.words.close(end));
            let listed =
                and == 1 && self.words.close(end + 1) || self.words.gap(end) == gap::COMMA | gap::BLANK;
            let Some(year) = self.plain_year(end + and).filter(|_| listed) else { return Some(end) };
            // What is counted by the thousand is no year.
            if self.words.close(end + and + 1)
                && self.lexicon.units.longest(&self.words, end + and + 1).is_some()
            {
                return Some(end);
            }
            self.date(end + and, end + and + 1, Moment::year(year));
            end += and + 1;
        }
    }

    /// Nhiệm kỳ 2020 - 2025; giai đoạn từ năm 2021 đến năm 2026.
    fn stretch(&mut self, at: usize, lead_end: usize) -> Option<usize> {
        let common = &self.lexicon.common;
        let mut start = lead_end;
        while [common.from, common.year].contains(&self.words.id(start)) && self.words.close(start) {
            start += 1;
        }
        if self.words.gap(start) & gap::CLAUSE & !gap::COLON != 0 {
            return None;
        }
        let (first, end) = match self.plain_year(start) {
            Some(year) => (Moment::year(year), start + 1),
            None => self.moment(start, false).filter(|(moment, _)| moment.year.is_some())?,
        };
        let (second, end) = self.second(first, end, true)?;
        let name = self.words.between(at, lead_end).to_lowercase();
        self.period(at, end, first, second, Some(name));
        Some(end)
    }

    /// 9 tháng đầu năm 2022, 6 tháng cuối năm.
    fn months_of_a_year(&mut self, at: usize) -> Option<usize> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let months: u8 = words.written(at).parse().ok().filter(|months| (1..12).contains(months))?;
        let last = words.id(at + 2) == common.last;
        let holds = words.id(at + 1) == common.month
            && (last || words.id(at + 2) == common.first)
            && words.id(at + 3) == common.year
            && (1..4).all(|next| words.close(at + next));
        if !holds {
            return None;
        }
        let year = self.plain_year(at + 4).filter(|_| words.close(at + 4));
        let end = at + 4 + usize::from(year.is_some());
        let (from, to) = if last { (13 - months, 12) } else { (1, months) };
        let inferred = year.is_none();
        let Some(year) = year.or(self.published.map(|date| date.year())) else {
            self.take(at, end);
            return Some(end);
        };
        let month = |month| Moment { year: Some(year), month: Some(month), ..Moment::default() };
        let value = format!("{}/{}", month(from), month(to));
        let details = if inferred { vec![("inferred", "year".to_owned())] } else { Vec::new() };
        self.found(MentionKind::Period, value, at, end, details);
        self.take(at, end);
        Some(end)
    }

    /// Từ 2 - 3 tháng 5, ngày 2 - 3 tháng 5 năm 2022: where it begins and ends, and both days.
    fn days_of_a_month(&self, at: usize) -> Option<(usize, usize, Moment, Moment)> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let led = words.id_before(at, 1) == common.from && words.close(at);
        let start = match self.lexicon.days.longest(words, at) {
            Some((length, _)) if words.close(at + length) => at + length,
            _ if led => at,
            _ => return None,
        };
        let (first, last) = (self.small(start, 31)?, self.small(start + 1, 31)?);
        let dash = words.gap(start + 1) & !gap::BLANK == gap::DASH;
        if !dash || words.id(start + 2) != common.month || !words.close(start + 2) || !words.close(start + 3)
        {
            return None;
        }
        let (month, end) = self.month(start + 3, true)?;
        let day = |day| Moment { day: Some(day), ..month };
        let begin = at - usize::from(led && start == at);
        let possible = first < last && day(last).is_possible();
        possible.then(|| (begin, end, day(first), day(last)))
    }

    /// The date with which a stretch ends that began with `first`; `announced` where a word says that it is one.
    fn second(&self, first: Moment, end: usize, announced: bool) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let dash = words.gap(end) & !gap::BLANK == gap::DASH;
        let word = [common.to, common.till].contains(&words.id(end)) && words.close(end) && announced;
        if !dash && !word {
            return None;
        }
        let mut start = end + usize::from(word);
        if word && !words.close(start) {
            return None;
        }
        start += usize::from(words.id(start) == common.end && words.close(start + 1));
        let (second, end) = match self.plain_year(start) {
            Some(year) if first.month.is_none() => (Moment::year(year), start + 1),
            _ => self.moment(start, true)?,
        };
        let year = first.year.or(second.year);
        let ordered = Moment { year, ..first } < second || second.year.is_none() && first < second;
        let alike = first.shape() == second.shape();
        let span = second.year.unwrap_or(0).saturating_sub(first.year.or(second.year).unwrap_or(0));
        (ordered && alike && span <= 150).then_some((second, end))
    }

    /// A year in four digits.
    fn plain_year(&self, at: usize) -> Option<u16> {
        let written = self.words.written(at);
        let year = (written.len() == 4 && self.words.is_number(at)).then(|| written.parse().ok())??;
        (1000..2200).contains(&year).then_some(year)
    }

    fn small(&self, at: usize, most: u8) -> Option<u8> {
        let written = self.words.written(at);
        (written.len() <= 2 && self.words.is_number(at))
            .then(|| written.parse().ok())?
            .filter(|n| (1..=most).contains(n))
    }

    /// The date that begins at `at`; `led` where what stands before it says that it is one.
    fn moment(&self, at: usize, led: bool) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let id = words.id(at);
        if words.is(at, shape::DIGIT) {
            return self.digits(at, led);
        }
        if id == common.year && words.close(at + 1) {
            let year = self.plain_year(at + 1)?;
            // Năm 2000 người? Two thousand people are written with a point.
            return Some((Moment::year(year), at + 2));
        }
        if id == common.month && words.close(at + 1) {
            return self.month(at + 1, false);
        }
        if id == common.quarter && words.close(at + 1) {
            return self.quarter(at + 1);
        }
        let (length, _) = self.lexicon.days.longest(words, at)?;
        let start = at + length;
        let colon = words.gap(start) == gap::COLON | gap::BLANK;
        let bracket = words.gap(start) & gap::OPEN != 0;
        if !words.close(start) && !colon && !bracket || !words.is(start, shape::DIGIT) {
            return None;
        }
        self.digits(start, true)
    }

    /// A date that begins with digits.
    fn digits(&self, at: usize, led: bool) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let written = words.written(at);
        if !words.is_number(at) {
            return None;
        }
        // 07/2024/HĐTV: the beginning of some number.
        if words.gap(at + 1) & gap::SLASH != 0 && words.is(at + 1, shape::CAPITAL) {
            return None;
        }
        if let Some(separator) = written.chars().find(|c| !c.is_ascii_digit()) {
            let fields: Vec<&str> = written.split(separator).collect();
            let number =
                |field: &str, most: usize| (field.len() <= most).then(|| field.parse::<u16>().ok()).flatten();
            let moment = match (separator, &fields[..]) {
                ('/' | '.', [day, month, year]) => {
                    let whole =
                        year.len() == 4 || led && year.len() == 2 || separator == '/' && year.len() == 2;
                    let year = number(year, 4).filter(|_| whole)?;
                    let (day, month) = (number(day, 2)?, number(month, 2)?);
                    Moment {
                        year: Some(full_year(year)),
                        month: u8::try_from(month).ok(),
                        day: u8::try_from(day).ok(),
                        quarter: None,
                    }
                }
                ('/', [month, year]) if year.len() == 4 => Moment {
                    year: number(year, 4),
                    month: number(month, 2).and_then(|n| u8::try_from(n).ok()),
                    ..Moment::default()
                },
                ('/', [day, month]) => {
                    let bracketed = words.gap(at) & gap::OPEN != 0 && words.gap(at + 1) & gap::CLOSE != 0;
                    if !led && !bracketed && !self.second_follows(at) {
                        return None;
                    }
                    let (day, month) = (number(day, 2)?, number(month, 2)?);
                    Moment {
                        month: u8::try_from(month).ok(),
                        day: u8::try_from(day).ok(),
                        ..Moment::default()
                    }
                }
                _ => return None,
            };
            let fits = moment.month.is_some_and(|month| (1..=12).contains(&month));
            return (fits && moment.is_possible()).then_some((moment, at + 1));
        }
        let day = self.small(at, 31)?;
        // 24-10-2022, 24 - 10 - 2022.
        let dashed = |place: usize| words.gap(place) & !gap::BLANK == gap::DASH;
        if dashed(at + 1) && dashed(at + 2) {
            let month = self.small(at + 1, 12)?;
            let year = self.plain_year(at + 2)?;
            let moment = Moment { year: Some(year), month: Some(month), day: Some(day), quarter: None };
            return moment.is_possible().then_some((moment, at + 3));
        }
        // 24-10 behind "ngày"; and 5-7/4, whose month stands with the second day.
        if led && words.gap(at + 1) == gap::DASH && words.written(at + 1).contains('/') {
            let (second, _) = self.digits(at + 1, true)?;
            let moment = Moment { day: Some(day), ..second };
            return (moment < second).then_some((moment, at + 1));
        }
        if led && words.gap(at + 1) == gap::DASH && words.gap(at + 2) & gap::SLASH == 0 {
            let month = self.small(at + 1, 12)?;
            let moment = Moment { month: Some(month), day: Some(day), ..Moment::default() };
            return moment.is_possible().then_some((moment, at + 2));
        }
        // 24 tháng 10 năm 2022; 24 tháng 10.
        if words.id(at + 1) == common.month && words.close(at + 1) && words.close(at + 2) {
            let (month, end) = self.month(at + 2, led)?;
            if !led && month.year.is_none() {
                return None;
            }
            let moment = Moment { day: Some(day), ..month };
            return moment.is_possible().then_some((moment, end));
        }
        None
    }

    /// Whether a day and month follow behind a dash or "đến": 1/3 - 5/4.
    fn second_follows(&self, at: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let word = [common.to, common.till].contains(&words.id(at + 1));
        let dash = words.gap(at + 1) & gap::DASH != 0;
        let from = words.id_before(at, 1) == common.from;
        (dash || word && from) && words.written(at + 1 + usize::from(word)).contains('/')
    }

    /// The month whose number stands at `at`; `dated` where a word says that a day of it is told.
    fn month(&self, at: usize, dated: bool) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        if !words.is_number(at) {
            return None;
        }
        if words.written(at).contains('/') {
            return self.digits(at, false).filter(|(moment, _)| moment.day.is_none());
        }
        let month = self.small(at, 12)?;
        let with = |year| Moment { year, month: Some(month), ..Moment::default() };
        let dash = words.gap(at + 1) == gap::DASH || words.gap(at + 1) == gap::DASH | gap::BLANK;
        if dash && let Some(year) = self.plain_year(at + 1) {
            return Some((with(Some(year)), at + 2));
        }
        let year = at + 1;
        let joined = words.close(year) || words.gap(year) == gap::COMMA | gap::BLANK;
        if joined
            && words.id(year) == common.year
            && words.close(year + 1)
            && let Some(number) = self.plain_year(year + 1)
        {
            return Some((with(Some(number)), year + 2));
        }
        // "Mỗi tháng 2 buổi" counts, and so does "tháng 2 lần".
        let counts = !dated
            && words.close(at + 1)
            && self.lexicon.units.longest(words, at + 1).is_some()
            && words.id(at + 1) != common.year;
        (!counts && words.gap(at + 1) & gap::PERCENT == 0).then_some((with(None), at + 1))
    }

    /// The quarter whose number stands at `at`.
    fn quarter(&self, at: usize) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let written = words.written(at);
        let roman = [common.i, common.ii, common.iii, common.iv].iter().position(|&id| id == words.id(at));
        let (number, year) = match (roman, written.split_once('/')) {
            (Some(nth), _) => (nth as u8 + 1, None),
            (None, Some((number, year))) => {
                (number.parse().ok()?, Some(year.parse().ok().filter(|_| year.len() == 4)?))
            }
            (None, None) => (self.small(at, 4)?, None),
        };
        if !(1..=4).contains(&number) {
            return None;
        }
        let with = |year| Moment { year, quarter: Some(number), ..Moment::default() };
        if year.is_some() {
            return Some((with(year), at + 1));
        }
        if words.gap(at + 1) & (gap::SLASH | gap::DASH) != 0
            && words.gap(at + 1) & gap::CLAUSE == 0
            && let Some(year) = self.plain_year(at + 1)
        {
            return Some((with(Some(year)), at + 2));
        }
        if words.id(at + 1) == common.year
            && words.close(at + 1)
            && let Some(year) = self.plain_year(at + 2)
        {
            return Some((with(Some(year)), at + 3));
        }
        Some((with(None), at + 1))
    }

    fn date(&mut self, at: usize, end: usize, moment: Moment) {
        self.take(at, end);
        // A quarter without a year says little, and where no date of the document says which, nothing.
        let known = moment.year.is_some();
        let dated = if known { Some(moment) } else { moment.near(self.published) };
        if dated.is_none() && moment.month.is_none() {
            return;
        }
        let details =
            if known || dated.is_none() { Vec::new() } else { vec![("inferred", "year".to_owned())] };
        self.found(MentionKind::Date, dated.unwrap_or(moment).to_string(), at, end, details);
    }

    fn period(&mut self, at: usize, end: usize, first: Moment, second: Moment, name: Option<String>) {
        self.take(at, end);
        let inferred = second.year.is_none();
        let second = second.near(self.published).filter(|_| inferred).unwrap_or(second);
        let first = Moment { year: first.year.or(second.year), ..first };
        let mut details: Vec<(&'static str, String)> = name.into_iter().map(|name| ("name", name)).collect();
        if inferred && second.year.is_some() {
            details.push(("inferred", "year".to_owned()));
        }
        self.found(MentionKind::Period, format!("{first}/{second}"), at, end, details);
    }
}
