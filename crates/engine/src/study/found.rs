//! What all these questions begin with: the documents that a search finds, all of them, and what lies with each in its parts.
//!
//! Parts are read one after the other and let go again: a tab that went through the figures of a large archive would else hold
//! all of it.

use super::{DocumentLink, Place as Spot};
use crate::{
    Failure, Host, Reader, Run, SearchRequest,
    reader::{Place, all, at_once, read_query},
};
use futures_util::future::join_all;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use tangthu_archive::{
    Block, Card, Document, Mention, MentionRows, PartKind, PartRef, PartialDate, month_of_day,
};
use tangthu_mentions::sentence;
use tangthu_search::{COLUMN_DATE, Column, Found, SearchError, Segment};

/// Parts that are fetched at once.
const AT_ONCE: usize = 8;

/// A part of which some documents are wanted.
pub(crate) struct Wanted {
    segment: usize,
    kind: PartKind,
    index: u32,
    from: u32,
    part: Option<PartRef>,
    /// Which of the places that were asked for lie in it, and their ordinals.
    pub(crate) places: Vec<(usize, u32)>,
}

impl<H: Host> Reader<H> {
    /// All documents that a search finds, in its order.
    pub(crate) async fn found(
        &self,
        search: &SearchRequest,
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<Found>, Failure> {
        let search = SearchRequest { count: Vec::new(), ..search.clone() };
        let query = read_query(&search);
        let all = (0, usize::MAX);
        let (_, outcome) = self.settled(stale, at_once, || self.run(&search, &query, all)).await?;
        Ok(outcome.page)
    }

    /// The parts of a kind in which the documents at some places lie, in the order in which they are first met.
    pub(crate) async fn parts_of(
        &self,
        kind: PartKind,
        places: &[Place],
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<Wanted>, Failure> {
        self.settled(stale, at_once, || {
            let mut parts: Vec<Wanted> = Vec::new();
            let mut known: HashMap<(usize, u32), usize> = HashMap::new();
            let mut pending = false;
            for (nth, &(segment, ordinal)) in places.iter().enumerate() {
                let stored = &self.segments[segment];
                // Up to version 2 mentions lay inside the documents.
                let apart = match kind {
                    PartKind::Mentions => stored.has_mentions(),
                    _ => Ok(true),
                };
                let address = apart.and_then(|apart| {
                    let kind = if apart { kind } else { PartKind::Texts };
                    stored.address(kind, ordinal).map(|address| (kind, address))
                });
                let (kind, (index, from, part)) = match address {
                    Err(SearchError::Pending) => {
                        pending = true;
                        continue;
                    }
                    address => address?,
                };
                let at = *known.entry((segment, index)).or_insert(parts.len());
                if at == parts.len() {
                    parts.push(Wanted { segment, kind, index, from, part, places: Vec::new() });
                }
                parts[at].places.push((nth, ordinal));
            }
            if pending { Err(SearchError::Pending) } else { Ok(parts) }
        })
        .await
    }

    /// Reads parts and hands over, for each place that was asked for, what lies there.
    pub(crate) async fn each_row<T: DeserializeOwned>(
        &self,
        parts: &[Wanted],
        stale: &dyn Fn() -> bool,
        take: &mut dyn FnMut(usize, T),
    ) -> Result<(), Failure> {
        for wave in parts.chunks(AT_ONCE) {
            if stale() {
                return Err(Failure::Stale);
            }
            let contents = join_all(wave.iter().map(|wanted| self.content(wanted))).await;
            for (wanted, content) in wave.iter().zip(contents) {
                let damaged = |reason: &str| Failure::Damaged {
                    name: wanted.part.map_or_else(|| self.name.clone(), |part| part.name()),
                    reason: reason.to_owned(),
                };
                let content = content?;
                let rows: Vec<T> = serde_json::from_slice(&content)
                    .map_err(|_| damaged("it is not the JSON its kind promises"))?;
                let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
                for &(nth, ordinal) in &wanted.places {
                    let at = ordinal.saturating_sub(wanted.from) as usize;
                    let row = rows.get_mut(at).and_then(Option::take);
                    take(nth, row.ok_or_else(|| damaged("it holds fewer documents than its table says"))?);
                }
            }
        }
        Ok(())
    }

    /// The same of mentions, wherever they lie.
    pub(crate) async fn each_mentions(
        &self,
        parts: &[Wanted],
        stale: &dyn Fn() -> bool,
        take: &mut dyn FnMut(usize, Vec<Mention>),
    ) -> Result<(), Failure> {
        for part in parts.chunk_by(|a, b| a.kind == b.kind) {
            if part[0].kind == PartKind::Mentions {
                self.each_row(part, stale, &mut |nth, MentionRows(mentions)| take(nth, mentions)).await?;
            } else {
                self.each_row(part, stale, &mut |nth, document: Document| take(nth, document.mentions))
                    .await?;
            }
        }
        Ok(())
    }

    async fn content(&self, wanted: &Wanted) -> Result<std::rc::Rc<Vec<u8>>, Failure> {
        if let Some(content) = self.segments[wanted.segment].at_hand(wanted.kind, wanted.index) {
            return Ok(content);
        }
        let Some(part) = &wanted.part else {
            return Err(Failure::Missing { name: self.name.clone() });
        };
        self.fetch_part(part).await.map(std::rc::Rc::new)
    }

    /// The cards of the documents at some places.
    pub(crate) async fn links(
        &self,
        places: &[Place],
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<DocumentLink>, Failure> {
        let cards = self.settled(stale, at_once, || {
            all(places
                .iter()
                .map(|&(segment, ordinal)| self.segments[segment].row::<Card>(PartKind::Cards, ordinal)))
        });
        Ok(cards.await?.into_iter().map(link).collect())
    }

    /// The texts of the documents at some places.
    pub(crate) async fn texts(
        &self,
        places: &[Place],
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<Document>, Failure> {
        let mut documents: Vec<Option<Document>> = vec![None; places.len()];
        let parts = self.parts_of(PartKind::Texts, places, stale).await?;
        self.each_row(&parts, stale, &mut |nth, document| documents[nth] = Some(document)).await?;
        documents.into_iter().map(|document| document.ok_or(Failure::Stale)).collect()
    }

    /// The date of each document, as exact as the column tells it.
    pub(crate) async fn dates(
        &self,
        places: &[Place],
        stale: &dyn Fn() -> bool,
    ) -> Result<Vec<Option<String>>, Failure> {
        let days = self.settled(stale, at_once, || {
            let columns = all(self.segments.iter().map(|segment| segment.column(COLUMN_DATE)))?;
            let days = places.iter().map(|&(segment, ordinal)| match columns[segment].as_deref() {
                Some(Column::Dates(dates)) => dates.days.get(ordinal as usize).copied().flatten(),
                _ => None,
            });
            Ok(days.collect::<Vec<_>>())
        });
        Ok(days.await?.into_iter().map(|days| days.map(date_of)).collect())
    }
}

/// Where a document that was found is.
pub(crate) fn place_of(found: &Found) -> Place {
    (found.segment, found.ordinal)
}

/// A document as a link shows it.
pub(crate) fn link(card: Card) -> DocumentLink {
    DocumentLink {
        id: card.id,
        title: card.title,
        published: card.published.map(|date| date.to_string()),
        number: card.number,
    }
}

/// A date from the first and the last day that it can mean.
pub(crate) fn date_of((first, last): (u32, u32)) -> String {
    let ((year, month), end) = (month_of_day(first), month_of_day(last));
    let begins = PartialDate::from_month(year, month).map_or(first, |month| month.first_day());
    match () {
        () if first == last => format!("{year:04}-{month:02}-{:02}", first.saturating_sub(begins) + 1),
        () if end == (year, month) => format!("{year:04}-{month:02}"),
        () => format!("{year:04}"),
    }
}

/// The text at a position, and the block of the body that holds it.
pub(crate) fn text_at(document: &Document, text: u32) -> Option<(&str, Option<u32>)> {
    let mut before = match text {
        0 => return Some((&document.title, None)),
        1 => return Some((document.lead.as_deref().unwrap_or_default(), None)),
        _ => text as usize - 2,
    };
    for (block, at) in document.body.iter().zip(0u32..) {
        let texts = block.texts();
        match texts.get(before) {
            Some(text) => return Some((text, Some(at))),
            None => before -= texts.len(),
        }
    }
    None
}

/// Where something stands, and the sentence round it; the sentence is empty where the text has no such place.
pub(crate) fn evidence(document: &Document, text: u32, start: u32, end: u32) -> (Spot, Vec<Run>) {
    let place = Spot { text, block: None, start, end };
    let Some((words, block)) = text_at(document, text) else { return (place, Vec::new()) };
    let place = Spot { block, ..place };
    let (start, end) = (start as usize, end as usize);
    if words.get(start..end).is_none() {
        return (place, Vec::new());
    }
    let whole = sentence(words, start..end);
    let (from, to) = (whole.start.min(start), whole.end.max(end));
    let runs = [(from..start, false), (start..end, true), (end..to, false)];
    let runs = runs
        .into_iter()
        .filter(|(range, _)| !range.is_empty())
        .filter_map(|(range, hit)| Some(Run { hit, ..Run::plain(words.get(range)?) }));
    (place, runs.collect())
}

/// Blocks of a body by the positions of their texts, for those who look up many.
pub(crate) fn blocks_by_text(document: &Document) -> Vec<u32> {
    let texts = document.body.iter().zip(0u32..);
    texts.flat_map(|(block, at): (&Block, u32)| std::iter::repeat_n(at, block.texts().len())).collect()
}
