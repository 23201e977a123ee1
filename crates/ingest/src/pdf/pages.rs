//! What belongs to the pages and not to the text: running heads and feet, and the numbers of pages.

use super::lines::{Line, Sheet};
use std::collections::HashMap;

/// So many lines at the top and at the bottom of a page may be its head and foot.
const EDGE: usize = 3;

/// A head is one that stands on so many pages, of which at least one in three.
const MIN_PAGES: usize = 3;

/// Heads stand at the same height on every page, in points.
const SAME_HEIGHT: f64 = 4.0;

/// The number of a page stands in this part of the page's height from its edge.
const MARGIN: f64 = 0.12;

/// Takes heads, feet and numbers off all pages.
pub(super) fn without_heads_and_feet(pages: &mut [Sheet]) {
    let mut seen: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for at in edges(page.lines.len()) {
            let line = &page.lines[at];
            seen.entry(shape(line)).or_default().push((number, line.y));
        }
    }
    let count = pages.len();
    let runs = |line: &Line, here: usize| {
        let Some(places) = seen.get(&shape(line)) else { return false };
        let mut like: Vec<usize> =
            places.iter().filter(|(_, y)| (y - line.y).abs() <= SAME_HEIGHT).map(|(page, _)| *page).collect();
        like.dedup();
        // On two pages a repeated line may be chance, unless these are all there are and it is a line of the margin.
        like.contains(&here) && like.len() >= MIN_PAGES.min(count) && like.len() * 3 >= count && count > 1
    };
    for (number, page) in pages.iter_mut().enumerate() {
        let height = page.height;
        let edges: Vec<usize> = edges(page.lines.len()).collect();
        let mut out: Vec<bool> = vec![false; page.lines.len()];
        for &at in &edges {
            let line = &page.lines[at];
            let in_margin = line.y < height * MARGIN || line.y > height * (1.0 - MARGIN);
            let numbered = in_margin
                && page_number(&line.text()).is_some_and(|found| found == number + 1 || runs(line, number));
            out[at] = numbered || (in_margin && runs(line, number));
        }
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !out[at - 1]
        });
    }
}

/// The places of the first and the last lines.
fn edges(count: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |&at| at < EDGE || at + EDGE >= count)
}

/// What a line says, with every number the same: "Trang 3/12" and "Trang 4/12" are one.
fn shape(line: &Line) -> String {
    let mut shape = String::new();
    for c in line.text().chars() {
        match c {
            '0'..='9' if shape.ends_with('#') => {}
            '0'..='9' => shape.push('#'),
            _ => shape.push(c),
        }
    }
    shape
}

/// The number in a line that holds nothing but the number of a page: `3`, `- 3 -`, `Trang 3/12`, `Page 3 of 12`.
fn page_number(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '|' | '[' | ']' | '(' | ')') || c.is_whitespace()
    });
    let bare = ["trang", "page", "tr."].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let mut parts = bare.trim_start().splitn(2, ['/', ' ']);
    let number = parts.next()?;
    let rest = parts.next().unwrap_or_default().trim();
    let rest = ["of", "trên", "/"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim();
    let is_number =
        |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(number) && (rest.is_empty() || is_number(rest))).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::super::lines::Segment;
    use super::*;

    fn page(lines: &[(&str, f64)]) -> Sheet {
        let line = |(text, y): &(&str, f64)| Line {
            segments: vec![Segment { text: (*text).to_owned(), x0: 0.0, x1: 100.0, first_word: 10.0 }],
            y: *y,
            size: 10.0,
        };
        Sheet { lines: lines.iter().map(line).collect(), tables: Vec::new(), width: 600.0, height: 800.0 }
    }

    #[test]
    fn heads_feet_and_numbers_are_taken_off_and_the_text_stays() {
        let mut pages: Vec<Sheet> = (1..=4)
            .map(|number| {
                let (foot, text) = (format!("Trang {number}/4"), format!("Đoạn của trang {number}"));
                page(&[("Kế hoạch quận", 40.0), ("Điều chung", 300.0), (&text, 400.0), (&foot, 770.0)])
            })
            .collect();
        without_heads_and_feet(&mut pages);
        for (page, number) in pages.iter().zip(1..) {
            let texts: Vec<String> = page.lines.iter().map(Line::text).collect();
            assert_eq!(texts, ["Điều chung".to_owned(), format!("Đoạn của trang {number}")]);
        }
    }

    #[test]
    fn the_second_page_of_two_loses_its_number_and_a_lone_figure_stays() {
        let mut pages =
            vec![page(&[("Một", 100.0), ("231", 300.0)]), page(&[("2", 40.0), ("Hai", 100.0), ("7", 770.0)])];
        without_heads_and_feet(&mut pages);
        let texts: Vec<String> = pages.iter().flat_map(|page| page.lines.iter().map(Line::text)).collect();
        assert_eq!(texts, ["Một", "231", "Hai", "7"]);
    }

    #[test]
    fn numbers_of_pages_are_told_from_other_lines() {
        for text in ["3", "- 3 -", "Trang 3/12", "Page 3 of 12", "Trang 3"] {
            assert_eq!(page_number(text), Some(3), "{text}");
        }
        for text in ["", "3 quận", "2022-2025", "Trang đầu", "12345"] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }
}
