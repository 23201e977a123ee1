//! The table in which portals list what an official document is: its number, kind, issuing body and days. It stays in the text as well.

use super::blocks::Styled;
use crate::{dates::read_date, names};
use serde_json::{Map, Value};
use tangthu_archive::{Block, Document};

/// A table tells what a document is where so many of its rows name a field of official documents.
const ENOUGH: usize = 2;

/// The fields that only official documents have.
const FIELDS: [&str; 5] = ["number", "kind", "issuer", "issued", "effective"];

/// The longest value that is a field, in characters.
const MAX_VALUE: usize = 200;

/// Rows that are looked at: what a document is stands at the beginning.
const MAX_ROWS: usize = 60;

/// Takes the fields from the first table of the article that lists them.
pub(super) fn read(blocks: &[Styled], document: &mut Document) {
    let tables = blocks.iter().filter_map(|styled| match &styled.block {
        Block::Table { head, rows } => Some(record(head, rows)),
        _ => None,
    });
    let is_known =
        |record: &Map<String, Value>| FIELDS.iter().filter(|field| record.contains_key(**field)).count();
    let Some(record) = tables.map(names::adopt).find(|record| is_known(record) >= ENOUGH) else { return };
    let text = |field: &str| record.get(field).and_then(Value::as_str).map(str::to_owned);
    let date = |field: &str| text(field).and_then(|text| read_date(&text).ok());
    let number = text("number").filter(|number| number.chars().any(|c| c.is_ascii_digit()));
    document.number = document.number.take().or(number);
    document.kind = document.kind.take().or_else(|| text("kind"));
    document.issuer = document.issuer.take().or_else(|| text("issuer"));
    document.issued = document.issued.or_else(|| date("issued"));
    document.effective = document.effective.or_else(|| date("effective"));
}

/// The rows of a table as names and values: two cells, or four, which are two pairs side by side.
fn record(head: &[String], rows: &[Vec<String>]) -> Map<String, Value> {
    let mut record = Map::new();
    let all = std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).take(MAX_ROWS);
    for pair in all.filter(|row| matches!(row.len(), 2 | 4)).flat_map(|row| row.chunks_exact(2)) {
        let [name, value] = pair else { continue };
        let name = name.trim().trim_end_matches(':').trim();
        let value = value.trim();
        if !name.is_empty()
            && !value.is_empty()
            && value.chars().count() <= MAX_VALUE
            && !record.contains_key(name)
        {
            record.insert(name.to_owned(), value.into());
        }
    }
    record
}
