//! Document numbers: they stand in the text where they are said to stand, in order, and have one key however they are
//! written.

use crate::{TEXTS, text};
use tangthu_archive::{Block, Document};
use tangthu_mentions::{Number, cited_in, number_key, numbers, record_mentions, typed_numbers};

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    TEXTS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Looks for numbers in the input, as in a text and as in a query.
pub fn check(data: &[u8]) {
    let text = text(data);
    places(&text, &numbers(&text));
    places(&text, &typed_numbers(&text));
    number_key(&text);
    let mut document = Document {
        title: text.clone(),
        lead: Some(text.clone()),
        body: vec![Block::Paragraph { text }],
        ..Document::default()
    };
    record_mentions(&mut document);
    let found = document.mentions.len();
    assert_eq!(found % 3, 0, "three equal texts cite the same");
    assert!(cited_in(&document).len() <= found);
}

fn places(text: &str, found: &[Number]) {
    let mut end = 0;
    for number in found {
        assert!(number.start >= end && number.start < number.end, "{number:?} after {end}");
        assert!(text.get(number.start..number.end).is_some(), "{number:?}");
        end = number.end;
        let key = number_key(&number.canonical);
        assert_eq!(number_key(&key), key, "the key of {:?}", number.canonical);
    }
}
