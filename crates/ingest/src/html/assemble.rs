//! The parts of a page put together to a document.

use super::{
    HtmlDocument, NO_TEXT, Remark, around,
    blocks::{self, Styled},
    captions,
    clean::{self, Care},
    ending,
    files::Files,
    guide::Guide,
    layout::{self, Spot},
    main_text, marks,
    meta::Meta,
    profile::{Field, Profile},
    properties, title,
    tree::{Id, Tree},
    trim,
};
use crate::{
    dates::{read_date, relative},
    record::grouped_number,
    settings::is_language_tag,
};
use tangthu_archive::{Attachment, Block, Document, PartialDate};
use url::Url;

/// A text shorter than this, in characters, is looked for a second time with less care.
pub(super) const THIN: usize = 250;

/// A bold opening paragraph of this many words is the lead and no heading.
const LEAD_WORDS: usize = 15;

/// The article as it was found.
#[derive(Default)]
pub(super) struct Body {
    pub(super) blocks: Vec<Styled>,
    /// The elements that hold it.
    pub(super) places: Vec<Id>,
    /// The characters of its words.
    pub(super) length: usize,
}

/// Finds the article.
pub(super) fn read(tree: &mut Tree, care: Care, meta: &Meta, profile: Option<&Profile>) -> Option<Body> {
    let guide = Guide::new(&meta.body);
    let own =
        |field| -> Vec<_> { profile.map(|profile| profile.selectors(field).collect()).unwrap_or_default() };
    for selector in own(Field::Remove) {
        for id in tree.select(selector) {
            tree.leave_out(id);
        }
    }
    let places =
        own(Field::Body).iter().map(|selector| tree.select(selector)).find(|found| !found.is_empty());
    let (places, is_own) = match places {
        Some(places) => {
            clean::leave_out_never_text(tree);
            (places, true)
        }
        None => {
            clean::clean(tree, care);
            clean::leave_out_cards(tree);
            let measures = main_text::measures(tree, guide.as_ref());
            let headline = title::title(tree, meta, None).and_then(|(_, at)| at);
            let mut found = main_text::main_text(tree, &measures, guide.as_ref(), headline);
            if let (None, Some(&first)) = (headline, found.first()) {
                // Some headlines are known only by what stands below them; then what opens the article may stand in between.
                let headline = title::title(tree, meta, Some(first)).and_then(|(_, at)| at);
                found.splice(0..0, around::opening(tree, &measures, headline, first));
            }
            if let Some(&first) = found.first() {
                found.splice(0..0, around::rows_above(tree, &measures, headline, first));
            }
            // A page of a few words has no running text; a page of links is no article.
            let main = clean::own_main(tree).filter(|&main| measures[main].link_share() < 0.3);
            let found = match (found.is_empty(), care) {
                (true, _) if main.is_some() => main.into_iter().collect(),
                (true, Care::Little) if measures[0].link_share() < 0.3 => vec![0],
                (true, Care::Little) => vec![main_text::round(tree, &measures, headline?)?],
                (true, Care::Full) => return None,
                (false, _) => found,
            };
            for &place in &found {
                main_text::prune(tree, place, &measures);
            }
            (found, false)
        }
    };
    let mut found = Vec::new();
    let mut until = 0;
    for &place in &places {
        if place >= until {
            found.extend(blocks::blocks(tree, place));
            until = tree.end(place);
        }
    }
    captions::attach(&mut found);
    if !is_own {
        trim::trim(&mut found, guide.as_ref());
    }
    let texts = found.iter().map(|styled| styled.block.texts().iter().map(|text| text.len()).sum::<usize>());
    let length = texts.sum();
    Some(Body { blocks: found, places, length })
}

/// Makes the document.
pub(super) fn document(
    tree: &Tree,
    body: Option<Body>,
    mut meta: Meta,
    profile: Option<&Profile>,
    url: Option<&Url>,
    mut remarks: Vec<Remark>,
) -> Result<HtmlDocument, String> {
    // Some programs give the site, with whose name the page's title ends, for the author of every page.
    let page = tree.all("title").next().map(|id| tree.text_of_any(id)).unwrap_or_default();
    meta.authors.retain(|name| !(name.contains(' ') && page.ends_with(name.as_str()) && page != *name));
    let Body { mut blocks, places, length } = body.unwrap_or_default();
    let begin = blocks.first().map(|first| first.from);
    let (title, headline) = title::title(tree, &meta, begin).unwrap_or_default();
    let mut document = Document { title, ..Document::default() };
    own_fields(tree, profile, meta.fetched, &mut document);
    let title_again = headline.map(|at| (at, tree.end(at)));
    blocks.retain_mut(|styled| is_more_than_title(styled, &document.title, title_again));
    let start = blocks.first().map_or(tree.len(), |first| first.from);
    let end = blocks.iter().map(|styled| styled.to).max().unwrap_or(tree.len());
    let spot = Spot { headline, text: start..end.max(start) };
    properties::read(&blocks, &mut document);
    if document.lead.is_none() {
        document.lead = lead(tree, &spot, &mut blocks);
    }
    let has_own = !document.authors.is_empty();
    ending::read(&mut blocks, &mut document);
    // What the page tells machines is more than the short form below its text, unless it names but the site.
    if !has_own && !meta.authors.is_empty() && meta.authors != [meta.site.as_str()] {
        document.authors.clone_from(&meta.authors);
    }
    fill(tree, &spot, &meta, &mut document);
    let mut files = Files::new(tree, url);
    for styled in blocks {
        document.body.push(match styled.block {
            Block::Figure { caption, .. } => {
                let image = styled.image.and_then(|image| files.image(&image.href, &caption));
                Block::Figure { caption, image }
            }
            other => other,
        });
    }
    for &place in &places {
        // Files are listed below the text as often as in it.
        let around =
            tree.above(place).take(2).filter(|&above| tree.tag(above) != "body").last().unwrap_or(place);
        files.links(tree, around);
    }
    document.attachments = files
        .found
        .iter()
        .map(|file| Attachment { name: file.name.clone(), media_type: None, bytes: None, sha256: None })
        .collect();
    let spoken = meta.body.len();
    if length < THIN && spoken > 2 * length.max(THIN / 2) {
        // The page leaves its text to a script; what it gives machines is all there is.
        document.body.retain(|block| matches!(block, Block::Figure { .. }));
        document.body.extend(crate::record::paragraphs(&meta.body));
        document.lead = None;
        let reason =
            "it shows its text by a script only, so the text that it gives to search engines was taken";
        remarks.push(Remark {
            reason: reason.to_owned(),
            remedy: "compare it with the page, or crawl with a browser",
        });
    }
    document.url = address(tree, &meta, url);
    if document.body.is_empty() && document.lead.is_none() {
        if tree.all("frameset").next().is_some() {
            return Err("it is a set of frames, whose texts lie in files of their own".to_owned());
        }
        document.lead = Some(meta.description).filter(|text| text.chars().count() >= 40);
        if document.lead.is_none() && document.attachments.is_empty() {
            return Err(NO_TEXT.to_owned());
        }
    }
    Ok(HtmlDocument { document, files: files.found, remarks })
}

/// Whether there is more in a block than the headline, which stands from the first to the second place of `headline`; the headline is
/// taken off the text that it opens.
fn is_more_than_title(styled: &mut Styled, title: &str, headline: Option<(Id, Id)>) -> bool {
    let begins_in = headline.filter(|&(at, end)| styled.from >= at && styled.from < end);
    let (Block::Heading { text, .. } | Block::Paragraph { text }) = &mut styled.block else {
        return begins_in.is_none();
    };
    if text == title {
        return false;
    }
    let Some((_, end)) = begins_in else { return true };
    match text.strip_prefix(title).map(str::trim_start) {
        // Old pages part the headline from the text by a break alone.
        Some(rest) if styled.to > end && !rest.is_empty() && !trim::is_head(rest) => {
            *text = rest.to_owned();
            true
        }
        _ => false,
    }
}

/// The fields that the publisher's rules point at.
fn own_fields(tree: &Tree, profile: Option<&Profile>, fetched: Option<PartialDate>, document: &mut Document) {
    let Some(profile) = profile else { return };
    let found = |field| -> Vec<String> {
        let mut all = profile.selectors(field).map(|selector| {
            let texts = tree.select(selector).into_iter().map(|id| {
                let said = tree.attr(id, "datetime").or_else(|| tree.attr(id, "content"));
                said.map_or_else(|| tree.text_of_any(id), str::to_owned)
            });
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        });
        all.find(|texts| !texts.is_empty()).unwrap_or_default()
    };
    let first = |field| found(field).into_iter().next();
    if let Some(title) = first(Field::Title) {
        document.title = title;
    }
    document.lead = first(Field::Lead);
    document.section = match found(Field::Section).as_slice() {
        [one] => crate::record::section_path(one),
        many => many.to_vec(),
    };
    let told = |text: &str| fetched.and_then(|fetched| relative::date(text, fetched));
    let date = |field| {
        first(field)
            .and_then(|text| layout::date_in(&text).or_else(|| read_date(&text).ok()).or_else(|| told(&text)))
    };
    document.published = date(Field::Published);
    document.updated = date(Field::Updated);
    let digits = |text: String| {
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect::<String>()
    };
    document.views =
        first(Field::Views).and_then(|text| grouped_number(digits(text).trim_matches(['.', ','])));
    let bare = |text: String| text.split_once(':').map_or(text.clone(), |(_, name)| name.trim().to_owned());
    document.authors = found(Field::Author).into_iter().map(bare).collect();
    document.source = first(Field::Source).map(bare);
    document.tags = found(Field::Tags);
}

/// Fills what the publisher's rules left open: from what the page says to machines, then from its look.
fn fill(tree: &Tree, spot: &Spot, meta: &Meta, document: &mut Document) {
    let lines = layout::lines(tree, spot, meta.fetched);
    let some = |own: Option<_>, meta: Option<_>, look: Option<_>| own.or(meta).or(look);
    // What the page shows of the same day may be more exact than what it tells machines.
    let same = |told: tangthu_archive::PartialDate, shown: tangthu_archive::PartialDate| {
        shown.to_string().starts_with(&told.to_string())
    };
    let told = match (meta.published, lines.published) {
        (Some(told), Some(shown)) if same(told, shown) => Some(shown),
        (told, _) => told,
    };
    document.published = some(document.published, told, lines.published.or(lines.updated).or(lines.relative));
    document.updated = some(document.updated, meta.updated, lines.published.and(lines.updated));
    if document.updated == document.published {
        document.updated = None;
    }
    document.views = document.views.or(lines.views).or(meta.views);
    for found in [&meta.authors, &lines.authors] {
        if document.authors.is_empty() {
            document.authors.clone_from(found);
        }
    }
    if document.authors.is_empty() {
        document.authors = marks::authors(tree, spot);
    }
    if document.authors.is_empty() {
        document.authors.extend(layout::signed_below(tree, spot));
    }
    if document.section.is_empty() {
        let title = &document.title;
        let paths = [&meta.section, &layout::section(tree, spot), &lines.section];
        document.section = paths
            .into_iter()
            .map(|path| layout::clean_path(path.clone(), title))
            .find(|path| !path.is_empty())
            .unwrap_or_default();
    }
    let site = Some(meta.site.clone()).filter(|site| !site.is_empty());
    document.source = document.source.take().or(lines.source).or(site);
    if document.tags.is_empty() {
        document.tags.clone_from(&meta.tags);
    }
    if document.tags.is_empty() {
        document.tags = marks::tags(tree, spot);
    }
    let declared =
        tree.all("html").next().and_then(|id| tree.attr(id, "lang").or_else(|| tree.attr(id, "xml:lang")));
    document.language = [declared.unwrap_or_default(), meta.language.as_str()].into_iter().find_map(language);
}

/// A language without its country: `vi` of `vi-VN` and `vi_VN`.
fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let parts: Vec<&str> = tag.split('-').collect();
    let kept = match parts.as_slice() {
        [main, script, ..] if script.len() == 4 => format!("{}-{script}", main.to_lowercase()),
        [main, ..] => main.to_lowercase(),
        [] => String::new(),
    };
    is_language_tag(&kept).then_some(kept)
}

/// The opening paragraph: where the page sets it apart, else the first paragraph, unless a heading stands above it.
fn lead(tree: &Tree, spot: &Spot, blocks: &mut Vec<Styled>) -> Option<String> {
    if let Some((text, id)) = layout::lead(tree, spot) {
        blocks.retain(|styled| {
            let inside = styled.from >= id && styled.to <= tree.end(id) && !matches!(styled.block, Block::Figure { .. });
            !inside && !matches!(&styled.block, Block::Paragraph { text: there } | Block::Heading { text: there, .. } if *there == text)
        });
        return Some(text);
    }
    let at = blocks.iter().position(|styled| !matches!(styled.block, Block::Figure { .. }))?;
    let text = match &blocks[at].block {
        Block::Paragraph { text } => text.clone(),
        Block::Heading { text, .. } if blocks[at].bold && text.split(' ').count() >= LEAD_WORDS => {
            text.clone()
        }
        _ => return None,
    };
    blocks.remove(at);
    Some(text)
}

/// The page's address: as it is known from outside, else as the page gives it.
pub(super) fn address(tree: &Tree, meta: &Meta, url: Option<&Url>) -> Option<String> {
    if let Some(url) = url {
        return Some(url.to_string());
    }
    let canonical = tree
        .all("link")
        .find(|&id| tree.attr(id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")))
        .and_then(|id| tree.attr(id, "href"));
    let given = [canonical.unwrap_or_default(), meta.url.as_str()];
    given.into_iter().filter_map(|href| Url::parse(href.trim()).ok()).find_map(|url| {
        // Some portals give their home page as the address of every page.
        let is_home = url.path().len() <= 1 && url.query().is_none();
        (matches!(url.scheme(), "http" | "https") && !is_home).then(|| url.to_string())
    })
}
