//! `tangthu pack`: an archive alone, as a folder or as one file; or an archive that is there, brought up to date.

use crate::{
    gather::{Gathered, Inputs, Taken},
    holdings::Holdings,
    lock::Lock,
    output::{Answer, Bytes, Counted, Documents, End, Problem, say},
    pages,
    progress::Bar,
    publish::{Published, Publisher, cannot_write, replace},
    shell,
    signature::Successor,
    workshop::DiskWorkshop,
};
use clap::Args;
use serde::Serialize;
use std::{
    cell::Cell,
    fmt, io,
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_archive::{Head, MAX_ONE_FILE_BYTES, Opened};
use tangthu_engine::pack::{Packer, Tally, one_file};

/// Turn documents into an archive alone, without the viewer; or bring one up to date
#[derive(Debug, Args)]
#[command(
    long_about = "Turns documents into an archive without the viewer: a folder with archive.json and its parts, or, when ARCHIVE \
    ends in .json, one file that people can read and edit by hand.\n\nA folder carries its index and is right for any size. One file \
    carries none (whoever opens it makes one) and is right for up to some thousand documents.\n\n\
    With --update, an archive or a site that is there takes in the inputs: documents with new ids are added, those with known ids \
    replaced where they say something else; only what changed is written. What the inputs lack stays, unless --prune removes it.\n\n\
    Documents that are one and the same (the same address and title, the same text, or nearly the same text with the same figures and \
    names) are kept once and list the others; --keep-duplicates keeps them all.\n\n\
    A folder that is a site is refused for -o: `tangthu build` renews a site with its archive."
)]
#[command(
    after_help = "Examples:\n  tangthu pack articles/ -o archive\n  tangthu pack notes/ -o notes.json --title \"Sổ tay\"\n  \
    tangthu pack --update archive new-articles/\n  tangthu pack --update site articles/ --prune --json"
)]
pub(crate) struct Pack {
    #[command(flatten)]
    inputs: Inputs,
    /// The folder to write, or one file if it ends in .json
    #[arg(short, long, value_name = "ARCHIVE", required_unless_present = "update")]
    output: Option<PathBuf>,
    /// Take the inputs into this archive or site
    #[arg(long, value_name = "ARCHIVE", conflicts_with = "output")]
    update: Option<PathBuf>,
    /// With --update: remove the documents that the inputs lack
    #[arg(long)]
    prune: bool,
}

impl Pack {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let start = Instant::now();
        // What -o makes begins anew, so nothing could be removed from it.
        if self.prune && self.update.is_none() {
            return Err(Problem::new(
                "--prune removes documents from an archive that is there, so it goes with --update ARCHIVE; leave it out with -o, which holds the inputs alone",
            ));
        }
        let bar = Bar::new(self.inputs.quiet);
        let is_file = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
        let (gathered, mut summary) = match (&self.update, &self.output) {
            (Some(archive), _) => self.update(archive, &bar, start)?,
            (None, Some(output)) if is_file(output) => self.file(output, &bar, start)?,
            (None, Some(output)) => self.folder(output, &bar, start)?,
            (None, None) => {
                return Err(Problem::new("name the archive to write with -o, or the one to --update"));
            }
        };
        bar.done();
        summary.seconds = start.elapsed().as_secs_f64();
        if self.inputs.json {
            summary.json()?;
        } else if !self.inputs.quiet {
            let mut answer = Answer::new();
            answer.line(&summary)?;
            answer.flush()?;
        }
        Ok(gathered.end(self.inputs.strict))
    }

    fn folder(&self, output: &Path, bar: &Bar, start: Instant) -> Result<(Gathered, Summary), Problem> {
        let mut publisher = Publisher::open_archive(output)?;
        let (packer, gathered) = packed(&self.inputs, output, &mut publisher, bar)?;
        let tally = packer.tally();
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| publisher.write(name, bytes));
        let published = manifest.and_then(|manifest| publisher.finish(&manifest));
        let published = published.map_err(|error| cannot_write(output, &error))?;
        let summary = Summary::new(output, tally, &gathered, &published, start);
        Ok((gathered, summary))
    }

    fn file(&self, output: &Path, bar: &Bar, start: Instant) -> Result<(Gathered, Summary), Problem> {
        refuse_strangers(output)?;
        let _lock = Lock::of_file(output)?;
        let mut packer = new_packer(&self.inputs, output, bar)?;
        let (gathered, left_out) = into_file(&self.inputs, output, bar, &mut packer)?;
        let tally = packer.tally();
        let bytes = write_file(output, gathered.head.clone(), packer)?;
        note_left_out(left_out, self.inputs.quiet);
        let published = Published::one_file(bytes);
        let summary = Summary::new(output, tally, &gathered, &published, start);
        Ok((gathered, summary))
    }

    fn update(&self, archive: &Path, bar: &Bar, start: Instant) -> Result<(Gathered, Summary), Problem> {
        let (holdings, lock) = Holdings::open_to_write(archive)?;
        let mut packer = new_packer(&self.inputs, archive, bar)?;
        bar.stage(format_args!("reading {}", archive.display()));
        holdings.begin(&mut packer)?;
        let head = self.inputs.head_over(holdings.head());
        let failed = |error: io::Error| cannot_write(archive, &error);
        if holdings.is_file() {
            let (gathered, left_out) = into_file(&self.inputs, archive, bar, &mut packer)?;
            let removed = self.pruned(&mut packer, &gathered).map_err(failed)?;
            let tally = packer.tally();
            let bytes = write_file(archive, head, packer)?;
            note_left_out(left_out, self.inputs.quiet);
            let published = Published::one_file(bytes);
            let summary = Summary::new(archive, tally, &gathered, &published, start);
            return Ok((gathered, Summary { removed, ..summary }));
        }
        let mut there = holdings.all_names()?;
        there.extend(packer.files().into_iter().map(str::to_owned));
        let mut publisher = Publisher::open_again(&holdings.folder, lock, &there)?;
        let gathered = gather(&self.inputs, archive, bar, &mut packer, &mut publisher)?;
        let removed = self.pruned(&mut packer, &gathered).map_err(failed)?;
        let tally = packer.tally();
        let written = packer.documents_to_write();
        bar.stage(format_args!("indexing {}", Documents(written)));
        let published = publish_again(&holdings, packer, publisher, head, bar)?.map_err(failed)?;
        let summary = Summary::new(archive, tally, &gathered, &published, start);
        Ok((gathered, Summary { removed, ..summary }))
    }
}

impl Pack {
    /// Removes what the inputs lack, where that is wanted; returns how many documents went.
    fn pruned(&self, packer: &mut Packer<DiskWorkshop>, gathered: &Gathered) -> io::Result<u64> {
        if !self.prune {
            return Ok(0);
        }
        let stay = Cell::new(0);
        let removed = packer.prune(&|document| {
            let stays = gathered.is_lost(document);
            stay.set(stay.get() + u64::from(stays));
            stays
        })?;
        if stay.get() > 0 {
            say(&format!(
                "warning: {} not removed, although the inputs lack them: what they were read from could not be read this time, or not to its end",
                match stay.get() {
                    1 => "1 document was".to_owned(),
                    count => format!("{count} documents were"),
                }
            ));
        }
        Ok(removed.len() as u64)
    }
}

/// Publishes an archive in the place of the one that it began with.
pub(super) fn publish_again(
    holdings: &Holdings,
    packer: Packer<DiskWorkshop>,
    mut publisher: Publisher,
    head: Head,
    bar: &Bar,
) -> Result<io::Result<Published>, Problem> {
    holdings.names(&packer.untouched())?.iter().for_each(|name| publisher.stays(name));
    packer.files().into_iter().for_each(|name| publisher.stays(name));
    let own = shell::renewed(&holdings.folder, &head, publisher.settings())?;
    let manifest = packer.finish(head, &mut |name, bytes| publisher.write(name, bytes));
    Ok(manifest.and_then(|manifest| {
        if publisher.settings().pages {
            pages::write(&mut publisher, &manifest, bar)?;
        }
        own.iter().try_for_each(|(name, bytes)| publisher.write(name, bytes))?;
        publisher.finish(&manifest)
    }))
}

/// A packer for a result at `output`, which folds duplicates unless the command says otherwise.
pub(super) fn new_packer(inputs: &Inputs, output: &Path, bar: &Bar) -> Result<Packer<DiskWorkshop>, Problem> {
    let workshop = DiskWorkshop::new(output, bar.clone()).map_err(|error| cannot_write(output, &error))?;
    let packer = Packer::new(workshop);
    Ok(if inputs.keep_duplicates { packer } else { packer.folding() })
}

/// A packer with every document of the inputs, for a result at `output`.
/// Files that they name are published at once.
pub(super) fn packed(
    inputs: &Inputs,
    output: &Path,
    publisher: &mut Publisher,
    bar: &Bar,
) -> Result<(Packer<DiskWorkshop>, Gathered), Problem> {
    let mut packer = new_packer(inputs, output, bar)?;
    let gathered = gather(inputs, output, bar, &mut packer, publisher)?;
    bar.stage(format_args!("indexing {}", Documents(packer.documents())));
    Ok((packer, gathered))
}

fn gather(
    inputs: &Inputs,
    output: &Path,
    bar: &Bar,
    packer: &mut Packer<DiskWorkshop>,
    publisher: &mut Publisher,
) -> Result<Gathered, Problem> {
    let gathered = inputs.gather(output, bar, &mut |taken| match taken {
        Taken::File(file) => publisher.write(&file.path, &file.bytes).map(|()| None),
        Taken::Document(document, stated) => packer.add_record(&document, stated.as_ref()).map(Some),
    })?;
    publisher.drop_all_but(&packer.files());
    Ok(gathered)
}

/// Reads inputs for an archive in one file; says how many files were left out.
fn into_file(
    inputs: &Inputs,
    output: &Path,
    bar: &Bar,
    packer: &mut Packer<DiskWorkshop>,
) -> Result<(Gathered, u64), Problem> {
    let mut left_out = 0;
    let gathered = inputs.gather(output, bar, &mut |taken| match taken {
        Taken::File(_) => {
            left_out += 1;
            Ok(None)
        }
        Taken::Document(mut document, stated) => {
            // What is not there must not be promised.
            document.attachments.iter_mut().for_each(|attachment| attachment.sha256 = None);
            packer.add_record(&document, stated.as_ref()).map(Some)
        }
    })?;
    Ok((gathered, left_out))
}

pub(super) fn note_left_out(files: u64, quiet: bool) {
    if files > 0 && !quiet {
        say(&format!(
            "note: an archive in one file carries no pictures and files, so {} left out; give -o a name without .json to keep them",
            if files == 1 { "1 of them was".to_owned() } else { format!("{files} of them were") }
        ));
    }
}

/// Writes an archive in one file; returns its length.
pub(super) fn write_file(output: &Path, head: Head, packer: Packer<DiskWorkshop>) -> Result<u64, Problem> {
    let bytes = packer.into_documents().and_then(|documents| one_file(head, documents));
    let bytes = bytes.map_err(|error| cannot_write(output, &error))?;
    if bytes.len() > MAX_ONE_FILE_BYTES {
        return Err(Problem::new(format_args!(
            "the archive would be one file of {}, more than a browser should open at once; give -o a name without .json to make a folder",
            Bytes(bytes.len() as u64)
        )));
    }
    let successor = Successor::of(output, &bytes);
    let written = replace(output, &successor.bytes).and_then(|()| successor.settle());
    written.map_err(|error| cannot_write(output, &error))?;
    Ok(bytes.len() as u64)
}

/// What a run made, for people and for programs.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    archive: String,
    documents: u64,
    added: u64,
    changed: u64,
    unchanged: u64,
    pub(super) removed: u64,
    folded: u64,
    skipped: u64,
    warnings: u64,
    parts: u64,
    files: u64,
    bytes: u64,
    archive_files: u64,
    archive_bytes: u64,
    pub(super) seconds: f64,
}

impl Summary {
    pub(super) fn new(
        archive: &Path,
        tally: Tally,
        gathered: &Gathered,
        published: &Published,
        start: Instant,
    ) -> Self {
        let Tally { documents, added, changed } = tally;
        Self {
            archive: archive.display().to_string(),
            documents,
            added,
            changed,
            unchanged: documents - added - changed,
            removed: 0,
            folded: gathered.folded,
            skipped: gathered.skipped,
            warnings: gathered.warnings,
            parts: published.parts,
            files: published.files,
            bytes: published.bytes,
            archive_files: published.archive_files,
            archive_bytes: published.archive_bytes,
            seconds: start.elapsed().as_secs_f64(),
        }
    }

    pub(super) fn json(&self) -> Result<(), Problem> {
        let mut answer = Answer::new();
        answer.json(self)?;
        answer.flush()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {} skipped", self.archive, Documents(self.documents), self.skipped)?;
        if self.folded > 0 {
            write!(f, ", {} folded into others", self.folded)?;
        }
        // Of an archive that was there, what became of it.
        if self.added < self.documents || self.removed > 0 {
            write!(
                f,
                " ({} added, {} changed, {} removed, {} as they were)",
                self.added, self.changed, self.removed, self.unchanged
            )?;
        }
        if self.archive_files == 0 {
            return write!(
                f,
                "; one page, viewer and archive inside: {}; {:.1} s",
                Bytes(self.bytes),
                self.seconds
            );
        }
        write!(f, "; the archive: {}, {}", Counted(self.archive_files, "file"), Bytes(self.archive_bytes))?;
        if self.files > self.archive_files {
            // What is uploaded.
            write!(f, "; with the viewer: {}, {}", Counted(self.files, "file"), Bytes(self.bytes))?;
        }
        write!(f, "; {:.1} s", self.seconds)
    }
}

/// A file that is there and is no archive was not made by this command, and is not to be lost by it.
fn refuse_strangers(path: &Path) -> Result<(), Problem> {
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Problem::new(format_args!(
            "{name} is a folder; name a file, or a folder that does not end in .json"
        )));
    }
    match std::fs::read(path) {
        Ok(bytes) if !bytes.is_empty() && !matches!(Opened::parse(&name, &bytes), Ok(Opened::OneFile(_))) => {
            Err(Problem::new(format_args!(
                "{name} is there and is no archive in one file, so it was not replaced; name another file"
            )))
        }
        _ => Ok(()),
    }
}
