//! What a browser complained of while a test had its page: policy violations, missing files, errors that nobody caught.

use crate::{Kind, Page};
use anyhow::Result;
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::{Duration, SystemTime};

thread_local! {
    /// When the first host or program of this test ended. A test is a thread of its own.
    static ENDED: Cell<Option<SystemTime>> = const { Cell::new(None) };
}

/// What Chromium logs where a page is still fetching its service worker or a chunk of its program while its host goes away. A
/// test that is over takes its host with it; before that, these are faults as any other.
const INTERRUPTED: [&str; 3] = [
    "An unknown error occurred when fetching the script.",
    "A bad HTTP response code (404) was received when fetching the script.",
    "TypeError: Failed to fetch",
];

/// Notes that a host or a program of this test goes away.
pub(crate) fn note_end() {
    ENDED.with(|ended| ended.set(ended.get().or_else(|| Some(SystemTime::now()))));
}

/// Forgets earlier ends: a page begins.
pub(crate) fn begin() {
    ENDED.with(|ended| ended.set(None));
}

impl Page {
    /// Errors that the page caused and the test did not expect. Chromium's driver tells everything in its console, policy
    /// violations and missing files among them; Firefox writes down what scripts throw and nobody catches.
    pub(crate) async fn complaints(&self) -> Result<Vec<String>> {
        let messages: Vec<String> = if self.kind == Kind::Firefox {
            let log = String::from_utf8_lossy(&std::fs::read(&self.log)?).into_owned();
            let of_a_page = |line: &&str| {
                ["http", "file:", "blob:"].iter().any(|scheme| {
                    line.strip_prefix("JavaScript error: ").is_some_and(|rest| rest.starts_with(scheme))
                })
            };
            log.lines().filter(of_a_page).map(str::to_owned).collect()
        } else {
            let entries = self.command("se/log", &json!({ "type": "browser" })).await?;
            let severe = entries.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
            severe.filter_map(complaint).collect()
        };
        let expected = self.expected.borrow();
        let unexpected = |message: &String| !expected.iter().any(|text| message.contains(text));
        Ok(messages.into_iter().filter(unexpected).collect())
    }
}

/// What an entry of Chromium's console says; none where the end of the test is all that it is about.
fn complaint(entry: &Value) -> Option<String> {
    let message = entry["message"].as_str()?;
    let ended = ENDED.with(Cell::get).and_then(|ended| ended.duration_since(SystemTime::UNIX_EPOCH).ok());
    let at = entry["timestamp"].as_u64().map(Duration::from_millis);
    // The console counts in whole milliseconds.
    let late = ended.zip(at).is_some_and(|(ended, at)| at.as_millis() >= ended.as_millis());
    let interrupted = late && INTERRUPTED.iter().any(|text| message.contains(text));
    (!interrupted).then(|| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_after_the_end_of_a_test_is_its_end() {
        let at =
            |millis: u128| json!({ "message": "x TypeError: Failed to fetch", "timestamp": millis as u64 });
        begin();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        assert!(complaint(&at(now)).is_some(), "no host has gone yet");
        note_end();
        assert!(complaint(&at(now - 1_000)).is_some(), "a fault of the page was taken for the end");
        assert_eq!(complaint(&at(now + 1_000)), None);
        let other = json!({ "message": "Refused to load", "timestamp": (now + 1_000) as u64 });
        assert!(complaint(&other).is_some());
    }
}
