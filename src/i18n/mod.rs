//! What the program says, in each language it speaks: one struct of texts, one value of it a language.
//!
//! Numbers and dates are in `format`, failures in `trouble`.

mod en;
pub(crate) mod format;
pub(crate) mod narrowing;
pub(crate) mod reading;
pub(crate) mod trouble;
mod vi;
pub(crate) mod vocabulary;

use crate::route::View;
use tangthu_protocol::Language;

/// All texts of the viewer in one language. Fields that are functions put values into a sentence.
pub(crate) struct Texts {
    /// The language.
    pub(crate) language: Language,
    /// Its tag for the `lang` attribute.
    pub(crate) tag: &'static str,
    /// The program's name in titles.
    pub(crate) program: &'static str,
    /// The label of the search box.
    pub(crate) search_label: &'static str,
    /// The faint words in the empty box.
    pub(crate) search_hint: &'static str,
    /// The button beside the box.
    pub(crate) search_button: &'static str,
    /// The link that skips the header.
    pub(crate) skip: &'static str,
    /// The link that skips the filters.
    pub(crate) skip_filters: &'static str,
    /// While the archive opens.
    pub(crate) opening: &'static str,
    /// While a search takes long.
    pub(crate) searching: &'static str,
    /// While the code of a page loads.
    pub(crate) opening_page: &'static str,
    /// The links under the header: each page with its name.
    pub(crate) ways: [(View, &'static str); 6],
    /// While a document opens.
    pub(crate) opening_document: &'static str,
    /// All documents are listed: how many.
    pub(crate) all_documents: fn(u32) -> String,
    /// How many were found.
    pub(crate) found: fn(u32) -> String,
    /// Nothing was found.
    pub(crate) found_none: &'static str,
    /// How many hold every word, where others do not; and whether they come first.
    pub(crate) complete: fn(u32, bool) -> String,
    /// The buttons beside the order: the form that writes a query, searches of the device, the result as a file.
    pub(crate) helpers: [&'static str; 3],
    /// Heading of the results, for those who do not see them.
    pub(crate) results: &'static str,
    /// Before `read_as`.
    pub(crate) read_as: &'static str,
    /// The button for further results.
    pub(crate) more: &'static str,
    /// The heading of the filters.
    pub(crate) filters: &'static str,
    /// Undated documents.
    pub(crate) undated: &'static str,
    /// A number of documents.
    pub(crate) documents: fn(u32) -> String,
    /// Further results are on their way.
    pub(crate) growing: &'static str,
    /// Start of the range.
    pub(crate) from: &'static str,
    /// End of the range.
    pub(crate) to: &'static str,
    /// Label of the order.
    pub(crate) sort: &'static str,
    /// The orders: relevance, newest, oldest.
    pub(crate) sorts: [&'static str; 4],
    /// Views.
    pub(crate) views: fn(u64) -> String,
    /// Back to all documents, where there is no search to go back to.
    pub(crate) back_all: &'static str,
    /// The button that changes the language, in the other language.
    pub(crate) other_language: &'static str,
    /// The theme button: automatic, light, dark.
    pub(crate) themes: [&'static str; 3],
    /// The footer: ready without a network.
    pub(crate) offline_ready: &'static str,
    /// The footer: being made ready.
    pub(crate) offline_coming: &'static str,
    /// The link to where the whole archive can be kept.
    pub(crate) offline_whole: &'static str,
    /// The whole site is one file.
    pub(crate) offline_one_file: &'static str,
    /// The footer: plain http.
    pub(crate) offline_insecure: &'static str,
    /// The footer: this browser or build cannot.
    pub(crate) offline_cannot: &'static str,
    /// The button that drops what the browser keeps of this page.
    pub(crate) forget: &'static str,
    /// Asked before it does.
    pub(crate) forget_sure: &'static str,
    /// A new version waits.
    pub(crate) update: &'static str,
    /// The button that takes it.
    pub(crate) reload: &'static str,
    /// Tries again.
    pub(crate) retry: &'static str,
    /// To the site's own archive.
    pub(crate) default_archive: &'static str,
}

/// The texts of `language`.
pub(crate) fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Vi => &vi::TEXTS,
        Language::En => &en::TEXTS,
    }
}
