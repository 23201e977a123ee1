//! The headings of a document, to jump to.

use super::blocks::heading_id;
use crate::dom;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::BlockView;
use web_sys::HtmlElement;

/// The outline, where there are two headings or more.
#[component]
pub(crate) fn Outline(
    /// The text.
    blocks: Vec<BlockView>,
) -> impl IntoView {
    let t = expect_texts();
    let headings = blocks.into_iter().enumerate().filter_map(|(at, block)| match block {
        BlockView::Heading(level, runs) => {
            Some((at, level, runs.into_iter().map(|run| run.text).collect::<String>()))
        }
        _ => None,
    });
    let headings: Vec<_> = headings.collect();
    (headings.len() > 1).then(|| {
        let rows = headings.into_iter().map(|(at, level, text)| {
            // A button and not a link to #h-1: the address after `#` is no part of the page's state.
            let jump = move |_| {
                if let Some(heading) = dom::by_id::<HtmlElement>(&heading_id(at)) {
                    heading.scroll_into_view();
                    let _ = heading.focus();
                }
            };
            view! { <li class:inner={level > 2}><button type="button" class="link" on:click=jump>{text}</button></li> }
        });
        view! {
            <nav class="side" aria-label=t.labels.outline>
                <h2>{t.labels.outline}</h2>
                <ul>{rows.collect_view()}</ul>
            </nav>
        }
    })
}
