//! The library: the archives that are open here, others to open, and a search in all of them.

use super::files::Gathered;
use super::keep::Keep;
use super::library_texts::{LibraryTexts, texts};
use super::{files, several};
use crate::client::{Archive, LOCAL, Ticket, address_of, expect_client};
use crate::components::trouble::TroubleBox;
use crate::dropped::Dropped;
use crate::history::{Step, expect_nav};
use crate::i18n::format::day;
use crate::i18n::trouble::Trouble;
use crate::offline::{Offline, OfflineState};
use crate::route::{Route, View};
use crate::ui::{expect_texts, expect_ui};
use js_sys::Array;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tangthu_protocol::{Answer, AnswerSeveral, AskSeveral, Failure, Found, OpenArchive, SearchRequest};

/// Results of each archive that are listed when all are searched.
const FEW: u32 = 5;

/// The library.
#[component]
pub(super) fn Library() -> impl IntoView {
    let (ui, client, t) = (expect_ui(), expect_client(), texts(expect_texts().language));
    ui.title.set(t.title.to_owned());
    let (open, trouble) = (RwSignal::new(Vec::<OpenArchive>::new()), RwSignal::new(None::<Trouble>));
    // While an archive opens, nothing is said of what is open.
    let told = RwSignal::new(false);
    let none_open = move || {
        let failed = client.archive.with(|archive| matches!(archive, Archive::Failed(_)));
        failed && told.get() && open.with(Vec::is_empty)
    };
    let ask = move |close: Option<String>| {
        several::ask(client, &AskSeveral::Shelf { close }, move |answer| {
            let failed = match answer {
                Ok(AnswerSeveral::Shelf(archives)) => {
                    let _ = open.try_set(archives);
                    let _ = told.try_set(true);
                    None
                }
                Ok(_) => None,
                Err(failed) => Some(failed),
            };
            let _ = trouble.try_set(failed);
        });
    };
    let retry = Callback::new(move |()| ask(None));
    // Also once the archive in front has opened.
    Effect::new(move |_| {
        client.archive.track();
        ask(None);
    });
    view! {
        <section class="room">
            <h1>{t.title}</h1>
            <p class="about">{t.about}</p>
            <FromFiles/>
            <ByAddress/>
            <section>
                <h2>{t.here}</h2>
                {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry/> })}
                {move || none_open().then(|| view! { <p class="note">{t.none_open}</p> })}
                <ul class="archives">
                    <For each=move || open.get() key=|one| (one.address.clone(), one.info.documents) let:one>
                        <Row one open ask=Callback::new(move |address: String| ask(Some(address)))/>
                    </For>
                </ul>
            </section>
            {move || (open.with(Vec::len) > 1).then(|| view! { <Across/> <ToCompare open/> })}
        </section>
    }
}

/// The route of an archive, by its address.
pub(super) fn route_of(address: &str, now: &Route) -> Route {
    let archive = name_of(address);
    Route {
        archive: Some(archive).filter(|_| Some(address) != address_of("archive.json").as_deref()),
        ..now.start()
    }
}

/// How an address is written in a link: files of the device as they are, others from the page's own folder on.
pub(super) fn name_of(address: &str) -> String {
    let folder = address_of("./").unwrap_or_default();
    address.strip_prefix(&folder).unwrap_or(address).to_owned()
}

/// The name by which people know an archive.
pub(super) fn title_of(one: &OpenArchive) -> String {
    let title = one.info.title.trim();
    if title.is_empty() { name_of(&one.address) } else { title.to_owned() }
}

/// Where an archive is, in words that tell two of one title apart.
pub(super) fn whence(t: &LibraryTexts, address: &str) -> String {
    match address.strip_prefix(LOCAL) {
        Some(name) => (t.from_device)(name),
        None => name_of(address),
    }
}

/// One open archive.
#[component]
fn Row(one: OpenArchive, open: RwSignal<Vec<OpenArchive>>, ask: Callback<String>) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let now = nav.route.get_untracked();
    let own = one.address.clone();
    let in_front = Memo::new(move |_| {
        let name = nav.route.with(|route| route.archive.clone());
        address_of(name.as_deref().unwrap_or("archive.json")).as_deref() == Some(&*own)
    });
    let title = title_of(&one);
    let from = whence(t, &one.address);
    let href = route_of(&one.address, &now).href();
    let (label, own) = ((t.close)(&format!("{title} ({from})")), one.address.clone());
    // The page reads some archive: the one in front is closed by going on with another, where one is open.
    let close = move || {
        let other =
            open.with(|open| open.iter().map(|one| &one.address).rfind(|other| **other != own).cloned());
        if in_front.get() && other.is_none() {
            return None;
        }
        let (label, own) = (label.clone(), own.clone());
        let close = move |_| {
            let front = in_front.get_untracked();
            ask.run(own.clone());
            if let Some(other) = other.as_ref().filter(|_| front) {
                let route = route_of(other, &nav.route.get_untracked());
                nav.go(Route { view: View::Library, ..route }, Step::New);
            }
        };
        Some(view! { <button type="button" aria-label=label on:click=close>{t.close_short}</button> })
    };
    // A site that is one file has nothing to download, and no server to download it from.
    let one_file = expect_context::<OfflineState>().state.get_untracked() == Offline::OneFile;
    let local = one.address.starts_with(LOCAL);
    let keep = match (local, one_file) {
        (true, _) => None,
        (false, true) => Some(view! { <p class="count keep">{t.in_this_file}</p> }.into_any()),
        (false, false) => Some(view! { <Keep address=one.address.clone()/> }.into_any()),
    };
    view! {
        <li>
            <a class="name" href=href title=t.read>{title}</a>
            <span class="count">{(t.documents)(one.info.documents)} " · " {from} {move || in_front.get().then(|| format!(" · {}", t.now))}</span>
            {close}
            {keep}
        </li>
    }
}

/// Opens archives from files of the device.
#[component]
fn FromFiles() -> impl IntoView {
    let (nav, client, t) = (expect_nav(), expect_client(), texts(expect_texts().language));
    let (looking, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    // What was chosen is no archive but something else: documents, as a rule.
    let other = RwSignal::new(None::<String>);
    // How many files could not be read, and the first of them.
    let unread = RwSignal::new(None::<(usize, String)>);
    // A worker that died answers nobody.
    let is_dead = move || client.archive.with(|archive| *archive == Archive::Failed(Trouble::Worker));
    Effect::new(move |_| {
        if is_dead() && looking.get() {
            looking.set(false);
            trouble.set(Some(Trouble::Worker));
        }
    });
    let take_in = move |pairs: Array| {
        looking.set(true);
        trouble.set(None);
        other.set(None);
        let listen = move |answer| {
            let _ = looking.try_set(false);
            let _ = trouble.try_set(None);
            match answer {
                Answer::Added { address } => {
                    nav.go(route_of(&address, &nav.route.get_untracked()), Step::New);
                }
                Answer::Failed(Failure::NotAnArchive { name }) if !name.ends_with(".json") => {
                    drop(other.try_set(Some(name)));
                }
                Answer::Failed(failure) => drop(trouble.try_set(Some(Trouble::Archive(failure)))),
                _ => {}
            }
        };
        let late = move || drop(trouble.try_set(Some(Trouble::Slow)));
        client.add(&files::name_of(&pairs), &pairs, listen, late);
    };
    let dropped = expect_context::<Dropped>().entries;
    Effect::new(move |_| {
        if let Some(entries) = dropped.get() {
            dropped.set(None);
            looking.set(true);
            spawn_local(async move {
                let Gathered { pairs, unread: lacking, first } = files::gathered(entries).await;
                // The reader may have left the library meanwhile; the files are taken in all the same.
                let _ = unread.try_set((lacking > 0).then_some((lacking, first)));
                if lacking > 0 && pairs.length() == 0 {
                    let _ = looking.try_set(false);
                } else {
                    take_in(pairs);
                }
            });
        }
    });
    let (file, folder) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let picked = move |input: NodeRef<html::Input>| {
        let list = input.get_untracked().and_then(|input| input.files());
        if let Some(list) = list.filter(|list| list.length() > 0) {
            unread.set(None);
            take_in(files::chosen(&list));
        }
    };
    view! {
        <div class="from-files">
            <p>{t.drop}</p>
            <p class="ways">
                <label class="button">{t.choose_file}<input class="unseen" type="file" multiple accept=".json,.zip" node_ref=file on:change=move |_| picked(file)/></label>
                <label class="button">{t.choose_folder}<input class="unseen" type="file" prop:webkitdirectory=true node_ref=folder on:change=move |_| picked(folder)/></label>
            </p>
            <p role="status">{move || looking.get().then_some(t.looking)}</p>
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble/> })}
            <p class="advice" role="alert">{move || unread.get().map(|(n, first)| (t.unread)(n, &first))}</p>
            <p class="advice" role="alert">{move || other.get().map(|name| (t.no_archive)(&name))}</p>
        </div>
    }
}

/// Opens an archive of the site by its address.
#[component]
fn ByAddress() -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let (input, refused) = (NodeRef::<html::Input>::new(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let typed = typed.trim();
        if typed.is_empty() {
            return;
        }
        // A folder means the manifest in it.
        let name = if typed.ends_with('/') { format!("{typed}archive.json") } else { typed.to_owned() };
        match address_of(&name) {
            Some(address) => nav.go(route_of(&address, &nav.route.get_untracked()), Step::New),
            None => refused.set(true),
        }
    };
    view! {
        <form class="by-address" on:submit=submit>
            <label>{t.by_address} <input type="text" inputmode="url" autocapitalize="off" spellcheck="false" node_ref=input placeholder="2024/archive.json"/></label>
            <button type="submit">{t.open}</button>
            <p role="alert">{move || refused.get().then_some(t.elsewhere)}</p>
        </form>
    }
}

/// Searches all open archives.
#[component]
fn Across() -> impl IntoView {
    let (client, own) = (expect_client(), expect_texts());
    let t = texts(own.language);
    let input = NodeRef::<html::Input>::new();
    let (found, trouble) =
        (RwSignal::new((String::new(), Vec::<Found>::new())), RwSignal::new(None::<Trouble>));
    let asked = StoredValue::new(None::<Ticket>);
    let ask = Callback::new(move |()| {
        // An answer to what was asked before must not come to stand over that of what is asked now.
        if let Some(before) = asked.get_value() {
            client.forget(before);
        }
        trouble.set(None);
        let query = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let request = SearchRequest {
            query: query.clone(),
            limit: FEW,
            language: own.language,
            ..SearchRequest::default()
        };
        let ticket =
            several::ask(client, &AskSeveral::Across(Box::new(request)), move |answer| match answer {
                Ok(AnswerSeveral::Across(all)) => {
                    let _ = trouble.try_set(None);
                    let _ = found.try_set((query.clone(), all));
                }
                Ok(_) => {}
                Err(failed) => drop(trouble.try_set(Some(failed))),
            });
        asked.set_value(ticket);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ask.run(());
    };
    view! {
        <section>
            <h2>{t.across}</h2>
            <form class="by-address" role="search" aria-label=t.across on:submit=submit>
                <input type="search" aria-label=t.across node_ref=input/>
                <button type="submit">{t.across_button}</button>
            </form>
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry=ask/> })}
            <div role="status">
                {move || found.with(|(query, all)| all.iter().map(|one| found_in(t, query, one)).collect_view())}
            </div>
        </section>
    }
}

/// What was found in one archive.
fn found_in(t: &'static LibraryTexts, query: &str, one: &Found) -> AnyView {
    let now = expect_nav().route.get_untracked();
    let title = title_of(&one.archive);
    let from = whence(t, &one.archive.address);
    let from = view! { <span class="count">{from}</span> };
    let language = expect_texts().language;
    let answer = match &one.answer {
        Ok(answer) => answer,
        Err(failure) => {
            let trouble = Trouble::Archive(failure.clone());
            return view! { <h3>{title} " " {from}</h3> <TroubleBox trouble/> }.into_any();
        }
    };
    let search = Route { query: query.to_owned(), ..route_of(&one.archive.address, &now) };
    let rows = answer.hits.iter().map(|hit| {
        let words: String = hit.title.iter().map(|run| run.text.as_str()).collect();
        let words = if words.trim().is_empty() { hit.id.clone() } else { words };
        view! { <li><a href=search.with_doc(&hit.id).href()>{words}</a> " " <span class="count">{hit.published.as_deref().map(|date| day(language, date))}</span></li> }
    });
    let rows = rows.collect_view();
    view! {
        <h3>{(t.found_in)(answer.total, &title)} " " {from} " " <a href=search.href()>{t.all_of_them}</a></h3>
        <ul class="archives">{rows}</ul>
    }
    .into_any()
}

/// Leads to the comparison of two of the open archives.
#[component]
fn ToCompare(open: RwSignal<Vec<OpenArchive>>) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let (before, after) = (NodeRef::<html::Select>::new(), NodeRef::<html::Select>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |select: NodeRef<html::Select>| select.get_untracked().map(|select| select.value());
        let (Some(one), Some(other)) = (value(before), value(after)) else { return };
        let route = route_of(&one, &nav.route.get_untracked());
        nav.go(Route { other: Some(name_of(&other)), view: View::Compare, ..route }, Step::New);
    };
    let options = move |chosen: usize| {
        open.with(|open| {
            let option = |(at, one): (usize, &OpenArchive)| {
                view! { <option value=one.address.clone() selected={at == chosen}>{whence(t, &one.address)} " · " {title_of(one)}</option> }
            };
            open.iter().enumerate().map(option).collect_view()
        })
    };
    view! {
        <section>
            <h2>{t.compare}</h2>
            <p class="about">{t.compare_about}</p>
            <form class="by-address" on:submit=submit>
                <label>{t.before} <select node_ref=before>{move || options(0)}</select></label>
                <label>{t.after} <select node_ref=after>{move || options(1)}</select></label>
                <button type="submit">{t.compare_button}</button>
            </form>
        </section>
    }
}
