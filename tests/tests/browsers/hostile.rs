//! Whatever an archive says is text: it is shown, and nothing of it is ever run or loaded.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use whole_program_tests::{Host, Page, demo_site, in_each_browser, shared};

/// Strings that run, load or break something in pages that are careless.
const PAYLOADS: [&str; 8] = [
    "<script>window.__xss=1</script>",
    "<img src=x onerror=\"window.__xss=1\">",
    "\"><svg onload=window.__xss=1>",
    "javascript:window.__xss=1",
    "{{constructor.constructor('window.__xss=1')()}}",
    "</title><script>window.__xss=1</script>",
    "\u{202e}ngược\u{2066} \u{0}\u{7} \u{feff}e\u{302}\u{301}",
    "%3Cscript%3Ewindow.__xss=1%3C/script%3E",
];

/// A document whose every field is the string, as far as the field allows any string.
fn document(at: usize, text: &str) -> Value {
    let paragraph = |text: &str| json!({ "type": "paragraph", "text": text });
    json!({
        "id": format!("d{at}"), "url": text, "title": format!("{at} {text}"), "section": [text, text], "authors": [text],
        "source": text, "lead": text, "tags": [text], "number": text, "kind": text, "issuer": text, "language": text,
        "attachments": [{ "name": text, "media_type": text }],
        "body": [
            paragraph(text), { "type": "heading", "level": 2, "text": text }, { "type": "quote", "text": text },
            { "type": "list", "items": [text, text] }, { "type": "table", "head": [text], "rows": [[text]] },
            { "type": "figure", "caption": text },
        ],
    })
}

/// Nothing was run, and no element came into being that the viewer does not make itself.
async fn nothing_ran(page: &Page) -> Result<()> {
    let script = "return [typeof window.__xss, document.querySelectorAll('main script, main svg[onload], main [onerror], main iframe').length,
        [...document.querySelectorAll('main a')].filter(a => !/^(https?:|mailto:)/.test(a.href)).map(a => a.href)]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen == json!(["undefined", 0, []]), "something came through: {seen}");
    Ok(())
}

async fn show_as_text(page: &Page, texts: &[String]) -> Result<()> {
    let host = Host::start(demo_site()?, "/")?;
    let documents: Vec<Value> = texts.iter().enumerate().map(|(at, text)| document(at, text)).collect();
    let title = texts.first().cloned().unwrap_or_default();
    let archive = json!({ "title": title, "description": title, "documents": documents });
    host.put("archive.json", serde_json::to_vec(&archive)?);
    page.go(&host.url).await?;
    page.wait_for_total(texts.len()).await?;
    nothing_ran(page).await?;
    for (at, text) in texts.iter().enumerate() {
        page.go(&format!(
            "{}?doc=d{at}&q={}",
            host.url,
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>()
        ))
        .await?;
        let title = page.article().await.with_context(|| text.clone())?;
        nothing_ran(page).await.with_context(|| text.clone())?;
        // Blanks and invisible characters may be mended; letters and signs stand as they are.
        let bare = |text: &str| text.chars().filter(|one| one.is_ascii_graphic()).collect::<String>();
        ensure!(bare(&title) == bare(&format!("{at}{text}")), "{text:?} is shown as {title:?}");
    }
    Ok(())
}

async fn scripts_in_an_archive_are_shown_as_text(page: Page) -> Result<()> {
    show_as_text(&page, &PAYLOADS.map(str::to_owned)).await
}

async fn naughty_strings_are_shown_as_text(page: Page) -> Result<()> {
    let Some(path) = shared("suites/blns/blns.json") else { return Ok(()) };
    let strings: Vec<String> = serde_json::from_slice(&std::fs::read(path)?)?;
    // All in one archive: the list shows them; every tenth is also opened, and more of those that look like markup.
    let host = Host::start(demo_site()?, "/")?;
    let documents: Vec<Value> = strings.iter().enumerate().map(|(at, text)| document(at, text)).collect();
    host.put("archive.json", serde_json::to_vec(&json!({ "title": "blns", "documents": documents }))?);
    page.go(&host.url).await?;
    page.wait_for_total(strings.len()).await?;
    nothing_ran(&page).await?;
    for at in (0..strings.len()).filter(|at| at % 10 == 0 || strings[*at].contains('<') && at % 4 == 0) {
        page.go(&format!("{}?doc=d{at}", host.url)).await?;
        page.article().await.with_context(|| strings[at].clone())?;
        nothing_ran(&page).await.with_context(|| strings[at].clone())?;
    }
    Ok(())
}

in_each_browser!(scripts_in_an_archive_are_shown_as_text, naughty_strings_are_shown_as_text);
