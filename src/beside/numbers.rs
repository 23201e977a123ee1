//! The documents that a text cites by number: what it says of each, and where.

use super::place;
use super::texts::texts;
use crate::history::expect_nav;
use crate::i18n::{format::date, vocabulary};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::CitedNumber;

/// Cited numbers, each a link to its dossier.
#[component]
pub(super) fn Cited(
    /// The numbers, in the order of the text.
    cited: Vec<CitedNumber>,
    /// The document's own number, which it does not cite.
    own: Option<String>,
) -> impl IntoView {
    let (route, language) = (expect_nav().route.get_untracked(), expect_texts().language);
    let t = texts(language);
    let cited: Vec<CitedNumber> =
        cited.into_iter().filter(|cite| Some(&cite.number) != own.as_ref()).collect();
    (!cited.is_empty()).then(|| {
        let rows = cited.into_iter().map(|cite| {
            let href = route.dossier(&cite.number).href();
            let relation = cite.relation.map(|said| vocabulary::relation(language, &said));
            let facts = [cite.kind, cite.issuer, cite.date.map(|day| date(language, &day)), relation];
            let mut facts: Vec<String> = facts.into_iter().flatten().collect();
            facts.push((t.times)(cite.times));
            let (number, place) = (cite.number.clone(), cite.place);
            view! {
                <li>
                    <a href=href>{cite.number}</a> " "
                    {cite.title.map(|title| view! { <span class="quoted">{title}</span> })}
                    <span class="count">{facts.join(" · ")}</span>
                    <place::Jump place what=number/>
                </li>
            }
        });
        view! { <section class="side"><h2>{t.cited}</h2><ul>{rows.collect_view()}</ul></section> }
    })
}
