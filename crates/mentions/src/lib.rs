//! What officials write, found in running text: the numbers of official documents, figures, dates, people, places, bodies and
//! abbreviations. A browser looks for all of them only in one-file archives, in a chunk of its own; searching needs numbers alone.
//!
//! Every finding says where it stands, so that a page can show its evidence. What is found is a value in the text, not a
//! claim about the world: a Party number restarts each term, so one number may mean several documents.

mod document;
mod extract;
mod in_full;
mod kinds;
mod letters;
mod lists;
mod numbers;
mod scan;
mod sentences;
mod tables;
mod written;

pub use document::{Cited, CitedIn, cited_in, document_texts, record_mentions};
pub use extract::{find_all, record_all};
pub use in_full::in_full;
pub use kinds::kind_of_number;
pub use numbers::{Number, is_tail, number_key, numbers, typed_numbers};
pub use sentences::sentence;
pub use tables::kind_named;
