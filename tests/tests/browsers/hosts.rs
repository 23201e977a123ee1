//! Any static host will do: below any path, compressed or not, with or without a secure context.

use anyhow::{Context, Result, ensure};
use std::net::{IpAddr, Ipv4Addr};
use whole_program_tests::{Host, Nginx, Page, demo_documents, demo_site, in_each_browser, own_address};

async fn the_site_works_below_any_path(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/kho/lb/")?;
    page.go(&host.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.open_first().await?;
    let url = page.client.current_url().await?;
    ensure!(url.path() == "/kho/lb/", "the article stands at {url}");
    page.reload().await?;
    page.article().await?;
    Ok(())
}

async fn nginx_serves_it_compressed_and_it_stays_readable_when_nginx_stops(page: Page) -> Result<()> {
    let nginx = Nginx::start(demo_site()?, "/kho/lb/", IpAddr::V4(Ipv4Addr::LOCALHOST))?;
    page.go(&nginx.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    let title = page.open_first().await?;
    page.ready_for_offline().await?;
    drop(nginx);
    page.expect_error("Failed to load resource");
    page.reload().await?;
    let again = page.article().await?;
    ensure!(again == title, "offline the page shows {again}, not {title}");
    Ok(())
}

async fn a_host_with_clean_addresses_changes_nothing(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/kho/")?;
    host.clean_addresses();
    page.go(&host.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    let title = page.open_first().await?;
    page.ready_for_offline().await?;
    // From now on the service worker answers, with what it kept of a page that came by way of a redirect.
    page.reload().await?;
    ensure!(page.article().await? == title, "online a reload shows another document");
    drop(host);
    page.expect_error("Failed to load resource");
    page.reload().await?;
    ensure!(page.article().await? == title, "offline a reload shows another document");
    Ok(())
}

async fn without_a_secure_context_all_works_but_offline_and_the_page_says_so(page: Page) -> Result<()> {
    let Some(address) = own_address() else { return Ok(()) };
    let nginx = Nginx::start(demo_site()?, "/", address)?;
    page.go(&nginx.url).await?;
    page.wait_for_total(demo_documents()?).await?;
    let secure = page.run("return isSecureContext", vec![]).await?;
    ensure!(secure == false, "http://{address} counts as secure, so this test proves nothing");
    let said = "const text = document.querySelector('footer').innerText; return /http/.test(text) && /mạng/.test(text)";
    page.wait("a word about reading offline", said, vec![])
        .await
        .context("the page keeps silent about it")?;
    page.search("thu tuc").await?;
    page.open_first().await?;
    Ok(())
}

in_each_browser!(
    the_site_works_below_any_path,
    nginx_serves_it_compressed_and_it_stays_readable_when_nginx_stops,
    a_host_with_clean_addresses_changes_nothing,
    without_a_secure_context_all_works_but_offline_and_the_page_says_so,
);
