//! What can go wrong when an archive is opened or asked, as values that a page can put into sentences.

use serde::{Deserialize, Serialize};
use std::fmt;
use tangthu_archive::ArchiveError;

/// A failure that a reader meets. The `Display` text is the English sentence; the viewer has its own in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// There is no file of that name where the archive should be.
    Missing {
        /// The file.
        name: String,
    },
    /// The file could not be fetched: no network, no server, or no permission.
    Unreachable {
        /// The file.
        name: String,
        /// What the host said.
        reason: String,
    },
    /// The file is not JSON (cut short, or a web page in its place).
    NotJson {
        /// The file.
        name: String,
        /// Where and why reading stopped.
        reason: String,
    },
    /// The file is JSON but no archive.
    NotAnArchive {
        /// The file.
        name: String,
    },
    /// The archive is of a newer format.
    Version {
        /// The format's version in the archive.
        found: u32,
        /// The version this program reads.
        known: u32,
    },
    /// A part does not match its hash, its length or its format, even after it was fetched again.
    Damaged {
        /// The part's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The archive has no document of that id.
    NoDocument {
        /// The id asked for.
        id: String,
    },
    /// The address of the archive may not be opened from here.
    Refused {
        /// The address.
        name: String,
    },
    /// The archive was opened from a file of this device, and the page that had it is gone.
    Closed {
        /// Its name.
        name: String,
    },
    /// The archive has more documents than are compared here.
    TooLarge {
        /// Its name.
        name: String,
        /// How many it has.
        documents: u32,
    },
    /// A newer question made this one pointless.
    Stale,
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::NotJson { name, reason } => Self::NotJson { name, reason },
            ArchiveError::NotAnArchive { name } => Self::NotAnArchive { name },
            ArchiveError::Version { found } => Self::Version { found, known: tangthu_archive::VERSION },
            ArchiveError::Hash { ref name }
            | ArchiveError::Length { ref name, .. }
            | ArchiveError::Limit { ref name, .. }
            | ArchiveError::Malformed { ref name, .. } => {
                Self::Damaged { name: name.clone(), reason: error.to_string() }
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => {
                write!(f, "{name} is not there; check the path, or build the archive again")
            }
            Self::Unreachable { name, reason } => {
                write!(
                    f,
                    "{name} could not be read ({reason}); check the connection or the file's permissions and try again"
                )
            }
            Self::NotJson { name, reason } => {
                ArchiveError::NotJson { name: name.clone(), reason: reason.clone() }.fmt(f)
            }
            Self::NotAnArchive { name } => ArchiveError::NotAnArchive { name: name.clone() }.fmt(f),
            Self::Version { found, .. } => ArchiveError::Version { found: *found }.fmt(f),
            Self::Damaged { reason, .. } => f.write_str(reason),
            Self::NoDocument { id } => write!(
                f,
                "the archive has no document \"{id}\"; it may have been removed, or the id is mistyped: search for its title"
            ),
            Self::Refused { name } => write!(
                f,
                "{name} lies on another site, which this archive was not built to open; download it and open the file instead"
            ),
            Self::Closed { name } => {
                write!(
                    f,
                    "{name} was opened from a file, which a page forgets when it is closed; open the file again"
                )
            }
            Self::TooLarge { name, documents } => write!(
                f,
                "{name} has {documents} documents, more than are compared here; compare the archives with the command `tangthu diff`"
            ),
            Self::Stale => f.write_str("a newer question replaced this one"),
        }
    }
}

impl std::error::Error for Failure {}
