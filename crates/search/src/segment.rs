//! What a search asks of a segment: parts by position, by key or by document, and its columns.

use crate::{Column, DateColumn, ListColumn, ValueColumn, columns::decode_numbers, lexicon, lone};
use std::{fmt, rc::Rc};
use tangthu_archive::{Document, PartKind, PartRef};

/// Position of the column of dates.
pub const COLUMN_DATE: u32 = 0;
/// Position of the column of section paths.
pub const COLUMN_SECTION: u32 = 1;
/// Position of the column of sources.
pub const COLUMN_SOURCE: u32 = 2;
/// Position of the column of kinds of official documents.
pub const COLUMN_KIND: u32 = 3;
/// Position of the column of languages.
pub const COLUMN_LANGUAGE: u32 = 4;
/// Position of the column of views.
pub const COLUMN_VIEWS: u32 = 5;
/// Position of the list column of numbers that are borne or cited.
pub const COLUMN_NUMBERS: u32 = 6;
/// Position of the list column of people.
pub const COLUMN_PEOPLE: u32 = 7;
/// Position of the list column of administrative units.
pub const COLUMN_PLACES: u32 = 8;
/// Position of the list column of bodies.
pub const COLUMN_BODIES: u32 = 9;
/// Position of the list column of abbreviations that documents explain, with what they stand for ([`crate::SHORT_AND_LONG`]).
pub const COLUMN_SHORTS: u32 = 10;

/// Why a search cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchError {
    /// A part is not at hand yet. The segment has noted which; ask again when it is there.
    Pending,
    /// A part does not hold what its kind promises. It is said before another part is asked for, so that whoever hands out parts
    /// knows which one it was.
    Malformed {
        /// The kind of part.
        kind: PartKind,
        /// What was wrong.
        reason: &'static str,
    },
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("a part is not at hand yet"),
            Self::Malformed { kind, reason } => write!(f, "a part of kind {kind:?} cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for SearchError {}

/// A part of a stream, as a block of a dictionary names it: whoever has the block needs no table to fetch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The offset of its first byte in the stream.
    pub from: u32,
    /// The part.
    pub part: PartRef,
}

/// A segment as search sees it. An implementation notes every part it was asked for and does not have, and answers
/// [`SearchError::Pending`]; searches go on after that as far as they can, so that one round of fetching brings all.
pub trait Segment {
    /// How many documents it holds.
    fn documents(&self) -> u32;

    /// The content of the part at this position.
    ///
    /// # Errors
    /// [`SearchError::Pending`], or `Malformed` where there is no such part.
    fn part(&self, kind: PartKind, index: u32) -> Result<Rc<Vec<u8>>, SearchError>;

    /// The position of the last part whose first key is not greater than `key`. `None` where every key is greater.
    ///
    /// # Errors
    /// [`SearchError::Pending`].
    fn place_of_key(&self, kind: PartKind, key: &str) -> Result<Option<u32>, SearchError>;

    /// The part that [`Segment::place_of_key`] tells, and its position.
    ///
    /// # Errors
    /// [`SearchError::Pending`].
    fn part_with_key(&self, kind: PartKind, key: &str) -> Result<Option<PartAt>, SearchError> {
        let place = self.place_of_key(kind, key)?;
        place.map(|index| Ok((index, self.part(kind, index)?))).transpose()
    }

    /// The last part whose beginning (an offset, a hash, a column) is not greater than `from`, and its beginning. `None`
    /// where every one is greater.
    ///
    /// # Errors
    /// [`SearchError::Pending`].
    fn part_from(&self, kind: PartKind, from: u32) -> Result<Option<PartAt>, SearchError>;

    /// The part of a stream that a block of a dictionary names.
    ///
    /// # Errors
    /// [`SearchError::Pending`].
    fn linked(&self, kind: PartKind, link: &Link) -> Result<Rc<Vec<u8>>, SearchError>;

    /// The first key of the part at this position; `None` past the last.
    ///
    /// # Errors
    /// [`SearchError::Pending`].
    fn first_key(&self, kind: PartKind, index: u32) -> Result<Option<String>, SearchError>;

    /// A column, read; `None` where no document has a value in it.
    ///
    /// # Errors
    /// [`SearchError::Pending`], or `Malformed`.
    fn column(&self, index: u32) -> Result<Option<Rc<Column>>, SearchError>;

    /// A document, from its text.
    ///
    /// # Errors
    /// [`SearchError::Pending`], or `Malformed`.
    fn document(&self, ordinal: u32) -> Result<Document, SearchError>;
}

impl Column {
    /// Reads the column at position `index` of a segment with so many documents.
    ///
    /// # Errors
    /// [`SearchError::Malformed`].
    pub fn decode(index: u32, bytes: &[u8], documents: u32) -> Result<Self, SearchError> {
        let read = match index {
            COLUMN_DATE => DateColumn::decode(bytes, documents).map(Self::Dates),
            COLUMN_VIEWS => decode_numbers(bytes, documents).map(Self::Numbers),
            COLUMN_NUMBERS.. => ListColumn::decode(bytes, documents).map(Self::Lists),
            _ => ValueColumn::decode(bytes, documents).map(Self::Values),
        };
        read.map_err(|reason| SearchError::Malformed { kind: PartKind::Columns, reason })
    }
}

/// A part, and its position among those of its kind or its beginning.
pub type PartAt = (u32, Rc<Vec<u8>>);

/// Whether the content of a part of the index can be read from end to end. Posting lists cannot be read by themselves;
/// their dictionary says where they begin.
///
/// # Errors
/// [`SearchError::Malformed`].
pub fn check_part(kind: PartKind, index: u32, content: &[u8], documents: u32) -> Result<(), SearchError> {
    match kind {
        PartKind::Words | PartKind::Pairs => lexicon::check(content, kind == PartKind::Pairs)
            .map_err(|reason| SearchError::Malformed { kind, reason }),
        PartKind::LonePairs => lone::look_up(content, u32::MAX, documents)
            .map(drop)
            .map_err(|reason| SearchError::Malformed { kind, reason }),
        // A column that came later is nothing that this program asks for.
        PartKind::Columns if index > COLUMN_SHORTS => Ok(()),
        PartKind::Columns => Column::decode(index, content, documents).map(drop),
        _ => Ok(()),
    }
}

/// The parts of the streams that a block of a dictionary names.
///
/// # Errors
/// [`SearchError::Malformed`].
pub fn linked_parts(kind: PartKind, block: &[u8]) -> Result<Vec<PartRef>, SearchError> {
    let links = lexicon::links(block).map_err(|reason| SearchError::Malformed { kind, reason })?;
    Ok(links.iter().flatten().map(|link| link.part).collect())
}

/// Notes that something is pending and goes on: `Ok(None)` in place of [`SearchError::Pending`].
pub(crate) fn or_pending<T>(
    result: Result<T, SearchError>,
    pending: &mut bool,
) -> Result<Option<T>, SearchError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(SearchError::Pending) => {
            *pending = true;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
