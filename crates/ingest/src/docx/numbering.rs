//! The numbers that a word processor sets before paragraphs: they stand nowhere in the text and are counted here.

use crate::xml::Element;
use std::collections::HashMap;

/// Levels that a list has at the most.
const MAX_LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// `%1.%2)`: what the numbers of the levels stand in.
    text: String,
    start: u32,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, String>,
    levels: HashMap<String, Vec<Level>>,
    counted: HashMap<String, [u32; MAX_LEVELS]>,
}

/// What stands before a paragraph of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Bullet,
    /// The number, and whether it is a plain one as a list shows by itself (`1.`, `2)`).
    Number {
        text: String,
        count: u32,
        plain: bool,
    },
}

impl Numbering {
    pub(super) fn read(root: &Element) -> Self {
        let mut numbering = Self::default();
        for list in root.all("w:abstractNum") {
            let Some(id) = list.attribute("abstractNumId") else { continue };
            let mut levels = vec![Level::default(); MAX_LEVELS];
            for level in list.all("w:lvl") {
                let value = |name: &str| level.child(name).and_then(|child| child.attribute("val"));
                let at = level.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
                if let Some(slot) = levels.get_mut(at) {
                    *slot = Level {
                        format: value("w:numFmt").unwrap_or("decimal").to_owned(),
                        text: value("w:lvlText").unwrap_or_default().to_owned(),
                        start: value("w:start").and_then(|start| start.parse().ok()).unwrap_or(1),
                    };
                }
            }
            numbering.levels.insert(id.to_owned(), levels);
        }
        for list in root.all("w:num") {
            let value = list.child("w:abstractNumId").and_then(|child| child.attribute("val"));
            if let (Some(id), Some(of)) = (list.attribute("numId"), value) {
                numbering.lists.insert(id.to_owned(), of.to_owned());
            }
        }
        numbering
    }

    /// Counts a paragraph of a list on and tells what stands before it; `None` where nothing does.
    pub(super) fn next(&mut self, list: &str, at: usize) -> Option<Label> {
        let of = self.lists.get(list)?;
        let levels = self.levels.get(of)?;
        let level = levels.get(at)?;
        if level.format == "bullet" {
            return Some(Label::Bullet);
        }
        let counted = self.counted.entry(of.clone()).or_default();
        let count = counted.get_mut(at)?;
        *count = if *count == 0 { level.start.max(1) } else { count.saturating_add(1) };
        let count = *count;
        counted.iter_mut().skip(at + 1).for_each(|deeper| *deeper = 0);
        if level.format == "none" || level.text.is_empty() {
            return None;
        }
        let mut text = level.text.clone();
        for (number, (count, level)) in counted.iter().zip(levels).enumerate() {
            let written = written(*count.max(&1), &level.format);
            text = text.replace(&format!("%{}", number + 1), &written);
        }
        let own = format!("%{}", at + 1);
        let plain =
            level.format == "decimal" && matches!(level.text.strip_prefix(&own), Some("." | ")" | ""));
        Some(Label::Number { text, count, plain })
    }
}

/// A number in one of the ways that word processors know; others are written in digits.
fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a … z, aa … zz.
fn letters(number: u32) -> String {
    let number = number.saturating_sub(1);
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    String::from(letter).repeat((number / 26 + 1).min(5) as usize)
}

fn roman(number: u32) -> String {
    const SIGNS: &[(u32, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while left >= *value {
            roman.push_str(sign);
            left -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let all = |format: &str| [1, 4, 27].map(|number| written(number, format)).join(" ");
        assert_eq!(all("lowerLetter"), "a d aa");
        assert_eq!(all("upperRoman"), "I IV XXVII");
        assert_eq!(all("decimal"), "1 4 27");
    }
}
