//! Searches of this device: saved ones with a name, recent ones; in and out of a file.

use super::dialog::Dialog;
use super::shelf::{Saved as Kept, forget_recent, from_json, keep, recent, saved, to_json, with};
use super::texts::texts;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::route::Route;
use crate::save;
use crate::ui::{expect_texts, expect_ui};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// The longest file that is read, in bytes: far more than all that is kept.
const LONGEST_FILE: f64 = 4_000_000.0;

/// What a search is called where it has no name: its words, or what else it asks for.
pub(super) fn name_of(route: &Route, everything: &str) -> String {
    let filters = crate::route::Facet::ALL.into_iter().flat_map(|facet| facet.of(&route.filters));
    let filters = filters.map(|choice| format!("{}{}", if choice.exclude { "−" } else { "" }, choice.value));
    let dates = [&route.filters.from, &route.filters.to].into_iter().flatten().cloned();
    let words = Some(route.query.trim().to_owned()).filter(|words| !words.is_empty());
    let parts: Vec<String> = words.into_iter().chain(filters).chain(dates).collect();
    if parts.is_empty() { everything.to_owned() } else { parts.join(" · ") }
}

/// The dialog.
#[component]
pub(super) fn Saved() -> impl IntoView {
    let (nav, ui, t) = (expect_nav(), expect_ui(), texts(expect_texts().language));
    let all = RwSignal::new(saved());
    let past = RwSignal::new(recent());
    let said = RwSignal::new(String::new());
    let here = nav.route.get_untracked().without_doc();
    let name = RwSignal::new(name_of(&here, t.everything));
    let search = StoredValue::new(here.to_search());
    let put = move |kept: Vec<Kept>| {
        keep(&kept);
        all.set(kept);
    };
    let put_away = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(one) = search.with_value(|search| Kept::new(&name.get_untracked(), search)) {
            put(with(&all.get_untracked(), one));
        }
    };
    let go = move |search: &str| {
        let route =
            Route { language: nav.route.with_untracked(|route| route.language), ..Route::parse(search) };
        ui.extra.set(None);
        if route != nav.route.get_untracked() {
            nav.go(route, Step::New);
        }
    };
    let row = move |name: String, search: String, forget: Option<usize>| {
        let target = StoredValue::new(search);
        let forget = forget.map(|at| {
            let remove = move |_| {
                let mut kept = all.get_untracked();
                if at < kept.len() {
                    kept.remove(at);
                }
                put(kept);
                dom::focus(".dialog h3");
            };
            view! { <button type="button" class="exclude" aria-label=(t.forget)(&name) title=(t.forget)(&name) on:click=remove>"×"</button> }
        });
        view! {
            <li><button type="button" class="link" on:click=move |_| target.with_value(|search| go(search))>{name}</button> {forget}</li>
        }
    };
    let kept = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="note">{t.none_saved}</p> }.into_any();
        }
        let rows = all.into_iter().enumerate().map(|(at, one)| row(one.name, one.search, Some(at)));
        view! { <ul>{rows.collect_view()}</ul> }.into_any()
    };
    let recently = move || {
        let rows = past
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|search| row(name_of(&Route::parse(&search), t.everything), search, None));
        rows.collect_view()
    };
    let switch = move |on: bool| {
        forget_recent(on);
        past.set(recent());
    };
    let download = move |_| {
        save::file("tangthu-searches.json", "application/json", to_json(&all.get_untracked()).as_bytes());
    };
    let read = move |field: HtmlInputElement| {
        let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
        // The same file may be chosen again.
        field.set_value("");
        spawn_local(async move {
            let text = if file.size() > LONGEST_FILE { None } else { JsFuture::from(file.text()).await.ok() };
            let found = from_json(&text.and_then(|text| text.as_string()).unwrap_or_default());
            if said
                .try_set(if found.is_empty() { t.unreadable.to_owned() } else { (t.read)(found.len()) })
                .is_some()
            {
                return;
            }
            // The first of the file stays the first.
            put(found.into_iter().rev().fold(all.get_untracked(), |all, one| with(&all, one)));
        });
    };
    // What there is nothing of can neither be taken away nor written.
    let has_past = Memo::new(move |_| past.with(|past| past.as_ref().is_some_and(|past| !past.is_empty())));
    let forget = move |_| {
        switch(true);
        // The button is gone after it.
        dom::focus(".dialog .check input");
    };
    let forget_all = move || {
        has_past.get().then(|| view! { <button type="button" on:click=forget>{t.forget_all}</button> })
    };
    let has_saved = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let write_file = move || {
        has_saved.get().then(|| view! { <button type="button" on:click=download>{t.write_file}</button> })
    };
    view! {
        <Dialog label=t.saved_title>
            <p class="note">{t.saved_note}</p>
            <form class="line" on:submit=put_away>
                <label><span>{t.name}</span> <input type="text" maxlength="200" autocomplete="off" prop:value=name on:input:target=move |event| name.set(event.target().value())/></label>
                <button type="submit">{t.save}</button>
            </form>
            <h3 tabindex="-1">{t.saved}</h3>
            <div class="searches">{kept}</div>
            <h3>{t.recent}</h3>
            <ul class="searches">{recently}</ul>
            <label class="check">
                <input type="checkbox" prop:checked=move || past.with(Option::is_some) on:change:target=move |event| switch(event.target().checked())/>
                " " {t.keep_recent}
            </label>
            <p class="ways">
                {forget_all}
                {write_file}
                <label class="button">{t.read_file} <input type="file" class="unseen" accept=".json,application/json" on:change:target=move |event| read(event.target())/></label>
            </p>
            <p class="note" role="status">{said}</p>
        </Dialog>
    }
}
