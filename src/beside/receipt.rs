//! The receipt: where a document came from, where else it was found, and what proves it.

use super::texts::texts;
use crate::i18n::format::date;
use crate::ui::expect_texts;
use leptos::prelude::*;
use std::sync::Arc;
use tangthu_protocol::DocumentView;

/// The file of the archive that holds a document, its hash, and the hash of the document.
pub(super) type Proof = Memo<Option<(Option<String>, Option<String>, String)>>;

/// The original page, the input and the hashes.
#[component]
pub(super) fn Receipt(
    /// The document.
    document: Arc<DocumentView>,
    /// What the archive's own files say.
    proof: Proof,
) -> impl IntoView {
    let language = expect_texts().language;
    let t = texts(language);
    let original = document.url.clone().filter(|url| is_web(url)).map(|url| {
        view! { <div><dt>{t.original}</dt><dd>{link(url)}</dd></div> }
    });
    let provenance = document.provenance.clone().unwrap_or_default();
    let hashed = provenance.sha256.is_some();
    let copies = (!provenance.copies.is_empty()).then(|| {
        let rows = provenance.copies.into_iter().map(|copy| {
            let copy = if is_web(&copy) { link(copy).into_any() } else { copy.into_any() };
            view! { <li>{copy}</li> }
        });
        view! { <div><dt>{t.copies}</dt><dd><ul>{rows.collect_view()}</ul></dd></div> }
    });
    let rows = [
        (t.input, provenance.input, false),
        ("SHA-256", provenance.sha256, true),
        (t.crawled, provenance.crawled.map(|text| date(language, &text)), false),
        (t.digest, provenance.digest, true),
        (t.tool, provenance.tool, false),
    ];
    let rows =
        rows.into_iter().filter_map(|(label, value, code)| Some(row(label, value?, code))).collect_view();
    let own = move || {
        proof.get().map(|(part, hash, document)| {
            let part = part.map(|part| row(t.part, format!("{part} – {}", t.checked), false));
            let hash = hash.map(|hash| row("SHA-256", hash, true));
            view! { {part} {hash} {(!document.is_empty()).then(|| row(t.document_hash, document, true))} }
        })
    };
    view! {
        <section class="side receipt">
            <h2>{t.receipt}</h2>
            <dl>{original}{rows}{copies}{own}</dl>
            {hashed.then(|| view! { <p>{t.note}</p> })}
        </section>
    }
}

fn row(label: &'static str, value: String, code: bool) -> AnyView {
    let value = if code { view! { <code>{value}</code> }.into_any() } else { value.into_any() };
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

/// The engine lets only http and https pass; a link is worth looking twice.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn link(url: String) -> impl IntoView {
    let words = url.clone();
    view! { <a href=url rel="noopener noreferrer" target="_blank">{words}</a> }
}
