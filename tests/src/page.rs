//! A page in a browser, asked and handled as a reader would: what it shows, what it says, what is clicked and typed.

use crate::command::scratch;
use crate::{Kind, PATIENCE, answer, numbers};
use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The ids of the results on the page, in order.
const RESULTS: &str = "return [...document.querySelectorAll('main article a[href*=\"doc=\"]')]
    .map(link => new URL(link.href).searchParams.get('doc'))
    .filter((id, at, all) => id && all.indexOf(id) === at)";

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The WebDriver connection, for what this type has no words for.
    pub client: Client,
    /// The browser.
    pub kind: Kind,
    pub(crate) expected: Rc<RefCell<Vec<&'static str>>>,
    /// What the driver and the browser write.
    pub(crate) log: PathBuf,
    /// The group of processes that the driver and the browser form.
    pub(crate) group: u32,
}

impl Page {
    pub(crate) fn new(client: Client, kind: Kind, log: PathBuf, group: u32) -> Self {
        Self { client, kind, expected: Rc::default(), log, group }
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn go(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// Runs a script in the page and returns what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Asks `script` again and again until it returns something that is neither null, false, 0 nor empty; returns that.
    ///
    /// # Errors
    /// When that does not happen in time; `what` says what was awaited.
    pub async fn wait(&self, what: &str, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let start = Instant::now();
        let mut last = Ok(Value::Null);
        while start.elapsed() < PATIENCE {
            // Between two pages a script may fail; what counts is whether one succeeds in time.
            last = self.run(script, arguments.clone()).await;
            if let Ok(value) = &last
                && is_something(value)
            {
                return Ok(value.clone());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("waited in vain for {what}; last answer: {last:?}")
    }

    /// Waits until the status region says something that is not "in progress", which is written with an ellipsis.
    ///
    /// # Errors
    /// When the page does not get that far.
    pub async fn ready(&self) -> Result<()> {
        let script = "const said = document.querySelector('[role=status]')?.textContent.trim();
            return said && !said.endsWith('…')";
        self.wait("the page to be ready", script, vec![]).await.map(drop)
    }

    /// Waits until the page says that nothing was found and shows no results.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_for_nothing(&self) -> Result<()> {
        self.ready().await?;
        let script = "return document.querySelectorAll('main article').length === 0
            && !/[1-9]/.test(document.querySelector('[role=status]').textContent)";
        self.wait("no results", script, vec![]).await.map(drop)
    }

    /// The box for searching.
    ///
    /// # Errors
    /// When there is none.
    pub async fn search_box(&self) -> Result<Element> {
        let selector = "input[type=search], [role=searchbox]";
        Ok(self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await?)
    }

    /// Types a query into the box in place of what is there, presses Enter, and waits until the page of the sample archive
    /// shows what the command answers.
    ///
    /// # Errors
    /// When there is no box, the address does not come to hold the query, or the answer differs.
    pub async fn search(&self, query: &str) -> Result<()> {
        let field = self.search_box().await?;
        field.clear().await?;
        field.send_keys(query).await?;
        field.send_keys("\u{e007}").await?;
        let script = "return new URL(location).searchParams.get('q') === arguments[0]";
        self.wait("the query in the address", script, vec![json!(query)]).await?;
        let (total, ids) = answer(query)?;
        if total == 0 {
            return self.wait_for_nothing().await;
        }
        self.wait_for_results(&ids).await.with_context(|| query.to_owned())?;
        self.wait_for_total(total).await.with_context(|| query.to_owned())
    }

    /// Presses a key, wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn press(&self, key: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value: key });
        Ok(self.client.perform_actions(keys.then(KeyAction::Up { value: key })).await?)
    }

    /// Loads the page anew, as the browser's own button does. (Firefox's driver has a command for it that also passes by
    /// service workers.)
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn reload(&self) -> Result<()> {
        self.run("window.before = true; location.reload()", vec![]).await?;
        self.wait("the page to load anew", "return window.before === undefined", vec![]).await.map(drop)
    }

    /// The ids of the results shown, in order.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn results(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.run(RESULTS, vec![]).await?)?)
    }

    /// Waits until the first results are exactly these.
    ///
    /// # Errors
    /// When they do not become so; the error tells what they are.
    pub async fn wait_for_results(&self, ids: &[String]) -> Result<()> {
        let script = format!(
            "const shown = (() => {{ {RESULTS} }})(); const wanted = arguments[0];
             return wanted.length > 0 && wanted.every((id, at) => shown[at] === id)"
        );
        let waited = self.wait("results", &script, vec![json!(ids)]).await;
        if let Err(error) = waited {
            return Err(error.context(format!("expected {ids:?}, shown are {:?}", self.results().await?)));
        }
        Ok(())
    }

    /// What the status region says.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn status(&self) -> Result<String> {
        let script =
            "return [...document.querySelectorAll('[role=status]')].map(one => one.textContent).join(' | ')";
        Ok(self.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the first number in the status region is `total`.
    ///
    /// # Errors
    /// When it does not become so.
    pub async fn wait_for_total(&self, total: usize) -> Result<()> {
        let start = Instant::now();
        loop {
            let status = self.status().await.unwrap_or_default();
            if numbers(&status).first() == Some(&total) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!("the status says \"{status}\", not {total}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page shows one article with one headline, and returns the headline.
    ///
    /// # Errors
    /// When it does not.
    pub async fn article(&self) -> Result<String> {
        let script = "const articles = document.querySelectorAll('article');
            const heads = document.querySelectorAll('article h1');
            return articles.length === 1 && heads.length === 1 && heads[0].textContent.trim()";
        let title = self.wait("one article with one h1", script, vec![]).await?;
        Ok(title.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a sentence about a failure, and returns it.
    ///
    /// # Errors
    /// When none comes.
    pub async fn alert(&self) -> Result<String> {
        // `.trouble` are the sentences that stand in the page itself, for when no program is there to say anything.
        let script = "return [...document.querySelectorAll('[role=alert], .trouble')]
            .filter(one => one.checkVisibility()).map(one => one.innerText.trim()).join(' ')";
        let sentence = self.wait("a sentence about the failure", script, vec![]).await?;
        Ok(sentence.as_str().unwrap_or_default().to_owned())
    }

    /// Opens the first result and waits for the article; returns its headline.
    ///
    /// # Errors
    /// When there is no result, or it does not open.
    pub async fn open_first(&self) -> Result<String> {
        self.wait(
            "a result",
            "return document.querySelector('main article a[href*=\"doc=\"]') !== null",
            vec![],
        )
        .await?;
        self.client.find(Locator::Css("main article a[href*='doc=']")).await?.click().await?;
        self.article().await
    }

    /// The value of one field of the address.
    ///
    /// # Errors
    /// When the browser does not tell the address.
    pub async fn parameter(&self, name: &str) -> Result<Option<String>> {
        let url = self.client.current_url().await?;
        Ok(url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()))
    }

    /// Waits until a service worker is active, has the whole app, and what the archive's reader fetched is kept.
    ///
    /// # Errors
    /// When that does not come about.
    pub async fn ready_for_offline(&self) -> Result<()> {
        let script = "const done = arguments[arguments.length - 1];
            (async () => {
                const registration = await navigator.serviceWorker.getRegistration();
                if (!registration || !registration.active) return 'no active service worker';
                const names = await caches.keys();
                if (!names.some(name => name.startsWith('tangthu-app-'))) return 'no app in ' + names;
                const kept = await (await caches.open('tangthu-parts')).keys();
                const archives = await (await caches.open('tangthu-archives')).keys();
                if (archives.length === 0) return 'no archive kept';
                return kept.length;
            })().then(done, error => done(String(error)))";
        let start = Instant::now();
        let mut before = Value::Null;
        loop {
            let now = self.client.execute_async(script, vec![]).await?;
            // The number of parts must stand still: the last one may be on its way into the cache.
            if now.as_u64().is_some_and(|kept| kept > 0) && now == before {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!("not ready to be read offline: {now}");
            }
            before = now;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    /// Faults of accessibility that axe-core finds in the page as it stands, a line each.
    ///
    /// # Errors
    /// When axe-core is not there or does not run.
    pub async fn accessibility_faults(&self) -> Result<Vec<String>> {
        let path = std::env::var_os("TANGTHU_AXE")
            .context("TANGTHU_AXE is not set; run `cargo xtask test browsers`")?;
        let axe = std::fs::read_to_string(path)?;
        let script = format!(
            "{axe}\nconst done = arguments[arguments.length - 1];
             axe.run(document, {{ resultTypes: ['violations'] }}).then(
                result => done(result.violations.flatMap(one => one.nodes.map(
                    node => one.id + ': ' + one.help + ': ' + node.html.slice(0, 200) + ' ' + (node.failureSummary || '').replace(/\\s+/g, ' ')))),
                error => done(['axe-core failed: ' + error]))"
        );
        Ok(serde_json::from_value(self.client.execute_async(&script, vec![]).await?)?)
    }

    /// How light the page's background is: 0 black, 1 white.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn lightness(&self) -> Result<f64> {
        let script =
            "for (let one = document.querySelector('main') ?? document.body; one; one = one.parentElement) {
                const parts = getComputedStyle(one).backgroundColor.match(/[\\d.]+/g).map(Number);
                if (parts.length === 3 || parts[3] > 0) return (parts[0] + parts[1] + parts[2]) / 765;
            }
            return 1";
        self.run(script, vec![]).await?.as_f64().context("the background has no colour")
    }

    /// The folder into which the browser saves what a page hands out.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        crate::browser::downloads_beside(&self.log)
    }

    /// Keeps a picture of the page among the files of the tests.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = scratch().join("pictures");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}-{:?}.png", self.kind).to_lowercase());
        std::fs::write(&path, self.client.screenshot().await?)?;
        Ok(path)
    }

    /// Says that errors that hold `text` are part of the test; every error does, if it is empty.
    pub fn expect_error(&self, text: &'static str) {
        self.expected.borrow_mut().push(text);
    }

    /// What the page looks like, for the report of a test that failed.
    pub(crate) async fn describe(&self, picture: &str) -> String {
        let url = self.client.current_url().await.map(String::from).unwrap_or_default();
        let text = self.run("return document.body.innerText.slice(0, 600)", vec![]).await.unwrap_or_default();
        let picture = self.picture(picture).await.map(|path| path.display().to_string()).unwrap_or_default();
        let console = self.complaints().await.unwrap_or_default().join("\n");
        format!(
            "at {url}\npicture: {picture}\nthe page says: {}\nconsole: {console}\n",
            text.as_str().unwrap_or_default()
        )
    }

    /// A command of Chromium's developer tools.
    ///
    /// # Errors
    /// When the browser is not Chromium, or refuses.
    pub async fn devtools(&self, method: &str, parameters: &Value) -> Result<Value> {
        self.command("goog/cdp/execute", &json!({ "cmd": method, "params": parameters })).await
    }

    pub(crate) async fn command(&self, path: &'static str, body: &Value) -> Result<Value> {
        Ok(self.client.issue_cmd(DriverCommand { path, body: body.to_string() }).await?)
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Bool(true) | Value::Object(_) => true,
    }
}

/// A command that only one driver knows.
#[derive(Debug)]
struct DriverCommand {
    path: &'static str,
    body: String,
}

impl WebDriverCompatibleCommand for DriverCommand {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.clone()))
    }
}
