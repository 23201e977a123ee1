//! The footer: the archive's own words about itself, who signed it, and the truth about reading without a network.

use crate::client::{Archive, expect_client};
use crate::history::expect_nav;
use crate::later::Signed;
use crate::offline::{Offline, OfflineState};
use crate::route::View;
use crate::signed;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The footer.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let (offline, t, client, nav) =
        (expect_context::<OfflineState>(), expect_texts(), expect_client(), expect_nav());
    let about = move || {
        client.archive.with(|archive| match archive {
            Archive::Open(info) => info.description.clone().map(|words| view! { <p>{words}</p> }),
            _ => None,
        })
    };
    let state = move || match offline.state.get() {
        Offline::Ready => t.offline_ready,
        Offline::Coming => t.offline_coming,
        Offline::OneFile => t.offline_one_file,
        Offline::Insecure => t.offline_insecure,
        Offline::Cannot => t.offline_cannot,
    };
    let whole = move || {
        (offline.state.get() == Offline::Ready).then(|| {
            let href = nav.route.with(|route| route.with_view(View::Library).href());
            view! { <a href=href>{t.offline_whole}</a> " " }
        })
    };
    // Beside the first answers and not before them: the line belongs to the results.
    let signed = Memo::new(move |_| client.answered.get() && signed::concerns(client));
    view! {
        {about}
        {move || signed.get().then(|| view! { <Signed/> })}
        // boot.js listens: it also serves a page whose program does not start.
        <p>{state} " " {whole} <button type="button" class="quiet" data-forget=t.forget_sure>{t.forget}</button></p>
    }
}
