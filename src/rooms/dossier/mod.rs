//! The dossier of a document number: what it is as texts say, whoever cites it with the sentence as evidence, how it stands to
//! other numbers. What is not known is said to be unknown, and what may be several documents is not made one.

pub(super) mod citing;
mod early;
mod graph;
mod texts;
mod years;

use crate::client::expect_client;
use crate::components::trouble::TroubleBox;
use crate::history::expect_nav;
use crate::i18n::format::date;
use crate::i18n::reading::reading;
use crate::i18n::vocabulary;
use crate::rooms::focus;
use crate::route::{Route, View};
use crate::study::ask;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::study::{DocumentLink, Dossier, DossierRequest, Identity, Relation};
use texts::{DossierTexts, texts};

/// How many citing documents are shown at first, and how many more each time.
const PAGE: u32 = 50;
/// The most that the engine gives.
const MOST: u32 = 500;

/// The page.
#[component]
pub(super) fn DossierPage() -> impl IntoView {
    let (nav, ui, language) = (expect_nav(), expect_ui(), expect_texts().language);
    let t = texts(language);
    let number = Memo::new(move |_| {
        nav.route.with(|route| {
            route.filters.number.iter().find(|choice| !choice.exclude).map(|choice| choice.value.clone())
        })
    });
    let count = RwSignal::new(PAGE);
    let asked = ask(expect_client(), move || {
        Some(DossierRequest { number: number.get()?, from: 0, count: count.get() })
    });
    Effect::new(move |_| {
        let title = match number.get() {
            Some(asked_for) => (t.title_of)(&asked_for),
            None => t.title.to_owned(),
        };
        ui.title.set(title);
        count.set(PAGE);
    });
    Effect::new(move |_| {
        let status = if asked.waiting.get() { t.working } else { "" };
        ui.status.set(status.to_owned());
    });
    let focus = focus::keep(nav, move || {
        number.track();
        count.track();
    });
    Effect::new(move |_| {
        if asked.answer.with(Option::is_some) {
            focus.drawn();
        }
    });
    let shown = move || {
        if let Some(trouble) = asked.trouble.get() {
            let retry = Callback::new(move |()| asked.again());
            return view! { <h1 tabindex="-1">{number.get()}</h1> <TroubleBox trouble retry/> }.into_any();
        }
        if number.with(Option::is_none) {
            let numbers = nav.route.with(all_numbers);
            return view! { <h1 tabindex="-1">{t.title}</h1> <p>{t.which}</p> <p><a href=numbers>{t.all_numbers}</a></p> }
                .into_any();
        }
        match asked.answer.get() {
            Some(mut dossier) => {
                // A number that nothing tells of is still the one that was asked for.
                if dossier.number.is_empty() {
                    dossier.number = number.get_untracked().unwrap_or_default();
                }
                view! { <Told dossier count/> }.into_any()
            }
            None => view! { <h1 tabindex="-1">{number.get()}</h1> }.into_any(),
        }
    };
    // Back to where the number was met; who came by a link from elsewhere finds the list of all numbers there.
    let back = move || {
        let href = nav.route.with(all_numbers);
        let within = nav.came_from_results();
        let leave = move |event: leptos::ev::MouseEvent| {
            if within && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                nav.leave_document();
            }
        };
        let label = if within { reading(expect_texts().language).back_room } else { t.all_numbers };
        view! { <p class="way-back"><a href=href on:click=leave>"← " {label}</a></p> }
    };
    view! { <section class="room dossier">{back} {shown}</section> }
}

/// The address of the list of all numbers.
fn all_numbers(route: &Route) -> String {
    Route { view: View::Explore, ..route.start() }.with_own("of", "numbers").href()
}

/// All that the archive knows.
#[component]
fn Told(dossier: Dossier, count: RwSignal<u32>) -> impl IntoView {
    let (route, language) = (expect_nav().route.get_untracked(), expect_texts().language);
    let t = texts(language);
    let Dossier {
        number,
        identities,
        own,
        mentions,
        documents,
        looked,
        citing,
        relations,
        together,
        years,
        edges,
    } = dossier;
    let several =
        (identities.len() > 1).then(|| view! { <p class="caution">{(t.several)(identities.len())}</p> });
    let known = identities.len();
    let issued: Vec<Option<String>> = identities.iter().map(|identity| identity.date.clone()).collect();
    let identities = identities
        .into_iter()
        .enumerate()
        .map(|(at, identity)| identity_of(at, known, identity))
        .collect_view();
    let here = own.len() as u32;
    let said = match (mentions, here) {
        (0, 0) => t.never.to_owned(),
        (0, _) => t.never_elsewhere.to_owned(),
        (_, 0) => (t.not_here)(mentions, documents),
        _ => (t.cited)(mentions, documents, here),
    };
    let partly = (looked < documents).then(|| view! { <p class="count">{(t.looked)(looked, documents)}</p> });
    let rows = own.iter().map(|link| view! { <li>{document(&route, link, "")}</li> }).collect_view();
    let full = (!own.is_empty()).then(|| view! { <section><h2>{t.own}</h2><ul>{rows}</ul></section> });
    let search = Route { view: View::Search, ..route.clone() }.href();
    let more = (citing.len() as u32 >= count.get_untracked() && count.get_untracked() < MOST).then(|| {
        view! {
            <button type="button" class="more" data-key="more" on:click=move |_| count.update(|n| *n = (*n + PAGE).min(MOST))>{t.more}</button>
        }
    });
    let with = together.into_iter().map(|count| {
        let href = route.dossier(&count.value).href();
        view! { <li><a class="whole" href=href>{count.value}</a> " " <span class="count">{(t.documents)(count.count)}</span></li> }
    });
    let with: Vec<_> = with.collect();
    view! {
        <h1 tabindex="-1">{number.clone()}</h1>
        {several}
        {identities}
        <p class="said-of">{said} {(documents > 0).then(|| view! { " " <a href=search>{(t.search)(documents + here)}</a> })}</p>
        {partly}
        {full}
        <graph::Graph number=number.clone() edges/>
        <Relations relations number/>
        <years::Years years issued=early::issued(&issued, None).map(str::to_owned)/>
        <citing::CitingDocuments citing issued/>
        {more}
        {(!with.is_empty()).then(|| view! { <section><h2>{t.together}</h2><ul class="columns">{with}</ul></section> })}
    }
}

/// What texts say the number is; where there are several, each is numbered.
fn identity_of(at: usize, of: usize, identity: Identity) -> impl IntoView {
    let language = expect_texts().language;
    let t = texts(language);
    let labels = &reading(expect_texts().language).labels;
    let known = |value: Option<String>| value.unwrap_or_else(|| t.unknown.to_owned());
    let rows = [
        (labels.kind, known(identity.kind)),
        (labels.issuer, known(identity.issuer)),
        (labels.issued, known(identity.date.map(|day| date(language, &day)))),
    ];
    let rows = rows.map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> });
    let by_whom = match (identity.own, identity.documents) {
        (false, n) => (t.by_texts)(n),
        (true, 0) => t.by_itself.to_owned(),
        (true, n) => format!("{}; {}", t.by_itself, (t.agreeing)(n)),
    };
    let title = match identity.title {
        // Its own title; that of a document which is not here is quoted from others.
        Some(title) if identity.own => view! { <p class="quoted">{title}</p> }.into_any(),
        Some(title) => view! { <p class="quoted">"“" {title} "”"</p> }.into_any(),
        None => view! { <p class="count">{t.no_title}</p> }.into_any(),
    };
    view! {
        <div class="identity">
            {(of > 1).then(|| view! { <span class="ordinal">{at + 1}</span> })}
            {title}
            <dl class="meta">{rows.into_iter().collect_view()}</dl>
            <p class="count">{by_whom}</p>
        </div>
    }
}

/// A link to a document, at a place in it where one is told.
fn document(route: &Route, link: &DocumentLink, at: &str) -> impl IntoView + use<> {
    let t = texts(expect_texts().language);
    let href = route.with_doc(&link.id).with_own("at", at).href();
    let title = if link.title.trim().is_empty() { link.id.clone() } else { link.title.clone() };
    let day = match &link.published {
        Some(day) => date(expect_texts().language, day.split('T').next().unwrap_or(day)),
        None => t.undated.to_owned(),
    };
    view! { <a href=href>{title}</a> " " <span class="count">{day}</span> }
}

/// Relations that are shown at once: of a law that hundreds rest on, the rest would hide all that stands below.
const RELATIONS: usize = 10;

/// How the number stands to others.
#[component]
fn Relations(relations: Vec<Relation>, number: String) -> impl IntoView {
    let (route, language) = (expect_nav().route.get_untracked(), expect_texts().language);
    let t = texts(language);
    let rows = relations.into_iter().map(|relation| {
        let other =
            view! { <a class="whole" href=route.dossier(&relation.number).href()>{relation.number.clone()}</a> }.into_any();
        let this = view! { <strong class="whole">{number.clone()}</strong> }.into_any();
        let (from, to) = if relation.outward { (this, other) } else { (other, this) };
        view! {
            <li>
                {from} " " <span class="relation">{vocabulary::relation(language, &relation.relation)}</span> " " {to} " "
                <span class="count">{(t.documents)(relation.documents)}</span>
            </li>
        }
    });
    let mut rows: Vec<_> = rows.collect();
    let others = rows.split_off(rows.len().min(RELATIONS));
    let others = (!others.is_empty()).then(|| {
        view! { <details><summary>{t.more} " (" {others.len()} ")"</summary><ul>{others}</ul></details> }
    });
    (!rows.is_empty()).then(|| view! { <section><h2>{t.relations}</h2><ul>{rows}</ul>{others}</section> })
}

/// The texts, for the parts below.
fn said() -> &'static DossierTexts {
    texts(expect_texts().language)
}
