//! Where the article stands on a page.
//!
//! Every text unit (the words directly inside one block element) is worth something: running text its length, links and
//! labels less than nothing. The element whose units are worth most in sum holds the article, because whatever is around
//! it (menus, lists of other articles) pulls the sum of larger elements down. Names that sites give to the place of the
//! article (`articleBody`, `entry-content`, `noidung`) raise an element's worth.

use super::{
    names,
    tree::{Id, Kind, Tree, is_block},
};

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
}

impl Measure {
    fn add(&mut self, other: &Self) {
        self.chars += other.chars;
        self.linked += other.linked;
        self.worth += other.worth;
        self.paragraphs += other.paragraphs;
    }

    /// The share of its words that are links.
    pub(super) fn link_share(&self) -> f32 {
        if self.chars > 0.0 { self.linked / self.chars } else { 0.0 }
    }
}

/// The measures of every node with all that is inside it.
pub(super) fn measures(tree: &Tree) -> Vec<Measure> {
    let mut all = vec![Measure::default(); tree.len()];
    let mut own = vec![Measure::default(); tree.len()];
    let mut commas = vec![0u32; tree.len()];
    let mut linked_until = 0;
    for id in tree.inside(0) {
        match tree.nodes[id].kind {
            Kind::Element(element) => {
                if element.name() == "a" && element.attr("href").is_some() {
                    linked_until = tree.end(id);
                }
            }
            Kind::Text(text) => {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                if count == 0 {
                    continue;
                }
                let block = tree.above(id).find(|&above| is_block(tree.tag(above))).unwrap_or(0);
                let length = count as f32;
                own[block].chars += length;
                if id < linked_until {
                    own[block].linked += length;
                } else {
                    commas[block] +=
                        text.matches([',', '.', ';', ':', '?', '!', '。', '、', '，']).count() as u32;
                }
            }
        }
    }
    for id in (0..tree.len()).rev() {
        if own[id].chars > 0.0 {
            let unit = unit(tree.tag(id), &own[id], commas[id]);
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
    Measure { worth, paragraphs, ..*own }
}

/// The elements that hold the article, in reading order.
pub(super) fn main_text(tree: &Tree, measures: &[Measure]) -> Option<Id> {
    let mut best: Option<(f32, Id)> = None;
    for id in tree.inside(0) {
        if !is_place(tree.tag(id)) || measures[id].paragraphs == 0 {
            continue;
        }
        let worth = measures[id].worth * (1.0 + 0.1 * name_weight(tree, id));
        // Of equals the inner one, which comes later, is nearer to the text.
        if worth > 0.0 && best.is_none_or(|(most, _)| worth >= most) {
            best = Some((worth, id));
        }
    }
    best.map(|(_, id)| id)
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
