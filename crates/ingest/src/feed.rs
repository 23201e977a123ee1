//! Feeds and exports in XML: RSS 2.0 and 1.0, Atom, and the export of WordPress, which is RSS with fields of its own.
//!
//! The file is read article by article, so that an export may be larger than memory; an article that cannot be read is
//! named with its line, and the rest is there. What an article's fields mean is told by the modules below; JSON Feed is
//! a record like others (`record.rs`).

mod atom;
mod entry;
mod rss;
mod wordpress;

use crate::{
    fragment,
    item::{Notice, Place},
    record::{Notes, Unknown},
    settings::{Settings, is_language_tag},
    xml::{Element, Step, Xml, XmlProblem},
};
use std::io::BufRead;
use tangthu_archive::Document;

/// How many characters of a file's head are looked through for its first element: exports of WordPress open with a long
/// comment.
const MAX_PROLOGUE: usize = 16 * 1024;

/// What a feed says of all its articles.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    description: Option<String>,
    language: Option<String>,
}

impl Head {
    fn note(&mut self, element: &Element) {
        let text = || Some(fragment::line(&element.text())).filter(|text| !text.is_empty());
        match element.name.as_str() {
            "title" | "atom:title" if self.title.is_none() => self.title = text(),
            "description" | "atom:subtitle" if self.description.is_none() => self.description = text(),
            "language" | "dc:language" if self.language.is_none() => {
                self.language = text().and_then(|tag| language(&tag));
            }
            _ => {}
        }
    }
}

/// The language of a tag that feeds write with the country and in any case (`vi-VN`, `VI`).
fn language(tag: &str) -> Option<String> {
    let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    is_language_tag(&language).then_some(language)
}

/// The name of the first element of an XML file, without its prefix, as far as the file's head shows it.
pub(crate) fn root(head: &str) -> Option<&str> {
    let tag = opening(head)?;
    let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    Some(name.rsplit(':').next().unwrap_or(name))
}

/// What stands behind the `<` of the first element.
fn opening(head: &str) -> Option<&str> {
    let mut rest = head.get(..MAX_PROLOGUE).unwrap_or(head).trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1.trim_start();
        } else if rest.starts_with("<?") {
            rest = rest.split_once("?>")?.1.trim_start();
        } else if rest.starts_with("<!") {
            // A type declaration may hold others in brackets.
            let end = rest.find('>')?;
            let end = match rest.find('[') {
                Some(open) if open < end => rest.find("]>")? + 1,
                _ => end,
            };
            rest = rest.get(end + 1..)?.trim_start();
        } else {
            return rest.strip_prefix('<');
        }
    }
}

/// Whether the first element of an XML file stands in it with the whole of its opening tag.
pub(crate) fn has_root(text: &str) -> bool {
    opening(text).is_some_and(|tag| tag.contains('>'))
}

/// Whether a file whose first element has this name is a feed.
pub(crate) fn is_feed(root: &str) -> bool {
    matches!(root, "rss" | "RDF" | "feed")
}

/// Reads a feed from `reader`, in UTF-8; returns what it says of itself.
pub(crate) fn read(
    input: &str,
    reader: impl BufRead,
    document: &mut dyn FnMut(Document, Place),
    notice: &mut dyn FnMut(Notice),
) -> Settings {
    let mut xml = Xml::new(reader);
    let mut head = Head::default();
    let mut export = wordpress::Export::default();
    let mut unknown = Unknown::default();
    let broken = loop {
        let step = match xml.step() {
            Ok(Some(step)) => step,
            Ok(None) => break None,
            Err(problem) => break Some(problem),
        };
        let Step::Open(opened) = step else { continue };
        if matches!(opened.name.as_str(), "rss" | "channel" | "rdf:RDF" | "atom:feed" | "feed") {
            continue;
        }
        let place = Place::line(xml.line());
        let article = match opened.name.as_str() {
            "item" => Some(false),
            "atom:entry" | "entry" => Some(true),
            _ => None,
        };
        let element = match xml.rest_of(opened) {
            Ok(element) => element,
            Err(XmlProblem::TooLarge) if article.is_some() => {
                let reason = format!("an article begins here that was left out: {}", XmlProblem::TooLarge);
                notice(Notice::skipped(
                    input,
                    Some(place),
                    reason,
                    "leave what is embedded in it out, or split it",
                ));
                continue;
            }
            Err(XmlProblem::TooLarge) => continue,
            Err(problem) => break Some(problem),
        };
        let entry = match article {
            None => {
                head.note(&element);
                export.note(&element);
                continue;
            }
            Some(true) => Some(atom::entry(&element, &head)),
            Some(false) => match export.entry(&element, &head) {
                wordpress::Told::Article(entry) => Some(*entry),
                wordpress::Told::LeftOut => None,
                wordpress::Told::NotWordPress => Some(rss::entry(&element, &head)),
            },
        };
        let Some(entry) = entry else { continue };
        let mut notes = Notes::new(input, Some(place), &mut unknown);
        let read = entry.into_document(&mut notes);
        notes.found.into_iter().for_each(&mut *notice);
        match read {
            Ok(read) => document(read, place),
            Err(reason) => notice(Notice::skipped(input, Some(place), reason, "give it a title or a text")),
        }
    };
    if let Some(problem) = broken {
        let remedy = match problem {
            XmlProblem::Entities => "write what they stand for in their place",
            _ => "what came before is kept; correct the file and read it again",
        };
        notice(
            Notice::skipped(input, Some(Place::line(xml.line())), problem.to_string(), remedy).and_the_rest(),
        );
    }
    unknown.told(input).into_iter().for_each(&mut *notice);
    for (reason, remedy) in export.remarks() {
        notice(Notice::note(input, reason, remedy));
    }
    let Head { title, description, language } = head;
    Settings { title, description, language, ..Settings::default() }.fitted(input, notice)
}

#[cfg(test)]
mod tests;
