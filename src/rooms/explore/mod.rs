//! What documents share: people, places, bodies, numbers, sections, sources, years and abbreviations, with counts. Each value
//! leads to the documents that have it. The engine finds and cuts, so that lists of fifty thousand are as quick as short ones.

mod texts;

use crate::client::expect_client;
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::number;
use crate::rooms::focus;
use crate::route::{Facet, Route, View};
use crate::study::ask;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::study::{ExploreKind, ExploreRequest, ExploredValue};
use texts::texts;

/// The lists with their names in addresses, in the order in which an archive of official texts is explored. The page begins
/// with the first that holds anything.
const LISTS: [(&str, ExploreKind); 8] = [
    ("numbers", ExploreKind::Numbers),
    ("bodies", ExploreKind::Bodies),
    ("people", ExploreKind::People),
    ("places", ExploreKind::Places),
    ("sections", ExploreKind::Sections),
    ("sources", ExploreKind::Sources),
    ("years", ExploreKind::Years),
    ("abbreviations", ExploreKind::Abbreviations),
];

/// How many values are shown at first, and how many more each time.
const PAGE: u32 = 100;
/// The most that are shown: nobody reads more, and for the rest there is the box.
const MOST: u32 = 500;
/// Waiting time after a key before the list is asked for.
const PAUSE: u64 = 120;

/// The page.
#[component]
pub(super) fn ExplorePage() -> impl IntoView {
    let (nav, ui, language) = (expect_nav(), expect_ui(), expect_texts().language);
    let t = texts(language);
    let named = Memo::new(move |_| {
        nav.route.with(|route| LISTS.iter().position(|(name, _)| *name == route.own("of")))
    });
    let first = RwSignal::new(0);
    let at = Memo::new(move |_| named.get().unwrap_or_else(|| first.get()));
    let find = Memo::new(move |_| nav.route.with(|route| route.own("find").to_owned()));
    let count = RwSignal::new(PAGE);
    let asked = ask(expect_client(), move || {
        Some(ExploreRequest { kind: LISTS[at.get()].1, find: find.get(), from: 0, count: count.get() })
    });
    // Where the address names no list, an empty one is no beginning; an archive where all are empty shows the last.
    Effect::new(move |_| {
        let empty = asked.answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.total == 0));
        let open = named.get().is_none() && find.with(String::is_empty);
        if empty && open && first.get_untracked() + 1 < LISTS.len() {
            first.update(|at| *at += 1);
        }
    });
    Effect::new(move |_| {
        ui.title.set(format!("{} – {}", t.names[at.get()], t.title));
        find.track();
        count.set(PAGE);
    });
    Effect::new(move |_| {
        let told = asked.answer.with(|answer| answer.as_ref().map(|answer| (t.total)(answer.total)));
        let status = match told {
            _ if asked.waiting.get() => t.working.to_owned(),
            Some(told) if asked.trouble.with(Option::is_none) => told,
            _ => String::new(),
        };
        ui.status.set(status);
    });
    let focus = focus::keep(nav, move || {
        at.track();
        count.track();
    });
    Effect::new(move |_| {
        if asked.answer.with(Option::is_some) {
            focus.drawn();
        }
    });
    let lists = LISTS.iter().zip(t.names).enumerate().map(|(place, ((key, _), name))| {
        let href = move || {
            nav.route.with(|route| Route { view: View::Explore, ..route.start() }.with_own("of", key).href())
        };
        let current = move || (at.get() == place).then_some("page");
        view! { <li><a href=href aria-current=current>{name}</a></li> }
    });
    let keys = StoredValue::new(0_u32);
    let typed = move |event: web_sys::Event| {
        let words = event_target_value(&event);
        keys.update_value(|n| *n = n.wrapping_add(1));
        let now = keys.get_value();
        dom::after(PAUSE, move || {
            if keys.try_get_value() == Some(now) {
                let route = nav.route.with_untracked(|route| route.with_own("find", words.trim()));
                nav.go(route, Step::Same);
            }
        });
    };
    let shown = move || {
        if let Some(trouble) = asked.trouble.get() {
            let retry = Callback::new(move |()| asked.again());
            return Some(view! { <TroubleBox trouble retry/> }.into_any());
        }
        let answer = asked.answer.get()?;
        if answer.values.is_empty() {
            let words = find.get_untracked();
            let said = if words.is_empty() { t.nothing.to_owned() } else { (t.nothing_found)(&words) };
            return Some(view! { <p class="advice">{said}</p> }.into_any());
        }
        let most = answer.values.iter().map(|value| value.count).max().unwrap_or(1).max(1);
        let kind = LISTS[at.get_untracked()].1;
        let more = (answer.values.len() as u32) < answer.total && count.get_untracked() < MOST;
        let rows = answer.values.into_iter().map(|value| row(kind, value, most)).collect_view();
        let more = more.then(|| {
            view! { <button type="button" class="more" data-key="more" on:click=move |_| count.update(|n| *n = (*n * 2).min(MOST))>{t.more}</button> }
        });
        Some(view! { <ol class="values">{rows}</ol> {more} }.into_any())
    };
    view! {
        <section class="room explore">
            <h1 tabindex="-1">{move || t.names[at.get()]}</h1>
            <nav class="tabs" aria-label=t.lists><ul>{lists.collect_view()}</ul></nav>
            <p class="find">
                <label>{t.find} " " <input type="search" autocomplete="off" prop:value=find on:input=typed/></label>
            </p>
            {shown}
        </section>
    }
}

/// A value, its count, and the way to its documents.
fn row(kind: ExploreKind, value: ExploredValue, most: u32) -> impl IntoView {
    let (route, language) = (expect_nav().route.get_untracked(), expect_texts().language);
    let t = texts(language);
    let of = |facet| route.of(facet, &value.value);
    let to = match kind {
        ExploreKind::People => of(Facet::Person),
        ExploreKind::Places => of(Facet::Place),
        ExploreKind::Bodies => of(Facet::Body),
        ExploreKind::Numbers => route.dossier(&value.value),
        ExploreKind::Sections => of(Facet::Section),
        ExploreKind::Sources => of(Facet::Source),
        ExploreKind::Years => of(Facet::Year),
        ExploreKind::Abbreviations => Route { query: format!("\"{}\"", value.value), ..route.start() },
    };
    let name = if value.value.is_empty() { t.undated.to_owned() } else { value.value };
    let width = format!("{}%", f64::from(value.count) * 100.0 / f64::from(most));
    let count = number(language, value.count);
    view! {
        <li>
            <a href=to.href()>{name}</a>
            {value.means.map(|means| view! { " " <span class="means">{means}</span> })}
            " " <span class="count" title=(t.documents)(value.count)>{count}</span>
            <span class="share" aria-hidden="true" style:width=width></span>
        </li>
    }
}
