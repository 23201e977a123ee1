//! The link to the plain page of a document, which is its permanent address, in sites that have such pages.

use super::texts::texts;
use crate::save;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The link.
#[component]
pub(super) fn Twin(
    /// The name of the page.
    page: String,
) -> impl IntoView {
    let t = texts(expect_texts().language);
    save::permanent(&page)
        .map(|href| view! { <section class="side"><a href=href rel="bookmark">{t.permanent}</a></section> })
}
