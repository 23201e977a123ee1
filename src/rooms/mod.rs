//! The pages that load when they are first opened (`crate::later`): everything but search and reading.
//!
//! Whatever only they use (components, texts, drawing) stays below this module, so that it goes into their chunk.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

mod compare;
mod dossier;
mod explore;
mod figures;
mod files;
mod focus;
mod help;
mod keep;
mod keep_texts;
mod library;
mod library_texts;
mod lookup;
mod lookup_texts;
mod several;
mod sweep;
mod texts;

use crate::client::{Archive, expect_client};
use crate::components::trouble::TroubleBox;
use crate::route::View;
use leptos::prelude::*;

/// The page `view`, and why it is empty where the archive could not be opened.
pub(crate) fn draw(view: View) -> AnyView {
    let page = page(view);
    // The library opens others, two archives that are compared are not the one in front, and help needs none.
    if matches!(view, View::Library | View::Compare | View::Help) {
        return page;
    }
    let client = expect_client();
    let failed = Memo::new(move |_| {
        client.archive.with(|archive| match archive {
            Archive::Failed(trouble) => Some(trouble.clone()),
            Archive::Opening | Archive::Open(_) => None,
        })
    });
    view! {
        {page}
        {move || failed.get().map(|trouble| view! { <TroubleBox trouble/> })}
    }
    .into_any()
}

fn page(view: View) -> AnyView {
    match view {
        View::Library => view! { <library::Library/> }.into_any(),
        View::Compare => view! { <compare::Compare/> }.into_any(),
        View::Figures => view! { <figures::FiguresPage/> }.into_any(),
        View::Explore => view! { <explore::ExplorePage/> }.into_any(),
        View::Dossier => view! { <dossier::DossierPage/> }.into_any(),
        View::Lookup => view! { <lookup::Lookup/> }.into_any(),
        // Search and reading are drawn elsewhere.
        View::Help | View::Search => view! { <help::Help/> }.into_any(),
    }
}
