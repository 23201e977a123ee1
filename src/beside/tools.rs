//! The row of tools above a text: to its contents and its citation, share, print, and the size of the text.

use super::Opened;
use super::texts::texts;
use crate::dom;
use crate::history::expect_nav;
use crate::save;
use crate::ui::{TEXT_SIZES, expect_texts, expect_ui};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// The row.
#[component]
pub(super) fn Tools(
    /// The document.
    opened: Opened,
) -> impl IntoView {
    let (ui, nav, t) = (expect_ui(), expect_nav(), texts(expect_texts().language));
    let said = RwSignal::new(String::new());
    let title: String = opened.document.title.iter().map(|run| run.text.as_str()).collect();
    let id = opened.document.id.clone();
    let share = move |_| {
        let link = save::link(&nav.route.with_untracked(|route| route.start().with_doc(&id)));
        let offered = hand_over(&title, &link);
        spawn_local(async move {
            if let Some(promise) = offered
                && is_done(JsFuture::from(promise).await)
            {
                return;
            }
            let copied = save::copy(&link).await;
            let _ = said.try_set(if copied { t.link_copied.to_owned() } else { (t.link_is)(&link) });
        });
    };
    let to = |id: &'static str| {
        move |_| {
            if let Some(place) = dom::by_id::<HtmlElement>(id) {
                place.scroll_into_view();
                let _ = place.focus();
            }
        }
    };
    let print = move |_| {
        if let Some(window) = dom::window() {
            let _ = window.print();
        }
    };
    let size = move |up: bool| {
        ui.size_text(up);
        said.set(t.size[ui.text_size.get_untracked()].to_owned());
    };
    view! {
        <div class="tool-row" role="group" aria-label=t.tools>
            <button type="button" class="to-beside" on:click=to("beside")>{t.to_outline}</button>
            <button type="button" on:click=to("citing")>{t.to_citing}</button>
            <button type="button" on:click=share>{t.share}</button>
            <button type="button" on:click=print>{t.print}</button>
            <span class="sizes">
                <button type="button" title=t.smaller disabled=move || ui.text_size.get() == 0 on:click=move |_| size(false)><span aria-hidden="true">"A−"</span><span class="unseen">{t.smaller}</span></button>
                <button type="button" title=t.larger disabled={move || ui.text_size.get() + 1 >= TEXT_SIZES} on:click=move |_| size(true)><span aria-hidden="true">"A+"</span><span class="unseen">{t.larger}</span></button>
            </span>
        </div>
        <p class="said-here" aria-live="polite">{said}</p>
    }
}

/// Hands the link to the system's own way of sharing; none where there is none. It must be called while the press counts.
fn hand_over(title: &str, link: &str) -> Option<Promise> {
    let navigator = dom::window()?.navigator();
    let share = Reflect::get(&navigator, &dom::js("share")).ok()?.dyn_into::<Function>().ok()?;
    let what = Object::new();
    for (name, value) in [("title", title), ("url", link)] {
        let _ = Reflect::set(&what, &dom::js(name), &dom::js(value));
    }
    Some(Promise::resolve(&share.call1(&navigator, &what).ok()?))
}

/// Whether the link needs nowhere else to go: it was handed over, or the reader closed the list of ways to share.
fn is_done(outcome: Result<JsValue, JsValue>) -> bool {
    let name = |error| Reflect::get(&error, &dom::js("name")).ok().and_then(|name| name.as_string());
    outcome.map_or_else(|error| name(error).as_deref() == Some("AbortError"), |_| true)
}
