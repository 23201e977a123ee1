//! The text of a document, block by block.

use super::runs::Runs;
use crate::i18n::Texts;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{BlockView, Run};

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
    let mut page = Page { t: expect_texts(), language: language.clone(), tables: 0 };
    let blocks = blocks.into_iter().enumerate().map(|(at, block)| page.draw(at, block)).collect_view();
    view! { <div lang=language>{blocks}</div> }
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
            BlockView::Figure(caption) => view! {
                <figure>
                    <div class="no-picture" lang=self.own()>{self.t.no_picture}</div>
                    <figcaption><Runs runs=caption/></figcaption>
                </figure>
            }
            .into_any(),
        }
    }

    /// A table in a frame of its own that scrolls sideways on narrow screens; the frame takes the keyboard's focus so
    /// that it can be scrolled without a mouse.
    fn table(&mut self, head: Vec<Vec<Run>>, rows: Vec<Vec<Vec<Run>>>) -> AnyView {
        self.tables += 1;
        let (name, own) = ((self.t.table)(self.tables), self.own());
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
