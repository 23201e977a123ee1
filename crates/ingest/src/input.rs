//! Inputs as they are named, and each file to the reader of its format.
//!
//! A file is a name and a [`Source`] of bytes, whether it lies in a folder, in a container, or comes from standard input.
//! Formats that are read whole are a line in [`Reading::page`]; those that are read in passing, a line in
//! [`Reading::try_file`]. How each reader is called, `input/formats.rs` has.

mod formats;
mod mail;

use crate::{
    FORMATS, FieldNames,
    apart::PdfProcess,
    container::Container,
    file::{At, File},
    item::{Item, Notice},
    keep::Keeper,
    office,
    settings::Settings,
    sniff::{self, Format},
    source::{Looked, Source},
    tree::Tree,
    warc::CrawlFile,
};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};
use tangthu_archive::Sha256Hex;

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
        sites_met: Vec::new(),
        feeds: Vec::new(),
        pages: 0,
        pages_with_address: 0,
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
    reading.name_idle_sites();
    reading.keeper.tell_missing();
    let feeds = Settings::agreed(&reading.feeds, reading.keeper.documents);
    reading.settings.fill(feeds);
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
    /// What feeds and one-file archives that were read say of theirs, and how many documents each gave.
    feeds: Vec<(Settings, u64)>,
    /// For each of the rules for sites, whether a page was read by it.
    sites_met: Vec<bool>,
    /// Pages of HTML that were read, and those of them that have an address.
    pages: u64,
    pages_with_address: u64,
}

impl Reading<'_> {
    /// Reads one file, of whatever format.
    pub(crate) fn file(&mut self, file: File) {
        let input = file.input;
        if let Err(error) = self.try_file(file) {
            let (reason, remedy) = match error.kind() {
                io::ErrorKind::Unsupported => (error.to_string(), "unpack it, or pack it again with gzip"),
                io::ErrorKind::PermissionDenied => {
                    (format!("it cannot be opened ({error})"), "check its permissions and read it again")
                }
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
                self.no_format(input, reason, web.is_some());
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
                let reader = self.cells(input, looked)?;
                self.table(&at, reader)
            }
            Format::Warc => {
                let file = looked.kept(&self.aside)?;
                self.crawl_files.push(CrawlFile { input: input.to_owned(), file, hosts: None });
                Ok(())
            }
            Format::Mhtml => self.saved_page(&at, looked),
            Format::Mail => self.message(&at, looked, depth),
            Format::Mailbox => self.mailbox(&at, looked, depth),
            Format::Pdf => self.pdf(&at, looked),
            Format::Zip => self.packed(&at, looked, Container::zip, named, depth),
            Format::Tar => self.packed(&at, looked, Container::tar, named, depth),
            Format::Markdown | Format::Portal | Format::Plain | Format::Html => {
                self.page(&at, format, looked)
            }
        }
    }

    fn no_format(&mut self, input: &str, reason: &str, on_the_web: bool) {
        if on_the_web {
            // What servers call a page is often none; nothing is lost by that.
            self.keeper.notice(Notice::note(input, reason, ""));
        } else if sniff::misnamed(input) == Some(reason) {
            self.unread(input, reason, sniff::SAVE_AGAIN);
        } else {
            let remedy = match reason {
                sniff::EMPTY => sniff::FILL.to_owned(),
                // Some reasons say what to do.
                _ if reason.contains(": ") => String::new(),
                _ => format!("formats read are {FORMATS}"),
            };
            self.unread(input, reason, &remedy);
        }
    }

    /// The hash of a file as it is stored, for documents that are handed on before its end is read.
    fn hashed<'a>(&self, looked: Looked<'a>) -> io::Result<(Sha256Hex, Looked<'a>)> {
        let file = looked.stored_aside(&self.aside)?;
        Ok((file.hash()?, Source::Stream(Box::new(file)).look()?))
    }
}
