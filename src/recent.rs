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
    dom::remember(RECENT_KEY, &with_newest(&known, &search));
}

/// The searches that were known, with this one before them. A query that was typed further is one search, not two; one to which a
/// filter came is another.
fn with_newest(known: &str, search: &str) -> String {
    let typed_further = |line: &str| search.strip_prefix(line).is_some_and(|more| !more.contains('&'));
    let known =
        known.lines().enumerate().filter(|(at, line)| *line != search && (*at > 0 || !typed_further(line)));
    let lines: Vec<&str> =
        std::iter::once(search).chain(known.map(|(_, line)| line).take(MOST - 1)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_once_and_what_was_typed_further_takes_its_own_beginning_away() {
        for (known, search, kept) in [
            ("", "?q=quan", "?q=quan"),
            ("?q=gia\n?q=quan", "?q=quan", "?q=quan\n?q=gia"),
            ("?q=chuong+trin\n?q=gia", "?q=chuong+trinh", "?q=chuong+trinh\n?q=gia"),
            ("?q=quan", "?q=quan&year=2021", "?q=quan&year=2021\n?q=quan"),
            ("?q=gia\n?q=quan", "?q=quan+uy", "?q=quan+uy\n?q=gia\n?q=quan"),
        ] {
            assert_eq!(with_newest(known, search), kept, "{known} {search}");
        }
        let many: Vec<String> = (0..30).map(|n| format!("?q=a{n}")).collect();
        assert_eq!(with_newest(&many.join("\n"), "?q=b").lines().count(), MOST);
    }
}
