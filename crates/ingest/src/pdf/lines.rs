//! Letters to lines: what stands at one height, from left to right, whatever order it was drawn in.
//!
//! A program that takes a letter from another font draws it after its line, so the order of drawing says nothing. A wide gap in
//! a line parts it into segments: cells of a table, the two sides of a head.

use super::{
    glyphs::{Glyph, Page},
    ruled::{self, Ruled},
};
use crate::{
    decode,
    record::{Notes, one_line},
};

/// Letters belong to one line up to this difference of height, in sizes: raised figures do, the next line does not.
const SAME_LINE: f64 = 0.45;

/// A gap of this width is a blank, in sizes. A narrow blank has 0.25; letters that stand apart have less.
const BLANK: f64 = 0.17;

/// A gap of this width parts a line into segments, in sizes. Lines that are stretched to the margin have blanks of one size.
const GAP: f64 = 2.0;

/// Where the blanks of a line are narrow, a gap of this width parts it as well, if it is so many times wider than they are.
const SMALL_GAP: f64 = 1.0;
const UNUSUAL: f64 = 3.0;

/// The same letter at nearly the same place is drawn twice to look bold, in sizes.
const TWICE: f64 = 0.12;

/// A run of words in a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// How wide its first word is: whether it would have fitted on the line above tells whether that line is full.
    pub(super) first_word: f64,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) segments: Vec<Segment>,
    pub(super) y: f64,
    pub(super) size: f64,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn x0(&self) -> f64 {
        self.segments.first().map_or(0.0, |segment| segment.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.x1)
    }
}

/// The lines of a page, from top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    /// Tables with drawn lines, from top to bottom; their words are in no line.
    pub(super) tables: Vec<Ruled>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Sheet {
    pub(super) fn of(mut page: Page) -> Self {
        let tables = ruled::tables(&mut page);
        let Page { mut glyphs, width, height, .. } = page;
        glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut rows: Vec<Vec<Glyph>> = Vec::new();
        for glyph in glyphs {
            match rows.last_mut() {
                Some(row) if belongs(row, &glyph) => row.push(glyph),
                _ => rows.push(vec![glyph]),
            }
        }
        let lines = rows.into_iter().filter_map(line).collect();
        Self { lines, tables, width, height }
    }
}

/// Turns what was written for fonts of the nineties into letters, all pages together: a line alone shows too little. Whatever
/// it was, it is cleaned only then, since such fonts use signs for letters that are none elsewhere.
pub(super) fn repair(sheets: &mut [Sheet], notes: &mut Notes) {
    fn texts(sheet: &mut Sheet) -> impl Iterator<Item = &mut String> {
        let cells = sheet.tables.iter_mut().flat_map(|table| table.rows.iter_mut().flatten());
        sheet
            .lines
            .iter_mut()
            .flat_map(|line| line.segments.iter_mut().map(|segment| &mut segment.text))
            .chain(cells)
    }
    let mut whole = String::new();
    for text in sheets.iter_mut().flat_map(texts) {
        whole.push_str(&text.replace(['\n', '\r'], " "));
        whole.push('\n');
    }
    let made = decode::repaired(&whole);
    if let Some(warning) = made.as_ref().and_then(|made| made.warning.clone()) {
        notes.warn(warning, "compare the text with the original");
    }
    let whole = made.map_or(whole, |made| made.text);
    for (text, line) in sheets.iter_mut().flat_map(texts).zip(whole.lines()) {
        *text = one_line(line);
    }
}

fn belongs(row: &[Glyph], glyph: &Glyph) -> bool {
    let largest = row.iter().map(|glyph| glyph.size).fold(glyph.size, f64::max);
    // Against the last letter and against the line as a whole, so that a slope does not join what lies far apart.
    let (first, last) =
        (row.first().map_or(glyph.y, |glyph| glyph.y), row.last().map_or(glyph.y, |glyph| glyph.y));
    glyph.y - last <= SAME_LINE * largest && glyph.y - first <= 2.0 * SAME_LINE * largest
}

fn line(mut row: Vec<Glyph>) -> Option<Line> {
    // A mark that is set on a letter comes behind it, also where it begins at the same place: the order is stable.
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    row.dedup_by(|next, kept| next.text == kept.text && (next.x0 - kept.x0).abs() < TWICE * kept.size);
    let is_blank = |glyph: &Glyph| glyph.text.trim().is_empty();
    let mut sizes: Vec<f64> = row.iter().filter(|glyph| !is_blank(glyph)).map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let mut heights: Vec<f64> = row.iter().filter(|glyph| !is_blank(glyph)).map(|glyph| glyph.y).collect();
    heights.sort_by(f64::total_cmp);
    let y = *heights.get(heights.len() / 2)?;
    let gap = gap(&row, size);
    let mut segments: Vec<Segment> = Vec::new();
    // Blanks are drawn where letters are kerned so near that the room between them tells nothing.
    let mut blank = false;
    for glyph in &row {
        if is_blank(glyph) {
            blank = true;
            continue;
        }
        match segments.last_mut() {
            Some(segment) if glyph.x0 - segment.x1 <= gap => {
                if blank || glyph.x0 - segment.x1 > BLANK * size {
                    segment.text.push(' ');
                }
                segment.text.push_str(&glyph.text);
                segment.x1 = segment.x1.max(glyph.x1);
                if !segment.text.contains(' ') {
                    segment.first_word = segment.x1 - segment.x0;
                }
            }
            _ => segments.push(Segment {
                text: glyph.text.clone(),
                x0: glyph.x0,
                x1: glyph.x1,
                first_word: glyph.x1 - glyph.x0,
            }),
        }
        blank = false;
    }
    segments.retain(|segment| !one_line(&segment.text).is_empty());
    (!segments.is_empty()).then_some(Line { segments, y, size })
}

/// How wide a gap parts the line: one that is wide for any line, or for this one with its usual blanks.
fn gap(row: &[Glyph], size: f64) -> f64 {
    let letters: Vec<&Glyph> = row.iter().filter(|glyph| !glyph.text.trim().is_empty()).collect();
    let blanks = letters.windows(2).map(|pair| pair[1].x0 - pair[0].x1).filter(|blank| *blank > BLANK * size);
    let mut blanks: Vec<f64> = blanks.collect();
    blanks.sort_by(f64::total_cmp);
    match blanks.get(blanks.len() / 2) {
        Some(usual) if blanks.len() > 2 => GAP.min((usual / size * UNUSUAL).max(SMALL_GAP)) * size,
        _ => GAP * size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x0: f64, width: f64, y: f64, size: f64) -> Glyph {
        Glyph { text: text.to_owned(), x0, x1: x0 + width, y, size }
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<Vec<String>> {
        let mut sheets = [Sheet::of(Page { glyphs, height: 800.0, ..Page::default() })];
        let mut unknown = crate::record::Unknown::default();
        repair(&mut sheets, &mut Notes::new("a.pdf", None, &mut unknown));
        let [sheet] = sheets;
        let segments = |line: Line| line.segments.into_iter().map(|segment| segment.text).collect();
        sheet.lines.into_iter().map(segments).collect()
    }

    #[test]
    fn letters_drawn_after_their_line_stand_in_it() {
        let glyphs = vec![
            glyph("Q", 0.0, 7.0, 100.0, 10.0),
            glyph("u", 7.0, 5.0, 100.0, 10.0),
            glyph("n", 17.0, 5.0, 100.0, 10.0),
            glyph("h", 25.0, 5.0, 100.0, 10.0),
            glyph("ậ", 12.0, 5.0, 100.0, 10.0),
        ];
        assert_eq!(texts(glyphs), [["Quận h"]]);
    }

    #[test]
    fn raised_figures_belong_to_their_line_and_wide_gaps_part_it() {
        let glyphs = vec![
            glyph("m", 0.0, 7.0, 100.0, 10.0),
            glyph("2", 7.0, 3.0, 96.5, 6.0),
            glyph("B", 60.0, 7.0, 100.0, 10.0),
            glyph("d", 0.0, 5.0, 112.0, 10.0),
        ];
        assert_eq!(texts(glyphs), [vec!["m2", "B"], vec!["d"]]);
    }

    #[test]
    fn what_is_drawn_twice_to_look_bold_is_read_once_and_marks_are_joined() {
        let glyphs = vec![
            glyph("o", 0.0, 5.0, 100.0, 10.0),
            glyph("o", 0.3, 5.0, 100.0, 10.0),
            glyph("o", 5.0, 5.0, 100.0, 10.0),
            glyph("a", 10.0, 5.0, 100.0, 10.0),
            glyph("\u{301}", 15.0, 0.0, 100.0, 10.0),
        ];
        assert_eq!(texts(glyphs), [["ooá"]]);
    }
}
