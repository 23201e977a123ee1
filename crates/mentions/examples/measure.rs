//! Measures the finding of mentions on JSON lines from the standard input, each with `title` and `body` (a text or blocks):
//!
//! ```sh
//! zstdcat articles.jsonl.zst | head -10000 | cargo run --profile dist -p tangthu-mentions --features extract --example measure
//! … --example measure -- person 100      # as many mentions of a kind, drawn evenly, each with its sentence, to be judged by eye
//! ```

#![allow(clippy::print_stdout, reason = "it is a program for a terminal")]

use std::{collections::BTreeMap, env, error::Error, fs, io, sync::LazyLock, time::Instant};
use tangthu_archive::{Block, Document, MentionKind};
use tangthu_mentions::{document_texts, find_all, record_all, record_mentions, sentence};

/// Letters that are shown on either side of a mention.
const NEAR: usize = 45;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut documents = Vec::new();
    for line in io::stdin().lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let body = text("body");
        let body = if body.is_empty() { text("content") } else { body };
        let body = body.lines().filter(|line| !line.trim().is_empty());
        let body = body.map(|line| Block::Paragraph { text: line.to_owned() }).collect();
        documents.push(Document {
            title: text("title"),
            lead: Some(text("lead")),
            body,
            ..Document::default()
        });
    }
    match &arguments[..] {
        [kind, count] => sample(&documents, kind, count.parse()?),
        _ => speed(documents),
    }
    Ok(())
}

fn speed(mut documents: Vec<Document>) {
    let bytes: usize = documents.iter().flat_map(document_texts).map(str::len).sum();
    let count = documents.len().max(1) as f64;
    // The tables are read at the first use.
    find_all(&Document { title: "Họp".into(), ..Document::default() });
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let start = seconds();
    let all: Vec<_> = documents.iter().map(find_all).collect();
    let taken = seconds() - start;
    for mention in all.iter().flatten() {
        *found.entry(name(mention.kind)).or_default() += 1;
    }
    let start = seconds();
    documents.iter_mut().for_each(record_mentions);
    let numbers = seconds() - start;
    let plain: usize =
        documents.iter().map(|document| serde_json::to_vec(document).map_or(0, |json| json.len())).sum();
    documents.iter_mut().for_each(record_all);
    let stored: usize =
        documents.iter().map(|document| serde_json::to_vec(document).map_or(0, |json| json.len())).sum();
    let kept: usize = documents.iter().map(|document| document.mentions.len()).sum();
    println!("{count} documents, {bytes} bytes");
    println!(
        "all mentions: {:.1} µs a document, {:.0} ns a KB",
        taken * 1e6 / count,
        taken * 1e12 / bytes as f64
    );
    println!("numbers alone: {:.1} µs a document", numbers * 1e6 / count);
    println!(
        "kept {:.1} a document, {:.0} bytes of JSON each",
        kept as f64 / count,
        (stored - plain) as f64 / kept as f64
    );
    for (kind, found) in &found {
        println!("{kind:13} {:.2} a document", *found as f64 / count);
    }
}

/// Seconds of processor time so far; where the system does not tell, of time.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn sample(documents: &[Document], kind: &str, count: usize) {
    let mut lines = Vec::new();
    for document in documents {
        let texts: Vec<&str> = document_texts(document).collect();
        for mention in find_all(document).into_iter().filter(|mention| name(mention.kind) == kind) {
            let text = texts[mention.text as usize];
            let place = mention.start as usize..mention.end as usize;
            let details: Vec<String> =
                mention.details.iter().map(|(name, said)| format!("{name}={said}")).collect();
            let around = sentence(text, place.clone());
            let before: String =
                text[around.start.min(place.start)..place.start].chars().rev().take(NEAR).collect();
            let before: String = before.chars().rev().collect();
            let behind: String = text[place.end..around.end.max(place.end)].chars().take(NEAR).collect();
            let shown = format!("{before}[{}]{behind}", &text[place]);
            lines.push(format!("{} | {} | {shown}", mention.value, details.join("; ")));
        }
    }
    let step = (lines.len() / count.max(1)).max(1);
    // Neighbours are of one article; a step that is odd to every rhythm of the texts draws from all.
    lines.iter().skip(step / 2).step_by(step).take(count).for_each(|line| println!("{line}"));
}

fn name(kind: MentionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
