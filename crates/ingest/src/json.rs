//! JSON: a one-file archive, a JSON Feed, an array of records, or one record. Arrays are read element by element, so that a large export
//! never stands in memory whole; where the JSON breaks off, what came before it is kept. A feed that says only after its articles what it
//! is and what it is called is gone through twice.

use crate::{
    FieldNames,
    item::{Notice, Place},
    record::{self, Notes, Unknown, one_line},
    settings::Settings,
    value::{self, Measured, measure},
};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{
    cell::Cell,
    fmt,
    io::{self, Read},
};
use tangthu_archive::Document;

/// The longest record, and what an archive or a feed may say before and after its documents. As long as a one-file archive may be;
/// tests would take a minute to go past that.
const MAX_RECORD: u64 = if cfg!(test) { 8 } else { 64 } * 1024 * 1024;

/// How many objects may stand around a list of records: `{"data": {"items": […]}}` has two.
const MAX_WRAPPERS: u8 = 3;

fn too_long() -> String {
    format!("a record of it is longer than {} MB", MAX_RECORD / 1024 / 1024)
}

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
            return Err(io::Error::other(too_long()));
        }
        Ok(read)
    }
}

/// Reads the JSON of what `open` opens, at its beginning each time; returns what it says of the archive as a whole.
///
/// # Errors
/// When it cannot be opened.
pub(crate) fn read<R: Read>(
    input: &str,
    open: &mut dyn FnMut() -> io::Result<R>,
    names: &FieldNames,
    document: &mut dyn FnMut(Document),
    notice: &mut dyn FnMut(Notice),
) -> io::Result<Settings> {
    let mut settings = Settings::default();
    let mut unknown = Unknown::default();
    let mut count = 0;
    let since = Cell::new(0);
    let mut one = |value: Option<Value>, numbered: bool| {
        count += 1;
        let Some(value) = value else {
            let reason = format!("record {count}: {}", value::TOO_MANY);
            return notice(Notice::skipped(input, None, reason, value::SPLIT).alone());
        };
        let Value::Object(map) = value else {
            let reason = format!("record {count} is not an object");
            return notice(
                Notice::skipped(input, None, reason, "write each document as an object with \"title\"")
                    .alone(),
            );
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
                notice(
                    Notice::skipped(input, None, reason, "give it the field \"title\" or \"body\"").alone(),
                );
            }
        }
    };
    let mut take = |value: Option<Value>, numbered: bool| match value {
        // What a service answers has its records a step or two further in.
        Some(Value::Object(map)) if !numbered && !map.keys().any(|key| names.knows(input, key)) => {
            match wrapped(&map, MAX_WRAPPERS) {
                Some(records) => records.iter().for_each(|record| one(Some(record.clone()), true)),
                None => one(Some(Value::Object(map)), numbered),
            }
        }
        value => one(value, numbered),
    };
    let mut late = None;
    let top = Top { take: &mut take, settings: &mut settings, since: &since, feed: None, late: &mut late };
    let result = parsed(open()?, top);
    if let Some(feed) = late {
        since.set(0);
        let top = Top {
            take: &mut take,
            settings: &mut Settings::default(),
            since: &since,
            feed: Some(feed),
            late: &mut None,
        };
        // It breaks off where it did the first time.
        let _ = parsed(open()?, top);
    }
    if let Err(error) = result {
        let what = error.to_string();
        let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
        let place = (error.line() > 0)
            .then(|| Place { line: error.line() as u64, column: Some(error.column() as u64) });
        let reason = format!("the JSON breaks off here ({what})");
        notice(
            Notice::skipped(
                input,
                place,
                reason,
                "what came before is kept; correct the file and read it again",
            )
            .and_the_rest(),
        );
    }
    unknown.told(input).into_iter().for_each(&mut *notice);
    Ok(settings.fitted(input, notice))
}

/// The list of records that an object of no known fields holds, where it holds one list of objects and no more.
fn wrapped(map: &Map<String, Value>, depth: u8) -> Option<&Vec<Value>> {
    let mut found = map.values().filter_map(|value| match value {
        Value::Array(records) if !records.is_empty() && records.iter().all(Value::is_object) => Some(records),
        Value::Object(inner) if depth > 0 => wrapped(inner, depth - 1),
        _ => None,
    });
    let records = found.next()?;
    found.next().is_none().then_some(records)
}

fn parsed(reader: impl Read, top: Top) -> serde_json::Result<()> {
    let reader = Metered { reader, since: top.since };
    let mut deserializer = serde_json::Deserializer::from_reader(reader);
    top.deserialize(&mut deserializer).and_then(|()| deserializer.end())
}

/// The top of the file: an array of records, or an object.
struct Top<'a> {
    take: &'a mut dyn FnMut(Option<Value>, bool),
    settings: &'a mut Settings,
    /// Bytes since the last record.
    since: &'a Cell<u64>,
    /// The feed that the file is known to be, when it is gone through again for its articles.
    feed: Option<Feed>,
    /// Where a feed is noted whose articles were passed over, because they came before what it says of itself.
    late: &'a mut Option<Feed>,
}

/// What every article of a feed takes from it.
#[derive(Clone, Default)]
struct Feed {
    /// The publication: its title.
    source: Option<String>,
}

impl Feed {
    /// The feed of which these are fields, if it is one.
    fn of(fields: &Map<String, Value>) -> Option<Self> {
        let version = fields.get("version").and_then(Value::as_str).unwrap_or_default();
        let source = || fields.get("title").and_then(Value::as_str).map(str::to_owned);
        version.contains("//jsonfeed.org/version/").then(|| Self { source: source() })
    }
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
            self.since.set(0);
            (self.take)(left.replace(measure().get()).map(|_| value), true);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        if let Some(feed) = self.feed.take() {
            while let Some(key) = map.next_key::<String>()? {
                if key == "items" {
                    map.next_value_seed(self.records(feed.clone()))?;
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            return Ok(());
        }
        let mut fields = Fields {
            rest: Map::new(),
            left: measure(),
            left_of_items: measure(),
            passed: None,
            is_archive: false,
        };
        let result = self.fields(&mut map, &mut fields);
        if fields.passed.is_some()
            && let Some(feed) = Feed::of(&fields.rest)
        {
            *self.late = Some(feed);
            fields.is_archive = true;
        }
        result?;
        let Fields { rest, left, left_of_items, passed, is_archive } = fields;
        if !is_archive {
            if passed.is_some_and(|bytes| bytes > MAX_RECORD) {
                return Err(A::Error::custom(too_long()));
            }
            let items = left_of_items.get().map(|left| value::MAX_VALUES - left);
            let left = left.get().zip(items).and_then(|(left, items)| left.checked_sub(items));
            (self.take)(left.map(|_| Value::Object(rest)), false);
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

/// The fields of an object, as far as they are read.
struct Fields {
    /// Those that are neither documents nor articles.
    rest: Map<String, Value>,
    /// What one record may still hold.
    left: Cell<Option<usize>>,
    /// The same for what would be articles, so that what a feed says of itself has room behind them.
    left_of_items: Cell<Option<usize>>,
    /// The length of what would be articles, were this a feed, in bytes.
    passed: Option<u64>,
    is_archive: bool,
}

impl Top<'_> {
    fn records(&mut self, feed: Feed) -> Records<'_> {
        Records { take: self.take, since: self.since, source: feed.source }
    }

    fn fields<'de, A: MapAccess<'de>>(&mut self, map: &mut A, fields: &mut Fields) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let feed = || Feed::of(&fields.rest).filter(|feed| feed.source.is_some());
            if key == "documents" {
                fields.is_archive = true;
                map.next_value_seed(self.records(Feed::default()))?;
            } else if key != "items" {
                let value = map.next_value_seed(Measured(&fields.left))?;
                if fields.left.get().is_some() {
                    fields.rest.insert(key, value);
                }
            } else if let Some(feed) = feed() {
                fields.is_archive = true;
                map.next_value_seed(self.records(feed))?;
            } else {
                let bytes = fields.passed.insert(0);
                let items = Unsure { left: &fields.left_of_items, since: self.since, bytes };
                let value = map.next_value_seed(items)?;
                if fields.left_of_items.get().is_some() {
                    fields.rest.insert(key, value);
                }
            }
        }
        Ok(())
    }
}

/// What may be the articles of a feed, or a field of a record like any other. It is read as the latter, but each article may be as
/// long as a record.
struct Unsure<'a> {
    left: &'a Cell<Option<usize>>,
    since: &'a Cell<u64>,
    bytes: &'a mut u64,
}

impl<'de> DeserializeSeed<'de> for Unsure<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unsure<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Measured(self.left).visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Measured(self.left).visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Measured(self.left).visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Measured(self.left).visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Measured(self.left).visit_str(value)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Measured(self.left).visit_unit()
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        Measured(self.left).visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(Measured(self.left))? {
            *self.bytes += self.since.replace(0);
            if *self.bytes > MAX_RECORD {
                self.left.set(None);
            }
            if self.left.get().is_some() {
                list.push(value);
            } else {
                // Nobody reads a record without its measure.
                list = Vec::new();
            }
        }
        Ok(Value::Array(list))
    }
}

/// The array of documents in an archive or a feed.
struct Records<'a> {
    take: &'a mut dyn FnMut(Option<Value>, bool),
    since: &'a Cell<u64>,
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
            self.since.set(0);
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
            &mut || Ok(text.as_bytes()),
            &FieldNames::default(),
            &mut |document| titles.push(document.title),
            &mut |notice| {
                said.push(notice.to_string());
            },
        );
        (titles, said, settings.unwrap())
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
    fn records_inside_what_a_service_answers_are_read() {
        let list = r#"[{"title":"A"},{"title":"B"}]"#;
        for text in [
            format!(r#"{{"data":{list}}}"#),
            format!(r#"{{"status":"ok","total":2,"data":{{"items":{list},"pages":[1,2]}}}}"#),
        ] {
            let (titles, said, _) = json(&text);
            assert_eq!(
                (titles.as_slice(), said.len()),
                (&["A".to_owned(), "B".to_owned()][..], 0),
                "{said:?}"
            );
        }
        // Which of two lists is meant nobody knows, and a record is one whatever it holds.
        assert_eq!(json(&format!(r#"{{"a":{list},"b":{list}}}"#)).0.len(), 0);
        assert_eq!(json(&format!(r#"{{"title":"C","more":{list}}}"#)).0, ["C"]);
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
        assert!(said.len() == 1 && said[0].contains("longer than 8 MB"), "{said:?}");
    }

    fn documents(text: &str) -> (Vec<Document>, Vec<String>, Settings) {
        let (mut documents, mut said) = (Vec::new(), Vec::new());
        let settings = read(
            "a.json",
            &mut || Ok(text.as_bytes()),
            &FieldNames::default(),
            &mut |document| documents.push(document),
            &mut |notice| said.push(notice.to_string()),
        );
        (documents, said, settings.unwrap())
    }

    const VERSION: &str = r#""version":"https://jsonfeed.org/version/1.1""#;

    #[test]
    fn a_json_feed_is_read_whatever_the_order_of_its_fields() {
        let items = r#""items":[{"id":"1","url":"https://a.vn/1","title":"Một","content_html":"<p>Đoạn.</p><p>Hai.</p>","date_published":"2023-03-28T14:04:00+07:00",
            "authors":[{"name":"Lan"}],"tags":["y tế"],"attachments":[{"url":"https://a.vn/a.pdf","mime_type":"application/pdf","size_in_bytes":5}]},{"id":"2","content_text":"Chữ."}]"#;
        let (title, language) = (r#""title":"Báo nhà""#, r#""language":"vi""#);
        let orders = [
            [VERSION, title, language, items],
            [items, VERSION, title, language],
            [VERSION, items, title, language],
            [title, language, items, VERSION],
        ];
        let all = orders.map(|order| documents(&format!("{{{}}}", order.join(","))));
        let (found, said, settings) = &all[0];
        let [one, two] = found.as_slice() else { panic!("two articles") };
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
        assert_eq!((one.source.as_deref(), two.source.as_deref()), (Some("Báo nhà"), Some("Báo nhà")));
        assert_eq!(said.len(), 1, "only the title is made up: {said:?}");
        assert_eq!((settings.title.as_deref(), settings.language.as_deref()), (Some("Báo nhà"), Some("vi")));
        for (nth, other) in all.iter().enumerate() {
            assert_eq!((&other.0, &other.1), (found, said), "{nth}");
            assert_eq!((&other.2.title, &other.2.language), (&settings.title, &settings.language), "{nth}");
        }
    }

    #[test]
    fn articles_that_come_before_their_feed_are_measured_one_by_one() {
        // Together they hold more values, or more bytes, than one record may.
        let tags = vec!["1"; value::MAX_VALUES / 3].join(",");
        let many = vec![format!(r#"{{"title":"A","x":[{tags}]}}"#); 4].join(",");
        let long = vec![format!(r#"{{"title":"A","body":"{}"}}"#, "a".repeat(3 << 20)); 3].join(",");
        for (items, count, reason) in [(many, 4, "more values"), (long, 3, "longer than 8 MB")] {
            let (titles, said, _) = json(&format!(r#"{{"items":[{items}],{VERSION}}}"#));
            assert_eq!(titles.len(), count);
            assert!(!said.iter().any(|said| said.contains(reason)), "{said:?}");
            // A record is one record, whatever its fields are called.
            let (titles, said, _) = json(&format!(r#"{{"title":"A","items":[{items}]}}"#));
            assert!(titles.is_empty() && said.len() == 1 && said[0].contains(reason), "{said:?}");
        }
        assert_eq!(json(r#"{"title":"A","body":"B","items":[1,"2"]}"#).0, ["A"]);
        assert_eq!(json(r#"{"items":"1","title":"A","body":"B"}"#).0, ["A"]);
    }

    #[test]
    fn articles_before_a_break_are_kept_where_the_feed_is_known() {
        let (found, said, _) =
            documents(&format!(r#"{{{VERSION},"items":[{{"title":"A"}},{{"title":"B"}},{{"ti"#));
        assert_eq!(found.iter().map(|document| document.title.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        let breaks = said.iter().filter(|said| said.contains("breaks off")).count();
        assert_eq!(breaks, 1, "{said:?}");
    }

    #[test]
    fn what_stands_before_a_break_is_kept() {
        let (titles, said, _) = json("[{\"title\":\"A\"},\n{\"title\":");
        assert_eq!(titles, ["A"]);
        assert!(said[0].starts_with("a.json:2:9: the JSON breaks off"), "{}", said[0]);
    }
}
