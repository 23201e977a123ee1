//! An order in which documents that share words stand next to each other: lists of documents then have small gaps, and the
//! results of a query stand in few parts.
//!
//! By recursive graph bisection (Dhulipala and others, "Compressing Graphs and Indexes with Recursive Graph Bisection",
//! KDD 2016, arXiv:1602.08820). Documents are cut into two halves; as long as the lists of both take fewer bits for it, two
//! documents change places; then each half is cut in the same way. Only whole numbers are reckoned with, so that the order is
//! the same on every machine.

use crate::analysis::fields;
use rustc_hash::{FxBuildHasher, FxHasher};
use std::{
    cmp::Reverse,
    collections::HashMap,
    hash::{Hash, Hasher},
};
use tangthu_archive::Document;
use tangthu_text::for_each_token;

/// A word that fewer documents hold brings hardly any of them together.
const LEAST_DOCUMENTS: u32 = 20;

/// A word that a larger share of the documents holds, in percent, is in both halves whatever is done.
const MOST_PERCENT: u64 = 30;

/// So few documents are not cut any more: they lie in one part or two.
const LEAF: usize = 16;

/// How often two halves are looked through at most. Twenty times gain less than one percent more (measured on 100,000 articles).
const ROUNDS: usize = 8;

/// Bits behind the point of a logarithm.
const FRACTION: u32 = 16;

/// The distinct words of a document, as hashes in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The words of all that is searched of `document`.
    pub fn of(document: &Document) -> Self {
        let mut words = Vec::new();
        for (text, _) in fields(document) {
            for_each_token(text, |token| {
                let mut hasher = FxHasher::default();
                token.word.hash(&mut hasher);
                words.push((hasher.finish() >> 32) as u32);
            });
        }
        words.sort_unstable();
        words.dedup();
        Self(words)
    }
}

/// Documents, and the words by which they are put in order.
#[derive(Debug, Default)]
pub struct Bisection {
    /// The words of each document, numbered.
    documents: Vec<Vec<u32>>,
    words: usize,
    /// Logarithms to base 2 of all numbers up to two more than there are documents.
    logarithms: Vec<i64>,
}

impl Bisection {
    /// Of documents with these sketches.
    pub fn new(sketches: Vec<Sketch>) -> Self {
        let mut held_by: HashMap<u32, u32, FxBuildHasher> = HashMap::default();
        for word in sketches.iter().flat_map(|sketch| &sketch.0) {
            *held_by.entry(*word).or_default() += 1;
        }
        let most = sketches.len() as u64 * MOST_PERCENT / 100;
        held_by.retain(|_, documents| *documents >= LEAST_DOCUMENTS && u64::from(*documents) <= most);
        let mut words: Vec<u32> = held_by.into_keys().collect();
        words.sort_unstable();
        let numbers: HashMap<u32, u32, FxBuildHasher> = words.iter().copied().zip(0..).collect();
        let numbered =
            |Sketch(words): Sketch| words.iter().filter_map(|word| numbers.get(word).copied()).collect();
        let logarithms = (0..=sketches.len() as u64 + 2).map(logarithm).collect();
        Self { documents: sketches.into_iter().map(numbered).collect(), words: words.len(), logarithms }
    }

    /// Four groups, by their positions among the sketches, in the order in which they are to stand: each can be put in order
    /// by itself.
    pub fn quarters(&self) -> Vec<Vec<u32>> {
        let mut sides = Sides::new(self.words);
        let mut all: Vec<u32> = (0..self.documents.len() as u32).collect();
        let (one, other) = self.halve(&mut all, &mut sides);
        let quarters = [self.halve(one, &mut sides), self.halve(other, &mut sides)];
        quarters.into_iter().flat_map(|(one, other)| [one.to_vec(), other.to_vec()]).collect()
    }

    /// One of these groups in order.
    pub fn order(&self, mut quarter: Vec<u32>) -> Vec<u32> {
        self.cut(&mut quarter, &mut Sides::new(self.words));
        quarter
    }

    fn cut(&self, documents: &mut [u32], sides: &mut Sides) {
        if documents.len() > LEAF {
            let (one, other) = self.halve(documents, sides);
            self.cut(one, sides);
            self.cut(other, sides);
        }
    }

    /// Moves documents between the halves until both take the fewest bits, and returns the halves.
    fn halve<'d>(&self, documents: &'d mut [u32], sides: &mut Sides) -> (&'d mut [u32], &'d mut [u32]) {
        let half = documents.len() / 2;
        let words = |document: u32| &self.documents[document as usize];
        for (at, &document) in documents.iter().enumerate() {
            let side = usize::from(at >= half);
            words(document).iter().for_each(|&word| sides.add(word, side));
        }
        for _ in 0..ROUNDS {
            sides.weigh([half, documents.len() - half], &self.logarithms);
            // How many bits are won if the document at a position goes to the other half; the most first.
            let gains = |from: usize, to: usize, side: usize| {
                let gain = |at: usize| -> i64 {
                    words(documents[at]).iter().map(|&word| sides.gain(word, side)).sum()
                };
                let mut gains: Vec<(i64, usize)> = (from..to).map(|at| (gain(at), at)).collect();
                gains.sort_unstable_by_key(|&(gain, at)| (Reverse(gain), at));
                gains
            };
            let pairs: Vec<_> = gains(0, half, 0).into_iter().zip(gains(half, documents.len(), 1)).collect();
            let better = pairs.iter().take_while(|(one, other)| one.0 + other.0 > 0);
            let mut any = false;
            for &((_, one), (_, other)) in better {
                words(documents[one]).iter().for_each(|&word| sides.change(word, 0));
                words(documents[other]).iter().for_each(|&word| sides.change(word, 1));
                documents.swap(one, other);
                any = true;
            }
            if !any {
                break;
            }
        }
        sides.clear();
        documents.split_at_mut(half)
    }
}

/// Two halves of some documents: how many documents of each hold a word, and what changing sides wins.
#[derive(Debug)]
struct Sides {
    /// By word.
    held: Vec<[u32; 2]>,
    /// By word: the bits that are won if a document that holds it leaves this side for the other.
    gains: Vec<[i64; 2]>,
    /// The words that any of the documents holds.
    met: Vec<u32>,
}

impl Sides {
    fn new(words: usize) -> Self {
        Self { held: vec![[0; 2]; words], gains: vec![[0; 2]; words], met: Vec::new() }
    }

    fn add(&mut self, word: u32, side: usize) {
        let held = &mut self.held[word as usize];
        if *held == [0; 2] {
            self.met.push(word);
        }
        held[side] += 1;
    }

    /// A document that holds `word` leaves `side` for the other.
    fn change(&mut self, word: u32, side: usize) {
        let held = &mut self.held[word as usize];
        held[side] -= 1;
        held[1 - side] += 1;
    }

    /// Reckons what is won by changing sides, of which one has so many documents as the other or one fewer.
    fn weigh(&mut self, documents: [usize; 2], logarithms: &[i64]) {
        // The mean gap of a list with d of n documents takes log2(n / (d + 1)) bits.
        let bits = |side: usize, held: u32| {
            i64::from(held) * (logarithms[documents[side]] - logarithms[held as usize + 1])
        };
        for &word in &self.met {
            let [one, other] = self.held[word as usize];
            let now = bits(0, one) + bits(1, other);
            let gain = |one: Option<u32>, other: Option<u32>| {
                one.zip(other).map_or(0, |(one, other)| now - bits(0, one) - bits(1, other))
            };
            self.gains[word as usize] = [
                gain(one.checked_sub(1), other.checked_add(1)),
                gain(one.checked_add(1), other.checked_sub(1)),
            ];
        }
    }

    fn gain(&self, word: u32, side: usize) -> i64 {
        self.gains[word as usize][side]
    }

    fn clear(&mut self) {
        for word in self.met.drain(..) {
            self.held[word as usize] = [0; 2];
        }
    }
}

/// The logarithm of `number` to base 2 with [`FRACTION`] bits behind the point, rounded down; of 0 it is 0.
fn logarithm(number: u64) -> i64 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    // A number of 1 up to 2, with 31 bits behind the point; its square tells the next bit of the logarithm.
    let mut rest = (number << 31) >> whole;
    let mut logarithm = i64::from(whole);
    for _ in 0..FRACTION {
        rest = (rest * rest) >> 31;
        let bit = rest >> 32;
        rest >>= bit;
        logarithm = logarithm << 1 | bit as i64;
    }
    logarithm
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order(documents: &[Document]) -> Vec<u32> {
        let bisection = Bisection::new(documents.iter().map(Sketch::of).collect());
        bisection.quarters().into_iter().flat_map(|quarter| bisection.order(quarter)).collect()
    }

    fn document(words: impl Iterator<Item = String>) -> Document {
        let title = words.collect::<Vec<_>>().join(" ");
        Document { title, ..Document::default() }
    }

    #[test]
    fn documents_of_one_matter_come_to_stand_together() {
        // Every document holds some of the thirty words of its matter, and every fourth is of the same matter.
        let mut random = 1u64;
        let mut word = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            random >> 33
        };
        let mut of = |number: usize| document((0..12).map(|_| format!("m{}w{}", number % 4, word() % 30)));
        let documents: Vec<Document> = (0..400).map(&mut of).collect();
        let matters: Vec<u32> = order(&documents).iter().map(|at| at % 4).collect();
        let changes = matters.windows(2).filter(|two| two[0] != two[1]).count();
        assert!(changes <= 12, "{changes} changes of matter: {matters:?}");
    }

    proptest! {
        #[test]
        fn every_document_has_its_place(words in proptest::collection::vec(proptest::collection::vec(0u8..40, 0..8), 0..120)) {
            let documents: Vec<Document> =
                words.iter().map(|words| document(words.iter().map(|word| format!("w{word}")))).collect();
            let mut order = order(&documents);
            order.sort_unstable();
            prop_assert_eq!(order, (0..documents.len() as u32).collect::<Vec<_>>());
        }

        #[test]
        fn a_logarithm_is_that_of_the_library(number in 1u64..1 << 32) {
            let wanted = (number as f64).log2() * f64::from(1 << FRACTION);
            prop_assert!((logarithm(number) as f64 - wanted).abs() <= 2.0, "{} {}", logarithm(number), wanted);
        }
    }
}
