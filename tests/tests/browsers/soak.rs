//! One tab for a whole day: thousands of searches and hundreds of documents, after which nothing is left behind.
//! `cargo xtask reliability soak` does what a reader does in a day; CI what one does in a minute.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::time::Duration;
use whole_program_tests::{Kind, Page, Served, all_of, in_each_browser};

/// Searches and documents: in CI, and where the figures are made.
const SHORT: (usize, usize) = (60, 20);
const LONG: (usize, usize) = (2_000, 500);
/// What memory may have grown by, in percent, once what is not used is collected; and in a short day, where little is much.
const GROWTH: f64 = 10.0;
const GROWTH_SHORT: f64 = 25.0;
/// The pause before a search. Chromium lets a page change its history 200 times in ten seconds and passes over what is more,
/// and a search changes it two or three times; no reader comes near.
const PACE: Duration = Duration::from_millis(200);
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

/// What the tab holds: bytes of JavaScript and WebAssembly of page and worker, nodes, listeners, documents, workers.
#[derive(Clone, Copy, Debug)]
struct Held {
    heap: f64,
    nodes: f64,
    listeners: f64,
    documents: f64,
}

async fn held(page: &Page) -> Result<Held> {
    page.devtools("HeapProfiler.collectGarbage", &json!({})).await?;
    page.devtools("HeapProfiler.collectGarbage", &json!({})).await?;
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

/// Searches for the query number `at` and waits until its answer stands.
async fn search(page: &Page, at: usize) -> Result<()> {
    let (one, other) = (WORDS[at % WORDS.len()], WORDS[(at / WORDS.len() + at) % WORDS.len()]);
    let query = if at.is_multiple_of(3) { one.to_owned() } else { format!("{one} {other}") };
    tokio::time::sleep(PACE).await;
    page.put(&query, true).await?;
    let script = "const said = document.querySelector('[role=status]').textContent;
        return new URL(location).searchParams.get('q') === arguments[0] && said && !said.endsWith('…')";
    page.wait("the answer", script, vec![json!(query)]).await.map(drop)
}

/// Opens a document as a click does and goes back.
async fn read(page: &Page, id: &str) -> Result<()> {
    let script =
        "const one = document.createElement('a'); one.href = '?doc=' + encodeURIComponent(arguments[0]);
        document.getElementById('main').append(one); one.click(); one.remove();";
    page.run(script, vec![json!(id)]).await?;
    page.article().await?;
    page.run("history.back()", vec![]).await?;
    page.wait("the results", "return !new URL(location).searchParams.has('doc')", vec![]).await.map(drop)
}

async fn what_a_day_of_reading_took_is_given_back(page: Page) -> Result<()> {
    let folder = std::env::var_os("TANGTHU_RELIABILITY").map(std::path::PathBuf::from);
    let (searches, documents) = if folder.is_some() { LONG } else { SHORT };
    let site = Served::demo()?;
    let ids = all_of("")?;
    page.go(&site.url).await?;
    page.ready().await?;
    // What is loaded once and stays (every part of the archive, the code of every path) is loaded before it is measured.
    for at in 0..WORDS.len() * 3 {
        search(&page, at).await?;
    }
    for id in &ids {
        read(&page, id).await?;
    }
    let measured = page.kind == Kind::Chromium;
    if measured {
        page.devtools("Performance.enable", &json!({})).await?;
    }
    let before = if measured { Some((held(&page).await?, page.memory()?)) } else { None };
    for at in 0..searches {
        search(&page, at).await?;
        if at.is_multiple_of(searches / documents) {
            read(&page, &ids[at % ids.len()]).await?;
        }
    }
    let Some((before, tab)) = before else {
        // Firefox tells no such figures to its driver. The page must still answer at once.
        return search(&page, 1).await;
    };
    search(&page, WORDS.len() * 3 - 1).await?;
    let (after, tab_after) = (held(&page).await?, page.memory()?);
    let growth = |before: f64, after: f64| (after / before - 1.0) * 100.0;
    let workers = page.devtools("Target.getTargets", &json!({})).await?;
    let workers = workers["targetInfos"]
        .as_array()
        .map_or(0, |all| all.iter().filter(|one| one["type"] == "worker").count());
    let heap = growth(before.heap, after.heap);
    let memory = growth(tab.own as f64, tab_after.own as f64);
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder)?;
        let line = format!(
            "| {searches} | {documents} | {:.1} → {:.1} MB ({heap:+.1} %) | {:.0} → {:.0} MB ({memory:+.1} %) | {} → {} | {} → {} | {workers} |\n",
            before.heap / 1e6,
            after.heap / 1e6,
            tab.own as f64 / 1e6,
            tab_after.own as f64 / 1e6,
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
    ensure!(folder.is_none() || memory <= GROWTH, "the tab grew by {memory:.1} %: {tab:?}, {tab_after:?}");
    ensure!(after.listeners <= before.listeners * 1.1, "listeners stay behind: {before:?}, {after:?}");
    ensure!(after.documents <= before.documents, "documents stay behind: {before:?}, {after:?}");
    ensure!(workers <= 1, "there are {workers} workers");
    Ok(())
}

in_each_browser!(what_a_day_of_reading_took_is_given_back);
