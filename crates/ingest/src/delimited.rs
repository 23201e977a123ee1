//! CSV and TSV with a header: each row is a record, read row by row, so that a file may be larger than memory.
//!
//! The mark between cells is told from the first line: comma, semicolon (spreadsheets set to Vietnamese write that) or tab.
//! What the columns mean, their names tell (`names.rs`).

use crate::{
    FieldNames, decode,
    item::{Notice, Place},
    record::{self, Notes, Unknown, one_line},
};
use serde_json::{Map, Value};
use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};
use tangthu_archive::{Document, Sha256Hex, csv as spreadsheet};

/// The longest row that is read, in bytes. A quotation mark that is never closed makes one row of the rest of the file.
pub(crate) const MAX_ROW: u64 = 64 * 1024 * 1024;

/// The most columns that are looked at: spreadsheets hold 16,384.
const MAX_COLUMNS: usize = 16_384;

/// How much of the header its mark is told by.
const MAX_HEADER: usize = 64 * 1024;

/// Rows above the names of columns that are passed over: spreadsheets put a heading, a day, a unit and blank lines there.
const MAX_ABOVE: usize = 12;

/// The marks that part cells, the more telling first: a comma stands in prose as well.
const MARKS: &[u8] = b"\t;,";

/// The mark that parts the cells of a table that begins with `head`, by its first line outside quotation marks.
fn mark(head: &[u8]) -> u8 {
    let mut counts = [0usize; 3];
    let mut quoted = false;
    for &byte in head.iter().take(MAX_HEADER) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = MARKS.iter().position(|&mark| mark == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let at = counts.iter().position(|&count| count == most && count > 0);
    at.and_then(|at| MARKS.get(at)).copied().unwrap_or(b',')
}

/// The first line of a table, without a byte order mark; a reader may hand it out in pieces of a few bytes.
fn first_line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    loop {
        let room = MAX_HEADER.saturating_sub(line.len()) as u64;
        let read = reader.by_ref().take(room).read_until(b'\n', &mut line)?;
        // A line that ends between quotation marks goes on.
        let is_open = line.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
        if read == 0 || !is_open {
            break;
        }
    }
    if line.starts_with(b"\xEF\xBB\xBF") {
        line.drain(..3);
    }
    Ok(line)
}

/// Whether a text whose name says nothing is a table: its first line holds two columns or more whose names are known, and one
/// of them is a title or a text.
pub(crate) fn is_table(head: &str) -> bool {
    let Some((line, _)) = head.split_once('\n') else { return false };
    let mark = char::from(mark(line.as_bytes()));
    let columns: Vec<&str> = line.split(mark).map(|cell| cell.trim().trim_matches('"')).collect();
    let mut record = Map::new();
    columns.iter().for_each(|column| {
        record.insert((*column).to_owned(), Value::String("x".to_owned()));
    });
    let names = FieldNames::default();
    let adopted = crate::names::adopt(record);
    columns.len() > 1
        && columns.iter().all(|column| column.chars().count() <= 40)
        && columns.iter().filter(|column| names.knows("", column)).count() > 1
        && (adopted.contains_key("title") || adopted.contains_key("body"))
}

/// Reads every row of `reader`, in UTF-8, and hands each document on with the hash of its row; each notice as it arises.
///
/// # Errors
/// When the input itself cannot be read on; what was read before stays.
pub(crate) fn read(
    input: &str,
    mut reader: impl BufRead,
    names: &FieldNames,
    max_row: u64,
    document: &mut dyn FnMut(Document, Sha256Hex, Place),
    notice: &mut dyn FnMut(Notice),
) -> io::Result<()> {
    let mut head = first_line(&mut reader)?;
    // Excel notes the mark in a line of its own.
    let stated = head.trim_ascii().strip_prefix(b"sep=").and_then(|mark| mark.first().copied());
    if stated.is_some() {
        head.clear();
    }
    let mark = stated.unwrap_or_else(|| mark(&head));
    let left = Rc::new(Cell::new(max_row));
    let (quotes, mut loose) = (Rc::new(Quotes::default()), false);
    let bounded =
        Bounded { inner: head.as_slice().chain(reader), left: Rc::clone(&left), quotes: Rc::clone(&quotes) };
    let mut table =
        csv::ReaderBuilder::new().delimiter(mark).flexible(true).has_headers(false).from_reader(bounded);
    let mut row = csv::ByteRecord::new();
    let mut columns: Option<Vec<String>> = None;
    let mut above = Above::default();
    let mut unknown = Unknown::default();
    let (mut told, mut has_rows) = (false, false);
    loop {
        left.set(max_row);
        let place = Place::line(table.position().line());
        match table.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let csv::ErrorKind::Io(error) = error.into_kind() else { continue };
                if error.kind() != io::ErrorKind::QuotaExceeded {
                    return Err(error);
                }
                let reason =
                    format!("the row is longer than {} MB, so reading ended here", max_row / 1024 / 1024);
                notice(
                    Notice::skipped(
                        input,
                        Some(place),
                        reason,
                        "look for a quotation mark that is never closed",
                    )
                    .and_the_rest(),
                );
                has_rows = true;
                break;
            }
        }
        let place = row.position().map_or(place, |position| Place::line(position.line()));
        let lines = row.iter().map(|cell| cell.iter().filter(|&&byte| byte == b'\n').count()).sum::<usize>();
        // At the end of the file an odd one is open, and what stands behind it is no cell but the rest of the table; where marks
        // also stand within cells, as for inches, their number tells nothing.
        if lines > 0 && !loose && quotes.ended.get() && quotes.count.get() % 2 == 1 {
            let reason = format!(
                "a quotation mark of this row is never closed, so it and the {lines} lines behind it could not be told apart"
            );
            let remedy = "close it, or write it twice where it belongs to the text, and read the file again";
            has_rows = true;
            notice(Notice::skipped(input, Some(place), reason, remedy).and_the_rest());
            break;
        }
        loose |= row.iter().any(|cell| cell.contains(&b'"'));
        let Some(columns) = &columns else {
            let found: Vec<String> = row.iter().take(MAX_COLUMNS).map(|cell| one_line(&text(cell))).collect();
            let known = found.iter().filter(|column| names.knows(input, column)).count();
            // Below a heading one known word may be chance.
            let needed = if above.rows == 0 { 1 } else { 2 };
            if known >= needed {
                above.told(input).into_iter().for_each(&mut *notice);
                columns = Some(found);
            } else if !above.add(found, place) {
                break;
            }
            continue;
        };
        let mut notes = Notes::new(input, Some(place), &mut unknown);
        let more = row.iter().skip(columns.len()).filter(|cell| !cell.trim_ascii().is_empty()).count();
        if more > 0 {
            let reason = format!("cells beyond the last column were left out ({more} in this row)");
            notes.warn(reason, "look for a mark between cells that should stand in quotation marks");
        }
        if !told && let Some(cell) = row.iter().find(|cell| std::str::from_utf8(cell).is_err()) {
            told = true;
            let warning = decode::decode(cell).warning.unwrap_or_else(|| "it is not UTF-8".to_owned());
            let reason = format!("the table is UTF-8 up to here, and in a cell of this row {warning}");
            notes.warn(
                reason,
                "check the letters of this row and of those like it, or save the file as UTF-8",
            );
        }
        let mut map = Map::new();
        for (column, cell) in columns.iter().zip(&row) {
            let cell = text(cell);
            // Of columns with one name the first that holds something counts.
            if !cell.trim().is_empty() && !column.is_empty() && !map.contains_key(column) {
                map.insert(column.clone(), Value::String(cell));
            }
        }
        if map.is_empty() {
            continue;
        }
        has_rows = true;
        let read = record::read(names.apply(input, map), None, &mut notes);
        notes.found.into_iter().for_each(&mut *notice);
        match read {
            Ok(read) => document(read, Sha256Hex::of(&joined(&row)), place),
            Err(reason) => {
                let remedy = record::remedy(&reason);
                notice(Notice::skipped(input, Some(place), reason, remedy));
            }
        }
    }
    unknown.told(input).into_iter().for_each(&mut *notice);
    if columns.is_none() {
        above.refused(input).into_iter().for_each(notice);
    } else if !has_rows {
        let reason = "it has the names of columns and not a row below them, so there is no document in it";
        notice(Notice::warning(input, None, reason, "look whether it was saved whole"));
    }
    Ok(())
}

/// What stands above the names of columns.
#[derive(Default)]
struct Above {
    rows: usize,
    /// The first row, and where it stands.
    first: Option<(Vec<String>, Place)>,
}

impl Above {
    /// Takes a row that names no columns; says whether to look at the next one.
    fn add(&mut self, row: Vec<String>, place: Place) -> bool {
        self.rows += 1;
        self.first.get_or_insert((row, place));
        self.rows < MAX_ABOVE
    }

    /// What is said of such rows where the names come after them.
    fn told(&self, input: &str) -> Option<Notice> {
        let (_, place) = self.first.as_ref()?;
        let reason = format!("rows above the names of its columns were left out ({})", self.rows);
        Some(Notice { place: Some(*place), ..Notice::note(input, reason, "") })
    }

    /// What is said where no names come.
    fn refused(self, input: &str) -> Option<Notice> {
        let (found, place) = self.first?;
        let shown: Vec<String> = found.iter().take(8).map(|name| name.chars().take(40).collect()).collect();
        let reason = format!("none of its columns has a name that is known ({})", shown.join(", "));
        let remedy = "name the columns in its first line, or say what they are in [fields] of tangthu.toml";
        Some(Notice::skipped(input, Some(place), reason, remedy).and_the_rest())
    }
}

/// A cell as text, also where it is no UTF-8, and without the mark that keeps spreadsheets from running it.
fn text(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => spreadsheet::unmarked(text).to_owned(),
        Err(_) => spreadsheet::unmarked(&decode::decode(cell).text).to_owned(),
    }
}

/// The cells of a row in one piece, with a byte between them that no text holds.
fn joined(row: &csv::ByteRecord) -> Vec<u8> {
    row.iter().collect::<Vec<_>>().join(&0xFF)
}

/// The quotation marks that a table was read past, and whether it was read to its end.
#[derive(Default)]
struct Quotes {
    count: Cell<usize>,
    ended: Cell<bool>,
}

/// Fails where one row would take more than it may, and counts quotation marks.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    quotes: Rc<Quotes>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        let quotes = buffer.iter().take(read).filter(|&&byte| byte == b'"').count();
        self.quotes.count.set(self.quotes.count.get() + quotes);
        self.quotes.ended.set(read == 0 && !buffer.is_empty());
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
