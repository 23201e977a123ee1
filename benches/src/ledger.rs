//! Where bytes go: sums by kind. What each file of an archive is, the harness knows.

use std::collections::BTreeMap;
pub(crate) use whole_program_tests::{Classes, files_below};

/// The order in which kinds are told; others follow by name.
const ORDER: [&str; 8] = ["manifest", "tables", "dictionary", "lists", "pairs", "columns", "cards", "texts"];

/// Bytes and files by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ledger(BTreeMap<String, (u64, u64)>);

impl Ledger {
    /// Counts one file of a kind.
    pub(crate) fn add(&mut self, class: &str, bytes: u64) {
        let (sum, files) = self.0.entry(class.to_owned()).or_default();
        *sum += bytes;
        *files += 1;
    }

    /// Takes another ledger in.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (class, (bytes, files)) in &other.0 {
            let (sum, count) = self.0.entry(class.clone()).or_default();
            *sum += bytes;
            *count += files;
        }
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.0.values().map(|(bytes, _)| bytes).sum()
    }

    pub(crate) fn files(&self) -> u64 {
        self.0.values().map(|(_, files)| files).sum()
    }

    /// Kind, bytes and files, in the order in which they are told.
    pub(crate) fn lines(&self) -> Vec<(&str, u64, u64)> {
        let place = |class: &str| ORDER.iter().position(|known| *known == class).unwrap_or(ORDER.len());
        let mut lines: Vec<_> =
            self.0.iter().map(|(class, (bytes, files))| (class.as_str(), *bytes, *files)).collect();
        lines.sort_by_key(|(class, _, _)| place(class));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ledgers_are_told_in_the_order_of_a_visit() {
        let mut ledger = Ledger::default();
        for (class, bytes) in [("texts", 5), ("manifest", 1), ("lists", 3), ("lists", 4)] {
            ledger.add(class, bytes);
        }
        let mut twice = ledger.clone();
        twice.merge(&ledger);
        assert_eq!(ledger.lines(), [("manifest", 1, 1), ("lists", 7, 2), ("texts", 5, 1)]);
        assert_eq!((twice.bytes(), twice.files()), (26, 8));
    }
}
