//! Files: the one module that touches them. Walks folders in order, opens what is compressed, and gives each file to the
//! reader of its format; sees to ids and provenance of what comes back.

use crate::{
    FORMATS, FieldNames, TOOL, decode, delimited, feed,
    ids::{self, Claim, Ids},
    item::{Item, Notice, Place},
    json, jsonl, markdown, plain, portal,
    record::Notes,
    settings::{SETTINGS_NAME, Settings},
    sniff::{self, Format},
    stream,
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};
use tangthu_archive::{Document, Provenance, Sha256Hex};
use walkdir::WalkDir;

/// How much of a file its format is told by.
const HEAD: usize = 64 * 1024;

/// The longest page that is read whole; text past it is no page but a dump.
const MAX_PAGE: u64 = 64 * 1024 * 1024;

/// The longest document that is kept, in bytes as it is stored: a part of an archive may hold 32 MB, and the mentions that
/// are found in a document are stored with it.
const MAX_DOCUMENT: usize = 8 * 1024 * 1024;

/// What is said of a `.zst` file where this program was built without its library.
#[cfg(not(feature = "zstd"))]
const NO_ZSTD: &str = "it is compressed with Zstandard, which this program cannot open here";

/// The file that describes an input folder to people who look at the folder itself.
const README_NAME: &str = "README.md";

/// What reading is to leave alone.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders and files that are not input, though they may lie inside it: where the result is written.
    pub leave_out: Vec<PathBuf>,
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

/// Reads `inputs`, files and folders, in the order given, and hands every document and notice to `sink`. Returns what the
/// inputs say of the archive as a whole.
///
/// # Errors
/// When one of the inputs themselves is not there. What is wrong inside them becomes notices.
pub fn ingest(
    inputs: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Item),
) -> Result<Settings, InputError> {
    for path in inputs {
        path.metadata().map_err(|source| InputError { path: path.clone(), source })?;
    }
    let left_out = options.leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let (ids, settings, names) = (Ids::default(), Settings::default(), FieldNames::default());
    let mut reading = Reading { ids, settings, names, left_out, sink };
    for path in inputs {
        if path.is_dir() {
            reading.folder(path);
        } else {
            let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
            reading.file(path, &name);
        }
    }
    Ok(reading.settings)
}

struct Reading<'a> {
    ids: Ids,
    settings: Settings,
    /// What fields are called in the folder that is being read.
    names: FieldNames,
    left_out: Vec<PathBuf>,
    sink: &'a mut dyn FnMut(Item),
}

impl Reading<'_> {
    fn notice(&mut self, notice: Notice) {
        (self.sink)(Item::Notice(notice));
    }

    fn folder(&mut self, root: &Path) {
        let settings = root.join(SETTINGS_NAME);
        self.names = FieldNames::default();
        if let Ok(bytes) = std::fs::read(&settings) {
            let (settings, notices) = Settings::read(SETTINGS_NAME, &decode::decode(&bytes).text);
            self.names = settings.fields.clone();
            self.settings.fill(settings);
            notices.into_iter().for_each(|notice| self.notice(notice));
        }
        let left_out = self.left_out.clone();
        let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
            let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
            let out = !left_out.is_empty()
                && entry.path().canonicalize().is_ok_and(|path| left_out.contains(&path));
            !hidden && !out
        });
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let input = error.path().map(|path| relative(root, path)).unwrap_or_default();
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    let remedy = "check its permissions and read it again";
                    self.notice(Notice::skipped(
                        &input,
                        None,
                        format!("it cannot be read ({reason})"),
                        remedy,
                    ));
                    continue;
                }
            };
            let name = relative(root, entry.path());
            if entry.file_type().is_symlink() {
                let remedy = "name what it points to as an input of its own";
                self.notice(Notice::skipped(
                    &name,
                    None,
                    "it is a link, and links inside folders are not followed",
                    remedy,
                ));
            } else if entry.file_type().is_file() && name == README_NAME {
                let remedy = "if it is a document, give it another name";
                self.notice(Notice::note(
                    &name,
                    "left out: it describes the folder and is no document",
                    remedy,
                ));
            } else if entry.file_type().is_file() && name != SETTINGS_NAME {
                self.file(entry.path(), &name);
            }
        }
    }

    fn file(&mut self, path: &Path, input: &str) {
        if let Err(error) = self.try_file(path, input) {
            if error.kind() == io::ErrorKind::Unsupported {
                let remedy = "unpack it, or pack it again with gzip";
                return self.notice(Notice::skipped(input, None, error.to_string(), remedy));
            }
            let reason = format!("it cannot be read to its end ({error})");
            self.notice(Notice::skipped(input, None, reason, "the file may be damaged: get it again"));
        }
    }

    fn try_file(&mut self, path: &Path, input: &str) -> io::Result<()> {
        let mut reader = open(path)?;
        let name = input.strip_suffix(".gz").or_else(|| input.strip_suffix(".zst")).unwrap_or(input);
        let mut head = Vec::new();
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let whole = head.len() < HEAD;
        let format = match sniff::format(name, &head, whole) {
            Ok(format) => format,
            Err(reason) => {
                let remedy = format!("formats read are {FORMATS}");
                self.notice(Notice::skipped(input, None, reason, &remedy));
                return Ok(());
            }
        };
        let text =
            |head: Vec<u8>, reader| stream::utf8(&head.clone(), whole, io::Cursor::new(head).chain(reader));
        if matches!(format, Format::Feed | Format::Table) {
            let stream = text(head, reader)?;
            if let Some(warning) = stream.warning {
                let remedy = "check its letters, or save it as UTF-8";
                self.notice(Notice::warning(input, None, warning, remedy));
            }
            return match format {
                Format::Feed => {
                    let hash = hash_of_file(path)?;
                    self.feed(input, stream.reader, hash);
                    Ok(())
                }
                _ => self.table(input, stream.reader),
            };
        }
        let reader = io::Cursor::new(head).chain(reader);
        match format {
            Format::Jsonl => self.lines(input, reader),
            Format::Json => {
                let hash = hash_of_file(path)?;
                self.json(input, reader, hash);
                Ok(())
            }
            _ => {
                let hash = hash_of_file(path)?;
                self.page(input, format, reader, hash)
            }
        }
    }

    fn lines(&mut self, input: &str, reader: impl BufRead) -> io::Result<()> {
        let Self { ids, names, sink, .. } = self;
        // Documents and notices arise in one order; both closures need the one sink.
        let sink = std::cell::RefCell::new(sink);
        jsonl::read(
            input,
            reader,
            names,
            jsonl::MAX_LINE,
            &mut |document, hash, place| {
                let mut sink = sink.borrow_mut();
                keep(ids, *sink, document, &From { input, place: Some(place), hash, alone: false });
            },
            &mut |notice| (sink.borrow_mut())(Item::Notice(notice)),
        )
    }

    fn json(&mut self, input: &str, mut reader: impl BufRead, hash: Sha256Hex) {
        let Self { ids, names, sink, .. } = self;
        let sink = std::cell::RefCell::new(sink);
        if reader.fill_buf().is_ok_and(|head| head.starts_with(b"\xEF\xBB\xBF")) {
            reader.consume(3);
        }
        let settings = json::read(
            input,
            reader,
            names,
            &mut |document| {
                let mut sink = sink.borrow_mut();
                keep(ids, *sink, document, &From { input, place: None, hash, alone: false });
            },
            &mut |notice| (sink.borrow_mut())(Item::Notice(notice)),
        );
        self.settings.fill(settings);
    }

    fn table(&mut self, input: &str, reader: impl BufRead) -> io::Result<()> {
        let Self { ids, names, sink, .. } = self;
        let sink = std::cell::RefCell::new(sink);
        delimited::read(
            input,
            reader,
            names,
            delimited::MAX_ROW,
            &mut |document, hash, place| {
                let mut sink = sink.borrow_mut();
                keep(ids, *sink, document, &From { input, place: Some(place), hash, alone: false });
            },
            &mut |notice| (sink.borrow_mut())(Item::Notice(notice)),
        )
    }

    fn feed(&mut self, input: &str, reader: impl BufRead, hash: Sha256Hex) {
        let Self { ids, sink, .. } = self;
        let sink = std::cell::RefCell::new(sink);
        let settings = feed::read(
            input,
            reader,
            &mut |document, place| {
                let mut sink = sink.borrow_mut();
                keep(ids, *sink, document, &From { input, place: Some(place), hash, alone: false });
            },
            &mut |notice| (sink.borrow_mut())(Item::Notice(notice)),
        );
        self.settings.fill(settings);
    }

    fn page(&mut self, input: &str, format: Format, reader: impl Read, hash: Sha256Hex) -> io::Result<()> {
        let mut bytes = Vec::new();
        reader.take(MAX_PAGE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_PAGE {
            let reason = format!("the page is longer than {} MB", MAX_PAGE / 1024 / 1024);
            self.notice(Notice::skipped(input, None, reason, "split it into documents"));
            return Ok(());
        }
        if decode::is_binary(&bytes) {
            self.notice(Notice::skipped(input, None, "it is not a text", "get it again, or leave it out"));
            return Ok(());
        }
        let decoded = decode::decode(&bytes);
        let mut unknown = BTreeSet::new();
        let mut notes = Notes::new(input, None, &mut unknown);
        if let Some(warning) = decoded.warning {
            notes.warn(warning, "check its letters, or save it as UTF-8");
        }
        let read = match format {
            Format::Markdown => markdown::read(&decoded.text, &mut notes),
            Format::Portal => portal::read(&decoded.text, &mut notes),
            _ => plain::read(&decoded.text),
        };
        notes.found.into_iter().for_each(|notice| self.notice(notice));
        match read {
            Ok(document) => {
                let from = From { input, place: None, hash, alone: true };
                keep(&mut self.ids, self.sink, document, &from);
            }
            Err(reason) => self.notice(Notice::skipped(input, None, reason, "correct it and read it again")),
        }
        Ok(())
    }
}

/// Where a document comes from.
struct From<'a> {
    input: &'a str,
    place: Option<Place>,
    hash: Sha256Hex,
    /// Whether it is all that its file holds.
    alone: bool,
}

/// Gives a document its id and provenance and hands it on, unless it was there before.
fn keep(ids: &mut Ids, sink: &mut dyn FnMut(Item), mut document: Document, from: &From) {
    let (content, length) = ids::content_hash(&document);
    if length > MAX_DOCUMENT {
        let shown: String = document.title.chars().take(60).collect();
        let reason =
            format!("the document \"{shown}\" holds more than {} MB of text", MAX_DOCUMENT / 1024 / 1024);
        let remedy = "split it into documents, by chapters for example";
        return sink(Item::Notice(Notice::skipped(from.input, from.place, reason, remedy)));
    }
    if document.id.is_empty() {
        document.id = match &document.url {
            Some(url) => ids::from_url(url),
            None if from.alone => ids::from_path(from.input),
            None => ids::inside(from.input, &content.to_string()),
        };
    }
    match ids.claim(&document.id, &content) {
        Claim::Free => {}
        Claim::Same => {
            let reason = format!("the document \"{}\" is here a second time and is kept once", document.id);
            return sink(Item::Notice(Notice::folded(from.input, from.place, reason)));
        }
        Claim::Taken(other) => {
            let reason = format!(
                "another document has the id \"{}\", so this one is kept as \"{other}\"",
                document.id
            );
            sink(Item::Notice(Notice::warning(
                from.input,
                from.place,
                reason,
                "give each document an id of its own",
            )));
            document.id = other;
        }
    }
    let crawled = document.provenance.take().and_then(|earlier| earlier.crawled);
    document.provenance = Some(Provenance {
        input: Some(tangthu_text::clean(from.input)),
        sha256: Some(from.hash),
        crawled,
        tool: Some(TOOL.to_owned()),
    });
    sink(Item::Document(Box::new(document)));
}

/// Opens a file, through gzip or Zstandard where its first bytes say so.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::with_capacity(HEAD, File::open(path)?);
    let head = file.fill_buf()?;
    if head.starts_with(&[0x1F, 0x8B]) {
        Ok(Box::new(BufReader::with_capacity(HEAD, flate2::bufread::MultiGzDecoder::new(file))))
    } else if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        zstd(file)
    } else {
        Ok(Box::new(file))
    }
}

#[cfg(feature = "zstd")]
fn zstd(file: BufReader<File>) -> io::Result<Box<dyn BufRead>> {
    Ok(Box::new(BufReader::with_capacity(HEAD, zstd::stream::read::Decoder::with_buffer(file)?)))
}

/// The browser has no Zstandard: its library is written in C.
#[cfg(not(feature = "zstd"))]
fn zstd(_file: BufReader<File>) -> io::Result<Box<dyn BufRead>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, NO_ZSTD))
}

/// The hash of a file as it lies on the disk, read in pieces.
fn hash_of_file(path: &Path) -> io::Result<Sha256Hex> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; HEAD];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => hasher.update(&buffer[..count]),
        }
    }
    let digits: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    digits.parse().map_err(io::Error::other)
}

/// The path of a file below `root`, with `/` on every system.
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
