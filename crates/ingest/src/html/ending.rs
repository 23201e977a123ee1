//! The last lines of an article: who wrote it and where it was taken from, as editors set them below the text.

use super::{blocks::Styled, labels, meta::is_name};
use tangthu_archive::{Block, Document};

/// The last lines that are looked at.
const LINES: usize = 4;

/// Takes author and source off the end of the text.
pub(super) fn read(blocks: &mut Vec<Styled>, document: &mut Document) {
    for _ in 0..LINES {
        // A lone paragraph is the text itself.
        if blocks.len() < 2 {
            return;
        }
        let Some(last) = blocks.last() else { return };
        let text = match &last.block {
            Block::Paragraph { text } | Block::Heading { text, .. } => text,
            _ => return,
        };
        if let Some(source) = labels::bracketed_source(text).or_else(|| labels::source(text)) {
            document.source.get_or_insert(source);
        } else if let Some(author) = labels::author(text) {
            add(document, author);
        } else if is_by_line(text) && (last.bold || last.right || last.slanted || document.authors.is_empty())
        {
            add(document, text.trim_matches(['*', '(', ')', ' ', '.', '-', '–']).to_owned());
        } else {
            return;
        }
        blocks.pop();
    }
}

fn add(document: &mut Document, author: String) {
    if is_name(&author) && !document.authors.contains(&author) {
        document.authors.push(author);
    }
}

/// A name alone: two to five words, each with a capital and the rest small, and no more.
pub(super) fn is_by_line(text: &str) -> bool {
    let bare = text.trim_matches(['*', '(', ')', ' ', '.', '-', '–']);
    let words: Vec<&str> = bare.split([' ', '-', '–']).filter(|word| !word.is_empty()).collect();
    (2..=5).contains(&words.len())
        && text.chars().count() <= 40
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || c == '.')
                && word.chars().any(char::is_lowercase)
        })
}
