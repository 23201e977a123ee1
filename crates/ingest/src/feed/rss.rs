//! The articles of RSS 2.0 and RSS 1.0, with the fields that Dublin Core and the content module add to them.

use super::{Head, entry::Entry, language};
use crate::{record::section_path, xml::Element};

/// An `<item>`.
pub(super) fn entry(item: &Element, head: &Head) -> Entry {
    let guid = item.text_of("guid").map(|guid| guid.trim().to_owned());
    let guid_is_address =
        item.child("guid").is_some_and(|guid| guid.attribute("isPermaLink") != Some("false"))
            && guid.as_deref().is_some_and(|guid| guid.starts_with("http"));
    // RSS 1.0 names the address in the item itself as well.
    let about = item.attribute("about").filter(|address| address.starts_with("http")).map(str::to_owned);
    let url = item.text_of("link").or(about).or_else(|| guid.clone().filter(|_| guid_is_address));
    let mut topics = item.all("category").map(Element::text).chain(item.all("dc:subject").map(Element::text));
    let section = topics.next().map(|topic| section_path(&topic)).unwrap_or_default();
    let authors = item.all("dc:creator").map(Element::text);
    let authors: Vec<String> = match item.text_of("author") {
        Some(author) => authors.chain([written_by(&author)]).collect(),
        None => authors.collect(),
    };
    let published = ["pubDate", "dc:date", "dcterms:created", "dcterms:issued"];
    let published =
        published.iter().find_map(|name| item.text_of(name)).map(|text| crate::dates::mail::iso(&text));
    let updated = ["dcterms:modified", "atom:updated"];
    let enclosures = item.all("enclosure").filter_map(|file| {
        file.attribute("url").map(|url| (url.to_owned(), file.attribute("type").map(str::to_owned)))
    });
    Entry {
        id: guid.filter(|_| url.is_none()),
        url,
        title: item.text_of("title").or_else(|| item.text_of("dc:title")),
        section,
        tags: topics.collect(),
        published,
        updated: updated
            .iter()
            .find_map(|name| item.text_of(name))
            .map(|text| crate::dates::mail::iso(&text)),
        authors,
        source: item
            .text_of("source")
            .or_else(|| item.text_of("dc:publisher"))
            .or_else(|| head.title.clone()),
        language: item
            .text_of("dc:language")
            .and_then(|tag| language(&tag))
            .or_else(|| head.language.clone()),
        summary: item.text_of("description").or_else(|| item.text_of("dc:description")),
        content: item.text_of("content:encoded").or_else(|| item.child("xhtml:body").map(Element::markup)),
        files: enclosures.collect(),
    }
}

/// The name in `lan@a.vn (Nguyễn Thị Lan)`.
fn written_by(author: &str) -> String {
    let name = author.split_once('(').and_then(|(_, name)| name.split_once(')')).map(|(name, _)| name);
    name.unwrap_or(author).to_owned()
}
