//! The list of the documents that are being packed: what they are put in order by, and where each is kept.
//!
//! It is all that grows with the archive while packing, so it is held small: 32 bytes and the id for each document, some
//! 50 MB for a million. (While documents come, the same again to find them by their ids.)

use rustc_hash::{FxBuildHasher, FxHasher};
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    io,
    sync::Arc,
};
use tangthu_archive::{Document, PartialDate};
use tangthu_search::order;

/// Source and section, which many documents share.
type Label = (Option<String>, Vec<String>);

/// A document that is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    published: Option<PartialDate>,
    label: u32,
    /// Where its id begins; it ends where the next one begins.
    id: u32,
    /// The first byte of its JSON among all that is kept.
    pub(super) offset: u64,
    /// The length of its JSON; 0 once it is removed.
    pub(super) length: u32,
    /// The segment of an earlier archive that it comes from, counted from 1; 0 for one that comes from the inputs.
    pub(super) segment: u16,
    /// Whether an input of this run holds it.
    pub(super) named: bool,
}

impl Kept {
    pub(super) fn is_live(&self) -> bool {
        self.length > 0
    }
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) kept: Vec<Kept>,
    ids: String,
    labels: Vec<Arc<Label>>,
    label_numbers: HashMap<Arc<Label>, u32, FxBuildHasher>,
    /// Positions by the hash of the id; ids of one hash take the numbers that follow.
    by_id: HashMap<u64, u32, FxBuildHasher>,
}

impl Shelf {
    /// Adds a document whose JSON lies at `place`. Its id must be new.
    pub(super) fn add(&mut self, document: &Document, segment: u16, place: (u64, u32)) -> io::Result<u32> {
        let position = u32::try_from(self.kept.len()).map_err(io::Error::other)?;
        let id = u32::try_from(self.ids.len()).map_err(io::Error::other)?;
        self.ids.push_str(&document.id);
        let (offset, length) = place;
        let label = self.label(document)?;
        let published = document.date();
        self.kept.push(Kept { published, label, id, offset, length, segment, named: segment == 0 });
        let mut key = hash_of(&document.id);
        while self.by_id.contains_key(&key) {
            key = key.wrapping_add(1);
        }
        self.by_id.insert(key, position);
        Ok(position)
    }

    /// Puts another text in the place of a document: the id stays.
    pub(super) fn replace(
        &mut self,
        position: u32,
        document: &Document,
        place: (u64, u32),
    ) -> io::Result<()> {
        let label = self.label(document)?;
        let kept = &mut self.kept[position as usize];
        (kept.published, kept.label) = (document.date(), label);
        (kept.offset, kept.length) = place;
        Ok(())
    }

    /// The position of the document with this id, also of one that was removed.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        let mut key = hash_of(id);
        loop {
            let position = *self.by_id.get(&key)?;
            if self.id(position) == id {
                return Some(position);
            }
            key = key.wrapping_add(1);
        }
    }

    pub(super) fn id(&self, position: u32) -> &str {
        let at = position as usize;
        let end = self.kept.get(at + 1).map_or(self.ids.len(), |next| next.id as usize);
        &self.ids[self.kept[at].id as usize..end]
    }

    /// The positions of some live documents, in the order in which an archive has them.
    pub(super) fn in_order(&self, wanted: impl Fn(&Kept) -> bool) -> Vec<u32> {
        let live = (0u32..).zip(&self.kept).filter(|(_, kept)| kept.is_live() && wanted(kept));
        let mut positions: Vec<u32> = live.map(|(position, _)| position).collect();
        positions.sort_by(|a, b| self.order(*a).cmp(&self.order(*b)));
        positions
    }

    /// Whether two documents have the same date, source and section.
    pub(super) fn differ_by_id_alone(&self, one: u32, other: u32) -> bool {
        let told = |position: u32| {
            let kept = &self.kept[position as usize];
            (kept.published, kept.label)
        };
        told(one) == told(other)
    }

    /// Forgets how to find documents by their id and gives back the room kept for more of them: none comes any more.
    pub(super) fn close(&mut self) {
        self.by_id = HashMap::default();
        self.label_numbers = HashMap::default();
        self.kept.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    fn order(&self, position: u32) -> impl Ord + '_ {
        let kept = &self.kept[position as usize];
        let (source, section) = &*self.labels[kept.label as usize];
        order(kept.published, source.as_deref(), section, self.id(position))
    }

    fn label(&mut self, document: &Document) -> io::Result<u32> {
        let label = Arc::new((document.source.clone(), document.section.clone()));
        if let Some(&number) = self.label_numbers.get(&label) {
            return Ok(number);
        }
        let number = u32::try_from(self.labels.len()).map_err(io::Error::other)?;
        self.labels.push(Arc::clone(&label));
        self.label_numbers.insert(label, number);
        Ok(number)
    }
}

fn hash_of(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, year: Option<&str>) -> Document {
        let published = year.map(|year| year.parse().unwrap());
        Document { id: id.to_owned(), published, ..Document::default() }
    }

    #[test]
    fn documents_are_found_by_their_id_and_put_in_order() {
        let mut shelf = Shelf::default();
        for (at, (id, year)) in
            [("b", None), ("a", Some("2020")), ("c", Some("2021"))].into_iter().enumerate()
        {
            shelf.add(&document(id, year), 0, (at as u64, 1)).unwrap();
        }
        assert_eq!((shelf.find("a"), shelf.find("c"), shelf.find("d")), (Some(1), Some(2), None));
        assert_eq!(shelf.in_order(|_| true), [2, 1, 0]);
        shelf.replace(0, &document("b", Some("2022")), (9, 1)).unwrap();
        shelf.kept[1].length = 0;
        assert_eq!(shelf.in_order(|_| true), [0, 2]);
    }

    #[test]
    fn what_is_held_of_a_document_is_small() {
        assert_eq!(size_of::<Kept>(), 32, "it is held for each of a million documents");
    }

    #[test]
    fn ids_of_one_hash_are_told_apart() {
        let mut shelf = Shelf::default();
        shelf.add(&document("một", None), 0, (0, 1)).unwrap();
        // As if "hai" had the hash of "một": the next number is free, and looking for either ends.
        shelf.add(&document("hai", None), 0, (1, 1)).unwrap();
        let (one, two) = (hash_of("một"), hash_of("hai"));
        shelf.by_id.remove(&two);
        shelf.by_id.insert(two, 0);
        shelf.by_id.insert(two.wrapping_add(1), 1);
        assert_eq!(shelf.find("hai"), Some(1));
        shelf.by_id.remove(&one);
        assert_eq!(shelf.find("một"), None);
    }
}
