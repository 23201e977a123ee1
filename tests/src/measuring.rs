//! What a page costs its reader: keys typed at a steady pace, times that the program records of itself, and the memory of the
//! tab. The benchmarks ask for these; tests assert no times.

use crate::Page;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// The memory of a tab, in bytes, by the kernel's count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// What belongs to the tab alone: anonymous memory, also where it was swapped out. Chromium's own task manager shows this.
    pub own: u64,
    /// All that is in memory, the program's code and other shared pages included.
    pub resident: u64,
}

/// Puts a script before that of each worker. It tells the page, on a channel of its own, for each message how long it was until one
/// went out, by the worker's clock; the page keeps that beside when it sent the message, by its own: in a long session the two clocks
/// drift apart. A module's imports run before anything is handed to it, so it misses none.
const WATCH: &str = "const channel = 'worked', sent = [];
    window.worked = [];
    new BroadcastChannel(channel).onmessage = ({ data: [nth, took] }) => window.worked.push([sent[nth], took]);
    const watch = `let nth = -1, came = null;
        const channel = new BroadcastChannel('${channel}'), post = self.postMessage.bind(self);
        addEventListener('message', () => { nth += 1; came = performance.now(); }, true);
        self.postMessage = (...message) => {
            if (came !== null) channel.postMessage([nth, performance.now() - came]);
            came = null;
            post(...message);
        };`;
    const file = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    window.Worker = class extends Worker {
        constructor(address, options) {
            const program = new URL(address, location).href;
            super(file(`import '${file(watch)}'; import '${program}';`), options);
        }
        postMessage(...message) {
            sent.push(performance.now());
            super.postMessage(...message);
        }
    };";

impl Page {
    /// Puts the keyboard at the end of the search box and types `text` there, a key every `pace`; returns the time from one key
    /// to the next, the mean of all, as it really was. Keys are struck by the clock: what one takes does not delay the next, or
    /// a busy machine would make a slow reader.
    ///
    /// # Errors
    /// When there is no box, or the browser refuses.
    pub async fn type_at(&self, text: &str, pace: Duration) -> Result<Duration> {
        self.search_box().await?.click().await?;
        self.press('\u{e010}').await?;
        let keys = text.chars().count();
        let (start, mut last) = (Instant::now(), Duration::ZERO);
        for (value, at) in text.chars().zip(0u32..) {
            let ahead = (pace * at).saturating_sub(start.elapsed());
            tokio::time::sleep(ahead).await;
            last = start.elapsed();
            self.press(value).await?;
        }
        Ok(last / u32::try_from(keys.saturating_sub(1).max(1))?)
    }

    /// Puts `text` into the search box as one event. With `submit`, the form is sent as well, as Enter does.
    ///
    /// # Errors
    /// When the page has no such box.
    pub async fn put(&self, text: &str, submit: bool) -> Result<()> {
        self.search_box().await?;
        let script = "const box = document.querySelector('input[type=search], [role=searchbox]');
            box.focus();
            box.value = arguments[0];
            box.dispatchEvent(new Event('input', { bubbles: true }));
            if (arguments[1]) box.form.requestSubmit();";
        self.run(script, vec![json!(text), json!(submit)]).await.map(drop)
    }

    /// The last User Timing measure of this name: when it began and how long it took, in milliseconds. None if there is none.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn last_measure(&self, name: &str) -> Result<Option<(f64, f64)>> {
        let script = "const last = performance.getEntriesByName(arguments[0], 'measure').at(-1);
            return last ? [last.startTime, last.duration] : null";
        Ok(serde_json::from_value(self.run(script, vec![json!(name)]).await?)?)
    }

    /// The start of the last User Timing mark of this name, in milliseconds. None if there is none.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn last_mark(&self, name: &str) -> Result<Option<f64>> {
        let script = "return performance.getEntriesByName(arguments[0], 'mark').at(-1)?.startTime ?? null";
        Ok(serde_json::from_value(self.run(script, vec![json!(name)]).await?)?)
    }

    /// From the next page on, its workers tell when they are sent something and how long it is until they answer; needs Chromium.
    /// What the page's own thread does meanwhile does not count, nor does the way between the two.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn watch_workers(&self) -> Result<()> {
        // The page allows no scripts but the site's; what is put into it here is none of it.
        self.devtools("Page.enable", &json!({})).await?;
        self.devtools("Page.setBypassCSP", &json!({ "enabled": true })).await?;
        let source = json!({ "source": WATCH });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &source).await.map(drop)
    }

    /// How long a worker took for the last thing that it was sent in a span of the page's time, given as start and length, in
    /// milliseconds. None if nothing was, or it has not answered.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn worked_within(&self, (start, length): (f64, f64)) -> Result<Option<f64>> {
        let script =
            "return worked.findLast(([sent]) => sent >= arguments[0] && sent <= arguments[1])?.[1] ?? null";
        Ok(serde_json::from_value(self.run(script, vec![json!(start), json!(start + length)]).await?)?)
    }

    /// Slows the page's thread down to one part in `times`, in Chromium. Workers keep their speed.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn throttle(&self, times: f64) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": times })).await.map(drop)
    }

    /// Forgets what the site keeps in this browser, its service worker included, so that the next visit is the first. Leaves
    /// the page first: a program that still runs would go on keeping things.
    ///
    /// # Errors
    /// When the browser does not do so.
    pub async fn forget_site(&self, url: &str) -> Result<()> {
        let script = "const done = arguments[arguments.length - 1];
            (async () => {
                for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
                for (const name of await caches.keys()) await caches.delete(name);
            })().then(() => done(null), error => done(String(error)))";
        // A file without a program, of the same origin.
        self.go(&format!("{url}icon.svg")).await?;
        match self.client.execute_async(script, vec![]).await? {
            Value::Null => Ok(()),
            error => anyhow::bail!("the browser does not forget the site: {error}"),
        }
    }

    /// The memory of the tab: of the largest renderer that this browser runs. Its workers are part of it.
    ///
    /// # Errors
    /// When the machine has no `/proc`, or the browser is not Chromium.
    pub fn memory(&self) -> Result<Memory> {
        let mut largest = Memory::default();
        for entry in std::fs::read_dir("/proc").context("the memory of a tab is read from /proc, on Linux")? {
            let folder = entry?.path();
            // Processes come and go while the list is read.
            if let Some(memory) = renderer(&folder, self.group)
                && memory.own > largest.own
            {
                largest = memory;
            }
        }
        (largest.own > 0).then_some(largest).context("no renderer of this browser was found")
    }
}

/// The memory of the process at `folder`, if it is a renderer of this group.
fn renderer(folder: &Path, group: u32) -> Option<Memory> {
    let command = std::fs::read(folder.join("cmdline")).ok()?;
    let command = String::from_utf8_lossy(&command).into_owned();
    if !command.contains("--type=renderer") {
        return None;
    }
    // The name of the program comes second, in brackets, and may hold spaces; the group is the third field after it.
    let stat = std::fs::read_to_string(folder.join("stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    if fields.split_whitespace().nth(2)?.parse() != Ok(group) {
        return None;
    }
    memory_of(&std::fs::read_to_string(folder.join("status")).ok()?)
}

fn memory_of(status: &str) -> Option<Memory> {
    let kilobytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let own = kilobytes("RssAnon:")? + kilobytes("VmSwap:").unwrap_or(0);
    Some(Memory { own: own * 1024, resident: kilobytes("VmRSS:")? * 1024 })
}

#[cfg(test)]
mod tests {
    use super::{Memory, memory_of};

    #[test]
    fn memory_is_read_from_what_the_kernel_says() {
        let status = "Name:\tchromium\nVmRSS:\t   30 kB\nRssAnon:\t   20 kB\nVmSwap:\t    1 kB\n";
        assert_eq!(memory_of(status), Some(Memory { own: 21 * 1024, resident: 30 * 1024 }));
        assert_eq!(memory_of("Name:\tkthreadd\n"), None);
    }
}
