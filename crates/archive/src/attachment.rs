//! Files that belong to documents: where they lie in a bundle, and under which endings.
//!
//! A file opened at its own address runs in the site's origin, and many hosts send no headers. So only pictures and PDF
//! keep an ending that tells what they are; all others lie as `.bin`, which browsers save and never show. Servers that do not
//! know that ending look into the file to guess what it is, and browsers do where no type is sent: they would find the HTML of a
//! page that is an attachment. So what lies as `.bin` is compressed, and there is nothing to be guessed at.

use crate::{ArchiveError, Attachment, Sha256Hex};

/// The folder that holds every attachment, beside the manifest.
pub const ATTACHMENT_FOLDER: &str = "files";

/// The longest attachment, in bytes: the reader holds one whole to check it, in a tab too.
pub const MAX_ATTACHMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Hexadecimal digits of the hash in a file's name, as for parts.
const NAME_DIGITS: usize = 20;

/// The ending of all other files.
const PACKED: &str = "bin";

/// The media types that keep an ending of their own, and the ending.
const SHOWN: [(&str, &str); 5] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
    ("application/pdf", "pdf"),
];

/// What is wrong with a file that lies under the ending of a picture and is none.
const NOT_SHOWN: &str = "it lies where browsers show it, but does not begin as a picture or PDF does";

/// Whether a file begins as one of the types do that keep an ending of their own: with the very first byte, so that who guesses a
/// type from content cannot take it for a page. (What tells files by their content elsewhere is more lenient: it finds `%PDF` behind
/// a kilobyte of anything.)
pub fn begins_as_shown(bytes: &[u8]) -> bool {
    let at = |place: usize, what: &[u8]| bytes.get(place..place + what.len()) == Some(what);
    at(0, b"\xFF\xD8\xFF")
        || at(0, b"\x89PNG\r\n\x1A\n")
        || (at(0, b"RIFF") && at(8, b"WEBP"))
        || (at(0, b"\0\0") && at(4, b"ftyp"))
        || at(0, b"%PDF-")
}

impl Attachment {
    /// The file's path in the bundle; `None` where the file was missing at packing.
    pub fn path(&self) -> Option<String> {
        let media_type = self.media_type.as_deref().unwrap_or_default();
        let shown = SHOWN.iter().find(|(known, _)| *known == media_type);
        let ending = shown.map_or(PACKED, |(_, ending)| ending);
        Some(format!("{ATTACHMENT_FOLDER}/{}.{ending}", self.sha256?.prefix(NAME_DIGITS)))
    }

    /// Whether the file lies compressed with gzip, as everything does whose bytes are not meant for browsers.
    pub fn is_packed(&self) -> bool {
        self.path().is_some_and(|path| path.ends_with(PACKED))
    }

    /// The bytes as which the file lies in the bundle.
    ///
    /// # Errors
    /// What compressing returns, which does not fail in memory.
    #[cfg(feature = "write")]
    pub fn stored(&self, bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
        if self.is_packed() { crate::gzip(&bytes) } else { Ok(bytes) }
    }

    /// Compares the bytes of the file, unpacked, with what the document says of it.
    ///
    /// # Errors
    /// When their length or their hash differs, or when a file that browsers show does not begin as files of its type do.
    pub fn verify(&self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let (Some(name), Some(hash)) = (self.path(), self.sha256) else { return Ok(()) };
        let found = bytes.len() as u64;
        match self.bytes {
            Some(expected) if expected != found => Err(ArchiveError::Length { name, expected, found }),
            _ if Sha256Hex::of(bytes) != hash => Err(ArchiveError::Hash { name }),
            _ if self.is_packed() || begins_as_shown(bytes) => Ok(()),
            _ => Err(ArchiveError::Malformed { name, reason: NOT_SHOWN.to_owned() }),
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
    fn a_page_that_passes_itself_off_as_a_picture_is_refused() {
        for (media_type, page) in [
            ("image/webp", &b"<script>WEBP;alert(1)</script>"[..]),
            ("image/avif", b"<!--ftypavif0000avif--><script>alert(1)</script>"),
            ("application/pdf", b"<script>alert(1)</script><!--%PDF-1.4-->"),
            ("image/png", b"<script>alert(1)</script>"),
        ] {
            let error = attachment(media_type, page).verify(page).unwrap_err();
            assert!(error.to_string().contains("does not begin"), "{error}");
        }
        let avif = b"\0\0\0\x20ftypavif\0\0\0\0avif";
        attachment("image/avif", avif).verify(avif).unwrap();
    }

    #[test]
    fn what_browsers_should_not_look_into_lies_compressed() {
        let page = b"<!doctype html><script>alert(1)</script>";
        let stored = attachment("text/html", page).stored(page.to_vec()).unwrap();
        assert!(stored.starts_with(&[0x1F, 0x8B]) && !stored.windows(6).any(|six| six == b"script"));
        let picture = b"\x89PNG\r\n\x1A\n";
        assert_eq!(attachment("image/png", picture).stored(picture.to_vec()).unwrap(), picture);
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
        let right = attachment("text/plain", b"right");
        assert_eq!(right.verify(b"right"), Ok(()));
        assert!(matches!(right.verify(b"wrong"), Err(ArchiveError::Hash { .. })));
        assert!(matches!(right.verify(b"rights"), Err(ArchiveError::Length { .. })));
    }
}
