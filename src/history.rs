//! The address bar: reads the route from it, writes the route to it, and keeps what Back must restore.
//!
//! A router library would cost 50 KB for a program with one path. An entry of the history remembers, beside its
//! address, how far the page was scrolled, how many results were open, and whether it was reached from the results.

use crate::dom::{self, window};
pub(crate) use crate::entry::PAGE;
use crate::entry::{Entry, ROW, place_of};
use crate::route::{Route, View};
use crate::signals::Lasting;
use leptos::prelude::*;
use tangthu_protocol::Language;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement, HtmlElement, MouseEvent, ScrollRestoration};

/// How many more are opened at least, and at most, each time.
const MORE: (u32, u32) = (20, 100);
/// Waiting time before a scroll position is written down: browsers limit how often a page may write.
const SCROLL_PAUSE: u64 = 200;

/// Whether a change of the route is a step of its own in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A new entry: Back undoes it.
    New,
    /// The entry is rewritten.
    Same,
}

/// Where the keyboard goes on once results are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    /// The link with this address: that of the document that was read.
    Link(String),
    /// The row at this place: the first that is new.
    Row(u32),
}

/// The route and the ways to change it.
#[derive(Clone, Copy)]
pub(crate) struct Nav {
    /// What the page shows.
    pub(crate) route: Lasting<RwSignal<Route>>,
    /// How many results are open.
    pub(crate) shown: Lasting<RwSignal<u32>>,
    /// Whether the last word of the query may still be growing.
    pub(crate) typing: Lasting<RwSignal<bool>>,
    /// Counts the changes that come from the history and not from the box, which then shows the new query.
    pub(crate) moved: Lasting<RwSignal<u32>>,
    restore: Lasting<RwSignal<Option<Entry>>>,
    draft: StoredValue<bool>,
    from_results: StoredValue<bool>,
    scrolls: StoredValue<u32>,
    /// Told whenever the page has come to rest after scrolling.
    pub(crate) rested: Lasting<Trigger>,
    target: StoredValue<Option<Target>>,
    read: StoredValue<Option<String>>,
}

/// Reads the first route and provides [`Nav`] to all components.
pub(crate) fn provide_nav() -> Nav {
    let entry = current_entry();
    let nav = Nav {
        route: Lasting::new(RwSignal::new(current_route())),
        shown: Lasting::new(RwSignal::new(entry.shown)),
        typing: Lasting::new(RwSignal::new(false)),
        moved: Lasting::new(RwSignal::new(0)),
        restore: Lasting::new(RwSignal::new(Some(entry).filter(|entry| entry.scroll > 0))),
        draft: StoredValue::new(false),
        from_results: StoredValue::new(entry.from_results),
        scrolls: StoredValue::new(0),
        rested: Lasting::new(Trigger::new()),
        target: StoredValue::new(None),
        read: StoredValue::new(None),
    };
    nav.listen();
    provide_context(nav);
    nav
}

/// The [`Nav`] that [`provide_nav`] provided.
pub(crate) fn expect_nav() -> Nav {
    expect_context()
}

impl Nav {
    /// Shows `route`.
    pub(crate) fn go(self, route: Route, step: Step) {
        let now = self.route.get_untracked();
        let to_document = route.doc.is_some() && route.doc != now.doc;
        let from_results = match step {
            // A dossier, too, leads back to what one was reading.
            Step::New if route.doc.is_none() => route.view == View::Dossier,
            Step::New => to_document && now.doc.is_none(),
            Step::Same => self.from_results.get_value(),
        };
        let Some((window, history)) = window().and_then(|w| w.history().ok().map(|history| (w, history)))
        else {
            return;
        };
        let address = address_of(&route);
        let entry = Entry { from_results, ..Entry::default() };
        let _ = match step {
            Step::New => {
                self.save();
                history.push_state_with_url(&dom::js(&entry.write()), "", Some(&address))
            }
            Step::Same => history.replace_state_with_url(&dom::js(&entry.write()), "", Some(&address)),
        };
        self.draft.set_value(false);
        self.from_results.set_value(from_results);
        self.restore.set(None);
        self.target.set_value(None);
        self.typing.set(false);
        if step == Step::New {
            self.moved.update(|n| *n += 1);
        }
        self.shown.set(PAGE);
        // Other words, another order or other filters bring other results, as another document is another text.
        let scroll_up = Route { language: now.language, ..route.clone() } != now;
        self.route.set(route);
        if scroll_up {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Shows the same, at the same place, in `language`; called before the page's language changes.
    pub(crate) fn speak(self, language: Language) {
        if self.restore.get_untracked().is_none() {
            self.restore.set(Some(self.entry()));
        }
        let route = self.route.get_untracked();
        // An address that names a language must name the new one from now on.
        if route.language.is_none() {
            return;
        }
        let route = Route { language: Some(language), ..route };
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let entry = self.entry().write();
            let _ = history.replace_state_with_url(&dom::js(&entry), "", Some(&address_of(&route)));
        }
        self.route.set(route);
    }

    /// Shows the results for a query that is being typed: its first letter is a step in the history, the rest are not.
    pub(crate) fn type_query(self, query: String) {
        let draft = self.draft.get_value();
        // Whatever page one types on, results are what comes.
        let route = Route { query, ..self.route.get_untracked().with_view(View::Search) };
        if route == self.route.get_untracked() {
            return;
        }
        let moved = self.moved.get_untracked();
        self.go(route, if draft { Step::Same } else { Step::New });
        // The box is where the change came from; it needs no telling.
        self.moved.set(moved);
        self.draft.set_value(true);
        self.typing.set(true);
    }

    /// The query that was typed is meant: the next one is a step of its own.
    pub(crate) fn commit(self) {
        self.draft.set_value(false);
        self.typing.set(false);
    }

    /// Opens further results than the `before` that are there. Whoever pressed the button for it goes on at the first of them.
    pub(crate) fn more(self, before: u32, pressed: bool) {
        self.target.set_value(Some(Target::Row(before)).filter(|_| pressed));
        self.shown.set(before + (before / 2).clamp(MORE.0, MORE.1));
        self.save();
    }

    /// Notes which document is read, if any; true where it is another than before.
    pub(crate) fn reads(self, document: Option<&str>) -> bool {
        let other = self.read.with_value(|read| read.as_deref() != document);
        self.read.set_value(document.map(str::to_owned));
        other
    }

    /// Leaves the document: back to the results it was opened from, or forward to its search.
    pub(crate) fn leave_document(self) {
        let history = window().and_then(|window| window.history().ok());
        match history.filter(|_| self.from_results.get_value()) {
            Some(history) => {
                // A scroll position that is written down while the browser goes back ends its going back.
                self.scrolls.update_value(|n| *n = n.wrapping_add(1));
                let _ = history.back();
            }
            None => self.go(self.route.get_untracked().without_doc(), Step::New),
        }
    }

    /// Whether a place in the page waits to be restored.
    pub(crate) fn restores(self) -> bool {
        self.restore.get_untracked().is_some()
    }

    /// The row to which the page is to be scrolled, if one is to be restored.
    pub(crate) fn place(self) -> Option<u32> {
        self.restore.with_untracked(|entry| entry.as_ref()?.row).map(|(row, _)| row)
    }

    /// Whether the document that is read was opened from results.
    pub(crate) fn came_from_results(self) -> bool {
        self.from_results.get_value()
    }

    /// Called once the page is drawn: scrolls to where the reader was, if this entry was seen before.
    pub(crate) fn drawn(self) {
        if let Some(entry) = self.restore.get_untracked() {
            self.restore.set(None);
            dom::after_drawing(move || entry.scroll_there());
        }
    }

    /// Called once results are there: moves the keyboard's focus to where the reader goes on, if that is known.
    pub(crate) fn refocus(self) {
        let Some(target) = self.target.get_value() else { return };
        self.target.set_value(None);
        dom::after_drawing(move || {
            let mut rows = dom::all(ROW).into_iter();
            let link_of = |row: web_sys::Element| row.query_selector("a").ok()?;
            dom::focus_on(match &target {
                Target::Link(href) => {
                    rows.filter_map(link_of).find(|link| link.get_attribute("href").as_ref() == Some(href))
                }
                Target::Row(at) => rows.find(|row| place_of(row) == Some(*at)).and_then(link_of),
            });
        });
    }

    fn entry(self) -> Entry {
        // A position that is still to be restored is the true one, not that of the half-drawn page.
        let place = self.restore.get_untracked().unwrap_or_else(Entry::here);
        Entry { shown: self.shown.get_untracked(), from_results: self.from_results.get_value(), ..place }
    }

    /// Writes down what Back must restore.
    fn save(self) {
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state(&dom::js(&self.entry().write()), "");
        }
    }

    fn listen(self) {
        let Some(window) = window() else { return };
        if let Ok(history) = window.history() {
            let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        dom::listen(&window, "popstate", move |_: Event| self.popped());
        dom::listen(&window, "scroll", move |_: Event| {
            self.scrolls.update_value(|n| *n = n.wrapping_add(1));
            let at = self.scrolls.get_value();
            dom::after(SCROLL_PAUSE, move || {
                if self.scrolls.get_value() == at {
                    self.save();
                    self.rested.notify();
                }
            });
        });
        // Whoever scrolls, or types, is somewhere already, and must not be pulled away.
        for name in ["wheel", "touchmove", "keydown"] {
            dom::listen(&window, name, move |_: Event| {
                if self.restore.get_untracked().is_some() {
                    self.restore.set(None);
                }
            });
        }
        dom::listen(&window, "pagehide", move |_: Event| self.save());
        if let Some(document) = window.document() {
            dom::listen(&document, "click", move |event: MouseEvent| self.clicked(&event));
        }
    }

    fn popped(self) {
        // A pending note of the scroll position is about the entry that was left.
        self.scrolls.update_value(|n| *n = n.wrapping_add(1));
        let (route, entry) = (current_route(), current_entry());
        let before = self.route.get_untracked();
        // Back from a document that was opened from these results: the reader goes on at its link.
        let back = self.from_results.get_value()
            && route == Route { language: route.language, ..before.without_doc() };
        let link = before.doc.filter(|_| back).map(|id| Target::Link(route.with_doc(&id).href()));
        self.target.set_value(link);
        self.draft.set_value(false);
        self.from_results.set_value(entry.from_results);
        self.typing.set(false);
        self.restore.set(Some(entry));
        self.shown.set(entry.shown);
        self.moved.update(|n| *n += 1);
        if route == self.route.get_untracked() { self.drawn() } else { self.route.set(route) }
    }

    /// Follows links within the page without loading it again. Links that the reader opens in another tab or window are
    /// the browser's.
    fn clicked(self, event: &MouseEvent) {
        let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || modified {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(link) = target.and_then(|target| target.closest("a[href]").ok().flatten()) else { return };
        let Some(href) = link.get_attribute("href") else { return };
        // The skip link: followed as a link, it would be a step in the history.
        if href == "#main" {
            event.prevent_default();
            if let Some(main) = dom::by_id::<HtmlElement>("main") {
                main.scroll_into_view();
                let _ = main.focus();
            }
            return;
        }
        if !href.starts_with('?') {
            return;
        }
        if link.dyn_ref::<HtmlAnchorElement>().is_some_and(|link| !link.target().is_empty()) {
            return;
        }
        event.prevent_default();
        let route = Route::parse(&href);
        if route != self.route.get_untracked() {
            self.go(route, Step::New);
        }
    }
}

/// The address of `route` on this page's path.
fn address_of(route: &Route) -> String {
    let path = window().and_then(|window| window.location().pathname().ok());
    path.unwrap_or_default() + &route.to_search()
}

fn current_route() -> Route {
    window()
        .and_then(|window| window.location().search().ok())
        .map(|search| Route::parse(&search))
        .unwrap_or_default()
}

fn current_entry() -> Entry {
    let state = window().and_then(|window| window.history().ok()?.state().ok()?.as_string());
    state.map(|state| Entry::parse(&state)).unwrap_or_default()
}
