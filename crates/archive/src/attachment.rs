//! Files that belong to documents: where they lie in a bundle, and under which endings.
//!
//! A file opened at its own address runs in the site's origin, and many hosts send no headers. So only pictures and PDF
//! keep an ending that tells what they are; all others lie as `.bin`, which browsers save and never show.

use crate::{ArchiveError, Attachment, Sha256Hex};

/// The folder that holds every attachment, beside the manifest.
pub const ATTACHMENT_FOLDER: &str = "files";

/// The longest attachment, in bytes: the reader holds one whole to check it, in a tab too.
pub const MAX_ATTACHMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Hexadecimal digits of the hash in a file's name, as for parts.
const NAME_DIGITS: usize = 20;

/// The media types that keep an ending of their own, and the ending.
const SHOWN: [(&str, &str); 5] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
    ("application/pdf", "pdf"),
];

impl Attachment {
    /// The file's path in the bundle; `None` where the file was missing at packing.
    pub fn path(&self) -> Option<String> {
        let media_type = self.media_type.as_deref().unwrap_or_default();
        let shown = SHOWN.iter().find(|(known, _)| *known == media_type);
        let ending = shown.map_or("bin", |(_, ending)| ending);
        Some(format!("{ATTACHMENT_FOLDER}/{}.{ending}", self.sha256?.prefix(NAME_DIGITS)))
    }

    /// Compares the bytes of the file with what the document says of it.
    ///
    /// # Errors
    /// When their length or their hash differs.
    pub fn verify(&self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let (Some(name), Some(hash)) = (self.path(), self.sha256) else { return Ok(()) };
        let found = bytes.len() as u64;
        match self.bytes {
            Some(expected) if expected != found => Err(ArchiveError::Length { name, expected, found }),
            _ if Sha256Hex::of(bytes) != hash => Err(ArchiveError::Hash { name }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attachment(media_type: &str, bytes: &[u8]) -> Attachment {
        Attachment {
            name: "thông báo.pdf".into(),
            media_type: Some(media_type.to_owned()),
            bytes: Some(bytes.len() as u64),
            sha256: Some(Sha256Hex::of(bytes)),
        }
    }

    #[test]
    fn only_what_can_do_no_harm_keeps_an_ending_of_its_own() {
        let ending = |media_type| attachment(media_type, b"x").path().unwrap()[26..].to_owned();
        assert_eq!((ending("image/jpeg"), ending("application/pdf")), (".jpg".to_owned(), ".pdf".to_owned()));
        for other in ["text/html", "image/svg+xml", "application/xhtml+xml", "", "image/png; x"] {
            assert_eq!(ending(other), ".bin", "{other}");
        }
        let missing = Attachment { sha256: None, ..attachment("image/png", b"x") };
        assert_eq!(missing.path(), None);
    }

    #[test]
    fn a_changed_file_is_told_from_the_right_one() {
        let right = attachment("image/png", b"right");
        assert_eq!(right.verify(b"right"), Ok(()));
        assert!(matches!(right.verify(b"wrong"), Err(ArchiveError::Hash { .. })));
        assert!(matches!(right.verify(b"rights"), Err(ArchiveError::Length { .. })));
    }
}
