//! What reading hands over: documents, and notices about what was left out or changed.

use crate::attach::StoredFile;
use serde::Serialize;
use std::fmt::{self, Write};
use tangthu_archive::{Document, OwnId};

/// One thing that reading an input brought to light.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A file that the documents after it refer to.
    File(Box<StoredFile>),
    /// A document, with its final id; and with those that it may have, where it is a record that states its own.
    Document(Box<Document>, Option<OwnId>),
    /// Something the publisher should know.
    Notice(Notice),
}

/// A line and, where it is known, a column of an input; both count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

impl Place {
    /// The line as a whole.
    pub fn line(line: u64) -> Self {
        Self { line, column: None }
    }
}

/// How much a notice weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// A document or a file was left out.
    Skipped,
    /// A document was kept, but something in it was changed or left out.
    Warning,
    /// The same document had been read before; it is kept once.
    Folded,
    /// A file was left out because it is no document, as it should be.
    Note,
}

/// What was found, where, and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// How much it weighs.
    pub kind: NoticeKind,
    /// The input, as a path relative to what the publisher named.
    pub input: String,
    /// The place in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What happened.
    pub reason: String,
    /// What to do about it; empty where nothing need be done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remedy: String,
    /// Whether a whole input was left out, or the rest of one: documents that were read from it before may still be in it.
    #[serde(skip)]
    pub is_loss: bool,
}

impl Notice {
    /// A file or, where a place is told, a record that was left out.
    pub(crate) fn skipped(
        input: &str,
        place: Option<Place>,
        reason: impl Into<String>,
        remedy: &str,
    ) -> Self {
        Self {
            kind: NoticeKind::Skipped,
            input: input.to_owned(),
            place,
            reason: reason.into(),
            remedy: remedy.to_owned(),
            is_loss: place.is_none(),
        }
    }

    /// The same, where all that comes after the place was left out as well.
    pub(crate) fn and_the_rest(self) -> Self {
        Self { is_loss: true, ..self }
    }

    /// The same, where nothing else was left out.
    pub(crate) fn alone(self) -> Self {
        Self { is_loss: false, ..self }
    }

    /// A document that was kept with a change.
    pub(crate) fn warning(
        input: &str,
        place: Option<Place>,
        reason: impl Into<String>,
        remedy: &str,
    ) -> Self {
        Self { kind: NoticeKind::Warning, ..Self::skipped(input, place, reason, remedy).alone() }
    }

    /// A document that was there already.
    pub(crate) fn folded(input: &str, place: Option<Place>, reason: impl Into<String>) -> Self {
        Self { kind: NoticeKind::Folded, ..Self::skipped(input, place, reason, "").alone() }
    }

    /// A file that is no document.
    pub(crate) fn note(input: &str, reason: impl Into<String>, remedy: &str) -> Self {
        Self { kind: NoticeKind::Note, ..Self::skipped(input, None, reason, remedy).alone() }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of files may hold line ends and worse.
        for letter in self.input.chars() {
            f.write_char(if letter.is_control() { '?' } else { letter })?;
        }
        if let Some(place) = self.place {
            write!(f, ":{}", place.line)?;
            if let Some(column) = place.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.reason)?;
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        Ok(())
    }
}
