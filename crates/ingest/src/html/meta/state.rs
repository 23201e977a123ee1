//! What a page keeps for its own script: the state that Vue, React and their like put into the page and show from there
//! (`__INITIAL_STATE__`, `__NUXT__`, `__NEXT_DATA__`). A page that shows nothing without its script holds its article nowhere else.
//!
//! States hold many articles. Only the one that bears the page's own title is believed.

use super::{
    super::{
        fragment,
        tree::{Kind, Tree},
    },
    Meta, field, is_name, set, set_date,
};
use serde_json::{Map, Value};

/// The longest state that is read, in bytes; how many things in it are looked at, and how deep.
const MAX_STATE: usize = 4 * 1024 * 1024;
const MAX_THINGS: usize = 20_000;
const MAX_DEPTH: usize = 24;

/// Letters of the shortest text that is taken for an article's.
const SHORTEST: usize = 120;

/// What states call the parts of an article.
const TITLES: [&str; 5] = ["title", "headline", "name", "tieuDe", "tieude"];
const TEXTS: [&str; 9] = [
    "content",
    "body",
    "html",
    "noiDung",
    "noidung",
    "articleBody",
    "detail",
    "description_html",
    "fullText",
];
const DATES: [&str; 10] = [
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "datePublished",
    "publishedDate",
    "ngayDang",
    "createdAt",
    "created_at",
    "date",
];
const AUTHORS: [&str; 4] = ["author", "authorName", "tacGia", "writer"];
const SECTIONS: [&str; 5] = ["category", "section", "categoryName", "chuyenMuc", "zone"];

/// Fills in what the state says of the article whose title the page bears.
pub(super) fn read(tree: &Tree, meta: &mut Meta) {
    if !meta.body.is_empty() {
        return;
    }
    let page = tree.all("title").next().map(|id| tree.text_of_any(id)).unwrap_or_default();
    let wanted = [plain(&meta.title), plain(&page)];
    for id in tree.all("script") {
        let inside = id + 1..tree.end(id);
        let text: String = inside
            .filter_map(|inner| match tree.nodes[inner].kind {
                Kind::Text(words) => Some(words),
                Kind::Element(_) => None,
            })
            .collect();
        let json =
            tree.attr(id, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        let state = text
            .find("__")
            .is_some_and(|at| text[at..].starts_with("__INITIAL") || text[at..].starts_with("__NUXT"));
        if text.len() > MAX_STATE || !(json || state) {
            continue;
        }
        let Some(start) = text.find('{') else { continue };
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { continue };
        let mut left = MAX_THINGS;
        if let Some(thing) = article(&value, &wanted, &mut left, 0) {
            fill(thing, meta);
            return;
        }
    }
}

/// The thing that bears one of these titles and holds a text.
fn article<'v>(
    value: &'v Value,
    wanted: &[String],
    left: &mut usize,
    depth: usize,
) -> Option<&'v Map<String, Value>> {
    *left = left.checked_sub(1)?;
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Array(list) => list.iter().find_map(|inner| article(inner, wanted, left, depth + 1)),
        Value::Object(thing) => {
            let title = text_of(thing, &TITLES).map(plain).filter(|title| title.len() >= 8);
            let named = title.is_some_and(|title| wanted.iter().any(|page| page.contains(&title)));
            let long = text_of(thing, &TEXTS)
                .is_some_and(|text| text.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST);
            if named && long {
                return Some(thing);
            }
            thing.values().find_map(|inner| article(inner, wanted, left, depth + 1))
        }
        _ => None,
    }
}

fn fill(thing: &Map<String, Value>, meta: &mut Meta) {
    let text = text_of(thing, &TEXTS).unwrap_or_default();
    let blocks = fragment(text);
    let paragraphs: Vec<String> = if blocks.is_empty() {
        vec![text.to_owned()]
    } else {
        blocks
            .iter()
            .flat_map(|block| block.texts().into_iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    meta.body = paragraphs.join("\n");
    set(&mut meta.title, text_of(thing, &TITLES).and_then(field));
    set_date(&mut meta.published, text_of(thing, &DATES));
    if meta.authors.is_empty() {
        meta.authors.extend(text_of(thing, &AUTHORS).and_then(field).filter(|name| is_name(name)));
    }
    if meta.section.is_empty() {
        meta.section.extend(text_of(thing, &SECTIONS).and_then(field));
    }
}

/// The first of these fields that is a text, or a thing with a name.
fn text_of<'v>(thing: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|key| match thing.get(*key)? {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        Value::Object(inner) => ["name", "title"].iter().find_map(|name| inner.get(*name)?.as_str()),
        _ => None,
    })
}

/// Letters and digits alone, in lower case.
fn plain(text: impl AsRef<str>) -> String {
    text.as_ref().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
