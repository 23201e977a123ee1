//! What format a file has: by its content first, then by its name.

use crate::{container, decode, delimited, feed, html, mail, markdown, mhtml, office, portal};

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jsonl,
    Json,
    Markdown,
    Portal,
    Plain,
    Html,
    Feed,
    Table,
    Pdf,
    Zip,
    Tar,
    Warc,
    Mhtml,
    Mail,
    Mailbox,
}

impl Format {
    /// Whether an answer of this format, found in a crawl, may be a document: data and containers are what pages are made of, save that
    /// an office document is a ZIP too.
    pub(crate) fn is_on_the_web(self) -> bool {
        let parts = [
            Self::Jsonl,
            Self::Json,
            Self::Markdown,
            Self::Portal,
            Self::Plain,
            Self::Table,
            Self::Tar,
            Self::Warc,
            Self::Mhtml,
            Self::Mail,
            Self::Mailbox,
        ];
        !parts.contains(&self)
    }
}

/// What is said of a file that is called `.gz` or `.zst` and is neither that nor what the rest of its name says.
const NOT_COMPRESSED: &str = "its name says that it is compressed, which it is not, nor is it what the rest of its name says: \
    it may be damaged, or the page of an error in its place; get it again";

/// What is said of a file that is not what its name says, by the ending of the name.
const MISNAMED: [(&[&str], &str); 9] = [
    (
        &["docx", "docm", "dotx"],
        "its name says DOCX, but it is no DOCX: it is damaged, cut off, or something else under that name",
    ),
    (
        &["pdf"],
        "its name says PDF, but it is no PDF: it is damaged, cut off, or something else under that name",
    ),
    (
        &["zip", "wacz"],
        "its name says ZIP, but it is no ZIP: it is damaged, cut off, or something else under that name",
    ),
    (
        &["tar"],
        "its name says tar, but it is no tar: it is damaged, cut off, or something else under that name",
    ),
    (
        &["mht", "mhtml"],
        "its name says that a browser saved a page as one file (MHTML), but it holds none: it is damaged, cut off, or something else under that name",
    ),
    (
        &["eml", "mbox", "mbx"],
        "its name says mail, but it holds no message: it is damaged, cut off, or something else under that name",
    ),
    (
        &["html", "htm", "xhtml"],
        "its name says HTML, but it is no text: it is damaged, or something else under that name",
    ),
    (
        &["txt", "text", "md", "markdown", "mdown", "csv", "tsv", "tab"],
        "its name says that it is a text, which it is not: it is damaged, or something else under that name",
    ),
    (
        &["doc", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp"],
        "its name says that it is an office document, which it is not: it is damaged, cut off, or something else under that name",
    ),
];

/// What to do about such a file.
pub(crate) const SAVE_AGAIN: &str =
    "get it again, or open it in the program that made it and save it again; or leave it out";

/// What is said of a file called `name` that is not what the ending of its name says; `None` for endings that promise nothing.
pub(crate) fn misnamed(name: &str) -> Option<&'static str> {
    let ending = ending(inner(name));
    MISNAMED.iter().find(|(endings, _)| endings.contains(&ending.as_str())).map(|(_, reason)| *reason)
}

/// As [`misnamed`], of a ZIP file that is none of the office documents that are ZIP files, although its name says so.
pub(crate) fn misnamed_office(name: &str) -> Option<&'static str> {
    let zipped = ["docx", "docm", "dotx", "xlsx", "pptx", "odt", "ods", "odp"];
    misnamed(name).filter(|_| zipped.contains(&ending(inner(name)).as_str()))
}

/// A name without the ending of what it is compressed with.
fn inner(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name)
}

/// Tells the format of a file called `name` that holds, inflated, what begins with `head`; `whole` says whether `head`
/// is all of it, `packed` whether it had to be inflated.
///
/// # Errors
/// A sentence that says what the file seems to be, when it is none of the formats.
pub(crate) fn format(name: &str, head: &[u8], whole: bool, packed: bool) -> Result<Format, &'static str> {
    let inner = inner(name);
    let found = told(inner, head, whole);
    // Programs that fetch files often inflate them on the way and leave their names as they were.
    if inner.len() < name.len() && !packed && !head.is_empty() && !is_as_named(inner, head, found) {
        return Err(NOT_COMPRESSED);
    }
    found
}

/// Whether what a file holds is what its name says, as far as its beginning tells.
fn is_as_named(name: &str, head: &[u8], found: Result<Format, &'static str>) -> bool {
    let text = decode::decode(head).text;
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    match ending(name).as_str() {
        "jsonl" | "ndjson" | "json" => start.starts_with(['{', '[']),
        "warc" => start.starts_with("WARC/"),
        "tar" | "zip" | "wacz" => matches!(found, Ok(Format::Tar | Format::Zip)),
        "csv" | "tsv" | "tab" => found == Ok(Format::Table) && !html::is_html("", start),
        _ => !decode::is_binary(head) || found.is_ok(),
    }
}

/// The ending of a name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn told(name: &str, head: &[u8], whole: bool) -> Result<Format, &'static str> {
    // Containers know themselves, whatever they are called.
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::Zip);
    }
    if container::is_tar(head) {
        return Ok(Format::Tar);
    }
    if head.trim_ascii_start().starts_with(b"WARC/") || name.ends_with(".warc") {
        return Ok(Format::Warc);
    }
    if head.starts_with(b"filedesc://") {
        return Err("it is an ARC crawl, the format before WARC: make a WARC of it with `warcio recompress`");
    }
    if office::is_pdf(head) {
        return Ok(Format::Pdf);
    }
    let ending = ending(name);
    match ending.as_str() {
        "json" if whole && head.trim_ascii().is_empty() => return Err(EMPTY),
        "jsonl" | "ndjson" => return Ok(Format::Jsonl),
        "json" => return Ok(if is_lines_of_records(head, whole) { Format::Jsonl } else { Format::Json }),
        _ => {}
    }
    if head.is_empty() {
        return Err(EMPTY);
    }
    if let Some(reason) = other_container(head) {
        return Err(reason);
    }
    // What is a text may begin like a picture of two letters (BM).
    if tangthu_archive::begins_as_shown(head) || decode::is_binary(head) && infer::is_image(head) {
        return Err(PICTURE);
    }
    if mhtml::is_mhtml(&ending, head) {
        return Ok(Format::Mhtml);
    }
    if mail::mailbox::is_mailbox(head) {
        return Ok(Format::Mailbox);
    }
    if mail::is_message(&ending, head) {
        return Ok(Format::Mail);
    }
    if decode::is_binary(head) {
        return Err(misnamed(name).unwrap_or("it is not a text"));
    }
    if matches!(ending.as_str(), "csv" | "tsv" | "tab") {
        return Ok(Format::Table);
    }
    let text = decode::decode(whole_letters(head, whole)).text;
    let start = text.trim_start();
    let lower: String = start.chars().take(200).collect::<String>().to_lowercase();
    if start.starts_with('<') && feed::root(start).is_some_and(feed::is_feed) {
        return Ok(Format::Feed);
    }
    if html::is_html(&ending, start) {
        return Ok(Format::Html);
    }
    if lower.starts_with("<?xml") && whole && !feed::has_root(start) {
        return Err(
            "it is XML that breaks off before it says what it is: it is damaged or was cut off; get it again",
        );
    }
    if lower.starts_with("<?xml") {
        return Err("it is XML, but neither a page nor a feed");
    }
    if opens_json(start) {
        return Ok(if is_lines_of_records(head, whole) { Format::Jsonl } else { Format::Json });
    }
    if delimited::is_table(start) {
        return Ok(Format::Table);
    }
    let is_markdown = matches!(ending.as_str(), "md" | "markdown" | "mdown");
    if markdown::has_front_matter(&text) {
        return Ok(Format::Markdown);
    }
    if !is_markdown && portal::is_portal(&text) {
        return Ok(Format::Portal);
    }
    match ending.as_str() {
        _ if is_markdown => Ok(Format::Markdown),
        "txt" | "text" | "" => Ok(Format::Plain),
        _ => Err(misnamed(name).unwrap_or("its name and its content are of no known format")),
    }
}

/// What is said of a picture that went along with no document.
const PICTURE: &str = "it is a picture that no document here shows: show it in one, or take it out; a scanned document is read from a PDF with its text";

/// What is said of a file without content.
pub(crate) const EMPTY: &str = "it is empty";

/// What to do about such a file.
pub(crate) const FILL: &str = "get it again, or take it out";

/// What is said of the containers that are not opened.
fn other_container(head: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 4] = [
        (b"7z\xBC\xAF\x27\x1C", "it is a 7z container, which is not opened: pack it as ZIP"),
        (b"Rar!\x1A\x07", "it is a RAR container, which is not opened: pack it as ZIP"),
        (b"\xFD7zXZ\0", "it is compressed with xz, which is not opened: compress it with gzip"),
        (b"BZh", "it is compressed with bzip2, which is not opened: compress it with gzip"),
    ];
    known.into_iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, reason)| reason)
}

/// The head without the letter that its end cuts in two, which would make UTF-8 look like another encoding.
fn whole_letters(head: &[u8], whole: bool) -> &[u8] {
    match std::str::from_utf8(head) {
        // No error length means that the text is right as far as it goes and only ends too early.
        Err(error) if !whole && error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// Whether the text opens like JSON that holds records, and not like prose in brackets.
fn opens_json(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    match (marks.next(), marks.next()) {
        (Some('{'), second) => matches!(second, Some('"' | '}')),
        (Some('['), second) => matches!(second, Some('{')),
        _ => false,
    }
}

/// Whether the first line is a complete object and another line follows.
fn is_lines_of_records(head: &[u8], whole: bool) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let Some(end) = head.iter().position(|&b| b == b'\n') else { return false };
    let (first, rest) = head.split_at(end);
    let more = !whole || rest.iter().any(|b| !b.is_ascii_whitespace());
    more && first.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        let told = |name: &str, head: &str| format(name, head.as_bytes(), true, false);
        assert_eq!(told("a.txt", "{\"title\":\"A\"}\n{\"title\":\"B\"}\n"), Ok(Format::Jsonl));
        assert_eq!(told("a.json", "{\"title\":\"A\"}\n{\"title\":\"B\"}\n"), Ok(Format::Jsonl));
        assert_eq!(told("a.json", "{\"title\":\"A\"}\n"), Ok(Format::Json));
        assert_eq!(told("a.txt", "---\ntitle: A\n---\nB"), Ok(Format::Markdown));
        assert_eq!(told("a.txt", "Mục\n\nTên\nNgày đăng 28/03/2023 | 14:04\n\nChữ."), Ok(Format::Portal));
        assert_eq!(told("a.txt", "[Tin nóng] Một tin"), Ok(Format::Plain));
        assert_eq!(told("README", "Chữ"), Ok(Format::Plain));
        assert_eq!(told("a.md", "Chữ"), Ok(Format::Markdown));
        assert_eq!(told("a.txt", "\n<!-- lưu --><!DOCTYPE html><title>A</title>"), Ok(Format::Html));
        assert_eq!(told("a.xhtml", "<?xml version='1.0'?>\n<html xmlns='x'>"), Ok(Format::Html));
        assert_eq!(told("a.htm", "<p>Chữ"), Ok(Format::Html));
        assert_eq!(told("a.xml", "<?xml version='1.0'?>\n<!-- a --><rss version='2.0'>"), Ok(Format::Feed));
        assert_eq!(told("a", "<!DOCTYPE x [<!ENTITY a 'b'>]><rdf:RDF xmlns='x'>"), Ok(Format::Feed));
        assert_eq!(told("a.csv", "a,b"), Ok(Format::Table));
        assert_eq!(told("a.txt", "tiêu đề;nội dung\nA;B"), Ok(Format::Table));
        for (name, head) in [
            ("a.xml", "<?xml version='1.0'?><rows>"),
            ("a.xml", "<?xml version='1.0'?><!-- lưu"),
            ("a.txt", ""),
            ("a.json", ""),
            ("a.json", "\n "),
            ("a.bin", "\0\0"),
            ("a.css", "p {}"),
        ] {
            assert!(told(name, head).is_err(), "{name}");
        }
    }

    #[test]
    fn a_feed_that_breaks_off_before_it_says_so_is_told_from_other_xml() {
        let told = |head: &str| format("a.xml", head.as_bytes(), true, false);
        for head in [
            "<?xml version='1.0'",
            "<?xml version='1.0'?>",
            "<?xml version='1.0'?>\n<!-- generator",
            "<?xml version='1.0'?><rs",
        ] {
            assert!(told(head).unwrap_err().contains("breaks off"), "{head}");
        }
        assert!(!told("<?xml version='1.0'?><rows><row/>").unwrap_err().contains("breaks off"));
        assert_eq!(told("<?xml version='1.0'?><rss version='2.0'>"), Ok(Format::Feed));
    }

    #[test]
    fn a_file_that_is_not_what_its_name_says_is_told_so() {
        let noise: &[u8] = b"\x80\x00\x12\xFF\x07\x00\x99";
        for (name, word) in [
            ("hong.docx", "DOCX"),
            ("HONG.DOCX", "DOCX"),
            ("hong.docx.gz", "DOCX"),
            ("hong.pdf", "PDF"),
            ("hong.zip", "ZIP"),
            ("hong.tar", "tar"),
            ("hong.html", "HTML"),
            ("hong.txt", "text"),
            ("hong.md", "text"),
            ("hong.xlsx", "office document"),
        ] {
            let reason = format(name, noise, true, true).unwrap_err();
            assert!(reason.starts_with("its name says") && reason.contains(word), "{name}: {reason}");
            assert_eq!(misnamed(name), Some(reason));
        }
        assert_eq!(format("hong.pdf", "Chữ thường".as_bytes(), true, false), Err(misnamed("a.pdf").unwrap()));
        assert_eq!(format("hong", noise, true, false), Err("it is not a text"));
        assert_eq!(format("anh.jpg", noise, true, false), Err("it is not a text"));
        // The page of an error under the name of a document is a page.
        assert_eq!(format("hong.pdf", b"<!doctype html><title>404</title>", true, false), Ok(Format::Html));
    }

    #[test]
    fn a_name_that_promises_compression_is_believed_only_where_the_content_fits_it() {
        let told = |name: &str, head: &[u8]| format(name, head, true, false);
        let page: &[u8] = b"<!doctype html><title>404</title>";
        for name in ["a.jsonl.gz", "a.json.zst", "a.csv.gz", "a.warc.gz", "a.tar.gz"] {
            assert_eq!(told(name, page), Err(NOT_COMPRESSED), "{name}");
            assert_eq!(told(name, b"\x80\x00\x12\xFF"), Err(NOT_COMPRESSED), "{name}");
        }
        assert_eq!(told("a.txt.gz", b"\x80\x00\x12\xFF"), Err(NOT_COMPRESSED));
        assert_eq!(told("a.jsonl.gz", b"{\"title\":\"A\"}\n"), Ok(Format::Jsonl));
        assert_eq!(told("a.csv.gz", "tiêu đề;nội dung\nA;B".as_bytes()), Ok(Format::Table));
        assert_eq!(told("a.html.gz", page), Ok(Format::Html));
        assert_eq!(told("a.txt.gz", "Chữ".as_bytes()), Ok(Format::Plain));
        assert_eq!(format("a.jsonl.gz", b"x", true, true), Ok(Format::Jsonl));
    }

    #[test]
    fn a_head_cut_inside_a_letter_is_still_a_portal_page() {
        let page =
            format!("Mục\n\nTên\nNgày đăng 28/03/2023 | 14:04\n\n{}", "Đường ở đây đã đắp. ".repeat(40));
        let head = page.as_bytes();
        let cuts: Vec<usize> = (head.len() - 30..head.len()).collect();
        assert!(cuts.iter().any(|&cut| !page.is_char_boundary(cut)));
        for cut in cuts {
            assert_eq!(format("a.txt", &head[..cut], false, false), Ok(Format::Portal), "{cut}");
        }
        // What breaks off where the whole file ends is no UTF-8.
        assert_eq!(whole_letters(b"a\xC4", true), b"a\xC4");
        assert_eq!(whole_letters(b"a\xC4", false), b"a");
    }
}
