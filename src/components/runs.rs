//! Stretches of text: plain, matched, citing a document number, or short for something. Text nodes only, whatever the archive says.

use crate::history::expect_nav;
use leptos::prelude::*;
use tangthu_protocol::Run;

/// Draws runs; citations become links to the dossier of the number.
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
        let link = run.cite.filter(|_| links).map(|number| route.dossier(&number).href());
        let words = match run.means {
            Some(long) => view! { <abbr title=long>{run.text}</abbr> }.into_any(),
            None => run.text.into_any(),
        };
        let words = if run.hit { view! { <mark>{words}</mark> }.into_any() } else { words };
        match link {
            Some(href) => view! { <a class="cite" href=href>{words}</a> }.into_any(),
            None => words,
        }
    };
    runs.into_iter().map(draw).collect_view()
}
