//! A small drawing of which documents cite which: the number in the middle, the others round it. Each is a link, and a table
//! says the same.

use super::said;
use crate::history::expect_nav;
use crate::i18n::vocabulary;
use crate::rooms::sweep;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::Edge;

/// Most numbers round the one in the middle: more would lie on one another.
const ROUND: usize = 10;
/// The size of the drawing, in its own units.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
/// Half the height of a label, and half the width of one of its letters.
const HALF: f64 = 17.0;
const LETTER: f64 = 4.6;

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
    let lines = edges.iter().filter_map(|edge| {
        let (from, to) = (place(&edge.from)?, place(&edge.to)?);
        let ((x1, y1), (x2, y2)) = (border(from, to), border(to, from));
        let class = if edge.cites { "arrow" } else { "together" };
        let head = edge.cites.then_some("url(#arrow-head)");
        Some(view! { <line class=class x1=x1 y1=y1 x2=x2 y2=y2 marker-end=head></line> })
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
            <p class="count">{t.legend}</p>
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
        Node {
            number: number.to_owned(),
            x: cx + angle.cos() * (cx - 100.0),
            y: cy + angle.sin() * (cy - 30.0),
        }
    });
    std::iter::once(middle).chain(others).collect()
}

/// Where the line from `node` to `other` leaves the label of `node`.
fn border(node: &Node, other: &Node) -> (f64, f64) {
    let (dx, dy) = (other.x - node.x, other.y - node.y);
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
        let (x, y) = border(&at(0.0, 0.0), &at(100.0, 0.0));
        assert!(x > 0.0 && x < 40.0 && y == 0.0);
        assert_eq!(border(&at(5.0, 5.0), &at(5.0, 5.0)), (5.0, 5.0));
    }
}
