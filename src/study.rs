//! Questions of the pages beyond search: asks whenever what is wanted changes, and keeps the answer, the trouble and the wait
//! as signals that a page draws.

use crate::client::{Archive, Client, Ticket};
use crate::dom;
use crate::i18n::trouble::Trouble;
use leptos::prelude::*;
use tangthu_protocol::study::Question;
use tangthu_protocol::{Failure, studied, study_ask};

/// How long an answer may take before the page says that it is at work.
const QUIET: u64 = 300;

/// What a page asked, and what came of it.
pub(crate) struct Asked<T: Send + Sync + 'static> {
    /// The newest answer; it stays while the next one is under way, so that the page does not blink.
    pub(crate) answer: RwSignal<Option<T>>,
    /// What stood in the way of the newest answer.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Whether an answer is taking long.
    pub(crate) waiting: RwSignal<bool>,
    tries: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// Asks the same once more.
    pub(crate) fn again(self) {
        self.tries.update(|n| *n += 1);
    }
}

/// Asks what `question` says, and asks anew whenever that changes; nothing is asked while it says none.
pub(crate) fn ask<Q>(
    client: Client,
    question: impl Fn() -> Option<Q> + Send + Sync + 'static,
) -> Asked<Q::Answer>
where
    Q: Question + Clone + PartialEq + Send + Sync + 'static,
    Q::Answer: Send + Sync + 'static,
{
    let asked = Asked {
        answer: RwSignal::new(None),
        trouble: RwSignal::new(None),
        waiting: RwSignal::new(false),
        tries: RwSignal::new(0),
    };
    let wanted = Memo::new(move |_| question());
    let ticket = StoredValue::new(None::<Ticket>);
    Effect::new(move |_| {
        asked.tries.track();
        let open = client.archive.with(|archive| matches!(archive, Archive::Open(_)));
        if let Some(before) = ticket.get_value() {
            client.forget(before);
        }
        asked.trouble.set(None);
        asked.waiting.set(false);
        let Some(question) = wanted.get().filter(|_| open) else {
            ticket.set_value(None);
            asked.answer.set(None);
            return;
        };
        let listen = move |answer| {
            ticket.set_value(None);
            asked.waiting.set(false);
            match studied::<Q>(answer) {
                Ok(answer) => asked.answer.set(Some(answer)),
                Err(Failure::Stale) => {}
                Err(failure) => asked.trouble.set(Some(Trouble::Archive(failure))),
            }
        };
        let late = move || asked.trouble.set(Some(Trouble::Slow));
        let now = client.ask(study_ask(question), listen, late);
        ticket.set_value(Some(now));
        dom::after(QUIET, move || {
            if ticket.try_get_value() == Some(Some(now)) {
                asked.waiting.set(true);
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(ticket)) = ticket.try_get_value() {
            client.forget(ticket);
        }
    });
    asked
}

/// Asks once; `then` is called with the answer or with what stood in its way.
pub(crate) fn ask_once<Q>(
    client: Client,
    question: Q,
    then: impl Fn(Result<Q::Answer, Trouble>) + Clone + 'static,
) -> Ticket
where
    Q: Question + 'static,
{
    let late = then.clone();
    let listen = move |answer| then(studied::<Q>(answer).map_err(Trouble::Archive));
    client.ask(study_ask(question), listen, move || late(Err(Trouble::Slow)))
}
