//! The receipt of a document: what of it can be verified here and now, and what is only recorded.
//!
//! The part that holds the document is read anew, from the network or the device, and compared with its hash, which the tables above it and so the manifest state;
//! the document's own hash is made of what is in it. What the document was read from can be hashed where the archive keeps
//! it. What the manifest's signature says is the host's business.

use super::{Proof, Receipt, ReceiptRequest};
use crate::{Failure, Host, Reader, reader::at_once, rows};
use tangthu_archive::{Document, PartKind, PartRef, Sha256Hex};
use tangthu_search::{SearchError, Segment as _};

impl<H: Host> Reader<H> {
    /// The receipt of a document.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or what kept the document from being found. What is wrong with what is verified is part of the answer.
    pub async fn receipt(&self, request: &ReceiptRequest) -> Result<Receipt, Failure> {
        let found = self
            .settled(&|| false, at_once, || {
                let Some((segment, ordinal)) = self.place(&request.id)? else { return Ok(None) };
                let stored = &self.segments[segment];
                let document = stored.document(ordinal)?;
                let (_, from, part) = stored.address(PartKind::Texts, ordinal)?;
                Ok::<_, SearchError>(Some((document, ordinal - from, part)))
            })
            .await?;
        let Some((mut document, row, part)) = found else {
            return Err(Failure::NoDocument { id: request.id.clone() });
        };
        let mut receipt = Receipt { part: Proof::Verified, ..Receipt::default() };
        if let Some(part) = part {
            receipt.part_name = Some(part.name());
            receipt.part_hash = Some(part.hash.to_string());
            match self.row_of(&part, row).await {
                Ok(read) => document = read,
                Err(failure) => receipt.part = Proof::Failed(failure),
            }
        }
        receipt.document_hash = hash_of(&document);
        receipt.source = self.source_of(&document, request.source).await;
        Ok(receipt)
    }

    /// A document of a part that is fetched and verified now.
    async fn row_of(&self, part: &PartRef, row: u32) -> Result<Document, Failure> {
        let damaged = |reason: &str| Failure::Damaged { name: part.name(), reason: reason.to_owned() };
        let content = self.fetch_part(part).await?;
        let read = rows::nth(&content, row).map_err(|_| damaged("it is not the JSON its kind promises"))?;
        read.ok_or_else(|| damaged("it holds fewer documents than its table says"))
    }

    /// What proves the hash of what a document was read from; it is only looked at if `look` says so, for it may be long.
    async fn source_of(&self, document: &Document, look: bool) -> Proof {
        let Some(hash) = document.provenance.as_ref().and_then(|provenance| provenance.sha256) else {
            return Proof::Absent;
        };
        let kept = document.attachments.iter().find(|file| file.sha256 == Some(hash));
        match kept {
            None => Proof::Recorded,
            Some(file) if !look => Proof::Kept { bytes: file.bytes },
            Some(file) => self.attachment(file).await.map_or_else(Proof::Failed, |_| Proof::Verified),
        }
    }
}

/// The hash of a document as it is stored: of its JSON, without what packing recognised in it.
fn hash_of(document: &Document) -> String {
    let plain = Document { mentions: Vec::new(), ..document.clone() };
    Sha256Hex::of(&serde_json::to_vec(&plain).unwrap_or_default()).to_string()
}
