//! Look-up by list: numbers or phrases, one a line, and how many documents hold each. A list that is short enough for it stands in
//! the address, so that it can be sent and kept; a longer one is kept by the tab until it is closed.

use super::lookup_texts::{LookupTexts, texts};
use crate::client::{Archive, Ticket, expect_client};
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::{date, number};
use crate::i18n::trouble::Trouble;
use crate::route::Route;
use crate::save;
use crate::ui::{expect_texts, expect_ui};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tangthu_protocol::csv;
use tangthu_protocol::study::{Lookup as Answered, LookupLine, LookupRequest};
use tangthu_protocol::{Failure, Language, studied, study_ask};

/// The first documents of each line that are shown.
const FIRST: u32 = 3;
/// The longest list that is taken, in characters: far more than the lines that are looked up.
const LONGEST: &str = "400000";

/// Between the lines of a list in an address, which has no lines.
const BETWEEN: &str = " | ";
/// The longest list, in characters, that stands in an address: what addresses take of any field.
const SHORT: usize = 400;
/// Under which name the tab keeps the list.
const KEPT: &str = "tangthu-list";

/// The list that the tab keeps while the reader looks at other pages or loads the page again; empty where there is none.
fn kept() -> String {
    let storage = dom::window().and_then(|window| window.session_storage().ok().flatten());
    storage.and_then(|storage| storage.get_item(KEPT).ok().flatten()).unwrap_or_default()
}

fn keep(list: &str) {
    if let Some(storage) = dom::window().and_then(|window| window.session_storage().ok().flatten()) {
        let _ = storage.set_item(KEPT, list);
    }
}

/// A list as an address holds it; none where it is too long for that, or would read back as another.
fn written(list: &str) -> Option<String> {
    let lines: Vec<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = lines.join(BETWEEN);
    let fits = text.chars().count() <= SHORT && lines.iter().all(|line| !line.contains(BETWEEN.trim()));
    fits.then_some(text)
}

/// The list that an address holds.
fn read(written: &str) -> String {
    written.split(BETWEEN.trim()).map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The page.
#[component]
pub(super) fn Lookup() -> impl IntoView {
    let (ui, client, nav, own) = (expect_ui(), expect_client(), expect_nav(), expect_texts());
    let t = texts(own.language);
    ui.title.set(t.title.to_owned());
    let list = RwSignal::new(kept());
    let answer = RwSignal::new(None::<Answered>);
    let trouble = RwSignal::new(None::<Trouble>);
    let asked = StoredValue::new(None::<Ticket>);
    let look = move || {
        let lines: Vec<String> = list.with_untracked(|list| list.lines().map(str::to_owned).collect());
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
    // What the address names, or what was looked up before, stands there again.
    let named = Memo::new(move |_| nav.route.with(|route| route.own("list").to_owned()));
    Effect::new(move |_| {
        client.archive.track();
        let named = named.get();
        if !named.is_empty() && list.with_untracked(|list| written(list).as_ref() != Some(&named)) {
            list.set(read(&named));
        }
        look();
    });
    on_cleanup(move || {
        if let Some(Some(ticket)) = asked.try_get_value() {
            client.forget(ticket);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = list.get_untracked();
        keep(&text);
        let route =
            nav.route.with_untracked(|route| route.with_own("list", &written(&text).unwrap_or_default()));
        if route == nav.route.get_untracked() {
            return look();
        }
        let again = route.own("list").is_empty();
        nav.go(route, Step::New);
        // An address that names no list asks nothing by itself.
        if again && named.get_untracked().is_empty() {
            look();
        }
    };
    let save = move |_| {
        if let Some(text) = answer
            .with_untracked(|answer| answer.as_ref().map(|answer| table(t, own.language, &answer.lines)))
        {
            save::file(&save::name(client, "", "tra-theo-danh-sach.csv"), "text/csv", text.as_bytes());
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
            total => view! { <a href=href>{number(own.language, total)}</a> <span class="unit" aria-hidden="true">" " {t.documents}</span> }
                .into_any(),
        };
        view! {
            <tr role="row"><th scope="row" role="rowheader"><span class="whole">{line.line}</span></th> <td role="cell">{line.read_as}</td> <td role="cell" class="figure">{total}</td> <td role="cell"><ul>{hits}</ul></td></tr>
        }
    };
    let found = move || {
        answer.get().map(|answer| {
            let left_out = (answer.left_out > 0).then(|| view! { <p class="advice">{(t.left_out)(answer.left_out)}</p> });
            let heads = t.columns.iter().map(|name| view! { <th scope="col" role="columnheader">{*name}</th> }).collect_view();
            view! {
                {left_out}
                <p><button type="button" on:click=save>{t.save}</button></p>
                <div class="table" tabindex="0" role="region" aria-label=t.title>
                    <table class="looked-up" role="table" aria-label=t.title><thead role="rowgroup"><tr role="row">{heads}</tr></thead> <tbody role="rowgroup">{answer.lines.into_iter().map(row).collect_view()}</tbody></table>
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

/// The table as CSV: a row a line, its first documents in one cell, each on a line of its own.
fn table(t: &LookupTexts, language: Language, lines: &[LookupLine]) -> String {
    let mut text = csv::MARK.to_owned() + &csv::line(t.columns);
    for line in lines {
        let total = line.total.to_string();
        let hits = line.hits.iter().map(|hit| match &hit.published {
            Some(day) => format!("{} ({})", hit.title, date(language, day)),
            None => hit.title.clone(),
        });
        let hits: Vec<String> = hits.collect();
        text += &csv::line([&*line.line, &line.read_as, &total, &hits.join("\n")]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_stands_in_the_address() {
        let list = "01-CTr/QU\n  104 KH QU \n\ncải cách hành chính\n";
        let address = written(list).unwrap_or_default();
        assert_eq!(address, "01-CTr/QU | 104 KH QU | cải cách hành chính");
        assert_eq!(read(&address), "01-CTr/QU\n104 KH QU\ncải cách hành chính");
        let route = Route::default().with_own("list", &address);
        assert_eq!(Route::parse(&route.to_search()).own("list"), address);
    }

    #[test]
    fn a_list_that_an_address_would_change_is_not_written_there() {
        assert_eq!(written(&"01-CTr/QU\n".repeat(50)), None);
        assert_eq!(written("a | b"), None);
        assert_eq!(written("").as_deref(), Some(""));
    }
}
