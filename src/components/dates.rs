//! The range of dates, as two of the browser's own date fields.

use crate::history::{Step, expect_nav};
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// From a day, to a day; either may be left open.
#[component]
pub(crate) fn Dates() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let set = move |first: bool, field: HtmlInputElement| {
        // While a year is typed, the field holds the years 2, 20 and 202 in turn: none of them is meant.
        if !field.check_validity() {
            return;
        }
        let day = field.value();
        let mut route: Route = nav.route.get_untracked().without_doc();
        let day = Some(day).filter(|day| !day.is_empty());
        if first {
            route.filters.from = day;
        } else {
            route.filters.to = day;
        }
        nav.go(route, Step::New);
    };
    // A date field shows whole days only; a year or a month from an address stays visible as a chip.
    let from = move || nav.route.with(|route| route.filters.from.clone().unwrap_or_default());
    let to = move || nav.route.with(|route| route.filters.to.clone().unwrap_or_default());
    view! {
        <section class="facet dates">
            <h2>{t.dates}</h2>
            <label>{t.from} " " <input type="date" min="1000-01-01" max="9999-12-31" prop:value=from on:change:target=move |event| set(true, event.target())/></label>
            <label>{t.to} " " <input type="date" min="1000-01-01" max="9999-12-31" prop:value=to on:change:target=move |event| set(false, event.target())/></label>
        </section>
    }
}
