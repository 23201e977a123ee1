//! A whole archive on the device: kept with what a reader meets on the way (a broken line, a restart, files that are not there), opened without
//! its host, and let go again.

use super::faults;
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::Path;
use whole_program_tests::{Fault, Host, Kind, Page, in_each_browser, output};

/// A document that no page showed before.
const UNSEEN: &str = "?doc=d1234";

/// Waits until the archive's row in the library says this.
pub(super) async fn says(page: &Page, words: &str) -> Result<()> {
    let script = "return document.querySelector('.keep [role=status]')?.innerText.includes(arguments[0])";
    page.wait(words, script, vec![json!(words)]).await.map(drop)
}

/// Presses the row's first button, which must be called so.
pub(super) async fn press(page: &Page, name: &str) -> Result<()> {
    let script = "const one = [...document.querySelectorAll('.keep button')].find(one => one.innerText.includes(arguments[0]));
        if (one) one.click(); return !!one";
    page.wait(name, script, vec![json!(name)]).await.map(drop)
}

async fn library(page: &Page) -> Result<Host> {
    let host = Host::start(faults::site()?, "/")?;
    page.go(&format!("{}?view=library", host.url)).await?;
    says(page, "máy này").await?;
    Ok(host)
}

/// The archive opens and is searched and read with no host.
async fn opens_alone(page: &Page, url: &str) -> Result<()> {
    page.expect_error("Failed to load resource");
    page.go(&format!("{url}{UNSEEN}")).await?;
    page.article().await?;
    page.go(&format!("{url}?q=phien+cho")).await?;
    page.wait("results", "return document.querySelectorAll('main article mark').length > 0", vec![])
        .await
        .map(drop)
}

async fn a_whole_archive_is_kept_and_opens_without_its_host(page: Page) -> Result<()> {
    let host = library(&page).await?;
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await?;
    says(&page, "Kiểm tra lần cuối").await?;
    page.ready_for_offline().await?;
    // Every file of the archive was fetched, and none twice.
    let mut parts: Vec<String> =
        host.asked().into_iter().filter(|path| path.starts_with("/parts/")).collect();
    parts.sort();
    let fetched = parts.len();
    parts.dedup();
    let there = std::fs::read_dir(faults::site()?.join("parts"))?.count();
    ensure!(parts.len() == there, "{} of {there} parts were fetched", parts.len());
    ensure!(fetched <= there + 3, "{fetched} requests for {there} parts");
    let url = host.url.clone();
    drop(host);
    opens_alone(&page, &url).await
}

async fn a_broken_line_and_a_restart_cost_only_what_is_missing(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = library(&page).await?;
    let texts = faults::parts("texts")?;
    for part in &texts {
        host.inject(part, Fault::Killed);
    }
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Đã tạm dừng").await?;
    let before = host.asked();
    host.restore();
    // A new page knows nothing but what is in the cache.
    page.go(&format!("{}?view=library", host.url)).await?;
    says(&page, "Mới có").await?;
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await?;
    let again = host.asked().split_off(before.len());
    let had =
        |path: &&String| before.contains(path) && !texts.iter().any(|part| path.ends_with(part.as_str()));
    let twice: Vec<&String> = again.iter().filter(|path| path.starts_with("/parts/")).filter(had).collect();
    ensure!(twice.is_empty(), "parts that were here are fetched again: {twice:?}");
    page.ready_for_offline().await?;
    let url = host.url.clone();
    drop(host);
    opens_alone(&page, &url).await
}

async fn what_the_host_lacks_is_said_and_the_rest_is_kept(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let host = library(&page).await?;
    let texts = faults::parts("texts")?;
    host.remove(&texts[0]);
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Còn thiếu 1 tệp").await?;
    let said = page.run("return document.querySelector('.keep [role=status]').innerText", vec![]).await?;
    ensure!(said.as_str().is_some_and(|said| said.contains(&texts[0])), "the file is not named: {said}");
    host.restore();
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await
}

async fn a_full_device_is_said_and_nothing_is_lost(page: Page) -> Result<()> {
    if page.kind != Kind::Chromium {
        // Firefox has no way to make room scarce for one site.
        return Ok(());
    }
    let host = library(&page).await?;
    let origin = host.url.trim_end_matches('/');
    let usage = page.devtools("Storage.getUsageAndQuota", &json!({ "origin": origin })).await?;
    let quota = usage["usage"].as_f64().unwrap_or_default() + 20_000.0;
    page.devtools("Storage.overrideQuotaForOrigin", &json!({ "origin": origin, "quotaSize": quota })).await?;
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "không còn chỗ").await?;
    page.search_box().await?;
    page.devtools("Storage.overrideQuotaForOrigin", &json!({ "origin": origin })).await?;
    press(&page, "Tiếp tục tải").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await
}

async fn a_pause_is_heard_and_going_on_ends_it(page: Page) -> Result<()> {
    let host = library(&page).await?;
    // So slow that one can press the button.
    for part in &faults::parts("texts")? {
        host.inject(part, Fault::Slow);
    }
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    press(&page, "Tạm dừng").await?;
    says(&page, "Đã tạm dừng").await?;
    host.restore();
    press(&page, "Tiếp tục tải").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await
}

async fn what_the_browser_takes_away_again_is_said_and_fetched(page: Page) -> Result<()> {
    let host = library(&page).await?;
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await?;
    let script = "const done = arguments[0]; (async () => {
            const cache = await caches.open('tangthu-parts');
            const all = await cache.keys();
            const away = all.filter((_, at) => at % 2 === 0);
            for (const one of away) await cache.delete(one);
            return away.length;
        })().then(done)";
    let away = page.client.execute_async(script, vec![]).await?;
    page.go(&format!("{}?view=library", host.url)).await?;
    says(&page, "trình duyệt đã xóa mất").await?;
    // What opening the library fetched is there again; all the rest is counted.
    let said = page.run("return document.querySelector('.keep').innerText", vec![]).await?;
    let said = said.as_str().unwrap_or_default();
    let digits =
        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u64>().ok();
    let gone = said.split("xóa mất ").nth(1).and_then(|rest| rest.split(" tệp").next()).and_then(digits);
    let away = away.as_u64().unwrap_or_default();
    ensure!(gone.is_some_and(|gone| gone > 0 && gone <= away), "{away} files were taken away: {said}");
    ensure!(said.contains("hứa giữ"), "what the browser promises is not said: {said}");
    press(&page, "Tiếp tục tải").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await
}

async fn an_archive_that_is_let_go_leaves_nothing(page: Page) -> Result<()> {
    let _host = library(&page).await?;
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await?;
    press(&page, "Bỏ khỏi máy này").await?;
    says(&page, "Chưa có gì").await?;
    let script =
        "const done = arguments[0]; (async () => (await (await caches.open('tangthu-parts')).keys()).length
        + (await (await caches.open('tangthu-archives')).keys()).length)().then(done)";
    let left = page.client.execute_async(script, vec![]).await?;
    ensure!(left == 0, "{left} files are left");
    Ok(())
}

/// How many parts of the archive are on the device, and in how many manifests its whole version is.
async fn on_device(page: &Page) -> Result<serde_json::Value> {
    let script = "const done = arguments[0]; (async () => {
            const parts = await (await caches.open('tangthu-parts')).keys();
            const archives = await (await caches.open('tangthu-archives')).keys();
            return [parts.length, archives.filter(one => one.url.includes('?whole')).length];
        })().then(done)";
    Ok(page.client.execute_async(script, vec![]).await?)
}

/// The archive is published anew while a reader keeps it, and opened again in the same tab: what is kept is the new version, all of it.
async fn an_archive_published_anew_while_it_is_kept_is_kept_as_it_is_now(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let folder = tempfile::tempdir()?;
    let (input, second) = (folder.path().join("hai.jsonl"), folder.path().join("hai"));
    let line = |n: usize| json!({ "id": format!("d{n}"), "title": format!("Bản sau {n}"), "body": format!("Tin số {n}. ").repeat(400) });
    let lines: String = (0..400).map(|n| format!("{}\n", line(n))).collect();
    std::fs::write(&input, lines)?;
    output(["build".as_ref(), input.as_os_str(), "-o".as_ref(), second.as_os_str()])?;
    let host = Host::start(faults::site()?, "/")?;
    host.put("khac/archive.json", r#"{"title":"Kho khác","documents":[{"id":"a","title":"Một"}]}"#);
    page.go(&format!("{}?view=library", host.url)).await?;
    says(&page, "máy này").await?;
    let parts = |site: &Path| -> Result<Vec<String>> {
        let names = std::fs::read_dir(site.join("parts"))?;
        names.map(|one| Ok(format!("parts/{}", one?.file_name().to_string_lossy()))).collect()
    };
    for part in &faults::parts("texts")? {
        host.inject(part, Fault::Slow);
    }
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    page.wait("a first slice", "return document.querySelector('.keep progress')?.value > 0", vec![]).await?;
    press(&page, "Tạm dừng").await?;
    says(&page, "Đã tạm dừng").await?;
    for part in parts(&second)? {
        host.put(&part, std::fs::read(second.join(&part))?);
    }
    host.put("archive.json", std::fs::read(second.join("archive.json"))?);
    // Another archive comes to the front, and then this one again: it is opened anew, and is the new version.
    let script =
        "const box = document.querySelector('.by-address input[type=text]'); box.value = 'khac/archive.json';
        box.dispatchEvent(new InputEvent('input', { bubbles: true })); box.form.requestSubmit()";
    page.run(script, vec![]).await?;
    page.wait("the other archive", "return document.title.includes('Kho khác')", vec![]).await?;
    page.client.back().await?;
    page.wait("the library", "return document.querySelectorAll('.archives .name').length === 2", vec![])
        .await?;
    let row = "const all = [...document.querySelectorAll('.archives li')].filter(one => !one.innerText.includes('khac/'));
        const one = [...(all[0]?.querySelectorAll('.keep button') ?? [])].find(one => one.innerText.includes('Tải về'));
        if (!all[0]?.innerText.includes('400 tài liệu')) return false; one?.click(); return all.length === 1 && !!one";
    page.wait("the button of this archive", row, vec![]).await?;
    let whole =
        "return [...document.querySelectorAll('.archives li')].find(one => !one.innerText.includes('khac/'))
        ?.innerText.includes('Toàn bộ kho đã có trên máy này')";
    page.wait("all of it", whole, vec![]).await?;
    page.ready_for_offline().await?;
    let script = "const done = arguments[1]; (async () => {
            const here = (await (await caches.open('tangthu-parts')).keys()).map(one => one.url);
            return arguments[0].filter(part => !here.some(url => url.endsWith(part)));
        })().then(done)";
    let lacking = page.client.execute_async(script, vec![json!(parts(&second)?)]).await?;
    ensure!(lacking == json!([]), "parts of the new version are not on the device: {lacking}");
    let url = host.url.clone();
    drop(host);
    page.go(&format!("{url}?doc=d399")).await?;
    let title = page.article().await?;
    ensure!(title.contains("Bản sau"), "without the host it opens as {title}");
    Ok(())
}

/// Two archives lie in one folder, and so do their parts: dropping one leaves the other whole.
async fn an_archive_beside_another_leaves_its_parts_alone(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let folder = tempfile::tempdir()?;
    let (input, second) = (folder.path().join("hai.jsonl"), folder.path().join("hai"));
    std::fs::write(&input, "{\"id\":\"x1\",\"title\":\"Kho bên cạnh\",\"body\":\"Một tin.\"}\n")?;
    output(["build".as_ref(), input.as_os_str(), "-o".as_ref(), second.as_os_str()])?;
    let host = Host::start(faults::site()?, "/")?;
    for part in std::fs::read_dir(second.join("parts"))? {
        let part = part?;
        host.put(&format!("parts/{}", part.file_name().to_string_lossy()), std::fs::read(part.path())?);
    }
    host.put("hai.json", std::fs::read(second.join("archive.json"))?);
    for archive in ["", "&archive=hai.json"] {
        page.go(&format!("{}?view=library{archive}", host.url)).await?;
        says(&page, "máy này").await?;
        press(&page, "Tải về để đọc ngoại tuyến").await?;
        says(&page, "Toàn bộ kho đã có trên máy này").await?;
    }
    press(&page, "Bỏ khỏi máy này").await?;
    says(&page, "Chưa có gì").await?;
    page.ready_for_offline().await?;
    let url = host.url.clone();
    drop(host);
    opens_alone(&page, &url).await
}

async fn what_is_dropped_while_it_still_comes_stays_dropped_and_one_slice_comes_at_a_time(
    page: Page,
) -> Result<()> {
    let host = library(&page).await?;
    let texts = faults::parts("texts")?;
    for part in &texts {
        host.inject(part, Fault::Slow);
    }
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    let some = "return document.querySelector('.keep progress')?.value > 0";
    page.wait("a first slice", some, vec![]).await?;
    // Pausing and going on many times, faster than any slice ends, is still one chain.
    let script = "const press = name => [...document.querySelectorAll('.keep button')].find(one => one.innerText.includes(name))?.click();
        const done = arguments[0]; (async () => {
            for (let n = 0; n < 6; n++) {
                press(n % 2 ? 'Tiếp tục tải' : 'Tạm dừng');
                await new Promise(then => setTimeout(then, 30));
            }
        })().then(done)";
    page.client.execute_async(script, vec![]).await?;
    press(&page, "Tạm dừng").await?;
    let asked = host.asked().len();
    press(&page, "Bỏ khỏi máy này").await?;
    says(&page, "Chưa có gì").await?;
    // Whatever was on its way has come by now.
    tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
    let left = on_device(&page).await?;
    ensure!(left == json!([0, 0]), "{left} are on the device again");
    let twice: Vec<String> = host.asked();
    let of = |part: &String| twice.iter().filter(|path| path.ends_with(part.as_str())).count();
    let most = texts.iter().map(of).max().unwrap_or_default();
    ensure!(most <= 1, "{most} requests for one part, of {asked}");
    host.restore();
    press(&page, "Tải về để đọc ngoại tuyến").await?;
    says(&page, "Toàn bộ kho đã có trên máy này").await
}

in_each_browser!(
    an_archive_published_anew_while_it_is_kept_is_kept_as_it_is_now,
    what_is_dropped_while_it_still_comes_stays_dropped_and_one_slice_comes_at_a_time,
    a_whole_archive_is_kept_and_opens_without_its_host,
    a_broken_line_and_a_restart_cost_only_what_is_missing,
    what_the_host_lacks_is_said_and_the_rest_is_kept,
    a_full_device_is_said_and_nothing_is_lost,
    a_pause_is_heard_and_going_on_ends_it,
    what_the_browser_takes_away_again_is_said_and_fetched,
    an_archive_that_is_let_go_leaves_nothing,
    an_archive_beside_another_leaves_its_parts_alone,
);
