//! The palette: everything by its name. One types, the arrow keys move, Enter does it (a combobox with a list).

use super::Extra;
use super::dialog::Dialog;
use super::saved::name_of;
use super::shelf::{recent, saved};
use super::texts::texts;
use crate::client::{Ticket, expect_client};
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::Texts;
use crate::i18n::narrowing::narrowing;
use crate::results::expect_results;
use crate::route::{Facet, Route, View};
use crate::ui::{Theme, expect_texts, expect_ui};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Hit, Language, SearchRequest, Sort};

/// Entries of one group that are shown at most.
const MOST: usize = 7;
/// Documents that are asked for, and how long the reader must pause before.
const DOCUMENTS: (u32, u64) = (6, 150);

/// What an entry does.
#[derive(Clone, Debug, PartialEq)]
enum Act {
    /// Goes there.
    Go(Box<Route>),
    /// Opens another dialog.
    Open(Extra),
    /// Speaks this language.
    Speak(Language),
    /// Takes this theme.
    Look(Theme),
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    group: usize,
    name: String,
    act: Act,
}

/// The palette.
#[component]
pub(super) fn Palette() -> impl IntoView {
    let (nav, ui, client, own) = (expect_nav(), expect_ui(), expect_client(), expect_texts());
    let t = texts(own.language);
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let known: StoredValue<Vec<(String, Entry)>> = StoredValue::new(
        entries(&nav.route.get_untracked(), own)
            .into_iter()
            .map(|entry| (dom::folded(&entry.name), entry))
            .collect(),
    );
    // Documents whose titles hold the words, asked for when the reader pauses.
    let documents = RwSignal::new(Vec::<Entry>::new());
    let (keys, asked) = (StoredValue::new(0_u32), StoredValue::new(None::<Ticket>));
    let ask = move || {
        if let Some(before) = asked.get_value() {
            client.forget(before);
        }
        let words = typed.get_untracked().replace('"', " ");
        let query = format!(
            "{}:\"{}\"",
            if own.language == Language::Vi { "tiêu đề" } else { "title" },
            words.trim()
        );
        // Beside the results, and their cards are enough: texts are the dearest parts.
        let search =
            SearchRequest { query, language: own.language, limit: DOCUMENTS.0, ..SearchRequest::default() };
        let start = nav.route.with_untracked(Route::start);
        let listen = move |answer| {
            if let Answer::Found(found) = answer {
                let entry = |hit: Hit| Entry {
                    group: 5,
                    name: hit.title.iter().map(|run| run.text.as_str()).collect(),
                    act: Act::Go(Box::new(start.with_doc(&hit.id))),
                };
                let _ = documents.try_set(found.hits.into_iter().map(entry).collect());
            }
        };
        asked.set_value(Some(client.ask(Ask::Aside(Box::new(search)), listen, || {})));
    };
    let put = move |text: String| {
        typed.set(text);
        at.set(0);
        documents.set(Vec::new());
        keys.update_value(|n| *n += 1);
        let key = keys.get_value();
        dom::after(DOCUMENTS.1, move || {
            if keys.try_get_value() == Some(key) && !typed.get_untracked().trim().is_empty() {
                ask();
            }
        });
    };
    let shown = Memo::new(move |_| {
        let words_typed = typed.get();
        let typed = dom::folded(words_typed.trim());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut shown: Vec<Entry> = Vec::new();
        known.with_value(|known| {
            for (folded, entry) in known {
                let in_group = shown.iter().filter(|other| other.group == entry.group).count();
                if in_group < MOST && words.iter().all(|word| folded.contains(word)) {
                    shown.push(entry.clone());
                }
            }
        });
        // Documents come later, and after it: what is chosen must not become another entry under the reader's finger.
        let query = words_typed.trim().to_owned();
        if !query.is_empty() {
            let name = (t.search_for)(&query);
            let route = Route { query, ..nav.route.with_untracked(Route::start) };
            shown.push(Entry { group: 3, name, act: Act::Go(Box::new(route)) });
        }
        shown.extend(documents.get());
        shown
    });
    let act = move |entry: Entry| {
        ui.extra.set(None);
        match entry.act {
            Act::Go(route) if *route != nav.route.get_untracked() => nav.go(*route, Step::New),
            Act::Go(_) => {}
            // The dialog that is open goes first, so that the focus comes back to where it was.
            Act::Open(extra) => dom::after_drawing(move || ui.extra.set(Some(extra))),
            Act::Speak(language) => {
                nav.speak(language);
                ui.choose_language(language);
            }
            Act::Look(theme) => ui.choose_theme(theme),
        }
    };
    let key = move |event: KeyboardEvent| {
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked();
        match &*event.key() {
            "ArrowDown" => at.set(if now >= last { 0 } else { now + 1 }),
            "ArrowUp" => at.set(if now == 0 { last } else { now - 1 }),
            "Enter" if !event.is_composing() => {
                if let Some(entry) = shown.with_untracked(|shown| shown.get(now).cloned()) {
                    act(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
        dom::after_drawing(|| dom::reveal("#palette-list [aria-selected='true']"));
    };
    let options = move || {
        let mut group = usize::MAX;
        let all = shown.get();
        let rows = all.into_iter().enumerate().map(|(place, entry)| {
            // A heading is part of the first entry of its group, and is read with it: a list holds nothing but entries.
            let heading = (entry.group != group).then(|| {
                group = entry.group;
                view! { <span class="group">{t.groups[group]}</span> }
            });
            let name = entry.name.clone();
            view! {
                <li role="option" id=format!("entry-{place}") aria-selected=move || (at.get() == place).to_string() on:mousedown=move |event| {
                    event.prevent_default();
                    act(entry.clone());
                }>
                    {heading} <span class="entry">{name}</span>
                </li>
            }
        });
        rows.collect_view()
    };
    let count = move || shown.with(Vec::len);
    view! {
        <Dialog label=t.palette headed=false>
            <input type="text" class="palette" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label=t.palette
                aria-activedescendant=move || format!("entry-{}", at.get()) placeholder=t.palette_hint autocomplete="off" spellcheck="false" maxlength="200" autofocus
                on:input:target=move |event| put(event.target().value()) on:keydown=key/>
            <ul role="listbox" id="palette-list" class="palette-list" aria-label=t.palette>{options}</ul>
            <p class="unseen" role="status">{move || (t.fits)(count())}</p>
        </Dialog>
    }
}

/// All that has a name, but documents: pages, tools, filters of the result, searches of the device, language and look.
fn entries(route: &Route, own: &'static Texts) -> Vec<Entry> {
    let t = texts(own.language);
    let entry = |group: usize, name: String, act: Act| Entry { group, name, act };
    let go = |route: Route| Act::Go(Box::new(route));
    let mut all: Vec<Entry> = own
        .ways
        .iter()
        .map(|(view, name)| entry(0, (*name).to_owned(), go(route.with_view(*view))))
        .collect();
    let tools = [
        (t.advanced, Extra::Advanced),
        (t.saved_title, Extra::Saved),
        (t.export, Extra::Export),
        (t.keys_title, Extra::Keys),
    ];
    all.extend(tools.into_iter().map(|(name, extra)| entry(1, name.to_owned(), Act::Open(extra))));
    let search = route.with_view(View::Search);
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Views];
    let sorts = sorts.into_iter().zip(own.sorts);
    all.extend(
        sorts.map(|(sort, name)| {
            entry(1, format!("{} {name}", own.sort), go(Route { sort, ..search.clone() }))
        }),
    );
    let mut bare = search.unfiltered();
    if bare.filters != route.filters {
        bare.doc = None;
        all.push(entry(2, narrowing(own.language).clear.to_owned(), go(bare)));
    }
    let facets =
        expect_results().answer.with_untracked(|answer| answer.as_ref().map(|answer| answer.facets.clone()));
    let facets = facets.unwrap_or_default();
    let lists = [
        (Facet::Section, facets.section),
        (Facet::Source, facets.source),
        (Facet::Year, facets.year),
        (Facet::Kind, facets.kind),
        (Facet::Language, facets.language),
    ];
    for (facet, counts) in lists {
        let heading = Facet::ALL
            .iter()
            .position(|other| *other == facet)
            .map_or("", |at| narrowing(own.language).facets[at]);
        all.extend(counts.into_iter().map(|count| {
            let value = if count.value.is_empty() { own.undated } else { &count.value };
            entry(2, format!("{heading}: {value}"), go(search.toggled(facet, &count.value, false)))
        }));
    }
    let of_device = |search: &str| Route { language: route.language, ..Route::parse(search) };
    all.extend(saved().into_iter().map(|one| entry(3, one.name, go(of_device(&one.search)))));
    let past = recent().unwrap_or_default();
    all.extend(
        past.iter()
            .map(|search| entry(3, name_of(&Route::parse(search), t.everything), go(of_device(search)))),
    );
    let other = if own.language == Language::Vi { Language::En } else { Language::Vi };
    all.push(entry(4, own.other_language.to_owned(), Act::Speak(other)));
    let themes = [Theme::Auto, Theme::Light, Theme::Dark].into_iter().zip(own.themes);
    all.extend(themes.map(|(theme, name)| entry(4, name.to_owned(), Act::Look(theme))));
    all
}
