//! What can be wrong with a bundle, each with a sentence that says what happened, what it usually means and what to do.

use std::fmt;

/// A fault found while reading a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// The bytes are not JSON, or not the JSON this format describes.
    NotJson {
        /// The file, as named in the bundle.
        name: String,
        /// Where and why the parser stopped.
        reason: String,
    },
    /// The JSON is well formed but is no Tàng Thư archive.
    NotAnArchive {
        /// The file that was read.
        name: String,
    },
    /// The archive was written by a newer program.
    Version {
        /// The version that the file states.
        found: u32,
    },
    /// A part's bytes do not match the hash that its table gives.
    Hash {
        /// The part's file name.
        name: String,
    },
    /// A part is longer or shorter than its table says.
    Length {
        /// The part's file name.
        name: String,
        /// The length in the table, in bytes.
        expected: u64,
        /// The length found, in bytes.
        found: u64,
    },
    /// A number in the bundle is past the limit of the format, or contradicts another one.
    Limit {
        /// The file in which it stands.
        name: String,
        /// What is too large or contradictory.
        what: String,
    },
    /// A part does not hold what its kind promises.
    Malformed {
        /// The part's file name.
        name: String,
        /// What was wrong.
        reason: String,
    },
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { name, reason } => {
                write!(
                    f,
                    "{name} is not the JSON of an archive ({reason}); it may be cut short or be a web page instead: fetch or build it again"
                )
            }
            Self::NotAnArchive { name } => {
                write!(
                    f,
                    "{name} is JSON but not a Tàng Thư archive: it has neither \"documents\" nor \"segments\"; see docs/format.md for the shape"
                )
            }
            Self::Version { found } => write!(
                f,
                "the archive is of format version {found} and this program reads version {}; use a newer program",
                crate::VERSION
            ),
            Self::Hash { name } => {
                write!(
                    f,
                    "{name} does not match its hash: the file was damaged or replaced; copy it again from the original"
                )
            }
            Self::Length { name, expected, found } => {
                write!(
                    f,
                    "{name} has {found} bytes where its table says {expected}: it was cut short or replaced; copy it again from the original"
                )
            }
            Self::Limit { name, what } => {
                write!(f, "{name} was refused: {what}; the archive is damaged or was made to do harm")
            }
            Self::Malformed { name, reason } => {
                write!(f, "{name} cannot be read: {reason}; the archive is damaged, build it again")
            }
        }
    }
}

impl std::error::Error for ArchiveError {}
