//! Phrases as trees over numbered words: the longest that begins, or ends, at a place in a text.

use super::words::{Words, gap};
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;
use tangthu_text::tokens;

pub(crate) type FxHashMap<K, V> = HashMap<K, V, FxBuildHasher>;

/// The words that the tables hold, by number; 0 stands for every other word.
#[derive(Debug, Default)]
pub(crate) struct Numbering(FxHashMap<Box<str>, u32>);

impl Numbering {
    /// Every word with its number.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(word, id)| (&**word, *id))
    }

    /// The number of a word in normal form; 0 if no table has it.
    pub(crate) fn of(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or(0)
    }

    pub(crate) fn number(&mut self, word: &str) -> u32 {
        let next = self.0.len() as u32 + 1;
        *self.0.entry(word.into()).or_insert(next)
    }

    /// The words of a phrase, each with whether more than a blank stands before it.
    pub(crate) fn phrase(&mut self, phrase: &str) -> Vec<u32> {
        let mut last = 0;
        let words = tokens(phrase).into_iter().filter(|token| !token.part);
        let words: Vec<_> = words.map(|token| (token.word, token.start, token.end)).collect();
        let mut steps = Vec::with_capacity(words.len());
        for (word, start, end) in words {
            let punctuated = last > 0 && phrase[last..start].chars().any(|c| c != ' ');
            steps.push(step(self.number(&word), punctuated));
            last = end;
        }
        steps
    }
}

/// A word of a phrase, with whether more than a blank stands before it.
fn step(id: u32, punctuated: bool) -> u32 {
    id << 1 | u32::from(punctuated)
}

/// What may stand inside a phrase besides blanks.
const INSIDE: u16 = gap::BLANK | gap::COMMA | gap::DASH | gap::AMPERSAND | gap::DOT | gap::SLASH;

/// Phrases, each with a value, found by their longest match.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    next: FxHashMap<(u32, u32), u32>,
    /// By node: the value of the phrase that ends there, plus one.
    values: Vec<u32>,
    /// By word: the node it leads to from the root; 0 for none.
    first: Vec<u32>,
}

impl Phrases {
    /// The words with which phrases begin.
    pub(crate) fn first_words(&self) -> impl Iterator<Item = u32> {
        self.first.iter().zip(0u32..).filter(|(node, _)| **node > 0).map(|(_, id)| id)
    }

    /// The value of the phrase that is this one word.
    pub(crate) fn of_word(&self, id: u32) -> Option<usize> {
        let node = *self.first.get(id as usize)?;
        let value = *self.values.get(node as usize)?;
        (node != 0 && value > 0).then(|| value as usize - 1)
    }

    pub(crate) fn add(&mut self, steps: &[u32], value: u32) {
        let mut node = 0;
        for (nth, &step) in steps.iter().enumerate() {
            if self.values.is_empty() {
                self.values.push(0);
            }
            let fresh = self.values.len() as u32;
            let to = if nth == 0 {
                let word = (step >> 1) as usize;
                if self.first.len() <= word {
                    self.first.resize(word + 1, 0);
                }
                if self.first[word] == 0 {
                    self.first[word] = fresh;
                }
                self.first[word]
            } else {
                *self.next.entry((node, step)).or_insert(fresh)
            };
            if to == fresh {
                self.values.push(0);
            }
            node = to;
        }
        if let Some(known) = self.values.get_mut(node as usize)
            && *known == 0
        {
            *known = value + 1;
        }
    }

    /// The longest phrase that begins with the word at `at`: how many words it has, and its value.
    pub(crate) fn longest(&self, words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
        self.walk(words, at, |length| Some((at + length, at + length)))
    }

    /// The longest phrase that ends with the word before `end`, in a tree whose phrases were added from their ends.
    pub(crate) fn longest_before(&self, words: &Words<'_>, end: usize) -> Option<(usize, usize)> {
        let last = end.checked_sub(1)?;
        self.walk(words, last, |length| last.checked_sub(length).map(|before| (before, before + 1)))
    }

    /// Goes down the tree from the word at `from`. `next` says, for a number of words passed, which word comes next and
    /// before which one the blank between the two stands.
    fn walk(
        &self,
        words: &Words<'_>,
        from: usize,
        next: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        let mut node = *self.first.get(words.id(from) as usize)?;
        if node == 0 || words.id(from) == 0 {
            return None;
        }
        let mut found = None;
        let mut length = 1;
        loop {
            let value = self.values[node as usize];
            if value > 0 {
                found = Some((length, value as usize - 1));
            }
            let Some((word, gap_before)) = next(length) else { return found };
            let (id, between) = (words.id(word), words.gap(gap_before));
            if id == 0 || between & !INSIDE != 0 {
                return found;
            }
            let Some(&to) = self.next.get(&(node, step(id, between != gap::BLANK))) else { return found };
            node = to;
            length += 1;
        }
    }
}

/// The steps of a phrase from its end, where what stands between two words is told with the earlier one.
pub(crate) fn backwards(steps: &[u32]) -> Vec<u32> {
    (0..steps.len())
        .rev()
        .map(|at| step(steps[at] >> 1, steps.get(at + 1).is_some_and(|next| next & 1 == 1)))
        .collect()
}
