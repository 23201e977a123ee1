//! The order of results.

use crate::history::{Step, expect_nav};
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Sort;

const ORDERS: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Views];

/// Chooses the order of results.
#[component]
pub(crate) fn SortChoice() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    // Without words to match no order is by relevance: the newest come first.
    let wordless = move || nav.route.with(|route| route.query.trim().is_empty());
    let sort = move || match nav.route.with(|route| route.sort) {
        Sort::Relevance if wordless() => Sort::Newest,
        sort => sort,
    };
    let now = move || ORDERS.iter().position(|order| *order == sort()).unwrap_or(0);
    let choose = move |value: String| {
        let sort = value.parse::<usize>().ok().and_then(|at| ORDERS.get(at).copied()).unwrap_or_default();
        nav.go(Route { sort, ..nav.route.get_untracked() }, Step::New);
    };
    let options = t.sorts.into_iter().enumerate();
    let options = options
        .map(|(at, name)| {
            let hidden = move || ORDERS[at] == Sort::Relevance && wordless();
            view! { <option value=at.to_string() hidden=hidden selected=move || now() == at>{name}</option> }
        })
        .collect_view();
    view! {
        <label class="sort">
            <span>{t.sort} " "</span>
            <select on:change:target=move |event| choose(event.target().value()) prop:value=move || now().to_string()>{options}</select>
        </label>
    }
}
