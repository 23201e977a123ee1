//! Administrative units: a level and a name. A unit is what its level says; its successor of the same name is another one.

use super::{
    Named, Search, Taken,
    lexicon::{Class, flag},
    tidy,
    words::{gap, shape},
};
use crate::in_full::respelled;
use std::ops::Range;
use tangthu_archive::MentionKind;

/// A place in the text.
pub(crate) struct Place {
    pub(crate) words: Range<usize>,
    /// Level in full and name.
    pub(crate) value: String,
}

/// What stands behind the head of a body: a level with or without a name, or a name alone.
pub(crate) struct Qualifier {
    pub(crate) end: usize,
    /// As it is told.
    pub(crate) text: String,
    /// The same without names.
    pub(crate) role: String,
    pub(crate) place: Option<Place>,
}

/// Words of the longest name of a place; what is longer is a place and a person, or two names whose sign was lost.
const LONGEST_NAME: usize = 4;

/// Words between a position and the level that it is of: Chủ tịch HĐND và UBND …
const BEFORE_LEVEL: usize = 6;

const SAIGON: &str = "thành phố Hồ Chí Minh";

impl Search<'_> {
    /// Records the place, or the places of a list, that begin with the level at `at`; gives the place behind them.
    pub(super) fn places_at(&mut self, at: usize) -> Option<usize> {
        if self.words.written(at) == "TPHCM" {
            self.place(Place { words: at..at + 1, value: SAIGON.to_owned() });
            return Some(at + 1);
        }
        let (length, level, numbered) = self.level(at)?;
        // Nông thôn, hợp tác xã, thông tấn xã: the level is a part of another word.
        if self.words.close(at)
            && matches!(
                self.words.written(at - 1),
                "nông" | "tác" | "tấn" | "làng" | "hương" | "Nông" | "liên" | "bà" | "Bà" | "ông" | "Ông"
            )
        {
            return None;
        }
        // Sáp nhập 3 xã: Tân Lạc, Tân Hòa và Đông Phú.
        let listed = self.words.gap(at + length) == gap::COLON | gap::BLANK
            && at > 0
            && self.words.close(at)
            && self.words.is(at - 1, shape::DIGIT);
        let first = if listed {
            self.name_of_level(at + length, level, false)
        } else {
            self.place_name(at + length, level, numbered)
        };
        let (end, name) = first?;
        let begin = if listed { at + length } else { at };
        self.place(Place { words: begin..end, value: format!("{level} {name}") });
        let before = self.words.id_before(at, 1);
        let common = &self.lexicon.common;
        let several = self.words.close(at)
            && ([common.many, common.those, common.two, common.three, common.four].contains(&before)
                || self.words.is(at.wrapping_sub(1), shape::DIGIT));
        if !several {
            return Some(end);
        }
        let mut end = end;
        loop {
            let and = usize::from(self.words.close(end) && self.words.id(end) == self.lexicon.common.and);
            let joined =
                and == 1 && self.words.close(end + 1) || self.words.gap(end) == gap::COMMA | gap::BLANK;
            let start = end + and;
            if !joined || self.level(start).is_some() || self.starts_otherwise(start) {
                return Some(end);
            }
            let Some((next, name)) = self.name_of_level(start, level, numbered) else { return Some(end) };
            // A number that counts something ends the list.
            self.place(Place { words: start..next, value: format!("{level} {name}") });
            end = next;
        }
    }

    pub(super) fn place(&mut self, place: Place) {
        let Place { words, value } = place;
        self.named[words.clone()].fill(true);
        self.found(MentionKind::Place, value, words.start, words.end, Vec::new());
    }

    /// The level at `at`: its words, its form, whether units of it bear numbers.
    fn level(&self, at: usize) -> Option<(usize, &'static str, bool)> {
        let (length, entry) = self.lexicon.levels.longest(&self.words, at)?;
        // Capitals among small letters are a heading that lost its line: XÃ HỘI.
        if self.words.is(at, shape::ALL_CAPITALS)
            && !self.headline
            && self.words.written(at).chars().count() > 2
            || self.words.written(at) == "XÃ" && !self.headline
        {
            return None;
        }
        // P. and Q. are levels only as abbreviations before a name.
        let letter = self.words.written(at).len() == 1;
        if letter
            && (!self.words.is(at, shape::CAPITAL) || self.words.gap(at + 1) & (gap::DOT | gap::STOP) == 0)
        {
            return None;
        }
        Some((length, entry.form.as_str(), entry.class == Class::Numbered))
    }

    /// Whether a position, a body or a form of address begins at `at`: no name does.
    pub(super) fn starts_otherwise(&self, at: usize) -> bool {
        let (words, lexicon) = (&self.words, self.lexicon);
        if words.id(at) == 0 {
            return false;
        }
        // "Phó Bảng", "An" and the like are names; a position of one word before a capital mostly is not.
        let role = lexicon.roles.longest(words, at).filter(|(length, entry)| {
            *length > 1 || matches!(entry.class, Class::Address) && !words.close(at + 1)
        });
        role.is_some() || lexicon.bodies.longest(words, at).is_some_and(|(length, _)| length > 1)
    }

    /// The name at `at` of a unit of this level: the place behind it and how it is told.
    pub(super) fn place_name(&self, at: usize, level: &str, numbered: bool) -> Option<(usize, String)> {
        if !self.words.close(at) && !self.is_short_level(at) {
            return None;
        }
        // A copy is a "bản" too: a village is one where what it belongs to follows.
        let village = |end: usize| self.words.gap(end) & gap::COMMA != 0 && self.level(end).is_some();
        // Behind a full stop or before a sentence that lost its own, one syllable is hardly a name: TP. Cọc …, xã Chà Là.
        let alone = |end: usize| {
            end == at + 1
                && !matches!(self.words.written(at), "Huế" | "Vinh")
                && self.is_syllable(at)
                && !self.words.is(at, shape::DIGIT)
                && (!self.words.close(at)
                    || self.words.close(end)
                        && self.words.is(end, shape::CAPITAL)
                        && self.lexicon.has(self.words.id(end), flag::ENDS_NAME))
        };
        self.name_of_level(at, level, numbered)
            .filter(|&(end, _)| !alone(end) && !self.is_cut(end))
            .filter(|(end, name)| level != "buôn" || self.is_village(at, *end, name))
            .filter(|&(end, _)| !self.is_persons(at, end, level) && (level != "bản" || village(end)))
    }

    /// Whether a name in another language goes on at `end`: Rio de Janeiro.
    fn is_cut(&self, end: usize) -> bool {
        let words = &self.words;
        words.close(end)
            && matches!(words.written(end), "de" | "da" | "del" | "di" | "of")
            && words.close(end + 1)
            && words.is(end + 1, shape::CAPITAL)
    }

    /// Whether "buôn" before the name at `at` is a level: with a capital inside a sentence it is rather the town's name.
    fn is_village(&self, at: usize, end: usize, name: &str) -> bool {
        let words = &self.words;
        let inside = words.is(at - 1, shape::CAPITAL) && at > 1 && words.close(at - 1);
        !matches!(name, "Ma Thuột" | "Mê Thuột" | "Hồ")
            && (!inside || words.gap(end) & gap::COMMA != 0 && self.level(end).is_some())
    }

    /// Whether what stands from `at` to `end` is rather the name of a person whose position stands before the level: Chủ tịch UBND
    /// tỉnh Nguyễn Văn Tám. No province bears the name of a person.
    fn is_persons(&self, at: usize, end: usize, level: &str) -> bool {
        let (words, lexicon) = (&self.words, self.lexicon);
        if end - at < 3 || !lexicon.has(words.id(at), flag::COMMON_SURNAME) {
            return false;
        }
        let behind_post = || {
            let near =
                (at.saturating_sub(BEFORE_LEVEL)..at).rev().take_while(|&place| words.close(place + 1));
            near.into_iter().any(|place| {
                lexicon.roles.longest(words, place).is_some_and(|(_, entry)| entry.class == Class::Post)
            })
        };
        level == "tỉnh" || words.between(at, end) != "Hồ Chí Minh" && behind_post()
    }

    /// The name at `at`, whatever stands before it.
    fn name_of_level(&self, at: usize, level: &str, numbered: bool) -> Option<(usize, String)> {
        let words = &self.words;
        if self.headline {
            return self.known_name(at, level);
        }
        let known = self.lexicon.place_names.longest(words, at).filter(|_| words.is(at, shape::CAPITAL));
        if let Some((length, entry)) = known
            && (at + 1..at + length).any(|place| words.gap(place) & gap::DASH != 0)
        {
            return Some((at + length, entry.form.clone()));
        }
        if numbered && let Some(found) = self.place_number(at) {
            return Some(found);
        }
        let end = self.behind_dash(at, self.name_end(at)?);
        let broad = end - at > 1 || matches!(level, "tỉnh" | "thành phố");
        if broad && self.is_region(at, end) {
            return None;
        }
        // Every province has a name of two syllables or more.
        if level == "tỉnh"
            && end - at == 1
            && tangthu_text::is_syllable(&tangthu_text::normal_word(words.written(at)))
        {
            return None;
        }
        // "Một thành phố Hà Lan" is any of that country; of St. Petersburg the full stop ends no name.
        let abroad = self.lexicon.countries.longest(words, at).is_some_and(|(length, _)| at + length == end);
        if abroad || words.between(at, end) == "St" {
            return None;
        }
        // Xã Hố Nai 3, ấp Thạnh An 2: a number before a sign is of the name.
        let after = words.gap(end + 1);
        let counted = words.close(end)
            && words.is_number(end)
            && words.written(end).len() == 1
            && self.taken[end] == Taken::Free
            && (end + 1 >= words.len() || after & (gap::COMMA | gap::STOP | gap::OPEN | gap::CLOSE) != 0)
            && matches!(level, "xã" | "thôn" | "ấp" | "xóm" | "khu phố");
        let end = end + usize::from(counted);
        let name = match words.between(at, end) {
            "HCM" => "Hồ Chí Minh".to_owned(),
            "HN" => "Hà Nội".to_owned(),
            written if words.is(at, shape::ALL_CAPITALS) && !self.headline && written.len() < 6 => {
                return None;
            }
            _ if known.is_some_and(|(length, _)| at + length == end) => {
                known.map(|(_, entry)| entry.form.clone())?
            }
            written => tidy(written),
        };
        let name = match name.split_once(' ') {
            Some((first, rest)) => format!("{} {rest}", respelled(first)),
            None => name,
        };
        Some((end, name))
    }

    /// The end of the name from `at` to `end`, in another language, that goes on behind a tight dash: Baden-Baden.
    fn behind_dash(&self, at: usize, end: usize) -> usize {
        let words = &self.words;
        let is_foreign = |place: usize| {
            words.is(place, shape::CAPITAL)
                && !words.is(place, shape::ALL_CAPITALS)
                && !self.is_syllable(place)
        };
        let goes_on = end - at == 1 && words.gap(end) == gap::DASH && is_foreign(at) && is_foreign(end);
        end + usize::from(goes_on)
    }

    /// Whether the words are the name of a region or a country and not of a unit.
    pub(super) fn is_region(&self, at: usize, end: usize) -> bool {
        self.lexicon.regions.longest(&self.words, at).is_some_and(|(length, _)| at + length == end)
    }

    /// The name at `at` where capitals say nothing: one that the document holds elsewhere.
    fn known_name(&self, at: usize, level: &str) -> Option<(usize, String)> {
        let longest = (at + LONGEST_NAME).min(self.words.len());
        (at + 1..=longest).rev().find_map(|end| {
            let name = tidy(self.words.between(at, end)).to_lowercase();
            let value = self.known.get(&format!("{level} {name}"))?;
            Some((end, value[level.len()..].trim_start().to_owned()))
        })
    }

    /// Whether "TP." or the like stands before `at`, whose full stop ends no sentence.
    fn is_short_level(&self, at: usize) -> bool {
        let words = &self.words;
        let Some(before) = at.checked_sub(1) else { return false };
        let dotted = words.gap(at) & (gap::DOT | gap::STOP) != 0
            && words.gap(at) & !(gap::DOT | gap::STOP | gap::BLANK) == 0;
        dotted
            && words.written(before).len() <= 2
            && self.lexicon.levels.longest(words, before).is_some()
            && !words.text[words.end(before)..words.start(at)].contains('\n')
    }

    /// The number of a unit that bears one: quận 5, tổ dân phố số 7.
    fn place_number(&self, at: usize) -> Option<(usize, String)> {
        let words = &self.words;
        let so = usize::from(words.id(at) == self.lexicon.common.so && words.close(at + 1));
        let digits = words.written(at + so);
        let fits = words.is_number(at + so)
            && digits.len() <= 2
            && !digits.starts_with('0')
            && self.taken[at + so] == Taken::Free;
        let end = at + so + 1;
        // "Phường 2 chi bộ": a ward with two cells.
        let counts = words.close(end) && self.lexicon.units.longest(words, end).is_some()
            || words.gap(end) & gap::PERCENT != 0;
        if !fits || counts {
            return None;
        }
        let range = words.gap(end) & (gap::SLASH | gap::DASH) != 0 && words.is(end, shape::DIGIT);
        (!range).then(|| (end, if so == 1 { format!("số {digits}") } else { digits.to_owned() }))
    }

    /// The end of a run of capitalised words, short of a person whose name follows without a sign.
    pub(super) fn name_end(&self, at: usize) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let mut end = at;
        while words.is(end, shape::CAPITAL)
            && (end == at || words.close(end) || words.gap(end) == gap::APOSTROPHE)
            && !(end > at && lexicon.has(words.id(end), flag::ENDS_NAME))
            && !(end > at
                && (self.starts_otherwise(end) && !(end == at + 1 && words.written(end) == "Anh")
                    || self.level(end).is_some_and(|(length, ..)| length > 1)))
        {
            end += 1;
        }
        // Đắk R'lấp, Cư M'gar: the name goes on with a small letter.
        let goes_on = end > at
            && words.written(end - 1).chars().count() <= 2
            && words.gap(end) & gap::APOSTROPHE != 0
            && words.gap(end) & !(gap::APOSTROPHE | gap::BLANK) == 0
            && end < words.len();
        end += usize::from(goes_on);
        let count = end - at;
        let tail = |kept: usize| {
            count > kept
                && (2..=4).contains(&(count - kept))
                && lexicon.has(words.id(at + kept), flag::COMMON_SURNAME)
        };
        // TP HCM Lê Hoàng Quân.
        let short = count > 1 && matches!(words.written(at), "HCM" | "HN");
        let kept = if short {
            Some(1)
        } else if count >= 4 {
            [2, 1, 3].into_iter().find(|&kept| tail(kept))
        } else {
            None
        };
        let count = kept.unwrap_or(count);
        // One letter stands for a name that shall not be known, or is the rest of one.
        let letter = words.written(at).chars().count() == 1;
        if letter && !(count > 1 && matches!(words.written(at), "A" | "Y" | "Ý" | "Ô")) {
            return None;
        }
        if count == 0
            || count > LONGEST_NAME
            || count == 1 && lexicon.has(words.id(at), flag::NO_NAME)
            || self.starts_otherwise(at)
            || self.level(at).is_some() && !self.is_named_after_village(at)
        {
            return None;
        }
        Some(at + count)
    }

    /// Whether the level of a village begins the name of a larger unit: thành phố Buôn Ma Thuột, xã Bản Lầu.
    fn is_named_after_village(&self, at: usize) -> bool {
        let words = &self.words;
        matches!(words.written(at), "Buôn" | "Bản" | "Thôn" | "Ấp")
            && words.close(at + 1)
            && words.is(at + 1, shape::CAPITAL)
            && !words.is(at + 1, shape::ALL_CAPITALS)
    }

    /// What stands behind the head of a body.
    pub(super) fn qualifier(&self, at: usize) -> Option<Qualifier> {
        if !self.words.close(at) {
            return None;
        }
        if self.words.written(at) == "TPHCM" {
            let (text, end) = (SAIGON.to_owned(), at + 1);
            let place = Some(Place { words: at..end, value: text.clone() });
            return Some(Qualifier { end, text, role: "thành phố".to_owned(), place });
        }
        if let Some(found) = self.zone(at) {
            return Some(found);
        }
        if let Some((length, level, numbered)) = self.level(at) {
            if let Some((end, name)) = self.place_name(at + length, level, numbered) {
                let text = format!("{level} {name}");
                let place = Some(Place { words: at..end, value: text.clone() });
                return Some(Qualifier { end, text, role: level.to_owned(), place });
            }
            // The level alone: UBND phường. A longer word that begins with it is none.
            let end = at + length;
            let goes_on = self.words.close(end)
                && matches!(self.words.written(end), "hội" | "viên" | "trưởng" | "đoàn" | "ủy" | "đội");
            return (!goes_on).then(|| Qualifier {
                end,
                text: level.to_owned(),
                role: level.to_owned(),
                place: None,
            });
        }
        let end = self.name_end(at).filter(|_| !self.words.is(at, shape::ALL_CAPITALS) || self.headline)?;
        let short = end - at < 2 || end - at > 3;
        let person = self.lexicon.has(self.words.id(at), flag::COMMON_SURNAME) && end - at == 3;
        if short
            || person
            || self.lexicon.has(self.words.id(at), flag::NO_NAME)
                && !self.words.text[self.words.start(at)..].starts_with("Việt Nam")
        {
            return None;
        }
        let text = tidy(self.words.between(at, end));
        Some(Qualifier { end, text, role: String::new(), place: None })
    }

    /// Khu vực II, khu vực 3, khu vực Lạc Giang: what a body of several units is of.
    fn zone(&self, at: usize) -> Option<Qualifier> {
        let words = &self.words;
        if words.written(at).to_lowercase() != "khu" || words.written(at + 1).to_lowercase() != "vực" {
            return None;
        }
        let start = at + 2;
        if !words.close(at + 1) || !words.close(start) {
            return None;
        }
        let written = words.written(start);
        let roman = !written.is_empty() && written.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let digits = words.is_number(start) && written.len() <= 2;
        let end = if roman || digits { start + 1 } else { self.name_end(start)? };
        let text = format!("khu vực {}", tidy(words.between(start, end)));
        Some(Qualifier { end, text, role: "khu vực".to_owned(), place: None })
    }

    /// The body that begins with the word at `at`.
    pub(super) fn body_from(&self, at: usize) -> Option<&Named> {
        let place = self.bodies.binary_search_by_key(&at, |body| body.words.start).ok()?;
        self.bodies.get(place)
    }
}
