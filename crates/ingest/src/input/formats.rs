//! Each format's reader with what it needs: bytes or text, the hash of the file, and the keeper that takes documents and notices.
//! Which format a file is of, `input.rs` has told.

use super::{MAX_DEPTH, MAX_PAGE, NOT_OF_THE_WEB, Reading};
use crate::{
    apart::{self, NotRead, Wanted},
    attach::Original,
    container::Container,
    decode, delimited, docx, feed,
    file::At,
    html,
    item::Notice,
    json, jsonl, markdown,
    mhtml::{self, Saved},
    office, plain, portal,
    record::{self, Notes, Unknown},
    seekable::{Kept, Shared},
    settings::{SETTINGS_NAME, Settings},
    sniff::{self, Format},
    source::{Looked, Source},
    stream,
    warc::CrawlFile,
};
use std::{
    cell::RefCell,
    io::{self, BufRead, Read},
};
use tangthu_archive::{Document, Sha256Hex, without_endings};

/// What to do about rules for a site that no page was read by.
const NAME_SITE: &str = "write host = \"…\" or path = \"…\" in it";
const NO_ADDRESS: &str = "a host is compared with the address of a page, and none of these says what its address is: write path = \"…\" instead, with the path of the files";
const COMPARE_SITE: &str =
    "compare it with the paths of the files, or the addresses in the crawl; * stands for any letters";

/// A reader past the byte order mark, where there is one.
fn without_mark<'a>(mut reader: Box<dyn BufRead + 'a>) -> Box<dyn BufRead + 'a> {
    if reader.fill_buf().is_ok_and(|head| head.starts_with(b"\xEF\xBB\xBF")) {
        reader.consume(3);
    }
    reader
}

impl Reading<'_> {
    /// What a file holds as UTF-8, whatever it was written in.
    pub(super) fn text<'a>(&mut self, input: &str, looked: Looked<'a>) -> io::Result<Box<dyn BufRead + 'a>> {
        let (head, whole) = (looked.head.clone(), looked.whole);
        let stream = stream::utf8(&head, whole, looked.content()?)?;
        if let Some(warning) = stream.warning {
            let remedy = "check its letters, or save it as UTF-8";
            self.keeper.notice(Notice::warning(input, None, warning, remedy));
        }
        Ok(stream.reader)
    }

    /// What a table holds. One that begins in UTF-8 comes as it is: cells further down may be of another encoding, and are read by
    /// themselves.
    pub(super) fn cells<'a>(&mut self, input: &str, looked: Looked<'a>) -> io::Result<Box<dyn BufRead + 'a>> {
        if !stream::is_utf8(&looked.head, looked.whole) {
            return self.text(input, looked);
        }
        Ok(without_mark(looked.content()?))
    }

    pub(super) fn lines(&mut self, at: &At, reader: impl BufRead) -> io::Result<()> {
        // Documents and notices arise in one order; both closures need the one keeper.
        let keeper = RefCell::new(&mut self.keeper);
        jsonl::read(
            at.input,
            reader,
            &self.names,
            jsonl::MAX_LINE,
            &mut |document, hash, place| {
                keeper.borrow_mut().keep(document, &at.record(Some(place), hash));
            },
            &mut |notice| keeper.borrow_mut().notice(notice),
        )
    }

    pub(super) fn json(&mut self, at: &At, file: &Shared) -> io::Result<()> {
        let hash = file.hash()?;
        let looked = Source::Stream(Box::new(file.clone())).look()?;
        // Long files are read as they come: where UTF-8 ends, the report says.
        let is_old = file.length() <= stream::MAX_GUESSED && !stream::is_utf8(&looked.head, looked.whole);
        let old = if is_old {
            let mut text = Vec::new();
            self.text(at.input, looked)?.read_to_end(&mut text)?;
            Some(text)
        } else {
            None
        };
        let before = self.keeper.documents;
        let keeper = RefCell::new(&mut self.keeper);
        let settings = json::read(
            at.input,
            &mut || -> io::Result<Box<dyn BufRead + '_>> {
                if let Some(text) = &old {
                    return Ok(Box::new(text.as_slice()));
                }
                Ok(without_mark(Source::Stream(Box::new(file.clone())).look()?.content()?))
            },
            &self.names,
            &mut |document| keeper.borrow_mut().keep(document, &at.record(None, hash)),
            &mut |notice| keeper.borrow_mut().notice(notice),
        )?;
        self.says_of_its_own(at, settings, before);
        Ok(())
    }

    /// Takes note of what a file says of all its documents; `before` it there were so many.
    fn says_of_its_own(&mut self, at: &At, settings: Settings, before: u64) {
        let named_by = settings.title.is_some().then(|| at.input.to_owned());
        self.feeds.push((Settings { named_by, ..settings }, self.keeper.documents - before));
    }

    pub(super) fn table(&mut self, at: &At, reader: impl BufRead) -> io::Result<()> {
        let keeper = RefCell::new(&mut self.keeper);
        delimited::read(
            at.input,
            reader,
            &self.names,
            delimited::MAX_ROW,
            &mut |document, hash, place| {
                keeper.borrow_mut().keep(document, &at.record(Some(place), hash));
            },
            &mut |notice| keeper.borrow_mut().notice(notice),
        )
    }

    pub(super) fn feed(&mut self, at: &At, reader: impl BufRead, hash: Sha256Hex) {
        let before = self.keeper.documents;
        let keeper = RefCell::new(&mut self.keeper);
        let settings = feed::read(
            at.input,
            reader,
            &mut |document, place| keeper.borrow_mut().keep(document, &at.record(Some(place), hash)),
            &mut |notice| keeper.borrow_mut().notice(notice),
        );
        // A feed that is one file of a crawl is named for its site, or for a part of it, and not for what the crawl holds.
        if at.web.is_none() {
            self.says_of_its_own(at, settings, before);
        }
    }

    pub(super) fn pdf(&mut self, at: &At, looked: Looked) -> io::Result<()> {
        let original = looked.content_aside(&self.aside)?;
        if original.length() > office::MAX_PDF {
            let reason = format!("it is longer than {} MB", office::MAX_PDF / 1024 / 1024);
            self.skip(at.input, reason, "split it into documents");
            return Ok(());
        }
        let (mut bytes, apart) = (Vec::new(), self.pdf_process.clone());
        original.clone().read_to_end(&mut bytes)?;
        let read = |notes: &mut Notes| apart::read_pdf(bytes, Wanted::Document, apart.as_ref(), notes);
        self.office(at, &original, office::PDF, read)
    }

    /// Reads a container, or the document that it is; `named` says that it is itself an input, and `depth` how many containers
    /// it lies in.
    pub(super) fn packed(
        &mut self,
        at: &At,
        looked: Looked,
        open: fn(Shared) -> Result<Container, String>,
        named: bool,
        depth: u8,
    ) -> io::Result<()> {
        let input = at.input;
        let file = looked.content_aside(&self.aside)?;
        let original = file.clone();
        match open(file) {
            Ok(container) if docx::is_docx(&container) => {
                let read = |notes: &mut Notes| docx::read(&container, notes).map_err(apart::not_read);
                self.office(at, &original, office::DOCX, read)?;
            }
            Ok(_) if depth >= MAX_DEPTH => {
                let reason = "it is a container in a container in a container, and those are not opened";
                self.skip(input, reason, "unpack the outer ones");
            }
            Ok(_) if at.web.is_some() => self.keeper.notice(Notice::note(input, NOT_OF_THE_WEB, "")),
            Ok(container) if let Some(refused) = office::refused_container(&container) => {
                self.unread(input, refused.reason, refused.remedy);
            }
            Ok(_) if let Some(reason) = sniff::misnamed_office(input) => {
                self.skip(input, reason, sniff::SAVE_AGAIN);
            }
            Ok(container) => {
                let below = if named { String::new() } else { without_endings(at.path).to_owned() };
                self.container(input, &below, container, depth);
            }
            Err(why) => match sniff::misnamed_office(input) {
                Some(reason) => self.skip(input, format!("{reason} ({why})"), sniff::SAVE_AGAIN),
                None => self.skip(input, why, "get it again, or unpack it yourself"),
            },
        }
        Ok(())
    }

    /// Reads an office document; `original` is the file, which is kept beside its text.
    pub(super) fn office(
        &mut self,
        at: &At,
        original: &Shared,
        media_type: &str,
        read: impl FnOnce(&mut Notes) -> Result<Document, NotRead>,
    ) -> io::Result<()> {
        let mut unknown = Unknown::default();
        let mut notes = Notes::new(at.input, None, &mut unknown);
        let read = read(&mut notes);
        notes.found.into_iter().for_each(|notice| self.keeper.notice(notice));
        match read {
            Ok(document) => {
                let document = office::finished(document, at.path, media_type, original.length());
                self.keeper.keep(document, &at.alone(original.hash()?, Original::Kept(original)));
            }
            Err((reason, remedy)) => self.skip(at.input, reason, &remedy),
        }
        Ok(())
    }

    /// Notes which rules for sites a page is for.
    fn note_site(&mut self, known: &html::Known) {
        self.sites_met.resize(self.settings.sites.len(), false);
        if let Some(met) = known.profile.and_then(|at| self.sites_met.get_mut(at)) {
            *met = true;
        }
        self.pages += 1;
        self.pages_with_address += u64::from(known.address.is_some());
    }

    /// Names the rules for sites that no page was read by: whoever wrote them believes them at work.
    pub(super) fn name_idle_sites(&mut self) {
        if self.pages == 0 {
            return;
        }
        for (at, site) in self.settings.sites.iter().enumerate() {
            if self.sites_met.get(at).copied().unwrap_or_default() {
                continue;
            }
            let of = |name: &str, value: &Option<String>| {
                value.as_ref().map(|value| format!("{name} = \"{value}\""))
            };
            let named: Vec<String> =
                of("host", &site.host).into_iter().chain(of("path", &site.path)).collect();
            let (reason, remedy) = match named.as_slice() {
                [] => (
                    "a [[site]] names neither a host nor a path, so no page is read by it".to_owned(),
                    NAME_SITE,
                ),
                named => {
                    let reason = format!(
                        "the [[site]] with {} fits none of the {} pages that an earlier one does not fit, so its rules were not used",
                        named.join(" and "),
                        self.pages
                    );
                    let has_no_address = site.host.is_some() && self.pages_with_address == 0;
                    (reason, if has_no_address { NO_ADDRESS } else { COMPARE_SITE })
                }
            };
            self.keeper.notice(Notice::warning(SETTINGS_NAME, None, reason, remedy));
        }
    }

    /// All of a page; none, and a notice, where it is too long.
    pub(super) fn whole_page(&mut self, input: &str, looked: Looked) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        looked.content()?.take(MAX_PAGE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_PAGE {
            let reason = format!("the page is longer than {} MB", MAX_PAGE / 1024 / 1024);
            self.skip(input, reason, "split it into documents");
            return Ok(None);
        }
        Ok(Some(bytes))
    }

    pub(super) fn saved_page(&mut self, at: &At, looked: Looked) -> io::Result<()> {
        let input = at.input;
        let Some(bytes) = self.whole_page(input, looked)? else { return Ok(()) };
        match mhtml::read(&bytes, &self.aside) {
            Ok(Saved::Crawl(file)) => {
                let file = Kept::Open(file);
                self.crawl_files.push(CrawlFile { input: input.to_owned(), file, hosts: None });
                Ok(())
            }
            Ok(Saved::Page(page)) => {
                self.page(at, Format::Html, Source::Stream(Box::new(page.as_slice())).look()?)
            }
            Err(reason) => {
                self.skip(input, reason, "open it in a browser and save it again, or leave it out");
                Ok(())
            }
        }
    }

    /// Reads a file that is one document.
    pub(super) fn page(&mut self, at: &At, format: Format, looked: Looked) -> io::Result<()> {
        let input = at.input;
        let Some(bytes) = self.whole_page(input, looked)? else { return Ok(()) };
        if decode::is_binary(&bytes) {
            self.skip(input, sniff::misnamed(input).unwrap_or("it is not a text"), sniff::SAVE_AGAIN);
            return Ok(());
        }
        let mut unknown = Unknown::default();
        let mut notes = Notes::new(input, None, &mut unknown);
        let read = if format == Format::Html {
            let (url, charset) = at.web.map_or((None, None), |web| (Some(web.url), web.charset));
            let fetched = at.web.and_then(|web| web.crawled);
            let sites = &self.settings.sites;
            let address = url.and_then(|url| url::Url::parse(url.trim()).ok());
            let is_known = sites.iter().any(|site| site.fits(address.as_ref(), at.path));
            // What was saved as one file has a path in the input beside its address.
            let path = at.web.filter(|_| !is_known).map_or(at.path, |web| web.input);
            let page = html::HtmlPage { bytes: &bytes, charset, url, fetched, path };
            let mut known = html::Known::default();
            let read = html::read_known(&page, sites, &mut known);
            self.note_site(&known);
            read.map(|page| page.noted(&mut notes))
        } else {
            let decoded = decode::decode(&bytes);
            if let Some(warning) = decoded.warning {
                notes.warn(warning, "check its letters, or save it as UTF-8");
            }
            match format {
                Format::Markdown => markdown::read(&decoded.text, &mut notes),
                Format::Portal => portal::read(&decoded.text, &mut notes),
                _ => plain::read(&decoded.text),
            }
            .map(|document| (document, None))
        };
        notes.found.into_iter().chain(unknown.told(input)).for_each(|notice| self.keeper.notice(notice));
        match read {
            Ok((document, files)) => {
                let from = at.alone(Sha256Hex::of(&bytes), Original::Source(&bytes));
                self.keeper.keep_with(document, files, &from);
            }
            Err(reason) if at.web.is_some() || reason == html::NO_TEXT => {
                let remedy =
                    "if it is a document, rules for its site in tangthu.toml may tell where its text is";
                self.skip(input, reason, remedy);
            }
            Err(reason) if reason == sniff::EMPTY => self.skip(input, reason, sniff::FILL),
            Err(reason) if reason == record::DRAFT => {
                self.keeper
                    .notice(Notice::skipped(input, None, reason, record::remedy(record::DRAFT)).alone());
            }
            Err(reason) => self.skip(input, reason, "correct it and read it again"),
        }
        Ok(())
    }
}
