//! Pages that a first visit does not need: their code is a chunk of its own, which loads when one of them is first opened.
//!
//! `cargo xtask finish` cuts the program at the functions marked here. What a chunk needs and nothing else does goes with it.
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

use crate::beside::{self, Opened, Part};
use crate::components::trouble::TroubleBox;
use crate::i18n::trouble::Trouble;
use crate::rooms;
use crate::route::View;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Draws a page. It is called where the page stands, so that it finds what is provided there.
type Draw = fn(View) -> AnyView;

/// Draws what stands round a text, part by part.
pub(crate) type Round = fn(Part, Opened) -> AnyView;

/// A chunk did not arrive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Absent;

impl From<SplitLoaderError> for Absent {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[wasm_split(rooms, fallible)]
fn load_rooms() -> Result<Draw, Absent> {
    Ok(rooms::draw)
}

#[wasm_split(beside, fallible)]
fn load_beside() -> Result<Round, Absent> {
    Ok(beside::draw)
}

/// Loads what stands round a text and puts it into `into`.
pub(crate) fn round_text(into: RwSignal<Option<Result<Round, Absent>>>) {
    spawn_local(async move {
        let loaded = load_beside().await;
        let _ = into.try_set(Some(loaded));
    });
}

/// One of the pages that load when they are needed.
#[component]
pub(crate) fn Room(
    /// Which.
    view: View,
) -> impl IntoView {
    let (ui, t) = (expect_ui(), expect_texts());
    let (draw, tries) = (RwSignal::new(None::<Result<Draw, Absent>>), RwSignal::new(0_u32));
    Effect::new(move |_| {
        tries.track();
        draw.set(None);
        ui.status.set(t.opening_page.to_owned());
        spawn_local(async move {
            let loaded = load_rooms().await;
            if let Some(Some(_)) = draw.try_get_untracked().map(|draw| draw.is_none().then_some(())) {
                ui.status.set(String::new());
                draw.set(Some(loaded));
            }
        });
    });
    move || match draw.get() {
        None => ().into_any(),
        Some(Ok(draw)) => draw(view),
        Some(Err(Absent)) => {
            let retry = Callback::new(move |()| tries.update(|n| *n += 1));
            view! { <TroubleBox trouble=Trouble::Program retry/> }.into_any()
        }
    }
}
