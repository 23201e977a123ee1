//! A small drawing of which documents cite which: the number in the middle, the others round it. Each is a link, and a table
//! says the same.

use super::said;
use crate::history::expect_nav;
use crate::i18n::vocabulary;
use crate::rooms::sweep;
use crate::ui::expect_texts;
use leptos::prelude::*;
use std::collections::BTreeSet;
use tangthu_protocol::study::Edge;

/// Most numbers round the one in the middle: more would lie on one another.
const ROUND: usize = 10;
/// The size of the drawing, in its own units.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
/// Half the height of a label, and half the width of one of its letters.
const HALF: f64 = 17.0;
const LETTER: f64 = 4.6;
/// How far labels near the top and the bottom are drawn apart: 1 for not at all.
const SPREAD: f64 = 0.75;
/// How far from the middle a line between two of the others passes.
const CLEAR: f64 = 80.0;

/// A number at its place.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    number: String,
    x: f64,
    y: f64,
}

impl Node {
    fn half_width(&self) -> f64 {
        self.number.chars().count() as f64 * LETTER + 12.0
    }
}

/// The drawing and its table.
#[component]
pub(super) fn Graph(
    /// The number in the middle.
    number: String,
    /// Who cites whom.
    edges: Vec<Edge>,
) -> impl IntoView {
    let (route, t) = (expect_nav().route.get_untracked(), said());
    if edges.is_empty() {
        return None;
    }
    let language = expect_texts().language;
    // The number that it is all about stands in the middle.
    sweep::begin_at(".graph .drawing", 0.5);
    let nodes = nodes(&number, &edges);
    let place = |number: &str| nodes.iter().find(|node| node.number == *number);
    // Two of which one cites the other have one line, the one that says more.
    let joins = |edge: &Edge, other: &Edge| {
        [(&other.from, &other.to), (&other.to, &other.from)].contains(&(&edge.from, &edge.to))
    };
    let told = edges
        .iter()
        .filter(|edge| edge.cites || !edges.iter().any(|other| other.cites && joins(edge, other)));
    let lines = told.filter_map(|edge| {
        let (from, to) = (place(&edge.from)?, place(&edge.to)?);
        let class = if edge.cites { "arrow" } else { "together" };
        let head = edge.cites.then_some("url(#arrow-head)");
        Some(view! { <path class=class d=line(from, to) marker-end=head></path> })
    });
    let lines = lines.collect_view();
    let labels = nodes.iter().map(|node| {
        let own = node.number == number;
        let half = node.half_width();
        let shape = view! {
            <rect x=node.x - half y=node.y - HALF width=half * 2.0 height=HALF * 2.0 rx="4"></rect>
            <text x=node.x y=node.y + 5.0>{node.number.clone()}</text>
        };
        if own {
            view! { <g class="node own">{shape}</g> }.into_any()
        } else {
            view! { <g class="node"><a href=route.dossier(&node.number).href()>{shape}</a></g> }.into_any()
        }
    });
    let labels = labels.collect_view();
    let drawn = nodes.len();
    let others: BTreeSet<&String> =
        edges.iter().flat_map(|edge| [&edge.from, &edge.to]).filter(|end| **end != number).collect();
    let left_out = (others.len() >= drawn).then(|| format!(" {}", (t.drawn)(drawn - 1, others.len())));
    let rows = edges.into_iter().map(|edge| {
        let how = edge.relation.map(|relation| vocabulary::relation(language, &relation));
        let how = how.unwrap_or_else(|| if edge.cites { t.cites } else { t.cited_together }.to_owned());
        let link = |number: String| view! { <a class="whole" href=route.dossier(&number).href()>{number.clone()}</a> };
        view! { <tr><td>{link(edge.from)}</td><td>{how}</td><td>{link(edge.to)}</td><td class="number">{edge.documents}</td></tr> }
    });
    let rows = rows.collect_view();
    Some(view! {
        <section class="graph">
            <h2>{t.graph}</h2>
            <div class="drawing" tabindex="0" role="region" aria-label=t.graph>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="group" aria-label=(t.graph_is)(drawn)>
                    <defs>
                        <marker id="arrow-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">
                            <path d="M0 0 L10 5 L0 10 z"></path>
                        </marker>
                    </defs>
                    {lines}
                    {labels}
                </svg>
            </div>
            <sweep::Hint/>
            <p class="count">{t.legend} {left_out}</p>
            <details>
                <summary>{t.as_table}</summary>
                <div class="table" role="region" aria-label=t.as_table tabindex="0">
                    <table aria-label=t.as_table>
                        <thead><tr><th scope="col">{t.from}</th><th scope="col">{t.how}</th><th scope="col">{t.to}</th><th scope="col">{t.count}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    })
}

/// The number in the middle and those that have most to do with it, on an ellipse round it.
fn nodes(number: &str, edges: &[Edge]) -> Vec<Node> {
    let mut round: Vec<(&str, u32)> = Vec::new();
    for edge in edges {
        for end in [&edge.from, &edge.to] {
            if end == number {
                continue;
            }
            match round.iter_mut().find(|(known, _)| known == end) {
                Some((_, weight)) => *weight += edge.documents,
                None => round.push((end, edge.documents)),
            }
        }
    }
    round.sort_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));
    round.truncate(ROUND);
    let (cx, cy) = (WIDTH / 2.0, HEIGHT / 2.0);
    let middle = Node { number: number.to_owned(), x: cx, y: cy };
    let count = round.len().max(1) as f64;
    let others = round.into_iter().enumerate().map(|(at, (number, _))| {
        // Begun at the left, so that two stand side by side and not one above the other.
        let angle = std::f64::consts::PI + std::f64::consts::TAU * at as f64 / count;
        // Above and below the middle the ellipse is flat, and labels are wide: there they stand further apart.
        let x = cx + angle.cos().abs().powf(SPREAD).copysign(angle.cos()) * (cx - 100.0);
        let mut node = Node { number: number.to_owned(), x, y: cy + angle.sin() * (cy - 30.0) };
        let half = node.half_width().min(cx);
        node.x = node.x.clamp(half, WIDTH - half);
        node
    });
    std::iter::once(middle).chain(others).collect()
}

/// The line from one to the other, as SVG writes it: straight to and from the middle, bent away from it between others, where a
/// straight one would run through a label.
fn line(from: &Node, to: &Node) -> String {
    let (cx, cy) = (WIDTH / 2.0, HEIGHT / 2.0);
    let in_the_middle = |node: &Node| node.x == cx && node.y == cy;
    let (mx, my) = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    if in_the_middle(from) || in_the_middle(to) {
        let ((x1, y1), (x2, y2)) = (border(from, (to.x, to.y)), border(to, (from.x, from.y)));
        return format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
    }
    // Away from the middle; of two that face each other, to one side of it.
    let length = (mx - cx).hypot(my - cy);
    let (away_x, away_y) = if length > 1.0 {
        ((mx - cx) / length, (my - cy) / length)
    } else {
        let length = (to.x - from.x).hypot(to.y - from.y).max(1.0);
        ((from.y - to.y) / length, (to.x - from.x) / length)
    };
    // Half of this is how far the curve comes at its middle.
    let bend = (2.0 * (CLEAR - length)).max(CLEAR / 2.0);
    let over = (mx + away_x * bend, my + away_y * bend);
    let ((x1, y1), (x2, y2)) = (border(from, over), border(to, over));
    format!("M{x1:.1} {y1:.1}Q{:.1} {:.1} {x2:.1} {y2:.1}", over.0, over.1)
}

/// Where the line from `node` towards a point leaves the label of `node`.
fn border(node: &Node, (x, y): (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (x - node.x, y - node.y);
    let scale = ((node.half_width() + 4.0) / dx.abs()).min((HALF + 4.0) / dy.abs());
    if scale.is_finite() { (node.x + dx * scale, node.y + dy * scale) } else { (node.x, node.y) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str, documents: u32) -> Edge {
        Edge { from: from.into(), to: to.into(), documents, cites: true, ..Edge::default() }
    }

    #[test]
    fn the_numbers_that_have_most_to_do_with_it_stand_round_it() {
        let edges: Vec<Edge> = (1..40).map(|n| edge("A", &format!("B{n}"), n)).collect();
        let nodes = nodes("A", &edges);
        assert_eq!(nodes.len(), ROUND + 1);
        assert_eq!((nodes[0].number.as_str(), nodes[1].number.as_str()), ("A", "B39"));
        for node in &nodes {
            assert!((0.0..=WIDTH).contains(&node.x) && (0.0..=HEIGHT).contains(&node.y), "{node:?}");
        }
    }

    #[test]
    fn a_line_ends_at_the_border_of_the_label() {
        let at = |x, y| Node { number: "1".into(), x, y };
        let (x, y) = border(&at(0.0, 0.0), (100.0, 0.0));
        assert!(x > 0.0 && x < 40.0 && y == 0.0);
        assert_eq!(border(&at(5.0, 5.0), (5.0, 5.0)), (5.0, 5.0));
    }

    #[test]
    fn no_label_lies_on_another_however_many_there_are() {
        for count in 1..=ROUND as u32 {
            let edges: Vec<Edge> = (0..count)
                .map(|n| edge("62/2022/NĐ-CP", &format!("{}/2016/TT-BLĐTBXH", 20 + n), 1))
                .collect();
            let nodes = nodes("62/2022/NĐ-CP", &edges);
            for (at, one) in nodes.iter().enumerate() {
                assert!(one.x >= one.half_width() && one.x + one.half_width() <= WIDTH, "{count}: {one:?}");
                for other in &nodes[at + 1..] {
                    let beside = (one.x - other.x).abs() >= one.half_width() + other.half_width();
                    let above = (one.y - other.y).abs() >= 2.0 * HALF;
                    assert!(beside || above, "{count}: {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn lines_between_others_pass_by_the_middle() {
        let edges: Vec<Edge> = (0..10).map(|n| edge("01-CTr/QU", &format!("{n}-KH/QU"), 1)).collect();
        let nodes = nodes("01-CTr/QU", &edges);
        let straight = line(&nodes[1], &nodes[0]);
        assert!(straight.contains('L'), "{straight}");
        for (one, other) in [(1, 6), (2, 7), (3, 8), (1, 5)] {
            let path = line(&nodes[one], &nodes[other]);
            let numbers: Vec<f64> =
                path.split(['M', 'Q', ' ']).filter_map(|number| number.parse().ok()).collect();
            let [x1, y1, cx, cy, x2, y2] = numbers[..] else { panic!("{path}") };
            let half = ((x1 + 2.0 * cx + x2) / 4.0 - WIDTH / 2.0, (y1 + 2.0 * cy + y2) / 4.0 - HEIGHT / 2.0);
            assert!(
                half.0.abs() > nodes[0].half_width() || half.1.abs() > HALF,
                "{path} runs through the middle"
            );
        }
    }
}
