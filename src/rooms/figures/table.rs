//! The table of figures: each with its sentence and a way to the place where it stands.

use super::{ORDERS, said};
use crate::components::runs::Runs;
use crate::history::expect_nav;
use crate::i18n::format::{day, figure};
use crate::i18n::vocabulary;
use crate::rooms::dossier::citing::written;
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::study::FigureRow;

/// The table.
#[component]
pub(super) fn Table(
    /// The rows, in the order that the address says.
    rows: Vec<FigureRow>,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), said());
    let route = nav.route.get_untracked();
    let heads = [
        ("value", t.value),
        ("unit", t.unit),
        ("subject", t.subject),
        ("status", t.status),
        ("date", t.date),
    ];
    let heads = heads.map(|(name, words)| head(&route, name, words));
    let rows = rows.into_iter().map(|figure| row(&route, figure)).collect_view();
    view! {
        <div class="table wide" role="region" aria-label=t.table tabindex="0">
            // On a telephone it is not laid out as a table; its roles say that it is one all the same.
            <table class="figure-table" role="table" aria-label=t.table>
                <thead role="rowgroup">
                    <tr role="row">{heads.into_iter().collect_view()}<th scope="col" role="columnheader">{t.sentence}</th></tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

/// The head of a column: pressed it sorts, pressed again it turns the order round, once more and the order is the texts' own.
fn head(route: &Route, name: &'static str, words: &'static str) -> impl IntoView + use<> {
    let by = route.own("by").to_owned();
    let (state, sign, next) = match by.strip_prefix('-') {
        Some(known) if known == name => ("descending", "↓", String::new()),
        None if by == name => ("ascending", "↑", format!("-{name}")),
        _ => ("none", "", name.to_owned()),
    };
    debug_assert!(ORDERS.iter().any(|(known, _)| *known == name));
    let href = route.with_own("by", &next).href();
    view! { <th scope="col" role="columnheader" aria-sort=state><a href=href data-key=name>{words} <span aria-hidden="true">{sign}</span></a></th> }
}

fn row(route: &Route, row: FigureRow) -> impl IntoView + use<> {
    let language = expect_texts().language;
    let href = route.with_doc(&row.document.id).with_own("at", &written(&row.place)).href();
    let value = figure(language, &row.value);
    let about =
        row.about.map(|about| view! { <span class="count">{vocabulary::about(language, &about)} " "</span> });
    let status = row.status.map(|status| vocabulary::state(language, &status));
    let title = if row.document.title.trim().is_empty() { row.document.id } else { row.document.title };
    let published = match &row.document.published {
        Some(published) => day(language, published),
        None => expect_texts().undated.to_owned(),
    };
    view! {
        <tr role="row">
            <td role="cell" class="number">{about}<strong>{value}</strong></td>
            <td role="cell">{row.unit}</td>
            <td role="cell">{row.subject}</td>
            <td role="cell">{status}</td>
            <td role="cell" class="when">{row.date.map(|text| crate::i18n::format::period(language, &text))}</td>
            <td role="cell" class="proof">
                <span class="sentence"><Runs runs=row.sentence links=false/></span>
                <a href=href>{title}</a> " " <span class="count">{published}</span>
            </td>
        </tr>
    }
}
