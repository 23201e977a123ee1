//! Tables of data told from tables that only hold the page in place.

use super::tree::{Id, Tree};
use tangthu_archive::Block;

/// The most cells of a table, and the most cells that one may span: more is no table that anyone reads.
const MAX_CELLS: usize = 100_000;
const MAX_SPAN: usize = 100;

/// A cell longer than this, in characters, holds a text of its own.
const LONG_CELL: usize = 600;

/// The table as a block, if it is one of data.
pub(super) fn data(tree: &Tree, id: Id) -> Option<Block> {
    let role = tree.attr(id, "role").unwrap_or_default();
    if matches!(role, "presentation" | "none")
        || tree.inside(id).skip(1).any(|inner| tree.tag(inner) == "table")
    {
        return None;
    }
    let rows: Vec<Id> = tree.inside(id).filter(|&inner| tree.tag(inner) == "tr").collect();
    let mut grid: Vec<Vec<String>> = Vec::new();
    // How many rows the cell above still reaches down, column by column.
    let mut reaches: Vec<usize> = Vec::new();
    let mut count = 0;
    let mut long = 0;
    let mut heads = 0;
    for (number, &row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = Vec::new();
        let mut all_heads = true;
        for cell in tree.children(row) {
            let tag = tree.tag(cell);
            if !matches!(tag, "td" | "th") {
                continue;
            }
            all_heads &= tag == "th";
            while reaches.get(cells.len()).is_some_and(|&left| left > 0) {
                reaches[cells.len()] -= 1;
                cells.push(String::new());
            }
            let text = tree.text(cell);
            long += usize::from(text.chars().count() > LONG_CELL);
            let span = |name| {
                let value = tree.attr(cell, name).and_then(|value| value.trim().parse::<usize>().ok());
                value.unwrap_or(1).clamp(1, MAX_SPAN)
            };
            let (wide, deep) = (span("colspan"), span("rowspan"));
            for at in 0..wide {
                if reaches.len() <= cells.len() {
                    reaches.resize(cells.len() + 1, 0);
                }
                reaches[cells.len()] = deep - 1;
                cells.push(if at == 0 { text.clone() } else { String::new() });
            }
            count += wide;
            if count > MAX_CELLS {
                return None;
            }
        }
        while reaches.get(cells.len()).is_some_and(|&left| left > 0) {
            reaches[cells.len()] -= 1;
            cells.push(String::new());
        }
        let in_head = tree.parent(row).is_some_and(|above| tree.tag(above) == "thead");
        if number == 0 && !cells.is_empty() && (all_heads || in_head) {
            heads = 1;
        }
        if !cells.is_empty() {
            grid.push(cells);
        }
    }
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    let filled = grid.iter().filter(|row| row.iter().filter(|cell| !cell.is_empty()).count() > 1).count();
    let is_data = width >= 2 && filled >= 2 && long * 4 <= grid.len().max(4);
    if !is_data {
        return None;
    }
    for row in &mut grid {
        row.resize(width, String::new());
    }
    let head = if heads == 1 { grid.remove(0) } else { Vec::new() };
    grid.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Some(Block::Table { head, rows: grid })
}
