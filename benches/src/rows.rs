//! The rows of DESIGN section 8, a module each.

pub(crate) mod app;
pub(crate) mod facets;
pub(crate) mod first;
pub(crate) mod frame;
pub(crate) mod memory;
pub(crate) mod next;
pub(crate) mod numbers;
pub(crate) mod pack;
pub(crate) mod relevance;
pub(crate) mod warm;

/// What a row is to reach with so many documents; DESIGN says it for 10,000 and for 100,000.
pub(crate) fn goal(documents: usize, at_10k: Option<f64>, at_100k: Option<f64>) -> Option<f64> {
    match documents {
        10_000 => at_10k,
        100_000 => at_100k,
        _ => None,
    }
}

/// How much a figure may grow from 10,000 to 100,000 documents; the issue says it for the first ten results of a first query.
pub(crate) fn growth_goal(what: &str, from: usize, to: usize) -> Option<f64> {
    match what {
        _ if (from, to) != (10_000, 100_000) => None,
        first::BYTES => Some(2.5),
        first::TIME => Some(4.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_query_is_to_grow_more_slowly_than_the_archive() {
        let goals = |what| [growth_goal(what, 10_000, 100_000), growth_goal(what, 10_000, 50_000)];
        assert_eq!(goals(first::BYTES), [Some(2.5), None]);
        assert_eq!(goals(first::TIME), [Some(4.0), None]);
        assert_eq!(goals("output"), [None, None]);
    }
}
