//! Numbers below a thousand in words: mười lăm, hai mươi ba, một trăm linh hai. "Năm" is five, and it is the year: which of them
//! is told by the words beside it, and where they tell nothing no number is read.

use super::{
    amounts::multiplier,
    lexicon::{Class, Lexicon, flag},
    words::{Words, shape},
};

/// The number below a thousand that begins at `at`, and the place behind it; `inner` where a larger part of the same number stands
/// before it (hai nghìn không trăm hai mươi).
pub(super) fn below_thousand(
    words: &Words<'_>,
    lexicon: &Lexicon,
    at: usize,
    inner: bool,
) -> Option<(u64, usize)> {
    if words.id(at) == 0 {
        return None;
    }
    let read = Reader { words, lexicon };
    let common = &lexicon.common;
    let zero = |place: usize| [common.zero, common.zero_north].contains(&words.id(place));
    if inner && zero(at) && words.close(at + 1) {
        return Some((read.behind_tens(at + 1)?, at + 2));
    }
    let (mut value, mut end) = if inner && words.id(at) == common.none && read.is(at + 1, common.hundred) {
        (0, at + 1)
    } else {
        read.below_hundred(at, inner)?
    };
    if value >= 10 || !read.is(end, common.hundred) {
        return Some((value, end));
    }
    value *= 100;
    end += 1;
    if !words.close(end) {
        return Some((value, end));
    }
    if zero(end) && words.close(end + 1) {
        return read.behind_tens(end + 1).map(|last| (value + last, end + 2));
    }
    if words.id(end) == common.half {
        return Some((value + 50, end + 1));
    }
    if read.is(end, common.year) && !read.is(end + 1, common.tens) {
        return (!read.is_counted(end + 1)).then_some((value, end));
    }
    Some(match read.below_hundred(end, true) {
        Some((rest, next)) => (value + rest, next),
        None => (value, end),
    })
}

/// Whether the "năm" at `at` is the five with which a number begins: năm mươi, năm trăm nghìn; not the year of "mỗi năm nghìn người".
pub(super) fn begins_with_five(words: &Words<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let read = Reader { words, lexicon };
    if words.id(at) != lexicon.common.year || !words.close(at + 1) {
        return false;
    }
    let behind_number = at > 0
        && words.close(at)
        && (words.is(at - 1, shape::DIGIT)
            || words.has(at - 1, flag::NUMERAL | flag::YEAR_FOLLOWS)
            || [lexicon.common.hundred, lexicon.common.tens].contains(&words.id(at - 1))
            || multiplier(lexicon, words.id(at - 1)).is_some());
    !behind_number
        && (read.is(at + 1, lexicon.common.tens)
            || read.is(at + 1, lexicon.common.hundred)
            || multiplier(lexicon, words.id(at + 1)).is_some())
}

/// A text whose numbers are read.
struct Reader<'w, 'a> {
    words: &'w Words<'a>,
    lexicon: &'w Lexicon,
}

impl Reader<'_, '_> {
    /// Whether this word stands at `at`, behind nothing but a blank.
    fn is(&self, at: usize, id: u32) -> bool {
        self.words.id(at) == id && self.words.close(at)
    }

    /// One to nine; five by its own word alone.
    fn digit(&self, at: usize) -> Option<u64> {
        let common = &self.lexicon.common;
        let plain = [
            (common.one, 1),
            (common.two, 2),
            (common.three, 3),
            (common.four, 4),
            (common.six, 6),
            (common.seven, 7),
            (common.seven_south, 7),
            (common.eight, 8),
            (common.nine, 9),
        ];
        let id = self.words.id(at);
        plain.iter().find(|(one, _)| *one == id).map(|&(_, value)| value)
    }

    /// One to nine behind tens, where some have another word, and behind "linh", where "năm" is five.
    fn behind_tens(&self, at: usize) -> Option<u64> {
        let common = &self.lexicon.common;
        let others = [(common.five, 5), (common.one_after, 1), (common.four_sino, 4), (common.year, 5)];
        let id = self.words.id(at);
        self.digit(at).or_else(|| others.iter().find(|(one, _)| *one == id).map(|&(_, value)| value))
    }

    /// One to ninety-nine.
    fn below_hundred(&self, at: usize, inner: bool) -> Option<(u64, usize)> {
        let common = &self.lexicon.common;
        // Behind tens "năm" is the year, unless thousands follow it: hai mươi năm, but hai mươi năm triệu.
        let last = |place: usize| {
            let year = self.words.id(place) == common.year;
            let five = || self.words.close(place + 1) && self.multiplied(place + 1);
            if self.words.close(place) && (!year || five()) { self.behind_tens(place) } else { None }
        };
        if self.words.id(at) == common.ten {
            let more = last(at + 1);
            return Some((10 + more.unwrap_or(0), at + 1 + usize::from(more.is_some())));
        }
        let first = match self.digit(at) {
            Some(digit) => digit,
            None if inner && self.begins_further_part(at) => 5,
            None if !inner && begins_with_five(self.words, self.lexicon, at) => 5,
            None => return None,
        };
        if !self.is(at + 1, common.tens) {
            return Some((first, at + 1));
        }
        let more = last(at + 2);
        Some((first * 10 + more.unwrap_or(0), at + 2 + usize::from(more.is_some())))
    }

    /// Whether the "năm" at `at` goes on with a number: … nghìn năm trăm, … trăm năm mươi, … triệu năm nghìn.
    fn begins_further_part(&self, at: usize) -> bool {
        let common = &self.lexicon.common;
        self.words.id(at) == common.year
            && (self.is(at + 1, common.tens)
                || self.is(at + 1, common.hundred)
                || self.words.close(at + 1) && self.multiplied(at + 1))
    }

    fn multiplied(&self, at: usize) -> bool {
        multiplier(self.lexicon, self.words.id(at)).is_some()
    }

    /// Whether something that is counted in ones stands at `at`: "ba trăm năm hộ" is 305 to some and 350 to others.
    fn is_counted(&self, at: usize) -> bool {
        self.words.close(at)
            && self.lexicon.units.longest(self.words, at).is_some_and(|(_, entry)| {
                matches!(entry.class, Class::Person | Class::Thing | Class::Target | Class::Money)
            })
    }
}
