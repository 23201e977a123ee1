//! The range of dates, as two fields that take what people write: 2020, 3/2020, 28/03/2020.

use crate::days::{is_backwards, read_date};
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::i18n::narrowing::narrowing;
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Language;

/// From a day, to a day; either may be left open.
#[component]
pub(crate) fn Dates() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let words = narrowing(t.language);
    let fault = RwSignal::new("");
    let faulty = RwSignal::new([false; 2]);
    let set = move |at: usize, typed: String| {
        let read = read_date(&typed);
        let unread = read.is_none() && !typed.trim().is_empty();
        faulty.update(|faulty| faulty[at] = unread);
        fault.set(if unread { words.no_date } else { "" });
        if unread {
            return;
        }
        let mut route: Route = nav.route.get_untracked().without_doc();
        let end = if at == 0 { &mut route.filters.from } else { &mut route.filters.to };
        *end = read;
        if let (Some(from), Some(to)) = (&route.filters.from, &route.filters.to)
            && is_backwards(from, to)
        {
            faulty.update(|faulty| faulty[at] = true);
            return fault.set(words.backwards);
        }
        if route.filters != nav.route.with_untracked(|route| route.filters.clone()) {
            nav.go(route, Step::New);
        }
    };
    let field = move |at: usize, label: &'static str| {
        // Written day first in both languages, as the field is typed.
        let value = move || {
            let day = nav
                .route
                .with(|route| if at == 0 { route.filters.from.clone() } else { route.filters.to.clone() });
            day.map(|day| date(Language::Vi, &day)).unwrap_or_default()
        };
        let invalid = move || faulty.with(|faulty| faulty[at]).to_string();
        view! {
            <label>
                {label} " "
                <input type="text" class="date" autocomplete="off" maxlength="12" placeholder=words.date_form aria-describedby="date-fault"
                    aria-invalid=invalid prop:value=value on:change:target=move |event| set(at, event.target().value())/>
            </label>
        }
    };
    view! {
        <div class="dates">
            {field(0, t.from)}
            {field(1, t.to)}
            <p id="date-fault" class="fault" role="alert">{fault}</p>
        </div>
    }
}
