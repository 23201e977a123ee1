//! How far the work has come: a bar with rate and time left on a terminal, a line now and then elsewhere, nothing if quiet.

use crate::output::Documents;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::{
    fmt::{self, Display},
    io::{self, IsTerminal, Write},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// In a log, a line so often is enough to see that the work goes on.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Shows the progress of one command; clones show the same.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    shown: Shown,
}

#[derive(Clone, Debug)]
enum Shown {
    Nothing,
    Lines(Arc<Mutex<Instant>>),
    Bar(ProgressBar),
}

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        let shown = match () {
            () if quiet => Shown::Nothing,
            () if io::stderr().is_terminal() => Shown::Bar(ProgressBar::new_spinner()),
            () => Shown::Lines(Arc::new(Mutex::new(Instant::now()))),
        };
        Self { shown }
    }

    /// Says what is done from now on.
    pub(crate) fn stage(&self, text: impl Display) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Lines(_) => line(&text.to_string()),
            Shown::Bar(bar) => bar.println(text.to_string()),
        }
    }

    /// So many documents are read; nobody knows how many there are.
    pub(crate) fn read(&self, documents: u64) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Lines(last) => now_and_then(last, || format!("read {}", Documents(documents))),
            Shown::Bar(bar) => {
                if documents == 1 {
                    bar.set_style(style("{spinner} {human_pos} documents · {rate} · {elapsed}"));
                }
                bar.set_position(documents);
            }
        }
    }

    /// So many of all documents are indexed.
    pub(crate) fn indexed(&self, done: u64, of: u64) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Lines(last) => now_and_then(last, || format!("indexed {done} of {}", Documents(of))),
            Shown::Bar(bar) => {
                if bar.length() != Some(of) {
                    bar.reset();
                    bar.set_length(of);
                    bar.set_style(style(
                        "{bar:32} {human_pos} of {human_len} documents · {rate} · {eta} left",
                    ));
                }
                bar.set_position(done);
            }
        }
    }

    /// Takes the bar away, so that other lines can be written.
    pub(crate) fn done(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// The templates are ours and well formed; should one not be, the plain bar serves too.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    // Whole documents a second: the bar's own rate has four decimals.
    style.with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.0}/s", state.per_sec());
    })
}

fn now_and_then(last: &Mutex<Instant>, text: impl Fn() -> String) {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    if last.elapsed() >= BETWEEN_LINES {
        *last = Instant::now();
        line(&text());
    }
}

fn line(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
