//! A one-file archive, read and indexed in memory.

use crate::{ArchiveInfo, Failure, store::StoredSegment};
use tangthu_archive::{Document, OneFile};

/// A one-file archive with its index.
pub struct InMemory {
    pub(crate) info: ArchiveInfo,
    pub(crate) segments: Vec<StoredSegment>,
}

impl InMemory {
    /// Reads the file `name`, which is no manifest, and indexes its documents.
    ///
    /// # Errors
    /// When it is no archive, too large, or of a newer version.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let file = OneFile::parse(name, bytes)?;
        Ok(Self { info: info_of(&file), segments: segments_of(file.documents) })
    }
}

fn info_of(file: &OneFile) -> ArchiveInfo {
    ArchiveInfo {
        title: file.title.clone(),
        description: file.description.clone(),
        language: file.language.clone(),
        documents: u32::try_from(file.documents.len()).unwrap_or(u32::MAX),
        generator: file.generator.clone(),
        one_file: true,
        signed: false,
    }
}

fn segments_of(mut documents: Vec<Document>) -> Vec<StoredSegment> {
    documents.iter_mut().for_each(tangthu_mentions::record_all);
    if documents.is_empty() { Vec::new() } else { vec![StoredSegment::built(documents)] }
}
