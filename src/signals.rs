//! Signals that outlive their readers.

use leptos::prelude::on_cleanup;
use leptos::reactive::graph::{Observer, Source, ToAnySource};

/// Has `signal` forget the effect or memo that runs now, as soon as that ends or runs anew. To be called by what is drawn again
/// with every answer and reads what stays for the whole visit: of itself a signal (reactive_graph 0.2) drops a reader only when
/// the reader runs again, so those that never will, the rows and filters of every earlier answer, would stay with it for good.
pub(crate) fn read_for_now(signal: &impl ToAnySource) {
    if let Some(reader) = Observer::get() {
        let signal = signal.to_any_source();
        on_cleanup(move || signal.remove_subscriber(&reader));
    }
}
