//! Opens an archive through a [`Host`] and answers: search, facets, snippets, documents.
//!
//! The engine does no I/O, so the command and the browser run the same code and give the same answers. It plans which
//! parts a question needs, the host fetches them, each is checked against its hash, and the engine answers; where an
//! answer turns out to need more, another round follows. How words are found and ranked is left to `tangthu-search`.

mod answer;
mod check;
mod compare;
mod failure;
mod files;
mod host;
mod in_memory;
mod inventory;
mod memory;
#[cfg(feature = "pack")]
pub mod pack;
mod page_name;
mod reader;
mod rounds;
mod rows;
mod store;
pub mod study;
mod view;
mod whole;

pub use answer::*;
pub use check::CheckReport;
pub use compare::*;
pub use failure::Failure;
pub use host::Host;
pub use in_memory::InMemory;
pub use inventory::Listed;
pub use page_name::{PAGE_FOLDER, page_name};
pub use reader::Reader;
/// Tables for spreadsheets, as the command and the page write them.
pub use tangthu_archive::csv;
pub use tangthu_archive::{Attachment, PartRef};
pub use whole::SegmentFiles;
