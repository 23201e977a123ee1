//! Passages round the matches, for the rows of results that are on the screen. Texts are the dearest parts of a search, so
//! rows that nobody has looked at keep the extracts of their cards.

use crate::client::Client;
use crate::components::result::Snippets;
use crate::dom;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, SearchAnswer, SearchRequest};

/// The passages of one query.
#[derive(Clone, Copy)]
pub(crate) struct Passages {
    /// Those that have come.
    pub(crate) found: Snippets,
    /// The documents they were asked for.
    asked: StoredValue<Vec<String>>,
}

impl Passages {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { found: RwSignal::new(Vec::new()), asked: StoredValue::new(Vec::new()) }
    }

    /// Another query is asked.
    pub(crate) fn forget(self) {
        self.asked.set_value(Vec::new());
        self.found.set(Vec::new());
    }

    /// Once the rows are drawn, asks for the passages of those that are on the screen and lack one.
    pub(crate) fn fill(self, client: Client, request: SearchRequest, answer: RwSignal<Option<SearchAnswer>>) {
        dom::after_drawing(move || {
            let asked = self.asked.try_get_value().unwrap_or_default();
            let lacking = answer.try_with_untracked(|answer| {
                let hits = answer.iter().flat_map(|answer| &answer.hits);
                let seen = hits.zip(dom::all(".result")).filter(|(_, row)| dom::on_screen(row));
                let wanting = seen.filter(|(hit, _)| hit.wants_text && !asked.contains(&hit.id));
                wanting.map(|(hit, _)| hit.id.clone()).collect::<Vec<_>>()
            });
            let Some(ids) = lacking.filter(|ids| !ids.is_empty()) else { return };
            self.asked.update_value(|all| all.extend(ids.iter().cloned()));
            let wanted = ids.clone();
            let listen = move |reply| match reply {
                // An answer that comes after the next query was asked is about other matches.
                Answer::Snippets(better)
                    if self.asked.try_with_value(|asked| asked.contains(&wanted[0])) == Some(true) =>
                {
                    self.found.update(|all| all.extend(better.snippets));
                }
                // Without them the extracts of the cards stay: no failure worth a sentence. They are asked for again.
                Answer::Failed(_) => {
                    self.asked.try_update_value(|all| all.retain(|id| !wanted.contains(id)));
                }
                _ => {}
            };
            client.ask(Ask::Snippets { request: Box::new(request), ids }, listen, || {});
        });
    }
}
