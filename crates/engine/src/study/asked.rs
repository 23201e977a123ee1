//! The questions.

use super::{Beside, Dossier, Explored, Exported, Figures, FileBytes, Lookup, Receipt, Related};
use crate::{Language, SearchRequest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A question of the pages beyond search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Study {
    /// See [`FiguresRequest`].
    Figures(Box<FiguresRequest>),
    /// See [`DossierRequest`].
    Dossier(DossierRequest),
    /// See [`ExploreRequest`].
    Explore(ExploreRequest),
    /// See [`LookupRequest`].
    Lookup(LookupRequest),
    /// See [`BesideRequest`].
    Beside(BesideRequest),
    /// See [`RelatedRequest`].
    Related(RelatedRequest),
    /// See [`ExportRequest`].
    Export(Box<ExportRequest>),
    /// See [`FileRequest`].
    File(FileRequest),
    /// See [`ReceiptRequest`].
    Receipt(ReceiptRequest),
}

/// A request with the type of its answer.
pub trait Question {
    /// What is answered.
    type Answer: Serialize + DeserializeOwned;

    /// The question as it is sent.
    fn study(self) -> Study;
}

/// The figures of the documents that a search finds, as rows.
///
/// The engine looks through documents in the order of the search and remembers what it has read, so asking on with a larger
/// `look`, another sort or another page costs only what is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresRequest {
    /// The search; its `offset` and `limit` do not count.
    pub search: SearchRequest,
    /// The order of the rows.
    pub sort: FigureSort,
    /// Whether the order is turned round.
    pub descending: bool,
    /// How many rows to skip.
    pub from: u32,
    /// How many rows to return; at most [`super::MAX_ROWS`].
    pub count: u32,
    /// Only figures with this unit; the empty text stands for those without.
    pub unit: Option<String>,
    /// Only figures of this subject.
    pub subject: Option<String>,
    /// Only figures of this status; the empty text stands for those without.
    pub status: Option<String>,
    /// Only figures of this year, by their own date or period, else by their document's; the empty text stands for those of none.
    pub year: Option<String>,
    /// How many documents to look through, all told; 0 for as many as is quick ([`super::QUICK_LOOK`]).
    pub look: u32,
}

/// The order of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FigureSort {
    /// That of the documents, and in each that of the text.
    #[default]
    Document,
    /// By value, the smallest first.
    Value,
    /// By date, the oldest first; what has no date last, in either direction, as with all that follow.
    Date,
    /// By unit, then by value.
    Unit,
    /// By what is counted, then by value.
    Subject,
    /// By status, then by value.
    Status,
}

/// What the archive knows of a document number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierRequest {
    /// The number, in any spelling.
    pub number: String,
    /// How many citing documents to skip.
    pub from: u32,
    /// How many citing documents to return; at most [`super::MAX_ROWS`].
    pub count: u32,
}

/// Values that documents share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExploreRequest {
    /// Which.
    pub kind: ExploreKind,
    /// Only values with these words in them, marks and case aside; empty for all.
    pub find: String,
    /// How many values to skip.
    pub from: u32,
    /// How many values to return; at most [`super::MAX_ROWS`].
    pub count: u32,
}

/// What can be explored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExploreKind {
    /// People.
    #[default]
    People,
    /// Administrative units.
    Places,
    /// Bodies, organisations, companies.
    Bodies,
    /// Numbers of documents.
    Numbers,
    /// Section paths.
    Sections,
    /// Sources.
    Sources,
    /// Years, newest first; the empty value stands for documents without a date.
    Years,
    /// Abbreviations that documents explain.
    Abbreviations,
}

/// Many queries, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupRequest {
    /// The lines: numbers or phrases. Those past [`super::MAX_LINES`] are left out, and the answer says so.
    pub lines: Vec<String>,
    /// How many hits of each line to return; at most [`super::MAX_ROWS`].
    pub hits: u32,
    /// The language in which the reading of a line is told.
    pub language: Language,
}

/// What stands beside the text of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideRequest {
    /// The document's id.
    pub id: String,
}

/// Documents that share numbers, names and words with one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedRequest {
    /// The document's id.
    pub id: String,
    /// How many; at most [`super::MAX_ROWS`].
    pub count: u32,
}

/// Documents that a search finds, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRequest {
    /// The search; its `offset` and `limit` do not count.
    pub search: SearchRequest,
    /// How many documents to skip.
    pub from: u32,
    /// How many to return; at most [`super::MAX_EXPORTED`].
    pub count: u32,
    /// Whether each comes with its JSON as it is stored.
    pub whole: bool,
}

/// A picture or a file of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRequest {
    /// Its hash, as [`crate::AttachmentView`] tells it.
    pub sha256: String,
    /// Its media type, as the same tells it: it decides under which name the file lies.
    pub media_type: Option<String>,
}

/// What of a document can be verified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRequest {
    /// The document's id.
    pub id: String,
    /// Whether what it was read from is to be fetched and hashed, where the archive keeps it.
    pub source: bool,
}

/// Gives each request its place in [`Study`] and the type of its answer.
macro_rules! questions {
    ($($request:ident => $answer:ident, $study:expr;)*) => {$(
        impl Question for $request {
            type Answer = $answer;

            fn study(self) -> Study {
                $study(self)
            }
        }
    )*};
}

questions! {
    FiguresRequest => Figures, |request| Study::Figures(Box::new(request));
    DossierRequest => Dossier, Study::Dossier;
    ExploreRequest => Explored, Study::Explore;
    LookupRequest => Lookup, Study::Lookup;
    BesideRequest => Beside, Study::Beside;
    RelatedRequest => Related, Study::Related;
    ExportRequest => Exported, |request| Study::Export(Box::new(request));
    FileRequest => FileBytes, Study::File;
    ReceiptRequest => Receipt, Study::Receipt;
}
