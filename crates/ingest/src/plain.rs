//! Plain text: the first line is the title, the rest are paragraphs.

use crate::{margin, record::one_line};
use tangthu_archive::{Block, Document};

/// Reads a text.
///
/// # Errors
/// When it holds nothing.
pub(crate) fn read(text: &str) -> Result<Document, String> {
    let mut lines = text.lines().map(one_line);
    let title = lines.by_ref().find(|line| !line.is_empty()).ok_or("it is empty")?;
    let lines: Vec<String> = lines.collect();
    let body = paragraphs(lines).into_iter().map(|text| Block::Paragraph { text }).collect();
    Ok(Document { title, body, ..Document::default() })
}

/// The paragraphs of lines, each on one line.
pub(crate) fn paragraphs(lines: Vec<String>) -> Vec<String> {
    margin::joined(&lines).unwrap_or_else(|| margin::joined_by_sentences(lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title_and_each_other_a_paragraph() {
        let document = read("\n Tên \nĐoạn một.\nĐoạn hai.\n\nĐoạn ba").unwrap();
        assert_eq!(document.title, "Tên");
        assert_eq!(document.body.len(), 3);
        assert!(read(" \n").is_err());
    }

    #[test]
    fn lines_broken_at_a_margin_are_joined() {
        let document = read(
            "Tên\nĐây là một dòng khá dài được ngắt ở lề phải của trang giấy và\nnó còn tiếp ở đây cho tới hết câu.\nThơ ngắn\ndòng thơ hai",
        )
        .unwrap();
        assert_eq!(document.body.len(), 3);
    }
}
