//! The receipt: where a document came from and what proves it.

use crate::i18n::format::date;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::ProvenanceView;

/// The original page, the input and its hash.
#[component]
pub(crate) fn Receipt(
    /// The original page.
    url: Option<String>,
    /// How it came into the archive.
    provenance: Option<ProvenanceView>,
) -> impl IntoView {
    let t = expect_texts();
    let labels = &t.labels;
    // The engine lets only http and https pass; a link is worth looking twice.
    let safe = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let original = url.filter(safe).map(|url| {
        view! {
            <div><dt>{labels.original}</dt><dd><a href=url rel="noopener noreferrer" target="_blank">{url.clone()}</a></dd></div>
        }
    });
    let provenance = provenance.unwrap_or_default();
    let hashed = provenance.sha256.is_some();
    let rows = [
        (labels.input, provenance.input, false),
        ("SHA-256", provenance.sha256, true),
        (labels.crawled, provenance.crawled.map(|text| date(t.language, &text)), false),
        (labels.tool, provenance.tool, false),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .filter_map(|(label, value, code)| {
            value.map(|value| {
                let value = if code { view! { <code>{value}</code> }.into_any() } else { value.into_any() };
                view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
            })
        })
        .collect();
    (original.is_some() || !rows.is_empty()).then(|| {
        view! {
            <section class="receipt">
                <h2>{labels.receipt}</h2>
                <dl>{original}{rows}</dl>
                {hashed.then(|| view! { <p>{labels.receipt_note}</p> })}
            </section>
        }
    })
}
