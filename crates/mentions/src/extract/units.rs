//! What a figure counts or measures, and of what.

use super::{
    Search, Taken,
    lexicon::{Class, flag},
    words::{LONGEST_SENTENCE, gap, shape},
};

/// A unit in a text.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) text: String,
    pub(crate) class: Class,
    /// The place behind its last word.
    pub(crate) end: usize,
    /// One past its last byte.
    pub(crate) end_byte: usize,
}

impl Search<'_> {
    /// The unit behind the number whose last word stands before `at`.
    pub(super) fn unit(&self, at: usize, known_only: bool) -> Option<Unit> {
        let words = &self.words;
        if words.gap(at) & gap::PERCENT != 0 {
            let behind = words.end(at - 1);
            let rest = &words.text[behind..];
            let sign = rest.find('%').filter(|&sign| rest[..sign].chars().all(char::is_whitespace))?;
            // 7,5%/năm.
            let slash = words.gap(at) & !gap::BLANK == gap::PERCENT | gap::SLASH;
            let per =
                self.lexicon.units.longest(words, at).filter(|_| slash && self.taken[at] == Taken::Free);
            return Some(match per {
                Some((length, entry)) => Unit {
                    text: format!("%/{}", entry.form),
                    class: Class::Measure,
                    end: at + length,
                    end_byte: words.end(at + length - 1),
                },
                None => {
                    Unit { text: "%".into(), class: Class::Measure, end: at, end_byte: behind + sign + 1 }
                }
            });
        }
        if !words.close(at) {
            return None;
        }
        if let Some((length, entry)) = self.lexicon.units.longest(words, at) {
            let mut unit =
                Unit { text: entry.form.clone(), class: entry.class, end: at + length, end_byte: 0 };
            self.extend(&mut unit);
            unit.end_byte = words.end(unit.end - 1);
            return Some(unit);
        }
        let begins = self.is_plain_word(at)
            && !words.has(at, flag::NO_UNIT_BEGINS)
            && self.lexicon.no_units.longest(words, at).is_none()
            && !self.is_reckoning(at);
        if known_only || !begins {
            return None;
        }
        // A noun is mostly two syllables.
        let two = words.close(at + 1)
            && self.is_plain_word(at + 1)
            && !words.has(at + 1, flag::NUMERAL)
            && !self.is_reckoning(at + 1);
        let end = at + 1 + usize::from(two);
        let text = words.between(at, end).to_lowercase();
        Some(Unit { text, class: Class::Thing, end, end_byte: words.end(end - 1) })
    }

    /// Whether the word can be one of a noun: small letters, none of the small words.
    fn is_plain_word(&self, at: usize) -> bool {
        let words = &self.words;
        at < words.len()
            && !words.is(at, shape::CAPITAL | shape::DIGIT)
            && self.taken[at] == Taken::Free
            && !words.has(at, flag::STOP | flag::NO_UNIT)
            && words.written(at).len() > 1
    }

    /// Whether a number is reckoned with another here: chia cho 143, nhân 2.
    fn is_reckoning(&self, at: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let filler = words.close(at + 1) && [common.to_whom, common.with].contains(&words.id(at + 1));
        let other = at + 1 + usize::from(filler);
        [common.times, common.plus, common.minus, common.by].contains(&words.id(at))
            && words.close(other)
            && (words.is(other, shape::DIGIT) || words.has(other, flag::NUMERAL))
    }

    /// Adds to a unit what belongs to it: of an event what is done in it, then a further doing if the clause ends with it; of
    /// people further people; "công tác toàn khóa"; "/tuần".
    fn extend(&self, unit: &mut Unit) {
        let (words, lexicon) = (&self.words, self.lexicon);
        let start = unit.end;
        if unit.class == Class::Event
            && words.close(unit.end)
            && let Some((length, _)) = lexicon.activities.longest(words, unit.end)
        {
            unit.end += length;
            let and = usize::from(words.close(unit.end) && words.id(unit.end) == lexicon.common.and);
            let joined =
                and == 1 && words.close(unit.end + 1) || words.gap(unit.end) == gap::COMMA | gap::BLANK;
            if joined
                && let Some((length, _)) = lexicon.activities.longest(words, unit.end + and)
                && words.gap(unit.end + and + length) & gap::CLAUSE != 0
            {
                unit.end += and + length;
            }
        }
        // Lượt người cao tuổi: whom the turns are of.
        let turns = if unit.text == "lượt người" { unit.end - 1 } else { unit.end };
        if unit.text.starts_with("lượt")
            && words.written(turns - 1) == "lượt"
            && words.close(turns)
            && let Some((length, entry)) = lexicon.units.longest(words, turns)
            && entry.class == Class::Person
        {
            unit.end = unit.end.max(turns + length);
        }
        while !matches!(unit.class, Class::Time | Class::Measure | Class::Money)
            && words.close(unit.end)
            && let Some((length, _)) = lexicon.modifiers.longest(words, unit.end)
        {
            unit.end += length;
        }
        while unit.class == Class::Person
            && words.gap(unit.end) == gap::COMMA | gap::BLANK
            && let Some((length, entry)) = lexicon.units.longest(words, unit.end)
            && entry.class == Class::Person
        {
            unit.end += length;
        }
        if unit.end > start {
            let added = &words.text[words.end(start - 1)..words.end(unit.end - 1)];
            unit.text.push_str(&added.to_lowercase());
        }
        while words.gap(unit.end) == gap::SLASH && !words.is(unit.end, shape::DIGIT | shape::CAPITAL) {
            let known = lexicon.units.longest(words, unit.end);
            let length = known.map_or(1, |(length, _)| length);
            unit.text.push('/');
            match known {
                Some((_, entry)) => unit.text.push_str(&entry.form),
                None => unit.text.push_str(&words.between(unit.end, unit.end + length).to_lowercase()),
            }
            unit.end += length;
        }
    }

    /// What a share is of: the nouns behind it.
    pub(super) fn share_of(&self, at: usize) -> Option<String> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let noun = |place: usize| -> Option<usize> {
            let (whole, _) = lexicon.wholes.longest(words, place).unwrap_or_default();
            let unit = lexicon
                .units
                .longest(words, place)
                .filter(|(_, entry)| !matches!(entry.class, Class::Measure | Class::Time));
            let length = whole.max(unit.map_or(0, |(length, _)| length));
            (length > 0).then_some(place + length)
        };
        let blank = words.gap(at) & !(gap::BLANK | gap::PERCENT) == 0;
        let mut end = noun(at).filter(|_| blank)?;
        loop {
            let and = usize::from(words.close(end) && words.id(end) == lexicon.common.and);
            let joined = and == 1 && words.close(end + 1) || words.gap(end) == gap::COMMA | gap::BLANK;
            match noun(end + and).filter(|_| joined) {
                Some(next) => end = next,
                None => break,
            }
        }
        Some(words.between(at, end).to_lowercase())
    }

    /// What is measured, told before the number at `at` in its clause: "tổng thu ngân sách … đạt".
    pub(super) fn measured(&self, at: usize) -> Option<String> {
        let (words, lexicon) = (&self.words, self.lexicon);
        // Giá gói thầu: 38 tỷ đồng.
        let labelled = words.gap(at) & gap::COLON != 0 && words.gap(at) & (gap::STOP | gap::COMMA) == 0;
        let mut start = at.saturating_sub(usize::from(labelled));
        let least = at.saturating_sub(LONGEST_SENTENCE);
        while start > least && words.gap(start) & (gap::CLAUSE & !gap::CLOSE) == 0 {
            start -= 1;
        }
        let begin = (start..at).find(|&place| lexicon.indicators.longest(words, place).is_some())?;
        let (mut begin, (mut length, _)) = (begin, lexicon.indicators.longest(words, begin)?);
        // "Diện tích 1.200 m2 với tổng kinh phí 3,8 tỷ đồng": behind a figure another indicator is that of the next.
        let told = (begin + length..at).rev().find(|&place| words.is(place, shape::DIGIT));
        let next = told.and_then(|told| {
            (told..at).find_map(|place| Some((place, lexicon.indicators.longest(words, place)?.0)))
        });
        if let Some(next) = next {
            (begin, length) = next;
        }
        let ends = |place: usize| {
            lexicon.has(words.id(place), flag::ENDS_SUBJECT)
                || words.is(place, shape::DIGIT)
                || self.taken[place] != Taken::Free
                || !words.close(place)
        };
        let end = (begin + length..at).find(|&place| ends(place)).unwrap_or(at);
        // Eight syllables are four nouns; what goes on is no name of an amount.
        (end - begin <= 8).then(|| words.between(begin, end).to_lowercase())
    }
}
