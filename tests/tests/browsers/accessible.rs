//! Readers who use a keyboard alone, or a program that reads the page aloud.

use anyhow::{Result, bail, ensure};
use serde_json::json;
use whole_program_tests::{Host, Options, Page, Served, demo_site, in_each_browser};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';

/// Presses Tab until `script` is true of the element that has the focus.
async fn tab_to(page: &Page, what: &str, script: &str) -> Result<()> {
    let script = format!("const focus = document.activeElement; return Boolean({script})");
    let mut way = Vec::new();
    for _ in 0..80 {
        if page.run(&script, vec![]).await? == json!(true) {
            let seen = page.run("return document.activeElement.matches(':focus-visible')", vec![]).await?;
            ensure!(seen == json!(true), "the focus on {what} cannot be seen");
            return Ok(());
        }
        let stop = "const focus = document.activeElement; return `${focus.localName} ${focus.innerText ?? ''}`.trim()";
        way.push(page.run(stop, vec![]).await?);
        page.press(TAB).await?;
    }
    bail!("Tab does not reach {what}; it leads over {way:?}")
}

async fn a_keyboard_is_enough(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    tab_to(&page, "the box for searching", "focus.matches('input[type=search], [role=searchbox]')").await?;
    page.client.active_element().await?.send_keys("thu tuc").await?;
    page.press(ENTER).await?;
    page.wait("marked results", "return document.querySelector('main article mark') !== null", vec![])
        .await?;
    tab_to(&page, "a result", "focus.closest('main article') && focus.matches('a[href*=\"doc=\"]')").await?;
    page.press(ENTER).await?;
    page.article().await?;
    // Whoever cannot see the page must be where the new content begins.
    let inside = "const focus = document.activeElement; return focus !== document.body && document.querySelector('main').contains(focus)";
    page.wait("the focus in the article", inside, vec![]).await?;
    Ok(())
}

async fn the_slash_key_leads_to_the_search_box(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.press('/').await?;
    let in_the_box = "const focus = document.activeElement; return focus.matches('input[type=search], [role=searchbox]') && focus.value === ''";
    page.wait("the focus in an empty box", in_the_box, vec![]).await.map(drop)
}

async fn faultless(page: &Page, what: &str) -> Result<()> {
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
    Ok(())
}

async fn axe_finds_no_fault(page: Page) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    page.go(&host.url).await?;
    page.ready().await?;
    page.wait("results", "return document.querySelectorAll('main article').length > 0", vec![]).await?;
    faultless(&page, "the list of everything").await?;
    page.search("thu tuc hanh chinh").await?;
    page.wait("marked results", "return document.querySelector('main article mark') !== null", vec![])
        .await?;
    faultless(&page, "results").await?;
    page.open_first().await?;
    faultless(&page, "an article with matches").await?;
    page.go(&format!("{}?lang=en&q=xyzzyqwv", host.url)).await?;
    page.wait_for_nothing().await?;
    faultless(&page, "no results, in English").await?;
    page.expect_error("Failed to load resource");
    host.remove("archive.json");
    page.go(&host.url).await?;
    page.alert().await?;
    faultless(&page, "a failure").await
}

in_each_browser!(a_keyboard_is_enough, the_slash_key_leads_to_the_search_box, axe_finds_no_fault);
in_each_browser!(in_the_dark, DARK => axe_finds_no_fault);
in_each_browser!(on_a_telephone, NARROW => axe_finds_no_fault);
