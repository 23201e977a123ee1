//! The ways through the archive, under the header: one link to each page.

use crate::history::expect_nav;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The links.
#[component]
pub(crate) fn Ways() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let here =
        Memo::new(move |_| nav.route.with(|route| if route.doc.is_some() { None } else { Some(route.view) }));
    let links = t.ways.into_iter().map(|(view, name)| {
        // Each page is about the same search, so that a selection is carried along.
        let href = move || nav.route.with(|route| route.with_view(view).href());
        let current = move || (here.get() == Some(view)).then_some("page");
        view! { <li><a href=href aria-current=current>{name}</a></li> }
    });
    view! { <ul>{links.collect_view()}</ul> }
}
