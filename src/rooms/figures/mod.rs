//! The figures of the archive, or of the documents that a search chose: a table that sorts and filters, with the sentence that
//! proves each; the state of targets as a bar; a plot along time; and all of it as CSV.

mod csv;
mod plot;
mod saving;
mod table;
mod targets;
mod texts;

use crate::client::expect_client;
use crate::components::backwards::Backwards;
use crate::components::chips::Chips;
use crate::components::trouble::TroubleBox;
use crate::history::{Step, expect_nav};
use crate::i18n::narrowing::narrowing;
use crate::pieces::{Kind, pieces, without};
use crate::rooms::focus;
use crate::route::{Route, View};
use crate::study::ask;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::study::{FigureSort, Figures, FiguresRequest};
use tangthu_protocol::{Count, SearchRequest};
use texts::{FigureTexts, texts};

/// How many rows are shown at first, and the most.
const PAGE: u32 = 100;
const MOST: u32 = 500;
/// How many times more documents each press of the button reads.
const FURTHER: u32 = 5;
/// Stands in an address for figures that lack the field.
const NONE: &str = "-";

/// The fields that choose figures, in addresses. `when` is the year: `year` is a condition on documents.
const FIELDS: [&str; 4] = ["unit", "subject", "status", "when"];

/// The orders with their names in addresses.
const ORDERS: [(&str, FigureSort); 6] = [
    ("", FigureSort::Document),
    ("value", FigureSort::Value),
    ("unit", FigureSort::Unit),
    ("subject", FigureSort::Subject),
    ("status", FigureSort::Status),
    ("date", FigureSort::Date),
];

/// The question that `route` stands for.
fn request(route: &Route, from: u32, count: u32, look: u32) -> FiguresRequest {
    let by = route.own("by");
    let (name, descending) = by.strip_prefix('-').map_or((by, false), |name| (name, true));
    let field = |name: &str| match route.own(name) {
        "" => None,
        NONE => Some(String::new()),
        value => Some(value.to_owned()),
    };
    FiguresRequest {
        search: SearchRequest {
            query: route.query.clone(),
            filters: route.filters.clone(),
            sort: route.sort,
            ..SearchRequest::default()
        },
        sort: ORDERS.iter().find(|(known, _)| *known == name).map_or(FigureSort::Document, |(_, sort)| *sort),
        descending,
        from,
        count,
        unit: field("unit"),
        subject: field("subject"),
        status: field("status"),
        year: field("when"),
        look,
    }
}

/// Whether documents are chosen, and not the whole archive.
fn is_selection(route: &Route) -> bool {
    !route.query.trim().is_empty() || route.filters != route.start().filters
}

/// The page.
#[component]
pub(super) fn FiguresPage() -> impl IntoView {
    let (nav, ui, language) = (expect_nav(), expect_ui(), expect_texts().language);
    let t = texts(language);
    let (count, look) = (RwSignal::new(PAGE), RwSignal::new(0_u32));
    let asked = ask(expect_client(), move || {
        Some(nav.route.with(|route| request(route, 0, count.get(), look.get())))
    });
    Effect::new(move |_| {
        nav.route.track();
        count.set(PAGE);
    });
    ui.title.set(t.title.to_owned());
    Effect::new(move |_| {
        let told = asked.answer.with(|answer| answer.as_ref().map(|told| (t.total)(told.total, told.looked)));
        let status = match told {
            _ if asked.waiting.get() => t.working.to_owned(),
            Some(told) if asked.trouble.with(Option::is_none) => told,
            _ => String::new(),
        };
        ui.status.set(status);
    });
    let focus = focus::keep(nav, move || {
        nav.route.track();
        count.track();
        look.track();
    });
    Effect::new(move |_| {
        if asked.answer.with(Option::is_some) {
            focus.drawn();
        }
    });
    let shown = move || {
        if let Some(trouble) = asked.trouble.get() {
            let retry = Callback::new(move |()| asked.again());
            return Some(view! { <TroubleBox trouble retry/> }.into_any());
        }
        let figures = asked.answer.get()?;
        Some(view! { <Shown figures count look/> }.into_any())
    };
    // Where not all of the archive was read, what was read is told below, and it is not called the whole.
    let partly = Memo::new(move |_| {
        asked.answer.with(|answer| answer.as_ref().is_some_and(|told| told.looked < told.documents))
    });
    let scope = move || {
        nav.route.with(|route| {
            if is_selection(route) {
                let whole = Route { view: View::Figures, ..route.start() };
                Some(
                    view! { <p class="scope">{t.selection} " " <a href=whole.href()>{t.to_whole}</a></p> }
                        .into_any(),
                )
            } else {
                (!partly.get()).then(|| view! { <p class="scope">{t.whole}</p> }.into_any())
            }
        })
    };
    view! {
        <section class="room figures-page">
            <h1 tabindex="-1">{t.title}</h1>
            {scope}
            <Words/>
            <Chips/>
            {shown}
        </section>
    }
}

/// The words that were searched, which choose documents as the filters do, and the way to take them back.
#[component]
fn Words() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    move || {
        let route = nav.route.get();
        let (mut words, mut rest) = (route.query.clone(), route.query.clone());
        // From the last to the first, so that the places of the others stay what they are.
        for (at, piece) in pieces(&route.query).iter().enumerate().rev() {
            let no_words = matches!(piece.kind, Kind::Field | Kind::Nothing | Kind::Excluded);
            let kept = if no_words { &mut words } else { &mut rest };
            *kept = without(kept, at);
        }
        (!words.is_empty()).then(|| {
            let (name, route) = (format!("“{words}”"), Route { query: rest, ..route });
            let label = (narrowing(t.language).remove)(&name);
            view! {
                <ul class="chips"><li>
                    <button type="button" class="chip" aria-label=label on:click=move |_| nav.go(route.clone(), Step::New)>
                        <span>{name}</span> <span aria-hidden="true">"×"</span>
                    </button>
                </li></ul>
            }
        })
    }
}

/// All that an answer brings.
#[component]
fn Shown(figures: Figures, count: RwSignal<u32>, look: RwSignal<u32>) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let route = nav.route.get_untracked();
    let Figures {
        rows,
        total,
        looked,
        documents,
        full,
        statuses,
        units,
        subjects,
        years,
        all_units,
        all_subjects,
        series,
        series_cut,
    } = figures;
    let partly = (looked < documents).then(|| {
        let on = move |_| look.set(looked.saturating_mul(FURTHER).max(looked + 1));
        let further = if full {
            t.full.into_any()
        } else {
            view! { <button type="button" class="quiet" data-key="on" on:click=on>{t.look_on}</button> }
                .into_any()
        };
        let words = if is_selection(&route) { t.looked } else { t.looked_whole };
        view! { <p class="scope">{words(looked, documents)} " " {further}</p> }
    });
    let filtered = FIELDS.iter().any(|name| !route.own(name).is_empty());
    let clear = filtered.then(|| {
        let href = FIELDS.iter().fold(route.clone(), |route, name| route.with_own(name, ""));
        view! { <a class="button" href=href.href()>{t.clear}</a> }
    });
    let chosen = !route.own("unit").is_empty() || !route.own("subject").is_empty();
    let plot = if chosen { view! { <plot::Plot series cut=series_cut/> }.into_any() } else { ().into_any() };
    let shown = rows.len() as u32;
    let more = (shown < total && shown < MOST).then(|| {
        view! { <button type="button" class="more" data-key="more" on:click=move |_| count.update(|n| *n = (*n * 2).min(MOST))>{t.more}</button> }
    });
    let nothing = (total == 0).then(|| view! { <Backwards/> <p class="advice">{t.nothing}</p> });
    view! {
        {partly}
        <targets::Targets statuses/>
        <div class="choices">
            <Choose name="unit" label=t.unit values=units all=all_units/>
            <Choose name="subject" label=t.subject values=subjects all=all_subjects/>
            <Choose name="when" label=t.year all=years.len() as u32 values=years/>
            {clear}
            <saving::Save looked documents/>
        </div>
        {(!chosen && total > 1).then(|| view! { <p class="count">{t.choose}</p> })}
        {plot}
        {nothing}
        {(total > 0).then(|| view! { <table::Table rows/> })}
        {more}
    }
}

/// A field to choose a value of, with counts.
#[component]
fn Choose(name: &'static str, label: &'static str, values: Vec<Count>, all: u32) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let now = nav.route.with_untracked(|route| route.own(name).to_owned());
    let listed = values.len();
    // What is chosen stands in the list, also where it is not among the most frequent.
    let lost = !now.is_empty() && now != NONE && values.iter().all(|count| count.value != now);
    let mut options = vec![(String::new(), t.any.to_owned())];
    options.extend(lost.then(|| (now.clone(), now.clone())));
    options.extend(values.into_iter().map(|count| {
        let (value, words) = if count.value.is_empty() {
            (NONE.to_owned(), t.none.to_owned())
        } else {
            (count.value.clone(), count.value)
        };
        (value, format!("{words} ({})", count.count))
    }));
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == now;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let choose = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        nav.go(nav.route.with_untracked(|route| route.with_own(name, &value)), Step::New);
    };
    let note =
        (all as usize > listed).then(|| view! { " " <span class="count">{(t.some_of)(listed, all)}</span> });
    view! { <label>{label} " " <select data-key=name on:change=choose>{options.collect_view()}</select>{note}</label> }
}

/// The texts, for the parts below.
fn said() -> &'static FigureTexts {
    texts(expect_texts().language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_figures_in_which_order() {
        let route = Route::parse("?q=a&view=figures&by=-value&unit=-&subject=h%E1%BB%93+s%C6%A1");
        let asked = request(&route, 0, 9, 0);
        assert_eq!(
            (asked.sort, asked.descending, asked.search.query.as_str()),
            (FigureSort::Value, true, "a")
        );
        assert_eq!(
            (asked.unit.as_deref(), asked.subject.as_deref(), asked.status),
            (Some(""), Some("hồ sơ"), None)
        );
        let odd = request(&Route::parse("?view=figures&by=nonsense"), 0, 9, 0);
        assert_eq!((odd.sort, odd.descending), (FigureSort::Document, false));
    }
}
