//! JSON-LD: what a page says for search engines, in scripts that are none.

use super::{
    super::tree::{Kind, Tree},
    Meta, field, is_name, keywords, set, set_date, unescaped,
};
use crate::record::grouped_number;
use serde_json::Value;

/// The longest block of JSON-LD that is read, in bytes, and how many things in one are looked at.
const MAX_JSON: usize = 4 * 1024 * 1024;
const MAX_THINGS: usize = 2_000;

/// The things of all JSON-LD blocks, the outer ones first.
pub(super) fn json_ld(tree: &Tree, meta: &mut Meta) {
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

/// The names in one text, if commas or the like part what are names each: two to five Vietnamese words with capitals. In other
/// languages what stands behind the comma may be an office.
fn people(text: &str) -> Vec<String> {
    let parts: Vec<&str> =
        text.split([',', ';', '&']).flat_map(|part| part.split(" - ")).map(str::trim).collect();
    let is_person = |part: &&str| {
        (2..=5).contains(&part.split(' ').count())
            && part.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && part.split(' ').all(|word| tangthu_text::is_syllable(&tangthu_text::normal_word(word)))
    };
    if parts.iter().all(is_person) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![text.to_owned()]
    }
}

fn article(thing: &serde_json::Map<String, Value>, meta: &mut Meta) {
    set(&mut meta.title, name(thing.get("headline")));
    set_date(&mut meta.published, thing.get("datePublished").and_then(Value::as_str));
    set_date(&mut meta.updated, thing.get("dateModified").and_then(Value::as_str));
    if meta.authors.is_empty() {
        let named = names(thing.get("author"));
        meta.authors = named.iter().flat_map(|name| people(name)).filter(|name| is_name(name)).collect();
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
