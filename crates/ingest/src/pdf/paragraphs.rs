//! Lines to paragraphs: what was broken at the margin is joined, across pages too; what its author ended stays apart.
//!
//! A line goes on with the one above if that is full, which means that the first word of this one would not have fitted on it, and
//! if nothing else says that a paragraph begins: more space, an indent, a mark of a list, another size.

use super::{
    columns::{Part, Run, is_mark, parts},
    lines::Sheet,
};
use crate::{office::is_numbered_heading, record::clean_block};
use tangthu_archive::Block;

/// So much more space than between lines begins a paragraph.
const MORE_SPACE: f64 = 1.25;

/// An indent, in sizes.
const INDENT: f64 = 0.8;

/// Lines that are centred on one axis differ by so much at the most, in sizes.
const CENTRED: f64 = 0.6;

/// A larger size than the text's by this much makes a heading of a short paragraph.
const LARGER: f64 = 1.15;

/// The longest heading, in characters.
const MAX_HEADING: usize = 160;

#[derive(Clone, Debug)]
struct Paragraph {
    text: String,
    size: f64,
    lines: usize,
    /// The first and the last line.
    first: Run,
    last: Run,
    /// The margin on the right that the last line runs to.
    right: f64,
}

/// The blocks of all pages.
pub(super) fn blocks(pages: &[Sheet]) -> Vec<Block> {
    let mut found: Vec<Found> = Vec::new();
    let mut sizes: Vec<f64> = Vec::new();
    for sheet in pages {
        let leading = leading(sheet);
        for (at, part) in parts(sheet).into_iter().enumerate() {
            match part {
                Part::Table(rows) => match found.last_mut() {
                    // A table that goes on at the top of the next page.
                    Some(Found::Table(before)) if at == 0 && widths(before) == widths(&rows) => {
                        before.extend(rows);
                    }
                    _ => found.push(Found::Table(rows)),
                },
                Part::Side(lines) => {
                    for line in lines {
                        let margins = Margins { left: 0.0, right: 0.0, leading, before: Before::Nothing };
                        add(&mut found, line, &margins);
                    }
                }
                Part::Text { lines, left, right } => {
                    sizes.extend(lines.iter().map(|line| line.size));
                    // Only the text of the page before goes on, not what stands beside or above it.
                    let mut before = if at == 0 { Before::Page } else { Before::Nothing };
                    for line in lines {
                        add(&mut found, line, &Margins { left, right, leading, before });
                        before = Before::Line;
                    }
                }
            }
        }
    }
    sizes.sort_by(f64::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(12.0);
    let mut blocks: Vec<Block> = Vec::new();
    for item in found {
        match item {
            Found::Table(rows) => blocks.extend(clean_block(Block::Table { head: Vec::new(), rows })),
            Found::Paragraph(paragraph) => push(&mut blocks, paragraph, usual),
        }
    }
    blocks
}

fn widths(rows: &[Vec<String>]) -> Option<usize> {
    rows.first().map(Vec::len)
}

enum Found {
    Paragraph(Paragraph),
    Table(Vec<Vec<String>>),
}

/// How the lines of a part run.
struct Margins {
    left: f64,
    right: f64,
    /// The usual distance of lines on the page.
    leading: f64,
    before: Before,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// A line of the same text.
    Line,
    /// The last line of the page before.
    Page,
    /// Nothing that it could go on with.
    Nothing,
}

/// The usual distance of two lines of a page.
fn leading(sheet: &Sheet) -> f64 {
    let mut steps: Vec<f64> =
        sheet.lines.windows(2).map(|pair| pair[1].y - pair[0].y).filter(|step| *step > 1.0).collect();
    steps.sort_by(f64::total_cmp);
    // The smaller half: between paragraphs there is more.
    steps.get(steps.len() / 3).copied().unwrap_or(0.0)
}

/// Takes in a line.
fn add(found: &mut Vec<Found>, line: Run, margins: &Margins) {
    if let Some(Found::Paragraph(paragraph)) = found.last_mut()
        && continues(paragraph, &line, margins)
    {
        join(&mut paragraph.text, &line.text);
        paragraph.lines += 1;
        paragraph.last = line;
        paragraph.right = margins.right;
        return;
    }
    let (text, size) = (line.text.clone(), line.size);
    found.push(Found::Paragraph(Paragraph {
        text,
        size,
        lines: 1,
        first: line.clone(),
        last: line,
        right: margins.right,
    }));
}

fn continues(paragraph: &Paragraph, line: &Run, margins: &Margins) -> bool {
    if margins.before == Before::Nothing {
        return false;
    }
    let before = &paragraph.last;
    let new_page = margins.before == Before::Page;
    let step = line.y - before.y;
    let apart = !new_page && (step > margins.leading.max(before.size) * MORE_SPACE || step <= 0.0);
    let resized = (line.size / before.size - 1.0).abs() > 0.1;
    let blank = 0.25 * line.size;
    let is_full = paragraph.right - before.x1 < line.first_word + blank;
    if apart || resized || !is_full {
        return false;
    }
    let ends = before.text.ends_with(['.', ';', ':', ',', '!', '?', '…', '”', ')']);
    let first = line.text.split(' ').next().unwrap_or_default();
    if ends && (is_mark(first) || is_numbered_heading(&line.text)) {
        return false;
    }
    let middle = |run: &Run| f64::midpoint(run.x0, run.x1);
    let axis = f64::midpoint(margins.left, margins.right);
    let on_axis = |run: &Run| (middle(run) - axis).abs() < CENTRED * line.size;
    let centred = on_axis(before) && on_axis(line);
    let hangs = is_mark(paragraph.first.text.split(' ').next().unwrap_or_default()) && paragraph.lines >= 1;
    let further = line.x0 > before.x0 + INDENT * line.size;
    let indented = line.x0 > margins.left + INDENT * line.size;
    // A first line that is set in begins a paragraph; one that hangs behind the mark of its item does not.
    centred || hangs || !(further && indented)
}

/// Joins a line to a text, a word that was parted at the margin made whole again.
pub(super) fn join(text: &mut String, line: &str) {
    let parted =
        text.strip_suffix(['-', '\u{AD}', '\u{2010}']).filter(|head| head.ends_with(char::is_alphanumeric));
    let Some(head) = parted else {
        text.push(' ');
        text.push_str(line);
        return;
    };
    let soft = !text.ends_with('-');
    let last = head.rsplit(' ').next().unwrap_or_default();
    let next: &str = line.split(' ').next().unwrap_or_default();
    let plain = |word: &str| {
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b',' | b';'))
    };
    // Vietnamese words are not parted, so a dash between syllables with marks, figures or capitals is one that was written.
    if soft || (plain(&last.to_ascii_lowercase()) && plain(next)) {
        let length = head.len();
        text.truncate(length);
    }
    text.push_str(line);
}

fn push(blocks: &mut Vec<Block>, paragraph: Paragraph, usual: f64) {
    let Paragraph { text, size, lines, .. } = paragraph;
    let short = text.chars().count() <= MAX_HEADING && !text.ends_with(['.', ';', ',', ':', '!']);
    let larger = size > usual * LARGER && lines <= 3;
    let has_letters = text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    if short && has_letters && (larger || (lines <= 2 && is_numbered_heading(&text))) {
        blocks.extend(clean_block(Block::Heading { level: 2, text }));
        return;
    }
    let item = ["• ", "● ", "▪ "].iter().find_map(|mark| text.strip_prefix(mark)).map(str::to_owned);
    match (item, blocks.last_mut()) {
        (Some(item), Some(Block::List { ordered: false, items })) => items.push(item),
        (Some(item), _) => blocks.push(Block::List { ordered: false, items: vec![item] }),
        (None, _) => blocks.extend(clean_block(Block::Paragraph { text })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(head: &str, line: &str) -> String {
        let mut text = head.to_owned();
        join(&mut text, line);
        text
    }

    #[test]
    fn words_parted_at_the_margin_are_made_whole_and_written_dashes_stay() {
        assert_eq!(joined("the adminis-", "tration of"), "the administration of");
        assert_eq!(joined("chủ nghĩa Lê-", "nin"), "chủ nghĩa Lê-nin");
        assert_eq!(joined("số 104/KH-", "UBND ngày"), "số 104/KH-UBND ngày");
        assert_eq!(joined("kinh tế -", "xã hội"), "kinh tế - xã hội");
        assert_eq!(joined("giai đoạn 2022-", "2025"), "giai đoạn 2022-2025");
        assert_eq!(joined("một hai", "ba"), "một hai ba");
    }
}
