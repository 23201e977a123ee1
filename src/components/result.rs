//! A row of results.

use super::runs::Runs;
use crate::client::expect_client;
use crate::history::expect_nav;
use crate::i18n::format::date;
use crate::results::Row;
use crate::ui::{expect_texts, foreign};
use leptos::prelude::*;
use tangthu_protocol::Run;

/// A row of results: title, what is known of it, and a passage round the matches.
#[component]
pub(crate) fn ResultRow(
    /// The document found, and its better passage once it comes.
    row: Row,
    /// How many were found, all told.
    total: u32,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let language = foreign(expect_client().language().as_deref(), t);
    let Row { hit, at, passage, .. } = row;
    // The query may still change while the row stays; the link is that of the query now in the address.
    let id = hit.id.clone();
    let href = move || nav.route.with(|route| route.with_doc(&id).href());
    let stamp = match hit.published {
        Some(published) => view! { <time>{date(t.language, &published)}</time> }.into_any(),
        None => view! { <span>{t.undated}</span> }.into_any(),
    };
    let facts = [Some(hit.section.join(" / ")).filter(|s| !s.is_empty()), hit.source, hit.views.map(t.views)];
    let facts = facts.into_iter().flatten().map(|fact| view! { <span>{fact}</span> }).collect_view();
    let number = hit.number.map(|number| view! { <span class="number">{number}</span> });
    let title = if hit.title.iter().all(|run| run.text.trim().is_empty()) {
        vec![Run::plain(hit.id.clone())]
    } else {
        hit.title
    };
    let own = hit.snippet;
    let snippet = Memo::new(move |_| {
        let better = passage.get();
        if better.is_empty() { own.clone() } else { better }
    });
    let (name, place) = (format!("row-{at}"), (at + 1).to_string());
    let named = name.clone();
    view! {
        <article class="result" aria-labelledby=named aria-posinset=place aria-setsize=total.to_string()>
            <h2 id=name lang=language.clone()><a href=href><Runs runs=title links=false/></a></h2>
            <p class="facts">{number}{stamp}{facts}</p>
            <p class="snippet" class:later=hit.wants_text lang=language>{move || view! { <Runs runs=snippet.get() links=false/> }}</p>
        </article>
    }
}
