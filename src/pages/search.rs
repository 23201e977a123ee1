//! The search page: asks for what the address says and draws the answer.

use crate::client::{Archive, Ticket, expect_client};
use crate::components::chips::Chips;
use crate::components::dates::Dates;
use crate::components::facet::FacetList;
use crate::components::result::ResultRow;
use crate::components::sort::SortChoice;
use crate::components::spellings::SpellingRow;
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::history::expect_nav;
use crate::i18n::trouble::Trouble;
use crate::passages::Passages;
use crate::route::Facet;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Failure, Filters, SearchAnswer, SearchRequest};

/// How long a search may take before the page says that it is searching.
const QUIET: u64 = 300;

/// The search page.
#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    let (nav, ui, client, t) = (expect_nav(), expect_ui(), expect_client(), expect_texts());
    let request = Memo::new(move |_| {
        nav.route.with(|route| SearchRequest {
            query: route.query.clone(),
            filters: route.filters.clone(),
            sort: route.sort,
            offset: 0,
            limit: nav.shown.get(),
            typing: nav.typing.get(),
            language: t.language,
        })
    });
    let answer = RwSignal::new(None::<SearchAnswer>);
    let passages = Passages::new();
    let trouble = RwSignal::new(None::<Trouble>);
    let (searching, tries) = (RwSignal::new(false), RwSignal::new(0_u32));
    let asked = StoredValue::new((None::<Ticket>, String::new()));
    let answered = StoredValue::new(false);
    nav.reads(None);

    Effect::new(move |_| {
        tries.track();
        let request = request.get();
        let (before, last_query) = asked.get_value();
        if let Some(ticket) = before {
            client.forget(ticket);
        }
        if !client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            // What one archive answered must not stand under the name of another.
            asked.set_value((None, String::new()));
            searching.set(false);
            trouble.set(None);
            answer.set(None);
            passages.forget();
            return;
        }
        let query = request.query.clone();
        let same_query = query == last_query;
        dom::mark("tangthu:search-start");
        let listen = move |reply| match reply {
            Answer::Found(found) => {
                dom::measure("tangthu:search", Some("tangthu:search-start"));
                answered.set_value(true);
                searching.set(false);
                trouble.set(None);
                // Passages of the query before would show the wrong matches; those of the same query stay.
                if !same_query {
                    passages.forget();
                }
                answer.set(Some(found));
                nav.refocus();
                nav.drawn();
                dom::after_drawing(|| dom::measure("tangthu:query", Some("tangthu:query-start")));
            }
            Answer::Failed(Failure::Stale) => {}
            Answer::Failed(failure) => {
                answered.set_value(true);
                searching.set(false);
                trouble.set(Some(Trouble::Archive(failure)));
            }
            _ => {}
        };
        let late = move || {
            searching.set(false);
            trouble.set(Some(Trouble::Slow));
        };
        let ticket = client.ask(Ask::Search(Box::new(request)), listen, late);
        asked.set_value((Some(ticket), query));
        answered.set_value(false);
        searching.set(false);
        dom::after(QUIET, move || {
            let still = asked.try_get_value().is_some_and(|(now, _)| now == Some(ticket));
            if still && answered.try_get_value() == Some(false) {
                let _ = searching.try_set(true);
            }
        });
    });
    // What has come onto the screen, with an answer or by scrolling, gets passages from its text.
    Effect::new(move |_| {
        nav.rested.track();
        if answer.with(Option::is_some) {
            passages.fill(client, request.get_untracked(), answer);
        }
    });
    on_cleanup(move || {
        if let Some((Some(ticket), _)) = asked.try_get_value() {
            client.forget(ticket);
        }
    });

    let status = move || {
        client.archive.with(|archive| match archive {
            Archive::Opening => t.opening.to_owned(),
            Archive::Failed(_) => String::new(),
            Archive::Open(_) if trouble.with(Option::is_some) => String::new(),
            Archive::Open(_) if searching.get() => t.searching.to_owned(),
            Archive::Open(_) => answer.with(|answer| {
                let Some(answer) = answer else { return String::new() };
                let all = request
                    .with(|request| request.query.trim().is_empty() && request.filters == Filters::default());
                match answer.total {
                    total if all => (t.all_documents)(total),
                    0 => t.found_none.to_owned(),
                    total if answer.complete < total => {
                        let complete = (t.complete)(answer.complete, answer.complete_first);
                        format!("{}. {complete}", (t.found)(total))
                    }
                    total => (t.found)(total),
                }
            }),
        })
    };
    Effect::new(move |_| ui.status.set(status()));
    Effect::new(move |_| ui.title.set(nav.route.with(|route| route.query.trim().to_owned())));

    let failed = move || {
        client.archive.with(|archive| match archive {
            Archive::Failed(trouble) => Some(view! { <TroubleBox trouble=trouble.clone()/> }.into_any()),
            _ => trouble.get().map(|trouble| {
                let retry = Callback::new(move |()| tries.update(|n| *n += 1));
                view! { <TroubleBox trouble retry/> }.into_any()
            }),
        })
    };
    let ready = Memo::new(move |_| {
        let open = client.archive.with(|archive| matches!(archive, Archive::Open(_)));
        open && trouble.with(Option::is_none) && answer.with(Option::is_some)
    });
    view! {
        <h1 class="unseen">{move || if ready.get() { t.results } else { t.search_label }}</h1>
        {failed}
        {move || ready.get().then(|| view! { <Answered answer snippets=passages.found searching/> })}
    }
}

/// Everything that an answer brings: filters, what was understood, and the results.
#[component]
fn Answered(
    answer: RwSignal<Option<SearchAnswer>>,
    snippets: crate::components::result::Snippets,
    searching: RwSignal<bool>,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let part = move |take: fn(&SearchAnswer) -> Vec<tangthu_protocol::Count>| {
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
    let months = Memo::new(move |_| if dated.get() { all_months.get() } else { Vec::new() });
    let kinds = part(|answer| answer.facets.kind.clone());
    let all_languages = part(|answer| answer.facets.language.clone());
    // One language alone is nothing to choose.
    let languages =
        Memo::new(move |_| all_languages.with(|all| if all.len() > 1 { all.clone() } else { Vec::new() }));
    let spellings = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|a| a.spellings.clone()).unwrap_or_default())
    });
    let read_as = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|a| a.read_as.clone()).unwrap_or_default())
    });
    let left = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().is_some_and(|a| (a.hits.len() as u32) < a.total))
    });
    let none = Memo::new(move |_| answer.with(|answer| answer.as_ref().is_some_and(|a| a.total == 0)));
    let rows = move || {
        let hits =
            answer.with(|answer| answer.as_ref().map(|answer| answer.hits.clone()).unwrap_or_default());
        hits.into_iter().map(|hit| view! { <ResultRow hit snippets/> }).collect_view()
    };
    // Wide screens show the filters at once; narrow ones keep them folded above the results.
    let wide = dom::window()
        .and_then(|w| w.match_media("(min-width: 60rem)").ok().flatten())
        .is_some_and(|m| m.matches());
    // Followed as a link it would be a step in the history.
    let skip_filters = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        dom::focus("#results");
    };
    view! {
        <a class="skip" href="#results" on:click=skip_filters>{t.skip_filters}</a>
        <div class="search-page">
            <details class="filters" open=wide>
                <summary>{t.filters}</summary>
                <FacetList facet=Facet::Section heading=t.facets[0] counts=sections/>
                <FacetList facet=Facet::Source heading=t.facets[1] counts=sources/>
                <FacetList facet=Facet::Year heading=t.facets[2] counts=years/>
                <FacetList facet=Facet::Month heading=t.facets[3] counts=months/>
                <FacetList facet=Facet::Kind heading=t.facets[4] counts=kinds/>
                <FacetList facet=Facet::Language heading=t.facets[5] counts=languages/>
                <Dates/>
            </details>
            <div class="results" id="results" tabindex="-1" class:fading=searching>
                <div class="bar"><Chips/><SortChoice/></div>
                {move || read_as.with(|text| (!text.is_empty()).then(|| view! { <p class="read-as">{t.read_as} " " {text.clone()}</p> }))}
                <SpellingRow spellings/>
                {move || none.get().then(|| view! { <p class="advice">{t.found_none_advice}</p> })}
                {rows}
                {move || left.get().then(|| view! { <button type="button" class="more" on:click=move |_| nav.more()>{t.more}</button> })}
            </div>
        </div>
    }
}
