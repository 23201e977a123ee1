//! `tangthu build`: a whole site, viewer and archive.

use super::pack::{Summary, new_packer, packed};
use crate::{
    connect::{MAX_ORIGINS, origin},
    gather::{Gathered, Inputs, Taken},
    generations::Settings,
    hosting::Load,
    lock::Lock,
    output::{Answer, End, Problem, say},
    pages,
    progress::Bar,
    publish::{Published, Publisher, cannot_write, replace},
    shell,
    single::{self, Inside},
    viewer::Viewer,
};
use clap::Args;
use std::{
    fmt::Display,
    io,
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_archive::MANIFEST_NAME;
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
    /// The folder to write: new, empty, or a site made before; with --single-file a file that ends in .html
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
    /// Write one HTML file that opens by double click, with everything inside; for archives up to 20 MB
    #[arg(long, conflicts_with_all = ["pages", "base_url", "connect"])]
    single_file: bool,
}

/// What crawlers read first.
const ROBOTS: &str = "robots.txt";

impl Build {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let start = Instant::now();
        let viewer = Viewer::find(self.viewer.as_deref())?;
        if self.single_file {
            return self.one_file(viewer, start);
        }
        if has_ending_of_page(&self.output) && !self.output.is_dir() {
            return Err(Problem::new(format_args!(
                "{} is called like a page, and this would make a folder of that name; add --single-file to make one page, or name it without .html",
                self.output.display()
            )));
        }
        let mut publisher = Publisher::open(&self.output)?;
        if self.connect.len() > MAX_ORIGINS {
            return Err(Problem::new(format_args!(
                "--connect takes up to {MAX_ORIGINS} origins; build another site for the rest"
            )));
        }
        let settings =
            Settings { pages: self.pages, base_url: self.base_url.clone(), connect: self.connect.clone() };
        publisher.set_settings(settings.clone());
        let bar = Bar::new(self.inputs.quiet);
        let (packer, gathered) = packed(&self.inputs, &self.output, &mut publisher, &bar)?;
        let tally = packer.tally();
        let had_pages = publisher.settings_before().pages;
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| publisher.write(name, bytes));
        let own = shell::adapted(&viewer, &gathered.head, &settings)?;
        let published = manifest.and_then(|manifest| {
            if self.pages {
                pages::write(&mut publisher, &manifest, &bar)?;
                publisher.write_unless_theirs(ROBOTS, robots(self.base_url.as_deref()).as_bytes())?;
            }
            publisher.viewer(&shell::with(viewer, own))?;
            publisher.finish(&manifest)
        });
        let published = published.map_err(|error| cannot_write(&self.output, &error))?;
        bar.done();
        if !self.inputs.quiet {
            self.notes(had_pages).for_each(say);
            Load::of(&self.output).warnings().iter().for_each(|warning| say(&format!("note: {warning}")));
        }
        let summary = Summary::new(&self.output, tally, &gathered, &published, start);
        self.tell(
            &summary,
            &gathered,
            format_args!("look at it with: tangthu serve {}", self.output.display()),
        )?;
        Ok(gathered.end(self.inputs.strict))
    }

    /// Writes the site as one page.
    fn one_file(&self, viewer: Viewer, start: Instant) -> Result<End, Problem> {
        let output = &self.output;
        single::refuse_strangers(output)?;
        let _lock = Lock::of_file(output)?;
        let bar = Bar::new(self.inputs.quiet);
        let failed = |error: io::Error| cannot_write(output, &error);
        let mut inside = Inside::default();
        let mut packer = new_packer(&self.inputs, output, &bar)?;
        let gathered = self.inputs.gather(output, &bar, &mut |taken| match taken {
            Taken::File(file) => {
                inside.take(&file.path, &file.bytes);
                Ok(None)
            }
            Taken::Document(document, stated) => packer.add_record(&document, stated.as_ref()).map(Some),
        })?;
        let tally = packer.tally();
        let mut parts = 0;
        let manifest = packer.finish(gathered.head.clone(), &mut |name, bytes| {
            parts += 1;
            inside.take(name, bytes);
            Ok(())
        });
        inside.take(MANIFEST_NAME, &manifest.map_err(failed)?);
        inside.check()?;
        let own = shell::adapted(&viewer, &gathered.head, &Settings::default())?;
        let page = single::page(&shell::with(viewer, own), &inside)?;
        replace(output, &page).map_err(failed)?;
        bar.done();
        let published = Published::one_page(page.len() as u64, parts);
        let summary = Summary::new(output, tally, &gathered, &published, start);
        self.tell(&summary, &gathered, format_args!("open it by double click"))?;
        Ok(gathered.end(self.inputs.strict))
    }

    fn tell(&self, summary: &Summary, gathered: &Gathered, next: impl Display) -> Result<(), Problem> {
        if self.inputs.json {
            return summary.json();
        }
        if self.inputs.quiet {
            return Ok(());
        }
        let mut answer = Answer::new();
        answer.line(summary)?;
        if let Some(named_by) = &gathered.named_by {
            answer.line(format_args!("its title, \"{}\", {named_by}", gathered.head.title))?;
        }
        answer.line(next)?;
        answer.flush()
    }

    /// What the builder may not have meant.
    fn notes(&self, had_pages: bool) -> impl Iterator<Item = &'static str> {
        let gone = had_pages && !self.pages;
        let gone = gone.then_some(
            "note: this site had a page for every document, and this build removed them; add --pages so that their addresses stay",
        );
        let no_address = self.pages && self.base_url.is_none();
        let no_address = no_address.then_some(
            "note: without --base-url no sitemap.xml, feed.xml and opensearch.xml were written and pages do not name their own address: \
             these need to know where the site will stand",
        );
        gone.into_iter().chain(no_address)
    }
}

fn has_ending_of_page(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "html" || ending == "htm")
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

/// What crawlers may do: everything. They learn of the sitemap here, if the site stands at the root of its host.
fn robots(base_url: Option<&str>) -> String {
    let sitemap = base_url.map(|base| format!("Sitemap: {base}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
