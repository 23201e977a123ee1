//! A facet: the values of one field with their counts, each to be kept or left out. Many values can be searched.

use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::Texts;
use crate::i18n::format::{date, number};
use crate::i18n::narrowing::narrowing;
use crate::route::Facet;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Count;

/// How many values are shown before one asks for all.
const FEW: usize = 8;
/// From how many values on the list can be searched.
const MANY: usize = 20;
/// How many values are drawn at most: more than anyone reads; the rest is found by searching.
const MOST: usize = 100;
/// What stands between the steps of a path of sections.
const STEP: &str = " / ";
/// The classes of rows by their depth: deeper ones would leave no room for their names.
const DEPTHS: [&str; 3] = ["", "below", "deeper"];

/// The values of `facet`.
#[component]
pub(crate) fn FacetList(
    /// Which one.
    facet: Facet,
    /// Its heading.
    heading: &'static str,
    /// Its values and their counts.
    #[prop(into)]
    counts: Signal<Vec<Count>>,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let words = narrowing(t.language);
    let (all, find) = (RwSignal::new(false), RwSignal::new(String::new()));
    let total = Memo::new(move |_| counts.with(Vec::len));
    // Folding 50,000 values one by one takes a third of a second, since each goes to the browser and back. Here all go at once,
    // a line each, when the first letter is typed.
    let folded = Memo::new(move |_| {
        let line = |count: &Count| count.value.replace('\n', " ");
        dom::folded(&counts.with(|counts| counts.iter().map(line).collect::<Vec<_>>()).join("\n"))
    });
    let shown = Memo::new(move |_| {
        let is_chosen = |value: &str| {
            nav.route.with(|route| facet.of(&route.filters).iter().any(|choice| choice.value == value))
        };
        let find = dom::folded(find.get().trim());
        counts.with(|counts| match (all.get(), find.is_empty()) {
            // What is chosen stays in sight, also where it is rare.
            (false, _) => {
                let few =
                    counts.iter().enumerate().filter(|(at, count)| *at < FEW || is_chosen(&count.value));
                few.map(|(_, count)| count.clone()).collect::<Vec<_>>()
            }
            (true, true) => counts.iter().take(MOST).cloned().collect(),
            (true, false) => folded.with(|folded| {
                let fits = counts.iter().zip(folded.split('\n')).filter(|(_, folded)| folded.contains(&find));
                fits.take(MOST).map(|(count, _)| count.clone()).collect()
            }),
        })
    });
    let rows = move || {
        let shown = shown.get();
        let is_tree = facet == Facet::Section && find.with(|find| find.trim().is_empty());
        let shown =
            if is_tree { as_tree(shown) } else { shown.into_iter().map(|count| (0, count)).collect() };
        shown.into_iter().map(|(depth, count)| view! { <FacetRow facet count depth/> }).collect_view()
    };
    let toggle = move || {
        (total.get() > FEW).then(|| {
            let press = move |_| {
                find.set(String::new());
                all.update(|all| *all = !*all);
            };
            view! {
                <button type="button" class="quiet" aria-expanded=move || all.get().to_string() on:click=press>
                    {move || if all.get() { words.show_fewer.to_owned() } else { (words.show_all)(total.get() as u32) }}
                </button>
            }
        })
    };
    let search = move || {
        (all.get() && total.get() > MANY).then(|| {
            let label = format!("{}: {heading}", words.find_value);
            view! {
                <input type="search" class="find" autocomplete="off" spellcheck="false" maxlength="100" placeholder=words.find_value
                    aria-label=label on:input:target=move |event| find.set(event.target().value())/>
            }
        })
    };
    let note = move || {
        let shown = shown.with(Vec::len);
        let cut = all.get() && shown >= MOST && total.get() > MOST;
        if cut {
            (words.first_values)(MOST as u32)
        } else if shown == 0 {
            words.no_values.to_owned()
        } else {
            String::new()
        }
    };
    let any = Memo::new(move |_| total.get() > 0);
    move || {
        any.get().then(|| {
            view! {
                <section class="facet" aria-label=heading>
                    <h2>{heading}</h2>
                    {search}
                    <ul class:tall=move || all.get()>{rows}</ul>
                    <p class="note">{note}</p>
                    {toggle}
                </section>
            }
        })
    }
}

/// What a value is called: months are written as dates are, languages by their names, all else as it stands.
pub(super) fn value_name(t: &Texts, facet: Facet, value: &str) -> String {
    match facet {
        _ if value.is_empty() => t.undated.to_owned(),
        Facet::Month => date(t.language, value),
        Facet::Language => dom::language_name(t.tag, value).unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    }
}

/// Sections below the sections that hold them, each with the number of those; in other respects as they were. One whose
/// holder is not among them stands by itself.
fn as_tree(counts: Vec<Count>) -> Vec<(usize, Count)> {
    let mut tree: Vec<(usize, Count)> = Vec::with_capacity(counts.len());
    for count in counts {
        let holder = count
            .value
            .rsplit_once(STEP)
            .and_then(|(path, _)| tree.iter().position(|(_, other)| other.value == path));
        let (at, depth) = holder.map_or((tree.len(), 0), |holder| {
            let depth = tree[holder].0;
            let below = tree[holder + 1..].iter().take_while(|(other, _)| *other > depth).count();
            (holder + 1 + below, depth + 1)
        });
        tree.insert(at, (depth, count));
    }
    tree
}

/// A value with its count, to be kept or left out.
#[component]
pub(super) fn FacetRow(
    /// Of which facet.
    facet: Facet,
    /// The value.
    count: Count,
    /// How many of its ancestors stand above it; their names are heard and not seen.
    #[prop(optional)]
    depth: usize,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let name = value_name(t, facet, &count.value);
    let own = depth.checked_sub(1).and_then(|before| name.match_indices(STEP).nth(before));
    let own = own.map_or(0, |(at, step)| at + step.len());
    let above = (own > 0).then(|| view! { <span class="unseen">{name[..own].to_owned()}</span> });
    let value = StoredValue::new(count.value);
    let state = move || {
        nav.route.with(|route| {
            value.with_value(|value| {
                facet.of(&route.filters).iter().find(|c| c.value == *value).map(|c| c.exclude)
            })
        })
    };
    let choose = move |exclude: bool| {
        let route =
            value.with_value(|value| nav.route.with_untracked(|route| route.toggled(facet, value, exclude)));
        nav.go(route, Step::New);
    };
    view! {
        <li class=DEPTHS[depth.min(DEPTHS.len() - 1)] class:chosen=move || state() == Some(false) class:left-out=move || state() == Some(true)>
            <button type="button" class="value" aria-pressed=move || (state() == Some(false)).to_string() on:click=move |_| choose(false)>
                <span class="name">{above} {name[own..].to_owned()}</span>
                " "
                <span class="count">{number(t.language, count.count)}</span>
            </button>
            <button type="button" class="exclude" aria-pressed=move || (state() == Some(true)).to_string()
                aria-label=(narrowing(t.language).exclude)(&name) title=(narrowing(t.language).exclude)(&name) on:click=move |_| choose(true)>
                "−"
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stand_below_their_holders_and_keep_their_order() {
        let count = |value: &str, count| Count { value: value.to_owned(), count };
        let counts = vec![
            count("Thủ tục", 9),
            count("Văn bản", 7),
            count("Văn bản / Kế hoạch", 6),
            count("Thủ tục / Rà soát", 4),
            count("Văn bản / Kế hoạch / Năm", 3),
            count("Thủ tục / Nộp", 3),
            count("Xa / Lạ", 1),
            count("", 1),
        ];
        let tree: Vec<(usize, String)> =
            as_tree(counts).into_iter().map(|(depth, count)| (depth, count.value)).collect();
        let right = [
            (0, "Thủ tục"),
            (1, "Thủ tục / Rà soát"),
            (1, "Thủ tục / Nộp"),
            (0, "Văn bản"),
            (1, "Văn bản / Kế hoạch"),
            (2, "Văn bản / Kế hoạch / Năm"),
            (0, "Xa / Lạ"),
            (0, ""),
        ];
        assert_eq!(tree, right.map(|(depth, value)| (depth, value.to_owned())));
    }
}
