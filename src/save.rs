//! Handing something to the reader: into the clipboard, or as a file.

use crate::client::{Archive, Client};
use crate::dom;
use crate::history::expect_nav;
use crate::route::Route;
use js_sys::{Array, Uint8Array};
use leptos::prelude::WithUntracked;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long, in milliseconds, the browser may take to begin to save: then the file is let go.
const SAVING: u64 = 60_000;

/// Puts `text` into the clipboard; false where the browser does not let the page, as over plain http.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = dom::window().filter(|window| window.is_secure_context()) else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// An address under which the page, and nobody else, finds `bytes`; to be let go with [`Url::revoke_object_url`].
pub(crate) fn address_of(bytes: &[u8], media_type: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Gives `bytes` to the reader as a file called `name`; false where the browser refuses.
pub(crate) fn file(name: &str, media_type: &str, bytes: &[u8]) -> bool {
    let Some(address) = address_of(bytes, media_type) else { return false };
    let link = dom::document().and_then(|document| document.create_element("a").ok());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return false };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    dom::after(SAVING, move || {
        let _ = Url::revoke_object_url(&address);
    });
    true
}

/// Letters of an archive's title and of a query that a name of a file takes, at most.
const NAMED: usize = 40;

/// A name for a file about what `query` finds in the archive that is open: `what` is its own name, with its ending.
pub(crate) fn name(client: Client, query: &str, what: &str) -> String {
    let title = client.archive.with_untracked(|archive| match archive {
        Archive::Open(info) => info.title.clone(),
        _ => String::new(),
    });
    named(&title, query, what)
}

fn named(title: &str, query: &str, what: &str) -> String {
    let plain = |text: &str| {
        let text = dom::folded(text);
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let text: String = words.collect::<Vec<_>>().join("-").chars().take(NAMED).collect();
        text.trim_end_matches('-').to_owned()
    };
    let parts = [plain(title), plain(query), what.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The whole address of `route`, to be given to others. Of a page that was opened from the disk it is the name of the file: where that
/// lies on this device is nobody's business, and leads nobody else there.
pub(crate) fn link(route: &Route) -> String {
    let here = dom::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let here = here.split(['?', '#']).next().unwrap_or_default();
    let file = here.strip_prefix("file:").and_then(|path| path.rsplit('/').next());
    file.unwrap_or(here).to_owned() + &route.to_search()
}

/// The address of a plain page of this site, by its name below the site's folder; none in sites without such pages, or where
/// another archive than the site's own is open. `tangthu build --pages` says in the page that there are some.
pub(crate) fn permanent(name: &str) -> Option<String> {
    if expect_nav().route.with_untracked(|route| route.archive.is_some()) {
        return None;
    }
    let document = dom::document()?;
    document.query_selector("meta[name=tangthu-pages]").ok()??;
    let base = document.base_uri().ok()??;
    Some(Url::new_with_base(name, &base).ok()?.href())
}
