//! What each file of an archive is, told by its tables.
//!
//! Everything here that knows the format of archives is in [`Classes::read`] and [`class_of`]. Should the format change so
//! that they cannot read it, every part is simply a "part": nothing is lost but the breakdown.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;
use tangthu_archive::{MANIFEST_NAME, Opened, PartKind, PartRef, TablePage, TableRoot};

/// What each file of an archive is, and which files are the app's.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    parts: HashMap<String, String>,
    /// Of each page of a table, the kind of what it lists.
    listed: HashMap<String, String>,
    app: BTreeSet<String>,
}

/// The kind in the ledger of DESIGN for a kind of part in the archive.
fn class_of(kind: PartKind) -> String {
    let name = serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned));
    let name = name.unwrap_or_else(|| "parts".to_owned());
    match name.as_str() {
        "words" => "dictionary".to_owned(),
        "word-postings" => "lists".to_owned(),
        "pairs" | "pair-postings" => "pairs".to_owned(),
        _ => name,
    }
}

impl Classes {
    /// Reads the tables of the archive in the folder `archive`; `app` is the folder of the built viewer.
    ///
    /// # Errors
    /// When the viewer's folder cannot be read. An archive that cannot be read has parts all the same.
    pub fn read(archive: &Path, app: &Path) -> Result<Self> {
        let mut classes = Self { app: files_below(app)?.into_keys().collect(), ..Self::default() };
        // What Trunk copies beside the viewer is a sample, not the archive that is measured.
        classes.app.remove(MANIFEST_NAME);
        classes.app.insert("favicon.ico".to_owned());
        if let Err(error) = classes.read_tables(archive) {
            eprintln!(
                "note: the archive's tables cannot be read here ({error:#}); its parts are not told apart"
            );
        }
        Ok(classes)
    }

    fn read_tables(&mut self, archive: &Path) -> Result<()> {
        let bytes = std::fs::read(archive.join(MANIFEST_NAME))?;
        let Opened::Manifest(manifest) = Opened::parse(MANIFEST_NAME, &bytes)? else { return Ok(()) };
        for segment in &manifest.segments {
            let name = segment.table.name();
            let root = TableRoot::parse(&name, &content(archive, &segment.table)?)?;
            self.parts.insert(name, "tables".to_owned());
            for (kind, mut pages) in root.pages {
                while let Some(page) = pages.pop() {
                    let name = page.page.name();
                    let below = TablePage::parse(&name, &content(archive, &page.page)?)?;
                    self.listed.insert(name.clone(), class_of(kind));
                    self.parts.insert(name, "tables".to_owned());
                    self.parts.extend(below.parts.iter().map(|entry| (entry.part.name(), class_of(kind))));
                    pages.extend(below.pages);
                }
            }
        }
        Ok(())
    }

    /// The parts of one kind, in the order of their names.
    #[must_use]
    pub fn parts(&self, class: &str) -> Vec<String> {
        let mut parts: Vec<String> =
            self.parts.iter().filter(|(_, of)| *of == class).map(|(name, _)| name.clone()).collect();
        parts.sort();
        parts
    }

    /// Of what kind the parts are that the page of a table at `path` lists; none where it is no such page.
    #[must_use]
    pub fn listed(&self, path: &str) -> Option<&str> {
        self.listed.get(path).map(String::as_str)
    }

    /// What the file at `path` is; none for the app's own.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&str> {
        if self.app.contains(path) {
            return None;
        }
        let known = self.parts.get(path).map(String::as_str);
        Some(known.unwrap_or_else(|| match path {
            MANIFEST_NAME => "manifest",
            _ if path.starts_with("parts/") => "parts",
            _ => "other",
        }))
    }
}

fn content(archive: &Path, part: &PartRef) -> Result<Vec<u8>> {
    let path = archive.join(part.name());
    let stored = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut content = Vec::new();
    GzDecoder::new(stored.as_slice()).take(u64::from(part.inflated) + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// All files below a folder, by their paths with `/`, with their lengths. Links are followed.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(folder: &Path) -> Result<BTreeMap<String, u64>> {
    fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, u64>) -> Result<()> {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let place = format!("{below}{name}");
            if path.is_dir() {
                walk(&path, &format!("{place}/"), files)?;
            } else {
                files.insert(place, std::fs::metadata(&path)?.len());
            }
        }
        Ok(())
    }
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_part_has_a_place() {
        let classes: BTreeSet<String> = PartKind::ALL.into_iter().map(class_of).collect();
        assert!(classes.contains("dictionary") && classes.contains("lists") && classes.contains("pairs"));
    }

    #[test]
    fn the_apps_own_files_do_not_count_and_unknown_parts_do() {
        let classes = Classes { app: ["index.html".to_owned()].into(), ..Classes::default() };
        assert_eq!(classes.of("index.html"), None);
        assert_eq!(classes.of("archive.json"), Some("manifest"));
        assert_eq!(classes.of("parts/0a.bin"), Some("parts"));
        assert_eq!(classes.of("strange"), Some("other"));
    }
}
