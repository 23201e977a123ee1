//! The range of dates, as two fields that take what people write: 2020, 3/2020, 28/03/2020.

use super::backwards::said;
use crate::days::read_date;
use crate::history::{Step, expect_nav};
use crate::i18n::format::date;
use crate::i18n::narrowing::narrowing;
use crate::range::backwards;
use crate::route::Route;
use crate::ui::expect_texts;
use leptos::html::Input;
use leptos::prelude::*;
use tangthu_protocol::Language;

/// A day of the range in the form of addresses, or an open end.
type Day = Option<String>;

/// From a day, to a day; either may be left open.
#[component]
pub(crate) fn Dates() -> impl IntoView {
    let (nav, t) = (expect_nav(), expect_texts());
    let words = narrowing(t.language);
    let days =
        Memo::new(move |_| nav.route.with(|route| [route.filters.from.clone(), route.filters.to.clone()]));
    // What a field holds is no date; and a range that was typed, but is not looked for, since it ends before it begins.
    let (unread, typed) = (RwSignal::new([false; 2]), RwSignal::new(None::<[Day; 2]>));
    let fields = [NodeRef::<Input>::new(), NodeRef::<Input>::new()];
    let show = move |days: &[Day; 2]| {
        typed.set(None);
        for (at, day) in days.iter().enumerate() {
            let is_none = |day: &String| read_date(day).is_none();
            // What was typed and could not be read stays, to be mended there.
            if let (Some(field), false) = (fields[at].get_untracked(), unread.get_untracked()[at]) {
                // Written day first in both languages, as the field is typed.
                field.set_value(&day.as_deref().map(|day| date(Language::Vi, day)).unwrap_or_default());
                unread.update(|unread| unread[at] = day.as_ref().is_some_and(is_none));
            }
        }
    };
    Effect::new(move |_| days.with(show));
    let with_days = |[from, to]: [Day; 2], mut route: Route| {
        (route.filters.from, route.filters.to) = (from, to);
        route
    };
    let set = move |at: usize, text: String| {
        let read = read_date(&text);
        let is_unread = read.is_none() && !text.trim().is_empty();
        unread.update(|unread| unread[at] = is_unread);
        if is_unread {
            return;
        }
        let mut wanted = typed.get_untracked().unwrap_or_else(|| days.get_untracked());
        wanted[at] = read;
        let route = with_days(wanted.clone(), nav.route.get_untracked().without_doc());
        if backwards(&route).is_some() {
            return typed.set(Some(wanted));
        }
        typed.set(None);
        if wanted != days.get_untracked() {
            nav.go(route, Step::New);
        }
    };
    let wrong = Memo::new(move |_| {
        let of_fields = typed.get().unwrap_or_else(|| days.get());
        // A range that stands in the query alone is none of these fields.
        let has_one = of_fields.iter().any(Option::is_some);
        has_one.then(|| backwards(&with_days(of_fields, nav.route.get().without_doc()))).flatten()
    });
    let mend = Callback::new(move |()| {
        if let Some(wrong) = wrong.get_untracked() {
            nav.go(wrong.mended, Step::New);
            show(&days.get_untracked());
            if let Some(field) = fields[0].get_untracked() {
                let _ = field.focus();
            }
        }
    });
    let fault = move || match (unread.get(), wrong.get()) {
        ([false, false], Some(wrong)) => said(&wrong, mend),
        ([false, false], None) => ().into_any(),
        _ => words.no_date.into_any(),
    };
    let field = move |at: usize, label: &'static str| {
        let invalid = move || (unread.get()[at] || wrong.with(Option::is_some)).to_string();
        view! {
            <label>
                {label} " "
                <input type="text" class="date" autocomplete="off" maxlength="12" placeholder=words.date_form aria-describedby="date-fault"
                    aria-invalid=invalid node_ref=fields[at] on:change:target=move |event| set(at, event.target().value())/>
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
