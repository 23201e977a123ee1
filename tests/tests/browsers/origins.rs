//! Archives of other origins: opened where the site was built to, refused in words elsewhere, and asked for by nobody else.

use anyhow::{Result, ensure};
use whole_program_tests::{Host, Page, Served, demo_documents, demo_site, in_each_browser, output};

/// The address of a site with `?archive=`.
fn with_archive(site: &str, archive: &str) -> Result<String> {
    let mut url = url::Url::parse(site)?;
    url.query_pairs_mut().append_pair("archive", archive);
    Ok(url.into())
}

async fn an_archive_of_an_origin_that_was_named_opens(page: Page) -> Result<()> {
    let other = Host::start(demo_site()?, "/kho/")?;
    other.open_to_all();
    let archive = format!("{}archive.json", other.url);
    let origin = url::Url::parse(&other.url)?.origin().ascii_serialization();
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    let arguments = [
        "build".as_ref(),
        "demo/su-kien".as_ref(),
        "-o".as_ref(),
        site.as_os_str(),
        "--connect".as_ref(),
        origin.as_ref(),
    ];
    output(arguments)?;
    output(["check".as_ref(), site.as_os_str()])?;
    let served = Served::start(&site)?;
    page.go(&with_archive(&served.url, &archive)?).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.open_first().await?;
    ensure!(
        other.asked().iter().any(|path| path.starts_with("/kho/parts/")),
        "its parts came from elsewhere"
    );
    // One that was not named is refused, and not asked.
    let third = Host::start(demo_site()?, "/")?;
    third.open_to_all();
    page.go(&with_archive(&served.url, &format!("{}archive.json", third.url))?).await?;
    let sentence = page.alert().await?;
    ensure!(
        sentence.contains("Không được mở") && sentence.contains("thả tệp"),
        "the page says \"{sentence}\""
    );
    ensure!(third.asked().is_empty(), "the third site was asked for {:?}", third.asked());
    // The site's own archive opens as ever, and again without its server.
    page.go(&served.url).await?;
    page.ready().await?;
    page.ready_for_offline().await?;
    drop(served);
    page.expect_error("Failed to load resource");
    page.reload().await?;
    page.ready().await
}

async fn an_origin_that_does_not_allow_it_is_said_to_be_out_of_reach(page: Page) -> Result<()> {
    page.expect_error("");
    let other = Host::start(demo_site()?, "/")?;
    let origin = url::Url::parse(&other.url)?.origin().ascii_serialization();
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    output([
        "build".as_ref(),
        "demo/su-kien".as_ref(),
        "-o".as_ref(),
        site.as_os_str(),
        "--connect".as_ref(),
        origin.as_ref(),
    ])?;
    let served = Served::start(&site)?;
    page.go(&with_archive(&served.url, &format!("{}archive.json", other.url))?).await?;
    let sentence = page.alert().await?;
    ensure!(sentence.contains("archive.json"), "the page says \"{sentence}\"");
    page.search_box().await.map(drop)
}

in_each_browser!(
    an_archive_of_an_origin_that_was_named_opens,
    an_origin_that_does_not_allow_it_is_said_to_be_out_of_reach,
);
