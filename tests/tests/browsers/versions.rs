//! Two versions of the app never mix: in any order of tabs, with the network lost half-way, with a damaged cache.
//!
//! The second version differs from the first in its page and in its style sheet, and both say so; a page of one version with
//! the style sheet of the other is what must never be seen.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use tangthu_archive::Sha256Hex;
use whole_program_tests::{Fault, Host, Page, demo_documents, demo_site, in_each_browser};

/// A version of the app as files by their paths.
type Version = BTreeMap<String, Vec<u8>>;

fn digits(bytes: &[u8]) -> String {
    Sha256Hex::of(bytes).prefix(16)
}

/// The second version: what in it is other than in the site. Also the path of its style sheet, and of the first one's.
fn second() -> Result<(Version, String, String)> {
    later("second")
}

/// The version called `name`, as [`second`] says.
fn later(name: &str) -> Result<(Version, String, String)> {
    let site = demo_site()?;
    let read = |path: &str| std::fs::read_to_string(site.join(path)).with_context(|| path.to_owned());
    let worker = read("sw.js")?;
    let begin = worker.find("const FILES = ").context("sw.js has no list")? + "const FILES = ".len();
    let end = begin + worker[begin..].find(';').context("the list of sw.js has no end")?;
    let mut files: BTreeMap<String, String> = serde_json::from_str(&worker[begin..end])?;
    let first = files.keys().find(|file| file.starts_with("app/style-")).context("no style sheet")?.clone();

    let text = read(&first)? + &format!("\n:root {{ --edition: {name} }}\n");
    let style = format!("app/style-{}.css", digits(text.as_bytes()));
    let page = read("index.html")?.replace(&first, &style);
    ensure!(page.contains(&style), "the page does not load {first}");
    let page = page.replacen("<meta ", &format!("<meta name=\"edition\" content=\"{name}\"><meta "), 1);
    files.remove(&first);
    files.insert(style.clone(), digits(text.as_bytes()));
    files.insert("index.html".to_owned(), digits(page.as_bytes()));
    let list = serde_json::to_string(&files)?;
    let (before, after) = (&worker[..begin], &worker[end..]);
    let version = after.find("const CACHE = PREFIX + \"").context("sw.js has no version")?
        + "const CACHE = PREFIX + \"".len();
    let worker = format!("{before}{list}{}{name}{}", &after[..version], &after[version..]);
    let files = [("sw.js", worker), ("index.html", page), (style.as_str(), text)];
    Ok((files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect(), style, first))
}

/// Publishes a version as hosts do: what was there before stays, save what the fixed names stand for.
fn publish(host: &Host, version: &Version) {
    for (path, bytes) in version {
        host.put(path, bytes.clone());
    }
}

/// A script that counts the versions that are saved.
const VERSIONS: &str = "const done = arguments[0];
    caches.keys().then(names => done(names.filter(name => name.startsWith('tangthu-app-')).length))";

/// Which version the page and its style sheet are of: `first` or `second`.
async fn edition(page: &Page) -> Result<String> {
    page.wait_for_total(demo_documents()?).await?;
    let script = "const page = document.querySelector('meta[name=edition]')?.content ?? 'first';
        const style = getComputedStyle(document.documentElement).getPropertyValue('--edition').trim() || 'first';
        return page === style ? page : `a ${page} page with a ${style} style`";
    Ok(page.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

async fn is(page: &Page, wanted: &str) -> Result<()> {
    let edition = edition(page).await?;
    ensure!(edition == wanted, "the page is {edition}, not {wanted}");
    Ok(())
}

/// A site that was opened and is saved.
async fn saved(page: &Page) -> Result<Host> {
    let host = Host::start(demo_site()?, "/")?;
    page.go(&host.url).await?;
    is(page, "first").await?;
    page.ready_for_offline().await?;
    Ok(host)
}

async fn offered(page: &Page) -> Result<()> {
    page.wait("the offer of a new version", "return !!document.querySelector('.notice button')", vec![])
        .await
        .map(drop)
}

async fn take(page: &Page) -> Result<()> {
    offered(page).await?;
    page.run("window.before = true; document.querySelector('.notice button').click()", vec![]).await?;
    page.wait("the new version", "return window.before === undefined", vec![]).await.map(drop)
}

async fn a_new_version_is_fetched_whole_then_offered_then_taken(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = saved(&page).await?;
    publish(&host, &second()?.0);
    page.reload().await?;
    is(&page, "first").await?;
    offered(&page).await?;
    page.reload().await?;
    is(&page, "first").await.context("nobody asked for the new version")?;
    take(&page).await?;
    is(&page, "second").await?;
    // From now on it is the one that opens without the host.
    page.ready_for_offline().await?;
    drop(host);
    page.reload().await?;
    is(&page, "second").await
}

async fn a_version_that_does_not_arrive_whole_is_not_offered_and_the_old_one_stays(page: Page) -> Result<()> {
    page.expect_error("");
    let host = saved(&page).await?;
    let (version, style, _) = second()?;
    for fault in [Fault::NotFound, Fault::Reset, Fault::FlippedBit, Fault::WebPage] {
        publish(&host, &version);
        host.inject(&style, fault);
        page.reload().await?;
        let tried =
            "navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => 1, () => 1)";
        page.run(&format!("window.tried = 0; {tried}.then(() => window.tried = 1)"), vec![]).await?;
        page.wait("the attempt", "return window.tried", vec![]).await?;
        let idle = "const done = arguments[0]; navigator.serviceWorker.getRegistration().then(one => {
            const end = () => one.installing ? setTimeout(end, 50) : done(!!one.waiting); end(); })";
        let waiting = page.client.execute_async(idle, vec![]).await?;
        ensure!(waiting == false, "{fault:?}: half a version waits");
        is(&page, "first").await.with_context(|| format!("{fault:?}"))?;
    }
    // Half a version left nothing behind, and the whole one is offered once it is there.
    let kept = page.client.execute_async(VERSIONS, vec![]).await?;
    ensure!(kept == 1, "there are {kept} versions in the cache");
    host.restore();
    publish(&host, &version);
    page.reload().await?;
    take(&page).await?;
    is(&page, "second").await
}

async fn a_tab_of_the_old_version_goes_on_with_it_when_another_takes_the_new_one(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = saved(&page).await?;
    let first = page.client.window().await?;
    let other = page.client.new_window(true).await?.handle;
    page.client.switch_to_window(other.clone()).await?;
    page.go(&host.url).await?;
    is(&page, "first").await?;
    // However many versions come and are taken meanwhile.
    for name in ["second", "third"] {
        let (version, _, old_style) = later(name)?;
        publish(&host, &version);
        // A host need not keep what the old version is made of.
        host.remove(&old_style);
        page.reload().await?;
        take(&page).await?;
        is(&page, name).await?;

        page.client.switch_to_window(first.clone()).await?;
        is(&page, "first").await.context("the tab that did not ask")?;
        let again = "const done = arguments[1]; fetch(arguments[0], { cache: 'reload' }).then(one => done(one.status), error => done(String(error)))";
        let got = page.client.execute_async(again, vec![old_style.clone().into()]).await?;
        ensure!(got == 200, "with the {name}, a file of the first is gone while a tab shows it: {got}");
        if name == "second" {
            page.client.switch_to_window(other.clone()).await?;
        }
    }
    page.run("document.querySelector('#ways a[href*=help]')?.click()", vec![]).await?;
    page.reload().await?;
    page.go(&host.url).await?;
    is(&page, "third").await.context("once loaded anew")?;
    // What no tab shows any more goes with the next version.
    page.client.switch_to_window(other).await?;
    page.client.close_window().await?;
    page.client.switch_to_window(first).await?;
    publish(&host, &later("fourth")?.0);
    page.reload().await?;
    take(&page).await?;
    is(&page, "fourth").await?;
    let kept = page.client.execute_async(VERSIONS, vec![]).await?;
    ensure!(kept == 2, "there are {kept} versions in the cache, not this one and the one before");
    Ok(())
}

async fn an_archive_of_a_newer_format_leaves_the_reader_the_one_before(page: Page) -> Result<()> {
    page.expect_error("");
    let host = saved(&page).await?;
    let manifest = std::fs::read(demo_site()?.join("archive.json"))?;
    let mut newer: serde_json::Value = serde_json::from_slice(&manifest)?;
    newer["version"] = (tangthu_archive::VERSION + 1).into();
    host.put("archive.json", serde_json::to_vec(&newer)?);
    page.reload().await?;
    is(&page, "first").await.context("the archive that was there before")?;
    // Whoever has none is told what to do.
    page.run("caches.delete('tangthu-archives').then(() => location.reload())", vec![]).await?;
    let told = "return [...document.querySelectorAll('.trouble')].some(one => one.textContent.includes('đọc được đến phiên bản'))";
    page.wait("the sentence about the version", told, vec![]).await?;
    host.put("archive.json", manifest);
    page.reload().await?;
    is(&page, "first").await
}

async fn when_the_last_tab_closes_the_version_that_waits_is_the_next_to_open(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = saved(&page).await?;
    publish(&host, &second()?.0);
    page.reload().await?;
    offered(&page).await?;
    let first = page.client.window().await?;
    let other = page.client.new_window(true).await?.handle;
    page.client.switch_to_window(first).await?;
    page.client.close_window().await?;
    page.client.switch_to_window(other).await?;
    // The browser takes its time to see that the last tab is gone; until then the old version opens, whole.
    let start = std::time::Instant::now();
    loop {
        page.go(&host.url).await?;
        match edition(&page).await?.as_str() {
            "second" => return Ok(()),
            "first" if start.elapsed() < whole_program_tests::PATIENCE => page.go("about:blank").await?,
            mixed => anyhow::bail!("the page is {mixed}"),
        }
    }
}

/// Puts rubbish into the cache of the app in place of every file whose name holds the text.
async fn spoil(page: &Page, holding: &str) -> Result<()> {
    let script = "const [holding, done] = arguments; (async () => {
        const name = (await caches.keys()).find(name => name.startsWith('tangthu-app-'));
        const cache = await caches.open(name);
        const files = (await cache.keys()).filter(one => one.url.includes(holding));
        for (const file of files) {
            const kept = await cache.match(file);
            await cache.put(file, new Response('rubbish', { headers: kept.headers }));
        }
        return files.length;
    })().then(done, error => done(String(error)))";
    let spoilt = page.client.execute_async(script, vec![holding.into()]).await?;
    ensure!(spoilt.as_u64() > Some(0), "nothing in the cache is called {holding}: {spoilt}");
    Ok(())
}

async fn a_damaged_file_of_the_saved_app_is_mended(page: Page) -> Result<()> {
    page.expect_error("");
    let host = saved(&page).await?;
    for holding in ["viewer_bg", "worker_bg", "style", "boot", "index.html", ""] {
        spoil(&page, holding).await?;
        page.reload().await?;
        is(&page, "first").await.with_context(|| holding.to_owned())?;
    }
    drop(host);
    page.reload().await?;
    is(&page, "first").await.context("what was mended is kept")
}

async fn a_page_that_cannot_be_mended_says_so_and_does_not_load_for_ever(page: Page) -> Result<()> {
    page.expect_error("");
    let host = saved(&page).await?;
    let wasm = std::fs::read_dir(demo_site()?.join("app"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.starts_with("tangthu-viewer_bg"))
        .context("no program")?;
    spoil(&page, "viewer_bg").await?;
    host.inject(&format!("app/{wasm}"), Fault::FlippedBit);
    page.reload().await?;
    page.wait("a sentence", "return document.getElementById('trouble-load')?.checkVisibility()", vec![])
        .await?;
    let before = host.asked().len();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let after = host.asked().len();
    ensure!(after - before < 20, "the page goes on loading: {} requests in three seconds", after - before);
    host.restore();
    page.reload().await?;
    is(&page, "first").await
}

async fn whoever_clears_the_cache_has_nothing_left_of_the_site(page: Page) -> Result<()> {
    let host = saved(&page).await?;
    let kept = "const done = arguments[0]; (async () => {
        let count = 0;
        for (const name of await caches.keys())
            if (name.startsWith('tangthu-')) count += (await (await caches.open(name)).keys()).length;
        return count;
    })().then(done, error => done(String(error)))";
    ensure!(page.client.execute_async(kept, vec![]).await?.as_u64() > Some(3), "nothing is kept");
    let asked = host.asked().len();
    page.run(
        "window.before = true; setTimeout(() => document.querySelector('footer [data-forget]').click())",
        vec![],
    )
    .await?;
    let start = std::time::Instant::now();
    while page.client.accept_alert().await.is_err() {
        ensure!(start.elapsed() < whole_program_tests::PATIENCE, "nobody asks before everything is dropped");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    page.wait("the page to load anew", "return window.before === undefined", vec![]).await?;
    is(&page, "first").await?;
    let again = host.asked();
    ensure!(again[asked..].iter().any(|path| path == "/"), "the page came out of a cache");
    Ok(())
}

in_each_browser!(
    a_new_version_is_fetched_whole_then_offered_then_taken,
    a_version_that_does_not_arrive_whole_is_not_offered_and_the_old_one_stays,
    a_tab_of_the_old_version_goes_on_with_it_when_another_takes_the_new_one,
    an_archive_of_a_newer_format_leaves_the_reader_the_one_before,
    when_the_last_tab_closes_the_version_that_waits_is_the_next_to_open,
    a_damaged_file_of_the_saved_app_is_mended,
    a_page_that_cannot_be_mended_says_so_and_does_not_load_for_ever,
    whoever_clears_the_cache_has_nothing_left_of_the_site,
);
