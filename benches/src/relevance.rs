//! How good an order of results is, by the usual measures. Pure: lists of ids in, numbers out.

use crate::random::Random;
use crate::stats::{mean, percentile};
use std::collections::HashSet;

/// How many resamples a 95 % interval rests on.
const RESAMPLES: usize = 2_000;

/// What one answer is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Judged {
    /// One over the place of the first right document among the first ten; 0 if none is there.
    pub(crate) reciprocal_rank: f64,
    /// Whether the first document is right: 1 or 0.
    pub(crate) first: f64,
    /// The share of the right documents among the first ten. Where more than ten are right, ten is all that can be asked.
    pub(crate) recall_at_ten: f64,
    /// With n right documents, the share of right ones among the first n.
    pub(crate) precision_at_count: f64,
    /// The share of the right documents among all that were found.
    pub(crate) recall: f64,
}

/// Judges the documents `found`, best first, by those that are `right`. A document found twice counts once.
pub(crate) fn judge(found: &[String], right: &[String]) -> Judged {
    let right: HashSet<&str> = right.iter().map(String::as_str).collect();
    let mut seen = HashSet::new();
    let hits: Vec<bool> = found.iter().map(|id| right.contains(id.as_str()) && seen.insert(id)).collect();
    let among = |first: usize| hits.iter().take(first).filter(|hit| **hit).count() as f64;
    let count = right.len().max(1);
    Judged {
        reciprocal_rank: hits.iter().take(10).position(|hit| *hit).map_or(0.0, |at| 1.0 / (at + 1) as f64),
        first: among(1),
        recall_at_ten: among(10) / count.min(10) as f64,
        precision_at_count: among(count) / count as f64,
        recall: among(found.len()) / count as f64,
    }
}

/// A mean, and the interval that holds 95 % of the means of resamples (percentile bootstrap).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Interval {
    /// The mean of all values.
    pub(crate) mean: f64,
    /// 97.5 % of the resampled means are above.
    pub(crate) low: f64,
    /// 97.5 % of the resampled means are below.
    pub(crate) high: f64,
}

/// The mean of `values` with its 95 % interval. The same values always give the same interval.
pub(crate) fn bootstrap(values: &[f64]) -> Interval {
    let mut random = Random::new(0x7A65_6E74);
    let resample = |_| {
        let drawn: f64 = values.iter().filter_map(|_| random.pick(values)).sum();
        drawn / values.len().max(1) as f64
    };
    let means: Vec<f64> = (0..RESAMPLES).map(resample).collect();
    Interval { mean: mean(values), low: percentile(&means, 2.5), high: percentile(&means, 97.5) }
}

/// Whether a question belongs to the half on which weights are reported. Weights are to be chosen on the other half, so that
/// no weight is praised for questions that it was made for.
pub(crate) fn is_held_out(qid: &str) -> bool {
    // FNV-1a, written out so that the halves never change.
    let hash = qid.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    // By itself the hash tells numbered questions badly apart in any one of its bits.
    Random::new(hash).next() & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_place_of_the_first_right_document_decides() {
        assert_eq!(judge(&ids("a b c"), &ids("a")).reciprocal_rank, 1.0);
        assert_eq!(judge(&ids("a b c"), &ids("c b")).reciprocal_rank, 0.5);
        assert_eq!(judge(&ids("a b c"), &ids("z")), Judged::default());
        assert_eq!(judge(&[], &ids("z")), Judged::default());
        let eleventh = judge(&ids("a b c d e f g h i j k"), &ids("k"));
        assert_eq!((eleventh.reciprocal_rank, eleventh.recall_at_ten, eleventh.recall), (0.0, 0.0, 1.0));
    }

    #[test]
    fn precision_is_taken_at_the_number_of_right_documents() {
        let judged = judge(&ids("a x b c"), &ids("a b c d"));
        assert_eq!((judged.precision_at_count, judged.recall, judged.first), (0.75, 0.75, 1.0));
    }

    #[test]
    fn a_document_found_twice_counts_once() {
        assert_eq!(judge(&ids("a a"), &ids("a b")).recall, 0.5);
    }

    #[test]
    fn intervals_hold_the_mean_and_shrink_with_more_questions() {
        let half = |count: usize| (0..count).map(|at| (at % 2) as f64).collect::<Vec<_>>();
        let (few, many) = (bootstrap(&half(20)), bootstrap(&half(2_000)));
        assert!(few.low <= few.mean && few.mean <= few.high);
        assert!(many.high - many.low < few.high - few.low);
        assert_eq!(bootstrap(&half(20)), few);
        assert_eq!(bootstrap(&[]), Interval::default());
        // The interval of a share of one half among 2,000 is ±2.2 %.
        assert!((many.high - 0.522).abs() < 0.005, "{many:?}");
    }

    #[test]
    fn the_halves_are_halves() {
        let held_out = (0..10_000).filter(|at| is_held_out(&format!("q{at}"))).count();
        assert!((4_700..5_300).contains(&held_out), "{held_out}");
    }
}
