//! Unicode normalisation forms C and D (UAX #15), with tables made by `build.rs` from a library's: in the browser the library
//! itself would cost five times as much as everything else this crate does.

use crate::packed::{self, numbers};
use std::{ops::Range, sync::LazyLock};

/// A character that is composed of two, with the two.
#[derive(Clone, Copy)]
struct Pair {
    first: u32,
    second: u32,
    composed: u32,
}

/// The tables, unpacked at the first text that needs them.
struct Tables {
    /// By the composed character.
    pairs: Vec<Pair>,
    /// By the two.
    by_parts: Vec<Pair>,
    /// Characters that form C takes apart, too, with where their parts stand in `parts`.
    others: Vec<(u32, Range<usize>)>,
    parts: Vec<char>,
    /// Characters in a row that have one combining class: the first, the last, the class.
    classes: Vec<(u32, u32, u8)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let pairs = numbers(packed::PAIR_FIRST).zip(numbers(packed::PAIR_SECOND));
    let pairs = pairs.zip(numbers(packed::PAIR_COMPOSED));
    let pairs: Vec<Pair> =
        pairs.map(|((first, second), composed)| Pair { first, second, composed }).collect();
    let mut by_parts = pairs.clone();
    by_parts.sort_unstable_by_key(|pair| (pair.first, pair.second));

    let mut end = 0;
    let others = numbers(packed::OTHER_CHAR).zip(numbers(packed::OTHER_LENGTH));
    let others = others.map(|(c, length)| {
        let start = end;
        end += length as usize;
        (c, start..end)
    });
    let classes = numbers(packed::CLASS_FROM).zip(numbers(packed::CLASS_TO));
    let classes = classes.zip(numbers(packed::CLASS_NUMBER));
    Tables {
        others: others.collect(),
        parts: numbers(packed::OTHER_PART).filter_map(char::from_u32).collect(),
        classes: classes.map(|((from, to), class)| (from, to, class as u8)).collect(),
        pairs,
        by_parts,
    }
});

/// Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).
mod hangul {
    pub(super) const SYLLABLE: u32 = 0xAC00;
    pub(super) const LEAD: u32 = 0x1100;
    pub(super) const VOWEL: u32 = 0x1161;
    pub(super) const TAIL: u32 = 0x11A7;
    pub(super) const LEADS: u32 = 19;
    pub(super) const VOWELS: u32 = 21;
    pub(super) const TAILS: u32 = 28;
    pub(super) const SYLLABLES: u32 = LEADS * VOWELS * TAILS;
}

/// Whether `text` is in form C for certain, at a glance: letters of Latin, Vietnamese included, and common punctuation.
pub(crate) fn is_nfc_at_a_glance(text: &str) -> bool {
    text.is_ascii()
        || text
            .chars()
            .all(|c| matches!(c, '\0'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}'))
}

/// `text` in form C: every letter composed as far as it can be.
pub(crate) fn nfc(text: &str) -> String {
    let mut composed: Vec<char> = Vec::with_capacity(text.len());
    // The last character of class 0, which later marks may compose with, and the class of the mark before.
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    for c in nfd(text) {
        let class = class(c);
        if let Some(at) = starter {
            let blocked = composed.len() > at + 1 && (last_class >= class || last_class == 0);
            if !blocked && let Some(one) = compose(composed[at], c) {
                composed[at] = one;
                continue;
            }
        }
        if class == 0 {
            starter = Some(composed.len());
        }
        last_class = class;
        composed.push(c);
    }
    composed.into_iter().collect()
}

/// The characters of `text` in form D: every letter taken apart, marks in canonical order.
pub(crate) fn nfd(text: &str) -> Vec<char> {
    let mut parts = Vec::with_capacity(text.len());
    for c in text.chars() {
        decompose(c, &mut parts);
    }
    let mut start = 0;
    while start < parts.len() {
        let marks = parts[start..].iter().take_while(|&&c| class(c) != 0).count();
        if marks > 1 {
            sort_marks(&mut parts[start..start + marks], class);
        }
        start += marks.max(1);
    }
    parts
}

/// Marks of a letter up to which sorting by insertion is quickest.
const FEW_MARKS: usize = 16;

/// Sorts the marks of a letter; marks of one rank keep their order. (The library's stable sort costs 2 KB of download.) Hostile
/// texts have a million marks on one letter, so more than a few are counted, in linear time.
pub(crate) fn sort_marks(marks: &mut [char], rank: impl Fn(char) -> u8) {
    if marks.len() > FEW_MARKS {
        return count_marks(marks, rank);
    }
    for end in 1..marks.len() {
        let mut at = end;
        while at > 0 && rank(marks[at - 1]) > rank(marks[at]) {
            marks.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// [`sort_marks`] by how many marks of each rank there are.
fn count_marks(marks: &mut [char], rank: impl Fn(char) -> u8) {
    let mut of_rank = [0usize; 256];
    let ranked: Vec<(char, u8)> = marks.iter().map(|&mark| (mark, rank(mark))).collect();
    for &(_, rank) in &ranked {
        of_rank[usize::from(rank)] += 1;
    }
    let mut next = 0;
    for count in &mut of_rank {
        next += std::mem::replace(count, next);
    }
    for (mark, rank) in ranked {
        let place = &mut of_rank[usize::from(rank)];
        marks[*place] = mark;
        *place += 1;
    }
}

/// The one character that `first` and `second` compose to.
pub(crate) fn compose(first: char, second: char) -> Option<char> {
    use hangul::{LEAD, LEADS, SYLLABLE, SYLLABLES, TAIL, TAILS, VOWEL, VOWELS};
    let (a, b) = (u32::from(first), u32::from(second));
    if (LEAD..LEAD + LEADS).contains(&a) && (VOWEL..VOWEL + VOWELS).contains(&b) {
        return char::from_u32(SYLLABLE + ((a - LEAD) * VOWELS + (b - VOWEL)) * TAILS);
    }
    let open = (SYLLABLE..SYLLABLE + SYLLABLES).contains(&a) && (a - SYLLABLE).is_multiple_of(TAILS);
    if open && (TAIL + 1..TAIL + TAILS).contains(&b) {
        return char::from_u32(a + (b - TAIL));
    }
    let pairs = &TABLES.by_parts;
    let at = pairs.binary_search_by_key(&(a, b), |pair| (pair.first, pair.second)).ok()?;
    char::from_u32(pairs[at].composed)
}

fn decompose(c: char, parts: &mut Vec<char>) {
    use hangul::{LEAD, SYLLABLE, SYLLABLES, TAIL, TAILS, VOWEL, VOWELS};
    if c < '\u{C0}' {
        return parts.push(c);
    }
    let code = u32::from(c);
    if (SYLLABLE..SYLLABLE + SYLLABLES).contains(&code) {
        let index = code - SYLLABLE;
        let tail = index % TAILS;
        let codes = [LEAD + index / (VOWELS * TAILS), VOWEL + index / TAILS % VOWELS, TAIL + tail];
        return parts
            .extend(codes.into_iter().take(if tail == 0 { 2 } else { 3 }).filter_map(char::from_u32));
    }
    let tables = &*TABLES;
    if let Ok(at) = tables.pairs.binary_search_by_key(&code, |pair| pair.composed) {
        let Pair { first, second, .. } = tables.pairs[at];
        if let Some(first) = char::from_u32(first) {
            decompose(first, parts);
        }
        return parts.extend(char::from_u32(second));
    }
    match tables.others.binary_search_by_key(&code, |(c, _)| *c) {
        Ok(at) => parts.extend_from_slice(&tables.parts[tables.others[at].1.clone()]),
        Err(_) => parts.push(c),
    }
}

/// The canonical combining class: 0 for letters, the order of marks otherwise.
pub(crate) fn class(c: char) -> u8 {
    if c < '\u{300}' {
        return 0;
    }
    let code = u32::from(c);
    let classes = &TABLES.classes;
    let after = classes.partition_point(|&(start, ..)| start <= code);
    after
        .checked_sub(1)
        .map(|at| classes[at])
        .filter(|&(_, end, _)| code <= end)
        .map_or(0, |(_, _, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn every_character_is_as_the_library_says() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(nfc(&text), text.nfc().collect::<String>(), "{c:?}");
            assert_eq!(nfd(&text), text.nfd().collect::<Vec<char>>(), "{c:?}");
            assert!(!is_nfc_at_a_glance(&text) || unicode_normalization::is_nfc(&text), "{c:?}");
        }
    }

    crate::rule_tests::test_rule! {
        rule: nfc,
        alone: ["e\u{302}\u{301}" => "ế", "o\u{323}\u{31B}" => "ợ", "\u{1112}\u{1161}\u{11AB}" => "한", "\u{212B}" => "Å"],
        in_pipeline: ["Qua\u{323}\u{302}n" => ["quận"], "\u{1112}\u{1161}\u{11AB}" => ["한"]],
        always: |text, composed| unicode_normalization::is_nfc(composed) && nfd(composed) == nfd(text),
    }

    #[test]
    fn a_million_marks_on_one_letter_are_sorted_as_the_library_does_and_soon() {
        let marks = ["\u{301}", "\u{323}", "\u{302}", "\u{31B}", "\u{345}"];
        let text: String = (0..1_000_000usize).map(|at| marks[at * at % 7 % marks.len()]).collect();
        let text = format!("a{text}b\u{323}\u{302}");
        // By insertion this would take some hours.
        assert!(nfc(&text) == text.nfc().collect::<String>());
    }

    proptest! {
        #[test]
        fn many_marks_are_as_the_library_says(text in "a[\u{300}-\u{362}]{10,60}b[\u{5B0}-\u{5C7}\u{301}\u{323}]{10,40}") {
            prop_assert_eq!(nfd(&text), text.nfd().collect::<Vec<char>>());
            prop_assert_eq!(nfc(&text), text.nfc().collect::<String>());
        }

        #[test]
        fn texts_are_as_the_library_says(text in "\\PC{0,40}|[a-zêơưđ\u{300}-\u{36F}\u{1100}-\u{11FF}\u{5B0}-\u{5C7}\u{AC00}-\u{AC20}]{0,30}") {
            prop_assert_eq!(nfc(&text), text.nfc().collect::<String>());
            prop_assert_eq!(nfd(&text), text.nfd().collect::<Vec<char>>());
        }
    }
}
