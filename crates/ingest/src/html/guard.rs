//! Text of a page to a tree, within bounds: a filter between the tokenizer and the tree builder of html5ever.
//!
//! The rules of HTML let small pages build huge trees: every new tag looks up through all open elements, and formatting
//! elements that were never closed are opened again in every paragraph. So elements nested deeper than any real page are
//! left out (their text is kept), formatting elements other than links become bold or nothing, pictures drawn in SVG and
//! templates are passed over, and the number of nodes is limited. What then costs time grows with the page's length alone.

use super::elements::{breaks_out, closes_itself, family, is_mere_style, is_raw, is_void};
use html5ever::{
    LocalName, TokenizerResult,
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink},
};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};

/// How deep elements may stand in one another. Browsers stop at 512; pages that people made stay below 100. Elements that
/// close by themselves (paragraphs, items, cells) are not counted, so the tree is at most some four times deeper.
const MAX_DEPTH: usize = 256;

/// How many nodes a tree may have. The longest laws that portals show as one page have some 200,000; a million take 200 MB.
const MAX_NODES: usize = 500_000;

/// How many blanks a single tag may hold: each new attribute is compared with all before it.
const MAX_BLANKS_OF_TAG: usize = 5_000;

/// How much text is handed to the tokenizer at once, in bytes.
const PIECE: usize = 4096;

/// The elements that bold and slanted words stand in, in place of `b`, `strong`, `i` and `em`.
pub(super) const BOLD: &str = "x-b";
pub(super) const SLANTED: &str = "x-i";
pub(super) const BOLD_SLANTED: &str = "x-bi";

/// A tree, and whether the page went past a limit.
pub(super) struct Parsed {
    pub(super) html: Html,
    /// Why part of the page was left out, where it was.
    pub(super) cut: Option<&'static str>,
}

/// Reads a page. Nothing is an error: browsers read everything, and so does this.
pub(super) fn parse(text: &str) -> Parsed {
    let sink = HtmlTreeSink::new(Html::new_document());
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(sink, options),
        tokens: Cell::new(0),
        state: RefCell::new(State::default()),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut silence = Silence::default();
    let mut cut = None;
    for piece in pieces(text) {
        let before = tokenizer.sink.tokens.get();
        queue.push_back(StrTendril::from_slice(piece));
        // A script or a declared encoding stops the tokenizer, which then wants to be asked again.
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        if silence.goes_on_too_long(piece, tokenizer.sink.tokens.get() == before) {
            cut = Some("one of its tags holds thousands of attributes, and what follows was left out");
            break;
        }
    }
    if cut.is_none() {
        tokenizer.end();
    }
    let state = tokenizer.sink.state.into_inner();
    if state.is_full {
        cut = Some("it has more elements than any real page, and what follows was left out");
    } else if state.is_deep && cut.is_none() {
        cut = Some("its elements are nested deeper than browsers show, and were read as if side by side");
    }
    Parsed { html: tokenizer.sink.builder.sink.finish(), cut }
}

/// The text in pieces, each of which begins with the `<` that may open a tag.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut most = PIECE.min(rest.len());
        while !rest.is_char_boundary(most) {
            most += 1;
        }
        let next = rest.as_bytes().get(1..most)?.iter().position(|&b| b == b'<').map_or(most, |at| at + 1);
        let (piece, after) = rest.split_at(next.max(1));
        rest = after;
        Some(piece)
    })
}

/// How long the tokenizer has said nothing: it is inside one tag or comment.
#[derive(Default)]
struct Silence {
    in_tag: Option<bool>,
    blanks: usize,
}

impl Silence {
    fn goes_on_too_long(&mut self, piece: &str, silent: bool) -> bool {
        if !silent {
            *self = Self::default();
            return false;
        }
        let opens_tag = || {
            let after = piece.strip_prefix("</").or_else(|| piece.strip_prefix('<'));
            after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        let in_tag = *self.in_tag.get_or_insert_with(opens_tag);
        self.blanks += piece.bytes().filter(|b| b.is_ascii_whitespace() || *b == b'/').count();
        in_tag && self.blanks > MAX_BLANKS_OF_TAG
    }
}

/// A node of the tree.
type NodeId = <HtmlTreeSink as TreeSink>::Handle;

struct Guard {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    tokens: Cell<u64>,
    state: RefCell<State>,
}

/// What is open at the present place of the page.
#[derive(Default)]
struct State {
    /// Open elements, as far as they count for the depth.
    open: Vec<LocalName>,
    /// Elements that were too deep to be opened, so that their end tags close nothing else.
    too_deep: Vec<LocalName>,
    /// The element whose content the tokenizer reads as bare text.
    raw: Option<LocalName>,
    /// The element (SVG, MathML, template) whose content is passed over, and how many of its kind are open.
    skipped: Option<(LocalName, u32)>,
    /// How words look here.
    bold: bool,
    slanted: bool,
    /// The element of the tree that says so, while it is open.
    style: Option<&'static str>,
    is_full: bool,
    is_deep: bool,
}

/// What becomes of a tag.
#[derive(PartialEq, Eq)]
enum Fate {
    Passed,
    Dropped,
}

impl State {
    fn wanted_style(&self) -> Option<&'static str> {
        match (self.bold, self.slanted) {
            (true, true) => Some(BOLD_SLANTED),
            (true, false) => Some(BOLD),
            (false, true) => Some(SLANTED),
            (false, false) => None,
        }
    }

    fn start(&mut self, tag: &Tag) -> Fate {
        let name: &str = &tag.name;
        if is_raw(name) {
            self.raw = Some(tag.name.clone());
            return Fate::Passed;
        }
        self.raw = None;
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == tag.name {
                *depth += u32::from(!tag.self_closing);
                return Fate::Dropped;
            }
            // As in a browser, HTML inside a drawing that was never closed ends it.
            if &**skipped == "template" || !breaks_out(name) {
                return Fate::Dropped;
            }
            self.skipped = None;
        }
        match name {
            "template" if tag.attrs.iter().any(|a| &*a.name.local == "shadowrootmode") => Fate::Dropped,
            "svg" | "math" | "template" => {
                if !tag.self_closing {
                    self.skipped = Some((tag.name.clone(), 1));
                }
                Fate::Dropped
            }
            "b" | "strong" => {
                self.bold = true;
                Fate::Dropped
            }
            "i" | "em" => {
                self.slanted = true;
                Fate::Dropped
            }
            _ if is_mere_style(name) => Fate::Dropped,
            _ if is_void(name) || closes_itself(name) => Fate::Passed,
            _ if self.open.len() >= MAX_DEPTH => {
                self.too_deep.push(tag.name.clone());
                self.is_deep = true;
                Fate::Dropped
            }
            _ => {
                self.open.push(family(&tag.name));
                Fate::Passed
            }
        }
    }

    fn end(&mut self, tag: &Tag) -> Fate {
        let name: &str = &tag.name;
        if self.raw.take_if(|raw| *raw == tag.name).is_some() {
            return Fate::Passed;
        }
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == tag.name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return Fate::Dropped;
        }
        match name {
            "b" | "strong" => {
                self.bold = false;
                Fate::Dropped
            }
            "i" | "em" => {
                self.slanted = false;
                Fate::Dropped
            }
            "template" | "svg" | "math" => Fate::Dropped,
            _ if is_mere_style(name) => Fate::Dropped,
            _ if is_void(name) || closes_itself(name) => Fate::Passed,
            _ if !self.too_deep.is_empty() => {
                self.too_deep.pop_if(|last| *last == tag.name);
                Fate::Dropped
            }
            _ => {
                let family = family(&tag.name);
                let bounds = |open: &LocalName| matches!(&**open, "table" | "caption" | "object" | "marquee");
                let from = self.open.iter().rposition(|open| *open == family || bounds(open));
                if let Some(at) = from.filter(|&at| self.open[at] == family) {
                    self.open.truncate(at);
                }
                Fate::Passed
            }
        }
    }
}

impl Guard {
    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        self.builder.process_token(token, line)
    }

    /// Opens the element that says how words look, after closing the one before.
    fn set_style(&self, style: Option<&'static str>, line: u64) {
        let open = std::mem::replace(&mut self.state.borrow_mut().style, style);
        if open == style {
            return;
        }
        for (kind, name) in [(EndTag, open), (StartTag, style)] {
            if let Some(name) = name {
                let name = LocalName::from(name);
                let tag = Tag {
                    kind,
                    name,
                    self_closing: false,
                    attrs: Vec::new(),
                    had_duplicate_attributes: false,
                };
                let _ = self.pass(Token::TagToken(tag), line);
            }
        }
    }

    fn tag(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        let fate = match tag.kind {
            StartTag => self.state.borrow_mut().start(&tag),
            EndTag => self.state.borrow_mut().end(&tag),
        };
        if fate == Fate::Dropped {
            return TokenSinkResult::Continue;
        }
        if &*tag.name != "br" {
            self.set_style(None, line);
        }
        self.pass(Token::TagToken(tag), line)
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let (raw, skipped, full, style) = {
            let mut state = self.state.borrow_mut();
            state.is_full |= self.builder.sink.0.borrow().tree.values().len() >= MAX_NODES;
            (state.raw.is_some(), state.skipped.is_some(), state.is_full, state.wanted_style())
        };
        match token {
            // The builder waits for the end of a script or a title; anything else may be left out.
            Token::TagToken(tag) if full && !(raw && tag.kind == EndTag) => TokenSinkResult::Continue,
            Token::CharacterTokens(_) if full => TokenSinkResult::Continue,
            Token::TagToken(tag) => self.tag(tag, line),
            Token::CharacterTokens(text) => {
                if skipped && !raw {
                    return TokenSinkResult::Continue;
                }
                if !raw && text.contains(|c: char| !c.is_whitespace()) {
                    self.set_style(style, line);
                }
                self.pass(Token::CharacterTokens(text), line)
            }
            Token::CommentToken(_) | Token::NullCharacterToken | Token::ParseError(_) => {
                TokenSinkResult::Continue
            }
            Token::DoctypeToken(_) | Token::EOFToken => self.pass(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }
}
