//! Sorting, with one copy of the code for all types: every type sorted by the standard library costs the browser some 3 KB.

use std::cmp::Ordering;

/// Sorts `items` by `compare`; equal ones keep their order.
///
/// Positions are sorted, and the items then put in their order. Where speed counts more than size, sort directly.
pub fn sort_by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0u32..).take(items.len()).collect();
    let at = |position: u32| &items[position as usize];
    sort_positions(&mut order, &mut |a, b| compare(at(a), at(b)));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|position| taken[position as usize].take()));
}

/// Sorts `items`; which of two equal ones comes first is left open. Packing sorts millions of records and takes the library's
/// code for their type; in the browser, where only small archives are indexed, the one copy serves.
pub(crate) fn sort_records<T: Ord>(items: &mut Vec<T>) {
    if cfg!(target_arch = "wasm32") {
        sort_by(items, Ord::cmp);
    } else {
        items.sort_unstable();
    }
}

#[inline(never)]
fn sort_positions(order: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    order.sort_by(|&a, &b| compare(a, b));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in proptest::collection::vec((0u8..20, any::<u8>()), 0..50)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            super::sort_by(&mut ours, |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
