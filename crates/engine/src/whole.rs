//! Going through a whole archive, for whoever makes another out of it: every document, and the name of every file.
//!
//! Nothing is kept: memory holds one part, or the names of the files of one segment.

use crate::{Failure, Host, Reader};
use serde::de::DeserializeOwned;
use tangthu_archive::{
    Card, Document, MAX_KIND_PARTS, MAX_TABLE_ENTRIES, MAX_TABLE_LEVELS, Manifest, MentionRows, PageEntry,
    PartEntry, PartKind, PartRef, SegmentEntry, TablePage, TableRoot,
};
use tangthu_search::{SearchError, Segment};

/// A segment as its table lists it.
#[derive(Clone, Debug, Default)]
pub struct SegmentFiles {
    /// The table: its root and its pages.
    pub table: Vec<PartRef>,
    /// The parts, each kind in order, without the keys that they begin with.
    pub parts: Vec<(PartKind, PartEntry)>,
}

impl SegmentFiles {
    /// The names of all files.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let parts = self.parts.iter().map(|(_, entry)| &entry.part);
        self.table.iter().chain(parts).map(PartRef::name)
    }
}

/// The values of parts of one kind, as they are gone through.
struct Rows<T> {
    parts: std::vec::IntoIter<PartEntry>,
    open: std::vec::IntoIter<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { parts: Vec::new().into_iter(), open: Vec::new().into_iter() }
    }
}

fn right_count(name: String, count: u32, entry: &SegmentEntry) -> Result<(), Failure> {
    if count == entry.documents {
        return Ok(());
    }
    let reason = format!("documents by its list: {count}, by the manifest: {}", entry.documents);
    Err(Failure::Damaged { name, reason })
}

/// What is said of a table that lists more parts of a kind than [`MAX_KIND_PARTS`].
pub(crate) fn too_many_parts(table: &str) -> Failure {
    let reason =
        format!("{table} lists more parts of one kind than {MAX_KIND_PARTS}; build the archive again");
    Failure::Damaged { name: table.to_owned(), reason }
}

impl<H: Host> Reader<H> {
    /// The manifest; `None` for a one-file archive.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// Which segment holds the document with this id, by position; `None` where none does.
    ///
    /// # Errors
    /// What kept a part from arriving whole.
    pub async fn segment_of(&self, id: &str) -> Result<Option<usize>, Failure> {
        let place = self.settled(&|| false, async || {}, || self.look_up(id)).await?;
        Ok(place.map(|(segment, _)| segment))
    }

    /// The files of a segment. Its table is read, its parts are not.
    ///
    /// # Errors
    /// What kept a part of the table from arriving whole.
    pub async fn files_of(&self, segment: &SegmentEntry) -> Result<SegmentFiles, Failure> {
        let mut files = SegmentFiles { table: vec![segment.table], parts: Vec::new() };
        let root = self.fetch_table(&segment.table).await?;
        let root = TableRoot::parse(&segment.table.name(), &root)?;
        for (kind, pages) in root.pages {
            let (table, parts) = self.parts_below(&segment.table.name(), pages).await?;
            files.table.extend(table);
            files.parts.extend(parts.into_iter().map(|entry| (kind, entry)));
        }
        Ok(files)
    }

    /// Hands over the documents of the segment at a position, in order, until `take` returns false.
    ///
    /// # Errors
    /// What kept a part from arriving whole, or is wrong with it.
    pub async fn each_document(
        &self,
        segment: usize,
        take: &mut dyn FnMut(Document) -> bool,
    ) -> Result<(), Failure> {
        let Some(manifest) = &self.manifest else {
            return self.each_built(segment, take);
        };
        let entry = &manifest.segments[segment];
        let (name, mut root) = self.root_of(entry).await?;
        let mut texts = self.rows::<Document>(&name, &mut root, PartKind::Texts).await?.unwrap_or_default();
        // Up to version 2 mentions lay inside the documents.
        let mut mentions = self.rows::<MentionRows>(&name, &mut root, PartKind::Mentions).await?;
        let mut count = 0;
        while let Some(mut document) = self.next_row(&mut texts).await? {
            count += 1;
            if let Some(mentions) = &mut mentions {
                let Some(MentionRows(next)) = self.next_row(mentions).await? else {
                    let reason = "it has mentions of fewer documents than texts".to_owned();
                    return Err(Failure::Damaged { name, reason });
                };
                document.mentions = next;
            }
            if !take(document) {
                return Ok(());
            }
        }
        right_count(name, count, entry)
    }

    /// The same for the cards of a segment of a folder archive, which are a small part of the texts.
    ///
    /// # Errors
    /// As [`Reader::each_document`].
    pub async fn each_card(&self, segment: usize, take: &mut dyn FnMut(Card) -> bool) -> Result<(), Failure> {
        let Some(manifest) = &self.manifest else {
            return self.each_built(segment, &mut |document| take(Card::of(&document)));
        };
        let entry = &manifest.segments[segment];
        let (name, mut root) = self.root_of(entry).await?;
        let mut cards = self.rows::<Card>(&name, &mut root, PartKind::Cards).await?.unwrap_or_default();
        let mut count = 0;
        while let Some(card) = self.next_row(&mut cards).await? {
            count += 1;
            if !take(card) {
                return Ok(());
            }
        }
        right_count(name, count, entry)
    }

    /// The root of a segment's table, and its file.
    async fn root_of(&self, entry: &SegmentEntry) -> Result<(String, TableRoot), Failure> {
        let name = entry.table.name();
        let root = TableRoot::parse(&name, &self.fetch_table(&entry.table).await?)?;
        Ok((name, root))
    }

    /// The values of all parts of a kind, to be taken one after the other; none where the table has no such kind.
    async fn rows<T>(
        &self,
        table: &str,
        root: &mut TableRoot,
        kind: PartKind,
    ) -> Result<Option<Rows<T>>, Failure> {
        let Some(pages) = root.pages.remove(&kind) else { return Ok(None) };
        let (_, parts) = self.parts_below(table, pages).await?;
        Ok(Some(Rows { parts: parts.into_iter(), open: Vec::new().into_iter() }))
    }

    async fn next_row<T: DeserializeOwned>(&self, rows: &mut Rows<T>) -> Result<Option<T>, Failure> {
        loop {
            if let Some(row) = rows.open.next() {
                return Ok(Some(row));
            }
            let Some(PartEntry { part, .. }) = rows.parts.next() else { return Ok(None) };
            let read: Vec<T> = serde_json::from_slice(&self.fetch_part(&part).await?).map_err(|error| {
                let reason = format!("it is not the JSON its kind promises ({error})");
                Failure::Damaged { name: part.name(), reason }
            })?;
            rows.open = read.into_iter();
        }
    }

    /// Hands over every document of the archive, segment by segment, until `take` returns false.
    ///
    /// # Errors
    /// As [`Reader::each_document`].
    pub async fn every_document(&self, take: &mut dyn FnMut(Document) -> bool) -> Result<(), Failure> {
        let mut goes_on = true;
        for segment in 0..self.segments.len() {
            if goes_on {
                self.each_document(segment, &mut |document| {
                    goes_on = take(document);
                    goes_on
                })
                .await?;
            }
        }
        Ok(())
    }

    /// The same of a one-file archive, which is in memory.
    fn each_built(&self, segment: usize, take: &mut dyn FnMut(Document) -> bool) -> Result<(), Failure> {
        let Some(segment) = self.segments.get(segment) else { return Ok(()) };
        for ordinal in 0..segment.documents() {
            let document = segment.whole(ordinal).map_err(|error: SearchError| Failure::Damaged {
                name: self.name.clone(),
                reason: error.to_string(),
            })?;
            if !take(document) {
                break;
            }
        }
        Ok(())
    }

    /// The pages below some of a table, themselves included, and the parts of one kind that they list, in order. Keys are left
    /// out: together they may be far longer than the parts' hashes, and whoever goes through all parts looks none up.
    async fn parts_below(
        &self,
        root: &str,
        pages: Vec<PageEntry>,
    ) -> Result<(Vec<PartRef>, Vec<PartEntry>), Failure> {
        let (mut table, mut parts) = (Vec::new(), Vec::new());
        // Pages still to be read, the first last, each with how many stand above it.
        let mut open: Vec<(PageEntry, u8)> = pages.into_iter().rev().map(|page| (page, 0)).collect();
        while let Some((PageEntry { page, .. }, level)) = open.pop() {
            table.push(page);
            let name = page.name();
            let below = TablePage::parse(&name, &self.fetch_table(&page).await?)?;
            // Pages that list the same pages over and over would keep this busy for ever.
            if table.len() + open.len() > MAX_TABLE_ENTRIES || level >= MAX_TABLE_LEVELS {
                let reason = "its pages go on past any that are written".to_owned();
                return Err(Failure::Damaged { name: root.to_owned(), reason });
            }
            // So would pages that are few but long, each of them listed often.
            if parts.len() + below.parts.len() > MAX_KIND_PARTS {
                return Err(too_many_parts(root));
            }
            parts.extend(below.parts.into_iter().map(|entry| PartEntry { first: String::new(), ..entry }));
            open.extend(below.pages.into_iter().rev().map(|page| (page, level + 1)));
        }
        Ok((table, parts))
    }
}
