//! The search box. It stands in `index.html`, so that one can type before the program arrives; the program takes it over
//! as it is, with its text and the keyboard's focus, and never replaces it under the reader's hands.

use crate::dom;
use crate::history::{Nav, Step};
use crate::route::{Route, View};
use crate::ui::Ui;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Event, HtmlFormElement, HtmlInputElement, KeyboardEvent};

/// Waiting time after a key before the search begins, for keys struck as one. The worker waits longer before it fetches.
const PAUSE: u64 = 8;

/// Takes over the box.
pub(crate) fn take_over(nav: Nav, ui: Ui) {
    let (Some(input), Some(form)) =
        (dom::by_id::<HtmlInputElement>("q"), dom::by_id::<HtmlFormElement>("search"))
    else {
        return;
    };
    let typed = input.value();
    let query = nav.route.with_untracked(|route| route.query.clone());
    // The browser may also have refilled the box after a reload; the address then already says the same.
    if typed.trim().is_empty() || typed == query {
        input.set_value(&query);
    } else {
        nav.type_query(typed);
    }

    let meant = move || {
        nav.commit();
        nav.route.with_untracked(crate::recent::note);
    };
    // A query that came with the address counts from here.
    dom::mark("tangthu:query-start");
    let keys = Rc::new(Cell::new(0_u32));
    let (box_, count) = (input.clone(), Rc::clone(&keys));
    dom::listen(&input, "input", move |_: Event| {
        dom::mark("tangthu:query-start");
        count.set(count.get().wrapping_add(1));
        let (at, count, box_) = (count.get(), Rc::clone(&count), box_.clone());
        dom::after(PAUSE, move || {
            if count.get() == at {
                nav.type_query(box_.value());
            }
        });
    });
    let (box_, count) = (input.clone(), Rc::clone(&keys));
    dom::listen(&form, "submit", move |event: Event| {
        event.prevent_default();
        count.set(count.get().wrapping_add(1));
        // As with letters typed: whatever page one is on, results are what comes.
        let route = Route { query: box_.value(), ..nav.route.get_untracked().with_view(View::Search) };
        if route != nav.route.get_untracked() {
            nav.go(route, Step::New);
        }
        meant();
        // On a telephone the keyboard lies over the results until the box is left.
        if dom::matches_media("(pointer: coarse)") {
            let _ = box_.blur();
        }
    });
    // Leaving the box means that the query is meant as it stands.
    dom::listen(&input, "change", move |_: Event| meant());
    let box_ = input.clone();
    dom::listen(&input, "keydown", move |event: KeyboardEvent| {
        if event.key() == "Escape" && !box_.value().is_empty() {
            event.prevent_default();
            box_.set_value("");
            nav.type_query(String::new());
        } else if event.key() == "ArrowDown" {
            event.prevent_default();
            dom::focus("#results .result a");
            dom::reveal("#results .result");
        }
    });
    let box_ = input.clone();
    Effect::new(move |before: Option<u32>| {
        let moved = nav.moved.get();
        if before.is_some_and(|before| before != moved) {
            box_.set_value(&nav.route.with_untracked(|route| route.query.clone()));
        }
        moved
    });
    Effect::new(move |_| {
        let t = crate::i18n::texts(ui.language.get());
        dom::set_text("q-label", t.search_label);
        dom::set_text("q-button", t.search_button);
        dom::set_text("skip", t.skip);
        dom::set_attribute("q", "placeholder", t.search_hint);
        if let Some(root) = dom::root() {
            let _ = root.set_attribute("lang", t.tag);
        }
    });
    crate::keys::listen(ui, input);
}
