//! What stands beside the text of a document: what packing recognised in it.

use super::{
    Beside, BesideRequest, CitedNumber, FigureRow, Named, Place as Spot, figures::ends_of,
    found::blocks_by_text, says_more,
};
use crate::{Failure, Host, Reader, reader::at_once};
use std::collections::HashMap;
use tangthu_archive::{Document, Mention, MentionKind};
use tangthu_mentions::number_key;
use tangthu_search::SearchError;

/// Findings of one kind that are told of a document: more than a page shows beside a text.
const MAX_TOLD: usize = 2_000;

impl<H: Host> Reader<H> {
    /// What stands beside the text of a document.
    ///
    /// # Errors
    /// [`Failure::NoDocument`], or as [`Reader::figures`].
    pub async fn beside(&self, request: &BesideRequest, stale: &dyn Fn() -> bool) -> Result<Beside, Failure> {
        let found = self
            .settled(stale, at_once, || {
                let Some((segment, ordinal)) = self.place(&request.id)? else { return Ok(None) };
                Ok::<_, SearchError>(Some(self.segments[segment].whole(ordinal)?))
            })
            .await?;
        found.map(|document| told(&document)).ok_or_else(|| Failure::NoDocument { id: request.id.clone() })
    }
}

fn told(document: &Document) -> Beside {
    let blocks = blocks_by_text(document);
    let own = document.number.as_deref().map(number_key);
    let mut beside = Beside::default();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for mention in &document.mentions {
        let place = Spot {
            text: mention.text,
            block: mention.text.checked_sub(2).and_then(|text| blocks.get(text as usize)).copied(),
            start: mention.start,
            end: mention.end,
        };
        let named = |note: &str| Named {
            value: mention.value.clone(),
            note: mention.details.get(note).cloned(),
            place,
        };
        let list = match mention.kind {
            MentionKind::Figure => {
                if beside.figures.len() < MAX_TOLD {
                    beside.figures.extend(figure(mention, place));
                }
                continue;
            }
            MentionKind::Number => {
                let key = number_key(&mention.value);
                let at = *numbers.entry(key.clone()).or_insert(beside.numbers.len());
                match beside.numbers.get_mut(at) {
                    Some(cited) => add(cited, mention),
                    // What a document bears it does not cite.
                    None if own.as_ref() != Some(&key) && at < MAX_TOLD => {
                        let mut cited =
                            CitedNumber { number: mention.value.clone(), place, ..Default::default() };
                        add(&mut cited, mention);
                        beside.numbers.push(cited);
                    }
                    None => {
                        numbers.remove(&key);
                    }
                }
                continue;
            }
            MentionKind::Person => (&mut beside.people, "role"),
            MentionKind::Place => (&mut beside.places, ""),
            MentionKind::Body => (&mut beside.bodies, ""),
            MentionKind::Date | MentionKind::Period => (&mut beside.dates, "name"),
            MentionKind::Abbreviation => (&mut beside.abbreviations, "long"),
        };
        let (list, note) = list;
        if list.len() < MAX_TOLD {
            list.push(named(note));
        }
    }
    beside
}

/// Adds what a mention tells of a number that is told already.
fn add(cited: &mut CitedNumber, mention: &Mention) {
    cited.times += 1;
    for (name, field) in [
        ("kind", &mut cited.kind),
        ("issuer", &mut cited.issuer),
        ("date", &mut cited.date),
        ("title", &mut cited.title),
    ] {
        if field.is_none() {
            *field = mention.details.get(name).cloned();
        }
    }
    let relation = mention.details.get("relation");
    if says_more(relation.map(String::as_str), cited.relation.as_deref()) {
        cited.relation = relation.cloned();
    }
}

fn figure(mention: &Mention, place: Spot) -> Option<FigureRow> {
    let (low, high) = ends_of(&mention.value)?;
    let detail = |name: &str| mention.details.get(name).cloned();
    Some(FigureRow {
        value: mention.value.clone(),
        low,
        high,
        unit: detail("unit"),
        subject: detail("subject"),
        status: detail("status"),
        about: detail("about"),
        date: detail("date"),
        place,
        ..FigureRow::default()
    })
}
