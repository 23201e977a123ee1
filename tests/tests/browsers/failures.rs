//! When something is broken, the page says in a sentence what happened, and still stands.

use anyhow::{Context, Result, ensure};
use whole_program_tests::{Host, Options, Page, Served, demo_site, in_each_browser, shared};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };
const NARROW_AND_DARK: Options = Options { dark: true, no_wasm: false, narrow: true };
const NO_WASM: Options = Options { dark: false, no_wasm: true, narrow: false };

/// The page says something that is a sentence, and its head with the box for searching is there.
async fn says_so_and_stands(page: &Page) -> Result<String> {
    let sentence = page.alert().await?;
    ensure!(sentence.chars().count() > 20, "the page only says \"{sentence}\"");
    page.search_box().await?;
    Ok(sentence)
}

/// The page of an archive whose manifest is missing.
async fn missing(page: &Page, host: &Host) -> Result<()> {
    page.expect_error("Failed to load resource");
    host.remove("archive.json");
    page.go(&host.url).await?;
    let sentence = says_so_and_stands(page).await?;
    ensure!(sentence.contains("archive.json"), "the file is not named: {sentence}");
    let wide = page.run("return document.documentElement.scrollWidth - innerWidth", vec![]).await?;
    ensure!(wide.as_i64() <= Some(0), "the page is {wide} pixels too wide");
    Ok(())
}

async fn an_error_is_told_in_the_dark(page: Page) -> Result<()> {
    missing(&page, &Host::start(demo_site()?, "/")?).await?;
    ensure!(page.lightness().await? < 0.2, "the page is light though the system is dark");
    page.picture("error-1280-dark").await.map(drop)
}

async fn an_error_is_told_on_a_small_telephone(page: Page) -> Result<()> {
    missing(&page, &Host::start(demo_site()?, "/")?).await?;
    page.picture("error-360-light").await.map(drop)
}

async fn an_error_is_told_on_a_small_telephone_in_the_dark(page: Page) -> Result<()> {
    missing(&page, &Host::start(demo_site()?, "/")?).await?;
    page.picture("error-360-dark").await.map(drop)
}

async fn a_missing_archive_is_said_to_be_missing(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    missing(&page, &host).await?;
    page.picture("error-1280-light").await?;
    // A way on: once the file is there, a reload is enough.
    host.restore();
    page.reload().await?;
    page.ready().await
}

async fn every_page_that_needs_the_archive_says_that_it_is_not_there(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = Host::start(demo_site()?, "/")?;
    for view in ["figures", "explore", "dossier&number=01-CTr/QU", "lookup"] {
        host.remove("archive.json");
        page.go(&format!("{}?view={view}", host.url)).await?;
        let sentence = says_so_and_stands(&page).await.with_context(|| view.to_owned())?;
        ensure!(sentence.contains("archive.json"), "{view}: the file is not named: {sentence}");
        host.restore();
        page.run("document.querySelector('.trouble .ways button').click()", vec![]).await?;
        let mended = "return document.querySelector('#page .trouble') === null
            && document.querySelector('.figure-table, .values li, .evidence, .lookup') !== null";
        page.wait(&format!("{view} once the archive is there"), mended, vec![]).await?;
    }
    Ok(())
}

async fn what_is_no_archive_is_told_apart_from_a_broken_one(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = Host::start(demo_site()?, "/")?;
    let manifest = std::fs::read(demo_site()?.join("archive.json"))?;
    let truncated = manifest.get(..manifest.len() / 2).context("the manifest is empty")?.to_vec();
    let mut newer: serde_json::Value = serde_json::from_slice(&manifest)?;
    newer["version"] = 99.into();
    let mut sentences = std::collections::BTreeSet::new();
    for (what, bytes) in [
        ("a web page", b"<!doctype html><title>Kho</title>".to_vec()),
        ("truncated", truncated),
        ("a newer version", serde_json::to_vec(&newer)?),
        ("another thing", b"{\"name\":\"x\"}".to_vec()),
        ("empty", Vec::new()),
    ] {
        host.put("archive.json", bytes);
        page.go(&host.url).await?;
        let sentence = says_so_and_stands(&page).await.with_context(|| what.to_owned())?;
        sentences.insert(sentence);
    }
    ensure!(sentences.len() >= 3, "all are said to be the same: {sentences:?}");
    Ok(())
}

async fn a_flipped_bit_is_noticed_and_named(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = Host::start(demo_site()?, "/")?;
    host.damage_parts(true);
    page.go(&host.url).await?;
    let sentence = says_so_and_stands(&page).await?;
    ensure!(sentence.contains("parts/"), "the damaged part is not named: {sentence}");
    host.restore();
    page.reload().await?;
    page.ready().await
}

/// The WebAssembly of the site: the two programs, and the chunks that load when they are needed.
fn programs_and_chunks() -> Result<(Vec<String>, Vec<String>)> {
    let mut wasm = Vec::new();
    for entry in std::fs::read_dir(demo_site()?.join("app"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            wasm.push(format!("app/{name}"));
        }
    }
    Ok(wasm.into_iter().partition(|name| !name.contains("_chunk_")))
}

async fn a_page_whose_code_is_missing_says_so_and_all_else_works(page: Page) -> Result<()> {
    page.expect_error("");
    let host = Host::start(demo_site()?, "/")?;
    let (_, chunks) = programs_and_chunks()?;
    let rooms = chunks.iter().find(|name| name.contains("rooms")).context("the pages have no chunk")?;
    host.remove(rooms);
    page.go(&format!("{}?view=help", host.url)).await?;
    let sentence = says_so_and_stands(&page).await?;
    ensure!(sentence.contains("phần này của trang"), "the page says \"{sentence}\"");
    host.restore();
    page.run("document.querySelector('.trouble .ways button').click()", vec![]).await?;
    page.wait("the page once its code is there", "return !!document.querySelector('.room h1')", vec![])
        .await?;
    page.search("quan uy").await?;
    ensure!(!page.results().await?.is_empty(), "the search finds nothing");
    Ok(())
}

async fn a_missing_program_is_said_to_be_missing(page: Page) -> Result<()> {
    page.expect_error("");
    let host = Host::start(demo_site()?, "/")?;
    let (wasm, _) = programs_and_chunks()?;
    ensure!(wasm.len() == 2, "page and worker are two programs: {wasm:?}");
    for name in wasm {
        host.remove(&name);
        page.go(&host.url).await?;
        let sentence = says_so_and_stands(&page).await.with_context(|| name.clone())?;
        ensure!(sentence.contains("chương trình"), "{name}: the page says \"{sentence}\"");
        host.restore();
    }
    Ok(())
}

async fn an_archive_of_another_site_is_refused(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    let other = Host::start(demo_site()?, "/")?;
    for address in [
        format!("{}archive.json", other.url),
        "//kho.invalid/archive.json".into(),
        "data:application/json,{}".into(),
    ] {
        let mut url = url::Url::parse(&host.url)?;
        url.query_pairs_mut().append_pair("archive", &address);
        page.go(url.as_str()).await?;
        let sentence = says_so_and_stands(&page).await.with_context(|| address.clone())?;
        ensure!(sentence.contains("Không được mở"), "{address} is not refused: {sentence}");
    }
    ensure!(other.asked().is_empty(), "the other site was asked for {:?}", other.asked());
    Ok(())
}

async fn a_browser_without_web_assembly_is_told_so(page: Page) -> Result<()> {
    page.expect_error("");
    let site = Served::demo()?;
    page.go(&site.url).await?;
    let sentence = says_so_and_stands(&page).await?;
    ensure!(sentence.contains("WebAssembly"), "the page says \"{sentence}\"");
    Ok(())
}

async fn a_page_opened_from_the_disk_says_how_to_open_it_instead(page: Page) -> Result<()> {
    page.expect_error("");
    let file = url::Url::from_file_path(demo_site()?.join("index.html"));
    let file = file.map_err(|()| anyhow::anyhow!("the demo site has no absolute path"))?;
    page.go(file.as_str()).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("tangthu serve"), "the page says \"{sentence}\"");
    ensure!(!sentence.contains("archive.json"), "the program started all the same: {sentence}");
    Ok(())
}

/// Files that must not be taken for archives, and files of odd but good JSON. Every one is opened in Chromium, some in
/// Firefox: what reads them is the same program in both.
async fn odd_json_never_breaks_the_page(page: Page) -> Result<()> {
    let Some(folder) = shared("suites/JSONTestSuite/test_parsing") else { return Ok(()) };
    page.expect_error("Failed to load resource");
    let host = Host::start(demo_site()?, "/")?;
    let mut files: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let step = if page.kind == whole_program_tests::Kind::Firefox { 8 } else { 1 };
    for path in files.iter().step_by(step) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        host.put("archive.json", std::fs::read(path)?);
        page.go(&host.url).await?;
        // None of them is an archive, so even the good ones are refused.
        says_so_and_stands(&page).await.with_context(|| name)?;
    }
    Ok(())
}

in_each_browser!(
    a_missing_archive_is_said_to_be_missing,
    every_page_that_needs_the_archive_says_that_it_is_not_there,
    what_is_no_archive_is_told_apart_from_a_broken_one,
    a_flipped_bit_is_noticed_and_named,
    a_missing_program_is_said_to_be_missing,
    a_page_whose_code_is_missing_says_so_and_all_else_works,
    an_archive_of_another_site_is_refused,
    a_page_opened_from_the_disk_says_how_to_open_it_instead,
    odd_json_never_breaks_the_page,
);
in_each_browser!(without_web_assembly, NO_WASM => a_browser_without_web_assembly_is_told_so);
in_each_browser!(in_the_dark, DARK => an_error_is_told_in_the_dark);
in_each_browser!(on_a_telephone, NARROW => an_error_is_told_on_a_small_telephone);
in_each_browser!(on_a_telephone_in_the_dark, NARROW_AND_DARK => an_error_is_told_on_a_small_telephone_in_the_dark);
