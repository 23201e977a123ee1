//! Parts: the hash-named files of a bundle, and how they are referred to and checked.

use crate::{ArchiveError, MAX_PART_BYTES, PartHash};
use serde::{Deserialize, Serialize};

/// The folder that holds every part, beside the manifest.
pub const PART_FOLDER: &str = "parts";

/// Hexadecimal digits of the hash in a file name: 80 bits, so that a million parts collide once in 10^12 archives; what is
/// checked is the hash in the table.
const NAME_DIGITS: usize = 20;

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// A JSON array of cards.
    Cards,
    /// A JSON array of documents.
    Texts,
    /// Sorted document ids with their ordinals.
    Ids,
    /// A block of the dictionary of words.
    Words,
    /// Posting lists of words.
    WordPostings,
    /// A block of the dictionary of adjacent pairs.
    Pairs,
    /// Posting lists of pairs.
    PairPostings,
    /// Where in its documents each pair stands: what an exact phrase is checked by.
    PairPlaces,
    /// Pairs that one document alone holds, by the hash of their folded form.
    LonePairs,
    /// A column of facet or sort values.
    Columns,
    /// A JSON array of the mentions of documents.
    Mentions,
}

impl PartKind {
    /// Every kind, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::Cards,
        Self::Texts,
        Self::Ids,
        Self::Words,
        Self::WordPostings,
        Self::Pairs,
        Self::PairPostings,
        Self::PairPlaces,
        Self::LonePairs,
        Self::Columns,
        Self::Mentions,
    ];
}

impl PartKind {
    /// Whether readers look for parts of this kind by the table at once. To the others something else leads: the blocks of
    /// the dictionaries name the parts of the streams, and texts and mentions are wanted after the results stand.
    pub fn is_direct(self) -> bool {
        !matches!(
            self,
            Self::WordPostings | Self::PairPostings | Self::PairPlaces | Self::Texts | Self::Mentions
        )
    }
}

/// A part of a segment: its kind and its position among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId {
    /// The kind.
    pub kind: PartKind,
    /// The position, from 0.
    pub index: u32,
}

/// A reference to a stored file: what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartRef {
    /// The hash of the file as stored. The file is `parts/` + the first 20 digits + `.bin`.
    #[serde(rename = "sha256")]
    pub hash: PartHash,
    /// Length of the file as stored, in bytes.
    pub bytes: u32,
    /// Length of its content after gzip is undone, in bytes.
    pub inflated: u32,
}

impl PartRef {
    /// The file's name, relative to the archive.
    pub fn name(&self) -> String {
        let mut digits = self.hash.to_string();
        digits.truncate(NAME_DIGITS);
        format!("{PART_FOLDER}/{digits}.bin")
    }

    /// Checks the lengths against the limits of the format; `name` is the file that holds this reference.
    ///
    /// # Errors
    /// When a length is past [`MAX_PART_BYTES`].
    pub fn validate(&self, name: &str) -> Result<(), ArchiveError> {
        if self.bytes > MAX_PART_BYTES || self.inflated > MAX_PART_BYTES {
            let what = format!(
                "it refers to a part of {} bytes, past {MAX_PART_BYTES}",
                self.bytes.max(self.inflated)
            );
            return Err(ArchiveError::Limit { name: name.to_owned(), what });
        }
        Ok(())
    }

    /// Checks stored bytes against this reference.
    ///
    /// # Errors
    /// When their length or their hash differs.
    pub fn verify(&self, stored: &[u8]) -> Result<(), ArchiveError> {
        if stored.len() as u64 != u64::from(self.bytes) {
            return Err(ArchiveError::Length {
                name: self.name(),
                expected: u64::from(self.bytes),
                found: stored.len() as u64,
            });
        }
        if PartHash::of(stored) != self.hash {
            return Err(ArchiveError::Hash { name: self.name() });
        }
        Ok(())
    }
}
