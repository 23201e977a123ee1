//! A page's tree laid out in reading order, so that everything about it is a walk along a list and nothing recurses.
//!
//! Each node knows its parent and where its subtree ends. What is no text of the page (scripts, hidden parts, whatever the
//! later steps leave out) is marked and then skipped with all that stands in it.

use super::{
    guard::{BOLD, BOLD_SLANTED, SLANTED},
    names::{self, Said},
};
use crate::record::one_line;
use scraper::{Html, Node as Parsed, Selector, node::Element};

/// The place of a node in the list.
pub(super) type Id = usize;

/// What a node is. Comments and the like are not kept.
pub(super) enum Kind<'a> {
    Element(&'a Element),
    Text(&'a str),
}

/// One node of the page.
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) parent: Id,
    /// One past the last node inside it.
    pub(super) end: Id,
    /// Whether it and all inside it are left out.
    pub(super) is_out: bool,
}

/// The page.
pub(super) struct Tree<'a> {
    pub(super) html: &'a Html,
    pub(super) nodes: Vec<Node<'a>>,
    /// What the names of each node say.
    pub(super) said: Vec<Said>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(html.tree.values().len());
        let mut open: Vec<Id> = Vec::new();
        let mut next = html.tree.root().first_child();
        while let Some(node) = next {
            let id = nodes.len();
            let parent = open.last().copied().unwrap_or(0);
            match node.value() {
                Parsed::Element(element) => {
                    nodes.push(Node { kind: Kind::Element(element), parent, end: id + 1, is_out: false });
                    if let Some(child) = node.first_child() {
                        open.push(id);
                        next = Some(child);
                        continue;
                    }
                }
                Parsed::Text(text) => {
                    nodes.push(Node { kind: Kind::Text(text), parent, end: id + 1, is_out: false });
                }
                _ => {}
            }
            let mut last = node;
            next = loop {
                if let Some(sibling) = last.next_sibling() {
                    break Some(sibling);
                }
                match last.parent() {
                    Some(above) if above.value().is_element() => {
                        if let Some(id) = open.pop() {
                            nodes[id].end = nodes.len();
                        }
                        last = above;
                    }
                    _ => break None,
                }
            };
        }
        let mut tree = Self { html, nodes, said: Vec::new() };
        tree.said = names::read(&tree);
        tree
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The name of an element; empty for a text.
    pub(super) fn tag(&self, id: Id) -> &'a str {
        match self.nodes[id].kind {
            Kind::Element(element) => element.name(),
            Kind::Text(_) => "",
        }
    }

    pub(super) fn attr(&self, id: Id, name: &str) -> Option<&'a str> {
        match self.nodes[id].kind {
            Kind::Element(element) => element.attr(name),
            Kind::Text(_) => None,
        }
    }

    pub(super) fn end(&self, id: Id) -> Id {
        self.nodes[id].end
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        (id > 0 && self.nodes[id].parent != id).then(|| self.nodes[id].parent)
    }

    /// The elements above `id`, from the nearest.
    pub(super) fn above(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    /// The nodes directly inside `id` that are not left out.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut at = id + 1;
        std::iter::from_fn(move || {
            while at < self.end(id) {
                let child = at;
                at = self.end(child);
                if !self.nodes[child].is_out {
                    return Some(child);
                }
            }
            None
        })
    }

    /// All nodes inside `id`, itself included, in reading order, without those left out and what is inside them.
    pub(super) fn inside(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut at = id;
        std::iter::from_fn(move || {
            while at < self.end(id) {
                if self.nodes[at].is_out {
                    at = self.end(at);
                    continue;
                }
                at += 1;
                return Some(at - 1);
            }
            None
        })
    }

    /// All nodes inside `id`, itself and what was left out included.
    pub(super) fn inside_any(&self, id: Id) -> std::ops::Range<Id> {
        id..self.end(id)
    }

    /// The words of a text node.
    pub(super) fn own_text(&self, id: Id) -> Option<&'a str> {
        match self.nodes[id].kind {
            Kind::Text(text) => Some(text),
            Kind::Element(_) => None,
        }
    }

    /// Leaves `id` and all inside it out.
    pub(super) fn leave_out(&mut self, id: Id) {
        self.nodes[id].is_out = true;
    }

    /// The words inside `id`, on one line; parts that stand below one another are kept apart.
    pub(super) fn text(&self, id: Id) -> String {
        one_line(&self.raw_text(id))
    }

    /// The words inside `id` as they stand in the page. Line breaks become `\n`.
    pub(super) fn raw_text(&self, id: Id) -> String {
        let mut text = String::new();
        let mut before: Option<Id> = None;
        for node in self.inside(id) {
            match self.nodes[node].kind {
                Kind::Text(words) => {
                    if before.is_some_and(|before| self.block_between(before, node))
                        && !text.ends_with([' ', '\n'])
                    {
                        text.push(' ');
                    }
                    text.push_str(words);
                    before = Some(node);
                }
                Kind::Element(element) if element.name() == "br" => text.push('\n'),
                Kind::Element(_) => {}
            }
        }
        text
    }

    /// Whether an element that begins a line of its own opens or closes between two texts, the one directly after the other.
    pub(super) fn block_between(&self, before: Id, after: Id) -> bool {
        let opens = (before + 1..after).any(|id| is_block(self.tag(id)));
        opens
            || self
                .above(before)
                .take_while(|&above| self.end(above) <= after)
                .any(|above| is_block(self.tag(above)))
    }

    /// The words inside `id`, whether it is left out or not.
    pub(super) fn text_of_any(&self, id: Id) -> String {
        let mut text = String::new();
        for inner in id..self.end(id) {
            if let Kind::Text(words) = self.nodes[inner].kind {
                text.push_str(words);
            }
        }
        one_line(&text)
    }

    /// Whether `id` or something above it is left out.
    pub(super) fn is_gone(&self, id: Id) -> bool {
        self.nodes[id].is_out || self.above(id).any(|above| self.nodes[above].is_out)
    }

    /// The elements that a selector finds, in reading order.
    pub(super) fn select(&self, selector: &Selector) -> Vec<Id> {
        let mut found: Vec<*const Element> =
            self.html.select(selector).map(|e| std::ptr::from_ref(e.value())).collect();
        found.sort_unstable();
        let is_found = |id: &Id| match self.nodes[*id].kind {
            Kind::Element(element) => found.binary_search(&std::ptr::from_ref(element)).is_ok(),
            Kind::Text(_) => false,
        };
        if found.is_empty() { Vec::new() } else { (0..self.len()).filter(is_found).collect() }
    }

    /// The elements with this name, in reading order, left-out ones included.
    pub(super) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = Id> + 't {
        (0..self.len()).filter(move |&id| self.tag(id) == name)
    }
}

/// Whether an element begins a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "" | "a"
            | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "br"
            | "cite"
            | "data"
            | "del"
            | "dfn"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "samp"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "var"
            | "wbr"
            | "img"
            | "picture"
            | "source"
            | "input"
            | "button"
            | "meta"
            | "link"
            | BOLD
            | SLANTED
            | BOLD_SLANTED
    )
}
