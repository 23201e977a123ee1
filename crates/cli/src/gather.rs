//! Reading the inputs of `build` and `pack`: documents, what the inputs say of the archive, and what was left out.

use crate::{
    commands::{GENERATOR, read_pdf},
    output::{End, Problem, say},
    progress::Bar,
    report::{Counts, Report},
    workshop::folder_near,
};
use clap::Args;
use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};
use tangthu_archive::{Document, Head, MANIFEST_NAME, MAX_MANIFEST_BYTES, Opened, OwnId};
use tangthu_engine::pack::{Added, Likeness};
use tangthu_ingest::{
    FORMATS, Item, Notice, NoticeKind, Options, STANDARD_INPUT, Settings, StoredFile, ingest,
    is_language_tag, shares_address, shares_path,
};

/// What `build` and `pack` read, and how.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Folders and files to read: JSONL, JSON, CSV, RSS, Atom, exports of WordPress, DOCX, PDF, Markdown, plain text, portal pages saved as text, WARC and WACZ crawls, saved pages (MHTML), mail; also .gz, .zst, .zip, .tar and .tar.gz; - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The archive's title (else from tangthu.toml, else that of a feed or one-file archive that is nearly all of the input, else the name of the first input)
    #[arg(long)]
    title: Option<String>,
    /// A sentence about the archive
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The main language of the documents, as a language tag: vi, en
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,
    /// Write every input that was skipped or changed to FILE, one JSON object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// End with exit code 1 when an input was skipped or a warning was given
    #[arg(long)]
    pub(crate) strict: bool,
    /// Keep documents that are one and the same as often as they come (else once, with the others listed)
    #[arg(long)]
    pub(crate) keep_duplicates: bool,
    /// Print the result as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Keep pages as they were found, beside their text (official documents are kept in any case)
    #[arg(long)]
    keep_sources: bool,
    /// Say nothing but what went wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// How a title is given.
const NAME_IT: &str = "--title or a title in tangthu.toml gives it another";

/// What reading hands over.
#[derive(Debug)]
pub(crate) enum Taken {
    /// A file that the documents after it name.
    File(Box<StoredFile>),
    /// With the ids that it may have, where it is a record that states its own.
    Document(Box<Document>, Option<OwnId>),
}

/// What was read, besides the documents.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) head: Head,
    /// Where the title comes from, where nobody gave it to the archive, and how it is given.
    pub(crate) named_by: Option<String>,
    pub(crate) folded: u64,
    pub(crate) skipped: u64,
    pub(crate) warnings: u64,
    /// Inputs that were left out, or not read to their end.
    lost: BTreeSet<String>,
}

impl Gathered {
    /// Whether what a document was read from could not be read this time, so that its absence says nothing.
    pub(crate) fn is_lost(&self, document: &Document) -> bool {
        let Some(input) = document.provenance.as_ref().and_then(|from| from.input.as_deref()) else {
            return false;
        };
        let in_crawl = document.url.as_ref().map(|url| format!("{input} {url}"));
        // A container or a folder that cannot be read hides all that lies in it.
        let around = input.match_indices('/').map(|(at, _)| &input[..at]);
        around.chain([input]).chain(in_crawl.as_deref()).any(|name| self.lost.contains(name))
    }

    /// How the command ends: `--strict` makes what went wrong with inputs a fault.
    pub(crate) fn end(&self, strict: bool) -> End {
        if strict && self.skipped + self.warnings > 0 { End::Faults } else { End::Good }
    }
}

impl Inputs {
    /// Reads everything but what lies at `output`, and hands over each document after the files that it names.
    pub(crate) fn gather(
        &self,
        output: &Path,
        bar: &Bar,
        take: &mut dyn FnMut(Taken) -> io::Result<Option<Added>>,
    ) -> Result<Gathered, Problem> {
        self.inputs.iter().try_for_each(|input| refuse_archive(input))?;
        bar.stage(format_args!("reading {}", names(&self.inputs)));
        let mut report = Report::new(self.report.as_deref())?;
        let mut leave_out = vec![output.to_owned()];
        leave_out.extend(self.report.clone());
        let (mut documents, mut failed) = (0, None);
        let mut told_beside = BTreeSet::new();
        let options = Options {
            leave_out,
            aside: Some(folder_near(output)),
            keep_sources: self.keep_sources,
            pdf_process: Some(read_pdf::process()?),
        };
        let settings = ingest(&self.inputs, &options, &mut |item| match item {
            // After a failure the rest is read in vain; it is rare, and reading is quick.
            Item::Document(document, stated) if failed.is_none() => {
                documents += 1;
                bar.read(documents);
                let (id, url, input) = told(&document);
                // Whose id is stated got it elsewhere: what was told there is no news here.
                let is_stated = stated.is_some();
                match take(Taken::Document(document, stated)) {
                    Ok(Some(Added::New)) if !is_stated => {
                        if let Some(url) = url.filter(|url| shares_address(&id, url)) {
                            report.add(another_at(&url, &id, input));
                        } else if shares_path(&id, &input) {
                            report.add(another_named(&id, input));
                        }
                    }
                    Ok(Some(Added::Beside { id: beside })) => {
                        // Said once a file; else a table of ten thousand rows says nothing else.
                        if told_beside.insert(input.clone()) {
                            report.add(beside_another(&id, &beside, input));
                        }
                    }
                    Ok(Some(Added::Folded { into, why })) => report.add(folded(&id, &into, why, input)),
                    Ok(Some(Added::New | Added::Changed | Added::Same) | None) => {}
                    Err(error) => failed = Some(error),
                }
            }
            Item::File(file) if failed.is_none() => failed = take(Taken::File(file)).err(),
            Item::Document(..) | Item::File(_) => {}
            Item::Notice(notice) => report.add(notice),
        })
        .map_err(Problem::new)?;
        if let Some(error) = failed {
            return Err(crate::publish::cannot_write(output, &error));
        }
        let named_by = match (&self.title, &settings.title, &settings.named_by) {
            (None, Some(_), Some(file)) => Some(format!("is that of {file}: {NAME_IT}")),
            (None, None, _) if is_standard(&self.inputs[0]) => {
                Some("stands for one that standard input does not give: --title gives it another".to_owned())
            }
            (None, None, _) => Some(format!("is the name of the input: {NAME_IT}")),
            _ => None,
        };
        let settings = self.settings(settings, &mut |notice| report.add(notice));
        bar.done();
        let Counts { skipped, warnings, folded, lost } = report.finish(self.quiet)?;
        if documents == 0 {
            return Err(Problem::new(format_args!(
                "no document was found in {}; formats read are {FORMATS}",
                names(&self.inputs)
            )));
        }
        let head = Head {
            title: settings.title.unwrap_or_else(|| "Tàng Thư".to_owned()),
            description: settings.description,
            language: settings.language,
            generator: GENERATOR.to_owned(),
        };
        Ok(Gathered { head, named_by, folded, skipped, warnings, lost })
    }

    /// What an archive says of itself that is there already, where the command says nothing else.
    pub(crate) fn head_over(&self, there: Head) -> Head {
        let given = Settings {
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            ..Settings::default()
        };
        let given = given.fitted("the command line", &mut |notice| say(&format!("warning: {notice}")));
        Head {
            title: given.title.unwrap_or(there.title),
            description: given.description.or(there.description),
            language: given.language.or(there.language),
            generator: GENERATOR.to_owned(),
        }
    }

    /// What the archive says of itself: what the command says first, then what the inputs say, then the first input's name.
    fn settings(&self, found: Settings, notice: &mut dyn FnMut(Notice)) -> Settings {
        let given = Settings {
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            ..Settings::default()
        };
        let named = Settings { title: stem(&self.inputs[0]), ..Settings::default() };
        let mut settings = given.fitted("the command line", notice);
        settings.fill(found);
        if settings.title.is_none() {
            settings.fill(named.fitted("the name of the input", notice));
        }
        settings
    }
}

/// What notices tell of a document: its id, its address, its input.
fn told(document: &Document) -> (String, Option<String>, String) {
    let input = document.provenance.as_ref().and_then(|from| from.input.clone()).unwrap_or_default();
    (document.id.clone(), document.url.clone(), input)
}

fn folded(id: &str, into: &str, why: Likeness, input: String) -> Notice {
    let like = match why {
        Likeness::Address => "is another state of the page",
        Likeness::Text => "has the same text as",
        Likeness::NearText => "has nearly the same text as",
        Likeness::OtherFormat => "is in another format (DOCX or PDF) the same as",
    };
    let listed = if why == Likeness::OtherFormat { "lists both files" } else { "lists the other" };
    let reason = format!("the document \"{id}\" {like} \"{into}\"; one is kept and {listed}");
    Notice { kind: NoticeKind::Folded, input, place: None, reason, remedy: String::new(), is_loss: false }
}

fn another_at(url: &str, id: &str, input: String) -> Notice {
    let reason = format!(
        "another document has the address {url}, but another title or day, so this one is kept as \"{id}\""
    );
    let remedy = "give each document an address of its own".to_owned();
    Notice { kind: NoticeKind::Warning, input, place: None, reason, remedy, is_loss: false }
}

fn beside_another(id: &str, beside: &str, input: String) -> Notice {
    let reason = format!(
        "its records have ids that documents of other files have in the archive (\"{id}\"), so they are kept under the name of this file: \"{beside}\""
    );
    let remedy =
        "nothing is lost; if they are new states of those documents, give the file the name that it had"
            .to_owned();
    Notice { kind: NoticeKind::Warning, input, place: None, reason, remedy, is_loss: false }
}

fn another_named(id: &str, input: String) -> Notice {
    let reason = format!(
        "another file has the same name but for its ending and says something else, so this one is kept as \"{id}\""
    );
    let remedy = "give each file a name of its own".to_owned();
    Notice { kind: NoticeKind::Warning, input, place: None, reason, remedy, is_loss: false }
}

/// A packed archive is no pile of documents: its parts would be taken for files of JSON, each document twice.
fn refuse_archive(input: &Path) -> Result<(), Problem> {
    if is_standard(input) {
        return Ok(());
    }
    let file = if input.is_dir() { input.join(MANIFEST_NAME) } else { input.to_owned() };
    let length = file.metadata().map_or(u64::MAX, |metadata| metadata.len());
    if length > MAX_MANIFEST_BYTES as u64 {
        return Ok(());
    }
    let bytes = std::fs::read(&file).unwrap_or_default();
    match Opened::parse(MANIFEST_NAME, &bytes) {
        Ok(Opened::Manifest(_)) => Err(Problem::new(format_args!(
            "{} is an archive that is packed already; name the documents that it was made of",
            input.display()
        ))),
        _ => Ok(()),
    }
}

fn names(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        if is_standard(path) { "standard input".to_owned() } else { path.display().to_string() }
    };
    paths.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The name of an input without its endings, for an archive that nobody named.
fn stem(path: &Path) -> Option<String> {
    if is_standard(path) {
        return None;
    }
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = real.file_name().map_or_else(|| "Tàng Thư".into(), |name| name.to_string_lossy().into_owned());
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let stem = if real.is_dir() { name } else { name.rsplit_once('.').map_or(name, |(stem, _)| stem) };
    Some(stem.to_owned())
}

fn language_tag(text: &str) -> Result<String, String> {
    if is_language_tag(text) {
        Ok(text.to_owned())
    } else {
        Err("a language tag is like vi, en or zh-Hant".to_owned())
    }
}
