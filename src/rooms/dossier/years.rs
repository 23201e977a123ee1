//! How many documents cite a number, year by year, as bars.

use super::{early, said};
use leptos::prelude::*;
use tangthu_protocol::Count;

/// The bars. Years between without any have an empty place, so that gaps are seen.
#[component]
pub(super) fn Years(
    /// Documents by year, the oldest first; the empty value counts those without a date.
    years: Vec<Count>,
    /// When the document that they cite was issued, where it is told.
    issued: Option<String>,
) -> impl IntoView {
    let t = said();
    let dated: Vec<(i32, u32)> =
        years.iter().filter_map(|year| Some((year.value.parse().ok()?, year.count))).collect();
    let (first, last) = (dated.first()?.0, dated.last()?.0);
    // A single year is told by the list; a wrong date of the year 9999 must not make ten thousand bars.
    if first >= last || last - first > 200 {
        return None;
    }
    let undated = years.iter().find(|year| year.value.is_empty()).map(|year| year.count);
    let undated = undated.map(|count| view! { <p class="count">{(t.not_drawn)(count)}</p> });
    let is_early =
        |year: i32| issued.as_deref().is_some_and(|issued| early::is_before(&format!("{year:04}"), issued));
    let misdated: u32 = dated.iter().filter(|(year, _)| is_early(*year)).map(|(_, count)| count).sum();
    let misdated = (misdated > 0).then(|| view! { <p class="misdated">{(t.misdated_bars)(misdated)}</p> });
    let most = dated.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let bars = (first..=last).map(|year| {
        let count = dated.iter().find(|(of, _)| *of == year).map_or(0, |(_, count)| *count);
        let height = format!("{}%", f64::from(count) * 100.0 / f64::from(most));
        let label = (t.year_is)(&year.to_string(), count);
        view! {
            <li>
                <span class="unseen">{label}</span>
                <span class="bar-count" aria-hidden="true">{(count > 0).then_some(count)}</span>
                <span class="column" class:early={count > 0 && is_early(year)} aria-hidden="true" style:height=height></span>
                <span class="bar-year" aria-hidden="true">{year}</span>
            </li>
        }
    });
    Some(
        view! { <section><h2>{t.years}</h2><ol class="year-bars">{bars.collect_view()}</ol>{misdated}{undated}</section> },
    )
}
