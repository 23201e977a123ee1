//! The state of targets as one bar: reached, expected, on their way. Each state is a filter. Of many, the rare ones are one part of
//! the bar for each of those, and stand folded below it.

use super::{NONE, said};
use crate::history::expect_nav;
use crate::i18n::format::number;
use crate::i18n::vocabulary;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Count;

/// Most states that are told one by one: of more than that many, the rarest are put together.
const TOLD: usize = 8;
/// How many of many are told.
const FREQUENT: usize = 6;

/// The bar; nothing where no figure has a state.
#[component]
pub(super) fn Targets(
    /// Figures by state; the empty value counts those without.
    statuses: Vec<Count>,
) -> impl IntoView {
    let (nav, t, language) = (expect_nav(), said(), expect_texts().language);
    let route = nav.route.get_untracked();
    let chosen = route.own("status").to_owned();
    let (stated, without): (Vec<Count>, Vec<Count>) =
        statuses.into_iter().partition(|count| !count.value.is_empty());
    (!stated.is_empty()).then(|| {
        let Told { bar, frequent, rare } = told(stated);
        let parts = bar.into_iter().map(|(family, count)| {
            view! { <span class=format!("part part-{family}") style:flex-grow=count.to_string()></span> }
        });
        let parts = parts.collect_view();
        let state = |(at, count): (usize, Count)| {
            let none = count.value.is_empty();
            let family = family(&count.value);
            let (value, words) =
                if none { (NONE.to_owned(), t.no_status.to_owned()) } else { (count.value.clone(), vocabulary::state(language, &count.value)) };
            let on = value == chosen;
            let href = route.with_own("status", if on { "" } else { &value }).href();
            let sign = (!none).then(|| view! { <span class=format!("key part-{family}") aria-hidden="true"></span> });
            view! {
                <li class:chosen=on>
                    <a href=href data-key=format!("state-{at}") aria-current=on.then_some("true")>{sign} {words} " " <strong>{number(language, count.count)}</strong></a>
                </li>
            }
        };
        // What is chosen stands in sight.
        let open = rare.iter().any(|count| count.value == chosen);
        let sum: u32 = rare.iter().map(|count| count.count).sum();
        let name = (t.rare)(rare.len(), sum);
        // Counted on behind the others, whose list ends with those that have none.
        let behind = frequent.len() + 1;
        let rare: Vec<_> =
            rare.into_iter().enumerate().map(|(at, count)| state((behind + at, count))).collect();
        let rare = (!rare.is_empty()).then(|| {
            view! { <details open=open><summary data-key="rare">{name.clone()}</summary><ul class="states" aria-label=name>{rare}</ul></details> }
        });
        let states = frequent.into_iter().chain(without).enumerate().map(state).collect_view();
        view! {
            <section class="targets">
                <h2>{t.targets}</h2>
                <div class="target-bar" aria-hidden="true">{parts}</div>
                <ul class="states" aria-label=t.targets>{states}</ul>
                {rare}
                <p class="count">{t.targets_are}</p>
            </section>
        }
    })
}

/// What the bar shows.
struct Told {
    /// Its parts: the family and how many figures.
    bar: Vec<(u8, u32)>,
    /// The states that are told one by one, in the order of the bar.
    frequent: Vec<Count>,
    /// Those that are put together, in the same order.
    rare: Vec<Count>,
}

/// Divides states into frequent and rare ones. In the bar the rare ones of a family are one part behind its others.
fn told(mut states: Vec<Count>) -> Told {
    states.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let mut rare = if states.len() > TOLD { states.split_off(FREQUENT) } else { Vec::new() };
    states.sort_by_key(|count| family(&count.value));
    rare.sort_by_key(|count| family(&count.value));
    let sum = |of: u8| rare.iter().filter(|count| family(&count.value) == of).map(|count| count.count).sum();
    let mut bar = Vec::new();
    for of in 0..=OTHER {
        let own = states.iter().filter(|count| family(&count.value) == of);
        bar.extend(own.map(|count| (of, count.count)).chain([(of, sum(of))]).filter(|(_, count)| *count > 0));
    }
    Told { bar, frequent: states, rare }
}

/// The family of states that are none of the three.
const OTHER: u8 = 3;

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
        _ => OTHER,
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

    #[test]
    fn of_many_states_the_rare_ones_are_one_part_for_each_family() {
        let count = |value: &str, count: u32| Count { value: value.to_owned(), count };
        let few: Vec<Count> = (0..TOLD as u32).map(|n| count(&format!("đạt {n}"), n + 1)).collect();
        assert!(told(few).rare.is_empty());
        let mut many = vec![count("đạt", 90), count("tăng", 80), count("dự kiến", 70), count("lộ trình", 60)];
        many.extend([count("vượt", 50), count("giảm", 40)]);
        many.extend((0..17).map(|n| count(&format!("dự kiến {n}"), 2)));
        many.push(count("đã đạt", 1));
        let total: u32 = many.iter().map(|count| count.count).sum();
        let Told { bar, frequent, rare } = told(many);
        assert_eq!((frequent.len(), rare.len()), (FREQUENT, 18));
        assert_eq!(bar, [(0, 90), (0, 1), (1, 70), (1, 34), (2, 60), (3, 80), (3, 50), (3, 40)]);
        assert_eq!(bar.iter().map(|(_, count)| count).sum::<u32>(), total, "each figure is drawn once");
    }
}
