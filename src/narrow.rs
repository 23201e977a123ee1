//! What narrows a result: the timeline, dates, and facets with their counts; and what was understood of a question: the filters
//! in force and the spellings of a word typed without marks. A chunk of its own: results stand first, and a telephone does not
//! need the filters before they are opened.
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

use crate::components::chips::Chips;
use crate::components::dates::Dates;
use crate::components::facet::FacetList;
use crate::components::panel::ListPanel;
use crate::components::spellings::SpellingRow;
use crate::components::timeline::Timeline;
use crate::history::expect_nav;
use crate::i18n::narrowing::narrowing;
use crate::i18n::vocabulary;
use crate::results::Results;
use crate::route::Facet;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{Count, ListField, SearchAnswer};

/// The filters for `results`.
pub(crate) fn draw(results: Results) -> AnyView {
    view! { <Filters results/> }.into_any()
}

/// The filters in force, the spellings found, and the dossiers of the document numbers asked for.
pub(crate) fn understood(results: Results) -> AnyView {
    let answer = results.answer;
    let spellings = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|a| a.spellings.clone()).unwrap_or_default())
    });
    let (nav, t) = (expect_nav(), expect_texts());
    let numbers = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|a| a.numbers.clone()).unwrap_or_default())
    });
    let dossier = move |number: String| {
        let href = nav.route.get_untracked().dossier(&number).href();
        view! { <p class="advice"><a href=href>{vocabulary::to_dossier(t.language, &number)}</a></p> }
    };
    let dossiers = move || numbers.get().into_iter().map(dossier).collect_view();
    view! { <Chips/> {dossiers} <div class="all-spellings"><SpellingRow spellings/></div> }.into_any()
}

#[component]
fn Filters(results: Results) -> impl IntoView {
    let (nav, words) = (expect_nav(), narrowing(expect_texts().language));
    let answer = results.answer;
    let part = move |take: fn(&SearchAnswer) -> Vec<Count>| {
        Memo::new(move |_| answer.with(|answer| answer.as_ref().map(take).unwrap_or_default()))
    };
    let sections = part(|answer| answer.facets.section.clone());
    let sources = part(|answer| answer.facets.source.clone());
    let years = part(|answer| answer.facets.year.clone());
    // Months are many; they come up once a year is chosen.
    let all_months = part(|answer| answer.facets.month.clone());
    let dated = Memo::new(move |_| {
        nav.route.with(|route| !route.filters.year.is_empty() || !route.filters.month.is_empty())
    });
    let listed = Memo::new(move |_| if dated.get() { all_months.get() } else { Vec::new() });
    let kinds = part(|answer| answer.facets.kind.clone());
    let all_languages = part(|answer| answer.facets.language.clone());
    // One language alone is nothing to choose.
    let languages =
        Memo::new(move |_| all_languages.with(|all| if all.len() > 1 { all.clone() } else { Vec::new() }));
    view! {
        <section class="facet time">
            <h2>{words.dates}</h2>
            <Timeline years months=all_months/>
            <Dates/>
        </section>
        <FacetList facet=Facet::Section heading=words.facets[0] counts=sections/>
        <FacetList facet=Facet::Source heading=words.facets[1] counts=sources/>
        <FacetList facet=Facet::Year heading=words.facets[2] counts=years/>
        <FacetList facet=Facet::Month heading=words.facets[3] counts=listed/>
        <FacetList facet=Facet::Kind heading=words.facets[4] counts=kinds/>
        <FacetList facet=Facet::Language heading=words.facets[5] counts=languages/>
        <ListPanel facet=Facet::Number field=ListField::Number heading=words.facets[6]/>
        <ListPanel facet=Facet::Person field=ListField::Person heading=words.facets[7]/>
        <ListPanel facet=Facet::Place field=ListField::Place heading=words.facets[8]/>
        <ListPanel facet=Facet::Body field=ListField::Body heading=words.facets[9]/>
    }
}
