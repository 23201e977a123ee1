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
