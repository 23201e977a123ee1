//! What one asks the engine and what it answers: plain values that cross the line between worker and page unchanged.

use serde::{Deserialize, Serialize};

/// A search as the reader asks it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRequest {
    /// The query as typed.
    pub query: String,
    /// What the results must also satisfy.
    pub filters: Filters,
    /// The order of the results.
    pub sort: Sort,
    /// How many results to skip.
    pub offset: u32,
    /// How many results to return.
    pub limit: u32,
    /// Whether the reader is still typing. The answer is the same; whoever fetches may wait for the next key.
    pub typing: bool,
    /// The language in which `read_as` is said.
    pub language: Language,
    /// Which further facets to count: those whose panels are open. Each costs the reader a column.
    pub count: Vec<FacetAsk>,
}

/// A facet that is counted only when it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetAsk {
    /// Which.
    pub field: ListField,
    /// Only values with these words in them, marks and case aside; empty for all.
    pub find: String,
}

/// The facets of which a document may have many values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListField {
    /// Numbers of documents that the text bears or cites.
    #[default]
    Number,
    /// People.
    Person,
    /// Administrative units.
    Place,
    /// Bodies, organisations, companies (`org` in addresses).
    Body,
}

/// The languages that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// Conditions beside the words: alternatives within a field, all fields together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Section paths, joined by ` / `; a section includes those below it.
    pub section: Vec<Choice>,
    /// Sources.
    pub source: Vec<Choice>,
    /// Kinds of official documents.
    pub kind: Vec<Choice>,
    /// Language tags.
    pub language: Vec<Choice>,
    /// Years as four digits; the empty value stands for documents without a date.
    pub year: Vec<Choice>,
    /// Months as `2023-03`.
    pub month: Vec<Choice>,
    /// Document numbers that the text must cite or bear, in any spelling.
    pub number: Vec<Choice>,
    /// People, as the facet names them.
    pub person: Vec<Choice>,
    /// Administrative units, as the facet names them.
    pub place: Vec<Choice>,
    /// Bodies, as the facet names them (`org` in addresses).
    pub body: Vec<Choice>,
    /// Published on or after this date (2020, 2020-03, 2020-03-28); what cannot be read is ignored.
    pub from: Option<String>,
    /// Published on or before this date.
    pub to: Option<String>,
}

/// One value of a filter, wanted or excluded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// Whether documents with this value are left out instead of kept.
    pub exclude: bool,
}

/// The order of results. Documents that lack the key come last and never vanish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// Best match first, newest first among equals.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Most viewed first.
    Views,
}

/// What an archive says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveInfo {
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// The main language of its documents.
    pub language: Option<String>,
    /// How many documents it holds.
    pub documents: u32,
    /// The program that made it.
    pub generator: Option<String>,
    /// Whether it is one JSON file, indexed on opening.
    pub one_file: bool,
    /// Whether it says that it is signed. What that is worth, its signature tells.
    pub signed: bool,
}

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// How the query was read, in plain words; empty for an empty query.
    pub read_as: String,
    /// How many documents were found, all told.
    pub total: u32,
    /// How many of them hold every word; the others lack the least telling ones.
    pub complete: u32,
    /// Whether those that hold every word come before the others. By relevance, only those that hold them side by side do so, and in a
    /// long question each stands where its score puts it.
    pub complete_first: bool,
    /// How many documents found have no date.
    pub undated: u32,
    /// The results from `offset` on, at most `limit` of them.
    pub hits: Vec<Hit>,
    /// Counts in the context of the query: each field is counted under the filters of all the others.
    pub facets: Facets,
    /// For words typed without marks the spellings found; and where little is found, for those typed with marks what else there is.
    pub spellings: Vec<Spellings>,
    /// The document numbers that the query asks for and documents bear or cite, in their proper writing.
    pub numbers: Vec<String>,
    /// The further facets that were asked for, in the order of the request.
    pub lists: Vec<ListCounts>,
}

/// Counts of a facet with many values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCounts {
    /// Which.
    pub field: ListField,
    /// The most frequent values, [`MAX_LISTED`] at most; those of the filter come first, whatever their counts.
    pub values: Vec<Count>,
    /// How many values there are in this context.
    pub total: u32,
}

/// Values of a facet that an answer carries.
pub use tangthu_search::MAX_LISTED;
/// The names of the fields of the query language.
pub use tangthu_search::{Made, field_names, made_of};

/// A row of results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// Its title, with the matches marked.
    pub title: Vec<Run>,
    /// When it was published, as [`tangthu_archive::PartialDate`] writes it.
    pub published: Option<String>,
    /// Its section path.
    pub section: Vec<String>,
    /// Its source.
    pub source: Option<String>,
    /// Its own number, if it is an official document.
    pub number: Option<String>,
    /// Its views.
    pub views: Option<u64>,
    /// The score it is ordered by; comparable within one answer only.
    pub score: f32,
    /// A passage around the matches. From the card at first; [`SnippetAnswer`] brings a better one from the text.
    pub snippet: Vec<Run>,
    /// Whether the card's passage shows too little of the query, so that the text should be opened for a better one. Texts are
    /// the dearest parts of a search.
    pub wants_text: bool,
}

impl SearchAnswer {
    /// The hits for which [`crate::Reader::snippets`] should be asked.
    pub fn wanting_text(&self) -> Vec<String> {
        self.hits.iter().filter(|hit| hit.wants_text).map(|hit| hit.id.clone()).collect()
    }
}

/// Better snippets for the hits of an answer, from the texts themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetAnswer {
    /// Document id and passage.
    pub snippets: Vec<(String, Vec<Run>)>,
}

/// Counts of the values of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Section paths, joined by ` / `, most frequent first.
    pub section: Vec<Count>,
    /// Sources, most frequent first.
    pub source: Vec<Count>,
    /// Kinds of official documents, most frequent first.
    pub kind: Vec<Count>,
    /// Languages, most frequent first.
    pub language: Vec<Count>,
    /// Years, newest first; the empty value counts documents without a date.
    pub year: Vec<Count>,
    /// Months (`2023-03`) of documents that are dated as exactly, newest first.
    pub month: Vec<Count>,
}

/// A value and how many documents have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// Documents.
    pub count: u32,
}

/// The spellings of a word from which a reader can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spellings {
    /// The word as typed.
    pub word: String,
    /// Whether it was typed with marks, so that these are others than it stood for, and behind them the word without marks.
    pub others: bool,
    /// The likeliest first, then the most frequent.
    pub found: Vec<Spelling>,
}

/// One spelling of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// The word with its marks.
    pub written: String,
    /// How many documents of the archive hold it; 0 for a word without marks that stands for all its spellings.
    pub documents: u32,
    /// The query with this spelling in place of the word as typed.
    pub query: String,
}

/// A stretch of text that is drawn in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they matched the query.
    pub hit: bool,
    /// The document number they cite, in canonical form.
    pub cite: Option<String>,
    /// What they stand for, if they are an abbreviation that the document itself explains.
    pub means: Option<String>,
}

impl Run {
    /// A stretch that is nothing but text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A document as the reading page draws it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// Its id.
    pub id: String,
    /// The name of its permanent page below the folder of a site that has such pages.
    pub page: String,
    /// Where it was published: only http, https; anything else is left out.
    pub url: Option<String>,
    /// Its title.
    pub title: Vec<Run>,
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
    pub lead: Vec<Run>,
    /// Its text.
    pub body: Vec<BlockView>,
    /// Files that belong to it.
    pub attachments: Vec<AttachmentView>,
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
    /// The document numbers it cites, in canonical form, in the order of first mention, each with how often.
    pub cites: Vec<Count>,
    /// How many stretches of it match the query.
    pub matches: u32,
    /// How it came into the archive.
    pub provenance: Option<ProvenanceView>,
}

/// A block of text with its matches and citations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockView {
    /// A heading of level 2 to 6.
    Heading(u8, Vec<Run>),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list: whether it is numbered, and its items.
    List(bool, Vec<Vec<Run>>),
    /// A quotation.
    Quote(Vec<Run>),
    /// A table: column heads and rows.
    Table(Vec<Vec<Run>>, Vec<Vec<Vec<Run>>>),
    /// A picture: its caption, and the position of its file among the document's attachments; none where the archive has no
    /// such file.
    Figure(Vec<Run>, Option<u32>),
}

/// A file that belongs to a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentView {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its length in bytes.
    pub bytes: Option<u64>,
    /// SHA-256 of its content, by which it is fetched; none where the file was missing when the archive was made.
    pub sha256: Option<String>,
    /// Where it lies in the archive: `files/…`.
    pub path: Option<String>,
}

/// How a document came into the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenanceView {
    /// The input it was read from.
    pub input: Option<String>,
    /// SHA-256 of that input, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was fetched from its publisher.
    pub crawled: Option<String>,
    /// The program that read it.
    pub tool: Option<String>,
    /// The digest that a crawl states of the answer, where it was right.
    pub digest: Option<String>,
    /// Where else the same text was found.
    pub copies: Vec<String>,
}
