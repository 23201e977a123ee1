//! What filters is named, and a range of dates that ends before it begins is told and mended by a click.

use crate::finding::{ENTER, click, faultless, open_filters, wait_for_parameter};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use whole_program_tests::{Options, Page, Served, in_each_browser};

const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

/// Opens the search `typed` with `more` in its address.
async fn search_for(page: &Page, site: &str, typed: &str, more: &[(&str, &str)]) -> Result<()> {
    let mut url = url::Url::parse(site)?;
    url.query_pairs_mut().append_pair("q", typed).extend_pairs(more);
    page.go(url.as_str()).await
}

async fn what_does_not_filter_is_not_named_as_a_filter(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for (typed, more, names) in [
        // What was not understood is searched as words, and nothing is filtered by it.
        ("từ:99/99/9999 đến:2024", &[][..], json!(["đến:2024"])),
        ("năm:abc tháng:\"13/2020\" người:\"\" đến:2024", &[], json!(["đến:2024"])),
        // A day that is none; and of two beginnings the last counts.
        ("từ:2019 từ:2020 quan", &[("to", "2024-02-31")], json!(["từ:2020"])),
        ("từ:2019 quan", &[("from", "2020")], json!(["Từ 2020"])),
    ] {
        search_for(&page, &site.url, typed, more).await?;
        let chips =
            "return [...document.querySelectorAll('.chip')].map(one => one.firstElementChild.textContent)";
        let there = "return document.querySelector('.chip') !== null";
        page.wait("chips", there, vec![]).await.with_context(|| typed.to_owned())?;
        let chips = page.run(chips, vec![]).await?;
        ensure!(chips == names, "{typed}: the chips are {chips}");
    }
    Ok(())
}

/// What a range that ends before it begins is said to be, under `place`.
async fn backwards(page: &Page, place: &str, words: &str) -> Result<()> {
    let said = "const said = document.querySelector(arguments[0]);
        return said?.querySelector('button') && [arguments[1], '2024', '2020'].every(word => said.textContent.includes(word))";
    page.wait(&format!("a sentence in {place}"), said, vec![json!(place), json!(words)]).await.map(drop)
}

async fn a_range_that_ends_before_it_begins_is_told_and_swapped_by_a_click(page: Page) -> Result<()> {
    let site = Served::demo()?;
    let typed = "quan từ:2024 đến:2020";
    let range = [("from", "2024"), ("to", "2020")];
    let english = [("from", "2024"), ("to", "2020"), ("lang", "en")];
    for (typed, more, words, query, from, to) in [
        (typed, &[][..], "ở sau", "quan từ:2020 đến:2024", None, None),
        ("quan", &range, "ở sau", "quan", Some("2020"), Some("2024")),
        ("quan to:2020", &[("from", "2024"), ("lang", "en")], "after", "quan to:2024", Some("2020"), None),
        ("quan", &english, "after", "quan", Some("2020"), Some("2024")),
    ] {
        search_for(&page, &site.url, typed, more).await?;
        page.wait_for_nothing().await?;
        backwards(&page, ".why .fault", words).await?;
        faultless(&page, "a range that ends before it begins").await?;
        click(&page, ".why .fault button").await?;
        let some = "return document.querySelectorAll('main article').length > 0";
        page.wait("results", some, vec![]).await?;
        wait_for_parameter(&page, "q", Some(query)).await?;
        wait_for_parameter(&page, "from", from).await?;
        wait_for_parameter(&page, "to", to).await?;
    }
    Ok(())
}

async fn dates_typed_the_wrong_way_round_are_swapped_by_a_click(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?q=quan&from=2024", site.url)).await?;
    page.wait_for_nothing().await?;
    open_filters(&page).await?;
    let holds = "return [...document.querySelectorAll('.filters .date')].map(one => one.value).join() === arguments[0]";
    page.wait("the fields", holds, vec![json!("2024,")]).await?;
    page.client.find(Locator::Css("label + label .date")).await?.send_keys(&format!("2020{ENTER}")).await?;
    backwards(&page, "#date-fault", "ở sau").await?;
    faultless(&page, "dates the wrong way round").await?;
    ensure!(page.parameter("to").await?.is_none(), "the range is looked for although it holds no day");
    click(&page, "#date-fault button").await?;
    wait_for_parameter(&page, "to", Some("2024")).await?;
    wait_for_parameter(&page, "from", Some("2020")).await?;
    page.wait("the dates in the fields", holds, vec![json!("2020,2024")]).await?;
    let silent = "return document.querySelector('#date-fault').textContent === ''
        && [...document.querySelectorAll('.date')].every(one => one.getAttribute('aria-invalid') === 'false')";
    page.wait("no fault any more", silent, vec![]).await?;
    // The form that writes a query says it, too, and does not search for it.
    page.go(&format!("{}?q=quan+t%E1%BB%AB:2024+%C4%91%E1%BA%BFn:2020", site.url)).await?;
    page.wait_for_nothing().await?;
    click(&page, ".helpers button").await?;
    backwards(&page, "#form-fault", "ở sau").await?;
    click(&page, "#form-fault button").await?;
    let written = "return document.querySelector('.writes code').textContent === 'quan từ:2020 đến:2024'";
    page.wait("the query", written, vec![]).await?;
    let focus = "return document.activeElement.matches('.form .date')";
    page.wait("the keyboard in the form", focus, vec![]).await.map(drop)
}

in_each_browser!(
    what_does_not_filter_is_not_named_as_a_filter,
    a_range_that_ends_before_it_begins_is_told_and_swapped_by_a_click,
    dates_typed_the_wrong_way_round_are_swapped_by_a_click,
);
in_each_browser!(on_a_telephone, NARROW => dates_typed_the_wrong_way_round_are_swapped_by_a_click);
