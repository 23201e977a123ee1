//! How one list of words becomes another, as long as few words change: Myers' greedy algorithm, which ends as soon as more
//! than that would have to. The time is bounded whatever the words are; a library's would not be without a clock.

/// A stretch of the one list that stands for a stretch of the other, each from and to a position; one of them may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) one: (usize, usize),
    pub(super) other: (usize, usize),
}

/// The stretches that differ, in order; `None` where more than `most` words are on one side only.
pub(super) fn edits<T: PartialEq>(one: &[T], other: &[T], most: usize) -> Option<Vec<Edit>> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let diagonal = |k: isize| (k + most as isize + 1) as usize;
    // For each diagonal the furthest position in `one` that so many edits reach.
    let mut furthest = vec![0usize; 2 * most + 3];
    let mut trace = Vec::new();
    for edits in 0..=most {
        trace.push(furthest.clone());
        let reach = edits as isize;
        for k in (-reach..=reach).step_by(2) {
            let insert = k == -reach || k != reach && furthest[diagonal(k - 1)] < furthest[diagonal(k + 1)];
            let mut x = if insert { furthest[diagonal(k + 1)] } else { furthest[diagonal(k - 1)] + 1 };
            let Some(mut y) = x.checked_add_signed(-k) else { continue };
            while x < one.len() && y < other.len() && one[x] == other[y] {
                (x, y) = (x + 1, y + 1);
            }
            furthest[diagonal(k)] = x;
            if x >= one.len() && y >= other.len() {
                return Some(joined(walk_back(&trace, (one.len(), other.len()), diagonal)));
            }
        }
    }
    None
}

/// The single words that change, first to last: where in both, and whether one of `one` goes.
fn walk_back(
    trace: &[Vec<usize>],
    (mut x, mut y): (usize, usize),
    diagonal: impl Fn(isize) -> usize,
) -> Vec<(usize, usize, bool)> {
    let mut steps = Vec::new();
    for (edits, furthest) in trace.iter().enumerate().skip(1).rev() {
        let reach = edits as isize;
        let k = x as isize - y as isize;
        let insert = k == -reach || k != reach && furthest[diagonal(k - 1)] < furthest[diagonal(k + 1)];
        let before = if insert { k + 1 } else { k - 1 };
        x = furthest[diagonal(before)];
        y = x.saturating_add_signed(-before);
        steps.push((x, y, !insert));
    }
    steps.reverse();
    steps
}

/// Joins changes that touch.
fn joined(steps: Vec<(usize, usize, bool)>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for (x, y, goes) in steps {
        let end = (x + usize::from(goes), y + usize::from(!goes));
        match edits.last_mut() {
            Some(last) if last.one.1 == x && last.other.1 == y => (last.one.1, last.other.1) = end,
            _ => edits.push(Edit { one: (x, end.0), other: (y, end.1) }),
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_that_is_replaced_is_one_edit() {
        let found = edits(&["a", "b", "c"], &["a", "x", "c", "d"], 9).unwrap();
        assert_eq!(found, [Edit { one: (1, 2), other: (1, 2) }, Edit { one: (3, 3), other: (3, 4) }]);
        assert_eq!(edits(&["a"], &["a"], 0), Some(Vec::new()));
        assert_eq!(edits(&["a", "b"], &["a", "x"], 1), None);
    }

    proptest! {
        #[test]
        fn following_the_edits_gives_the_other_list(one in "[abc]{0,12}", other in "[abc]{0,12}", most in 0usize..26) {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            let Some(edits) = edits(&one, &other, most) else {
                prop_assert!(most < one.len() + other.len());
                return Ok(());
            };
            let (mut made, mut at) = (Vec::new(), 0);
            let mut changed = 0;
            for Edit { one: here, other: there } in edits {
                made.extend_from_slice(&one[at..here.0]);
                made.extend_from_slice(&other[there.0..there.1]);
                prop_assert_eq!(made.len(), there.1);
                at = here.1;
                changed += here.1 - here.0 + there.1 - there.0;
            }
            made.extend_from_slice(&one[at..]);
            prop_assert_eq!(made, other);
            prop_assert!(changed <= most);
        }
    }
}
