//! The document: what an archive keeps of one page, article or official text.

use crate::{MAX_SECTION_BYTES, MAX_SECTION_STEPS, PartialDate, Sha256Hex};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::collections::BTreeMap;

/// One document of an archive. Only `id` and `title` are always there; what a source does not say stays absent.
///
/// In a one-file archive written by hand the `id` may be left out; the reader then makes one (see [`crate::OneFile`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Document {
    /// Stable identity, from the document's source and not from its position.
    pub id: String,
    /// Where the document was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The headline.
    pub title: String,
    /// The section it stood in, from the broadest to the narrowest: 16 steps and 1,000 bytes at most, a reader cuts off the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// When it was last changed at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<PartialDate>,
    /// How often it had been read when it was taken into the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The publication it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The paragraph that opens it and sums it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The text, as typed blocks. Never HTML.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    /// Files that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The language of the text, as a BCP 47 tag (`vi`, `en`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Keywords that its editors gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its own number, if it is an official document (`01-CTr/QU`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its kind, if it is an official document (`Chương trình`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The body that issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The day it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<PartialDate>,
    /// The day it took effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<PartialDate>,
    /// What was recognised in the text, each with the place where it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// How the document came into the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

impl Document {
    /// The date by which it is found, ordered and counted: when it was published, or, where nobody says, when it was issued.
    pub fn date(&self) -> Option<PartialDate> {
        self.published.or(self.issued)
    }

    /// Cuts what its section path has past [`MAX_SECTION_STEPS`] and [`MAX_SECTION_BYTES`]; says whether there was any.
    pub fn cut_section(&mut self) -> bool {
        /// What stands between the steps where a path is one text.
        const BETWEEN: usize = " / ".len();
        let mut length = 0;
        let fits = |step: &&String| {
            length += step.len() + BETWEEN;
            length <= MAX_SECTION_BYTES + BETWEEN
        };
        let steps = self.section.iter().take(MAX_SECTION_STEPS).take_while(fits).count();
        let is_cut = steps < self.section.len();
        if is_cut {
            self.section.truncate(steps);
            self.section.shrink_to_fit();
        }
        is_cut
    }
}

/// A block of a document's text. Text is plain: markup in it is shown as the characters it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A heading inside the text; level 2 is the first below the title.
    Heading {
        /// 2 to 6.
        #[cfg_attr(feature = "schema", schemars(default = "second_level"))]
        level: u8,
        /// The words of the heading.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A list.
    List {
        /// Whether the items are numbered.
        #[cfg_attr(feature = "schema", schemars(default))]
        ordered: bool,
        /// The items, each a line of text.
        items: Vec<String>,
    },
    /// A passage quoted from elsewhere.
    Quote {
        /// Its words.
        text: String,
    },
    /// A table.
    Table {
        /// Column heads; empty where the table has none.
        #[cfg_attr(feature = "schema", schemars(default))]
        head: Vec<String>,
        /// Rows of cells.
        rows: Vec<Vec<String>>,
    },
    /// A picture with its caption. Without an `image` only the caption is known.
    Figure {
        /// The words under the picture.
        #[cfg_attr(feature = "schema", schemars(default))]
        caption: String,
        /// The attachment that holds the picture, by name.
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<String>,
    },
}

/// A block as it is read: every field of every type. What serde derives for a tagged enum reads each block twice, through a
/// tree in between, and costs the browser 30 KB more.
#[derive(Deserialize)]
#[serde(default)]
struct ReadBlock {
    #[serde(rename = "type")]
    kind: String,
    level: u8,
    text: Option<String>,
    ordered: bool,
    items: Option<Vec<String>>,
    head: Vec<String>,
    rows: Option<Vec<Vec<String>>>,
    caption: String,
    image: Option<String>,
}

impl Default for ReadBlock {
    fn default() -> Self {
        Self {
            kind: String::new(),
            level: second_level(),
            text: None,
            ordered: false,
            items: None,
            head: Vec::new(),
            rows: None,
            caption: String::new(),
            image: None,
        }
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ReadBlock { kind, level, text, ordered, items, head, rows, caption, image } =
            ReadBlock::deserialize(deserializer)?;
        let text = || text.ok_or_else(|| D::Error::missing_field("text"));
        match kind.as_str() {
            "heading" => Ok(Self::Heading { level, text: text()? }),
            "paragraph" => Ok(Self::Paragraph { text: text()? }),
            "list" => {
                Ok(Self::List { ordered, items: items.ok_or_else(|| D::Error::missing_field("items"))? })
            }
            "quote" => Ok(Self::Quote { text: text()? }),
            "table" => Ok(Self::Table { head, rows: rows.ok_or_else(|| D::Error::missing_field("rows"))? }),
            "figure" => Ok(Self::Figure { caption, image }),
            "" => Err(D::Error::missing_field("type")),
            _ => Err(D::Error::custom("a block is of type heading, paragraph, list, quote, table or figure")),
        }
    }
}

fn second_level() -> u8 {
    2
}

impl Block {
    /// The block's texts in reading order. Mentions count them in this order.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text } | Self::Quote { text } => vec![text],
            Self::List { items, .. } => items.iter().map(String::as_str).collect(),
            Self::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).map(String::as_str).collect()
            }
            Self::Figure { caption, .. } => vec![caption],
        }
    }
}

/// A file that belongs to a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// The name the publisher gave it.
    pub name: String,
    /// Its media type, recognised from its content. It decides under which ending the file lies (docs/format.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Length in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// SHA-256 of its content; absent when the file was missing at packing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Hex>,
}

/// Something recognised in a document, with the place that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// Its canonical form: `01-CTr/QU` however it was written.
    pub value: String,
    /// The text it stands in: 0 the title, 1 the lead, 2 and on the texts of the body in reading order.
    pub text: u32,
    /// First byte of the words in that text (UTF-8).
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What else the text says of it, by name: the unit of a figure, the issuer of a document, the role of a person
    /// (docs/format.md lists the names).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

/// The kinds of mention that version 1 records. At first there was `number` alone; archives of that time open as ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// The number of an official document.
    Number,
    /// An amount of something: `231`, `3200000000`, a range as `2..3`.
    Figure,
    /// A day, a month, a quarter or a year: `2021-12-06`, `2021-07`, `2023-Q2`, `2023`; `--10-24` where nothing says the year.
    Date,
    /// A stretch of time from one date to another: `2020/2025`.
    Period,
    /// A person, by name.
    Person,
    /// An administrative unit: its level and its name.
    Place,
    /// A body, an organisation or a company.
    Body,
    /// An abbreviation with what it stands for.
    Abbreviation,
}

/// How a document came into the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Provenance {
    /// The input it was read from, as a path relative to what the publisher named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// SHA-256 of the bytes it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Hex>,
    /// When it was fetched from its publisher, where a crawl says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crawled: Option<PartialDate>,
    /// The digest that the crawl states of the answer, as WARC writes it, where it was found to be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The program that read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// Where else the same text was found: addresses, or inputs where the address is the same or not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}
