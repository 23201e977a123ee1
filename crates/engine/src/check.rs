//! Checking a whole archive: every table, every part, every hash, and that what they hold adds up.

mod rows;

use crate::{Failure, Host, Reader, whole::too_many_parts};
use rows::Rows;
use std::collections::{BTreeSet, HashMap, HashSet};
use tangthu_archive::{
    Card, Document, MAX_KIND_PARTS, MAX_TABLE_ENTRIES, MAX_TABLE_LEVELS, MentionRows, PageEntry, PartEntry,
    PartKind, PartRef, Sha256Hex, TablePage, TableRoot,
};
use tangthu_search::{check_part, linked_parts};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Files read, the manifest included.
    pub parts: u64,
    /// Their length as stored, in bytes; of the manifest too.
    pub bytes: u64,
    /// Documents counted in the texts.
    pub documents: u32,
    /// Everything that is wrong.
    pub faults: Vec<Failure>,
    /// The name of every file that the archive consists of.
    pub names: BTreeSet<String>,
    /// Parts that blocks of dictionaries name, each with a block that does.
    linked: HashMap<String, String>,
    /// Attachments that were compared already: documents share them.
    attachments: HashSet<(String, Sha256Hex)>,
}

impl From<Failure> for CheckReport {
    /// The report of an archive that does not open.
    fn from(failure: Failure) -> Self {
        Self { faults: vec![failure], ..Self::default() }
    }
}

impl<H: Host> Reader<H> {
    /// Reads and checks every file of the archive. What cannot be read is reported, and the rest is checked all the same.
    pub async fn check(&self) -> CheckReport {
        let mut report =
            CheckReport { parts: 1, names: [self.name.clone()].into(), ..CheckReport::default() };
        match self.host.fetch(&self.name, false).await {
            Ok(bytes) => report.bytes = bytes.len() as u64,
            Err(fault) => report.faults.push(fault),
        }
        let Some(manifest) = &self.manifest else {
            report.documents = self.info().documents;
            return report;
        };
        for segment in &manifest.segments {
            if let Some(root) = self.read_table(&segment.table, &mut report).await {
                self.check_segment(&segment.table.name(), &root, segment.documents, &mut report).await;
            }
        }
        // What a block names and no table lists would be read by searches and checked by nobody.
        let mut unlisted: Vec<_> =
            report.linked.iter().filter(|(part, _)| !report.names.contains(*part)).collect();
        unlisted.sort();
        let faults = unlisted.into_iter().map(|(part, block)| {
            let reason = format!("it names {part}, which no table lists");
            Failure::Damaged { name: block.clone(), reason }
        });
        report.faults.extend(faults.collect::<Vec<_>>());
        if report.faults.is_empty() && report.documents != manifest.documents {
            let reason =
                format!("documents by its count: {}, by its texts: {}", manifest.documents, report.documents);
            report.faults.push(Failure::Damaged { name: self.name.clone(), reason });
        }
        report
    }

    async fn check_segment(&self, name: &str, root: &[u8], documents: u32, report: &mut CheckReport) {
        let root = match TableRoot::parse(name, root) {
            Ok(root) if root.documents == documents => root,
            Ok(root) => {
                let reason =
                    format!("documents by its table: {}, by the manifest: {documents}", root.documents);
                return report.faults.push(Failure::Damaged { name: name.to_owned(), reason });
            }
            Err(error) => return report.faults.push(error.into()),
        };
        let needed = [PartKind::Cards, PartKind::Texts, PartKind::Ids, PartKind::Columns];
        for kind in needed.into_iter().filter(|kind| documents > 0 && !root.pages.contains_key(kind)) {
            let reason = format!("its table lists no parts of kind {kind:?}");
            report.faults.push(Failure::Damaged { name: name.to_owned(), reason });
        }
        let mut rows = Rows::new(documents);
        for (kind, pages) in &root.pages {
            let (mut next, mut read, mut listed) = (0, 0, 0);
            // Pages still to be read, the first last, each with how many stand above it.
            let mut open: Vec<(PageEntry, u8)> = pages.iter().rev().map(|page| (page.clone(), 0)).collect();
            while let Some((page, level)) = open.pop() {
                // Pages that list the same pages over and over would keep the check busy for ever.
                read += 1;
                if read + open.len() > MAX_TABLE_ENTRIES {
                    let reason =
                        format!("its table lists more than {MAX_TABLE_ENTRIES} pages of kind {kind:?}");
                    return report.faults.push(Failure::Damaged { name: name.to_owned(), reason });
                }
                let Some(content) = self.read_table(&page.page, report).await else { continue };
                match TablePage::parse(&page.page.name(), &content) {
                    Ok(below) if level + 1 >= MAX_TABLE_LEVELS && !below.pages.is_empty() => {
                        let reason = "pages of tables go deeper than any that are written".to_owned();
                        report.faults.push(Failure::Damaged { name: page.page.name(), reason });
                    }
                    Ok(below) => {
                        listed += below.parts.len();
                        if listed > MAX_KIND_PARTS {
                            return report.faults.push(too_many_parts(name));
                        }
                        open.extend(below.pages.into_iter().rev().map(|page| (page, level + 1)));
                        for entry in &below.parts {
                            self.check_part(*kind, entry, &mut rows, &mut next, report).await;
                        }
                    }
                    Err(error) => report.faults.push(error.into()),
                }
            }
            let counted =
                matches!(kind, PartKind::Cards | PartKind::Texts | PartKind::Ids | PartKind::Mentions);
            if counted && report.faults.is_empty() && next != documents {
                let reason =
                    format!("documents in its parts of kind {kind:?}: {next} instead of {documents}");
                report.faults.push(Failure::Damaged { name: name.to_owned(), reason });
            }
        }
    }

    /// Checks one part; `rows` are what the segment's parts have said of its documents, `next` counts those in the parts of
    /// its kind so far.
    async fn check_part(
        &self,
        kind: PartKind,
        entry: &PartEntry,
        rows: &mut Rows,
        next: &mut u32,
        report: &mut CheckReport,
    ) {
        let Some(content) = self.read_part(&entry.part, report).await else { return };
        let mut disagrees = None;
        let count = match kind {
            PartKind::Cards => serde_json::from_slice::<Vec<Card>>(&content).map(|cards| {
                rows.cards(entry.from, &cards);
                cards.len()
            }),
            PartKind::Texts => match serde_json::from_slice::<Vec<Document>>(&content) {
                Ok(documents) => {
                    disagrees = rows.texts(entry.from, &documents);
                    self.check_attachments(&documents, report).await;
                    Ok(documents.len())
                }
                Err(error) => Err(error),
            },
            PartKind::Mentions => serde_json::from_slice::<Vec<MentionRows>>(&content).map(|rows| rows.len()),
            PartKind::Ids => serde_json::from_slice::<Vec<(String, u32)>>(&content).map(|ids| {
                disagrees = rows.ids(&entry.first, &ids);
                ids.len()
            }),
            kind => {
                if let Err(error) = check_part(kind, entry.from, &content, rows.documents) {
                    report
                        .faults
                        .push(Failure::Damaged { name: entry.part.name(), reason: error.to_string() });
                }
                if matches!(kind, PartKind::Words | PartKind::Pairs) {
                    let named = linked_parts(kind, &content).unwrap_or_default();
                    report.linked.extend(named.into_iter().map(|part| (part.name(), entry.part.name())));
                }
                return;
            }
        };
        let mut fault =
            |reason: String| report.faults.push(Failure::Damaged { name: entry.part.name(), reason });
        disagrees.into_iter().for_each(&mut fault);
        match count {
            Err(error) => fault(format!("it is not the JSON its kind promises ({error})")),
            Ok(rows) if kind != PartKind::Ids => {
                if entry.from != *next {
                    fault(format!("it begins with document {} where {next} is due", entry.from));
                }
                let rows = u32::try_from(rows).unwrap_or(u32::MAX);
                *next = entry.from.saturating_add(rows);
                if kind == PartKind::Texts {
                    report.documents = report.documents.saturating_add(rows);
                }
            }
            Ok(rows) => *next = next.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX)),
        }
    }

    /// Reads the files that documents name and compares them with what the documents say of them.
    async fn check_attachments(&self, documents: &[Document], report: &mut CheckReport) {
        for attachment in documents.iter().flat_map(|document| &document.attachments) {
            let (Some(name), Some(hash)) = (attachment.path(), attachment.sha256) else { continue };
            if !report.attachments.insert((name.clone(), hash)) {
                continue;
            }
            report.parts += 1;
            match self.host.fetch(&name, false).await {
                Ok(stored) => {
                    report.bytes += stored.len() as u64;
                    report.faults.extend(self.unpacked(attachment, stored).await.err());
                }
                Err(fault) => report.faults.push(fault),
            }
            report.names.insert(name);
        }
    }

    async fn read_table(&self, part: &PartRef, report: &mut CheckReport) -> Option<Vec<u8>> {
        let content = self.read_part(part, report).await?;
        let table = self.modern(part, content).await;
        table.map_err(|fault| report.faults.push(fault)).ok()
    }

    async fn read_part(&self, part: &PartRef, report: &mut CheckReport) -> Option<Vec<u8>> {
        // Segments share parts that are the same to the byte: it is one file.
        if report.names.insert(part.name()) {
            report.parts += 1;
            report.bytes += u64::from(part.bytes);
        }
        match self.fetch_part(part).await {
            Ok(content) => Some(content),
            Err(fault) => {
                report.faults.push(fault);
                None
            }
        }
    }
}
