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
