//! Narrowing a search: filters and what says them, dates and the timeline, long lists, and why nothing was found.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::{Value, json};
use whole_program_tests::{Host, Kind, Options, Page, Served, demo_site, in_each_browser};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

pub(crate) const ENTER: &str = "\u{e007}";
const SHIFT: char = '\u{e008}';
const RIGHT: char = '\u{e014}';

/// How many documents the large archive has, and of how many sections.
const LARGE: usize = 2_000;
const SECTIONS: usize = 150;

/// An archive of articles of twenty years, each hundredth without a date.
fn large() -> Result<Vec<u8>> {
    let document = |at: usize| {
        let published = (!at.is_multiple_of(100))
            .then(|| format!("{}-{:02}-{:02}", 2004 + at % 20, 1 + at % 12, 1 + at % 28));
        let long = if at.is_multiple_of(7) {
            " về việc triển khai thực hiện công tác cải cách hành chính".repeat(3)
        } else {
            String::new()
        };
        json!({
            "id": format!("d{at}"),
            "title": format!("Thông báo số {at} của quận{long}"),
            "section": [format!("Chuyên mục {}", at % SECTIONS)],
            "published": published,
            "source": if at.is_multiple_of(3) { "Cổng thông tin" } else { "Báo quận" },
            "body": [{ "type": "paragraph", "text": format!("Văn bản {at} nói về việc của quận trong năm.") }],
        })
    };
    let documents: Vec<Value> = (0..LARGE).map(document).collect();
    Ok(serde_json::to_vec(&json!({ "title": "Kho lớn", "language": "vi", "documents": documents }))?)
}

fn host_of_large() -> Result<Host> {
    let host = Host::start(demo_site()?, "/")?;
    host.put("archive.json", large()?);
    Ok(host)
}

pub(crate) async fn faultless(page: &Page, what: &str) -> Result<()> {
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
    Ok(())
}

/// Clicks the first element that `selector` finds, wherever it lies.
pub(crate) async fn click(page: &Page, selector: &str) -> Result<()> {
    let found = "return document.querySelector(arguments[0]) !== null";
    page.wait(selector, found, vec![json!(selector)]).await?;
    page.client.find(Locator::Css(selector)).await?.click().await.with_context(|| selector.to_owned())
}

/// On narrow screens the filters are folded.
pub(crate) async fn open_filters(page: &Page) -> Result<()> {
    page.wait(
        "filters",
        "const one = document.querySelector('.filters'); return one && (one.open = true)",
        vec![],
    )
    .await
    .map(drop)
}

pub(crate) async fn wait_for_parameter(page: &Page, name: &str, value: Option<&str>) -> Result<()> {
    let script = "return new URL(location).searchParams.get(arguments[0]) === arguments[1]";
    page.wait(&format!("{name}={value:?}"), script, vec![json!(name), json!(value)]).await.map(drop)
}

async fn every_filter_in_force_is_named_and_can_be_taken_back(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?q=thu%20tuc%20-xyz%20ti%C3%AAu%20%C4%91%E1%BB%81:th%E1%BB%A7&year=2023&section=-Kh%C3%B4ng&from=2020-03", site.url)).await?;
    page.ready().await?;
    let names =
        "return [...document.querySelectorAll('.chip')].map(one => one.firstElementChild.textContent)";
    let names = page.wait("chips", names, vec![]).await?;
    let expected = json!(["Chuyên mục: trừ Không", "Năm: 2023", "Từ 03/2020", "tiêu đề:thủ", "trừ xyz"]);
    ensure!(names == expected, "the chips are {names}");
    click(&page, ".chip[aria-label$='xyz']").await?;
    wait_for_parameter(&page, "q", Some("thu tuc tiêu đề:thủ")).await?;
    click(&page, ".chip[aria-label*='Năm']").await?;
    wait_for_parameter(&page, "year", None).await?;
    click(&page, ".chips .quiet").await?;
    let bare = "return location.search === '?q=thu+tuc'";
    page.wait("no filter", bare, vec![]).await?;
    ensure!(page.client.find_all(Locator::Css(".chip")).await?.is_empty(), "a chip is left");
    Ok(())
}

async fn a_field_is_one_button_however_its_name_is_written(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for (typed, name) in [
        ("địa điểm:\"Long Biên\"", "địa điểm:\"Long Biên\""),
        ("dia diem:\"Long Biên\" thủ", "dia diem:\"Long Biên\""),
        ("to chuc:\"Quận ủy Long Biên\"", "to chuc:\"Quận ủy Long Biên\""),
        ("Đến:2024", "Đến:2024"),
    ] {
        let mut url = url::Url::parse(&site.url)?;
        url.query_pairs_mut().append_pair("q", typed);
        page.go(url.as_str()).await?;
        page.ready().await?;
        let names =
            "return [...document.querySelectorAll('.chip')].map(one => one.firstElementChild.textContent)";
        let names = page.wait("chips", names, vec![]).await?;
        ensure!(names == json!([name]), "{typed}: the chips are {names}");
    }
    Ok(())
}

async fn dates_are_typed_as_people_write_them(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    open_filters(&page).await?;
    page.wait("the fields", "return document.querySelector('.date') !== null", vec![]).await?;
    let field = page.client.find(Locator::Css(".date")).await?;
    field.send_keys(&format!("3/2020{ENTER}")).await?;
    wait_for_parameter(&page, "from", Some("2020-03")).await?;
    let shown = "return document.querySelector('.date').value === '03/2020'";
    page.wait("the date in the field", shown, vec![]).await?;
    let field = page.client.find(Locator::Css(".date")).await?;
    field.clear().await?;
    field.send_keys(&format!("31/2/2020{ENTER}")).await?;
    let said = "return document.querySelector('#date-fault').textContent.includes('2020')
        && document.querySelector('.date').getAttribute('aria-invalid') === 'true'";
    page.wait("a sentence on the date", said, vec![]).await?;
    faultless(&page, "a date that is none").await
}

/// The bars, each as what a screen reader says of it.
const BARS: &str =
    "return [...document.querySelectorAll('.bar-of')].map(one => one.querySelector('.unseen').textContent)";

async fn wait_for_bars(page: &Page, count: usize) -> Result<Vec<String>> {
    let script = format!("const bars = (() => {{ {BARS} }})(); return bars.length === {count} && bars");
    Ok(serde_json::from_value(page.wait(&format!("{count} bars"), &script, vec![]).await?)?)
}

async fn the_timeline_leads_from_years_to_days_and_back(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    open_filters(&page).await?;
    let years = wait_for_bars(&page, 20).await?;
    ensure!(years[1] == "2005: 100 tài liệu", "the second bar is {}", years[1]);
    let name = if page.run("return innerWidth", vec![]).await? == json!(360) {
        "timeline-360"
    } else {
        "timeline-1280"
    };
    page.picture(name).await?;
    faultless(&page, "the timeline of years").await?;
    click(&page, ".bar-of:nth-child(2)").await?;
    wait_for_parameter(&page, "from", Some("2005")).await?;
    let months = wait_for_bars(&page, 12).await?;
    ensure!(months.iter().any(|bar| !bar.ends_with(": 0 tài liệu")), "the months are {months:?}");
    let full = months.iter().position(|bar| !bar.ends_with(": 0 tài liệu")).context("no month")?;
    click(&page, &format!(".bar-of:nth-child({})", full + 1)).await?;
    wait_for_bars(&page, 31 - usize::from(full == 1) * 3 - usize::from([3, 5, 8, 10].contains(&full)))
        .await?;
    let counted = "return [...document.querySelectorAll('.bar-of')].some(one => !one.querySelector('.unseen').textContent.endsWith(': 0 tài liệu'))";
    page.wait("the counts of days", counted, vec![]).await?;
    faultless(&page, "the timeline of days").await?;
    page.picture(&name.replace("timeline", "timeline-days")).await?;
    click(&page, ".steps-back button").await?;
    wait_for_parameter(&page, "from", None).await?;
    wait_for_bars(&page, 20).await?;
    click(&page, ".undated").await?;
    wait_for_parameter(&page, "year", Some("")).await?;
    page.wait_for_total(LARGE / 100).await
}

async fn shift_and_the_arrow_keys_choose_a_range_of_years(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    wait_for_bars(&page, 20).await?;
    page.run("document.querySelector('.bar-of[tabindex=\"0\"]').focus()", vec![]).await?;
    page.press(RIGHT).await?;
    let second = "return document.activeElement.textContent.startsWith('2005')";
    page.wait("the second bar", second, vec![]).await?;
    let keys = fantoccini::actions::KeyActions::new("keyboard".to_owned());
    let keys =
        fantoccini::actions::InputSource::then(keys, fantoccini::actions::KeyAction::Down { value: SHIFT });
    page.client.perform_actions(keys).await?;
    for wanted in ["2006", "2007"] {
        page.press(RIGHT).await?;
        let reached = "return document.activeElement.textContent.startsWith(arguments[0])";
        page.wait(wanted, reached, vec![json!(wanted)]).await?;
    }
    page.client.release_actions().await?;
    page.press('\u{e007}').await?;
    wait_for_parameter(&page, "from", Some("2005")).await?;
    wait_for_parameter(&page, "to", Some("2007")).await?;
    page.wait_for_total(300).await
}

async fn dragging_over_the_timeline_chooses_a_range(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    wait_for_bars(&page, 20).await?;
    let script = "const bars = document.querySelector('.bars'), place = bars.getBoundingClientRect();
        const at = (bar, type) => bars.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0,
            clientX: place.left + place.width * (bar + 0.5) / 20, clientY: place.top + 5 }));
        bars.setPointerCapture = () => {};
        at(4, 'pointerdown'); at(5, 'pointermove'); at(7, 'pointermove'); at(7, 'pointerup')";
    page.run(script, vec![]).await?;
    wait_for_parameter(&page, "from", Some("2008")).await?;
    wait_for_parameter(&page, "to", Some("2011")).await
}

async fn a_long_list_grows_as_one_scrolls_and_back_finds_the_place(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    let rows = "return document.querySelectorAll('main article').length";
    let few = page.wait("results", rows, vec![]).await?;
    ensure!(few == json!(10), "{few} rows stand at first");
    let last = "const place = row => Number(row?.getAttribute('aria-posinset'));
        const all = [...document.querySelectorAll('main article')];
        if (!all.every(one => one.getAttribute('aria-setsize') === '2000')) return 'a row without the total';
        if (!all.every((one, at) => at === 0 || place(one) > place(all[at - 1]))) return 'rows out of order';
        return place(all.at(-1)) === 2000 && all.length;";
    let grown = format!("window.scrollTo(0, document.documentElement.scrollHeight); {last}");
    let drawn = page.wait("the last row", &grown, vec![]).await?;
    // Of 2,000 rows those near the screen are drawn, and the page is as high as if all were.
    ensure!(drawn.as_f64().is_some_and(|drawn| drawn < 300.0), "drawn are {drawn} of 2,000 rows");
    let heights = "const rows = [...document.querySelectorAll('main article')].map(one => one.offsetHeight);
        const high = document.querySelector('.rows').offsetHeight / 2000;
        return high / (rows.reduce((a, b) => a + b) / rows.length)";
    let ratio = page.run(heights, vec![]).await?;
    ensure!(
        ratio.as_f64().is_some_and(|ratio| (0.8..1.25).contains(&ratio)),
        "a row of the page is {ratio} times as high as one that is drawn"
    );
    // The middle of the page is drawn once it is scrolled there, and its neighbours do not move it.
    let middle = "if (!window.went) { window.went = true; scrollTo(0, document.documentElement.scrollHeight / 2); return null; }
        const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('article');
        return row && Number(row.getAttribute('aria-posinset'))";
    let middle = page.wait("a row in the middle", middle, vec![]).await?;
    ensure!(middle.as_f64().is_some_and(|at| (500.0..1500.0).contains(&at)), "row {middle} is in the middle");
    // It is opened; Back brings it to where it was.
    let row = "const row = document.querySelector(`[aria-posinset='${arguments[0]}']`); row.scrollIntoView({ block: 'center' });
        const done = arguments[arguments.length - 1];
        setTimeout(() => done([row.querySelector('a').textContent, row.getBoundingClientRect().top]), 600)";
    let middle_at = middle.clone();
    let middle = page.client.execute_async(row, vec![middle]).await?;
    page.run("document.querySelector(`[aria-posinset='${arguments[0]}'] a`).click()", vec![middle_at])
        .await?;
    page.article().await?;
    page.client.back().await?;
    let there = "const [text, top] = arguments[0];
        const row = [...document.querySelectorAll('main article')].find(one => one.querySelector('a').textContent === text);
        return row && Math.abs(row.getBoundingClientRect().top - top) < 40";
    page.wait("the row where it was", there, vec![middle]).await?;
    // The first row has not gone for good, and the whole list can be left for another.
    let first = "scrollTo(0, 0); return document.querySelector(\"[aria-posinset='1']\") !== null";
    page.wait("the first row again", first, vec![]).await?;
    page.search_box().await?.send_keys("quan").await?;
    let few = "return document.querySelectorAll('main article').length === 10";
    page.wait("the next answer alone", few, vec![]).await.map(drop)
}

async fn an_empty_result_says_which_part_empties_it(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&format!("{}?q=th%C3%B4ng%20b%C3%A1o%20xyzzyqwv&year=2005&source=Kh%C3%B4ng", host.url)).await?;
    page.wait_for_nothing().await?;
    let told = "const why = document.querySelector('.why'); return why?.querySelector('.facts-of li') && why.innerText";
    let told = page.wait("the explanation", told, vec![]).await?;
    let told = told.as_str().unwrap_or_default();
    ensure!(told.contains("“xyzzyqwv” không có trong tài liệu nào"), "the page says {told}");
    faultless(&page, "why nothing was found").await?;
    let name =
        if page.run("return innerWidth", vec![]).await? == json!(360) { "empty-360" } else { "empty-1280" };
    page.picture(name).await?;
    page.go(&format!("{}?q=th%C3%B4ng%20b%C3%A1o&year=2005&source=Kh%C3%B4ng", host.url)).await?;
    page.wait_for_nothing().await?;
    // Words that would be found, and one filter: there is one way on and not two that are the same.
    page.go(&format!("{}?q=th%C3%B4ng%20b%C3%A1o&source=Kh%C3%B4ng", host.url)).await?;
    page.wait_for_nothing().await?;
    let offers = "const all = document.querySelectorAll('.offers button'); return all.length && all.length";
    let offers = page.wait("a way on", offers, vec![]).await?;
    ensure!(offers == json!(1), "there are {offers} ways on");
    page.go(&format!("{}?q=th%C3%B4ng%20b%C3%A1o&year=2005&source=Kh%C3%B4ng", host.url)).await?;
    page.wait_for_nothing().await?;
    click(&page, ".offers button").await?;
    let some = "return document.querySelectorAll('main article').length > 0";
    page.wait("results", some, vec![]).await?;
    // A condition that stands alone in the query is what empties it, too.
    page.go(&format!("{}?q=n%C4%83m%3A2099", host.url)).await?;
    page.wait_for_nothing().await?;
    let told =
        "return document.querySelector('.why')?.innerText.includes('“năm:2099” không có trong tài liệu nào')";
    page.wait("the condition", told, vec![]).await?;
    click(&page, ".offers button").await?;
    page.wait("results without the condition", some, vec![]).await.map(drop)
}

async fn many_values_of_a_filter_can_be_searched(page: Page) -> Result<()> {
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    open_filters(&page).await?;
    let values = "return document.querySelectorAll('.facet[aria-label=\"Chuyên mục\"] li').length";
    ensure!(page.wait("values", values, vec![]).await? == json!(8), "not eight values stand at first");
    click(&page, ".facet[aria-label='Chuyên mục'] > .quiet").await?;
    let field = page.client.find(Locator::Css(".facet .find")).await?;
    field.send_keys("chuyen muc 149").await?;
    let one = "const all = document.querySelectorAll('.facet[aria-label=\"Chuyên mục\"] li .name');
        return all.length === 1 && all[0].textContent === 'Chuyên mục 149'";
    page.wait("one value", one, vec![]).await?;
    faultless(&page, "a searched list of values").await?;
    click(&page, ".facet[aria-label='Chuyên mục'] .value").await?;
    wait_for_parameter(&page, "section", Some("Chuyên mục 149")).await
}

async fn nothing_moves_while_results_come(page: Page) -> Result<()> {
    // Only Chromium measures it.
    if page.kind != Kind::Chromium {
        return Ok(());
    }
    let host = host_of_large()?;
    page.go(&host.url).await?;
    page.wait_for_total(LARGE).await?;
    let watch = "window.moved = 0; window.movers = [];
        new PerformanceObserver(list => list.getEntries().filter(one => !one.hadRecentInput).forEach(one => {
            window.moved += one.value;
            const name = source => source.node?.outerHTML?.slice(0, 60) ?? source.node?.textContent;
            window.movers.push([one.value, ...one.sources.map(source => [name(source), source.previousRect.top, source.currentRect.top])]);
        })).observe({ type: 'layout-shift', buffered: true })";
    page.run(watch, vec![]).await?;
    page.search_box().await?.send_keys("quan").await?;
    page.wait_for_total(LARGE).await?;
    let grown = "window.scrollBy(0, 400); return Number([...document.querySelectorAll('main article')].at(-1)?.getAttribute('aria-posinset')) > 400";
    page.wait("150 rows", grown, vec![]).await?;
    let moved = page.run("return window.moved", vec![]).await?;
    let movers = page.run("return window.movers", vec![]).await?;
    ensure!(moved.as_f64().is_some_and(|moved| moved < 0.02), "the page moved by {moved}: {movers:#}");
    Ok(())
}

in_each_browser!(
    every_filter_in_force_is_named_and_can_be_taken_back,
    a_field_is_one_button_however_its_name_is_written,
    dates_are_typed_as_people_write_them,
    the_timeline_leads_from_years_to_days_and_back,
    shift_and_the_arrow_keys_choose_a_range_of_years,
    dragging_over_the_timeline_chooses_a_range,
    a_long_list_grows_as_one_scrolls_and_back_finds_the_place,
    an_empty_result_says_which_part_empties_it,
    many_values_of_a_filter_can_be_searched,
    nothing_moves_while_results_come,
);
in_each_browser!(in_the_dark, DARK => the_timeline_leads_from_years_to_days_and_back, an_empty_result_says_which_part_empties_it);
in_each_browser!(on_a_telephone, NARROW => the_timeline_leads_from_years_to_days_and_back, an_empty_result_says_which_part_empties_it);
