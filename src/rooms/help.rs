//! How to search: what one may type, each line a search to try.

use super::texts::texts;
use crate::history::expect_nav;
use crate::route::Route;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;

/// The help page.
#[component]
pub(super) fn Help() -> impl IntoView {
    let (nav, ui, t) = (expect_nav(), expect_ui(), texts(expect_texts().language));
    ui.title.set(t.help.to_owned());
    let start = nav.route.get_untracked().start();
    let rows = t.syntax.iter().map(|(typed, does)| {
        let href = Route { query: (*typed).to_owned(), ..start.clone() }.href();
        view! { <dt><a href=href><code>{*typed}</code></a></dt> <dd>{*does}</dd> }
    });
    view! {
        <section class="room help">
            <h1>{t.help}</h1>
            <dl>{rows.collect_view()}</dl>
        </section>
    }
}
