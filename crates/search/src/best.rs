//! The best of the documents that are found, in the order that was asked for, without sorting the others.

use crate::{Found, Order, sort_by};
use std::cmp::Ordering;

/// Up to here the best results are gathered one by one; a page further back sorts all.
const GATHERED: usize = 500;

/// The best documents, as many as are wanted.
pub(crate) struct Best {
    order: (Order, bool),
    /// How many are wanted.
    end: usize,
    /// In order, unless more are wanted than are gathered one by one.
    kept: Vec<Found>,
}

impl Best {
    /// The best so many, in this order; the second half says whether those that are marked come first.
    pub(crate) fn new(order: (Order, bool), end: usize) -> Self {
        Self { order, end, kept: Vec::new() }
    }

    /// Whether a document may be among the best, as far as its score tells. Most are not, and need no closer look.
    pub(crate) fn may_hold(&self, first: bool, score: f32) -> bool {
        let (order, marked_first) = self.order;
        match self.kept.get(self.end.wrapping_sub(1)) {
            Some(last) if order == Order::Relevance && self.end <= GATHERED => {
                if marked_first && first != last.first { first } else { score >= last.score }
            }
            _ => self.end > 0,
        }
    }

    /// Takes a document in, if it is among the best so far.
    pub(crate) fn add(&mut self, one: Found) {
        if self.end > GATHERED {
            return self.kept.push(one);
        }
        let before = |other: &Found| compare(other, &one, self.order) == Ordering::Less;
        if self.kept.len() == self.end && self.kept.last().is_none_or(before) {
            return;
        }
        self.kept.insert(self.kept.partition_point(before), one);
        self.kept.truncate(self.end);
    }

    /// Those from `offset` on; what lies behind the last one wanted was never sorted, unless it is far back.
    pub(crate) fn page(mut self, offset: usize) -> Vec<Found> {
        if self.end > GATHERED {
            sort_by(&mut self.kept, |a, b| compare(a, b, self.order));
            self.kept.truncate(self.end);
        }
        if offset < self.kept.len() { self.kept.split_off(offset) } else { Vec::new() }
    }
}

fn compare(a: &Found, b: &Found, (order, marked_first): (Order, bool)) -> Ordering {
    // Within a segment the ordinal says which of two documents of one day is the newer.
    let newest = |a: &Found, b: &Found| {
        b.day.cmp(&a.day).then(a.segment.cmp(&b.segment)).then(a.ordinal.cmp(&b.ordinal))
    };
    let marked = if marked_first { b.first.cmp(&a.first) } else { Ordering::Equal };
    marked.then_with(|| match order {
        Order::Relevance => b.score.total_cmp(&a.score).then_with(|| newest(a, b)),
        Order::Newest => newest(a, b),
        Order::Oldest => a.day.is_none().cmp(&b.day.is_none()).then_with(|| newest(b, a)),
        Order::Views => b.views.cmp(&a.views).then_with(|| newest(a, b)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What stands where in an order, in numbers: the smallest come first.
    fn rank(one: &Found, (order, marked_first): (Order, bool)) -> [i64; 5] {
        const LAST: i64 = i64::MAX;
        let marked = i64::from(marked_first && !one.first);
        let (segment, ordinal) = (one.segment as i64, i64::from(one.ordinal));
        let latest = one.day.map_or(LAST, |day| -i64::from(day));
        match order {
            Order::Relevance => [marked, -(one.score as i64), latest, segment, ordinal],
            Order::Newest => [marked, latest, segment, ordinal, 0],
            Order::Oldest => [marked, one.day.map_or(LAST, i64::from), -segment, -ordinal, 0],
            Order::Views => {
                [marked, one.views.map_or(LAST, |views| -(views as i64)), latest, segment, ordinal]
            }
        }
    }

    fn found() -> impl Strategy<Value = Vec<Found>> {
        let days = proptest::option::of(0u32..4);
        let one = (0u8..5, any::<bool>(), days, proptest::option::of(0u64..3));
        proptest::collection::vec(one, 0..40).prop_map(|found| {
            let found = found.into_iter().zip(0..);
            found
                .map(|((score, first, day, views), ordinal)| Found {
                    segment: (ordinal % 2) as usize,
                    ordinal,
                    score: f32::from(score),
                    first,
                    day,
                    views,
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn a_page_is_a_stretch_of_all_results_in_order(
            found in found(),
            offset in 0usize..45,
            // Few are gathered one by one, many are sorted.
            limit in prop_oneof![0usize..45, Just(GATHERED + 1)],
        ) {
            let orders = [Order::Relevance, Order::Newest, Order::Oldest, Order::Views];
            for order in orders.into_iter().flat_map(|order| [(order, false), (order, true)]) {
                let mut all = found.clone();
                all.sort_by_key(|one| rank(one, order));
                let wanted: Vec<u32> = all.iter().skip(offset).take(limit).map(|one| one.ordinal).collect();
                let mut best = Best::new(order, offset + limit);
                for one in &found {
                    if best.may_hold(one.first, one.score) {
                        best.add(*one);
                    }
                }
                let page = best.page(offset);
                prop_assert_eq!(page.iter().map(|one| one.ordinal).collect::<Vec<_>>(), wanted, "{:?}", order);
            }
        }
    }
}
