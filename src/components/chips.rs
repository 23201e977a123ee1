//! The filters in force, each with a way to take it back.

use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::route::{Facet, Route};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Filters;

/// The filters in force.
#[component]
pub(crate) fn Chips() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    // The button that was pressed is gone after it: the keyboard goes on at the results.
    let leave = move |route: Route| {
        nav.go(route, Step::New);
        dom::focus("#results");
    };
    let chip = move |name: String, without: Route| {
        let label = (t.remove)(&name);
        view! {
            <li>
                <button type="button" class="chip" aria-label=label on:click=move |_| leave(without.clone())>
                    {name} <span aria-hidden="true">"×"</span>
                </button>
            </li>
        }
    };
    move || {
        let route = nav.route.get();
        if route.filters == Filters::default() {
            return None;
        }
        let mut chips = Vec::new();
        for facet in Facet::ALL {
            for choice in facet.of(&route.filters) {
                let value = if choice.value.is_empty() { t.undated } else { &choice.value };
                let name = if choice.exclude { (t.excluded)(value) } else { value.to_owned() };
                chips.push(chip(name, route.toggled(facet, &choice.value, choice.exclude)));
            }
        }
        if let Some(from) = &route.filters.from {
            let filters = Filters { from: None, ..route.filters.clone() };
            chips.push(chip(
                format!("{} {}", t.from, date(t.language, from)),
                Route { filters, ..route.clone() },
            ));
        }
        if let Some(to) = &route.filters.to {
            let filters = Filters { to: None, ..route.filters.clone() };
            chips
                .push(chip(format!("{} {}", t.to, date(t.language, to)), Route { filters, ..route.clone() }));
        }
        let clear = (chips.len() > 1).then(|| {
            let unfiltered = route.unfiltered();
            view! {
                <li><button type="button" class="quiet" on:click=move |_| leave(unfiltered.clone())>{t.clear}</button></li>
            }
        });
        Some(view! { <ul class="chips">{chips}{clear}</ul> })
    }
}
