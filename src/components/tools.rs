//! Language and theme.

use crate::dom;
use crate::history::expect_nav;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::Language;

/// The two buttons at the top.
#[component]
pub(crate) fn Tools() -> impl IntoView {
    let (nav, ui, t) = (expect_nav(), expect_ui(), expect_texts());
    let (other, tag) = match t.language {
        Language::Vi => (Language::En, "en"),
        Language::En => (Language::Vi, "vi"),
    };
    let switch = move |_| {
        nav.speak(other);
        ui.choose_language(other);
        // The button is made anew with the rest; the keyboard stays at it.
        dom::after_drawing(|| dom::focus("#tools button"));
    };
    let theme = move || t.themes[ui.theme.get() as usize];
    let sign = move || ["◐", "☀", "☾"][ui.theme.get() as usize];
    view! {
        <button type="button" class="tool" lang=tag on:click=switch>{t.other_language}</button>
        <button type="button" class="tool" aria-label=theme title=theme on:click=move |_| ui.next_theme()>
            <span aria-hidden="true">{sign}</span>
        </button>
    }
}
