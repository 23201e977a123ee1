//! All documents of an archive, the newest first: what lists and neighbours show of each, kept outside memory.
//!
//! Memory holds some thirty bytes a document; cards wait in the workshop's file and are recalled one at a time.

use crate::workshop::DiskWorkshop;
use std::{cmp::Reverse, io};
use tangthu_archive::{Card, PartialDate};
use tangthu_engine::pack::Workshop;

/// Where a card waits, and the date that orders it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    published: Option<PartialDate>,
    offset: u64,
    length: u32,
}

/// The documents in order.
#[derive(Debug)]
pub(super) struct Register {
    workshop: DiskWorkshop,
    /// By position in the archive.
    entries: Vec<Entry>,
    /// Positions, the newest document first, those without a date last.
    order: Vec<u32>,
    /// For each position its place in `order`.
    ranks: Vec<u32>,
    length: u64,
}

impl Register {
    pub(super) fn new(workshop: DiskWorkshop) -> Self {
        Self { workshop, entries: Vec::new(), order: Vec::new(), ranks: Vec::new(), length: 0 }
    }

    /// Takes the card of the next document of the archive.
    pub(super) fn add(&mut self, card: &Card) -> io::Result<()> {
        let json = serde_json::to_vec(card)?;
        let length = u32::try_from(json.len()).map_err(io::Error::other)?;
        self.workshop.keep(&json)?;
        self.entries.push(Entry { published: card.published, offset: self.length, length });
        self.length += json.len() as u64;
        Ok(())
    }

    /// Puts all in order, once every card was taken.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.workshop.kept()?;
        let count = u32::try_from(self.entries.len()).map_err(io::Error::other)?;
        self.order = (0..count).collect();
        // Positions break ties: the archive has an order of its own among documents of one moment.
        self.order.sort_by_key(|&position| (Reverse(self.entries[position as usize].published), position));
        self.ranks = vec![0; self.entries.len()];
        for (rank, &position) in (0u32..).zip(&self.order) {
            self.ranks[position as usize] = rank;
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The rank of the document at a position of the archive.
    pub(super) fn rank(&self, position: usize) -> Option<usize> {
        self.ranks.get(position).map(|&rank| rank as usize)
    }

    /// When the document of this rank was published.
    pub(super) fn published(&self, rank: usize) -> Option<PartialDate> {
        self.order.get(rank).and_then(|&position| self.entries[position as usize].published)
    }

    /// The card of the document of this rank, if there is one.
    pub(super) fn card(&self, rank: usize) -> io::Result<Option<Card>> {
        let Some(&position) = self.order.get(rank) else { return Ok(None) };
        self.card_at(position as usize).map(Some)
    }

    /// The card of the document at a position of the archive.
    pub(super) fn card_at(&self, position: usize) -> io::Result<Card> {
        let Entry { offset, length, .. } = self.entries[position];
        Ok(serde_json::from_slice(&self.workshop.recall(offset, length as usize)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Bar;

    #[test]
    fn the_newest_comes_first_and_what_has_no_date_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut register = Register::new(DiskWorkshop::new(folder.path(), Bar::new(true)).unwrap());
        for (id, date) in
            [("a", Some("2021")), ("b", None), ("c", Some("2021-05-02")), ("d", Some("2023-01")), ("e", None)]
        {
            let published = date.map(|date| date.parse().unwrap());
            register.add(&Card { id: id.to_owned(), published, ..Card::default() }).unwrap();
        }
        register.close().unwrap();
        let order: Vec<String> =
            (0..register.len()).map(|rank| register.card(rank).unwrap().unwrap().id).collect();
        assert_eq!(order, ["d", "c", "a", "b", "e"]);
        assert_eq!(register.rank(2), Some(1));
        assert_eq!(register.card(5).unwrap(), None);
    }
}
