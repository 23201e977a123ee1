//! Two archives side by side: which documents were added, removed and changed, and what changed in each.

use super::library_texts::texts;
use super::several;
use crate::client::{Archive, Ticket, address_of, expect_client};
use crate::components::runs::Runs;
use crate::components::trouble::TroubleBox;
use crate::history::expect_nav;
use crate::i18n::format::date;
use crate::i18n::reading::reading;
use crate::i18n::trouble::Trouble;
use crate::route::{Route, View};
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use tangthu_protocol::{AnswerSeveral, AskSeveral, Comparison, DocumentChange, Named, SideBySide};

/// Which archives are compared: their addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    one: String,
    other: String,
}

impl Pair {
    fn of(route: &Route) -> Option<Self> {
        let one = address_of(route.archive.as_deref().unwrap_or("archive.json"))?;
        Some(Self { one, other: address_of(route.other.as_deref()?)? })
    }
}

/// The comparison of the archive in front with another.
#[component]
pub(super) fn Compare() -> impl IntoView {
    let (nav, ui, client, t) = (expect_nav(), expect_ui(), expect_client(), texts(expect_texts().language));
    ui.title.set(t.compare.to_owned());
    let pair = Memo::new(move |_| nav.route.with(Pair::of));
    let found = RwSignal::new(None::<Comparison>);
    let (trouble, tries) = (RwSignal::new(None::<Trouble>), RwSignal::new(0_u32));
    let asked = StoredValue::new(None::<Ticket>);
    // What comes late is no news of the page that was gone to.
    let stop = move || {
        if let Some(before) = asked.try_get_value().flatten() {
            client.forget(before);
        }
    };
    on_cleanup(stop);
    Effect::new(move |_| {
        tries.track();
        stop();
        found.set(None);
        trouble.set(None);
        let Some(Pair { one, other }) = pair.get() else { return };
        // An archive that is just being opened would be opened twice.
        if client.archive.with(|archive| *archive == Archive::Opening) {
            return;
        }
        ui.status.set(t.comparing.to_owned());
        let ticket = several::ask(client, &AskSeveral::Compare { one, other, id: None }, move |answer| {
            ui.status.set(String::new());
            match answer {
                Ok(AnswerSeveral::Compared(comparison)) => {
                    // It may have been said before that it takes long.
                    let _ = trouble.try_set(None);
                    let _ = found.try_set(Some(comparison));
                }
                Err(failed) => drop(trouble.try_set(Some(failed))),
                Ok(_) => {}
            }
        });
        asked.set_value(ticket);
    });
    let library =
        move || nav.route.with(|route| Route { other: None, ..route.with_view(View::Library) }.href());
    let retry = Callback::new(move |()| tries.update(|n| *n += 1));
    view! {
        <section class="room compare">
            <p class="way-back"><a href=library>"← " {t.title}</a></p>
            <h1>{t.compare}</h1>
            {move || pair.get().is_none().then(|| view! { <p class="about">{t.compare_about} " " {t.compare_how}</p> })}
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry/> })}
            {move || found.get().zip(pair.get()).map(|(found, pair)| view! { <Lists found pair/> })}
        </section>
    }
}

/// What became of the documents.
#[component]
fn Lists(found: Comparison, pair: Pair) -> impl IntoView {
    let (nav, t) = (expect_nav(), texts(expect_texts().language));
    let now = nav.route.get_untracked();
    let of_one = super::library::route_of(&pair.one, &now);
    let of_other = super::library::route_of(&pair.other, &now);
    let same = found.added_total + found.removed_total + found.changed_total == 0;
    let list = move |heading: String, total: u32, all: Vec<Named>, route: Route| {
        let part = (all.len() < total as usize)
            .then(|| view! { <p class="count">{(t.first_of_them)(all.len())}</p> });
        let rows = all.into_iter().map(|one| {
            view! { <li><a href=route.with_doc(&one.id).href()>{name(&one)}</a></li> }
        });
        let rows = rows.collect_view();
        (total > 0)
            .then(|| view! { <section><h2>{heading}</h2>{part}<ul class="archives">{rows}</ul></section> })
    };
    let changed = found.changed.clone();
    let total = found.changed_total;
    let details = changed.into_iter().map(|one| {
        let (pair, href) = (pair.clone(), of_other.with_doc(&one.id).href());
        view! { <Changed one pair href/> }
    });
    let details = details.collect_view();
    let named = |address: &str| super::library::whence(t, address);
    let which = format!("{}: {} · {}: {}", t.before, named(&pair.one), t.after, named(&pair.other));
    view! {
        <p class="count">{which}</p>
        <p>{same.then_some(t.nothing)} " " {(t.unchanged)(found.unchanged)}</p>
        {(total > 0).then(|| view! { <section><h2>{(t.changed)(total)}</h2>{details}</section> })}
        {list((t.added)(found.added_total), found.added_total, found.added, of_other.clone())}
        {list((t.removed)(found.removed_total), found.removed_total, found.removed, of_one)}
    }
}

fn name(one: &Named) -> String {
    if one.title.trim().is_empty() { one.id.clone() } else { one.title.clone() }
}

/// A document that differs; what changed in it comes when it is unfolded.
#[component]
fn Changed(one: Named, pair: Pair, href: String) -> impl IntoView {
    let (client, t) = (expect_client(), texts(expect_texts().language));
    let (change, trouble) = (RwSignal::new(None::<DocumentChange>), RwSignal::new(None::<Trouble>));
    let asked = StoredValue::new(false);
    let id = one.id.clone();
    let ask = Callback::new(move |()| {
        trouble.set(None);
        let Pair { one, other } = pair.clone();
        let question = AskSeveral::Compare { one, other, id: Some(id.clone()) };
        several::ask(client, &question, move |answer| match answer {
            Ok(AnswerSeveral::DocumentCompared(found)) => {
                let _ = trouble.try_set(None);
                let _ = change.try_set(Some(found));
            }
            Err(failed) => drop(trouble.try_set(Some(failed))),
            Ok(_) => {}
        });
    });
    let unfold = move |_| {
        if !asked.get_value() {
            asked.set_value(true);
            ask.run(());
        }
    };
    view! {
        <details class="changed" on:toggle=unfold>
            <summary>{name(&one)}</summary>
            <p><a href=href>{t.open_document}</a></p>
            {move || trouble.get().map(|trouble| view! { <TroubleBox trouble retry=ask/> })}
            {move || change.get().map(|change| view! { <Sides change label=t.what_changed/> })}
        </details>
    }
}

/// Both versions side by side.
#[component]
fn Sides(change: DocumentChange, label: &'static str) -> impl IntoView {
    let t = texts(expect_texts().language);
    let fields = change.fields.into_iter().map(|field| {
        let label = label_of(&field.field);
        let (before, after) = (value(&field.field, field.before), value(&field.field, field.after));
        view! { <tr><th scope="row">{label}</th><td>{before}</td><td>{after}</td></tr> }
    });
    let texts = change.texts.into_iter().map(|row| match row {
        SideBySide::Same(n) => view! { <tr class="same"><td colspan="3">{(t.same_passages)(n)}</td></tr> }.into_any(),
        SideBySide::Changed(before, after) => view! {
            <tr><th scope="row">{t.passage}</th><td><del><Runs runs=before links=false/></del></td><td><ins><Runs runs=after links=false/></ins></td></tr>
        }
        .into_any(),
    });
    view! {
        <div class="table" tabindex="0" role="region" aria-label=label>
            <table class="sides" aria-label=label>
                <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.before}</th><th scope="col">{t.after}</th></tr></thead>
                <tbody>{fields.collect_view()} {texts.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The name of a field of documents as the page calls it; one that it does not know keeps its own.
fn label_of(field: &str) -> String {
    let own = expect_texts();
    let labels = &reading(own.language).labels;
    let known = [
        ("published", labels.published),
        ("updated", labels.updated),
        ("section", labels.section),
        ("source", labels.source),
        ("views", labels.views),
        ("authors", labels.authors),
        ("number", labels.number),
        ("kind", labels.kind),
        ("issuer", labels.issuer),
        ("issued", labels.issued),
        ("effective", labels.effective),
        ("tags", labels.tags),
    ];
    let mut all = known.into_iter().chain(texts(own.language).fields);
    all.find(|(name, _)| *name == field).map_or(field, |(_, label)| label).to_owned()
}

/// A value as it is read: dates as the language writes them.
fn value(field: &str, text: String) -> String {
    let is_date = matches!(field, "published" | "updated" | "issued" | "effective") && !text.is_empty();
    if is_date { date(expect_texts().language, &text) } else { text }
}
