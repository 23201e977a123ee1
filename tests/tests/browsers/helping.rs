//! What helps searching: the palette, the keys, the form that writes a query, searches of the device, help, look-up by list.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use whole_program_tests::{Options, Page, Served, all_of, answer, in_each_browser};

const DARK: Options = Options { dark: true, no_wasm: false, narrow: false };
const NARROW: Options = Options { dark: false, no_wasm: false, narrow: true };

const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const DOWN: char = '\u{e015}';

async fn faultless(page: &Page, what: &str) -> Result<()> {
    let faults = page.accessibility_faults().await?;
    ensure!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
    Ok(())
}

async fn picture(page: &Page, name: &str) -> Result<()> {
    let seen = page.run("return innerWidth + '-' + (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')", vec![]).await?;
    page.picture(&format!("{name}-{}", seen.as_str().unwrap_or_default())).await.map(drop)
}

async fn press_control_k(page: &Page) -> Result<()> {
    let script = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }))";
    page.run(script, vec![]).await?;
    let open = "return document.querySelector('dialog[open] [role=combobox]') === document.activeElement";
    page.wait("the palette", open, vec![]).await.map(drop)
}

async fn wait_for_closed(page: &Page) -> Result<()> {
    page.wait("no dialog", "return document.querySelector('dialog') === null", vec![]).await.map(drop)
}

async fn the_palette_goes_anywhere_by_name(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    press_control_k(&page).await?;
    faultless(&page, "the palette").await?;
    picture(&page, "palette").await?;
    page.client.active_element().await?.send_keys("cach tim").await?;
    let one = "const all = [...document.querySelectorAll('[role=option]')]; return all.length > 0 && all[0].innerText.includes('Cách tìm')
        && document.activeElement.getAttribute('aria-activedescendant') === all[0].id";
    page.wait("the entry", one, vec![]).await?;
    page.press(ENTER).await?;
    wait_for_closed(&page).await?;
    page.wait("the help", "return new URL(location).searchParams.get('view') === 'help' && document.querySelector('.help') !== null", vec![]).await?;
    faultless(&page, "the help").await?;
    picture(&page, "help").await?;
    // Words that name nothing are searched for.
    press_control_k(&page).await?;
    page.client.active_element().await?.send_keys("hủy bỏ 33 thủ tục").await?;
    page.wait("the entry that searches", "return document.querySelector('[role=option][aria-selected=true]')?.innerText.includes('“hủy bỏ 33 thủ tục”')", vec![]).await?;
    page.press(ENTER).await?;
    wait_for_closed(&page).await?;
    page.wait("its results", "return new URL(location).searchParams.get('q') === 'hủy bỏ 33 thủ tục' && document.querySelector('.result') !== null", vec![]).await?;
    // Escape leaves everything as it was, and the focus where it was.
    page.search_box().await?.click().await?;
    press_control_k(&page).await?;
    page.press(DOWN).await?;
    page.press(ESCAPE).await?;
    wait_for_closed(&page).await?;
    page.wait("the focus in the box", "return document.activeElement.id === 'q'", vec![]).await.map(drop)
}

async fn the_question_mark_lists_the_keys_and_is_typed_where_one_types(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.search_box().await?.send_keys("?").await?;
    ensure!(
        page.client.find_all(Locator::Css("dialog")).await?.is_empty(),
        "a typed question mark opened the keys"
    );
    page.run("document.activeElement.blur()", vec![]).await?;
    page.press('?').await?;
    page.wait("the keys", "return document.querySelector('dialog[open] kbd') !== null", vec![]).await?;
    faultless(&page, "the keys").await?;
    picture(&page, "keys").await?;
    // Whoever switches them off is left alone.
    page.client.find(Locator::Css("dialog input[type=checkbox]")).await?.click().await?;
    page.press(ESCAPE).await?;
    wait_for_closed(&page).await?;
    page.run("document.activeElement.blur()", vec![]).await?;
    page.press('?').await?;
    page.press('/').await?;
    let quiet = "return document.querySelector('dialog') === null && document.activeElement.id !== 'q'";
    ensure!(page.run(quiet, vec![]).await? == json!(true), "the keys still work");
    Ok(())
}

async fn the_form_writes_the_query(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.wait(
        "the button",
        "const one = document.querySelector('.helpers button'); one?.click(); return one !== null",
        vec![],
    )
    .await?;
    page.wait(
        "the form",
        "return document.querySelectorAll('dialog[open] .fields input').length === 10",
        vec![],
    )
    .await?;
    let fields = page.client.find_all(Locator::Css("dialog .fields input")).await?;
    fields[0].send_keys("thu tuc").await?;
    fields[3].send_keys("xyzzy").await?;
    fields[8].send_keys("3/2020").await?;
    let written = "return document.querySelector('.writes code').textContent === 'thu tuc -xyzzy từ:03/2020'";
    page.wait("the query", written, vec![]).await?;
    faultless(&page, "the form").await?;
    picture(&page, "form").await?;
    page.client.find(Locator::Css("dialog .chief")).await?.click().await?;
    wait_for_closed(&page).await?;
    let query = page.parameter("q").await?;
    ensure!(query.as_deref() == Some("thu tuc -xyzzy từ:03/2020"), "the query is {query:?}");
    page.wait("results", "return document.querySelectorAll('main article').length > 0", vec![])
        .await
        .map(drop)
}

async fn searches_are_kept_on_the_device_until_they_are_taken_away(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    page.search("thu tuc").await?;
    let open =
        "const one = document.querySelectorAll('.helpers button')[1]; one?.click(); return one !== undefined";
    page.wait("the button", open, vec![]).await?;
    page.wait(
        "the recent search",
        "return document.querySelector('dialog[open] ul.searches')?.innerText.includes('thu tuc')",
        vec![],
    )
    .await?;
    let name = page.client.find(Locator::Css("dialog .line input")).await?;
    name.clear().await?;
    name.send_keys("Thủ tục của tôi").await?;
    page.client.find(Locator::Css("dialog .line button")).await?.click().await?;
    page.wait(
        "the saved search",
        "return document.querySelector('div.searches').innerText.includes('Thủ tục của tôi')",
        vec![],
    )
    .await?;
    faultless(&page, "saved searches").await?;
    picture(&page, "saved").await?;
    page.press(ESCAPE).await?;
    wait_for_closed(&page).await?;
    // The palette finds it on another visit.
    page.go(&site.url).await?;
    page.ready().await?;
    press_control_k(&page).await?;
    page.client.active_element().await?.send_keys("thu tuc cua toi").await?;
    page.wait(
        "the entry",
        "return document.querySelectorAll('[role=option]')[0]?.innerText.includes('Thủ tục của tôi')",
        vec![],
    )
    .await?;
    page.press(ENTER).await?;
    wait_for_closed(&page).await?;
    ensure!(page.parameter("q").await?.as_deref() == Some("thu tuc"), "the saved search does not open");
    page.wait("the button", open, vec![]).await?;
    page.wait(
        "the dialog",
        "return document.querySelector('dialog[open] div.searches .exclude') !== null",
        vec![],
    )
    .await?;
    page.client.find(Locator::Css("dialog div.searches .exclude")).await?.click().await?;
    page.client.find(Locator::Css("dialog .check input")).await?.click().await?;
    let kept = "return [localStorage.getItem('tangthu-saved'), localStorage.getItem('tangthu-recent')]";
    let kept = page.run(kept, vec![]).await?;
    ensure!(kept == json!(["", "off"]), "kept are {kept}");
    // Now there is nothing to write into a file or to take away, and no button that would.
    let none = "return document.querySelectorAll('dialog .ways button').length === 0";
    page.wait("no button that does nothing", none, vec![]).await.map(drop)
}

async fn enter_leads_to_the_results_from_any_page(page: Page) -> Result<()> {
    let site = Served::demo()?;
    for view in ["help", "figures", "explore", "library"] {
        page.go(&format!("{}?view={view}", site.url)).await?;
        page.wait("the page", "return document.querySelector('#page h1') !== null", vec![]).await?;
        // Pasted and sent at once, before the pause after a key is over.
        let paste = "const box = document.querySelector('#q'); box.value = 'quan uy';
            box.dispatchEvent(new InputEvent('input', { bubbles: true })); box.form.requestSubmit()";
        page.run(paste, vec![]).await?;
        page.wait_for_results(&answer("quan uy")?.1).await.context(view)?;
        ensure!(page.parameter("view").await?.is_none(), "{view} still stands in the address");
    }
    Ok(())
}

async fn the_whole_result_is_exported_in_its_order(page: Page) -> Result<()> {
    let site = Served::demo()?;
    page.go(&site.url).await?;
    page.ready().await?;
    let ids = all_of("thu tuc")?;
    page.search("thu tuc").await?;
    // What the page hands over is looked at before it becomes a file.
    let watch = "window.saved = []; const make = URL.createObjectURL;
        URL.createObjectURL = blob => { blob.arrayBuffer().then(bytes => window.saved.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))); return make(blob); }";
    page.run(watch, vec![]).await?;
    let open =
        "const one = document.querySelectorAll('.helpers button')[2]; one?.click(); return one !== undefined";
    page.wait("the button", open, vec![]).await?;
    page.wait("the dialog", "return document.querySelector('dialog[open] .choice') !== null", vec![]).await?;
    faultless(&page, "export").await?;
    picture(&page, "export").await?;
    for (at, form) in ["csv", "json", "bib", "ris"].into_iter().enumerate() {
        page.client.find_all(Locator::Css("dialog .choice input")).await?[at].click().await?;
        page.client.find(Locator::Css("dialog .chief")).await?.click().await?;
        let saved = page.wait(form, "return window.saved[arguments[0]]", vec![json!(at)]).await?;
        let saved = saved.as_str().unwrap_or_default();
        let listed: Vec<String> = match form {
            "csv" => {
                ensure!(saved.starts_with('\u{feff}'), "the table lacks the mark");
                let rows =
                    saved.trim_start_matches('\u{feff}').split("\r\n").skip(1).filter(|row| !row.is_empty());
                rows.map(|row| row.split(',').next().unwrap_or_default().to_owned()).collect()
            }
            "json" => {
                let list: Vec<serde_json::Value> = serde_json::from_str(saved)?;
                list.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
            }
            "bib" => {
                ensure!(saved.matches("@misc{").count() == ids.len(), "not every document is there: {saved}");
                continue;
            }
            _ => saved.lines().filter_map(|line| line.strip_prefix("ID  - ")).map(str::to_owned).collect(),
        };
        ensure!(listed == ids, "{form} lists {listed:?}, the command {ids:?}");
    }
    Ok(())
}

in_each_browser!(
    enter_leads_to_the_results_from_any_page,
    the_whole_result_is_exported_in_its_order,
    the_palette_goes_anywhere_by_name,
    the_question_mark_lists_the_keys_and_is_typed_where_one_types,
    the_form_writes_the_query,
    searches_are_kept_on_the_device_until_they_are_taken_away,
);
in_each_browser!(in_the_dark, DARK => the_palette_goes_anywhere_by_name, the_form_writes_the_query);
in_each_browser!(on_a_telephone, NARROW => the_palette_goes_anywhere_by_name, the_form_writes_the_query, searches_are_kept_on_the_device_until_they_are_taken_away);
