//! Saves all rows of the table as CSV: gathers them page by page, says how far it is, and can be stopped.

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
    Gathering(u32),
    Saved,
    Failed,
}

/// What is being gathered.
#[derive(Clone)]
struct Gathering {
    client: Client,
    route: Route,
    look: u32,
    total: u32,
    state: RwSignal<State>,
    text: StoredValue<String>,
    asked: StoredValue<Option<Ticket>>,
}

/// The button.
#[component]
pub(super) fn Save(
    /// How many rows there are.
    total: u32,
    /// How many documents they come from.
    looked: u32,
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
        state.set(State::Gathering(0));
        let gathering =
            Gathering { client, route: nav.route.get_untracked(), look: looked, total, state, text, asked };
        gather(gathering, 0);
    };
    let said = move || match state.get() {
        State::Idle => String::new(),
        State::Gathering(n) => (t.saving)(n, total),
        State::Saved => t.saved.to_owned(),
        State::Failed => t.not_saved.to_owned(),
    };
    let stop = move || {
        matches!(state.get(), State::Gathering(_)).then(|| {
            let stop = move |_| {
                forget();
                state.set(State::Idle);
            };
            view! { <button type="button" on:click=stop>{t.stop}</button> }
        })
    };
    view! {
        <button type="button" disabled=move || total == 0 || matches!(state.get(), State::Gathering(_)) on:click=save>{t.save}</button>
        {stop}
        <span class="count" aria-live="polite">{said}</span>
    }
}

fn gather(gathering: Gathering, from: u32) {
    let question = request(&gathering.route, from, MOST, gathering.look);
    let (client, asked) = (gathering.client, gathering.asked);
    let ticket = ask_once(client, question, move |answer| {
        let Gathering { state, text, total, .. } = gathering.clone();
        // An answer that was long in coming finds that the page has given up, or is gone.
        if !matches!(state.try_get_untracked(), Some(State::Gathering(_))) {
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
            state.set(State::Gathering(gathered));
            return gather(gathering.clone(), gathered);
        }
        let whole = gathered == total
            && text.with_value(|text| {
                let name = save::name(gathering.client, &gathering.route.query, "so-lieu.csv");
                save::file(&name, "text/csv;charset=utf-8", text.as_bytes())
            });
        text.set_value(String::new());
        state.set(if whole { State::Saved } else { State::Failed });
    });
    asked.set_value(Some(ticket));
}
