//! Tables whose cells are parted by drawn lines: which lines make one table, and which letters stand in which cell.
//!
//! Cells that were merged have no line between them, and are one.

use super::{
    glyphs::{Glyph, Page, Rule},
    lines::Sheet,
    paragraphs::join,
};

/// Lines of a table meet within so many points.
const MEET: f64 = 3.0;

/// More lines than these on a page are a drawing, or a map.
const MAX_RULES: usize = 3000;

/// More cells than these are no table that people read.
const MAX_CELLS: usize = 20_000;

/// A table, where it stands on its page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ruled {
    pub(super) y: f64,
    pub(super) rows: Vec<Vec<String>>,
}

/// Takes the tables out of a page, with their letters.
pub(super) fn tables(page: &mut Page) -> Vec<Ruled> {
    let rules = std::mem::take(&mut page.rules);
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let grids = groups(&rules).into_iter().filter_map(|group| Grid::of(&group));
    let mut tables: Vec<Ruled> =
        grids.filter_map(|grid| grid.filled(&mut page.glyphs, page.height)).collect();
    tables.sort_by(|a, b| a.y.total_cmp(&b.y));
    tables
}

/// Lines that meet, directly or through others.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for one in 0..rules.len() {
        for other in 0..one {
            if group[one] != group[other] && rules[one].meets(&rules[other]) {
                let (from, to) = (group[one].max(group[other]), group[one].min(group[other]));
                group.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); rules.len()];
    for (rule, of) in rules.iter().zip(group) {
        groups[of].push(*rule);
    }
    groups.retain(|group| group.len() > 3);
    groups
}

impl Rule {
    fn meets(&self, other: &Self) -> bool {
        self.x0 - MEET <= other.x1
            && other.x0 - MEET <= self.x1
            && self.y0 - MEET <= other.y1
            && other.y0 - MEET <= self.y1
    }
}

/// The lines of a table, and where they stand.
struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    upright: Vec<Rule>,
    level: Vec<Rule>,
}

impl Grid {
    fn of(rules: &[Rule]) -> Option<Self> {
        let (upright, level): (Vec<Rule>, Vec<Rule>) =
            rules.iter().copied().partition(|rule| rule.is_upright());
        let xs = places(upright.iter().map(|rule| f64::midpoint(rule.x0, rule.x1)));
        let ys = places(level.iter().map(|rule| f64::midpoint(rule.y0, rule.y1)));
        // Two columns and two rows at the least: less is a frame or a line below a title.
        let is_table = xs.len() > 2 && ys.len() > 2 && (xs.len() - 1) * (ys.len() - 1) <= MAX_CELLS;
        is_table.then_some(Self { xs, ys, upright, level })
    }

    /// The table with the letters in its cells, which are taken from the page; `None` if no letters stand in it.
    fn filled(&self, glyphs: &mut Vec<Glyph>, height: f64) -> Option<Ruled> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let cell_of = self.cells();
        let mut held: Vec<Vec<Glyph>> = vec![Vec::new(); columns * rows];
        glyphs.retain(|glyph| {
            let middle = (f64::midpoint(glyph.x0, glyph.x1), glyph.y - 0.3 * glyph.size);
            let (Some(column), Some(row)) = (between(&self.xs, middle.0), between(&self.ys, middle.1)) else {
                return true;
            };
            held[cell_of[row * columns + column]].push(glyph.clone());
            false
        });
        let texts: Vec<String> = held.into_iter().map(|glyphs| text(glyphs, height)).collect();
        let mut table: Vec<Vec<String>> = texts.chunks(columns).map(<[String]>::to_vec).collect();
        table.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let y = self.ys.first().copied()?;
        (!table.is_empty()).then_some(Ruled { y, rows: table })
    }

    /// For every place of the grid the first place of its cell.
    fn cells(&self) -> Vec<usize> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut cell: Vec<usize> = (0..columns * rows).collect();
        for row in 0..rows {
            for column in 0..columns {
                let here = row * columns + column;
                let middle = (
                    f64::midpoint(self.xs[column], self.xs[column + 1]),
                    f64::midpoint(self.ys[row], self.ys[row + 1]),
                );
                let left_open = column > 0
                    && !self.upright.iter().any(|rule| {
                        (rule.x0 - self.xs[column]).abs() <= MEET
                            && rule.y0 <= middle.1
                            && middle.1 <= rule.y1
                    });
                let top_open = row > 0
                    && !self.level.iter().any(|rule| {
                        (rule.y0 - self.ys[row]).abs() <= MEET && rule.x0 <= middle.0 && middle.0 <= rule.x1
                    });
                if left_open {
                    cell[here] = cell[here - 1];
                } else if top_open {
                    cell[here] = cell[here - columns];
                }
            }
        }
        cell
    }
}

/// Places that are apart, in order.
fn places(all: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|next, kept| *next - *kept <= MEET);
    all
}

/// Between which two places a value stands.
fn between(places: &[f64], value: f64) -> Option<usize> {
    let after = places.partition_point(|place| *place <= value);
    (after > 0 && after < places.len()).then(|| after - 1)
}

/// The text of a cell.
fn text(glyphs: Vec<Glyph>, height: f64) -> String {
    let lines = Sheet::of(Page { glyphs, height, ..Page::default() }).lines;
    let mut text = String::new();
    for line in lines {
        if text.is_empty() {
            text = line.text();
        } else {
            join(&mut text, &line.text());
        }
    }
    text
}
