//! `tangthu info`: what an archive says of itself.

use crate::{
    host,
    output::{Answer, Documents, End, Problem},
};
use clap::Args;
use std::path::PathBuf;

/// Say what an archive is: title, language, number of documents
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tangthu info site\n  tangthu info notes.json --json")]
pub(crate) struct Info {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Info {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let info = host::open(&self.archive)?.info();
        let mut answer = Answer::new();
        if self.json {
            answer.json(&info)?;
        } else {
            answer.heading(&info.title)?;
            for line in [&info.description, &info.language.map(|tag| format!("language: {tag}"))]
                .into_iter()
                .flatten()
            {
                answer.line(line)?;
            }
            let shape = if info.one_file { "one file" } else { "a folder with its index" };
            answer.line(format_args!("{} in {shape}", Documents(info.documents.into())))?;
            if let Some(generator) = &info.generator {
                answer.line(format_args!("made by {generator}"))?;
            }
        }
        answer.flush()?;
        Ok(End::Good)
    }
}
