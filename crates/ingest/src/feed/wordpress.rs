//! The export of WordPress (WXR): published posts and pages, with their categories as a path and their authors by name.
//!
//! Drafts, what is private or needs a password, revisions, menus and the files of the media library are counted in one
//! notice. What a site publishes under types of its own ("van-ban") is read like its posts, and said. Comments are counted and not read:
//! their writers did not write for an archive.

use super::{Head, entry::Entry};
use crate::xml::Element;
use std::collections::{BTreeMap, HashMap};

/// How deep categories are followed upwards; one that is its own ancestor ends here.
const MAX_PATH: usize = 8;

/// Shortcodes of WordPress itself that stand for something that is no text.
const SHORTCODES: &[&str] = &["gallery", "audio", "video", "embed", "playlist", "caption", "wp_caption"];

/// The longest opening of a shortcode, in bytes; a bracket that stays open longer is one that somebody wrote.
const MAX_SHORTCODE: usize = 4096;

/// Elements that are blocks of their own, so that the text round them needs no paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "figure",
    "pre",
    "hr",
    "section",
    "iframe",
    "script",
    "style",
];

/// What the export says before its articles, and what was left out of it so far.
#[derive(Debug, Default)]
pub(super) struct Export {
    authors: HashMap<String, String>,
    /// Categories by their short name: name and the short name of the one above.
    categories: HashMap<String, (String, String)>,
    left_out: BTreeMap<String, u64>,
    /// Published entries of types that the site itself made, by type.
    own_types: BTreeMap<String, u64>,
    comments: u64,
}

/// What an item of a feed is to WordPress.
pub(super) enum Told {
    Article(Box<Entry>),
    LeftOut,
    NotWordPress,
}

impl Export {
    /// Takes in an author or a category.
    pub(super) fn note(&mut self, element: &Element) {
        let text = |name| element.text_of(name).map(|text| text.trim().to_owned());
        match element.name.as_str() {
            "wp:author" => {
                if let (Some(login), Some(name)) = (text("wp:author_login"), text("wp:author_display_name")) {
                    self.authors.insert(login, name);
                }
            }
            "wp:category" => {
                if let (Some(short), Some(name)) = (text("wp:category_nicename"), text("wp:cat_name")) {
                    self.categories.insert(short, (name, text("wp:category_parent").unwrap_or_default()));
                }
            }
            _ => {}
        }
    }

    /// An item as WordPress exports it.
    pub(super) fn entry(&mut self, item: &Element, head: &Head) -> Told {
        let Some(kind) = item.text_of("wp:post_type") else { return Told::NotWordPress };
        let status = item.text_of("wp:status").unwrap_or_default();
        let protected = item.text_of("wp:post_password").is_some();
        let kind = kind.trim();
        let has_page = item.text_of("link").is_some_and(|link| has_page(&link));
        if let Some(why) = why_left_out(kind, status.trim(), protected, has_page) {
            *self.left_out.entry(why).or_default() += 1;
            return Told::LeftOut;
        }
        if !matches!(kind, "post" | "page") {
            *self.own_types.entry(short(kind)).or_default() += 1;
        }
        self.comments += item.all("wp:comment").count() as u64;
        let topics = |domain: &'static str| {
            item.all("category").filter(move |topic| topic.attribute("domain") == Some(domain))
        };
        let mut paths = topics("category").filter_map(|topic| self.path(topic)).collect::<Vec<_>>();
        // The narrowest category says most; the others stay findable as keywords.
        let narrowest =
            paths.iter().enumerate().max_by_key(|(at, path)| (path.len(), usize::MAX - at)).map(|(at, _)| at);
        let section = narrowest.map(|at| paths.remove(at)).unwrap_or_default();
        let others =
            paths.into_iter().filter_map(|mut path| path.pop()).filter(|name| !section.contains(name));
        let tags =
            others.collect::<Vec<_>>().into_iter().chain(topics("post_tag").map(Element::text)).collect();
        let authors = item.all("dc:creator").map(|author| {
            let login = author.text();
            self.authors.get(login.trim()).cloned().unwrap_or(login)
        });
        let moment = |gmt: &str, local: &str| {
            let known = |text: &String| !text.trim().starts_with("0000");
            let utc =
                item.text_of(gmt).filter(known).map(|text| format!("{}Z", text.trim().replacen(' ', "T", 1)));
            utc.or_else(|| item.text_of(local).filter(known))
        };
        let published = moment("wp:post_date_gmt", "wp:post_date");
        Told::Article(Box::new(Entry {
            id: item.text_of("guid").filter(|_| item.text_of("link").is_none()),
            url: item.text_of("link"),
            title: item.text_of("title"),
            section,
            tags,
            published: published
                .or_else(|| item.text_of("pubDate").map(|text| crate::dates::mail::iso(&text))),
            updated: moment("wp:post_modified_gmt", "wp:post_modified"),
            authors: authors.collect(),
            source: head.title.clone(),
            language: head.language.clone(),
            summary: item.text_of("excerpt:encoded"),
            content: item.text_of("content:encoded").map(|text| html(&text)),
            files: Vec::new(),
        }))
    }

    /// The names of a category and those above it, the broadest first; none for the category of what has none.
    fn path(&self, topic: &Element) -> Option<Vec<String>> {
        let mut short = topic.attribute("nicename").unwrap_or_default();
        if matches!(short, "uncategorized" | "chua-phan-loai" | "khong-phan-loai") {
            return None;
        }
        let mut path = vec![topic.text().trim().to_owned()];
        while let Some((_, parent)) = self.categories.get(short)
            && let Some((name, _)) = self.categories.get(parent)
            && path.len() < MAX_PATH
        {
            path.insert(0, name.clone());
            short = parent;
        }
        Some(path)
    }

    /// A sentence each about what was left out, and about what a publisher may not expect in the archive.
    pub(super) fn remarks(&self) -> Vec<(String, &'static str)> {
        let listed = |counts: &BTreeMap<String, u64>, words: &str| {
            let counts: Vec<String> =
                counts.iter().map(|(what, count)| format!("{count} {words}{what}")).collect();
            (!counts.is_empty()).then(|| counts.join(", "))
        };
        let left_out = listed(&self.left_out, "").map(|counts| {
            let remedy = "publish what belongs in the archive and export it again";
            (format!("left out, as they are no published articles: {counts}"), remedy)
        });
        let own = listed(&self.own_types, "of the type ").map(|counts| {
            let remedy = "leave them out of the export if they are no documents";
            (format!("read, as they are published with pages of their own: {counts}"), remedy)
        });
        let comments = (self.comments > 0)
            .then(|| (format!("comments of readers are not taken in: {}", self.comments), ""));
        left_out.into_iter().chain(own).chain(comments).collect()
    }
}

/// Types of entries that WordPress and its common additions keep for themselves, though they have an address.
const INTERNAL: &[&str] = &[
    "attachment",
    "revision",
    "nav_menu_item",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
    "elementor_library",
    "acf-field",
    "acf-field-group",
    "wpcf7_contact_form",
    "shop_order",
    "shop_coupon",
    "feedback",
];

/// Whether entries with this address have pages of their own: what has none is addressed by its type and number.
fn has_page(link: &str) -> bool {
    !link.trim().is_empty() && !link.contains("post_type=")
}

fn why_left_out(kind: &str, status: &str, protected: bool, has_page: bool) -> Option<String> {
    let is_article = matches!(kind, "post" | "page") || has_page && !INTERNAL.contains(&kind);
    match status {
        _ if !is_article => Some(format!("of the type \"{}\"", short(kind))),
        "publish" if protected => Some("behind a password".to_owned()),
        "publish" => None,
        status => Some(format!("with the status \"{}\"", short(status))),
    }
}

fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// A text of WordPress as HTML: its older editor keeps paragraphs as blank lines, and captions and galleries in brackets.
fn html(text: &str) -> String {
    let text = without_shortcodes(text);
    let has_blocks = text.contains("<!-- wp:") || text.contains("<p>") || text.contains("<p ");
    if has_blocks {
        return text;
    }
    let chunks = text.replace("\r\n", "\n");
    let mut html = String::with_capacity(chunks.len() + 64);
    for chunk in chunks.split("\n\n").map(str::trim).filter(|chunk| !chunk.is_empty()) {
        let name: String = chunk
            .strip_prefix('<')
            .map(|tag| tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect())
            .unwrap_or_default();
        if BLOCKS.contains(&name.to_ascii_lowercase().as_str()) {
            html.push_str(chunk);
        } else {
            html.push_str("<p>");
            html.push_str(&chunk.replace('\n', "<br>"));
            html.push_str("</p>");
        }
        html.push('\n');
    }
    html
}

/// The text without the marks in brackets that WordPress replaces when it shows a page. A caption stays with its picture.
fn without_shortcodes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let inside = &from[1..];
        let name = inside.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        let end = inside.bytes().take(MAX_SHORTCODE).position(|byte| byte == b']');
        let Some(end) = end.filter(|_| SHORTCODES.contains(&name)) else {
            kept.push('[');
            rest = inside;
            continue;
        };
        rest = &inside[end + 1..];
        if name.ends_with("caption")
            && !inside.starts_with('/')
            && let Some((held, after)) = rest.split_once(&format!("[/{name}]"))
        {
            let (picture, words) = held.split_at(held.rfind('>').map_or(0, |at| at + 1));
            kept.push_str(&format!("\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n"));
            rest = after;
        }
    }
    kept.push_str(rest);
    kept
}
