//! JSON: a one-file archive, a JSON Feed, an array of records, or one record. Arrays are read element by element, so that a large export
//! never stands in memory whole; where the JSON breaks off, what came before it is kept.

use crate::{
    FieldNames,
    item::{Notice, Place},
    record::{self, Notes, one_line},
    settings::Settings,
    value::{self, Measured, measure},
};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{
    cell::Cell,
    collections::BTreeSet,
    fmt,
    io::{self, Read},
};
use tangthu_archive::Document;

/// The longest record, and what an archive or a feed may say before and after its documents. As long as a one-file archive may be.
const MAX_RECORD: u64 = 64 * 1024 * 1024;

/// A reader that ends with an error when a record goes on for too long.
struct Metered<'a, R> {
    reader: R,
    /// Bytes since the last record.
    since: &'a Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.since.set(self.since.get() + read as u64);
        if self.since.get() > MAX_RECORD {
            let reason = format!("a record of it is longer than {} MB", MAX_RECORD / 1024 / 1024);
            return Err(io::Error::other(reason));
        }
        Ok(read)
    }
}

/// Reads the JSON of `reader`; returns what it says of the archive as a whole.
pub(crate) fn read(
    input: &str,
    reader: impl Read,
    names: &FieldNames,
    document: &mut dyn FnMut(Document),
    notice: &mut dyn FnMut(Notice),
) -> Settings {
    let mut settings = Settings::default();
    let mut unknown = BTreeSet::new();
    let mut count = 0;
    let since = Cell::new(0);
    let mut take = |value: Option<Value>, numbered: bool| {
        count += 1;
        since.set(0);
        let Some(value) = value else {
            let reason = format!("record {count}: {}", value::TOO_MANY);
            return notice(Notice::skipped(input, None, reason, value::SPLIT));
        };
        let Value::Object(map) = value else {
            let reason = format!("record {count} is not an object");
            return notice(Notice::skipped(
                input,
                None,
                reason,
                "write each document as an object with \"title\"",
            ));
        };
        let mut notes = Notes::new(input, None, &mut unknown);
        let read = record::read(names.apply(input, map), None, &mut notes);
        for mut found in notes.found {
            if numbered {
                found.reason = format!("record {count}: {}", found.reason);
            }
            notice(found);
        }
        match read {
            Ok(read) => document(read),
            Err(reason) => {
                let reason = if numbered { format!("record {count}: {reason}") } else { reason };
                notice(Notice::skipped(input, None, reason, "give it the field \"title\" or \"body\""));
            }
        }
    };
    let mut deserializer = serde_json::Deserializer::from_reader(Metered { reader, since: &since });
    let top = Top { take: &mut take, settings: &mut settings };
    let result = top.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    if let Err(error) = result {
        let what = error.to_string();
        let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
        let place = (error.line() > 0)
            .then(|| Place { line: error.line() as u64, column: Some(error.column() as u64) });
        let reason = format!("the JSON breaks off here ({what})");
        notice(Notice::skipped(
            input,
            place,
            reason,
            "what came before is kept; correct the file and read it again",
        ));
    }
    settings.fitted(input, notice)
}

/// The top of the file: an array of records, or an object.
struct Top<'a> {
    take: &'a mut dyn FnMut(Option<Value>, bool),
    settings: &'a mut Settings,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an archive, a record or an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let left = measure();
        while let Some(value) = seq.next_element_seed(Measured(&left))? {
            (self.take)(left.replace(measure().get()).map(|_| value), true);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut rest = Map::new();
        let mut is_archive = false;
        let left = measure();
        while let Some(key) = map.next_key::<String>()? {
            if key == "documents" {
                is_archive = true;
                map.next_value_seed(Records { take: self.take, source: None })?;
            } else if key == "items" && is_feed(&rest) {
                is_archive = true;
                let source = rest.get("title").and_then(Value::as_str).map(str::to_owned);
                map.next_value_seed(Records { take: self.take, source })?;
            } else {
                let value = map.next_value_seed(Measured(&left))?;
                if left.get().is_some() {
                    rest.insert(key, value);
                }
            }
        }
        if !is_archive && is_feed(&rest) {
            // A feed that says what it is only after its articles.
            let items = rest.remove("items").and_then(|items| items.as_array().cloned()).unwrap_or_default();
            items.into_iter().for_each(|item| (self.take)(Some(item), true));
        } else if !is_archive {
            (self.take)(left.get().map(|_| Value::Object(rest)), false);
            return Ok(());
        }
        let text = |key| rest.get(key).and_then(Value::as_str).map(one_line).filter(|text| !text.is_empty());
        *self.settings = Settings {
            title: text("title"),
            description: text("description"),
            language: text("language"),
            ..Settings::default()
        };
        Ok(())
    }
}

/// Whether the fields of an object, as far as they are read, are those of a JSON Feed.
fn is_feed(fields: &Map<String, Value>) -> bool {
    let version = fields.get("version").and_then(Value::as_str).unwrap_or_default();
    version.contains("//jsonfeed.org/version/")
}

/// The array of documents in an archive or a feed.
struct Records<'a> {
    take: &'a mut dyn FnMut(Option<Value>, bool),
    /// The publication that the articles of a feed come from.
    source: Option<String>,
}

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let left = measure();
        while let Some(mut value) = seq.next_element_seed(Measured(&left))? {
            if let (Some(source), Value::Object(record)) = (&self.source, &mut value) {
                record.entry("source").or_insert_with(|| source.clone().into());
            }
            (self.take)(left.replace(measure().get()).map(|_| value), true);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> (Vec<String>, Vec<String>, Settings) {
        let (mut titles, mut said) = (Vec::new(), Vec::new());
        let settings = read(
            "a.json",
            text.as_bytes(),
            &FieldNames::default(),
            &mut |document| titles.push(document.title),
            &mut |notice| {
                said.push(notice.to_string());
            },
        );
        (titles, said, settings)
    }

    #[test]
    fn archives_arrays_and_single_records_are_all_read() {
        let (titles, said, settings) =
            json(r#"{"title":"Kho","documents":[{"title":"A"},{"title":"B"}],"language":"vi"}"#);
        assert_eq!((titles.len(), said.len()), (2, 0));
        assert_eq!((settings.title.as_deref(), settings.language.as_deref()), (Some("Kho"), Some("vi")));
        assert_eq!(json(r#"[{"title":"A"},5,{"title":"B"}]"#).0, ["A", "B"]);
        assert_eq!(json(r#"{"title":"A","body":"B"}"#).0, ["A"]);
    }

    #[test]
    fn a_record_of_too_many_values_is_left_out_and_the_others_are_there() {
        let many = format!(r#"{{"title":"B","tags":[{}]}}"#, vec!["1"; value::MAX_VALUES].join(","));
        for text in [
            format!(r#"[{{"title":"A"}},{many},{{"title":"C"}}]"#),
            format!(r#"{{"documents":[{{"title":"A"}},{many},{{"title":"C"}}]}}"#),
        ] {
            let (titles, said, _) = json(&text);
            assert_eq!(titles, ["A", "C"]);
            assert!(said.len() == 1 && said[0].contains("record 2: it holds more values"), "{said:?}");
        }
        let (titles, said, _) = json(&many);
        assert!(titles.is_empty() && said.len() == 1, "{said:?}");
    }

    #[test]
    fn a_record_longer_than_any_ends_the_file_and_what_came_before_is_kept() {
        let text = format!(r#"[{{"title":"A"}},{{"title":"{}"}}]"#, "b".repeat(MAX_RECORD as usize));
        let (titles, said, _) = json(&text);
        assert_eq!(titles, ["A"]);
        assert!(said.len() == 1 && said[0].contains("longer than 64 MB"), "{said:?}");
    }

    #[test]
    fn a_json_feed_is_read_whatever_the_order_of_its_fields() {
        let items = r#""items":[{"id":"1","url":"https://a.vn/1","title":"Một","content_html":"<p>Đoạn.</p><p>Hai.</p>","date_published":"2023-03-28T14:04:00+07:00",
            "authors":[{"name":"Lan"}],"tags":["y tế"],"attachments":[{"url":"https://a.vn/a.pdf","mime_type":"application/pdf","size_in_bytes":5}]},{"id":"2","content_text":"Chữ."}]"#;
        let version = r#""version":"https://jsonfeed.org/version/1.1","title":"Báo nhà","language":"vi""#;
        for text in [format!("{{{version},{items}}}"), format!("{{{items},{version}}}")] {
            let (mut documents, mut said) = (Vec::new(), Vec::new());
            read(
                "a.json",
                text.as_bytes(),
                &FieldNames::default(),
                &mut |document| documents.push(document),
                &mut |notice| {
                    said.push(notice.to_string());
                },
            );
            let [one, two] = documents.as_slice() else { panic!("two articles") };
            assert_eq!(
                (one.title.as_str(), one.body.len(), one.authors.as_slice()),
                ("Một", 2, &["Lan".to_owned()][..])
            );
            assert_eq!(one.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
            assert_eq!(
                (one.attachments[0].name.as_str(), one.attachments[0].bytes),
                ("https://a.vn/a.pdf", Some(5))
            );
            assert_eq!(two.title, "Chữ.");
            assert_eq!(said.len(), 1, "only the title is made up: {said:?}");
        }
    }

    #[test]
    fn what_stands_before_a_break_is_kept() {
        let (titles, said, _) = json("[{\"title\":\"A\"},\n{\"title\":");
        assert_eq!(titles, ["A"]);
        assert!(said[0].starts_with("a.json:2:9: the JSON breaks off"), "{}", said[0]);
    }
}
