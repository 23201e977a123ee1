//! The keys, and a switch for those of a single letter: they get in the way of whoever speaks to the computer.

use super::dialog::Dialog;
use super::texts::texts;
use crate::dom;
use crate::keys::{KEYS_KEY, OFF};
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The list of keys.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let t = texts(expect_texts().language);
    let on = dom::remembered(KEYS_KEY).as_deref() != Some(OFF);
    let switch = move |on: bool| dom::remember(KEYS_KEY, if on { "" } else { OFF });
    let rows = t.keys.iter().map(|(keys, does)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> " " }).collect_view();
        view! { <dt>{keys}</dt> <dd>{*does}</dd> }
    });
    view! {
        <Dialog label=t.keys_title>
            <dl class="keys">{rows.collect_view()}</dl>
            <label class="check"><input type="checkbox" checked=on on:change:target=move |event| switch(event.target().checked())/> " " {t.single_keys}</label>
        </Dialog>
    }
}
