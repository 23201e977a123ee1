//! Fields that only the look of a page tells: the lines of date, views, author and source above and below the text, the
//! path of sections, the opening paragraph.

use super::{
    ending,
    labels::{self, Line},
    names,
    tree::{Id, Tree, is_block},
};
use crate::record::section_path;
use std::ops::Range;

/// Lines are looked at up to this many before the headline, after it, and after the text.
const BEFORE: usize = 12;
const HEAD: usize = 25;
const TAIL: usize = 14;

/// Sections of a path, and the length of one, in characters.
const MAX_SECTIONS: usize = 8;
const MAX_SECTION: usize = 80;

/// An opening paragraph is no longer than this, in characters.
const MAX_LEAD: usize = 1500;

/// Where the article stands: its headline, and its text from the first block to the end of the last.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub(super) headline: Option<Id>,
    pub(super) text: Range<Id>,
}

/// The fields of the lines round the text.
pub(super) fn lines(
    tree: &Tree,
    spot: &Spot,
    fetched: Option<tangthu_archive::PartialDate>,
) -> labels::Fields {
    let mut fields = labels::Fields { fetched, ..labels::Fields::default() };
    let head = spot.headline.filter(|&id| id < spot.text.start);
    let from = head.map_or(0, |id| tree.end(id));
    for line in units(tree, from..spot.text.start, HEAD, head.is_none()) {
        fields.read(&line, true);
    }
    if let Some(head) = head {
        for line in units(tree, 0..head, BEFORE, true) {
            fields.read(&line, false);
        }
    }
    for line in units(tree, spot.text.end..tree.len(), TAIL, false) {
        fields.read(&line, false);
    }
    fields
}

/// The name that stands alone below the text, set to the right or in bold, as old pages set it in a row of its own.
pub(super) fn signed_below(tree: &Tree, spot: &Spot) -> Option<String> {
    let line = units(tree, spot.text.end..tree.len(), 1, false).pop()?;
    let name = line.text.trim().to_owned();
    let text = (spot.text.end..tree.len())
        .find(|&id| tree.own_text(id).is_some_and(|text| !text.trim().is_empty()))?;
    let set_apart = tree.above(text).take(4).any(|id| {
        let right = tree.attr(id, "align").is_some_and(|align| align.eq_ignore_ascii_case("right"))
            || tree
                .attr(id, "style")
                .is_some_and(|style| style.replace(' ', "").contains("text-align:right"));
        right || matches!(tree.tag(id), "b" | "strong")
    });
    let linked = tree.above(text).take(4).any(|id| tree.tag(id) == "a");
    (set_apart && !linked && ending::is_by_line(&name)).then_some(name)
}

/// The lines of text in a stretch of the page, left-out parts included: the first so many, or the last.
fn units(tree: &Tree, stretch: Range<Id>, most: usize, last: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = Line::default();
    let mut block = usize::MAX;
    let mut at = stretch.start;
    while at < stretch.end {
        let tag = tree.tag(at);
        if matches!(
            tag,
            "script" | "style" | "select" | "textarea" | "noscript" | "template" | "head" | "option"
        ) {
            at = tree.end(at).max(at + 1);
            continue;
        }
        let of = if is_block(tag) {
            at
        } else {
            tree.above(at).find(|&above| is_block(tree.tag(above))).unwrap_or(0)
        };
        if of != block || tag == "br" {
            if !line.text.trim().is_empty() {
                lines.push(std::mem::take(&mut line));
                if !last && lines.len() >= most {
                    return with_labels(lines);
                }
            }
            line = Line::default();
            block = of;
        }
        if let Some(text) = tree.own_text(at) {
            line.text.push_str(text);
            line.text.push(' ');
            line.look(tree, at);
        } else if tag == "time" {
            line.stamp = line.stamp.take().or_else(|| tree.attr(at, "datetime").map(str::to_owned));
        }
        at += 1;
    }
    if !line.text.trim().is_empty() {
        lines.push(line);
    }
    if last && lines.len() > most {
        lines.drain(..lines.len() - most);
    }
    with_labels(lines)
}

/// The lines, each that is only a label put before the next one: "Lượt xem" and "77" are cells of a table.
fn with_labels(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    let mut label: Option<String> = None;
    for mut line in lines {
        if let Some(label) = label.take() {
            line.text = format!("{label}: {}", line.text);
        } else if labels::is_label(&line.text) {
            label = Some(line.text.trim().trim_end_matches(':').trim().to_owned());
            continue;
        }
        joined.push(line);
    }
    joined
}

/// The path of sections that the page shows above the article.
pub(super) fn section(tree: &Tree, spot: &Spot) -> Vec<String> {
    let crumbs = (0..tree.len()).find(|&id| {
        let is_path = names::said(tree, id).path
            || tree.attr(id, "itemtype").is_some_and(|kind| kind.ends_with("BreadcrumbList"))
            || tree.attr(id, "aria-label").is_some_and(|label| label.eq_ignore_ascii_case("breadcrumb"));
        is_path && (1..=400).contains(&tree.text_of_any(id).chars().count())
    });
    if let Some(id) = crumbs {
        let links: Vec<String> = tree
            .inside_any(id)
            .filter(|&inner| tree.tag(inner) == "a")
            .map(|inner| tree.text_of_any(inner))
            .filter(|text| !text.is_empty())
            .collect();
        let whole = tree.text_of_any(id);
        let by_marks = section_path(&whole);
        // The last step is often no link: what stands behind the last link is one more.
        let mut path = if links.is_empty() { by_marks } else { links };
        if let Some(last) = path.last()
            && let Some(at) = whole.rfind(last.as_str())
        {
            path.extend(section_path(whole[at + last.len()..].trim_start_matches(['/', '-', '|', ' '])));
        }
        return path;
    }
    // Many portals show the section's name alone above the headline.
    let Some(headline) = spot.headline else { return Vec::new() };
    let above = (0..headline).rev().take(200).find(|&id| {
        let length = tree.text_of_any(id).chars().count();
        names::said(tree, id).section && (2..=MAX_SECTION).contains(&length) && tree.end(id) <= headline
    });
    let Some(above) = above else { return path_above(tree, headline) };
    let whole = tree.text_of_any(above);
    let first =
        tree.inside_any(above).find(|&inner| tree.tag(inner) == "a").map(|link| tree.text_of_any(link));
    match first {
        // Several sections side by side are no path; the first is the main one.
        Some(first) if whole.contains(',') && !first.is_empty() && !first.contains(',') => vec![first],
        _ => section_path(&whole),
    }
}

/// The path that a line right above the headline is, if its marks are those of a path: "Tin tức » Y tế".
fn path_above(tree: &Tree, headline: Id) -> Vec<String> {
    let lines = units(tree, 0..headline, 3, true);
    let is_path = |text: &&str| {
        let lower = text.trim().to_lowercase();
        let from_home = ["trang chủ", "trang nhất", "home"].iter().any(|home| lower.starts_with(home));
        (text.contains(['»', '›']) || from_home && text.contains('>'))
            && !text.contains(['«', '‹'])
            && !text.contains("::")
            && text.chars().count() <= MAX_SECTION * 2
            && !text.ends_with('.')
    };
    let found = lines.iter().rev().map(|line| line.text.as_str()).find(is_path);
    found.map(section_path).unwrap_or_default()
}

/// A path without the home page, the headline itself, and repetitions.
pub(super) fn clean_path(path: Vec<String>, title: &str) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for part in path {
        let lower = part.to_lowercase();
        let is_home = matches!(
            lower.trim(),
            "trang chủ"
                | "trang nhất"
                | "home"
                | "homepage"
                | "trang chính"
                | "chi tiết tin"
                | "chi tiết"
                | "tin chi tiết"
        );
        let is_title = lower == title.to_lowercase()
            || (lower.chars().count() > 20
                && title.to_lowercase().starts_with(lower.trim_end_matches(['.', '…', ' '])));
        if !is_home
            && !is_title
            && part.chars().count() <= MAX_SECTION
            && !clean.contains(&part)
            && part.chars().any(char::is_alphabetic)
        {
            clean.push(part);
        }
    }
    clean.truncate(MAX_SECTIONS);
    clean
}

/// The opening paragraph, where the page sets it apart from the text.
pub(super) fn lead(tree: &Tree, spot: &Spot) -> Option<(String, Id)> {
    let from = spot
        .headline
        .filter(|&id| id < spot.text.start)
        .map_or(spot.text.start.saturating_sub(300), |id| tree.end(id));
    (from..spot.text.end.min(tree.len())).take(400).find_map(|id| {
        let is_lead = names::said(tree, id).lead || tree.attr(id, "itemprop") == Some("description");
        if !is_lead || !is_block(tree.tag(id)) && tree.tag(id) != "span" {
            return None;
        }
        let text = tree.text(id);
        let length = text.chars().count();
        (40..=MAX_LEAD).contains(&length).then_some((text, id))
    })
}

/// The date in a line that may have a label.
pub(super) fn date_in(text: &str) -> Option<tangthu_archive::PartialDate> {
    let mut fields = labels::Fields::default();
    fields.read(&Line::of(text), true);
    fields.published.or(fields.updated)
}
