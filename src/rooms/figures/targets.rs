//! The state of targets as one bar: reached, expected, on their way. Each state is a filter.

use super::{NONE, said};
use crate::history::expect_nav;
use crate::i18n::format::number;
use crate::i18n::vocabulary;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Count;

/// The bar; nothing where no figure has a state.
#[component]
pub(super) fn Targets(
    /// Figures by state; the empty value counts those without.
    statuses: Vec<Count>,
) -> impl IntoView {
    let (nav, t, language) = (expect_nav(), said(), expect_texts().language);
    let route = nav.route.get_untracked();
    let stated: u32 = statuses.iter().filter(|count| !count.value.is_empty()).map(|count| count.count).sum();
    (stated > 0).then(|| {
        let chosen = route.own("status").to_owned();
        let mut statuses = statuses;
        statuses.sort_by_key(|count| (family(&count.value), std::cmp::Reverse(count.count)));
        let parts = statuses.iter().filter(|count| !count.value.is_empty()).map(|count| {
            let grow = count.count.to_string();
            view! { <span class=format!("part part-{}", family(&count.value)) style:flex-grow=grow></span> }
        });
        let parts = parts.collect_view();
        let states = statuses.into_iter().enumerate().map(|(at, count)| {
            let none = count.value.is_empty();
            let family = family(&count.value);
            let (value, words) =
                if none { (NONE.to_owned(), t.no_status.to_owned()) } else { (count.value.clone(), vocabulary::state(language, &count.value)) };
            let on = value == chosen;
            let href = route.with_own("status", if on { "" } else { &value }).href();
            let key = (!none).then(|| view! { <span class=format!("key part-{family}") aria-hidden="true"></span> });
            view! {
                <li class:chosen=on>
                    <a href=href data-key=format!("state-{at}") aria-current=on.then_some("true")>{key} {words} " " <strong>{number(language, count.count)}</strong></a>
                </li>
            }
        });
        view! {
            <section class="targets">
                <h2>{t.targets}</h2>
                <div class="target-bar" aria-hidden="true">{parts}</div>
                <ul class="states" aria-label=t.targets>{states.collect_view()}</ul>
                <p class="count">{t.targets_are}</p>
            </section>
        }
    })
}

/// Reached, expected, on its way, other, none: how a state is coloured, and where it stands in the bar.
fn family(state: &str) -> u8 {
    match state.to_lowercase() {
        state if state.is_empty() => 4,
        state if state.contains("lộ trình") => 2,
        // What is aimed at or reckoned is not reached, whatever verb stands behind it: "phấn đấu đạt", "ước đạt".
        state if ["dự kiến", "phấn đấu", "mục tiêu", "ước"].iter().any(|aim| state.contains(aim)) => {
            1
        }
        state if state.contains("đạt") && !state.contains("chưa") && !state.contains("không") => 0,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_reached_expected_or_on_its_way() {
        let states = ["đạt", "Dự kiến đạt trong năm 2023", "theo lộ trình tới năm 2025", "chưa đạt", ""];
        assert_eq!(states.map(family), [0, 1, 2, 3, 4]);
        assert_eq!(["phấn đấu đạt", "ước đạt", "đã đạt"].map(family), [1, 1, 0]);
    }
}
