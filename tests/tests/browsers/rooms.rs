//! The rooms beyond search and reading: the dossier of a number, the figures, and what documents share.

use crate::around_a_text::{faultless, looks, panels, site_of};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use whole_program_tests::{Options, Page, Served, in_each_browser, numbers};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };
const NUMBER: &str = "?view=dossier&number=01-CTr/QU";

pub(super) async fn dossier(page: &Page, site: &str, address: &str) -> Result<()> {
    page.go(&format!("{site}{address}")).await?;
    page.wait("the dossier", "return document.querySelector('.dossier .said-of') !== null", vec![])
        .await
        .map(drop)
}

async fn a_dossier_shows_who_cites_a_number_and_leads_to_the_very_words(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, NUMBER).await?;
    let script = "const all = [...document.querySelectorAll('.evidence')];
        return all.length > 5 && all.every(one => one.querySelector('.sentence mark').textContent.startsWith('01'))";
    page.wait("sentences that hold the number", script, vec![]).await?;
    page.run("document.querySelector('.evidence a').click()", vec![]).await?;
    panels(&page).await?;
    let here = "const here = document.querySelector('article .here');
        return here && here.textContent.startsWith('01') && here.textContent.length < 40
            && document.activeElement === here";
    page.wait("the words that prove it", here, vec![]).await?;
    page.client.back().await?;
    page.wait("the dossier again", "return document.querySelector('.dossier .evidence') !== null", vec![])
        .await
        .map(drop)
}

async fn a_number_that_is_not_here_is_said_to_be_cited_and_absent(page: Page) -> Result<()> {
    let (_folder, host) = site_of(&[
        (
            "a.md",
            "---\ntitle: Một\npublished: 2021-03-01\n---\n\nThực hiện Kế hoạch số 99-KH/QU của Quận ủy. Kế hoạch số 99-KH/QU dài.\n",
        ),
        (
            "b.md",
            "---\ntitle: Hai\npublished: 2022-03-01\n---\n\nTheo Kế hoạch số 99-KH/QU, phường làm báo cáo.\n",
        ),
    ])?;
    dossier(&page, &host.url, "?view=dossier&number=99-KH/QU").await?;
    let said = page.run("return document.querySelector('.said-of').textContent", vec![]).await?;
    let said = said.as_str().unwrap_or_default();
    ensure!(said.starts_with("Được nhắc 3 lần trong 2 tài liệu, không có trong kho này."), "it says {said}");
    dossier(&page, &host.url, "?view=dossier&number=1234-KH/QU").await?;
    let said = page.run("return document.querySelector('.said-of').textContent", vec![]).await?;
    ensure!(said.as_str().is_some_and(|said| said.starts_with("Không tài liệu nào")), "it says {said}");
    Ok(())
}

async fn one_number_of_two_documents_is_shown_as_two(page: Page) -> Result<()> {
    let (_folder, host) = site_of(&[
        (
            "a.md",
            "---\ntitle: Một\npublished: 2016-04-01\n---\n\nCăn cứ Kế hoạch số 05-KH/QU ngày 02/3/2016 của Quận ủy Long Biên.\n",
        ),
        (
            "b.md",
            "---\ntitle: Hai\npublished: 2021-06-01\n---\n\nCăn cứ Kế hoạch số 05-KH/QU ngày 04/5/2021 của Quận ủy Long Biên.\n",
        ),
    ])?;
    dossier(&page, &host.url, "?view=dossier&number=05-KH/QU").await?;
    let script =
        "return [document.querySelectorAll('.identity').length, document.querySelector('.caution') !== null]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen == json!([2, true]), "identities and a word of caution: {seen}");
    faultless(&page, "a dossier of two documents").await
}

async fn the_drawing_says_in_a_table_what_it_shows_and_its_numbers_are_links(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, NUMBER).await?;
    // Of two numbers in the drawing every citation has its arrow; where there is none, the line that says they are cited together.
    let script = "const graph = document.querySelector('.graph');
        const drawn = [...graph.querySelectorAll('svg text')].map(one => one.textContent);
        const rows = [...graph.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()))
            .map(([from, how, to]) => ({ ends: [from, to].sort().join(), cites: how !== 'được nhắc cùng', from, to }))
            .filter(one => drawn.includes(one.from) && drawn.includes(one.to));
        const cited = rows.filter(one => one.cites);
        const beside = rows.filter(one => !one.cites && !cited.some(other => other.ends === one.ends));
        const count = name => graph.querySelectorAll(`svg > path.${name}`).length;
        return [count('arrow'), cited.length, count('together'), beside.length, graph.querySelectorAll('svg a').length]";
    let seen = page.run(script, vec![]).await?;
    let [arrows, cited, together, beside, links] =
        [0, 1, 2, 3, 4].map(|at| seen[at].as_u64().unwrap_or_default());
    ensure!(links > 1 && arrows > 0 && arrows == cited, "arrows and citations: {seen}");
    ensure!(together > 0 && together == beside, "lines and pairs that are cited together: {seen}");
    page.run("document.querySelector('.graph svg a').focus()", vec![]).await?;
    page.press('\u{e007}').await?;
    let other = "const number = new URL(location).searchParams.get('number');
        return number !== '01-CTr/QU' && document.querySelector('.dossier h1')?.textContent === number";
    page.wait("the dossier of another number", other, vec![]).await.map(drop)
}

pub(super) async fn figures(page: &Page, site: &str, address: &str) -> Result<()> {
    page.go(&format!("{site}{address}")).await?;
    page.wait("figures", "return document.querySelectorAll('.figure-table tbody tr').length > 0", vec![])
        .await
        .map(drop)
}

async fn figures_are_sorted_and_filtered_and_lead_to_their_words(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures&by=-value").await?;
    let values = "return [...document.querySelectorAll('.figure-table tbody tr td:first-child strong')]
        .map(one => parseFloat(one.textContent.replaceAll('.', '').replace(',', '.')))";
    let values: Vec<f64> = serde_json::from_value(page.run(values, vec![]).await?)?;
    ensure!(values.len() > 20 && values.is_sorted_by(|a, b| a >= b), "the values are {values:?}");
    page.run("document.querySelector('.states a').click()", vec![]).await?;
    let filtered = "const state = new URL(location).searchParams.get('status');
        const cells = [...document.querySelectorAll('.figure-table tbody tr td:nth-child(4)')];
        return state && cells.length > 0 && cells.every(cell => cell.textContent === state)";
    page.wait("figures of one state", filtered, vec![]).await?;
    page.run("document.querySelector('.proof a').click()", vec![]).await?;
    panels(&page).await?;
    page.wait("the figure in its text", "return document.querySelector('article .here') !== null", vec![])
        .await?;
    Ok(())
}

async fn a_unit_is_drawn_along_time_and_told_in_words(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures&unit=ch%E1%BB%89+ti%C3%AAu").await?;
    let script = "const plot = document.querySelector('.plot');
        return [plot.querySelectorAll('circle').length, plot.querySelectorAll('tbody tr').length, plot.querySelector('svg').getAttribute('aria-label')]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen[0].as_u64() > Some(1) && seen[0] == seen[1], "dots and rows: {seen}");
    let words = seen[2].as_str().unwrap_or_default();
    ensure!(numbers(words).first().copied() == seen[0].as_u64().map(|n| n as usize), "the words are {words}");
    Ok(())
}

/// What is saved anew right after it was stopped holds every row once.
async fn a_table_that_was_stopped_is_not_in_the_next(page: Page) -> Result<()> {
    // More rows than are gathered at once: the first are asked for again and again, the rest only once.
    let text = |n: usize| {
        let facts: String = (0..4).map(|m| format!("Quận có {} hộ dân được hỗ trợ. ", n * 10 + m)).collect();
        format!(
            "{}\n",
            json!({ "id": format!("d{n}"), "title": format!("Tin {n}"), "date": "2023-03-05", "language": "vi", "body": facts })
        )
    };
    let lines: String = (1..=300).map(text).collect();
    let (_folder, host) = site_of(&[("in.jsonl", &lines)])?;
    figures(&page, &host.url, "?view=figures").await?;
    page.ready().await?;
    let total = *numbers(&page.status().await?).first().context("no total")?;
    let script = "const done = arguments[0];
        const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return make(blob) };
        const named = name => [...document.querySelectorAll('button')].find(one => one.innerText.trim().startsWith(name) && !one.disabled);
        // Sooner than an answer of the worker comes, and once what was pressed has been drawn.
        const drawn = async name => {
            for (let n = 0; n < 100 && !named(name); n++) await Promise.resolve();
            while (!named(name)) await new Promise(then => setTimeout(then));
        };
        (async () => {
            for (let n = 0; n < 3; n++) {
                await drawn('Tải bảng');
                named('Tải bảng').click();
                await drawn('Dừng');
                named('Dừng').click();
            }
            await drawn('Tải bảng');
            named('Tải bảng').click();
        })().then(() => done(1), error => done(String(error)))";
    page.client.execute_async(script, vec![]).await?;
    let saved = page.wait("a file", "return window.saved", vec![]).await?;
    let lines: Vec<&str> =
        saved.as_str().unwrap_or_default().split("\r\n").filter(|line| !line.is_empty()).collect();
    ensure!(total > 1_000 && lines.len() == total + 1, "{total} figures make {} lines", lines.len());
    let mut seen = std::collections::BTreeSet::new();
    let heads = lines.iter().filter(|line| **line == lines[0]).count();
    ensure!(heads == 1, "{heads} heads in {} lines", lines.len());
    let twice: Vec<_> = lines.iter().filter(|line| !seen.insert(**line)).collect();
    ensure!(twice.is_empty(), "{} rows stand twice, as {:?}", twice.len(), twice.first());
    Ok(())
}

async fn all_figures_are_saved_as_csv(page: Page) -> Result<()> {
    let site = Served::demo()?;
    figures(&page, &site.url, "?view=figures").await?;
    page.ready().await?;
    let total = *numbers(&page.status().await?).first().context("no total")?;
    let script = "const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); blob.arrayBuffer().then(bytes => window.mark = [...new Uint8Array(bytes.slice(0, 3))]); return make(blob) };
        [...document.querySelectorAll('.choices button')].at(-1).click()";
    page.run(script, vec![]).await?;
    let saved = page.wait("a file", "return window.mark && window.saved", vec![]).await?;
    let mark = page.run("return window.mark", vec![]).await?;
    ensure!(mark == json!([0xef, 0xbb, 0xbf]), "the file begins with {mark}");
    let lines = saved.as_str().unwrap_or_default().matches("\r\n").count();
    ensure!(lines == total + 1, "{total} figures make {lines} lines");
    Ok(())
}

async fn every_list_to_explore_leads_to_its_documents(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for list in ["people", "places", "bodies", "sections", "sources", "years"] {
        page.go(&format!("{}?view=explore&of={list}", site.url)).await?;
        page.wait(list, "return document.querySelectorAll('.values li').length > 0", vec![]).await?;
        let count = page.run("return document.querySelector('.values .count').textContent", vec![]).await?;
        let count = *numbers(count.as_str().unwrap_or_default()).first().context("no count")?;
        page.run("document.querySelector('.values a').click()", vec![]).await?;
        page.wait("results", "return document.querySelectorAll('main article').length > 0", vec![]).await?;
        page.wait_for_total(count).await.with_context(|| list.to_owned())?;
    }
    Ok(())
}

async fn a_long_list_is_found_in_without_marks(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?view=explore&of=bodies", site.url)).await?;
    page.wait("bodies", "return document.querySelectorAll('.values li').length > 0", vec![]).await?;
    let field = page.client.find(fantoccini::Locator::Css(".find input")).await?;
    field.send_keys("quan uy").await?;
    let script = "const all = [...document.querySelectorAll('.values a')];
        return all.length > 0 && all.every(one => /quận u[ỷy]|quận ủy/i.test(one.textContent))";
    page.wait("bodies with these words", script, vec![]).await?;
    field.send_keys("zzz").await?;
    page.wait(
        "a word that there are none",
        "return document.querySelector('.explore .advice') !== null",
        vec![],
    )
    .await?;
    Ok(())
}

async fn axe_finds_no_fault_in_the_rooms(page: Page) -> Result<()> {
    let site = Served::demo()?;
    dossier(&page, &site.url, NUMBER).await?;
    let looks = looks(&page).await?;
    page.picture(&format!("dossier-{looks}")).await?;
    faultless(&page, "a dossier").await?;
    page.run("document.querySelector('.graph details').open = true; document.querySelector('.graph').scrollIntoView()", vec![]).await?;
    page.picture(&format!("graph-{looks}")).await?;
    faultless(&page, "a dossier with its table").await?;
    figures(&page, &site.url, "?view=figures&unit=ch%E1%BB%89+ti%C3%AAu").await?;
    page.picture(&format!("figures-{looks}")).await?;
    faultless(&page, "figures with a plot").await?;
    for list in ["people", "numbers", "abbreviations"] {
        page.go(&format!("{}?view=explore&lang=en&of={list}", site.url)).await?;
        page.wait(list, "return document.querySelector('.values li, .advice') !== null", vec![]).await?;
        page.picture(&format!("explore-{list}-{looks}")).await?;
        faultless(&page, list).await?;
    }
    page.go(&format!("{}?view=dossier", site.url)).await?;
    page.wait("what to do", "return document.querySelector('.dossier a') !== null", vec![]).await?;
    faultless(&page, "a dossier of nothing").await
}

in_each_browser!(
    a_dossier_shows_who_cites_a_number_and_leads_to_the_very_words,
    a_number_that_is_not_here_is_said_to_be_cited_and_absent,
    one_number_of_two_documents_is_shown_as_two,
    the_drawing_says_in_a_table_what_it_shows_and_its_numbers_are_links,
    figures_are_sorted_and_filtered_and_lead_to_their_words,
    a_unit_is_drawn_along_time_and_told_in_words,
    all_figures_are_saved_as_csv,
    a_table_that_was_stopped_is_not_in_the_next,
    every_list_to_explore_leads_to_its_documents,
    a_long_list_is_found_in_without_marks,
    axe_finds_no_fault_in_the_rooms,
);
in_each_browser!(in_the_dark, DARK => axe_finds_no_fault_in_the_rooms);
in_each_browser!(on_a_telephone, NARROW => axe_finds_no_fault_in_the_rooms);
