//! PDF: the text layer of a file as typed blocks. The crate `hayro` reads the file and says which glyph stands where; from that
//! lines, columns and paragraphs are put together here, and what only belongs to the pages is left out.
//!
//! A file without a text layer, a scan, is kept for the file's sake: its document holds a title and nothing more, and the
//! publisher is told. Notes and signatures laid over the pages are no text of the document.

mod columns;
mod glyphs;
mod guard;
mod lines;
mod pages;
mod paragraphs;
mod ruled;

use crate::{
    apart::Wanted,
    office::{self, Refused},
    record::{Notes, Unknown, one_line},
};
use glyphs::{Budget, Page};
use hayro_interpret::hayro_syntax::{
    DecryptionError, LoadPdfError, Pdf, metadata::Metadata, object::DateTime,
};
use lines::Sheet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tangthu_archive::{Block, Document, PartialDate};

/// The most pages that are read.
const MAX_PAGES: usize = 20_000;

/// Of a hundred glyphs so many may be without a letter before the text layer counts as none.
const MAX_UNKNOWN: usize = 30;

/// Letters a page must have on average, or what is read is the page number on a scan.
const MIN_LETTERS: usize = 12;

/// Reads a file.
///
/// # Errors
/// When it cannot be read at all.
pub(crate) fn read(bytes: Vec<u8>, wanted: Wanted, notes: &mut Notes) -> Result<Document, Refused> {
    read_within(bytes, wanted, Budget::default(), notes)
}

fn read_within(
    bytes: Vec<u8>,
    wanted: Wanted,
    budget: Budget,
    notes: &mut Notes,
) -> Result<Document, Refused> {
    guard::check(&bytes)?;
    // The reader of PDF is fuzzed by its makers; should a file break it all the same, that file alone is left out.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes).map_err(|error| unreadable(&error))?;
        let mut document = Document::default();
        properties(pdf.metadata(), &mut document);
        if wanted == Wanted::Everything {
            document.body.extend(all_properties(pdf.metadata()));
        }
        let (pages, letters) = read_pages(&pdf, budget);
        Ok((document, pages, letters))
    }));
    let (mut document, mut pages, Letters { known, unknown }) = match read {
        Ok(read) => read?,
        Err(cause) if cause.is::<glyphs::TooMuch>() => {
            let reason = "its pages draw more than any document has, as in what is made to do harm";
            return Err(Refused::new(reason, "print it to a new PDF, and read that"));
        }
        Err(_) => {
            return Err(Refused::new("it is damaged in a way that cannot be read", "print it to a new PDF"));
        }
    };
    if pages.is_empty() {
        return Err(Refused::new("it has no pages", "get it again"));
    }
    let has_text = known >= MIN_LETTERS * pages.len().min(50);
    if has_text && unknown * 100 <= (known + unknown) * MAX_UNKNOWN {
        if unknown > 0 {
            let reason =
                format!("letters that cannot be told were left out ({unknown} of {})", known + unknown);
            notes.warn(reason, "compare the text with the original");
        }
        if wanted == Wanted::Everything {
            // That letters were repaired is no news here, and a sentence may go on behind the foot of a page.
            lines::repair(&mut pages, &mut Notes::new("", None, &mut Unknown::default()));
            document.body.extend(paragraphs::blocks(&pages));
        } else {
            lines::repair(&mut pages, notes);
        }
        pages::without_heads_and_feet(&mut pages);
        document.body.extend(paragraphs::blocks(&pages));
    } else {
        // The file's own time is that of the scanner, years or decades after the document's.
        (document.published, document.updated) = (None, None);
        let reason = if unknown > known {
            "its letters cannot be told, as its fonts do not say what they stand for, so it has no text here"
        } else {
            "it is a scan without a text layer, so it has no text here"
        };
        if wanted == Wanted::Everything {
            return Err(Refused::new(reason, "look at it yourself"));
        }
        notes.warn(
            reason.to_owned(),
            "recognise its text (OCR), for example with OCRmyPDF, and read it again",
        );
    }
    Ok(document)
}

/// How many glyphs of a file stand for a letter that is known, and for one that is not.
#[derive(Debug, Default)]
struct Letters {
    known: usize,
    unknown: usize,
}

/// The lines of every page, as far as the budget goes. No more than the letters of one page are held at once.
fn read_pages(pdf: &Pdf, mut budget: Budget) -> (Vec<Sheet>, Letters) {
    let cache = hayro_interpret::InterpreterCache::new();
    let mut letters = Letters::default();
    let sheets = pdf.pages().iter().take(MAX_PAGES).map(|page| {
        let page = Page::read(pdf, page, &cache, &mut budget);
        letters.known += page.letters;
        letters.unknown += page.unknown;
        Sheet::of(page)
    });
    (sheets.collect(), letters)
}

fn unreadable(error: &LoadPdfError) -> Refused {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Refused::new("it is protected by a password", "open it with its password and save it without one")
        }
        LoadPdfError::Decryption(_) => Refused::new(
            "it is encrypted in a way that cannot be read",
            "print it to a new PDF, and read that",
        ),
        LoadPdfError::Invalid => {
            Refused::new("it begins like a PDF and cannot be read as one", "it may be damaged: get it again")
        }
    }
}

fn properties(metadata: &Metadata, document: &mut Document) {
    let text = |bytes: &Option<Box<[u8]>>| {
        bytes.as_deref().map(text).map(|text| one_line(&text)).filter(|text| !text.is_empty())
    };
    document.title = text(&metadata.title).filter(|title| office::is_title(title)).unwrap_or_default();
    document.authors = text(&metadata.author).into_iter().filter(|name| office::is_author(name)).collect();
    document.published = metadata.creation_date.as_ref().and_then(moment);
    let updated = metadata.modification_date.as_ref().and_then(moment);
    document.updated = updated.filter(|date| Some(*date) != document.published);
}

/// Everything that the properties say, however a program filled them in.
fn all_properties(metadata: &Metadata) -> impl Iterator<Item = Block> {
    let fields = [
        &metadata.title,
        &metadata.author,
        &metadata.subject,
        &metadata.keywords,
        &metadata.creator,
        &metadata.producer,
    ];
    fields.into_iter().flatten().map(|bytes| Block::Paragraph { text: one_line(&text(bytes)) })
}

fn moment(date: &DateTime) -> Option<PartialDate> {
    let offset = i16::from(date.utc_offset_hour) * 60;
    let minutes = i16::from(date.utc_offset_minute);
    let offset = if offset < 0 { offset - minutes } else { offset + minutes };
    let stamp = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    );
    if office::is_of_a_template(&stamp) {
        return None;
    }
    let day = PartialDate::from_day(date.year, date.month, date.day)?;
    let moment = day.at(date.hour, date.minute, date.second, offset)?;
    // Whatever clock made it, it is told in Vietnam's time where it was UTC.
    crate::dates::read_date(&moment.to_string()).ok()
}

/// A text string of PDF: UTF-16 or UTF-8 with a mark, else letters of one byte.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0xEF, 0xBB, 0xBF, ..] => crate::decode::decode(bytes).text,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().copied().map(char::from).collect(),
        },
    }
}

#[cfg(test)]
mod tests;
