//! Files that are dropped onto the page, wherever that is: they lead to the library, which looks through them.

use crate::dom;
use crate::history::{Nav, Step};
use crate::route::View;
use js_sys::Array;
use leptos::prelude::*;
use web_sys::DragEvent;

/// The entries that were dropped last, until the library takes them.
#[derive(Clone, Copy)]
pub(crate) struct Dropped {
    /// `FileSystemEntry` objects.
    pub(crate) entries: RwSignal<Option<Array>, LocalStorage>,
}

/// Listens for files and provides [`Dropped`] to all components.
pub(crate) fn provide_dropped(nav: Nav) {
    let dropped = Dropped { entries: RwSignal::new_local(None) };
    provide_context(dropped);
    let Some(window) = dom::window() else { return };
    // A browser that is not told otherwise leaves the page and shows the file.
    dom::listen(&window, "dragover", |event: DragEvent| {
        if holds_files(&event) {
            event.prevent_default();
        }
    });
    dom::listen(&window, "drop", move |event: DragEvent| {
        if !holds_files(&event) {
            return;
        }
        event.prevent_default();
        let Some(items) = event.data_transfer().map(|data| data.items()) else { return };
        // They can be asked for only now: the list is empty once this returns.
        let entries = Array::new();
        for at in 0..items.length() {
            if let Some(entry) = items.get(at).and_then(|item| item.webkit_get_as_entry().ok().flatten()) {
                entries.push(&entry);
            }
        }
        nav.go(nav.route.get_untracked().with_view(View::Library), Step::New);
        dropped.entries.set(Some(entries));
    });
}

fn holds_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&dom::js("Files"), 0))
}
