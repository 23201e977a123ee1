//! Starting Chromium and Firefox, each with a new profile and its own driver, and running one test in them.

use crate::command::scratch;
use crate::{Child, Page, free_port};
use anyhow::{Context, Result, anyhow};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
}

/// How a browser is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The reader's system is set to dark colours.
    pub dark: bool,
    /// The browser has no WebAssembly.
    pub no_wasm: bool,
    /// The window is as narrow as a small telephone: 360 pixels.
    pub narrow: bool,
}

/// How far a session in a browser may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// A session that takes longer than this hangs.
    pub limit: Duration,
    /// How many connections to one host Firefox may hold at once. Over plain http browsers hold six, while real hosts speak
    /// HTTP/2, which has no such bound. Chromium cannot be told.
    pub connections: u16,
}

impl Default for Bounds {
    fn default() -> Self {
        // A run that tries everything, outside CI, says how much longer it takes.
        let seconds = std::env::var("TANGTHU_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
        Self { limit: Duration::from_secs(seconds.unwrap_or(300)), connections: 6 }
    }
}

/// What Chromium's driver says of a page whose process died.
const CRASHED: &str = "tab crashed";

/// Runs `test` in a new browser. Afterwards the console must hold no error that the test did not expect. Where the browser's own
/// process died, the test is run once more, and standard error says so: what kills it each time is a fault, what kills it once in
/// thousands of pages is the browser's.
///
/// # Errors
/// When the browser does not start, the test fails, or the page complained.
pub fn drive<T, F>(kind: Kind, options: &Options, name: &str, test: T) -> Result<()>
where
    T: Fn(Page) -> F,
    F: Future<Output = Result<()>> + 'static,
{
    let run = || drive_within(Bounds::default(), kind, options, name, &test);
    run().or_else(|error| match format!("{error:?}").contains(CRASHED) {
        true => {
            // Past the harness, which keeps to itself what a test prints that succeeds.
            let _ = writeln!(std::io::stderr(), "note: {kind:?} died in {name}, which is run again");
            run().context("the browser died before, too")
        }
        false => Err(error),
    })
}

/// As [`drive`], within other bounds, and with what the session finds out as the result.
///
/// # Errors
/// As [`drive`].
pub fn drive_within<T, F, R>(bounds: Bounds, kind: Kind, options: &Options, name: &str, test: T) -> Result<R>
where
    T: FnOnce(Page) -> F,
    F: Future<Output = Result<R>> + 'static,
    R: 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let browser = Browser::start(kind, options, bounds).await?;
        let page = browser.page(kind);
        let mut test = Box::pin(test(page.clone()));
        let steps = std::future::poll_fn(move |context| {
            crate::complaints::go_on();
            test.as_mut().poll(context)
        });
        // As a task of its own, so that a panic in the test is caught here and the browser still closed.
        let outcome = tokio::task::spawn_local(tokio::time::timeout(bounds.limit, steps)).await;
        let mut result = match outcome {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(anyhow!("the test took longer than {} s", bounds.limit.as_secs())),
            Err(panic) => Err(anyhow!("{panic}")),
        };
        if let Ok(found) = result {
            result = page.complaints().await.and_then(|complaints| match complaints.is_empty() {
                true => Ok(found),
                false => Err(anyhow!("the console holds errors:\n{}", complaints.join("\n"))),
            });
        }
        if result.is_err() {
            let picture = format!("failed-{name}");
            let seen = page.describe(&picture).await;
            result = result.context(seen);
        }
        browser.close().await;
        result
    })
}

/// A browser with its driver. Fields drop in this order: the profile goes last.
struct Browser {
    client: Client,
    /// What the driver and the browser write. Firefox writes the errors of pages there, too.
    log: PathBuf,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    async fn start(kind: Kind, options: &Options, bounds: Bounds) -> Result<Self> {
        std::fs::create_dir_all(scratch())?;
        let profile = tempfile::Builder::new().prefix("profile-").tempdir_in(scratch())?;
        let port = free_port()?;
        let mut command = match kind {
            Kind::Chromium => {
                let mut command = Command::new(program("TANGTHU_CHROMEDRIVER", "chromedriver"));
                command.arg(format!("--port={port}"));
                command
            }
            Kind::Firefox => {
                let mut command = Command::new(program("TANGTHU_GECKODRIVER", "geckodriver"));
                command.args(["--port", &port.to_string(), "--websocket-port", &free_port()?.to_string()]);
                command.arg("--profile-root").arg(profile.path());
                command
            }
        };
        // Both leave files where temporary ones go; there they vanish with the profile.
        let log = profile.path().join("driver.log");
        let output = std::fs::File::create(&log)?;
        command.env("TMPDIR", profile.path()).stderr(output.try_clone()?).stdout(output);
        let mut driver = Child::start(&mut command)?;
        driver.wait_for(SocketAddr::from(([127, 0, 0, 1], port)))?;
        let downloads = downloads_beside(&log);
        std::fs::create_dir_all(&downloads)?;
        let capabilities = match kind {
            Kind::Chromium => chromium(options, profile.path(), &downloads),
            Kind::Firefox => firefox(options, bounds, &downloads),
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .with_context(|| format!("{kind:?} does not start"))?;
        let browser = Self { client, log, driver, _profile: profile };
        browser.client.set_window_size(1280, 900).await?;
        if options.narrow {
            browser.make_narrow(kind).await?;
        }
        Ok(browser)
    }

    fn page(&self, kind: Kind) -> Page {
        Page::new(self.client.clone(), kind, self.log.clone(), self.driver.id())
    }

    /// Makes the page as wide as that of a small telephone. Windows themselves cannot be made that narrow.
    async fn make_narrow(&self, kind: Kind) -> Result<()> {
        if kind == Kind::Chromium {
            let metrics = json!({ "width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": false });
            let page = self.page(kind);
            page.devtools("Emulation.setDeviceMetricsOverride", &metrics).await?;
            return Ok(());
        }
        // A window without toolbars may be narrow in Firefox.
        let before = self.client.window().await?;
        self.client.execute("open('about:blank', '_blank', 'popup,width=360,height=740')", vec![]).await?;
        let windows = self.client.windows().await?;
        let popup =
            windows.into_iter().find(|window| *window != before).context("no narrow window opened")?;
        Ok(self.client.switch_to_window(popup).await?)
    }

    async fn close(self) {
        // If it no longer answers, dropping the driver ends it.
        let _ = tokio::time::timeout(Duration::from_secs(10), self.client.close()).await;
    }
}

/// Where files go that a page hands out: beside what the browser writes.
pub(crate) fn downloads_beside(log: &Path) -> PathBuf {
    log.with_file_name("downloads")
}

fn program(variable: &str, name: &str) -> std::ffi::OsString {
    std::env::var_os(variable).unwrap_or_else(|| name.into())
}

fn chromium(options: &Options, profile: &Path, downloads: &Path) -> Map<String, Value> {
    let mut arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        // Plain http must stay plain: one of the tests is about it.
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.join("chromium").display()));
    if options.dark {
        arguments.push("--force-dark-mode".to_owned());
    }
    if options.no_wasm {
        arguments.push("--js-flags=--jitless".to_owned());
    }
    let capabilities = json!({
        "browserName": "chrome",
        "pageLoadStrategy": "eager",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "binary": text(&program("TANGTHU_CHROMIUM", "/usr/bin/chromium")), "args": arguments,
            "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
        },
    });
    object(capabilities)
}

fn firefox(options: &Options, bounds: Bounds, downloads: &Path) -> Map<String, Value> {
    let preferences = json!({
        // Errors of pages are written to the browser's output, where the harness looks for them.
        "browser.dom.window.dump.enabled": true,
        "dom.security.https_first": false,
        "dom.security.https_first_schemeless": false,
        "dom.security.https_only_mode": false,
        // 0 dark, 1 light.
        "layout.css.prefers-color-scheme.content-override": if options.dark { 0 } else { 1 },
        "javascript.options.wasm": !options.no_wasm,
        "dom.disable_open_during_load": false,
        // Tab also reaches links, as it does outside tests.
        "accessibility.tabfocus": 7,
        // Files are saved without a question, into a folder of the test's.
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "network.http.max-persistent-connections-per-server": bounds.connections,
    });
    let capabilities = json!({
        "browserName": "firefox",
        "pageLoadStrategy": "eager",
        "moz:firefoxOptions": {
            "binary": text(&program("TANGTHU_FIREFOX", "/usr/bin/firefox-esr")),
            "args": ["-headless"],
            "prefs": preferences,
        },
    });
    object(capabilities)
}

fn text(value: &std::ffi::OsStr) -> String {
    value.to_string_lossy().into_owned()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
