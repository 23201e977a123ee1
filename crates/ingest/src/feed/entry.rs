//! One article of a feed, whatever its format, to a document.

use crate::{
    fragment,
    record::{self, Notes, one_line},
};
use serde_json::{Map, Value, json};
use tangthu_archive::{Block, Document};

/// A summary that stands alone is the lead up to this many characters, and a short article beyond.
const MAX_LEAD: usize = 1200;

/// What a feed says of one article. Texts are HTML, as feeds hold it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) section: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) language: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) content: Option<String>,
    /// Addresses of files that belong to it, each with its media type.
    pub(super) files: Vec<(String, Option<String>)>,
}

impl Entry {
    /// # Errors
    /// When there is neither a title nor a text.
    pub(super) fn into_document(self, notes: &mut Notes) -> Result<Document, String> {
        let mut body = self.content.as_deref().map(fragment::blocks).unwrap_or_default();
        without_footer(&mut body);
        let mut lead = None;
        if let Some(summary) = &self.summary {
            let mut blocks = fragment::blocks(summary);
            without_footer(&mut blocks);
            if body.is_empty() {
                match short_text(&blocks) {
                    Some(text) => {
                        lead = Some(text);
                        blocks.retain(|block| matches!(block, Block::Figure { .. }));
                        body = blocks;
                    }
                    None => body = blocks,
                }
            } else {
                lead = short_text(&blocks).filter(|text| !opens(&body, text));
            }
        }
        let mut record = Map::new();
        let mut set = |key: &str, value: Value| {
            record.insert(key.to_owned(), value);
        };
        set("id", json!(self.id));
        set("url", json!(self.url.map(|url| url.trim().to_owned())));
        set("title", json!(self.title.as_deref().map(fragment::line)));
        set("section", json!(lines(&self.section)));
        set("tags", json!(lines(&self.tags)));
        set("authors", json!(lines(&self.authors)));
        set("source", json!(self.source));
        set("language", json!(self.language));
        set("lead", json!(lead));
        let updated = self.updated.filter(|updated| self.published.as_ref() != Some(updated));
        set("published", json!(self.published));
        set("updated", json!(updated));
        let files = self.files.iter().filter(|(address, _)| !address.trim().is_empty());
        let files: Vec<Value> =
            files.map(|(address, kind)| json!({ "name": address.trim(), "media_type": kind })).collect();
        set("attachments", json!(files));
        record::read(record, Some(body), notes)
    }
}

fn lines(texts: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in texts.iter().map(|text| fragment::line(text)).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The text of blocks that are one paragraph, besides pictures, and short enough for a lead.
fn short_text(blocks: &[Block]) -> Option<String> {
    let mut texts = blocks.iter().filter(|block| !matches!(block, Block::Figure { .. }));
    match (texts.next(), texts.next()) {
        (Some(Block::Paragraph { text }), None) if text.chars().count() <= MAX_LEAD => Some(text.clone()),
        _ => None,
    }
}

/// Whether `lead` is only how the body begins, cut off by a program and not written by anyone. The first paragraph as a
/// whole is a lead: it is then not told twice.
fn opens(body: &[Block], lead: &str) -> bool {
    let cut = ["[…]", "[...]", "[&hellip;]", "…", "..."];
    let bare =
        cut.iter().fold(lead.trim_end(), |text, mark| text.strip_suffix(mark).unwrap_or(text).trim_end());
    let first = body.iter().find(|block| matches!(block, Block::Paragraph { .. }));
    if let Some(Block::Paragraph { text }) = first
        && text == lead
    {
        return false;
    }
    let mut whole = String::new();
    for text in body.iter().flat_map(Block::texts) {
        if whole.len() > bare.len() {
            break;
        }
        whole.push_str(text);
        whole.push(' ');
    }
    one_line(&whole).starts_with(bare)
}

/// Takes off the line that WordPress appends to every article of a feed.
fn without_footer(blocks: &mut Vec<Block>) {
    if let Some(Block::Paragraph { text }) = blocks.last() {
        let english = text.starts_with("The post ") && text.contains(" appeared first on ");
        let vietnamese = text.starts_with("Bài viết ") && text.contains(" xuất hiện đầu tiên ");
        if english || vietnamese {
            blocks.pop();
        }
    }
}
