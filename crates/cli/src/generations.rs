//! The list of a folder's generations: which files make it up, which are kept for readers of the generation before, and
//! which a run that did not come to its end may have left.
//!
//! A run names every file here before it writes it, names the generation it is about to publish before it writes
//! `archive.json`, and makes the list final after that. So the list tells at any moment which generation is published, and
//! no file of this program lies in the folder without being named.

use crate::output::Problem;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};
use tangthu_archive::{MANIFEST_NAME, Sha256Hex};

/// The name of the list.
pub(crate) const LIST_NAME: &str = "tangthu-site.json";

/// The headers for hosts that read them from a file. Publishers may write their own.
pub(crate) const HEADERS_NAME: &str = "_headers";

/// The page of a site: a folder that has it is more than an archive.
pub(crate) const PAGE_NAME: &str = "index.html";

/// The files that make up a folder now, and those kept for readers of the generation before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Generations {
    pub(crate) current: BTreeSet<String>,
    pub(crate) previous: BTreeSet<String>,
    /// The hashes of those current files whose names carry none (`index.html`, `sw.js`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) hashes: BTreeMap<String, Sha256Hex>,
    /// Whether every document has a page of its own, and at which address the site is to stand.
    #[serde(default, skip_serializing_if = "Settings::are_default")]
    pub(crate) settings: Settings,
}

/// What whoever built a site asked for, and whoever changes it later keeps to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Whether every document has a page of its own.
    #[serde(default)]
    pub(crate) pages: bool,
    /// The address of the site's folder, which ends in a slash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) base_url: Option<String>,
    /// Other origins whose archives the site may open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) connect: Vec<String>,
}

impl Settings {
    fn are_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The list as it lies on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct List {
    /// The published generation and the one before.
    #[serde(flatten)]
    pub(crate) now: Generations,
    /// Files that runs which have not come to their end wrote or were about to write; empty in a finished folder.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) pending: BTreeSet<String>,
    /// What becomes true in the moment in which the manifest is in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<Next>,
}

/// A [`List`] while a run goes on, made of what the run holds: archives of a million documents have hundreds of thousands of files.
#[derive(Debug, Serialize)]
pub(crate) struct Unfinished<'a> {
    #[serde(flatten)]
    pub(crate) now: &'a Generations,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) pending: BTreeSet<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<&'a Next>,
}

/// A generation that is about to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Next {
    manifest: Sha256Hex,
    generations: Generations,
}

impl Next {
    /// The generation that the manifest with these bytes publishes.
    pub(crate) fn new(manifest: &[u8], generations: Generations) -> Self {
        Self { manifest: Sha256Hex::of(manifest), generations }
    }
}

impl List {
    /// Reads the list of the folder `root`; `None` where there is none.
    ///
    /// # Errors
    /// When the file is there and is no list.
    pub(crate) fn read(root: &Path) -> Result<Option<Self>, Problem> {
        let unusable = |error: &dyn std::fmt::Display| {
            Problem::new(format_args!(
                "{} cannot be used as the list of the folder's files ({error}); get it again from where the site was built",
                root.join(LIST_NAME).display()
            ))
        };
        match fs::read(root.join(LIST_NAME)) {
            Ok(bytes) => {
                let list: Self = serde_json::from_slice(&bytes).map_err(|error| unusable(&error))?;
                Ok(Some(list.settled(root)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unusable(&error)),
        }
    }

    /// Whether the run that wrote the list came to its end.
    pub(crate) fn is_final(&self) -> bool {
        self.pending.is_empty() && self.next.is_none()
    }

    /// The list as it would be had its run ended in this moment: if the manifest is in its place, the next generation was
    /// published, and if not, it never was, so it is neither the current nor the one before.
    fn settled(mut self, root: &Path) -> Self {
        let Some(next) = self.next.take() else { return self };
        let is_published =
            || fs::read(root.join(MANIFEST_NAME)).is_ok_and(|bytes| Sha256Hex::of(&bytes) == next.manifest);
        // Where the manifest stays the same, a new viewer is what is published, and all of it is there by now.
        if is_published() {
            let before = std::mem::replace(&mut self.now, next.generations);
            self.pending.extend(before.current);
            self.pending.extend(before.previous);
        }
        self
    }
}

/// A list as a file.
pub(crate) fn in_lines(list: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(list)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whether the list keeps the hash of the file: its name carries none, and nobody but this program should change it.
pub(crate) fn has_listed_hash(name: &str) -> bool {
    let checked_elsewhere = name == MANIFEST_NAME
        || name.starts_with("parts/")
        || name.starts_with("files/")
        || hash_in_name(name).is_some();
    !checked_elsewhere && name != HEADERS_NAME
}

/// The hash that the name of one of the viewer's files carries: `app/name-0123456789abcdef.js`.
pub(crate) fn hash_in_name(name: &str) -> Option<&str> {
    let (stem, _) = name.strip_prefix("app/")?.rsplit_once('.')?;
    let (_, hash) = stem.rsplit_once('-')?;
    (hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit())).then_some(hash)
}
