//! What belongs to the article round the element that was found for it: its opening, the rows of an old table, the whole of a text
//! whose lists are worth little by themselves.

use super::{
    main_text::{Measure, is_in},
    tree::{Id, Tree},
};

/// The running text beside the article's element, between it and the headline above.
pub(super) fn opening(tree: &Tree, measures: &[Measure], headline: Option<Id>, first: Id) -> Vec<Id> {
    let Some((headline, parent)) = headline.filter(|&id| id < first).zip(tree.parent(first)) else {
        return Vec::new();
    };
    let runs = |child: &Id| {
        let measure = &measures[*child];
        *child >= tree.end(headline)
            && measure.running >= 0.8 * measure.chars
            && measure.running > 0.0
            && measure.link_share() < 0.2
    };
    tree.children(parent).take_while(|&child| child < first).filter(runs).collect()
}

/// On old pages made of tables headline, opening and text are rows of one table: the running text in the rows between the headline
/// and the article's element.
pub(super) fn rows_above(tree: &Tree, measures: &[Measure], headline: Option<Id>, first: Id) -> Vec<Id> {
    let Some(headline) = headline.filter(|&id| id < first) else { return Vec::new() };
    let Some(row) = tree.above(first).find(|&id| tree.tag(id) == "tr") else { return Vec::new() };
    let Some(table) = tree.parent(row).filter(|&table| is_in(tree, headline, table)) else {
        return Vec::new();
    };
    let runs = |row: &Id| {
        let measure = &measures[*row];
        *row > headline
            && !tree.nodes[*row].is_out
            && measure.running >= 0.8 * measure.chars
            && measure.running > 0.0
            && measure.link_share() < 0.2
    };
    tree.children(table)
        .take_while(|&child| child < row)
        .filter(|&child| tree.tag(child) == "tr")
        .filter(runs)
        .collect()
}

/// Of a hundred characters of a flat element so many stand in its own paragraphs, lists, headings and the like.
const FLAT: f32 = 0.7;

/// Headings that part a flat element, and how far above the article's element it may stand.
const PARTED: usize = 2;
const ABOVE: usize = 3;

/// The element that is text from end to end, paragraphs and lists under headings of their own with no box among them, of which the
/// place that was found is a part: of a manual or a statute whose lists are worth little by themselves.
pub(super) fn flat_around(tree: &Tree, measures: &[Measure], best: Id) -> Option<Id> {
    let is_flat = |&id: &Id| {
        let all = measures[id].chars;
        let (mut own, mut headings) = (0.0, 0);
        for child in tree.children(id) {
            let tag = tree.tag(child);
            let heading = matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            headings += usize::from(heading);
            if heading || matches!(tag, "p" | "ul" | "ol" | "dl" | "pre" | "blockquote" | "table" | "figure")
            {
                own += measures[child].chars;
            }
        }
        let more = all > measures[best].chars * 1.3;
        headings >= PARTED && own >= FLAT * all && more && measures[id].link_share() < 0.6
    };
    tree.above(best).take(ABOVE).find(is_flat)
}
