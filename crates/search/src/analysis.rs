//! From a document to the terms it is found by: words and adjacent pairs, each with how much it weighs there.

use crate::weights;
use std::collections::HashMap;
use tangthu_archive::{Block, Document};
use tangthu_text::{Token, tokens};

/// Marks a document number among words: no word contains it.
pub(crate) const NUMBER_SIGN: char = '#';

/// Longest word that is indexed, in bytes. Longer ones carry more marks than any language uses.
pub(crate) const MAX_WORD_BYTES: usize = 256;

/// The terms of one document.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// Words in normal form with their weighted counts. Numbers of documents are words that begin with [`NUMBER_SIGN`].
    pub(crate) words: HashMap<String, f32>,
    /// Adjacent pairs, joined by a space.
    pub(crate) pairs: HashMap<String, f32>,
    /// How many words it has, unweighted.
    pub(crate) length: u32,
}

/// The terms of `document`, whose mentions are already recorded.
pub(crate) fn terms(document: &Document) -> Terms {
    let mut found = Terms::default();
    for (text, weight) in fields(document) {
        found.add(text, weight);
    }
    let own = document.number.as_deref().map(tangthu_mentions::number_key);
    for key in tangthu_mentions::cited_in(document).into_iter().filter(|key| key.len() < MAX_WORD_BYTES) {
        let weight = if own.as_ref() == Some(&key) { weights::OWN_NUMBER } else { weights::CITED_NUMBER };
        found.words.insert(format!("{NUMBER_SIGN}{key}"), weight);
    }
    found
}

/// The searchable texts of a document with their weights.
fn fields(document: &Document) -> impl Iterator<Item = (&str, f32)> {
    let heads = [Some(&document.title), document.number.as_ref()];
    let heads = heads.into_iter().flatten().map(|text| (text.as_str(), weights::TITLE));
    let lead = document.lead.iter().map(|text| (text.as_str(), weights::LEAD));
    let labels = document.tags.iter().chain(&document.authors).chain(&document.issuer);
    let labels = labels.map(|text| (text.as_str(), weights::LEAD));
    let body = document.body.iter().flat_map(|block| {
        let weight = match block {
            Block::Heading { .. } => weights::LEAD,
            Block::Figure { .. } => weights::CAPTION,
            _ => weights::BODY,
        };
        block.texts().into_iter().map(move |text| (text, weight))
    });
    heads.chain(lead).chain(labels).chain(body)
}

impl Terms {
    fn add(&mut self, text: &str, weight: f32) {
        let mut before: Option<Token> = None;
        for token in tokens(text).into_iter().filter(|token| token.word.len() <= MAX_WORD_BYTES) {
            *self.words.entry(token.word.clone()).or_default() += weight;
            if token.part {
                continue;
            }
            self.length += 1;
            if let Some(before) = before {
                *self.pairs.entry(format!("{} {}", before.word, token.word)).or_default() += weight;
            }
            before = Some(token);
        }
    }
}
