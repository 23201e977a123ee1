//! English.

use super::format::number;
use super::{Labels, Texts};
use crate::route::View;
use tangthu_protocol::Language::En;

fn count(n: u32, one: &str, many: &str) -> String {
    format!("{} {}", number(En, n), if n == 1 { one } else { many })
}

/// The texts.
pub(super) const TEXTS: Texts = Texts {
    language: En,
    tag: "en",
    program: "Tàng Thư",
    search_label: "Search the archive",
    search_hint: "Search, with or without marks",
    search_button: "Search",
    skip: "Skip to content",
    skip_filters: "Skip to results",
    opening: "Opening the archive…",
    searching: "Searching…",
    document: "Document",
    beside: "Beside the text",
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
    all_documents: |n| format!("{} in the archive", count(n, "document", "documents")),
    found: |n| format!("{} found", count(n, "document", "documents")),
    found_none: "No document found",
    complete: |n, first| {
        if n == 0 {
            return "No document holds every word; these come nearest".to_owned();
        }
        let rest = if first { "; those that lack some follow" } else { "; the others lack some" };
        format!("{} every word{rest}", count(n, "document holds", "documents hold"))
    },
    helpers: ["Advanced", "Saved", "Download"],
    results: "Results",
    read_as: "Read as:",
    spellings: |word| format!("“{word}” matched:"),
    more: "Show more",
    filters: "Filter the results",
    facets: [
        "Section",
        "Source",
        "Year",
        "Month",
        "Kind",
        "Language",
        "Document number",
        "Person",
        "Place",
        "Body",
    ],
    undated: "no date",
    exclude: |value| format!("Exclude {value}"),
    excluded: |value| format!("not {value}"),
    remove: |value| format!("Remove the filter {value}"),
    clear: "Remove all filters",
    dates: "Time",
    documents: |n| format!("{} {}", number(En, n), if n == 1 { "document" } else { "documents" }),
    growing: "Fetching more…",
    from: "From",
    to: "To",
    sort: "Order",
    sorts: ["Best match", "Newest", "Oldest", "Most viewed"],
    views: |n| format!("{} {}", number(En, n), if n == 1 { "view" } else { "views" }),
    back: "Back to the results",
    back_all: "All documents",
    back_room: "Back",
    labels: Labels {
        published: "Published",
        updated: "Last changed",
        section: "Section",
        source: "Source",
        views: "Views",
        authors: "Authors",
        number: "Number",
        kind: "Kind",
        issuer: "Issued by",
        issued: "Issued on",
        effective: "In effect from",
        tags: "Keywords",
        matches: "Matches",
    },
    match_of: |at, of| format!("Match {at} of {of}"),
    matches: |n| count(n, "match", "matches"),
    previous_match: "Previous match (key p)",
    next_match: "Next match (key n)",
    no_picture: "picture not in the archive",
    table: |n| format!("Table {n}"),
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
