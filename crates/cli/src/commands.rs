//! The commands: one module each, arguments above, work below.

pub(crate) mod absent;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod export;
pub(crate) mod info;
pub(crate) mod keygen;
pub(crate) mod mentions;
pub(crate) mod merge;
pub(crate) mod one_file;
pub(crate) mod pack;
pub(crate) mod read_pdf;
pub(crate) mod remove;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod sign;
pub(crate) mod study;

/// What an archive names as the program that made it.
pub(crate) const GENERATOR: &str = concat!("tangthu ", env!("CARGO_PKG_VERSION"));
