//! What is known of a document beside its text, as a list of terms.

use crate::i18n::format::{date, number};
use crate::ui::expect_texts;
use leptos::prelude::*;
use std::sync::Arc;
use tangthu_protocol::DocumentView;

/// The list of what is known; what is not known has no line.
#[component]
pub(crate) fn Meta(
    /// The document.
    document: Arc<DocumentView>,
) -> impl IntoView {
    let t = expect_texts();
    let labels = &t.labels;
    let day = |text: &Option<String>| text.as_deref().map(|text| date(t.language, text));
    let list = |values: &[String], between: &str| Some(values.join(between)).filter(|text| !text.is_empty());
    let rows = [
        (labels.number, document.number.clone()),
        (labels.kind, document.kind.clone()),
        (labels.issuer, document.issuer.clone()),
        (labels.issued, day(&document.issued)),
        (labels.effective, day(&document.effective)),
        (labels.published, Some(day(&document.published).unwrap_or_else(|| t.undated.to_owned()))),
        (labels.updated, day(&document.updated)),
        (labels.section, list(&document.section, " / ")),
        (labels.source, document.source.clone()),
        (labels.authors, list(&document.authors, ", ")),
        (labels.views, document.views.map(|views| number(t.language, views))),
        (labels.tags, list(&document.tags, ", ")),
    ];
    let rows = rows.into_iter().filter_map(|(label, value)| {
        value.map(|value| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
    });
    view! { <dl class="meta">{rows.collect_view()}</dl> }
}
