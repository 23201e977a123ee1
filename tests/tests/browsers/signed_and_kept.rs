//! Who signed an archive, where all of it is on the device and its host is gone; receipts that were taken along; and what a device
//! forgets when its reader asks it to.

use super::kept::{press, says as library_says};
use super::signed::{CALM, Desk, MANIFEST, SIGNATURE, says};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use whole_program_tests::{Fault, Host, Page, in_each_browser, output};

const KEEP: &str = "Tải về để đọc ngoại tuyến";
const WHOLE: &str = "Toàn bộ kho đã có trên máy này";

async fn keep_all(page: &Page, url: &str) -> Result<()> {
    page.go(&format!("{url}?view=library")).await?;
    library_says(page, "máy này").await?;
    press(page, KEEP).await?;
    library_says(page, WHOLE).await?;
    page.ready_for_offline().await
}

/// A new version of the site, signed later than the one before: its manifest and signature.
fn newer(desk: &Desk) -> Result<(Vec<u8>, Vec<u8>)> {
    desk.write("hai", "Hai")?;
    desk.build()?;
    // Times are told in seconds.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    desk.sign("khoa")?;
    let read = |name: &str| std::fs::read(desk.site().join(name));
    Ok((read(MANIFEST)?, read(SIGNATURE)?))
}

/// The signatures that the device keeps: how many.
async fn signatures(page: &Page) -> Result<u64> {
    let script =
        "const done = arguments[0]; (async () => (await (await caches.open('tangthu-archives')).keys())
        .filter(one => one.url.includes('minisig')).length)().then(done)";
    page.client.execute_async(script, vec![]).await?.as_u64().context("no number")
}

async fn a_kept_archive_says_who_signed_it_and_its_receipts_verify_without_its_host(
    page: Page,
) -> Result<()> {
    page.expect_error("Failed to load resource");
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    keep_all(&page, &host.url).await?;
    let url = host.url.clone();
    drop(host);
    says(&page, &url, CALM, &[&key, "thấy lần đầu"]).await?;
    let receipt = format!("{url}?doc=mot");
    says(&page, &receipt, ".receipt", &["Được ký bằng khóa", &key, "vừa kiểm tại đây"]).await?;
    let verify = "const button = [...document.querySelectorAll('.receipt button')]
        .find(one => one.innerText.includes('Kiểm tệp nguồn')); if (button) button.click(); return !!button";
    page.wait("the way to verify the source", verify, vec![]).await?;
    let said = "return [...document.querySelectorAll('.receipt div')]
        .find(row => row.querySelector('dt').textContent === 'SHA-256')?.innerText.includes('vừa kiểm tại đây')";
    page.wait("a source that was verified", said, vec![]).await.map(drop)
}

/// The host goes on to a new version while the old one is being kept, and for some time has no signature at all.
async fn no_signature_is_kept_beside_a_manifest_that_it_does_not_fit(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    host.inject(SIGNATURE, Fault::NotFound);
    says(&page, &host.url, CALM, &[&key, "máy chủ không có chữ ký"]).await?;
    page.go(&format!("{}?view=library", host.url)).await?;
    library_says(&page, "máy này").await?;
    let old = std::fs::read(desk.site().join(SIGNATURE))?;
    let (_, signature) = newer(&desk)?;
    ensure!(old != signature, "both versions have one signature");
    host.restore();
    host.put(SIGNATURE, signature);
    press(&page, KEEP).await?;
    library_says(&page, WHOLE).await?;
    ensure!(signatures(&page).await? == 0, "the signature of another version is kept");
    page.ready_for_offline().await?;
    let url = host.url.clone();
    drop(host);
    says(&page, &url, CALM, &[&key, "chưa kiểm được"]).await
}

async fn a_newer_version_that_is_only_looked_at_leaves_the_kept_one_its_signature(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    keep_all(&page, &host.url).await?;
    // The building of a new version leaves the files of the old one in place for readers who are still on it.
    newer(&desk)?;
    host.restore();
    let newer_host = Host::start(&desk.site(), "/")?;
    says(&page, &newer_host.url, CALM, &[&key]).await?;
    says(&page, &host.url, CALM, &[&key]).await?;
    let kept = signatures(&page).await?;
    ensure!((1..=2).contains(&kept), "{kept} signatures are kept");
    let url = host.url.clone();
    drop((host, newer_host));
    // What opens is the version that is there whole. It is older than what was seen, and it is a copy: both are said, and no harm.
    says(&page, &url, "#foot", &[&key]).await?;
    let alarm =
        page.run("return document.querySelector('#notice .signed')?.textContent ?? ''", vec![]).await?;
    ensure!(alarm == "", "a copy that fits its signature gives an alarm: {alarm}");
    Ok(())
}

async fn a_receipt_that_was_copied_holds_what_the_command_and_the_source_say(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &format!("{}?doc=mot", host.url), ".receipt", &[&key, "vừa kiểm tại đây"]).await?;
    let copy = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve() } } });
        [...document.querySelectorAll('.receipt button')].find(one => one.innerText.includes('Chép biên nhận')).click()";
    page.run(copy, vec![]).await?;
    let text = page.wait("a copied receipt", "return window.copied", vec![]).await?;
    let text = text.as_str().unwrap_or_default();
    let shown: serde_json::Value = serde_json::from_str(&output([
        "show".as_ref(),
        desk.site().as_os_str(),
        "mot".as_ref(),
        "--json".as_ref(),
    ])?)?;
    let provenance = &shown["provenance"];
    let source = provenance["sha256"].as_str().with_context(|| format!("no hash of the source: {shown}"))?;
    for words in ["Biên nhận lưu trữ: Một", "Lập lúc: 20", &key, source] {
        ensure!(text.contains(words), "the receipt lacks \"{words}\":\n{text}");
    }
    let said = "return document.querySelector('.receipt .buttons [aria-live]').textContent";
    page.wait("a word that it was copied", said, vec![]).await.map(drop)
}

async fn forgetting_a_site_keeps_saved_searches_and_settings_and_drops_the_rest(page: Page) -> Result<()> {
    let desk = Desk::new()?;
    let key = desk.sign("khoa")?;
    let host = desk.host()?;
    says(&page, &host.url, CALM, &[&key, "thấy lần đầu"]).await?;
    let site = host.url.clone();
    let script = "const put = (name, value) => localStorage.setItem(name, value);
        put('tangthu-saved', '[]'); put('tangthu-theme', 'dark'); put('tangthu-recent', '?q=quan');
        put('tangthu-verified ' + arguments[0] + 'archive.json', '2026-01-01');
        put('tangthu-signed https://other.example/archive.json', 'RW 2026-01-01 1');
        window.before = true; window.confirm = words => { window.asked = words; return true };
        return Object.keys(localStorage).filter(name => name.startsWith('tangthu-signed ' + arguments[0])).length";
    let signed = page.run(script, vec![json!(site)]).await?;
    ensure!(signed == 1, "{signed} archives are remembered as signed");
    page.run("document.querySelector('footer [data-forget]').click()", vec![]).await?;
    page.wait("a new page", "return !window.before && document.querySelector('#foot [data-forget]')", vec![])
        .await?;
    page.wait("the archive", "return document.querySelector('main article') !== null", vec![]).await?;
    let left = "return Object.keys(localStorage).filter(name => !name.startsWith('tangthu-signed ' + arguments[0])).sort()";
    let left = page.run(left, vec![json!(site)]).await?;
    let expected = ["tangthu-saved", "tangthu-signed https://other.example/archive.json", "tangthu-theme"];
    ensure!(left == json!(expected), "what is left is {left}");
    Ok(())
}

in_each_browser!(
    a_kept_archive_says_who_signed_it_and_its_receipts_verify_without_its_host,
    no_signature_is_kept_beside_a_manifest_that_it_does_not_fit,
    a_newer_version_that_is_only_looked_at_leaves_the_kept_one_its_signature,
    a_receipt_that_was_copied_holds_what_the_command_and_the_source_say,
    forgetting_a_site_keeps_saved_searches_and_settings_and_drops_the_rest,
);
