//! A failure as the reader meets it: what happened, what it means, and ways on. The way back from another archive stands above
//! (`super::notice`).

use crate::client::expect_client;
use crate::dom;
use crate::history::expect_nav;
use crate::i18n::trouble::{Trouble, say};
use crate::offline::OfflineState;
use crate::route::View;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Failure;

/// Says a trouble and offers ways on.
#[component]
pub(crate) fn TroubleBox(
    /// What went wrong.
    trouble: Trouble,
    /// Tries again; by default, opens the archive again.
    #[prop(optional)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let (nav, t, client) = (expect_nav(), expect_texts(), expect_client());
    let said = say(t.language, &trouble);
    let route = nav.route.get_untracked();
    let offline = use_context::<OfflineState>();
    let newer = matches!(trouble, Trouble::Archive(Failure::Version { .. }));
    // Asked once more, the same reader would look for the parts of an archive that is gone.
    let retry = retry.filter(|_| !trouble.may_be_an_update());
    let again = move |_| match (retry, offline) {
        // A newer page is needed: the one that waits, if one does.
        (_, Some(offline)) if newer && offline.waiting.with_untracked(Option::is_some) => {
            offline.take_update();
        }
        _ if newer => dom::reload(),
        (Some(retry), _) => retry.run(()),
        (None, _) => client.retry(),
    };
    let back = (route != route.start())
        .then(|| view! { <a class="button" href=route.start().href()>{t.back_all}</a> });
    // Whoever has the files can open them there.
    let library = (trouble.is_no_archive() && route.view != View::Library).then(|| {
        let href = route.start().with_view(View::Library).href();
        view! { <a class="button" href=href>{t.ways[4].1}</a> }
    });
    view! {
        <section class="trouble" role="alert">
            <h2>{said.what}</h2>
            <p>{said.advice}</p>
            <p class="ways"><button type="button" on:click=again>{t.retry}</button> {library} {back}</p>
        </section>
    }
}
