//! For words typed without marks: the spellings that matched, each a click to search for it alone; for words with marks that find
//! little: what else they may be.

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
        // Of all spellings together no count is known.
        let count =
            (documents > 0).then(|| view! { " " <span class="count">{number(t.language, documents)}</span> });
        let written = if documents > 0 { written } else { narrowing(t.language).all_spellings.to_owned() };
        view! { <li><button type="button" class="spelling" on:click=choose>{written} {count}</button></li> }
    };
    move || {
        let row = |Spellings { word, others, mut found }: Spellings| {
            // What is typed without marks finds them all: it comes last, and is never left out.
            let all = found.pop_if(|last| others && last.documents == 0);
            found.truncate(OFFERED);
            let offers = found.into_iter().chain(all).map(offer).collect_view();
            let texts = narrowing(t.language);
            let label = if others { (texts.others)(&word) } else { (texts.spellings)(&word) };
            view! { <div class="spellings"><span>{label}</span><ul>{offers}</ul></div> }
        };
        spellings.get().into_iter().map(row).collect_view()
    }
}
