//! Random texts of which it is known where each word stands, and what a typed word stands for among their words.

use super::forms::{FORMS, in_form};
use proptest::prelude::*;
use std::{collections::BTreeSet, ops::Range};
use tangthu_archive::{Block, Document};
use tangthu_text::{
    agrees, fold, is_plain, lacks_its_tone, normal_word, other_days, other_i_y, other_number,
};

/// Words in normal form: several spellings of one folded form, tones that have two places, i and y, numbers in both spellings,
/// a date, words of other languages.
pub(crate) const WORDS: [&str; 30] = [
    "quận",
    "quân",
    "quan",
    "ủy",
    "uy",
    "hòa",
    "hoa",
    "thúy",
    "quý",
    "giá",
    "già",
    "đường",
    "đương",
    "dương",
    "đảng",
    "kỹ",
    "kĩ",
    "nghị",
    "quyết",
    "năm",
    "nam",
    "covid",
    "3",
    "2",
    "3,2",
    "1.126",
    "1126",
    "24/10/2022",
    "2/9",
    "02/09",
];

/// What stands between two words.
const BETWEEN: [&str; 9] = [" ", " ", "  ", "\u{A0}", ", ", "; ", " – ", "\n", "\u{FEFF} "];

/// A text: which word, in which form, and what stands behind it.
#[derive(Clone, Debug)]
pub(crate) struct Text(pub(crate) Vec<(usize, usize, usize)>);

/// A word of a text and where it stands; whether it is a part of the word before it, as the year is of a date.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) place: Range<usize>,
    pub(crate) word: String,
    pub(crate) part: bool,
}

impl Text {
    /// The text, and its words.
    pub(crate) fn written(&self) -> (String, Vec<Piece>) {
        let (mut text, mut pieces) = (String::new(), Vec::new());
        for &(word, form, between) in &self.0 {
            let written = in_form(WORDS[word], form);
            let mut piece = |place: Range<usize>, word: &str, part| {
                pieces.push(Piece { place, word: word.to_owned(), part });
            };
            piece(text.len()..text.len() + written.len(), WORDS[word], false);
            if WORDS[word].contains('/') {
                let mut start = text.len();
                for (written, word) in written.split('/').zip(WORDS[word].split('/')) {
                    let visible = written.trim_end_matches(['\u{200B}', '\u{AD}']).len();
                    piece(start..start + visible, word, true);
                    start += written.len() + 1;
                }
            }
            text.push_str(&written);
            text.push_str(BETWEEN[between]);
        }
        (text, pieces)
    }
}

/// Any text of a few words.
pub(crate) fn text() -> impl Strategy<Value = Text> {
    proptest::collection::vec((0..WORDS.len(), 0..FORMS, 0..BETWEEN.len()), 1..8).prop_map(Text)
}

/// Texts of a document: title, lead, heading, paragraph, quotation, two items of a list, head and cell of a table, caption.
pub(crate) const TEXTS: usize = 10;

/// The document of these texts.
pub(crate) fn document(at: usize, texts: &[Text]) -> Document {
    let mut texts = texts.iter().map(|text| text.written().0);
    let mut text = || texts.next().unwrap();
    Document {
        id: format!("{at:02}"),
        title: text(),
        lead: Some(text()),
        body: vec![
            Block::Heading { level: 2, text: text() },
            Block::Paragraph { text: text() },
            Block::Quote { text: text() },
            Block::List { ordered: false, items: vec![text(), text()] },
            Block::Table { head: vec![text()], rows: vec![vec![text()]] },
            Block::Figure { caption: text(), image: None },
        ],
        ..Document::default()
    }
}

/// How a word of a query is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// As it is typed.
    AsTyped,
    /// Between quotation marks, beside others.
    Quoted,
    /// Behind `=`.
    AsWritten,
}

/// The words of the archive that a typed word stands for: behind `=` itself; between quotation marks, what is spelled so, as far as it
/// carries marks; and else its other writings, too, with i and y, and those of numbers
/// and days.
pub(crate) fn stands_for(typed: &str, meant: Meant, archive: &BTreeSet<String>) -> BTreeSet<String> {
    let typed = normal_word(typed);
    let plain = is_plain(&typed);
    let all = |is: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
        archive.iter().filter(|word| is(word)).cloned().collect()
    };
    if meant == Meant::AsWritten || !plain && !lacks_its_tone(&typed) && archive.contains(&typed) {
        let mut found = all(&|word| word == typed);
        if meant == Meant::AsTyped {
            found.extend(other_i_y(&typed).filter(|other| archive.contains(other)));
        }
        return found;
    }
    let mut found = all(&|word| if plain { fold(word) == typed } else { agrees(&typed, word) });
    if meant == Meant::AsTyped {
        let others = other_number(&typed).into_iter().chain(other_i_y(&typed)).chain(other_days(&typed));
        others.for_each(|other| {
            found.extend(all(&|word| *word == other || plain && fold(word) == fold(&other)));
        });
    }
    found
}
