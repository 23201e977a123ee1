//! What stands round a text: matches, abbreviations, citing, copying, the size of the text, printing, the steps through the
//! result, pictures and files.
#![allow(clippy::print_stderr, reason = "a test that measures says what it measured on the terminal")]

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::path::Path;
use whole_program_tests::{Host, Kind, Options, Page, Served, in_each_browser, output};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

/// A site of documents that the test writes itself, packed by the finished command.
pub(crate) fn site_of(documents: &[(&str, &str)]) -> Result<(tempfile::TempDir, Host)> {
    let folder = tempfile::tempdir()?;
    let (input, site) = (folder.path().join("input"), folder.path().join("site"));
    std::fs::create_dir_all(&input)?;
    for (name, text) in documents {
        std::fs::write(input.join(name), text)?;
    }
    output(["build".as_ref(), input.as_os_str(), "-o".as_ref(), site.as_os_str()])?;
    let host = Host::start(Path::new(&site), "/")?;
    Ok((folder, host))
}

/// Waits for what comes after the text.
pub(crate) async fn panels(page: &Page) -> Result<()> {
    page.article().await?;
    page.wait("the panels", "return document.querySelector('.beside .citing') !== null", vec![])
        .await
        .map(drop)
}

async fn open(page: &Page, site: &str, address: &str) -> Result<()> {
    page.go(&format!("{site}{address}")).await?;
    panels(page).await
}

async fn a_citation_comes_in_four_forms(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=van-ban/01-ctr-qu").await?;
    let choose = "const select = document.querySelector('.citing select');
        select.value = arguments[0]; select.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    for (form, begins) in [("1", "@"), ("2", "TY  - GOVDOC"), ("3", "["), ("0", "Quận ủy Long Biên, “")]
    {
        page.run(choose, vec![json!(form)]).await?;
        let script = "const text = document.querySelector('.citing pre').textContent;
            return text.startsWith(arguments[0]) && text.includes('01-CTr/QU')";
        page.wait(begins, script, vec![json!(begins)]).await?;
    }
    Ok(())
}

async fn the_size_of_the_text_is_kept(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=van-ban/01-ctr-qu").await?;
    let size = "return parseFloat(getComputedStyle(document.querySelector('article.document')).fontSize)";
    let before = page.run(size, vec![]).await?.as_f64().context("no size")?;
    page.run("document.querySelector('.sizes button:last-child').click()", vec![]).await?;
    let larger = format!("{} > arguments[0]", size);
    page.wait("larger text", &larger, vec![json!(before)]).await?;
    page.reload().await?;
    panels(&page).await?;
    page.wait("larger text after a reload", &larger, vec![json!(before)]).await.map(drop)
}

async fn abbreviations_are_explained_where_they_stand(page: Page) -> Result<()> {
    let text = "---\ntitle: Rà soát\n---\n\nQuận rà soát thủ tục hành chính (TTHC). Mỗi TTHC có một tờ.\n";
    let (_folder, host) = site_of(&[("ra-soat.md", text)])?;
    open(&page, &host.url, "?doc=ra-soat").await?;
    page.wait("a reachable abbreviation", "return document.querySelector('article abbr[tabindex]')", vec![])
        .await?;
    page.run("document.querySelector('article abbr[tabindex]').focus()", vec![]).await?;
    page.press('\u{e007}').await?;
    let said = "return [...document.querySelectorAll('article .said')].map(one => one.textContent).join('')";
    let words = page.wait("the explanation", said, vec![]).await?;
    ensure!(words == json!(" (thủ tục hành chính)"), "it says {words}");
    page.run("document.querySelector('article abbr[tabindex]').click()", vec![]).await?;
    page.wait("no explanation", &format!("{said} === ''"), vec![]).await.map(drop)
}

async fn keys_step_through_the_matches_and_never_steal_what_is_typed(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?q=chi+tieu&doc=chi-tieu/tong-hop-chi-tieu").await?;
    let now = "return [...document.querySelectorAll('article mark')].findIndex(one => one.classList.contains('now'))";
    page.press('n').await?;
    page.wait("the first match", &format!("{now} === 0"), vec![]).await?;
    page.press('n').await?;
    page.wait("the second match", &format!("{now} === 1"), vec![]).await?;
    page.press('p').await?;
    page.wait("the first match again", &format!("{now} === 0"), vec![]).await?;
    page.search_box().await?.send_keys("n").await?;
    let typed = page.search_box().await?.prop("value").await?.unwrap_or_default();
    ensure!(typed.ends_with('n'), "the box holds {typed}");
    Ok(())
}

async fn one_goes_from_result_to_result_and_back_leads_to_the_results(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&format!("{}?q=chi+tieu", site.url)).await?;
    page.wait("results", "return document.querySelectorAll('main article').length > 3", vec![]).await?;
    let results = page.results().await?;
    page.open_first().await?;
    let next = "const links = document.querySelectorAll('.in-list a'); return links.length > 0";
    page.wait("the way to the next result", next, vec![]).await?;
    page.run("[...document.querySelectorAll('.in-list a')].at(-1).click()", vec![]).await?;
    let second = "return new URL(location).searchParams.get('doc') === arguments[0]";
    page.wait("the second result", second, vec![json!(results[1])]).await?;
    page.client.back().await?;
    page.wait_for_results(&results).await
}

async fn a_number_in_the_text_leads_to_its_dossier(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=chi-tieu/15-chi-tieu-dat").await?;
    page.run("document.querySelector('article a.cite').click()", vec![]).await?;
    let there = "const at = new URL(location).searchParams;
        return at.get('view') === 'dossier' && at.get('number') === '01-CTr/QU'
            && document.querySelector('.dossier h1')?.textContent === '01-CTr/QU'";
    page.wait("the dossier", there, vec![]).await.map(drop)
}

async fn paragraphs_are_copied_one_by_one_with_their_citation(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=chi-tieu/15-chi-tieu-dat").await?;
    let script = "window.copied = []; navigator.clipboard.writeText = text => { window.copied.push(text); return Promise.resolve() };
        [...document.querySelectorAll('.citing button')].at(-1).click();
        return true";
    page.run(script, vec![]).await?;
    page.wait(
        "the buttons",
        "return document.querySelectorAll('article .copy-paragraph').length > 3",
        vec![],
    )
    .await?;
    page.run("document.querySelector('article .text p .copy-paragraph').click()", vec![]).await?;
    let copied = page.wait("a copied paragraph", "return window.copied[0]", vec![]).await?;
    let copied = copied.as_str().unwrap_or_default();
    ensure!(
        copied.starts_with("Từ đầu nhiệm kỳ") && copied.contains("\n\n“Nhóm đã đạt"),
        "copied was {copied}"
    );
    ensure!(!copied.contains("Chép"), "the button's own words were copied: {copied}");
    page.run("[...document.querySelectorAll('.citing button')].at(-1).click()", vec![]).await?;
    page.wait("no buttons", "return document.querySelectorAll('.copy-paragraph').length === 0", vec![])
        .await
        .map(drop)
}

async fn a_missing_picture_is_said_to_be_missing(page: Page) -> Result<()> {
    let text = "---\ntitle: Ảnh\n---\n\nTrước ảnh.\n\n![Hội nghị ngày 28/3](khong-co.jpg)\n\nSau ảnh.\n";
    let (_folder, host) = site_of(&[("anh.md", text)])?;
    open(&page, &host.url, "?doc=anh").await?;
    let script = "const figure = document.querySelector('article figure');
        return figure.querySelector('.no-picture').textContent + '|' + figure.querySelector('figcaption').textContent";
    let said = page.run(script, vec![]).await?;
    ensure!(said == json!("ảnh không có trong kho|Hội nghị ngày 28/3"), "the page says {said}");
    Ok(())
}

async fn pictures_come_from_the_archive_and_nothing_moves_when_they_come(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=chi-tieu/tong-hop-chi-tieu").await?;
    page.run("document.querySelector('article figure').scrollIntoView()", vec![]).await?;
    let shown = "const picture = document.querySelector('article .frame img');
        return picture?.complete && picture.naturalWidth === 900 && picture.alt !== '' && picture.src.startsWith('blob:')";
    page.wait("the picture", shown, vec![]).await?;
    if page.kind == Kind::Chromium {
        let script = "const done = arguments[arguments.length - 1]; let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) sum += one.value }))
                .observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => done(sum), 200)";
        let moved = page.client.execute_async(script, vec![]).await?;
        ensure!(moved.as_f64() < Some(0.02), "the layout shifted by {moved}");
    }
    Ok(())
}

async fn one_goes_from_a_figure_beside_the_text_to_its_words_and_back(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=chi-tieu/15-chi-tieu-dat").await?;
    page.wait("figures", "return document.querySelector('.beside .figure') !== null", vec![]).await?;
    page.wait(
        "figures marked in the text",
        "return document.querySelector('article .told') !== null",
        vec![],
    )
    .await?;
    page.run("document.querySelector('.beside .figure').focus()", vec![]).await?;
    page.press('\u{e007}').await?;
    let here = "const here = document.activeElement; return here.matches('article .told.here') && here.textContent.includes('15')";
    page.wait("the words of the figure", here, vec![]).await?;
    page.press('\u{e007}').await?;
    page.wait("the figure in the list", "return document.activeElement.id === 'figure-0'", vec![])
        .await
        .map(drop)
}

async fn a_printed_page_says_where_it_comes_from_and_proves_it(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?doc=chi-tieu/15-chi-tieu-dat").await?;
    let foot =
        page.wait("the foot", "return document.querySelector('.print-foot')?.textContent", vec![]).await?;
    let foot = foot.as_str().unwrap_or_default();
    ensure!(
        foot.contains("“Nhóm đã đạt: 15 chỉ tiêu”") && foot.contains("SHA-256: "),
        "the foot says {foot}"
    );
    let pdf = page.client.print(fantoccini::wd::PrintConfiguration::default()).await?;
    ensure!(pdf.starts_with(b"%PDF"), "the page cannot be printed");
    let folder = tempfile::tempdir()?;
    let (input, printed) = (folder.path().join("in"), folder.path().join("printed.json"));
    std::fs::create_dir_all(&input)?;
    std::fs::write(input.join("trang.pdf"), pdf)?;
    output(["pack".as_ref(), input.as_os_str(), "-o".as_ref(), printed.as_os_str()])?;
    let printed = std::fs::read_to_string(&printed)?.replace(char::is_whitespace, "");
    ensure!(printed.contains("SHA-256:"), "the hash is not on the paper: {printed}");
    ensure!(!printed.contains("Chiasẻ"), "the tools are on the paper: {printed}");
    Ok(())
}

async fn a_text_of_a_million_letters_opens_at_once_and_is_all_there(page: Page) -> Result<()> {
    let sentence = "Quận rà soát thủ tục và gửi kết quả cho các phường trong tháng. ";
    let mut text = String::from("---\ntitle: Một triệu chữ\n---\n\n");
    let mut at = 0;
    while text.chars().count() < 1_000_000 {
        at += 1;
        text.push_str(&format!("{}(đoạn {at})\n\n", sentence.repeat(6)));
    }
    let (_folder, host) = site_of(&[("dai.md", &text), ("ngan.md", "---\ntitle: Ngắn\n---\n\nNgắn.\n")])?;
    open(&page, &host.url, "?doc=ngan").await?;
    open(&page, &host.url, "?doc=dai").await?;
    let script = "const all = [...document.querySelectorAll('article .text p')];
        return [all.length, all.at(-1).textContent.endsWith(`(đoạn ${arguments[0]})`),
            getComputedStyle(all.at(-1)).contentVisibility,
            performance.getEntriesByName('tangthu:read')[0].duration]";
    let seen = page.run(script, vec![json!(at)]).await?;
    ensure!(
        seen[0] == json!(at) && seen[1] == json!(true) && seen[2] == json!("auto"),
        "the page holds {seen}"
    );
    eprintln!("{:?}: a text of a million letters stands after {} ms", page.kind, seen[3]);
    // How long the frames take while the text is scrolled from end to end.
    let scroll = "const done = arguments[arguments.length - 1];
        const times = []; let last = performance.now(), n = 0;
        const step = now => { times.push(now - last); last = now; scrollBy(0, 2000); (n += 1) < 120 ? requestAnimationFrame(step) : done(times.slice(2).sort((a, b) => a - b)) };
        requestAnimationFrame(step)";
    let frames = page.client.execute_async(scroll, vec![]).await?;
    let frames: Vec<f64> = serde_json::from_value(frames)?;
    eprintln!(
        "{:?}: frames while scrolling: median {:.1} ms, p95 {:.1} ms",
        page.kind,
        frames[frames.len() / 2],
        frames[frames.len() * 95 / 100]
    );
    Ok(())
}

async fn axe_finds_no_fault_round_a_text(page: Page) -> Result<()> {
    let site = Served::demo()?;
    open(&page, &site.url, "?q=chi+tieu&doc=chi-tieu/tong-hop-chi-tieu").await?;
    page.picture(&format!("text-{}", looks(&page).await?)).await?;
    faultless(&page, "a text with its panels").await?;
    page.run("[...document.querySelectorAll('.citing button')].at(-1).click()", vec![]).await?;
    page.wait("the buttons", "return document.querySelector('.copy-paragraph') !== null", vec![]).await?;
    faultless(&page, "a text with buttons for copying").await?;
    open(&page, &site.url, "?lang=en&doc=tu-lieu/bang-so-lieu").await?;
    page.run("document.querySelector('.beside').scrollIntoView()", vec![]).await?;
    page.picture(&format!("panels-{}", looks(&page).await?)).await?;
    faultless(&page, "a text with a table, in English").await
}

/// How the page looks, for the names of pictures.
pub(crate) async fn looks(page: &Page) -> Result<String> {
    let dark = page.lightness().await? < 0.5;
    let width = page.run("return innerWidth", vec![]).await?;
    Ok(format!("{width}-{}", if dark { "dark" } else { "light" }))
}

pub(crate) async fn faultless(page: &Page, what: &str) -> Result<()> {
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
    Ok(())
}

async fn a_table_of_any_size_is_drawn_stretch_by_stretch(page: Page) -> Result<()> {
    // 90,000 cells, and a paragraph behind them.
    let row = format!("|{}\n", " x |".repeat(300));
    let line = format!("|{}\n", "---|".repeat(300));
    let text = format!("---\ntitle: Bảng lớn\n---\n\n{row}{line}{}\nHết bảng.\n", row.repeat(299));
    let (_folder, host) = site_of(&[("bang.md", &text)])?;
    open(&page, &host.url, "?doc=bang").await?;
    let count = "return document.querySelectorAll('article .text :is(th, td)').length";
    let press = "const one = [...document.querySelectorAll('article .text button')].find(one => one.innerText.includes('Xem thêm'));
        if (one) one.click(); return !!one";
    let mut drawn = 0;
    for _ in 0..10 {
        let now = page.run(count, vec![]).await?.as_u64().unwrap_or_default();
        ensure!(now > drawn && now - drawn <= 20_600, "{drawn} cells were drawn, then {now}");
        drawn = now;
        if page.run(press, vec![]).await? != json!(true) {
            break;
        }
        let script = format!("{} > arguments[0]", count);
        page.wait("more of the table", &script, vec![json!(drawn)]).await?;
    }
    ensure!(drawn == 90_000, "{drawn} cells were drawn");
    let end = "return [...document.querySelectorAll('article .text p')].some(one => one.textContent === 'Hết bảng.')";
    ensure!(page.run(end, vec![]).await? == json!(true), "what follows the table is not there");
    Ok(())
}

in_each_browser!(
    a_citation_comes_in_four_forms,
    the_size_of_the_text_is_kept,
    abbreviations_are_explained_where_they_stand,
    keys_step_through_the_matches_and_never_steal_what_is_typed,
    one_goes_from_result_to_result_and_back_leads_to_the_results,
    a_number_in_the_text_leads_to_its_dossier,
    paragraphs_are_copied_one_by_one_with_their_citation,
    a_missing_picture_is_said_to_be_missing,
    pictures_come_from_the_archive_and_nothing_moves_when_they_come,
    one_goes_from_a_figure_beside_the_text_to_its_words_and_back,
    a_printed_page_says_where_it_comes_from_and_proves_it,
    a_text_of_a_million_letters_opens_at_once_and_is_all_there,
    a_table_of_any_size_is_drawn_stretch_by_stretch,
    axe_finds_no_fault_round_a_text,
);
in_each_browser!(in_the_dark, DARK => axe_finds_no_fault_round_a_text);
in_each_browser!(on_a_telephone, NARROW => axe_finds_no_fault_round_a_text);
