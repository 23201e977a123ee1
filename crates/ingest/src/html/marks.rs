//! What a page marks as author and as tag by relation or name, where no line says so: `rel="author"`, `class="author"`,
//! `rel="tag"`, the links behind "Từ khóa".

use super::{
    layout::Spot,
    meta::is_name,
    names,
    tree::{Id, Tree, is_block},
};
use crate::record::one_line;

/// The longest name and tag, in characters.
const MAX_NAME: usize = 60;

/// More tags than these are a cloud of all that the site has.
const MAX_TAGS: usize = 20;

/// The longest line of tags, in characters.
const MAX_LINE: usize = 600;

/// What opens a line of tags.
const TAGS: [&str; 6] = ["từ khóa", "từ khoá", "tags", "thẻ", "nhãn", "chủ đề"];

/// What may stand before a name inside the element that is called after its author.
const BY: [&str; 8] =
    ["by", "bởi", "viết bởi", "đăng bởi", "tác giả", "người đăng", "posted by", "written by"];

/// The authors that are marked between the headline and the text.
pub(super) fn authors(tree: &Tree, spot: &Spot) -> Vec<String> {
    let Some(headline) = spot.headline.filter(|&id| id < spot.text.start) else { return Vec::new() };
    let is_marked = |id: Id| {
        let rel = tree.attr(id, "rel").unwrap_or_default();
        rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("author")) || names::said(tree, id).author
    };
    let mut found: Vec<String> = Vec::new();
    for id in (tree.end(headline)..spot.text.start).filter(|&id| is_marked(id)) {
        // The innermost one holds the name alone.
        if tree.inside_any(id).skip(1).any(is_marked) {
            continue;
        }
        let text = tree.text_of_any(id);
        if text.chars().count() > MAX_NAME {
            continue;
        }
        let name = without_by(&text);
        let is_person = is_name(name)
            && (2..=6).contains(&name.split(' ').count())
            && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && !name.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '@'));
        if is_person && !found.iter().any(|there| there == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// A name without "By" or "Tác giả:" before it.
fn without_by(text: &str) -> &str {
    let bare = text.trim_matches([' ', ',', '-', '–', ':', '|']);
    let lower = bare.to_lowercase();
    // Lower case of these letters is as long as what was written, but of others it may not be.
    let by = BY
        .iter()
        .filter(|_| lower.len() == bare.len())
        .find(|by| lower.strip_prefix(**by).is_some_and(|rest| rest.starts_with([' ', ':'])));
    by.map_or(bare, |by| bare[by.len()..].trim_matches([' ', ',', '-', ':']))
}

/// The tags that links of the page mark as such.
pub(super) fn tags(tree: &Tree, spot: &Spot) -> Vec<String> {
    let is_tag = |&id: &Id| tree.attr(id, "rel").is_some_and(|rel| rel.trim().eq_ignore_ascii_case("tag"));
    let marked: Vec<Id> = tree.all("a").filter(is_tag).collect();
    let links = if marked.is_empty() { behind_label(tree, spot.text.end) } else { marked };
    let mut found: Vec<String> = Vec::new();
    for text in links.into_iter().map(|id| one_line(tree.text_of_any(id).trim_start_matches('#'))) {
        if !text.is_empty() && text.chars().count() <= MAX_NAME && !found.contains(&text) {
            found.push(text);
        }
    }
    if found.len() > MAX_TAGS { Vec::new() } else { found }
}

/// The links of the first line behind the text that says that it holds tags.
fn behind_label(tree: &Tree, end: Id) -> Vec<Id> {
    // Each text is looked at once: the line is the innermost block round the label.
    let label = (end..tree.len()).find(|&id| {
        let text = tree.own_text(id).unwrap_or_default().trim().trim_end_matches(':').to_lowercase();
        TAGS.contains(&text.trim())
    });
    let Some(label) = label else { return Vec::new() };
    let line = tree.above(label).take(4).find(|&above| {
        is_block(tree.tag(above)) && tree.inside_any(above).any(|inner| tree.tag(inner) == "a")
    });
    let Some(line) = line.filter(|&line| tree.text_of_any(line).chars().count() <= MAX_LINE) else {
        return Vec::new();
    };
    tree.inside_any(line).filter(|&inner| inner > label && tree.tag(inner) == "a").collect()
}
