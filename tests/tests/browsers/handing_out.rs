//! What the page hands out: the files of documents as downloads, and links to the system's own way of sharing.

use super::around_a_text::panels;
use anyhow::{Result, bail, ensure};
use fantoccini::Locator;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use whole_program_tests::{Host, PATIENCE, Page, Served, in_each_browser, output};

/// The files of the document: one that would run if it were opened in the page's origin, and one that browsers like to show.
const FILES: [(&str, &str); 2] = [
    (
        "Biểu mẫu số 01.html",
        "<!doctype html><script>new Image().src = '/ran-'; document.title = 'ran'</script>",
    ),
    (
        "Kế hoạch.pdf",
        "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL('/ran-'))>>>>endobj\n",
    ),
];

/// Waits until a file of this name has been saved whole, and gives its bytes.
async fn saved(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        // Browsers save under another name until all is there, or keep the place with an empty file.
        if let Ok(bytes) = std::fs::read(folder.join(name))
            && !bytes.is_empty()
        {
            return Ok(bytes);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let there: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|one| one.file_name()).collect();
    bail!("{name} was never saved; there are {there:?}")
}

async fn a_file_of_a_document_is_saved_as_it_was_and_nothing_of_it_runs(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (input, site) = (folder.path().join("in"), folder.path().join("site"));
    std::fs::create_dir(&input)?;
    for (name, content) in FILES {
        std::fs::write(input.join(name), content)?;
    }
    let names = FILES.map(|(name, _)| name);
    let record = json!({ "id": "a", "title": "Có tệp", "body": "Có tệp.", "attachments": names });
    std::fs::write(input.join("in.jsonl"), format!("{record}\n"))?;
    output(["build".as_ref(), input.join("in.jsonl").as_os_str(), "-o".as_ref(), site.as_os_str()])?;
    let host = Host::start(&site, "/")?;
    page.go(&format!("{}?doc=a", host.url)).await?;
    panels(&page).await?;
    let script = "const rows = [...document.querySelectorAll('.attachments li')];
        return rows.length === 2 && rows.map(row => [row.querySelector('.file-name').innerText, row.querySelector('.count').innerText,
            row.querySelector('button').getAttribute('aria-label')])";
    let rows = page.wait("two files", script, vec![]).await?;
    let (before, before_windows) = (page.client.current_url().await?, page.client.windows().await?);
    for (nth, (name, content)) in FILES.into_iter().enumerate() {
        ensure!(rows[nth][0] == name, "the files are {rows}");
        let size = format!("{} B", content.len());
        let facts = rows[nth][1].as_str().unwrap_or_default();
        ensure!(facts.contains(&size), "{name} is said to be: {facts}, and not {size}");
        ensure!(rows[nth][2] == format!("Tải về {name}"), "the button is called {}", rows[nth][2]);
        // Really pressed: a browser may stop a page that hands out several files by itself.
        let button = format!(".attachments li:nth-child({}) button", nth + 1);
        page.client.find(Locator::Css(&button)).await?.click().await?;
        let bytes = saved(&page.downloads(), name).await?;
        ensure!(bytes == content.as_bytes(), "{name} holds {:?}", String::from_utf8_lossy(&bytes));
        // A PDF that was saved Firefox may show by itself, out of the folder, where it is no page of the site's.
        let windows = page.client.windows().await?;
        ensure!(name.ends_with("pdf") || windows == before_windows, "{name} opened a window");
    }
    let (title, now) = (page.client.title().await?, page.client.current_url().await?);
    ensure!(now == before && title != "ran", "the page is now {now}, \"{title}\"");
    ensure!(!host.asked().iter().any(|path| path.starts_with("/ran-")), "something of a file ran");
    Ok(())
}

/// Sets what the system offers for sharing, presses the button, and waits for what the page says or does.
async fn share(page: &Page, url: &str, offer: &str, seen: &str) -> Result<serde_json::Value> {
    page.go(&format!("{url}?doc=van-ban/01-ctr-qu&q=quan+uy")).await?;
    panels(page).await?;
    let script = format!(
        "const define = (name, value) => Object.defineProperty(navigator, name, {{ value, configurable: true }});
        define('clipboard', {{ writeText: text => {{ window.copied = text; return window.Promise.resolve() }} }});
        define('share', {offer});
        [...document.querySelectorAll('.tool-row button')].find(one => one.innerText === 'Chia sẻ').click()"
    );
    page.run(&script, vec![]).await?;
    page.wait("what came of sharing", seen, vec![]).await
}

async fn a_link_is_shared_by_the_system_or_else_copied(page: Page) -> Result<()> {
    let site = Served::demo()?;
    let link = format!("{}?doc=van-ban%2F01-ctr-qu", site.url);
    let same = |found: &serde_json::Value| {
        let plain = |text: &str| text.replace("%2F", "/");
        found.as_str().is_some_and(|found| plain(found) == plain(&link))
    };
    let offer = "what => { window.shared = what; return window.Promise.resolve() }";
    let shared = share(&page, &site.url, offer, "return window.shared").await?;
    ensure!(same(&shared["url"]), "shared was {shared}");
    ensure!(shared["title"].as_str().is_some_and(|title| title.contains("01-CTr/QU")), "shared was {shared}");
    // Who closes the list of ways does not want the link anywhere else.
    let closed = "() => { setTimeout(() => window.over = true, 300); return window.Promise.reject(new DOMException('closed', 'AbortError')) }";
    share(&page, &site.url, closed, "return window.over").await?;
    let copied = page.run("return window.copied ?? null", vec![]).await?;
    ensure!(copied.is_null(), "a link that was not to be shared was copied");
    for offer in ["undefined", "() => window.Promise.reject(new DOMException('no way', 'NotAllowedError'))"] {
        let copied = share(&page, &site.url, offer, "return window.copied").await?;
        ensure!(same(&copied), "copied was {copied}");
        let said = "return document.querySelector('.said-here').innerText";
        page.wait("a word that the link was copied", said, vec![]).await?;
    }
    Ok(())
}

async fn fifty_thousand_values_are_counted_and_found_by_a_few_letters(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (input, site) = (folder.path().join("in.jsonl"), folder.path().join("site"));
    let mut records = String::new();
    for n in 0..50_000 {
        let record = json!({ "id": format!("d{n}"), "title": format!("Tin {n}"), "section": [format!("Mục {n} Đức Giang")],
            "source": format!("Nguồn {n}"), "body": "Quận ủy họp." });
        records += &format!("{record}\n");
    }
    std::fs::write(&input, records)?;
    output(["build".as_ref(), input.as_os_str(), "-o".as_ref(), site.as_os_str()])?;
    let host = Host::start(&site, "/")?;
    page.go(&format!("{}?q=quan+uy", host.url)).await?;
    page.wait_for_total(50_000).await?;
    let open = "const button = document.querySelector('.facet > .quiet'); if (!button) return false;
        const said = button.innerText; button.click(); return said";
    let said = page.wait("a long list", open, vec![]).await?;
    ensure!(said == "Xem tất cả 50.000 mục", "the list says {said}");
    page.wait("the box", "return document.querySelector('.facet input.find') !== null", vec![]).await?;
    let drawn = page.run("return document.querySelectorAll('.facet .tall li').length", vec![]).await?;
    ensure!(drawn == 100, "{drawn} values are drawn");
    let field = page.client.find(Locator::Css(".facet input.find")).await?;
    field.send_keys("muc 49999 duc").await?;
    let one = "const all = [...document.querySelectorAll('.facet .tall li')];
        return all.length === 1 && all[0].querySelector('.name').innerText";
    let found = page.wait("one value", one, vec![]).await?;
    ensure!(found == "Mục 49999 Đức Giang", "found is {found}");
    page.run("document.querySelector('.facet .tall .value').click()", vec![]).await?;
    page.wait_for_total(1).await
}

in_each_browser!(
    a_file_of_a_document_is_saved_as_it_was_and_nothing_of_it_runs,
    a_link_is_shared_by_the_system_or_else_copied,
    fifty_thousand_values_are_counted_and_found_by_a_few_letters,
);
