//! What is known of a document beside its text, as a list of terms.

use crate::history::expect_nav;
use crate::i18n::format::{date, number};
use crate::i18n::reading::reading;
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
    let labels = &reading(t.language).labels;
    let day = |text: &Option<String>| text.as_deref().map(|text| date(t.language, text));
    let list = |values: &[String], between: &str| Some(values.join(between)).filter(|text| !text.is_empty());
    // Everything that is known of it, and who cites it.
    let route = expect_nav().route.get_untracked();
    let own = document.number.clone().map(|number| {
        let href = route.dossier(&number).href();
        view! { <div><dt>{labels.number}</dt><dd><a href=href>{number}</a></dd></div> }
    });
    let undated = || document.issued.is_none().then(|| t.undated.to_owned());
    let rows = [
        (labels.kind, document.kind.clone()),
        (labels.issuer, document.issuer.clone()),
        (labels.issued, day(&document.issued)),
        (labels.effective, day(&document.effective)),
        (labels.published, day(&document.published).or_else(undated)),
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
    view! { <dl class="meta">{own} {rows.collect_view()}</dl> }
}
