//! Asks the worker about several archives. The answers are opened here, so that only these pages carry code for them.

use crate::client::Client;
use crate::i18n::trouble::Trouble;
use tangthu_protocol::{Answer, AnswerSeveral, Ask, AskSeveral, decode, encode};

/// Asks, and calls `listen` with the answer.
pub(super) fn ask(
    client: Client,
    question: &AskSeveral,
    listen: impl Fn(Result<AnswerSeveral, Trouble>) + 'static,
) {
    let Ok(bytes) = encode(question) else { return };
    let hear = move |answer| match answer {
        Answer::Several(bytes) => listen(decode(&bytes).map_err(|_| Trouble::Worker)),
        Answer::Failed(failure) => listen(Err(Trouble::Archive(failure))),
        _ => {}
    };
    client.ask(Ask::Several(bytes), hear, || {});
}
