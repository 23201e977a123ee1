//! One document that comes twice, as a word processor's file and as PDF: told, kept once, and listed with both files.
//!
//! Offices keep and hand over both. What is read of them differs by numbers of lists, heads of pages and the order of tables, so texts are
//! compared as what words they hold. A wrong fold is mild here, as both files stay with the document; all the same, what the
//! two state of themselves must be the same.

use super::likeness::TURNING;
use std::collections::HashMap;
use tangthu_archive::{Attachment, Block, Document};
use tangthu_text::for_each_token;

/// The formats in which one document comes.
const FORMATS: [&str; 2] =
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"];

/// Of so many words one may stand in one of the two alone.
const WORDS_PER_ODD: usize = 20;

/// Shorter texts say too little to be known by.
const LEAST_WORDS: usize = 12;

/// Figures with fewer digits may be numbers of lists, which one of the formats leaves to the program that shows it.
const FIGURE_DIGITS: usize = 3;

/// The file that a document was read from, if it is of one of the formats and kept.
fn original(document: &Document) -> Option<&Attachment> {
    let input = document.provenance.as_ref()?.input.as_deref()?;
    let name = input.rsplit('/').next()?;
    document.attachments.iter().find(|file| file.name == name && is_of_formats(file))
}

fn is_of_formats(file: &Attachment) -> bool {
    file.media_type.as_deref().is_some_and(|media_type| FORMATS.contains(&media_type))
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether two documents were read from files of different formats.
pub(super) fn differ(one: &Document, other: &Document) -> bool {
    let formats = original(one).zip(original(other));
    formats.is_some_and(|(one, other)| one.media_type != other.media_type)
}

/// The files of a document, but for the one that it was read from and what was joined to that.
pub(super) fn other_files(document: &Document) -> impl Iterator<Item = &Attachment> {
    let own = original(document).map(|file| stem(&file.name));
    document.attachments.iter().filter(move |file| !(is_of_formats(file) && Some(stem(&file.name)) == own))
}

/// Whether two documents are the same file in two formats: their paths are one but for the ending, they state the same of themselves,
/// and hold nearly the same words.
pub(super) fn are_one(one: &Document, other: &Document) -> bool {
    let path = |document: &Document| {
        let input = document.provenance.as_ref().and_then(|from| from.input.clone());
        input.map(|input| stem(&input).to_lowercase())
    };
    differ(one, other)
        && path(one) == path(other)
        && one.number == other.number
        && one.kind == other.kind
        && one.issuer == other.issuer
        && one.issued == other.issued
        && hold_the_same(&words(one), &words(other))
}

/// How often a document holds each word of its text.
fn words(document: &Document) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    let texts = document.lead.as_deref().into_iter().chain(document.body.iter().flat_map(Block::texts));
    for text in texts {
        for_each_token(text, |token| {
            if !token.part {
                *words.entry(token.word.to_owned()).or_default() += 1;
            }
        });
    }
    words
}

fn hold_the_same(one: &HashMap<String, usize>, other: &HashMap<String, usize>) -> bool {
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let is_word = |word: &str| digits(word) == 0;
    let count = |words: &HashMap<String, usize>| {
        words.iter().filter(|(word, _)| is_word(word)).map(|(_, count)| count).sum::<usize>()
    };
    // How often each stands in `words` and not in `beside`.
    let odd = |words: &HashMap<String, usize>, beside: &HashMap<String, usize>| {
        let mut odd = Some(0);
        for (word, count) in words {
            let more = count.saturating_sub(beside.get(word).copied().unwrap_or_default());
            let turns = TURNING.contains(&word.as_str()) || digits(word) >= FIGURE_DIGITS;
            match () {
                () if more == 0 => {}
                () if turns => odd = None,
                () if is_word(word) => odd = odd.map(|odd| odd + more),
                () => {}
            }
        }
        odd
    };
    let least = count(one).min(count(other));
    let allowed = |odd: Option<usize>| odd.is_some_and(|odd| odd * WORDS_PER_ODD <= least);
    least >= LEAST_WORDS && allowed(odd(one, other)) && allowed(odd(other, one))
}

/// Lists the file that `new` was read from with `there`; says whether that changed anything.
pub(super) fn join(there: &mut Document, new: &Document) -> bool {
    let Some(file) = original(new) else { return false };
    match there.attachments.iter_mut().find(|known| known.name == file.name) {
        Some(known) if known == file => false,
        Some(known) => {
            known.clone_from(file);
            true
        }
        None => {
            there.attachments.push(file.clone());
            true
        }
    }
}

/// A document that is there, without files of other formats that were joined to the one that `new` was read from.
pub(super) fn parted(there: &Document, new: &Document) -> Document {
    let mut there = there.clone();
    if let Some(own) = original(new) {
        let is_joined = |file: &Attachment| {
            is_of_formats(file)
                && stem(&file.name) == stem(&own.name)
                && file.media_type != own.media_type
                && !new.attachments.contains(file)
        };
        there.attachments.retain(|file| !is_joined(file));
    }
    there
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_archive::Provenance;

    const TEXT: &str = "Ủy ban nhân dân phường Mơ báo cáo kết quả thu ngân sách 1.126 tỷ đồng của các tổ dân phố trên địa bàn, tăng so \
        với cùng kỳ, và đề nghị các phòng tiếp tục rà soát.";

    fn document(input: &str, text: &str) -> Document {
        let media_type = if input.ends_with(".pdf") { FORMATS[1] } else { FORMATS[0] };
        let name = input.rsplit('/').next().unwrap_or(input).to_owned();
        let file = Attachment { name, media_type: Some(media_type.to_owned()), bytes: Some(1), sha256: None };
        Document {
            body: vec![Block::Paragraph { text: text.to_owned() }],
            attachments: vec![file],
            provenance: Some(Provenance { input: Some(input.to_owned()), ..Provenance::default() }),
            ..Document::default()
        }
    }

    #[test]
    fn two_formats_of_one_file_are_one_document() {
        let one = document("vb/a.docx", TEXT);
        for text in [TEXT.to_owned(), format!("1. {TEXT}\n2"), TEXT.replace("rà soát", "rà-soát")] {
            assert!(are_one(&one, &document("vb/a.pdf", &text)), "{text}");
        }
    }

    #[test]
    fn other_names_formats_facts_and_texts_are_other_documents() {
        let one = document("vb/a.docx", TEXT);
        assert!(!are_one(&one, &document("vb/b.pdf", TEXT)));
        assert!(!are_one(&one, &document("cu/a.pdf", TEXT)));
        assert!(!are_one(&one, &document("vb/a.docx", TEXT)));
        assert!(!are_one(
            &one,
            &Document { number: Some("1/BC-UBND".to_owned()), ..document("vb/a.pdf", TEXT) }
        ));
        for text in [
            TEXT.replace("1.126", "1.127"),
            TEXT.replace("tăng", "giảm"),
            TEXT.replace("rà soát", "báo cáo Hội đồng"),
            String::new(),
        ] {
            assert!(!are_one(&one, &document("vb/a.pdf", &text)), "{text}");
        }
        assert!(!are_one(&document("a.docx", "Chữ."), &document("a.pdf", "Chữ.")));
    }

    #[test]
    fn a_joined_file_is_listed_once_and_is_no_change() {
        let (mut there, pdf) = (document("a.docx", TEXT), document("a.pdf", TEXT));
        assert!(join(&mut there, &pdf) && !join(&mut there, &pdf));
        assert_eq!(there.attachments.len(), 2);
        assert_eq!(parted(&there, &document("a.docx", TEXT)), document("a.docx", TEXT));
        assert_eq!(other_files(&there).count(), 0);
    }
}
