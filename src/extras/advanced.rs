//! The form that writes a query for whoever does not want to learn its language: one sees what it writes.

use super::compose::Form;
use super::dialog::Dialog;
use super::texts::texts;
use crate::components::backwards::said;
use crate::days::read_date;
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::narrowing::narrowing;
use crate::range::backwards;
use crate::route::{Route, View};
use crate::ui::{expect_texts, expect_ui};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The fields, in the order of the form.
const FIELDS: [fn(&mut Form) -> &mut String; 10] = [
    |form| &mut form.all,
    |form| &mut form.phrase,
    |form| &mut form.any,
    |form| &mut form.none,
    |form| &mut form.title,
    |form| &mut form.section,
    |form| &mut form.source,
    |form| &mut form.number,
    |form| &mut form.from,
    |form| &mut form.to,
];
/// Where the dates begin.
const DATES: usize = 8;

/// The form.
#[component]
pub(super) fn Advanced() -> impl IntoView {
    let (nav, ui, own) = (expect_nav(), expect_ui(), expect_texts());
    let t = texts(own.language);
    let form = RwSignal::new(nav.route.with_untracked(|route| Form::of(&route.query)));
    let query = Memo::new(move |_| form.with(|form| form.query(own.language)));
    let unread = move |at: usize| {
        at >= DATES
            && form.with(|form| {
                let text = FIELDS[at](&mut form.clone()).clone();
                !text.trim().is_empty() && read_date(&text).is_none()
            })
    };
    // The range of the form alone: what the address narrows has its own fields.
    let wrong = Memo::new(move |_| {
        let query = query.get();
        backwards(&Route { query, ..Route::default() })
    });
    let mend = Callback::new(move |()| {
        form.update(|form| std::mem::swap(&mut form.from, &mut form.to));
        // The button is gone after it.
        dom::focus(".form input.date");
    });
    let is_wrong = move || (DATES..FIELDS.len()).any(unread) || wrong.with(Option::is_some);
    let fault = move || match wrong.get() {
        _ if (DATES..FIELDS.len()).any(unread) => narrowing(own.language).no_date.into_any(),
        Some(wrong) => said(&wrong, mend),
        None => ().into_any(),
    };
    let fields = t.fields.iter().enumerate().map(|(at, label)| {
        let value = move || form.with(|form| FIELDS[at](&mut form.clone()).clone());
        let invalid = move || (unread(at) || at >= DATES && wrong.with(Option::is_some)).to_string();
        let hint = if at >= DATES { narrowing(own.language).date_form } else { "" };
        let put = move |text: String| form.update(|form| *FIELDS[at](form) = text);
        view! {
            <label>
                <span>{*label}</span>
                <input type="text" class:date=(at >= DATES) autocomplete="off" spellcheck="false" maxlength="300" prop:value=value placeholder=hint aria-describedby=(at >= DATES).then_some("form-fault")
                    aria-invalid=invalid on:input:target=move |event| put(event.target().value())/>
            </label>
        }
    });
    let fields = fields.collect_view();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_wrong() {
            return;
        }
        let before = nav.route.get_untracked().with_view(View::Search);
        ui.extra.set(None);
        let route = Route { query: query.get_untracked(), ..before };
        if route != nav.route.get_untracked() {
            nav.go(route, Step::New);
            dom::after_drawing(|| dom::focus("#results"));
            nav.route.with_untracked(crate::recent::note);
        }
    };
    view! {
        <Dialog label=t.advanced>
            <form class="form" on:submit=submit>
                <div class="fields">{fields}</div>
                <p id="form-fault" class="fault" role="alert">{fault}</p>
                <p class="writes" aria-live="polite">{t.writes} " " <code>{query}</code></p>
                <button type="submit" class="chief">{t.search}</button>
            </form>
        </Dialog>
    }
}
