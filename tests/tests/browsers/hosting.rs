//! The hosts of docs/hosting.md, set up by the recipes that stand there: what they send, and that search, reading and
//! reading offline work on them. Hosts without a recipe are in `hosts.rs`.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::Locator;
use std::collections::BTreeMap;
use std::path::Path;
use whole_program_tests::{
    Heard, Host, Nginx, Page, Program, Recipe, Served, ask, demo_documents, demo_site, in_each_browser,
};

/// The headers in which a recipe must agree with `tangthu serve`.
const HEADERS: [&str; 5] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cache-control",
];

/// The media type without what stands behind it. Both names of JavaScript are right.
fn media_type(heard: &Heard) -> &str {
    let written = heard.header("content-type").split(';').next().unwrap_or_default();
    if written == "application/javascript" { "text/javascript" } else { written }
}

/// Files of the site, one of each ending that has rules of its own.
fn samples() -> Result<Vec<String>> {
    let mut found = vec![String::new()];
    found.extend(
        ["index.html", "sw.js", "archive.json", "manifest.webmanifest", "icon.svg"].map(str::to_owned),
    );
    for (folder, ending) in [("app", "js"), ("app", "wasm"), ("app", "css"), ("parts", "bin")] {
        let entries = std::fs::read_dir(demo_site()?.join(folder))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut fitting: Vec<_> =
            names.filter(|name| Path::new(name).extension().is_some_and(|e| e == ending)).collect();
        fitting.sort();
        let first = fitting.first().with_context(|| format!("the site has no {folder}/*.{ending}"))?;
        found.push(format!("{folder}/{first}"));
    }
    Ok(found)
}

/// What the host sends is what `tangthu serve` sends.
fn compare_headers(url: &str) -> Result<()> {
    let served = Served::demo()?;
    for path in samples()? {
        let (theirs, ours) = (ask(&format!("{url}{path}"))?, ask(&format!("{}{path}", served.url))?);
        ensure!(theirs.status == 200, "/{path} is answered with {}", theirs.status);
        for name in HEADERS {
            let (theirs, ours) = (theirs.header(name), ours.header(name));
            ensure!(theirs == ours, "/{path}: {name} is \"{theirs}\", of `tangthu serve` \"{ours}\"");
        }
        let (theirs_is, ours_is) = (media_type(&theirs), media_type(&ours));
        ensure!(theirs_is == ours_is, "/{path} is {theirs_is}, of `tangthu serve` {ours_is}");
        let compressed = theirs.header("content-encoding");
        let worth_it =
            [".js", ".wasm", ".css"].iter().any(|ending| path.ends_with(ending)) && path.starts_with("app/");
        ensure!(!worth_it || compressed == "gzip", "/{path} comes uncompressed");
        // Nobody may decode a part on its way: its bytes are what its hash is of.
        ensure!(!path.starts_with("parts/") || compressed.is_empty(), "/{path} is compressed twice");
    }
    for path in ["parts/none.bin", "app/none.js", "none", ".git/config"] {
        let missing = ask(&format!("{url}{path}"))?;
        ensure!(missing.status == 404, "/{path} is answered with {}", missing.status);
        ensure!(
            !missing.header("cache-control").contains("immutable"),
            "that /{path} is missing is kept for ever"
        );
        ensure!(!missing.header("content-security-policy").is_empty(), "/{path} comes without a policy");
    }
    Ok(())
}

/// Search, read, and read again after the host has gone.
async fn use_it<S>(page: &Page, url: &str, host: S) -> Result<()> {
    page.go(url).await?;
    page.wait_for_total(demo_documents()?).await?;
    page.search("thu tuc hanh chinh").await?;
    let title = page.open_first().await?;
    page.ready_for_offline().await?;
    drop(host);
    page.expect_error("Failed to load resource");
    page.reload().await?;
    let again = page.article().await?;
    ensure!(again == title, "offline the page shows {again}, not {title}");
    Ok(())
}

/// Whether the site at `url` shows inside a page of another site.
async fn can_be_framed(page: &Page, url: &str) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let other = Host::start(folder.path(), "/")?;
    let html = format!(
        "<!doctype html><link rel=icon href='data:,'><title>x</title><iframe src=\"{url}\"></iframe>"
    );
    other.put("index.html", html);
    page.go(&other.url).await?;
    page.wait("the whole page", "return document.readyState === 'complete'", vec![]).await?;
    page.client.find(Locator::Css("iframe")).await?.enter_frame().await?;
    // A page that was refused may not even take scripts.
    let seen = page.run("return document.querySelector('#search') !== null", vec![]).await;
    page.client.enter_parent_frame().await?;
    Ok(seen.is_ok_and(|seen| seen == true))
}

async fn recipe(page: Page, program: Program) -> Result<()> {
    let host = Recipe::start(program, demo_site()?)?;
    compare_headers(&host.url)?;
    page.expect_error("frame-ancestors");
    ensure!(!can_be_framed(&page, &host.url).await?, "another site can show this one in a frame");
    let url = host.url.clone();
    use_it(&page, &url, host).await
}

async fn nginx_as_its_recipe_says(page: Page) -> Result<()> {
    recipe(page, Program::Nginx).await
}

async fn apache_as_its_recipe_says(page: Page) -> Result<()> {
    recipe(page, Program::Apache).await
}

async fn caddy_as_its_recipe_says(page: Page) -> Result<()> {
    recipe(page, Program::Caddy).await
}

/// As on GitHub Pages or in a folder that someone else administers: no header of ours, and all works.
async fn apache_and_caddy_without_a_recipe(page: Page) -> Result<()> {
    for program in [Program::Apache, Program::Caddy] {
        let host = Recipe::bare(program, demo_site()?)?;
        let heard = ask(&host.url)?;
        ensure!(heard.header("content-security-policy").is_empty(), "a bare host sends a policy");
        ensure!(
            can_be_framed(&page, &host.url).await?,
            "the test of frames sees nothing even where all are let in"
        );
        let url = host.url.clone();
        use_it(&page, &url, host).await.with_context(|| format!("{program:?}"))?;
    }
    Ok(())
}

/// Old servers do not know WebAssembly; browsers then cannot compile it on the way, and load it another way.
async fn a_host_that_does_not_know_web_assembly(page: Page) -> Result<()> {
    let types =
        "text/html html;\ntext/css css;\napplication/javascript js;\nimage/svg+xml svg;\nimage/png png;";
    let host = Nginx::with_types(demo_site()?, types, "default_type application/octet-stream;")?;
    let wasm = samples()?.into_iter().find(|path| path.ends_with(".wasm")).context("the site has no wasm")?;
    let heard = ask(&format!("{}{wasm}", host.url))?;
    ensure!(media_type(&heard) == "application/octet-stream", "the host knows wasm");
    page.go(&format!("{}?view=help", host.url)).await?;
    page.wait("a page from a chunk", "return !!document.querySelector('.room h1')", vec![]).await?;
    let url = host.url.clone();
    use_it(&page, &url, host).await
}

/// The rows of the table in docs/hosting.md whose heading begins with `heading`: the file names, and what is set for them.
fn table(heading: &str) -> Result<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hosting.md"))?;
    let mut rows = text.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
    let mut found = BTreeMap::new();
    for row in rows.by_ref().take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let [_, names, value, ..] = cells.as_slice() else { bail!("\"{row}\" is no row of two cells") };
        for name in names.split(", ") {
            found.insert(name.trim_matches('`').to_owned(), (*value).to_owned());
        }
    }
    ensure!(!found.is_empty(), "docs/hosting.md has no table \"{heading}\"");
    Ok(found)
}

/// A store that knows nothing but what the table tells its owner to set.
async fn a_store_with_the_types_of_the_table(page: Page) -> Result<()> {
    let (types, caching) = (table("| Files | Content-Type")?, table("| Files | Cache-Control")?);
    let endings: BTreeMap<_, _> =
        types.iter().filter_map(|(name, value)| Some((name.strip_prefix("*.")?, value.as_str()))).collect();
    let mut folders = vec![demo_site()?.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if let Some(ending) = ending {
                ensure!(endings.contains_key(ending), "the table says nothing of {}", path.display());
            }
        }
    }
    let mut lines: String = endings
        .iter()
        .map(|(ending, kind)| {
            let (kind, _) = kind.split_once(';').unwrap_or((kind, ""));
            format!("{kind} {ending};\n")
        })
        .collect();
    lines.truncate(lines.trim_end().len());
    let others = caching.get("all others").context("the table says nothing of all others")?;
    let mut more =
        format!("default_type binary/octet-stream;\ngzip off;\nadd_header Cache-Control \"{others}\";\n");
    for (folder, value) in caching.iter().filter_map(|(name, value)| Some((name.strip_suffix("/*")?, value)))
    {
        more.push_str(&format!("location /{folder}/ {{ add_header Cache-Control \"{value}\"; }}\n"));
    }
    let host = Nginx::with_types(demo_site()?, &lines, &more)?;
    let served = Served::demo()?;
    for path in samples()? {
        let (theirs, ours) = (ask(&format!("{}{path}", host.url))?, ask(&format!("{}{path}", served.url))?);
        for (theirs, ours) in [
            (media_type(&theirs), media_type(&ours)),
            (theirs.header("cache-control"), ours.header("cache-control")),
        ] {
            ensure!(theirs == ours, "/{path}: the table says \"{theirs}\", `tangthu serve` \"{ours}\"");
        }
    }
    let url = host.url.clone();
    use_it(&page, &url, host).await
}

in_each_browser!(
    nginx_as_its_recipe_says,
    apache_as_its_recipe_says,
    caddy_as_its_recipe_says,
    apache_and_caddy_without_a_recipe,
    a_host_that_does_not_know_web_assembly,
    a_store_with_the_types_of_the_table,
);
