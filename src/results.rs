//! The results that are on the page or were: asked for page by page, kept while a document is read, so that Back finds them as
//! they were left. Passages round the matches come for the rows on the screen alone, texts being the dearest parts of a search.

use crate::client::{Archive, Client, Ticket, expect_client};
use crate::dom;
use crate::entry::{ROW, place_of};
use crate::history::{Nav, PAGE, expect_nav};
use crate::i18n::trouble::Trouble;
use crate::route::View;
use crate::sheets::Sheets;
use crate::signals::Lasting;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Failure, Hit, Run, SearchAnswer, SearchRequest};

/// How long a search may take before the page says that it is searching.
const QUIET: u64 = 300;
/// Most results that one question asks for.
const MOST_AT_ONCE: u32 = 2000;

/// How near the end of the page further rows are fetched, in heights of the screen.
const NEAR: f64 = 1.5;

/// A row of results.
#[derive(Clone)]
pub(crate) struct Row {
    /// Its place, from 0.
    pub(crate) at: u32,
    /// The document found.
    pub(crate) hit: Hit,
    /// A better passage than that of its card, once it has come.
    pub(crate) passage: Lasting<ArcRwSignal<Vec<Run>>>,
}

/// What a row begins with: the passage of its card stands.
fn no_passage() -> Lasting<ArcRwSignal<Vec<Run>>> {
    Lasting::new(ArcRwSignal::new(Vec::new()))
}

/// The results and what is being asked.
#[derive(Clone, Copy)]
pub(crate) struct Results {
    client: Client,
    nav: Nav,
    /// The newest answer; its hits are in [`Results::rows`].
    pub(crate) answer: Lasting<RwSignal<Option<SearchAnswer>>>,
    /// The rows that have come, in order.
    pub(crate) rows: Lasting<RwSignal<Vec<Row>>>,
    /// How they are drawn.
    pub(crate) sheets: Sheets,
    /// Told when all rows are of a new answer.
    pub(crate) drawn: Lasting<Trigger>,
    /// What stood in the way of an answer.
    pub(crate) trouble: Lasting<RwSignal<Option<Trouble>>>,
    /// What stood in the way of further rows of it.
    pub(crate) short: Lasting<RwSignal<Option<Trouble>>>,
    /// Whether an answer is long in coming.
    pub(crate) searching: Lasting<RwSignal<bool>>,
    /// Whether further rows are on their way.
    pub(crate) growing: Lasting<RwSignal<bool>>,
    tries: Lasting<RwSignal<u32>>,
    /// What the rows answer.
    of: StoredValue<Option<SearchRequest>>,
    /// What was asked last, for the answer or for further rows of it.
    asked: StoredValue<Option<Ticket>>,
    answers: StoredValue<u32>,
    /// The rows whose passages were asked for.
    passages: StoredValue<Vec<String>>,
}

/// Provides [`Results`] to all pages.
pub(crate) fn provide_results() {
    let (client, nav) = (expect_client(), expect_nav());
    let results = Results {
        client,
        nav,
        answer: Lasting::new(RwSignal::new(None)),
        rows: Lasting::new(RwSignal::new(Vec::new())),
        sheets: Sheets::new(),
        drawn: Lasting::new(Trigger::new()),
        trouble: Lasting::new(RwSignal::new(None)),
        short: Lasting::new(RwSignal::new(None)),
        searching: Lasting::new(RwSignal::new(false)),
        growing: Lasting::new(RwSignal::new(false)),
        tries: Lasting::new(RwSignal::new(0)),
        of: StoredValue::new(None),
        asked: StoredValue::new(None),
        answers: StoredValue::new(0),
        passages: StoredValue::new(Vec::new()),
    };
    // What one archive answered must not stand under the name of another.
    Effect::new(move |_| {
        if !client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            results.stop();
            results.clear();
        }
    });
    // Whoever comes near the end of what is there wants more.
    if let Some(window) = dom::window() {
        dom::listen(&window, "scroll", move |_: web_sys::Event| {
            if results.is_shown() {
                results.sheets.look();
            }
            let idle = results.asked.get_value().is_none() && results.short.with_untracked(Option::is_none);
            if results.is_shown() && idle && dom::screens_below() < NEAR {
                results.more(false);
            }
        });
    }
    provide_context(results);
}

/// The [`Results`] that [`provide_results`] provided.
pub(crate) fn expect_results() -> Results {
    expect_context()
}

impl Results {
    /// Asks for what `request` says, unless it is what stands there already. Called within an effect, and again by it after
    /// [`Results::retry`].
    pub(crate) fn ask(self, request: &SearchRequest) {
        self.tries.track();
        self.stop();
        if !self.client.archive.with(|archive| matches!(archive, Archive::Open(_))) {
            return;
        }
        // What is typed and what is meant are the same question.
        let of = SearchRequest { typing: false, offset: 0, limit: 0, ..request.clone() };
        let before = self.of.get_value();
        let same_query = before.as_ref().is_some_and(|before| before.query == of.query);
        if before.as_ref() == Some(&of) {
            self.stands();
            return;
        }
        dom::mark("tangthu:search-start");
        let listen = move |reply| match reply {
            Answer::Found(found) => {
                dom::measure("tangthu:search", Some("tangthu:search-start"));
                self.settle();
                self.of.set_value(Some(of.clone()));
                self.take(found, same_query);
                self.stands();
                dom::after_drawing(|| dom::measure("tangthu:query", Some("tangthu:query-start")));
            }
            reply => self.failed(reply, self.trouble),
        };
        let limit = self.nav.shown.get_untracked().clamp(PAGE, MOST_AT_ONCE);
        self.send(SearchRequest { offset: 0, limit, ..request.clone() }, listen, self.trouble);
    }

    /// Asks for rows until as many are there as are to be shown.
    pub(crate) fn grow(self) {
        self.tries.track();
        let wanted = self.nav.shown.get();
        let have = self.rows.with_untracked(Vec::len) as u32;
        let total = self.answer.with_untracked(|answer| answer.as_ref().map_or(0, |answer| answer.total));
        let Some(of) = self.of.get_value() else { return };
        if have >= wanted.min(total) || self.asked.get_value().is_some() {
            return;
        }
        self.short.set(None);
        self.growing.set(true);
        let listen = move |reply| match reply {
            Answer::Found(found) => {
                self.settle();
                let is_empty = found.hits.is_empty();
                self.rows.update(|rows| {
                    let start = rows.len() as u32;
                    let hits = (start..).zip(found.hits);
                    rows.extend(hits.map(|(at, hit)| Row { at, hit, passage: no_passage() }));
                });
                self.sheets.extend(self.rows.with_untracked(Vec::len));
                self.nav.refocus();
                self.fill();
                if !is_empty {
                    self.grow();
                }
            }
            reply => self.failed(reply, self.short),
        };
        let limit = (wanted - have).min(MOST_AT_ONCE);
        self.send(SearchRequest { offset: have, limit, ..of }, listen, self.short);
    }

    /// Opens further rows; `pressed` where the reader pressed the button for it.
    pub(crate) fn more(self, pressed: bool) {
        let have = self.rows.with_untracked(Vec::len) as u32;
        if self.answer.with_untracked(|answer| answer.as_ref().is_some_and(|answer| have < answer.total)) {
            self.nav.more(have, pressed);
        }
    }

    /// Whether the page shows results.
    fn is_shown(self) -> bool {
        self.nav.route.with_untracked(|route| route.doc.is_none() && route.view == View::Search)
    }

    /// Asks once more after a failure.
    pub(crate) fn retry(self) {
        self.tries.update(|n| *n += 1);
    }

    /// Stops listening for what is under way.
    pub(crate) fn stop(self) {
        if let Some(ticket) = self.asked.get_value() {
            self.client.forget(ticket);
        }
        self.settle();
    }

    /// Once the rows are drawn, asks for the passages of those that are on the screen and lack one.
    pub(crate) fn fill(self) {
        dom::after_drawing(move || {
            let asked = self.passages.try_get_value().unwrap_or_default();
            let all = dom::all(ROW);
            let above = all.partition_point(dom::is_above);
            let seen = all[above..].iter().take_while(|row| dom::on_screen(row)).count();
            let first = all.get(above).and_then(place_of).unwrap_or(0) as usize;
            let lacking = self.rows.try_with_untracked(|rows| {
                let seen = rows.iter().skip(first).take(seen);
                let wanting = seen.filter(|row| row.hit.wants_text && !asked.contains(&row.hit.id));
                wanting.map(|row| row.hit.id.clone()).collect::<Vec<_>>()
            });
            let Some(ids) = lacking.filter(|ids| !ids.is_empty()) else { return };
            let Some(of) = self.of.get_value() else { return };
            self.passages.update_value(|all| all.extend(ids.iter().cloned()));
            let (wanted, answer) = (ids.clone(), self.answers.get_value());
            let typing = self.nav.typing.get_untracked();
            let request = SearchRequest { typing, ..of };
            let query = request.query.clone();
            let listen = move |reply| {
                // An answer that comes after the next query was asked is about other matches.
                let same = answer == self.answers.get_value()
                    || self.of.with_value(|of| of.as_ref().is_some_and(|of| of.query == query));
                match reply {
                    Answer::Snippets(better) if same => {
                        self.rows.with_untracked(|rows| {
                            for (id, runs) in better.snippets {
                                if let Some(row) = rows.iter().find(|row| row.hit.id == id) {
                                    row.passage.set(runs);
                                }
                            }
                        });
                    }
                    // Without them the extracts of the cards stay: no failure worth a sentence. They are asked for again.
                    Answer::Failed(_) => {
                        self.passages.update_value(|all| all.retain(|id| !wanted.contains(id)));
                    }
                    _ => {}
                }
            };
            self.client.ask(Ask::Snippets { request: Box::new(request), ids }, listen, || {});
        });
    }

    /// Asks; that the answer is long in coming is said at `trouble`.
    fn send(
        self,
        request: SearchRequest,
        listen: impl Fn(Answer) + 'static,
        trouble: Lasting<RwSignal<Option<Trouble>>>,
    ) {
        let late = move || {
            self.searching.set(false);
            trouble.set(Some(Trouble::Slow));
        };
        let ticket = self.client.ask(Ask::Search(Box::new(request)), listen, late);
        self.asked.set_value(Some(ticket));
        dom::after(QUIET, move || {
            if self.asked.get_value() == Some(ticket) {
                self.searching.set(true);
            }
        });
    }

    /// Nothing is under way any more.
    fn settle(self) {
        self.asked.set_value(None);
        self.searching.set(false);
        self.growing.set(false);
        self.trouble.set(None);
        self.short.set(None);
    }

    fn failed(self, reply: Answer, trouble: Lasting<RwSignal<Option<Trouble>>>) {
        self.settle();
        // Stale is what was asked while the archive is opened anew; once it is open it is asked again.
        if let Answer::Failed(failure) = reply
            && failure != Failure::Stale
        {
            trouble.set(Some(Trouble::Archive(failure)));
        }
    }

    /// Takes in an answer; rows of the same query keep the passages that have come for them.
    fn take(self, mut found: SearchAnswer, same_query: bool) {
        self.answers.update_value(|n| *n = n.wrapping_add(1));
        if !same_query {
            self.passages.set_value(Vec::new());
        }
        let hits = std::mem::take(&mut found.hits);
        let rows: Vec<Row> = self.rows.with_untracked(|before| {
            let passage = |hit: &Hit| {
                let known = before.iter().find(|row| same_query && row.hit.id == hit.id);
                known.map_or_else(no_passage, |row| row.passage.clone())
            };
            (0..).zip(hits).map(|(at, hit)| Row { at, passage: passage(&hit), hit }).collect()
        });
        // A passage that was asked for, and whose row went before it came, is asked for again.
        let lacks = |id: &String| {
            rows.iter().any(|row| row.hit.id == *id && row.passage.with_untracked(Vec::is_empty))
        };
        self.passages.update_value(|asked| asked.retain(|id| !lacks(id)));
        self.sheets.lay(rows.len(), self.nav.place());
        self.rows.set(rows);
        self.answer.set(Some(found));
        self.drawn.notify();
    }

    /// The rows stand, be they new or kept: the reader goes on where that was.
    fn stands(self) {
        self.nav.refocus();
        self.nav.drawn();
        self.fill();
    }

    fn clear(self) {
        self.of.set_value(None);
        self.answer.set(None);
        self.rows.set(Vec::new());
        self.sheets.lay(0, None);
        self.passages.set_value(Vec::new());
        self.trouble.set(None);
    }
}
