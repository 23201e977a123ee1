//! What the engine holds of an archive in memory: tables and parts that have arrived, and a note of those it still wants.

use crate::rows;
use serde::de::DeserializeOwned;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};
use tangthu_archive::{
    ArchiveError, Document, MAX_TABLE_LEVELS, Mention, MentionRows, PageEntry, PartId, PartKind, PartRef,
    TablePage, TableRoot,
};
use tangthu_search::{Column, Link, PartAt, SearchError, Segment, build_segment};

/// Something a segment lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// The root of its table.
    Root,
    /// A page of its table.
    Page(PageId),
    /// A part.
    Part(PartId),
}

/// A page of a table: the kind, the position of its first part, and how many pages stand above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PageId {
    kind: PartKind,
    part: u32,
    level: u8,
}

/// What the segments of an archive note together.
#[derive(Default)]
pub(crate) struct Notes {
    /// The file that was handed out last, and what it was wanted for. Search reads what it gets before it asks for more, so
    /// where it finds fault, this is the file to be named.
    pub(crate) last_read: Cell<Option<(PartKind, PartRef)>>,
    /// How many questions were answered: by it one tells how long ago a part was read.
    pub(crate) answered: Cell<u64>,
    /// Bytes of the parts that are held and could be fetched again.
    pub(crate) held: Cell<usize>,
}

/// A part in memory.
struct Held {
    /// Its file, which a part of a segment built in memory does not have.
    file: Option<PartRef>,
    content: Rc<Vec<u8>>,
    /// How many questions had been answered when it was read last.
    read: Cell<u64>,
}

/// A segment whose parts arrive as they are asked for; or one built in memory, which has them all.
#[derive(Default)]
pub(crate) struct StoredSegment {
    documents: u32,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    table: Option<PartRef>,
    root: Option<TableRoot>,
    pages: HashMap<PageId, Rc<TablePage>>,
    parts: HashMap<PartId, Held>,
    notes: Rc<Notes>,
    columns: HashMap<u32, Option<Rc<Column>>>,
    /// What is wanted, each thing once.
    wants: Vec<(Want, PartRef)>,
    /// What is being fetched.
    in_flight: Vec<Want>,
    /// For a segment built in memory: where each part begins, by kind.
    built: Option<BTreeMap<PartKind, Vec<(u32, String)>>>,
}

impl StoredSegment {
    /// A segment of an archive in files, whose table root is `table`.
    pub(crate) fn stored(documents: u32, table: PartRef, notes: &Rc<Notes>) -> Self {
        let notes = Rc::clone(notes);
        Self { documents, state: RefCell::new(State { table: Some(table), notes, ..State::default() }) }
    }

    /// A segment built in memory.
    pub(crate) fn built(documents: Vec<Document>) -> Self {
        let (documents, built) = build_segment(documents);
        let mut state = State::default();
        let mut places: BTreeMap<PartKind, Vec<(u32, String)>> = BTreeMap::new();
        for part in built {
            let places = places.entry(part.kind).or_default();
            let id = PartId { kind: part.kind, index: places.len() as u32 };
            places.push((part.from, part.first));
            let (content, read) = (Rc::new(part.content), Cell::default());
            state.parts.insert(id, Held { file: None, content, read });
        }
        state.built = Some(places);
        Self { documents, state: RefCell::new(state) }
    }

    /// Takes what was noted as wanted since the last time and is not being fetched, with the references to fetch. Whoever
    /// takes it says when each has [`landed`](Self::landed).
    pub(crate) fn take_wants(&self) -> Vec<(Want, PartRef)> {
        let mut state = self.state.borrow_mut();
        let mut wants = std::mem::take(&mut state.wants);
        wants.retain(|(want, _)| !state.in_flight.contains(want));
        state.in_flight.extend(wants.iter().map(|(want, _)| *want));
        wants
    }

    /// Drops what was noted as wanted.
    pub(crate) fn forget_wants(&self) {
        self.state.borrow_mut().wants.clear();
    }

    /// The fetch of something wanted has ended, well or not.
    pub(crate) fn landed(&self, want: Want) {
        self.state.borrow_mut().in_flight.retain(|other| *other != want);
    }

    /// Takes in the verified and inflated content of something wanted, which `part` refers to.
    pub(crate) fn feed(&self, want: Want, part: &PartRef, content: Vec<u8>) -> Result<(), ArchiveError> {
        let name = &part.name();
        let mut state = self.state.borrow_mut();
        match want {
            Want::Root => {
                let root = TableRoot::parse(name, &content)?;
                if root.documents != self.documents {
                    let what = format!(
                        "documents by its table: {}, by the manifest: {}",
                        root.documents, self.documents
                    );
                    return Err(ArchiveError::Limit { name: name.to_owned(), what });
                }
                state.root = Some(root);
            }
            Want::Page(id) => {
                state.pages.insert(id, Rc::new(TablePage::parse(name, &content)?));
            }
            Want::Part(id) => {
                let notes = &state.notes;
                notes.held.set(notes.held.get() + content.len());
                let read = Cell::new(notes.answered.get());
                let held = Held { file: Some(*part), content: Rc::new(content), read };
                // Two questions may have wanted the same.
                if let Some(before) = state.parts.insert(id, held) {
                    let held = &state.notes.held;
                    held.set(held.get().saturating_sub(before.content.len()));
                }
            }
        }
        Ok(())
    }

    /// The card or the document at an ordinal.
    pub(crate) fn row<T: DeserializeOwned>(&self, kind: PartKind, ordinal: u32) -> Result<T, SearchError> {
        let malformed = |reason| SearchError::Malformed { kind, reason };
        let (from, json) =
            self.part_from(kind, ordinal)?.ok_or_else(|| malformed("a document is in no part"))?;
        let row = rows::nth(&json, ordinal - from);
        row.map_err(|_| malformed("it is not the JSON its kind promises"))?
            .ok_or_else(|| malformed("it holds fewer documents than its table says"))
    }
}

impl StoredSegment {
    /// The mentions of the document at an ordinal.
    pub(crate) fn mentions(&self, ordinal: u32) -> Result<Vec<Mention>, SearchError> {
        if self.has_mentions()? {
            let MentionRows(mentions) = self.row(PartKind::Mentions, ordinal)?;
            return Ok(mentions);
        }
        // Up to version 2 they lay inside the documents.
        Ok(self.document(ordinal)?.mentions)
    }

    /// The part that holds the document at an ordinal: its position, its first document, its file; none in memory.
    pub(crate) fn address(
        &self,
        kind: PartKind,
        ordinal: u32,
    ) -> Result<(u32, u32, Option<PartRef>), SearchError> {
        let mut state = self.state.borrow_mut();
        let malformed = || SearchError::Malformed { kind, reason: "a document is in no part" };
        let (index, from, _) = state.place(kind, |begins, _| begins <= ordinal)?.ok_or_else(malformed)?;
        let (_, part) = state.entry(PartId { kind, index })?.ok_or_else(malformed)?;
        Ok((index, from, part))
    }

    /// Adds to `list` when each part that could be fetched again was read last, and how many bytes it has.
    pub(crate) fn list_held(&self, list: &mut Vec<(u64, usize)>) {
        let state = self.state.borrow();
        let stored = state.parts.values().filter(|held| held.file.is_some());
        list.extend(stored.map(|held| (held.read.get(), held.content.len())));
    }

    /// Lets the parts go that were last read before so many questions were answered, and that could be fetched again.
    pub(crate) fn let_go(&self, before: u64) {
        let mut state = self.state.borrow_mut();
        let State { parts, notes, .. } = &mut *state;
        parts.retain(|_, held| {
            let stays = held.file.is_none() || held.read.get() >= before;
            if !stays {
                notes.held.set(notes.held.get().saturating_sub(held.content.len()));
            }
            stays
        });
    }

    /// The content of a part that is at hand.
    pub(crate) fn at_hand(&self, kind: PartKind, index: u32) -> Option<Rc<Vec<u8>>> {
        self.state.borrow().held(PartId { kind, index })
    }

    /// Whether mentions lie apart from texts here.
    pub(crate) fn has_mentions(&self) -> Result<bool, SearchError> {
        let mut state = self.state.borrow_mut();
        if let Some(built) = &state.built {
            return Ok(built.contains_key(&PartKind::Mentions));
        }
        match &state.root {
            Some(root) => Ok(root.pages.contains_key(&PartKind::Mentions)),
            None => {
                let table = state.table;
                Err(state.pending(Want::Root, table))
            }
        }
    }

    /// The document at an ordinal, with its mentions.
    pub(crate) fn whole(&self, ordinal: u32) -> Result<Document, SearchError> {
        // What is wrong with the text is said before the mentions are read; what is lacking is asked for together with them.
        let document = match self.document(ordinal) {
            Err(SearchError::Pending) => None,
            read => Some(read?),
        };
        let mentions = if self.has_mentions()? { Some(self.mentions(ordinal)?) } else { None };
        let mut document = document.ok_or(SearchError::Pending)?;
        document.mentions = mentions.unwrap_or(document.mentions);
        Ok(document)
    }
}

impl State {
    /// Notes that something is wanted. Every question notes it again until it is there, so a failed fetch is tried again.
    fn pending(&mut self, want: Want, part: Option<PartRef>) -> SearchError {
        if let Some(part) = part.filter(|_| self.wants.iter().all(|(known, _)| *known != want)) {
            self.wants.push((want, part));
        }
        SearchError::Pending
    }

    /// The content of a part that is at hand; it is then what is read.
    fn held(&self, id: PartId) -> Option<Rc<Vec<u8>>> {
        let held = self.parts.get(&id)?;
        self.reads(id.kind, held.file);
        held.read.set(self.notes.answered.get());
        Some(Rc::clone(&held.content))
    }

    /// Notes what is read from now on.
    fn reads(&self, kind: PartKind, part: Option<PartRef>) {
        self.notes.last_read.set(part.map(|part| (kind, part)));
    }

    /// The last part of `kind` whose beginning satisfies `before`: position, first document, first key. Beginnings are in
    /// order, so those that satisfy it come first.
    fn place(
        &mut self,
        kind: PartKind,
        before: impl Fn(u32, &str) -> bool,
    ) -> Result<Option<(u32, u32, String)>, SearchError> {
        self.reads(kind, self.table);
        if let Some(built) = &self.built {
            let parts = built.get(&kind).map(Vec::as_slice).unwrap_or_default();
            let after = parts.partition_point(|(from, first)| before(*from, first));
            return Ok(after.checked_sub(1).map(|at| (at as u32, parts[at].0, parts[at].1.clone())));
        }
        let Some((base, page)) = self.leaf(kind, |page| before(page.from, &page.first))? else {
            return Ok(None);
        };
        let after = page.parts.partition_point(|entry| before(entry.from, &entry.first));
        // A page whose entries begin after its own entry in the root contradicts it; the caller finds nothing.
        let Some(at) = after.checked_sub(1) else { return Ok(None) };
        Ok(Some((base.saturating_add(at as u32), page.parts[at].from, page.parts[at].first.clone())))
    }

    /// The table's entry for the part at a position: its first key and its reference. `None` past the last.
    fn entry(&mut self, id: PartId) -> Result<Option<(String, Option<PartRef>)>, SearchError> {
        let PartId { kind, index } = id;
        if let Some(built) = &self.built {
            return Ok(built
                .get(&kind)
                .and_then(|parts| parts.get(index as usize))
                .map(|(_, first)| (first.clone(), None)));
        }
        let Some((base, page)) = self.leaf(kind, |page| page.part <= index)? else { return Ok(None) };
        let entry = index.checked_sub(base).and_then(|at| page.parts.get(at as usize));
        Ok(entry.map(|entry| (entry.first.clone(), Some(entry.part))))
    }

    /// The page of parts below the last page of each level that satisfies `before`, and the position of its first part.
    fn leaf(
        &mut self,
        kind: PartKind,
        before: impl Fn(&PageEntry) -> bool,
    ) -> Result<Option<(u32, Rc<TablePage>)>, SearchError> {
        let Some(root) = &self.root else { return Err(self.pending(Want::Root, self.table)) };
        let mut pages = root.pages.get(&kind).map(Vec::as_slice).unwrap_or_default();
        for level in 0..MAX_TABLE_LEVELS {
            let Some(at) = pages.partition_point(&before).checked_sub(1) else { return Ok(None) };
            let id = PageId { kind, part: pages[at].part, level };
            let Some(page) = self.pages.get(&id) else {
                let page = pages[at].page;
                return Err(self.pending(Want::Page(id), Some(page)));
            };
            if page.pages.is_empty() {
                return Ok(Some((id.part, Rc::clone(page))));
            }
            pages = &page.pages;
        }
        Err(SearchError::Malformed {
            kind,
            reason: "the pages of its table go deeper than any that are written",
        })
    }
}

impl Segment for StoredSegment {
    fn documents(&self) -> u32 {
        self.documents
    }

    fn part(&self, kind: PartKind, index: u32) -> Result<Rc<Vec<u8>>, SearchError> {
        let id = PartId { kind, index };
        let mut state = self.state.borrow_mut();
        if let Some(content) = state.held(id) {
            return Ok(content);
        }
        state.reads(kind, state.table);
        let entry = state.entry(id)?;
        let (_, part) = entry
            .ok_or(SearchError::Malformed { kind, reason: "a part that is referred to does not exist" })?;
        Err(state.pending(Want::Part(id), part))
    }

    fn place_of_key(&self, kind: PartKind, key: &str) -> Result<Option<u32>, SearchError> {
        let place = self.state.borrow_mut().place(kind, |_, first| first <= key)?;
        Ok(place.map(|(index, ..)| index))
    }

    fn linked(&self, kind: PartKind, link: &Link) -> Result<Rc<Vec<u8>>, SearchError> {
        // The parts of streams are known by where they begin; nothing asks for them by their position.
        let id = PartId { kind, index: link.from };
        let mut state = self.state.borrow_mut();
        if let Some(content) = state.held(id) {
            return Ok(content);
        }
        Err(state.pending(Want::Part(id), Some(link.part)))
    }

    fn part_from(&self, kind: PartKind, from: u32) -> Result<Option<PartAt>, SearchError> {
        let place = self.state.borrow_mut().place(kind, |begins, _| begins <= from)?;
        let Some((index, begins, _)) = place else { return Ok(None) };
        Ok(Some((begins, self.part(kind, index)?)))
    }

    fn first_key(&self, kind: PartKind, index: u32) -> Result<Option<String>, SearchError> {
        let mut state = self.state.borrow_mut();
        // Where a page begins with the part, the root says so already.
        let pages =
            state.root.as_ref().and_then(|root| root.pages.get(&kind)).map(Vec::as_slice).unwrap_or_default();
        if let Ok(at) = pages.binary_search_by_key(&index, |page| page.part) {
            return Ok(Some(pages[at].first.clone()));
        }
        let entry = state.entry(PartId { kind, index })?;
        Ok(entry.map(|(first, _)| first))
    }

    fn column(&self, index: u32) -> Result<Option<Rc<Column>>, SearchError> {
        if let Some(column) = self.state.borrow().columns.get(&index) {
            return Ok(column.clone());
        }
        let part = self.part_from(PartKind::Columns, index)?.filter(|(begins, _)| *begins == index);
        let column =
            part.map(|(_, bytes)| Column::decode(index, &bytes, self.documents)).transpose()?.map(Rc::new);
        let mut state = self.state.borrow_mut();
        // What is wrong with a column that can be read, or that is not there, is what the table says of it.
        state.reads(PartKind::Columns, state.table);
        state.columns.insert(index, column.clone());
        Ok(column)
    }

    fn document(&self, ordinal: u32) -> Result<Document, SearchError> {
        self.row(PartKind::Texts, ordinal)
    }
}
