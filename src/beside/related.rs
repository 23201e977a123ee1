//! Documents near to the one that is read.

use super::texts::texts;
use crate::client::Client;
use crate::history::expect_nav;
use crate::i18n::format::day;
use crate::study::{Asked, ask};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::{Related, RelatedRequest};

/// How many are shown.
const COUNT: u32 = 6;
/// How many of the things that two documents share are named.
const SHARED: usize = 4;

/// Asks for the documents near to `id`.
pub(super) fn ask_related(client: Client, id: String) -> Asked<Related> {
    ask(client, move || Some(RelatedRequest { id: id.clone(), count: COUNT }))
}

/// Related documents, each with what it shares with this one.
#[component]
pub(super) fn RelatedDocuments(
    /// The answer.
    related: Asked<Related>,
) -> impl IntoView {
    let (route, language) = (expect_nav().route.get_untracked(), expect_texts().language);
    let t = texts(language);
    move || {
        let documents = related.answer.get()?.documents;
        let rows = documents.into_iter().map(|near| {
            let href = route.start().with_doc(&near.document.id).href();
            let published = match &near.document.published {
                Some(published) => day(language, published),
                None => expect_texts().undated.to_owned(),
            };
            let shared = near.shared.into_iter().take(SHARED).collect::<Vec<_>>().join(", ");
            let title = Some(near.document.title).filter(|title| !title.trim().is_empty());
            view! {
                <li>
                    <a href=href>{title.unwrap_or(near.document.id)}</a> " "
                    <span class="count">{published} {(!shared.is_empty()).then(|| format!(" · {} {shared}", t.shared))}</span>
                </li>
            }
        });
        let rows: Vec<_> = rows.collect();
        let list = if rows.is_empty() {
            view! { <p class="count">{t.none_related}</p> }.into_any()
        } else {
            view! { <ul>{rows}</ul> }.into_any()
        };
        Some(view! { <section class="side"><h2>{t.related}</h2>{list}</section> })
    }
}
