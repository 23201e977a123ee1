//! The citation of a document, and a button that copies it.

use crate::cite::citation;
use crate::dom;
use crate::history::expect_nav;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::DocumentView;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The citation and its button.
#[component]
pub(crate) fn Citing(
    /// The document.
    document: DocumentView,
) -> impl IntoView {
    let t = expect_texts();
    // The lasting address of the document: this page's, without the search that led here.
    let route = expect_nav().route.get_untracked();
    let search = route.start().with_doc(&document.id).to_search();
    let location = dom::window().map(|window| window.location());
    let page = location.and_then(|place| Some(place.origin().ok()? + &place.pathname().ok()?));
    let address = page.unwrap_or_default() + &search;
    let text = citation(t.language, &document, &address);
    let (said, place) = (RwSignal::new(""), NodeRef::<leptos::html::P>::new());
    let shown = text.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let copied = copy_text(&text).await;
            if !copied
                && let (Some(place), Some(Ok(Some(selection)))) =
                    (place.try_get_untracked().flatten(), dom::window().map(|w| w.get_selection()))
            {
                // Pages that came over plain http may not write to the clipboard; the words are selected instead.
                let _ = selection.select_all_children(&place);
            }
            // The reader may have left the document meanwhile.
            let _ = said.try_set(if copied { t.copied } else { t.copy_by_hand });
        });
    };
    view! {
        <section class="citing">
            <h2>{t.labels.citation}</h2>
            <p node_ref=place>{shown}</p>
            <p><button type="button" on:click=copy>{t.copy}</button> " " <span aria-live="polite">{said}</span></p>
        </section>
    }
}

async fn copy_text(text: &str) -> bool {
    let Some(window) = dom::window().filter(|window| window.is_secure_context()) else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
