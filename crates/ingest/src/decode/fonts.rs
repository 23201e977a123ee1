//! TCVN3, VNI and VISCII: what was written before Unicode, as bytes and as the letters of the West that such bytes were taken
//! for.
//!
//! TCVN3 and VNI are encodings of fonts: pages declare windows-1252, or were converted to UTF-8 by programs that believed it,
//! and only the fonts made Vietnamese of "§¶ng bé" and "Ñaûng boä". They are told by what comes out: where words that are no
//! syllables become syllables, the text was written for such fonts; where it was fine, nothing is touched.

use super::{
    Decoded,
    vietnamese::{Count, is_own},
};
use crate::entities;
use encoding_rs::WINDOWS_1252;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// The encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Legacy {
    Tcvn3,
    Vni,
    Viscii,
}

/// How many words must become syllables before a text is taken to be written for fonts. One or two do so by chance.
const ENOUGH: usize = 3;

static TCVN3: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| bytes(include_str!("../../data/encodings/tcvn3.tsv")));
static VISCII: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| bytes(include_str!("../../data/encodings/viscii.tsv")));

/// Letters of VNI: of a base and a sign, and of a sign alone (under the sign and a zero).
static VNI: LazyLock<HashMap<(char, char), char>> = LazyLock::new(|| {
    let rows = include_str!("../../data/encodings/vni.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .filter_map(|(signs, letter)| {
            let mut signs = signs.chars();
            Some(((signs.next()?, signs.next().unwrap_or('\0')), letter.chars().next()?))
        })
        .collect()
});

fn bytes(table: &str) -> HashMap<char, char> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once('\t'));
    rows.filter_map(|(byte, letter)| {
        Some((char::from(u8::from_str_radix(byte, 16).ok()?), letter.chars().next()?))
    })
    .collect()
}

impl Legacy {
    /// All that bytes can be in.
    pub(super) const SINGLE_BYTE: [Self; 3] = [Self::Tcvn3, Self::Vni, Self::Viscii];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Viscii => "VISCII",
        }
    }

    /// The encoding that a label names, of those that browsers do not know.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().as_str() {
            "viscii" | "csviscii" | "viscii1.1-1" | "x-viet-viscii" => Some(Self::Viscii),
            "tcvn" | "tcvn3" | "tcvn-5712" | "tcvn5712-1" | "tcvn5712-3" | "x-viet-tcvn"
            | "x-viet-tcvn5712" => Some(Self::Tcvn3),
            "vni" | "x-viet-vni" | "x-vni" => Some(Self::Vni),
            _ => None,
        }
    }

    /// The text that bytes are in this encoding, and how many of them mean nothing in it.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, usize) {
        if self == Self::Viscii {
            let text: String = bytes
                .iter()
                .map(|&byte| *VISCII.get(&char::from(byte)).unwrap_or(&char::from(byte)))
                .collect();
            return (text, 0);
        }
        // Where these have no letter, their bytes are those of windows-1252: its quotation marks and dashes.
        self.converted(&WINDOWS_1252.decode_without_bom_handling(bytes).0)
    }

    pub(super) fn decoded(self, bytes: &[u8], why: &str) -> Decoded {
        let (text, lost) = self.decode(bytes);
        let mut warning = format!("it was written in {} and was turned into Unicode, {why}", self.name());
        if lost > 0 {
            warning = format!("{warning}; {lost} of its signs mean nothing there and stayed as they were");
        }
        Decoded { text, warning: Some(warning) }
    }

    /// Text whose letters of the West stand for bytes, in letters; and how many stand for nothing.
    fn converted(self, text: &str) -> (String, usize) {
        let mut made = String::with_capacity(text.len() * 2);
        let mut lost = 0;
        match self {
            Self::Tcvn3 | Self::Viscii => {
                let table = if self == Self::Tcvn3 { &TCVN3 } else { &VISCII };
                for c in text.chars() {
                    match table.get(&c) {
                        Some(&letter) => made.push(letter),
                        None => {
                            lost += usize::from(is_sign(c));
                            made.push(c);
                        }
                    }
                }
            }
            Self::Vni => {
                let mut signs = text.chars().peekable();
                while let Some(c) = signs.next() {
                    let next = signs.peek().copied().unwrap_or('\0');
                    // A capital may carry a sign in lower case: typists left the shift key too early.
                    let pair = VNI
                        .get(&(c, next))
                        .or_else(|| VNI.get(&(c, upper(next))))
                        .or_else(|| VNI.get(&(c, lower(next))));
                    if let Some(&letter) = pair.filter(|_| next != '\0' && !next.is_ascii()) {
                        made.push(letter);
                        signs.next();
                    } else if let Some(&letter) = VNI.get(&(c, '\0')) {
                        made.push(letter);
                    } else {
                        lost += usize::from(is_sign(c));
                        made.push(c);
                    }
                }
            }
        }
        (if self == Self::Tcvn3 { capitals(&made) } else { made }, lost)
    }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether a sign is one that the upper half of a font draws.
fn is_sign(c: char) -> bool {
    ('\u{A1}'..='\u{FF}').contains(&c) && !matches!(c, '«' | '»' | '·' | '°' | '×' | '§' | '\u{AD}')
}

/// Capitals with a tone had a font of their own in TCVN3, which drew them for the small ones. A word of which every plain
/// letter is a capital was set in it; so were the short ones of a line that is all capitals.
fn capitals(made: &str) -> String {
    let mut fixed = String::with_capacity(made.len());
    for line in made.split_inclusive(['\n', '<', '>']) {
        let plain =
            |test: fn(&char) -> bool| line.chars().filter(char::is_ascii_alphabetic).filter(test).count();
        let (large, small) = (plain(char::is_ascii_uppercase), plain(char::is_ascii_lowercase));
        let all_large = large >= 4 && small * 10 <= large;
        for word in line.split_inclusive(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()) {
            let large = word.chars().filter(char::is_ascii_uppercase).count();
            let small = word.chars().filter(char::is_ascii_lowercase).count();
            if small == 0 && !word.is_ascii() && (large >= 2 || all_large) {
                fixed.extend(word.chars().flat_map(char::to_uppercase));
            } else {
                fixed.push_str(word);
            }
        }
    }
    fixed
}

/// A text that is set in one of the fonts of the nineties, which are told by name: `.VnTime` and others are of TCVN3 (with an H at
/// the end, they draw capitals), `VNI-Times` and others of VNI.
pub(super) fn set_in(font: &str, text: &str) -> Option<String> {
    let name = font.trim();
    if name.starts_with(".Vn") || name.starts_with(".VN") {
        let (made, _) = Legacy::Tcvn3.converted(text);
        return Some(if name.ends_with('H') { made.to_uppercase() } else { made });
    }
    let is_vni = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("VNI-"));
    is_vni.then(|| Legacy::Vni.converted(text).0)
}

/// A text that was written for fonts, in letters.
pub(super) struct Repaired {
    pub(super) text: String,
    pub(super) warning: String,
}

/// Repairs a text whose letters of the West are those of TCVN3 or VNI; `None` where it is fine.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    if text.is_ascii() {
        return None;
    }
    let text = western_entities(text);
    // Parts that hold letters of Vietnamese proper were not written for fonts; a page may mix both.
    let is_suspect =
        |part: &&str| !part.is_ascii() && part.chars().all(|c| c < '\u{100}' || is_mark_of_print(c));
    let suspects: String = text.split(['\n', '<', '>']).filter(is_suspect).collect::<Vec<_>>().join("\n");
    let before = Count::of(&suspects);
    let (legacy, after, lost) = [Legacy::Tcvn3, Legacy::Vni]
        .into_iter()
        .map(|legacy| {
            let (made, lost) = legacy.converted(&suspects);
            (legacy, Count::of(&made), lost)
        })
        .max_by_key(|(_, count, _)| count.weight())?;
    let is_better = after.syllables >= ENOUGH
        && after.is_vietnamese()
        && after.own * 4 >= after.syllables
        && before.syllables * 2 < after.syllables;
    if !is_better {
        return None;
    }
    let mut made = String::with_capacity(text.len() * 2);
    let mut words = 0;
    for part in text.split_inclusive(['\n', '<', '>']) {
        let converted = is_suspect(&part).then(|| legacy.converted(part).0);
        match converted {
            Some(converted) if fits(part, &converted) => {
                words += part.split_whitespace().filter(|word| !word.is_ascii()).count();
                made.push_str(&converted);
            }
            _ => made.push_str(part),
        }
    }
    let mut warning =
        format!("words written for {} fonts were turned into Unicode ({words} of them)", legacy.name());
    if lost > 0 {
        warning = format!("{warning}; signs that mean nothing in them stayed as they were ({lost})");
    }
    Some(Repaired { text: made, warning })
}

/// Whether a part is the better for being converted: what was French in between stays French.
fn fits(part: &str, converted: &str) -> bool {
    let (before, after) = (Count::of(part), Count::of(converted));
    after.syllables * 2 >= after.all && (after.weight() > before.weight() || before.all == 0)
}

/// Marks that windows-1252 has beyond Latin-1, which such texts hold as well.
fn is_mark_of_print(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'
            ..='\u{2026}'
                | '\u{2030}'
                | '\u{2039}'
                | '\u{203A}'
                | '\u{20AC}'
                | '\u{2122}'
                | '\u{FEFF}'
                | '\u{200B}'
    ) && !is_own(c)
}

/// A text with the entities of HTML that stand for letters of the West as these letters, where it has any.
fn western_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        made.push_str(before);
        let end = from.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at);
        let letter = end.and_then(|end| {
            let letter = entities::letters(&from[1..end]).and_then(|text| text.chars().next());
            letter.filter(|c| ('\u{A1}'..='\u{FF}').contains(c)).map(|letter| (letter, end))
        });
        match letter {
            Some((letter, end)) => {
                made.push(letter);
                rest = &from[end + 1..];
            }
            None => {
                made.push('&');
                rest = &from[1..];
            }
        }
    }
    made.push_str(rest);
    Cow::Owned(made)
}
