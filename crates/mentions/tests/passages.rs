//! The passages of `tests/data/mentions`, written before the program that reads them: precision and recall of each kind are
//! printed, and must not fall below what `docs/mentions.md` reports.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test prints what it measured, and one that cannot go on should stop with the value it met"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use tangthu_archive::{Block, Document, MentionKind};
use tangthu_mentions::{document_texts, find_all, sentence};

/// A passage with what is to be found in it.
struct Passage {
    name: String,
    text: String,
    wanted: BTreeSet<Marked>,
    /// Details by what they are of.
    details: Vec<(Marked, String, String)>,
}

/// Kind, value, and the unit of a figure.
type Marked = (String, String, String);

fn passages() -> Vec<Passage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/mentions");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        let whole = fs::read_to_string(file).unwrap();
        for part in whole.split("== ").filter(|part| !part.trim().is_empty()) {
            found.push(read(part));
        }
    }
    found
}

fn read(part: &str) -> Passage {
    let (name, rest) = part.split_once('\n').unwrap();
    let (text, marks) = rest.split_once("\n--").unwrap();
    let mut passage = Passage {
        name: name.to_owned(),
        text: text.to_owned(),
        wanted: BTreeSet::new(),
        details: Vec::new(),
    };
    for line in marks.lines().filter(|line| !line.trim().is_empty()) {
        let mut fields = line.split(" | ");
        let (kind, value) = fields.next().unwrap().split_once(' ').unwrap();
        let details: Vec<_> = fields.map(|field| field.split_once('=').unwrap()).collect();
        let unit = details.iter().find(|(name, _)| *name == "unit").map_or("", |(_, unit)| unit);
        let marked = (kind.to_owned(), value.to_owned(), unit.to_owned());
        for (name, said) in details.iter().filter(|(name, _)| *name != "unit") {
            passage.details.push((marked.clone(), (*name).to_owned(), (*said).to_owned()));
        }
        passage.wanted.insert(marked);
    }
    passage
}

fn kind(kind: MentionKind) -> String {
    serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
}

fn document(text: &str) -> Document {
    let body = text.lines().map(|line| Block::Paragraph { text: line.to_owned() }).collect();
    Document { body, ..Document::default() }
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        if self.found == 0 { 1.0 } else { self.right as f64 / self.found as f64 }
    }

    fn recall(&self) -> f64 {
        if self.wanted == 0 { 1.0 } else { self.right as f64 / self.wanted as f64 }
    }
}

#[test]
fn the_passages_are_read_as_they_are_marked() {
    let passages = passages();
    assert!(passages.len() >= 40, "{} passages", passages.len());
    assert!(passages.iter().filter(|passage| passage.wanted.is_empty()).count() >= 10);
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let (mut details_right, mut details) = (0, 0);
    for passage in &passages {
        let document = document(&passage.text);
        let mentions = find_all(&document);
        let mut found: BTreeMap<Marked, BTreeMap<String, String>> = BTreeMap::new();
        for mention in &mentions {
            let unit = mention.details.get("unit").cloned().unwrap_or_default();
            let said = found.entry((kind(mention.kind), mention.value.clone(), unit)).or_default();
            for (name, text) in &mention.details {
                said.entry(name.clone()).or_insert_with(|| text.clone());
            }
        }
        for one in found.keys() {
            let score = scores.entry(one.0.clone()).or_default();
            score.found += 1;
            if passage.wanted.contains(one) {
                score.right += 1;
            } else {
                println!("{}: too much: {one:?}", passage.name);
            }
        }
        for one in &passage.wanted {
            scores.entry(one.0.clone()).or_default().wanted += 1;
            if !found.contains_key(one) {
                println!("{}: missing: {one:?}", passage.name);
            }
        }
        for (of, name, said) in &passage.details {
            details += 1;
            let told = found.get(of).and_then(|details| details.get(name));
            if told == Some(said) {
                details_right += 1;
            } else {
                println!("{}: {} of {:?} is {told:?}, not {said}", passage.name, name, of.1);
            }
        }
    }
    println!("{} passages", passages.len());
    for (kind, score) in &scores {
        let Score { right, found, wanted } = score;
        let (precision, recall) = (score.precision(), score.recall());
        println!(
            "{kind:13} precision {precision:.3} ({right}/{found})  recall {recall:.3} ({right}/{wanted})"
        );
        // What docs/mentions.md reports is what is kept.
        assert!(precision >= 0.97 && recall >= 0.95, "{kind} is read worse than it was");
    }
    println!("details       {:.3} ({details_right}/{details})", details_right as f64 / details as f64);
    assert!(details_right * 100 >= details * 95, "details are read worse than they were");
}

#[test]
fn every_mention_stands_where_it_says() {
    for passage in passages() {
        let document = document(&passage.text);
        let texts: Vec<&str> = document_texts(&document).collect();
        for mention in find_all(&document) {
            let text = texts[mention.text as usize];
            let place = mention.start as usize..mention.end as usize;
            let written = &text[place.clone()];
            assert!(!written.trim().is_empty() && written.trim() == written, "{mention:?}");
            let sentence = &text[sentence(text, place)];
            assert!(sentence.contains(written), "{mention:?} in {sentence:?}");
        }
    }
}
