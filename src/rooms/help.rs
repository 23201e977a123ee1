//! How to search: what one may type, each line a search to try; how to narrow a result; the keys.

use super::texts::{Value, texts};
use crate::client::{Archive, expect_client};
use crate::extras::Extra;
use crate::history::expect_nav;
use crate::route::Route;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Count, FacetAsk, ListField, SearchAnswer, SearchRequest};

/// The help page.
#[component]
pub(super) fn Help() -> impl IntoView {
    let (nav, ui, client) = (expect_nav(), expect_ui(), expect_client());
    let t = texts(expect_texts().language);
    ui.title.set(t.help.to_owned());
    let start = nav.route.get_untracked().start();
    let row = move |typed: String, does: &'static str| {
        let href = Route { query: typed.clone(), ..start.clone() }.href();
        view! { <dt><a href=href><code>{typed}</code></a></dt> <dd>{does}</dd> }
    };
    let field = row.clone();
    let words = t.syntax.iter().map(|(typed, does)| row((*typed).to_owned(), does)).collect_view();
    // Examples are to find something: their values are those of the archive, once it has told them.
    let held = RwSignal::new(None::<Box<SearchAnswer>>);
    Effect::new(move |_| {
        let count =
            [ListField::Number, ListField::Person].map(|field| FacetAsk { field, ..FacetAsk::default() });
        let request = SearchRequest { count: count.to_vec(), limit: 1, ..SearchRequest::default() };
        let listen = move |answer| {
            if let Answer::Found(found) = answer {
                held.try_set(Some(Box::new(found)));
            }
        };
        if client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            client.ask(Ask::Aside(Box::new(request)), listen, || {});
        }
    });
    let fields = move || {
        let rows = t.fields.iter().map(|(name, value, does)| {
            field(format!("{name}{}", held.with(|held| example(*value, held.as_deref()))), does)
        });
        rows.collect_view()
    };
    let ways = t.narrowing.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <section class="room help">
            <h1>{t.help}</h1>
            <p>{t.help_about}</p>
            <p class="ways">
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Advanced))>{t.open_form}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Keys))>{t.open_keys}</button>
                <button type="button" on:click=move |_| ui.extra.set(Some(Extra::Palette))>{t.open_palette}</button>
            </p>
            <h2>{t.headings[0]}</h2>
            <dl>{words}</dl>
            <h2>{t.headings[1]}</h2>
            <p>{t.fields_about}</p>
            <dl>{fields}</dl>
            <h2>{t.headings[2]}</h2>
            <ul>{ways}</ul>
        </section>
    }
}

/// How many words of a title are an example.
const WORDS: usize = 2;

/// The value of an example, as it is typed.
fn example(value: Value, held: Option<&SearchAnswer>) -> String {
    let first = |counts: &[Count]| counts.first().map(|count| count.value.clone());
    let listed = |at: usize| held.and_then(|held| first(&held.lists.get(at)?.values));
    let facet = |take: fn(&SearchAnswer) -> &[Count]| held.and_then(|held| first(take(held)));
    let (found, else_) = match value {
        Value::Is(text) => return text.to_owned(),
        Value::Title(text) => {
            let title =
                held.and_then(|held| held.hits.first()).map(|hit| hit.title.iter().map(|run| &*run.text));
            let title = title.map(Iterator::collect::<String>);
            let words = title.map(|title| title.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" "));
            (words, text)
        }
        Value::Section(text) => (facet(|held| &held.facets.section), text),
        Value::Source(text) => (facet(|held| &held.facets.source), text),
        Value::Kind(text) => (facet(|held| &held.facets.kind), text),
        Value::Year(text) => (facet(|held| &held.facets.year), text),
        Value::Number(text) => (listed(0), text),
        Value::Person(text) => (listed(1), text),
    };
    let text = found.unwrap_or_else(|| else_.to_owned());
    // A quotation mark would end the value.
    let text = text.replace('"', " ");
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }
}
