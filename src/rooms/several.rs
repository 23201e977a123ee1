//! Asks the worker about several archives. The answers are opened here, so that only these pages carry code for them.

use crate::client::{Client, Ticket};
use crate::i18n::trouble::Trouble;
use tangthu_protocol::{Answer, AnswerSeveral, Ask, AskSeveral, decode, encode};

/// Asks, and calls `listen` with the answer, or with what stood in its way; where it is long in coming, with [`Trouble::Slow`], and
/// with the answer once it is there.
pub(super) fn ask(
    client: Client,
    question: &AskSeveral,
    listen: impl Fn(Result<AnswerSeveral, Trouble>) + Clone + 'static,
) -> Option<Ticket> {
    let late = listen.clone();
    send(client, question, listen, move || late(Err(Trouble::Slow)))
}

/// The same for what takes the time that it takes, and tells in other ways how far it is.
pub(super) fn ask_patiently(
    client: Client,
    question: &AskSeveral,
    listen: impl Fn(Result<AnswerSeveral, Trouble>) + 'static,
) {
    send(client, question, listen, || {});
}

fn send(
    client: Client,
    question: &AskSeveral,
    listen: impl Fn(Result<AnswerSeveral, Trouble>) + 'static,
    late: impl FnOnce() + 'static,
) -> Option<Ticket> {
    let bytes = encode(question).ok()?;
    let hear = move |answer| match answer {
        Answer::Several(bytes) => listen(decode(&bytes).map_err(|_| Trouble::Worker)),
        Answer::Failed(failure) => listen(Err(Trouble::Archive(failure))),
        _ => {}
    };
    Some(client.ask(Ask::Several(bytes), hear, late))
}
