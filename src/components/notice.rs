//! What concerns the whole page: the way back from another archive to the site's own, where it has one, and the offer of a new version of the page.

use crate::client::expect_client;
use crate::history::expect_nav;
use crate::offline::OfflineState;
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The way back is shown while another archive than the site's own is read; the offer, while a new version waits.
#[component]
pub(crate) fn Notice() -> impl IntoView {
    let (nav, offline, t) = (expect_nav(), expect_context::<OfflineState>(), expect_texts());
    let lacks_own = expect_client().lacks_own;
    // The page opens that archive when it is given no other.
    let own = move || {
        nav.route.with(|route| {
            (route.archive.is_some() && !lacks_own.get()).then(|| {
                let own = Route { archive: None, ..route.start() }.href();
                view! { <p class="notice"><a href=own>"← " {t.default_archive}</a></p> }
            })
        })
    };
    view! {
        {own}
        {move || {
            offline.waiting.with(Option::is_some).then(|| {
                view! {
                    <p class="notice">{t.update} " " <button type="button" on:click=move |_| offline.take_update()>{t.reload}</button></p>
                }
            })
        }}
    }
}
