//! Export: exactly the documents that the search finds, in the order shown. Gathered page by page, so that it can say how far it
//! is and be stopped.

use super::dialog::Dialog;
use super::files::{Form, Line};
use super::texts::texts;
use crate::client::{Client, Ticket, expect_client};
use crate::components::trouble::TroubleBox;
use crate::history::expect_nav;
use crate::i18n::trouble::Trouble;
use crate::results::expect_results;
use crate::route::Route;
use crate::save;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::ExportRequest;
use tangthu_protocol::{SearchRequest, studied, study_ask};

/// Documents that are asked for at once: what citations tell stands with the texts, some megabytes of which come each time.
const AT_ONCE: u32 = 200;

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum State {
    /// Nothing was asked for.
    Idle,
    /// So many have come.
    Gathering(u32),
    /// The file was handed over, with so many documents.
    Done(u32),
    /// It broke off.
    Failed(Trouble),
}

/// What is being gathered.
#[derive(Clone)]
struct Gathering {
    client: Client,
    form: Form,
    route: Route,
    state: RwSignal<State>,
    text: StoredValue<String>,
    asked: StoredValue<Option<Ticket>>,
}

/// The dialog.
#[component]
pub(super) fn Export() -> impl IntoView {
    let (client, nav, t) = (expect_client(), expect_nav(), texts(expect_texts().language));
    let results = expect_results();
    let total = move || results.answer.with(|answer| answer.as_ref().map_or(0, |answer| answer.total));
    let (form, state) = (RwSignal::new(Form::Csv), RwSignal::new(State::Idle));
    let (text, asked) = (StoredValue::new(String::new()), StoredValue::new(None::<Ticket>));
    let stop = move || {
        if let Some(Some(ticket)) = asked.try_get_value() {
            client.forget(ticket);
        }
    };
    on_cleanup(stop);
    let start = move |_| {
        stop();
        let form = form.get_untracked();
        text.set_value(form.head());
        let route = nav.route.get_untracked();
        gather(&Gathering { client, form, route, state, text, asked }, 0);
    };
    let forms = Form::ALL.map(|one| {
        view! {
            <label class="check">
                <input type="radio" name="form" prop:checked=move || form.get() == one on:change=move |_| form.set(one)/> " " {one.told().0}
            </label>
        }
    });
    let said = move || match state.get() {
        // By tenths: it is read out, and each two hundred documents would be five hundred sentences.
        State::Gathering(have) => {
            let tenths = u64::from(have) * 10 / u64::from(total().max(1));
            (t.gathering)((u64::from(total()) * tenths / 10) as u32, total())
        }
        State::Done(have) => (t.exported)(have),
        State::Idle | State::Failed(_) => String::new(),
    };
    let progress = move || {
        let State::Gathering(have) = state.get() else { return None };
        let cancel = move |_| {
            stop();
            state.set(State::Idle);
        };
        Some(view! {
            <p class="line">
                <progress max=total().to_string() value=have.to_string() aria-label=t.export></progress>
                <button type="button" on:click=cancel>{t.cancel}</button>
            </p>
        })
    };
    let trouble = move || match state.get() {
        State::Failed(trouble) => Some(view! { <TroubleBox trouble/> }),
        _ => None,
    };
    let busy = move || matches!(state.get(), State::Gathering(_)) || total() == 0;
    view! {
        <Dialog label=t.export>
            <p>{move || (t.export_about)(total())}</p>
            <fieldset class="choice"><legend>{t.form}</legend> {forms.into_iter().collect_view()}</fieldset>
            <p><button type="button" class="chief" disabled=busy on:click=start>{t.download}</button></p>
            {progress}
            {trouble}
            <p class="note" role="status">{said}</p>
        </Dialog>
    }
}

/// Asks for the documents from number `from` on, and then for those behind them.
fn gather(this: &Gathering, from: u32) {
    this.state.set(State::Gathering(from));
    let search = SearchRequest {
        query: this.route.query.clone(),
        filters: this.route.filters.clone(),
        sort: this.route.sort,
        ..SearchRequest::default()
    };
    let request = ExportRequest { search, from, count: AT_ONCE, whole: false };
    let next = this.clone();
    let listen = move |answer| match studied::<ExportRequest>(answer) {
        Ok(found) => {
            let have = from + found.rows.len() as u32;
            let start = next.route.start();
            next.text.update_value(|text| {
                for (at, row) in found.rows.into_iter().enumerate() {
                    let address = save::link(&start.with_doc(&row.id));
                    *text += &next.form.line(&Line { row, address }, from == 0 && at == 0);
                }
            });
            if have < found.total && have > from {
                return gather(&next, have);
            }
            let (_, ending, media_type) = next.form.told();
            next.text.with_value(|text| {
                save::file(
                    &save::name(next.client, &next.route.query, &format!("tai-lieu.{ending}")),
                    media_type,
                    format!("{text}{}", next.form.foot()).as_bytes(),
                );
            });
            next.text.set_value(String::new());
            next.state.set(State::Done(have));
        }
        Err(failure) => next.state.set(State::Failed(Trouble::Archive(failure))),
    };
    let state = this.state;
    let late = move || drop(state.try_set(State::Failed(Trouble::Slow)));
    let ticket = this.client.ask(study_ask(request), listen, late);
    this.asked.set_value(Some(ticket));
}
