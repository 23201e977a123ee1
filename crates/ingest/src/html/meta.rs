//! What a page says about itself for machines: JSON-LD, then microdata, then Open Graph, Dublin Core and other `meta` tags, then what
//! it keeps for its own script.
//!
//! Each kind fills what those before it left open. Nothing here is shown to readers of the page, so all of it may be stale
//! or copied from another page; the fields are believed only where they have the form that they should have.

mod json_ld;
mod state;

use super::tree::Tree;
use crate::{
    dates::read_date,
    record::{grouped_number, one_line},
};
use tangthu_archive::PartialDate;

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
    /// When the page was fetched, which it does not say itself.
    pub(super) fetched: Option<PartialDate>,
    /// The text of the article, where the page repeats it. A hint where to look, not a text to show.
    pub(super) body: String,
}

/// Reads everything.
pub(super) fn read(tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    json_ld::json_ld(tree, &mut meta);
    let publisher = microdata(tree, &mut meta);
    tags(tree, &mut meta);
    set(&mut meta.site, Some(publisher));
    state::read(tree, &mut meta);
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

/// Reads microdata and RDFa; returns the publisher that they name, which is more often than not an account of the site.
fn microdata(tree: &Tree, meta: &mut Meta) -> String {
    let (mut authors, mut created, mut publisher) = (Vec::new(), None, String::new());
    for id in 0..tree.len() {
        // RDFa says the same by names of its own: "schema:datePublished".
        let rdfa = || tree.attr(id, "property").filter(|_| tree.tag(id) != "meta");
        let Some(props) = tree.attr(id, "itemprop").or_else(rdfa) else { continue };
        let value = || -> Option<String> {
            ["content", "datetime"]
                .iter()
                .find_map(|attr| tree.attr(id, attr))
                .and_then(field)
                .or_else(|| field(&tree.text(id)))
        };
        for prop in props.split_whitespace().take(10) {
            match prop.rsplit(':').next().unwrap_or(prop) {
                "headline" => set(&mut meta.title, value()),
                "dateCreated" => set_date(&mut created, value().as_deref()),
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
                "publisher" => {
                    let named = tree
                        .inside_any(id)
                        .skip(1)
                        .find(|&inner| tree.attr(inner, "itemprop") == Some("name"));
                    set(
                        &mut publisher,
                        named.and_then(|inner| {
                            field(tree.attr(inner, "content").unwrap_or(&tree.text_of_any(inner)))
                        }),
                    );
                }
                _ => {}
            }
        }
    }
    meta.published = meta.published.or(created);
    if meta.authors.is_empty() {
        authors.dedup();
        meta.authors = authors;
    }
    publisher
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
