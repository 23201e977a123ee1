//! Rounds: a question is asked of what is at hand; what it lacks is fetched, all at once, and it is asked again.

use crate::{
    Failure, Host, Reader,
    store::{StoredSegment, Want},
};
use futures_util::future::join_all;
use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
};
use tangthu_archive::PartRef;
use tangthu_search::SearchError;

/// Rounds of fetching that one answer may take. A search takes some six: table, dictionaries, lists, cards, texts, with pages
/// of the table before some of them; more means that an archive contradicts itself.
const MAX_ROUNDS: usize = 24;

/// The fetches that are under way, of all questions.
#[derive(Default)]
pub(crate) struct Flights {
    under_way: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

impl Flights {
    fn begin(&self) {
        self.under_way.set(self.under_way.get() + 1);
    }

    fn end(&self) {
        self.under_way.set(self.under_way.get().saturating_sub(1));
        if self.under_way.get() == 0 {
            self.waiting.borrow_mut().drain(..).for_each(Waker::wake);
        }
    }

    /// Waits until no fetch is under way.
    async fn all_landed(&self) {
        poll_fn(|context| {
            if self.under_way.get() == 0 {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl<H: Host> Reader<H> {
    /// Asks `question` until it no longer lacks a part, fetching between the times.
    pub(crate) async fn settled<T>(
        &self,
        stale: &dyn Fn() -> bool,
        wait: impl AsyncFn(),
        question: impl Fn() -> Result<T, SearchError>,
    ) -> Result<T, Failure> {
        if stale() {
            return Err(Failure::Stale);
        }
        if let Ok(answer) = question() {
            self.answered();
            return Ok(answer);
        }
        // The question will note again what it wants; until then nobody else is to fetch it.
        self.segments.iter().for_each(StoredSegment::forget_wants);
        wait().await;
        let mut answer = None;
        self.rounds(stale, &mut || {
            answer = Some(question()?);
            Ok(())
        })
        .await?;
        self.answered();
        answer.ok_or(Failure::Stale)
    }

    /// The rounds of [`Reader::settled`]. They are the same code for all questions, which are known by name alone.
    async fn rounds(
        &self,
        stale: &dyn Fn() -> bool,
        question: &mut dyn FnMut() -> Result<(), SearchError>,
    ) -> Result<(), Failure> {
        for _ in 0..=MAX_ROUNDS {
            if stale() {
                return Err(Failure::Stale);
            }
            match question() {
                Ok(()) => return Ok(()),
                Err(SearchError::Pending) => self.fetch_wanted().await?,
                Err(ref error @ SearchError::Malformed { kind, .. }) => {
                    let part = self.notes.last_read.get().filter(|(read, _)| *read == kind);
                    let name = part.map_or_else(|| self.name.clone(), |(_, part)| part.name());
                    return Err(Failure::Damaged { name, reason: error.to_string() });
                }
            }
        }
        let reason = "its tables refer to one another without end; build the archive again".to_owned();
        Err(Failure::Damaged { name: self.name.clone(), reason })
    }

    /// Fetches everything that was noted as wanted, all at once. What another question fetches already is waited for.
    async fn fetch_wanted(&self) -> Result<(), Failure> {
        let wants: Vec<_> = self
            .segments
            .iter()
            .flat_map(|segment| segment.take_wants().into_iter().map(move |want| (segment, want)))
            .collect();
        if wants.is_empty() {
            self.flights.all_landed().await;
            return Ok(());
        }
        let fetches = wants.into_iter().map(|(segment, (want, part))| async move {
            self.flights.begin();
            let content = match want {
                Want::Part(_) => self.fetch_part(&part).await,
                Want::Root | Want::Page(_) => self.fetch_table(&part).await,
            };
            segment.landed(want);
            self.flights.end();
            segment.feed(want, &part, content?)?;
            Ok::<(), Failure>(())
        });
        join_all(fetches).await.into_iter().collect()
    }

    /// A part as it is stored: fetched, and checked against its hash; a bad one is fetched once more, past every cache.
    ///
    /// # Errors
    /// When it does not arrive, or arrives damaged twice.
    pub async fn verified(&self, part: &PartRef) -> Result<Vec<u8>, Failure> {
        let name = part.name();
        let mut stored = self.host.fetch(&name, false).await?;
        if part.verify(&stored).is_err() {
            stored = self.host.fetch(&name, true).await?;
            part.verify(&stored)?;
        }
        Ok(stored)
    }

    /// A root or a page of a table, in the form in which they are written now.
    pub(crate) async fn fetch_table(&self, part: &PartRef) -> Result<Vec<u8>, Failure> {
        let content = self.fetch_part(part).await?;
        self.modern(part, content).await
    }

    /// What [`Reader::fetch_table`] makes of the content of a table.
    pub(crate) async fn modern(&self, part: &PartRef, content: Vec<u8>) -> Result<Vec<u8>, Failure> {
        match content.first() {
            Some(b'{') => self.host.modern_table(&part.name(), content).await,
            _ => Ok(content),
        }
    }

    /// A part's content: fetched and checked, kept, inflated.
    pub(crate) async fn fetch_part(&self, part: &PartRef) -> Result<Vec<u8>, Failure> {
        let name = part.name();
        let stored = self.verified(part).await?;
        self.host.keep(&name, &stored).await;
        let content = self.host.inflate(stored, part.inflated as usize).await;
        let content = content.map_err(|reason| Failure::Damaged { name: name.clone(), reason })?;
        if content.len() != part.inflated as usize {
            let reason =
                format!("{name} holds {} bytes where its table says {}", content.len(), part.inflated);
            return Err(Failure::Damaged { name, reason });
        }
        Ok(content)
    }
}
