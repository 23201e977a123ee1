//! Input files to documents: one module a format.
//!
//! [`ingest`] walks what the publisher names, tells each file's format by its content and then by its name, and hands
//! over one document after the other, so that memory holds one line or one page at a time. What cannot be read is
//! reported with its place, the reason and a remedy, and never stops the run. Files are found by `walk.rs` and
//! opened by `source.rs`. What the words of a document mean is left to `tangthu-mentions`; how documents are stored, to
//! `tangthu-archive`.

mod apart;
mod attach;
mod container;
mod dates;
mod decode;
mod delimited;
mod docx;
mod entities;
mod feed;
mod file;
mod fragment;
mod html;
mod ids;
mod input;
mod inside;
mod item;
mod json;
mod jsonl;
mod keep;
mod mail;
mod margin;
mod markdown;
mod media;
mod mhtml;
mod names;
mod office;
mod official;
mod paths;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod portal;
mod record;
mod seekable;
mod settings;
mod sniff;
mod source;
mod stream;
#[cfg(test)]
mod test_files;
mod tree;
mod value;
mod walk;
mod warc;
mod xml;

pub use apart::{PdfProcess, Wanted, answer_pdf};
pub use attach::StoredFile;
pub use dates::{DateProblem, read_date};
pub use html::{Field as SiteField, HtmlDocument, HtmlPage, PageFile, Profile, Remark, read_page};
pub use ids::{shares_address, shares_path};
pub use input::{InputError, Options, STANDARD_INPUT, ingest};
pub use inside::{Inside, Said, Unread, look_inside};
pub use item::{Item, Notice, NoticeKind, Place};
pub use names::FieldNames;
pub use settings::{Settings, is_language_tag};

/// The formats that are read, for a sentence that names them.
pub const FORMATS: &str = "HTML, JSONL, JSON, CSV, RSS, Atom, exports of WordPress, DOCX, PDF, Markdown, plain text and portal pages saved as text, crawls (WARC, WACZ), pages saved as one file (MHTML), mail, also in ZIP and tar";

/// What [`tangthu_archive::Provenance`] names as the program that read a document.
pub const TOOL: &str = concat!("tangthu ", env!("CARGO_PKG_VERSION"));
