//! A facet: the values of one field with their counts, each to be kept or left out.

use crate::history::{Step, expect_nav};
use crate::i18n::format::number;
use crate::route::Facet;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Count;

/// How many values are shown before one asks for all.
const FEW: usize = 8;

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
    let t = expect_texts();
    let all = RwSignal::new(false);
    let total = move || counts.with(Vec::len);
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FEW };
        counts.get().into_iter().take(shown).map(|count| view! { <FacetRow facet count/> }).collect_view()
    };
    let toggle = move || {
        (total() > FEW).then(|| {
            view! {
                <button type="button" class="quiet" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|all| *all = !*all)>
                    {move || if all.get() { t.show_fewer.to_owned() } else { (t.show_all)(total() as u32) }}
                </button>
            }
        })
    };
    move || {
        (total() > 0).then(|| {
            view! {
                <section class="facet">
                    <h2>{heading}</h2>
                    <ul>{rows}</ul>
                    {toggle}
                </section>
            }
        })
    }
}

#[component]
fn FacetRow(facet: Facet, count: Count) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let name = if count.value.is_empty() { t.undated.to_owned() } else { count.value.clone() };
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
        <li class:chosen=move || state() == Some(false) class:left-out=move || state() == Some(true)>
            <button type="button" class="value" aria-pressed=move || (state() == Some(false)).to_string() on:click=move |_| choose(false)>
                <span class="name">{name.clone()}</span>
                " "
                <span class="count">{number(t.language, count.count)}</span>
            </button>
            <button type="button" class="exclude" aria-pressed=move || (state() == Some(true)).to_string()
                aria-label=(t.exclude)(&name) title=(t.exclude)(&name) on:click=move |_| choose(true)>
                "−"
            </button>
        </li>
    }
}
