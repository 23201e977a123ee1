//! What a first visit does not need: the reading page in one chunk and what stands round a text in another, the other pages, what
//! helps searching, what narrows results. A chunk loads when something of it is first opened.
//!
//! `cargo xtask finish` cuts the program at the functions marked here. What a chunk needs and nothing else does goes with it.
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

use crate::beside::{self, Opened, Part};
use crate::components::trouble::TroubleBox;
use crate::dom;
use crate::extras::{self, Extra};
use crate::i18n::trouble::Trouble;
use crate::narrow;
use crate::pages::read;
use crate::results::Results;
use crate::rooms;
use crate::route::View;
use crate::signed;
use crate::ui::{expect_texts, expect_ui};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Draws a page. It is called where the page stands, so that it finds what is provided there.
type Draw = fn(View) -> AnyView;
/// Draws something that helps searching, in the same way.
type DrawExtra = fn(Extra) -> AnyView;
/// Draws what narrows results.
type DrawNarrow = fn(Results) -> AnyView;

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

#[wasm_split(read, fallible)]
fn load_read() -> Result<fn() -> AnyView, Absent> {
    Ok(read::draw)
}

/// The reading page. Its code comes while the worker fetches the text.
#[component]
pub(crate) fn Reading() -> impl IntoView {
    let (ui, t) = (expect_ui(), expect_texts());
    ui.status.set(t.opening_document.to_owned());
    loaded(|| styled(async { load_read().await.map(|draw| Box::new(draw) as Drawing) }), || {})
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

#[wasm_split(extras, fallible)]
fn load_extras() -> Result<DrawExtra, Absent> {
    Ok(extras::draw)
}

#[wasm_split(narrow, fallible)]
fn load_narrow() -> Result<DrawNarrow, Absent> {
    Ok(narrow::draw)
}

#[wasm_split(narrow, fallible)]
fn load_understood() -> Result<DrawNarrow, Absent> {
    Ok(narrow::understood)
}

/// What narrows the results, once it has come; results do not wait for it.
#[component]
pub(crate) fn Narrowing(
    /// Which results.
    results: Results,
) -> impl IntoView {
    let load = move || -> Loading {
        Box::pin(async move { load_narrow().await.map(|draw| Box::new(move || draw(results)) as Drawing) })
    };
    loaded(load, || {})
}

/// What was understood of the question, each part a click to change it.
#[component]
pub(crate) fn Understood(
    /// Which results.
    results: Results,
) -> impl IntoView {
    let load = move || -> Loading {
        Box::pin(
            async move { load_understood().await.map(|draw| Box::new(move || draw(results)) as Drawing) },
        )
    };
    loaded(load, || {})
}

#[wasm_split(signed, fallible)]
fn load_signed() -> Result<fn() -> AnyView, Absent> {
    Ok(signed::draw)
}

/// Who signed the archive.
#[component]
pub(crate) fn Signed() -> impl IntoView {
    loaded(|| Box::pin(async { load_signed().await.map(|draw| Box::new(draw) as Drawing) }), || {})
}

/// One of the pages that load when they are needed.
#[component]
pub(crate) fn Room(
    /// Which.
    view: View,
) -> impl IntoView {
    let (ui, t) = (expect_ui(), expect_texts());
    ui.status.set(t.opening_page.to_owned());
    let arrived = move || ui.status.set(String::new());
    loaded(
        move || styled(async move { load_rooms().await.map(|draw| Box::new(move || draw(view)) as Drawing) }),
        arrived,
    )
}

/// The dialog that is open, if one is.
#[component]
pub(crate) fn Extras() -> impl IntoView {
    let ui = expect_ui();
    move || ui.extra.get().map(|extra| view! { <Helper extra/> })
}

/// Something that helps searching, where it stands.
#[component]
pub(crate) fn Helper(
    /// Which.
    extra: Extra,
) -> impl IntoView {
    let load = move || -> Loading {
        styled(async move { load_extras().await.map(|draw| Box::new(move || draw(extra)) as Drawing) })
    };
    loaded(load, || {})
}

/// Draws what has been loaded.
type Drawing = Box<dyn Fn() -> AnyView + Send + Sync>;
type Loading = Pin<Box<dyn Future<Output = Result<Drawing, Absent>>>>;

/// What `load` brings, once `web/rooms.css` is there too. Where that does not come the page looks plain, and works.
fn styled(load: impl Future<Output = Result<Drawing, Absent>> + 'static) -> Loading {
    thread_local! {
        /// The style sheet that was asked for; none before the first time, or where it did not come.
        static SHEET: RefCell<Option<js_sys::Promise>> = const { RefCell::new(None) };
    }
    // In a page that holds all in one file there is no link: its styles are there from the beginning.
    let link = dom::by_id::<web_sys::Element>("rooms-style");
    let sheet = link
        .clone()
        .map(|link| SHEET.with_borrow_mut(|sheet| sheet.get_or_insert_with(|| sheet_of(&link)).clone()));
    Box::pin(async move {
        let loaded = load.await;
        if let (Some(sheet), Some(link)) = (sheet, link)
            && JsFuture::from(sheet).await.is_err()
        {
            // Whoever needs it next asks again.
            let _ = link.set_attribute("disabled", "");
            SHEET.take();
        }
        loaded
    })
}

/// Has the browser fetch the style sheet of a link that was disabled, as it does when the link no longer is.
fn sheet_of(link: &web_sys::Element) -> js_sys::Promise {
    js_sys::Promise::new(&mut |arrived, failed| {
        let _ = link.add_event_listener_with_callback("load", &arrived);
        let _ = link.add_event_listener_with_callback("error", &failed);
        let _ = link.remove_attribute("disabled");
    })
}

/// Draws what `load` brings, or says that it did not arrive.
fn loaded(load: impl Fn() -> Loading + 'static, arrived: impl Fn() + Copy + 'static) -> AnyView {
    let (draw, tries) = (RwSignal::new(None::<Result<Drawing, Absent>>), RwSignal::new(0_u32));
    Effect::new(move |_| {
        tries.track();
        draw.set(None);
        let loading = load();
        spawn_local(async move {
            let loaded = loading.await;
            // The reader may have gone elsewhere meanwhile.
            if draw.try_with_untracked(Option::is_none) == Some(true) {
                arrived();
                draw.set(Some(loaded));
            }
        });
    });
    let drawn = move || {
        draw.with(|draw| match draw {
            None => ().into_any(),
            Some(Ok(draw)) => draw(),
            Some(Err(Absent)) => {
                let retry = Callback::new(move |()| tries.update(|n| *n += 1));
                view! { <TroubleBox trouble=Trouble::Program retry/> }.into_any()
            }
        })
    };
    drawn.into_any()
}
