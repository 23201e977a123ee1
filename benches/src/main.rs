//! `cargo xtask bench`: measures what DESIGN section 8 asks for, each row by the method written there, in a real browser where
//! it says so, and writes a report with the machine, the methods and the ratios.
//!
//! It knows the program as its users do: the command `tangthu`, a folder of files, a page in a browser. Only the ledgers look
//! into an archive, to say what its files are (`ledger.rs`). Nothing here asserts a time: a busy machine is slow, not wrong.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a command-line program: talking to the person at the terminal is its job"
)]

mod browse;
mod corpus;
mod ledger;
mod machine;
mod measured;
mod peers;
mod random;
mod relevance;
mod report;
mod rows;
mod sample;
mod settings;
mod stats;
mod synthetic;

use anyhow::{Context, Result, bail};
use report::{Figure, Report, Unit, thousands};
use rows::pack::Site;
use settings::{Row, Settings};
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(code) = measured::go_between(&arguments) {
        return code;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let settings = Settings::read()?;
    let start = Instant::now();
    let facts = machine::facts(&settings);
    let mut report = Report::default();
    let corpora = corpus::prepare(&settings)?;
    let sites = rows::pack::measure(&settings, &mut report, corpora)?;
    let largest = sites.last().context("there is no corpus")?;
    // The same queries for every size, or growth would compare different questions. They come from the smallest corpus,
    // which the larger ones begin with, so that each has an answer everywhere.
    let queries = sample::draw(&sites[0].corpus, settings.queries)?;
    println!("\n{} queries; the largest corpus has {} documents", queries.len(), largest.corpus.documents);
    let failed = measure(&settings, &mut report, &sites, &queries);
    growth(&mut report, &sites);

    let mut preface = format!(
        "# Performance\n\nMeasured by `cargo xtask bench` with {}, all in one run of {:.0} minutes. KB and MB are 1,000 and \
         1,000,000 bytes where nothing else is said; a ratio is what was measured over what is to be reached. No query and no text \
         of the corpus stands here.\n\n| machine | |\n|---|---|\n",
        corpus::name(&settings),
        start.elapsed().as_secs_f64() / 60.0
    );
    for (name, value) in facts {
        preface.push_str(&format!("| {name} | {value} |\n"));
    }
    let out = &settings.out;
    std::fs::write(out, report.markdown(&preface))
        .with_context(|| format!("cannot write {}", out.display()))?;
    println!("\nThe report lies in {}", out.display());
    if !failed.is_empty() {
        bail!("these rows failed: {failed:?}; the report says why");
    }
    Ok(())
}

/// Measures every row that is wanted, and returns those that failed. The others go on: some of them take an hour.
fn measure(settings: &Settings, report: &mut Report, sites: &[Site], queries: &[String]) -> Vec<Row> {
    type Measure<'a> = Box<dyn Fn(&mut Report) -> Result<()> + 'a>;
    let rows: [(Row, Measure); 10] = [
        (
            Row::App,
            Box::new(|report| {
                rows::app::measure(settings, report);
                Ok(())
            }),
        ),
        (Row::Warm, Box::new(|report| rows::warm::measure(settings, report, sites, queries))),
        (Row::Relevance, Box::new(|report| rows::relevance::measure(settings, report, sites))),
        (Row::Numbers, Box::new(|report| rows::numbers::measure(settings, report, sites))),
        (Row::Facets, Box::new(|report| rows::facets::measure(settings, report))),
        (Row::First, Box::new(|report| rows::first::measure(report, sites, queries))),
        (Row::Next, Box::new(|report| rows::next::measure(report, sites, queries))),
        (Row::Frame, Box::new(|report| rows::frame::measure(report, sites, queries))),
        (Row::Memory, Box::new(|report| rows::memory::measure(report, sites, queries))),
        (Row::Peers, Box::new(|report| peers::measure(settings, report, sites, queries))),
    ];
    let mut failed = Vec::new();
    for (row, measure) in rows {
        if settings.wants(row)
            && let Err(error) = measure(report)
        {
            report.say(&format!("This row failed: {error:#}"));
            failed.push(row);
        }
    }
    failed
}

/// How everything that was measured with several sizes grows from the smallest to the largest.
fn growth(report: &mut Report, sites: &[Site]) {
    let (Some(smallest), Some(largest)) = (sites.first(), sites.last()) else { return };
    let pairs = report.growth();
    if pairs.is_empty() {
        return;
    }
    let (from, to) = (smallest.corpus.documents, largest.corpus.documents);
    let method = format!(
        "Each figure with {} documents over the same with {}. The archive grows {:.1} times; bytes and time to the first results are to \
         grow more slowly (from 10,000 to 100,000 documents 2.5 and 4 times at p50), packing as fast, its memory not at all.",
        thousands(to),
        thousands(from),
        to as f64 / from as f64
    );
    report.section("Growth", &method);
    for (small, large) in pairs.into_iter().filter(|(small, _)| small.value > 0.0) {
        let documents = format!("{} → {}", thousands(small.documents), thousands(large.documents));
        let goal = rows::growth_goal(&small.what, small.documents, large.documents);
        let figure = Figure::new(small.what, 0, large.value / small.value, Unit::Count);
        report.add(figure.goal(goal).note(documents));
    }
}
