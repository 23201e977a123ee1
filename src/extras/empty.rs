//! Why nothing was found: how many documents each word finds alone, and how many the search finds without each of its parts, so
//! that the part which empties it can be taken away by a click.

use super::texts::texts;
use crate::client::expect_client;
use crate::components::backwards::Backwards;
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::i18n::narrowing::narrowing;
use crate::i18n::trouble::Trouble;
use crate::pieces::{Kind, pieces, without};
use crate::results::expect_results;
use crate::route::{Facet, Route};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, SearchRequest};

/// Parts of a query that are tried, at most: each is a search of its own.
const MOST: usize = 12;

/// What is tried.
#[derive(Clone, Debug)]
struct Trial {
    what: What,
    route: Route,
}

#[derive(Clone, Debug)]
enum What {
    /// The words alone, without filters.
    Unfiltered,
    /// A word by itself.
    Alone(String),
    /// Everything but this word.
    WithoutWord(String),
    /// Everything but this filter.
    WithoutFilter(String),
}

/// The explanation.
#[component]
pub(super) fn Empty() -> impl IntoView {
    let (nav, client, own) = (expect_nav(), expect_client(), expect_texts());
    let t = texts(own.language);
    let results = expect_results();
    let told = RwSignal::new(None::<Vec<(What, Route, u32)>>);
    // What could not be tried says nothing: of a word that was not looked for it is not known whether it occurs.
    let trouble = RwSignal::new(None::<Trouble>);
    let (round, tries) = (StoredValue::new(0_u32), RwSignal::new(0_u32));
    Effect::new(move |_| {
        tries.track();
        // Each answer that finds nothing is looked into anew.
        results.answer.track();
        let trials = nav.route.with_untracked(|route| trials(route, own));
        round.update_value(|round| *round += 1);
        let this = round.get_value();
        told.set(Some(Vec::new()).filter(|_| trials.is_empty()));
        trouble.set(None);
        let found = StoredValue::new(vec![None::<Result<_, Trouble>>; trials.len()]);
        for (at, Trial { what, route }) in trials.into_iter().enumerate() {
            let request = SearchRequest {
                query: route.query.clone(),
                filters: route.filters.clone(),
                ..SearchRequest::default()
            };
            let hear = move |tried: Result<u32, Trouble>| {
                if round.try_get_value() != Some(this) {
                    return;
                }
                let tried = tried.map(|total| (what.clone(), route.clone(), total));
                found.update_value(|found| found[at] = Some(tried));
                found.with_value(|found| {
                    if found.iter().all(Option::is_some) {
                        told.set(Some(found.iter().flatten().flatten().cloned().collect()));
                        trouble.set(found.iter().flatten().find_map(|tried| tried.as_ref().err().cloned()));
                    }
                });
            };
            let late = hear.clone();
            let listen = move |answer| match answer {
                Answer::Found(found) => hear(Ok(found.total)),
                Answer::Failed(failure) => hear(Err(Trouble::Archive(failure))),
                _ => {}
            };
            client.ask(Ask::Search(Box::new(request)), listen, move || late(Err(Trouble::Slow)));
        }
    });
    let leave = move |route: Route| {
        nav.go(route, Step::New);
        dom::focus("#results");
    };
    let lines = move || {
        let Some(all) = told.get() else { return view! { <p class="note">{t.looking}</p> }.into_any() };
        let facts = all.iter().filter_map(|(what, _, total)| match what {
            // What finds something is offered below.
            What::Unfiltered => (*total == 0).then(|| (t.unfiltered)(0)),
            What::Alone(word) if *total == 0 => Some((t.nowhere)(word)),
            What::Alone(word) => Some((t.alone)(word, *total)),
            _ => None,
        });
        let facts: Vec<_> = facts.map(|fact| view! { <li>{fact}</li> }).collect();
        // Where there is one filter, taking all away is the same.
        let is_twice = |what: &What, route: &Route| {
            let same =
                |(other, to, _): &&(What, Route, u32)| !matches!(other, What::Unfiltered) && to == route;
            matches!(what, What::Unfiltered) && all.iter().any(|one| same(&one))
        };
        let offers = all.iter().filter(|(what, route, total)| *total > 0 && !is_twice(what, route));
        let mut offers: Vec<_> = offers.cloned().collect();
        offers.sort_by_key(|(_, _, total)| std::cmp::Reverse(*total));
        let offers = offers.into_iter().filter_map(|(what, route, total)| {
            let words = match what {
                What::Unfiltered => (t.without_filters)(total),
                What::WithoutWord(word) => (t.without_word)(&word, total),
                What::WithoutFilter(filter) => (t.without_filter)(&filter, total),
                What::Alone(_) => return None,
            };
            Some(view! { <li><button type="button" on:click=move |_| leave(route.clone())>{words}</button></li> })
        });
        let offers: Vec<_> = offers.collect();
        let advice = (offers.is_empty() && trouble.with(Option::is_none))
            .then(|| view! { <p class="advice">{t.advice}</p> });
        view! {
            <ul class="facts-of">{facts}</ul>
            <ul class="offers">{offers}</ul>
            {advice}
        }
        .into_any()
    };
    let retry = Callback::new(move |()| tries.update(|n| *n += 1));
    view! {
        <section class="why" aria-label=t.why>
            <h2>{t.why}</h2>
            <Backwards/>
            <div aria-live="polite">{lines}</div>
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry/> })}
        </section>
    }
}

/// What can be tried for a search that finds nothing.
fn trials(route: &Route, own: &'static crate::i18n::Texts) -> Vec<Trial> {
    let route = route.without_doc();
    let mut trials = Vec::new();
    let bare = route.unfiltered();
    let filters = by_filter(&route, own);
    let all = pieces(&route.query);
    // Conditions that are typed are filters as well.
    let typed = all.iter().any(|piece| piece.kind == Kind::Field);
    let words: Vec<&str> = all
        .iter()
        .filter(|piece| !matches!(piece.kind, Kind::Field | Kind::Nothing))
        .map(|piece| piece.text)
        .collect();
    if !words.is_empty() && (typed || !filters.is_empty()) {
        trials
            .push(Trial { what: What::Unfiltered, route: Route { query: words.join(" "), ..bare.clone() } });
    }
    // Within OR and parentheses a word by itself says nothing.
    let parts = if all.iter().any(|piece| piece.kind == Kind::Glue) { 0 } else { all.len().min(MOST) };
    for (at, piece) in all.iter().enumerate().take(parts) {
        let what = What::WithoutWord(piece.text.to_owned());
        // A condition that stands alone is what empties the search.
        let condition = piece.kind == Kind::Field;
        if matches!(piece.kind, Kind::Word | Kind::Phrase) || condition && parts == 1 {
            let word = piece.text.to_owned();
            trials.push(Trial {
                what: What::Alone(word.clone()),
                route: Route { query: word, ..bare.clone() },
            });
        }
        if piece.kind != Kind::Nothing && (parts > 1 || condition) {
            trials.push(Trial { what, route: Route { query: without(&route.query, at), ..route.clone() } });
        }
    }
    trials.extend(filters.into_iter().map(|(name, route)| Trial { what: What::WithoutFilter(name), route }));
    trials.truncate(3 * MOST);
    trials
}

/// The search without each of its filters: all choices of a facet are one.
fn by_filter(route: &Route, own: &'static crate::i18n::Texts) -> Vec<(String, Route)> {
    let mut all = Vec::new();
    for (at, facet) in Facet::ALL.into_iter().enumerate() {
        let choices = facet.of(&route.filters);
        if choices.is_empty() {
            continue;
        }
        let values: Vec<&str> = choices
            .iter()
            .map(|choice| if choice.value.is_empty() { own.undated } else { &choice.value })
            .collect();
        let mut without = route.clone();
        for choice in choices {
            without = without.toggled(facet, &choice.value, choice.exclude);
        }
        all.push((format!("{} {}", narrowing(own.language).facets[at], values.join(", ")), without));
    }
    if route.filters.from.is_some() || route.filters.to.is_some() {
        let mut without = route.clone();
        let named =
            |word: &str, day: Option<String>| day.map(|day| format!("{word} {}", date(own.language, &day)));
        let ends = [named(own.from, without.filters.from.take()), named(own.to, without.filters.to.take())];
        all.push((ends.into_iter().flatten().collect::<Vec<_>>().join(" "), without));
    }
    all
}
