//! The document numbers that a document cites, and the files that belong to it.

use crate::history::expect_nav;
use crate::i18n::format::bytes;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{AttachmentView, Count};

/// Cited numbers, each a link to all documents that cite or bear it.
#[component]
pub(crate) fn Cited(
    /// Numbers and how often each is cited.
    cites: Vec<Count>,
) -> impl IntoView {
    let (route, t) = (expect_nav().route.get_untracked(), expect_texts());
    (!cites.is_empty()).then(|| {
        let rows = cites.into_iter().map(|cite| {
            let href = route.of_number(&cite.value).href();
            view! { <li><a href=href>{cite.value}</a> " " <span class="count">{(t.times)(cite.count)}</span></li> }
        });
        view! { <section class="side"><h2>{t.labels.cited}</h2><ul>{rows.collect_view()}</ul></section> }
    })
}

/// The files that belong to a document.
#[component]
pub(crate) fn Attachments(
    /// The files.
    files: Vec<AttachmentView>,
) -> impl IntoView {
    let t = expect_texts();
    (!files.is_empty()).then(|| {
        let rows = files.into_iter().map(|file| {
            let facts = [file.media_type, file.bytes.map(|size| bytes(t.language, size))];
            let facts: Vec<String> = facts.into_iter().flatten().collect();
            view! { <li>{file.name} " " <span class="count">{facts.join(", ")}</span></li> }
        });
        view! { <section class="side"><h2>{t.labels.attachments}</h2><ul>{rows.collect_view()}</ul></section> }
    })
}
