//! Steps through the matches of a document.

use crate::dom;
use crate::i18n::reading::reading;
use crate::ui::expect_texts;
use leptos::prelude::*;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The matches, in reading order.
fn marks() -> Vec<Element> {
    dom::all("article mark")
}

/// Which match is looked at, of how many, and steps to the others.
#[component]
pub(crate) fn MatchSteps(
    /// How many there are, as the engine counts them: the line must be there before a scroll position is restored.
    matches: u32,
) -> impl IntoView {
    let t = reading(expect_texts().language);
    let (at, total) = (RwSignal::new(0_usize), RwSignal::new(matches as usize));
    dom::after_drawing(move || {
        let count = marks().len();
        let _ = total.try_set(count);
    });
    let step = move |forward: bool| {
        let marks = marks();
        let count = marks.len();
        if count == 0 {
            return;
        }
        // Matches are counted from 1; 0 is before the first step.
        let next = match (at.get_untracked(), forward) {
            (now, true) => now % count + 1,
            (0 | 1, false) => count,
            (now, false) => now - 1,
        };
        for (index, mark) in marks.iter().enumerate() {
            let _ = mark.class_list().toggle_with_force("now", index + 1 == next);
        }
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        marks[next - 1].scroll_into_view_with_scroll_into_view_options(&options);
        at.set(next);
        total.set(count);
    };
    move || {
        (total.get() > 0).then(|| {
            view! {
                <div class="steps" role="group" aria-label=t.labels.matches>
                    <button type="button" aria-label=t.previous_match title=t.previous_match on:click=move |_| step(false)>"↑"</button>
                    <span aria-live="polite">{move || if at.get() == 0 { (t.matches)(total.get() as u32) } else { (t.match_of)(at.get(), total.get()) }}</span>
                    <button type="button" aria-label=t.next_match title=t.next_match on:click=move |_| step(true)>"↓"</button>
                </div>
            }
        })
    }
}
