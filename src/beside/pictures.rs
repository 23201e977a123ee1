//! Pictures: fetched by the worker when they come near the screen, found to have their hash, and shown from memory. Each has
//! its frame from the beginning, so that nothing moves when it comes.

use super::texts::BesideTexts;
use crate::client::{Client, expect_client};
use crate::dom;
use crate::save;
use crate::study::ask_once;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use tangthu_protocol::study::FileRequest;
use tangthu_protocol::{AttachmentView, DocumentView};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, Url};

/// How near the screen a picture is fetched.
const NEAR: &str = "1000px 0px";

/// Shows the pictures of `document` as the reader comes to them.
pub(super) fn show(document: &DocumentView, t: &'static BesideTexts) {
    let client = expect_client();
    let files = document.attachments.clone();
    let given: Rc<RefCell<Vec<String>>> = Rc::default();
    let keep = Rc::clone(&given);
    let seen = move |entries: js_sys::Array, observer: IntersectionObserver| {
        for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            if !entry.is_intersecting() {
                continue;
            }
            let frame = entry.target();
            observer.unobserve(&frame);
            let at = frame.get_attribute("data-file").and_then(|at| at.parse::<usize>().ok());
            if let Some(file) = at.and_then(|at| files.get(at)) {
                fetch(client, frame, file, t, Rc::clone(&keep));
            }
        }
    };
    let seen = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(seen);
    let options = IntersectionObserverInit::new();
    options.set_root_margin(NEAR);
    let Ok(observer) = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options) else {
        return;
    };
    for frame in dom::all("article .frame[data-file]") {
        observer.observe(&frame);
    }
    let owned = StoredValue::new_local((observer, seen, given));
    on_cleanup(move || {
        owned.try_with_value(|(observer, _, given)| {
            observer.disconnect();
            for address in given.borrow().iter() {
                let _ = Url::revoke_object_url(address);
            }
        });
    });
}

fn fetch(
    client: Client,
    frame: Element,
    file: &AttachmentView,
    t: &'static BesideTexts,
    keep: Rc<RefCell<Vec<String>>>,
) {
    let Some(sha256) = file.sha256.clone() else { return };
    let request = FileRequest { sha256, media_type: file.media_type.clone() };
    let name = (t.picture)(&file.name);
    ask_once(client, request, move |answer| {
        let shown = answer.ok().and_then(|file| {
            let media_type = file.media_type.filter(|kind| kind.starts_with("image/"))?;
            // Of a document that was left nobody would free it again.
            if !frame.is_connected() {
                return None;
            }
            let address = save::address_of(&file.bytes, &media_type)?;
            keep.borrow_mut().push(address.clone());
            let picture = dom::document()?.create_element("img").ok()?;
            picture.set_attribute("alt", &name).ok()?;
            picture.set_attribute("src", &address).ok()?;
            frame.set_text_content(None);
            frame.append_child(&picture).ok()
        });
        if shown.is_none() {
            frame.set_text_content(Some(t.picture_failed));
        }
    });
}
