//! Pictures of the text, and the captions that belong to them.

use super::{
    names,
    tree::{Id, Kind, Tree},
};

/// A caption is no longer than this, in characters.
pub(super) const MAX_CAPTION: usize = 400;

/// A picture smaller than this, in pixels, is an icon.
const MIN_SIZE: u32 = 60;

/// A picture as the page refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) href: String,
    /// What stands for it where it is not shown.
    pub(super) alt: String,
}

/// The picture that an `img` shows, unless it is an icon, a counter or a stand-in for one that a script loads.
pub(super) fn image(tree: &Tree, id: Id) -> Option<Image> {
    let size = |name| -> Option<u32> {
        let value = tree.attr(id, name)?.trim().trim_end_matches("px");
        value.parse::<f32>().ok().map(|size| size as u32)
    };
    if size("width").is_some_and(|size| size < MIN_SIZE)
        || size("height").is_some_and(|size| size < MIN_SIZE / 2)
    {
        return None;
    }
    // Pages that load pictures late keep the real address in an attribute of their own.
    let late = [
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-actualsrc",
        "data-original-src",
        "data-url",
        "src",
    ];
    let href =
        late.iter().filter_map(|name| tree.attr(id, name)).map(str::trim).find(|href| is_picture(href));
    let href = match href {
        Some(href) => href.to_owned(),
        None => {
            let set = ["srcset", "data-srcset"].iter().find_map(|name| tree.attr(id, name))?;
            set.split([' ', ',']).find(|href| is_picture(href))?.to_owned()
        }
    };
    let lower = href.to_ascii_lowercase();
    let file = lower.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let is_icon = [
        "icon",
        "logo",
        "spacer",
        "blank.",
        "pixel",
        "1x1",
        "avatar",
        "loading.",
        "placeholder",
        "emoji",
        "smiley",
    ]
    .iter()
    .any(|word| file.contains(word));
    (!is_icon).then(|| Image { href, alt: tree.attr(id, "alt").unwrap_or_default().to_owned() })
}

/// Whether a reference may lead to a picture: no data inside the page, no script.
fn is_picture(href: &str) -> bool {
    let scheme = href.get(..5).unwrap_or(href).to_ascii_lowercase();
    !href.is_empty()
        && href.len() <= 2000
        && !matches!(scheme.as_str(), "data:" | "javas" | "blob:" | "about")
}

/// The pictures inside an element.
pub(super) fn images(tree: &Tree, id: Id) -> Vec<Image> {
    tree.inside(id).filter(|&inner| tree.tag(inner) == "img").filter_map(|inner| image(tree, inner)).collect()
}

/// Caption and pictures of a `figure`; `None` if it holds a text, a table or the like.
pub(super) fn figure(tree: &Tree, id: Id) -> Option<(String, Vec<Image>)> {
    let images = images(tree, id);
    let holds_table = tree.inside(id).any(|inner| matches!(tree.tag(inner), "table" | "pre"));
    let captions: Vec<String> = tree
        .inside(id)
        .filter(|&inner| tree.tag(inner) == "figcaption")
        .map(|inner| tree.text(inner))
        .filter(|text| !text.is_empty())
        .collect();
    if holds_table {
        return None;
    }
    let caption = if captions.is_empty() { tree.text(id) } else { captions.join(" ") };
    let is_picture = !images.is_empty() || !captions.is_empty() || caption.is_empty();
    (is_picture && caption.chars().count() <= MAX_CAPTION * 2).then_some((caption, images))
}

/// Caption and pictures of a table that only sets a caption below a picture, as editors of portals make them.
pub(super) fn table(tree: &Tree, id: Id) -> Option<(String, Vec<Image>)> {
    let images = images(tree, id);
    if images.is_empty() || images.len() > 6 {
        return None;
    }
    let caption = tree.text(id);
    let paragraphs = tree
        .inside(id)
        .filter(
            |&inner| matches!(tree.nodes[inner].kind, Kind::Text(text) if text.trim().chars().count() > 20),
        )
        .count();
    (caption.chars().count() <= MAX_CAPTION && paragraphs <= 3).then_some((caption, images))
}

/// Whether an element is named as the caption of a picture.
pub(super) fn is_named_caption(tree: &Tree, id: Id) -> bool {
    tree.tag(id) == "figcaption" || names::said(tree, id).caption
}
