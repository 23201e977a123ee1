//! Letters that were lost before a file came here: a program that saves for the West writes "H?i ngh?" for "Hội nghị", and no one can tell
//! any more what stood there.

use tangthu_archive::{Block, Document};

/// Fewer words with a question mark inside say nothing.
const FEWEST: usize = 3;

/// Of so many words one must have lost a letter.
const SHARE: usize = 10;

/// A word of the document that shows that its letters became question marks, where many do.
pub(super) fn shown(document: &Document) -> Option<&str> {
    let texts = std::iter::once(document.title.as_str())
        .chain(document.lead.as_deref())
        .chain(document.body.iter().flat_map(Block::texts));
    let (mut first, mut lost, mut all) = (None, 0, 0);
    for text in texts {
        all += text.split(' ').count();
        if !text.contains('?') {
            continue;
        }
        for word in text.split(' ').filter(|word| has_lost(word)) {
            first = first.or(Some(word));
            lost += 1;
        }
    }
    first.filter(|_| lost >= FEWEST && lost * SHARE >= all)
}

/// Whether a question mark stands between letters, and not in an address.
fn has_lost(word: &str) -> bool {
    let mut before = ' ';
    let mut letters = word.chars().peekable();
    let mut found = false;
    while let Some(c) = letters.next() {
        if matches!(c, '/' | '=' | '&' | '.' | ':' | '@') {
            return false;
        }
        found |=
            c == '?' && before.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic());
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_became_question_marks_are_told_from_questions_and_addresses() {
        let document = |title: &str| Document { title: title.to_owned(), ..Document::default() };
        assert_eq!(shown(&document("H?i ngh? t?ng k?t n?m 2023")), Some("H?i"));
        for fine in [
            "Hội nghị bàn gì? Ai dự? Bao giờ?",
            "a.vn/x?id=1 b.vn/y?z c.vn/t?u",
            "Gì?Ai dự hội nghị tổng kết năm nay",
            "",
        ] {
            assert_eq!(shown(&document(fine)), None, "{fine}");
        }
    }
}
