//! How much of an article's text is read out of HTML pages, and how much else: F1, precision and recall over runs of four
//! words, as the public article-extraction-benchmark counts them.
//!
//! ```sh
//! cargo run --release -p tangthu-ingest --example article_text -- FOLDER [--pages] [--write OUT.json] [PEER.json …]
//! ```
//! FOLDER holds `ground-truth.json` and `html/ID.html.gz`. A PEER is the output of another program in the benchmark's form
//! (`{ID: {"articleBody": …}}`); it is measured the same way. `--pages` lists the pages, the worst first.

#![allow(clippy::print_stdout, reason = "it is a program")]

use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fs::File,
    io::Read,
    path::Path,
    time::Instant,
};
use tangthu_archive::{Block, Document};
use tangthu_ingest::{HtmlPage, read_page};

/// Words of a run.
const RUN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder of the benchmark")?;
    let (mut pages, mut write, mut peers) = (false, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pages" => pages = true,
            "--write" => write = arguments.next(),
            _ => peers.push(argument),
        }
    }
    let folder = Path::new(&folder);
    let truth: BTreeMap<String, Value> =
        serde_json::from_reader(std::io::BufReader::new(File::open(folder.join("ground-truth.json"))?))?;
    let start = Instant::now();
    let mut ours: Map<String, Value> = Map::new();
    for id in truth.keys() {
        let mut bytes = Vec::new();
        let file = File::open(folder.join("html").join(format!("{id}.html.gz")))?;
        flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file)).read_to_end(&mut bytes)?;
        let page = HtmlPage { bytes: &bytes, path: id, ..HtmlPage::default() };
        let text = read_page(&page, &[]).map(|page| text(&page.document)).unwrap_or_default();
        ours.insert(id.clone(), serde_json::json!({ "articleBody": text }));
    }
    let seconds = start.elapsed().as_secs_f64();
    report("tangthu", &truth, &ours, pages);
    println!("{} pages in {seconds:.2} s", truth.len());
    if let Some(path) = write {
        serde_json::to_writer(File::create(path)?, &ours)?;
    }
    for peer in peers {
        report(&peer, &truth, &serde_json::from_reader(File::open(&peer)?)?, false);
    }
    Ok(())
}

/// The article's text: lead and body. Captions are kept apart by the benchmark as well as by us.
fn text(document: &Document) -> String {
    let body = document.body.iter().filter(|block| !matches!(block, Block::Figure { .. }));
    let texts = document.lead.iter().map(String::as_str).chain(body.flat_map(Block::texts));
    texts.collect::<Vec<_>>().join("\n")
}

fn report(name: &str, truth: &BTreeMap<String, Value>, found: &Map<String, Value>, pages: bool) {
    let body = |value: Option<&Value>| -> String {
        value.and_then(|page| page["articleBody"].as_str()).unwrap_or_default().to_owned()
    };
    let mut scores = Vec::new();
    for (id, right) in truth {
        let (right_text, read) = (body(Some(right)), body(found.get(id)));
        let (precision, recall) = score(&runs(&right_text), &runs(&read));
        scores.push((precision, recall, id, right["url"].as_str().unwrap_or_default()));
    }
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let precision = mean(scores.iter().filter_map(|score| score.0).collect());
    let recall = mean(scores.iter().filter_map(|score| score.1).collect());
    if pages {
        let f1 = |p: Option<f64>, r: Option<f64>| {
            let (p, r) = (p.unwrap_or(0.0), r.unwrap_or(0.0));
            if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
        };
        scores.sort_by(|a, b| f1(a.0, a.1).total_cmp(&f1(b.0, b.1)));
        for (precision, recall, id, url) in &scores {
            let (p, r) = (precision.unwrap_or(0.0), recall.unwrap_or(0.0));
            println!("{:.3} P {p:.3} R {r:.3} {} {url}", f1(*precision, *recall), &id[..id.len().min(12)]);
        }
    }
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{name}: F1 {f1:.4} precision {precision:.4} recall {recall:.4}");
}

/// The runs of words of a text, each with how often it stands there.
fn runs(text: &str) -> HashMap<Vec<&str>, f64> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut runs = HashMap::new();
    for at in 0..(words.len() + 1).saturating_sub(RUN).max(1) {
        let run = words[at..(at + RUN).min(words.len())].to_vec();
        if !run.is_empty() {
            *runs.entry(run).or_insert(0.0) += 1.0;
        }
    }
    runs
}

/// Precision and recall; each is absent where the text that it divides by is empty.
fn score(right: &HashMap<Vec<&str>, f64>, read: &HashMap<Vec<&str>, f64>) -> (Option<f64>, Option<f64>) {
    let common: f64 = right.iter().map(|(run, count)| count.min(*read.get(run).unwrap_or(&0.0))).sum();
    let (all_right, all_read) = (right.values().sum::<f64>(), read.values().sum::<f64>());
    ((all_read > 0.0).then(|| common / all_read), (all_right > 0.0).then(|| common / all_right))
}
