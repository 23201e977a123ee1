//! The citation of a document in the forms that writers want: to copy, to save, or paragraph by paragraph.

use super::paragraphs;
use super::texts::texts;
use crate::cite::{Form, Work};
use crate::dom;
use crate::history::expect_nav;
use crate::save;
use crate::ui::expect_texts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use tangthu_protocol::DocumentView;

/// The citation and its buttons.
#[component]
pub(super) fn Citing(
    /// The document.
    document: Arc<DocumentView>,
) -> impl IntoView {
    let language = expect_texts().language;
    let t = texts(language);
    // The lasting address of the document: this page's, without the search that led here.
    let route = expect_nav().route.get_untracked();
    let lasting = save::permanent(&document.page);
    let lasting = lasting.unwrap_or_else(|| save::link(&route.start().with_doc(&document.id)));
    let work = Work::of(&document, &lasting);
    let line = Form::Text.write(language, &work);
    let work = StoredValue::new(work);
    let form = RwSignal::new(Form::default());
    let text = Memo::new(move |_| work.with_value(|work| form.get().write(language, work)));
    let (said, place) = (RwSignal::new(""), NodeRef::<leptos::html::Pre>::new());
    let copy = move |_| {
        spawn_local(async move {
            let copied = save::copy(&text.get_untracked()).await;
            if !copied
                && let (Some(place), Some(Ok(Some(selection)))) =
                    (place.try_get_untracked().flatten(), dom::window().map(|w| w.get_selection()))
            {
                // Pages that came over plain http may not write to the clipboard; the words are selected instead.
                let _ = selection.select_all_children(&place);
            }
            // The reader may have left the document meanwhile.
            let _ = said.try_set(if copied { t.copied } else { t.copy_by_hand });
        });
    };
    let download = move |_| {
        let (ending, media_type) = form.get_untracked().file();
        let name = work.with_value(|work| file_name(&work.id));
        save::file(&format!("{name}.{ending}"), media_type, text.get_untracked().as_bytes());
    };
    let choose = move |event: web_sys::Event| {
        let at = event_target_value(&event).parse::<usize>().unwrap_or_default();
        form.set(Form::ALL.get(at).copied().unwrap_or_default());
        said.set("");
    };
    let options = t
        .forms
        .into_iter()
        .enumerate()
        .map(|(at, name)| view! { <option value=at.to_string()>{name}</option> });
    view! {
        <section class="side citing" id="citing" tabindex="-1">
            <h2>{t.citation}</h2>
            <label>{t.form} " " <select on:change=choose>{options.collect_view()}</select></label>
            <pre node_ref=place tabindex="0" role="region" aria-label=t.citation>{text}</pre>
            <p class="buttons">
                <button type="button" on:click=copy>{t.copy}</button>
                <button type="button" on:click=download>{t.download}</button>
                <span aria-live="polite">{said}</span>
            </p>
            <paragraphs::Paragraphs citation=line/>
        </section>
    }
}

/// A name for a file: what every system takes of the id of a document.
fn file_name(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' }).take(80).collect();
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() { "tangthu".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_gives_a_name_that_every_system_takes() {
        assert_eq!(file_name("van-ban/01-ctr-qu"), "van-ban-01-ctr-qu");
        assert_eq!(file_name("../\\:*?"), "tangthu");
        assert!(file_name(&"x".repeat(500)).len() <= 80);
    }
}
