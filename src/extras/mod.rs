//! What helps searching and a first visit does not need (`crate::later`): the palette, the keys, the form that writes a query,
//! saved searches, export, and why nothing was found.
//!
//! Whatever only they use (components, texts) stays below this module, so that it goes into their chunk.
#![allow(clippy::needless_pass_by_value, reason = "what a component is given is its own")]
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

mod advanced;
mod compose;
mod dialog;
mod empty;
mod export;
mod files;
mod keys;
mod palette;
mod saved;
mod shelf;
mod texts;

use leptos::prelude::*;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extra {
    /// The palette: everything by its name.
    Palette,
    /// The keys.
    Keys,
    /// The form that writes a query.
    Advanced,
    /// Searches of this device.
    Saved,
    /// The result as a file.
    Export,
    /// Why nothing was found; no dialog, it stands among the results.
    Empty,
}

/// Draws `extra`.
pub(crate) fn draw(extra: Extra) -> AnyView {
    match extra {
        Extra::Palette => view! { <palette::Palette/> }.into_any(),
        Extra::Keys => view! { <keys::Keys/> }.into_any(),
        Extra::Advanced => view! { <advanced::Advanced/> }.into_any(),
        Extra::Saved => view! { <saved::Saved/> }.into_any(),
        Extra::Export => view! { <export::Export/> }.into_any(),
        Extra::Empty => view! { <empty::Empty/> }.into_any(),
    }
}
