//! Plain text: the first line is the title, the rest are paragraphs.

use crate::{margin, record::one_line};
use tangthu_archive::{Block, Document};

/// Lines that were broken at a margin are at least this long, in characters; shorter ones end where their author ended them.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=100;

/// Reads a text.
///
/// # Errors
/// When it holds nothing.
pub(crate) fn read(text: &str) -> Result<Document, String> {
    let mut lines = text.lines().map(one_line);
    let title = lines.by_ref().find(|line| !line.is_empty()).ok_or("it is empty")?;
    let lines: Vec<String> = lines.collect();
    let body = margin::joined(&lines).unwrap_or_else(|| sentences(lines));
    let body = body.into_iter().map(|text| Block::Paragraph { text }).collect();
    Ok(Document { title, body, ..Document::default() })
}

/// The paragraphs of lines of which some may have been broken by whoever sent them: mail breaks lines.
fn sentences(lines: Vec<String>) -> Vec<String> {
    let mut body: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        match body.last_mut() {
            Some(before) if open && continues(before, &line) => {
                before.push(' ');
                before.push_str(&line);
            }
            _ => body.push(line.clone()),
        }
        open = WRAPPED.contains(&line.chars().count());
    }
    body
}

/// Whether `line` goes on with the sentence that `before` left open at a margin.
fn continues(before: &str, line: &str) -> bool {
    !before.ends_with(['.', '!', '?', ':', ';', '…']) && line.chars().next().is_some_and(char::is_lowercase)
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
