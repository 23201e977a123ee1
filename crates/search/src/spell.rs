//! Typing errors: how far two words are apart.

/// How many errors are forgiven in a word: none in the shortest, where every other word is near.
pub(crate) fn allowed_errors(word: &str) -> usize {
    match word.chars().count() {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    }
}

/// How many letters must be added, left out, replaced or swapped with their neighbour to make `b` of `a` (optimal string
/// alignment); none where it is more than `most`.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && *x == b[j - 1] {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&errors| errors <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn errors_are_counted_in_letters() {
        for (a, b, errors) in [
            ("quan", "quan", 0),
            ("quna", "quan", 1),
            ("qan", "quan", 1),
            ("qquan", "quan", 1),
            ("đường", "dương", 2),
        ] {
            assert_eq!(distance(a, b, 2), Some(errors), "{a} {b}");
        }
        assert_eq!(distance("abcd", "xyzw", 2), None);
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways_and_one_edit_is_one(a in "[abc]{0,8}", b in "[abc]{0,8}", at in 0usize..8) {
            prop_assert_eq!(distance(&a, &b, 9), distance(&b, &a, 9));
            let mut longer = a.clone();
            longer.insert(at.min(a.len()), 'x');
            prop_assert_eq!(distance(&a, &longer, 2), Some(1));
        }
    }
}
