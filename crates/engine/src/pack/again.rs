//! A document that comes again under the id that it has: what of the two is kept, and their files, of which each may lack some.
//!
//! Documents that are alike under other ids are left to `copies.rs`, and what files and pictures are to `pictures.rs`.

use super::{
    Added, Likeness, Packer, Workshop, add_copies, came_alike, copies, fetched, files, formats,
    is_of_one_input, likeness, pictures, recall, says_the_same,
};
use std::io;
use tangthu_archive::Document;

impl<W: Workshop> Packer<W> {
    /// An input holds a document whose id is there.
    pub(super) fn again(&mut self, position: u32, document: &Document) -> io::Result<Added> {
        let kept = self.shelf.kept[position as usize];
        self.shelf.kept[position as usize].named = true;
        if kept.is_live() {
            let there = recall(&kept, &self.workshop)?;
            // A crawl may hold a page several times; its earlier states are not to come back.
            let is_earlier = fetched(document).is_some() && fetched(document) < fetched(&there);
            // A file in another format that was joined to it comes on its own, and so do pictures of a copy.
            let own = pictures::parted(formats::parted(&there, document), document);
            if is_earlier || says_the_same(&own, document) {
                return Ok(Added::Same);
            }
            // Of two that are the same but for files, each gives the other those that it has here.
            let is_stored = position < self.stored;
            let mut new = document.clone();
            if is_stored {
                pictures::fill_known(&mut new, &there);
            } else {
                pictures::fill(&mut new, &there);
            }
            if says_the_same(&own, &new) {
                return Ok(Added::Same);
            }
            let mut filled = there.clone();
            if pictures::fill(&mut filled, document)
                && says_the_same(&pictures::parted(formats::parted(&filled, &new), &new), &new)
            {
                add_copies(&mut filled, self.copies_of(position)?);
                self.put_in_place(position, &filled)?;
                return Ok(Added::Same);
            }
            // A feed that comes every day must not take the page away that it sums up.
            if self.duplicates.is_some()
                && !is_of_one_input(&there, document)
                && fetched(document) == fetched(&there)
                && likeness::compare(&there, document) == Some(Likeness::Address)
                && copies::sums_up(document, &there)
            {
                return self.fold(position, Likeness::Address, document);
            }
            let gone = pictures::lost(&there, &new).into_iter().map(|name| (document.id.clone(), name));
            self.lost_files.extend(gone);
            self.put_in_place(position, &new)?;
            return Ok(Added::Changed);
        }
        self.put_in_place(position, document)?;
        Ok(Added::New)
    }

    /// The document that has the id which this one was to have, if it was read from the same bytes and says the same, whichever files
    /// of it are here.
    pub(super) fn twin_of(&self, document: &Document) -> io::Result<Option<u32>> {
        let Some(position) = document.id.rsplit_once('~').and_then(|(id, _)| self.shelf.find(id)) else {
            return Ok(None);
        };
        let kept = &self.shelf.kept[position as usize];
        if !kept.is_live() {
            return Ok(None);
        }
        let there = recall(kept, &self.workshop)?;
        let is_known = document.provenance.as_ref().is_some_and(|from| from.sha256.is_some());
        let without_files = |document: &Document| Document { attachments: Vec::new(), ..document.clone() };
        let is_twin = is_known
            && came_alike(&there, document)
            && files::are_the_same(&there, document)
            && says_the_same(&without_files(&there), &without_files(document));
        Ok(is_twin.then_some(position))
    }
}
