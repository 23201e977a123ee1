//! Where the article stands on a page.
//!
//! Every text unit (the words directly inside one block element) is worth something: running text its length, links and
//! labels less than nothing. The element whose units are worth most in sum holds the article, because whatever is around
//! it (menus, lists of other articles) pulls the sum of larger elements down. Names that sites give to the place of the
//! article (`articleBody`, `entry-content`, `noidung`) raise an element's worth.

use super::{
    around::flat_around,
    guide::Guide,
    names, tables,
    tree::{Id, Kind, Tree, is_block},
};
use std::collections::HashMap;

/// The marks of running text.
const MARKS: [char; 9] = [',', '.', ';', ':', '?', '!', '。', '、', '，'];

/// What is known of the words inside an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// Characters that are no blanks.
    pub(super) chars: f32,
    /// Those of them in links.
    pub(super) linked: f32,
    /// The worth of its units.
    pub(super) worth: f32,
    /// Units of running text.
    pub(super) paragraphs: u32,
    /// Characters of units of running text.
    pub(super) running: f32,
    /// Characters of units that the guide holds.
    pub(super) guided: f32,
}

impl Measure {
    fn add(&mut self, other: &Self) {
        self.chars += other.chars;
        self.linked += other.linked;
        self.worth += other.worth;
        self.paragraphs += other.paragraphs;
        self.guided += other.guided;
        self.running += other.running;
    }

    /// The share of its words that are links.
    pub(super) fn link_share(&self) -> f32 {
        if self.chars > 0.0 { self.linked / self.chars } else { 0.0 }
    }
}

/// The measures of every node with all that is inside it.
pub(super) fn measures(tree: &Tree, guide: Option<&Guide>) -> Vec<Measure> {
    let mut all = vec![Measure::default(); tree.len()];
    let mut own = vec![Measure::default(); tree.len()];
    let mut commas = vec![0u32; tree.len()];
    let mut words: Vec<String> = vec![String::new(); if guide.is_some() { tree.len() } else { 0 }];
    let mut linked_until = 0;
    let mut table_until = 0;
    for id in tree.inside(0) {
        match tree.nodes[id].kind {
            Kind::Element(element) => match element.name() {
                "a" if element.attr("href").is_some() => linked_until = tree.end(id),
                "table" if id >= table_until && tables::data(tree, id).is_some() => {
                    table_until = tree.end(id);
                }
                _ => {}
            },
            Kind::Text(text) => {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                if count == 0 {
                    continue;
                }
                let block = tree.above(id).find(|&above| is_block(tree.tag(above))).unwrap_or(0);
                let length = count as f32;
                own[block].chars += length;
                if let Some(words) = words.get_mut(block) {
                    words.push_str(text);
                }
                if id < linked_until {
                    own[block].linked += length;
                } else {
                    commas[block] += text.matches(MARKS).count() as u32;
                }
                if id < table_until {
                    // A cell of data is neither a label nor running text.
                    own[block].worth += length * 0.3;
                }
            }
        }
    }
    for id in (0..tree.len()).rev() {
        if own[id].chars > 0.0 {
            let mut unit = unit(tree.tag(id), &own[id], commas[id]);
            if let (Some(guide), Some(words)) = (guide, words.get(id))
                && guide.holds(words) == Some(true)
            {
                unit.guided = unit.chars;
            }
            all[id].add(&unit);
        }
        if let Some(parent) = tree.parent(id)
            && !tree.nodes[id].is_out
        {
            let inner = all[id];
            all[parent].add(&inner);
        }
    }
    all
}

/// What a unit is worth.
fn unit(tag: &str, own: &Measure, commas: u32) -> Measure {
    let plain = own.chars - own.linked;
    let share = own.link_share();
    let running = plain >= 60.0 || (plain >= 20.0 && commas > 0);
    let (worth, paragraphs) = match tag {
        _ if own.worth > 0.0 => (own.worth, 1),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "caption" => (0.0, 0),
        _ if running && share < 0.5 => {
            let kind = match tag {
                "p" | "blockquote" | "pre" => 1.0,
                "li" | "dd" | "td" | "th" => 0.5,
                _ => 0.8,
            };
            (kind * (plain + 20.0 * (commas.min(10) as f32)) - own.linked * 0.5, 1)
        }
        _ => (-15.0 - own.linked * 1.5 - plain * 0.2, 0),
    };
    let running = if paragraphs > 0 { plain } else { 0.0 };
    Measure { worth, paragraphs, running, ..*own }
}

/// How much of the guide must stand on the page for it to be believed, and how much of what does an element must hold to
/// be the article's place.
const BELIEVED: f32 = 0.7;
const HELD: f32 = 0.9;

/// The elements that hold the article, in reading order. `headline` is where the page shows its title.
pub(super) fn main_text(
    tree: &Tree,
    measures: &[Measure],
    guide: Option<&Guide>,
    headline: Option<Id>,
) -> Vec<Id> {
    let guided = measures.first().map_or(0.0, |all| all.guided);
    if guide.is_some_and(|guide| guided >= BELIEVED * guide.letters as f32) {
        let holds = |id: &Id| measures[*id].guided >= HELD * guided && is_place(tree.tag(*id));
        // The innermost comes last.
        return tree.inside(0).filter(holds).last().into_iter().collect();
    }
    let near = headline.and_then(|id| neighbourhood(tree, measures, id));
    let above = headline.map(|id| worth_above(tree, measures, id)).unwrap_or_default();
    let own_article = headline.and_then(|id| own_article(tree, measures, id));
    let others = own_article.map(|own| other_articles(tree, measures, own)).unwrap_or_default();
    let mut other_until = 0;
    let mut best: Option<(f32, Id)> = None;
    for id in tree.inside(0) {
        if !is_place(tree.tag(id)) || measures[id].paragraphs == 0 {
            continue;
        }
        if others.binary_search(&id).is_ok() {
            other_until = other_until.max(tree.end(id));
        }
        if id < other_until || holds_any(tree, id, &others) {
            continue;
        }
        let is_near = near.is_some_and(|near| is_in(tree, id, near));
        let own = measures[id].worth - above.get(&id).copied().unwrap_or_default();
        let worth = own * (1.0 + 0.1 * name_weight(tree, id)) * if is_near { NEAR } else { 1.0 };
        // Of equals the inner one, which comes later, is nearer to the text.
        if worth > 0.0 && best.is_none_or(|(most, _)| worth >= most) {
            best = Some((worth, id));
        }
    }
    let Some((_, best)) = best else { return Vec::new() };
    match flat_around(tree, measures, best) {
        Some(whole) => vec![whole],
        None => narrowed(tree, measures, best, headline),
    }
}

/// How much more text near the headline is worth, and how much running text makes a neighbourhood, in characters.
const NEAR: f32 = 1.5;
const NEIGHBOURS: f32 = 100.0;

/// The innermost element round the headline that holds running text.
fn neighbourhood(tree: &Tree, measures: &[Measure], headline: Id) -> Option<Id> {
    tree.above(headline).find(|&above| measures[above].running >= NEIGHBOURS)
}

/// The innermost element round the headline that holds a few more words, most of them no links: of a page that has no running text.
pub(super) fn round(tree: &Tree, measures: &[Measure], headline: Id) -> Option<Id> {
    let own = measures[headline].chars;
    tree.above(headline).find(|&above| {
        let measure = &measures[above];
        measure.chars - measure.linked >= own + FEW && measure.link_share() < 0.3
    })
}

/// Characters that are a few words.
const FEW: f32 = 15.0;

/// What stands above the headline is not the article, whatever it is worth: so much is not to count of each element that holds the
/// headline, as long as there is running text below.
fn worth_above(tree: &Tree, measures: &[Measure], headline: Id) -> HashMap<Id, f32> {
    let mut found = HashMap::new();
    let (mut inner, mut worth, mut running) = (headline, 0.0, 0.0);
    for id in tree.above(headline) {
        for child in tree.children(id).take_while(|&child| child < inner) {
            worth += measures[child].worth.max(0.0);
            running += measures[child].running;
        }
        if measures[id].running - running >= BELOW {
            found.insert(id, worth);
        }
        inner = id;
    }
    found
}

/// So much running text below a headline makes an article, in characters.
const BELOW: f32 = 300.0;

/// The `article` element that the headline stands in, if it holds the text as well.
fn own_article(tree: &Tree, measures: &[Measure], headline: Id) -> Option<Id> {
    tree.above(headline).find(|&id| tree.tag(id) == "article").filter(|&id| measures[id].running >= BELOW)
}

/// The other articles of a page on which the headline stands in one of its own: each has a headline and text. They are the next
/// ones of an endless page, or a list.
fn other_articles(tree: &Tree, measures: &[Measure], own: Id) -> Vec<Id> {
    let heads: Vec<Id> = tree.inside(0).filter(|&id| matches!(tree.tag(id), "h1" | "h2" | "h3")).collect();
    let is_other = |&id: &Id| {
        tree.tag(id) == "article"
            && !is_in(tree, own, id)
            && !is_in(tree, id, own)
            && measures[id].running >= NEIGHBOURS
            && holds_any(tree, id, &heads)
    };
    tree.inside(0).filter(is_other).collect()
}

/// Whether one of `ids`, which are in order, is or stands in the element `id`.
fn holds_any(tree: &Tree, id: Id, ids: &[Id]) -> bool {
    ids.get(ids.partition_point(|&other| other < id)).is_some_and(|&other| other < tree.end(id))
}

/// Whether `inner` is or stands in `outer`.
pub(super) fn is_in(tree: &Tree, inner: Id, outer: Id) -> bool {
    outer <= inner && inner < tree.end(outer)
}

/// How much of an element's running text a part of it must hold to stand for it, and how much may stand beside that part
/// as paragraphs of the same rank.
const MOST: f32 = 0.7;
const BESIDE: f32 = 0.15;

/// The innermost part of an element that still holds most of its running text: what is left beside it are lists, boxes and
/// lines of the page round the article. Paragraphs between the headline and that part come with it.
fn narrowed(tree: &Tree, measures: &[Measure], mut id: Id, headline: Option<Id>) -> Vec<Id> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    loop {
        let all = measures[id].running;
        let part = tree.children(id).find(|&child| {
            is_place(tree.tag(child)) && tree.tag(child) != "p" && measures[child].running >= MOST * all
        });
        let Some(part) = part.filter(|_| all > 0.0) else { break };
        let is_like = |child: Id| {
            tree.tag(child) == tree.tag(part) && tree.attr(child, "class") == tree.attr(part, "class")
        };
        let beside: f32 = tree
            .children(id)
            .filter(|&child| {
                matches!(tree.tag(child), "p" | "ul" | "ol" | "blockquote" | "pre" | "table")
                    || (child != part && is_like(child))
            })
            .map(|child| measures[child].running)
            .sum();
        if beside > BESIDE * all {
            break;
        }
        let runs = |child: &Id| {
            let measure = &measures[*child];
            measure.running >= 0.5 * measure.chars && measure.running > 0.0 && measure.link_share() < 0.2
        };
        before.extend(
            tree.children(id)
                .take_while(|&child| child < part)
                .filter(|child| headline.is_some_and(|headline| *child > headline) && runs(child)),
        );
        // What lies below is nearer to the text, so it comes first.
        let goes_on = tree.children(id).filter(|child| *child > part && is_like(*child) && runs(child));
        after.splice(0..0, goes_on.collect::<Vec<_>>());
        id = part;
    }
    before.push(id);
    before.extend(after);
    before
}

/// Elements that an article may be the content of.
fn is_place(tag: &str) -> bool {
    matches!(
        tag,
        "article"
            | "body"
            | "div"
            | "main"
            | "section"
            | "td"
            | "form"
            | "center"
            | "blockquote"
            | "dd"
            | "li"
            | "span"
            | "html"
            | "p"
            | "pre"
    ) || tag.contains('-')
}

/// What the names of an element say: above 0 for an article, below for something else.
pub(super) fn name_weight(tree: &Tree, id: Id) -> f32 {
    let mut weight: f32 = 0.0;
    if tree.attr(id, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody")) {
        weight += 2.0;
    }
    if matches!(tree.tag(id), "article" | "main") {
        weight += 1.0;
    }
    let said = names::said(tree, id);
    weight += f32::from(u8::from(said.good)) - f32::from(u8::from(said.bad));
    weight
}

/// Leaves out, inside the article, what is made of links.
pub(super) fn prune(tree: &mut Tree, main: Id, measures: &[Measure]) {
    let mut id = main + 1;
    while id < tree.end(main) {
        if tree.nodes[id].is_out {
            id = tree.end(id);
            continue;
        }
        let measure = &measures[id];
        let tag = tree.tag(id);
        let is_group = matches!(
            tag,
            "div" | "section" | "ul" | "ol" | "table" | "dl" | "header" | "form" | "article" | "aside"
        );
        if is_group && measure.chars > 0.0 && measure.link_share() > 0.6 && measure.worth <= 0.0 {
            tree.leave_out(id);
            id = tree.end(id);
            continue;
        }
        id += 1;
    }
}
