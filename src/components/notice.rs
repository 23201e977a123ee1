//! The line that offers a new version of the page.

use crate::offline::OfflineState;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// Shown while a new version waits.
#[component]
pub(crate) fn Notice() -> impl IntoView {
    let (offline, t) = (expect_context::<OfflineState>(), expect_texts());
    move || {
        offline.waiting.with(Option::is_some).then(|| {
            view! {
                <p class="notice">{t.update} " " <button type="button" on:click=move |_| offline.take_update()>{t.reload}</button></p>
            }
        })
    }
}
