//! Questions about several archives at once. They travel as bytes inside a question, so that neither the page nor the worker
//! needs code for them before they are asked.

use crate::{ArchiveInfo, Comparison, DocumentChange, Failure, SearchAnswer, SearchRequest};
use serde::{Deserialize, Serialize};

/// What may be asked about several archives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskSeveral {
    /// Which archives are open.
    Shelf {
        /// The address of one that is put away first.
        close: Option<String>,
    },
    /// Search all open archives.
    Across(Box<SearchRequest>),
    /// Compare two archives, or one document of both.
    Compare {
        /// The address of the first, absolute or `local:` and a name.
        one: String,
        /// The address of the second.
        other: String,
        /// The document's id.
        id: Option<String>,
    },
    /// What of an archive is on this device.
    Stored {
        /// Its address.
        address: String,
    },
    /// Go on with keeping an archive on this device, for about a second.
    Keep {
        /// Its address.
        address: String,
    },
    /// Drop an archive from this device.
    Drop {
        /// Its address.
        address: String,
    },
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnswerSeveral {
    /// The open archives, in the order in which they were opened.
    Shelf(Vec<OpenArchive>),
    /// What was found in each open archive.
    Across(Vec<Found>),
    /// What became of the documents of one archive in another.
    Compared(Comparison),
    /// What became of one document.
    DocumentCompared(DocumentChange),
    /// What is on this device; after a [`AskSeveral::Drop`], too.
    Stored(Stored),
    /// How far keeping is.
    Kept(Kept),
}

/// What of an archive is on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Whether anything can be.
    pub possible: bool,
    /// Its parts and attachments that are.
    pub files: u64,
    /// Whether a version is there whole, and if so, whether it is the one that is open.
    pub whole: Option<bool>,
    /// How many files of that version are gone again, because the browser made room.
    pub gone: u64,
}

/// How far the keeping of an archive is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Whether it goes on.
    pub state: KeptState,
    /// Files that were gone through.
    pub files: u64,
    /// All files, as far as they are known: documents name further ones.
    pub all: u64,
    /// Bytes that are here and were checked.
    pub bytes: u64,
    /// All bytes, as far as they are known.
    pub all_bytes: u64,
    /// Files that are missing or damaged on the host.
    pub missing: u64,
    /// Why it stopped, or what of the missing comes first.
    pub failure: Option<Failure>,
}

/// Whether keeping goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptState {
    /// There is more to fetch.
    #[default]
    Going,
    /// All is here and was checked.
    Whole,
    /// All that the host has is here; some it does not have.
    Incomplete,
    /// The network failed.
    Broken,
    /// The browser has no more room.
    Full,
}

/// An open archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenArchive {
    /// Where it is: absolute, or `local:` and a name.
    pub address: String,
    /// What it says of itself.
    pub info: ArchiveInfo,
}

/// What was found in one of several archives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The archive.
    pub archive: OpenArchive,
    /// The results, or why there are none.
    pub answer: Result<SearchAnswer, Failure>,
}
