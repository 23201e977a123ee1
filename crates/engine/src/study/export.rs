//! The documents of a search in its order, and single files.

use super::{ExportRequest, ExportRow, Exported, FileBytes, FileRequest, MAX_EXPORTED, found::place_of};
use crate::{Failure, Host, Reader};
use tangthu_archive::{Attachment, Document, PartKind};

impl<H: Host> Reader<H> {
    /// Documents that a search finds, in its order, with all that lists and citations tell of them.
    ///
    /// # Errors
    /// As [`Reader::figures`].
    pub async fn export(
        &self,
        request: &ExportRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Exported, Failure> {
        let found = self.found(&request.search, stale).await?;
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let page = found.iter().skip(request.from as usize).take(request.count.min(MAX_EXPORTED) as usize);
        let places: Vec<_> = page.map(place_of).collect();
        let mut documents = self.texts(&places, stale).await?;
        if request.whole {
            let parts = self.parts_of(PartKind::Mentions, &places, stale).await?;
            self.each_mentions(&parts, stale, &mut |nth, mentions| documents[nth].mentions = mentions)
                .await?;
        }
        let rows = documents.into_iter().map(|document| row(document, request.whole)).collect();
        Ok(Exported { rows, total })
    }

    /// A picture or a file of a document, checked against its hash.
    ///
    /// # Errors
    /// As [`Reader::figures`]; [`Failure::Damaged`] where the file is not what its document says.
    pub async fn file(&self, request: &FileRequest) -> Result<FileBytes, Failure> {
        let refused = || Failure::Refused { name: request.sha256.chars().take(80).collect() };
        let attachment = Attachment {
            name: String::new(),
            media_type: request.media_type.clone(),
            bytes: None,
            sha256: Some(request.sha256.parse().map_err(|_| refused())?),
        };
        let bytes = self.attachment(&attachment).await?;
        let media_type = attachment.media_type.clone().filter(|_| !attachment.is_packed());
        Ok(FileBytes { bytes, media_type })
    }
}

fn row(document: Document, whole: bool) -> ExportRow {
    let json = if whole { serde_json::to_string(&document).ok() } else { None };
    let date = |date: Option<tangthu_archive::PartialDate>| date.map(|date| date.to_string());
    let provenance = document.provenance.unwrap_or_default();
    ExportRow {
        id: document.id,
        url: document.url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        title: document.title,
        section: document.section,
        published: date(document.published),
        updated: date(document.updated),
        views: document.views,
        authors: document.authors,
        source: document.source,
        lead: document.lead,
        language: document.language,
        tags: document.tags,
        number: document.number,
        kind: document.kind,
        issuer: document.issuer,
        issued: date(document.issued),
        effective: date(document.effective),
        crawled: date(provenance.crawled),
        sha256: provenance.sha256.map(|hash| hash.to_string()),
        json,
    }
}
