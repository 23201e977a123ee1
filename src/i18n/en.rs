//! English.

use super::Texts;
use super::format::counted;
use crate::route::View;
use tangthu_protocol::Language::En;

/// The texts.
pub(super) const TEXTS: Texts = Texts {
    language: En,
    tag: "en",
    program: "Tàng Thư",
    search_label: "Search the archive",
    search_hint: "No marks needed",
    search_button: "Search",
    skip: "Skip to content",
    skip_filters: "Skip to results",
    opening: "Opening the archive…",
    searching: "Searching…",
    opening_page: "Opening the page…",
    ways: [
        (View::Search, "Documents"),
        (View::Figures, "Figures"),
        (View::Explore, "Explore"),
        (View::Lookup, "Look up a list"),
        (View::Library, "Library"),
        (View::Help, "How to search"),
    ],
    opening_document: "Opening the document…",
    all_documents: |n| format!("{} in the archive", counted(n, "document", "documents")),
    found: |n| format!("{} found", counted(n, "document", "documents")),
    found_none: "No document found",
    complete: |n, first| {
        if n == 0 {
            return "No document holds every word; these come nearest".to_owned();
        }
        let rest = if first { "; those that lack some follow" } else { "; the others lack some" };
        format!("{} every word{rest}", counted(n, "document holds", "documents hold"))
    },
    helpers: ["Advanced", "Saved", "Download"],
    results: "Results",
    read_as: "Read as:",
    more: "Show more",
    filters: "Filter the results",
    undated: "no date",
    documents: |n| counted(n, "document", "documents"),
    growing: "Fetching more…",
    from: "From",
    to: "To",
    sort: "Order",
    sorts: ["Best match", "Newest", "Oldest", "Most viewed"],
    views: |n| counted(n, "view", "views"),
    back_all: "All documents",
    other_language: "Tiếng Việt",
    themes: ["Theme: automatic", "Theme: light", "Theme: dark"],
    offline_ready: "Ready to read without a network: this page and the parts you have seen.",
    offline_coming: "Saving the page for reading without a network…",
    offline_whole: "Download the whole archive",
    offline_one_file: "The whole archive is in this file: reading and searching need no network.",
    offline_insecure: "The page came over plain http, so the browser will not save it for reading offline; all else works.",
    offline_cannot: "This browser, or this build, cannot save the page for reading offline.",
    forget: "Clear the cache",
    forget_sure: "Drop everything that the browser keeps of this page (the program, the parts of the archive you have seen, who signed it, recent searches), and load it again? Saved searches and settings stay. Without a network it could not be opened again.",
    update: "There is a new version of this page.",
    reload: "Reload",
    retry: "Try again",
    default_archive: "Open this site's own archive",
};
