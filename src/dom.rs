//! Short ways to the browser's objects. None of them panics: where something is not there, nothing happens.

use js_sys::Reflect;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

/// The window.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The element `id` of `index.html`, as the type asked for.
pub(crate) fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The root element.
pub(crate) fn root() -> Option<Element> {
    document()?.document_element()
}

/// Calls `listener` for every `name` event of `target`, for as long as the page lives.
pub(crate) fn listen<E: JsCast + 'static>(target: &EventTarget, name: &str, listener: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| listener(event.unchecked_into()));
    let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    // The page's own listeners are never removed: they end with it.
    listener.forget();
}

/// Puts `text` into the element `id`.
pub(crate) fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id::<Element>(id) {
        // Writing the same words again would make screen readers say them again.
        if element.text_content().as_deref() != Some(text) {
            element.set_text_content(Some(text));
        }
    }
}

/// Sets an attribute of the element `id`.
pub(crate) fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = by_id::<Element>(id) {
        let _ = element.set_attribute(name, value);
    }
}

/// The elements that `selector` finds, in the page's order.
pub(crate) fn all(selector: &str) -> Vec<Element> {
    let list = document().and_then(|document| document.query_selector_all(selector).ok());
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// Whether some of `element` is on the screen.
pub(crate) fn on_screen(element: &Element) -> bool {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
    let place = element.get_bounding_client_rect();
    place.bottom() > 0.0 && place.top() < height
}

/// Whether all of `element` is above the screen, or behind the header.
pub(crate) fn is_above(element: &Element) -> bool {
    element.get_bounding_client_rect().bottom() < 0.0
}

/// How far the page goes on below the screen, in heights of the screen.
pub(crate) fn screens_below() -> f64 {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(1.0).max(1.0);
    let end = root().map_or(0.0, |root| root.get_bounding_client_rect().bottom());
    end / height - 1.0
}

/// `text` in small letters without marks, to be compared with what a reader types. The browser has the tables for it.
pub(crate) fn folded(text: &str) -> String {
    let apart = js_sys::JsString::from(text).to_lower_case().normalize("NFD");
    let letters = String::from(apart);
    letters
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Moves the keyboard's focus to the first element that `selector` finds, without scrolling.
pub(crate) fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    focus_on(found);
}

/// Moves the keyboard's focus to `element`, without scrolling.
pub(crate) fn focus_on(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Scrolls what `selector` finds into sight, as little as need be.
pub(crate) fn reveal(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Loads the page again.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Calls `then` after `milliseconds`.
pub(crate) fn after(milliseconds: u64, then: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(then, Duration::from_millis(milliseconds));
}

/// Calls `then` once what was changed now has been laid out.
pub(crate) fn after_drawing(then: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(move || leptos::prelude::request_animation_frame(then));
}

/// A value that was remembered on this device; none where the browser forbids it.
pub(crate) fn remembered(key: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Remembers a value on this device, where the browser allows it.
pub(crate) fn remember(key: &str, value: &str) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok().flatten()) {
        let _ = storage.set_item(key, value);
    }
}

/// Whether a media query holds now.
pub(crate) fn matches_media(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|media| media.matches())
}

/// So many measures are kept for whoever reads them later; then they begin anew. One small object that lives on in each page of its
/// memory keeps Chromium from giving any of it back: 20 MB after 1,000 searches. An odd number: two names take turns, and each
/// clears its own alone, so that whoever has just measured one finds the other.
const MOST_MEASURES: u32 = 101;

thread_local! {
    static MEASURES: Cell<u32> = const { Cell::new(0) };
}

/// Sets a User Timing mark, in place of the one before.
pub(crate) fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        performance.clear_marks_with_mark_name(name);
        let _ = performance.mark(name);
    }
}

/// Records the time since the mark `from`, or since the page began to load, as the User Timing measure `name`.
pub(crate) fn measure(name: &str, from: Option<&str>) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        let count = MEASURES.get();
        if count == MOST_MEASURES {
            performance.clear_measures_with_measure_name(name);
        }
        MEASURES.set(count % MOST_MEASURES + 1);
        let _ = match from {
            Some(from) => performance.measure_with_start_mark(name, from),
            None => performance.measure(name),
        };
    }
}

/// The name of the language `tag` in the language `speaks`, as the browser has it; none where it knows none.
pub(crate) fn language_name(speaks: &str, tag: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &js("Intl")).ok()?;
    let names: js_sys::Function = Reflect::get(&intl, &js("DisplayNames")).ok()?.dyn_into().ok()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &js("type"), &js("language")).ok()?;
    let names = Reflect::construct(&names, &js_sys::Array::of2(&js(speaks), &options)).ok()?;
    let of: js_sys::Function = Reflect::get(&names, &js("of")).ok()?.dyn_into().ok()?;
    of.call1(&names, &js(tag)).ok()?.as_string()
}

/// A JavaScript string.
pub(crate) fn js(text: &str) -> JsValue {
    JsValue::from_str(text)
}
