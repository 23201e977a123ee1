//! What is wrong with the documents of a one-file archive, each by its number: people write such files by hand.

use serde::Deserialize;
use serde_json::Value;
use std::path::Path;
use tangthu_archive::{Document, MAX_ONE_FILE_BYTES};

/// So many documents are named, and the rest counted: a file that is wrong throughout is wrong in one way.
const NAMED: usize = 50;

/// The documents of a one-file archive, as they stand.
#[derive(Deserialize)]
struct Documents {
    documents: Vec<Value>,
}

/// What is wrong with the documents of the file at `path`, a sentence each, if it is a one-file archive as far as its JSON
/// goes. What is wrong with the file as a whole, whoever opens it says.
pub(super) fn faults(path: &Path) -> Vec<String> {
    if path.metadata().map_or(u64::MAX, |metadata| metadata.len()) > MAX_ONE_FILE_BYTES as u64 {
        return Vec::new();
    }
    let bytes = std::fs::read(path).unwrap_or_default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Vec::new();
    }
    let Ok(Documents { documents }) = serde_json::from_slice(bytes) else { return Vec::new() };
    let wrong = documents.into_iter().zip(1u64..).filter_map(|(document, number)| {
        let what = what_is_wrong(document)?;
        Some(format!("holds a document that is none: document {number} {what}"))
    });
    let mut wrong: Vec<String> = wrong.collect();
    if wrong.len() > NAMED {
        let more = wrong.len() - NAMED;
        wrong.truncate(NAMED);
        wrong.push(format!("holds more documents like these ({more})"));
    }
    wrong
}

/// What is wrong with one document.
fn what_is_wrong(document: Value) -> Option<String> {
    if !document.is_object() {
        return Some("is not an object; write it as an object with \"title\"".to_owned());
    }
    let document: Document = match serde_path_to_error::deserialize(document) {
        Ok(document) => document,
        Err(error) => {
            let field = error.path().to_string();
            return Some(format!("has a fault in its field \"{field}\" ({}); correct it", error.inner()));
        }
    };
    if !document.title.trim().is_empty() {
        return None;
    }
    let is_empty = document.lead.is_none() && document.body.is_empty();
    let lacks = if is_empty { "has neither a title nor a text" } else { "has no title" };
    Some(format!("{lacks}; give it the field \"title\""))
}
