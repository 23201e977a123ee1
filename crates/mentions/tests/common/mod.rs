//! Tables of sentences: every case is tried, and all that fail are told at once.

/// A sentence, and what is to be found in it.
pub(crate) type Case<'a> = (&'a str, &'a [&'a str]);

/// Tries every case by `found`, which tells what is found in a sentence, a line each.
pub(crate) fn check_all(cases: &[Case], found: impl Fn(&str) -> Vec<String>) {
    let failed: Vec<String> = cases
        .iter()
        .map(|(text, wanted)| (text, wanted, found(text)))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(text, wanted, found)| format!("{text}\n   found  {found:?}\n   wanted {wanted:?}"))
        .collect();
    assert!(failed.is_empty(), "{} of {} cases:\n{}", failed.len(), cases.len(), failed.join("\n"));
}
