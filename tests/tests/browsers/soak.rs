//! One tab for a whole day: thousands of searches and hundreds of documents, after which nothing is left behind.
//! `cargo xtask reliability soak` does what a reader does in a day; CI what one does in a minute.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::{ops::Range, time::Duration};
use whole_program_tests::{Kind, Page, Served, all_of, in_each_browser};

/// How long a day is: in CI, and where the figures are made.
const SHORT: Day = Day { before: 50, searches: 60, documents: 20 };
const LONG: Day = Day { before: 500, searches: 2_000, documents: 500 };
/// What memory may have grown by, in percent, once what is not used is collected; and in a short day, where little is much.
const GROWTH: f64 = 10.0;
const GROWTH_SHORT: f64 = 25.0;
/// The pause before a search and before a document. Chromium lets a page change its history 200 times in ten seconds and passes
/// over what is more; a search changes it two or three times, and so does a document. No reader comes near.
const PACE: Duration = Duration::from_millis(200);
/// What a search or a text may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// Searches in one call of the driver.
const PIECE: usize = 5;
/// How often the memory of the tab is read.
const READINGS: usize = 5;
/// Words of which queries are made; each alone and in pairs, with marks and without.
const WORDS: [&str; 12] = [
    "quận",
    "ủy",
    "kế hoạch",
    "thu tuc",
    "hành chính",
    "duong",
    "trường",
    "phường",
    "báo cáo",
    "01",
    "dân",
    "chợ",
];

/// What a reader does.
struct Day {
    /// Searches, each with a document, before anything is measured: what is loaded once and stays (every part of the archive,
    /// the code of every path, what the browser compiled of it) is there after them.
    before: usize,
    searches: usize,
    documents: usize,
}

/// What the page holds: bytes of JavaScript objects, nodes, listeners, documents.
#[derive(Clone, Copy, Debug)]
struct Held {
    heap: f64,
    nodes: f64,
    listeners: f64,
    documents: f64,
}

async fn held(page: &Page) -> Result<Held> {
    let workers = page.collect_garbage()?;
    ensure!(workers == 1, "the page has {workers} workers");
    let metrics = page.devtools("Performance.getMetrics", &json!({})).await?;
    let metric = |name: &str| -> Result<f64> {
        let all = metrics["metrics"].as_array().context("no metrics")?;
        let one = all.iter().find(|one| one["name"] == name).with_context(|| name.to_owned())?;
        one["value"].as_f64().with_context(|| name.to_owned())
    };
    Ok(Held {
        heap: metric("JSHeapUsedSize")?,
        nodes: metric("Nodes")?,
        listeners: metric("JSEventListeners")?,
        documents: metric("Documents")?,
    })
}

/// The memory of the tab, in bytes, once garbage was collected and the browser told that memory is short. How much its allocators
/// hold back for later changes from moment to moment; the least of a few readings comes nearest to what is used.
async fn tab(page: &Page) -> Result<u64> {
    let mut least = u64::MAX;
    for _ in 0..READINGS {
        page.collect_garbage()?;
        page.devtools("Memory.simulatePressureNotification", &json!({ "level": "critical" })).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        least = least.min(page.memory()?.own);
    }
    Ok(least)
}

/// Asks the queries numbered `which`; after one of every `every` a document is opened, as a click does it, and left again by its link back.
/// The page itself does all this: what a driver asks and is answered stays in the tab's memory.
async fn go_on(page: &Page, which: Range<usize>, every: usize, ids: &[String]) -> Result<()> {
    let script = "const [first, last, every, words, ids, pace, patience, done] = arguments;
        const pause = time => new Promise(resolve => setTimeout(resolve, time));
        const until = async (what, holds) => {
            for (const start = performance.now(); !holds(); await pause(10))
                if (performance.now() - start > patience) throw new Error(`waited in vain for ${what}`);
        };
        const address = () => new URL(location).searchParams;
        const search = async query => {
            const box = document.querySelector('input[type=search]');
            box.value = query;
            box.dispatchEvent(new Event('input', { bubbles: true }));
            box.form.requestSubmit();
            await until(`the answer to ${query}`, () => {
                const said = document.querySelector('[role=status]').textContent;
                return address().get('q') === query && said && !said.endsWith('…');
            });
        };
        const read = async id => {
            await pause(pace);
            const link = document.createElement('a');
            link.href = '?doc=' + encodeURIComponent(id);
            document.getElementById('main').append(link);
            link.click();
            link.remove();
            await until(`the text ${id}`, () => document.querySelectorAll('article h1').length === 1);
            document.querySelector('.way-back a').click();
            await until('the results', () => !address().has('doc'));
        };
        (async () => {
            for (let at = first; at < last; at++) {
                const one = words[at % words.length];
                const other = words[(Math.floor(at / words.length) + at) % words.length];
                await pause(pace);
                // Who measures finds both times of the search before, however many there were.
                await until('its times', () => ['search', 'query'].every(what => performance.getEntriesByName('tangthu:' + what).length > 0));
                await search(at % 3 === 0 ? one : `${one} ${other}`);
                if (at % every === 0) await read(ids[at % ids.length]);
            }
        })().then(() => done(null), error => done(String(error)))";
    // One call of the driver has half a minute.
    for first in which.clone().step_by(PIECE) {
        let last = (first + PIECE).min(which.end);
        let arguments = vec![
            json!(first),
            json!(last),
            json!(every),
            json!(WORDS),
            json!(ids),
            json!(PACE.as_millis()),
            json!(PATIENCE.as_millis()),
        ];
        let said = page.client.execute_async(script, arguments).await?;
        ensure!(said.is_null(), "searches {first} to {last}: {said}");
    }
    Ok(())
}

async fn what_a_day_of_reading_took_is_given_back(page: Page) -> Result<()> {
    let folder = std::env::var_os("TANGTHU_RELIABILITY").map(std::path::PathBuf::from);
    let Day { before, searches, documents } = if folder.is_some() { LONG } else { SHORT };
    let site = Served::demo()?;
    let ids = all_of("")?;
    page.go(&site.url).await?;
    page.ready().await?;
    go_on(&page, 0..before, 1, &ids).await?;
    if page.kind != Kind::Chromium {
        // Firefox tells no such figures to its driver. The page must still answer at once.
        return go_on(&page, 0..searches, searches / documents, &ids).await;
    }
    page.devtools("Performance.enable", &json!({})).await?;
    // The same answer stands each time.
    go_on(&page, 0..1, 1, &ids).await?;
    let (before, tab_before) = (held(&page).await?, tab(&page).await?);
    go_on(&page, 0..searches, searches / documents, &ids).await?;
    go_on(&page, 0..1, 1, &ids).await?;
    let (after, tab_after) = (held(&page).await?, tab(&page).await?);
    let growth = |before: f64, after: f64| (after / before - 1.0) * 100.0;
    let heap = growth(before.heap, after.heap);
    let memory = growth(tab_before as f64, tab_after as f64);
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder)?;
        let line = format!(
            "| {searches} | {documents} | {:.1} → {:.1} MB ({heap:+.1} %) | {:.0} → {:.0} MB ({memory:+.1} %) | {} → {} | {} → {} | 1 |\n",
            before.heap / 1e6,
            after.heap / 1e6,
            tab_before as f64 / 1e6,
            tab_after as f64 / 1e6,
            before.listeners,
            after.listeners,
            before.nodes,
            after.nodes,
        );
        std::fs::write(folder.join("soak.txt"), line)?;
    }
    ensure!(
        heap <= if folder.is_some() { GROWTH } else { GROWTH_SHORT },
        "the heap grew by {heap:.1} %: {before:?}, {after:?}"
    );
    // A short day does not tell growth from what the system holds back; a long one does.
    ensure!(
        folder.is_none() || memory <= GROWTH,
        "the tab grew by {memory:.1} %: {tab_before}, {tab_after} bytes"
    );
    ensure!(after.listeners <= before.listeners * 1.1, "listeners stay behind: {before:?}, {after:?}");
    ensure!(after.nodes <= before.nodes * 1.1, "nodes stay behind: {before:?}, {after:?}");
    // The browser makes documents of its own, of a picture in SVG for one, and drops them when it likes; what reading leaves behind is one a text.
    ensure!(
        after.documents < before.documents + documents as f64 / 2.0,
        "documents stay behind: {before:?}, {after:?}"
    );
    Ok(())
}

in_each_browser!(what_a_day_of_reading_took_is_given_back);
