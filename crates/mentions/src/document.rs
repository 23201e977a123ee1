//! Mentions of a whole document: each text of it is searched, and what is found is recorded with its place.

use crate::{letters::is_dash, number_key, numbers, tables::folded};
use std::collections::{BTreeMap, HashMap};
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

/// A number that a document bears or cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The key under which it is looked up ([`number_key`]).
    pub key: String,
    /// Where it stands.
    pub place: CitedIn,
}

/// Where a document has a number, the place that says most about the document first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CitedIn {
    /// The document bears it.
    Own,
    /// In its title, whole.
    Title,
    /// In its lead or body, whole.
    Text,
    /// In pieces: across a blank or the end of a line, without one of its signs, or as an item of a list that shares its tail.
    Pieces,
}

/// The numbers that `document` bears or cites, without repeats, in the order in which they are met, each with the best place
/// at which it stands.
pub fn cited_in(document: &Document) -> Vec<Cited> {
    let texts: Vec<&str> = document_texts(document).collect();
    let own = document.number.iter().map(|number| (number.as_str(), CitedIn::Own));
    let mentions = document.mentions.iter().filter(|mention| mention.kind == MentionKind::Number);
    let cited = mentions.map(|mention| {
        let written = || texts.get(mention.text as usize)?.get(mention.start as usize..mention.end as usize);
        let place = match written().is_some_and(|written| is_whole(written, &mention.value)) {
            true if mention.text == 0 => CitedIn::Title,
            true => CitedIn::Text,
            false => CitedIn::Pieces,
        };
        (mention.value.as_str(), place)
    });
    let mut all: Vec<Cited> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    for (number, place) in own.chain(cited) {
        let key = number_key(number);
        if let Some(&known) = at.get(&key) {
            all[known].place = all[known].place.min(place);
        } else {
            at.insert(key.clone(), all.len());
            all.push(Cited { key, place });
        }
    }
    all
}

/// Whether the number is written as one word with all its signs, whatever its dashes, capitals, marks and leading zeros are.
fn is_whole(written: &str, number: &str) -> bool {
    let plain = |text: &str| {
        let text = folded(text);
        let dashed = text.trim_start_matches('0').chars().map(|c| if is_dash(c) { '-' } else { c });
        dashed.collect::<String>()
    };
    plain(written) == plain(number)
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
        let cited: Vec<_> = cited_in(&document).into_iter().map(|cited| (cited.key, cited.place)).collect();
        assert_eq!(
            cited,
            [("01-ctr/qu".to_owned(), CitedIn::Title), ("104-kh/qu".to_owned(), CitedIn::Pieces)]
        );
    }

    #[test]
    fn a_number_counts_by_the_best_place_at_which_it_stands() {
        let place = |number: Option<&str>, title: &str, text: &str| {
            let body = vec![Block::Paragraph { text: text.into() }];
            let number = number.map(str::to_owned);
            let mut document = Document { number, title: title.into(), body, ..Document::default() };
            record_mentions(&mut document);
            let cited = cited_in(&document);
            assert_eq!(cited.len(), 1, "{title}, {text}");
            cited[0].place
        };
        let number = "15/2024/QĐ-UBND";
        assert_eq!(place(Some(number), number, number), CitedIn::Own);
        assert_eq!(place(None, "Về 15/2024/QĐ-UBND", "15/2024/QĐ - UBND"), CitedIn::Title);
        assert_eq!(place(None, "Về 15/2024/QĐ- UBND", "số 15/2024/QĐ–UBND"), CitedIn::Text);
        for whole in
            ["015/2024/QÐ\u{2212}UBND", "15/2024/QĐ-UBND.", "(15/2024/qĐ-UBND)", "15/2024/QĐ\u{200B}-UBND"]
        {
            assert_eq!(place(None, "", whole), CitedIn::Text, "{whole}");
        }
        for pieces in ["15/2024/QĐ-\nUBND", "15/2024/QĐ - UBND", "15/2024/QĐUBND", "15/2024/ QĐ-UBND"] {
            assert_eq!(place(None, "", pieces), CitedIn::Pieces, "{pieces}");
        }
    }
}
