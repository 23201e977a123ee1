//! What became of the documents of one archive in another: added, removed, changed. Documents are the same where their ids are.
//!
//! How a document came into its archive, and what packing recognised in it, is no difference. Parts that both archives have are
//! not even fetched: a later version of an archive shares most of its texts with the one before.

use crate::{Failure, Host, Reader, Run};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeSet, HashMap, HashSet};
use tangthu_archive::{Block, Document, PartEntry, PartKind, PartRef, Sha256Hex};
use tangthu_search::{Segment, sort_by};

/// Documents of an archive that is compared where memory is short, at most: their ids and titles are some 30 MB.
pub const MAX_COMPARED: u64 = 300_000;
/// Documents of one kind of change that are listed, at most; all are counted.
const MAX_LISTED: usize = 1_000;
/// Words of a passage beyond which its changes are not looked for word by word: the time grows with their square.
const MAX_WORDS: usize = 4_000;

/// What became of the documents of one archive in another. Lists are in order of id and may be shorter than their totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Documents that only the second archive has.
    pub added: Vec<Named>,
    /// How many.
    pub added_total: u32,
    /// Documents that only the first archive has.
    pub removed: Vec<Named>,
    /// How many.
    pub removed_total: u32,
    /// Documents that differ.
    pub changed: Vec<Named>,
    /// How many.
    pub changed_total: u32,
    /// How many are the same.
    pub unchanged: u64,
}

/// A document in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// What changed in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentChange {
    /// Fields other than the text that differ.
    pub fields: Vec<FieldChange>,
    /// Its text, passage by passage.
    pub texts: Vec<SideBySide>,
}

/// A field that differs. Values are as JSON writes them, texts without quotation marks; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its name in the format.
    pub field: String,
    /// In the first archive.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// Passages of both texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SideBySide {
    /// So many that are the same.
    Same(u32),
    /// One that differs, what differs in it marked as a hit; empty on the side that lacks it.
    Changed(Vec<Run>, Vec<Run>),
}

/// What a document is known by.
struct Known {
    title: String,
    hash: Sha256Hex,
}

/// The texts of an archive, as far as they are compared.
struct Texts {
    known: HashMap<String, Known>,
    /// Documents in parts that the other archive has as well.
    shared: u64,
}

/// Compares two archives: what `other` has and `one` lacks is added.
///
/// # Errors
/// [`Failure::Stale`], [`Failure::TooLarge`], or what kept a part of either from arriving whole.
pub async fn compare<G: Host, H: Host>(
    one: &Reader<G>,
    other: &Reader<H>,
    stale: &dyn Fn() -> bool,
) -> Result<Comparison, Failure> {
    let (parts_of_one, parts_of_other) = (text_parts(one).await?, text_parts(other).await?);
    let hashes = |parts: &[(PartRef, u64)]| parts.iter().map(|(part, _)| part.name()).collect::<HashSet<_>>();
    let both: HashSet<String> =
        hashes(&parts_of_one).intersection(&hashes(&parts_of_other)).cloned().collect();
    let mut before = texts(one, &parts_of_one, &both, stale).await?;
    let after = texts(other, &parts_of_other, &both, stale).await?;
    let mut found = Comparison { unchanged: after.shared, ..Comparison::default() };
    let (mut added, mut removed, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (id, now) in after.known {
        match before.known.remove(&id) {
            None => added.push(Named { id, title: now.title }),
            Some(then) if then.hash != now.hash => changed.push(Named { id, title: now.title }),
            Some(_) => found.unchanged += 1,
        }
    }
    removed.extend(before.known.into_iter().map(|(id, known)| Named { id, title: known.title }));
    (found.added_total, found.added) = listed(added);
    (found.removed_total, found.removed) = listed(removed);
    (found.changed_total, found.changed) = listed(changed);
    Ok(found)
}

/// How many there are, and the first of them by id.
fn listed(mut all: Vec<Named>) -> (u32, Vec<Named>) {
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    sort_by(&mut all, |a: &Named, b: &Named| a.id.cmp(&b.id));
    all.truncate(MAX_LISTED);
    (total, all)
}

/// The parts with texts, and how many documents each holds; none of a one-file archive.
async fn text_parts<H: Host>(reader: &Reader<H>) -> Result<Vec<(PartRef, u64)>, Failure> {
    let Some(manifest) = reader.manifest() else { return Ok(Vec::new()) };
    if u64::from(manifest.documents) > MAX_COMPARED {
        return Err(Failure::TooLarge { name: reader.name.clone(), documents: manifest.documents });
    }
    let mut parts = Vec::new();
    for segment in &manifest.segments {
        let files = reader.files_of(segment).await?;
        let texts: Vec<PartEntry> = files
            .parts
            .into_iter()
            .filter(|(kind, _)| *kind == PartKind::Texts)
            .map(|(_, entry)| entry)
            .collect();
        for (at, entry) in texts.iter().enumerate() {
            let end = texts.get(at + 1).map_or(segment.documents, |next| next.from);
            parts.push((entry.part, u64::from(end.saturating_sub(entry.from))));
        }
    }
    Ok(parts)
}

/// The documents of an archive but those in parts of which the other has the same.
async fn texts<H: Host>(
    reader: &Reader<H>,
    parts: &[(PartRef, u64)],
    both: &HashSet<String>,
    stale: &dyn Fn() -> bool,
) -> Result<Texts, Failure> {
    let mut texts = Texts { known: HashMap::new(), shared: 0 };
    for (part, documents) in parts {
        if both.contains(&part.name()) {
            texts.shared += documents;
            continue;
        }
        if stale() {
            return Err(Failure::Stale);
        }
        let documents: Vec<Document> =
            serde_json::from_slice(&reader.fetch_part(part).await?).map_err(|error| {
                let reason = format!("it is not the JSON its kind promises ({error})");
                Failure::Damaged { name: part.name(), reason }
            })?;
        texts.add(documents);
    }
    if reader.manifest().is_none() {
        for segment in &reader.segments {
            for ordinal in 0..segment.documents() {
                let document = segment.document(ordinal).map_err(|error| Failure::Damaged {
                    name: reader.name.clone(),
                    reason: error.to_string(),
                })?;
                texts.add(vec![document]);
            }
        }
    }
    Ok(texts)
}

impl Texts {
    fn add(&mut self, documents: Vec<Document>) {
        for document in documents {
            let document = essence(document);
            let hash = Sha256Hex::of(&serde_json::to_vec(&document).unwrap_or_default());
            self.known.insert(document.id, Known { title: document.title, hash });
        }
    }
}

/// A document without how it came into its archive and what was recognised in it.
fn essence(document: Document) -> Document {
    Document { mentions: Vec::new(), provenance: None, ..document }
}

/// What changed in the document `id` from `one` to `other`.
///
/// # Errors
/// [`Failure::NoDocument`] where one of them lacks it, or what kept a part from arriving whole.
pub async fn compare_document<G: Host, H: Host>(
    one: &Reader<G>,
    other: &Reader<H>,
    id: &str,
) -> Result<DocumentChange, Failure> {
    let (before, after) = (one.stored(id).await?, other.stored(id).await?);
    let texts = side_by_side(&passages(&before), &passages(&after));
    Ok(DocumentChange { fields: fields(&before, &after), texts })
}

/// The fields other than the text that differ, each with both values as JSON writes them, texts without quotation marks.
fn fields(before: &Document, after: &Document) -> Vec<FieldChange> {
    let fields_of = |document: &Document| -> Map<String, Value> {
        let plain = Document { body: Vec::new(), lead: None, ..essence(document.clone()) };
        match serde_json::to_value(plain) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    };
    let (before, after) = (fields_of(before), fields_of(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let said = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let differ = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    differ
        .map(|name| FieldChange {
            field: name.clone(),
            before: said(before.get(name)),
            after: said(after.get(name)),
        })
        .collect()
}

fn passages(document: &Document) -> Vec<&str> {
    let lead = document.lead.as_deref();
    lead.into_iter().chain(document.body.iter().flat_map(Block::texts)).collect()
}

/// Both texts passage by passage; those that are the same on both sides are only counted.
fn side_by_side(before: &[&str], after: &[&str]) -> Vec<SideBySide> {
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        match op {
            DiffOp::Equal { len, .. } => rows.push(SideBySide::Same(len as u32)),
            DiffOp::Delete { old_index, old_len, .. } => {
                let gone = before[old_index..old_index + old_len].iter();
                rows.extend(gone.map(|text| SideBySide::Changed(vec![whole(text)], Vec::new())));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                let new = after[new_index..new_index + new_len].iter();
                rows.extend(new.map(|text| SideBySide::Changed(Vec::new(), vec![whole(text)])));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                for at in 0..old_len.max(new_len) {
                    let of = |texts: &[&str], index: usize, len: usize| {
                        if at < len { texts[index + at].to_owned() } else { String::new() }
                    };
                    let (then, now) = (of(before, old_index, old_len), of(after, new_index, new_len));
                    let (then, now) = words(&then, &now);
                    rows.push(SideBySide::Changed(then, now));
                }
            }
        }
    }
    rows
}

fn whole(text: &str) -> Run {
    Run { hit: true, ..Run::plain(text.to_owned()) }
}

/// Both passages cut where their words differ.
fn words(before: &str, after: &str) -> (Vec<Run>, Vec<Run>) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive(' ').collect(), after.split_inclusive(' ').collect());
    if old.len() > MAX_WORDS || new.len() > MAX_WORDS {
        return (vec![whole(before)], vec![whole(after)]);
    }
    let (mut then, mut now) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let equal = matches!(op, DiffOp::Equal { .. });
        let put = |to: &mut Vec<Run>, text: String| {
            if !text.is_empty() {
                to.push(Run { hit: !equal, ..Run::plain(text) });
            }
        };
        put(&mut then, old[op.old_range()].concat());
        put(&mut now, new[op.new_range()].concat());
    }
    (then, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(runs: &[Run]) -> String {
        runs.iter().map(|run| if run.hit { format!("[{}]", run.text) } else { run.text.clone() }).collect()
    }

    #[test]
    fn changed_words_are_marked_on_both_sides() {
        let (then, now) = words("Có 15 chỉ tiêu đạt", "Có 16 chỉ tiêu đã đạt");
        assert_eq!(
            (text(&then).as_str(), text(&now).as_str()),
            ("Có [15 ]chỉ tiêu đạt", "Có [16 ]chỉ tiêu [đã ]đạt")
        );
    }

    #[test]
    fn what_is_the_same_is_counted_and_what_is_new_stands_alone() {
        let rows = side_by_side(&["Một", "Hai", "Ba"], &["Một", "Hai", "Ba", "Bốn"]);
        assert!(matches!(&rows[0], SideBySide::Same(3)));
        assert!(
            matches!(&rows[1], SideBySide::Changed(then, now) if then.is_empty() && text(now) == "[Bốn]")
        );
    }

    /// Compares two texts; says how many passages are the same, after it has looked whether both sides are told in full.
    fn same_in(before: &[String], after: &[String]) -> usize {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
        let plain = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
        let (mut old, mut new, mut same) = (Vec::new(), Vec::new(), 0);
        for row in side_by_side(&before, &after) {
            match row {
                SideBySide::Same(count) => {
                    let texts = &before[old.len()..old.len() + count as usize];
                    old.extend(texts.iter().map(|text| (*text).to_owned()));
                    new.extend(texts.iter().map(|text| (*text).to_owned()));
                    same += texts.len();
                }
                SideBySide::Changed(then, now) => {
                    old.extend(Some(plain(&then)).filter(|text| !text.is_empty()));
                    new.extend(Some(plain(&now)).filter(|text| !text.is_empty()));
                }
            }
        }
        assert!(old == before && new == after, "what is told is not what stands there");
        same
    }

    /// That the time does not grow with the square of the passages is what the library promises; this test would not end otherwise.
    #[test]
    fn of_texts_that_differ_in_a_hundred_thousand_passages_both_are_told() {
        const MANY: usize = 100_000;
        let text = |word: &str| (0..MANY).map(|at| format!("{word} {at}")).collect::<Vec<_>>();
        let (old, new) = (text("Cũ"), text("Mới"));
        assert_eq!(same_in(&old, &new), 0);
        // Every other passage stays.
        let half: Vec<String> =
            (0..MANY).map(|at| if at % 2 == 0 { &old } else { &new }[at].clone()).collect();
        assert_eq!(same_in(&old, &half), MANY / 2);
        // All stay, in another order.
        let turned: Vec<String> = old.iter().rev().cloned().collect();
        assert!(same_in(&old, &turned) > 0);
    }
}
