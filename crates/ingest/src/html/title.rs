//! The headline: which of the things that look like one is it.
//!
//! Portals set their own name as `h1`, show the headline in a `div`, and repeat the portal's name in the page's title. So
//! everything that looks like a headline is weighed: what tag and name it has, whether the page's title holds it, where it
//! stands, and whether it is the name of the site.

use super::{
    guard::{BOLD, BOLD_SLANTED},
    layout,
    meta::Meta,
    names,
    tree::{Id, Tree, is_block},
};
use crate::record::one_line;

/// A headline's length, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=400;

/// Weight below which an element is not believed to be the headline.
const ENOUGH: i32 = 3;

/// The headline, and the element that shows it. `body` is where the article's text begins, once that is known.
pub(super) fn title(tree: &Tree, meta: &Meta, body: Option<Id>) -> Option<(String, Option<Id>)> {
    let page = tree.all("title").next().map(|id| tree.text_of_any(id)).unwrap_or_default();
    let (page_plain, site) = (plain(&page), plain(&meta.site));
    let named =
        Some(meta.title.as_str()).filter(|named| !named.is_empty() && !is_of_site(&plain(named), &site));
    let named_plain = named.map(plain).unwrap_or_default();
    let mut best: Option<(i32, Id, String)> = None;
    for id in 0..tree.len() {
        let tag = tree.tag(id);
        let rank = match tag {
            "h1" => 3,
            "h2" => 2,
            "h3" | "h4" => 1,
            "div" | "p" | "span" | "a" | "td" | "header" => 0,
            _ => continue,
        };
        let is_named = names::said(tree, id).title;
        let is_headline = tree.attr(id, "itemprop") == Some("headline");
        if rank == 0 && !is_named && !is_headline {
            continue;
        }
        let text = tree.text_of_any(id);
        if !LENGTH.contains(&text.chars().count()) || is_hidden_or_bare(tree, id) {
            continue;
        }
        let text_plain = plain(&text);
        let mut weight = rank + 2 * i32::from(is_named) + 3 * i32::from(is_headline);
        if !named_plain.is_empty() && (named_plain == text_plain || begins_alike(&named_plain, &text_plain)) {
            weight += 6;
        } else if text_plain.len() >= 8 && page_plain.contains(&text_plain) {
            weight += 4;
        }
        let words = text.split(' ').count();
        let is_office = OFFICES.iter().any(|office| text_plain.starts_with(office));
        // Names of sites have not so many words, unless an office begins them.
        let ends = ends_as(&page_plain, &text_plain) && (words < LONG || is_body(&text_plain));
        if is_of_site(&text_plain, &site) || ends {
            weight -= 7;
        }
        // The name of an office that the page's title does not hold stands above every page.
        if rank == 3 && is_office && words < LONG && !page_plain.contains(&text_plain) {
            weight -= 3;
        }
        weight += match words {
            0..3 => -2,
            3..6 => 0,
            _ => 1,
        };
        if is_elsewhere(tree, id) {
            weight -= 4;
        }
        match body {
            Some(body) if id > body => weight -= 4,
            Some(body) if is_link(tree, id) && id < body => weight -= 3,
            _ => {}
        }
        let is_better = match &best {
            None => true,
            // Of equals the one nearer to the text, which is the inner one as well.
            Some((most, at, _)) => {
                weight > *most || (weight == *most && (body.is_some() || tree.end(*at) > id))
            }
        };
        if is_better {
            best = Some((weight, id, text));
        }
    }
    // Where the page has no title of its own, any headline is better than none.
    let enough = if page.is_empty() && named.is_none() { 0 } else { ENOUGH };
    let best = best.filter(|(weight, ..)| *weight >= enough);
    // A heading that is the page's title as a whole, while the headline that machines are told is neither, is the site's name.
    if let (Some(named), Some((_, id, text))) = (named, &best)
        && is_name_of_site(&page_plain, &plain(text), &named_plain)
    {
        let shown = (0..tree.len()).find(|&other| {
            other != *id
                && is_block(tree.tag(other))
                && !is_elsewhere(tree, other)
                && is_plain(tree, other, named)
        });
        if shown.is_some() || tree.tag(*id) == "h1" && is_link(tree, *id) {
            return Some((named.to_owned(), shown));
        }
    }
    match best {
        Some((_, id, text)) => Some((text, Some(id))),
        None => match named {
            Some(named) => Some((named.to_owned(), None)),
            None => bold_opening(tree, &page, body)
                .or_else(|| line_above(tree, &page, body))
                .or_else(|| (!page.is_empty()).then(|| (without_site(&page), None))),
        },
    }
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_of_site(text: &str, site: &str) -> bool {
    let of_portals =
        ["cổngthôngtinđiệntử", "trangthôngtinđiệntử", "cổngthôngtin", "trangchủ", "websitechínhthức"];
    (!site.is_empty() && text == site) || of_portals.iter().any(|name| text.starts_with(name))
}

/// Whether a heading is the title of every page of the site: it is the page's title as a whole or its end, and not the headline
/// `named`, which the page's title does not hold.
fn is_name_of_site(page: &str, heading: &str, named: &str) -> bool {
    !named.is_empty()
        && heading != named
        && !begins_alike(heading, named)
        && !page.contains(named)
        && (page == heading || page.is_empty())
}

/// Whether an element shows this text and nothing else.
fn is_plain(tree: &Tree, id: Id, text: &str) -> bool {
    // Long elements are not gone through: the headline is one line.
    tree.end(id) - id <= SHORT && plain(&tree.text_of_any(id)) == plain(text)
}

/// Nodes of an element that shows one line.
const SHORT: usize = 12;

/// What page titles say before the headline that is no headline itself, letters alone.
const BEFORE_HEADLINE: [&str; 7] =
    ["trangchủ", "tintức", "tintứcsựkiện", "chitiếttin", "chitiếtbàiviết", "chitiết", "home"];

/// Whether the page's title ends with this, behind something else: so it is the site's name.
fn ends_as(page: &str, text: &str) -> bool {
    page.strip_suffix(text).is_some_and(|before| !before.is_empty() && !BEFORE_HEADLINE.contains(&before))
        && !page.starts_with(text)
}

/// Titles that some programs give every page, letters alone.
const OF_EVERY_PAGE: [&str; 14] = [
    "xemtin",
    "chitiết",
    "chitiếttin",
    "chitiếttintức",
    "chitiếtbàiviết",
    "tinchitiết",
    "tintức",
    "tintứcsựkiện",
    "bàiviết",
    "nộidung",
    "trangchủ",
    "vănbản",
    "chitiếtvănbản",
    "untitled",
];

/// What the names of offices and their sites begin with, letters alone.
const OFFICES: [&str; 12] =
    ["ubnd", "ủyban", "uỷban", "hđnd", "sở", "phòng", "huyện", "quận", "thànhphố", "phường", "xã", "website"];

/// Words that names of sites seldom have.
const LONG: usize = 8;

/// Whether a text begins with the name of a body, letters alone; places that begin headlines are none.
fn is_body(text: &str) -> bool {
    OFFICES[..6].iter().any(|office| text.starts_with(office))
}

/// Whether a page's title is that of the site, or the same for every page.
fn is_of_every_page(page: &str) -> bool {
    let bare = plain(page);
    let is_office =
        page.split(' ').count() <= NAME_OF_SITE && OFFICES.iter().any(|office| bare.starts_with(office));
    OF_EVERY_PAGE.contains(&bare.as_str()) || is_of_site(&bare, "") || is_office
}

/// A page's title of so many words or fewer that nothing on the page repeats is the site's name.
const NAME_OF_SITE: usize = 5;

/// The bold line that opens the text, which old pages set there for a headline under a title that is the site's name.
fn bold_opening(tree: &Tree, page: &str, body: Option<Id>) -> Option<(String, Option<Id>)> {
    if !is_of_every_page(page) {
        return None;
    }
    let is_inline = |id: &Id| tree.own_text(*id).is_some() || !is_block(tree.tag(*id));
    let body = body?;
    let around = std::iter::once(body).chain(tree.above(body)).take_while(is_inline);
    let bold = around.filter(|&id| matches!(tree.tag(id), BOLD | BOLD_SLANTED)).last()?;
    let block = tree.above(bold).find(|&above| is_block(tree.tag(above)))?;
    let is_text = |id: &Id| tree.own_text(*id).is_some_and(|text| !text.trim().is_empty());
    let last = tree.inside_any(bold).rfind(is_text)?;
    let after = (last + 1..tree.end(block)).find(|next| tree.tag(*next) == "br" || is_text(next));
    let is_line = after.is_none_or(|next| tree.tag(next) == "br");
    let text = tree.text_of_any(bold);
    let words = text.split(' ').count();
    let fits = is_line && (4..=40).contains(&words) && LENGTH.contains(&text.chars().count());
    (fits && !text.ends_with(['.', ':', ';', ','])).then_some((text, Some(bold)))
}

/// So many lines above the text are looked at for a headline without a name.
const LINES_ABOVE: usize = 12;

/// The nearest line above the text that may be a headline where nothing marks one and the page's title is the site's or the
/// same for every page: some words that are neither a link nor a sentence nor a date.
fn line_above(tree: &Tree, page: &str, body: Option<Id>) -> Option<(String, Option<Id>)> {
    if !is_of_every_page(page) {
        return None;
    }
    let body = body?;
    let mut last = None;
    let mut lines = 0;
    for id in (0..body).rev().filter(|&id| tree.own_text(id).is_some_and(|text| !text.trim().is_empty())) {
        let block = tree.above(id).find(|&above| is_block(tree.tag(above)))?;
        if last == Some(block) || tree.end(block) > body {
            continue;
        }
        last = Some(block);
        lines += 1;
        if lines > LINES_ABOVE {
            return None;
        }
        let text = tree.text_of_any(block);
        let words = text.split(' ').count();
        let is_plain = (5..=40).contains(&words)
            && LENGTH.contains(&text.chars().count())
            && !text.ends_with(['.', ':', ';', ','])
            && !text.contains(['|', '»', '›'])
            && !text.contains(": ")
            && !text.contains(" / ")
            && layout::date_in(&text).is_none();
        if is_plain && !is_link(tree, block) && !is_elsewhere(tree, block) && !is_hidden_or_bare(tree, block)
        {
            return Some((text, Some(block)));
        }
    }
    None
}

/// Whether one of two texts is a good beginning of the other: titles are cut at some length.
fn begins_alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() >= 15 && long.starts_with(short) && short.len() * 2 >= long.len()
}

fn is_hidden_or_bare(tree: &Tree, id: Id) -> bool {
    tree.inside_any(id)
        .any(|inner| matches!(tree.tag(inner), "script" | "style" | "select" | "textarea" | "ul" | "table"))
}

/// Whether an element stands in a part of the page that is never the article's head.
fn is_elsewhere(tree: &Tree, id: Id) -> bool {
    tree.above(id).any(|above| {
        matches!(tree.tag(above), "nav" | "aside" | "footer") || {
            let said = names::said(tree, above);
            (said.out || said.talk) && tree.tag(above) != "body"
        }
    })
}

fn is_link(tree: &Tree, id: Id) -> bool {
    tree.tag(id) == "a" || tree.above(id).take(2).any(|above| tree.tag(above) == "a") || {
        let links = tree.inside_any(id).filter(|&inner| tree.tag(inner) == "a");
        links.map(|link| tree.text_of_any(link).len()).sum::<usize>() * 2 > tree.text_of_any(id).len()
    }
}

/// A title without the site's name, which stands after a bar or a dash with blanks round it.
fn without_site(title: &str) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((first, _)) = title.split_once(mark)
            && first.split_whitespace().count() >= 4
        {
            return one_line(first);
        }
    }
    title.to_owned()
}
