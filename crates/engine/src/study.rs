//! What the pages beyond search ask: figures, dossiers, lists of names, look-ups, what stands beside a text, receipts, exports, files.
//!
//! None of it is part of a first visit, so a browser loads all of it as one chunk, when it is first needed: the worker comes here
//! through the methods of [`Reader`] that this module adds, and nothing outside of it calls them. The questions are in
//! [`asked`], the answers in [`told`], and each question has a file of its own.

mod asked;
mod beside;
mod dossier;
mod explore;
mod export;
pub(crate) mod figures;
mod found;
mod identities;
mod lookup;
mod receipt;
mod related;
mod status;
mod told;
mod when;

pub use asked::*;
pub use told::*;

/// The relation of a number that a text names and says nothing more of.
const PLAIN_REFERENCE: &str = "dẫn chiếu";

/// Whether a relation says more of a number than the one that is known: any says more than none, and any other than that the number
/// is named. Of two that say as much, the first counts.
fn says_more(relation: Option<&str>, known: Option<&str>) -> bool {
    let said = |relation: Option<&str>| relation.map_or(0, |one| if one == PLAIN_REFERENCE { 1 } else { 2 });
    said(relation) > said(known)
}
