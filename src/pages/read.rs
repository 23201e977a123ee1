//! The reading page: one document, set for reading. The text comes first; what stands round it is a chunk of its own
//! (`crate::beside`), which loads once the text stands.

use crate::beside::{Opened, Part};
use crate::client::{Archive, Ticket, expect_client};
use crate::components::blocks::Blocks;
use crate::components::matches::MatchSteps;
use crate::components::meta::Meta;
use crate::components::runs::Runs;
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::history::expect_nav;
use crate::i18n::reading::reading;
use crate::i18n::trouble::Trouble;
use crate::later::{Absent, Round, round_text};
use crate::route::View;
use crate::ui::{expect_texts, expect_ui, foreign};
use leptos::prelude::*;
use std::sync::Arc;
use tangthu_protocol::{Answer, Ask, DocumentView, Failure, Run};

/// Draws the reading page.
pub(crate) fn draw() -> AnyView {
    view! { <ReadPage/> }.into_any()
}

#[component]
fn ReadPage() -> impl IntoView {
    let (nav, ui, client, t) = (expect_nav(), expect_ui(), expect_client(), expect_texts());
    let words = reading(t.language);
    let wanted = Memo::new(move |_| nav.route.with(|route| (route.doc.clone(), route.marked())));
    let opened = RwSignal::new(None::<Opened>);
    let round = RwSignal::new(None::<Result<Round, Absent>>);
    let trouble = RwSignal::new(None::<Trouble>);
    let tries = RwSignal::new(0_u32);
    let asked = StoredValue::new(None::<Ticket>);
    let forget = move || {
        if let Some(Some(ticket)) = asked.try_get_value() {
            client.forget(ticket);
        }
    };

    Effect::new(move |_| {
        tries.track();
        let (Some(id), query) = wanted.get() else { return };
        forget();
        opened.set(None);
        trouble.set(None);
        if !client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            return;
        }
        let listen = move |reply| match reply {
            Answer::Document(view) => {
                let other = nav.reads(Some(&view.id));
                let anew = !nav.restores();
                trouble.set(None);
                dom::mark("tangthu:read-start");
                opened.set(Some(Opened { document: Arc::from(view), anew }));
                nav.drawn();
                dom::after_drawing(move || {
                    dom::measure("tangthu:read", Some("tangthu:read-start"));
                    if round.try_with_untracked(|round| !matches!(round, Some(Ok(_)))) == Some(true) {
                        round_text(round);
                    }
                });
                // The keyboard and the screen reader go on at the title of a document that was not there before.
                if other {
                    dom::after_drawing(|| dom::focus("article h1"));
                }
            }
            Answer::Failed(Failure::Stale) => {}
            Answer::Failed(failure) => trouble.set(Some(Trouble::Archive(failure))),
            _ => {}
        };
        let ticket =
            client.ask(Ask::Document { id, query }, listen, move || trouble.set(Some(Trouble::Slow)));
        asked.set_value(Some(ticket));
    });
    on_cleanup(forget);

    Effect::new(move |_| {
        let failed =
            trouble.with(Option::is_some) || client.archive.with(|a| matches!(a, Archive::Failed(_)));
        let (status, title) = opened.with(|opened| match opened.as_ref().map(|opened| &opened.document) {
            _ if failed => (String::new(), String::new()),
            None => (t.opening_document.to_owned(), String::new()),
            Some(document) if document.matches > 0 => {
                ((words.matches)(document.matches), plain(&document.title))
            }
            Some(document) => (String::new(), plain(&document.title)),
        });
        ui.status.set(status);
        ui.title.set(title);
    });

    let back = move || {
        let route = nav.route.get().without_doc();
        let label = match route.view {
            View::Search if route == route.start() => t.back_all,
            View::Search => words.back,
            _ => words.back_room,
        };
        let leave = move |event: leptos::ev::MouseEvent| {
            // With a modifier key the link opens elsewhere, as any link does.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                nav.leave_document();
            }
        };
        view! { <a href=route.href() on:click=leave>"← " {label}</a> }
    };
    let shown = move || {
        let failed = client.archive.with(|archive| match archive {
            Archive::Failed(trouble) => Some((trouble.clone(), None)),
            _ => trouble
                .get()
                .map(|trouble| (trouble, Some(Callback::new(move |()| tries.update(|n| *n += 1))))),
        });
        match (failed, opened.get()) {
            (Some((trouble, Some(retry))), _) => {
                view! { <h1 class="unseen">{words.document}</h1> <TroubleBox trouble retry/> }.into_any()
            }
            (Some((trouble, None)), _) => {
                view! { <h1 class="unseen">{words.document}</h1> <TroubleBox trouble/> }.into_any()
            }
            (None, Some(opened)) => view! { <Reading opened round/> }.into_any(),
            // The status line is heard here, and not seen: its place would be empty above every document.
            (None, None) => view! {
                <h1 class="unseen">{words.document}</h1>
                <p class="status" aria-hidden="true">{move || ui.status.get()}</p>
            }
            .into_any(),
        }
    };
    let steps = move || opened.get().map(|opened| part(round, Part::Steps, &opened));
    view! {
        <nav class="way-back" aria-label=words.document>{back} {steps}</nav>
        {shown}
    }
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// What stands round a text, when it has loaded.
type Loaded = RwSignal<Option<Result<Round, Absent>>>;

/// A part of what stands round a text.
fn part(round: Loaded, part: Part, opened: &Opened) -> impl Fn() -> Option<AnyView> + Send + 'static + use<> {
    let opened = opened.clone();
    move || match round.get() {
        Some(Ok(draw)) => Some(draw(part, opened.clone())),
        Some(Err(_)) if part == Part::Panels => {
            let retry = Callback::new(move |()| round_text(round));
            Some(view! { <TroubleBox trouble=Trouble::Program retry/> }.into_any())
        }
        _ => None,
    }
}

/// The document.
#[component]
fn Reading(opened: Opened, round: Loaded) -> impl IntoView {
    let archive = expect_client().language();
    let document: &DocumentView = &opened.document;
    let language = foreign(document.language.as_deref().or(archive.as_deref()), expect_texts());
    let lead = (!document.lead.is_empty()).then(|| {
        view! { <p class="lead" lang=language.clone()><Runs runs=document.lead.clone()/></p> }
    });
    let title = if plain(&document.title).trim().is_empty() {
        vec![Run::plain(document.id.clone())]
    } else {
        document.title.clone()
    };
    view! {
        <div class="read-page">
            <article class="document">
                <h1 tabindex="-1" lang=language.clone()><Runs runs=title links=false/></h1>
                <Meta document=Arc::clone(&opened.document)/>
                <div class="tools-place">{part(round, Part::Tools, &opened)}</div>
                <MatchSteps matches=document.matches/>
                {lead}
                <Blocks blocks=document.body.clone() language/>
                <div class="print-foot">{part(round, Part::Foot, &opened)}</div>
            </article>
            <aside class="beside" id="beside" tabindex="-1" aria-label=reading(expect_texts().language).beside>{part(round, Part::Panels, &opened)}</aside>
        </div>
    }
}
