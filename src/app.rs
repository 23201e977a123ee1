//! Puts the program together: shared state first, then the parts of the page into their places in `index.html`.

use crate::client::{Archive, Client, provide_client};
use crate::components::footer::Footer;
use crate::components::notice::Notice;
use crate::components::tools::Tools;
use crate::components::ways::Ways;
use crate::dom;
use crate::dropped::provide_dropped;
use crate::history::{Nav, provide_nav};
use crate::i18n::texts;
use crate::later::{Extras, Reading, Room};
use crate::offline::provide_offline;
use crate::pages::search::SearchPage;
use crate::results::provide_results;
use crate::route::View;
use crate::search_box;
use crate::ui::{Ui, provide_ui};
use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::HtmlElement;

/// Starts the program.
pub(crate) fn start() {
    let Some(place) = dom::by_id::<HtmlElement>("foot") else { return };
    // The first mount starts the reactive system; the others are made inside it and share what it provides.
    let root = mount_to(place, || {
        let nav = provide_nav();
        let ui = provide_ui(nav);
        let client = provide_client(nav);
        provide_offline(client);
        provide_results();
        search_box::take_over(nav, ui);
        provide_dropped(nav);
        name_the_page(nav, ui, client);
        mount("ways", ui, || view! { <Ways/> }.into_any());
        mount("tools", ui, || view! { <Tools/> }.into_any());
        mount("notice", ui, || view! { <Notice/> }.into_any());
        mount("extra", ui, || view! { <Extras/> }.into_any());
        mount("page", ui, || view! { <Page/> }.into_any());
        in_language(ui, || view! { <Footer/> }.into_any())
    });
    root.forget();
    dom::measure("tangthu:boot", None);
}

/// Mounts a part into the element `id`.
fn mount(id: &str, ui: Ui, part: fn() -> AnyView) {
    if let Some(place) = dom::by_id::<HtmlElement>(id) {
        mount_to(place, move || in_language(ui, part)).forget();
    }
}

/// Builds a part anew when the language changes, so that components may keep their texts.
fn in_language(ui: Ui, part: fn() -> AnyView) -> impl IntoView {
    move || {
        ui.language.track();
        part()
    }
}

/// The page that the route asks for.
#[component]
fn Page() -> impl IntoView {
    let nav = crate::history::expect_nav();
    let shown = Memo::new(move |_| nav.route.with(|route| (route.doc.is_some(), route.view)));
    move || match shown.get() {
        (true, _) => view! { <Reading/> }.into_any(),
        (_, View::Search) => view! { <SearchPage/> }.into_any(),
        (_, view) => view! { <Room view/> }.into_any(),
    }
}

/// Keeps the window's title and the brand line true.
fn name_the_page(nav: Nav, ui: Ui, client: Client) {
    Effect::new(move |_| {
        let t = texts(ui.language.get());
        let archive = client.archive.with(|archive| match archive {
            Archive::Open(info) if !info.title.is_empty() => info.title.clone(),
            _ => t.program.to_owned(),
        });
        let place = ui.title.get();
        let title = if place.is_empty() { archive.clone() } else { format!("{place} – {archive}") };
        if let Some(document) = dom::document() {
            document.set_title(&title);
        }
        dom::set_text("brand-text", &archive);
        dom::set_attribute("brand", "href", &nav.route.with(|route| route.start().href()));
    });
}
