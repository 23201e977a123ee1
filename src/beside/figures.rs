//! The figures of a text, beside it: from each one goes to its place, and from the place back.

use super::place;
use super::texts::texts;
use crate::dom;
use crate::i18n::{format, vocabulary};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Language;
use tangthu_protocol::study::FigureRow;
use web_sys::HtmlElement;

/// How many are shown before one asks for all.
const FEW: usize = 12;
/// How many are marked in the text: marking costs a moment each.
const MARKED: usize = 500;

/// The figures.
#[component]
pub(super) fn FiguresBeside(
    /// The figures, in the order of the text.
    figures: Vec<FigureRow>,
    /// Whether all are shown.
    all: RwSignal<bool>,
) -> impl IntoView {
    let language = expect_texts().language;
    let t = texts(language);
    if figures.len() <= FEW {
        all.set(true);
    }
    let total = figures.len() as u32;
    let places: Vec<_> = figures.iter().take(MARKED).map(|figure| figure.place).collect();
    dom::after_drawing(move || place::mark(places.into_iter()));
    let figures = StoredValue::new(figures);
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FEW };
        let figures = figures.get_value();
        figures
            .into_iter()
            .enumerate()
            .take(shown)
            .map(|(at, figure)| row(language, at, figure))
            .collect_view()
    };
    let more = move || {
        (!all.get()).then(|| {
            view! { <button type="button" class="quiet" on:click=move |_| all.set(true)>{(t.all)(total)}</button> }
        })
    };
    (total > 0).then(|| {
        view! { <section class="side figures"><h2>{t.figures}</h2><ul>{rows}</ul>{more}</section> }
    })
}

/// Goes from a marked place in the text to its entry in the list, number `at`.
pub(super) fn back_to(all: RwSignal<bool>, at: usize) {
    let _ = all.try_set(true);
    dom::after_drawing(move || {
        if let Some(entry) = dom::by_id::<HtmlElement>(&format!("figure-{at}")) {
            entry.scroll_into_view();
            let _ = entry.focus();
        }
    });
}

fn row(language: Language, at: usize, figure: FigureRow) -> impl IntoView {
    let place = figure.place;
    let amount = amount(language, &figure);
    let status = figure.status.map(|status| vocabulary::state(language, &status));
    let what = [figure.subject, status].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <button type="button" class="link figure" id=format!("figure-{at}") on:click=move |_| place::jump(&place)>
                <strong>{amount}</strong> " " {what}
            </button>
        </li>
    }
}

/// A figure with its unit: hơn 231 lượt.
fn amount(language: Language, figure: &FigureRow) -> String {
    let value = format::figure(language, &figure.value);
    let parts = [figure.about.as_deref(), Some(&value), figure.unit.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
