//! Copying the text paragraph by paragraph, each with the citation: a button stands at the end of every paragraph while the
//! reader wants them.

use super::texts::texts;
use crate::dom;
use crate::save;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Where paragraphs may be copied.
const PARAGRAPHS: &str = "article .lead, article .text :is(p, li)";

/// The switch.
#[component]
pub(super) fn Paragraphs(
    /// The citation that goes with each.
    citation: String,
) -> impl IntoView {
    let (ui, t) = (expect_ui(), texts(expect_texts().language));
    let wanted = RwSignal::new(false);
    Effect::new(move |_| if wanted.get() { put(t.copy_paragraph, t.copy) } else { take_away() });
    let clicks = window_event_listener(leptos::ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest(".copy-paragraph").ok().flatten()) else {
            return;
        };
        let Some(text) = button.parent_element().map(|paragraph| words(&paragraph)) else { return };
        let text = format!("{text}\n\n{citation}");
        spawn_local(async move {
            let copied = save::copy(&text).await;
            let said = if copied { t.copied } else { t.failed_copy };
            button.set_text_content(Some(said));
            let _ = ui.status.try_set(said.to_owned());
        });
    });
    on_cleanup(move || clicks.remove());
    view! {
        <p>
            <button type="button" aria-pressed=move || wanted.get().to_string() on:click=move |_| wanted.update(|on| *on = !*on)>
                {t.paragraphs}
            </button>
        </p>
    }
}

fn put(name: &str, label: &str) {
    for paragraph in dom::all(PARAGRAPHS) {
        let Some(button) = dom::document().and_then(|document| document.create_element("button").ok()) else {
            return;
        };
        let _ = button.set_attribute("type", "button");
        let _ = button.set_attribute("aria-label", name);
        let _ = button.set_attribute("title", name);
        // What the page puts into the text is no part of it.
        button.set_class_name("copy-paragraph said");
        button.set_text_content(Some(label));
        let _ = paragraph.append_child(&button);
    }
}

fn take_away() {
    dom::all("article .copy-paragraph").iter().for_each(Element::remove);
}

/// The words of a paragraph, without what the page put in.
fn words(paragraph: &Element) -> String {
    super::place::text_nodes(paragraph).iter().map(|node| node.data()).collect::<String>().trim().to_owned()
}
