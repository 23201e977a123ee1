//! Records that state their own ids, beside those of an archive that is there: two tables that count from 1 each have a record 1, and
//! the second must not take the place of the first. Whoever reads several files at once tells them apart already (`OwnId`); here the
//! files of other days come in, whose records keep the ids that they have.

use super::{Added, Packer, Workshop, duplicates, recall};
use rustc_hash::FxBuildHasher;
use std::{collections::HashSet, io};
use tangthu_archive::{Document, OwnId};
use tangthu_text::{fold, for_each_token};

/// Of the pairs of words of the shorter text, one in so many is in the other as well where they are states of one record.
const SHARED_PAIRS: usize = 4;

impl<W: Workshop> Packer<W> {
    /// Adds a document as [`Packer::add`] does; one that states its own id does not take the place of another file's document
    /// that has the same id and says something else.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn add_record(&mut self, document: &Document, stated: Option<&OwnId>) -> io::Result<Added> {
        let Some(stated) = stated else { return self.add(document) };
        let id = self.settled(document, stated)?;
        if id == document.id {
            return self.add(document);
        }
        let is_beside = id != stated.own && self.shelf.find(&id).is_none();
        let added = self.add(&Document { id: id.clone(), ..document.clone() })?;
        Ok(if is_beside && added == Added::New { Added::Beside { id } } else { added })
    }

    /// Adds a document of another archive as [`Packer::add`] does; where that archive has another document under an id that is
    /// taken, it is kept under `ids.in_file`.
    ///
    /// # Errors
    /// What the workshop returns.
    pub fn add_beside(&mut self, document: &Document, ids: &OwnId) -> io::Result<Added> {
        let there = self.there(&document.id)?;
        if there.is_none_or(|(there, _)| !are_unlike(&there, document)) {
            return self.add(document);
        }
        let id = ids.in_file.clone();
        Ok(match self.add(&Document { id: id.clone(), ..document.clone() })? {
            Added::New => Added::Beside { id },
            other => other,
        })
    }

    /// The id under which a record is in the archive, or is to be.
    fn settled(&self, document: &Document, stated: &OwnId) -> io::Result<String> {
        let there = self.there(&document.id)?;
        if there.as_ref().is_some_and(|(there, _)| input(there) == input(document)) {
            return Ok(document.id.clone());
        }
        for id in [&stated.in_file, &stated.own].into_iter().filter(|id| **id != document.id) {
            if let Some((there, named)) = self.there(id)?
                && !named
                && input(&there) == input(document)
            {
                return Ok(id.clone());
            }
        }
        let is_taken =
            |there: Option<(Document, bool)>| there.is_some_and(|(there, _)| is_another(&there, document));
        if !is_taken(there) {
            return Ok(document.id.clone());
        }
        if is_taken(self.there(&stated.in_file)?) {
            // Two containers may each hold a file of this name.
            return Ok(OwnId::of_input(&stated.own, input(document).unwrap_or_default()).in_file);
        }
        Ok(stated.in_file.clone())
    }

    /// The document that has this id, and whether an input of this run holds it.
    fn there(&self, id: &str) -> io::Result<Option<(Document, bool)>> {
        let Some(position) = self.shelf.find(id) else { return Ok(None) };
        let kept = &self.shelf.kept[position as usize];
        if !kept.is_live() {
            return Ok(None);
        }
        Ok(Some((recall(kept, &self.workshop)?, kept.named)))
    }
}

fn input(document: &Document) -> Option<&str> {
    document.provenance.as_ref().and_then(|from| from.input.as_deref())
}

/// Whether two documents with one id are two records and not two states of one: they come from files of different names, and neither
/// their address nor their words say that they are one. (The files that a table is saved to often have a name for each day.)
fn is_another(there: &Document, new: &Document) -> bool {
    let files = input(there).zip(input(new));
    files.is_some_and(|(one, other)| one != other) && are_unlike(there, new)
}

/// Whether two documents have neither an address nor many words in common.
fn are_unlike(there: &Document, new: &Document) -> bool {
    let address = |document: &Document| document.url.as_deref().and_then(duplicates::address);
    if address(there).is_some() && address(there) == address(new) {
        return false;
    }
    let (one, other) = (pairs(there), pairs(new));
    let shared = one.intersection(&other).count();
    shared == 0 || shared * SHARED_PAIRS < one.len().min(other.len())
}

/// The words of a document two by two, without marks.
fn pairs(document: &Document) -> HashSet<(String, String), FxBuildHasher> {
    let mut pairs = HashSet::default();
    for text in duplicates::texts(document) {
        let mut last = String::new();
        for_each_token(text, |token| {
            if !token.part {
                let word = fold(token.word);
                pairs.insert((std::mem::replace(&mut last, word.clone()), word));
            }
        });
    }
    pairs
}
