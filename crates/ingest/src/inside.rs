//! What files say, for whoever looks for a text in them: all of it, and not only what becomes of a document.
//!
//! A file is read as a document of its format is, and besides that as it lies there, so that comments, page heads, hidden parts
//! and properties are seen too. Containers are opened, and what cannot be read is named. How a text is compared is left to the caller.

mod markup;

use crate::{
    apart::{self, PdfProcess, Wanted},
    container::{self, Container},
    decode, docx, html, office,
    record::{Notes, Unknown},
    seekable::put_aside,
    source::Source,
};
use serde_json::Value;
use std::{
    io::{Cursor, Read},
    path::Path,
};
use tangthu_archive::Document;

/// The most bytes, inflated, that are read of one file and all that it contains. A file in an archive has 64 MB, and office
/// documents inflate to ten times their length.
const MAX_CONTENT: u64 = 1024 * 1024 * 1024;

/// Containers in containers: more than are opened when documents are read, since what was removed may lie deep.
const MAX_DEPTH: u8 = 4;

/// A piece of what a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// A text. The same words may come several times, read in several ways.
    Text(&'a str),
    /// Bytes of which nothing is known.
    Bytes(&'a [u8]),
}

/// A file, or a part of one, that could not be looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its path in the container; empty where it is the file itself.
    pub within: String,
    /// Why.
    pub reason: String,
}

/// What was met besides texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// What could not be looked into.
    pub unread: Vec<Unread>,
    /// The pictures and recordings, by their paths in the container, empty for the file itself: what they show or say no program
    /// tells here.
    pub pictures: Vec<String>,
}

/// Hands everything that the file called `name` says to `said`, with the path of the part in which it stands, empty for the file
/// itself. `bytes` are the file's, packed by gzip or not; containers are put aside in the folder `aside`.
pub fn look_inside(
    name: &str,
    bytes: Vec<u8>,
    pdf: Option<&PdfProcess>,
    aside: &Path,
    said: &mut dyn FnMut(&str, Said),
) -> Inside {
    let mut looking = Looking { inside: Inside::default(), left: MAX_CONTENT, pdf, aside, said };
    looking.source("", name, Source::Stream(Box::new(Cursor::new(bytes))), 0);
    looking.inside
}

struct Looking<'a> {
    inside: Inside,
    /// How many bytes may still be inflated.
    left: u64,
    pdf: Option<&'a PdfProcess>,
    aside: &'a Path,
    said: &'a mut dyn FnMut(&str, Said),
}

impl Looking<'_> {
    fn source(&mut self, within: &str, name: &str, source: Source, depth: u8) {
        let mut bytes = Vec::new();
        let read = source
            .look()
            .and_then(|looked| looked.content()?.take(self.left.saturating_add(1)).read_to_end(&mut bytes));
        let length = bytes.len() as u64;
        if length > self.left {
            let reason = format!("it holds more than {} MB, unpacked", MAX_CONTENT / 1024 / 1024);
            return self.unread(within, reason);
        }
        self.left -= length;
        if let Err(error) = read {
            self.unread(within, format!("it cannot be read to its end ({error})"));
        }
        self.bytes(within, name, bytes, depth);
    }

    fn bytes(&mut self, within: &str, name: &str, bytes: Vec<u8>, depth: u8) {
        // Whatever it is: what lies in it uncompressed is seen by this.
        (self.said)(within, Said::Bytes(&bytes));
        if office::is_pdf(&bytes) {
            return self.pdf(within, bytes);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return self.container(within, &bytes, Container::zip, depth);
        }
        if container::is_tar(&bytes) {
            return self.container(within, &bytes, Container::tar, depth);
        }
        if let Some(refused) = office::refused(&bytes) {
            return self.unread(within, refused.reason);
        }
        let kind = infer::get(&bytes).map(|kind| kind.matcher_type());
        if matches!(
            kind,
            Some(infer::MatcherType::Image | infer::MatcherType::Video | infer::MatcherType::Audio)
        ) {
            self.inside.pictures.push(within.to_owned());
        } else if decode::is_binary(&bytes) || kind == Some(infer::MatcherType::Archive) {
            self.unread(within, "it is of no format that can be looked into".to_owned());
        } else {
            self.text(within, name, &bytes);
        }
    }

    fn text(&mut self, within: &str, name: &str, bytes: &[u8]) {
        let text = decode::decode(bytes).text;
        if is_mail(&text) {
            // Its parts are written in codes that no words can be found in.
            return self.unread(within, "it is a mail or a page saved as one (.eml, .mht)".to_owned());
        }
        let is_markup = text.trim_start().starts_with('<') || html::is_html(ending(name), text.trim_start());
        if is_markup {
            markup::readings(&text).iter().for_each(|reading| (self.said)(within, Said::Text(reading)));
            let page = html::HtmlPage { bytes, path: name, ..html::HtmlPage::default() };
            if let Ok(page) = html::read_page(&page, &[]) {
                self.document(within, &page.document);
            }
            return;
        }
        (self.said)(within, Said::Text(&text));
        // Letters of JSON may be written as numbers.
        if let Ok(value) = serde_json::from_str(&text) {
            self.value(within, &value);
        } else if text.starts_with('{') {
            text.lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .for_each(|value| self.value(within, &value));
        }
    }

    fn pdf(&mut self, within: &str, bytes: Vec<u8>) {
        let mut unknown = Unknown::default();
        let mut notes = Notes::new("", None, &mut unknown);
        match apart::read_pdf(bytes, Wanted::Everything, self.pdf, &mut notes) {
            Ok(document) => {
                self.document(within, &document);
                notes.found.into_iter().for_each(|notice| self.unread(within, notice.reason));
            }
            Err((reason, _)) => self.unread(within, reason),
        }
    }

    fn container(&mut self, within: &str, bytes: &[u8], open: Open, depth: u8) {
        if depth >= MAX_DEPTH {
            return self.unread(within, "it is a container inside too many others".to_owned());
        }
        let opened = put_aside(bytes, self.aside).map_err(|error| error.to_string()).and_then(open);
        let container = match opened {
            Ok(container) => container,
            Err(reason) => return self.unread(within, reason),
        };
        if docx::is_docx(&container) {
            let mut unknown = Unknown::default();
            if let Ok(document) = docx::read(&container, &mut Notes::new("", None, &mut unknown)) {
                self.document(within, &document);
            }
        }
        for refused in &container.refused {
            let name = refused.name.as_deref().unwrap_or_default();
            self.unread(&below(within, name), refused.reason.clone());
        }
        let paths: Vec<String> = container.paths().map(str::to_owned).collect();
        for path in paths {
            let place = below(within, &path);
            (self.said)(&place, Said::Text(&path));
            if let Some(source) = container.open(&path) {
                self.source(&place, &path, source, depth + 1);
            }
        }
    }

    fn document(&mut self, within: &str, document: &Document) {
        if let Ok(value) = serde_json::to_value(document) {
            self.value(within, &value);
        }
    }

    fn value(&mut self, within: &str, value: &Value) {
        match value {
            Value::String(text) => (self.said)(within, Said::Text(text)),
            Value::Array(values) => values.iter().for_each(|value| self.value(within, value)),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                (self.said)(within, Said::Text(key));
                self.value(within, value);
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn unread(&mut self, within: &str, reason: String) {
        self.inside.unread.push(Unread { within: within.to_owned(), reason });
    }
}

/// How a container is opened.
type Open = fn(crate::seekable::Shared) -> Result<Container, String>;

fn below(within: &str, name: &str) -> String {
    if within.is_empty() { name.to_owned() } else { format!("{within}/{name}") }
}

/// The ending of a name, for what is told by it.
fn ending(name: &str) -> &str {
    let bare = name.strip_suffix(".gz").unwrap_or(name);
    bare.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a text is a mail: its head says so in its first lines.
fn is_mail(text: &str) -> bool {
    text.lines().take(40).any(|line| line.to_ascii_lowercase().starts_with("mime-version:"))
}

#[cfg(test)]
mod tests;
