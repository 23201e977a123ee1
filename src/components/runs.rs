//! Stretches of text: plain, matched, or citing a document number. Text nodes only, whatever the archive says.

use crate::history::expect_nav;
use leptos::prelude::*;
use tangthu_protocol::Run;

/// Draws runs; citations become links to the documents that cite or bear the number.
#[component]
pub(crate) fn Runs(
    /// The stretches.
    runs: Vec<Run>,
    /// Whether citations are links: not inside another link.
    #[prop(default = true)]
    links: bool,
) -> impl IntoView {
    let route = expect_nav().route.get_untracked();
    let draw = move |run: Run| {
        let link = run.cite.filter(|_| links).map(|number| route.of_number(&number).href());
        match (link, run.hit) {
            (Some(href), true) => view! { <a class="cite" href=href><mark>{run.text}</mark></a> }.into_any(),
            (Some(href), false) => view! { <a class="cite" href=href>{run.text}</a> }.into_any(),
            (None, true) => view! { <mark>{run.text}</mark> }.into_any(),
            (None, false) => run.text.into_any(),
        }
    };
    runs.into_iter().map(draw).collect_view()
}
