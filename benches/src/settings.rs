//! What is to be measured and where things lie. `cargo xtask bench` reads the arguments and says it all in variables.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What can be measured. Packing always is: everything else needs an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Row {
    /// Time, peak memory, size of the output.
    Pack,
    /// Bytes of a first query, typed in a fresh profile.
    First,
    /// Bytes and rounds of the next query.
    Next,
    /// The engine alone, everything in memory.
    Warm,
    /// From the last key to the changed page.
    Frame,
    /// The size of the app.
    App,
    /// The memory of the tab.
    Memory,
    /// MRR@10 of the sets of questions.
    Relevance,
    /// Documents by their official numbers.
    Numbers,
    /// Facets, dates and sorting, with a list of 50,000 values.
    Facets,
    /// Pagefind and InfiSearch.
    Peers,
}

impl FromStr for Row {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        Ok(match name {
            "pack" => Self::Pack,
            "first" => Self::First,
            "next" => Self::Next,
            "warm" => Self::Warm,
            "frame" => Self::Frame,
            "app" => Self::App,
            "memory" => Self::Memory,
            "relevance" => Self::Relevance,
            "numbers" => Self::Numbers,
            "facets" => Self::Facets,
            "peers" => Self::Peers,
            other => bail!("there is no row \"{other}\" to measure"),
        })
    }
}

/// What is to be measured, with what, and where the result goes.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) rows: BTreeSet<Row>,
    /// The sizes of the corpora.
    pub(crate) documents: Vec<usize>,
    /// A corpus of the caller's own.
    pub(crate) corpus: Option<PathBuf>,
    /// Whether made-up documents are wanted, although there may be real ones.
    pub(crate) made_up: bool,
    /// How many queries are drawn.
    pub(crate) queries: usize,
    /// The peers are measured up to this many documents.
    pub(crate) peers_up_to: usize,
    /// The report.
    pub(crate) out: PathBuf,
    /// A folder for everything that is made on the way.
    pub(crate) work: PathBuf,
    /// The built viewer.
    pub(crate) dist: PathBuf,
    /// The size of the app in bytes, compressed with brotli and with gzip.
    pub(crate) app: Option<(u64, u64)>,
    /// The peers' programs.
    pub(crate) pagefind: Option<PathBuf>,
    pub(crate) infisearch: Option<PathBuf>,
    /// The version of the project that is measured.
    pub(crate) revision: String,
}

impl Settings {
    /// Reads the variables.
    pub(crate) fn read() -> Result<Self> {
        let rows = list("TANGTHU_BENCH_ROWS")?;
        let app = variable("TANGTHU_BENCH_APP").map(|text| sizes(&text)).transpose()?;
        let work = PathBuf::from(needed("TANGTHU_SCRATCH")?);
        std::fs::create_dir_all(&work)?;
        Ok(Self {
            rows: rows.into_iter().collect(),
            documents: list("TANGTHU_BENCH_DOCUMENTS")?,
            corpus: variable("TANGTHU_BENCH_CORPUS").map(PathBuf::from),
            made_up: variable("TANGTHU_BENCH_MADE_UP").is_some(),
            queries: number("TANGTHU_BENCH_QUERIES")?,
            peers_up_to: number("TANGTHU_BENCH_PEERS_UP_TO")?,
            out: PathBuf::from(needed("TANGTHU_BENCH_OUT")?),
            work,
            dist: PathBuf::from(needed("TANGTHU_DIST")?),
            app,
            pagefind: variable("TANGTHU_PAGEFIND").map(PathBuf::from),
            infisearch: variable("TANGTHU_INFISEARCH").map(PathBuf::from),
            revision: variable("TANGTHU_BENCH_REVISION").unwrap_or_else(|| "unknown".to_owned()),
        })
    }

    pub(crate) fn wants(&self, row: Row) -> bool {
        self.rows.contains(&row)
    }

    /// A file of the measuring material beside the project, where this machine has it.
    pub(crate) fn shared(&self, path: &str) -> Option<PathBuf> {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
        place.exists().then_some(place)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn needed(name: &str) -> Result<String> {
    variable(name)
        .with_context(|| format!("{name} is not set: this program is started by `cargo xtask bench`"))
}

fn number(name: &str) -> Result<usize> {
    needed(name)?.parse().with_context(|| format!("{name} is no number"))
}

fn list<T>(name: &str) -> Result<Vec<T>>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    let value = needed(name)?;
    let read = |word: &str| word.parse().map_err(|error| anyhow::anyhow!("{name}: \"{word}\": {error}"));
    value.split(',').map(read).collect()
}

fn sizes(text: &str) -> Result<(u64, u64)> {
    let (brotli, gzip) = text.split_once(' ').context("TANGTHU_BENCH_APP holds no two sizes")?;
    Ok((brotli.parse()?, gzip.parse()?))
}
