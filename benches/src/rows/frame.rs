//! From the last key to the changed page, and the engine's share of it, with all parts in the worker's memory.

use super::{goal, pack::Site};
use crate::browse;
use crate::report::{Figure, Report, Unit, thousands};
use crate::stats::percentile;
use anyhow::{Result, bail};
use std::rc::Rc;
use std::time::{Duration, Instant};
use whole_program_tests::{Host, Kind, Options, PATIENCE, Page, drive_within};

const QUERIES: usize = 100;
const THROTTLED: usize = 50;
const THROTTLE: f64 = 4.0;
const QUIET: Duration = Duration::from_millis(500);

const METHOD: &str = "In one Chromium, for each query: it is put into the box and its answer awaited, so that everything it needs is \
    in memory; then all of it but the last letter; then the last letter is typed. The page's User Timing measure `tangthu:query` \
    runs from that `input` event (debounce included) to the second animation frame after the page changed. A warm query is the \
    search that Enter then begins, with results, total and counts: \"engine alone\" by the worker's own clock, from the question's \
    arrival to the answer's departure; \"as the page sees it\" is the measure `tangthu:search`, with the messages between the two and \
    what the page's thread did before it took the answer. The search of the last letter takes its word as a beginning and is told by itself. Slowed to a quarter, \
    Chromium slows the page's thread alone: the line \"engine slowed as well\" adds the unslowed `tangthu:search` of the same \
    letter three times more.";

/// The times of one query, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// From the last key to the frame.
    frame: f64,
    /// The search of that key.
    engine: f64,
    /// The search that Enter begins, as the page sees it.
    entered: f64,
    /// The same by the worker's clock; none where something else was answered in between.
    worked: Option<f64>,
}

/// Measures every site. `rows` says which of frame and engine are told.
pub(crate) fn measure(report: &mut Report, sites: &[Site], queries: &[String]) -> Result<()> {
    report.section("Last key to changed page, and warm query in the browser", METHOD);
    for site in sites {
        let size = site.corpus.documents;
        let (plain, slowed) = session(site, queries.iter().take(QUERIES).cloned().collect())?;
        let at = |values: &[f64], percent| percentile(values, percent);
        let frames: Vec<f64> = plain.iter().map(|times| times.frame).collect();
        let engine: Vec<f64> = plain.iter().map(|times| times.engine).collect();
        let entered: Vec<f64> = plain.iter().map(|times| times.entered).collect();
        let worked: Vec<f64> = plain.iter().filter_map(|times| times.worked).collect();
        let slow: Vec<f64> = slowed.iter().map(|times| times.frame).collect();
        let slow_engine: Vec<f64> = slowed
            .iter()
            .zip(&plain)
            .map(|(slow, fast)| slow.frame + (THROTTLE - 1.0) * fast.engine)
            .collect();
        let goals = |p95| goal(size, Some(p95), Some(p95));
        let lines = [
            ("warm query in the browser, engine alone, p50", at(&worked, 50.0), None),
            ("warm query in the browser, engine alone, p95", at(&worked, 95.0), goal(size, None, Some(10.0))),
            ("warm query as the page sees it, p50", at(&entered, 50.0), None),
            ("warm query as the page sees it, p95", at(&entered, 95.0), None),
            ("warm query as the page sees it while typing, p95", at(&engine, 95.0), None),
            ("last key to changed page, p50", at(&frames, 50.0), None),
            ("last key to changed page, p95", at(&frames, 95.0), goals(50.0)),
            ("last key to changed page at a quarter of the speed, p95", at(&slow, 95.0), goals(150.0)),
            ("the same, engine slowed as well, p95", at(&slow_engine, 95.0), goals(150.0)),
        ];
        for (what, value, goal) in lines {
            let figure = Figure::new(what, size, value, Unit::Milliseconds).goal(goal);
            report.add(match what.contains("engine alone") {
                true => figure.note(format!("told of {} of {}", worked.len(), plain.len())),
                false => figure,
            });
        }
        report.say(&format!(
            "With {} documents: {} queries, {} of them slowed.",
            thousands(size),
            plain.len(),
            slowed.len()
        ));
    }
    Ok(())
}

/// The times of all queries, and of the first ones again on a slowed page.
fn session(site: &Site, queries: Vec<String>) -> Result<(Vec<Times>, Vec<Times>)> {
    let host = Rc::new(Host::start(&site.folder, "/")?);
    host.lasting();
    drive_within(browse::long(), Kind::Chromium, &Options::default(), "frame", |page| async move {
        page.watch_workers().await?;
        browse::open(&page, &host, QUIET).await?;
        let (mut plain, mut slowed) = (Vec::new(), Vec::new());
        for query in &queries {
            plain.push(last_key(&page, &host, query).await?);
        }
        page.throttle(THROTTLE).await?;
        for query in queries.iter().take(THROTTLED) {
            slowed.push(last_key(&page, &host, query).await?);
        }
        page.throttle(1.0).await?;
        Ok((plain, slowed))
    })
}

async fn last_key(page: &Page, host: &Host, query: &str) -> Result<Times> {
    page.put(query, false).await?;
    browse::standing(page, host, query, QUIET).await?;
    let mut stem = query.to_owned();
    let last = stem.pop().unwrap_or(' ');
    page.put(&stem, false).await?;
    browse::standing(page, host, &stem, QUIET).await?;
    // Two answers may look the same: that of the stem has come when its time is measured.
    measured(page).await?;
    page.type_at(&last.to_string(), Duration::ZERO).await?;
    let (asked, frame, engine) = measured(page).await?;
    // Where the page has nothing more to ask, the search of the last letter was this one.
    let (asked, entered) = enter(page, host, query, asked).await?.unwrap_or((asked, engine));
    let worked = page.worked_within((asked, entered)).await?;
    Ok(Times { frame, engine, entered, worked })
}

/// When the last key's search began, how long the page took from that key on, and how long the search.
async fn measured(page: &Page) -> Result<(f64, f64, f64)> {
    let start = Instant::now();
    loop {
        let begun = page.last_mark("tangthu:query-start").await?;
        let frame = page.last_measure("tangthu:query").await?;
        let engine = page.last_measure("tangthu:search").await?;
        if let (Some(begun), Some((from, frame)), Some((asked, engine))) = (begun, frame, engine)
            && (from - begun).abs() < 0.001
            && asked >= begun
        {
            return Ok((asked, frame, engine));
        }
        if start.elapsed() > PATIENCE {
            bail!(
                "the page did not measure the time of a query: begun {begun:?}, changed {frame:?}, searched {engine:?}"
            );
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// When the search that Enter begins was asked, after the one that began at `before`, and how long it took; none if the page has
/// nothing more to ask.
async fn enter(page: &Page, host: &Host, query: &str, before: f64) -> Result<Option<(f64, f64)>> {
    page.put(query, true).await?;
    browse::standing(page, host, query, QUIET).await?;
    let last = page.last_measure("tangthu:search").await?;
    Ok(last.filter(|(asked, _)| *asked > before))
}
