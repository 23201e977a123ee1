//! Reading: a result opens, Back leads to where one was, and every address can be opened directly.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::ffi::OsStr;
use whole_program_tests::{Page, Served, demo_site, in_each_browser, output};

/// How far the page may be from where it was, in pixels: a line or two are no loss.
const NEAR: f64 = 60.0;

async fn back_leads_to_the_same_results_at_the_same_place(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.search("quan").await?;
    page.wait("results", "return document.querySelectorAll('main article').length >= 8", vec![]).await?;
    let before = page.results().await?;
    page.run("document.querySelectorAll('main article')[7].scrollIntoView({ block: 'start' })", vec![])
        .await?;
    let at = page.wait("a scrolled page", "return scrollY", vec![]).await?.as_f64().unwrap_or_default();
    ensure!(at > 200.0, "the page is too short to be scrolled: {at}");
    // A click by script, because WebDriver's own would scroll the page first.
    page.run(
        "document.querySelectorAll('main article')[7].querySelector('a[href*=\"doc=\"]').click()",
        vec![],
    )
    .await?;
    page.article().await?;
    let top = page.run("return scrollY", vec![]).await?.as_f64().unwrap_or_default();
    ensure!(top < NEAR, "an article opens at its beginning, not at {top}");

    page.client.back().await?;
    page.wait_for_results(&before).await?;
    let near = "return Math.abs(scrollY - arguments[0]) < arguments[1]";
    page.wait("the scroll position", near, vec![json!(at), json!(NEAR)]).await?;
    page.client.forward().await?;
    page.article().await?;
    Ok(())
}

async fn a_link_to_a_document_opens_it(page: Page) -> Result<()> {
    let site = Served::demo()?;
    let folder = demo_site()?;
    let found = output([
        OsStr::new("search"),
        folder.as_os_str(),
        OsStr::new("thủ tục hành chính"),
        OsStr::new("--json"),
    ])?;
    let found: serde_json::Value = serde_json::from_str(&found)?;
    for hit in found["hits"].as_array().context("no hits")?.iter().take(3) {
        let id = hit["id"].as_str().context("a hit without an id")?;
        let mut url = url::Url::parse(&site.url)?;
        url.query_pairs_mut().append_pair("doc", id);
        page.go(url.as_str()).await?;
        let stored = output([OsStr::new("show"), folder.as_os_str(), OsStr::new(id), OsStr::new("--json")])?;
        let stored: serde_json::Value = serde_json::from_str(&stored)?;
        let title = page.article().await?;
        ensure!(
            Some(title.as_str()) == stored["title"].as_str(),
            "{id} shows {title}, stored is {}",
            stored["title"]
        );
        let tab = page.client.title().await?;
        ensure!(tab.contains(&title), "the tab says \"{tab}\"");
    }
    Ok(())
}

async fn a_link_to_a_query_shows_its_results(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?q=thu+tuc+hanh+chinh", site.url)).await?;
    page.wait("marked results", "return document.querySelector('main article mark') !== null", vec![])
        .await?;
    let field = page.search_box().await?.prop("value").await?;
    ensure!(field.as_deref() == Some("thu tuc hanh chinh"), "the box holds {field:?}");
    Ok(())
}

async fn unknown_and_odd_values_in_the_address_do_no_harm(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for query in [
        "?sort=sideways&year=abc&from=31/02/2020&nonsense=1&lang=xx",
        "?q=%22%28%29%2D%2D+OR+OR+%22",
        "?q=%00%FF%F0%9F%98%80&section=-&section=&year=-",
        "?q=&q=&doc=&number=%2F%2F%2F",
    ] {
        page.go(&format!("{}{query}", site.url)).await?;
        page.ready().await.with_context(|| query.to_owned())?;
        page.search_box().await?;
    }
    Ok(())
}

async fn an_unknown_document_is_said_to_be_unknown(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?doc=khong/co/tai-lieu-nay", site.url)).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.chars().count() > 20, "the page only says \"{sentence}\"");
    page.search_box().await?;
    Ok(())
}

in_each_browser!(
    back_leads_to_the_same_results_at_the_same_place,
    a_link_to_a_document_opens_it,
    a_link_to_a_query_shows_its_results,
    unknown_and_odd_values_in_the_address_do_no_harm,
    an_unknown_document_is_said_to_be_unknown,
);
