//! The filters in force, each with a way to take it back: those of the address, and those written in the query. What does not
//! filter (a field that was not understood, a date that is none, a range in whose place another counts) is not among them.

use super::facet::value_name;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::i18n::narrowing::narrowing;
use crate::pieces::{Kind, pieces, without};
use crate::range;
use crate::route::{Facet, Route};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Filters;

/// The filters in force.
#[component]
pub(crate) fn Chips() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let words = narrowing(t.language);
    // The button that was pressed is gone after it: the keyboard goes on at the results.
    let leave = move |route: Route| {
        nav.go(route, Step::New);
        dom::focus("#results");
    };
    let chip = move |(name, without): (String, Route)| {
        let label = (words.remove)(&name);
        view! {
            <li>
                <button type="button" class="chip" aria-label=label on:click=move |_| leave(without.clone())>
                    <span>{name}</span> <span aria-hidden="true">"×"</span>
                </button>
            </li>
        }
    };
    move || {
        let route = nav.route.get().without_doc();
        let mut chips = Vec::new();
        for (at, facet) in Facet::ALL.into_iter().enumerate() {
            for choice in facet.of(&route.filters) {
                let value = value_name(t, facet, &choice.value);
                let name = if choice.exclude { (words.excluded)(&value) } else { value };
                let name = format!("{}: {name}", words.facets[at]);
                chips.push((name, route.toggled(facet, &choice.value, choice.exclude)));
            }
        }
        let in_force = range::ends(&route);
        let of_address = |end: usize| in_force[end].as_ref().is_some_and(|end| end.piece.is_none());
        if let Some(from) = route.filters.from.as_ref().filter(|_| of_address(0)) {
            let filters = Filters { from: None, ..route.filters.clone() };
            chips
                .push((format!("{} {}", t.from, date(t.language, from)), Route { filters, ..route.clone() }));
        }
        if let Some(to) = route.filters.to.as_ref().filter(|_| of_address(1)) {
            let filters = Filters { to: None, ..route.filters.clone() };
            chips.push((format!("{} {}", t.to, date(t.language, to)), Route { filters, ..route.clone() }));
        }
        let mut bare = route.unfiltered();
        let written = pieces(&route.query);
        // From the last to the first, so that the places of the others stay what they are.
        for (at, piece) in written.iter().enumerate().rev() {
            let inside = piece.text.trim_start_matches('-');
            let end = range::end_of(piece).and_then(|end| in_force[end].as_ref());
            let name = match piece.kind {
                // A range has no opposite: a minus before it changes nothing.
                Kind::Field if end.is_some() => inside.to_owned(),
                Kind::Field if inside.len() < piece.text.len() => (words.excluded)(inside),
                Kind::Field => inside.to_owned(),
                Kind::Excluded => (words.excluded)(inside),
                _ => continue,
            };
            bare.query = without(&bare.query, at);
            // Another range counts in its place.
            if end.is_some_and(|end| end.piece != Some(at)) {
                continue;
            }
            let query = without(&route.query, at);
            chips.push((name, Route { query, ..route.clone() }));
        }
        if chips.is_empty() {
            return None;
        }
        let clear = (chips.len() > 1).then(|| {
            view! {
                <li><button type="button" class="quiet" on:click=move |_| leave(bare.clone())>{words.clear}</button></li>
            }
        });
        Some(view! { <ul class="chips">{chips.into_iter().map(chip).collect_view()}{clear}</ul> })
    }
}
