//! The keys that work wherever one is. Those of a single letter never take what is being typed, and can be switched off.

use crate::dom;
use crate::extras::Extra;
use crate::ui::Ui;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

/// Where it is remembered that keys of a single letter are off.
pub(crate) const KEYS_KEY: &str = "tangthu-keys";
/// What is remembered there, and wherever else something is off.
pub(crate) const OFF: &str = "off";

/// Listens to them.
pub(crate) fn listen(ui: Ui, input: HtmlInputElement) {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "keydown", move |event: KeyboardEvent| {
        let (control, key) = (event.ctrl_key() || event.meta_key(), event.key());
        if control && !event.alt_key() && !event.shift_key() && matches!(&*key, "k" | "K") {
            event.prevent_default();
            return ui.extra.set(Some(Extra::Palette));
        }
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let writing = target.is_some_and(|target| {
            matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT") || target.is_content_editable()
        });
        let open = ui.extra.try_get_untracked().flatten().is_some();
        if control || event.alt_key() || writing || open || dom::remembered(KEYS_KEY).as_deref() == Some(OFF)
        {
            return;
        }
        match &*key {
            "/" => {
                event.prevent_default();
                let _ = input.focus();
                input.select();
            }
            "?" => {
                event.prevent_default();
                ui.extra.set(Some(Extra::Keys));
            }
            _ => {}
        }
    });
}
