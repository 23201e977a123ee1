//! What an archive consists of, for a host that keeps all of it on a device.

use crate::{Failure, Host, Reader};
use tangthu_archive::{Attachment, Document, MAX_TABLE_ENTRIES, PAGE_ENTRIES, PartKind, PartRef};

/// A part of an archive, and whether it holds documents, which may name further files.
pub type Listed = (PartRef, bool);

/// Parts of an archive that is kept on a device, at most: as many as the pages that it may have list as they are written.
const MAX_LISTED_PARTS: usize = MAX_TABLE_ENTRIES * PAGE_ENTRIES;

impl<H: Host> Reader<H> {
    /// The host.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// Whether the archive is one file, which has no parts.
    pub fn is_one_file(&self) -> bool {
        self.manifest.is_none()
    }

    /// Every part of the archive, tables first. Tables are fetched for it.
    ///
    /// # Errors
    /// What kept a table from arriving whole.
    pub async fn inventory(&self) -> Result<Vec<Listed>, Failure> {
        let segments = self.manifest.iter().flat_map(|manifest| &manifest.segments);
        let (mut tables, mut parts) = (Vec::new(), Vec::new());
        for segment in segments {
            let files = self.files_of(segment).await?;
            // Segments may name the same table over and over.
            if tables.len() + files.table.len() > MAX_TABLE_ENTRIES
                || parts.len() + files.parts.len() > MAX_LISTED_PARTS
            {
                let reason = "its tables list more files than any archive has that a device keeps".to_owned();
                return Err(Failure::Damaged { name: segment.table.name(), reason });
            }
            tables.extend(files.table.into_iter().map(|part| (part, false)));
            parts.extend(files.parts.into_iter().map(|(kind, entry)| (entry.part, kind == PartKind::Texts)));
        }
        tables.append(&mut parts);
        Ok(tables)
    }

    /// The files that the documents of a part name, which `stored` is.
    ///
    /// # Errors
    /// When the part does not open or holds no documents.
    pub async fn attachments_in(&self, part: &PartRef, stored: Vec<u8>) -> Result<Vec<Attachment>, Failure> {
        let damaged = |reason: String| Failure::Damaged { name: part.name(), reason };
        let content = self.host.inflate(stored, part.inflated as usize).await.map_err(damaged)?;
        let documents: Vec<Document> =
            serde_json::from_slice(&content).map_err(|error| damaged(error.to_string()))?;
        let files = documents.into_iter().flat_map(|document| document.attachments);
        Ok(files.filter(|file| file.path().is_some()).collect())
    }
}
