//! What stands round a text on the reading page, and comes once the text stands: the row of tools, the steps to the documents
//! before and after in the result, the panels beside the text, and the foot of a printed page. A chunk of its own
//! (`crate::later`); whatever only it uses stays below this module.
//!
//! Where something stands in the text is found by [`place`], by the same count of texts that the engine tells places in.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

mod citing;
mod figures;
mod files;
mod foot;
mod names;
mod numbers;
mod outline;
mod paragraphs;
mod pictures;
mod place;
mod receipt;
mod related;
mod steps;
mod texts;
mod tools;
mod twin;

use crate::client::expect_client;
use crate::dom;
use crate::history::expect_nav;
use crate::study::ask;
use crate::ui::expect_texts;
use leptos::prelude::*;
use std::sync::Arc;
use tangthu_protocol::DocumentView;
use tangthu_protocol::study::BesideRequest;

/// A document that is open.
#[derive(Clone)]
pub(crate) struct Opened {
    /// The document.
    pub(crate) document: Arc<DocumentView>,
    /// Whether the reader comes to it anew, and not back to where he was.
    pub(crate) anew: bool,
}

/// The parts that this chunk draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The steps to the documents before and after in the result.
    Steps,
    /// The row of tools.
    Tools,
    /// The panels.
    Panels,
    /// The foot of a printed page.
    Foot,
}

/// Draws a part.
pub(crate) fn draw(part: Part, opened: Opened) -> AnyView {
    match part {
        Part::Steps => view! { <steps::Steps id=opened.document.id.clone()/> }.into_any(),
        Part::Tools => view! { <tools::Tools opened/> }.into_any(),
        Part::Panels => view! { <Panels opened/> }.into_any(),
        Part::Foot => view! { <foot::Foot opened/> }.into_any(),
    }
}

/// The panels beside the text.
#[component]
fn Panels(opened: Opened) -> impl IntoView {
    let (nav, client) = (expect_nav(), expect_client());
    let Opened { document, anew } = opened;
    let t = texts::texts(expect_texts().language);
    let id = document.id.clone();
    let beside = ask(client, move || Some(BesideRequest { id: id.clone() }));
    let related = related::ask_related(client, document.id.clone());
    let (answer, own) = (beside.answer, document.number.clone());
    let all_figures = RwSignal::new(false);
    place::listen(move |at| figures::back_to(all_figures, at));
    // Panels whose content comes later would push the others down: they stand together, or as soon as waiting shows.
    let ready = Memo::new(move |_| {
        let told = beside.answer.with(Option::is_some) || beside.trouble.with(Option::is_some);
        let near = related.answer.with(Option::is_some) || related.trouble.with(Option::is_some);
        (told && near) || beside.waiting.get() || related.waiting.get()
    });
    pictures::show(&document, t);
    place::reach_abbreviations();
    // An address that names a place in the text leads there, unless the reader comes back to another.
    let at = nav.route.with_untracked(|route| route.own("at").to_owned());
    if anew && let Some(place) = place::parse(&at) {
        dom::after_drawing(move || place::jump(&place));
    }
    let told = move || {
        answer.get().map(|told| {
            let abbreviations = told.abbreviations.clone();
            view! {
                <numbers::Cited cited=told.numbers own=own.clone()/>
                <figures::FiguresBeside figures=told.figures all=all_figures/>
                <names::Names people=told.people places=told.places bodies=told.bodies abbreviations/>
            }
        })
    };
    let headings = outline::headings(&document.body);
    let rest = move || {
        ready.get().then(|| {
            // What it was read from comes before all that was found in it.
            view! {
                <files::Attachments document=Arc::clone(&document)/>
                {told.clone()}
                <related::RelatedDocuments related/>
                <citing::Citing document=Arc::clone(&document)/>
                <twin::Twin page=document.page.clone()/>
                <receipt::Receipt document=Arc::clone(&document)/>
            }
        })
    };
    view! { <outline::Outline headings/> {rest} }
}
