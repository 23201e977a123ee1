//! What officials write, found in running text: for now the numbers of official documents.
//!
//! Every finding says where it stands, so that a page can show its evidence. What is found is a value in the text, not a
//! claim about the world: a Party number restarts each term, so one number may mean several documents.

mod document;
mod lists;
mod numbers;
mod scan;
mod tables;
mod written;

pub use document::{cited_in, record_mentions};
pub use numbers::{Number, is_tail, number_key, numbers, typed_numbers};
pub use tables::kind_named;
