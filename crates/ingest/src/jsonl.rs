//! JSONL: one record a line, read line by line, so that a file may be larger than memory.

use crate::{
    FieldNames, decode,
    item::{Notice, Place},
    record::{self, Notes, Unknown},
    value,
};
use serde_json::Value;
use std::io::{self, BufRead, Read};
use tangthu_archive::{Document, Sha256Hex};

/// The longest line that is read; one past it is skipped without being held. A document has 8 MB at most, its HTML some times that.
pub(crate) const MAX_LINE: u64 = 32 * 1024 * 1024;

/// Reads every line of `reader` and hands each document on with the hash of its line, each notice as it arises.
///
/// # Errors
/// When the input itself cannot be read on; what was read before stays.
pub(crate) fn read(
    input: &str,
    mut reader: impl BufRead,
    names: &FieldNames,
    max_line: u64,
    document: &mut dyn FnMut(Document, Sha256Hex, Place),
    notice: &mut dyn FnMut(Notice),
) -> io::Result<()> {
    let mut unknown = Unknown::default();
    let mut line = Vec::new();
    let mut told = false;
    for number in 1u64.. {
        line.clear();
        let place = Place::line(number);
        if reader.by_ref().take(max_line).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() as u64 >= max_line && !line.ends_with(b"\n") {
            let reason = format!("the line is longer than {} MB", max_line / 1024 / 1024);
            notice(Notice::skipped(
                input,
                Some(place),
                reason,
                "split the record, or leave attachments out of it",
            ));
            skip_line(&mut reader)?;
            continue;
        }
        let mut record = line.strip_suffix(b"\n").unwrap_or(&line);
        record = record.strip_suffix(b"\r").unwrap_or(record);
        if number == 1 {
            record = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(record);
        }
        if record.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let decoded = std::str::from_utf8(record).is_err().then(|| decode::decode(record));
        let text = decoded.as_ref().map_or(record, |decoded| decoded.text.as_bytes());
        let map = match parse(text) {
            Ok(map) => map,
            Err((column, reason)) => {
                let place = Place { line: number, column };
                let remedy = if reason == value::TOO_MANY {
                    value::SPLIT
                } else {
                    "correct the line and read the file again"
                };
                notice(Notice::skipped(input, Some(place), reason, remedy));
                continue;
            }
        };
        let mut notes = Notes::new(input, Some(place), &mut unknown);
        if let Some(warning) = decoded.and_then(|decoded| decoded.warning).filter(|_| !told) {
            told = true;
            let remedy = "check the letters of this line and of those like it, or save the file as UTF-8";
            notes.warn(warning, remedy);
        }
        let read = record::read(names.apply(input, map), None, &mut notes);
        notes.found.into_iter().for_each(&mut *notice);
        match read {
            Ok(read) => document(read, Sha256Hex::of(record), place),
            Err(reason) => {
                let remedy = record::remedy(&reason);
                notice(Notice::skipped(input, Some(place), reason, remedy));
            }
        }
    }
    unknown.told(input).into_iter().for_each(notice);
    Ok(())
}

fn parse(line: &[u8]) -> Result<serde_json::Map<String, Value>, (Option<u64>, String)> {
    let text = std::str::from_utf8(line)
        .map_err(|error| (Some(error.valid_up_to() as u64 + 1), "the line is not UTF-8".to_owned()))?;
    match value::parse(text) {
        Ok(Some(Value::Object(map))) => Ok(map),
        Ok(None) => Err((None, value::TOO_MANY.to_owned())),
        Ok(_) => Err((None, "the line is JSON but not an object".to_owned())),
        Err(error) => {
            let what = error.to_string();
            let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
            Err((Some(error.column() as u64), format!("the line is not JSON ({what})")))
        }
    }
}

/// Passes over the rest of a line without keeping it.
fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], max: u64) -> (Vec<String>, Vec<String>) {
        let (mut titles, mut said) = (Vec::new(), Vec::new());
        read(
            "a.jsonl",
            bytes,
            &FieldNames::default(),
            max,
            &mut |document, _, _| titles.push(document.title),
            &mut |notice| {
                said.push(notice.to_string());
            },
        )
        .unwrap();
        (titles, said)
    }

    #[test]
    fn broken_lines_are_named_and_the_rest_is_there() {
        let (titles, said) = lines(
            b"\xEF\xBB\xBF{\"title\":\"A\"}\r\n\n{\"title\":\n[1]\n{\"title\":\xFF}\n{}\n{\"title\":\"B\"}",
            MAX_LINE,
        );
        assert_eq!(titles, ["A", "B"]);
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[0].starts_with("a.jsonl:3:9: the line is not JSON"), "{}", said[0]);
        assert!(said[1].starts_with("a.jsonl:4: "), "{}", said[1]);
        assert!(said[2].starts_with("a.jsonl:5:10: the line is not JSON"), "{}", said[2]);
        assert!(said[3].starts_with("a.jsonl:6: "), "{}", said[3]);
    }

    #[test]
    fn lines_of_an_old_encoding_are_read_and_said_once() {
        let (titles, said) = lines(
            b"{\"title\":\"Qu\xE2\xF2n u\xD2y ho\xF2p\"}\n{\"title\":\"Ch\xF5\xF2 qu\xEA m\xF5\xD2\"}\n",
            MAX_LINE,
        );
        assert_eq!(titles, ["Quận ủy họp", "Chợ quê mở"]);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with("a.jsonl:1: it is not UTF-8") && said[0].contains("windows-1258"),
            "{said:?}"
        );
    }

    #[test]
    fn a_line_past_the_cap_is_passed_over() {
        let (titles, said) = lines(
            b"{\"title\":\"A\"}\n{\"title\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}\n{\"title\":\"B\"}\n",
            20,
        );
        assert_eq!(titles, ["A", "B"]);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("a.jsonl:2: "));
    }
}
