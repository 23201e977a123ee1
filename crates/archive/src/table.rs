//! The part table of a segment: a root that lists pages, and pages that list parts, or further pages where there are many. A
//! reader fetches the root and the few pages its question needs; each is checked by the hash that its parent gives.

use crate::{ArchiveError, MAX_TABLE_ENTRIES, PartKind, PartRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Entries of a page as written: 16 references are about 0.8 KB compressed, most of it
/// hashes. A first query of 100,000 documents opens some fifteen pages, ten of them for the cards of its results.
pub const PAGE_ENTRIES: usize = 16;

/// Pages of one kind that a root lists itself, so that a part is one page away, where readers look for parts of the kind by
/// the table; where there are more, and for other kinds, a root lists [`PAGE_ENTRIES`] pages and those list further ones.
pub const ROOT_PAGES: usize = 512;

/// Pages that stand below one another, at most: with [`PAGE_ENTRIES`] these list 16 million parts of each kind.
pub const MAX_TABLE_LEVELS: u8 = 6;

/// The root of a segment's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableRoot {
    /// How many documents the segment holds.
    pub documents: u32,
    /// For each kind of part, the pages that list its parts, in order.
    pub pages: BTreeMap<PartKind, Vec<PageEntry>>,
}

/// A page, as its parent lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageEntry {
    /// Position of the first part below the page among those of its kind.
    pub part: u32,
    /// What the first part begins with (see [`PartEntry`]).
    #[serde(default)]
    pub from: u32,
    /// What the first part begins with (see [`PartEntry`]).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// The page itself.
    pub page: PartRef,
}

/// A page of a table: it lists parts or further pages, never both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TablePage {
    /// Its parts, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartEntry>,
    /// The pages below it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageEntry>,
}

/// A part, as its page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartEntry {
    /// For cards and texts: the ordinal of its first document. For posting lists and places: the offset of its first byte in
    /// the stream. For lone pairs: its first hash. For columns: which column it is. For other kinds: its position.
    #[serde(default)]
    pub from: u32,
    /// For dictionaries and ids: its first key. Empty for other kinds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// The part itself.
    #[serde(flatten)]
    pub part: PartRef,
}

impl TableRoot {
    /// Reads a root from its JSON; `name` is its file.
    ///
    /// # Errors
    /// When it is not such JSON, or its numbers are past the limits or out of order.
    pub fn parse(name: &str, json: &[u8]) -> Result<Self, ArchiveError> {
        let root: Self = parse(name, json)?;
        let mut total = 0;
        for pages in root.pages.values() {
            total += pages.len();
            check_count(name, total)?;
            check_pages(name, pages)?;
            if pages.first().is_some_and(|page| page.part != 0) {
                return Err(out_of_order(name));
            }
        }
        Ok(root)
    }
}

impl TablePage {
    /// Reads a page from its JSON; `name` is its file.
    ///
    /// # Errors
    /// When it is not such JSON, or its numbers are past the limits or out of order.
    pub fn parse(name: &str, json: &[u8]) -> Result<Self, ArchiveError> {
        let page: Self = parse(name, json)?;
        check_count(name, page.parts.len())?;
        for entry in &page.parts {
            entry.part.validate(name)?;
        }
        check_pages(name, &page.pages)?;
        // Both grow, or neither look-up could rely on what it finds: one by document, the other by key.
        let in_order = page.parts.is_sorted_by(|a, b| {
            a.from <= b.from && a.first <= b.first && (a.from < b.from || a.first < b.first)
        });
        if !in_order || !page.parts.is_empty() && !page.pages.is_empty() {
            return Err(out_of_order(name));
        }
        Ok(page)
    }
}

fn parse<'a, T: Deserialize<'a>>(name: &str, json: &'a [u8]) -> Result<T, ArchiveError> {
    serde_json::from_slice(json)
        .map_err(|error| ArchiveError::Malformed { name: name.to_owned(), reason: error.to_string() })
}

fn check_pages(name: &str, pages: &[PageEntry]) -> Result<(), ArchiveError> {
    check_count(name, pages.len())?;
    check_count(name, pages.last().map_or(0, |page| page.part as usize))?;
    for page in pages {
        page.page.validate(name)?;
    }
    let in_order = pages.is_sorted_by(|a, b| a.part < b.part && a.from <= b.from && a.first <= b.first);
    if in_order { Ok(()) } else { Err(out_of_order(name)) }
}

fn check_count(name: &str, count: usize) -> Result<(), ArchiveError> {
    if count > MAX_TABLE_ENTRIES {
        let what = format!("it lists {count} entries, more than {MAX_TABLE_ENTRIES}");
        return Err(ArchiveError::Limit { name: name.to_owned(), what });
    }
    Ok(())
}

fn out_of_order(name: &str) -> ArchiveError {
    ArchiveError::Malformed { name: name.to_owned(), reason: "its entries are not in order".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sha256Hex;

    fn refuses<T: Serialize>(table: &T, parse: impl Fn(&[u8]) -> Option<ArchiveError>) -> bool {
        let refused = parse(&serde_json::to_vec(table).unwrap());
        matches!(refused, Some(ArchiveError::Malformed { name, .. }) if name == "t")
    }

    #[test]
    fn entries_that_are_in_order_by_one_measure_alone_are_refused() {
        let part = PartRef { sha256: Sha256Hex::of(b""), bytes: 0, inflated: 0 };
        for (second, refused) in
            [((9, "b"), false), ((5, "b"), false), ((6, ""), true), ((4, "b"), true), ((5, "a"), true)]
        {
            let entries = [(5, "a"), second].map(|(from, first)| (from, first.to_owned()));
            let parts = entries.clone().map(|(from, first)| PartEntry { from, first, part }).to_vec();
            let page = TablePage { parts, ..TablePage::default() };
            assert_eq!(refuses(&page, |json| TablePage::parse("t", json).err()), refused, "{second:?}");
            let mut at = 0;
            let pages = entries.map(|(from, first)| {
                at += 1;
                PageEntry { part: at - 1, from, first, page: part }
            });
            let root = TableRoot { documents: 9, pages: [(PartKind::Cards, pages.to_vec())].into() };
            // The positions of pages grow in any case.
            let refused = refused && second != (5, "a");
            assert_eq!(refuses(&root, |json| TableRoot::parse("t", json).err()), refused, "{second:?}");
        }
    }
}
