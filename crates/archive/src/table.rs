//! The part table of a segment: a root that lists pages, and pages that list parts, or further pages where there are many. A
//! reader fetches the root and the few pages its question needs; each is checked by the hash that its parent gives.
//!
//! ```text
//! root  = 3 documents:varint kinds:varint { kind:varint pages }{kinds}    kind counts from 0 in the order of PartKind::ALL
//! page  = 1 parts | 2 pages
//! pages = count:varint keyed:varint entry{count}
//! parts = the same
//! entry = part:varint? from:varint { shared:varint rest:bytes }? bytes:varint inflated:varint hash:16
//! ```
//!
//! `part`, which pages alone have, and `from` are what they add to the entry before. Where `keyed` is 1 an entry has a first
//! key: the bytes it shares with the key before, and the rest. In version 1 tables were JSON; these types say how, and
//! [`table_of_version_1`] reads them still.

mod v1;

pub use v1::table_of_version_1;

use crate::{
    ArchiveError, MAX_TABLE_ENTRIES, PartHash, PartKind, PartRef,
    bytes::{Fault, Reader, put_bytes, put_varint},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Entries of a page as written, some 0.4 KB, most of it hashes. Of kinds that readers look for by the table a page has
/// half as many to four times as many, as is least for a first query.
pub const PAGE_ENTRIES: usize = 16;

/// Pages of one kind that a root lists itself, so that a part is one page away, where readers look for parts of the kind by
/// the table; where there are more, and for other kinds, a root lists [`PAGE_ENTRIES`] pages and those list further ones.
pub const ROOT_PAGES: usize = 512;

/// Pages that stand below one another, at most: with [`PAGE_ENTRIES`] these list 16 million parts of each kind.
pub const MAX_TABLE_LEVELS: u8 = 6;

/// The root of a segment's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableRoot {
    /// How many documents the segment holds.
    pub documents: u32,
    /// For each kind of part, the pages that list its parts, in order.
    pub pages: BTreeMap<PartKind, Vec<PageEntry>>,
}

/// A page, as its parent lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageEntry {
    /// Position of the first part below the page among those of its kind.
    pub part: u32,
    /// What the first part begins with (see [`PartEntry`]).
    #[cfg_attr(feature = "schema", schemars(default))]
    pub from: u32,
    /// What the first part begins with (see [`PartEntry`]).
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub first: String,
    /// The page itself.
    pub page: PartRef,
}

/// A page of a table: it lists parts or further pages, never both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(default))]
pub struct TablePage {
    /// Its parts, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartEntry>,
    /// The pages below it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageEntry>,
}

/// A part, as its page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartEntry {
    /// For cards and texts: the ordinal of its first document. For posting lists and places: the offset of its first byte in
    /// the stream. For lone pairs: its first hash. For columns: which column it is. For other kinds: its position.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub from: u32,
    /// For dictionaries and ids: its first key. Empty for other kinds.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub first: String,
    /// The part itself.
    #[serde(flatten)]
    pub part: PartRef,
}

/// Begins a page that lists parts. JSON begins with a brace.
const LISTS_PARTS: u8 = 1;
/// Begins a page that lists pages.
const LISTS_PAGES: u8 = 2;
/// Begins a root.
const IS_ROOT: u8 = 3;

impl TableRoot {
    /// The root's content as it is written.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![IS_ROOT];
        put_varint(&mut out, u64::from(self.documents));
        put_varint(&mut out, self.pages.len() as u64);
        for (kind, pages) in &self.pages {
            let place = PartKind::ALL.iter().position(|one| one == kind).unwrap_or_default();
            put_varint(&mut out, place as u64);
            put_pages(&mut out, pages);
        }
        out
    }

    /// Reads a root from its content; `name` is its file.
    ///
    /// # Errors
    /// When it is no root, or its numbers are past the limits or out of order.
    pub fn parse(name: &str, content: &[u8]) -> Result<Self, ArchiveError> {
        let root = parse(name, content, |first, reader| {
            if first != IS_ROOT {
                return Err("it is no root of a table");
            }
            let mut root = Self { documents: reader.u32()?, pages: BTreeMap::new() };
            let mut room = Room::of_a_table();
            for _ in 0..reader.count()? {
                let (kind, pages) =
                    (PartKind::ALL.get(reader.u32()? as usize), read_pages(reader, &mut room)?);
                // A kind that came later is nothing that this program asks for.
                if let Some(kind) = kind
                    && root.pages.insert(*kind, pages).is_some()
                {
                    return Err("it lists one kind twice");
                }
            }
            Ok(root)
        })?;
        root.check(name)?;
        Ok(root)
    }

    fn check(&self, name: &str) -> Result<(), ArchiveError> {
        let mut total = 0;
        for pages in self.pages.values() {
            total += pages.len();
            check_count(name, total)?;
            check_pages(name, pages)?;
            if pages.first().is_some_and(|page| page.part != 0) {
                return Err(out_of_order(name));
            }
        }
        Ok(())
    }
}

impl TablePage {
    /// The page's content as it is written.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.pages.is_empty() {
            out.push(LISTS_PARTS);
            put_entries(
                &mut out,
                self.parts.iter().map(|entry| (None, entry.from, &*entry.first, entry.part)),
            );
        } else {
            out.push(LISTS_PAGES);
            put_pages(&mut out, &self.pages);
        }
        out
    }

    /// Reads a page from its content; `name` is its file.
    ///
    /// # Errors
    /// When it is no page, or its numbers are past the limits or out of order.
    pub fn parse(name: &str, content: &[u8]) -> Result<Self, ArchiveError> {
        let page = parse(name, content, |first, reader| {
            let mut page = Self::default();
            match first {
                LISTS_PARTS => {
                    read_entries(reader, &mut Room::of_a_table(), false, |_, from, first, part| {
                        page.parts.push(PartEntry { from, first, part });
                    })?;
                }
                LISTS_PAGES => page.pages = read_pages(reader, &mut Room::of_a_table())?,
                _ => return Err("it is no page of a table"),
            }
            Ok(page)
        })?;
        page.check(name)?;
        Ok(page)
    }

    fn check(&self, name: &str) -> Result<(), ArchiveError> {
        check_count(name, self.parts.len())?;
        for entry in &self.parts {
            entry.part.validate(name)?;
        }
        check_pages(name, &self.pages)?;
        // Both grow, or neither look-up could rely on what it finds: one by document, the other by key.
        let in_order = self.parts.is_sorted_by(|a, b| {
            a.from <= b.from && a.first <= b.first && (a.from < b.from || a.first < b.first)
        });
        if !in_order || !self.parts.is_empty() && !self.pages.is_empty() {
            return Err(out_of_order(name));
        }
        Ok(())
    }
}

/// Has `read` read a table, of which it gets the first byte and a reader of the rest, which must be all used.
fn parse<'a, T>(
    name: &str,
    content: &'a [u8],
    read: impl FnOnce(u8, &mut Reader<'a>) -> Result<T, Fault>,
) -> Result<T, ArchiveError> {
    let (first, rest) = content.split_first().unwrap_or((&0, &[]));
    let mut reader = Reader::new(rest);
    let table = read(*first, &mut reader);
    let table = if reader.is_empty() { table } else { table.and(Err("it goes on after its end")) };
    table.map_err(|reason| ArchiveError::Malformed { name: name.to_owned(), reason: reason.to_owned() })
}

fn put_pages(out: &mut Vec<u8>, pages: &[PageEntry]) {
    put_entries(out, pages.iter().map(|entry| (Some(entry.part), entry.from, &*entry.first, entry.page)));
}

fn put_entries<'a>(
    out: &mut Vec<u8>,
    entries: impl ExactSizeIterator<Item = (Option<u32>, u32, &'a str, PartRef)> + Clone,
) {
    let keyed = entries.clone().any(|(_, _, first, _)| !first.is_empty());
    put_varint(out, entries.len() as u64);
    put_varint(out, u64::from(keyed));
    let (mut last_part, mut last_from, mut last_key) = (0, 0, "");
    for (part, from, first, at) in entries {
        if let Some(part) = part {
            put_varint(out, u64::from(part - last_part));
            last_part = part;
        }
        put_varint(out, u64::from(from - last_from));
        last_from = from;
        if keyed {
            let shared = last_key.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
            put_varint(out, shared as u64);
            put_bytes(out, &first.as_bytes()[shared..]);
            last_key = first;
        }
        put_varint(out, u64::from(at.bytes));
        put_varint(out, u64::from(at.inflated));
        out.extend_from_slice(at.hash.bytes());
    }
}

fn read_pages(reader: &mut Reader, room: &mut Room) -> Result<Vec<PageEntry>, Fault> {
    let mut pages = Vec::new();
    let add = |part, from, first, page| pages.push(PageEntry { part, from, first, page });
    read_entries(reader, room, true, add)?;
    Ok(pages)
}

/// Longest first key, in bytes: those of ids are as long as a publisher makes them. Keys share their beginnings, so without
/// a limit a small page could stand for gigabytes.
const MAX_FIRST_KEY: usize = 4 * 1024;

/// First keys of one table together, in bytes. The longest that a writer makes, one for each page of a root, are 2 MB.
const MAX_FIRST_KEYS: usize = 4 * 1024 * 1024;

/// What a table may still ask for: what it lists is counted before memory is asked for it.
struct Room {
    entries: usize,
    keys: usize,
}

impl Room {
    fn of_a_table() -> Self {
        Self { entries: MAX_TABLE_ENTRIES, keys: MAX_FIRST_KEYS }
    }
}

fn read_entries(
    reader: &mut Reader,
    room: &mut Room,
    pages: bool,
    mut add: impl FnMut(u32, u32, String, PartRef),
) -> Result<(), Fault> {
    const OVERFLOW: Fault = "a number is too large";
    let count = reader.count()?;
    room.entries = room.entries.checked_sub(count).ok_or("it lists too many entries")?;
    let keyed = reader.u32()? != 0;
    let (mut part, mut from, mut key) = (0u32, 0u32, Vec::new());
    for _ in 0..count {
        if pages {
            part = part.checked_add(reader.u32()?).ok_or(OVERFLOW)?;
        }
        from = from.checked_add(reader.u32()?).ok_or(OVERFLOW)?;
        if keyed {
            let shared = reader.u32()? as usize;
            if shared > key.len() {
                return Err("a key refers past the one before it");
            }
            key.truncate(shared);
            key.extend_from_slice(reader.bytes()?);
            if key.len() > MAX_FIRST_KEY {
                return Err("a key is too long");
            }
            room.keys = room.keys.checked_sub(key.len()).ok_or("its keys are too long together")?;
        }
        let first = std::str::from_utf8(&key).map_err(|_| "a key is not UTF-8")?.to_owned();
        let (bytes, inflated) = (reader.u32()?, reader.u32()?);
        let hash = PartHash::begins(reader.take(PartHash::BYTES)?).ok_or(OVERFLOW)?;
        add(part, from, first, PartRef { hash, bytes, inflated });
    }
    Ok(())
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
    use proptest::prelude::*;

    /// Tables as written, and as version 1 wrote them.
    fn contents(encoded: Vec<u8>, table: &impl Serialize) -> [Vec<u8>; 2] {
        [encoded, serde_json::to_vec(table).unwrap()]
    }

    /// A table of any version as it is written now.
    fn modern(content: &[u8]) -> Result<Vec<u8>, ArchiveError> {
        match content.first() {
            Some(b'{') => table_of_version_1("t", content),
            _ => Ok(content.to_owned()),
        }
    }

    fn refuses<T>(contents: [Vec<u8>; 2], parse: impl Fn(&[u8]) -> Result<T, ArchiveError>) -> bool {
        let [now, before] = contents.map(|content| match parse(&content) {
            Err(ArchiveError::Malformed { name, .. }) => name == "t",
            Err(error) => panic!("{error}"),
            Ok(_) => false,
        });
        assert_eq!(now, before);
        now
    }

    fn file() -> PartRef {
        PartRef { hash: PartHash::of(b"x"), bytes: 7, inflated: 300 }
    }

    #[test]
    fn entries_that_are_in_order_by_one_measure_alone_are_refused() {
        for (second, refused) in [((9, "b"), false), ((5, "b"), false), ((6, ""), true), ((5, "a"), true)] {
            let entries = [(5, "a"), second].map(|(from, first)| (from, first.to_owned()));
            let parts = entries.clone().map(|(from, first)| PartEntry { from, first, part: file() }).to_vec();
            let page = TablePage { parts, ..TablePage::default() };
            let parse = |content: &[u8]| TablePage::parse("t", &modern(content)?);
            assert_eq!(refuses(contents(page.encode(), &page), parse), refused, "{second:?}");
            let mut at = 0;
            let pages = entries.map(|(from, first)| {
                at += 1;
                PageEntry { part: at - 1, from, first, page: file() }
            });
            let root = TableRoot { documents: 9, pages: [(PartKind::Cards, pages.to_vec())].into() };
            // The positions of pages grow in any case.
            let refused = refused && second != (5, "a");
            let parse = |content: &[u8]| TableRoot::parse("t", &modern(content)?);
            assert_eq!(refuses(contents(root.encode(), &root), parse), refused, "{second:?}");
        }
    }

    fn entries() -> impl Strategy<Value = Vec<(u32, String)>> {
        let keys = proptest::collection::btree_set("[a-zđ ]{0,6}", 0..20);
        (keys, any::<u16>(), any::<bool>()).prop_map(|(keys, from, keyed)| {
            let key = |key: String| if keyed { key } else { String::new() };
            keys.into_iter().zip(u32::from(from)..).map(|(one, from)| (from, key(one))).collect()
        })
    }

    proptest! {
        #[test]
        fn pages_and_roots_read_back(entries in entries(), documents: u32) {
            let parts = entries.iter().map(|(from, first)| PartEntry { from: *from, first: first.clone(), part: file() });
            let page = TablePage { parts: parts.collect(), ..TablePage::default() };
            prop_assert_eq!(table_of_version_1("t", &serde_json::to_vec(&page).unwrap()), Ok(page.encode()));
            prop_assert_eq!(TablePage::parse("t", &page.encode()), Ok(page));
            let pages = entries.iter().zip(0u32..).map(|((from, first), part)| PageEntry { part: 9 * part, from: *from, first: first.clone(), page: file() });
            let pages: Vec<_> = pages.collect();
            let above = TablePage { pages: pages.clone(), ..TablePage::default() };
            prop_assert_eq!(table_of_version_1("t", &serde_json::to_vec(&above).unwrap()), Ok(above.encode()));
            prop_assert_eq!(TablePage::parse("t", &above.encode()), Ok(above));
            let root = TableRoot { documents, pages: [(PartKind::Cards, pages), (PartKind::Columns, Vec::new())].into() };
            prop_assert_eq!(table_of_version_1("t", &serde_json::to_vec(&root).unwrap()), Ok(root.encode()));
            prop_assert_eq!(TableRoot::parse("t", &root.encode()), Ok(root));
        }

        #[test]
        fn damaged_tables_are_refused_without_a_panic(first in 0u8..5, bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let content = [vec![first], bytes].concat();
            let _ = TablePage::parse("t", &content);
            let _ = TableRoot::parse("t", &content);
            let _ = table_of_version_1("t", &content);
        }
    }

    #[test]
    fn kinds_of_parts_that_are_not_known_are_passed_over() {
        let page = PageEntry { part: 0, from: 0, first: "a".into(), page: file() };
        let known = [(PartKind::Cards, vec![page.clone()]), (PartKind::Mentions, vec![page.clone()])];
        let root = TableRoot { documents: 3, pages: known.into() };
        let mut content = root.encode();
        // The kinds are two; a third one follows, and a fourth, which are both of a later version.
        content[2] += 2;
        for kind in [PartKind::ALL.len() as u64, 300] {
            put_varint(&mut content, kind);
            put_pages(&mut content, std::slice::from_ref(&page));
        }
        assert_eq!(TableRoot::parse("t", &content), Ok(root.clone()));
        let json = serde_json::to_string(&root).unwrap().replace("\"pages\":{", "\"pages\":{\"scents\":[],");
        assert_eq!(table_of_version_1("t", json.as_bytes()), Ok(root.encode()));
    }

    /// The bytes of a list of `count` entries, each with the first key of `key` bytes that only the first one spells out.
    fn list(first: u8, pages: bool, count: usize, key: usize) -> Vec<u8> {
        let mut out = if first == IS_ROOT { vec![first, 9, 1, 0] } else { vec![first] };
        put_varint(&mut out, count as u64);
        put_varint(&mut out, u64::from(key > 0));
        for nth in 0..count {
            if pages {
                put_varint(&mut out, u64::from(nth > 0));
            }
            put_varint(&mut out, 1);
            if key > 0 {
                put_varint(&mut out, if nth > 0 { key as u64 } else { 0 });
                put_bytes(&mut out, if nth > 0 { b"" } else { &[b'a'; MAX_FIRST_KEY][..key] });
            }
            put_varint(&mut out, 7);
            put_varint(&mut out, 300);
            out.extend_from_slice(file().hash.bytes());
        }
        out
    }

    #[test]
    fn a_small_file_that_stands_for_a_huge_table_is_refused_before_it_is_built() {
        let reason = |content: &[u8]| {
            let read = match content[0] {
                IS_ROOT => TableRoot::parse("t", content).map(|_| ()),
                _ => TablePage::parse("t", content).map(|_| ()),
            };
            match read {
                Err(ArchiveError::Malformed { reason, .. }) => reason,
                other => panic!("{other:?}"),
            }
        };
        for (first, pages) in [(IS_ROOT, true), (LISTS_PAGES, true), (LISTS_PARTS, false)] {
            assert_eq!(reason(&list(first, pages, MAX_TABLE_ENTRIES + 1, 0)), "it lists too many entries");
            let keys = MAX_FIRST_KEYS / MAX_FIRST_KEY + 1;
            assert_eq!(reason(&list(first, pages, keys, MAX_FIRST_KEY)), "its keys are too long together");
        }
        // A root's kinds share the room, also those that nobody knows.
        let mut root = vec![IS_ROOT, 9, 3];
        for kind in [0, 1, 100] {
            root.push(kind);
            root.extend_from_slice(&list(LISTS_PAGES, true, MAX_TABLE_ENTRIES / 2, 0)[1..]);
        }
        assert_eq!(reason(&root), "it lists too many entries");
        assert!(TablePage::parse("t", &list(LISTS_PAGES, true, MAX_TABLE_ENTRIES, 0)).is_ok());
    }

    #[test]
    fn a_table_of_version_1_that_is_longer_than_any_is_refused() {
        let nested = format!("{{\"pages\":{{\"cards\":[{}0]}}}}", "0,".repeat(v1::MAX_BYTES / 2));
        let read = table_of_version_1("t", nested.as_bytes());
        let Err(ArchiveError::Malformed { reason, .. }) = read else { panic!("{read:?}") };
        assert!(reason.contains("longer than"), "{reason}");
    }

    #[test]
    fn what_follows_a_table_is_refused() {
        let page = TablePage::default();
        let content = [page.encode(), vec![0]].concat();
        assert!(TablePage::parse("t", &page.encode()).is_ok());
        assert!(matches!(TablePage::parse("t", &content), Err(ArchiveError::Malformed { .. })));
    }
}
