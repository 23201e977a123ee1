//! A portal's page saved as text: section, title, a line of date and views, the text with its headings and captions, and
//! at the end where it was taken from.
//!
//! Such a page has no markup, so its typed blocks are told by how lines stand. This module finds the parts of the page;
//! `portal/blocks.rs` tells headings and captions from paragraphs.

mod blocks;

use crate::{
    dates::read_date,
    record::{Notes, grouped_number, one_line, section_path},
};
use blocks::Line;
use tangthu_archive::{Block, Document};

/// The line of date and views is looked for among this many lines that are not empty.
const HEAD_LINES: usize = 25;

/// A line above the title that is longer than this, in characters, is the title's own beginning and no section.
const MAX_SECTION: usize = 60;

/// The source is looked for among this many last lines.
const TAIL_LINES: usize = 4;

/// The words a line of date and views opens with, in lower case.
const DATE_LABELS: [&str; 7] =
    ["ngày đăng", "đăng ngày", "ngày xuất bản", "ngày cập nhật", "cập nhật ngày", "cập nhật", "ngày tạo"];

/// The words that stand before a number of views.
const VIEW_LABELS: [&str; 6] = ["số lượt xem", "lượt xem", "lượt đọc", "số lần xem", "đã xem", "xem"];

/// Whether the text is such a page: it has the line of date and views near its top, or ends by naming its source.
pub(crate) fn is_portal(text: &str) -> bool {
    let lines = Line::all(text);
    date_line(&lines).is_some()
        || (lines.len() > 2 && lines.last().is_some_and(|line| bracketed_source(&line.text).is_some()))
}

/// Reads a page.
///
/// # Errors
/// When there is no text.
pub(crate) fn read(text: &str, notes: &mut Notes) -> Result<Document, String> {
    let mut lines = Line::all(text);
    let mut document = Document::default();
    let head: Vec<Line> = match date_line(&lines) {
        Some(at) => {
            let head = lines.drain(..at).collect();
            read_date_line(&mut lines, &mut document, notes);
            head
        }
        None => undated_head(&mut lines),
    };
    read_head(&head, &mut document);
    read_tail(&mut lines, &mut document);
    if document.title.is_empty() {
        // The date stands first: the title follows it.
        document.title = if lines.is_empty() { String::new() } else { lines.remove(0).text };
        if let Some(first) = lines.first_mut() {
            first.after_blank = true;
        }
    }
    if document.title.is_empty() {
        return Err("it holds no text".to_owned());
    }
    document.body = blocks::blocks(&lines);
    if let Some(at) = document.body.iter().position(|block| matches!(block, Block::Paragraph { .. })) {
        // A heading before the first paragraph makes that paragraph part of a chapter, not the lead.
        let under_heading = document.body[..at].iter().any(|block| matches!(block, Block::Heading { .. }));
        if !under_heading && let Block::Paragraph { text } = document.body.remove(at) {
            document.lead = Some(text);
        }
    }
    Ok(document)
}

/// The position of the line of date and views.
fn date_line(lines: &[Line]) -> Option<usize> {
    lines.iter().take(HEAD_LINES).position(|line| {
        let lower = line.text.to_lowercase();
        let Some(rest) = DATE_LABELS.iter().find_map(|label| lower.strip_prefix(label)) else { return false };
        // "Ngày đăng ký …" is prose: after the label come a mark or a digit, and few letters in all.
        rest.trim_start_matches([' ', ':', '|', '-'])
            .starts_with(|c: char| c.is_ascii_digit() || c == 't' || c == 'c' || c == 'n')
            && rest.chars().filter(char::is_ascii_digit).count() >= 4
            && line.text.chars().count() < 160
    })
}

/// Takes the line of date and views, and one like it below, off `lines`.
fn read_date_line(lines: &mut Vec<Line>, document: &mut Document, notes: &mut Notes) {
    let mut first = true;
    while let Some(line) = lines.first() {
        let lower = line.text.to_lowercase();
        let is_meta = first
            || VIEW_LABELS.iter().any(|label| lower.strip_prefix(label).is_some_and(holds_only_a_number));
        if !is_meta {
            break;
        }
        let mut dates = Vec::new();
        for field in fields(&line.text) {
            let lower = field.to_lowercase();
            let views = VIEW_LABELS.iter().find(|label| lower.starts_with(**label));
            if let Some(label) = views {
                let number =
                    lower[label.len()..].trim_matches([' ', ':', '.', '-']).trim_end_matches("lượt").trim();
                match grouped_number(number) {
                    Some(number) => document.views = Some(number),
                    None if number.is_empty() => {}
                    None => notes.warn(
                        format!("the number of views \"{number}\" was not understood and was left out"),
                        "",
                    ),
                }
            } else if let Some(name) = after_label(&field, &["tác giả", "người đăng"]) {
                document.authors.push(name);
            } else if let Some(name) = after_label(&field, &["nguồn", "nguồn tin"]) {
                document.source = Some(name);
            } else {
                let rest = DATE_LABELS.iter().find_map(|label| lower.strip_prefix(label)).unwrap_or(&lower);
                dates.push(rest.trim_matches([' ', ':', '-']).to_owned());
            }
        }
        let written = dates.join(" ").trim().to_owned();
        if !written.is_empty() && document.published.is_none() {
            match read_date(&written) {
                Ok(date) => document.published = Some(date),
                Err(problem) => {
                    notes.warn(format!("the date of publication {problem}"), "write it like 28/03/2023");
                }
            }
        }
        first = false;
        lines.remove(0);
    }
    if let Some(next) = lines.first_mut() {
        next.after_blank = true;
    }
}

fn holds_only_a_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ':' | '.' | ','))
}

/// The fields of a line of date and views: parted by bars, or by the words that open the next one.
fn fields(line: &str) -> Vec<String> {
    let mut line = line.to_owned();
    for label in ["Lượt xem", "lượt xem", "Số lượt xem", "số lượt xem", "Lượt đọc", "Tác giả", "Nguồn"]
    {
        line = line.replace(label, &format!("|{label}"));
    }
    // "Số lượt xem" holds another label; put it together again.
    line = line.replace("|Số |lượt xem", "|Số lượt xem").replace("Số |lượt xem", "|Số lượt xem");
    line.split('|')
        .map(|field| field.trim().trim_end_matches(['-', ',', ';']).trim().to_owned())
        .filter(|field| !field.is_empty())
        .collect()
}

/// The words after one of `labels` and a colon.
fn after_label(field: &str, labels: &[&str]) -> Option<String> {
    let (label, rest) = field.split_once(':')?;
    let label = label.trim().to_lowercase();
    (labels.contains(&label.as_str()) && !rest.trim().is_empty()).then(|| rest.trim().to_owned())
}

/// What stands above the text on a page without a line of date and views: the title, perhaps a short section above it.
fn undated_head(lines: &mut Vec<Line>) -> Vec<Line> {
    let stands_alone = |line: &Line| line.after_blank && line.before_blank;
    let has_section = match lines.as_slice() {
        [section, title, _, ..] => {
            stands_alone(section)
                && stands_alone(title)
                && section.text.chars().count() <= MAX_SECTION.min(title.text.chars().count())
                && !section.ends_sentence()
                && !title.ends_sentence()
        }
        _ => false,
    };
    let count = if has_section { 2 } else { 1 };
    let head = lines.drain(..count.min(lines.len())).collect();
    if let Some(next) = lines.first_mut() {
        next.after_blank = true;
    }
    head
}

/// Section and title from the lines above the date.
fn read_head(head: &[Line], document: &mut Document) {
    let Some((last, above)) = head.split_last() else { return };
    let mut title = vec![last.text.clone()];
    let mut sections = above;
    // A title that was broken in two: its first line stands directly above and is longer than a section's name.
    while let (Some((before, rest)), true) = (sections.split_last(), !last.after_blank) {
        if before.text.chars().count() <= MAX_SECTION {
            break;
        }
        title.insert(0, before.text.clone());
        sections = rest;
        if before.after_blank {
            break;
        }
    }
    document.title = title.join(" ");
    for line in sections {
        for part in section_path(&line.text) {
            if document.section.last() != Some(&part) && part != document.title {
                document.section.push(part);
            }
        }
    }
}

/// Source and author from the last lines, which are taken off.
fn read_tail(lines: &mut Vec<Line>, document: &mut Document) {
    for _ in 0..TAIL_LINES {
        let Some(last) = lines.last() else { return };
        if let Some(source) =
            bracketed_source(&last.text).or_else(|| after_label(&last.text, &["nguồn", "nguồn tin", "theo"]))
        {
            document.source.get_or_insert(source);
        } else if let Some(author) =
            after_label(&last.text, &["tác giả", "bài", "bài và ảnh", "bài, ảnh", "tin, ảnh", "người đăng"])
        {
            document.authors.push(author);
        } else if lines.len() > 1 && is_by_line(last) {
            document.authors.push(last.text.trim_matches(['*', '(', ')', ' ']).to_owned());
        } else {
            return;
        }
        lines.pop();
        if let Some(last) = lines.last_mut() {
            last.before_blank = true;
        }
    }
}

/// `(Nguồn: Báo nhà)`, `(Theo Báo nhà)`.
fn bracketed_source(line: &str) -> Option<String> {
    let inner = line.strip_prefix('(')?.trim_end_matches('.').strip_suffix(')')?.trim();
    let lower = inner.to_lowercase();
    let label = ["nguồn tin", "nguồn", "theo"].into_iter().find(|label| lower.starts_with(label))?;
    // Lower-casing keeps the length of these letters, so the label's length holds in `inner` too.
    let rest = inner.get(label.len()..)?;
    let name = rest.trim_start().trim_start_matches(':').trim();
    let parted = rest.starts_with([' ', ':']);
    (parted && !name.is_empty()).then(|| one_line(name))
}

/// A name alone at the end: two to five words, each with a capital, and no more.
fn is_by_line(line: &Line) -> bool {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && line.text.chars().count() <= 40
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || c == '.')
                && word.chars().any(char::is_lowercase)
        })
}

#[cfg(test)]
mod tests;
