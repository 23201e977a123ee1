//! The receipt: where a document came from, where else it was found, and what of it was verified here and now. Hashes are made and
//! compared in the worker; what the archive does not hold is told as recorded and no more.

use super::texts::{BesideTexts, texts};
use crate::client::expect_client;
use crate::i18n::format::{bytes, date};
use crate::i18n::trouble::{Trouble, say};
use crate::save;
use crate::signed;
use crate::study::{Asked, ask};
use crate::ui::expect_texts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use tangthu_protocol::study::{Proof, Receipt as Told, ReceiptRequest};
use tangthu_protocol::{DocumentView, Language, Signature};

/// A line of the receipt: what it is, what is written, whether that is a hash, and what is known of it.
#[derive(Clone, PartialEq)]
struct Row {
    label: &'static str,
    value: String,
    is_hash: bool,
    state: String,
}

/// The original page, the input, the hashes, and the signature of the archive.
#[component]
pub(super) fn Receipt(
    /// The document.
    document: Arc<DocumentView>,
) -> impl IntoView {
    let (client, language) = (expect_client(), expect_texts().language);
    let t = texts(language);
    // The source may be long: it is fetched and hashed when the reader asks for it.
    let look = RwSignal::new(false);
    let id = document.id.clone();
    let told: Asked<Told> = ask(client, move || Some(ReceiptRequest { id: id.clone(), source: look.get() }));
    let signature = RwSignal::new(None::<Signature>);
    if untrack(|| signed::concerns(client)) {
        signed::ask(client, move |told| drop(signature.try_set(Some(told))));
    } else {
        signature.set(Some(Signature::default()));
    }
    let (shown, said) = (Arc::clone(&document), RwSignal::new(String::new()));
    let rows = Memo::new(move |_| {
        let mut rows = recorded(t, language, &shown, told.answer.get().as_ref());
        told.answer.with(|told| rows.extend(told.iter().flat_map(|told| verified(t, language, told))));
        signature.with(|told| {
            let Some(told) = told else { return };
            let known = signed::known(client);
            let judged = signed::judge::judge(told, known.as_ref());
            let words = signed::texts::sentence(language, judged, told, known.as_ref());
            if !told.manifest.is_empty() {
                rows.push(Row {
                    label: t.manifest,
                    value: told.manifest.clone(),
                    is_hash: true,
                    state: String::new(),
                });
            }
            rows.push(Row { label: t.signature, value: words, is_hash: false, state: String::new() });
        });
        rows
    });
    let title: String = document.title.iter().map(|run| run.text.as_str()).collect();
    let copy = move |_| {
        let now = String::from(js_sys::Date::new_0().to_iso_string());
        let lines = rows.with_untracked(|rows| rows.iter().map(line).collect::<Vec<_>>().join("\n"));
        let text = format!("{}: {title}\n{lines}\n{}: {now}\n", t.receipt, t.made);
        spawn_local(async move {
            let copied = save::copy(&text).await;
            let _ = said.try_set(if copied { t.copied } else { t.failed_copy }.to_owned());
        });
    };
    // What came of looking is said aloud; that the rows arrived is not, since they come with every document.
    Effect::new(move |_| {
        let found = told.answer.with(|told| told.as_ref().map(|told| told.source.clone()));
        if look.get()
            && let Some(proof @ (Proof::Verified | Proof::Failed(_))) = found
        {
            said.set(format!("SHA-256: {}", state(t, language, &proof)));
        }
    });
    let verify = move || {
        let is_kept = told
            .answer
            .with(|told| told.as_ref().is_some_and(|told| matches!(told.source, Proof::Kept { .. })));
        is_kept.then(
            || view! { <button type="button" on:click=move |_| look.set(true)>{t.verify_source}</button> },
        )
    };
    view! {
        <section class="side receipt">
            <h2>{t.receipt}</h2>
            <dl>{move || rows.get().into_iter().map(draw).collect_view()}</dl>
            <p class="buttons">
                {verify}
                <button type="button" on:click=copy>{t.copy_receipt}</button>
                <span aria-live="polite">{said}</span>
            </p>
        </section>
    }
}

/// What the document itself tells of where it came from. Of its source's hash, `told` says what was verified.
fn recorded(t: &BesideTexts, language: Language, document: &DocumentView, told: Option<&Told>) -> Vec<Row> {
    let provenance = document.provenance.clone().unwrap_or_default();
    let source = told.map(|told| state(t, language, &told.source)).unwrap_or_default();
    let original = document.url.clone().filter(|url| is_web(url));
    let recorded = || t.recorded.to_owned();
    let rows = [
        (t.original, original, false, recorded()),
        (t.input, provenance.input, false, recorded()),
        ("SHA-256", provenance.sha256, true, source),
        (t.crawled, provenance.crawled.map(|text| date(language, &text)), false, recorded()),
        (t.digest, provenance.digest, true, recorded()),
        (t.tool, provenance.tool, false, recorded()),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, value, is_hash, state)| Some(Row { label, value: value?, is_hash, state }));
    let copies = provenance.copies.into_iter();
    let copies = copies.map(|value| Row { label: t.copies, value, is_hash: false, state: recorded() });
    rows.chain(copies).collect()
}

/// What the archive's own files say.
fn verified(t: &BesideTexts, language: Language, told: &Told) -> Vec<Row> {
    let mut rows = Vec::new();
    if let (Some(name), Some(hash)) = (&told.part_name, &told.part_hash) {
        let state = state(t, language, &told.part);
        rows.push(Row { label: t.part, value: name.clone(), is_hash: false, state });
        rows.push(Row { label: t.part_hash, value: hash.clone(), is_hash: true, state: String::new() });
    }
    let (value, state) = (told.document_hash.clone(), t.made_now.to_owned());
    rows.push(Row { label: t.document_hash, value, is_hash: true, state });
    rows
}

/// What is known of a hash, in words.
fn state(t: &BesideTexts, language: Language, proof: &Proof) -> String {
    match proof {
        Proof::Absent => String::new(),
        Proof::Recorded => t.only_recorded.to_owned(),
        Proof::Kept { bytes: length } => {
            let length = length.map(|length| bytes(language, length)).unwrap_or_default();
            (t.kept)(&length)
        }
        Proof::Verified => t.checked.to_owned(),
        Proof::Failed(failure) => {
            format!("{} {}", t.not_checked, say(language, &Trouble::Archive(failure.clone())).what)
        }
    }
}

/// A row as text.
fn line(row: &Row) -> String {
    let state = if row.state.is_empty() { String::new() } else { format!(" [{}]", row.state) };
    format!("{}: {}{state}", row.label, row.value)
}

fn draw(row: Row) -> AnyView {
    let value = match row.is_hash {
        true => view! { <code>{row.value}</code> }.into_any(),
        false if is_web(&row.value) => link(row.value).into_any(),
        false => row.value.into_any(),
    };
    let state = (!row.state.is_empty()).then(|| view! { " " <span class="count">{row.state}</span> });
    view! { <div><dt>{row.label}</dt><dd>{value}{state}</dd></div> }.into_any()
}

/// The engine lets only http and https pass; a link is worth looking twice.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn link(url: String) -> impl IntoView {
    let words = url.clone();
    view! { <a href=url rel="noopener noreferrer" target="_blank">{words}</a> }
}
