//! Documents that are copies of one that is kept: found, and listed with it. Which may be copies, `duplicates.rs` tells, and whether
//! they are, `likeness.rs`.

use super::{
    Added, Likeness, Packer, Workshop, add_copies, called, came_alike,
    duplicates::{Traits, texts},
    fetched, formats, likeness, pictures, recall, says_the_same, segment,
};
use std::io;
use tangthu_archive::Document;

impl<W: Workshop> Packer<W> {
    /// The document that is kept of which this one is a copy, if there is one.
    pub(super) fn copy_of(
        &self,
        document: &Document,
        traits: &Traits,
    ) -> io::Result<Option<(u32, Likeness)>> {
        let Some(duplicates) = &self.duplicates else { return Ok(None) };
        // A file in another format has the id of the first with a mark of its own.
        let namesake = document.id.rsplit_once('~').and_then(|(id, _)| self.shelf.find(id));
        for position in namesake.into_iter().chain(duplicates.candidates(traits)) {
            let kept = &self.shelf.kept[position as usize];
            if kept.is_live()
                && let Some(why) = likeness::compare(&recall(kept, &self.workshop)?, document)
            {
                return Ok(Some((position, why)));
            }
        }
        Ok(None)
    }

    /// Forgets what is known of the document at a position, which is about to go or to be another: what is like it later is
    /// like nothing that is there.
    pub(super) fn forget(&mut self, position: u32) {
        let kept = &self.shelf.kept[position as usize];
        if let Some(duplicates) = &mut self.duplicates
            && kept.is_live()
            && let Ok(there) = recall(kept, &self.workshop)
        {
            duplicates.forget(position, &Traits::of(&there));
        }
    }

    /// Lists a copy with the document that stands for both: the one that was fetched later, or else the one read first.
    pub(super) fn fold(&mut self, position: u32, why: Likeness, document: &Document) -> io::Result<Added> {
        let kept = self.shelf.kept[position as usize];
        self.shelf.kept[position as usize].named = true;
        let mut there = recall(&kept, &self.workshop)?;
        let into = there.id.clone();
        if there.provenance.is_some() && says_the_same(&there, document) && came_alike(&there, document) {
            return Ok(Added::Same);
        }
        let is_later = why == Likeness::Address
            && (fetched(document) > fetched(&there)
                || fetched(document) == fetched(&there) && sums_up(&there, document));
        // What an earlier archive lists already is not to have its segment written again.
        let listed = there.provenance.as_ref().map(|from| from.copies.clone()).unwrap_or_default();
        let copy = if is_later { called(&there, document) } else { called(document, &there) };
        if is_later {
            let mut later = Document { id: into.clone(), ..document.clone() };
            pictures::fill(&mut later, &there);
            add_copies(&mut later, listed);
            add_copies(&mut later, self.copies_of(position)?);
            add_copies(&mut later, vec![copy]);
            self.put_in_place(position, &later)?;
            return Ok(Added::Folded { into, why });
        }
        let joined = why == Likeness::OtherFormat && formats::join(&mut there, document);
        // Of two states of a page the other one's pictures are gone for a reason.
        let adopted = why != Likeness::Address && pictures::adopt(&mut there, document);
        let filled = pictures::fill(&mut there, document);
        if joined || adopted || filled {
            add_copies(&mut there, self.copies_of(position)?);
            add_copies(&mut there, vec![copy]);
            self.put_in_place(position, &there)?;
            return Ok(Added::Folded { into, why });
        }
        add_copies(&mut there, vec![copy.clone()]);
        if there.provenance.is_some_and(|from| from.copies != listed) {
            self.workshop.keep(copy.as_bytes())?;
            let place = (self.length, u32::try_from(copy.len()).map_err(io::Error::other)?);
            self.length += copy.len() as u64;
            let copies = self.copies.entry(position).or_default();
            if copies.len() < segment::MAX_COPIES {
                copies.push(place);
            }
            self.touch(position);
        }
        Ok(Added::Folded { into, why })
    }

    pub(super) fn copies_of(&self, position: u32) -> io::Result<Vec<String>> {
        let places = self.copies.get(&position).map(Vec::as_slice).unwrap_or_default();
        let recall = |&(offset, length): &(u64, u32)| {
            String::from_utf8(self.workshop.recall(offset, length as usize)?).map_err(io::Error::other)
        };
        places.iter().map(recall).collect()
    }
}

/// Whether `short` only sums up the page that `full` is, as articles of feeds do.
pub(super) fn sums_up(short: &Document, full: &Document) -> bool {
    let words = |document: &Document| texts(document).flat_map(str::split_whitespace).count();
    let (short, full) = (words(short), words(full));
    full >= 2 * short && full >= short + WORDS_MORE
}

/// Words that the text of a page has more than what sums it up, at the least.
const WORDS_MORE: usize = 20;
