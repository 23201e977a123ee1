//! Pictures and files that belong to a page, each under a name of its own.

use super::{
    PageFile,
    tree::{Id, Tree},
};
use crate::record::one_line;
use std::collections::{HashMap, HashSet};
use url::Url;

/// The endings of files that people attach to a page.
const ENDINGS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "zip", "rar", "7z",
    "csv", "txt", "xml", "mp3", "mp4", "tif", "tiff", "dwg", "kml", "epub",
];

/// The most files that are listed for one page.
const MAX_FILES: usize = 1_000;

/// The longest name, in characters: file systems stop at 255 bytes.
const MAX_NAME: usize = 80;

/// The files of a page, listed in the order in which they are asked for.
pub(crate) struct Files {
    base: Option<Url>,
    names: HashSet<String>,
    by_href: HashMap<String, usize>,
    pub(crate) found: Vec<PageFile>,
}

impl Files {
    /// `page` is the page's own address; a `base` in it counts from there.
    pub(super) fn new(tree: &Tree, page: Option<&Url>) -> Self {
        let written = tree.all("base").find_map(|id| tree.attr(id, "href"));
        let base = match (written, page) {
            (Some(href), Some(page)) => page.join(href).ok(),
            (Some(href), None) => Url::parse(href).ok(),
            (None, page) => page.cloned(),
        };
        Self { base, names: HashSet::new(), by_href: HashMap::new(), found: Vec::new() }
    }

    /// The files of something that is no page.
    pub(crate) fn bare() -> Self {
        Self { base: None, names: HashSet::new(), by_href: HashMap::new(), found: Vec::new() }
    }

    /// Lists a file, under the words for it where there are any; returns its name.
    pub(crate) fn link(&mut self, href: &str, words: &str) -> Option<String> {
        let listed = self.found.len();
        let name = self.add(href, words, false)?;
        let words = one_line(words);
        if self.found.len() == listed || words.is_empty() || !self.names.insert(words.clone()) {
            return Some(name);
        }
        self.found.last_mut()?.name.clone_from(&words);
        Some(words)
    }

    /// Lists a picture; returns its name.
    pub(crate) fn image(&mut self, href: &str, caption: &str) -> Option<String> {
        self.add(href, caption, true)
    }

    /// Lists the files that the part of the page inside `id` links to.
    pub(super) fn links(&mut self, tree: &Tree, id: Id) {
        for link in tree.inside(id).filter(|&inner| tree.tag(inner) == "a") {
            if let Some(href) = tree.attr(link, "href").filter(|href| is_attachment(href)) {
                self.add(href, &tree.text(link), false);
            }
        }
    }

    fn add(&mut self, href: &str, caption: &str, is_image: bool) -> Option<String> {
        let href = href.trim();
        if let Some(&at) = self.by_href.get(href) {
            let there = self.found.get_mut(at)?;
            if there.caption.is_empty() {
                there.caption = one_line(caption);
            }
            return Some(there.name.clone());
        }
        if self.found.len() >= MAX_FILES {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from);
        let name = self.name(href);
        self.by_href.insert(href.to_owned(), self.found.len());
        self.found.push(PageFile {
            name: name.clone(),
            href: href.to_owned(),
            url,
            caption: one_line(caption),
            is_image,
        });
        Some(name)
    }

    /// A name from the end of a reference, unlike those given before.
    fn name(&mut self, href: &str) -> String {
        let path = href.split(['?', '#']).next().unwrap_or(href);
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let plain = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
        let plain: String =
            one_line(&plain).chars().map(|c| if matches!(c, '/' | '\\' | ':') { '-' } else { c }).collect();
        let (stem, ending) = match plain.rsplit_once('.') {
            Some((stem, ending)) if ending.len() <= 5 => (stem.to_owned(), format!(".{ending}")),
            _ => (plain, String::new()),
        };
        let stem: String = stem.chars().take(MAX_NAME).collect();
        let stem = if stem.is_empty() { "file".to_owned() } else { stem };
        let mut name = format!("{stem}{ending}");
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{stem}-{number}{ending}");
            number += 1;
        }
        name
    }
}

/// Whether a link leads to a file and not to a page.
pub(super) fn is_attachment(href: &str) -> bool {
    let ending_of = |path: &str| path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = |ending: Option<String>| ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    let (path, query) = href.split_once('?').unwrap_or((href, ""));
    let path = path.split('#').next().unwrap_or(path);
    // Portals also hand files out by an address like DownloadFile.aspx?file=bao-cao.pdf.
    href.len() <= 2000
        && !href.trim_start().to_ascii_lowercase().starts_with("javascript:")
        && (known(ending_of(path))
            || query.split('&').any(|pair| known(ending_of(pair.split('#').next().unwrap_or(pair)))))
}
