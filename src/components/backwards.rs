//! Says of a range of dates that it ends before it begins, and changes it round by a click.

use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::i18n::narrowing::narrowing;
use crate::range::{self, backwards};
use crate::ui::expect_texts;
use leptos::prelude::*;

/// What is said of the range in the address or the query; nothing where there is nothing wrong with it.
#[component]
pub(crate) fn Backwards() -> impl IntoView {
    let nav = expect_nav();
    let found = Memo::new(move |_| nav.route.with(|route| backwards(&route.without_doc())));
    let mend = Callback::new(move |()| {
        if let Some(found) = found.get_untracked() {
            nav.go(found.mended, Step::New);
            dom::focus("#results");
        }
    });
    move || found.get().map(|found| view! { <p class="fault">{said(&found, mend)}</p> })
}

/// The sentence, and the button that mends it.
pub(crate) fn said(found: &range::Backwards, mend: Callback<()>) -> AnyView {
    let language = expect_texts().language;
    let (from, to) = (date(language, &found.from), date(language, &found.to));
    let t = narrowing(language);
    view! {
        {(t.backwards)(&from, &to)} " "
        <button type="button" class="link" on:click=move |_| mend.run(())>{(t.change_round)(&to, &from)}</button>
    }
    .into_any()
}
