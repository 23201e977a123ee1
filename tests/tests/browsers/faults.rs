//! Every kind of file that a visit asks for, with everything that can happen to its answer: what the reader sees, that the rest
//! works, and that trying again heals it.
//!
//! `cargo xtask reliability` lets all of it happen and writes docs/reliability.md. In CI a part of it happens, and must heal.

use anyhow::{Context, Result, ensure};
use fantoccini::wd::TimeoutConfiguration;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use whole_program_tests::{Classes, Fault, Host, Page, in_each_browser, output, scratch};

/// What is tried in CI.
const SOME: [Fault; 3] = [Fault::NotFound, Fault::FlippedBit, Fault::WebPage];
/// How many documents the archive has: so many that lists of frequent words are files of their own.
const DOCUMENTS: usize = 1_500;
/// How long the page may take to say something: it waits for half a minute itself before it speaks of a silent host.
const SILENCE: Duration = Duration::from_secs(50);

/// What is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    All,
    Search,
    Document,
}

impl View {
    fn query(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Search => "?q=phien+cho",
            Self::Document => "?doc=d7",
        }
    }

    /// A script that says whether the view stands.
    fn stands(self) -> &'static str {
        match self {
            Self::All => "document.querySelectorAll('main article').length >= 10",
            Self::Search => "document.querySelectorAll('main article mark').length > 0",
            Self::Document => "document.querySelectorAll('article h1').length === 1",
        }
    }
}

/// A kind of file.
struct Class {
    name: &'static str,
    files: Vec<String>,
    /// What asks for it.
    view: View,
    /// What works all the same.
    rest: Option<View>,
}

/// The site that breaks: made once, with every kind of file.
pub(crate) fn site() -> Result<&'static Path> {
    static SITE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let make = || -> Result<PathBuf> {
        std::fs::create_dir_all(scratch())?;
        let place = scratch().join(format!("faults-{}", std::process::id()));
        let lines: String = (0..DOCUMENTS)
            .map(|n| {
                // Words as frequent as in real texts, none of them twice in the same measure.
                let word = |of: usize| ["phiên chợ", "đường làng", "trường học", "cây cầu", "kênh mương"][(n * of + n / 7) % 5];
                let body = format!("{} {} {} số {}.", word(1).repeat(1 + n % 3), word(2), word(3), n * 37 % 991);
                format!("{}\n", json!({ "id": format!("d{n}"), "title": format!("Tin {n} về {}", word(1)), "date": format!("20{:02}-03-05", n % 25), "section": word(2), "body": body }))
            })
            .collect();
        let input = scratch().join(format!("faults-{}.jsonl", std::process::id()));
        std::fs::write(&input, lines)?;
        output([
            std::ffi::OsStr::new("build"),
            input.as_os_str(),
            std::ffi::OsStr::new("-o"),
            place.as_os_str(),
        ])?;
        Ok(place)
    };
    let made = SITE.get_or_init(|| make().map_err(|error| format!("{error:#}")));
    made.as_deref().map_err(|error| anyhow::anyhow!("{error}")).map(AsRef::as_ref)
}

/// The files of the app that begin and end so.
fn app(begins: &str, ends: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(site()?.join("app"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(begins) && name.ends_with(ends) && !name.contains("_chunk_") {
            found.push(format!("app/{name}"));
        }
    }
    ensure!(!found.is_empty(), "the app has no {begins}…{ends}");
    Ok(found)
}

/// The parts of one kind.
pub(crate) fn parts(kind: &str) -> Result<Vec<String>> {
    let found = Classes::read(site()?, &site()?.join("app"))?.parts(kind);
    ensure!(!found.is_empty(), "the archive has no parts of the kind {kind}");
    Ok(found)
}

/// Says what the page shows: whether the view stands, and every sentence about a failure.
fn look(view: View) -> String {
    format!(
        "const said = [...document.querySelectorAll('[role=alert], .trouble, #trouble-style')].filter(one => one.checkVisibility())
            .map(one => (one.querySelector('h2') ?? one.querySelector('p') ?? one).innerText.trim());
         return [{}, said.join(' '), !!document.getElementById('search'), document.querySelector('footer')?.innerText ?? '']",
        view.stands()
    )
}

/// What was seen when the page had settled.
struct Seen {
    stands: bool,
    sentence: String,
    ours: bool,
    footer: String,
}

async fn look_at(page: &Page, view: View) -> Seen {
    let seen = page.run(&look(view), vec![]).await.unwrap_or_default();
    let text = |at: usize| seen[at].as_str().unwrap_or_default().to_owned();
    Seen {
        stands: seen[0].as_bool().unwrap_or_default(),
        sentence: text(1),
        ours: seen[2].as_bool().unwrap_or_default(),
        footer: text(3),
    }
}

/// Opens an address; what the browser itself complains of is no failure of the test.
async fn open(page: &Page, url: &str) -> bool {
    page.go(url).await.is_ok()
}

/// Waits until the view stands or a sentence about a failure does.
async fn settle(page: &Page, view: View, patience: Duration, footer: bool) -> Seen {
    let start = Instant::now();
    loop {
        let seen = look_at(page, view).await;
        let settled = seen.stands || !seen.sentence.is_empty();
        // What a host sends in place of the page says nothing more after a while.
        let foreign = !seen.ours && start.elapsed() > Duration::from_secs(3) && patience < SILENCE;
        if settled && !(footer && seen.footer.contains('…')) || foreign || start.elapsed() > patience {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A sentence without what differs from one archive or browser to the other: names of parts, reasons in brackets.
fn told(sentence: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for one in sentence.chars() {
        match one {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 => out.push(one),
            _ => {}
        }
    }
    let words = out.split_whitespace().map(|word| {
        let hashed = word.starts_with("parts/") || word.starts_with("app/");
        if hashed {
            word.split_inclusive('/').next().unwrap_or_default().to_owned() + "…"
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ").replace(" .", ".")
}

/// One line of the table, but for the last column, which names the browsers.
async fn suffer(page: &Page, class: &Class, fault: Fault) -> Result<String> {
    let host = Host::start(site()?, "/")?;
    for file in &class.files {
        host.inject(file, fault);
    }
    let (of_worker, url) = (class.name == "service worker", format!("{}{}", host.url, class.view.query()));
    // What the case before left on the screen must not be taken for what this one shows.
    open(page, "about:blank").await;
    let arrived = open(page, &url).await;
    let patience = if fault == Fault::Silence { SILENCE } else { Duration::from_secs(25) };
    let seen = if arrived || fault == Fault::Silence {
        settle(page, class.view, patience, of_worker).await
    } else {
        look_at(page, class.view).await
    };
    let shown = match () {
        () if of_worker && seen.stands => {
            format!("all works; the footer: {}", told(&first_line(&seen.footer)))
        }
        () if seen.stands && seen.sentence.is_empty() => "all works".to_owned(),
        () if seen.stands => format!("all works; {}", told(&seen.sentence)),
        () if !seen.sentence.is_empty() => told(&seen.sentence),
        () if seen.ours => "the page without results, and no sentence".to_owned(),
        () if fault == Fault::Silence => "an empty page, on which the browser waits".to_owned(),
        () if class.name == "page" || !arrived => "what the host sends, or the browser's own page".to_owned(),
        () => "nothing".to_owned(),
    };
    let rest = match class.rest {
        Some(view) if !seen.stands => {
            open(page, &format!("{}{}", host.url, view.query())).await;
            let rest = settle(page, view, Duration::from_secs(25), false).await;
            ensure!(rest.stands, "{} {fault:?}: the rest does not work: {}", class.name, rest.sentence);
            open(page, &url).await;
            settle(page, class.view, patience, of_worker).await;
            match view {
                View::All => "the list",
                View::Search => "search",
                View::Document => "documents",
            }
        }
        _ if seen.stands => "yes",
        _ => "–",
    };
    host.restore();
    let button = "const one = [...document.querySelectorAll('.trouble .ways button')].find(one => one.checkVisibility());
        if (one) one.click(); return !!one";
    let pressed = page.run(button, vec![]).await.unwrap_or_default().as_bool() == Some(true);
    if !pressed {
        open(page, &url).await;
    }
    let healed = settle_well(page, class.view, of_worker).await;
    ensure!(healed.stands, "{} {fault:?}: it does not heal: {}", class.name, healed.sentence);
    if of_worker {
        ensure!(healed.footer.contains("sẵn sàng"), "the footer says {}", healed.footer);
    }
    let back = match () {
        () if seen.stands => "–",
        () if pressed => "the button",
        () => "a reload",
    };
    Ok(format!("| {} | {} | {shown} | {rest} | {back} |", class.name, fault.words()))
}

/// Waits until the view stands and nothing is complained of any more.
async fn settle_well(page: &Page, view: View, footer: bool) -> Seen {
    let start = Instant::now();
    loop {
        let seen = look_at(page, view).await;
        let well = seen.stands && seen.sentence.is_empty() && !(footer && seen.footer.contains('…'));
        if well || start.elapsed() > Duration::from_secs(25) {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn first_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| line.contains("mạng"));
    let line = lines.next_back().unwrap_or_default();
    line.split_once('.').map_or(line, |(first, _)| first).to_owned()
}

/// Lets every fault happen to one kind of file, and writes down or compares what was seen.
async fn suffer_all(page: Page, class: Class) -> Result<()> {
    page.expect_error("");
    let timeouts = TimeoutConfiguration::new(
        Some(Duration::from_secs(30)),
        Some(Duration::from_secs(10)),
        Some(Duration::from_secs(0)),
    );
    page.client.update_timeouts(timeouts).await?;
    let folder = std::env::var_os("TANGTHU_RELIABILITY").map(PathBuf::from);
    let faults: &[Fault] = if folder.is_some() { &Fault::ALL } else { &SOME };
    let mut lines = Vec::new();
    for fault in faults {
        lines.push(suffer(&page, &class, *fault).await.with_context(|| format!("{} {fault:?}", class.name))?);
    }
    if let Some(folder) = folder {
        std::fs::create_dir_all(&folder)?;
        let name = format!("{}-{:?}.txt", class.name.replace(' ', "-"), page.kind);
        return Ok(std::fs::write(folder.join(name), lines.join("\n") + "\n")?);
    }
    let told = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reliability.md"))?;
    // On a busy machine a page may still be waiting where the table has its sentence, so here only the rows are compared: that
    // each fault heals was seen above, and the words are compared where the table is made.
    for line in lines {
        let row: String = line.split_inclusive('|').take(3).collect();
        ensure!(
            told.lines().any(|one| one.starts_with(&row)),
            "docs/reliability.md has no row for this; run `cargo xtask reliability`:\n{line}"
        );
    }
    Ok(())
}

macro_rules! classes {
    ($($test:ident: $name:literal, $files:expr, $view:ident, $rest:expr;)+) => {
        $(async fn $test(page: Page) -> Result<()> {
            suffer_all(page, Class { name: $name, files: $files, view: View::$view, rest: $rest }).await
        })+
        in_each_browser!($($test),+);
    };
}

classes! {
    the_page: "page", vec!["index.html".to_owned()], All, None;
    the_first_script: "first script", app("boot-", ".js")?, All, None;
    the_script_of_the_page: "script of the page", app("tangthu-viewer-", ".js")?, All, None;
    the_program_of_the_page: "program of the page", app("tangthu-viewer_bg-", ".wasm")?, All, None;
    the_script_of_the_worker: "script of the worker", app("worker-", ".js")?, All, None;
    the_program_of_the_worker: "program of the worker", app("tangthu-worker_bg-", ".wasm")?, All, None;
    the_style_sheet: "style sheet", app("style-", ".css")?, All, None;
    the_service_worker: "service worker", vec!["sw.js".to_owned()], All, None;
    the_manifest: "manifest", vec!["archive.json".to_owned()], All, None;
    the_tables: "tables", parts("tables")?, All, None;
    the_dictionary: "dictionary", parts("dictionary")?, Search, Some(View::All);
    the_lists: "lists", parts("lists")?, Search, Some(View::All);
    the_columns: "columns", parts("columns")?, All, Some(View::Document);
    the_cards: "cards", parts("cards")?, All, Some(View::Document);
    the_texts: "texts", parts("texts")?, Document, Some(View::All);
}
