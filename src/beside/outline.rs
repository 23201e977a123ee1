//! The headings of a document, to jump to.

use super::place;
use super::texts::texts;
use crate::components::blocks::heading_id;
use crate::dom;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::BlockView;
use web_sys::HtmlElement;

/// The outline, where there are two headings or more.
#[component]
pub(super) fn Outline(
    /// The headings of the text: the block, the level, the words.
    headings: Vec<(usize, u8, String)>,
) -> impl IntoView {
    let t = texts(expect_texts().language);
    (headings.len() > 1).then(|| {
        let rows = headings.into_iter().map(|(at, level, text)| {
            // A button and not a link to #h-1: the address after `#` is no part of the page's state.
            let jump = move |_| {
                if let Some(heading) = dom::by_id::<HtmlElement>(&heading_id(at)) {
                    place::look_at(&heading, true);
                }
            };
            view! { <li class:inner={level > 2}><button type="button" class="link" on:click=jump>{text}</button></li> }
        });
        view! {
            <nav class="side" aria-label=t.outline>
                <h2>{t.outline}</h2>
                <ul>{rows.collect_view()}</ul>
            </nav>
        }
    })
}

/// The headings of a text.
pub(super) fn headings(blocks: &[BlockView]) -> Vec<(usize, u8, String)> {
    let heading = |(at, block): (usize, &BlockView)| match block {
        BlockView::Heading(level, runs) => {
            Some((at, *level, runs.iter().map(|run| run.text.as_str()).collect()))
        }
        _ => None,
    };
    blocks.iter().enumerate().filter_map(heading).collect()
}
