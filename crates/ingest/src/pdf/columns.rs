//! What stands side by side on a page: tables, the two sides of a head or of the end of an official document, columns of print.
//!
//! A run of lines that leave the same gap free has columns. Lines between such runs are text across the page.

use super::lines::{Line, Segment, Sheet};
use crate::office::is_layout;

/// The gap between columns, in sizes.
const GUTTER: f64 = 0.8;

/// Lines of a run stand no further apart than this, in sizes: rows of tables have air.
const MAX_LEADING: f64 = 4.0;

/// Lines that overlap in height are one: no text is set so tight, in sizes.
const OVERLAP: f64 = 0.8;

/// The text of an item stands no further from its mark than this, in sizes.
const MARK_GAP: f64 = 5.0;

/// Lines are short where the longest takes no more than this part of the page.
const SHORT: f64 = 0.5;

/// Columns of print have so many lines, and so many words on a line of each; cells of tables are shorter.
const PRINT_LINES: usize = 6;
const PRINT_WORDS: usize = 5;

/// A part of a page, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Lines of text, and the margins that they run between.
    Text { lines: Vec<Run>, left: f64, right: f64 },
    /// One side of the head or the end of an official document, in which every line stands for itself.
    Side(Vec<Run>),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// A line of text in one piece.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) first_word: f64,
}

impl Run {
    fn of(line: &Line) -> Option<Self> {
        let first = line.segments.first()?;
        Some(Self {
            text: line.text(),
            x0: line.x0(),
            x1: line.x1(),
            y: line.y,
            size: line.size,
            first_word: first.first_word,
        })
    }

    fn of_segment(segment: &Segment, line: &Line) -> Self {
        let Segment { text, x0, x1, first_word } = segment.clone();
        Self { text, x0, x1, y: line.y, size: line.size, first_word }
    }
}

/// The parts of a page.
pub(super) fn parts(sheet: &Sheet) -> Vec<Part> {
    let all = whole_lines(&sheet.lines);
    let (left, right) = margins(&all, sheet.width);
    let mut parts = Vec::new();
    let mut from = 0;
    for table in &sheet.tables {
        let until = all.iter().take_while(|line| line.y < table.y).count().max(from);
        of_text(&all[from..until], left, right, &mut parts);
        parts.push(Part::Table(table.rows.clone()));
        from = until;
    }
    of_text(&all[from..], left, right, &mut parts);
    parts
}

/// The parts of lines that no table comes between.
fn of_text(lines: &[Line], left: f64, right: f64, parts: &mut Vec<Part>) {
    let mut text: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match run_from(lines, at) {
            Some((end, gutter)) => {
                flush(&mut text, left, right, parts);
                parts.extend(side_by_side(&lines[at..end], gutter));
                at = end;
            }
            None => {
                text.extend(lines.get(at).and_then(Run::of));
                at += 1;
            }
        }
    }
    flush(&mut text, left, right, parts);
}

fn flush(text: &mut Vec<Run>, left: f64, right: f64, parts: &mut Vec<Part>) {
    if !text.is_empty() {
        parts.push(Part::Text { lines: std::mem::take(text), left, right });
    }
}

/// Lines with what belongs together: those that overlap in height, and the mark of a list with its text.
fn whole_lines(lines: &[Line]) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::new();
    for line in lines {
        let beside = |before: &Line| {
            let room = GUTTER * line.size;
            let apart = before
                .segments
                .iter()
                .all(|a| line.segments.iter().all(|b| a.x1 + room <= b.x0 || b.x1 + room <= a.x0));
            line.y - before.y < OVERLAP * line.size.min(before.size) && apart
        };
        match whole.last_mut() {
            Some(before) if beside(before) => {
                before.segments.extend(line.segments.iter().cloned());
                before.segments.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            }
            _ => whole.push(line.clone()),
        }
    }
    for line in &mut whole {
        let near =
            |pair: &[Segment]| pair[1].x0 - pair[0].x1 < MARK_GAP * line.size && is_mark(&pair[0].text);
        if line.segments.windows(2).next().is_some_and(near) {
            let mark = line.segments.remove(0);
            if let Some(text) = line.segments.first_mut() {
                text.text = format!("{} {}", mark.text, text.text);
                text.x0 = mark.x0;
                text.first_word = mark.first_word;
            }
        }
    }
    whole
}

/// Whether a text is what stands before an item of a list.
pub(super) fn is_mark(text: &str) -> bool {
    let bare = text.strip_suffix(['.', ')', '/']).unwrap_or(text);
    let numbered = bare.len() < text.len()
        && ((1..=3).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
            || (bare.chars().count() == 1 && bare.chars().all(char::is_lowercase))
            || (!bare.is_empty() && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))));
    numbered || matches!(text, "-" | "–" | "+" | "*" | "•" | "●" | "▪" | "o" | "□")
}

/// The margins of the text across a page: those of its longer lines. On a page of nothing but short lines the margin on the right is
/// as wide as that on the left.
fn margins(lines: &[Line], width: f64) -> (f64, f64) {
    let longest = lines.iter().map(|line| line.x1() - line.x0()).fold(0.0, f64::max);
    let long = lines.iter().filter(|line| line.x1() - line.x0() >= longest * 0.6);
    let (left, right) =
        long.fold((f64::MAX, 0.0_f64), |(left, right), line| (left.min(line.x0()), right.max(line.x1())));
    (left, if longest < width * SHORT { right.max(width - left) } else { right })
}

/// The end of the run of columns that begins at `start`, and its gap; `None` where none begins.
fn run_from(lines: &[Line], start: usize) -> Option<(usize, (f64, f64))> {
    // Lines on one side alone may open a run: the sides of a head do not begin at one height.
    let first = (start..lines.len().min(start + 4)).find(|&at| lines[at].segments.len() > 1)?;
    let widest = lines[first].segments.windows(2).max_by(|a, b| {
        let gap = |pair: &[Segment]| pair[1].x0 - pair[0].x1;
        gap(a).total_cmp(&gap(b))
    })?;
    let mut gutter = (widest[0].x1, widest[1].x0);
    for line in lines.get(start..first)? {
        gutter = narrowed(gutter, line)?;
    }
    let mut end = first + 1;
    let mut last_right = first;
    while let Some(line) = lines.get(end) {
        let before = &lines[end - 1];
        // The end of an official document often follows its last table without a gap.
        if line.text().starts_with("Nơi nhận") {
            break;
        }
        if line.y - before.y > MAX_LEADING * line.size.max(before.size) {
            break;
        }
        let Some(narrower) = narrowed(gutter, line) else { break };
        gutter = narrower;
        if line.segments.iter().any(|segment| segment.x0 >= gutter.1) {
            last_right = end;
        }
        end += 1;
    }
    // What stands on the left alone after the run is text again.
    let end = last_right + 1;
    let both = lines[start..end].iter().filter(|line| line.segments.len() > 1).count();
    (end - start >= 2 && both * 4 >= end - start).then_some((end, gutter))
}

/// What is left of a gap when a line has to leave it free as well.
fn narrowed((mut from, mut to): (f64, f64), line: &Line) -> Option<(f64, f64)> {
    for segment in &line.segments {
        let middle = f64::midpoint(from, to);
        if segment.x1 <= middle {
            from = from.max(segment.x1);
        } else if segment.x0 >= middle {
            to = to.min(segment.x0);
        } else {
            return None;
        }
    }
    (to - from >= GUTTER * line.size).then_some((from, to))
}

fn side_by_side(lines: &[Line], (_, to): (f64, f64)) -> Vec<Part> {
    let rows = table(lines);
    let sides = |right: bool| {
        let runs = lines.iter().flat_map(|line| {
            line.segments
                .iter()
                .filter(move |segment| (segment.x0 >= to) == right)
                .map(move |segment| Run::of_segment(segment, line))
        });
        let runs: Vec<Run> = runs.collect();
        let left = runs.iter().map(|run| run.x0).fold(f64::MAX, f64::min);
        let right = runs.iter().map(|run| run.x1).fold(0.0, f64::max);
        (!runs.is_empty()).then_some(Part::Text { lines: runs, left, right })
    };
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let words = |part: &Option<Part>| match part {
        Some(Part::Text { lines, .. }) if lines.len() >= PRINT_LINES => {
            lines.iter().map(|line| line.text.split(' ').count()).sum::<usize>() / lines.len()
        }
        _ => 0,
    };
    let (one, two) = (sides(false), sides(true));
    let is_print = width == 2 && words(&one) >= PRINT_WORDS && words(&two) >= PRINT_WORDS;
    if is_print {
        return one.into_iter().chain(two).collect();
    }
    if is_layout(&rows) {
        let side = |part| match part {
            Part::Text { lines, .. } => Part::Side(lines),
            other => other,
        };
        return one.into_iter().chain(two).map(side).collect();
    }
    vec![Part::Table(rows)]
}

/// The rows of a run of lines: what overlaps from line to line is a column. A line without a first cell goes on with the row
/// above.
fn table(lines: &[Line]) -> Vec<Vec<String>> {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut spans: Vec<(f64, f64)> =
        lines.iter().flat_map(|line| line.segments.iter().map(|segment| (segment.x0, segment.x1))).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (x0, x1) in spans {
        match columns.last_mut() {
            Some((_, end)) if x0 <= *end => *end = end.max(x1),
            _ => columns.push((x0, x1)),
        }
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let mut cells = vec![String::new(); columns.len()];
        for segment in &line.segments {
            let column = columns.iter().position(|(_, end)| segment.x0 <= *end);
            if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&segment.text);
            }
        }
        match rows.last_mut() {
            Some(row) if cells.first().is_some_and(String::is_empty) => {
                for (cell, more) in row.iter_mut().zip(cells).filter(|(_, more)| !more.is_empty()) {
                    if !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&more);
                }
            }
            _ => rows.push(cells),
        }
    }
    rows
}
