//! Inputs as they are named, and each file to the reader of its format.
//!
//! A file is a name and a [`Source`] of bytes, whether it lies in a folder, in a container, or comes from standard input.
//! Formats that are read whole are a line in [`Reading::page`]; those that are read in passing, a line in
//! [`Reading::try_file`].

use crate::{
    FORMATS, FieldNames,
    apart::{self, NotRead, PdfProcess},
    attach::Original,
    container::Container,
    decode, delimited, docx, feed,
    file::{At, File},
    html, ids,
    item::{Item, Notice},
    json, jsonl,
    keep::Keeper,
    markdown, office, plain, portal,
    record::Notes,
    seekable::Shared,
    settings::Settings,
    sniff::{self, Format},
    source::{Looked, Source},
    stream,
    tree::Tree,
    warc::CrawlFile,
};
use std::{
    cell::RefCell,
    collections::BTreeSet,
    fmt,
    io::{self, BufRead, Read},
    path::{Path, PathBuf},
};
use tangthu_archive::{Document, Sha256Hex};

/// The input that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// The longest page that is read whole; text past it is no page but a dump.
const MAX_PAGE: u64 = 64 * 1024 * 1024;

/// Containers in containers: one is a hand-over of hand-overs, more is what is made to do harm.
const MAX_DEPTH: u8 = 2;

/// What is said of answers in a crawl whose content is not what the server calls it.
const NOT_OF_THE_WEB: &str =
    "it is neither a page nor a feed nor an official document, whatever the server called it";

/// What reading is to leave alone, and where it may work.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders and files that are not input, though they may lie inside it: where the result is written.
    pub leave_out: Vec<PathBuf>,
    /// A folder for what must be put aside while it is read; the system's own where it is not named.
    pub aside: Option<PathBuf>,
    /// Whether pages are kept as they were found, beside their text. Official documents always are.
    pub keep_sources: bool,
    /// The program that reads PDF in a process of its own; where none is named they are read in this one.
    pub pdf_process: Option<PdfProcess>,
}

/// An input that is not there or cannot be opened at all.
#[derive(Debug)]
pub struct InputError {
    path: PathBuf,
    source: io::Error,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cannot be read ({}); check the path and its permissions",
            self.path.display(),
            self.source
        )
    }
}

impl std::error::Error for InputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Reads `inputs`, files, folders and [standard input](STANDARD_INPUT), in the order given, and hands every document and
/// notice to `sink`. Returns what the inputs say of the archive as a whole.
///
/// # Errors
/// When one of the inputs themselves is not there. What is wrong inside them becomes notices.
pub fn ingest(
    inputs: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Item),
) -> Result<Settings, InputError> {
    let is_standard = |path: &Path| path.as_os_str() == STANDARD_INPUT;
    for path in inputs.iter().filter(|path| !is_standard(path)) {
        path.metadata().map_err(|source| InputError { path: path.clone(), source })?;
    }
    let left_out = options.leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let aside = options.aside.clone().unwrap_or_else(std::env::temp_dir);
    let keeper = Keeper::new(options.keep_sources, sink);
    let mut reading = Reading {
        keeper,
        settings: Settings::default(),
        names: FieldNames::default(),
        left_out,
        aside,
        pdf_process: options.pdf_process.clone(),
        crawl_files: Vec::new(),
        crawl_pages: Vec::new(),
        unread: Vec::new(),
    };
    for path in inputs {
        reading.names = FieldNames::default();
        if is_standard(path) {
            let source = Source::Stream(Box::new(io::stdin().lock()));
            let tree = Tree::Nothing;
            let (input, path) = ("standard input", "stdin");
            reading.file(File { named: true, ..File::new(input, path, source, &tree) });
        } else if path.is_dir() {
            reading.folder(path);
        } else {
            let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let tree = Tree::Folder(folder.unwrap_or(Path::new(".")).to_owned());
            let source = Source::Disk(path.clone());
            reading.file(File { named: true, ..File::new(&name, &name, source, &tree) });
        }
        reading.crawls();
        reading.name_unread();
    }
    Ok(reading.settings)
}

/// What goes on while inputs are read.
pub(crate) struct Reading<'a> {
    pub(crate) keeper: Keeper<'a>,
    pub(crate) settings: Settings,
    /// What fields are called in the folder or container that is being read.
    pub(crate) names: FieldNames,
    pub(crate) left_out: Vec<PathBuf>,
    /// Where files are put that have to be gone through more than once.
    pub(crate) aside: PathBuf,
    pub(crate) pdf_process: Option<PdfProcess>,
    /// Crawls that were come upon in the input that is being read: they are read at its end, as one.
    pub(crate) crawl_files: Vec<CrawlFile>,
    /// Pages that those crawls list.
    pub(crate) crawl_pages: Vec<String>,
    /// Files of that input that are of no format that is read. Those that belong to a document are no loss.
    pub(crate) unread: Vec<Notice>,
}

impl Reading<'_> {
    /// Reads one file, of whatever format.
    pub(crate) fn file(&mut self, file: File) {
        let input = file.input;
        if let Err(error) = self.try_file(file) {
            let (reason, remedy) = match error.kind() {
                io::ErrorKind::Unsupported => (error.to_string(), "unpack it, or pack it again with gzip"),
                io::ErrorKind::FileTooLarge => (error.to_string(), "leave it out, or unpack it yourself"),
                _ => {
                    let reason = format!("it cannot be read to its end ({error})");
                    (reason, "the file may be damaged: get it again")
                }
            };
            self.skip(input, reason, remedy);
        }
    }

    fn try_file(&mut self, file: File) -> io::Result<()> {
        let File { input, path, source, tree, within, named, depth, web } = file;
        let looked = source.look()?;
        if let Some(refused) = office::refused(&looked.head) {
            self.unread(input, refused.reason, refused.remedy);
            return Ok(());
        }
        let format = match sniff::format(input, &looked.head, looked.whole, looked.is_packed()) {
            Ok(format) => format,
            Err(reason) => {
                match web {
                    // What servers call a page is often none; nothing is lost by that.
                    Some(_) => self.keeper.notice(Notice::note(input, reason, "")),
                    None if sniff::misnamed(input) == Some(reason) => {
                        self.unread(input, reason, sniff::SAVE_AGAIN);
                    }
                    None => self.unread(input, reason, &format!("formats read are {FORMATS}")),
                }
                return Ok(());
            }
        };
        let at = At { input, path, tree, within, web: web.as_ref() };
        if web.is_some() && !format.is_on_the_web() {
            self.keeper.notice(Notice::note(input, NOT_OF_THE_WEB, ""));
            return Ok(());
        }
        match format {
            Format::Jsonl => self.lines(&at, looked.content()?),
            Format::Json => {
                let file = looked.stored_aside(&self.aside)?;
                self.json(&at, &file)
            }
            Format::Feed => {
                let (hash, looked) = self.hashed(looked)?;
                let reader = self.text(input, looked)?;
                self.feed(&at, reader, hash);
                Ok(())
            }
            Format::Table => {
                let reader = self.text(input, looked)?;
                self.table(&at, reader)
            }
            Format::Warc => {
                let file = looked.kept(&self.aside)?;
                self.crawl_files.push(CrawlFile { input: input.to_owned(), file, hosts: None });
                Ok(())
            }
            Format::Pdf => {
                let original = looked.content_aside(&self.aside)?;
                if original.length() > office::MAX_PDF {
                    let reason = format!("it is longer than {} MB", office::MAX_PDF / 1024 / 1024);
                    self.skip(input, reason, "split it into documents");
                    return Ok(());
                }
                let (mut bytes, apart) = (Vec::new(), self.pdf_process.clone());
                original.clone().read_to_end(&mut bytes)?;
                let read = |notes: &mut Notes| apart::read_pdf(bytes, apart.as_ref(), notes);
                self.office(&at, &original, office::PDF, read)
            }
            Format::Zip | Format::Tar => {
                let file = looked.content_aside(&self.aside)?;
                let original = file.clone();
                let opened = if format == Format::Zip { Container::zip(file) } else { Container::tar(file) };
                let below = if named { String::new() } else { ids::without_endings(path) };
                match opened {
                    Ok(container) if docx::is_docx(&container) => {
                        let read = |notes: &mut Notes| docx::read(&container, notes).map_err(apart::not_read);
                        self.office(&at, &original, office::DOCX, read)?;
                    }
                    Ok(_) if depth >= MAX_DEPTH => {
                        let reason =
                            "it is a container in a container in a container, and those are not opened";
                        self.skip(input, reason, "unpack the outer ones");
                    }
                    Ok(_) if web.is_some() => self.keeper.notice(Notice::note(input, NOT_OF_THE_WEB, "")),
                    Ok(container) if let Some(refused) = office::refused_container(&container) => {
                        self.unread(input, refused.reason, refused.remedy);
                    }
                    Ok(_) if let Some(reason) = sniff::misnamed_office(input) => {
                        self.skip(input, reason, sniff::SAVE_AGAIN);
                    }
                    Ok(container) => self.container(input, &below, container, depth),
                    Err(why) => match sniff::misnamed_office(input) {
                        Some(reason) => self.skip(input, format!("{reason} ({why})"), sniff::SAVE_AGAIN),
                        None => self.skip(input, why, "get it again, or unpack it yourself"),
                    },
                }
                Ok(())
            }
            Format::Markdown | Format::Portal | Format::Plain | Format::Html => {
                self.page(&at, format, looked)
            }
        }
    }

    /// The hash of a file as it is stored, for documents that are handed on before its end is read.
    fn hashed<'a>(&self, looked: Looked<'a>) -> io::Result<(Sha256Hex, Looked<'a>)> {
        let file = looked.stored_aside(&self.aside)?;
        Ok((file.hash()?, Source::Stream(Box::new(file)).look()?))
    }

    /// What a file holds as UTF-8, whatever it was written in.
    fn text<'a>(&mut self, input: &str, looked: Looked<'a>) -> io::Result<Box<dyn BufRead + 'a>> {
        let (head, whole) = (looked.head.clone(), looked.whole);
        let stream = stream::utf8(&head, whole, looked.content()?)?;
        if let Some(warning) = stream.warning {
            let remedy = "check its letters, or save it as UTF-8";
            self.keeper.notice(Notice::warning(input, None, warning, remedy));
        }
        Ok(stream.reader)
    }

    fn lines(&mut self, at: &At, reader: impl BufRead) -> io::Result<()> {
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

    fn json(&mut self, at: &At, file: &Shared) -> io::Result<()> {
        let hash = file.hash()?;
        let keeper = RefCell::new(&mut self.keeper);
        let settings = json::read(
            at.input,
            &mut || {
                let mut reader = Source::Stream(Box::new(file.clone())).look()?.content()?;
                if reader.fill_buf().is_ok_and(|head| head.starts_with(b"\xEF\xBB\xBF")) {
                    reader.consume(3);
                }
                Ok(reader)
            },
            &self.names,
            &mut |document| keeper.borrow_mut().keep(document, &at.record(None, hash)),
            &mut |notice| keeper.borrow_mut().notice(notice),
        )?;
        self.settings.fill(settings);
        Ok(())
    }

    fn table(&mut self, at: &At, reader: impl BufRead) -> io::Result<()> {
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

    fn feed(&mut self, at: &At, reader: impl BufRead, hash: Sha256Hex) {
        let keeper = RefCell::new(&mut self.keeper);
        let settings = feed::read(
            at.input,
            reader,
            &mut |document, place| keeper.borrow_mut().keep(document, &at.record(Some(place), hash)),
            &mut |notice| keeper.borrow_mut().notice(notice),
        );
        self.settings.fill(settings);
    }

    /// Reads an office document; `original` is the file, which is kept beside its text.
    fn office(
        &mut self,
        at: &At,
        original: &Shared,
        media_type: &str,
        read: impl FnOnce(&mut Notes) -> Result<Document, NotRead>,
    ) -> io::Result<()> {
        let mut unknown = BTreeSet::new();
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

    /// Reads a file that is one document.
    fn page(&mut self, at: &At, format: Format, looked: Looked) -> io::Result<()> {
        let input = at.input;
        let mut bytes = Vec::new();
        looked.content()?.take(MAX_PAGE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_PAGE {
            let reason = format!("the page is longer than {} MB", MAX_PAGE / 1024 / 1024);
            self.skip(input, reason, "split it into documents");
            return Ok(());
        }
        if decode::is_binary(&bytes) {
            self.skip(input, sniff::misnamed(input).unwrap_or("it is not a text"), sniff::SAVE_AGAIN);
            return Ok(());
        }
        let mut unknown = BTreeSet::new();
        let mut notes = Notes::new(input, None, &mut unknown);
        let read = if format == Format::Html {
            let (url, charset) = at.web.map_or((None, None), |web| (Some(web.url), web.charset));
            let page = html::HtmlPage { bytes: &bytes, charset, url, path: at.path };
            html::read_page(&page, &self.settings.sites).map(|page| page.noted(&mut notes))
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
        notes.found.into_iter().for_each(|notice| self.keeper.notice(notice));
        match read {
            Ok((document, files)) => {
                let from = at.alone(Sha256Hex::of(&bytes), Original::Source(&bytes));
                self.keeper.keep_with(document, files, &from);
            }
            Err(reason) if at.web.is_some() => {
                let remedy =
                    "if it is a document, rules for its site in tangthu.toml may tell where its text is";
                self.skip(input, reason, remedy);
            }
            Err(reason) => self.skip(input, reason, "correct it and read it again"),
        }
        Ok(())
    }
}
