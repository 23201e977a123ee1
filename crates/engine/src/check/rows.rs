//! Whether the parts of a segment that tell of its documents tell the same: cards, texts, and the list of ids. Each fits its own
//! hash; that it is the right one, only the others say.

use std::hash::{DefaultHasher, Hash, Hasher};
use tangthu_archive::{Card, Document};

/// The documents of a segment, as far as its parts were read: 40 bytes of each.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many the segment holds.
    pub(super) documents: u32,
    seen: Vec<Seen>,
    /// The last id of the list so far.
    last: Option<String>,
}

/// What is remembered of a document, as hashes.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    id: Option<u64>,
    card: Option<u64>,
    listed: bool,
}

impl Rows {
    pub(super) fn new(documents: u32) -> Self {
        Self { documents, ..Self::default() }
    }

    /// Takes the cards of a part, the first of them of document `from`, which may be anything.
    pub(super) fn cards(&mut self, from: u32, cards: &[Card]) {
        for (card, ordinal) in cards.iter().zip(from..u32::MAX) {
            if let Some(seen) = self.at(ordinal) {
                (seen.id, seen.card) = (Some(hash(&card.id)), Some(traits(card)));
            }
        }
    }

    /// Takes the texts of a part, the first of them of document `from`; the first that is another than its card.
    pub(super) fn texts(&mut self, from: u32, texts: &[Document]) -> Option<String> {
        let mut fault = None;
        for (text, ordinal) in texts.iter().zip(from..u32::MAX) {
            let Some(seen) = self.at(ordinal) else { continue };
            // Writers up to November 2026 left the day of issue out of cards.
            let dated = |published| traits(&Card { published, ..Card::of(text) });
            if seen.card.is_some_and(|card| card != dated(text.date()) && card != dated(text.published)) {
                fault
                    .get_or_insert_with(|| format!("document {ordinal} is another in it than its card says"));
            }
            seen.id.get_or_insert(hash(&text.id));
        }
        fault
    }

    /// Takes ids of a part, which its table says to begin with `first`; what is wrong with them.
    pub(super) fn ids(&mut self, first: &str, ids: &[(String, u32)]) -> Option<String> {
        if ids.first().is_some_and(|(id, _)| id != first) {
            return Some("it begins with another id than its table says".to_owned());
        }
        for (id, ordinal) in ids {
            if self.last.as_ref().is_some_and(|last| last >= id) {
                return Some("its ids are not in order".to_owned());
            }
            self.last = Some(id.clone());
            let Some(seen) = self.at(*ordinal) else {
                return Some(format!("it lists document {ordinal}, which its segment does not hold"));
            };
            if std::mem::replace(&mut seen.listed, true) {
                return Some(format!("document {ordinal} is listed twice"));
            }
            if seen.id.is_some_and(|known| known != hash(id)) {
                return Some(format!("it gives document {ordinal} another id than card and text do"));
            }
        }
        None
    }

    fn at(&mut self, ordinal: u32) -> Option<&mut Seen> {
        if ordinal >= self.documents {
            return None;
        }
        let at = ordinal as usize;
        if self.seen.len() <= at {
            self.seen.resize(at + 1, Seen::default());
        }
        self.seen.get_mut(at)
    }
}

/// What a card says that is copied from its document. How long its extract is, is up to who packs.
fn traits(card: &Card) -> u64 {
    let Card { id, title, section, published, source, views, number, extract: _ } = card;
    let published = published.map(|date| date.to_string());
    hash(&(id, title, section, published, source, views, number))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
