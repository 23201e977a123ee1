//! Documents whose files are not here yet: the same document may come again and have them. An archive in one file carries none, and
//! the folder that it was made of may lie beside it.

use super::{From, Keeper};
use crate::{
    html::PageFile,
    ids,
    item::{Item, Notice},
};
use std::collections::HashMap;
use tangthu_archive::{Attachment, Document, Sha256Hex};

/// What is known of them.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// Ids of documents that lack a file, in short, with the hash of what they were read from.
    lacking: HashMap<[u8; 16], Option<Sha256Hex>>,
    /// What documents of files of their own say, those with pictures and files beside them, by their ids in short.
    with_files: HashMap<[u8; 16], [u8; 16]>,
    /// What is to be said at the end, unless the files came.
    told_late: Vec<([u8; 16], Notice)>,
}

impl Keeper<'_> {
    /// Takes note of what a document lacks, and says it: of a record of an archive, which knows what its files were, at the end.
    pub(super) fn lacks(&mut self, document: &Document, missing: Option<Notice>, from: &From) {
        let mut absent = document.attachments.iter().filter(|file| file.sha256.is_none()).peekable();
        // Of a page in a crawl the captures tell which one has its files.
        if absent.peek().is_none() || from.web.is_some() {
            return missing.into_iter().for_each(|notice| self.notice(notice));
        }
        let key = ids::key(&document.id);
        let read_from = document.provenance.as_ref().and_then(|provenance| provenance.sha256);
        self.missing.lacking.insert(key, read_from);
        let was_known = absent.any(|file| file.bytes.is_some());
        match missing {
            Some(notice) if was_known => {
                let remedy = format!("an archive that has them keeps them; else {}", notice.remedy);
                self.missing.told_late.push((key, Notice { remedy, ..notice }));
            }
            notice => notice.into_iter().for_each(|notice| self.notice(notice)),
        }
    }

    /// Takes note of a document whose files lay beside it: a record of an archive that lists them is the same document.
    pub(super) fn has_files(&mut self, document: &Document, from: &From) {
        if from.alone && from.web.is_none() && !document.attachments.is_empty() {
            self.missing.with_files.insert(ids::key(&document.id), said(document));
        }
    }

    /// Whether a record is a document that was here with its files.
    pub(super) fn is_here_with_files(&self, record: &Document) -> bool {
        !record.attachments.is_empty()
            && self.missing.with_files.get(&ids::key(&record.id)).is_some_and(|there| *there == said(record))
    }

    /// Hands a document on that was here before without some of its files, if it has them now.
    pub(super) fn complete(&mut self, mut document: Document, files: Option<Vec<PageFile>>, from: &From) {
        let key = ids::key(&document.id);
        if !self.missing.lacking.contains_key(&key) {
            return;
        }
        document.provenance = Some(super::provenance(document.provenance.take(), from));
        // What is still missing was said the first time.
        self.attach(&mut document, files, from);
        if document.attachments.iter().all(|file| file.sha256.is_some()) {
            self.missing.lacking.remove(&key);
        }
        if document.attachments.iter().any(|file| file.sha256.is_some()) {
            (self.sink)(Item::Document(Box::new(document), None));
        }
    }

    /// A document came that was to have the id `asked` for. Was the one that has it read from the same bytes, they are one.
    pub(super) fn came(&mut self, asked: &str, document: &Document, from: &From) {
        let key = ids::key(asked);
        let is_whole = document.attachments.iter().all(|file| file.sha256.is_some());
        if document.id != asked && is_whole && self.missing.lacking.get(&key) == Some(&Some(from.hash)) {
            self.missing.lacking.remove(&key);
        }
    }

    /// Says which files did not come to the end.
    pub(crate) fn tell_missing(&mut self) {
        let Missing { lacking, told_late, .. } = std::mem::take(&mut self.missing);
        let still = told_late.into_iter().filter(|(key, _)| lacking.contains_key(key));
        still.for_each(|(_, notice)| self.notice(notice));
    }
}

/// What a document says, and which files it lists, whether they are here or not.
fn said(document: &Document) -> [u8; 16] {
    let bare = |file: &Attachment| Attachment {
        name: file.name.clone(),
        media_type: None,
        bytes: None,
        sha256: None,
    };
    let attachments = document.attachments.iter().map(bare).collect();
    ids::short(&ids::content_hash(&Document { attachments, ..document.clone() }).0)
}
