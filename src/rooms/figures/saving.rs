//! Saves all rows of the table as CSV, those of documents too that the page has not read yet: reads on, gathers the rows page by
//! page, says how far it is, and can be stopped.

use super::{MOST, csv, request, said};
use crate::client::{Client, Ticket, expect_client};
use crate::history::expect_nav;
use crate::rooms::dossier::citing::written;
use crate::route::Route;
use crate::save;
use crate::study::ask_once;
use leptos::prelude::*;
use tangthu_protocol::study::FigureRow;

/// How far gathering is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    /// So many documents of so many were read.
    Reading(u32, u32),
    /// So many rows of so many were gathered.
    Gathering(u32, u32),
    /// Saved; and whether not all documents could be read, because no more figures are held.
    Saved(bool),
    Failed,
}

/// What is being gathered.
#[derive(Clone)]
struct Gathering {
    client: Client,
    route: Route,
    state: RwSignal<State>,
    text: StoredValue<String>,
    asked: StoredValue<Option<Ticket>>,
}

/// The button.
#[component]
pub(super) fn Save(
    /// How many documents the page has read.
    looked: u32,
    /// How many there are to be read.
    documents: u32,
) -> impl IntoView {
    let (client, nav, t) = (expect_client(), expect_nav(), said());
    let (state, text) = (RwSignal::new(State::Idle), StoredValue::new(String::new()));
    let asked = StoredValue::new(None::<Ticket>);
    // Whoever stops and begins anew must not find the rows of the first time among those of the second.
    let forget = move || {
        if let Some(Some(ticket)) = asked.try_get_value() {
            client.forget(ticket);
        }
    };
    on_cleanup(forget);
    let save = move |_| {
        forget();
        text.set_value(csv::head(t));
        state.set(State::Reading(looked, documents));
        read_on(Gathering { client, route: nav.route.get_untracked(), state, text, asked }, looked);
    };
    let said = move || match state.get() {
        State::Idle => String::new(),
        State::Reading(looked, documents) => (t.looked)(looked, documents),
        State::Gathering(n, total) => (t.saving)(n, total),
        State::Saved(false) => t.saved.to_owned(),
        State::Saved(true) => format!("{} {}", t.saved, t.full),
        State::Failed => t.not_saved.to_owned(),
    };
    let busy = move || matches!(state.get(), State::Reading(..) | State::Gathering(..));
    let stop = move || {
        busy().then(|| {
            let stop = move |_| {
                forget();
                state.set(State::Idle);
            };
            view! { <button type="button" on:click=stop>{t.stop}</button> }
        })
    };
    view! {
        <button type="button" disabled=move || documents == 0 || busy() on:click=save>{t.save}</button>
        {stop}
        <span class="count" aria-live="polite">{said}</span>
    }
}

/// Whether whoever gathers still wants it: an answer that was long in coming finds that the page has given up, or is gone.
fn wanted(state: RwSignal<State>) -> bool {
    matches!(state.try_get_untracked(), Some(State::Reading(..) | State::Gathering(..)))
}

/// Has the documents read that are not yet, twice as many each time, and then gathers the rows of all.
fn read_on(gathering: Gathering, look: u32) {
    let (client, asked) = (gathering.client, gathering.asked);
    let ticket = ask_once(client, request(&gathering.route, 0, 0, look), move |answer| {
        let state = gathering.state;
        if !wanted(state) {
            return;
        }
        let Ok(figures) = answer else { return state.set(State::Failed) };
        if figures.looked < figures.documents && !figures.full {
            state.set(State::Reading(figures.looked, figures.documents));
            return read_on(gathering.clone(), figures.looked.saturating_mul(2).max(figures.looked + 1));
        }
        state.set(State::Gathering(0, figures.total));
        gather(gathering.clone(), 0, look, figures.total);
    });
    asked.set_value(Some(ticket));
}

fn gather(gathering: Gathering, from: u32, look: u32, total: u32) {
    let question = request(&gathering.route, from, MOST, look);
    let (client, asked) = (gathering.client, gathering.asked);
    let ticket = ask_once(client, question, move |answer| {
        let Gathering { state, text, .. } = gathering.clone();
        if !wanted(state) {
            return;
        }
        let Ok(figures) = answer else { return state.set(State::Failed) };
        let start = gathering.route.start();
        let address = |row: &FigureRow| {
            save::link(&start.with_doc(&row.document.id).with_own("at", &written(&row.place)))
        };
        text.update_value(|text| {
            figures.rows.iter().for_each(|row| text.push_str(&csv::row(row, &address(row))));
        });
        let gathered = from + figures.rows.len() as u32;
        if gathered < total && !figures.rows.is_empty() {
            state.set(State::Gathering(gathered, total));
            return gather(gathering.clone(), gathered, look, total);
        }
        let whole = gathered == total
            && text.with_value(|text| {
                let name = save::name(gathering.client, &gathering.route.query, "so-lieu.csv");
                save::file(&name, "text/csv;charset=utf-8", text.as_bytes())
            });
        text.set_value(String::new());
        state.set(if whole { State::Saved(figures.looked < figures.documents) } else { State::Failed });
    });
    asked.set_value(Some(ticket));
}
