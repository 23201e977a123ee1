//! Reading without a network: registers the service worker, and knows what may truthfully be said about it.

use crate::client::{Archive, Client};
use crate::dom;
use crate::signals::Lasting;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// What can be said about reading without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offline {
    /// The app is being saved.
    Coming,
    /// The app is saved.
    Ready,
    /// Everything lies in one file on the disk, with nothing to save.
    OneFile,
    /// The page came over plain http, so the browser forbids it.
    Insecure,
    /// The browser or this build cannot.
    Cannot,
}

/// The state, and the new version that waits, if one does.
#[derive(Clone, Copy)]
pub(crate) struct OfflineState {
    /// What can be said.
    pub(crate) state: Lasting<RwSignal<Offline>>,
    /// A new version is here whole and waits to be taken.
    pub(crate) waiting: Lasting<RwSignal<Option<ServiceWorker>, LocalStorage>>,
}

/// How long, in milliseconds, after the archive was opened the app begins to be saved. It then has the line to itself: the first
/// results of a first visit have come.
const AFTER_OPENING: u64 = 1_500;

/// Registers the service worker where that is possible, and provides [`OfflineState`].
pub(crate) fn provide_offline(client: Client) -> OfflineState {
    let offline = OfflineState {
        state: Lasting::new(RwSignal::new(Offline::Cannot)),
        waiting: Lasting::new(RwSignal::new_local(None)),
    };
    provide_context(offline);
    let Some(window) = dom::window() else { return offline };
    if window.location().protocol().is_ok_and(|protocol| protocol == "file:") {
        offline.state.set(Offline::OneFile);
        return offline;
    }
    if !window.is_secure_context() {
        offline.state.set(Offline::Insecure);
        return offline;
    }
    // Only a release build has a service worker with its list of files filled in; while one works on the viewer, a
    // cache in between would show yesterday's page.
    let container =
        js_sys::Reflect::get(&window.navigator(), &dom::js("serviceWorker")).unwrap_or(JsValue::UNDEFINED);
    if cfg!(debug_assertions) || container.is_undefined() {
        return offline;
    }
    let container: ServiceWorkerContainer = container.unchecked_into();
    // A page that the service worker gave has everything already.
    offline.state.set(if container.controller().is_some() { Offline::Ready } else { Offline::Coming });
    let begin = move || {
        let container = container.clone();
        spawn_local(async move {
            if register(&container, offline).await.is_err() {
                offline.state.set(Offline::Cannot);
            }
        });
    };
    // An app that was saved already only asks for a newer one.
    if offline.state.get_untracked() == Offline::Ready {
        begin();
        return offline;
    }
    let begun = StoredValue::new(false);
    Effect::new(move |_| {
        let opening = client.archive.with(|archive| *archive == Archive::Opening);
        if !opening && !begun.get_value() {
            begun.set_value(true);
            dom::after(AFTER_OPENING, begin.clone());
        }
    });
    offline
}

async fn register(container: &ServiceWorkerContainer, offline: OfflineState) -> Result<(), JsValue> {
    let registration = JsFuture::from(container.register("./sw.js")).await?;
    let registration: ServiceWorkerRegistration = registration.dyn_into()?;
    // Whether there is an older version is the registration's to say: a page that was reloaded past the service worker
    // has no controller, and yet what comes is new.
    if registration.active().is_some() {
        offer(offline, registration.waiting());
    }
    // Another tab may have begun to install before this one looked.
    if let Some(worker) = registration.installing() {
        watch(&registration, &worker, offline);
    }
    let found = registration.clone();
    dom::listen(&registration, "updatefound", move |_: Event| {
        if let Some(worker) = found.installing() {
            watch(&found, &worker, offline);
        }
    });
    JsFuture::from(container.ready()?).await?;
    offline.state.set(Offline::Ready);
    Ok(())
}

/// Follows a version that is being installed.
fn watch(registration: &ServiceWorkerRegistration, worker: &ServiceWorker, offline: OfflineState) {
    let (this, registration) = (worker.clone(), registration.clone());
    dom::listen(worker, "statechange", move |_: Event| match this.state() {
        // Without an active one it is the first version, not a new one.
        ServiceWorkerState::Installed if registration.active().is_some() => {
            offer(offline, Some(this.clone()));
        }
        ServiceWorkerState::Redundant
            if offline.state.get_untracked() == Offline::Coming && registration.active().is_none() =>
        {
            offline.state.set(Offline::Cannot);
        }
        _ => {}
    });
}

fn offer(offline: OfflineState, worker: Option<ServiceWorker>) {
    if worker.is_some() {
        offline.waiting.set(worker);
    }
}

impl OfflineState {
    /// Takes the new version: it becomes the page's, and the page is loaded again.
    pub(crate) fn take_update(self) {
        let (Some(worker), Some(window)) = (self.waiting.get_untracked(), dom::window()) else { return };
        // Another tab may have taken it already, or a still newer one may have replaced it.
        if worker.state() != ServiceWorkerState::Installed {
            return dom::reload();
        }
        let reloaded = Rc::new(Cell::new(false));
        let once = move || {
            if !reloaded.replace(true) {
                dom::reload();
            }
        };
        let (this, then) = (worker.clone(), once.clone());
        dom::listen(&worker, "statechange", move |_: Event| {
            if matches!(this.state(), ServiceWorkerState::Activated | ServiceWorkerState::Redundant) {
                then();
            }
        });
        dom::listen(&window.navigator().service_worker(), "controllerchange", move |_: Event| once());
        let _ = worker.post_message(&dom::js("skip-waiting"));
    }
}
