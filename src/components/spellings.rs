//! For words typed without marks: the spellings that matched, each a click to search for it alone.

use crate::history::{Step, expect_nav};
use crate::i18n::format::number;
use crate::i18n::narrowing::narrowing;
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::{Spelling, Spellings};

/// How many spellings of a word are offered.
const OFFERED: usize = 8;

/// The spellings row.
#[component]
pub(crate) fn SpellingRow(
    /// The spellings of each word.
    #[prop(into)]
    spellings: Signal<Vec<Spellings>>,
) -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let offer = move |Spelling { written, documents, query }: Spelling| {
        let choose = move |_| {
            let route = Route { query: query.clone(), ..nav.route.get_untracked() };
            nav.go(route, Step::New);
        };
        view! {
            <li><button type="button" class="spelling" on:click=choose>{written} " " <span class="count">{number(t.language, documents)}</span></button></li>
        }
    };
    move || {
        let words = spellings.get().into_iter().filter(|word| word.found.len() > 1);
        words
            .map(|word| {
                let offers = word.found.into_iter().take(OFFERED).map(offer).collect_view();
                view! { <div class="spellings"><span>{(narrowing(t.language).spellings)(&word.word)}</span><ul>{offers}</ul></div> }
            })
            .collect_view()
    }
}
