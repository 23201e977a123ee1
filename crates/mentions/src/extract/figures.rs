//! Figures: an amount or a range with its unit, and what the text says of it. Dates, numbers of documents, ordinals, addresses,
//! telephones, times of day and scores are none.

use super::{
    Search, Taken,
    amounts::{Amount, Counted, amount, telephone},
    lexicon::{Class, flag},
    numerals::begins_with_five,
    units::Unit,
    words::{gap, shape},
};
use crate::{tables, typed_numbers};
use tangthu_archive::MentionKind;

/// Words of the codes of a typed number: kind, body, and what they are counted by.
const LONGEST_CODES: usize = 4;

/// An amount or two.
struct Value {
    from: Amount,
    to: Option<Amount>,
    end: usize,
    multiplied: bool,
    in_words: bool,
}

/// What begins with a number: an amount, or two numbers with a dash that are no range, with the place behind them.
enum Read {
    Value(Value),
    Score(usize),
}

impl Search<'_> {
    /// Finds figures.
    pub(super) fn figures(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let starts = self.words.is(at, shape::DIGIT) || self.is_numeral(at);
            let next = if starts && self.taken[at] == Taken::Free { self.figure_at(at) } else { None };
            at = next.unwrap_or(at + 1).max(at + 1);
        }
    }

    pub(super) fn is_numeral(&self, at: usize) -> bool {
        self.words.has(at, flag::NUMERAL)
            || self.words.id(at) == self.lexicon.common.year
                && begins_with_five(&self.words, self.lexicon, at)
    }

    /// Takes the figure that begins at `at`; gives the place behind what was read.
    fn figure_at(&mut self, at: usize) -> Option<usize> {
        let words = &self.words;
        if let Some(end) = telephone(words, at) {
            return Some(end);
        }
        // What hangs on a word is a name of something: F-16, Covid-19, Q.1, 12/3.
        let hangs = words.gap(at) & (gap::DOT | gap::SLASH | gap::APOSTROPHE | gap::OTHER) != 0
            || words.gap(at) == gap::DASH;
        let code = at > 0
            && words.gap(at) & gap::DASH != 0
            && words.is(at - 1, shape::CAPITAL)
            && words.written(at - 1).chars().count() <= 3;
        let hangs = hangs || code;
        if hangs && at > 0 && words.gap(at) & gap::STOP == 0 {
            return None;
        }
        if words.is(at, shape::DIGIT) && !words.is_number(at) {
            return self.glued(at);
        }
        let mut value = match self.value(at)? {
            Read::Value(value) => value,
            Read::Score(end) => return Some(end),
        };
        if let Some(end) = self.typed_number(at, value.end) {
            return Some(end);
        }
        let (ordinal, ordinal_unless) = self.is_ordinal(at, value.in_words);
        if ordinal || self.is_time(at, value.end) {
            return Some(value.end);
        }
        let named = self.words.is(at.wrapping_sub(1), shape::CAPITAL)
            && self.words.close(at)
            && !self.begins_sentence(at - 1);
        let unit =
            self.unit(value.end, ordinal_unless || value.in_words || named || self.looks_like_year(at));
        let Some(mut unit) = unit else {
            // Hơn 1 tỷ: money, but no word says so.
            if value.multiplied && value.to.is_none() && !value.in_words && !ordinal_unless {
                let end = value.end;
                let place = self.words.start(at)..self.words.end(end - 1);
                self.record(at, place, &value, None);
            }
            return Some(value.end);
        };
        if !self.fits(at, &value, &unit) {
            return Some(value.end);
        }
        if value.in_words && self.spells_out(at, &value, &unit) {
            return Some(unit.end);
        }
        if value.to.is_none()
            && !value.in_words
            && let Some((to, upper)) = self.told_twice(at, &value, &unit)
        {
            value.to = Some(to);
            unit = upper;
        }
        // Hai năm rưỡi.
        let half = self.words.close(unit.end) && self.words.id(unit.end) == self.lexicon.common.half;
        if half && value.to.is_none() {
            value.from = value.from.and_half()?;
            unit.end_byte = self.words.end(unit.end);
            unit.end += 1;
        }
        let place = self.words.start(at)..unit.end_byte;
        let end = unit.end;
        self.record(at, place, &value, Some(&unit));
        Some(end)
    }

    /// 200m2, 20.000đ: the unit hangs on the number. What else hangs on one is a name or a time: 3D, 8h30.
    fn glued(&mut self, at: usize) -> Option<usize> {
        let written = self.words.written(at);
        let split = written.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
        let (digits, suffix) = written.split_at(split);
        if self.is_ordinal(at, false).0
            || suffix.len() == 1
                && suffix.starts_with(|c: char| {
                    c.is_ascii_uppercase() || matches!(c, 'g' | 'l' | 'm') && digits.len() < 2
                })
        {
            return None;
        }
        let entry = self.lexicon.unit_word(&tangthu_text::normal_word(suffix))?;
        if !matches!(entry.class, Class::Measure | Class::Money) {
            return None;
        }
        let value =
            Value { from: Amount::read(digits)?, to: None, end: at + 1, multiplied: false, in_words: false };
        let mut unit =
            Unit { text: entry.form.clone(), class: entry.class, end: at + 1, end_byte: self.words.end(at) };
        self.per(&mut unit);
        let place = self.words.start(at)..unit.end_byte;
        let end = unit.end;
        self.record(at, place, &value, Some(&unit));
        Some(end)
    }

    /// Adds "/lượt" to a unit that hangs on its number.
    fn per(&self, unit: &mut Unit) {
        while self.words.gap(unit.end) == gap::SLASH
            && !self.words.is(unit.end, shape::DIGIT | shape::CAPITAL)
        {
            unit.text.push('/');
            unit.text.push_str(&self.words.written(unit.end).to_lowercase());
            unit.end_byte = self.words.end(unit.end);
            unit.end += 1;
        }
    }

    /// An amount, or two that make a range: 2 - 3, 5 đến 7, 2 tỷ đến 3 tỷ, 10% - 12%.
    fn value(&self, at: usize) -> Option<Read> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let Counted { value: from, end, multiplied, in_words } = amount(words, self.lexicon, at)?;
        let alone = Value { from, to: None, end, multiplied, in_words };
        let between = words.gap(end) & !gap::PERCENT;
        let dash = between & gap::DASH != 0 && between & !(gap::DASH | gap::BLANK) == 0;
        let word = [common.to, common.till].contains(&words.id(end))
            && words.gap(end) & !(gap::BLANK | gap::PERCENT) == 0;
        let start = end + usize::from(word);
        if !(dash || word && words.close(start)) || in_words || self.taken.get(start) != Some(&Taken::Free) {
            return Some(Read::Value(alone));
        }
        let Some(second) = amount(words, self.lexicon, start).filter(|second| !second.in_words) else {
            // Half of something that is no range: 2-A.
            return if dash && words.gap(end) == gap::DASH { None } else { Some(Read::Value(alone)) };
        };
        // Both are of the order that the second names: 2 - 3 tỷ.
        let from = if second.multiplied && !multiplied {
            let behind = words.written(start);
            Amount::read(behind)
                .and_then(|bare| scale(bare, second.value))
                .and_then(|factor| from.times(factor))
                .unwrap_or(from)
        } else {
            from
        };
        let percent = words.gap(end) & gap::PERCENT == 0 || words.gap(second.end) & gap::PERCENT != 0;
        if !from.less_than(second.value) || !percent {
            return Some(if dash && percent { Read::Score(second.end) } else { Read::Value(alone) });
        }
        Some(Read::Value(Value {
            from,
            to: Some(second.value),
            end: second.end,
            multiplied: second.multiplied,
            in_words: false,
        }))
    }

    /// The upper end of a range whose unit stands with both: từ 2.000.000 đồng đến 3.000.000 đồng.
    fn told_twice(&self, at: usize, value: &Value, unit: &Unit) -> Option<(Amount, Unit)> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let led = words.id_before(at, 1) == common.from
            || self.lexicon.about.longest_before(words, at).is_some_and(|(length, _)| {
                words.id_before(at - length, 1) == common.from && words.close(at - length)
            });
        // "… đến dưới 500.000.000 đồng".
        let below = usize::from(words.written(unit.end + 1) == "dưới" && words.close(unit.end + 1));
        let start = unit.end + 1 + below;
        let joined = [common.to, common.till].contains(&words.id(unit.end))
            && words.close(unit.end)
            && words.close(start)
            && words.is_number(start)
            && self.taken[start] == Taken::Free;
        if !led || !joined {
            return None;
        }
        let second = amount(words, self.lexicon, start)?;
        let upper = self.unit(second.end, true).filter(|upper| upper.text == unit.text)?;
        value.from.less_than(second.value).then_some((second.value, upper))
    }

    /// Whether what stands before the number makes it an ordinal or a name; the second says "unless it counts something".
    fn is_ordinal(&self, at: usize, in_words: bool) -> (bool, bool) {
        let (words, lexicon) = (&self.words, self.lexicon);
        let common = &lexicon.common;
        let joined =
            words.close(at) || words.gap(at) == gap::COLON | gap::BLANK || words.gap(at) == gap::COLON;
        if at == 0 || !joined {
            return (false, false);
        }
        let before = words.id(at - 1);
        // Dân số: 25.000 người.
        if before == common.so && words.close(at - 1) && at > 1 && words.has(at - 2, flag::COUNT_FOLLOWS) {
            return (false, false);
        }
        let numeral =
            in_words && (self.is_numeral(at - 1) || [common.month, common.quarter].contains(&before));
        let ordinal = lexicon.has(before, flag::ORDINAL) || numeral;
        (ordinal, lexicon.has(before, flag::ORDINAL_UNLESS))
    }

    /// The place behind the number of a document that is written as people type it into a search, with blanks or in small letters:
    /// 01 ctr qu.
    fn typed_number(&self, at: usize, end: usize) -> Option<usize> {
        let words = &self.words;
        let joined = words.gap(end) & !(gap::BLANK | gap::DASH | gap::SLASH) == 0;
        if end != at + 1 || !joined || tables::kind(words.written(end)).is_none() {
            return None;
        }
        let begin = words.start(at);
        let typed = typed_numbers(words.between(at, (end + LONGEST_CODES).min(words.len())));
        let number = typed.first().filter(|number| number.start == 0)?;
        Some(words.at_byte(begin + number.end).max(end))
    }

    /// Whether the number is that of an hour or a minute: 14 giờ 30, lúc 8 giờ, 8 giờ sáng, 22 giờ đến 5 giờ sáng.
    fn is_time(&self, at: usize, end: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        if words.id(end) == common.hour && words.close(end) {
            let behind = end + 1;
            let goes_on = words.close(behind)
                && (words.is(behind, shape::DIGIT)
                    || words.id(behind) == common.kem
                    || self.lexicon.days.longest(words, behind).is_some());
            let to = [common.to, common.till].contains(&words.id(behind)) && words.is_number(behind + 1);
            let until = to
                && words.id(behind + 2) == common.hour
                && self.lexicon.days.longest(words, behind + 3).is_some();
            return goes_on || until || [common.at_time, common.into].contains(&words.id_before(at, 1));
        }
        // The minutes behind the hours.
        let minutes = words.id_before(at, 1) == common.hour && words.close(at);
        minutes && self.words.is_number(at)
    }

    pub(super) fn looks_like_year(&self, at: usize) -> bool {
        let written = self.words.written(at);
        written.len() == 4
            && (written.starts_with("19") || written.starts_with("20"))
            && self.words.is_number(at)
    }

    fn begins_sentence(&self, at: usize) -> bool {
        at == 0 || self.words.gap(at) & (gap::STOP | gap::COLON | gap::QUOTE | gap::SEMICOLON) != 0
    }

    /// Whether value and unit make a figure.
    fn fits(&self, at: usize, value: &Value, unit: &Unit) -> bool {
        let words = &self.words;
        if self.looks_like_year(at) && !matches!(unit.class, Class::Money | Class::Measure) {
            return false;
        }
        // "Một" is an article.
        if value.in_words && value.end == at + 1 && words.id(at) == self.lexicon.common.one {
            return false;
        }
        if value.in_words && value.end == at + 1 && self.points_back(at, unit) {
            return false;
        }
        // 30 tháng Chạp: a month of another calendar.
        if unit.text == "tháng" && matches!(words.written(unit.end), "Chạp" | "chạp" | "Giêng" | "giêng")
        {
            return false;
        }
        // A capital in the middle of a sentence begins a name: hai Bà Trưng.
        if value.in_words && words.is(at, shape::CAPITAL) && words.is(value.end, shape::CAPITAL) {
            return false;
        }
        // Mở 2 - 3 tháng 5: days of a month.
        if unit.text == "tháng"
            && words.close(unit.end)
            && words.is_number(unit.end)
            && self.taken[value.end] == Taken::Date
        {
            return false;
        }
        // "Quý 2 năm nay".
        let year = words.id(value.end) == self.lexicon.common.year
            && words.id_before(at, 1) == self.lexicon.common.quarter;
        !year
    }

    /// Whether a number in words says once more what stands in digits before it: 1.500.000 đồng (một triệu năm trăm nghìn đồng).
    fn spells_out(&self, at: usize, value: &Value, unit: &Unit) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        if words.id_before(at, 1) == common.chu && words.id_before(at, 2) == common.equal {
            return true;
        }
        let bracket = words.gap(at) & gap::OPEN != 0;
        bracket
            && self.out[self.first..].last().is_some_and(|before| {
                before.kind == MentionKind::Figure
                    && words.text.get(before.end as usize..words.start(at)).is_some_and(|between| {
                        between.chars().all(|c| matches!(c, '(' | '[') || c.is_whitespace())
                    })
                    && before.value.rsplit("..").next() == Some(value.from.to_string().as_str())
                    && before.details.get("unit") == Some(&unit.text)
            })
    }

    /// Whether a small number in words speaks of what was told before, or of people in passing, and counts nothing: cả hai kế hoạch,
    /// hai dự án này, hai người giữ chức vụ ấy.
    fn points_back(&self, at: usize, unit: &Unit) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let before = if words.close(at) { words.id_before(at, 1) } else { 0 };
        let behind = if words.close(unit.end) { words.id(unit.end) } else { 0 };
        if before == common.all && before != 0
            || [common.this, common.that, common.those_told, common.yonder].contains(&behind)
        {
            return true;
        }
        if unit.text != "người" || words.id(at) != common.two {
            return false;
        }
        // "Hai người" is mostly a couple that was named before, unless something happens to them or finds them.
        let told = behind == 0 && words.gap(unit.end) & gap::CLAUSE != 0
            || words.close(unit.end) && words.has(unit.end, flag::BEFALLS);
        let counted = words.close(at) && words.has(at.wrapping_sub(1), flag::COUNTS_PEOPLE);
        !counted && (!told || [common.of, common.between].contains(&before))
    }

    fn record(&mut self, at: usize, place: std::ops::Range<usize>, value: &Value, unit: Option<&Unit>) {
        let words = &self.words;
        let end = unit.map_or(value.end, |unit| unit.end);
        let mut details: Vec<(&'static str, String)> = Vec::new();
        let about = self.lexicon.about.longest_before(words, at).filter(|_| words.close(at));
        let mut before = at;
        if let Some((length, _)) = about {
            before = at - length;
            details.push(("about", words.between(before, at).to_lowercase()));
        }
        let sized = unit.is_some_and(|unit| matches!(unit.class, Class::Measure | Class::Money));
        let percent = unit.is_some_and(|unit| unit.text.starts_with('%'));
        let subject = if percent { self.share_of(end) } else { None };
        let subject = subject.or_else(|| if sized { self.measured(before) } else { None });
        let behind =
            unit.filter(|unit| unit.class == Class::Target).and_then(|unit| self.status_behind(unit.end));
        let status_end = behind.as_ref().map(|(_, end)| *end);
        let behind = behind.map(|(status, _)| status);
        let status = self.status_of((before, at, end), value.to.is_some(), behind);
        let date = self.date_of(at, end, status_end);
        details.extend(subject.map(|subject| ("subject", subject)));
        details.extend(status.map(|status| ("status", status)));
        details.extend(date.map(|date| ("date", date)));
        details.extend(unit.map(|unit| ("unit", unit.text.clone())));
        let said = value.to.map_or_else(|| value.from.to_string(), |to| format!("{}..{to}", value.from));
        self.taken[at..value.end.max(at + 1)].fill(Taken::Figure);
        self.found_at(MentionKind::Figure, said, place, details);
    }
}

/// The power of ten that stands behind `bare` in `whole`, behind which less may follow: 3 tỷ 500 triệu.
fn scale(bare: Amount, whole: Amount) -> Option<u128> {
    let fits = |factor: &u128| bare.times(*factor).is_some_and(|named| !whole.less_than(named));
    let factors = [1_000_000_000_000, 1_000_000_000, 1_000_000, 10_000, 1_000];
    factors.into_iter().find(fits).filter(|_| bare.times(1_000) != Some(bare))
}
