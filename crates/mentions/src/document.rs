//! Mentions of a whole document: each text of it is searched, and what is found is recorded with its place.

use crate::{number_key, numbers};
use std::collections::{BTreeMap, HashSet};
use tangthu_archive::{Block, Document, Mention, MentionKind};

/// Mentions that are recorded of one document. No text that people write holds as many; a text made of nothing but numbers
/// would grow past what a part may hold.
pub(crate) const MAX_MENTIONS: usize = 20_000;

/// Fills in `document.mentions` from its title, lead and body.
pub fn record_mentions(document: &mut Document) {
    let mut mentions = Vec::new();
    for (text, index) in document_texts(document).zip(0u32..) {
        for number in numbers(text) {
            let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            mentions.push(Mention {
                kind: MentionKind::Number,
                value: number.canonical,
                text: index,
                start: place(number.start),
                end: place(number.end),
                details: BTreeMap::new(),
            });
        }
    }
    mentions.truncate(MAX_MENTIONS);
    document.mentions = mentions;
}

/// The keys of all numbers that `document` bears or cites, without repeats, in the order in which they are met.
pub fn cited_in(document: &Document) -> Vec<String> {
    let own = document.number.iter().map(String::as_str);
    let cited = document.mentions.iter().filter(|mention| mention.kind == MentionKind::Number);
    let keys = own.chain(cited.map(|mention| mention.value.as_str())).map(number_key);
    let mut seen = HashSet::new();
    keys.filter(|key| seen.insert(key.clone())).collect()
}

/// The texts of a document in the order in which mentions count them: the title, the lead, the texts of the body.
pub fn document_texts(document: &Document) -> impl Iterator<Item = &str> {
    let lead = document.lead.as_deref().unwrap_or_default();
    [document.title.as_str(), lead].into_iter().chain(document.body.iter().flat_map(Block::texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_says_where_it_stands() {
        let body =
            vec![Block::List { ordered: false, items: vec!["không".into(), "theo 104 - KH/QU".into()] }];
        let mut document = Document { title: "Về 01-CTr/QU".into(), body, ..Document::default() };
        record_mentions(&mut document);
        let places: Vec<_> = document.mentions.iter().map(|m| (m.value.as_str(), m.text, m.start)).collect();
        assert_eq!(places, [("01-CTr/QU", 0, 5), ("104-KH/QU", 3, 5)]);
        assert_eq!(cited_in(&document), ["01-ctr/qu", "104-kh/qu"]);
    }
}
