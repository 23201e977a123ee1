//! For words typed without marks: the spellings that matched, each a click to search for it alone.

use crate::history::{Step, expect_nav};
use crate::i18n::format::number;
use crate::route::{Route, respell};
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Spellings;

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
    let offer = move |word: String, spelling: String, count: u32| {
        let name = spelling.clone();
        let choose = move |_| {
            let route = nav.route.get_untracked();
            let query = respell(&route.query, &word, &spelling);
            nav.go(Route { query, ..route }, Step::New);
        };
        view! {
            <li><button type="button" class="spelling" on:click=choose>{name} " " <span class="count">{number(t.language, count)}</span></button></li>
        }
    };
    move || {
        let words = spellings.get().into_iter().filter(|word| word.found.len() > 1);
        words
            .map(|word| {
                let found = word.found.into_iter().take(OFFERED);
                let offers = found.map(|count| offer(word.word.clone(), count.value, count.count)).collect_view();
                view! { <div class="spellings"><span>{(t.spellings)(&word.word)}</span><ul>{offers}</ul></div> }
            })
            .collect_view()
    }
}
