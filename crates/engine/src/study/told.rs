//! The answers.

use crate::{Count, Failure, Run};
use serde::{Deserialize, Serialize};

/// The most rows of one answer.
pub const MAX_ROWS: u32 = 500;
/// Documents whose figures are read where nothing else is asked for: some two megabytes of mentions.
pub const QUICK_LOOK: u32 = 2_000;
/// The most lines of one look-up.
pub const MAX_LINES: usize = 1_000;
/// The most documents of one page of an export.
pub const MAX_EXPORTED: u32 = 200;
/// The most points of a plot.
pub const MAX_POINTS: usize = 2_000;

/// A document as a link shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub published: Option<String>,
    /// Its own number.
    pub number: Option<String>,
}

/// Where in a document something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The text: 0 the title, 1 the lead, 2 and on the texts of the body in reading order.
    pub text: u32,
    /// The block of the body that holds the text, by position; none for title and lead, and where the text was not opened.
    pub block: Option<u32>,
    /// First byte in the text (UTF-8).
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The rows asked for.
    pub rows: Vec<FigureRow>,
    /// How many rows there are, in the documents that were looked through.
    pub total: u32,
    /// How many documents were looked through.
    pub looked: u32,
    /// How many documents the search found. Where it is more, ask again with a larger `look`, unless the answer is `full`.
    pub documents: u32,
    /// Whether no more figures are kept, so that the other documents are not looked through however often one asks.
    pub full: bool,
    /// By status, under the other conditions; the empty value counts those without.
    pub statuses: Vec<Count>,
    /// By unit, under the other conditions, most frequent first; the empty value counts those without.
    pub units: Vec<Count>,
    /// By what is counted, under the other conditions, most frequent first.
    pub subjects: Vec<Count>,
    /// By year, under the other conditions, the newest first, those without last; a period counts in each of its years.
    pub years: Vec<Count>,
    /// How many different units and subjects there are; the lists above hold the most frequent.
    pub all_units: u32,
    /// See `all_units`.
    pub all_subjects: u32,
    /// The dated rows, oldest first, for a plot. Empty unless a unit or a subject is chosen: what is not of one kind makes no
    /// line.
    pub series: Vec<Point>,
    /// Whether there are more points than [`MAX_POINTS`].
    pub series_cut: bool,
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FigureRow {
    /// Its value: `231`, `0.8`, a range as `2..3`.
    pub value: String,
    /// The value as a number, or the lower end of a range.
    pub low: f64,
    /// The same, or the upper end.
    pub high: f64,
    /// Its unit.
    pub unit: Option<String>,
    /// What is counted.
    pub subject: Option<String>,
    /// Its status: đạt, dự kiến đạt, theo lộ trình … In lists without the time that the text tells with it, which is the date.
    pub status: Option<String>,
    /// How exact it is: hơn, gần, khoảng …
    pub about: Option<String>,
    /// The date or the period that the text tells of it.
    pub date: Option<String>,
    /// The sentence it stands in; the figure itself is the `hit`.
    pub sentence: Vec<Run>,
    /// Where it stands.
    pub place: Place,
    /// The document.
    pub document: DocumentLink,
}

/// A figure in a plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its date: what the text tells of it, else that of its document.
    pub date: String,
    /// Whether the text tells it.
    pub own: bool,
    /// Its value, or the lower end of a range.
    pub low: f64,
    /// The same, or the upper end.
    pub high: f64,
    /// Its unit.
    pub unit: Option<String>,
}

/// What the archive knows of a document number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// The number in its proper writing.
    pub number: String,
    /// What it is: by the documents of this archive that bear it, then as texts say, the most frequent first. Several, where one
    /// number stands for several documents: of other kinds, of other bodies, or of other terms.
    pub identities: Vec<Identity>,
    /// The documents of this archive that bear the number.
    pub own: Vec<DocumentLink>,
    /// How often it is cited, in the documents that were looked through.
    pub mentions: u32,
    /// How many documents cite it.
    pub documents: u32,
    /// How many of them were looked through, the oldest first; the lists below are about these.
    pub looked: u32,
    /// The documents that cite it, the oldest first, those without a date last.
    pub citing: Vec<Citation>,
    /// How it stands to other numbers.
    pub relations: Vec<Relation>,
    /// Numbers that are cited in the same documents, most frequent first.
    pub together: Vec<Count>,
    /// Citing documents by year, oldest first; the empty value counts those without a date.
    pub years: Vec<Count>,
    /// The arrows of a small graph: who cites whom, this number and those most often cited with it.
    pub edges: Vec<Edge>,
}

/// What a text, or the document itself, says a number is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Whether the archive holds the document: then what it says of itself is told, and texts add what it does not tell.
    pub own: bool,
    /// The kind: Chương trình, Quyết định …
    pub kind: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// The day it was issued.
    pub date: Option<String>,
    /// Its title: its own, or as quoted, the most frequent one.
    pub title: Option<String>,
    /// How many citing documents say so.
    pub documents: u32,
}

/// A document that cites a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The document.
    pub document: DocumentLink,
    /// How it stands to the number: căn cứ, thay thế, sửa đổi, thực hiện …
    pub relation: Option<String>,
    /// The sentence; the number is the `hit`.
    pub sentence: Vec<Run>,
    /// Where it stands first.
    pub place: Place,
    /// How often the document cites it.
    pub times: u32,
    /// Which of the [`Dossier::identities`] it means, by position, where the text says enough.
    pub identity: Option<u32>,
}

/// How a number stands to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// căn cứ, thay thế, sửa đổi …
    pub relation: String,
    /// The other number.
    pub number: String,
    /// Whether the document with the dossier's number cites the other; else the other cites it.
    pub outward: bool,
    /// How many documents say so.
    pub documents: u32,
}

/// An arrow of the graph: one number's document cites another, or documents cite both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The number that cites; or the first of two that are cited together.
    pub from: String,
    /// The number that is cited.
    pub to: String,
    /// The relation, where a document of the archive bears `from`; none where the two are only cited together.
    pub relation: Option<String>,
    /// Whether `from` cites `to`; else they are cited together.
    pub cites: bool,
    /// How many documents say so.
    pub documents: u32,
}

/// Values that documents share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explored {
    /// The values asked for, most frequent first.
    pub values: Vec<ExploredValue>,
    /// How many there are.
    pub total: u32,
}

/// A value with its count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExploredValue {
    /// The value.
    pub value: String,
    /// Documents that have it.
    pub count: u32,
    /// What an abbreviation stands for.
    pub means: Option<String>,
}

/// A look-up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// The lines, in order, those without a word left out.
    pub lines: Vec<LookupLine>,
    /// Lines that were left out because there were too many.
    pub left_out: u32,
}

/// A line of a look-up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupLine {
    /// The line as it was given.
    pub line: String,
    /// The query that answers it: a number as a field, several words as a phrase.
    pub query: String,
    /// How that was read, in plain words.
    pub read_as: String,
    /// How many documents were found.
    pub total: u32,
    /// The first of them.
    pub hits: Vec<DocumentLink>,
}

/// What stands beside the text of a document. Values come in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Its figures; their `sentence` is empty, since the page has the text.
    pub figures: Vec<FigureRow>,
    /// People, with the position that the text tells.
    pub people: Vec<Named>,
    /// Administrative units.
    pub places: Vec<Named>,
    /// Bodies, organisations, companies.
    pub bodies: Vec<Named>,
    /// Dates and periods.
    pub dates: Vec<Named>,
    /// The numbers of documents that it cites, each once.
    pub numbers: Vec<CitedNumber>,
    /// Abbreviations that the text explains: the short form is the value, the long one the note.
    pub abbreviations: Vec<Named>,
}

/// What of a document was verified, and what is only recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The file of the archive that holds the document; none in an archive of one file.
    pub part_name: Option<String>,
    /// SHA-256 of that file as far as the archive records it.
    pub part_hash: Option<String>,
    /// Whether the file was found to have it.
    pub part: Proof,
    /// SHA-256 of the document as it is stored, of its JSON: made now of what that file holds.
    pub document_hash: String,
    /// Whether what the document was read from was found to have the hash that its provenance tells.
    pub source: Proof,
}

/// What is known of a hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// There is none.
    #[default]
    Absent,
    /// It is recorded, and what it is of is not in the archive.
    Recorded,
    /// What it is of is in the archive, and was not looked at.
    Kept {
        /// How long that is, where the archive says so.
        bytes: Option<u64>,
    },
    /// It was made anew, and is the same.
    Verified,
    /// What it is of did not come, or has another.
    Failed(Failure),
}

/// A name in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name; of a date, its canonical form.
    pub value: String,
    /// The position of a person, the name of a period, what an abbreviation stands for.
    pub note: Option<String>,
    /// Where it stands first.
    pub place: Place,
}

/// A number that a document cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedNumber {
    /// The number in its proper writing.
    pub number: String,
    /// The kind.
    pub kind: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// The day it was issued.
    pub date: Option<String>,
    /// Its title as quoted.
    pub title: Option<String>,
    /// How the document stands to it.
    pub relation: Option<String>,
    /// How often it is cited.
    pub times: u32,
    /// Where it stands first.
    pub place: Place,
}

/// Documents that share numbers, names and words with one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The documents, the nearest first.
    pub documents: Vec<RelatedDocument>,
}

/// A related document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedDocument {
    /// The document.
    pub document: DocumentLink,
    /// What both hold, the rarest first: numbers, people, bodies, places.
    pub shared: Vec<String>,
}

/// A page of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The documents.
    pub rows: Vec<ExportRow>,
    /// How many there are, all told.
    pub total: u32,
}

/// A document as lists and citations tell of it. Dates are as exact as their source, lists in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRow {
    /// Its id.
    pub id: String,
    /// Where it was published; only http and https.
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// Its section path.
    pub section: Vec<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Its views.
    pub views: Option<u64>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its source.
    pub source: Option<String>,
    /// Its opening paragraph.
    pub lead: Option<String>,
    /// Its language tag.
    pub language: Option<String>,
    /// Its keywords.
    pub tags: Vec<String>,
    /// Its own number.
    pub number: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// The day it was issued.
    pub issued: Option<String>,
    /// The day it took effect.
    pub effective: Option<String>,
    /// When it was fetched from its publisher.
    pub crawled: Option<String>,
    /// SHA-256 of what it was read from.
    pub sha256: Option<String>,
    /// The document as it is stored, as JSON, where the whole is asked for.
    pub json: Option<String>,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileBytes {
    /// Its bytes, which have the hash asked for.
    pub bytes: Vec<u8>,
    /// Its media type, if it is one that may be shown: JPEG, PNG, WebP, AVIF, PDF.
    pub media_type: Option<String>,
}
