//! The date of a figure: that of its status, that which stands beside it, that of its clause, or the one that leads its sentence. A
//! year with which is compared, and the day of a document that is cited, are no figure's.

use super::{
    Search, Taken,
    words::{LONGEST_SENTENCE, gap, shape},
};
use std::ops::Range;

/// How many words before a date are looked at for what compares with it: "so với dự thảo trình tại kỳ họp cuối năm 2018".
const LOOK_BACK: usize = 16;

/// How many words may stand between a border of clauses and the date that leads the clause: "riêng trong", "tính đến hết".
const LEADING_WORDS: usize = 3;

/// How many words may join a date to the figure before it: "vào cuối".
const BESIDE: usize = 2;

/// A date in the sentence of a figure.
struct Dated<'a> {
    words: Range<usize>,
    value: &'a str,
}

impl Search<'_> {
    /// The date of the figure that stands from `at` to `end`; `status_end` is where its status ends if one stands behind it.
    pub(super) fn date_of(&self, at: usize, end: usize, status_end: Option<usize>) -> Option<String> {
        let words = &self.words;
        if let Some(status_end) = status_end {
            return self
                .dates_within(words.start(end)..words.end(status_end - 1))
                .next()
                .map(|date| date.value.clone());
        }
        let sentence = self.stretch_of(at, end, gap::STOP);
        let whole = self.dates_of(&sentence, at, end);
        if whole.is_empty() {
            return None;
        }
        let said = |date: &Dated<'_>| Some(date.value.to_owned());
        // 12 vụ năm 2020, 12 vụ vào cuối năm 2020; but what is so many per cent of a year is not of that year.
        let filled = (end..end + BESIDE)
            .take_while(|&place| words.close(place) && self.lexicon.common.beside(words.id(place)))
            .count();
        let beside = whole.iter().find(|date| {
            let start = date.words.start;
            start > end && start <= end + filled && words.close(start)
                || start == end && words.gap(end) & gap::CLAUSE == 0
        });
        if let Some(date) = beside {
            return if self.is_share_of_year(at, end) { None } else { said(date) };
        }
        let mut dates: Vec<Dated<'_>> = Vec::new();
        let mut compared_before: Option<usize> = None;
        for date in whole {
            let listed = compared_before.is_some_and(|before| self.are_listed(before, date.words.start));
            let compared = listed || self.is_compared(date.words.start);
            if compared {
                compared_before = Some(date.words.end);
            } else if self.taken.get(date.words.start.wrapping_sub(1)) != Some(&Taken::Number)
                || words.gap(date.words.start) & !(gap::BLANK | gap::COMMA | gap::OPEN) != 0
            {
                dates.push(date);
            }
        }
        let clause = self.stretch_of(at, end, gap::CLAUSE);
        let mut own = dates.iter().filter(|date| clause.contains(&date.words.start));
        match (own.next(), own.next()) {
            // Các năm 1969, 1977 và 1980: the first of a list is not all of it.
            (Some(only), None) => {
                let listed = dates.iter().any(|next| self.are_listed(only.words.end, next.words.start));
                let others = dates.len() > 1 && self.is_of_others(end, only.words.start)
                    || only.words.start > end && self.is_multiple(at, end);
                let past = (only.words.end..at).any(|place| self.is_present(place));
                return if listed || others || past { None } else { said(only) };
            }
            (Some(_), Some(_)) => return None,
            _ => {}
        }
        // "Hiện mới có 85%": what was told before is of another time.
        if (clause.start..at).any(|place| self.is_present(place)) {
            return None;
        }
        match &dates[..] {
            [] => None,
            [only] if only.words.start < at => said(only),
            [only] => {
                let same = self.stretch_of(at, end, gap::STOP | gap::SEMICOLON).contains(&only.words.start);
                let clause = self.stretch_of(only.words.start, only.words.end, gap::CLAUSE);
                let counts = clause
                    .into_iter()
                    .any(|place| words.is(place, shape::DIGIT) && self.taken[place] == Taken::Free);
                if same && !counts { said(only) } else { None }
            }
            several => {
                let part = self.stretch_of(at, end, gap::STOP | gap::SEMICOLON);
                let last = several.iter().rfind(|date| date.words.start < at)?;
                // What leads a clause is told of that clause and of the next; (từ tháng 8 đến tháng 12) của 7 giáo viên: what
                // a bracket holds is told of what stands before it.
                let borders =
                    (last.words.end..=at).map(|place| words.gap(place)).filter(|gap| gap & gap::CLAUSE != 0);
                let bracket =
                    borders.clone().any(|gap| gap & gap::CLOSE != 0 && gap & (gap::COMMA | gap::COLON) == 0);
                let near = borders.count() <= 1 && !bracket;
                let leads = part.contains(&last.words.start) && self.leads(last.words.start) && near;
                if leads { said(last) } else { None }
            }
        }
    }

    /// The words round those from `at` to `end` that no sign of `borders` parts from them, no further than a sentence reaches.
    fn stretch_of(&self, at: usize, end: usize, borders: u16) -> Range<usize> {
        let words = &self.words;
        let is_border = |place: usize| words.gap(place) & borders != 0;
        let (least, end) = (at.saturating_sub(LONGEST_SENTENCE), end.max(at + 1));
        let most = words.len().min(end + LONGEST_SENTENCE);
        let start = (least..=at).rev().find(|&place| is_border(place)).unwrap_or(least);
        let stop = (end..=most).find(|&place| is_border(place)).unwrap_or(most);
        start..stop
    }

    /// The dates of a sentence. What is quoted between them and the figure is another's: the years in the name of a programme.
    fn dates_of(&self, sentence: &Range<usize>, at: usize, end: usize) -> Vec<Dated<'_>> {
        let words = &self.words;
        let (from, to) = (words.start(at), words.end(end.max(at + 1) - 1));
        let bytes = words.start(sentence.start)..words.end(sentence.end.saturating_sub(1));
        let mut dates = Vec::new();
        for date in self.dates_within(bytes) {
            let (start, stop) = (date.start as usize, date.end as usize);
            let between = if stop <= from { words.text.get(stop..from) } else { words.text.get(to..start) };
            if between.is_some_and(|between| !between.contains(['"', '“', '”'])) {
                dates.push(Dated {
                    words: words.at_byte(start)..words.at_byte(stop),
                    value: date.value.as_str(),
                });
            }
        }
        dates
    }

    /// Whether the date at `at` is one with which something is compared: so với cùng kỳ năm 2021, hơn năm 2021.
    fn is_compared(&self, at: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        if at > 0 && words.close(at) && [common.more, common.like, common.equal].contains(&words.id(at - 1)) {
            return true;
        }
        let mut place = at;
        while place > 0
            && at - place < LOOK_BACK
            && words.gap(place) & gap::CLAUSE == 0
            && self.taken[place - 1] != Taken::Date
            && !self.looks_like_year(place - 1)
        {
            place -= 1;
            if self.lexicon.compared.longest(words, place).is_some() {
                return true;
            }
        }
        false
    }

    /// Whether the word at `at` says that the present is spoken of: hiện, hiện nay, đến nay; not thực hiện, sáng nay.
    fn is_present(&self, at: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let begins = words.gap(at) & gap::CLAUSE != 0;
        let until = [common.to, common.till].contains(&words.id_before(at, 1));
        let today = words.id(at) == common.present && matches!(words.written(at + 1), "tại" | "nay");
        begins && [common.present, common.now].contains(&words.id(at))
            || until && words.id(at) == common.now
            || today
    }

    /// Whether the date at `date` in a clause begins what is told of others than the figure that ends at `end`: "tăng 30% và 9 tháng
    /// đầu năm 2017 đạt …", or more is counted in between.
    fn is_of_others(&self, end: usize, date: usize) -> bool {
        let words = &self.words;
        date > end
            && (end..date).any(|place| {
                words.id(place) == self.lexicon.common.and
                    || self.lexicon.compared.longest(words, place).is_some()
                    || words.is(place, shape::DIGIT) && self.taken[place] == Taken::Free
            })
    }

    /// Whether the figure tells how many times as much something is: gấp 2,3 lần năm 2015.
    fn is_multiple(&self, at: usize, end: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        words.id(end.wrapping_sub(1)) == common.times_as_much
            && (at.saturating_sub(2)..at)
                .any(|place| words.id(place) == common.fold || words.id(place) == common.equal)
    }

    /// Whether the figure from `at` to `end` is measured by the year behind it: bằng 120% năm 2021.
    fn is_share_of_year(&self, at: usize, end: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        if self.is_multiple(at, end) {
            return true;
        }
        let percent = words.gap(end) & gap::PERCENT != 0;
        let near = (at.saturating_sub(2)..at).any(|place| words.id(place) == common.equal);
        percent && near && words.gap(at) & gap::CLAUSE == 0
    }

    /// Whether dates of one list stand before `end` and at `next`: các năm 2019 và 2020.
    fn are_listed(&self, end: usize, next: usize) -> bool {
        let words = &self.words;
        next == end && words.gap(end) == gap::COMMA | gap::BLANK
            || next == end + 1 && words.id(end) == self.lexicon.common.and && words.close(end)
    }

    /// Whether the date at `at` stands at the beginning of its clause: then what follows is of it.
    fn leads(&self, at: usize) -> bool {
        (at.saturating_sub(LEADING_WORDS)..=at).rev().any(|place| self.words.gap(place) & gap::CLAUSE != 0)
    }
}
