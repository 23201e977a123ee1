//! The files that belong to a document: listed with type and size, and handed out as downloads, never opened in the page.

use super::texts::texts;
use crate::client::expect_client;
use crate::i18n::format::bytes;
use crate::save;
use crate::study::ask_once;
use crate::ui::expect_texts;
use leptos::prelude::*;
use std::sync::Arc;
use tangthu_protocol::study::FileRequest;
use tangthu_protocol::{AttachmentView, DocumentView};

/// The files.
#[component]
pub(super) fn Attachments(
    /// The document.
    document: Arc<DocumentView>,
) -> impl IntoView {
    let t = texts(expect_texts().language);
    let files = document.attachments.clone();
    (!files.is_empty()).then(|| {
        let rows = files.into_iter().map(|file| view! { <File file/> }).collect_view();
        view! { <section class="side attachments"><h2>{t.attachments}</h2><ul>{rows}</ul></section> }
    })
}

#[component]
fn File(file: AttachmentView) -> impl IntoView {
    let (client, language) = (expect_client(), expect_texts().language);
    let t = texts(language);
    let AttachmentView { name, media_type, bytes: size, sha256, .. } = file;
    let missing = sha256.is_none().then(|| t.missing.to_owned());
    // Where the name has an ending, it says what the file is in fewer letters.
    let kind = media_type.clone().filter(|_| !has_ending(&name));
    let facts: Vec<String> =
        [kind, size.map(|size| bytes(language, size)), missing].into_iter().flatten().collect();
    let said = RwSignal::new("");
    let shown = name.clone();
    let button = sha256.map(|sha256| {
        let label = (t.fetch)(&name);
        let fetch = move |_| {
            said.set(t.fetching);
            let name = name.clone();
            let request = FileRequest { sha256: sha256.clone(), media_type: media_type.clone() };
            ask_once(client, request, move |answer| {
                // Under a type that no program opens by itself, whatever the archive says.
                let saved =
                    answer.is_ok_and(|file| save::file(&name, "application/octet-stream", &file.bytes));
                let _ = said.try_set(if saved { t.fetched } else { t.failed });
            });
        };
        view! { <button type="button" aria-label=label on:click=fetch>{t.download}</button> }
    });
    view! {
        <li>
            <span class="file-name">{shown}</span> <span class="count">{facts.join(" · ")}</span>
            " " {button} <span aria-live="polite">{said}</span>
        </li>
    }
}

/// Whether a name ends as those of files do: `.docx`.
fn has_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_short = (2..=5).contains(&ending.len());
        !stem.is_empty() && is_short && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
