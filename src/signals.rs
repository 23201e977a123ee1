//! Signals that outlive their readers.

use leptos::prelude::{DefinedAt, ReadUntracked, Track, on_cleanup};
use leptos::reactive::graph::{Observer, Source, ToAnySource};
use std::ops::Deref;
use std::panic::Location;

/// A signal or memo that stays while its readers come and go: what the whole visit shares, read by pages, rows and filters that are
/// drawn anew each time.
///
/// It forgets an effect or memo as soon as that ends or runs anew. Of itself a signal (reactive_graph 0.2) drops a reader only when
/// the reader runs again, so those that never will, everything that earlier pages drew, would stay with it for good: 6 KB a
/// document read, and each change of the route would go through all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lasting<S>(S);

impl<S> Lasting<S> {
    /// `signal`, which from now on is read through this alone.
    pub(crate) fn new(signal: S) -> Self {
        Self(signal)
    }
}

/// Writing is as with any signal.
impl<S> Deref for Lasting<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S: DefinedAt> DefinedAt for Lasting<S> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        self.0.defined_at()
    }
}

impl<S: ReadUntracked> ReadUntracked for Lasting<S> {
    type Value = S::Value;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        self.0.try_read_untracked()
    }
}

impl<S: Track + ToAnySource> Track for Lasting<S> {
    fn track(&self) {
        if let Some(reader) = Observer::get() {
            let signal = self.0.to_any_source();
            on_cleanup(move || signal.remove_subscriber(&reader));
        }
        self.0.track();
    }
}
