//! The text that a page gives machines (JSON-LD `articleBody`), as a guide to where the article stands.
//!
//! It is not shown: it has no paragraphs, is often cut short, and may be stale. But a unit of the page whose words stand in it
//! belongs to the article.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hasher},
};

/// Letters and digits of one run that is compared: too many to be the same by chance.
const RUN: usize = 12;

/// The longest text that is used, in letters; the rest is left aside.
const MAX_LETTERS: usize = 500_000;

/// Texts shorter than this, in letters, guide to nothing.
const MIN_LETTERS: usize = 150;

/// The runs of a text.
pub(super) struct Guide {
    runs: HashSet<u64>,
    /// Letters and digits of the text.
    pub(super) letters: usize,
}

impl Guide {
    /// The guide that a text makes, if it is long enough.
    pub(super) fn new(text: &str) -> Option<Self> {
        let letters = letters(&without_tags(text), MAX_LETTERS);
        (letters.len() >= MIN_LETTERS)
            .then(|| Self { runs: letters.windows(RUN).map(hash).collect(), letters: letters.len() })
    }

    /// Whether the guide holds a unit; `None` where it is too short to tell.
    pub(super) fn holds(&self, unit: &str) -> Option<bool> {
        let letters = letters(unit, MAX_LETTERS);
        if letters.len() < RUN {
            return None;
        }
        // Every third run tells as much as all of them.
        let (mut known, mut all) = (0, 0);
        for run in letters.windows(RUN).step_by(3) {
            all += 1;
            known += usize::from(self.runs.contains(&hash(run)));
        }
        Some(known * 10 >= all * 7)
    }
}

fn hash(run: &[char]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for &c in run {
        hasher.write_u32(c as u32);
    }
    hasher.finish()
}

fn letters(text: &str, most: usize) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(most).collect()
}

/// Some pages put HTML there.
fn without_tags(text: &str) -> String {
    if !text.contains("</") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_text_are_known_and_others_are_not() {
        let text = "Ủy ban nhân dân phường tổ chức hội nghị. ".repeat(10);
        let guide = Guide::new(&format!("<p>{text}</p>")).unwrap();
        assert_eq!(guide.holds("Uỷ ban? Ủy ban nhân dân phường tổ chức hội nghị."), Some(true));
        assert_eq!(guide.holds("Một tin khác về chuyện khác hẳn"), Some(false));
        assert_eq!(guide.holds("hội nghị"), None);
        assert!(Guide::new("ngắn").is_none());
    }
}
