//! Attachments opened at their own address, on hosts that send no headers and on hosts that guess types: nothing of them runs.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use whole_program_tests::{Host, PATIENCE, Page, Program, Recipe, ask, in_each_browser, output};

/// What every attachment does if it runs: it asks the host for a file of this name, with its own behind it.
const CANARY: &str = "/ran-";

/// Attachments that do harm where they run; the mark `NAME` stands for their own name. All kinds that browsers know as documents,
/// and some that pass themselves off as something else.
const ATTACHMENTS: [(&str, &str); 12] = [
    (
        "trang.html",
        "<!doctype html><script>new Image().src='/ran-NAME'</script><img src=x onerror=\"this.src='/ran-NAME'\">",
    ),
    (
        "trang.xhtml",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><script>fetch('/ran-NAME')</script></body></html>",
    ),
    (
        "hinh.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"fetch('/ran-NAME')\"><script>fetch('/ran-NAME')</script></svg>",
    ),
    (
        "bang.xml",
        "<?xml version=\"1.0\"?><a xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:script>fetch('/ran-NAME')</h:script></a>",
    ),
    ("kieu.xml", "<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"/ran-NAME\"?><a/>"),
    ("tep.js", "fetch('/ran-NAME')"),
    ("phim.swf", "FWS\u{5}<script>fetch('/ran-NAME')</script>"),
    (
        "vanban.pdf",
        "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL('/ran-NAME'))>>>>endobj\n<script>fetch('/ran-NAME')</script>",
    ),
    ("gia.pdf", "<script>fetch('/ran-NAME')</script><!--%PDF-1.4-->"),
    ("gia.webp", "<script>WEBP=1;fetch('/ran-NAME')</script>"),
    ("gia.avif", "<!--ftypavif0000avif--><script>fetch('/ran-NAME')</script>"),
    ("khong-ro", "   <html><body onload=\"fetch('/ran-NAME')\">"),
];

/// A site whose one document has them all, in a folder of its own; and the addresses of its attachments.
fn site() -> Result<(tempfile::TempDir, PathBuf, Vec<String>)> {
    let folder = tempfile::tempdir()?;
    let (input, site) = (folder.path().join("in"), folder.path().join("site"));
    std::fs::create_dir(&input)?;
    for (name, content) in ATTACHMENTS {
        std::fs::write(input.join(name), content.replace("NAME", name))?;
    }
    let names: Vec<_> = ATTACHMENTS.iter().map(|(name, _)| *name).collect();
    let record = serde_json::json!({ "id": "a", "title": "Tệp", "body": "Có tệp.", "attachments": names });
    std::fs::write(input.join("in.jsonl"), format!("{record}\n"))?;
    output(["build".as_ref(), input.join("in.jsonl").as_os_str(), "-o".as_ref(), site.as_os_str()])?;
    let mut addresses = Vec::new();
    for entry in std::fs::read_dir(site.join("files"))? {
        addresses.push(format!("files/{}", entry?.file_name().to_string_lossy()));
    }
    addresses.sort();
    ensure!(addresses.len() == ATTACHMENTS.len(), "the site carries {addresses:?}");
    Ok((folder, site, addresses))
}

/// Opens an address as a link does. It may turn out to be a download, for whose page a driver would wait in vain.
async fn open(page: &Page, host: &str, address: &str) -> Result<()> {
    page.go(&format!("{host}none")).await?;
    page.run("location.href = arguments[0]", vec![format!("{host}{address}").into()]).await?;
    Ok(())
}

/// Waits until the host was asked for a file, and until what came had time to ask for more.
async fn opened(host: &Host, address: &str) -> Result<()> {
    let (start, path) = (Instant::now(), format!("/{address}"));
    while !host.asked().contains(&path) {
        ensure!(start.elapsed() < PATIENCE, "{address} was never opened");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    Ok(())
}

/// What ran so far.
fn ran(host: &Host) -> Vec<String> {
    host.asked().into_iter().filter(|path| path.starts_with(CANARY)).collect()
}

async fn attachments_do_not_run_where_the_host_sends_no_headers(page: Page) -> Result<()> {
    page.expect_error("");
    let (_folder, site, addresses) = site()?;
    let host = Host::start(&site, "/")?;
    host.say_nothing();
    // Some run if they lie as they are: else the test would find nothing to see.
    let (name, content) = ATTACHMENTS[0];
    host.put("raw.bin", content.replace("NAME", name));
    open(&page, &host.url, "raw.bin").await?;
    opened(&host, &format!("ran-{name}")).await.context("the canary sees nothing even where it should")?;
    page.go(&format!("{}none", host.url)).await?;
    let before = ran(&host).len();
    for address in &addresses {
        open(&page, &host.url, address).await?;
        opened(&host, address).await?;
    }
    let now = ran(&host);
    ensure!(now.len() == before, "these ran: {:?}", &now[before..]);
    Ok(())
}

/// Servers that do not know an ending look into the file. What they take for a page is told by its type.
async fn servers_that_guess_types_take_none_for_a_page(page: Page) -> Result<()> {
    page.expect_error("Failed to load resource");
    let (_folder, site, addresses) = site()?;
    let raw = site.join("raw.bin");
    std::fs::write(&raw, "<!doctype html><title>x</title><script>document.title='ran'</script>")?;
    for program in [Program::Caddy, Program::Apache, Program::Nginx] {
        let host = Recipe::bare(program, &site)?;
        for address in &addresses {
            let heard = ask(&format!("{}{address}", host.url))?;
            let kind = heard.header("content-type").to_owned();
            let is_inert =
                ["application/octet-stream", "application/x-gzip", "application/gzip", "application/pdf"];
            let known = kind.is_empty() || is_inert.iter().any(|inert| kind.starts_with(inert));
            ensure!(known, "{program:?} takes {address} for {kind}");
            ensure!(
                heard.header("content-encoding").is_empty(),
                "{program:?} has {address} unpacked on arrival"
            );
        }
        if program == Program::Caddy {
            // That it guesses at all is why they are compressed.
            open(&page, &host.url, "raw.bin").await?;
            page.wait("a page that was guessed", "return document.title === 'ran'", vec![]).await?;
        }
    }
    Ok(())
}

in_each_browser!(
    attachments_do_not_run_where_the_host_sends_no_headers,
    servers_that_guess_types_take_none_for_a_page,
);
