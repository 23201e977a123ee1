//! A record of named fields (a JSON object, the front matter of a Markdown page) to a document.
//!
//! The names are those of our own documents and those that crawls and exports commonly use (`names.rs`). A field of the wrong
//! kind is left out with a notice. A text that holds HTML is read as such.

mod fields;
mod rest;

use self::fields::Fields;
use crate::{
    ids,
    item::{Notice, Place},
    names,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tangthu_archive::{Block, Document};

/// The longest title that is made from a document's text where the record has none, in characters.
const MAX_MADE_TITLE: usize = 90;

/// Fields of a file that are none of a document: all are named in one line, at its end.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    names: BTreeSet<String>,
    /// The record in which the first was met.
    first: Option<Place>,
}

impl Unknown {
    /// What is said of them, if there are any.
    pub(crate) fn told(self, input: &str) -> Option<Notice> {
        let shown: Vec<String> = self.names.iter().take(NAMED).map(|name| format!("\"{name}\"")).collect();
        let more = if self.names.len() > NAMED { ", …" } else { "" };
        let (reason, remedy) = match self.names.len() {
            0 => return None,
            1 => (
                format!("the field {} is not known and was left out", shown.join("")),
                "if it is one of a document's fields, say which in [fields] of tangthu.toml",
            ),
            count => (
                format!("{count} fields are not known and were left out ({}{more})", shown.join(", ")),
                "if some are a document's fields, say which in [fields] of tangthu.toml",
            ),
        };
        Some(Notice::warning(input, self.first, reason, remedy))
    }
}

/// How many of them are named.
const NAMED: usize = 20;

/// How many are remembered.
const MAX_UNKNOWN: usize = 1_000;

/// Where a record stands, and what was noticed while reading it.
#[derive(Debug)]
pub(crate) struct Notes<'a> {
    input: &'a str,
    place: Option<Place>,
    unknown: &'a mut Unknown,
    pub(crate) found: Vec<Notice>,
}

impl<'a> Notes<'a> {
    pub(crate) fn new(input: &'a str, place: Option<Place>, unknown: &'a mut Unknown) -> Self {
        Self { input, place, unknown, found: Vec::new() }
    }

    pub(crate) fn warn(&mut self, reason: String, remedy: &str) {
        self.found.push(Notice::warning(self.input, self.place, reason, remedy));
    }
}

/// Why a record is left out whose publisher holds it back: with `draft: true`, `published: false` (as Jekyll has it), or a
/// status such as "draft" or "private".
pub(crate) const DRAFT: &str =
    "it says that it is not published yet (a draft, or private), so it was left out";

/// What to do about a record that was not read, for this reason.
pub(crate) fn remedy(reason: &str) -> &'static str {
    if reason == DRAFT {
        "to have it in the archive, take that field out"
    } else {
        "give it the field \"title\" or \"body\""
    }
}

fn is_held_back(record: &Map<String, Value>) -> bool {
    let says = |name: &str, words: &[&str]| {
        record.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name)).any(|(_, value)| match value {
            Value::Bool(truth) => words.contains(&if *truth { "true" } else { "false" }),
            Value::String(text) => words.contains(&text.trim().to_lowercase().as_str()),
            _ => false,
        })
    };
    // Rows of WordPress' own table: "inherit" is said of revisions and files.
    let has_password =
        record.get("post_password").is_some_and(|word| word.as_str().is_some_and(|word| !word.is_empty()));
    has_password
        || says("post_status", &["draft", "private", "pending", "trash", "auto-draft", "inherit", "future"])
        || says("draft", &["true", "yes", "1"])
        || says("published", &["false", "no"])
        || says(
            "status",
            &["draft", "private", "pending", "trash", "auto-draft", "unpublished", "nháp", "bản nháp"],
        )
}

/// Reads a record. `body` is the text of a page whose record is its front matter.
///
/// # Errors
/// When there is nothing to show, neither a title nor a text, or it is held back ([`DRAFT`]).
pub(crate) fn read(
    mut record: Map<String, Value>,
    body: Option<Vec<Block>>,
    notes: &mut Notes,
) -> Result<Document, String> {
    if is_held_back(&record) {
        return Err(DRAFT.to_owned());
    }
    rest::unwrap(&mut record);
    // What is not held back need not be told that the word is no field of documents.
    record.retain(|field, value| {
        let is_state = field.eq_ignore_ascii_case("draft") || field.eq_ignore_ascii_case("post_status");
        !(is_state || field == "published" && value.is_boolean())
    });
    let mut fields = Fields { record: names::adopt(record), notes };
    let mut extra = match fields.record.remove("extra") {
        Some(Value::Object(extra)) => names::adopt(extra),
        _ => Map::new(),
    };
    // What a crawl put aside counts where the record itself is silent.
    for key in ["views", "tags", "authors", "number", "kind", "issuer", "crawled"] {
        if let (false, Some(value)) = (fields.record.contains_key(key), extra.remove(key)) {
            fields.record.insert(key.to_owned(), value);
        }
    }
    let provenance = fields.provenance();
    let mut document = Document {
        id: fields.text("id").and_then(|id| ids::own(&id)).unwrap_or_default(),
        url: fields.text("url"),
        title: fields.text("title").unwrap_or_default(),
        section: fields.path("section"),
        published: fields.date("published"),
        updated: fields.date("updated"),
        views: fields.number("views"),
        authors: fields.list("authors"),
        source: fields.text("source"),
        lead: fields.text("lead"),
        body: body.unwrap_or_default(),
        attachments: fields.attachments(),
        language: fields.text("language"),
        tags: fields.list("tags"),
        number: fields.text("number"),
        kind: fields.text("kind"),
        issuer: fields.text("issuer"),
        issued: fields.date("issued"),
        effective: fields.date("effective"),
        // Mentions are found anew at packing, so that they belong to the text as it is now.
        mentions: Vec::new(),
        provenance,
    };
    if let Some(crawled) = fields.date("crawled") {
        document.provenance.get_or_insert_default().crawled.get_or_insert(crawled);
    }
    document.body.extend(fields.body());
    fields.record.remove("mentions");
    fields.name_unknown();
    if let (Some(lead), Some(Block::Paragraph { text })) = (&document.lead, document.body.first())
        && lead == text
    {
        document.body.remove(0);
    }
    if document.title.is_empty() {
        document.title = made_title(&document).ok_or("it has neither a title nor a text")?;
        notes.warn(
            "it has no title, so its first words stand for it".to_owned(),
            "give it the field \"title\"",
        );
    }
    Ok(document)
}

/// The first words of the text, where no one gave a title.
pub(crate) fn made_title(document: &Document) -> Option<String> {
    let text = document
        .lead
        .as_deref()
        .or_else(|| document.body.iter().flat_map(Block::texts).find(|text| !text.is_empty()))?;
    let mut title = String::new();
    for word in text.split_whitespace() {
        if title.chars().count() + word.chars().count() > MAX_MADE_TITLE {
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    (!title.is_empty()).then_some(title)
}

/// A section path written in one text, taken apart at the marks that breadcrumbs use. The home page is no section.
pub(crate) fn section_path(text: &str) -> Vec<String> {
    text.replace([' ', '\u{A0}'], " ")
        .replace(" / ", ">")
        .split(['>', '»', '›'])
        .map(one_line)
        .filter(|part| !part.is_empty() && part.to_lowercase() != "trang chủ")
        .collect()
}

/// Text as it is kept: repaired, on one line, without space at its ends or doubled inside.
pub(crate) fn one_line(text: &str) -> String {
    let clean = tangthu_text::clean(text);
    let mut line = String::with_capacity(clean.len());
    for word in clean.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The paragraphs of a text: one a line, unless its lines were broken at a margin.
pub(crate) fn paragraphs(text: &str) -> Vec<Block> {
    crate::margin::paragraphs(text).into_iter().map(|text| Block::Paragraph { text }).collect()
}

/// A block with every text repaired; `None` when nothing is left of it.
pub(crate) fn clean_block(block: Block) -> Option<Block> {
    let line = |text: String| one_line(&text);
    let lines = |texts: Vec<String>| texts.iter().map(|text| one_line(text)).collect::<Vec<_>>();
    let block = match block {
        Block::Heading { level, text } => Block::Heading { level: level.clamp(2, 6), text: line(text) },
        Block::Paragraph { text } => Block::Paragraph { text: line(text) },
        Block::Quote { text } => Block::Quote { text: line(text) },
        Block::List { ordered, items } => {
            Block::List { ordered, items: lines(items).into_iter().filter(|item| !item.is_empty()).collect() }
        }
        Block::Table { head, rows } => {
            Block::Table { head: lines(head), rows: rows.into_iter().map(lines).collect() }
        }
        Block::Figure { caption, image } => Block::Figure { caption: line(caption), image },
    };
    let holds_image = matches!(&block, Block::Figure { image: Some(_), .. });
    (holds_image || block.texts().iter().any(|text| !text.is_empty())).then_some(block)
}

/// A count as people write it: `1126`, `1.126`, `1,126`, `1 126`.
pub(crate) fn grouped_number(text: &str) -> Option<u64> {
    let text = text.trim();
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{A0}']).collect();
    let grouped = groups.len() > 1
        && groups.iter().enumerate().all(|(at, group)| {
            group.bytes().all(|b| b.is_ascii_digit())
                && (group.len() == 3 || (at == 0 && (1..=3).contains(&group.len())))
        });
    (plain || grouped).then(|| groups.concat().parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> (Result<Document, String>, Vec<String>) {
        let mut unknown = Unknown::default();
        let mut notes = Notes::new("a.jsonl", Some(Place::line(3)), &mut unknown);
        let map = serde_json::from_str(json).unwrap();
        let document = read(map, None, &mut notes);
        let found = notes.found;
        let said = found.iter().chain(&unknown.told("a.jsonl")).map(ToString::to_string).collect();
        (document, said)
    }

    #[test]
    fn the_fields_of_crawls_are_known() {
        let (document, said) = record(
            r#"{"id":7,"title":" Một  tin ","date":"28/3/23","section":"","category":"Trang chủ > Thời sự > Y tế","source":"Báo nhà",
                "url":"https://a.vn/1","summary":"Tóm tắt.","content":"Tóm tắt.\nĐoạn hai.\n\nĐoạn ba.",
                "extra":{"views":"1.126","first_seen":"2025-08-09T09:26:46.225877+07:00","other":1}}"#,
        );
        let document = document.unwrap();
        assert_eq!((document.id.as_str(), document.title.as_str()), ("7", "Một tin"));
        assert_eq!(document.published.unwrap().to_string(), "2023-03-28");
        assert_eq!(document.section, ["Thời sự", "Y tế"]);
        assert_eq!(document.views, Some(1126));
        assert_eq!(document.body.len(), 2, "the lead is not told twice: {:?}", document.body);
        assert_eq!(document.provenance.unwrap().crawled.unwrap().to_string(), "2025-08-09T09:26:46+07:00");
        assert!(said.is_empty(), "{said:?}");
    }

    #[test]
    fn what_the_interface_of_wordpress_gives_is_a_document() {
        let (document, said) = record(
            r#"{"id":12,"date":"2023-03-28T14:04:00","date_gmt":"2023-03-28T07:04:00","guid":{"rendered":"https://a.vn/?p=12"},"slug":"x",
                "status":"publish","type":"post","link":"https://a.vn/x","title":{"rendered":"Tin &#8211; m\u1ed9t"},
                "content":{"rendered":"<p>Ch\u1eef m\u1ed9t.</p>","protected":false},"excerpt":{"rendered":"<p>T\u00f3m t\u1eaft.</p>"},
                "author":3,"featured_media":0,"comment_status":"open","categories":[5,7],"tags":[],"meta":{},"_links":{}}"#,
        );
        let document = document.unwrap();
        assert_eq!((document.title.as_str(), document.lead.as_deref()), ("Tin – một", Some("Tóm tắt.")));
        assert_eq!((document.id.as_str(), document.url.as_deref()), ("12", Some("https://a.vn/x")));
        assert_eq!(document.body, [Block::Paragraph { text: "Chữ một.".to_owned() }]);
        assert!(document.authors.is_empty() && document.section.is_empty() && document.tags.is_empty());
        assert!(said.is_empty(), "{said:?}");
    }

    #[test]
    fn our_own_documents_read_back() {
        let own = r#"{"id":"a","title":"Một","section":["A / B","C"],"published":"2023-03","body":[
            {"type":"heading","level":3,"text":"Mục"},{"type":"paragraph","text":"Đoạn."},{"type":"list","ordered":true,"items":["x"]},
            {"type":"table","head":["c"],"rows":[["1"]]},{"type":"figure","caption":"Ảnh"},{"type":"quote","text":"Lời"}]}"#;
        let (document, said) = record(own);
        assert_eq!(document.unwrap(), serde_json::from_str::<Document>(own).unwrap());
        assert!(said.is_empty(), "{said:?}");
    }

    #[test]
    fn what_is_wrong_is_left_out_and_named_with_its_place() {
        let (document, said) = record(
            r#"{"title":"Một","date":"31/02/2023","views":"nhiều","body":[5,{"type":"paragraph","text":"Còn"}],"mood":1}"#,
        );
        let document = document.unwrap();
        assert_eq!((document.published, document.views, document.body.len()), (None, None, 1));
        assert_eq!(said.len(), 4);
        assert!(said.iter().all(|line| line.starts_with("a.jsonl:3: ")));
        assert!(said.iter().any(|line| line.contains("31/02/2023")));
    }

    #[test]
    fn what_an_archive_says_of_where_a_document_comes_from_is_kept() {
        let own = r#"{"id":"a","title":"Một","provenance":{"input":"tin/a.html","sha256":"00000000000000000000000000000000000000000000000000000000000000aa",
            "crawled":"2023-03-28","tool":"tangthu 0.1.0","copies":["https://a.vn/2"]}}"#;
        let (document, said) = record(own);
        assert_eq!(document.unwrap(), serde_json::from_str::<Document>(own).unwrap());
        assert!(said.is_empty(), "{said:?}");
        let (document, said) =
            record(r#"{"title":"Một","provenance":{"crawled":"2023-03-28","sha256":"?"}}"#);
        assert_eq!(document.unwrap().provenance.unwrap().crawled.unwrap().to_string(), "2023-03-28");
        assert!(said.len() == 1 && said[0].contains("provenance"), "{said:?}");
    }

    #[test]
    fn a_record_without_title_takes_its_first_words() {
        let (document, said) = record(r#"{"body":"Một đoạn không có tên."}"#);
        assert_eq!(document.unwrap().title, "Một đoạn không có tên.");
        assert_eq!(said.len(), 1);
        assert!(record(r#"{"id":"x"}"#).0.is_err());
    }

    #[test]
    fn counts_are_read_as_people_group_them() {
        for text in ["1126", "1.126", "1,126", "1 126"] {
            assert_eq!(grouped_number(text), Some(1126), "{text}");
        }
        for text in ["", "1.12", "1.1.1", "-5", "mười"] {
            assert_eq!(grouped_number(text), None, "{text}");
        }
    }
}
