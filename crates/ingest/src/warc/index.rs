//! What a crawl holds, by address: for each the newest capture, where redirects lead, and what is said of the rest.
//!
//! The records are gone through once for this; documents are then loaded one by one from the places noted here, so that
//! memory holds some hundred bytes an address and one page.

use super::{
    digest::{Digest, Hasher},
    http,
    record::{Head, Records, Visit, Walk},
};
use crate::{dates::read_date, item::Notice, source::Kept};
use sha2::{Digest as _, Sha256};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    io::{self, Read},
    path::Path,
};
use tangthu_archive::PartialDate;
use url::Url;

/// Redirects that are followed one after another; browsers give up after twenty.
const MAX_REDIRECTS: usize = 10;

/// A file of a crawl.
#[derive(Clone, Debug)]
pub(crate) struct CrawlFile {
    /// What reports call it.
    pub(crate) input: String,
    pub(crate) file: Kept,
}

/// An address, shortened to what tells it from others.
type Key = [u8; 16];

/// What an answer may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A page, a feed or an official document.
    Document,
    /// Anything else: a picture may belong to a page, a style does not.
    Other,
}

/// The newest capture of an address.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    file: u32,
    place: u64,
    /// When this answer was given.
    date: Option<PartialDate>,
    /// When the address was last found to give this answer.
    pub(crate) crawled: Option<PartialDate>,
    pub(crate) class: Class,
    /// The address, where it is not that of the record: another gave the same answer.
    pub(crate) url: Option<Box<str>>,
}

/// A crawl: one file or several.
pub(crate) struct Crawl {
    pub(crate) files: Vec<CrawlFile>,
    captures: HashMap<Key, Capture>,
    redirects: HashMap<Key, Key>,
    /// The file that was opened last: documents are loaded in the order of the files.
    open: RefCell<Option<(u32, Records)>>,
}

impl Crawl {
    /// Goes through the files. What is wrong or left out becomes notices.
    pub(crate) fn read(files: Vec<CrawlFile>, aside: &Path, notice: &mut dyn FnMut(Notice)) -> Self {
        let mut crawl =
            Self { files, captures: HashMap::new(), redirects: HashMap::new(), open: RefCell::default() };
        let mut found = Found::default();
        for number in 0..crawl.files.len() {
            let input = crawl.files[number].input.clone();
            if let Err(error) = crawl.index(number, aside, &mut found, notice) {
                let reason = format!("it cannot be read to its end ({error})");
                notice(Notice::skipped(&input, None, reason, "the file may be damaged: get it again"));
            }
        }
        crawl.settle_revisits(&mut found, notice);
        crawl.sum_up(&found, notice);
        crawl
    }

    /// The documents' captures in the order of their records.
    pub(crate) fn documents(&self) -> Vec<&Capture> {
        let mut found: Vec<&Capture> =
            self.captures.values().filter(|capture| capture.class == Class::Document).collect();
        found.sort_by(|a, b| (a.file, a.place, &a.url).cmp(&(b.file, b.place, &b.url)));
        found
    }

    /// The capture of an address, redirects followed.
    pub(crate) fn find(&self, url: &str) -> Option<&Capture> {
        let mut key = key(url);
        for _ in 0..=MAX_REDIRECTS {
            if let Some(capture) = self.captures.get(&key) {
                return Some(capture);
            }
            key = *self.redirects.get(&key)?;
        }
        None
    }

    /// What reports call the file of a capture.
    pub(crate) fn input(&self, capture: &Capture) -> &str {
        &self.files[capture.file as usize].input
    }

    /// The record of a capture.
    ///
    /// # Errors
    /// When it cannot be read, or its block is longer than `most` bytes.
    pub(crate) fn load(&self, capture: &Capture, most: u64) -> io::Result<(Head, Vec<u8>)> {
        let mut open = self.open.borrow_mut();
        let records = match &mut *open {
            Some((file, records)) if *file == capture.file => records,
            other => {
                let records = Records::open(self.files[capture.file as usize].file.open()?)?;
                &mut other.insert((capture.file, records)).1
            }
        };
        records.load(capture.place, most)
    }

    fn index(
        &mut self,
        number: usize,
        aside: &Path,
        found: &mut Found,
        notice: &mut dyn FnMut(Notice),
    ) -> io::Result<()> {
        let mut file = self.files[number].file.open()?;
        for attempt in 0..2 {
            let records = Records::open(file)?;
            let input = self.files[number].input.clone();
            let number = u32::try_from(number).map_err(io::Error::other)?;
            let (mut seen, mut said) = (Found::default(), Vec::new());
            let mut indexing = Indexing {
                crawl: self,
                found: &mut seen,
                file: number,
                input: &input,
                notice: &mut |notice| said.push(notice),
            };
            let walk = records.walk(&mut indexing);
            if attempt > 0 || !matches!(walk, Ok(Walk::OnePiece)) {
                found.add(seen);
                said.into_iter().for_each(&mut *notice);
                return walk.map(drop);
            }
            // What was seen of it so far would point into members; it is seen again.
            self.captures.retain(|_, capture| capture.file != number);
            let (inflated, stopped) = self.files[number as usize].file.inflated(aside)?;
            if let Some(error) = stopped {
                let reason = format!("it cannot be inflated to its end ({error})");
                notice(Notice::skipped(&input, None, reason, "what came before is read; get it again"));
            }
            self.files[number as usize].file = Kept::Open(inflated.clone());
            file = inflated;
        }
        Ok(())
    }

    fn settle_revisits(&mut self, found: &mut Found, notice: &mut dyn FnMut(Notice)) {
        for revisit in std::mem::take(&mut found.revisits) {
            let own = key(&revisit.url);
            if let Some(capture) = self.captures.get_mut(&own) {
                capture.crawled = capture.crawled.max(revisit.date);
                continue;
            }
            let original = revisit.refers_to.as_deref().and_then(|url| self.captures.get(&key(url)));
            let original = original.or_else(|| {
                let key = found.by_digest.get(&revisit.digest.as_ref()?.key())?;
                self.captures.get(key)
            });
            if let Some(original) = original {
                let capture =
                    Capture { crawled: revisit.date, url: Some(revisit.url.into()), ..original.clone() };
                self.captures.insert(own, capture);
            } else {
                let reason =
                    format!("{} is unchanged since an earlier crawl, which is not here", shown(&revisit.url));
                let input = &self.files[revisit.file as usize].input;
                let remedy = "put the files of the earlier crawl into the same folder";
                notice(Notice::skipped(input, None, reason, remedy));
            }
        }
    }

    fn sum_up(&self, found: &Found, notice: &mut dyn FnMut(Notice)) {
        let Some(input) = self.files.first().map(|file| file.input.as_str()) else { return };
        if found.answers == 0 {
            notice(Notice::skipped(
                input,
                None,
                "the crawl holds no answer of a server",
                "name the file that does",
            ));
        }
        if !found.failed.is_empty() {
            let each: Vec<String> =
                found.failed.iter().map(|(status, count)| format!("{status}: {count}")).collect();
            let reason =
                format!("answers that are errors or no whole answer are left out ({})", each.join(", "));
            notice(Notice::note(input, reason, ""));
        }
        let others = self.captures.values().filter(|capture| capture.class == Class::Other).count();
        if others > 0 {
            let reason = format!(
                "answers that are no documents (pictures, styles, scripts …): {others}; what belongs to a document is kept with it"
            );
            notice(Notice::note(input, reason, ""));
        }
        let lost = self.redirects.keys().filter(|key| self.lost(**key)).count();
        if lost > 0 {
            let reason = format!("redirects to addresses that the crawl does not hold: {lost}");
            notice(Notice::note(input, reason, ""));
        }
    }

    /// Whether a redirect leads to nothing.
    fn lost(&self, mut key: Key) -> bool {
        for _ in 0..=MAX_REDIRECTS {
            if self.captures.contains_key(&key) {
                return false;
            }
            match self.redirects.get(&key) {
                Some(next) => key = *next,
                None => return true,
            }
        }
        true
    }
}

/// What is found on the way and settled at the end.
#[derive(Default)]
struct Found {
    revisits: Vec<Revisit>,
    by_digest: HashMap<u64, Key>,
    failed: BTreeMap<u16, u64>,
    answers: u64,
}

impl Found {
    fn add(&mut self, other: Self) {
        self.revisits.extend(other.revisits);
        self.by_digest.extend(other.by_digest);
        other.failed.into_iter().for_each(|(status, count)| *self.failed.entry(status).or_default() += count);
        self.answers += other.answers;
    }
}

/// A record that says: the same as before.
struct Revisit {
    file: u32,
    url: String,
    refers_to: Option<String>,
    digest: Option<Digest>,
    date: Option<PartialDate>,
}

/// Takes note of the records of one file.
struct Indexing<'a, 'n> {
    crawl: &'a mut Crawl,
    found: &'a mut Found,
    file: u32,
    input: &'a str,
    notice: &'a mut (dyn FnMut(Notice) + 'n),
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
            self.capture(url, class(&media_type, url), date, place, digest.as_ref());
        }
        Ok(())
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

/// Addresses are one where they differ only in what stands behind `#` and in how they are written.
fn key(url: &str) -> Key {
    let whole = match Url::parse(url) {
        Ok(mut url) => {
            url.set_fragment(None);
            Sha256::digest(url.as_str())
        }
        Err(_) => Sha256::digest(url.trim()),
    };
    whole.first_chunk().copied().unwrap_or_default()
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

/// A file and an address in it, as reports name them.
pub(crate) fn about(input: &str, url: &str) -> String {
    format!("{input} {}", shown(url))
}

/// An address as reports show it.
fn shown(url: &str) -> String {
    url.chars().filter(|c| !c.is_control()).take(300).collect()
}
