//! A file that is to be read: what it is called, where its bytes are, and what is around it.

use crate::{attach::Original, item::Place, keep::From, source::Source, tree::Tree, warc::Web};
use tangthu_archive::Sha256Hex;

/// A file that is to be read.
pub(crate) struct File<'a> {
    /// What reports and provenance call it.
    pub(crate) input: &'a str,
    /// What ids are made of: its path below what the publisher named.
    pub(crate) path: &'a str,
    pub(crate) source: Source<'a>,
    /// Where its neighbours are.
    pub(crate) tree: &'a Tree,
    /// Its path there.
    pub(crate) within: &'a str,
    /// Whether the publisher named the file itself, and not a folder that it lies in.
    pub(crate) named: bool,
    /// How many containers it lies in.
    pub(crate) depth: u8,
    /// What a crawl says of it, if it comes out of one.
    pub(crate) web: Option<Web<'a>>,
}

impl<'a> File<'a> {
    /// A file that lies in a folder.
    pub(crate) fn new(input: &'a str, path: &'a str, source: Source<'a>, tree: &'a Tree) -> Self {
        Self { input, path, source, tree, within: path, named: false, depth: 0, web: None }
    }
}

/// Where documents are being read.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) input: &'a str,
    pub(crate) path: &'a str,
    pub(crate) tree: &'a Tree,
    pub(crate) within: &'a str,
    pub(crate) web: Option<&'a Web<'a>>,
}

impl<'a> At<'a> {
    /// A document that is one of many in its file.
    pub(crate) fn record(&self, place: Option<Place>, hash: Sha256Hex) -> From<'a> {
        let At { input, path, tree, within, web } = *self;
        From { input, path, place, hash, alone: false, web, tree, within, original: None }
    }

    /// A document that is all its file holds.
    pub(crate) fn alone(&self, hash: Sha256Hex, original: Original<'a>) -> From<'a> {
        From { alone: true, original: Some(original), ..self.record(None, hash) }
    }
}
