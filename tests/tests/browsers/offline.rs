//! Without a network: what was read stays readable, and what was not is said to be out of reach.

use anyhow::{Result, ensure};
use whole_program_tests::{Host, Page, Served, demo_documents, demo_site, in_each_browser};

async fn after_one_visit_the_site_opens_without_its_server(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.search("thu tuc hanh chinh").await?;
    page.wait("results", "return document.querySelectorAll('main article').length > 1", vec![]).await?;
    let results = page.results().await?;
    let title = page.open_first().await?;
    page.ready_for_offline().await?;
    let url = site.url.clone();
    drop(site);

    // The manifest is asked for first from the network, which is not there: the browser logs that by itself.
    page.expect_error("Failed to load resource");
    page.reload().await?;
    ensure!(page.article().await? == title, "a reload shows another document");
    // A link into what was loaded, never followed before: the documents of a small archive share a part.
    let mut other = url::Url::parse(&url)?;
    other.query_pairs_mut().append_pair("doc", &results[1]);
    page.go(other.as_str()).await?;
    page.article().await?;
    page.go(&format!("{url}?q=thu+tuc+hanh+chinh")).await?;
    page.wait_for_results(&results).await?;
    page.go(&url).await?;
    page.wait_for_total(demo_documents()?).await
}

async fn without_its_server_and_its_parts_a_document_is_said_to_be_out_of_reach(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    page.go(&host.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.wait("a result", "return document.querySelector('main article a[href*=\"doc=\"]') !== null", vec![])
        .await?;
    let id = page.results().await?.remove(0);
    page.ready_for_offline().await?;
    page.run("return caches.delete('tangthu-parts').then(() => true)", vec![]).await?;
    let mut url = url::Url::parse(&host.url)?;
    url.query_pairs_mut().append_pair("doc", &id);
    drop(host);
    page.expect_error("Failed to load resource");
    page.go(url.as_str()).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.chars().count() > 20, "the page only says \"{sentence}\"");
    page.search_box().await?;
    Ok(())
}

in_each_browser!(
    after_one_visit_the_site_opens_without_its_server,
    without_its_server_and_its_parts_a_document_is_said_to_be_out_of_reach,
);
