//! Pictures of every page and state at four widths, light and dark, and a page that shows them side by side, for people to look
//! at. Started by `cargo xtask shots`, which builds the command and says where all of it lies.
//!
//! Nothing is judged here: what must hold of every page is in the tests.
#![allow(clippy::print_stdout, reason = "this is a program that says what it did")]

mod states;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use states::{STATES, State};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use whole_program_tests::{Bounds, Kind, Options, PATIENCE, Page, Served, demo_site, drive_within, output};

/// The sizes: a small telephone, a tablet, a portable computer, a large screen.
const SIZES: [(u32, u32); 4] = [(360, 740), (768, 1024), (1280, 900), (2560, 1440)];
const SCHEMES: [&str; 2] = ["light", "dark"];
/// How long one browser may take for all of its pictures.
const LIMIT: Duration = Duration::from_secs(1800);

fn main() -> Result<()> {
    let mut folder = PathBuf::from("target/shots");
    let (mut kind, mut only) = (Kind::Chromium, Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--firefox" => kind = Kind::Firefox,
            "--out" => folder = words.next().context("--out wants a folder")?.into(),
            name if STATES.iter().any(|state| state.name == name) => only.push(name.to_owned()),
            other => {
                let names: Vec<&str> = STATES.iter().map(|state| state.name).collect();
                anyhow::bail!("there is no state \"{other}\"; the states are {}", names.join(", "));
            }
        }
    }
    std::fs::create_dir_all(&folder)?;
    let site = demo_site()?;
    // Something to compare with: a part of the same sources.
    let other = site.join("khac");
    output([OsStr::new("pack"), OsStr::new("demo/van-ban"), OsStr::new("-o"), other.as_os_str()])?;
    let served = Served::start(site)?;
    let mut failed = Vec::new();
    for scheme in SCHEMES {
        let options = Options { dark: scheme == "dark", ..Options::default() };
        let (url, folder, only) = (served.url.clone(), folder.clone(), only.clone());
        let bounds = Bounds { limit: LIMIT, ..Bounds::default() };
        let missed = drive_within(bounds, kind, &options, "shots", move |page| async move {
            all_in(&page, &url, &folder, scheme, &only).await
        })?;
        failed.extend(missed);
    }
    let overview = folder.join("index.html");
    std::fs::write(&overview, side_by_side(&folder)?)?;
    println!("  {}", overview.display());
    ensure!(failed.is_empty(), "of these there is no true picture:\n{}", failed.join("\n"));
    Ok(())
}

/// All pictures of one scheme; what could not be brought about, in words.
async fn all_in(page: &Page, url: &str, folder: &Path, scheme: &str, only: &[String]) -> Result<Vec<String>> {
    // Two of the states are failures.
    page.expect_error("");
    let mut failed = Vec::new();
    for (width, height) in SIZES {
        resize(page, width, height).await?;
        for state in STATES.iter().filter(|one| only.is_empty() || only.iter().any(|name| name == one.name)) {
            let outcome = reach(page, url, state).await;
            let name = file_name(state.name, width, scheme);
            std::fs::write(folder.join(&name), page.client.screenshot().await?)?;
            if let Err(error) = outcome {
                failed.push(format!("{name}: {error:#}"));
            }
        }
        println!("  {width} pixels, {scheme}");
    }
    Ok(failed)
}

async fn reach(page: &Page, url: &str, state: &State) -> Result<()> {
    page.go(&format!("{url}{}", state.address)).await?;
    // The page as it is before anything is done to it: what the address brings, or else its first controls.
    let ready = "return document.querySelector('#page > *') !== null
        && !document.querySelector('#status').textContent.trim().endsWith('…')";
    page.wait("the page", ready, vec![]).await?;
    still(page).await?;
    if !state.script.is_empty() {
        page.run(state.script, vec![]).await?;
    }
    page.client.wait().at_most(PATIENCE).for_element(Locator::Css(state.shows)).await?;
    still(page).await
}

/// Waits until nothing changes any more: parts of a page come after it.
async fn still(page: &Page) -> Result<()> {
    let script = "return [document.body.innerText.length, document.documentElement.scrollHeight,
        document.querySelectorAll('*').length, [...document.images].filter(one => one.complete).length]";
    let (start, mut before, mut same) = (Instant::now(), json!(null), 0);
    while same < 3 && start.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(120)).await;
        let now = page.run(script, vec![]).await?;
        same = if now == before { same + 1 } else { 0 };
        before = now;
    }
    Ok(())
}

/// Makes the page this large. Windows themselves cannot be as narrow as a telephone.
async fn resize(page: &Page, width: u32, height: u32) -> Result<()> {
    if page.kind == Kind::Chromium {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        page.devtools("Emulation.setDeviceMetricsOverride", &size).await?;
        return Ok(());
    }
    // In Firefox those without toolbars may be, if the screen is large enough.
    let before = page.client.windows().await?;
    let script = format!("open('about:blank', '_blank', 'popup,width={width},height={height}')");
    page.client.execute(&script, vec![]).await?;
    let mut windows = page.client.windows().await?.into_iter();
    let new = windows.find(|one| !before.contains(one)).context("no window of this size opened")?;
    page.client.switch_to_window(new).await?;
    let seen = page.run("return innerWidth", vec![]).await?;
    ensure!(seen == width, "the window is {seen} pixels wide, and not {width}");
    Ok(())
}

fn file_name(state: &str, width: u32, scheme: &str) -> String {
    format!("{state}-{width}-{scheme}.png")
}

/// The overview: a row for each state. It also lists pictures of earlier runs that are still there.
fn side_by_side(folder: &Path) -> Result<String> {
    let mut html = String::from(
        "<!doctype html><meta charset=utf-8><title>Tàng Thư: pictures</title><style>
        body { font: 16px system-ui; background: #777; color: #fff; margin: 1rem }
        section { white-space: nowrap; overflow-x: auto } img { height: 30rem; vertical-align: top; margin: 0 8px 1rem 0 }
        </style><h1>Tàng Thư</h1>",
    );
    for state in STATES {
        write!(html, "<h2>{}</h2><section>", state.name)?;
        for scheme in SCHEMES {
            for (width, _) in SIZES {
                let name = file_name(state.name, width, scheme);
                if folder.join(&name).is_file() {
                    write!(
                        html,
                        "<a href={name}><img loading=lazy src={name} alt='{} at {width} pixels, {scheme}'></a>",
                        state.name
                    )?;
                }
            }
        }
        html += "</section>";
    }
    Ok(html)
}
