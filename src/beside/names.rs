//! The people, places and bodies of a text, each a way to all documents that name them; and its abbreviations, explained.

use super::place;
use super::texts::texts;
use crate::history::expect_nav;
use crate::route::Facet;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::Named;

/// How many are shown before one asks for all.
const FEW: usize = 6;

/// The lists of names.
#[component]
pub(super) fn Names(
    /// People, with the position that the text tells.
    people: Vec<Named>,
    /// Administrative units.
    places: Vec<Named>,
    /// Bodies.
    bodies: Vec<Named>,
    /// Abbreviations, with what they stand for.
    abbreviations: Vec<Named>,
) -> impl IntoView {
    let t = texts(expect_texts().language);
    view! {
        <List heading=t.people names=people facet=Some(Facet::Person)/>
        <List heading=t.bodies names=bodies facet=Some(Facet::Body)/>
        <List heading=t.places names=places facet=Some(Facet::Place)/>
        <List heading=t.abbreviations names=abbreviations facet=None/>
    }
}

#[component]
fn List(heading: &'static str, names: Vec<Named>, facet: Option<Facet>) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    // Each once, where it stands first; a note that only a later mention has is not lost.
    let mut once: Vec<Named> = Vec::new();
    for name in names {
        match once.iter_mut().find(|known| known.value == name.value) {
            Some(known) => known.note = known.note.take().or(name.note),
            None => once.push(name),
        }
    }
    let names = once;
    let (all, total) = (RwSignal::new(names.len() <= FEW), names.len() as u32);
    let names = StoredValue::new(names);
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FEW };
        let start = nav.route.get_untracked();
        let row = move |name: Named| {
            let words = match facet {
                Some(facet) => {
                    let href = start.of(facet, &name.value).href();
                    view! { <a href=href>{name.value.clone()}</a> }.into_any()
                }
                None => view! { <strong>{name.value.clone()}</strong> }.into_any(),
            };
            let note = name.note.map(|note| view! { " " <span class="count">{note}</span> });
            view! { <li>{words} {note} " " <place::Jump place=name.place what=name.value/></li> }
        };
        names.get_value().into_iter().take(shown).map(row).collect_view()
    };
    let more = move || {
        (!all.get()).then(|| {
            view! { <button type="button" class="quiet" on:click=move |_| all.set(true)>{(t.all)(total)}</button> }
        })
    };
    (total > 0).then(|| view! { <section class="side"><h2>{heading}</h2><ul>{rows}</ul>{more}</section> })
}
