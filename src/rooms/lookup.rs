//! Look-up by list: numbers or phrases, one a line, and how many documents hold each.

use super::lookup_texts::{LookupTexts, texts};
use crate::client::{Archive, Ticket, expect_client};
use crate::components::trouble::TroubleBox;
use crate::history::expect_nav;
use crate::i18n::format::{date, number};
use crate::i18n::trouble::Trouble;
use crate::route::Route;
use crate::save;
use crate::ui::{expect_texts, expect_ui};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::cell::RefCell;
use tangthu_protocol::csv;
use tangthu_protocol::study::{Lookup as Answered, LookupLine, LookupRequest};
use tangthu_protocol::{Failure, Language, studied, study_ask};

/// The first documents of each line that are shown.
const FIRST: u32 = 3;
/// The longest list that is taken, in characters: far more than the lines that are looked up.
const LONGEST: &str = "400000";

thread_local! {
    /// The list, while the reader looks at other pages: it is nobody's business after that.
    static LIST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The page.
#[component]
pub(super) fn Lookup() -> impl IntoView {
    let (ui, client, nav, own) = (expect_ui(), expect_client(), expect_nav(), expect_texts());
    let t = texts(own.language);
    ui.title.set(t.title.to_owned());
    let list = RwSignal::new(LIST.with_borrow(Clone::clone));
    let answer = RwSignal::new(None::<Answered>);
    let trouble = RwSignal::new(None::<Trouble>);
    let asked = StoredValue::new(None::<Ticket>);
    let look = move || {
        let lines: Vec<String> = list.with_untracked(|list| list.lines().map(str::to_owned).collect());
        LIST.with_borrow_mut(|kept| kept.clone_from(&list.get_untracked()));
        if let Some(before) = asked.get_value() {
            client.forget(before);
        }
        trouble.set(None);
        let open = client.archive.with_untracked(|archive| matches!(archive, Archive::Open(_)));
        if !open || lines.iter().all(|line| line.trim().is_empty()) {
            return answer.set(None);
        }
        ui.status.set(t.waiting.to_owned());
        let request = LookupRequest { lines, hits: FIRST, language: own.language };
        let listen = move |reply| match studied::<LookupRequest>(reply) {
            Ok(found) => {
                let some = found.lines.iter().filter(|line| line.total > 0).count();
                ui.status.set((t.done)(found.lines.len(), some));
                answer.set(Some(found));
            }
            Err(Failure::Stale) => {}
            Err(failure) => {
                ui.status.set(String::new());
                trouble.set(Some(Trouble::Archive(failure)));
            }
        };
        let late = move || trouble.set(Some(Trouble::Slow));
        asked.set_value(Some(client.ask(study_ask(request), listen, late)));
    };
    // What was looked up before stands there again.
    Effect::new(move |_| {
        client.archive.track();
        look();
    });
    on_cleanup(move || {
        if let Some(Some(ticket)) = asked.try_get_value() {
            client.forget(ticket);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        look();
    };
    let keep = move |_| {
        if let Some(text) = answer
            .with_untracked(|answer| answer.as_ref().map(|answer| table(t, own.language, &answer.lines)))
        {
            save::file("tangthu-lookup.csv", "text/csv", text.as_bytes());
        }
    };
    let row = move |line: LookupLine| {
        let start = nav.route.with_untracked(Route::start);
        let href = Route { query: line.query, ..start.clone() }.href();
        let hits = line.hits.into_iter().map(|hit| {
            let day =
                hit.published.map(|day| view! { " " <span class="count">{date(own.language, &day)}</span> });
            view! { <li><a href=start.with_doc(&hit.id).href()>{hit.title}</a>{day}</li> }
        });
        let hits = hits.collect_view();
        let total = match line.total {
            0 => view! { <span class="none">{t.none}</span> }.into_any(),
            total => view! { <a href=href>{number(own.language, total)}</a> }.into_any(),
        };
        view! {
            <tr><th scope="row">{line.line}</th> <td>{line.read_as}</td> <td class="figure">{total}</td> <td><ul>{hits}</ul></td></tr>
        }
    };
    let found = move || {
        answer.get().map(|answer| {
            let left_out = (answer.left_out > 0).then(|| view! { <p class="advice">{(t.left_out)(answer.left_out)}</p> });
            let heads = t.columns.iter().map(|name| view! { <th scope="col">{*name}</th> }).collect_view();
            view! {
                {left_out}
                <p><button type="button" on:click=keep>{t.save}</button></p>
                <div class="table" tabindex="0" role="region" aria-label=t.title>
                    <table class="looked-up" aria-label=t.title><thead><tr>{heads}</tr></thead> <tbody>{answer.lines.into_iter().map(row).collect_view()}</tbody></table>
                </div>
            }
        })
    };
    view! {
        <section class="room lookup">
            <h1>{t.title}</h1>
            <p class="about" id="lookup-about">{t.about}</p>
            <form on:submit=submit>
                <label for="lookup-list">{t.list}</label>
                <textarea id="lookup-list" rows="6" maxlength=LONGEST spellcheck="false" aria-describedby="lookup-about" placeholder=t.example
                    prop:value=list on:input:target=move |event| list.set(event.target().value())></textarea>
                <button type="submit" class="chief">{t.look}</button>
            </form>
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry=Callback::new(move |()| look())/> })}
            {found}
        </section>
    }
}

/// The table as CSV: a row a line, its first documents in further cells.
fn table(t: &LookupTexts, language: Language, lines: &[LookupLine]) -> String {
    let mut text = csv::MARK.to_owned() + &csv::line(t.columns);
    for line in lines {
        let total = line.total.to_string();
        let hits = line.hits.iter().map(|hit| match &hit.published {
            Some(day) => format!("{} ({})", hit.title, date(language, day)),
            None => hit.title.clone(),
        });
        let hits: Vec<String> = hits.collect();
        text += &csv::line(
            [&*line.line, &line.read_as, &total].into_iter().chain(hits.iter().map(String::as_str)),
        );
    }
    text
}
