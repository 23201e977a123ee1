//! DOCX: the text of a word processor's document as typed blocks, with what its properties say of author and date.
//!
//! Headings are told by their styles, lists by their numbering. What is deleted but still tracked, hidden text, comments and
//! page heads are no text of the document. Pictures are noted with the words that stand for them.

mod blocks;
mod numbering;
mod paragraph;
mod styles;

use crate::{
    container::Container,
    office::{self, Part, Refused},
    record::{Notes, one_line},
    xml::{Element, Step, XmlProblem},
};
use blocks::Writer;
use numbering::Numbering;
use styles::Styles;
use tangthu_archive::{Block, Document};

/// Whether a container is a DOCX file.
pub(crate) fn is_docx(container: &Container) -> bool {
    container.paths().any(|path| path == "[Content_Types].xml") && main_part(container).is_some()
}

/// The path of the part that holds the text; some programs number it.
fn main_part(container: &Container) -> Option<String> {
    let named = |path: &&str| path.starts_with("word/document") && path.ends_with(".xml");
    container.paths().find(named).map(str::to_owned)
}

/// Reads a document.
///
/// # Errors
/// When it holds no text that can be read.
pub(crate) fn read(container: &Container, notes: &mut Notes) -> Result<Document, Refused> {
    let refuse = |reason: &str| Refused::new(reason, "open it in a word processor and save it again");
    let main = main_part(container).ok_or_else(|| refuse("it has no part that holds its text"))?;
    let styles =
        office::tree(container, "word/styles.xml").map(|tree| Styles::read(&tree)).unwrap_or_default();
    let numbering =
        office::tree(container, "word/numbering.xml").map(|tree| Numbering::read(&tree)).unwrap_or_default();
    let mut writer = Writer::new(styles, numbering);
    let mut part = office::part(container, &main)
        .ok_or_else(|| refuse("the part that holds its text cannot be opened"))?;
    if let Err(problem) = body(&mut part, &mut writer, notes) {
        if writer.is_empty() {
            return Err(refuse(&format!("its text cannot be read: {problem}")));
        }
        notes.warn(
            format!("its text was kept up to a place where {problem}"),
            "save it again from a word processor",
        );
    }
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = office::tree(container, part) {
            writer.notes(&notes);
        }
    }
    let (title, body) = writer.finish();
    let mut document = Document { title, body, ..Document::default() };
    if let Some(core) = office::tree(container, "docProps/core.xml") {
        properties(&core, &mut document);
    }
    if document.body.is_empty() {
        return Err(Refused::new("it holds no text", "look at it in a word processor"));
    }
    Ok(document)
}

/// Goes through the body element by element, so that a long document never stands in memory whole.
fn body(part: &mut Part, writer: &mut Writer, notes: &mut Notes) -> Result<(), XmlProblem> {
    while let Some(step) = part.step()? {
        let Step::Open(opened) = step else { continue };
        // Content controls may hold anything that the body holds.
        if matches!(opened.name.as_str(), "w:document" | "w:body" | "w:sdt" | "w:sdtContent" | "w:customXml")
        {
            continue;
        }
        match part.rest_of(opened) {
            Ok(element) => writer.block(&element),
            Err(XmlProblem::TooLarge) => {
                let reason = format!("a paragraph or table was left out: {}", XmlProblem::TooLarge);
                notes.warn(reason, "split the document");
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}

/// What the properties say, where they were not left as the program made them.
fn properties(core: &Element, document: &mut Document) {
    let text = |name: &str| core.text_of(name).map(|text| one_line(&text)).filter(|text| !text.is_empty());
    if document.title.is_empty() {
        document.title = text("dc:title").filter(|title| office::is_title(title)).unwrap_or_default();
    }
    document.authors = text("dc:creator").into_iter().filter(|name| office::is_author(name)).collect();
    let date = |name: &str| {
        let stamp = text(name).filter(|stamp| !office::is_of_a_template(stamp))?;
        crate::dates::read_date(&stamp).ok()
    };
    document.published = date("dcterms:created");
    document.updated = date("dcterms:modified").filter(|date| Some(*date) != document.published);
    if let Some(words) = text("cp:keywords") {
        document.tags = words.split([',', ';']).map(one_line).filter(|word| !word.is_empty()).collect();
    }
}

/// Whether a document's blocks hold any words.
fn has_words(block: &Block) -> bool {
    block.texts().iter().any(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
