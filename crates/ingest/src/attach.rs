//! Pictures and files that belong to documents: found next to them, in their container or in their crawl, told by content,
//! and handed on once each. What is missing is reported and stays named; what lies elsewhere on the web is not fetched.

use crate::{
    html::{Files, PageFile},
    item::{Item, Notice},
    keep::{From, Keeper},
    media::media_type,
    paths,
    seekable::Shared,
    tree::Listings,
};
use std::{
    collections::HashSet,
    io::{self, Read},
};
use tangthu_archive::{Attachment, Block, Document, MAX_ATTACHMENT_BYTES, Sha256Hex, begins_as_shown};
use unicode_normalization::UnicodeNormalization;

/// All attachments of an archive together, in bytes: more fills the disks of those who publish and of those who host.
const MAX_TOTAL: u64 = 64 * 1024 * 1024 * 1024;

/// How many missing files of a document are named.
const NAMED: usize = 3;

/// What parts a reference from the words for it, where a record gives both.
const PARTING: char = '\u{1F}';

/// A file that goes into the archive beside the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Where it lies in the bundle.
    pub path: String,
    /// Its bytes as they lie there.
    pub bytes: Vec<u8>,
}

/// The file that a document was read from.
#[derive(Clone, Copy)]
pub(crate) enum Original<'a> {
    /// An official document: the file is the document, its text is a help. Listed by the reader of its format.
    Kept(&'a Shared),
    /// A page, which is kept only where the publisher wishes it.
    Source(&'a [u8]),
}

/// Why a file is not there.
enum Absent {
    /// It lies on the web, and nothing was said to be fetched.
    Remote,
    Missing,
    Refused(String),
}

/// A reference to a file together with the words for it, as the name of an attachment that is not resolved yet.
pub(crate) fn reference(path: &str, words: &str) -> String {
    format!("{path}{PARTING}{words}")
}

/// The files that a record lists as attachments and pictures, which from then on go by their names.
fn listed(document: &mut Document) -> Vec<PageFile> {
    let mut files = Files::bare();
    let mut names = Vec::new();
    // Pictures in the HTML of a record are meant from the page that it was taken from.
    let page = document.url.as_deref().and_then(|url| url::Url::parse(url).ok());
    for attachment in &mut document.attachments {
        let (path, words) = attachment.name.split_once(PARTING).unwrap_or((&attachment.name, ""));
        let path = path.to_owned();
        if is_elsewhere(&path) {
            // An address says more than a name where the file itself is not here.
            attachment.name = path;
            continue;
        }
        if let Some(name) = files.link(&path, words) {
            attachment.name.clone_from(&name);
            names.push((path, name));
        }
    }
    for block in &mut document.body {
        if let Block::Figure { caption, image: Some(image) } = block {
            let known = names.iter().find(|(path, name)| path == image || name == image);
            *image = match known {
                Some((_, name)) => name.clone(),
                None => files.image(image, caption).unwrap_or_default(),
            };
        }
    }
    for file in files.found.iter_mut().filter(|file| file.is_image) {
        file.url = page.as_ref().and_then(|page| page.join(&file.href).ok()).map(String::from);
    }
    files.found
}

impl Keeper<'_> {
    /// Finds the files of a document and hands them on. `files` are those that a page lists; a record lists its own. Returns
    /// what is to be said of those that are missing.
    pub(crate) fn attach(
        &mut self,
        document: &mut Document,
        files: Option<Vec<PageFile>>,
        from: &From,
    ) -> Option<Notice> {
        let files = files.unwrap_or_else(|| listed(document));
        for attachment in &mut document.attachments {
            // Whatever a record says, only what is here now is in the archive.
            attachment.sha256 = None;
        }
        let mut missing = Vec::new();
        for file in files {
            match fetch(&file, from, &mut self.attached, &mut self.listings) {
                Ok(bytes) => match self.store(bytes) {
                    Some(stored) => list(document, Attachment { name: file.name, ..stored }),
                    None => missing.push(format!("{}: past what an archive may hold", file.name)),
                },
                Err(Absent::Remote) if file.is_image => forget(document, &file.name),
                Err(Absent::Remote) => list_absent(document, &file.name),
                Err(Absent::Missing) => {
                    list_absent(document, &file.name);
                    missing.push(file.href);
                }
                Err(Absent::Refused(reason)) => {
                    list_absent(document, &file.name);
                    missing.push(format!("{}: {reason}", file.href));
                }
            }
        }
        self.original(document, from, &mut missing);
        if missing.is_empty() {
            return None;
        }
        let shown: Vec<String> = missing
            .iter()
            .take(NAMED)
            .map(|name| name.chars().filter(|c| !c.is_control()).take(120).collect())
            .collect();
        let more = if missing.len() > NAMED { " …" } else { "" };
        let reason = format!("files that belong to it are not here ({}{more})", shown.join(", "));
        let remedy = "put them where it refers to, and read it again";
        Some(Notice::warning(from.input, from.place, reason, remedy))
    }

    /// Keeps the file that the document was read from, where it is to be kept.
    fn original(&mut self, document: &mut Document, from: &From, missing: &mut Vec<String>) {
        let (name, bytes) = match from.original {
            Some(Original::Kept(file)) => {
                // The reader of the format listed it last, under the name it was found by.
                let Some(listed) = document.attachments.last().map(|attachment| attachment.name.clone())
                else {
                    return;
                };
                match limited(file.piece(0, u64::MAX)) {
                    Ok(bytes) => (listed, bytes),
                    Err(error) => return missing.push(format!("{listed}: {error}")),
                }
            }
            Some(Original::Source(bytes)) if self.keep_sources => {
                (from.path.rsplit('/').next().unwrap_or(from.path).to_owned(), bytes.to_vec())
            }
            _ => return,
        };
        match self.store(bytes) {
            Some(stored) => {
                let stated = document.attachments.iter().find(|attachment| attachment.name == name);
                let stated = stated.and_then(|stated| stated.media_type.clone());
                let by_content = stored.media_type.clone();
                let shown = is_shown(&stored);
                let mut original = Attachment { media_type: stated, name, ..stored };
                // The reader of the format knows better what it is, but endings that browsers show are for content alone.
                if original.media_type.is_none() || shown || is_shown(&original) {
                    original.media_type = by_content;
                }
                list(document, original);
            }
            None => missing.push(format!("{name}: past what an archive may hold")),
        }
    }

    /// Hands a file on, unless it was before. `None` where the archive would grow past measure.
    fn store(&mut self, bytes: Vec<u8>) -> Option<Attachment> {
        let sha256 = Sha256Hex::of(&bytes);
        let length = bytes.len() as u64;
        let mut attachment = Attachment {
            name: String::new(),
            media_type: Some(media_type(&bytes).to_owned()),
            bytes: Some(length),
            sha256: Some(sha256),
        };
        if is_shown(&attachment) && !begins_as_shown(&bytes) {
            attachment.media_type = Some("application/octet-stream".to_owned());
        }
        if self.stored.insert(sha256) {
            if self.stored_bytes + length > MAX_TOTAL {
                self.stored.remove(&sha256);
                return None;
            }
            self.stored_bytes += length;
            let (path, bytes) = (attachment.path()?, attachment.stored(bytes).ok()?);
            (self.sink)(Item::File(Box::new(StoredFile { path, bytes })));
        }
        Some(attachment)
    }
}

/// Whether the file lies under an ending that browsers show.
fn is_shown(attachment: &Attachment) -> bool {
    attachment.path().is_some_and(|path| !path.ends_with(".bin"))
}

/// Puts an attachment in the place of the one with its name, or after the others.
fn list(document: &mut Document, attachment: Attachment) {
    match document.attachments.iter_mut().find(|there| there.name == attachment.name) {
        Some(there) => *there = attachment,
        None => document.attachments.push(attachment),
    }
}

fn list_absent(document: &mut Document, name: &str) {
    if !document.attachments.iter().any(|there| there.name == name) {
        let name = name.to_owned();
        document.attachments.push(Attachment { name, media_type: None, bytes: None, sha256: None });
    }
}

/// Takes a picture that lies elsewhere out of the document; its caption stays.
fn forget(document: &mut Document, name: &str) {
    document.attachments.retain(|attachment| attachment.name != name);
    document.body.retain_mut(|block| match block {
        Block::Figure { caption, image } if image.as_deref() == Some(name) => {
            *image = None;
            !caption.is_empty()
        }
        _ => true,
    });
}

/// The bytes of a file that a document refers to.
fn fetch(
    file: &PageFile,
    from: &From,
    found: &mut HashSet<String>,
    listings: &mut Listings,
) -> Result<Vec<u8>, Absent> {
    if let Some(web) = from.web {
        let base = url::Url::parse(web.url).ok();
        let joined = || base.and_then(|base| base.join(&file.href).ok()).map(String::from);
        let url = file.url.clone().or_else(joined).ok_or(Absent::Missing)?;
        let capture = web.crawl.find(&url).ok_or(Absent::Missing)?;
        return web.crawl.answer(capture).map(|answer| answer.body).map_err(Absent::Refused);
    }
    // What is not here and has an address is on the web.
    let is_remote = file.is_image && file.url.is_some();
    let mut outcome = if is_remote { Absent::Remote } else { Absent::Missing };
    let candidates = match candidates(&file.href, from.within) {
        Err(Absent::Refused(_)) if is_remote => return Err(Absent::Remote),
        candidates => candidates?,
    };
    // Only once nothing is there under the very name.
    let alike = candidates.iter().filter_map(|path| from.tree.alike(path, listings));
    for path in candidates.iter().cloned().chain(alike) {
        if paths::is_hidden(&path) {
            return Err(Absent::Refused("hidden files are not published".to_owned()));
        }
        let Some(source) = from.tree.open(&path) else { continue };
        match source.look().and_then(|looked| limited(looked.stored())) {
            Ok(bytes) => {
                let below = from.input.strip_suffix(from.within).unwrap_or_default();
                found.insert(format!("{below}{path}"));
                return Ok(bytes);
            }
            Err(error) => outcome = Absent::Refused(error.to_string()),
        }
    }
    Err(outcome)
}

/// All of a file that is no longer than an attachment may be.
fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_ATTACHMENT_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ATTACHMENT_BYTES {
        let reason = format!("it is longer than {} MB", MAX_ATTACHMENT_BYTES / 1024 / 1024);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// The paths below the root that a reference of the file `within` may mean, the likeliest first.
fn candidates(href: &str, within: &str) -> Result<Vec<String>, Absent> {
    let href = href.trim();
    if is_elsewhere(href) {
        return Err(Absent::Remote);
    }
    let bare = href.split(['?', '#']).next().unwrap_or(href);
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    // Programs that save pages keep the question in the file's name, some of them as it was written.
    let mut found = Vec::new();
    let written = [decoded(bare), bare.to_owned(), decoded(href), href.to_owned()];
    for text in written.iter().flat_map(|text| spellings(&text.replace('\\', "/"))) {
        let mut add = |path: Option<String>| {
            if let Some(path) = path.and_then(|path| paths::plain(&path).ok())
                && !found.contains(&path)
            {
                found.push(path);
            }
        };
        add(below(&text, within));
        // The copy of a site has its root in a folder of its own, and several copies may lie side by side.
        if let Some(rest) = text.strip_prefix('/') {
            let folders = within.match_indices('/').map(|(at, _)| &within[..=at]);
            folders.for_each(|folder| add(below(rest, folder)));
        }
    }
    if found.is_empty() {
        return Err(Absent::Refused("it leads out of the input".to_owned()));
    }
    Ok(found)
}

/// A name as it is written, composed, and in pieces: macOS takes letters apart in names of files, and what refers to them does not.
fn spellings(name: &str) -> Vec<String> {
    if name.is_ascii() {
        return vec![name.to_owned()];
    }
    vec![name.to_owned(), name.nfc().collect(), name.nfd().collect()]
}

/// Whether a reference is no path: it names a host, or a scheme of its own.
fn is_elsewhere(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.len() > 1
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    href.starts_with("//") || scheme.is_some_and(is_scheme)
}

/// The path below the root that `href` means in the file at `within`; `None` where it leads out of it.
fn below(href: &str, within: &str) -> Option<String> {
    let folder = within.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = if href.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_of(href: &str, within: &str) -> Vec<String> {
        candidates(href, within).unwrap_or_default()
    }

    #[test]
    fn references_are_paths_below_the_root_or_nothing() {
        assert_eq!(paths_of("anh/h%E1%BB%8Dp.jpg", "tin/a.html")[0], "tin/anh/họp.jpg");
        assert_eq!(paths_of("../anh/a.jpg", "tin/a.html"), ["anh/a.jpg"]);
        assert_eq!(
            paths_of("/anh/a.jpg", "ban-2/quan.vn/tin/a.html"),
            ["anh/a.jpg", "ban-2/anh/a.jpg", "ban-2/quan.vn/anh/a.jpg", "ban-2/quan.vn/tin/anh/a.jpg"]
        );
        assert_eq!(paths_of("a.jpg?v=1#x", "a.html"), ["a.jpg", "a.jpg?v=1#x"]);
        for href in ["../../a.jpg", "../..", "..\\..\\a", "a/../../../a"] {
            assert!(matches!(candidates(href, "tin/a.html"), Err(Absent::Refused(_))), "{href}");
        }
        assert_eq!(paths_of("%2e%2e/%2e%2e/a", "tin/a.html"), ["tin/%2e%2e/%2e%2e/a"]);
        for href in ["https://quan.vn/a.jpg", "//quan.vn/a.jpg", "data:image/png;base64,AA", "javascript:x"] {
            assert!(matches!(candidates(href, "a.html"), Err(Absent::Remote)), "{href}");
        }
    }

    #[test]
    fn content_tells_what_a_file_is() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1A\n"), "image/png");
        assert_eq!(media_type(b"\xFF\xD8\xFF\xE0"), "image/jpeg");
        assert_eq!(media_type(b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), "image/webp");
        assert_eq!(media_type(b"\0\0\0\x14ftypavif\0\0\0\0mif1"), "image/avif");
        assert_eq!(media_type(b"PK\x03\x04 damaged"), "application/zip");
        for other in [&b"<svg onload=alert(1)>"[..], b"<!doctype html>", b"GIF89a", b""] {
            let kind = media_type(other);
            let attachment = Attachment {
                name: String::new(),
                media_type: Some(kind.to_owned()),
                bytes: None,
                sha256: Some(Sha256Hex::of(other)),
            };
            assert!(!is_shown(&attachment), "{kind}");
        }
    }
}
