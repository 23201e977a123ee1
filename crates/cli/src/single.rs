//! A site in one HTML file that opens from the disk: the viewer's page with program, style and archive inside.
//!
//! Everything lies in the page as data, and a script of ours (`single/loader.js`) gives it to the program. The page's policy
//! names that script and the style by their hashes. Beyond what a site's policy allows it lets blobs be run and read, because
//! a page from the disk can load nothing else; a blob is made by a script that runs already, so a text cannot be one.

use crate::{
    generations::PAGE_NAME,
    output::{Bytes, Problem},
    viewer::Viewer,
};
use data_encoding::BASE64;
use flate2::{Compression, write::GzEncoder};
use lol_html::{
    HandlerResult, RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::Path,
};
use tangthu_archive::Sha256Hex;

#[cfg(test)]
mod tests;

const LOADER: &str = include_str!("single/loader.js");

/// The longest archive that is put into one file, in bytes. Browsers read the whole page before they show anything of it, and
/// hold it twice: on a phone more than this takes seconds and memory that it lacks.
pub(crate) const MAX_ARCHIVE_BYTES: u64 = 20_000_000;

/// Refuses a place for the page that is none, or where something lies that this command did not make.
pub(crate) fn refuse_strangers(path: &Path) -> Result<(), Problem> {
    let name = path.display();
    if path.extension().is_none_or(|ending| ending != "html") {
        return Err(Problem::new(format_args!(
            "{name} does not end in .html, by which systems know what to open it with; name it so, or leave --single-file out to make a folder"
        )));
    }
    match fs::read(path) {
        Ok(bytes)
            if !bytes.is_empty()
                && !bytes.windows(LIST_MARK.len()).any(|part| part == LIST_MARK.as_bytes()) =>
        {
            Err(Problem::new(format_args!(
                "{name} is there and is no page that `tangthu build --single-file` made, so it was not replaced; name another file"
            )))
        }
        Err(_) if path.is_dir() => Err(Problem::new(format_args!("{name} is a folder; name a file"))),
        _ => Ok(()),
    }
}

/// What tells a page of this kind.
const LIST_MARK: &str = "id=\"tangthu-list\"";

/// The files of an archive, in memory.
#[derive(Debug, Default)]
pub(crate) struct Inside {
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Inside {
    /// Takes a file. What is too much is counted and not kept.
    pub(crate) fn take(&mut self, name: &str, bytes: &[u8]) {
        if self.files.contains_key(name) {
            return;
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > MAX_ARCHIVE_BYTES {
            self.files.clear();
        } else {
            self.files.insert(name.to_owned(), bytes.to_vec());
        }
    }

    /// Refuses an archive that is too long.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.bytes <= MAX_ARCHIVE_BYTES {
            return Ok(());
        }
        Err(Problem::new(format_args!(
            "the archive takes {}, and one file holds at most {}, because browsers read all of it before they show anything; \
             build a folder with -o SITE and hand that over, to be opened with `tangthu serve SITE`",
            Bytes(self.bytes),
            Bytes(MAX_ARCHIVE_BYTES)
        )))
    }
}

/// Where a file lies among the packed ones: from which character on, and how many.
type Place = (usize, usize);

/// A file of the program: name, media type, place of its compressed bytes.
type Program<'a> = Vec<(&'a str, &'static str, Place)>;

/// What the loader reads first.
#[derive(Debug, Serialize)]
struct List<'a> {
    /// What the page runs and shows, each file after those that it needs.
    page: Program<'a>,
    /// What the worker runs, likewise.
    worker: Program<'a>,
    /// The worker's file that starts it.
    entry: &'a str,
    /// The files of the archive.
    archive: Vec<(&'a str, Place)>,
}

/// The files one after the other, each in base 64 by itself, so that each can be opened alone.
#[derive(Default)]
struct Packed(String);

impl Packed {
    fn add(&mut self, bytes: &[u8]) -> Place {
        let start = self.0.len();
        BASE64.encode_append(bytes, &mut self.0);
        (start, self.0.len() - start)
    }
}

/// The page, of a viewer that was made the site's.
pub(crate) fn page(viewer: &Viewer, archive: &Inside) -> Result<Vec<u8>, Problem> {
    let find =
        |name: &str| viewer.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_ref());
    let page = find(PAGE_NAME).and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or_else(strange)?;
    let Tag { entry, roots } = tag(page)?;
    let order = in_order(viewer)?;
    let mut packed = Packed::default();
    let mut places = BTreeMap::new();
    for name in &order {
        let media_type = media_type(name).ok_or_else(strange)?;
        places.insert(*name, (media_type, packed.add(&compressed(find(name).unwrap_or_default())?)));
    }
    let program = |roots: &[&str]| -> Program<'_> {
        let needed = needed(viewer, roots);
        let order = order.iter().filter(|name| needed.contains(**name));
        order
            .filter_map(|name| places.get(name).map(|(media_type, place)| (*name, *media_type, *place)))
            .collect()
    };
    let mut shown: Vec<&str> = roots.iter().map(String::as_str).collect();
    shown.extend(order.iter().filter(|name| name.ends_with(".svg")));
    let (shown, worker) = (program(&shown), program(&[entry.as_str()]));
    let archive = archive.files.iter().map(|(name, bytes)| (name.as_str(), packed.add(bytes))).collect();
    let list = List { page: shown, worker, entry: &entry, archive };
    let style = |name: &str| find(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let styles = viewer.files.iter().map(|(name, _)| name.as_str()).filter(|name| name.ends_with(".css"));
    let styles: Vec<String> = styles.map(|name| format!("'{}'", hash_source(style(name)))).collect();

    let policy = format!(
        "default-src 'none'; script-src '{}' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; img-src blob:; \
         style-src {}; base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'none'",
        hash_source(LOADER),
        styles.join(" ")
    );
    let allow = |element: &mut Element<'_, '_>| Ok(element.set_attribute("content", &policy)?);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[http-equiv=Content-Security-Policy]", allow))
        .append_element_content_handler(element!("link", |element| link(element, style)))
        .append_element_content_handler(element!("script[src]", script))
        .append_element_content_handler(element!("img[src]", |element| rename(element, "src")));
    let page = rewrite_str(page, settings).map_err(|_| strange())?;
    let list = serde_json::to_string(&list)?.replace('<', "\\u003c");
    let mut whole = page.into_bytes();
    write!(
        whole,
        "<script type=\"application/json\" id=\"tangthu-list\">{list}</script>\n\
         <script type=\"text/plain\" id=\"tangthu-files\">{}</script>\n<script>{LOADER}</script>\n",
        packed.0
    )?;
    Ok(whole)
}

/// The viewer's files that the program needs, each after those whose names it holds.
fn in_order(viewer: &Viewer) -> Result<Vec<&str>, Problem> {
    let is_program =
        |name: &str| name.starts_with("app/") && !name.ends_with(".css") || name.ends_with(".svg");
    let files = viewer.files.iter().filter(|(name, _)| is_program(name));
    let mut waiting: BTreeMap<&str, &[u8]> =
        files.map(|(name, bytes)| (name.as_str(), bytes.as_ref())).collect();
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let needs = |name: &str, bytes: &[u8]| {
            let text = if name.ends_with(".js") { String::from_utf8_lossy(bytes) } else { "".into() };
            waiting.keys().any(|other| *other != name && text.contains(file_of(other)))
        };
        let ready = waiting.iter().find(|(name, bytes)| !needs(name, bytes)).map(|(name, _)| *name);
        let ready = ready.ok_or_else(strange)?;
        waiting.remove(ready);
        order.push(ready);
    }
    Ok(order)
}

/// These files and those that they name, and so on.
fn needed<'a>(viewer: &'a Viewer, roots: &[&'a str]) -> BTreeSet<&'a str> {
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    let mut open = roots.to_vec();
    while let Some(name) = open.pop() {
        if !needed.insert(name) || !name.ends_with(".js") {
            continue;
        }
        let file = viewer.files.iter().find(|(known, _)| known == name);
        let text = file.map(|(_, bytes)| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let others = viewer.files.iter().map(|(other, _)| other.as_str());
        open.extend(
            others
                .filter(|other| *other != name && other.starts_with("app/") && text.contains(file_of(other))),
        );
    }
    needed
}

fn file_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn media_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

fn compressed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The source that allows a script or style of this text in a policy.
fn hash_source(text: &str) -> String {
    let hash = Sha256Hex::of(text.as_bytes()).to_string();
    let bytes: Vec<u8> = (0..hash.len())
        .step_by(2)
        .filter_map(|at| u8::from_str_radix(hash.get(at..at + 2)?, 16).ok())
        .collect();
    format!("sha256-{}", BASE64.encode(&bytes))
}

/// Styles become parts of the page; what is fetched ahead or belongs to a site goes.
fn link<'a>(element: &mut Element<'_, '_>, style: impl Fn(&str) -> &'a str) -> HandlerResult {
    match element.get_attribute("rel").as_deref() {
        Some("stylesheet") => {
            let address = element.get_attribute("href").unwrap_or_default();
            let style = style(address.trim_start_matches("./"));
            element.replace(&format!("<style>{style}</style>"), ContentType::Html);
        }
        Some("icon") => rename(element, "href")?,
        _ => element.remove(),
    }
    Ok(())
}

/// What the tag of the script that starts the program names.
#[derive(Default)]
struct Tag {
    /// The worker's first file.
    entry: String,
    /// The other files.
    roots: Vec<String>,
}

fn tag(page: &str) -> Result<Tag, Problem> {
    let mut tag = Tag::default();
    let read = |element: &mut Element<'_, '_>| -> HandlerResult {
        for attribute in element.attributes() {
            let value = bare(&attribute.value()).to_owned();
            match attribute.name().as_str() {
                "data-worker" => tag.entry = value,
                name if name == "src" || name.starts_with("data-") => tag.roots.push(value),
                _ => {}
            }
        }
        Ok(())
    };
    let settings =
        RewriteStrSettings::new().append_element_content_handler(element!("script[data-worker]", read));
    rewrite_str(page, settings).map_err(|_| strange())?;
    if tag.entry.is_empty() { Err(strange()) } else { Ok(tag) }
}

/// The script that starts the program becomes data that names its files; others are for pages that were fetched.
fn script(element: &mut Element<'_, '_>) -> HandlerResult {
    if !element.has_attribute("data-worker") {
        element.remove();
        return Ok(());
    }
    let names: Vec<String> =
        element.attributes().iter().map(lol_html::html_content::Attribute::name).collect();
    for name in names.iter().filter(|name| name.starts_with("data-")) {
        let value = element.get_attribute(name).unwrap_or_default();
        element.set_attribute(name, bare(&value))?;
    }
    let boot = element.get_attribute("src").unwrap_or_default();
    element.set_attribute("data-boot", bare(&boot))?;
    element.set_attribute("type", "application/json")?;
    element.remove_attribute("src");
    Ok(())
}

/// An address of a file becomes its name, for the loader to fill in.
fn rename(element: &mut Element<'_, '_>, attribute: &str) -> HandlerResult {
    if let Some(address) = element.get_attribute(attribute) {
        element.set_attribute("data-file", bare(&address))?;
        element.remove_attribute(attribute);
    }
    Ok(())
}

fn bare(address: &str) -> &str {
    address.trim_start_matches("./")
}

fn strange() -> Problem {
    Problem::new(
        "the viewer has another form than one file can hold; name the folder `dist` that `trunk build --release` makes with --viewer DIR",
    )
}
