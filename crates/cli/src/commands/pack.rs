//! `tangthu pack`: an archive alone, as a folder or as one file.

use crate::{
    gather::{Gathered, Inputs, Taken},
    output::{Answer, Bytes, Documents, End, Problem, Progress, say},
    publish::{Publisher, cannot_write, replace},
    workshop::DiskWorkshop,
};
use clap::Args;
use std::{
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_archive::{MAX_ONE_FILE_BYTES, Opened};
use tangthu_engine::pack::{Packer, one_file};

/// Turn documents into an archive alone, without the viewer
#[derive(Debug, Args)]
#[command(
    long_about = "Turns documents into an archive without the viewer: a folder with archive.json and its parts, or, when ARCHIVE \
    ends in .json, one file that people can read and edit by hand.\n\nA folder carries its index and is right for any size. One file \
    carries none (whoever opens it makes one) and is right for up to some thousand documents.\n\n\
    A folder that is a site is refused: `tangthu build` renews a site with its archive."
)]
#[command(
    after_help = "Examples:\n  tangthu pack articles/ -o archive\n  tangthu pack notes/ -o notes.json --title \"Sổ tay\""
)]
pub(crate) struct Pack {
    #[command(flatten)]
    inputs: Inputs,
    /// The folder to write, or one file if it ends in .json
    #[arg(short, long, value_name = "ARCHIVE")]
    output: PathBuf,
}

impl Pack {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let start = Instant::now();
        let is_file = self.output.extension().is_some_and(|ending| ending == "json");
        let mut publisher = if is_file { None } else { Some(Publisher::open_archive(&self.output)?) };
        if is_file {
            refuse_strangers(&self.output)?;
        }
        let (gathered, parts, bytes) = match publisher.take() {
            Some(publisher) => self.folder(publisher)?,
            None => self.file()?,
        };
        let Gathered { documents: count, skipped, .. } = gathered;
        if !self.inputs.quiet {
            let mut answer = Answer::new();
            answer.line(format_args!(
                "{}: {}, {skipped} skipped; {parts} parts, {}; {:.1} s",
                self.output.display(),
                Documents(count as u64),
                Bytes(bytes),
                start.elapsed().as_secs_f64()
            ))?;
            answer.flush()?;
        }
        Ok(if self.inputs.strict && skipped > 0 { End::Faults } else { End::Good })
    }

    fn folder(&self, mut publisher: Publisher) -> Result<(Gathered, u64, u64), Problem> {
        let (packer, gathered) = packed(&self.inputs, &self.output, &mut publisher)?;
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| publisher.write(name, bytes));
        let published = manifest.and_then(|manifest| publisher.finish(&manifest));
        let published = published.map_err(|error| cannot_write(&self.output, &error))?;
        Ok((gathered, published.parts, published.bytes))
    }

    fn file(&self) -> Result<(Gathered, u64, u64), Problem> {
        let (mut documents, mut files) = (Vec::new(), 0);
        let gathered = self.inputs.gather(&self.output, &mut |taken| {
            match taken {
                Taken::File(_) => files += 1,
                Taken::Document(mut document) => {
                    // What is not there must not be promised.
                    document.attachments.iter_mut().for_each(|attachment| attachment.sha256 = None);
                    documents.push(*document);
                }
            }
            Ok(())
        })?;
        if files > 0 && !self.inputs.quiet {
            say(&format!(
                "note: an archive in one file carries no pictures and files, so {files} of them were left out; give -o a name without .json to keep them"
            ));
        }
        let bytes =
            one_file(gathered.head.clone(), documents).map_err(|error| cannot_write(&self.output, &error))?;
        if bytes.len() > MAX_ONE_FILE_BYTES {
            return Err(Problem::new(format_args!(
                "the archive would be one file of {}, more than a browser should open at once; give -o a name without .json to make a folder",
                Bytes(bytes.len() as u64)
            )));
        }
        replace(&self.output, &bytes).map_err(|error| cannot_write(&self.output, &error))?;
        Ok((gathered, 0, bytes.len() as u64))
    }
}

/// A packer with every document of the inputs, for a result at `output`.
/// Files that they name are published at once.
pub(super) fn packed(
    inputs: &Inputs,
    output: &Path,
    publisher: &mut Publisher,
) -> Result<(Packer<DiskWorkshop>, Gathered), Problem> {
    let workshop = DiskWorkshop::new(output).map_err(|error| cannot_write(output, &error))?;
    let mut packer = Packer::new(workshop);
    let gathered = inputs.gather(output, &mut |taken| match taken {
        Taken::File(file) => publisher.write(&file.path, &file.bytes),
        Taken::Document(document) => packer.add(&document),
    })?;
    Progress { quiet: inputs.quiet }.stage(format_args!("indexing {}", Documents(gathered.documents as u64)));
    Ok((packer, gathered))
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
