//! Markdown pages with front matter: fields above, typed blocks below. Links keep their words, pictures their captions; raw
//! HTML is left out, because a body never holds markup.

use crate::record::{self, Notes, clean_block, one_line};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};
use tangthu_archive::{Block, Document};

/// What fences the front matter, and the language it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fence {
    Yaml,
    Toml,
}

/// Whether the text opens with front matter that is closed again.
pub(crate) fn has_front_matter(text: &str) -> bool {
    front_matter(text).is_some()
}

/// Front matter, what follows it, and its language.
fn front_matter(text: &str) -> Option<(&str, &str, Fence)> {
    let (first, rest) = text.split_once('\n')?;
    let (mark, fence) = match first.trim_end() {
        "---" => ("---", Fence::Yaml),
        "+++" => ("+++", Fence::Toml),
        _ => return None,
    };
    let mut from = 0;
    for line in rest.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == mark || (fence == Fence::Yaml && bare == "...") {
            return Some((&rest[..from], &rest[from + line.len()..], fence));
        }
        from += line.len();
    }
    None
}

/// Reads a page.
///
/// # Errors
/// When its front matter cannot be read, or there is neither a title nor a text.
pub(crate) fn read(text: &str, notes: &mut Notes) -> Result<Document, String> {
    let (fields, text) = match front_matter(text) {
        Some((head, body, fence)) => (fields(head, fence)?, body),
        None => (Map::new(), text),
    };
    let mut blocks = blocks(text, notes);
    let mut fields = fields;
    let title = fields.get("title").and_then(Value::as_str).map(one_line).unwrap_or_default();
    // A page that repeats its title as its first heading shows it once; a page without a title is named by that heading.
    if let Some((1, Block::Heading { text, .. })) = blocks.first()
        && (title.is_empty() || title == *text)
    {
        fields.insert("title".to_owned(), Value::String(text.clone()));
        blocks.remove(0);
    }
    let body = blocks.into_iter().map(|(_, block)| block).collect();
    record::read(fields, Some(body), notes)
}

fn fields(head: &str, fence: Fence) -> Result<Map<String, Value>, String> {
    let value = match fence {
        Fence::Yaml if head.trim().is_empty() => Value::Object(Map::new()),
        Fence::Yaml => {
            serde_saphyr::from_str::<Value>(head).map_err(|error| reason("YAML", &error.to_string()))?
        }
        Fence::Toml => {
            let table = head.parse::<toml::Table>().map_err(|error| reason("TOML", error.message()))?;
            from_toml(toml::Value::Table(table))
        }
    };
    match value {
        Value::Object(map) => Ok(map),
        _ => Err("its front matter is not a list of fields".to_owned()),
    }
}

/// One line of what a parser says.
fn reason(language: &str, said: &str) -> String {
    let line = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
    format!("its front matter is not {language} ({line})")
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

/// The blocks of a text, each heading with the level it was written with (0 for other blocks).
fn blocks(text: &str, notes: &mut Notes) -> Vec<(u8, Block)> {
    let mut writer = Writer::default();
    let mut html = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => writer.start(&tag),
            Event::End(tag) => writer.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                writer.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => writer.text.push(' '),
            Event::InlineHtml(tag) if tag.starts_with("<br") => writer.text.push(' '),
            Event::Html(tag) | Event::InlineHtml(tag) => html |= !tag.trim_start().starts_with("<!--"),
            Event::Rule | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }
    writer.flush();
    if html {
        notes.warn("HTML tags in the Markdown were left out".to_owned(), "");
    }
    writer.blocks
}

/// Collects blocks while the parser walks through the text.
#[derive(Debug, Default)]
struct Writer {
    blocks: Vec<(u8, Block)>,
    text: String,
    /// The lists that are open, outermost first: whether each is numbered.
    lists: Vec<bool>,
    items: Vec<String>,
    quotes: usize,
    heading: u8,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// Captions and references of the pictures of the paragraph that is open; the length of the text before the innermost one,
    /// and its reference.
    pictures: Vec<(String, String)>,
    before_picture: Option<(usize, String)>,
}

impl Writer {
    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = level_number(*level);
            }
            Tag::List(first) => {
                // A list inside an item: its items follow those of the outer one.
                self.flush();
                self.lists.push(first.is_some());
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Table(_) => self.flush(),
            Tag::Image { dest_url, .. } => {
                self.before_picture = Some((self.text.len(), dest_url.trim().to_owned()));
            }
            Tag::Paragraph if self.lists.is_empty() => self.flush(),
            Tag::Paragraph if !self.text.is_empty() => self.text.push(' '),
            Tag::CodeBlock(_) if self.lists.is_empty() => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let text = self.taken();
                let level = std::mem::take(&mut self.heading);
                self.push(level, Block::Heading { level: level.clamp(2, 6), text });
            }
            TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                let ordered = self.lists.pop().unwrap_or_default();
                if self.lists.is_empty() {
                    let items = std::mem::take(&mut self.items);
                    self.push(0, Block::List { ordered, items });
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::TableCell => {
                let text = self.taken();
                self.row.push(text);
            }
            TagEnd::TableHead => self.head = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let mut head = std::mem::take(&mut self.head);
                if head.iter().all(String::is_empty) {
                    head.clear();
                }
                let rows = std::mem::take(&mut self.rows);
                self.push(0, Block::Table { head, rows });
            }
            TagEnd::Image => {
                if let Some((at, href)) = self.before_picture.take() {
                    self.pictures.push((self.text.split_off(at), href));
                }
            }
            TagEnd::Paragraph | TagEnd::CodeBlock if self.lists.is_empty() => self.flush(),
            _ => {}
        }
    }

    /// Ends the text that is open: an item inside a list, a block elsewhere. Pictures of a paragraph follow it.
    fn flush(&mut self) {
        let code_or_text = self.taken();
        if !code_or_text.is_empty() {
            if !self.lists.is_empty() {
                self.items.push(code_or_text);
            } else if self.quotes > 0 {
                self.push(0, Block::Quote { text: code_or_text });
            } else {
                self.push(0, Block::Paragraph { text: code_or_text });
            }
        }
        for (caption, href) in std::mem::take(&mut self.pictures) {
            let image = Some(href).filter(|href| !href.is_empty());
            self.push(0, Block::Figure { caption, image });
        }
    }

    fn taken(&mut self) -> String {
        one_line(&std::mem::take(&mut self.text))
    }

    fn push(&mut self, level: u8, block: Block) {
        if let Some(block) = clean_block(block) {
            self.blocks.push((level, block));
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Result<Document, String> {
        let mut unknown = crate::record::Unknown::default();
        read(text, &mut Notes::new("a.md", None, &mut unknown))
    }

    #[test]
    fn yaml_front_matter_gives_the_fields_and_the_rest_the_blocks() {
        let document = page(
            "---\ntitle: \"Chương trình số 01-CTr/QU\"\nsection: [\"Văn bản\", \"Chương trình\"]\npublished: 2020\nnumber: 01-CTr/QU\ntags: [a, b]\n---\n\n\
             Mở đầu *nhấn* và [liên kết](https://a.vn).\nDòng hai.\n\n## Mục\n\n1. một\n2. hai\n   - hai rưỡi\n\n> Lời dẫn\n\n| Số | Việc |\n| ---: | --- |\n| 3 | họp |\n\n![Ảnh hội nghị](a.jpg)\n",
        )
        .unwrap();
        assert_eq!(document.section, ["Văn bản", "Chương trình"]);
        assert_eq!(document.published.unwrap().to_string(), "2020");
        assert_eq!(document.number.as_deref(), Some("01-CTr/QU"));
        assert_eq!(
            document.body,
            [
                Block::Paragraph { text: "Mở đầu nhấn và liên kết. Dòng hai.".to_owned() },
                Block::Heading { level: 2, text: "Mục".to_owned() },
                Block::List {
                    ordered: true,
                    items: vec!["một".to_owned(), "hai".to_owned(), "hai rưỡi".to_owned()]
                },
                Block::Quote { text: "Lời dẫn".to_owned() },
                Block::Table {
                    head: vec!["Số".to_owned(), "Việc".to_owned()],
                    rows: vec![vec!["3".to_owned(), "họp".to_owned()]]
                },
                Block::Figure { caption: "Ảnh hội nghị".to_owned(), image: Some("a.jpg".to_owned()) },
            ]
        );
    }

    #[test]
    fn toml_front_matter_and_its_dates_are_read() {
        let document = page("+++\ntitle = \"Kế hoạch\"\ndate = 2023-03-28\nviews = 5\n+++\nChữ.").unwrap();
        assert_eq!(document.published.unwrap().to_string(), "2023-03-28");
        assert_eq!(document.views, Some(5));
    }

    #[test]
    fn a_page_without_front_matter_is_named_by_its_first_heading() {
        let document = page("# Tên trang\n\nChữ.\n\n# Phần\n").unwrap();
        assert_eq!(document.title, "Tên trang");
        assert_eq!(document.body.len(), 2);
        assert_eq!(page("---\ntitle: Tên\n---\n# Tên\nChữ.").unwrap().body.len(), 1);
    }

    #[test]
    fn broken_front_matter_is_refused_with_its_reason() {
        assert!(page("---\ntitle: [\n---\nChữ.").unwrap_err().contains("YAML"));
        assert!(page("+++\ntitle\n+++\nChữ.").unwrap_err().contains("TOML"));
        assert!(page("").is_err());
    }

    #[test]
    fn html_is_left_out() {
        let document =
            page("---\ntitle: A\n---\nMột<br>hai <b>ba</b>\n\n<script>alert(1)</script>\n").unwrap();
        assert_eq!(document.body, [Block::Paragraph { text: "Một hai ba".to_owned() }]);
    }

    proptest::proptest! {
        #[test]
        fn no_markdown_is_a_crash(text in "[a-zđ \n#>*_|\\-!\\[\\]()`<:0-9+]{0,120}") {
            let _ = page(&text);
        }
    }
}
