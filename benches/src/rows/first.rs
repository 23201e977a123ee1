//! The first query: every byte but the app's that a first visit fetches until the answer stands, and how long it takes from the
//! last key to the results.

use super::{goal, pack::Site};
use crate::browse;
use crate::ledger::Ledger;
use crate::report::{Figure, Report, Unit, thousands};
use crate::stats::percentile;
use anyhow::{Result, ensure};
use std::rc::Rc;
use std::time::Duration;
use whole_program_tests::{Host, Kind, Options, drive_within};

/// The time from one key to the next.
const PACE: Duration = Duration::from_millis(100);
/// For so long page and host must rest before an answer is taken to be whole. Longer than the page waits for a reader who
/// types before it fetches passages.
const QUIET: Duration = Duration::from_millis(800);

const METHOD: &str = "Queries of two to four words that stand together in a document are drawn by seed, half of them without marks. \
    Each is typed at 100 ms a key in a Chromium with a new, empty profile, once the site's first page stands. The host counts the \
    bodies of all answers but the app's own files, from opening the site on, whole also where the page gave a fetch up, until ten \
    results with snippets, the total and the counts of sections, sources and years stand and nothing moves for 0.8 s. Time is the \
    page's User Timing measure `tangthu:query`, from the `input` event of the last key (debounce included) to the second animation \
    frame after results, total and counts stand, the fetches between them included; passages from the texts follow. The host is on this \
    machine and holds nothing back, so a network adds what its rounds cost.";

/// What is measured, as the report names it; how fast these two grow has a goal.
pub(crate) const BYTES: &str = "first query, bytes, p50";
pub(crate) const TIME: &str = "first query, time from the last key to the results, p50";
const TIME_P95: &str = "first query, time from the last key to the results, p95";

/// How a query gets into the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Key by key.
    Typed,
    /// At once, with Enter: what the peers are measured by.
    AtOnce,
}

/// What one first visit came to.
pub(crate) struct Visit {
    /// What it fetched.
    pub(crate) ledger: Ledger,
    /// The time from one key to the next, as it was.
    pace: Duration,
    /// From the last key to the results, in milliseconds; none where the page told nothing of that key.
    time: Option<f64>,
}

/// Measures every site.
pub(crate) fn measure(report: &mut Report, sites: &[Site], queries: &[String]) -> Result<()> {
    report.section("First query", METHOD);
    for site in sites {
        let visits = visits(site, queries, Way::Typed)?;
        let size = site.corpus.documents;
        let bytes: Vec<f64> = visits.iter().map(|visit| visit.ledger.bytes() as f64).collect();
        let files: Vec<f64> = visits.iter().map(|visit| visit.ledger.files() as f64).collect();
        let paces: Vec<f64> = visits.iter().map(|visit| visit.pace.as_secs_f64() * 1e3).collect();
        let p50 = goal(size, Some(60e3), Some(150e3));
        let count = format!(
            "{} of {} queries, really typed at {:.0} ms a key (p95 {:.0} ms)",
            visits.len(),
            queries.len(),
            percentile(&paces, 50.0),
            percentile(&paces, 95.0)
        );
        report.add(Figure::new(BYTES, size, percentile(&bytes, 50.0), Unit::Bytes).goal(p50).note(count));
        report.add(
            Figure::new("first query, bytes, p95", size, percentile(&bytes, 95.0), Unit::Bytes)
                .goal(p50.map(|bytes| 3.0 * bytes)),
        );
        report.add(Figure::new("first query, requests, p50", size, percentile(&files, 50.0), Unit::Count));
        let times: Vec<f64> = visits.iter().filter_map(|visit| visit.time).collect();
        let told = format!("{} of {} queries", times.len(), visits.len());
        for (what, percent) in [(TIME, 50.0), (TIME_P95, 95.0)].into_iter().filter(|_| !times.is_empty()) {
            let figure = Figure::new(what, size, percentile(&times, percent), Unit::Milliseconds);
            report.add(figure.note(told.clone()));
        }
        let mut all = Ledger::default();
        visits.iter().for_each(|visit| all.merge(&visit.ledger));
        let caption = format!("A first query by kind, the mean of all, {} documents", thousands(size));
        report.ledger(&caption, &all, visits.len());
    }
    Ok(())
}

/// What a first visit with each of `queries` fetches. A query whose answer never stands is told and left out; if that becomes
/// the rule, something is wrong with the page.
pub(crate) fn visits(site: &Site, queries: &[String], way: Way) -> Result<Vec<Visit>> {
    let mut visits = Vec::new();
    for (at, query) in queries.iter().enumerate() {
        match visit(site, query, way) {
            Ok(one) => visits.push(one),
            Err(error) => println!("   query {at} failed: {error:#}"),
        }
        if (at + 1) % 50 == 0 {
            println!("   {} of {} queries", at + 1, queries.len());
        }
        let failed = at + 1 - visits.len();
        ensure!(failed <= 3 + at / 10, "{failed} of {} queries failed", at + 1);
    }
    Ok(visits)
}

fn visit(site: &Site, query: &str, way: Way) -> Result<Visit> {
    let host = Rc::new(Host::start(&site.folder, "/")?);
    host.lasting();
    let (served, query) = (Rc::clone(&host), query.to_owned());
    let (pace, time) = drive_within(
        browse::long(),
        Kind::Chromium,
        &Options::default(),
        "first-query",
        |page| async move {
            browse::open(&page, &served, QUIET).await?;
            let mut pace = Duration::ZERO;
            match way {
                Way::Typed => pace = page.type_at(&query, PACE).await?,
                Way::AtOnce => page.put(&query, true).await?,
            }
            browse::standing(&page, &served, &query, QUIET).await?;
            let last_key = page.last_mark("tangthu:query-start").await?;
            Ok((pace, since(last_key, page.last_measure("tangthu:query").await?)))
        },
    )?;
    let mut ledger = Ledger::default();
    for sent in host.sent() {
        if let Some(class) = site.classes.of(&sent.path) {
            ledger.add(class, sent.bytes);
        }
    }
    Ok(Visit { ledger, pace, time })
}

/// How long the measure took, start and length, if it began at the last key: that of an earlier one is none of it.
fn since(last_key: Option<f64>, measure: Option<(f64, f64)>) -> Option<f64> {
    let (start, length) = measure?;
    ((start - last_key?).abs() < 0.001).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_measure_of_the_last_key_counts() {
        assert_eq!(since(Some(700.0), Some((700.0, 81.5))), Some(81.5));
        assert_eq!(since(Some(800.0), Some((700.0, 81.5))), None);
        assert_eq!((since(None, Some((700.0, 81.5))), since(Some(700.0), None)), (None, None));
    }
}
