//! The document model and the bundle: what an archive is made of, and how it lies in files.
//!
//! One definition of each format is read and written here, so a writer and a reader cannot drift apart. The crate does
//! no I/O: it turns values into named bytes and named bytes into values. What the words inside documents mean is left to
//! `tangthu-text`, `tangthu-mentions` and `tangthu-search`; where bytes come from is left to the host of the engine.
//!
//! `docs/format.md` describes the formats for people who do not read Rust.

mod attachment;
pub mod bytes;
mod card;
pub mod csv;
mod date;
mod document;
mod error;
mod hash;
mod limits;
mod manifest;
mod mentions;
mod one_file;
mod own_id;
mod part;
#[cfg(feature = "schema")]
mod schema;
mod signature;
#[cfg(feature = "write")]
mod squeeze;
mod table;
#[cfg(feature = "write")]
mod write;

pub use attachment::{ATTACHMENT_FOLDER, MAX_ATTACHMENT_BYTES, begins_as_shown};
pub use card::Card;
pub use date::{DateError, PartialDate, month_of_day};
pub use document::{Attachment, Block, Document, Mention, MentionKind, Provenance};
pub use error::ArchiveError;
pub use hash::{PartHash, Sha256Hex};
pub use limits::{
    MAX_DOCUMENTS, MAX_ID_CHARS, MAX_KIND_PARTS, MAX_MANIFEST_BYTES, MAX_ONE_FILE_BYTES, MAX_PART_BYTES,
    MAX_SECTION_BYTES, MAX_SECTION_STEPS, MAX_SEGMENT_DOCUMENTS, MAX_SEGMENTS, MAX_TABLE_ENTRIES,
};
pub use manifest::{FORMAT, Manifest, ONE_FILE_VERSION, SegmentEntry, VERSION};
pub use mentions::MentionRows;
pub use one_file::{OneFile, Opened, is_whole_json};
pub use own_id::{OwnId, without_endings};
pub use part::{PART_FOLDER, PartId, PartKind, PartRef};
#[cfg(feature = "schema")]
pub use schema::bundle_schema;
pub use signature::{
    SIGNATURE_ENDING, key_of_comment, signed_by, signed_comment, time_of_comment, with_key, without_key,
};
#[cfg(feature = "verify")]
pub use signature::{Verified, verify_signature};
#[cfg(feature = "write")]
pub use squeeze::gzip;
pub use table::{
    MAX_TABLE_LEVELS, PAGE_ENTRIES, PageEntry, PartEntry, ROOT_PAGES, TablePage, TableRoot,
    table_of_version_1,
};
#[cfg(feature = "write")]
pub use write::{BundleWriter, Head, SegmentTable, Sink, StoredPart, TableShape};

/// The name of the manifest, and of a one-file archive when it is served as a site's archive.
pub const MANIFEST_NAME: &str = "archive.json";
