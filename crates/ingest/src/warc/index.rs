//! What a crawl holds, by address: for each the newest capture, where redirects lead, and what is said of the rest.
//!
//! The records are gone through once for this; documents are then loaded one by one from the places noted here, so that
//! memory holds some hundred bytes an address and one page.

use super::{
    indexing::{Found, Indexing},
    record::{Head, Records, Walk},
};
use crate::{item::Notice, seekable::Kept};
use sha2::{Digest as _, Sha256};
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    io,
    path::Path,
    rc::Rc,
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
    /// The hosts of the pages that the crawl lists, if it lists any: pages of other hosts are frames inside those.
    pub(crate) hosts: Option<Rc<HashSet<String>>>,
}

/// An address, shortened to what tells it from others.
pub(super) type Key = [u8; 16];

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
    pub(super) file: u32,
    pub(super) place: u64,
    /// When this answer was given.
    pub(super) date: Option<PartialDate>,
    /// When the address was last found to give this answer.
    pub(crate) crawled: Option<PartialDate>,
    pub(crate) class: Class,
    /// The address, where it is not that of the record: another gave the same answer.
    pub(crate) url: Option<Box<str>>,
}

/// A crawl: one file or several.
pub(crate) struct Crawl {
    pub(crate) files: Vec<CrawlFile>,
    pub(super) captures: HashMap<Key, Capture>,
    pub(super) redirects: HashMap<Key, Key>,
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
            let hosts = self.files[number as usize].hosts.clone();
            let mut indexing = Indexing {
                hosts,
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

/// Addresses are one where they differ only in what stands behind `#` and in how they are written.
pub(super) fn key(url: &str) -> Key {
    let whole = match Url::parse(url) {
        Ok(mut url) => {
            url.set_fragment(None);
            Sha256::digest(url.as_str())
        }
        Err(_) => Sha256::digest(url.trim()),
    };
    whole.first_chunk().copied().unwrap_or_default()
}

/// A file and an address in it, as reports name them.
pub(crate) fn about(input: &str, url: &str) -> String {
    format!("{input} {}", shown(url))
}

/// An address as reports show it.
pub(super) fn shown(url: &str) -> String {
    url.chars().filter(|c| !c.is_control()).take(300).collect()
}
