//! Tables of version 1, which were JSON. They are read as a tree and picked from there: what serde derives for their four
//! shapes is three times as long.

use super::{PageEntry, PartEntry, TablePage, TableRoot};
use crate::{ArchiveError, PartHash, PartKind, PartRef};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use std::fmt;

/// The kinds of parts as version 1 named them, in the order of [`PartKind::ALL`].
const KINDS: [&str; PartKind::ALL.len()] = [
    "cards",
    "texts",
    "ids",
    "words",
    "word-postings",
    "pairs",
    "pair-postings",
    "pair-places",
    "lone-pairs",
    "columns",
    "mentions",
];

/// As much of JSON as tables are made of.
enum Node {
    Number(u64),
    Text(String),
    List(Vec<Node>),
    Fields(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Node::Fields(fields))
    }
}

/// What a table lacks.
const LACKING: &str = "it is no table: a field is missing, or is something else than it should be";

impl Node {
    fn field(&self, name: &str) -> Option<&Node> {
        match self {
            Self::Fields(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// A number; what is not there is 0, as version 1 left it out then.
    fn number(&self, name: &str) -> Result<u32, &'static str> {
        match self.field(name) {
            Some(Self::Number(number)) => u32::try_from(*number).map_err(|_| LACKING),
            None => Ok(0),
            _ => Err(LACKING),
        }
    }

    fn text(&self, name: &str) -> &str {
        match self.field(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    fn list<T>(&self, read: impl Fn(&Node) -> Result<T, &'static str>) -> Result<Vec<T>, &'static str> {
        match self {
            Self::List(nodes) => nodes.iter().map(read).collect(),
            _ => Err(LACKING),
        }
    }

    fn part(&self) -> Result<PartRef, &'static str> {
        let hash = PartHash::read(self.text("sha256")).ok_or(LACKING)?;
        Ok(PartRef { hash, bytes: self.number("bytes")?, inflated: self.number("inflated")? })
    }

    fn page(&self) -> Result<PageEntry, &'static str> {
        let page = self.field("page").ok_or(LACKING)?.part()?;
        let (part, from) = (self.number("part")?, self.number("from")?);
        Ok(PageEntry { part, from, first: self.text("first").to_owned(), page })
    }

    fn entry(&self) -> Result<PartEntry, &'static str> {
        let first = self.text("first").to_owned();
        Ok(PartEntry { from: self.number("from")?, first, part: self.part()? })
    }
}

/// A table of version 1, root or page, as later versions write it; `name` is its file.
///
/// # Errors
/// When it is no table, or its numbers are past the limits or out of order.
pub fn table_of_version_1(name: &str, json: &[u8]) -> Result<Vec<u8>, ArchiveError> {
    let malformed = |reason: String| ArchiveError::Malformed { name: name.to_owned(), reason };
    let table = read(json).map_err(malformed)?;
    if table.field("documents").is_some() {
        let root = root(&table).map_err(|reason| malformed(reason.to_owned()))?;
        root.check(name)?;
        return Ok(root.encode());
    }
    let page = page(&table).map_err(|reason| malformed(reason.to_owned()))?;
    page.check(name)?;
    Ok(page.encode())
}

fn root(root: &Node) -> Result<TableRoot, &'static str> {
    let mut table = TableRoot { documents: root.number("documents")?, pages: Default::default() };
    let Some(Node::Fields(kinds)) = root.field("pages") else { return Err(LACKING) };
    for (kind, pages) in kinds {
        // A kind that came later is nothing that this program asks for.
        if let Some(at) = KINDS.iter().position(|name| name == kind) {
            table.pages.insert(PartKind::ALL[at], pages.list(Node::page)?);
        }
    }
    Ok(table)
}

fn page(page: &Node) -> Result<TablePage, &'static str> {
    let mut table = TablePage::default();
    if let Some(parts) = page.field("parts") {
        table.parts = parts.list(Node::entry)?;
    }
    if let Some(pages) = page.field("pages") {
        table.pages = pages.list(Node::page)?;
    }
    Ok(table)
}

/// The longest table of version 1, in bytes; those that were written had less than one megabyte. A tree takes up to sixteen times
/// as much as its JSON.
pub(super) const MAX_BYTES: usize = 4 * 1024 * 1024;

fn read(json: &[u8]) -> Result<Node, String> {
    if json.len() > MAX_BYTES {
        return Err("it is longer than any table of version 1".to_owned());
    }
    serde_json::from_slice(json).map_err(|error| error.to_string())
}
