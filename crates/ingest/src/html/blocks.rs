//! The article's part of the tree to typed blocks.
//!
//! A walk in reading order: words are gathered until an element begins a line of its own; lists, tables, quotes, figures and
//! headings are taken as a whole, unless they only hold other blocks in place. A short paragraph that is bold from end to end
//! is a heading, as editors of portals make them.

use super::{
    figures::{self, Image},
    guard::{BOLD, BOLD_SLANTED, SLANTED},
    tables,
    tree::{Id, Kind, Tree, is_block},
};
use crate::{margin, record::one_line};
use tangthu_archive::Block;

/// A bold paragraph up to this length is a heading, in words and characters.
const HEADING_WORDS: usize = 25;
const HEADING_CHARS: usize = 160;

/// An item of a list that is longer than this, in characters, is a part of the article and not an item.
const MAX_ITEM: usize = 1500;

/// A block, and what the page says of how it looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Styled {
    pub(super) block: Block,
    /// The block element whose words these are.
    pub(super) id: Id,
    /// Where in the page they begin, and one past where they end.
    pub(super) from: Id,
    pub(super) to: Id,
    /// Whether all its words are bold, slanted, in the middle or on the right.
    pub(super) bold: bool,
    pub(super) slanted: bool,
    pub(super) centred: bool,
    pub(super) right: bool,
    /// Whether all its words are links to other pages.
    pub(super) linked: bool,
    /// The picture of a figure.
    pub(super) image: Option<Image>,
}

/// The blocks inside `id`.
pub(super) fn blocks(tree: &Tree, id: Id) -> Vec<Styled> {
    let mut walk = Walk { tree, found: Vec::new(), line: Line::default() };
    let mut at = id;
    let end = tree.end(id);
    while at < end {
        at = walk.node(at);
    }
    walk.flush();
    walk.found
}

/// The words gathered since the last block.
#[derive(Default)]
struct Line {
    text: String,
    id: Id,
    chars: usize,
    bold: usize,
    slanted: usize,
    linked: usize,
    images: Vec<Image>,
    /// Of them so many stand before its words.
    leading: usize,
    from: Option<Id>,
    to: Id,
}

struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    found: Vec<Styled>,
    line: Line,
}

impl Walk<'_, '_> {
    /// Takes in the node `at`; returns where to go on.
    fn node(&mut self, at: Id) -> Id {
        let tree = self.tree;
        if tree.nodes[at].is_out {
            return tree.end(at);
        }
        // Whatever block ended before this node ends the line.
        let block = self.block_of(at);
        if block != self.line.id {
            self.flush();
            self.line.id = block;
        }
        let element = match tree.nodes[at].kind {
            Kind::Text(text) => {
                self.words(at, text);
                return at + 1;
            }
            Kind::Element(element) => element,
        };
        if is_block(element.name()) && figures::is_named_caption(tree, at) {
            let caption = tree.text(at);
            if (1..=figures::MAX_CAPTION).contains(&caption.chars().count()) {
                self.flush();
                let images = figures::images(tree, at);
                self.caption(caption, images, at);
                return tree.end(at);
            }
        }
        match element.name() {
            "br" => self.line.text.push('\n'),
            "img" => {
                if let Some(image) = figures::image(tree, at) {
                    self.line.images.push(image);
                    self.line.leading += usize::from(self.line.chars == 0);
                }
            }
            "hr" => self.flush(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = element.name().as_bytes()[1] - b'0';
                let text = tree.text(at);
                if text.chars().count() > 300 {
                    // A whole article set as a heading.
                    return at + 1;
                }
                self.push(Block::Heading { level: level.max(2), text }, at);
                for image in figures::images(tree, at) {
                    self.figure(String::new(), Some(image), at);
                }
                return tree.end(at);
            }
            "figure" => {
                self.flush();
                if let Some((caption, images)) = figures::figure(tree, at) {
                    self.pictures(caption, images, at);
                    return tree.end(at);
                }
            }
            "ul" | "ol" | "menu" => {
                self.flush();
                if let Some(block) = self.list(at, element.name() == "ol") {
                    self.push(block, at);
                    return tree.end(at);
                }
            }
            "table" => {
                self.flush();
                if let Some((caption, images)) = figures::table(tree, at) {
                    self.pictures(caption, images, at);
                    return tree.end(at);
                }
                if let Some(block) = tables::data(tree, at) {
                    self.push(block, at);
                    return tree.end(at);
                }
            }
            "blockquote" => {
                self.flush();
                if self.quote(at) {
                    return tree.end(at);
                }
            }
            _ => {}
        }
        at + 1
    }

    /// The block element that a node's words belong to.
    fn block_of(&self, at: Id) -> Id {
        if is_block(self.tree.tag(at)) {
            return at;
        }
        self.tree.above(at).find(|&above| is_block(self.tree.tag(above))).unwrap_or(0)
    }

    fn words(&mut self, at: Id, text: &str) {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let tree = self.tree;
        if tree.above(at).any(|above| tree.tag(above) == "pre") {
            self.line.text.push_str(text);
        } else {
            // In the source a line break is a blank; only `br` breaks a line.
            self.line.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
        self.line.chars += count;
        if count > 0 {
            self.line.from.get_or_insert(at);
            self.line.to = at + 1;
        }
        let style = tree.above(at).take_while(|&above| !is_block(tree.tag(above)));
        let (mut bold, mut slanted, mut linked) = (false, false, false);
        for above in style {
            let look = tree.attr(above, "style").unwrap_or_default();
            let tag = tree.tag(above);
            linked |= tag == "a" && tree.attr(above, "href").is_some_and(|href| !href.starts_with('#'));
            bold |= matches!(tag, BOLD | BOLD_SLANTED)
                || look.contains("bold")
                || look.contains("font-weight:700");
            slanted |= matches!(tag, SLANTED | BOLD_SLANTED) || look.contains("italic");
        }
        let look = tree.attr(self.line.id, "style").unwrap_or_default();
        if linked {
            self.line.linked += count;
        }
        if bold || look.contains("bold") {
            self.line.bold += count;
        }
        if slanted || look.contains("italic") {
            self.line.slanted += count;
        }
    }

    /// Ends the line: its words become paragraphs, its pictures figures.
    fn flush(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        self.line.id = line.id;
        let bare = line.images.is_empty();
        for image in line.images.drain(..line.leading) {
            self.figure(String::new(), Some(image), line.id);
        }
        let parts = paragraphs(&line.text);
        let all_bold = line.chars > 0 && line.bold == line.chars;
        let all_slanted = line.chars > 0 && line.slanted == line.chars;
        let all_linked = line.chars > 0 && line.linked * 10 >= line.chars * 9;
        let tag = self.tree.tag(line.id);
        let count = parts.len();
        for text in parts {
            let fits = text.split(' ').count() <= HEADING_WORDS && text.chars().count() <= HEADING_CHARS;
            let is_heading = count == 1 && all_bold && fits && bare && matches!(tag, "p" | "div");
            let block = if is_heading && !text.ends_with(['.', ',', ';', '!', '?', ':']) {
                Block::Heading { level: 2, text }
            } else {
                Block::Paragraph { text }
            };
            self.push(block, line.id);
            if let Some(last) = self.found.last_mut() {
                (last.from, last.to) = (line.from.unwrap_or(line.id), line.to);
                last.bold = all_bold;
                last.slanted = all_slanted;
                last.linked = all_linked;
            }
        }
        for image in line.images {
            self.figure(String::new(), Some(image), line.id);
        }
    }

    fn push(&mut self, block: Block, id: Id) {
        if block.texts().iter().all(|text| text.is_empty()) && !matches!(block, Block::Figure { .. }) {
            return;
        }
        let (centred, right) = alignment(self.tree, id);
        self.found.push(Styled {
            block,
            id,
            from: id,
            to: self.tree.end(id),
            bold: false,
            slanted: false,
            linked: false,
            centred,
            right,
            image: None,
        });
    }

    fn figure(&mut self, caption: String, image: Option<Image>, id: Id) {
        if caption.is_empty() && image.is_none() {
            return;
        }
        self.push(Block::Figure { caption, image: None }, id);
        if let Some(last) = self.found.last_mut() {
            last.image = image;
        }
    }

    /// A caption that stands by itself belongs to the picture before it, if that has none.
    fn caption(&mut self, caption: String, images: Vec<Image>, id: Id) {
        if images.is_empty()
            && let Some(Styled { block: Block::Figure { caption: there, .. }, .. }) = self.found.last_mut()
            && (there.is_empty() || *there == caption)
        {
            *there = caption;
            return;
        }
        self.pictures(caption, images, id);
    }

    /// Pictures with one caption: the last of them carries it.
    fn pictures(&mut self, caption: String, mut images: Vec<Image>, id: Id) {
        let last = images.pop();
        for image in images {
            self.figure(String::new(), Some(image), id);
        }
        self.figure(caption, last, id);
    }

    /// A list as one block, unless its items are articles or pictures of their own.
    fn list(&self, id: Id, ordered: bool) -> Option<Block> {
        let tree = self.tree;
        let holds_blocks = tree.inside(id).any(|inner| {
            matches!(
                tree.tag(inner),
                "table" | "figure" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "article" | "section"
            ) || (tree.tag(inner) == "img" && figures::image(tree, inner).is_some())
        });
        if holds_blocks {
            return None;
        }
        let mut items: Vec<String> = Vec::new();
        let mut open: Vec<(Id, usize)> = Vec::new();
        let mut before = None;
        for inner in tree.inside(id) {
            while open.last().is_some_and(|&(item, _)| tree.end(item) <= inner) {
                open.pop();
            }
            match tree.nodes[inner].kind {
                Kind::Element(element) if element.name() == "li" => {
                    open.push((inner, items.len()));
                    items.push(String::new());
                }
                Kind::Element(element) => {
                    if (element.name() == "br" || is_block(element.name()))
                        && let Some(&(_, item)) = open.last()
                    {
                        items[item].push(' ');
                    }
                }
                Kind::Text(text) => match open.last() {
                    Some(&(_, item)) => {
                        if before.is_some_and(|before| tree.block_between(before, inner)) {
                            items[item].push(' ');
                        }
                        items[item].push_str(text);
                    }
                    // Words between the items: no list after all.
                    None if text.trim().len() > 3 => return None,
                    None => {}
                },
            }
            if matches!(tree.nodes[inner].kind, Kind::Text(_)) {
                before = Some(inner);
            }
        }
        let items: Vec<String> =
            items.iter().map(|item| one_line(item)).filter(|item| !item.is_empty()).collect();
        let long = items.iter().any(|item| item.chars().count() > MAX_ITEM);
        (!items.is_empty() && !long).then_some(Block::List { ordered, items })
    }

    /// A quotation as one block a paragraph, unless it is set in for its looks.
    fn quote(&mut self, id: Id) -> bool {
        let tree = self.tree;
        let holds_blocks = tree.inside(id).any(|inner| {
            matches!(
                tree.tag(inner),
                "table" | "figure" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "article" | "section"
            ) || (tree.tag(inner) == "img" && figures::image(tree, inner).is_some())
        });
        if holds_blocks {
            return false;
        }
        let mut inner = Walk { tree, found: Vec::new(), line: Line::default() };
        let mut at = id + 1;
        while at < tree.end(id) {
            // Quotations inside quotations are one.
            at = if tree.tag(at) == "blockquote" { at + 1 } else { inner.node(at) };
        }
        inner.flush();
        for styled in inner.found {
            for text in styled.block.texts() {
                self.push(Block::Quote { text: text.to_owned() }, styled.id);
            }
        }
        true
    }
}

/// The paragraphs of a text that `br` breaks into lines. A line that goes on with the sentence of the one before belongs to it.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut blank = true;
    for line in text.split('\n').map(one_line) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let goes_on = |before: &String| {
            !before.ends_with(['.', '!', '?', ':', ';', '…', '”', '"'])
                && line.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | '(' | ')'))
        };
        match found.last_mut() {
            Some(before) if margin::is_broken_inside(before, &line) => before.push_str(&line),
            Some(before) if !blank && (goes_on(before) || margin::is_announced(before, &line)) => {
                before.push(' ');
                before.push_str(&line);
            }
            _ => found.push(line),
        }
        blank = false;
    }
    found
}

/// Whether an element stands in the middle, or on the right.
fn alignment(tree: &Tree, id: Id) -> (bool, bool) {
    for at in std::iter::once(id).chain(tree.above(id).take(2)) {
        let align = tree.attr(at, "align").unwrap_or_default().to_ascii_lowercase();
        let style: String = tree
            .attr(at, "style")
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(500)
            .collect();
        let class = tree.attr(at, "class").unwrap_or_default();
        if align == "center"
            || tree.tag(at) == "center"
            || style.contains("text-align:center")
            || class.contains("text-center")
        {
            return (true, false);
        }
        if align == "right" || style.contains("text-align:right") || class.contains("text-right") {
            return (false, true);
        }
        if align == "justify" || align == "left" || style.contains("text-align:") {
            break;
        }
    }
    (false, false)
}
