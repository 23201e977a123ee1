//! What the readers of office documents share: parts of a container, and judgements that hold for DOCX, ODT and PDF alike.

use crate::{
    apart::Wanted,
    container::Container,
    official,
    record::{Notes, one_line},
    source::HEAD,
    xml::{Element, Step, Xml},
};
use std::io::{BufRead, BufReader, Read};
use tangthu_archive::{Attachment, Block, Document};

/// The longest part of a document that is read, inflated, in bytes: the text of the longest law has two megabytes.
const MAX_PART: u64 = 256 * 1024 * 1024;

/// The longest heading, in characters.
const MAX_HEADING: usize = 160;

/// The media types of what is read here.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(crate) const PDF: &str = "application/pdf";

/// The longest PDF that is read, in bytes: scans of books have some hundred megabytes.
pub(crate) const MAX_PDF: u64 = 512 * 1024 * 1024;

/// Whether a file that begins with `head` is a PDF. Some programs write something before it.
pub(crate) fn is_pdf(head: &[u8]) -> bool {
    head.get(..1024).unwrap_or(head).windows(5).any(|part| part == b"%PDF-")
}

/// Reads a PDF.
///
/// # Errors
/// When it cannot be read.
#[cfg(feature = "pdf")]
pub(crate) fn read_pdf(bytes: Vec<u8>, wanted: Wanted, notes: &mut Notes) -> Result<Document, Refused> {
    crate::pdf::read(bytes, wanted, notes)
}

/// The browser reads no PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn read_pdf(_bytes: Vec<u8>, _wanted: Wanted, _notes: &mut Notes) -> Result<Document, Refused> {
    Err(Refused::new("it is a PDF, which this program cannot read here", "read it with the command"))
}

/// Why a document is not read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) reason: String,
    pub(crate) remedy: &'static str,
}

impl Refused {
    pub(crate) fn new(reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { reason: reason.into(), remedy }
    }
}

/// What to do about a format that is not read.
const SAVE_AS_DOCX: &str = "open it in Word or LibreOffice and save it as DOCX or PDF";

/// Why a file that begins with `head` is an office document that is not read; `None` for all others.
pub(crate) fn refused(head: &[u8]) -> Option<Refused> {
    // The container of Microsoft's older formats; what newer programs encrypt lies in it as well.
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let holds = |name: &str| head.windows(name.len() * 2).any(|part| part == wide(name));
        if holds("EncryptedPackage") {
            let reason = "it is an office document that a password protects";
            return Some(Refused::new(reason, "open it with its password and save it without one"));
        }
        let reason = if holds("WordDocument") {
            "it is a document of an old Word (.doc), which is not read"
        } else {
            "it is a file of an old office program (.doc, .xls, .ppt, .msg), which is not read"
        };
        return Some(Refused::new(reason, SAVE_AS_DOCX));
    }
    if head.starts_with(b"{\\rtf") {
        return Some(Refused::new("it is rich text (.rtf), which is not read", SAVE_AS_DOCX));
    }
    None
}

/// Why a container is an office document that is not read, and no hand-over of files.
pub(crate) fn refused_container(container: &Container) -> Option<Refused> {
    let has = |name: &str| container.paths().any(|path| path == name);
    if has("[Content_Types].xml") && has("xl/workbook.xml") {
        let reason = "it is a spreadsheet (.xlsx), which is not read";
        return Some(Refused::new(reason, "save each sheet that holds documents as CSV"));
    }
    if has("[Content_Types].xml") && has("ppt/presentation.xml") {
        return Some(Refused::new("it is a presentation (.pptx), which is not read", "save it as PDF"));
    }
    if has("mimetype") && has("content.xml") {
        let reason = "it is an OpenDocument file (.odt, .ods), which is not read";
        return Some(Refused::new(reason, SAVE_AS_DOCX));
    }
    None
}

/// A document as it is kept: with what its head says, a title in any case, and the file that it was read from.
pub(crate) fn finished(mut document: Document, path: &str, media_type: &str, bytes: u64) -> Document {
    let given = std::mem::take(&mut document.title);
    // The head of an official document says more than what a program filled in.
    official::recognise(&mut document);
    if document.title.is_empty() {
        // Of a document that names no kind, its number says more than the body that issued it.
        document.title = match &document.number {
            Some(number) if given.is_empty() || official::is_line_of_head(&given) => {
                format!("Văn bản số {number}")
            }
            _ => given,
        };
    }
    if document.title.is_empty() {
        document.title = first_heading(&document).unwrap_or_else(|| named_by_file(path));
    }
    if document.issued.is_some() {
        // The day on which a file was made says nothing beside the day on which the document was issued.
        document.published = document.issued;
        document.updated = None;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    document.attachments.push(Attachment {
        name,
        media_type: Some(media_type.to_owned()),
        bytes: Some(bytes),
        sha256: None,
    });
    document
}

/// The first heading, or the first line where it stands alone like one.
fn first_heading(document: &Document) -> Option<String> {
    let first = document.body.first();
    let heading = document.body.iter().take(3).find_map(|block| match block {
        Block::Heading { text, .. } => Some(text.clone()),
        _ => None,
    });
    let line = first.and_then(|block| match block {
        Block::Paragraph { text }
            if text.chars().count() <= MAX_HEADING && !text.ends_with(['.', ';', ',', ':']) =>
        {
            Some(text.clone())
        }
        _ => None,
    });
    heading.or(line)
}

/// A title from the name of a file.
pub(crate) fn named_by_file(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = one_line(&stem.replace(['_', '+'], " "));
    if words.is_empty() { name.to_owned() } else { words }
}

/// A part of a document on its way.
pub(crate) type Part = Xml<Box<dyn BufRead>>;

/// Opens a part.
pub(crate) fn part(container: &Container, path: &str) -> Option<Part> {
    let content = container.open(path)?.look().ok()?.content().ok()?;
    Some(Xml::new(Box::new(BufReader::with_capacity(HEAD, content.take(MAX_PART)))))
}

/// A part as a whole; `None` where it is not there or cannot be read.
pub(crate) fn tree(container: &Container, path: &str) -> Option<Element> {
    let mut part = part(container, path)?;
    match part.step() {
        Ok(Some(Step::Open(root))) => part.rest_of(root).ok(),
        _ => None,
    }
}

/// Whether what the properties give as title is one: programs fill in the name of the file or of themselves.
pub(crate) fn is_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    let ends = [".doc", ".docx", ".odt", ".rtf", ".pdf", ".xls", ".xlsx", ".indd", ".dot"];
    let program = [
        "microsoft word",
        "word document",
        "untitled",
        "document",
        "powerpoint",
        "không có tiêu đề",
        "scan",
        "img_",
    ];
    lower.split_whitespace().count() > 1
        && !ends.iter().any(|end| lower.ends_with(end))
        && !program.iter().any(|name| lower.starts_with(name))
}

/// What is given as author where nobody gave one: names of accounts, of makes of machines, and of programs.
const MACHINES: &[&str] = &[
    // Accounts and machines.
    "user",
    "users",
    "admin",
    "administrator",
    "owner",
    "guest",
    "root",
    "default",
    "computer",
    "laptop",
    "pc",
    "mypc",
    "my pc",
    "hp",
    "dell",
    "acer",
    "asus",
    "lenovo",
    "sony",
    "toshiba",
    "samsung",
    "thinkpad",
    "macbook",
    "apple",
    "home",
    "office",
    "smart",
    "autobvt",
    "may tinh",
    "máy tính",
    "người dùng",
    "tác giả",
    // What stands for nobody.
    "unknown",
    "unknown creator",
    "unknown author",
    "anonymous",
    "unspecified",
    "author",
    "un-named",
    "unnamed",
    "none",
    "null",
    // Programs and libraries.
    "python-docx",
    "docx",
    "docx4j",
    "docxtemplater",
    "officegen",
    "openpyxl",
    "apache poi",
    "phpword",
    "phpoffice",
    "html-docx-js",
    "pandoc",
    "reportlab",
    "libreoffice",
    "openoffice",
    "openoffice.org",
    "google",
    "google docs",
    "wps",
    "wps office",
    "kingsoft",
    "pages",
];

/// Whether what the properties give as author names somebody.
pub(crate) fn is_author(name: &str) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_matches(['(', ')', '[', ']', '<', '>', '"', ' ']);
    let named = bare.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let begins =
        ["www.", "http", "windows ", "aspose", "python-docx", "apache poi", "libreoffice", "openoffice"];
    // Sites that hand out programs leave their address.
    let is_address =
        !bare.contains(' ') && [".com", ".vn", ".net", ".org"].iter().any(|end| bare.ends_with(end));
    named
        && !MACHINES.contains(&bare)
        && !bare.contains("microsoft")
        && !begins.iter().any(|start| bare.starts_with(start))
        && !is_address
}

/// Whether a moment is the one that programs and their templates leave, and not that of a document: of the template of
/// python-docx, of that of Microsoft's libraries, and where clocks and archives begin.
pub(crate) fn is_of_a_template(stamp: &str) -> bool {
    const STAMPS: &[&str] = &["2013-12-23T23:15:00", "2006-09-16T00:00:00", "1980-01-01T00:00:00"];
    let year = stamp.trim().get(..4).and_then(|year| year.parse::<u16>().ok());
    // Word processors with such properties are younger.
    year.is_some_and(|year| year < 1980) || STAMPS.iter().any(|known| stamp.trim().starts_with(known))
}

/// Whether a line is a heading by how it is numbered: `I. MỤC ĐÍCH`, `Chương II`, `Điều 5. Phạm vi`.
pub(crate) fn is_numbered_heading(text: &str) -> bool {
    if text.chars().count() > MAX_HEADING || text.ends_with(['.', ';', ',', ':']) {
        return false;
    }
    let mut words = text.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let number = first.trim_end_matches(['.', ')', '-', '/', ':']);
    let is_roman = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let chapter = ["chương", "phần", "mục", "điều", "tiểu"].contains(&first.to_lowercase().as_str());
    let counted = second.trim_end_matches(['.', ':']);
    let counted = is_roman(counted) || counted.parse::<u32>().is_ok() || ["thứ", "mục"].contains(&counted);
    (is_roman(number) && number != first && !second.is_empty()) || (chapter && counted)
}

/// Whether a table only sets texts side by side: the head of an official document, or the end with addressees and signature;
/// a frame of one cell; a line of columns.
pub(crate) fn is_layout(rows: &[Vec<String>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if width <= 1 {
        return true;
    }
    let text = rows.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ").to_lowercase();
    let head = text.contains("cộng hòa xã hội")
        || text.contains("cộng hoà xã hội")
        || text.contains("đảng cộng sản việt nam");
    // The lower part of a head: the number on one side, place and date on the other.
    let mut cells = rows.iter().flatten().map(|cell| cell.to_lowercase());
    let below =
        text.contains(", ngày ") && text.contains(" tháng ") && cells.any(|cell| cell.starts_with("số"));
    width <= 3 && (head || (below && rows.len() <= 4) || text.trim_start().starts_with("nơi nhận"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_by_their_numbers() {
        for text in
            ["I. MỤC ĐÍCH", "Chương II QUY ĐỊNH CHUNG", "Điều 5. Phạm vi", "IV/ Tổ chức", "Phần thứ nhất"]
        {
            assert!(is_numbered_heading(text), "{text}");
        }
        for text in ["I", "1. Rà soát", "Vì vậy quận họp", "Điều này đúng", "I. Quận đã họp.", "MỤC TIÊU"]
        {
            assert!(!is_numbered_heading(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_remedy() {
        let old: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].to_vec();
        let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(refused(&[old.as_slice(), &wide].concat()).unwrap().reason.contains("password"));
        assert!(refused(&old).unwrap().reason.contains("old office program"));
        assert!(refused(b"{\\rtf1\\ansi").unwrap().remedy.contains("DOCX"));
        assert_eq!(refused("Một đoạn".as_bytes()), None);
    }

    #[test]
    fn what_programs_fill_in_is_neither_title_nor_author() {
        assert!(is_title("Kế hoạch năm 2023") && is_author("Nguyễn Văn Bình"));
        for text in ["Microsoft Word - KH 104", "Word Document", "kehoach 1.docx", "Document 1", "abc"] {
            assert!(!is_title(text), "{text}");
        }
        for name in [
            "Windows User",
            "HP",
            "python-docx",
            "Apache POI",
            "docx4j",
            "(anonymous)",
            "Un-named",
            "Techsi.vn",
        ] {
            assert!(!is_author(name), "{name}");
        }
        for name in ["Nguyễn Thị Hoa", "Văn phòng HĐND", "Pages Nguyen", "Trần Office"] {
            assert!(is_author(name), "{name}");
        }
        for stamp in
            ["2013-12-23T23:15:00Z", "1601-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z"]
        {
            assert!(is_of_a_template(stamp), "{stamp}");
        }
        for stamp in ["2013-12-23T10:00:00Z", "2023-11-20T02:00:00Z", "1998-01-01T00:00:00Z", "", "năm"] {
            assert!(!is_of_a_template(stamp), "{stamp}");
        }
    }
}
