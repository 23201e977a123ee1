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

#[cfg(test)]
mod tests {
    use super::Lasting;
    use leptos::prelude::{Owner, RwSignal, Track};
    use leptos::reactive::graph::{AnySource, AnySubscriber, ReactiveNode, Subscriber, WithObserver};
    use std::sync::{Arc, Weak};

    /// What reads and keeps nothing.
    struct Reader;

    impl ReactiveNode for Reader {
        fn mark_dirty(&self) {}
        fn mark_check(&self) {}
        fn mark_subscribers_check(&self) {}
        fn update_if_necessary(&self) -> bool {
            false
        }
    }

    impl Subscriber for Reader {
        fn add_source(&self, _: AnySource) {}
        fn clear_sources(&self, _: &AnySubscriber) {}
    }

    /// How many hold on to a reader of `signal` while its owner stands, and once that has ended.
    fn held(signal: &impl Track) -> (usize, usize) {
        let (reader, owner) = (Arc::new(Reader), Owner::new());
        let weak: Weak<Reader> = Arc::downgrade(&reader);
        let subscriber = AnySubscriber(Arc::as_ptr(&reader) as usize, weak);
        owner.with(|| subscriber.with_observer(|| signal.track()));
        drop(subscriber);
        // The other one is what forgets it.
        let before = Arc::weak_count(&reader);
        owner.cleanup();
        (before, Arc::weak_count(&reader))
    }

    #[test]
    fn a_reader_that_has_ended_is_forgotten() {
        Owner::new().with(|| {
            let signal = RwSignal::new(1);
            assert_eq!(held(&Lasting::new(signal)), (2, 0));
            // This is why: once reactive_graph forgets by itself, `Lasting` can go.
            assert_eq!(held(&signal), (1, 1));
        });
    }
}
