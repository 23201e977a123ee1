//! What a reader sees who opens the site for the first time: everything that is there, in their colours, at their width.

use anyhow::{Result, ensure};
use whole_program_tests::{Host, Options, Page, Served, demo_documents, demo_site, in_each_browser};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };
const NARROW_AND_DARK: Options = Options { dark: true, no_wasm: false, narrow: true };

async fn every_document_is_listed_and_counted(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.wait("results", "return document.querySelectorAll('main article').length >= 10", vec![]).await?;
    let language = page.run("return document.documentElement.lang", vec![]).await?;
    ensure!(language == "vi", "the page's language is {language}");
    ensure!(page.lightness().await? > 0.8, "the page is dark though the system is light");
    page.picture("search-1280-light").await?;
    page.open_first().await?;
    page.picture("read-1280-light").await?;
    Ok(())
}

async fn the_page_speaks_english_when_asked(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?lang=en", site.url)).await?;
    page.wait("English", "return document.documentElement.lang === 'en'", vec![]).await?;
    page.wait_for_total(demo_documents()?).await
}

async fn dark_colours_follow_the_system(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    ensure!(page.lightness().await? < 0.2, "the page is light though the system is dark");
    page.picture("search-1280-dark").await?;
    page.open_first().await?;
    ensure!(page.lightness().await? < 0.2, "the reading page is light though the system is dark");
    page.picture("read-1280-dark").await?;
    Ok(())
}

async fn nothing_is_cut_off_on_a_small_telephone(page: Page) -> Result<()> {
    let site = Served::demo()?;
    let overflow = "return document.documentElement.scrollWidth - innerWidth";
    page.go(&site.url).await?;
    page.ready().await?;
    page.wait("results", "return document.querySelectorAll('main article').length > 0", vec![]).await?;
    let wide = page.run(overflow, vec![]).await?;
    ensure!(wide.as_i64() <= Some(0), "the search page is {wide} pixels too wide");
    page.picture("search-360-light").await?;
    // The article with the widest table is the one most likely to push the page apart.
    page.search("bảng số liệu").await?;
    page.open_first().await?;
    let wide = page.run(overflow, vec![]).await?;
    ensure!(wide.as_i64() <= Some(0), "the reading page is {wide} pixels too wide");
    page.picture("read-360-light").await?;
    Ok(())
}

async fn a_small_telephone_may_be_dark(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.picture("search-360-dark").await?;
    page.open_first().await?;
    ensure!(page.lightness().await? < 0.2, "the reading page is light though the system is dark");
    page.picture("read-360-dark").await?;
    Ok(())
}

async fn what_is_typed_before_the_program_arrives_is_kept(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    host.hold_wasm(true);
    page.go(&host.url).await?;
    page.search_box().await?.send_keys("quan uy").await?;
    host.hold_wasm(false);
    page.ready().await?;
    page.wait(
        "the results of what was typed",
        "return document.querySelector('main article mark') !== null",
        vec![],
    )
    .await?;
    let typed = "return document.querySelector('input[type=search], [role=searchbox]').value === 'quan uy'";
    page.wait("the text in the box", typed, vec![]).await.map(drop)
}

in_each_browser!(
    every_document_is_listed_and_counted,
    the_page_speaks_english_when_asked,
    what_is_typed_before_the_program_arrives_is_kept,
);
in_each_browser!(in_the_dark, DARK => dark_colours_follow_the_system);
in_each_browser!(on_a_telephone, NARROW => nothing_is_cut_off_on_a_small_telephone);
in_each_browser!(on_a_telephone_in_the_dark, NARROW_AND_DARK => a_small_telephone_may_be_dark);
