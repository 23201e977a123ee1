//! `tangthu merge`: several archives to one, or one in many segments to one in few.

use super::pack::{note_left_out, write_file};
use crate::{
    commands::GENERATOR,
    holdings::Holdings,
    host,
    lock::Lock,
    output::{Answer, Counted, Documents, End, Problem, say},
    progress::Bar,
    publish::{Publisher, cannot_write},
    workshop::DiskWorkshop,
};
use clap::Args;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};
use tangthu_archive::{ArchiveError, Document, Head, OwnId, Sha256Hex, without_endings};
use tangthu_engine::pack::{Added, Packer};

/// Replaced documents and files that were left out that are named one by one; the others are counted.
const SHOWN: usize = 10;

/// Make one archive of several, with as few segments as can be
#[derive(Debug, Args)]
#[command(
    long_about = "Makes one archive of the documents of several, and few large segments of many small ones: an archive that was often \
    updated is as fast afterwards as one that was packed at once. One ARCHIVE alone is made compact.\n\nOf two documents with one id, the one of \
    the later ARCHIVE is kept where it is a new state of the other, and the command says so; where they have neither address nor text in common, \
    both are kept, and the later one's id begins with the name of its archive. Documents that are one and the same are kept once and list \
    the others, unless --keep-duplicates is given.\n\nPictures and files go with their documents, each compared with its hash. One that is \
    missing, is another file, or is a link out of its archive is left out and told: its document is kept and says that the file is not there."
)]
#[command(
    after_help = "Examples:\n  tangthu merge quan-long-bien quan-gia-lam -o ha-noi --title \"Hà Nội\"\n  tangthu merge updated -o compact"
)]
pub(crate) struct Merge {
    /// Folders with archive.json, sites, or one-file archives
    #[arg(value_name = "ARCHIVE", required = true)]
    archives: Vec<PathBuf>,
    /// The folder to write, or one file if it ends in .json
    #[arg(short, long, value_name = "ARCHIVE")]
    output: PathBuf,
    /// The title (else that of the first archive)
    #[arg(long)]
    title: Option<String>,
    /// Keep documents that are one and the same as often as they come
    #[arg(long)]
    keep_duplicates: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Say nothing but what went wrong
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Default, Serialize)]
struct Merged {
    archive: String,
    documents: u64,
    /// Ids that two archives have with different texts.
    replaced: Vec<String>,
    /// Ids that documents of two files have, with the one that the later archive's document has now.
    beside: Vec<(String, String)>,
    folded: u64,
    /// Files that are not what their documents say, or are not there.
    left_out: Vec<LeftOut>,
}

/// A file of a document that did not come along.
#[derive(Serialize)]
struct LeftOut {
    archive: String,
    document: String,
    file: String,
    reason: String,
}

/// The files of documents that are in the result, by path: what each is, and how long.
#[derive(Default)]
struct Carried(BTreeMap<String, (Sha256Hex, u64)>);

impl Carried {
    /// Brings the files of a document along, each compared with its hash. What an archive of somebody else says of a file may be
    /// wrong and its file a link to anywhere, so the reader fetches it; the document is told of what does not come along.
    fn take(
        &mut self,
        holdings: &Holdings,
        document: &mut Document,
        publisher: &mut Publisher,
    ) -> io::Result<Vec<LeftOut>> {
        let mut left_out = Vec::new();
        for attachment in &mut document.attachments {
            let (Some(path), Some(hash)) = (attachment.path(), attachment.sha256) else { continue };
            let failure = match self.0.get(&path) {
                Some((there, length))
                    if *there == hash && attachment.bytes.is_none_or(|bytes| bytes == *length) =>
                {
                    continue;
                }
                // Another file that has this name, for the first digits of its hash are the same.
                Some(_) => ArchiveError::Hash { name: path.clone() }.into(),
                None => match holdings.file(attachment) {
                    Ok(content) => {
                        self.0.insert(path.clone(), (hash, content.len() as u64));
                        // Compressed anew where it lies compressed, so that nothing rides behind it that no hash tells of.
                        publisher.write(&path, &attachment.stored(content)?)?;
                        continue;
                    }
                    Err(failure) => failure,
                },
            };
            attachment.sha256 = None;
            left_out.push(LeftOut {
                archive: holdings.path.display().to_string(),
                document: document.id.clone(),
                file: path,
                reason: host::sentence(&failure),
            });
        }
        Ok(left_out)
    }
}

/// What ids of an archive begin with where another archive has them as well: its name, or its path where several have that name.
fn called(path: &Path, all: &[PathBuf]) -> String {
    let name = |path: &Path| {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = real.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if real.is_dir() { name } else { without_endings(&name).to_owned() }
    };
    let own = name(path);
    let is_alone = all.iter().filter(|other| name(other) == own).count() < 2;
    if is_alone { own } else { path.to_string_lossy().trim_end_matches('/').to_owned() }
}

impl Merge {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let bar = Bar::new(self.quiet || self.json);
        let failed = |error: std::io::Error| cannot_write(&self.output, &error);
        let is_file = self.output.extension().is_some_and(|ending| ending == "json");
        let all = self.archives.iter().map(|path| Holdings::open(path)).collect::<Result<Vec<_>, _>>()?;
        let real = |path: &PathBuf| path.canonicalize().ok();
        if self.archives.iter().any(|path| real(path).is_some() && real(path) == real(&self.output)) {
            return Err(Problem::new(format_args!(
                "{} is one of the archives to merge, so nothing was written; name another folder",
                self.output.display()
            )));
        }
        let _lock = is_file.then(|| Lock::of_file(&self.output)).transpose()?;
        let mut publisher = if is_file { None } else { Some(Publisher::open_archive(&self.output)?) };
        let mut packer = Packer::new(DiskWorkshop::new(&self.output, bar.clone()).map_err(failed)?);
        if !self.keep_duplicates {
            packer = packer.folding();
        }
        let mut merged = Merged { archive: self.output.display().to_string(), ..Merged::default() };
        let (mut read, mut carried) = (0, Carried::default());
        // Pictures and files that an archive in one file has no room for.
        let mut without = BTreeSet::new();
        for holdings in &all {
            bar.stage(format_args!("reading {}", holdings.path.display()));
            let name = called(&holdings.path, &self.archives);
            holdings.each(&mut |mut document| {
                read += 1;
                bar.read(read);
                match &mut publisher {
                    Some(publisher) => {
                        let left_out = carried.take(holdings, &mut document, publisher).map_err(failed)?;
                        merged.left_out.extend(left_out);
                    }
                    None => {
                        without.extend(document.attachments.iter_mut().filter_map(|file| file.sha256.take()));
                    }
                }
                let ids = OwnId::new(&document.id, &name);
                match packer.add_beside(&document, &ids).map_err(failed)? {
                    Added::Beside { id } => merged.beside.push((document.id, id)),
                    Added::Changed => merged.replaced.push(document.id),
                    Added::Folded { .. } => merged.folded += 1,
                    Added::New | Added::Same => {}
                }
                Ok(())
            })?;
        }
        let lost_files = packer.lost_files().to_vec();
        let first = all.first().map(Holdings::head).unwrap_or_default();
        let title = self.title.clone().unwrap_or(first.title);
        let head = Head { title, generator: GENERATOR.to_owned(), ..first };
        merged.documents = packer.documents();
        bar.stage(format_args!("indexing {}", Documents(merged.documents)));
        match publisher {
            None => {
                write_file(&self.output, head, packer)?;
                note_left_out(without.len() as u64, self.quiet);
            }
            Some(mut publisher) => {
                publisher.drop_all_but(&packer.files());
                let manifest = packer.finish(head, &mut |name, bytes| publisher.write(name, bytes));
                manifest.and_then(|manifest| publisher.finish(&manifest)).map_err(failed)?;
            }
        }
        bar.done();
        let mut answer = Answer::new();
        if self.json {
            answer.json(&merged)?;
        } else if !self.quiet {
            let (documents, folded) = (Documents(merged.documents), merged.folded);
            answer
                .line(format_args!("{}: {documents}, {folded} folded into others", self.output.display()))?;
        }
        if let Some((id, beside)) = merged.beside.first().filter(|_| !self.quiet) {
            let count = Documents(merged.beside.len() as u64);
            say(&format!(
                "warning: the archives have different documents with one id; nothing is lost: {count} of the later ones stand under the name of their archive (\"{id}\" is now \"{beside}\"), and links to them must be changed"
            ));
        }
        for id in merged.replaced.iter().take(SHOWN).filter(|_| !self.quiet) {
            say(&format!(
                "warning: two archives have a document \"{id}\" and differ; the later archive's is kept"
            ));
        }
        for LeftOut { archive, document, reason, .. } in merged.left_out.iter().take(SHOWN) {
            say(&format!(
                "warning: {archive}: {reason}; the document \"{document}\" is kept and says that this file is not there"
            ));
        }
        if let Some(more @ 1..) = merged.left_out.len().checked_sub(SHOWN) {
            say(&format!(
                "warning: {} more left out in the same way; --json lists all",
                Counted(more as u64, "file")
            ));
        }
        if let Some((id, name)) = lost_files.first() {
            let more = if lost_files.len() > 1 {
                format!(" (and {} more)", lost_files.len() - 1)
            } else {
                String::new()
            };
            say(&format!(
                "warning: of two states of \"{id}\" the later one lists another file \"{name}\", which is in none of the archives, so the earlier file went with its state{more}; merge the archive that has it"
            ));
        }
        answer.flush()?;
        Ok(End::Good)
    }
}
