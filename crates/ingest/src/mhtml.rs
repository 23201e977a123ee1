//! Pages that a browser saved as one file (MHTML, RFC 2557): mail, whose parts are the page and what it shows.
//!
//! Such a file is a crawl of one page, so that is what becomes of it: records of a WARC, which are then read with those of all other
//! crawls. The page has its address and the time when it was saved, its pictures are found, and of two that were saved from
//! one address the newer is read.

use crate::{
    dates,
    seekable::{Shared, put_aside},
};
use mailparse::{MailHeaderMap, ParsedMail};
use std::path::Path;
use url::Url;

/// What was saved.
pub(crate) enum Saved {
    /// A page of the web with what it shows, as a crawl.
    Crawl(Shared),
    /// A page of a disk, as HTML: its parts have no address under which they could be found.
    Page(Vec<u8>),
}

/// Whether a file with this ending that begins with `head` is such a page.
pub(crate) fn is_mhtml(ending: &str, head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(head).to_ascii_lowercase();
    let fields = start.split("\r\n\r\n").next().and_then(|fields| fields.split("\n\n").next());
    let has = |field: &str| fields.is_some_and(|fields| fields.lines().any(|line| line.starts_with(field)));
    let is_named_so = matches!(ending, "mht" | "mhtml");
    has("content-type:") && (has("snapshot-content-location:") || is_named_so && has("mime-version:"))
}

/// Reads the page in `bytes`; what it becomes is put aside in the folder `aside`.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub(crate) fn read(bytes: &[u8], aside: &Path) -> Result<Saved, String> {
    let mail =
        mailparse::parse_mail(bytes).map_err(|error| format!("its parts cannot be told apart ({error})"))?;
    let parts: Vec<&ParsedMail> = mail.parts().filter(|part| part.subparts.is_empty()).collect();
    let page =
        page_of(&mail, &parts).ok_or("it holds no page: it is damaged, cut off, or mail under that name")?;
    let body = page.get_body_raw().map_err(|error| format!("its page cannot be decoded ({error})"))?;
    let named =
        field(&mail, "Snapshot-Content-Location").or_else(|| location(page)).or_else(|| location(&mail));
    let address = named.and_then(|address| Url::parse(&address).ok());
    let Some(address) = address.filter(|address| matches!(address.scheme(), "http" | "https")) else {
        return Ok(Saved::Page(body));
    };
    let date =
        field(&mail, "Date").and_then(|date| dates::read_date(&date).ok()).map(|date| date.to_string());
    let mut crawl = record(&address, date.as_deref(), page, &body);
    for part in parts.iter().filter(|part| !is_page(part) && part.ctype.mimetype != "text/css") {
        // One that cannot be decoded is missing, as the report of the page will say.
        let own = location(part).and_then(|place| address.join(&place).ok());
        if let (Some(own), Ok(body)) = (own, part.get_body_raw()) {
            crawl.extend(record(&own, date.as_deref(), part, &body));
        }
    }
    let file = put_aside(crawl.as_slice(), aside);
    file.map(Saved::Crawl).map_err(|error| format!("there is no room to put it aside ({error})"))
}

/// The part that is the page: the one that the mail names, else the first; frames and advertisements come after it.
fn page_of<'a>(mail: &ParsedMail, parts: &[&'a ParsedMail<'a>]) -> Option<&'a ParsedMail<'a>> {
    let named = mail.ctype.params.get("start");
    let is_named = |part: &&&ParsedMail| named.is_some() && field(part, "Content-ID").as_ref() == named;
    parts
        .iter()
        .filter(|part| is_page(part))
        .find(is_named)
        .or_else(|| parts.iter().find(|part| is_page(part)))
        .copied()
}

fn is_page(part: &ParsedMail) -> bool {
    matches!(&*part.ctype.mimetype, "text/html" | "application/xhtml+xml")
}

fn field(part: &ParsedMail, name: &str) -> Option<String> {
    part.headers.get_first_value(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn location(part: &ParsedMail) -> Option<String> {
    field(part, "Content-Location")
}

/// A part as a record of a crawl (WARC 1.1, a `resource`).
fn record(address: &Url, date: Option<&str>, part: &ParsedMail, body: &[u8]) -> Vec<u8> {
    let plain =
        |text: &str| -> String { text.chars().filter(|c| c.is_ascii_graphic() && *c != ';').collect() };
    let date = date.map(|date| format!("WARC-Date: {date}\r\n")).unwrap_or_default();
    let charset = part.ctype.params.get("charset").map(|charset| format!("; charset={}", plain(charset)));
    let head = format!(
        "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\n{date}Content-Type: {}{}\r\nContent-Length: {}\r\n\r\n",
        plain(&part.ctype.mimetype),
        charset.unwrap_or_default(),
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}
