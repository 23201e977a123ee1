//! The files that belong to documents, as they were before they went into the archive.

use crate::{Failure, Host, Reader};
use tangthu_archive::{ArchiveError, Attachment, MAX_ATTACHMENT_BYTES};

impl<H: Host> Reader<H> {
    /// The bytes of an attachment: fetched, unpacked, compared with its hash (a bad one once more, past every cache), and kept.
    ///
    /// # Errors
    /// [`Failure::Missing`] where the archive does not hold the file; else what kept it from arriving whole.
    pub async fn attachment(&self, attachment: &Attachment) -> Result<Vec<u8>, Failure> {
        let missing = || Failure::Missing { name: attachment.name.clone() };
        let name = attachment.path().ok_or_else(missing)?;
        let mut stored = self.host.fetch(&name, false).await?;
        let mut content = self.unpacked(attachment, stored.clone()).await;
        if content.is_err() {
            stored = self.host.fetch(&name, true).await?;
            content = self.unpacked(attachment, stored.clone()).await;
        }
        let content = content?;
        self.host.keep(&name, &stored).await;
        Ok(content)
    }

    /// What a stored file holds, if it is what its document says. Archives made before such files were compressed have them as
    /// they are.
    ///
    /// # Errors
    /// [`Failure::Damaged`] where it is not.
    pub async fn unpacked(&self, attachment: &Attachment, stored: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let as_it_lies = attachment.verify(&stored);
        if as_it_lies.is_ok() || !attachment.is_packed() {
            return Ok(as_it_lies.map(|()| stored)?);
        }
        let limit = attachment.bytes.unwrap_or(MAX_ATTACHMENT_BYTES).min(MAX_ATTACHMENT_BYTES);
        // It never was compressed and is not what it should be, or it opens to more than its document says.
        let damaged = || Failure::from(as_it_lies.err().unwrap_or_else(|| hash_of(attachment)));
        let Ok(content) = self.host.inflate(stored, usize::try_from(limit).unwrap_or(usize::MAX)).await
        else {
            return Err(damaged());
        };
        attachment.verify(&content)?;
        Ok(content)
    }
}

fn hash_of(attachment: &Attachment) -> ArchiveError {
    ArchiveError::Hash { name: attachment.path().unwrap_or_default() }
}
