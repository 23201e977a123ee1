//! `tangthu build`: a whole site, viewer and archive.

use super::pack::{Summary, packed};
use crate::{
    connect::{MAX_ORIGINS, origin},
    gather::Inputs,
    generations::Settings,
    output::{Answer, End, Problem, say},
    pages,
    progress::Bar,
    publish::{Publisher, cannot_write},
    viewer::Viewer,
};
use clap::Args;
use std::{path::PathBuf, time::Instant};
use url::Url;

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
    /// Write also a plain page for every document, lists of them, and with --base-url a sitemap and a feed
    #[arg(long)]
    pages: bool,
    /// The address at which the site will stand, such as https://example.vn/kho/
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Let the site open archives of ORIGIN, too (https://kho.example.vn), by ?archive=; may be given several times
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    connect: Vec<String>,
}

impl Build {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let start = Instant::now();
        let viewer = Viewer::find(self.viewer.as_deref())?;
        let mut publisher = Publisher::open(&self.output)?;
        if self.connect.len() > MAX_ORIGINS {
            return Err(Problem::new(format_args!(
                "--connect takes up to {MAX_ORIGINS} origins; build another site for the rest"
            )));
        }
        publisher.set_settings(Settings {
            pages: self.pages,
            base_url: self.base_url.clone(),
            connect: self.connect.clone(),
        });
        let bar = Bar::new(self.inputs.quiet);
        let (packer, gathered) = packed(&self.inputs, &self.output, &mut publisher, &bar)?;
        let count = packer.documents();
        let had_pages = publisher.settings_before().pages;
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| publisher.write(name, bytes));
        let published = manifest.and_then(|manifest| {
            if self.pages {
                pages::write(&mut publisher, &manifest, &bar)?;
            }
            publisher.viewer(&viewer)?;
            publisher.finish(&manifest)
        });
        let published = published.map_err(|error| cannot_write(&self.output, &error))?;
        bar.done();
        if !self.inputs.quiet {
            self.notes(had_pages).for_each(say);
        }
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

    /// What the builder may not have meant.
    fn notes(&self, had_pages: bool) -> impl Iterator<Item = &'static str> {
        let gone = had_pages && !self.pages;
        let gone = gone.then_some(
            "note: this site had a page for every document, and this build removed them; add --pages so that their addresses stay",
        );
        let no_address = self.pages && self.base_url.is_none();
        let no_address = no_address.then_some(
            "note: without --base-url no sitemap.xml and feed.xml were written and pages do not name their own address: \
             these need to know where the site will stand",
        );
        gone.into_iter().chain(no_address)
    }
}

/// Reads the address of a site: http or https, without a query, and with the slash that makes it a folder.
fn base_url(text: &str) -> Result<String, String> {
    let example = "write it as https://example.vn/kho/";
    let url = Url::parse(text).map_err(|error| format!("it is no address ({error}); {example}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("a site stands at an http or https address; {example}"));
    }
    if url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(format!("the address of a site has no query, fragment or name of a user; {example}"));
    }
    let address = url.to_string();
    Ok(if address.ends_with('/') { address } else { address + "/" })
}
