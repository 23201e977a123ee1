//! `tangthu diff`: what became of the documents of one archive in another.

use crate::{
    holdings::Holdings,
    output::{Answer, Documents, End, Problem},
    progress::Bar,
    publish::cannot_write,
    workshop::DiskWorkshop,
};
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};
use similar::{ChangeTag, TextDiff};
use std::{collections::HashMap, io, path::PathBuf};
use tangthu_archive::{Block, Document};
use tangthu_engine::pack::{Workshop, says_the_same};

/// Compare two archives: documents added, changed and removed
#[derive(Debug, Args)]
#[command(
    long_about = "Compares the documents of two archives by their ids: which B has and A lacks (added), which A has and B lacks (removed), \
    and which differ (changed), with the fields and the passages of the text that do. How a document came into the archive, and what \
    packing recognised in it, counts as no difference.\n\nThe exit code is 0, or with --exit-code 1 where they differ."
)]
#[command(
    after_help = "Examples:\n  tangthu diff archive-2023 archive-2024\n  tangthu diff old.json new.json --json"
)]
pub(crate) struct Diff {
    /// An archive
    #[arg(value_name = "A")]
    one: PathBuf,
    /// The archive to compare it with
    #[arg(value_name = "B")]
    other: PathBuf,
    /// Print one JSON object: added, removed, changed
    #[arg(long)]
    json: bool,
    /// End with exit code 1 where the archives differ
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Default, Serialize)]
struct Difference {
    added: Vec<Named>,
    removed: Vec<Named>,
    changed: Vec<Changed>,
    unchanged: u64,
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    title: String,
}

#[derive(Debug, Serialize)]
struct Changed {
    id: String,
    title: String,
    /// Fields other than the text that differ, each with both values.
    fields: Vec<Field>,
    /// Passages of the text that one of the two alone has, in order.
    text: Vec<Passage>,
}

#[derive(Debug, Serialize)]
struct Field {
    field: String,
    before: Value,
    after: Value,
}

#[derive(Debug, Serialize)]
struct Passage {
    /// `-` for one that A has, `+` for one that B has.
    sign: char,
    text: String,
}

impl Diff {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let difference = self.compare()?;
        let Difference { added, removed, changed, unchanged } = &difference;
        let mut answer = Answer::new();
        if self.json {
            answer.json(&difference)?;
        } else {
            for (sign, named) in
                added.iter().map(|named| ('+', named)).chain(removed.iter().map(|named| ('-', named)))
            {
                answer.line(format_args!("{sign} {}: {}", named.id, named.title))?;
            }
            for Changed { id, title, fields, text } in changed {
                answer.line(format_args!("~ {id}: {title}"))?;
                for Field { field, before, after } in fields {
                    answer.line(format_args!("    {field}: {before} → {after}"))?;
                }
                for Passage { sign, text } in text {
                    answer.line(format_args!("    {sign} {text}"))?;
                }
            }
            let (added, removed, changed) = (added.len(), removed.len(), changed.len());
            answer.line(format_args!(
                "{added} added, {changed} changed, {removed} removed, {} as they were",
                Documents(*unchanged)
            ))?;
        }
        answer.flush()?;
        let is_same = added.is_empty() && removed.is_empty() && changed.is_empty();
        Ok(if self.exit_code && !is_same { End::Faults } else { End::Good })
    }

    /// The documents of A wait on the disk; those of B come by one at a time.
    fn compare(&self) -> Result<Difference, Problem> {
        let (one, other) = (Holdings::open(&self.one)?, Holdings::open(&self.other)?);
        let aside = std::env::temp_dir();
        let lost = |error: io::Error| cannot_write(&aside, &error);
        let mut shelf = DiskWorkshop::new(&aside, Bar::new(true)).map_err(lost)?;
        let mut places: HashMap<String, (u64, usize)> = HashMap::new();
        let mut length = 0;
        one.each(&mut |document| {
            let json = serde_json::to_vec(&document)?;
            places.insert(document.id, (length, json.len()));
            length += json.len() as u64;
            shelf.keep(&json).map_err(lost)
        })?;
        let recall = |(offset, length): (u64, usize)| -> Result<Document, Problem> {
            Ok(serde_json::from_slice(&shelf.recall(offset, length).map_err(lost)?)?)
        };
        let mut difference = Difference::default();
        other.each(&mut |document| {
            match places.remove(&document.id) {
                None => difference.added.push(named(&document)),
                Some(place) => {
                    let before = recall(place)?;
                    if says_the_same(&before, &document) {
                        difference.unchanged += 1;
                    } else {
                        difference.changed.push(changed(&before, &document)?);
                    }
                }
            }
            Ok(())
        })?;
        for place in places.into_values() {
            difference.removed.push(named(&recall(place)?));
        }
        difference.added.sort_by(|a, b| a.id.cmp(&b.id));
        difference.removed.sort_by(|a, b| a.id.cmp(&b.id));
        difference.changed.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(difference)
    }
}

fn named(document: &Document) -> Named {
    Named { id: document.id.clone(), title: document.title.clone() }
}

fn changed(before: &Document, after: &Document) -> Result<Changed, Problem> {
    let (one, other) = (fields_of(before)?, fields_of(after)?);
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let value = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or_default();
    let fields = names.into_iter().filter(|name| one.get(*name) != other.get(*name));
    let fields = fields.map(|name| Field {
        field: name.clone(),
        before: value(&one, name),
        after: value(&other, name),
    });
    let (one, other) = (passages(before), passages(after));
    let texts = TextDiff::from_slices(&one, &other);
    let passage = |change: similar::Change<&str>| {
        let sign = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        Some(Passage { sign, text: change.value().to_owned() })
    };
    let text = texts.iter_all_changes().filter_map(passage).collect();
    Ok(Changed { id: after.id.clone(), title: after.title.clone(), fields: fields.collect(), text })
}

/// What is said of a document besides its text.
fn fields_of(document: &Document) -> Result<Map<String, Value>, Problem> {
    let plain = Document { body: Vec::new(), mentions: Vec::new(), provenance: None, ..document.clone() };
    match serde_json::to_value(plain)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

fn passages(document: &Document) -> Vec<&str> {
    document.body.iter().flat_map(Block::texts).collect()
}
