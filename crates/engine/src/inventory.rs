//! What an archive consists of, for a host that keeps all of it on a device.

use crate::{Failure, Host, Reader};
use tangthu_archive::{
    Attachment, Document, MAX_TABLE_ENTRIES, PageEntry, PartKind, PartRef, TablePage, TableRoot,
};

/// A part of an archive, and whether it holds documents, which may name further files.
pub type Listed = (PartRef, bool);

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
            let root = self.fetch_table(&segment.table).await?;
            tables.push((segment.table, false));
            let root = TableRoot::parse(&segment.table.name(), &root)?;
            for (kind, pages) in root.pages {
                let mut open: Vec<PageEntry> = pages;
                while let Some(page) = open.pop() {
                    // Pages that list one another would go on for ever.
                    if tables.len() + open.len() > MAX_TABLE_ENTRIES {
                        let reason = "its tables list more pages than any archive has".to_owned();
                        return Err(Failure::Damaged { name: page.page.name(), reason });
                    }
                    let below = self.fetch_table(&page.page).await?;
                    tables.push((page.page, false));
                    let below = TablePage::parse(&page.page.name(), &below)?;
                    parts.extend(below.parts.iter().map(|entry| (entry.part, kind == PartKind::Texts)));
                    open.extend(below.pages);
                }
            }
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
