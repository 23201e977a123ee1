//! Whatever an archive says is text: it is shown, and nothing of it is ever run or loaded.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use whole_program_tests::{Host, Page, demo_site, in_each_browser, output, shared};

/// Strings that run, load or break something in pages that are careless. They call a canary, `window.__xss`, or load from
/// another origin, which a host of the tests stands for, in place of the word ELSEWHERE.
const PAYLOADS: &str = include_str!("../../data/payloads.json");

fn payloads(elsewhere: &Host) -> Result<Vec<String>> {
    let texts: Vec<String> = serde_json::from_str(PAYLOADS)?;
    Ok(texts
        .into_iter()
        .map(|text| text.replace("ELSEWHERE", &elsewhere.url).replace("WORD", &"Đ".repeat(3_000)))
        .collect())
}

/// Nobody asked the other origin for anything, and every request to the own one was for a file of the site: nothing that a text
/// names is ever fetched.
fn nothing_was_asked_for(own: &Host, elsewhere: &Host) -> Result<()> {
    let other = elsewhere.asked();
    ensure!(other.is_empty(), "another origin was asked for {other:?}");
    let strange = |path: &String| {
        let known = ["/app/", "/parts/", "/files/", "/trang/", "/pages/"]
            .iter()
            .any(|folder| path.starts_with(folder));
        let fixed = ["/", "/index.html", "/archive.json", "/sw.js", "/manifest.webmanifest", "/favicon.ico"]
            .contains(&path.as_str());
        !known && !fixed && !path.starts_with("/icon")
    };
    let strange: Vec<String> = own.asked().into_iter().filter(strange).collect();
    ensure!(strange.is_empty(), "the site was asked for {strange:?}");
    Ok(())
}

/// A document whose every field is the string, as far as the field allows any string.
fn document(at: usize, text: &str) -> Value {
    let paragraph = |text: &str| json!({ "type": "paragraph", "text": text });
    // In the first paragraph, which is the third text behind title and lead.
    let mention = |kind: &str, value: &str| {
        json!({ "kind": kind, "value": value, "text": 2, "start": 0, "end": text.len(),
            "details": { "unit": text, "subject": text, "status": text, "issuer": text, "title": text, "role": text, "long": text, "relation": text } })
    };
    let kinds = ["number", "person", "place", "body", "abbreviation"].map(|kind| mention(kind, text));
    json!({
        "id": format!("d{at}"), "url": text, "title": format!("{at} {text}"), "section": [text, text], "authors": [text],
        "source": text, "lead": text, "tags": [text], "number": text, "kind": text, "issuer": text, "language": text,
        "attachments": [{ "name": text, "media_type": text }],
        "mentions": kinds.into_iter().chain([mention("figure", "231")]).collect::<Vec<_>>(),
        "provenance": { "input": text, "digest": text, "tool": text, "copies": [text] },
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
    let mut seen = page.run(script, vec![]).await?;
    // A page that is being replaced by itself answers nothing; the one after it is asked.
    for _ in 0..20 {
        if !seen.is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        seen = page.run(script, vec![]).await?;
    }
    ensure!(seen == json!(["undefined", 0, []]), "something came through: {seen}");
    Ok(())
}

async fn show_as_text(page: &Page, host: &Host, texts: &[String]) -> Result<()> {
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
    // The rooms that draw what was recognised in the texts; a dossier for every number.
    let number = |text: &String| {
        let value: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("dossier&number={value}")
    };
    let rooms = ["figures", "explore", "lookup", "library", "compare", "help"].map(str::to_owned);
    for room in rooms.into_iter().chain(texts.iter().map(number)) {
        page.go(&format!("{}?view={room}", host.url)).await?;
        let script = "return document.querySelector('main h1') && ![...document.querySelectorAll('[role=status]')].some(one => one.textContent.endsWith('…'))";
        page.wait("the room", script, vec![]).await.with_context(|| room.clone())?;
        nothing_ran(page).await.with_context(|| room.clone())?;
    }
    Ok(())
}

async fn scripts_in_an_archive_are_shown_as_text(page: Page) -> Result<()> {
    let (host, elsewhere) = (Host::start(demo_site()?, "/")?, Host::start(demo_site()?, "/")?);
    show_as_text(&page, &host, &payloads(&elsewhere)?).await?;
    nothing_was_asked_for(&host, &elsewhere)
}

async fn nothing_in_an_address_is_run_or_loaded(page: Page) -> Result<()> {
    // Archives of other origins are refused, which the page says; an archive that is not there is a failure that the browser logs.
    page.expect_error("Failed to load resource");
    let (host, elsewhere) = (Host::start(demo_site()?, "/")?, Host::start(demo_site()?, "/")?);
    let fields = [
        "q", "section", "source", "year", "month", "from", "to", "number", "person", "place", "org", "kind",
        "language", "sort", "doc", "view", "lang", "x",
    ];
    for (at, payload) in payloads(&elsewhere)?.into_iter().enumerate() {
        // All fields at once, the archive, and in turn the search without a document and the query alone.
        let some: &[&str] = if at % 2 == 0 { &fields[..14] } else { &["q"] };
        for wanted in [&fields[..], &["archive"], some] {
            let mut url = url::Url::parse(&host.url)?;
            url.query_pairs_mut().extend_pairs(wanted.iter().map(|field| (field, payload.as_str())));
            // A hash is state of nobody, and must not become any.
            url.set_fragment(Some(&payload));
            page.go(url.as_str()).await?;
            page.wait("the page", "return document.documentElement.classList.contains('started')", vec![])
                .await?;
            page.wait(
                "an answer",
                "return document.querySelector('[role=alert]') || !document.querySelector('[role=status]').textContent.endsWith('…')",
                vec![],
            )
            .await
            .with_context(|| format!("{wanted:?} {payload:?}"))?;
            nothing_ran(&page).await.with_context(|| format!("{wanted:?} {payload:?}"))?;
            let now = page.client.current_url().await?;
            ensure!(now.origin() == url.origin(), "{payload:?} led to {now}");
        }
    }
    ensure!(elsewhere.asked().is_empty(), "another origin was asked for {:?}", elsewhere.asked());
    Ok(())
}

/// Files as a portal or a mailbox may hold them, each with a payload where a reader may carry it over.
fn hostile_files(folder: &std::path::Path, payloads: &[String]) -> Result<()> {
    use std::fmt::Write as _;
    let escaped = |text: &str| {
        let bare: String = text.chars().filter(|one| !one.is_control()).collect();
        bare.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let mut feed = String::from(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Tin</title>\n",
    );
    let mut crawl = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        let text = escaped(payload);
        let inside = payload.replace("]]>", "").replace('\0', "");
        let inside: String = inside.chars().filter(|one| !one.is_control()).collect();
        writeln!(
            feed,
            "<item><guid>f{at}</guid><title>{at} {text}</title><link>{text}</link><category>{text}</category><author>{text}</author>\
             <description>{text}</description><content:encoded><![CDATA[<p>tin {at}</p>{inside}]]></content:encoded></item>"
        )?;
        let page = format!(
            "<!doctype html><html><head><title>Trang {at} {text}</title><meta name=author content=\"{text}\"><meta property=og:url content=\"{text}\"></head>\
             <body><article><h1>Trang {at}</h1><p>{text}</p><p><a href=\"{text}\">liên kết</a> {payload}</p><p>Quận ủy họp bàn về việc làm đường, \
             mời bà con tới nghe và góp ý trước ngày cuối tháng.</p></article></body></html>"
        );
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://long-bien.invalid/{at}?{}\r\nWARC-Date: 2023-03-28T07:04:00Z\r\n\
             WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{at:012}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            url::form_urlencoded::byte_serialize(payload.as_bytes()).collect::<String>(),
            answer.len()
        );
        crawl.extend_from_slice(head.as_bytes());
        crawl.extend_from_slice(answer.as_bytes());
        crawl.extend_from_slice(b"\r\n\r\n");
        // What a file may be called: everything but a slash and NUL, and not too long.
        let name: String = payload.chars().filter(|one| !matches!(one, '/' | '\0')).take(60).collect();
        std::fs::write(
            folder.join(format!("{at} {name}.txt")),
            format!("Tệp {at}\n\n{payload}\n\nBàn việc làm đường."),
        )?;
        let attached = format!("{at} {name}.svg");
        std::fs::write(
            folder.join(&attached),
            format!("<svg xmlns='http://www.w3.org/2000/svg' onload='window.__xss=1'>{payload}</svg>"),
        )?;
        let line = json!({ "id": format!("j{at}"), "title": payload, "body": payload, "url": payload, "attachments": [attached] });
        std::fs::write(folder.join(format!("j{at}.jsonl")), format!("{line}\n"))?;
    }
    feed += "</channel></rss>";
    std::fs::write(folder.join("tin.xml"), feed)?;
    Ok(std::fs::write(folder.join("trang.warc"), crawl)?)
}

async fn nothing_in_files_that_were_packed_is_run_or_loaded(page: Page) -> Result<()> {
    let elsewhere = Host::start(demo_site()?, "/")?;
    let (input, site) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let payloads = payloads(&elsewhere)?;
    hostile_files(input.path(), &payloads)?;
    let place = site.path().join("site");
    output([
        "build".as_ref(),
        input.path().as_os_str(),
        "-o".as_ref(),
        place.as_os_str(),
        "--pages".as_ref(),
        "--base-url".as_ref(),
        "https://kho.invalid/".as_ref(),
    ])?;
    let host = Host::start(&place, "/")?;
    page.go(&host.url).await?;
    page.wait("results", "return document.querySelectorAll('main article').length >= 10", vec![]).await?;
    let total = whole_program_tests::numbers(&page.status().await?).first().copied().unwrap_or_default();
    ensure!(
        total > payloads.len() * 2,
        "of {} files of every kind only {total} documents came",
        payloads.len()
    );
    nothing_ran(&page).await?;
    // All titles pass by; of the documents themselves, some of every kind.
    let documents = output(["export".as_ref(), place.as_os_str()])?;
    let ids: Vec<String> = documents
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok()?["id"].as_str().map(str::to_owned))
        .collect();
    let step = if page.kind == whole_program_tests::Kind::Firefox { 6 } else { 3 };
    for id in ids.iter().step_by(step) {
        let mut url = url::Url::parse(&host.url)?;
        url.query_pairs_mut().append_pair("doc", id).append_pair("q", "đường OR tin");
        page.go(url.as_str()).await?;
        page.article().await.with_context(|| id.clone())?;
        nothing_ran(&page).await.with_context(|| id.clone())?;
    }
    // The plain pages for search engines are the one place where text of an archive becomes HTML.
    let pages: Vec<String> = whole_program_tests::files_below(&place)?
        .into_keys()
        .filter(|path| path.ends_with(".html") && path != "index.html")
        .collect();
    ensure!(pages.len() >= ids.len(), "there are {} pages of {} documents", pages.len(), ids.len());
    for path in pages.iter().step_by(step) {
        page.go(&format!("{}{path}", host.url)).await?;
        let seen = page
            .run(
                "return [typeof window.__xss, document.querySelectorAll('script:not([type=\"application/ld+json\"]), iframe, [onerror], [onload]').length,
                 [...document.querySelectorAll('a')].filter(a => !/^(https?:|mailto:)/.test(a.href)).map(a => a.href)]",
                vec![],
            )
            .await?;
        ensure!(seen == json!(["undefined", 0, []]), "{path}: something came through: {seen}");
    }
    ensure!(elsewhere.asked().is_empty(), "another origin was asked for {:?}", elsewhere.asked());
    Ok(())
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

in_each_browser!(
    scripts_in_an_archive_are_shown_as_text,
    nothing_in_an_address_is_run_or_loaded,
    nothing_in_files_that_were_packed_is_run_or_loaded,
    naughty_strings_are_shown_as_text,
);
