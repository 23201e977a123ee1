//! The documents that cite a number, along time, each with the sentence that proves it.

use super::{document, early, said};
use crate::components::runs::Runs;
use crate::history::expect_nav;
use crate::i18n::format::date;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::{Citation, Place};

/// The list, by year.
#[component]
pub(super) fn CitingDocuments(
    /// The documents, the oldest first.
    citing: Vec<Citation>,
    /// When the documents for which the number may stand were issued, where it is told.
    issued: Vec<Option<String>>,
) -> impl IntoView {
    let t = said();
    let mut years: Vec<(String, Vec<Citation>)> = Vec::new();
    for citation in citing {
        let year = citation.document.published.as_deref().and_then(|date| date.get(..4));
        let year = year.unwrap_or(t.undated).to_owned();
        match years.last_mut() {
            Some((last, list)) if *last == year => list.push(citation),
            _ => years.push((year, vec![citation])),
        }
    }
    let years = years.into_iter().map(|(year, list)| {
        let rows = list.into_iter().map(|citation| row(citation, &issued)).collect_view();
        view! { <li><h3>{year}</h3><ul>{rows}</ul></li> }
    });
    let years: Vec<_> = years.collect();
    (!years.is_empty())
        .then(|| view! { <section class="along-time"><h2>{t.citing}</h2><ol>{years}</ol></section> })
}

fn row(citation: Citation, issued: &[Option<String>]) -> impl IntoView + use<> {
    let (route, t, language) = (expect_nav().route.get_untracked(), said(), expect_texts().language);
    let link = document(&route, &citation.document, &written(&citation.place));
    let relation = citation.relation.map(|relation| {
        view! { <span class="relation">{crate::i18n::vocabulary::relation(language, &relation)}</span> }
    });
    let times =
        (citation.times > 1).then(|| view! { <span class="count">{(t.times)(citation.times)}</span> });
    let which = citation.identity.filter(|_| issued.len() > 1).map(|at| {
        view! { <span class="count">{(t.means)(at as usize + 1)}</span> }
    });
    let cited = early::issued(issued, citation.identity);
    let published = citation.document.published.as_deref();
    let misdated = cited.filter(|cited| published.is_some_and(|citing| early::is_before(citing, cited)));
    let misdated =
        misdated.map(|cited| view! { <p class="misdated">{(t.misdated)(&date(language, cited))}</p> });
    view! {
        <li class="evidence">
            <p class="facts">{link} {relation} {times} {which}</p>
            {misdated}
            <p class="sentence"><Runs runs=citation.sentence links=false/></p>
        </li>
    }
}

/// A place as addresses write it.
pub(in crate::rooms) fn written(place: &Place) -> String {
    format!("{}.{}.{}", place.text, place.start, place.end)
}
