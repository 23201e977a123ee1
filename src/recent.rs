//! Searches that were made on this device, newest first: a line each, as addresses write them. What reads and shows them is in
//! `extras::saved`.

use crate::dom;
use crate::keys::OFF;
use crate::route::Route;

/// Where they are kept; `off` where the reader does not want it.
pub(crate) const RECENT_KEY: &str = "tangthu-recent";
/// How many are kept.
const MOST: usize = 20;
/// The longest that is kept, in bytes.
const LONGEST: usize = 1000;

/// Notes a search that was meant.
pub(crate) fn note(route: &Route) {
    let search = Route { language: None, ..route.without_doc() }.to_search();
    let known = dom::remembered(RECENT_KEY).unwrap_or_default();
    if route.query.trim().is_empty() || search.len() > LONGEST || known == OFF {
        return;
    }
    // What was typed further is one search, not two.
    let newest = known.lines().next().filter(|newest| search.starts_with(newest));
    let others = known.lines().filter(|line| *line != search && Some(*line) != newest).take(MOST - 1);
    let lines: Vec<&str> = std::iter::once(&*search).chain(others).collect();
    dom::remember(RECENT_KEY, &lines.join("\n"));
}
