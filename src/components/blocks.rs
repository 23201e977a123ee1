//! The text of a document, block by block.

use super::runs::Runs;
use crate::i18n::Texts;
use crate::i18n::reading::reading;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{BlockView, Run};

/// From so many blocks on only those near the screen are laid out (`.long` in the style sheet).
const LONG: usize = 200;

/// Items and cells, and blocks of one piece, that are drawn at once: a second's work. A longer text goes on at the press of a
/// button, so that none, whoever made it, takes the memory of the tab.
const AT_ONCE: usize = 20_000;

/// The id of the heading that is block `at`, for the outline.
pub(crate) fn heading_id(at: usize) -> String {
    format!("h-{at}")
}

/// Draws the blocks of a text.
#[component]
pub(crate) fn Blocks(
    /// The blocks.
    blocks: Vec<BlockView>,
    /// The text's language, where it is not the page's. What the page itself says in between keeps the page's.
    language: Option<String>,
) -> impl IntoView {
    let page = Page { t: expect_texts(), language: language.clone(), tables: 0 };
    let long = blocks.len() > LONG;
    let blocks = page.stretch(stretches(blocks).into_iter());
    view! { <div class="text" class:long=long lang=language>{blocks}</div> }
}

/// Blocks with their numbers in the text.
type Stretch = Vec<(usize, BlockView)>;

/// The text in stretches that are drawn at once: nearly always it is one.
fn stretches(blocks: Vec<BlockView>) -> Vec<Stretch> {
    let (mut stretches, mut last, mut full) = (Vec::new(), Stretch::new(), 0);
    for (at, block) in blocks.into_iter().enumerate() {
        let mut left = Some(block);
        while let Some(block) = left.take() {
            let (block, pieces, rest) = cut(block);
            left = rest;
            if full + pieces > AT_ONCE && full > 0 {
                stretches.push(std::mem::take(&mut last));
                full = 0;
            }
            full += pieces;
            last.push((at, block));
        }
    }
    stretches.push(last);
    stretches
}

/// As much of a block as is drawn at once, how many pieces that are, and the rest.
fn cut(block: BlockView) -> (BlockView, usize, Option<BlockView>) {
    match block {
        BlockView::List(ordered, mut items) => {
            let rest = items.split_off(items.len().min(AT_ONCE));
            let rest = (!rest.is_empty()).then_some(BlockView::List(ordered, rest));
            let pieces = items.len();
            (BlockView::List(ordered, items), pieces, rest)
        }
        BlockView::Table(mut head, mut rows) => {
            if head.len() > AT_ONCE {
                rows.insert(0, std::mem::take(&mut head));
            }
            let mut cells = head.len();
            let fit = rows.iter().position(|row| {
                cells += row.len();
                cells > AT_ONCE
            });
            let Some(fit) = fit else { return (BlockView::Table(head, rows), cells, None) };
            if let Some(row) = rows.first_mut().filter(|row| row.len() > AT_ONCE) {
                let rest = row.split_off(AT_ONCE);
                rows.insert(1, rest);
            }
            let rest = rows.split_off(fit.max(1));
            (BlockView::Table(head, rows), AT_ONCE, Some(BlockView::Table(Vec::new(), rest)))
        }
        block => (block, 1, None),
    }
}

/// What drawing a block needs to know of the others.
struct Page {
    t: &'static Texts,
    language: Option<String>,
    tables: usize,
}

impl Page {
    /// The `lang` attribute of the page's own words within a text of another language.
    fn own(&self) -> Option<&'static str> {
        self.language.as_ref().map(|_| self.t.tag)
    }

    /// Draws the first stretch, and behind it the button for the next.
    fn stretch(mut self, mut stretches: std::vec::IntoIter<Stretch>) -> AnyView {
        let blocks = stretches.next().unwrap_or_default();
        let blocks = blocks.into_iter().map(|(at, block)| self.draw(at, block)).collect_view();
        if stretches.len() == 0 {
            return blocks.into_any();
        }
        let (opened, own, more) = (RwSignal::new(false), self.own(), self.t.more);
        let rest = StoredValue::new_local(Some((self, stretches)));
        let next = move || {
            match opened.get().then(|| rest.try_update_value(Option::take).flatten()).flatten() {
            Some((page, stretches)) => page.stretch(stretches),
            None => view! { <p lang=own><button type="button" on:click=move |_| opened.set(true)>{more}</button></p> }
                .into_any(),
        }
        };
        view! { {blocks} {next} }.into_any()
    }

    fn draw(&mut self, at: usize, block: BlockView) -> AnyView {
        match block {
            BlockView::Heading(level, runs) => heading(at, level, runs),
            BlockView::Paragraph(runs) => view! { <p><Runs runs/></p> }.into_any(),
            BlockView::Quote(runs) => view! { <blockquote><p><Runs runs/></p></blockquote> }.into_any(),
            BlockView::List(ordered, items) => {
                let items = items.into_iter().map(|runs| view! { <li><Runs runs/></li> }).collect_view();
                if ordered {
                    view! { <ol>{items}</ol> }.into_any()
                } else {
                    view! { <ul>{items}</ul> }.into_any()
                }
            }
            BlockView::Table(head, rows) => self.table(head, rows),
            BlockView::Figure(caption, file) => {
                // A picture comes later, into a frame that keeps its place (`crate::beside`).
                let frame = match file {
                    Some(at) => view! { <div class="frame" data-file=at.to_string()></div> }.into_any(),
                    None => view! { <div class="frame no-picture" lang=self.own()>{reading(self.t.language).no_picture}</div> }
                        .into_any(),
                };
                view! { <figure>{frame}<figcaption><Runs runs=caption/></figcaption></figure> }.into_any()
            }
        }
    }

    /// A table in a frame of its own that scrolls sideways on narrow screens; the frame takes the keyboard's focus so
    /// that it can be scrolled without a mouse.
    fn table(&mut self, head: Vec<Vec<Run>>, rows: Vec<Vec<Vec<Run>>>) -> AnyView {
        self.tables += 1;
        let (name, own) = ((reading(self.t.language).table)(self.tables), self.own());
        let head = (!head.is_empty()).then(|| {
            let cells =
                head.into_iter().map(|runs| view! { <th scope="col"><Runs runs/></th> }).collect_view();
            view! { <thead><tr>{cells}</tr></thead> }
        });
        let rows = rows
            .into_iter()
            .map(|row| {
                let cells = row.into_iter().map(|runs| view! { <td><Runs runs/></td> }).collect_view();
                view! { <tr>{cells}</tr> }
            })
            .collect_view();
        view! {
            <div class="table" role="region" aria-label=name lang=own tabindex="0">
                <table lang=self.language.clone()>{head}<tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    }
}

fn heading(at: usize, level: u8, runs: Vec<Run>) -> AnyView {
    let id = heading_id(at);
    match level {
        0..=2 => view! { <h2 id=id tabindex="-1"><Runs runs/></h2> }.into_any(),
        3 => view! { <h3 id=id tabindex="-1"><Runs runs/></h3> }.into_any(),
        4 => view! { <h4 id=id tabindex="-1"><Runs runs/></h4> }.into_any(),
        5 => view! { <h5 id=id tabindex="-1"><Runs runs/></h5> }.into_any(),
        _ => view! { <h6 id=id tabindex="-1"><Runs runs/></h6> }.into_any(),
    }
}
