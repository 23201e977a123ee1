//! What a browser complained of while a test had its page: policy violations, missing files, errors that nobody caught.

use crate::{Kind, Page};
use anyhow::Result;
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::{Duration, SystemTime};

thread_local! {
    /// When the first host or program of this test ended in the step that the test is at. A test is a thread of its own.
    static ENDED: Cell<Option<SystemTime>> = const { Cell::new(None) };
}

/// Notes that a host or a program of this test goes away.
pub(crate) fn note_end() {
    ENDED.with(|ended| ended.set(ended.get().or_else(|| Some(SystemTime::now()))));
}

/// Forgets earlier ends: the test goes on. What it takes away on purpose is taken in one step and looked at in later ones;
/// what it takes with it when it is over goes in its last step, and only that is not forgotten.
pub(crate) fn go_on() {
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

/// What an entry of Chromium's console says; none where it came after the test was over. A page that still fetches its service
/// worker or a chunk of its program while its host goes away says so in many words, and no test asked about that.
fn complaint(entry: &Value) -> Option<String> {
    let message = entry["message"].as_str()?;
    let ended = ENDED.with(Cell::get).and_then(|ended| ended.duration_since(SystemTime::UNIX_EPOCH).ok());
    let at = entry["timestamp"].as_u64().map(Duration::from_millis);
    // The console counts in whole milliseconds.
    let late = ended.zip(at).is_some_and(|(ended, at)| at.as_millis() >= ended.as_millis());
    (!late).then(|| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_after_the_end_of_a_test_is_its_end() {
        let at =
            |millis: u128| json!({ "message": "x TypeError: Failed to fetch", "timestamp": millis as u64 });
        go_on();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        assert!(complaint(&at(now)).is_some(), "no host has gone yet");
        note_end();
        assert!(complaint(&at(now - 1_000)).is_some(), "a fault of the page was taken for the end");
        assert_eq!(complaint(&at(now + 1_000)), None);
        go_on();
        assert!(complaint(&at(now + 1_000)).is_some(), "the test went on without its host");
    }
}
