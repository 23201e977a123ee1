//! The manifest, `archive.json`: the first thing a reader fetches, and the root of all hashes.

use crate::{ArchiveError, MAX_DOCUMENTS, MAX_SEGMENT_DOCUMENTS, MAX_SEGMENTS, PartRef};
use serde::{Deserialize, Serialize};

/// The word in the field `format` of every bundle.
pub const FORMAT: &str = "tangthu-archive";

/// The version of the formats that this program writes, and the newest that it reads. Version 1 wrote tables as JSON; up to 2
/// mentions lay inside the documents, and a reader refused a table with kinds of parts that it did not know. Up to 3 places of pairs
/// were positions.
pub const VERSION: u32 = 4;

/// The version that an archive in one file is written with: it has not changed since then, so older programs read it.
pub const ONE_FILE_VERSION: u32 = 2;

/// The manifest of a folder archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Always `tangthu-archive`.
    pub format: String,
    /// The version of the format, 1 to 4.
    pub version: u32,
    /// The archive's title.
    pub title: String,
    /// A sentence about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The main language of its documents, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The program that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// How many documents it holds, over all segments.
    pub documents: u32,
    /// Its segments.
    pub segments: Vec<SegmentEntry>,
}

/// One segment: up to some 100,000 documents with their index, complete in itself and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentEntry {
    /// How many documents it holds.
    pub documents: u32,
    /// The root of its part table.
    pub table: PartRef,
}

impl Manifest {
    /// Checks what the types cannot: version, totals and limits.
    ///
    /// # Errors
    /// When the version is newer than [`VERSION`], or numbers are past the limits or contradict each other.
    pub fn validate(&self, name: &str) -> Result<(), ArchiveError> {
        let limit = |what: String| Err(ArchiveError::Limit { name: name.to_owned(), what });
        if self.version > VERSION || self.version == 0 {
            return Err(ArchiveError::Version { found: self.version });
        }
        if self.segments.len() > MAX_SEGMENTS {
            return limit(format!("it lists {} segments, more than {MAX_SEGMENTS}", self.segments.len()));
        }
        let total: u64 = self.segments.iter().map(|segment| u64::from(segment.documents)).sum();
        if total != u64::from(self.documents) || self.documents > MAX_DOCUMENTS {
            return limit(format!("documents by its count: {}, by its segments: {total}", self.documents));
        }
        if let Some(segment) = self.segments.iter().find(|segment| segment.documents > MAX_SEGMENT_DOCUMENTS)
        {
            return limit(format!(
                "a segment claims {} documents, more than {MAX_SEGMENT_DOCUMENTS}",
                segment.documents
            ));
        }
        self.segments.iter().try_for_each(|segment| segment.table.validate(name))
    }
}
