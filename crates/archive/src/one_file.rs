//! The one-file archive, `NAME.json`: documents in a JSON object that a person can write by hand. It carries no index;
//! whoever opens it builds one in memory.

use crate::{
    ArchiveError, Document, FORMAT, MAX_ID_CHARS, MAX_MANIFEST_BYTES, MAX_ONE_FILE_BYTES, Manifest,
    Sha256Hex, VERSION,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A one-file archive. `{"title": "…", "documents": [{"title": "…", "body": [{"type": "paragraph", "text": "…"}]}]}` is
/// enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneFile {
    /// `tangthu-archive` where it is given.
    #[serde(default = "format")]
    pub format: String,
    /// The version of the format; 1 where it is left out.
    #[serde(default = "version")]
    pub version: u32,
    /// The archive's title.
    #[serde(default)]
    pub title: String,
    /// A sentence about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The main language of its documents, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The program that wrote it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// The documents.
    pub documents: Vec<Document>,
}

fn format() -> String {
    FORMAT.to_owned()
}

fn version() -> u32 {
    VERSION
}

/// What a file that should be an archive turned out to be.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The manifest of a folder archive.
    Manifest(Manifest),
    /// A one-file archive.
    OneFile(OneFile),
}

/// The fields that tell the two shapes apart, and what version they are of, whatever else a newer version may hold.
#[derive(Deserialize)]
struct Probe {
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    documents: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    segments: Option<serde::de::IgnoredAny>,
}

/// The bytes of a text without the byte order mark that some editors write first.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Whether the bytes begin and end as the JSON of an archive does: neither another page, nor cut short.
pub fn is_whole_json(bytes: &[u8]) -> bool {
    let bytes = without_mark(bytes).trim_ascii();
    bytes.first() == Some(&b'{') && bytes.last() == Some(&b'}')
}

/// The JSON of a file that is an archive, and whether it is a manifest.
///
/// # Errors
/// When it is too large, not JSON, not an archive, or of a newer version.
fn probe<'a>(name: &str, bytes: &'a [u8]) -> Result<(&'a [u8], bool), ArchiveError> {
    if bytes.len() > MAX_ONE_FILE_BYTES {
        let what =
            format!("it has {} bytes, more than {MAX_ONE_FILE_BYTES}; pack it as a folder", bytes.len());
        return Err(ArchiveError::Limit { name: name.to_owned(), what });
    }
    let bytes = without_mark(bytes);
    // JSON that is well formed but of another shape is no archive; only broken JSON is "not JSON".
    let probe: Probe = serde_json::from_slice(bytes).map_err(|error| {
        let broken = serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err();
        if broken { not_json(name, &error) } else { ArchiveError::NotAnArchive { name: name.to_owned() } }
    })?;
    // An array can be read as a struct's fields in order; it is no archive all the same.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(ArchiveError::NotAnArchive { name: name.to_owned() });
    }
    if let Some(version) = probe.version {
        let found = u32::try_from(version).unwrap_or(u32::MAX);
        if found > VERSION || found == 0 {
            return Err(ArchiveError::Version { found });
        }
    }
    if probe.segments.is_none() && probe.documents.is_none() {
        return Err(ArchiveError::NotAnArchive { name: name.to_owned() });
    }
    Ok((bytes, probe.segments.is_some()))
}

impl Opened {
    /// Reads the file `name`, of either shape.
    ///
    /// # Errors
    /// When it is too large, not JSON, not an archive, of a newer version, or contradicts itself.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, ArchiveError> {
        Ok(match Manifest::parse(name, bytes)? {
            Some(manifest) => Self::Manifest(manifest),
            None => Self::OneFile(OneFile::parse(name, bytes)?),
        })
    }
}

impl Manifest {
    /// Reads the manifest `name`; `None` where the file is a one-file archive instead.
    ///
    /// # Errors
    /// When it is too large, not JSON, not an archive, of a newer version, or contradicts itself.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Option<Self>, ArchiveError> {
        let (bytes, is_manifest) = probe(name, bytes)?;
        if !is_manifest {
            return Ok(None);
        }
        if bytes.len() > MAX_MANIFEST_BYTES {
            let what = format!("a manifest of {} bytes, more than {MAX_MANIFEST_BYTES}", bytes.len());
            return Err(ArchiveError::Limit { name: name.to_owned(), what });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| not_json(name, &error))?;
        manifest.validate(name)?;
        Ok(Some(manifest))
    }
}

impl OneFile {
    /// Reads the one-file archive `name`.
    ///
    /// # Errors
    /// When it is too large, not JSON, a manifest or no archive at all, or of a newer version.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, ArchiveError> {
        let (bytes, is_manifest) = probe(name, bytes)?;
        if is_manifest {
            return Err(ArchiveError::NotAnArchive { name: name.to_owned() });
        }
        let mut file: Self = serde_json::from_slice(bytes).map_err(|error| not_json(name, &error))?;
        file.name_documents();
        file.documents.iter_mut().for_each(|document| {
            document.cut_section();
        });
        Ok(file)
    }

    /// Gives an id to every document without one, from its content, and keeps ids unique: of two documents with one id
    /// the later gets its content's hash added, and a number where the content is the same as well. Ids lose the control
    /// characters, which addresses cannot hold: browsers leave out a tab without a word. One that is longer than addresses
    /// carry ([`MAX_ID_CHARS`]) is cut, and gets the hash as well.
    fn name_documents(&mut self) {
        let mut seen = HashSet::new();
        let mut copies: HashMap<String, u32> = HashMap::new();
        for document in &mut self.documents {
            document.id.retain(|c| !c.is_control());
            let length = document.id.chars().count();
            let fits = !document.id.trim().is_empty() && length <= MAX_ID_CHARS;
            if fits && seen.insert(document.id.clone()) {
                continue;
            }
            let mut given = std::mem::take(&mut document.id);
            if length > MAX_ID_CHARS {
                given = given.chars().take(MAX_ID_CHARS / 2).collect();
            }
            given.truncate(given.trim_end().len());
            let hash = content_hash(document);
            let base = if given.is_empty() { hash } else { format!("{given}~{hash}") };
            let copy = copies.entry(base.clone()).or_default();
            document.id.clone_from(&base);
            while !seen.insert(document.id.clone()) {
                // The count goes on where it stopped, so that a thousand equal documents are named in a thousand steps.
                *copy += 1;
                document.id = format!("{base}~{copy}");
            }
        }
    }

    /// The file's bytes: indented, so that people and version control can read it; the same every time.
    ///
    /// # Errors
    /// Never for these types; the serialiser's error is passed on so that no one has to panic.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn content_hash(document: &Document) -> String {
    let bytes = serde_json::to_vec(document).unwrap_or_default();
    Sha256Hex::of(&bytes).prefix(12)
}

fn not_json(name: &str, error: &serde_json::Error) -> ArchiveError {
    ArchiveError::NotJson { name: name.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MAX_SECTION_BYTES, MAX_SECTION_STEPS};

    fn documents(json: &str) -> Vec<Document> {
        match Opened::parse("a.json", json.as_bytes()) {
            Ok(Opened::OneFile(file)) => file.documents,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_written_by_hand_needs_only_titles() {
        let found = documents(r#"{"title":"Sổ tay","documents":[{"title":"Một"},{"title":"Hai"}]}"#);
        assert_eq!(found.len(), 2);
        assert_ne!(found[0].id, found[1].id);
        assert!(!found[0].id.is_empty());
    }

    #[test]
    fn a_file_is_whole_with_what_editors_put_round_it() {
        let file = r#"{"documents":[]}"#;
        for whole in [file.to_owned(), format!("\u{FEFF}{file}\r\n"), format!("\u{FEFF} \n{file}")] {
            assert!(is_whole_json(whole.as_bytes()), "{whole:?}");
            assert!(Opened::parse("a.json", whole.as_bytes()).is_ok(), "{whole:?}");
        }
        for other in ["", "\u{FEFF}", "<!doctype html>", "[1]", &file[..file.len() - 1], &file[1..], "{"] {
            assert!(!is_whole_json(other.as_bytes()), "{other:?}");
        }
    }

    #[test]
    fn documents_with_one_id_are_both_kept() {
        let found = documents(
            r#"{"documents":[{"id":"a","title":"Một"},{"id":"a","title":"Hai"},{"id":"a","title":"Hai"}]}"#,
        );
        let ids: HashSet<_> = found.iter().map(|document| &document.id).collect();
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn ids_hold_no_character_that_an_address_cannot_hold() {
        let found = documents(
            r#"{"documents":[{"id":"a\tb\u0000c\u0085","title":"Một"},{"id":"\n","title":"Hai"},{"id":"abc","title":"Ba"}]}"#,
        );
        assert_eq!(found[0].id, "abc");
        assert!(!found[1].id.is_empty() && !found[1].id.contains(char::is_control), "{:?}", found[1].id);
        assert!(found[2].id.starts_with("abc~"), "{:?}", found[2].id);
    }

    #[test]
    fn an_id_that_no_address_carries_is_cut_and_stays_one_of_a_kind() {
        let long = "à".repeat(MAX_ID_CHARS);
        let file = |ids: &[&str]| {
            let each = ids.iter().enumerate().map(|(at, id)| format!(r#"{{"id":"{id}","title":"{at}"}}"#));
            documents(&format!(r#"{{"documents":[{}]}}"#, each.collect::<Vec<_>>().join(",")))
        };
        let found = file(&[&long, &format!("{long}b"), &format!("{long}c"), "  ", " a\u{A0}b "]);
        let ids: Vec<_> = found.iter().map(|document| document.id.as_str()).collect();
        assert_eq!((ids[0], ids[4]), (long.as_str(), " a\u{A0}b "));
        assert!(ids[1].starts_with("àà") && ids[1] != ids[2]);
        assert!(ids.iter().all(|id| id.chars().count() <= MAX_ID_CHARS && !id.trim().is_empty()), "{ids:?}");
    }

    #[test]
    fn section_paths_past_the_limits_are_cut() {
        let path = |steps: &[&str]| {
            let steps = serde_json::to_string(steps).unwrap();
            let found = documents(&format!(r#"{{"documents":[{{"title":"a","section":{steps}}}]}}"#));
            found.into_iter().next().unwrap().section.len()
        };
        let long = "x".repeat(MAX_SECTION_BYTES);
        assert_eq!(path(&["a"; MAX_SECTION_STEPS]), MAX_SECTION_STEPS);
        assert_eq!(path(&["a"; 3_000]), MAX_SECTION_STEPS);
        assert_eq!(path(&[&long]), 1);
        assert_eq!(path(&[&long, "b"]), 1);
        assert_eq!(path(&["a", &long]), 1);
        assert_eq!(path(&[&"x".repeat(497), &"y".repeat(500), "z"]), 2);
    }

    #[test]
    fn many_equal_documents_are_named_in_a_moment() {
        let rows = vec![r#"{"id":"a","title":"Một"}"#; 5_000].join(",");
        let found = documents(&format!(r#"{{"documents":[{rows}]}}"#));
        let ids: HashSet<_> = found.iter().map(|document| &document.id).collect();
        assert_eq!(ids.len(), 5_000);
        assert!(ids.iter().all(|id| id.len() < 30));
    }

    #[test]
    fn what_is_no_archive_is_told_apart() {
        let refused = |text: &str| Opened::parse("a.json", text.as_bytes()).unwrap_err();
        assert!(matches!(refused("<!doctype html>"), ArchiveError::NotJson { .. }));
        assert!(matches!(refused("[1,2]"), ArchiveError::NotAnArchive { .. }));
        assert!(matches!(refused("{}"), ArchiveError::NotAnArchive { .. }));
        let newer = VERSION + 1;
        let newer = refused(&format!(r#"{{"version":{newer},"documents":5}}"#));
        assert!(matches!(newer, ArchiveError::Version { found } if found == VERSION + 1));
        assert!(matches!(
            refused(r#"{"version":1,"documents":[{"title":5}]}"#),
            ArchiveError::NotJson { .. }
        ));
    }
}
