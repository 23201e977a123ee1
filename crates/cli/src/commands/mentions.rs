//! `tangthu mentions`: what was read out of a document, each finding with the sentence that proves it.

use crate::{
    commands::read_pdf,
    holdings::Holdings,
    host::Location,
    output::{Answer, End, Problem, say},
};
use clap::Args;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use tangthu_archive::{Document, MAX_ONE_FILE_BYTES, Mention, MentionKind, Opened};
use tangthu_ingest::{Item, NoticeKind, Options, ingest};
use tangthu_mentions::{document_texts, find_all, sentence};

/// Show what a document says: numbers of documents, figures, dates, people, places, bodies, abbreviations
#[derive(Debug, Args)]
#[command(
    long_about = "Shows what is read out of documents, each finding with its place and the sentence in which it stands: numbers \
    of official documents and how the text stands to them, figures with unit and status, dates and periods, people with their \
    positions, administrative units, bodies and companies, abbreviations.\n\nINPUT is an archive, or files and folders as `tangthu pack` \
    reads them."
)]
#[command(
    after_help = "Examples:\n  tangthu mentions bai.txt\n  tangthu mentions site van-ban/01-ctr-qu --json\n  tangthu mentions articles/ --json > mentions.jsonl"
)]
pub(crate) struct Mentions {
    /// An archive, or documents as `tangthu pack` reads them
    #[arg(value_name = "INPUT")]
    input: PathBuf,
    /// The id of one document
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Print JSON: one object, or one a line where there are several documents (docs/mentions.md)
    #[arg(long)]
    json: bool,
}

impl Mentions {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let mut shown = Shown { json: self.json, answer: Answer::new(), waiting: None, count: 0 };
        if is_archive(&self.input) {
            self.archive(&mut shown)?;
        } else {
            self.files(&mut shown)?;
        }
        if shown.count == 0 {
            let input = self.input.display();
            return Err(Problem::new(match &self.id {
                Some(id) => format!(
                    "{input} holds no document with the id {id}; `tangthu mentions {input}` shows all"
                ),
                None => format!("no document was found in {input}; `tangthu pack --help` says what is read"),
            }));
        }
        shown.finish()?;
        Ok(End::Good)
    }

    fn archive(&self, shown: &mut Shown) -> Result<(), Problem> {
        let holdings = Holdings::open(&self.input)?;
        match &self.id {
            Some(id) => {
                let stored = pollster::block_on(holdings.reader.stored(id));
                shown.add(stored.map_err(|failure| holdings.failed(&failure))?)
            }
            // Part by part: what was shown is let go.
            None => holdings.each(&mut |document| shown.add(document)),
        }
    }

    fn files(&self, shown: &mut Shown) -> Result<(), Problem> {
        let mut failed = None;
        let inputs = [self.input.clone()];
        let options = Options { pdf_process: Some(read_pdf::process()?), ..Options::default() };
        ingest(&inputs, &options, &mut |item| match item {
            Item::Document(document, _) if failed.is_none() => {
                if self.id.as_ref().is_none_or(|id| *id == document.id) {
                    failed = shown.add(*document).err();
                }
            }
            Item::Document(..) | Item::File(_) => {}
            Item::Notice(notice) if notice.kind == NoticeKind::Skipped => say(&format!("skipped: {notice}")),
            Item::Notice(_) => {}
        })
        .map_err(Problem::new)?;
        failed.map_or(Ok(()), Err)
    }
}

/// Whether `path` is an archive and no pile of documents.
fn is_archive(path: &Path) -> bool {
    if path.is_dir() {
        return Location::find(path).is_ok();
    }
    let fits = path.metadata().is_ok_and(|metadata| metadata.len() <= MAX_ONE_FILE_BYTES as u64);
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    fits && named && std::fs::read(path).is_ok_and(|bytes| Opened::parse("", &bytes).is_ok())
}

/// A document with what was found in it.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    title: &'a str,
    mentions: Vec<ToldMention<'a>>,
}

/// A mention with its evidence.
#[derive(Serialize)]
struct ToldMention<'a> {
    kind: MentionKind,
    value: &'a str,
    /// The amount, or the ends of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    written: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    details: &'a BTreeMap<String, String>,
    text: u32,
    start: u32,
    end: u32,
    sentence: &'a str,
}

impl<'a> ToldMention<'a> {
    fn of(mention: &'a Mention, texts: &[&'a str]) -> Option<Self> {
        let text: &'a str = texts.get(mention.text as usize)?;
        let place = mention.start as usize..mention.end as usize;
        let figure = (mention.kind == MentionKind::Figure).then_some(mention.value.as_str());
        let (min, max) = match figure.and_then(|value| value.split_once("..")) {
            Some((min, max)) => (min.parse().ok(), max.parse().ok()),
            None => (None, None),
        };
        Some(Self {
            kind: mention.kind,
            value: &mention.value,
            number: figure.and_then(|value| value.parse().ok()),
            min,
            max,
            written: text.get(place.clone())?,
            details: &mention.details,
            text: mention.text,
            start: mention.start,
            end: mention.end,
            sentence: &text[sentence(text, place)],
        })
    }
}

/// Prints documents as they come; the first waits until it is known whether it is the only one.
struct Shown {
    json: bool,
    answer: Answer,
    waiting: Option<Document>,
    count: u64,
}

impl Shown {
    fn add(&mut self, document: Document) -> Result<(), Problem> {
        self.count += 1;
        if self.count == 1 {
            self.waiting = Some(document);
            return Ok(());
        }
        if let Some(first) = self.waiting.take() {
            self.print(&first, false)?;
        }
        self.print(&document, false)
    }

    fn finish(mut self) -> Result<(), Problem> {
        if let Some(only) = self.waiting.take() {
            self.print(&only, true)?;
        }
        self.answer.flush()
    }

    fn print(&mut self, document: &Document, alone: bool) -> Result<(), Problem> {
        let mentions = find_all(document);
        let texts: Vec<&str> = document_texts(document).collect();
        let mentions = mentions.iter().filter_map(|mention| ToldMention::of(mention, &texts)).collect();
        let told = Told { id: &document.id, title: &document.title, mentions };
        match (self.json, alone) {
            (true, true) => self.answer.pretty_json(&told),
            (true, false) => self.answer.json(&told),
            (false, _) => self.lines(&told),
        }
    }

    fn lines(&mut self, told: &Told<'_>) -> Result<(), Problem> {
        self.answer.heading(told.title)?;
        for mention in &told.mentions {
            let kind = serde_json::to_value(mention.kind)?;
            let details: Vec<String> =
                mention.details.iter().map(|(name, said)| format!("{name}: {said}")).collect();
            let details =
                if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
            self.answer.line(format_args!(
                "{:12} {}{details}",
                kind.as_str().unwrap_or_default(),
                mention.value
            ))?;
            self.answer.line(format_args!("             “{}”", mention.sentence))?;
        }
        self.answer.line("")
    }
}
