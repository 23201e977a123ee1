//! What a page says about itself for machines: JSON-LD, then microdata, then Open Graph, Dublin Core and other `meta` tags.
//!
//! Each kind fills what those before it left open. Nothing here is shown to readers of the page, so all of it may be stale
//! or copied from another page; the fields are believed only where they have the form that they should have.

use super::tree::{Kind, Tree};
use crate::{
    dates::read_date,
    record::{grouped_number, one_line},
};
use serde_json::Value;
use tangthu_archive::PartialDate;

/// The longest block of JSON-LD that is read, in bytes, and how many things in one are looked at.
const MAX_JSON: usize = 4 * 1024 * 1024;
const MAX_THINGS: usize = 2_000;

/// The longest field, in characters: more is no field but a text in the wrong place.
const MAX_FIELD: usize = 500;

/// What was found; empty where nothing was.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    pub(super) title: String,
    pub(super) section: Vec<String>,
    pub(super) published: Option<PartialDate>,
    pub(super) updated: Option<PartialDate>,
    pub(super) authors: Vec<String>,
    /// The name of the publisher or of the site.
    pub(super) site: String,
    pub(super) description: String,
    pub(super) views: Option<u64>,
    pub(super) tags: Vec<String>,
    pub(super) language: String,
    pub(super) url: String,
    /// The text of the article, where the page repeats it. A hint where to look, not a text to show.
    pub(super) body: String,
}

/// Reads everything.
pub(super) fn read(tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    json_ld(tree, &mut meta);
    microdata(tree, &mut meta);
    tags(tree, &mut meta);
    meta
}

fn field(text: &str) -> Option<String> {
    let line = one_line(&unescaped(text));
    (!line.is_empty() && line.chars().count() <= MAX_FIELD).then_some(line)
}

/// JSON-LD often holds the entities of HTML once more.
fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, plain) in [
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        if text.contains(entity) {
            text = text.replace(entity, plain);
        }
    }
    text
}

fn set(slot: &mut String, value: Option<String>) {
    if slot.is_empty()
        && let Some(value) = value
    {
        *slot = value;
    }
}

fn set_date(slot: &mut Option<PartialDate>, value: Option<&str>) {
    if slot.is_none() {
        *slot = value.and_then(|text| read_date(text).ok());
    }
}

/// The things of all JSON-LD blocks, the outer ones first.
fn json_ld(tree: &Tree, meta: &mut Meta) {
    let mut things: Vec<Value> = Vec::new();
    for id in tree.all("script") {
        if !tree
            .attr(id, "type")
            .is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"))
        {
            continue;
        }
        let mut text = String::new();
        for inner in id + 1..tree.end(id) {
            if let Kind::Text(words) = tree.nodes[inner].kind {
                text.push_str(words);
            }
        }
        if text.len() > MAX_JSON {
            continue;
        }
        // Pages break lines inside strings and wrap the block in comments.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = text
            .trim()
            .trim_start_matches("<!--")
            .trim_start_matches("//<![CDATA[")
            .trim_start_matches("<![CDATA[");
        let text = text
            .trim_end_matches("-->")
            .trim_end_matches("]]>")
            .trim_end_matches("//")
            .trim()
            .trim_end_matches(';');
        if let Ok(value) = serde_json::from_str(text) {
            things.push(value);
        }
    }
    let mut at = 0;
    let mut flat: Vec<serde_json::Map<String, Value>> = Vec::new();
    while at < things.len() && at < MAX_THINGS {
        match std::mem::take(&mut things[at]) {
            Value::Array(items) => things.extend(items),
            Value::Object(mut thing) => {
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] {
                    let is_list = kinds(&thing).any(|kind| kind == "BreadcrumbList");
                    if is_list && key == "itemListElement" {
                        continue;
                    }
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = thing.get_mut(key) {
                        things.push(std::mem::take(inner));
                    }
                }
                flat.push(thing);
            }
            _ => {}
        }
        at += 1;
    }
    let articles = flat.iter().filter(|thing| {
        kinds(thing).any(|kind| {
            kind.ends_with("Article") || matches!(kind, "BlogPosting" | "Report" | "SocialMediaPosting")
        })
    });
    let pages = flat.iter().filter(|thing| kinds(thing).any(|kind| kind.ends_with("Page")));
    for thing in articles.chain(pages) {
        article(thing, meta);
    }
    for thing in &flat {
        if kinds(thing).any(|kind| kind == "BreadcrumbList") {
            breadcrumbs(thing, meta);
        }
    }
}

fn kinds(thing: &serde_json::Map<String, Value>) -> impl Iterator<Item = &str> {
    let list = match thing.get("@type") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    list.iter().filter_map(Value::as_str).map(|kind| kind.rsplit('/').next().unwrap_or(kind))
}

/// The text of a value: itself, its name, or the first of a list.
fn name(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => field(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => name(list.first()),
        Value::Object(thing) => match thing.get("name")? {
            Value::String(text) => field(text),
            Value::Array(list) => list.first().and_then(Value::as_str).and_then(field),
            _ => None,
        },
        _ => None,
    }
}

fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().take(50).filter_map(|item| name(Some(item))).collect(),
        other => name(other).into_iter().collect(),
    }
}

fn article(thing: &serde_json::Map<String, Value>, meta: &mut Meta) {
    set(&mut meta.title, name(thing.get("headline")));
    set_date(&mut meta.published, thing.get("datePublished").and_then(Value::as_str));
    set_date(&mut meta.updated, thing.get("dateModified").and_then(Value::as_str));
    if meta.authors.is_empty() {
        meta.authors = names(thing.get("author")).into_iter().filter(|name| is_name(name)).collect();
    }
    set(&mut meta.site, name(thing.get("publisher")));
    set(&mut meta.description, name(thing.get("description")));
    set(&mut meta.language, name(thing.get("inLanguage")));
    set(&mut meta.url, name(thing.get("url")));
    if meta.section.is_empty() {
        meta.section = names(thing.get("articleSection"));
    }
    if meta.tags.is_empty() {
        meta.tags = match thing.get("keywords") {
            Some(Value::String(text)) => keywords(text),
            other => names(other),
        };
    }
    if meta.body.is_empty()
        && let Some(Value::String(text)) = thing.get("articleBody")
    {
        meta.body = unescaped(text);
    }
    let counters = match thing.get("interactionStatistic") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    for counter in counters {
        let kind = counter.get("interactionType").map(Value::to_string).unwrap_or_default();
        let is_reading =
            ["ReadAction", "ViewAction", "WatchAction"].iter().any(|action| kind.contains(action));
        if is_reading && meta.views.is_none() {
            meta.views = name(counter.get("userInteractionCount")).and_then(|count| grouped_number(&count));
        }
    }
}

fn breadcrumbs(thing: &serde_json::Map<String, Value>, meta: &mut Meta) {
    let Some(Value::Array(items)) = thing.get("itemListElement") else { return };
    let mut path: Vec<(u64, String)> = Vec::new();
    for (at, item) in items.iter().enumerate().take(20) {
        let place = item.get("position").and_then(|at| at.as_u64().or_else(|| at.as_str()?.parse().ok()));
        if let Some(name) = name(item.get("name")).or_else(|| name(item.get("item"))) {
            path.push((place.unwrap_or(at as u64), name));
        }
    }
    path.sort_by_key(|(place, _)| *place);
    let path: Vec<String> =
        path.into_iter().map(|(_, name)| name).filter(|name| !name.starts_with("http")).collect();
    // A path says more than the one section that the article names.
    if path.len() > meta.section.len() {
        meta.section = path;
    }
}

fn microdata(tree: &Tree, meta: &mut Meta) {
    let mut authors = Vec::new();
    for id in 0..tree.len() {
        let Some(props) = tree.attr(id, "itemprop") else { continue };
        let value = || -> Option<String> {
            ["content", "datetime"]
                .iter()
                .find_map(|attr| tree.attr(id, attr))
                .and_then(field)
                .or_else(|| field(&tree.text(id)))
        };
        for prop in props.split_whitespace().take(10) {
            match prop {
                "headline" => set(&mut meta.title, value()),
                "datePublished" => set_date(&mut meta.published, value().as_deref()),
                "dateModified" => set_date(&mut meta.updated, value().as_deref()),
                "articleSection" if meta.section.is_empty() => meta.section.extend(value()),
                "author" | "creator" => {
                    let named =
                        tree.inside(id).skip(1).find(|&inner| tree.attr(inner, "itemprop") == Some("name"));
                    let name = named.map_or_else(value, |inner| {
                        field(tree.attr(inner, "content").unwrap_or(&tree.text(inner)))
                    });
                    authors.extend(name.filter(|name| is_name(name)));
                }
                "interactionCount" if meta.views.is_none() => {
                    let count =
                        value().and_then(|text| grouped_number(text.rsplit(':').next().unwrap_or_default()));
                    meta.views = count;
                }
                "inLanguage" => set(&mut meta.language, value()),
                _ => {}
            }
        }
    }
    if meta.authors.is_empty() {
        authors.dedup();
        meta.authors = authors;
    }
}

fn tags(tree: &Tree, meta: &mut Meta) {
    let mut found: Vec<(String, &str)> = Vec::new();
    for id in tree.all("meta").take(1000) {
        let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attr| tree.attr(id, attr));
        if let (Some(key), Some(content)) = (key, tree.attr(id, "content")) {
            found.push((key.trim().to_ascii_lowercase(), content));
        }
    }
    let all =
        |key: &'static str| found.iter().filter(move |(name, _)| name == key).map(|(_, content)| *content);
    let first = |keys: &[&'static str]| keys.iter().find_map(|key| all(key).find_map(field));
    set(&mut meta.title, first(&["og:title", "dc.title", "dcterms.title", "twitter:title"]));
    set(&mut meta.site, first(&["og:site_name", "dc.publisher", "dcterms.publisher", "application-name"]));
    set(
        &mut meta.description,
        first(&[
            "og:description",
            "description",
            "dc.description",
            "dcterms.description",
            "dcterms.abstract",
        ]),
    );
    set(&mut meta.url, first(&["og:url"]));
    let dates: [&[&'static str]; 2] = [
        &[
            "article:published_time",
            "datepublished",
            "dcterms.created",
            "dcterms.issued",
            "dc.date.issued",
            "dc.date.created",
            "dc.date",
            "dcterms.date",
            "dcterms.available",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "publication_date",
            "sailthru.date",
            "parsely-pub-date",
            "article.published",
            "cxenseparse:recs:publishtime",
            "date",
        ],
        &[
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "dcterms.modified",
            "dc.date.modified",
            "lastmod",
            "article.updated",
        ],
    ];
    for key in dates[0] {
        set_date(&mut meta.published, all(key).next());
    }
    for key in dates[1] {
        set_date(&mut meta.updated, all(key).next());
    }
    if meta.authors.is_empty() {
        for key in
            ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"]
        {
            meta.authors = all(key).filter_map(field).filter(|name| is_name(name)).take(20).collect();
            if !meta.authors.is_empty() {
                break;
            }
        }
    }
    if meta.section.is_empty() {
        meta.section.extend(first(&["article:section", "parsely-section", "dc.type.section"]));
    }
    if meta.tags.is_empty() {
        meta.tags = all("article:tag").filter_map(field).take(50).collect();
    }
    if meta.tags.is_empty() {
        let list = ["news_keywords", "keywords", "dc.subject", "dcterms.subject"]
            .iter()
            .find_map(|key| all(key).find(|text| !text.trim().is_empty()));
        meta.tags = list.map(keywords).unwrap_or_default();
    }
    set(
        &mut meta.language,
        first(&["dc.language", "dcterms.language", "og:locale", "content-language", "language"]),
    );
}

/// Keywords written in one text. A list of dozens is made for search engines and says nothing.
fn keywords(text: &str) -> Vec<String> {
    let words: Vec<String> = text.split([',', ';']).filter_map(field).collect();
    let fits = words.len() <= 20 && words.iter().all(|word| word.chars().count() <= 60);
    if fits { words } else { Vec::new() }
}

/// Whether a text may name a person or a body: not an address, not the account that runs the site.
pub(super) fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().count() <= 100
        && !lower.contains("://")
        && !lower.starts_with("www.")
        && !matches!(
            lower.as_str(),
            "admin"
                | "administrator"
                | "quản trị"
                | "quản trị viên"
                | "quantri"
                | "root"
                | "editor"
                | "webmaster"
                | "user"
                | "unknown"
        )
        && text.chars().any(char::is_alphabetic)
}
