//! The parts of a page put together to a document.

use super::{
    HtmlDocument, Remark,
    blocks::{self, Styled},
    captions,
    clean::{self, Care},
    files::Files,
    guide::Guide,
    layout, main_text,
    meta::Meta,
    profile::{Field, Profile},
    tree::{Id, Tree},
    trim,
};
use tangthu_archive::{Block, Document};
use url::Url;

/// A text shorter than this, in characters, is looked for a second time with less care.
pub(super) const THIN: usize = 250;

/// The article as it was found.
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
    let places: Vec<Id> = own(Field::Body)
        .iter()
        .map(|selector| tree.select(selector))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    let places = if places.is_empty() {
        clean::clean(tree, care);
        clean::leave_out_cards(tree);
        let measures = main_text::measures(tree, guide.as_ref());
        let headline = layout::title(tree, &meta.title).and_then(|(_, at)| at);
        let found = main_text::main_text(tree, &measures, guide.as_ref(), headline);
        // A page of a few words has no running text; a page of links is no article.
        let found = match (found.is_empty(), care) {
            (true, Care::Little) if measures[0].link_share() < 0.3 => vec![0],
            (true, _) => return None,
            (false, _) => found,
        };
        for &place in &found {
            main_text::prune(tree, place, &measures);
        }
        found
    } else {
        clean::clean(tree, Care::Little);
        places
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
    trim::trim(&mut found, guide.as_ref());
    let length = found
        .iter()
        .flat_map(|styled| styled.block.texts().into_iter().map(str::len).collect::<Vec<_>>())
        .sum();
    Some(Body { blocks: found, places, length })
}

/// Makes the document.
pub(super) fn document(
    tree: &Tree,
    body: Option<Body>,
    meta: Meta,
    url: Option<&Url>,
    remarks: Vec<Remark>,
) -> Result<HtmlDocument, String> {
    let mut files = Files::new(tree, url);
    let mut document = Document::default();
    let (title, title_at) = layout::title(tree, &meta.title).unwrap_or_default();
    document.title = title;
    let body = body.unwrap_or(Body { blocks: Vec::new(), places: Vec::new(), length: 0 });
    let mut blocks = body.blocks;
    blocks.retain(|styled| {
        Some(styled.id) != title_at
            && !matches!(&styled.block, Block::Heading { text, .. } if *text == document.title)
    });
    for styled in blocks {
        let block = match styled.block {
            Block::Figure { caption, .. } => {
                let image = styled.image.and_then(|image| files.image(&image.href, &caption));
                Block::Figure { caption, image }
            }
            other => other,
        };
        document.body.push(block);
    }
    for &place in &body.places {
        files.links(tree, place);
    }
    document.published = meta.published;
    document.updated = meta.updated;
    document.authors = meta.authors;
    document.views = meta.views;
    document.tags = meta.tags;
    document.section = meta.section;
    document.url = url.map(|url| url.to_string());
    if document.title.is_empty() && document.body.is_empty() {
        return Err("it holds no text".to_owned());
    }
    Ok(HtmlDocument { document, files: files.found, remarks })
}
