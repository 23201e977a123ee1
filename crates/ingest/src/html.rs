//! Pages of HTML to documents: the main text as typed blocks, and the fields of the page around it.
//!
//! [`read_page`] is the one way in, for pages from folders, crawls and packages alike. `guard` makes the tree within bounds,
//! `meta` reads what the page says about itself for machines, `clean` leaves out what is no text, `main_text` and `around` find the article,
//! `layout` reads the fields that only the page's look tells, `blocks` makes the typed blocks, `files` lists pictures and
//! attachments. A publisher's own rules for a site (`profile`) go before all of them.

mod around;
mod assemble;
mod blocks;
mod captions;
mod clean;
mod elements;
mod ending;
mod figures;
mod files;
mod guard;
mod guide;
mod labels;
mod layout;
mod main_text;
mod marks;
mod meta;
mod names;
mod profile;
mod properties;
mod tables;
mod title;
mod tree;
mod trim;

use crate::{
    decode,
    record::{Notes, clean_block},
};
use clean::Care;
pub(crate) use files::Files;
pub use profile::{Field, Profile};
use tangthu_archive::{Block, Document, PartialDate};
use tree::Tree;
use url::Url;

/// A page as it was found.
#[derive(Clone, Copy, Debug, Default)]
pub struct HtmlPage<'a> {
    /// The page itself.
    pub bytes: &'a [u8],
    /// The encoding that was declared outside the page: the `charset` of an HTTP header, say.
    pub charset: Option<&'a str>,
    /// The address it was fetched from, where that is known from outside the page.
    pub url: Option<&'a str>,
    /// When it was fetched: dates like "2 giờ trước" are told from there, and without it they are none.
    pub fetched: Option<PartialDate>,
    /// Its path in the input, by which profiles know pages that have no address.
    pub path: &'a str,
}

/// What a page holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HtmlDocument {
    /// The document, without id and provenance. Its attachments are the files below, each by its `name`, without type, length and hash:
    /// whoever stores them fills these in. The `image` of a figure is the `name` of a file as well.
    pub document: Document,
    /// Pictures of the text and files that it links to, in reading order, each once.
    pub files: Vec<PageFile>,
    /// What was changed or left out, each with what can be done about it.
    pub remarks: Vec<Remark>,
}

/// A picture or a file that belongs to a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFile {
    /// Its name: unlike every other of the page, fit for people, not for paths.
    pub name: String,
    /// The reference as it stands in the page; relative ones are meant from the page's own place.
    pub href: String,
    /// The absolute address, where the page's own is known.
    pub url: Option<String>,
    /// The words of the link, or the caption of the picture.
    pub caption: String,
    /// Whether it is a picture shown in the text.
    pub is_image: bool,
}

impl HtmlDocument {
    /// The document and its files, its remarks made notices.
    pub(crate) fn noted(self, notes: &mut Notes) -> (Document, Option<Vec<PageFile>>) {
        for remark in self.remarks {
            notes.warn(remark.reason, remark.remedy);
        }
        (self.document, Some(self.files))
    }
}

/// Something the publisher should know about a page that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What happened.
    pub reason: String,
    /// What to do about it; may be empty.
    pub remedy: &'static str,
}

/// What a page is known by, which is known even where it cannot be read.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Its address: as it was fetched, as a browser noted it, or as the page itself says.
    pub(crate) address: Option<Url>,
    /// Which of the profiles it is read by.
    pub(crate) profile: Option<usize>,
}

/// What is said of a page without a text.
pub(crate) const NO_TEXT: &str = "no text of an article was found on it";

/// Reads a page. `profiles` are the rules of `tangthu.toml`, of which the first that fits the page counts.
///
/// # Errors
/// A sentence that says why there is no document: the page has no text, is a set of frames, or the like.
pub fn read_page(page: &HtmlPage<'_>, profiles: &[Profile]) -> Result<HtmlDocument, String> {
    read_known(page, profiles, &mut Known::default())
}

/// As [`read_page`]; tells what the page is known by.
///
/// # Errors
/// As [`read_page`].
pub(crate) fn read_known(
    page: &HtmlPage<'_>,
    profiles: &[Profile],
    known: &mut Known,
) -> Result<HtmlDocument, String> {
    let mut remarks = Vec::new();
    let written = declared_in(page.bytes);
    let decoded = decode::decode_as(page.bytes, page.charset.or(written.as_deref()));
    if let Some(warning) = decoded.warning {
        remarks.push(Remark { reason: warning, remedy: "check its letters, or save it as UTF-8" });
    }
    let parsed = guard::parse(&decoded.text);
    if let Some(cut) = parsed.cut {
        remarks.push(Remark { reason: cut.to_owned(), remedy: "check the end of the document" });
    }
    let url = page.url.and_then(|url| Url::parse(url.trim()).ok());
    let mut tree = Tree::of(&parsed.html);
    if tree.len() == 0 {
        return Err("it is empty".to_owned());
    }
    let meta = meta::Meta { fetched: page.fetched, ..meta::read(&tree) };
    let noted = saved_from(&decoded.text);
    // Links are meant from where the page was fetched; rules of a site hold wherever it was saved.
    known.address = url.clone().or_else(|| {
        let named = noted.clone().or_else(|| assemble::address(&tree, &meta, None))?;
        Url::parse(&named).ok()
    });
    known.profile = profiles.iter().position(|profile| profile.fits(known.address.as_ref(), page.path));
    let profile = known.profile.and_then(|at| profiles.get(at));
    let mut body = assemble::read(&mut tree, Care::Full, &meta, profile);
    if body.as_ref().is_none_or(|body| body.length < assemble::THIN) {
        let mut again = Tree::of(&parsed.html);
        let lenient = assemble::read(&mut again, Care::Little, &meta, profile);
        let longer = |a: &assemble::Body, b: &Option<assemble::Body>| {
            b.as_ref().is_none_or(|b| a.length > b.length * 2)
        };
        if lenient.as_ref().is_some_and(|found| longer(found, &body)) {
            (tree, body) = (again, lenient);
        }
    }
    let mut read = assemble::document(&tree, body, meta, profile, url.as_ref(), remarks)?;
    if read.document.url.is_none() {
        read.document.url = noted;
    }
    Ok(read)
}

/// The address that browsers, and their extension SingleFile, note at the top of a page which they save.
fn saved_from(text: &str) -> Option<String> {
    let head: String = text.chars().take(DECLARATION).collect();
    let noted = match head.split_once("<!-- saved from url=(") {
        // What stands between the brackets is its length, which editors of pages leave as it was.
        Some((_, noted)) => noted.split_once(')')?.1,
        None => head.split_once("Page saved with SingleFile")?.1.split_once("url:")?.1,
    };
    let address = noted.split_whitespace().next()?;
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    Some(url.to_string())
}

/// The blocks of a piece of HTML that is text of an article from end to end, without a page round it. Pictures keep their
/// captions alone.
pub(crate) fn fragment(html: &str) -> Vec<Block> {
    let parsed = guard::parse(html);
    let mut tree = Tree::of(&parsed.html);
    if tree.len() == 0 {
        return Vec::new();
    }
    clean::leave_out_never_text(&mut tree);
    let referring = |styled: blocks::Styled| match (styled.block, styled.image) {
        // Whoever keeps the document finds the picture by its reference, or takes it out.
        (Block::Figure { caption, .. }, Some(image)) => Block::Figure { caption, image: Some(image.href) },
        (block, _) => block,
    };
    blocks::blocks(&tree, 0).into_iter().map(referring).filter_map(clean_block).collect()
}

/// How far into a page the declaration of its encoding may stand, in bytes.
const DECLARATION: usize = 4096;

/// The encoding that a page declares itself, in a `meta` tag or an XML declaration.
pub(crate) fn declared_in(bytes: &[u8]) -> Option<String> {
    let head: String =
        bytes.iter().take(DECLARATION).map(|&byte| char::from(byte).to_ascii_lowercase()).collect();
    let (_, after) = head
        .split_once("charset")
        .or_else(|| head.split_once("<?xml").and_then(|(_, xml)| xml.split_once("encoding")))?;
    let label = after.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let label: String = label
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// Whether a file with this ending (in lower case), whose text begins like this, is a page of HTML.
pub(crate) fn is_html(ending: &str, start: &str) -> bool {
    let mut rest = start.trim_start();
    // Saved pages open with a comment that names their origin, XHTML with a declaration.
    while let Some((_, after)) = ["<!--", "<?xml", "<?php"]
        .iter()
        .find(|open| rest.starts_with(**open))
        .and_then(|open| rest.split_once(if *open == "<!--" { "-->" } else { "?>" }))
    {
        rest = after.trim_start();
    }
    let opening: String = rest.chars().take(16).collect::<String>().to_ascii_lowercase();
    let named = matches!(ending, "html" | "htm" | "xhtml" | "shtml" | "mht" | "aspx" | "php");
    let tags = ["<!doctype html", "<html", "<head>", "<head ", "<body", "<title>", "<meta "];
    tags.iter().any(|tag| opening.starts_with(tag))
        || (named && rest.contains('<') && !rest.starts_with("<?xml"))
}

#[cfg(test)]
mod crowded_tests;
#[cfg(test)]
mod portal_tests;
#[cfg(test)]
mod systems_tests;
#[cfg(test)]
mod tests;
