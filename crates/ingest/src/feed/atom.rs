//! The articles of Atom feeds.

use super::{Head, entry::Entry};
use crate::{record::section_path, xml::Element};

/// An `<entry>`, with or without its namespace.
pub(super) fn entry(entry: &Element, head: &Head) -> Entry {
    let child = |name: &str| entry.children().find(|child| local(child) == name);
    let all = |name: &'static str| entry.children().filter(move |child| local(child) == name);
    let text = |name: &str| child(name).map(Element::text).filter(|text| !text.trim().is_empty());
    let links = || all("link").filter_map(|link| link.attribute("href").map(|address| (link, address)));
    let of_kind = |link: &Element, kind: &str| link.attribute("rel").unwrap_or("alternate") == kind;
    let url = links().find(|(link, _)| of_kind(link, "alternate")).map(|(_, address)| address.to_owned());
    let enclosures = links().filter(|(link, _)| of_kind(link, "enclosure"));
    let id = text("id").map(|id| id.trim().to_owned());
    let topics =
        all("category").filter_map(|topic| topic.attribute("label").or_else(|| topic.attribute("term")));
    let mut topics = topics.map(str::to_owned);
    let names = |person: &Element| person.children().find(|child| local(child) == "name").map(Element::text);
    let source = child("source").and_then(|source| source.children().find(|child| local(child) == "title"));
    Entry {
        section: topics.next().map(|topic| section_path(&topic)).unwrap_or_default(),
        tags: topics.collect(),
        id: id.filter(|_| url.is_none()),
        url,
        title: child("title").map(html),
        published: text("published").or_else(|| text("issued")).or_else(|| text("updated")),
        updated: text("updated").or_else(|| text("modified")),
        authors: all("author").filter_map(names).collect(),
        source: source.map(Element::text).or_else(|| head.title.clone()),
        language: entry.attribute("lang").and_then(super::language).or_else(|| head.language.clone()),
        summary: child("summary").map(html),
        content: child("content").filter(|content| is_text(content)).map(html),
        files: enclosures
            .map(|(link, address)| (address.to_owned(), link.attribute("type").map(str::to_owned)))
            .collect(),
    }
}

fn local(element: &Element) -> &str {
    element.name.strip_prefix("atom:").unwrap_or(&element.name)
}

/// Whether content is a text, and not a picture or a file written in letters.
fn is_text(content: &Element) -> bool {
    let kind = content.attribute("type").unwrap_or("text");
    matches!(kind, "text" | "html" | "xhtml") || kind.starts_with("text/") || kind.contains("xhtml")
}

/// A text construct as HTML: it says itself which of three kinds it is.
fn html(element: &Element) -> String {
    match element.attribute("type").unwrap_or("text") {
        kind if kind.contains("xhtml") || element.children().next().is_some() => element.markup(),
        "html" | "text/html" => element.text(),
        _ => {
            let text = element.text();
            text.lines().map(|line| format!("<p>{}</p>", quick_xml::escape::escape(line))).collect()
        }
    }
}
