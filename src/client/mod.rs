//! The worker as the page sees it: ask, and be called with the answers. What the archive's state is, for all to see.

mod bridge;

use crate::dom;
use crate::history::Nav;
use crate::i18n::trouble::Trouble;
use crate::signals::Lasting;
use bridge::Bridge;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use tangthu_protocol::{Answer, ArchiveInfo, Ask, Failure};
use web_sys::Url;

/// The archive's name beside the page.
const DEFAULT_ARCHIVE: &str = "archive.json";

/// How names of archives from files of the device begin.
pub(crate) const LOCAL: &str = "local:";

/// How long an answer may take before the page says that it is slow.
const ANSWER_TIME: u64 = 30_000;

/// Whether the archive is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Archive {
    /// Being opened.
    Opening,
    /// Open.
    Open(ArchiveInfo),
    /// Could not be opened.
    Failed(Trouble),
}

/// A question that was asked; with it one can stop listening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

/// The worker and the archive it has open.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    bridge: StoredValue<Rc<Bridge>, LocalStorage>,
    /// The archive's state.
    pub(crate) archive: Lasting<RwSignal<Archive>>,
    /// Whether the worker has answered more than that the archive is open. What may come later waits for it.
    pub(crate) answered: Lasting<RwSignal<bool>>,
    /// Whether the site turned out to have no archive of its own: nobody is led to it then.
    pub(crate) lacks_own: Lasting<RwSignal<bool>>,
    wanted: Memo<Option<String>>,
    opening: StoredValue<Option<Ticket>>,
}

/// Starts the worker, opens the archive that the route names, and provides [`Client`] to all components.
pub(crate) fn provide_client(nav: Nav) -> Client {
    let archive = Lasting::new(RwSignal::new(Archive::Opening));
    let bridge = Bridge::start(move |trouble| match trouble {
        Some(trouble) => archive.set(Archive::Failed(trouble)),
        // A worker that was slow is there after all; the answer to the question that waits will say more.
        None => archive.update(|state| {
            if *state == Archive::Failed(Trouble::Slow) {
                *state = Archive::Opening;
            }
        }),
    });
    let wanted = Memo::new(move |_| nav.route.with(|route| route.archive.clone()));
    let client = Client {
        bridge: StoredValue::new_local(bridge),
        archive,
        answered: Lasting::new(RwSignal::new(false)),
        lacks_own: Lasting::new(RwSignal::new(false)),
        wanted,
        opening: StoredValue::new(None),
    };
    let origins = named_origins();
    if !origins.is_empty() {
        client.ask(Ask::Origins(origins), |_| {}, || {});
    }
    Effect::new(move |_| client.open(wanted.get().as_deref()));
    provide_context(client);
    client
}

/// The [`Client`] that [`provide_client`] provided.
pub(crate) fn expect_client() -> Client {
    expect_context()
}

impl Client {
    /// Asks the worker; `listen` is called with each answer, until the last one or until [`Client::forget`]. Where the
    /// first answer is long in coming, `late` is called; the answer may still come.
    pub(crate) fn ask(
        self,
        ask: Ask,
        listen: impl Fn(Answer) + 'static,
        late: impl FnOnce() + 'static,
    ) -> Ticket {
        let ticket = self.hears(Box::new(listen), Box::new(late));
        self.bridge.with_value(|bridge| bridge.ask(ticket.0, ask));
        ticket
    }

    /// Hands files of the device to the worker, as pairs of path and `File`; `listen` is called with where they can be opened, `late`
    /// as [`Client::ask`] says.
    pub(crate) fn add(
        self,
        name: &str,
        files: &js_sys::Array,
        listen: impl Fn(Answer) + 'static,
        late: impl FnOnce() + 'static,
    ) {
        let ticket = self.hears(Box::new(listen), Box::new(late));
        self.bridge.with_value(|bridge| bridge.add(ticket.0, name, files));
    }

    /// Listens for the answers to what is asked next.
    fn hears(self, listen: Box<dyn Fn(Answer)>, late: Box<dyn FnOnce()>) -> Ticket {
        let answered = Rc::new(Cell::new(false));
        let first = Rc::clone(&answered);
        let listen = move |answer| {
            first.set(true);
            let is_first = !matches!(answer, Answer::Opened(_) | Answer::Added { .. });
            listen(answer);
            if is_first && !self.answered.get_untracked() {
                self.answered.set(true);
            }
        };
        let id = self.bridge.with_value(|bridge| bridge.hears(Rc::new(listen)));
        dom::after(ANSWER_TIME, move || {
            // A worker that died listens to nobody any more, and the page says so already.
            if !answered.get() && self.bridge.try_with_value(|bridge| bridge.awaits(id)) == Some(true) {
                late();
            }
        });
        Ticket(id)
    }

    /// The main language of the archive's documents, where it says one.
    pub(crate) fn language(self) -> Option<String> {
        self.archive.with_untracked(|archive| match archive {
            Archive::Open(info) => info.language.clone(),
            _ => None,
        })
    }

    /// The address of the archive that is open or being opened.
    pub(crate) fn address(self) -> Option<String> {
        address_of(self.wanted.get_untracked().as_deref().unwrap_or(DEFAULT_ARCHIVE))
    }

    /// Stops listening for answers.
    pub(crate) fn forget(self, ticket: Ticket) {
        self.bridge.with_value(|bridge| bridge.forget(ticket.0));
    }

    /// Opens the archive once more; where the worker itself is gone, the whole page is loaded again.
    pub(crate) fn retry(self) {
        let broken = matches!(self.archive.get_untracked(), Archive::Failed(Trouble::Worker | Trouble::Slow));
        if broken || self.bridge.with_value(|bridge| bridge.is_broken()) {
            return dom::reload();
        }
        self.open(self.wanted.get_untracked().as_deref());
    }

    fn open(self, name: Option<&str>) {
        let name = name.unwrap_or(DEFAULT_ARCHIVE);
        let Some(url) = address_of(name) else {
            self.archive.set(Archive::Failed(Trouble::Archive(Failure::Refused { name: name.to_owned() })));
            return;
        };
        if self.bridge.with_value(|bridge| bridge.is_broken()) {
            return;
        }
        if let Some(before) = self.opening.get_value() {
            self.forget(before);
        }
        self.archive.set(Archive::Opening);
        self.answered.set(false);
        let own = name == DEFAULT_ARCHIVE;
        let listen = move |answer| match answer {
            Answer::Opened(info) => self.archive.set(Archive::Open(info)),
            // A newer opening is under way.
            Answer::Failed(Failure::Stale) => {}
            Answer::Failed(failure) => {
                if own && matches!(failure, Failure::Missing { .. }) {
                    self.lacks_own.set(true);
                }
                self.archive.set(Archive::Failed(Trouble::Archive(failure)));
            }
            _ => {}
        };
        let late = move || {
            if self.archive.with_untracked(|archive| *archive == Archive::Opening) {
                self.archive.set(Archive::Failed(Trouble::Slow));
            }
        };
        self.opening.set_value(Some(self.ask(Ask::Open { url }, listen, late)));
    }
}

/// The address by which the worker knows the archive `name`: absolute and on this page's own origin, or that of files of
/// the device.
pub(crate) fn address_of(name: &str) -> Option<String> {
    if name.starts_with(LOCAL) {
        return Some(name.to_owned());
    }
    let location = dom::window()?.location();
    let url = Url::new_with_base(name, &location.href().ok()?).ok()?;
    let origin = url.origin();
    (origin == location.origin().ok()? || named_origins().contains(&origin)).then(|| url.href())
}

/// The origins besides its own that the site was built to open archives of: they stand in the page's policy.
fn named_origins() -> Vec<String> {
    let meta = dom::document().and_then(|document| {
        document.query_selector("meta[http-equiv=\"Content-Security-Policy\"]").ok().flatten()
    });
    let policy = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    let rule =
        policy.split(';').find_map(|rule| rule.trim().strip_prefix("connect-src ")).unwrap_or_default();
    rule.split_ascii_whitespace().filter(|source| source.starts_with("http")).map(str::to_owned).collect()
}
