//! How to search: what one may type, each line a search to try; how to narrow a result; the keys.

use super::texts::texts;
use crate::extras::Extra;
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
    let list = |rows: &'static [(&'static str, &'static str)]| {
        let rows = rows.iter().map(|(typed, does)| {
            let href = Route { query: (*typed).to_owned(), ..start.clone() }.href();
            view! { <dt><a href=href><code>{*typed}</code></a></dt> <dd>{*does}</dd> }
        });
        view! { <dl>{rows.collect_view()}</dl> }
    };
    let [words, fields] = [list(t.syntax), list(t.fields)];
    let ways = t.narrowing.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <section class="room help">
            <h1>{t.help}</h1>
            <p>{t.help_about}</p>
            <p class="ways">
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Advanced))>{t.open_form}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Keys))>{t.open_keys}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Palette))>{t.open_palette}</button>
            </p>
            <h2>{t.headings[0]}</h2>
            {words}
            <h2>{t.headings[1]}</h2>
            <p>{t.fields_about}</p>
            {fields}
            <h2>{t.headings[2]}</h2>
            <ul>{ways}</ul>
        </section>
    }
}
