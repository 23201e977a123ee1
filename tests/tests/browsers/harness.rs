//! That the tests themselves see what they claim to see: a narrow page is narrow, dark is dark, what is sent is counted.

use anyhow::{Result, ensure};
use serde_json::json;
use std::time::Duration;
use whole_program_tests::{Host, Kind, Options, Page, in_each_browser};

const EVERYTHING_ODD: Options = Options { dark: true, no_wasm: true, narrow: true };

async fn the_browser_is_set_up_as_asked(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let host = Host::start(folder.path(), "/")?;
    host.put("index.html", "<!doctype html><link rel=icon href='data:,'><title>x</title><p>x");
    page.go(&host.url).await?;
    let script =
        "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, typeof WebAssembly]";
    let seen = page.run(script, vec![]).await?;
    ensure!(seen == json!([360, true, "undefined"]), "width, dark, WebAssembly are {seen}");
    Ok(())
}

async fn what_is_typed_arrives_and_what_is_sent_is_counted(page: Page) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let host = Host::start(folder.path(), "/")?;
    let html = "<!doctype html><link rel=icon href='data:,'><title>x</title><input type=search>";
    host.put("index.html", html);
    host.put("parts/a.bin", [0; 5_000]);
    page.go(&host.url).await?;
    page.type_at("quận ủy Đ", Duration::from_millis(5)).await?;
    let typed = page.run("return document.querySelector('input').value", vec![]).await?;
    ensure!(typed == json!("quận ủy Đ"), "the box holds {typed}");
    let script =
        "const done = arguments[0]; fetch('parts/a.bin').then(one => one.arrayBuffer()).then(() => done(1))";
    page.client.execute_async(script, vec![]).await?;
    let sent: Vec<(String, u64)> = host.sent().into_iter().map(|one| (one.path, one.bytes)).collect();
    let expected = [("index.html".to_owned(), html.len() as u64), ("parts/a.bin".to_owned(), 5_000)];
    ensure!(sent == expected, "sent were {sent:?}");
    if page.kind == Kind::Chromium && cfg!(target_os = "linux") {
        let memory = page.memory()?;
        ensure!(memory.own > 1_000_000 && memory.resident > memory.own, "the memory is {memory:?}");
    }
    Ok(())
}

in_each_browser!(what_is_typed_arrives_and_what_is_sent_is_counted);
in_each_browser!(everything_odd, EVERYTHING_ODD => the_browser_is_set_up_as_asked);
