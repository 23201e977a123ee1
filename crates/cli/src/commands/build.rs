//! `tangthu build`: a whole site, viewer and archive.

use super::pack::{Summary, packed};
use crate::{
    gather::Inputs,
    output::{Answer, End, Problem},
    progress::Bar,
    publish::{Publisher, cannot_write},
    viewer::Viewer,
};
use clap::Args;
use std::{path::PathBuf, time::Instant};

/// Turn documents into a site: one folder that any web host can serve
#[derive(Debug, Args)]
#[command(
    long_about = "Turns documents into a site: a folder with the viewer and the archive, which any static web host can serve \
    and any browser can read and search, also offline.\n\nThe same input gives the same bytes every time. Building into a site \
    that exists replaces it without a gap: its readers keep what they have open, and one older generation of files stays for them.\n\n\
    What cannot be read is reported and left out; the rest is built. README.md at the root of an input folder describes the folder and is \
    left out too; give it another name if it is a document."
)]
#[command(
    after_help = "Examples:\n  tangthu build articles/ -o site\n  tangthu build portal.wacz -o site --keep-sources\n  tangthu build crawl.jsonl.zst -o site --title \"Báo quận\" --language vi\n  \
    tangthu build pages/ more.jsonl -o site --report left-out.jsonl --strict\n\nA file tangthu.toml at the root of an input folder may \
    give title, description and language."
)]
pub(crate) struct Build {
    #[command(flatten)]
    inputs: Inputs,
    /// The folder to write: new, empty, or a site made before
    #[arg(short, long, value_name = "SITE")]
    output: PathBuf,
    /// Take the viewer from DIR (made by `trunk build --release`) and not the one inside this command
    #[arg(long, value_name = "DIR")]
    viewer: Option<PathBuf>,
}

impl Build {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let start = Instant::now();
        let viewer = Viewer::find(self.viewer.as_deref())?;
        let mut publisher = Publisher::open(&self.output)?;
        let bar = Bar::new(self.inputs.quiet);
        let (packer, gathered) = packed(&self.inputs, &self.output, &mut publisher, &bar)?;
        let count = packer.documents();
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| publisher.write(name, bytes));
        let published = manifest.and_then(|manifest| {
            publisher.viewer(&viewer)?;
            publisher.finish(&manifest)
        });
        let published = published.map_err(|error| cannot_write(&self.output, &error))?;
        bar.done();
        let summary = Summary::new(&self.output, count, &gathered, &published, start);
        if self.inputs.json {
            summary.json()?;
        } else if !self.inputs.quiet {
            let mut answer = Answer::new();
            answer.line(&summary)?;
            answer.line(format_args!("look at it with: tangthu serve {}", self.output.display()))?;
            answer.flush()?;
        }
        Ok(gathered.end(self.inputs.strict))
    }
}
