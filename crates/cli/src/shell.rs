//! The viewer's page made the page of one site: title, description and what machines read of them, in `index.html` and the web
//! manifest; and `opensearch.xml`, by which browsers search the site from their address bar.
//!
//! The viewer itself is the same in every site. What is put into its page is marked, so that it can be put in anew when the
//! title of the archive changes. The service worker keeps page and manifest as a part of one set, so it learns of them.

use crate::{
    generations::{LIST_NAME, PAGE_NAME, Settings},
    output::Problem,
    viewer::Viewer,
};
use lol_html::{
    HandlerResult, RewriteStrSettings, element,
    html_content::{ContentType, Element},
    rewrite_str,
};
use maud::{Markup, html};
use serde_json::Value;
use std::{borrow::Cow, fs, path::Path};
use tangthu_archive::{Head, Sha256Hex};

const MANIFEST: &str = "manifest.webmanifest";
const SERVICE_WORKER: &str = "sw.js";
/// The file by which browsers learn to search the site.
pub(crate) const OPENSEARCH: &str = "opensearch.xml";

/// The longest name that browsers show of a search engine, and that home screens show of an app, in characters.
const SHORT_NAME: usize = 16;

/// The files of the viewer in the site that lies in `folder`, made the site's anew where it was built with these settings, in
/// the order in which they are published. A folder without a viewer has none.
pub(crate) fn renewed(
    folder: &Path,
    head: &Head,
    settings: &Settings,
) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let read =
        |name: &str| fs::read(folder.join(name)).ok().map(|bytes| (name.to_owned(), Cow::Owned(bytes)));
    let files: Vec<_> = [PAGE_NAME, MANIFEST, SERVICE_WORKER].into_iter().filter_map(read).collect();
    if files.len() < 3 || !folder.join(LIST_NAME).is_file() {
        return Ok(Vec::new());
    }
    let mut made = adapted(&Viewer { files }, head, settings)?;
    made.sort_by_key(|(name, _)| [SERVICE_WORKER, PAGE_NAME].iter().position(|late| late == name));
    Ok(made)
}

/// The files of the viewer that a site has of its own, from what they are in `files`; the others are left out.
pub(crate) fn adapted(
    files: &Viewer,
    head: &Head,
    settings: &Settings,
) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let find =
        |name: &str| files.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_ref());
    let mut made: Vec<(String, Vec<u8>)> = Vec::new();
    if let Some(page) = find(PAGE_NAME) {
        made.push((PAGE_NAME.to_owned(), page_of(text(PAGE_NAME, page)?, head, settings)?.into_bytes()));
    }
    if let Some(manifest) = find(MANIFEST) {
        made.push((MANIFEST.to_owned(), manifest_of(manifest, head)?));
    }
    if let Some(worker) = find(SERVICE_WORKER) {
        let changes = made.iter().filter_map(|(name, new)| Some((find(name)?, new.as_slice())));
        let worker = worker_of(text(SERVICE_WORKER, worker)?, changes);
        made.push((SERVICE_WORKER.to_owned(), worker.into_bytes()));
    }
    if let Some(base) = &settings.base_url {
        made.push((OPENSEARCH.to_owned(), opensearch(head, base).into_bytes()));
    }
    Ok(made)
}

/// The viewer with these files in the place of its own.
pub(crate) fn with(mut viewer: Viewer, made: Vec<(String, Vec<u8>)>) -> Viewer {
    for (name, bytes) in made {
        viewer.files.retain(|(known, _)| *known != name);
        viewer.files.push((name, Cow::Owned(bytes)));
    }
    viewer
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| strange(name, &"it is not UTF-8"))
}

fn strange(name: &str, what: &dyn std::fmt::Display) -> Problem {
    Problem::new(format_args!(
        "the viewer's {name} cannot be made the site's ({what}); name the folder `dist` that `trunk build --release` makes"
    ))
}

/// The page with the archive's title and description.
pub(crate) fn page_of(page: &str, head: &Head, settings: &Settings) -> Result<String, Problem> {
    let description = head.description.as_deref().filter(|text| !text.trim().is_empty());
    let metadata = metadata(head, description, settings).into_string();
    // What stands in a <noscript> is text to a rewriter, so this is one of its own.
    let lists = html! {
        noscript data-site="" {
            p {
                a href="./list/index.html" { "Mọi tài liệu theo ngày" } " · "
                a lang="en" href="./list/index.html" { "All documents by date" }
            }
        }
    };
    let lists = settings.pages.then(|| lists.into_string());
    let remove = |element: &mut Element<'_, '_>| -> HandlerResult {
        element.remove();
        Ok(())
    };
    let title = |element: &mut Element<'_, '_>| -> HandlerResult {
        element.set_inner_content(&head.title, ContentType::Text);
        element.after(&metadata, ContentType::Html);
        Ok(())
    };
    let describe = |element: &mut Element<'_, '_>| -> HandlerResult {
        if let Some(description) = description {
            element.set_attribute("content", description)?;
        }
        Ok(())
    };
    let link = |element: &mut Element<'_, '_>| -> HandlerResult {
        if let Some(lists) = &lists {
            element.after(lists, ContentType::Html);
        }
        Ok(())
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("[data-site]", remove))
        .append_element_content_handler(element!("title", title))
        .append_element_content_handler(element!("meta[name=description]", describe))
        .append_element_content_handler(element!("noscript:not([data-site])", link));
    rewrite_str(page, settings).map_err(|error| strange(PAGE_NAME, &error))
}

/// What the head of the page says besides its title.
fn metadata(head: &Head, description: Option<&str>, settings: &Settings) -> Markup {
    let base = settings.base_url.as_deref();
    html! {
        meta data-site="" property="og:type" content="website";
        meta data-site="" property="og:title" content=(head.title);
        @if let Some(description) = description { meta data-site="" property="og:description" content=(description); }
        @if let Some(base) = base {
            link data-site="" rel="canonical" href=(base);
            meta data-site="" property="og:url" content=(base);
            meta data-site="" property="og:image" content=(format!("{base}icon-512.png"));
            link data-site="" rel="search" type="application/opensearchdescription+xml" href=(format!("./{OPENSEARCH}")) title=(head.title);
        }
        @if settings.pages {
            meta data-site="" name="tangthu-pages" content="doc/";
            @if base.is_some() {
                link data-site="" rel="alternate" type="application/atom+xml" href="./feed.xml" title=(head.title);
            }
        }
    }
}

/// The web manifest with the archive's name.
fn manifest_of(manifest: &[u8], head: &Head) -> Result<Vec<u8>, Problem> {
    let mut manifest: Value = serde_json::from_slice(manifest).map_err(|error| strange(MANIFEST, &error))?;
    let fields = manifest.as_object_mut().ok_or_else(|| strange(MANIFEST, &"it is no object"))?;
    fields.insert("name".to_owned(), head.title.clone().into());
    fields.insert("short_name".to_owned(), shortened(&head.title).into());
    if let Some(description) = &head.description {
        fields.insert("description".to_owned(), description.clone().into());
    }
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The service worker that knows other bytes of some of its files: their hashes, or the beginnings of these, and a version of
/// its own.
fn worker_of<'a>(worker: &str, changes: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> String {
    let hashes = quoted_hashes(worker);
    let mut made = worker.to_owned();
    let (mut digests, mut told) = (String::new(), Vec::new());
    for (old, new) in changes.filter(|(old, new)| old != new) {
        let (old, new) = (Sha256Hex::of(old).to_string(), Sha256Hex::of(new).to_string());
        for hash in hashes.iter().filter(|hash| old.starts_with(**hash)) {
            made = made.replace(hash, new.get(..hash.len()).unwrap_or(&new));
            told.push(*hash);
        }
        digests.push_str(&new);
    }
    if digests.is_empty() {
        return made;
    }
    // A new set needs a new name for its cache.
    for version in hashes.iter().filter(|hash| hash.len() == WHOLE_HASH && !told.contains(hash)) {
        made = made.replace(version, &Sha256Hex::of(format!("{version}{digests}").as_bytes()).to_string());
    }
    made
}

/// Digits of a whole SHA-256, and the fewest of a beginning that tells a file.
const WHOLE_HASH: usize = 64;
const SHORT_HASH: usize = 16;

/// The strings of a script that are a SHA-256 or the beginning of one.
fn quoted_hashes(script: &str) -> Vec<&str> {
    let is_hash = |text: &&str| {
        (SHORT_HASH..=WHOLE_HASH).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    script.split(['"', '\'']).filter(is_hash).collect()
}

/// The beginning of a title where there is little room, cut between words.
fn shortened(title: &str) -> String {
    let mut short = String::new();
    for word in title.split_whitespace() {
        if !short.is_empty() && short.chars().count() + 1 + word.chars().count() > SHORT_NAME {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
        .chars()
        .take(SHORT_NAME * 2)
        .collect::<String>()
        .trim_end_matches([':', ',', '–', '-', ' '])
        .to_owned()
}

/// The description of the site's search (OpenSearch 1.1), whose addresses must be absolute.
fn opensearch(head: &Head, base: &str) -> String {
    let text = |text: &str| {
        quick_xml::escape::escape(text.chars().filter(|c| !c.is_control()).collect::<String>()).into_owned()
    };
    let (name, base) = (text(&shortened(&head.title)), text(base));
    let description = text(head.description.as_deref().unwrap_or(&head.title));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n\
         <LongName>{long}</LongName>\n\
         <Description>{description}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image width=\"192\" height=\"192\" type=\"image/png\">{base}icon-192.png</Image>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{base}?q={{searchTerms}}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{base}{OPENSEARCH}\"/>\n\
         </OpenSearchDescription>\n",
        long = text(&head.title.chars().take(48).collect::<String>()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>Tàng Thư</title><meta content=\"Đọc\" name=description><body><noscript><div class=trouble><p>x</p></div></noscript>";

    fn head(title: &str) -> Head {
        Head {
            title: title.to_owned(),
            description: Some("Một \"kho\" <b>".to_owned()),
            language: None,
            generator: String::new(),
        }
    }

    fn settings(pages: bool, base: Option<&str>) -> Settings {
        Settings { pages, base_url: base.map(str::to_owned), ..Settings::default() }
    }

    #[test]
    fn the_page_says_what_the_archive_is_and_can_be_told_anew() {
        let first =
            page_of(PAGE, &head("Kho </title><script>"), &settings(true, Some("https://a.vn/"))).unwrap();
        assert!(first.contains("<title>Kho &lt;/title&gt;&lt;script&gt;</title>"), "{first}");
        assert!(first.contains("content=\"Một &quot;kho&quot; <b>\""), "{first}");
        assert!(
            first.contains("name=\"tangthu-pages\" content=\"doc/\"") && first.contains("list/index.html"),
            "{first}"
        );
        let again =
            page_of(&first, &head("Kho </title><script>"), &settings(true, Some("https://a.vn/"))).unwrap();
        assert_eq!(again, first, "what was put in is put in once");
        let other = page_of(&first, &head("Kho"), &settings(false, None)).unwrap();
        assert_eq!(other, page_of(PAGE, &head("Kho"), &settings(false, None)).unwrap());
        assert!(!other.contains("a.vn") && !other.contains("list/"), "{other}");
    }

    #[test]
    fn the_service_worker_learns_of_every_change_and_of_nothing_else() {
        let hash = |text: &str| Sha256Hex::of(text.as_bytes()).to_string();
        let worker =
            format!("F={{\"p\":\"{}\"}};const CACHE = P + \"{}\";", &hash("old")[..16], hash("version"));
        assert_eq!(worker_of(&worker, [(&b"old"[..], &b"old"[..])].into_iter()), worker);
        let made = worker_of(&worker, [(&b"old"[..], &b"new"[..]), (&b"m"[..], &b"n"[..])].into_iter());
        assert!(made.contains(&format!("\"p\":\"{}\"", &hash("new")[..16])), "{made}");
        assert!(!made.contains(&hash("version")), "{made}");
        let other = worker_of(&worker, [(&b"old"[..], &b"new"[..]), (&b"m"[..], &b"o"[..])].into_iter());
        assert_ne!(made, other, "another manifest makes another version");
    }

    #[test]
    fn names_are_cut_between_words() {
        assert_eq!(shortened("Tàng Thư mẫu: một trang tin"), "Tàng Thư mẫu");
        assert_eq!(shortened("Kho"), "Kho");
    }

    #[test]
    fn browsers_are_told_how_to_search() {
        let text = opensearch(&head("Kho & <b>"), "https://example.vn/kho/");
        assert!(text.contains("template=\"https://example.vn/kho/?q={searchTerms}\""), "{text}");
        assert!(text.contains("<ShortName>Kho &amp; &lt;b&gt;</ShortName>"), "{text}");
    }
}
