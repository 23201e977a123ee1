//! That the tests themselves see what they claim to see: a narrow page is narrow, dark is dark.

use anyhow::{Result, ensure};
use serde_json::json;
use whole_program_tests::{Host, Options, Page, in_each_browser};

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

in_each_browser!(everything_odd, EVERYTHING_ODD => the_browser_is_set_up_as_asked);
