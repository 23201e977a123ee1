//! The peers, measured on the same machine in the same run: Pagefind and InfiSearch, each as its own documentation says.

mod infisearch;
mod pagefind;
mod pages;

use crate::browse;
use crate::ledger::{Ledger, files_below};
use crate::measured::Spent;
use crate::report::{Figure, Report, Unit, thousands};
use crate::rows::first::{Way, visits};
use crate::rows::pack::{Site, empty};
use crate::settings::Settings;
use crate::stats::percentile;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use whole_program_tests::{Host, Kind, Options, drive_within};

/// How many of the drawn queries the peers are asked.
const QUERIES: usize = 24;

const METHOD: &str = "Every document becomes an HTML page (title, lead, paragraphs), and each peer indexes the folder of pages with the \
    settings that its documentation gives for large collections; making the pages is not counted. Time and memory are taken as for \
    `tangthu pack`. Output is what the peer writes but for its own program; it holds no documents to read, so the pages come on top. The bytes of a search are \
    those of a page that loads the peer's script and asks it once for ten results with their excerpts, in a Chromium with a new \
    profile; the peer's own scripts, WebAssembly and styles do not count. Bytes are those of the files as written: our parts and Pagefind's are compressed files, InfiSearch's are not, and a \
    host that compresses would send its JSON smaller. Tàng Thư is asked the same queries at once, too, and answers \
    with all counts as well. \"Again\" is the same search a second time in the same page, by the page's clock.";

/// A peer that has indexed a corpus.
struct Indexed {
    spent: Spent,
    /// A folder with a page that searches, and the peer's output.
    site: PathBuf,
    /// A script that begins with the query in `query` and leaves the number of results in `total`.
    search: &'static str,
    /// Whether a file of the site is the peer's program and not its data.
    is_app: fn(&str) -> bool,
}

impl Indexed {
    /// Whether a file of the site counts: it is neither our page nor the peer's program.
    fn is_data(&self, path: &str) -> bool {
        !matches!(path, "index.html" | "favicon.ico") && !(self.is_app)(path)
    }
}

/// What one search took.
#[derive(Clone, Debug, Deserialize)]
struct Searched {
    total: f64,
    again: f64,
}

/// Measures the peers with every site they are meant for.
pub(crate) fn measure(
    settings: &Settings,
    report: &mut Report,
    sites: &[Site],
    queries: &[String],
) -> Result<()> {
    report.section("Peers", METHOD);
    let queries = &queries[..queries.len().min(QUERIES)];
    for site in sites {
        let size = site.corpus.documents;
        if size > settings.peers_up_to {
            report.say(&format!("Not measured with {} documents: see `--peers-100k`.", thousands(size)));
            continue;
        }
        let ours: Vec<f64> =
            visits(site, queries, Way::AtOnce)?.iter().map(|visit| visit.ledger.bytes() as f64).collect();
        report.add(
            Figure::new(
                "Tàng Thư, one search at once, bytes, p50",
                size,
                percentile(&ours, 50.0),
                Unit::Bytes,
            )
            .note(format!("{} queries", ours.len())),
        );
        let folder = settings.work.join(format!("pages-{size}"));
        pages::write(&site.corpus, &folder)?;
        type Index = fn(&Path, &Path, &Path) -> Result<Indexed>;
        let peers: [(&str, &Option<PathBuf>, Index); 2] = [
            ("Pagefind", &settings.pagefind, pagefind::index),
            ("InfiSearch", &settings.infisearch, infisearch::index),
        ];
        for (name, program, index) in peers {
            let Some(program) = program else {
                report.say(&format!("{name} was not measured: it is not here."));
                continue;
            };
            let place = settings.work.join(format!("{}-{size}", name.to_lowercase()));
            empty(&place)?;
            std::fs::create_dir_all(&place)?;
            let indexed =
                index(program, &folder, &place).with_context(|| format!("{name} does not index"))?;
            tell(report, name, size, &indexed, queries)?;
        }
    }
    Ok(())
}

fn tell(report: &mut Report, name: &str, size: usize, indexed: &Indexed, queries: &[String]) -> Result<()> {
    let mut files = files_below(&indexed.site)?;
    files.retain(|path, _| indexed.is_data(path));
    let bytes = files.values().sum::<u64>() as f64;
    report.add(Figure::new(format!("{name}, indexing, time"), size, indexed.spent.seconds, Unit::Seconds));
    let peak = indexed.spent.peak_bytes as f64;
    report.add(Figure::new(format!("{name}, indexing, peak memory"), size, peak, Unit::Bytes));
    report.add(
        Figure::new(format!("{name}, output without the pages"), size, bytes, Unit::Bytes)
            .note(format!("{} files", thousands(files.len()))),
    );
    let (mut fetched, mut again, mut empty_handed) = (Vec::new(), Vec::new(), 0);
    for (at, query) in queries.iter().enumerate() {
        match search(indexed, query) {
            Ok((ledger, searched)) => {
                fetched.push(ledger.bytes() as f64);
                again.push(searched.again);
                empty_handed += usize::from(searched.total == 0.0);
            }
            Err(error) => println!("   query {at} failed: {error:#}"),
        }
    }
    if fetched.len() * 2 < queries.len() {
        bail!("{name} answered only {} of {} queries", fetched.len(), queries.len());
    }
    let count = format!("{} queries, {empty_handed} without a result", fetched.len());
    report.add(
        Figure::new(format!("{name}, one search, bytes, p50"), size, percentile(&fetched, 50.0), Unit::Bytes)
            .note(count),
    );
    report.add(Figure::new(
        format!("{name}, one search, bytes, p95"),
        size,
        percentile(&fetched, 95.0),
        Unit::Bytes,
    ));
    report.add(Figure::new(
        format!("{name}, again, p95"),
        size,
        percentile(&again, 95.0),
        Unit::Milliseconds,
    ));
    Ok(())
}

/// What one search fetches, in a new browser.
fn search(indexed: &Indexed, query: &str) -> Result<(Ledger, Searched)> {
    let host = Rc::new(Host::start(&indexed.site, "/")?);
    let (url, query) = (host.url.clone(), query.to_owned());
    let script = format!(
        "const [query, done] = arguments;
         (async () => {{
             {search}
             const first = await once();
             const start = performance.now();
             await again();
             return {{ total: first, again: performance.now() - start }};
         }})().then(done, error => done(String(error)))",
        search = indexed.search
    );
    let searched =
        drive_within(browse::long(), Kind::Chromium, &Options::default(), "peer", |page| async move {
            // Their pages may complain as they like; only ours must not.
            page.expect_error("");
            page.go(&url).await?;
            let found = page.client.execute_async(&script, vec![json!(query)]).await?;
            serde_json::from_value::<Searched>(found.clone())
                .with_context(|| format!("the page says {found}"))
        })?;
    let mut ledger = Ledger::default();
    for sent in host.sent() {
        if indexed.is_data(&sent.path) {
            ledger.add("data", sent.bytes);
        }
    }
    Ok((ledger, searched))
}
