//! Who signed the archive, as far as this device can tell: a calm line at the foot of the page, and a warning at its top where
//! something is not as it was. A chunk of its own, which loads only where an archive is signed or was; verifying is the worker's.
#![allow(unreachable_pub, reason = "the #[component] macro makes what it writes public")]

pub(crate) mod judge;
pub(crate) mod texts;

use crate::client::{Archive, Client, LOCAL, expect_client};
use crate::dom;
use crate::ui::expect_texts;
use judge::{Known, judge};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::any::Any;
use tangthu_protocol::{Answer, Ask, Signature, decode};
use web_sys::HtmlElement;

/// Under which name it is remembered by which key an archive was signed.
const KEY: &str = "tangthu-signed ";

/// Whether the archive that is open says that it is signed, or was seen signed on this device.
pub(crate) fn concerns(client: Client) -> bool {
    let signed = client.archive.with(|archive| match archive {
        Archive::Open(info) => Some(info.signed),
        _ => None,
    });
    signed == Some(true) || signed == Some(false) && !memory(client).is_empty()
}

fn memory(client: Client) -> String {
    client.address().and_then(|address| dom::remembered(&(KEY.to_owned() + &address))).unwrap_or_default()
}

/// What this device knows of the signatures of the archive that is open. Of files of the device nothing is remembered: another
/// archive may have the same name.
pub(crate) fn known(client: Client) -> Option<Known> {
    Known::parse(&memory(client))
}

fn remember(client: Client, known: Option<&Known>) {
    if let Some(address) = client.address().filter(|address| !address.starts_with(LOCAL)) {
        dom::remember(&(KEY.to_owned() + &address), &known.map(Known::write).unwrap_or_default());
    }
}

/// Asks for the signature of the archive that is open, and remembers what is new.
pub(crate) fn ask(client: Client, then: impl Fn(Signature) + 'static) {
    let Some(address) = client.address() else { return };
    let asked = address.clone();
    let listen = move |answer| {
        // Another archive may have been opened meanwhile, under whose address nothing of this one is remembered.
        if client.address().as_ref() != Some(&asked) {
            return;
        }
        if let Answer::Several(bytes) = answer
            && let Ok(told) = decode::<Signature>(&bytes)
        {
            if let Some(known) = judge::remembered(&told, known(client).as_ref(), &today()) {
                remember(client, Some(&known));
            }
            then(told);
        }
    };
    client.ask(Ask::Signature(address), listen, || {});
}

fn today() -> String {
    texts::day_of((js_sys::Date::now() / 1000.0) as u64).unwrap_or_default()
}

/// Draws the line, and the warning where there is one.
pub(crate) fn draw() -> AnyView {
    view! { <Line/> }.into_any()
}

#[component]
fn Line() -> impl IntoView {
    let (client, language) = (expect_client(), expect_texts().language);
    let t = texts::texts(language);
    let told = RwSignal::new(None::<Signature>);
    ask(client, move |signature| drop(told.try_set(Some(signature))));
    let judged = Memo::new(move |_| {
        let known = known(client);
        told.with(|told| {
            let told = told.as_ref()?;
            let judged = judge(told, known.as_ref());
            let words = texts::sentence(language, judged, told, known.as_ref());
            Some((judged, judged.is_warning(known.as_ref()), words))
        })
    });
    let accept = move |_| {
        remember(client, None);
        told.update(|told| {
            let kept = told.as_ref().and_then(|told| judge::remembered(told, None, &today()));
            remember(client, kept.as_ref());
        });
    };
    let warning = move || {
        judged.get().filter(|(_, warns, _)| *warns).map(|(judged, _, words)| {
            let button = judged.can_be_accepted().then(|| {
                view! { <button type="button" on:click=accept>{t.accept}</button> }
            });
            view! { <p class="notice signed" role="alert">{words} " " {button}</p> }
        })
    };
    if let Some(place) = dom::by_id::<HtmlElement>("notice") {
        let handle: Box<dyn Any> = Box::new(mount_to(place, move || warning));
        let handle = StoredValue::new_local(Some(handle));
        on_cleanup(move || drop(handle.try_update_value(Option::take)));
    }
    move || {
        judged.get().map(|(_, warns, words)| {
            let line = (!warns).then(|| view! { <p class="signed">{words}</p> });
            view! { {line} <details class="signed"><summary>{t.what}</summary> <p>{t.explained}</p></details> }
        })
    }
}
