//! Drawings that are wider than a telephone's screen: where one begins to look at them, and the word that there is more.

use crate::dom;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Language;

/// Once they are drawn, shows the drawings that `selector` finds from `share` of what lies outside: 0 for their beginning, 1 for
/// their end.
pub(super) fn begin_at(selector: &'static str, share: f64) {
    dom::after_drawing(move || {
        for drawing in dom::all(selector) {
            let outside = f64::from(drawing.scroll_width() - drawing.client_width());
            drawing.set_scroll_left((outside * share) as i32);
        }
    });
}

/// The word that there is more; the style sheet shows it where screens are narrow.
#[component]
pub(super) fn Hint() -> impl IntoView {
    let words = match expect_texts().language {
        Language::Vi => "Vuốt ngang hình để xem hết.",
        Language::En => "Swipe the drawing sideways to see all of it.",
    };
    view! { <p class="count sweep">{words}</p> }
}
