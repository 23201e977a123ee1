//! The pages that load when they are first opened (`crate::later`): everything but search and reading.
//!
//! Whatever only they use (components, texts, drawing) stays below this module, so that it goes into their chunk.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

mod compare;
mod files;
mod help;
mod library;
mod library_texts;
mod several;
mod texts;

use crate::route::View;
use leptos::prelude::*;

/// The page `view`.
pub(crate) fn draw(view: View) -> AnyView {
    match view {
        View::Library => view! { <library::Library/> }.into_any(),
        View::Compare => view! { <compare::Compare/> }.into_any(),
        View::Help => view! { <help::Help/> }.into_any(),
        // Search is drawn without this chunk.
        View::Search => ().into_any(),
    }
}
