//! The frame of a dialog. The browser's own element keeps the focus inside, closes it on Escape, and gives the focus back.

use super::texts::texts;
use crate::ui::{expect_texts, expect_ui};
use leptos::html::Dialog as Element;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A dialog named `label`.
#[component]
pub(super) fn Dialog(
    /// Its name: its heading, or what is said of it where it shows none.
    label: &'static str,
    /// Whether it shows the name as its heading, with a button that closes it.
    #[prop(default = true)]
    headed: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let (ui, t) = (expect_ui(), texts(expect_texts().language));
    let place = NodeRef::<Element>::new();
    Effect::new(move |_| {
        if let Some(dialog) = place.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
            // Whoever opened it wants to fill it in, not to close it.
            if let Ok(Some(field)) = dialog.query_selector("input, select, textarea")
                && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = field.focus();
            }
        }
    });
    let close = move || {
        if let Some(dialog) = place.get_untracked() {
            dialog.close();
        }
    };
    // What is beside the dialog belongs to the same element: a press there closes it.
    let beside = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if target.is_some() {
            close();
        }
    };
    let head = headed.then(|| {
        view! {
            <div class="dialog-head">
                <h2>{label}</h2>
                <button type="button" class="quiet" on:click=move |_| close()>{t.close}</button>
            </div>
        }
    });
    view! {
        <dialog class="dialog" aria-label=label node_ref=place on:close=move |_| ui.extra.set(None) on:mousedown=beside>
            <div class="dialog-body">{head} {children()}</div>
        </dialog>
    }
}
