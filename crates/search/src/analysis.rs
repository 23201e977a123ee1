//! The searchable texts of a document, and the field that each belongs to.

use crate::weights;
use tangthu_archive::{Block, Document};

/// Marks a document number among words: no word contains it.
pub(crate) const NUMBER_SIGN: char = '#';

/// Marks a word of a title: no word contains it. Titles are indexed apart for the field `title:`.
pub(crate) const TITLE_SIGN: &str = "^";

/// Longest word that is indexed, in bytes. Longer ones carry more marks than any language uses.
pub(crate) const MAX_WORD_BYTES: usize = 256;

/// The searchable texts of `document` in reading order, each with its field.
pub(crate) fn fields(document: &Document) -> impl Iterator<Item = (&str, u8)> {
    let heads = [Some(&document.title), document.number.as_ref()];
    let heads = heads.into_iter().flatten().map(|text| (text.as_str(), weights::FIELD_TITLE));
    let lead = document.lead.iter().map(|text| (text.as_str(), weights::FIELD_LEAD));
    let labels = document.tags.iter().chain(&document.authors).chain(&document.issuer);
    let labels = labels.map(|text| (text.as_str(), weights::FIELD_LEAD));
    let body = document.body.iter().flat_map(|block| {
        let field = match block {
            Block::Heading { .. } => weights::FIELD_HEADING,
            Block::Figure { .. } => weights::FIELD_CAPTION,
            _ => weights::FIELD_BODY,
        };
        block.texts().into_iter().map(move |text| (text, field))
    });
    heads.chain(lead).chain(labels).chain(body)
}
