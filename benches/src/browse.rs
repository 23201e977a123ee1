//! Waiting in a browser until an answer stands, without knowing how the page comes by it.

use anyhow::{Result, bail};
use serde::Deserialize;
use std::time::{Duration, Instant};
use whole_program_tests::{Bounds, Host, Page, numbers};

/// How long an answer may take before its query counts as failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the page shows: everything that must be there before an answer is whole, and all its text, to see it stand still.
const LOOK: &str = "const main = document.querySelector('main');
    const rows = [...main.querySelectorAll('article')].slice(0, 10);
    return {
        query: new URL(location).searchParams.get('q') ?? '',
        status: document.querySelector('[role=status]')?.textContent.trim() ?? '',
        rows: rows.length,
        snippets: rows.filter(row => row.querySelector('p:last-of-type')?.textContent.trim()).length,
        counts: main.querySelectorAll('li button').length,
        text: main.innerText,
    }";

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct Look {
    query: String,
    status: String,
    rows: usize,
    snippets: usize,
    counts: usize,
    text: String,
}

impl Look {
    /// Whether the answer to `query` is whole: ten results (or all there are) with their snippets, the total, and the counts
    /// of sections, sources and years.
    fn is_whole(&self, query: &str) -> bool {
        // What is under way ends with an ellipsis, or is said to be being counted.
        let under_way = self.status.ends_with('…') || self.status.contains("đang đếm");
        let Some(total) = numbers(&self.status).first().copied() else {
            // "Nothing found" holds no number.
            return self.query.trim() == query.trim()
                && !self.status.is_empty()
                && !under_way
                && self.rows == 0;
        };
        let expected = total.min(10);
        let rows = self.rows >= expected && self.snippets >= expected;
        self.query.trim() == query.trim() && !under_way && rows && (self.counts > 0 || total == 0)
    }
}

/// Waits until the answer to `query` is whole, and neither the page changes nor the host is asked for so long as `quiet`.
pub(crate) async fn standing(page: &Page, host: &Host, query: &str, quiet: Duration) -> Result<()> {
    let start = Instant::now();
    let mut before = (Look::default(), 0);
    let mut since = Instant::now();
    loop {
        let look: Look = serde_json::from_value(page.run(LOOK, vec![]).await?)?;
        let sent = host.sent();
        let under_way = sent.iter().any(|one| one.ended.is_none());
        let now = (look, sent.len());
        if now != before || under_way {
            (before, since) = (now, Instant::now());
        } else if before.0.is_whole(query) && since.elapsed() >= quiet {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            let Look { query, status, rows, snippets, counts, .. } = before.0;
            bail!(
                "the answer is not whole after {} s: query \"{query}\", status \"{status}\", {rows} results, {snippets} with \
                 snippets, {counts} counts, {} requests",
                PATIENCE.as_secs(),
                before.1
            );
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Opens the site and waits until its first page stands.
pub(crate) async fn open(page: &Page, host: &Host, quiet: Duration) -> Result<()> {
    page.go(&host.url).await?;
    page.ready().await?;
    standing(page, host, "", quiet).await
}

/// The bounds of a session that asks many queries.
pub(crate) fn long() -> Bounds {
    Bounds { limit: Duration::from_secs(2 * 3600), ..Bounds::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(status: &str, rows: usize, snippets: usize, counts: usize) -> Look {
        let (query, text) = ("quận ủy".to_owned(), String::new());
        Look { query, status: status.to_owned(), rows, snippets, counts, text }
    }

    #[test]
    fn an_answer_is_whole_when_everything_is_there() {
        assert!(look("Tìm thấy 1.234 tài liệu", 10, 10, 3).is_whole("quận ủy "));
        assert!(look("Tìm thấy 3 tài liệu", 3, 3, 3).is_whole("quận ủy"));
        assert!(look("Không tìm thấy tài liệu nào", 0, 0, 0).is_whole("quận ủy"));
        for unfinished in [
            look("Đang tìm…", 10, 10, 3),
            look("1.234 tài liệu, đang đếm", 10, 10, 3),
            look("Tìm thấy 1.234 tài liệu", 10, 9, 3),
            look("Tìm thấy 1.234 tài liệu", 10, 10, 0),
            look("", 0, 0, 0),
        ] {
            assert!(!unfinished.is_whole("quận ủy"), "{unfinished:?}");
        }
        assert!(!look("Tìm thấy 3 tài liệu", 3, 3, 3).is_whole("quận"));
    }
}
