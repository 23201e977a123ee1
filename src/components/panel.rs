//! A facet with many values, of which a document may have many: numbers, people, places, bodies. It is counted when its panel is
//! opened, since each costs the reader a column.

use super::facet::FacetRow;
use crate::client::expect_client;
use crate::dom;
use crate::history::expect_nav;
use crate::i18n::format::number;
use crate::i18n::narrowing::narrowing;
use crate::i18n::trouble::{Trouble, say};
use crate::route::Facet;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, FacetAsk, Failure, ListCounts, ListField, SearchRequest};

/// From how many values on the panel can be searched.
const MANY: u32 = 12;
/// How long the reader must pause before what was typed is looked for.
const PAUSE: u64 = 150;

/// The panel of `facet`.
#[component]
pub(crate) fn ListPanel(
    /// Which one.
    facet: Facet,
    /// The same, as the engine knows it.
    field: ListField,
    /// Its heading.
    heading: &'static str,
) -> impl IntoView {
    let (nav, client, t) = (expect_nav(), expect_client(), expect_texts());
    let words = narrowing(t.language);
    // A panel with a choice in it is open from the start.
    let chosen = nav.route.with_untracked(|route| !facet.of(&route.filters).is_empty());
    let (open, find) = (RwSignal::new(chosen), RwSignal::new(String::new()));
    let counts = RwSignal::new(None::<Result<ListCounts, Trouble>>);
    let tries = RwSignal::new(0_u32);
    let (keys, round) = (StoredValue::new(0_u32), StoredValue::new(0_u32));
    let searched = Memo::new(move |_| nav.route.with(|route| (route.query.clone(), route.filters.clone())));
    Effect::new(move |_| {
        let (query, filters) = searched.get();
        let find = find.get();
        tries.track();
        if !open.get() {
            return;
        }
        round.update_value(|round| *round += 1);
        let this = round.get_value();
        let count = vec![FacetAsk { field, find }];
        let request = SearchRequest { query, filters, count, ..SearchRequest::default() };
        let hear = move |counted| {
            if round.try_get_value() == Some(this) {
                counts.set(Some(counted));
            }
        };
        let listen = move |answer| match answer {
            Answer::Found(found) => hear(Ok(found.lists.into_iter().next().unwrap_or_default())),
            Answer::Failed(failure) if failure != Failure::Stale => hear(Err(Trouble::Archive(failure))),
            _ => {}
        };
        client.ask(Ask::Search(Box::new(request)), listen, move || hear(Err(Trouble::Slow)));
    });
    let again = move |_| {
        counts.set(None);
        tries.update(|n| *n += 1);
    };
    let put = move |text: String| {
        keys.update_value(|n| *n += 1);
        let key = keys.get_value();
        dom::after(PAUSE, move || {
            if keys.try_get_value() == Some(key) {
                find.set(text);
            }
        });
    };
    let total = Memo::new(move |_| counts.with(|counts| told(counts).map_or(0, |counts| counts.total)));
    // Once there were many, the field stays, however few fit what is typed.
    let many = Memo::new(move |before: Option<&bool>| before == Some(&true) || total.get() > MANY);
    let field = move || {
        many.get().then(|| {
            let label = format!("{}: {heading}", words.find_value);
            view! {
                <input type="search" class="find" autocomplete="off" spellcheck="false" maxlength="100" placeholder=words.find_value
                    aria-label=label on:input:target=move |event| put(event.target().value())/>
            }
        })
    };
    let rows = move || {
        let values =
            counts.with(|counts| told(counts).map(|counts| counts.values.clone()).unwrap_or_default());
        values.into_iter().map(|count| view! { <FacetRow facet count/> }).collect_view()
    };
    let note = move || {
        counts.with(|counts| match counts {
            None => t.growing.to_owned(),
            Some(Err(trouble)) => say(t.language, trouble).what,
            Some(Ok(counts)) if counts.values.is_empty() => words.no_values.to_owned(),
            Some(Ok(counts)) if (counts.values.len() as u32) < counts.total => {
                (words.first_values)(counts.values.len() as u32)
            }
            Some(Ok(_)) => String::new(),
        })
    };
    let retry = move || {
        let failed = counts.with(|counts| matches!(counts, Some(Err(_))));
        failed.then(|| view! { <button type="button" class="link" on:click=again>{t.retry}</button> })
    };
    let count = move || (total.get() > 0).then(|| number(t.language, total.get()));
    view! {
        <details class="facet panel" open=chosen on:toggle=move |_| open.set(true)>
            <summary>{heading} " " <span class="count">{count}</span></summary>
            {field}
            <ul class="tall">{rows}</ul>
            <p class="note" aria-live="polite">{note} " " {retry}</p>
        </details>
    }
}

/// What was counted, where it came.
fn told(counts: &Option<Result<ListCounts, Trouble>>) -> Option<&ListCounts> {
    counts.as_ref()?.as_ref().ok()
}
