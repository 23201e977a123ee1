//! Where the keyboard goes on when a room is drawn anew: at the control that was used (its `data-key`), or, where what had the
//! focus is gone, at the heading.

use crate::dom;
use crate::history::Nav;
use leptos::prelude::*;

/// The keyboard's place in a room.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    nav: Nav,
    key: StoredValue<Option<String>>,
}

/// Keeps the place; `changes` reads what the room is drawn anew for.
pub(super) fn keep(nav: Nav, changes: impl Fn() + Send + Sync + 'static) -> Focus {
    nav.reads(None);
    let focus = Focus { nav, key: StoredValue::new(None) };
    Effect::new(move |_| {
        changes();
        let active = dom::document().and_then(|document| document.active_element());
        focus.key.set_value(active.and_then(|active| active.get_attribute("data-key")));
    });
    focus
}

impl Focus {
    /// Called once the room's content is drawn: goes back to where the reader was.
    pub(super) fn drawn(self) {
        self.nav.drawn();
        dom::after_drawing(move || {
            let active = dom::document().and_then(|document| document.active_element());
            if active.is_some_and(|active| active.tag_name() != "BODY") {
                return;
            }
            let key = self.key.try_get_value().flatten();
            let control =
                key.and_then(|key| dom::all(&format!(".room [data-key=\"{key}\"]")).into_iter().next());
            match control {
                Some(control) => dom::focus_on(Some(control)),
                None => dom::focus(".room h1"),
            }
        });
    }
}
