//! The card: what a row of results shows of a document without opening its text.

use crate::{Document, PartialDate};
use serde::{Deserialize, Serialize};

/// Longest extract of a card, in characters: two lines on a wide screen, four on a phone.
const EXTRACT_CHARS: usize = 240;

/// A document as a row of results draws it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Card {
    /// The document's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its section path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// When it was published, or, where nobody says, issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// Its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its views.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// Its own number, if it is an official document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The beginning of its lead, or of its text where it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub extract: String,
}

impl Card {
    /// The card of `document`.
    pub fn of(document: &Document) -> Self {
        let opening = document
            .lead
            .as_deref()
            .filter(|lead| !lead.trim().is_empty())
            .or_else(|| {
                document.body.iter().flat_map(crate::Block::texts).find(|text| !text.trim().is_empty())
            })
            .unwrap_or_default();
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            section: document.section.clone(),
            published: document.date(),
            source: document.source.clone(),
            views: document.views,
            number: document.number.clone(),
            extract: shorten(opening),
        }
    }
}

/// Cuts `text` at the last blank before the limit and marks the cut.
fn shorten(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(EXTRACT_CHARS) else { return text.to_owned() };
    let head = &text[..limit];
    let end = head.rfind(char::is_whitespace).filter(|&end| end > 0).unwrap_or(limit);
    format!("{} …", head[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_lead_is_cut_between_words() {
        let lead = "chữ ".repeat(100);
        let card = Card::of(&Document { lead: Some(lead), ..Document::default() });
        assert!(card.extract.ends_with("chữ …"), "{}", card.extract);
        assert!(card.extract.chars().count() <= EXTRACT_CHARS + 2);
    }

    #[test]
    fn without_a_lead_the_text_speaks() {
        let body = vec![crate::Block::Paragraph { text: "Mở đầu.".to_owned() }];
        assert_eq!(Card::of(&Document { body, ..Document::default() }).extract, "Mở đầu.");
    }
}
