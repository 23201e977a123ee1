//! `tangthu remove`: documents taken out of an archive, and every part that holds their text written anew.

use super::pack::{publish_again, write_file};
use crate::{
    holdings::Holdings,
    output::{Answer, Documents, End, Problem},
    progress::Bar,
    publish::{Publisher, cannot_write},
    workshop::DiskWorkshop,
};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use tangthu_engine::pack::Packer;

/// Remove documents from an archive or a site, text and index
#[derive(Debug, Args)]
#[command(
    long_about = "Removes documents from an archive or a site. What is merely hidden is not removed, so every part that holds their \
    text or an index of it is written anew, and nothing of the generation before is kept: neither their text nor files that only they \
    name lie in the folder afterwards. `tangthu check ARCHIVE --absent TEXT` proves it.\n\nCopies that were uploaded elsewhere, and what browsers \
    keep for reading without a network, are not reached from here: upload the folder again and delete the old files there.\n\nWhere an id is \
    not there, nothing is changed and the exit code is 2."
)]
#[command(
    after_help = "Examples:\n  tangthu remove site tin/chuyen-cu\n  tangthu remove archive u-0123456789abcdef t2 --json\n\n`tangthu search` prints the ids."
)]
pub(crate) struct Remove {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The ids of the documents
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Print one JSON object: removed, documents
    #[arg(long)]
    json: bool,
    /// Say nothing but what went wrong
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Serialize)]
struct Removed<'a> {
    removed: &'a [String],
    documents: u64,
}

impl Remove {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let (holdings, lock) = Holdings::open_to_write(&self.archive)?;
        let bar = Bar::new(self.quiet || self.json);
        let failed = |error: std::io::Error| cannot_write(&self.archive, &error);
        let mut packer = Packer::new(DiskWorkshop::new(&self.archive, bar.clone()).map_err(failed)?);
        holdings.begin(&mut packer)?;
        let mut there = holdings.all_names()?;
        there.extend(packer.files().into_iter().map(str::to_owned));
        let mut ids = self.ids.clone();
        ids.sort();
        ids.dedup();
        let missing: Vec<String> =
            ids.iter().filter(|id| !packer.remove(id)).map(|id| format!("\"{id}\"")).collect();
        if !missing.is_empty() {
            // A run that was killed may have removed them from the archive, and left their parts lying there.
            let is_cleaned = !holdings.is_file()
                && Publisher::open_again(&holdings.folder, lock, &there)?.clean_up().map_err(failed)?;
            let cleaned =
                if is_cleaned { " (files that an earlier run had left were taken away)" } else { "" };
            return Err(Problem::new(format_args!(
                "{} has no document {}, so nothing was removed{cleaned}; `tangthu search` prints the ids",
                self.archive.display(),
                missing.join(", ")
            )));
        }
        let documents = packer.documents();
        if holdings.is_file() {
            write_file(&self.archive, holdings.head(), packer)?;
        } else {
            let mut publisher = Publisher::open_again(&holdings.folder, lock, &there)?;
            publisher.keep_nothing();
            publish_again(&holdings, packer, publisher, holdings.head(), &bar)?.map_err(failed)?;
        }
        bar.done();
        let mut answer = Answer::new();
        if self.json {
            answer.json(&Removed { removed: &ids, documents })?;
        } else if !self.quiet {
            let (gone, left) = (Documents(ids.len() as u64), Documents(documents));
            answer.line(format_args!("{}: {gone} removed, {left} left", self.archive.display()))?;
        }
        answer.flush()?;
        Ok(End::Good)
    }
}
