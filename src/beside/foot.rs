//! The foot of a printed page: the citation, and what proves the text.

use super::Opened;
use super::texts::texts;
use crate::cite::{Form, Work};
use crate::history::expect_nav;
use crate::save;
use crate::ui::expect_texts;
use leptos::prelude::*;

/// The foot; on the screen it is not seen.
#[component]
pub(super) fn Foot(
    /// The document.
    opened: Opened,
) -> impl IntoView {
    let language = expect_texts().language;
    let t = texts(language);
    let route = expect_nav().route.get_untracked();
    let lasting = save::permanent(&opened.document.page);
    let lasting = lasting.unwrap_or_else(|| save::link(&route.start().with_doc(&opened.document.id)));
    let work = Work::of(&opened.document, &lasting);
    let elsewhere = (work.address != lasting).then_some(lasting);
    let hash = opened.document.provenance.as_ref().and_then(|provenance| provenance.sha256.clone());
    view! {
        <p>{t.printed} ": " {Form::Text.write(language, &work)}</p>
        {elsewhere.map(|link| view! { <p>{link}</p> })}
        {hash.map(|hash| view! { <p>"SHA-256: " {hash}</p> })}
    }
}
