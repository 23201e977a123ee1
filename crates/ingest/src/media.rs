//! The media type of a file that belongs to a document, by its content alone. Whether browsers show it is for the archive to say.

use crate::office::DOCX;
use std::io::{Cursor, Read};

/// The media type of a file.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    let told = infer::get(bytes).map_or("application/octet-stream", |kind| kind.mime_type());
    // Office documents are ZIP files; which of them is told by what is inside, in whatever order it was packed.
    if bytes.starts_with(b"PK\x03\x04") { type_of_zip(bytes).unwrap_or(told) } else { told }
}

/// Office documents that are ZIP files: the beginning of the path of what each must hold, and its media type.
const IN_ZIP: [(&str, &str); 3] = [
    ("word/document", DOCX),
    ("xl/workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

/// Types that a file of OpenDocument states in its first member.
const OPEN_DOCUMENT: [&str; 4] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
];

/// The media type of the office document that a ZIP file is; `None` where it is none, or cannot be read. Only its directory is
/// gone through, and one member that holds nothing but a type.
fn type_of_zip(bytes: &[u8]) -> Option<&'static str> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if zip.index_for_name("[Content_Types].xml").is_some() {
        let holds = |start: &str| zip.file_names().filter_map(Result::ok).any(|name| name.starts_with(start));
        return IN_ZIP.iter().find(|(start, _)| holds(start)).map(|(_, media_type)| *media_type);
    }
    zip.index_for_name("content.xml")?;
    let longest = OPEN_DOCUMENT.iter().map(|known| known.len()).max().unwrap_or_default() as u64;
    let mut stated = String::new();
    zip.by_name("mimetype").ok()?.take(longest + 1).read_to_string(&mut stated).ok()?;
    OPEN_DOCUMENT.iter().copied().find(|known| *known == stated.trim())
}
