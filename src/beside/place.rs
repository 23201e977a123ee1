//! Places in the text on the page: finds the words that the engine tells by text and bytes, marks them, and goes there.
//!
//! The engine counts texts in reading order: the title, the lead, then every heading, paragraph, item, cell and caption. The
//! page holds one element for each, in the same order, so that nothing needs to be written into the page for it.

use super::texts::texts;
use crate::dom;
use crate::keys::{KEYS_KEY, OFF};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::Place;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition, Text};

/// The elements of the body that hold a text each.
const TEXTS: &str = "article .text :is(h2, h3, h4, h5, h6, p, li, th, td, figcaption)";

/// A place as an address writes it: text, first byte, byte past the last.
pub(super) fn parse(written: &str) -> Option<Place> {
    let mut fields = written.split('.').map(|field| field.parse::<u32>().ok());
    let (text, start, end) = (fields.next()??, fields.next()??, fields.next()??);
    Some(Place { text, block: None, start, end })
}

/// A button that goes to a place.
#[component]
pub(super) fn Jump(
    /// The place.
    place: Place,
    /// What stands there, for those who hear the button.
    what: String,
) -> impl IntoView {
    let t = texts(expect_texts().language);
    view! {
        <button type="button" class="link jump" aria-label=(t.in_text)(&what) on:click=move |_| jump(&place)>
            {t.to_text}
        </button>
    }
}

/// The element that holds the text with this number.
fn holder(text: u32) -> Option<Element> {
    let first = |selector: &str| dom::document()?.query_selector(selector).ok().flatten();
    match text {
        0 => first("article h1"),
        1 => first("article .lead"),
        _ => dom::all(TEXTS).into_iter().nth(text as usize - 2),
    }
}

/// Goes to a place: marks its words, brings them to the middle of the screen, and moves the keyboard's focus there.
pub(super) fn jump(place: &Place) {
    let Some(holder) = holder(place.text) else { return };
    if let Some(target) = words(&holder, place).or_else(|| holder.dyn_into().ok()) {
        look_at(&target, false);
    }
}

/// Brings `element` to the top or the middle of the screen, marks it as the place looked at, and focuses it.
pub(super) fn look_at(element: &HtmlElement, top: bool) {
    for before in dom::all("article .here") {
        let _ = before.class_list().remove_1("here");
    }
    let _ = element.class_list().add_1("here");
    if element.tab_index() < 0 && !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(if top { ScrollLogicalPosition::Start } else { ScrollLogicalPosition::Center });
    element.scroll_into_view_with_scroll_into_view_options(&options);
    dom::focus_on(Some(element.clone().into()));
    // What has not been drawn yet had a height only guessed; now that it is known, the place may be elsewhere.
    let element = element.clone();
    dom::after_drawing(move || element.scroll_into_view_with_scroll_into_view_options(&options));
}

/// The words at `place` as an element of their own: a link or a mark that is there already, or else a new one.
fn words(holder: &Element, place: &Place) -> Option<HtmlElement> {
    let mut at = 0;
    for node in text_nodes(holder) {
        let text = node.data();
        let (first, last) = (at, at + text.len());
        at = last;
        if (place.start as usize) >= last {
            continue;
        }
        // Words that reach over several nodes are marked in the first of them.
        let start = text.get(..(place.start as usize).saturating_sub(first))?;
        let end = (place.end as usize).min(last).saturating_sub(first);
        let within = text.get(start.len()..end).filter(|words| !words.is_empty())?;
        let whole = start.is_empty() && within.len() == text.len();
        let parent = node.parent_element()?;
        if whole && parent != *holder {
            return parent.dyn_into().ok();
        }
        return wrap(&node, start, within);
    }
    None
}

/// Puts `within`, which follows `start` in `node`, into an element of its own.
fn wrap(node: &Text, start: &str, within: &str) -> Option<HtmlElement> {
    let length = |text: &str| text.encode_utf16().count() as u32;
    let middle = node.split_text(length(start)).ok()?;
    middle.split_text(length(within)).ok()?;
    let span: HtmlElement = dom::document()?.create_element("span").ok()?.dyn_into().ok()?;
    middle.parent_node()?.replace_child(&span, &middle).ok()?;
    span.append_child(&middle).ok()?;
    Some(span)
}

/// The nodes of text below `element`, in order, save those of explanations that the page put in.
pub(super) fn text_nodes(element: &Element) -> Vec<Text> {
    let (mut found, mut waiting): (Vec<Text>, Vec<Node>) = (Vec::new(), vec![element.clone().into()]);
    while let Some(node) = waiting.pop() {
        if let Some(text) = node.dyn_ref::<Text>() {
            found.push(text.clone());
            continue;
        }
        if node.dyn_ref::<Element>().is_some_and(|element| element.class_list().contains("said")) {
            continue;
        }
        let children = node.child_nodes();
        waiting.extend((0..children.length()).rev().filter_map(|at| children.get(at)));
    }
    found
}

/// Makes each of `places` an element of its own that knows its position in the list (`data-told`).
pub(super) fn mark(places: impl Iterator<Item = Place>) {
    let body = dom::all(TEXTS);
    for (at, place) in places.enumerate() {
        let holder = match place.text {
            text @ (0 | 1) => holder(text),
            text => body.get(text as usize - 2).cloned(),
        };
        if let Some(element) = holder.and_then(|holder| words(&holder, &place)) {
            let _ = element.class_list().add_1("told");
            let _ = element.set_attribute("data-told", &at.to_string());
            let _ = element.set_attribute("tabindex", "-1");
        }
    }
}

/// Lets the first of each abbreviation be reached by the keyboard; all of them would be in its way.
pub(super) fn reach_abbreviations() {
    let mut known = Vec::new();
    for short in dom::all("article abbr[title]") {
        let title = short.get_attribute("title");
        // Inside a link the link is what the keyboard stops at.
        if !known.contains(&title) && short.closest("a").ok().flatten().is_none() {
            let _ = short.set_attribute("tabindex", "0");
            let _ = short.set_attribute("role", "button");
            let _ = short.set_attribute("aria-expanded", "false");
            known.push(title);
        }
    }
}

/// Answers clicks and keys in the text, as long as the panels stand: an abbreviation is explained where it stands, a marked
/// place calls `back` with its position in the list, and `n` and `p` step through the matches.
pub(super) fn listen(back: impl Fn(usize) + Clone + 'static) {
    let to = back.clone();
    let clicks = window_event_listener(leptos::ev::click, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.default_prevented() || target.closest("a, button, summary").ok().flatten().is_some() {
            return;
        }
        if let Ok(Some(short)) = target.closest("article abbr[title]") {
            explain(&short);
        } else if let Some(at) = told(&target) {
            to(at);
        }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let modified = event.meta_key() || event.ctrl_key() || event.alt_key();
        // What is typed into a field is never a command.
        let typing = target.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some();
        if modified || typing || event.default_prevented() {
            return;
        }
        match event.key().as_str() {
            "n" if letters() => press("article .steps button:last-of-type"),
            "p" if letters() => press("article .steps button:first-of-type"),
            "Enter" | " " if target.matches("article abbr[title]").unwrap_or(false) => {
                event.prevent_default();
                explain(&target);
            }
            "Enter" => {
                if let Some(at) = told(&target) {
                    event.prevent_default();
                    back(at);
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || {
        clicks.remove();
        keys.remove();
    });
}

/// Whether keys of a single letter are on.
fn letters() -> bool {
    dom::remembered(KEYS_KEY).as_deref() != Some(OFF)
}

fn told(target: &Element) -> Option<usize> {
    target.closest("[data-told]").ok()??.get_attribute("data-told")?.parse().ok()
}

fn press(selector: &str) {
    if let Some(button) =
        dom::all(selector).into_iter().next().and_then(|one| one.dyn_into::<HtmlElement>().ok())
    {
        button.click();
    }
}

/// Puts what an abbreviation means behind it, or takes it away again.
fn explain(short: &Element) {
    let title = short.get_attribute("title").unwrap_or_default();
    let next = short.next_element_sibling().filter(|next| next.class_list().contains("said"));
    let open = next.is_none();
    match next {
        Some(said) => said.remove(),
        None => {
            let said = dom::document().and_then(|document| document.create_element("span").ok());
            if let Some(said) = said {
                said.set_class_name("said");
                said.set_text_content(Some(&format!(" ({title})")));
                let _ = short.insert_adjacent_element("afterend", &said);
            }
        }
    }
    if short.has_attribute("aria-expanded") {
        let _ = short.set_attribute("aria-expanded", &open.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_numbers_are_a_place() {
        let place = parse("5.12.40").unwrap();
        assert_eq!((place.text, place.start, place.end), (5, 12, 40));
        for text in ["", "5", "5.1", "a.b.c", "-1.2.3", "5.1.99999999999"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
