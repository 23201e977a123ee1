//! The fields of a record, each taken as what it is to be: a text, a date, a list, the blocks of a body.

use super::{MAX_UNKNOWN, Notes, clean_block, grouped_number, one_line, paragraphs, section_path};
use crate::{
    attach,
    dates::{read_date, relative},
    fragment,
};
use serde_json::{Map, Value};
use tangthu_archive::{Attachment, Block, PartialDate, Provenance};

/// How many copies of a document are believed, as many as packing lists.
const MAX_COPIES: usize = 100;

/// A record of which each field is used up as it is read.
pub(super) struct Fields<'a, 'b> {
    pub(super) record: Map<String, Value>,
    pub(super) notes: &'a mut Notes<'b>,
}

impl Fields<'_, '_> {
    /// What the field holds, if it holds something; the field is used up.
    fn take(&mut self, key: &str) -> Option<Value> {
        self.record.remove(key).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => true,
        })
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let value = self.take(key)?;
        match scalar(&value) {
            // Editors of portals write leads with the same tool as bodies. A title may speak of tags.
            Some(text) if key == "lead" && fragment::is_html(&text) => {
                Some(fragment::line(&text)).filter(|text| !text.is_empty())
            }
            Some(text) => Some(one_line(&text)).filter(|text| !text.is_empty()),
            None => {
                self.notes.warn(
                    format!("the field \"{key}\" is not a text and was left out"),
                    "write it as one string",
                );
                None
            }
        }
    }

    pub(super) fn date(&mut self, key: &str) -> Option<PartialDate> {
        let text = self.text(key)?;
        match read_date(&text).or_else(|problem| relative::of_spreadsheet(&text).ok_or(problem)) {
            Ok(date) => Some(date),
            Err(problem) => {
                let remedy = "write it like 28/03/2023 or 2023-03-28T14:04";
                self.notes.warn(format!("the field \"{key}\": {problem}"), remedy);
                None
            }
        }
    }

    pub(super) fn number(&mut self, key: &str) -> Option<u64> {
        let value = self.take(key)?;
        let number = match &value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => grouped_number(text),
            _ => None,
        };
        if number.is_none() {
            self.notes.warn(
                format!("the field \"{key}\" is not a whole number and was left out"),
                "write it as digits",
            );
        }
        number
    }

    pub(super) fn list(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let texts: Vec<String> = match &value {
            Value::Array(items) => items.iter().filter_map(scalar_or_name).collect(),
            other => match scalar(other) {
                Some(text) => text.split([',', ';']).map(str::to_owned).collect(),
                None => {
                    self.notes.warn(
                        format!("the field \"{key}\" is not a list and was left out"),
                        "write a list of texts",
                    );
                    Vec::new()
                }
            },
        };
        texts.iter().map(|text| one_line(text)).filter(|text| !text.is_empty()).collect()
    }

    pub(super) fn path(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        match &value {
            Value::Array(items) => items
                .iter()
                .filter_map(scalar)
                .map(|text| one_line(&text))
                .filter(|text| !text.is_empty())
                .collect(),
            other => match scalar(other) {
                Some(text) => section_path(&text),
                None => {
                    let remedy = "write one name, or a list from the broadest to the narrowest";
                    self.notes.warn(format!("the field \"{key}\" is not a section and was left out"), remedy);
                    Vec::new()
                }
            },
        }
    }

    pub(super) fn attachments(&mut self) -> Vec<Attachment> {
        let Some(mut value) = self.take("attachments") else { return Vec::new() };
        if let Value::Array(items) = &mut value {
            for item in items.iter_mut() {
                // A path alone names the file.
                if let Value::String(path) = item {
                    *item = serde_json::json!({ "name": path });
                }
                if let Some(attachment) = item.as_object_mut() {
                    named_by_address(attachment);
                }
            }
        }
        serde_json::from_value(value).unwrap_or_else(|error| {
            let reason = format!("the field \"attachments\" was left out ({error})");
            self.notes.warn(reason, "write objects with \"name\"");
            Vec::new()
        })
    }

    /// Where an archive says that a document came from, if that is where the record stood. Text in it is made plain, as all text is.
    pub(super) fn provenance(&mut self) -> Option<Provenance> {
        let Some(Value::Object(told)) = self.take("provenance") else { return None };
        let crawled = told.get("crawled").cloned();
        match serde_json::from_value::<Provenance>(Value::Object(told)) {
            Ok(Provenance { input, sha256, crawled, digest, tool, mut copies }) => {
                let line =
                    |text: Option<String>| text.map(|text| one_line(&text)).filter(|text| !text.is_empty());
                copies.truncate(MAX_COPIES);
                copies = copies.iter().map(|copy| one_line(copy)).filter(|copy| !copy.is_empty()).collect();
                Some(Provenance {
                    input: line(input),
                    sha256,
                    crawled,
                    digest: line(digest),
                    tool: line(tool),
                    copies,
                })
            }
            Err(error) => {
                // The time of a crawl may be written as people write dates.
                if let Some(crawled) = crawled {
                    self.record.insert("crawled".to_owned(), crawled);
                }
                let reason = format!("the field \"provenance\" was left out ({error})");
                self.notes.warn(reason, "docs/format.md says what stands in it");
                None
            }
        }
    }

    pub(super) fn body(&mut self) -> Vec<Block> {
        let Some(value) = self.take("body") else { return Vec::new() };
        match value {
            Value::Array(items) => {
                let mut blocks = Vec::with_capacity(items.len());
                for (number, item) in items.into_iter().enumerate() {
                    match item {
                        Value::String(text) => blocks.extend(text_blocks(&text)),
                        other => match serde_json::from_value::<Block>(other) {
                            Ok(block) => blocks.extend(clean_block(block)),
                            Err(error) => {
                                let reason =
                                    format!("block {} of \"body\" was left out ({error})", number + 1);
                                self.notes.warn(reason, "docs/format.md lists the types of block");
                            }
                        },
                    }
                }
                blocks
            }
            other => match scalar(&other) {
                Some(text) => text_blocks(&text),
                None => {
                    let reason = "the field \"body\" is neither a text nor a list of blocks and was left out";
                    self.notes.warn(reason.to_owned(), "write it as one string");
                    Vec::new()
                }
            },
        }
    }

    /// Takes note of each field that this program does not know.
    pub(super) fn name_unknown(&mut self) {
        let unknown = &mut *self.notes.unknown;
        for key in self.record.keys() {
            unknown.first = unknown.first.or(self.notes.place);
            if unknown.names.len() < MAX_UNKNOWN && !unknown.names.contains(key) {
                unknown.names.insert(key.chars().filter(|c| !c.is_control()).take(60).collect());
            }
        }
    }
}

/// The blocks of a text that may be HTML.
fn text_blocks(text: &str) -> Vec<Block> {
    if fragment::is_html(text) { fragment::blocks(text) } else { paragraphs(text) }
}

/// An attachment with a path or an address, and perhaps a name for people, as one of ours that is not resolved yet. JSON Feed
/// has names of its own.
fn named_by_address(attachment: &mut Map<String, Value>) {
    let text = |value: Option<Value>| value.as_ref().and_then(scalar).map(|text| one_line(&text));
    if let Some(path) = text(attachment.remove("path")) {
        let words = text(attachment.remove("name")).unwrap_or_default();
        attachment.insert("name".to_owned(), attach::reference(&path, &words).into());
    } else if let Some(name) = text(attachment.remove("name")) {
        attachment.insert("name".to_owned(), name.into());
    }
    for (theirs, own) in [("url", "name"), ("mime_type", "media_type"), ("size_in_bytes", "bytes")] {
        if !attachment.contains_key(own)
            && let Some(value) = attachment.remove(theirs)
        {
            attachment.insert(own.to_owned(), value);
        }
    }
}

/// A scalar, or the name of a person or a category that is written as an object.
fn scalar_or_name(value: &Value) -> Option<String> {
    scalar(value).or_else(|| value.as_object()?.get("name").and_then(scalar))
}

/// The text of a string, a number or a truth value.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
