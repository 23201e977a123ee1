//! One file of a crawl gone through: what each of its records says for the index.

use super::{
    digest::{Digest, Hasher},
    http,
    index::{Capture, Class, Crawl, Key, about, key, shown},
    record::{Head, Visit},
};
use crate::{dates::read_date, item::Notice};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Read},
    rc::Rc,
};
use tangthu_archive::PartialDate;
use url::Url;

/// What is found on the way and settled at the end.
#[derive(Default)]
pub(super) struct Found {
    pub(super) revisits: Vec<Revisit>,
    pub(super) by_digest: HashMap<u64, Key>,
    pub(super) failed: BTreeMap<u16, u64>,
    pub(super) answers: u64,
}

impl Found {
    pub(super) fn add(&mut self, other: Self) {
        self.revisits.extend(other.revisits);
        self.by_digest.extend(other.by_digest);
        other.failed.into_iter().for_each(|(status, count)| *self.failed.entry(status).or_default() += count);
        self.answers += other.answers;
    }
}

/// A record that says: the same as before.
pub(super) struct Revisit {
    pub(super) file: u32,
    pub(super) url: String,
    pub(super) refers_to: Option<String>,
    pub(super) digest: Option<Digest>,
    pub(super) date: Option<PartialDate>,
}

/// Takes note of the records of one file.
pub(super) struct Indexing<'a, 'n> {
    pub(super) crawl: &'a mut Crawl,
    pub(super) found: &'a mut Found,
    pub(super) file: u32,
    /// Hosts whose pages are documents; all are where this is not known.
    pub(super) hosts: Option<Rc<HashSet<String>>>,
    pub(super) input: &'a str,
    pub(super) notice: &'a mut (dyn FnMut(Notice) + 'n),
}

impl Visit for Indexing<'_, '_> {
    fn record(&mut self, head: &Head, place: u64, block: &mut dyn Read) -> io::Result<()> {
        let kind = head.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let date = head.get("warc-date").and_then(|date| read_date(date).ok());
        match (kind.as_str(), head.target()) {
            ("response" | "resource" | "revisit", Some(url)) => {
                let url = url.to_owned();
                self.found.answers += 1;
                self.answer(&kind, &url, head, date, place, block)
            }
            ("response" | "resource" | "revisit", None) => {
                self.fault("a record does not name its address, so it is passed over".to_owned());
                Ok(())
            }
            ("continuation", _) => {
                self.fault("a record goes on in another one, which is not read".to_owned());
                Ok(())
            }
            // Requests, notes of the crawler and what it made of answers hold no documents.
            _ => Ok(()),
        }
    }

    fn fault(&mut self, reason: String) {
        let remedy = "the rest is read; get the file again";
        (self.notice)(Notice::skipped(self.input, None, reason, remedy));
    }
}

impl Indexing<'_, '_> {
    fn answer(
        &mut self,
        kind: &str,
        url: &str,
        head: &Head,
        date: Option<PartialDate>,
        place: u64,
        block: &mut dyn Read,
    ) -> io::Result<()> {
        let digest = head.get("warc-payload-digest").and_then(Digest::read);
        let mut start = Vec::new();
        block.take(http::MAX_HEAD as u64).read_to_end(&mut start)?;
        let stated = head.get("warc-block-digest").and_then(Digest::read);
        if let Some(stated) = stated
            && !block_fits(&stated, &start, block)?
        {
            let reason = format!("the record of {} does not match its digest", shown(url));
            let remedy = "it was damaged or changed after the crawl: get the file again";
            (self.notice)(Notice::warning(self.input, None, reason, remedy));
        }
        if kind == "revisit" {
            let refers_to = head.get("warc-refers-to-target-uri").map(str::to_owned);
            let revisit = Revisit { file: self.file, url: url.to_owned(), refers_to, digest, date };
            self.found.revisits.push(revisit);
            return Ok(());
        }
        let media_type = if kind == "resource" {
            http::media_type(head.get("content-type").unwrap_or_default()).0
        } else {
            let answer = match http::Head::read(&start) {
                Ok(answer) => answer,
                Err(reason) => {
                    let remedy = "nothing of it can be used; get the file again";
                    (self.notice)(Notice::skipped(&about(self.input, url), None, reason, remedy));
                    return Ok(());
                }
            };
            match (answer.status, answer.location) {
                (300..=399, Some(location)) => {
                    let target = Url::parse(url).ok().and_then(|base| base.join(&location).ok());
                    let target = target.map_or_else(|| key(&location), |target| key(target.as_str()));
                    self.crawl.redirects.insert(key(url), target);
                    return Ok(());
                }
                (200..=203, _) => answer.media_type,
                (status, _) => {
                    *self.found.failed.entry(status).or_default() += 1;
                    return Ok(());
                }
            }
        };
        if is_web(url) {
            let class = if self.is_part_of_a_page(head, &media_type, url) {
                Class::Other
            } else {
                class(&media_type, url)
            };
            self.capture(url, class, date, place, digest.as_ref());
        }
        Ok(())
    }

    /// Whether an answer is HTML that was fetched for another page: by a script, or into a frame.
    fn is_part_of_a_page(&self, head: &Head, media_type: &str, url: &str) -> bool {
        if !media_type.contains("html") {
            return false;
        }
        // Browsertrix says what the browser wanted the answer for.
        let wanted = head.get("warc-resource-type").unwrap_or("document").to_ascii_lowercase();
        if !matches!(wanted.as_str(), "document" | "other" | "") {
            return true;
        }
        let Some(hosts) = &self.hosts else { return false };
        !host(url).is_some_and(|host| hosts.contains(&host))
    }

    fn capture(
        &mut self,
        url: &str,
        class: Class,
        date: Option<PartialDate>,
        place: u64,
        digest: Option<&Digest>,
    ) {
        let key = key(url);
        if let Some(digest) = digest {
            self.found.by_digest.entry(digest.key()).or_insert(key);
        }
        let capture = Capture { file: self.file, place, date, crawled: date, class, url: None };
        let Some(there) = self.crawl.captures.get_mut(&key) else {
            self.crawl.captures.insert(key, capture);
            return;
        };
        let (older, newer) = if there.date > date { (date, there.date) } else { (there.date, date) };
        if there.date <= date {
            *there = capture;
        }
        if class == Class::Document {
            let day = |date: Option<PartialDate>| date.map_or("no date".to_owned(), |date| date.to_string());
            let reason = format!("crawled more than once: {} is kept, {} is not", day(newer), day(older));
            (self.notice)(Notice::folded(&about(self.input, url), None, reason));
        }
    }
}

/// Whether a block, of which `start` was read, has the digest.
fn block_fits(stated: &Digest, start: &[u8], rest: &mut dyn Read) -> io::Result<bool> {
    struct Into(Hasher);
    impl io::Write for Into {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hasher = Into(stated.hasher());
    hasher.0.update(start);
    io::copy(rest, &mut hasher)?;
    Ok(hasher.0.fits(stated))
}

/// The host of an address.
pub(super) fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// Crawlers keep notes of their own as resources with addresses of other kinds (`urn:pageinfo:`).
fn is_web(url: &str) -> bool {
    let start = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    ["http://", "https://", "file://"].iter().any(|scheme| start.starts_with(scheme))
}

/// What an answer of this type may become.
fn class(media_type: &str, url: &str) -> Class {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let document = match media_type {
        "text/html"
        | "application/xhtml+xml"
        | "application/pdf"
        | "application/rss+xml"
        | "application/atom+xml"
        | "application/feed+json"
        | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => true,
        "text/xml" | "application/xml" => !path.ends_with(".xsl") && !path.contains("sitemap"),
        "" | "application/octet-stream" | "binary/octet-stream" | "application/download" => {
            [".pdf", ".docx", ".html", ".htm"].iter().any(|ending| path.ends_with(ending))
        }
        _ => false,
    };
    if document { Class::Document } else { Class::Other }
}
