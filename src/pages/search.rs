//! The search page: asks for what the address says and draws the answer.

use crate::client::{Archive, expect_client};
use crate::components::result::ResultRow;
use crate::components::sort::SortChoice;
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::extras::Extra;
use crate::history::expect_nav;
use crate::later::{Helper, Narrowing, Understood};
use crate::results::{Results, expect_results};
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::{Filters, SearchAnswer, SearchRequest};

/// The search page.
#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    let (nav, ui, client, t) = (expect_nav(), expect_ui(), expect_client(), expect_texts());
    let results = expect_results();
    let Results { answer, trouble, searching, .. } = results;
    let request = Memo::new(move |_| {
        nav.route.with(|route| SearchRequest {
            query: route.query.clone(),
            filters: route.filters.clone(),
            sort: route.sort,
            typing: nav.typing.get(),
            language: t.language,
            ..SearchRequest::default()
        })
    });
    nav.reads(None);
    Effect::new(move |_| {
        client.archive.track();
        results.ask(&request.get());
    });
    Effect::new(move |_| results.grow());
    // What has come onto the screen by scrolling gets passages from its text.
    Effect::new(move |_| {
        nav.rested.track();
        results.fill();
    });
    on_cleanup(move || results.stop());

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
                let retry = Callback::new(move |()| results.retry());
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
        {move || ready.get().then(|| view! { <Answered results/> })}
    }
}

/// Everything that an answer brings: filters, what was understood, and the results.
#[component]
fn Answered(results: Results) -> impl IntoView {
    let (nav, ui, t) = (expect_nav(), expect_ui(), expect_texts());
    let Results { answer, rows, short, searching, growing, .. } = results;
    // Only a question that has something to take apart needs the code for it. Until that has come the place of its lines is kept,
    // in quarters of a rem, so that no result moves: words side by side on a telephone, else one below the other.
    let side_by_side = dom::matches_media("(max-width: 47.99rem)");
    let apart = Memo::new(move |_| {
        let (words, numbers) = answer.with(|answer| {
            let of = |a: &SearchAnswer| (a.spellings.len(), a.numbers.len());
            answer.as_ref().map(of).unwrap_or_default()
        });
        let (filters, typed) = nav.route.with(|route| {
            (route.filters != Filters::default(), route.query.contains(':') || route.query.contains('-'))
        });
        let words = if side_by_side { words.min(1) } else { words };
        (filters || typed || words + numbers > 0)
            .then(|| 9 * words + 10 * numbers + 12 * usize::from(filters))
    });
    let read_as = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|a| a.read_as.clone()).unwrap_or_default())
    });
    let total = Memo::new(move |_| answer.with(|answer| answer.as_ref().map_or(0, |answer| answer.total)));
    let left = Memo::new(move |_| rows.with(Vec::len) < total.get() as usize);
    let more = Callback::new(move |()| results.more(true));
    // Wide screens show the filters at once; narrow ones keep them folded above the results.
    let wide = dom::matches_media("(min-width: 60rem)");
    let opened = RwSignal::new(wide);
    let helpers = t.helpers.into_iter().zip([Extra::Advanced, Extra::Saved, Extra::Export]).map(|(name, extra)| {
        view! { <button type="button" class="link" on:click=move |_| ui.extra.set(Some(extra))>{name}</button> }
    });
    let helpers = helpers.collect_view();
    // Followed as a link it would be a step in the history.
    let skip_filters = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        dom::focus("#results");
    };
    view! {
        <a class="skip" href="#results" on:click=skip_filters>{t.skip_filters}</a>
        <div class="search-page">
            <details class="filters" open=wide on:toggle=move |_| opened.set(true)>
                <summary>{t.filters}</summary>
                {move || opened.get().then(|| view! { <Narrowing results/> })}
            </details>
            <div class="results" id="results" tabindex="-1" class:fading=move || searching.get()>
                <div class="bar">
                    <p class="helpers">
                        {helpers}
                    </p>
                    <SortChoice/>
                </div>
                {move || read_as.with(|text| (!text.is_empty()).then(|| view! { <p class="read-as">{t.read_as} " " {text.clone()}</p> }))}
                {move || apart.get().map(|quarters| view! { <div style:min-height=format!("calc({quarters} * 0.25rem)")><Understood results/></div> })}
                {move || (total.get() == 0).then(|| view! { <Helper extra=Extra::Empty/> })}
                <div class="rows" role=move || (total.get() > 0).then_some("feed") aria-label=move || (total.get() > 0).then_some(t.results) aria-busy=move || growing.get().to_string()>
                    {move || {
                        results.drawn.track();
                        sheet(results, total, 0)
                    }}
                </div>
                {move || left.get().then(|| match short.get() {
                    // What stands already stays, and the rest can be asked for again.
                    Some(trouble) => view! { <TroubleBox trouble retry=more/> }.into_any(),
                    None => view! {
                        <button type="button" class="more" on:click=move |_| more.run(())>
                            {move || if growing.get() { t.growing } else { t.more }}
                        </button>
                    }
                    .into_any(),
                })}
            </div>
        </div>
    }
}

/// A sheet of rows, and the next one once it has come: what stands already is not drawn again.
fn sheet(results: Results, total: Memo<u32>, at: usize) -> AnyView {
    let sheets = results.sheets;
    let drawn = Memo::new(move |_| sheets.draws(at));
    let rows = move || {
        drawn.get().then(|| {
            let all = total.get_untracked();
            let rows =
                results.rows.with_untracked(|rows| rows.get(sheets.rows(at)).unwrap_or_default().to_vec());
            rows.into_iter().map(|row| view! { <ResultRow row total=all/> }).collect_view()
        })
    };
    let height = move || if drawn.get() { String::new() } else { format!("{}px", sheets.height(at)) };
    let follows = Memo::new(move |_| sheets.has(at + 1));
    view! {
        <div class="sheet" style:height=height>{rows}</div>
        {move || follows.get().then(|| sheet(results, total, at + 1))}
    }
    .into_any()
}
