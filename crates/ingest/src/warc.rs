//! Crawls: WARC and WACZ. Each answer that may be a document is unpacked to what the server sent, and then read as a file of
//! its format; which format it has, the readers of formats decide.
//!
//! No crate is used for the records: those there are hold a record whole, stop at the first damage, or do not tell where a
//! record stands. HTTP heads are read by `httparse`.

mod digest;
mod http;
mod index;
mod indexing;
mod record;
#[cfg(test)]
mod tests;
mod wacz;

pub(crate) use index::{Crawl, CrawlFile};
pub(crate) use wacz::is_wacz;

use crate::{file::File, input::Reading, item::Notice, record::one_line, source::Source, tree::Tree};
use digest::Digest;
use index::{Capture, about};
use std::io::Cursor;
use tangthu_archive::PartialDate;

/// The longest answer that is read, in bytes, as stored and as decoded.
const MAX_ANSWER: u64 = 64 * 1024 * 1024;

/// What a crawl says of a page.
#[derive(Clone)]
pub(crate) struct Web<'a> {
    /// Its address.
    pub(crate) url: &'a str,
    /// The encoding that the server named.
    pub(crate) charset: Option<&'a str>,
    /// When the page was last found to be so.
    pub(crate) crawled: Option<PartialDate>,
    /// The digest of the answer that the crawl states, where it is right.
    pub(crate) digest: Option<String>,
    /// The file of the crawl.
    pub(crate) input: &'a str,
    /// Everything else that was crawled.
    pub(crate) crawl: &'a Crawl,
}

/// An answer as the server meant it.
pub(crate) struct Answer {
    pub(crate) url: String,
    charset: Option<String>,
    pub(crate) body: Vec<u8>,
    digest: Option<Digest>,
    /// What the crawl states does not fit what it holds.
    is_changed: bool,
    /// The crawler stopped before the end.
    is_cut: bool,
}

impl Crawl {
    /// The answer of a capture.
    ///
    /// # Errors
    /// A sentence that says why it cannot be used.
    pub(crate) fn answer(&self, capture: &Capture) -> Result<Answer, String> {
        let (head, mut block) =
            self.load(capture, MAX_ANSWER).map_err(|error| format!("its record cannot be read ({error})"))?;
        let url = capture.url.as_deref().or(head.target()).unwrap_or_default().to_owned();
        let stated = head.get("warc-payload-digest").and_then(Digest::read);
        let is_cut = head.get("warc-truncated").is_some();
        if head.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("resource")) {
            let (_, charset) = http::media_type(head.get("content-type").unwrap_or_default());
            let fits = stated.as_ref().is_none_or(|digest| digest.fits(&block));
            let digest = stated.filter(|_| fits);
            return Ok(Answer { url, charset, body: block, digest, is_changed: !fits, is_cut });
        }
        let http = http::Head::read(&block)?;
        let mut body = block.split_off(http.length);
        // Crawlers disagree on whether the chunks of the wire are part of what they take the digest of.
        let mut fits = stated.as_ref().is_none_or(|digest| digest.fits(&body));
        if http.is_chunked() {
            body = http::dechunked(&body);
            fits = fits || stated.as_ref().is_some_and(|digest| digest.fits(&body));
        }
        let body = http.decoded(body, MAX_ANSWER)?;
        fits = fits || stated.as_ref().is_some_and(|digest| digest.fits(&body));
        let digest = stated.filter(|_| fits);
        Ok(Answer { url, charset: http.charset, body, digest, is_changed: !fits, is_cut })
    }
}

impl Reading<'_> {
    /// Reads the crawls that were come upon, all files of them as one.
    pub(crate) fn crawls(&mut self) {
        let files = std::mem::take(&mut self.crawl_files);
        if files.is_empty() {
            return;
        }
        let keeper = &mut self.keeper;
        let crawl = Crawl::read(files, &self.aside, &mut |notice| keeper.notice(notice));
        self.missing_pages(&crawl);
        for capture in crawl.documents() {
            let input = crawl.input(capture);
            match crawl.answer(capture) {
                Ok(answer) => self.answer(&crawl, capture, input, answer),
                Err(reason) => {
                    let url = capture.url.as_deref().unwrap_or_default();
                    self.skip(about(input, url).trim_end(), reason, "it may be damaged: get the crawl again");
                }
            }
        }
    }

    fn answer(&mut self, crawl: &Crawl, capture: &Capture, input: &str, answer: Answer) {
        let shown = about(input, &answer.url);
        let mut warn = |reason: &str, remedy: &str| {
            self.keeper.notice(Notice::warning(&shown, None, reason, remedy));
        };
        if answer.is_changed {
            let reason = "it does not match the digest that the crawl states";
            warn(reason, "it was damaged or changed after the crawl: get the file again");
        }
        if answer.is_cut {
            warn("the crawler stopped before its end", "crawl it again if its end matters");
        }
        let web = Web {
            url: &answer.url,
            charset: answer.charset.as_deref(),
            crawled: capture.crawled,
            digest: answer.digest.map(|digest| digest.to_string()),
            input,
            crawl,
        };
        let path = path_of(&answer.url);
        let source = Source::Stream(Box::new(Cursor::new(answer.body)));
        let tree = Tree::Nothing;
        self.file(File { web: Some(web), ..File::new(&shown, &path, source, &tree) });
    }
}

/// What formats are told by where content does not tell them: the path of an address, and ids where an address is no
/// place on the web.
fn path_of(url: &str) -> String {
    let path = url::Url::parse(url).map(|url| url.path().trim_matches('/').to_owned()).unwrap_or_default();
    let path = one_line(&percent_encoding::percent_decode_str(&path).decode_utf8_lossy());
    if path.is_empty() { "index.html".to_owned() } else { path }
}
