//! `tangthu search`: the same answers as the browser's, on the command line.

use crate::{
    host::{self, FolderHost},
    output::{Answer, Documents, End, Problem, say},
};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    marker::PhantomData,
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_engine::{
    Count, FacetAsk, Facets, Failure, Language, ListField, Reader, Run, SearchRequest, Sort,
};

/// Search an archive
#[derive(Debug, Args)]
#[command(
    long_about = "Searches an archive with the engine that runs in the browser, so that both give the same answers.\n\nWords without \
    marks find all their spellings (quan uy finds Quận ủy); words with marks find exactly that. \"a phrase\" in quotation marks, \
    -word to leave out, OR and parentheses, and fields such as title:, section:, source:, kind:, number:, year:, from:, to: are \
    understood, in English and in Vietnamese (tiêu đề:, mục:, nguồn:, loại:, số:, năm:, từ:, đến:)."
)]
#[command(
    after_help = "Examples:\n  tangthu search site quan uy long bien\n  tangthu search site '\"thủ tục hành chính\"' --sort newest\n  \
    tangthu search site --json -- 01-CTr/QU -phường\n  tangthu search site --queries questions.jsonl --limit 10 --json\n\n\
    A query with a word that begins with - comes after --. With --queries each line of FILE is {\"qid\": …, \"query\": …}, and one line of \
    JSON is printed for each. No result is no error: the exit code is 0."
)]
pub(crate) struct Search {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The query; several words need no quotation marks
    #[arg(value_name = "QUERY", required_unless_present = "queries", conflicts_with = "queries")]
    query: Vec<String>,
    /// Take the queries from FILE, one JSON object a line
    #[arg(long, value_name = "FILE", requires = "json")]
    queries: Option<PathBuf>,
    /// How many results to print
    #[arg(long, default_value_t = 10)]
    limit: u32,
    /// The order of the results
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// The language in which the reading of the query is told
    #[arg(long, value_enum, default_value_t = Tongue::Vi)]
    lang: Tongue,
    /// Count the sections, sources, kinds, languages, years and months of the results; with a list such as people,places also the
    /// numbers, people, places and bodies, the fifty most frequent of each
    #[arg(long, value_name = "LISTS", value_enum, value_delimiter = ',', num_args = 0.., require_equals = true)]
    facets: Option<Vec<List>>,
    /// Print one JSON object for each query
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
    Views,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tongue {
    Vi,
    En,
}

/// A facet that is counted only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum List {
    Numbers,
    People,
    Places,
    Bodies,
}

impl List {
    fn field(self) -> ListField {
        match self {
            Self::Numbers => ListField::Number,
            Self::People => ListField::Person,
            Self::Places => ListField::Place,
            Self::Bodies => ListField::Body,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Numbers => "number",
            Self::People => "person",
            Self::Places => "place",
            Self::Bodies => "body",
        }
    }
}

/// A line of the file of queries.
#[derive(Debug, Deserialize)]
struct Question {
    qid: serde_json::Value,
    query: String,
}

/// An answer, as a program reads it.
#[derive(Debug, Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<serde_json::Value>,
    query: &'a str,
    read_as: String,
    total: u32,
    ms: f64,
    hits: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Facets>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<Listed>,
}

/// The counts of a facet that was asked for.
#[derive(Debug, Serialize)]
struct Listed {
    field: &'static str,
    /// How many values there are.
    total: u32,
    values: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    published: Option<String>,
    section: Vec<String>,
    source: Option<String>,
    score: f32,
    snippet: String,
}

impl Search {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let mut answer = Answer::new();
        let end = match &self.queries {
            Some(path) => self.all(&reader, path, &mut answer)?,
            None => {
                let query = self.query.join(" ");
                let found = self.ask(&reader, &query, None)?;
                if self.json {
                    answer.json(&found)?;
                } else {
                    print(&found, &mut answer)?;
                }
                End::Good
            }
        };
        answer.flush()?;
        Ok(end)
    }

    /// Answers every line of a file of queries.
    fn all(&self, reader: &Reader<FolderHost>, path: &Path, answer: &mut Answer) -> Result<End, Problem> {
        let mut questions = Questions::<Question>::open(path, "{\"qid\": …, \"query\": …}")?;
        while let Some(question) = questions.next()? {
            answer.json(&self.ask(reader, &question.query, Some(question.qid))?)?;
        }
        Ok(questions.end())
    }

    fn ask<'a>(
        &self,
        reader: &Reader<FolderHost>,
        query: &'a str,
        qid: Option<serde_json::Value>,
    ) -> Result<Found<'a>, Problem> {
        let lists = self.facets.as_deref().unwrap_or_default();
        let request = SearchRequest {
            query: query.to_owned(),
            limit: self.limit,
            sort: match self.sort {
                Order::Relevance => Sort::Relevance,
                Order::Newest => Sort::Newest,
                Order::Oldest => Sort::Oldest,
                Order::Views => Sort::Views,
            },
            language: match self.lang {
                Tongue::Vi => Language::Vi,
                Tongue::En => Language::En,
            },
            count: lists.iter().map(|list| FacetAsk { field: list.field(), find: String::new() }).collect(),
            ..SearchRequest::default()
        };
        let start = Instant::now();
        let found = pollster::block_on(async {
            let found = reader.search(&request, &|| false, async || {}).await?;
            let better = reader.snippets(&request, &found.wanting_text(), &|| false).await?;
            Ok((found, better))
        });
        let (found, better) = found.map_err(|failure: Failure| host::in_archive(&self.archive, &failure))?;
        let ms = (start.elapsed().as_secs_f64() * 1e5).round() / 1e2;
        let snippets: std::collections::HashMap<_, _> = better.snippets.into_iter().collect();
        let hits = found.hits.into_iter().map(|hit| Row {
            snippet: words(snippets.get(&hit.id).filter(|runs| !runs.is_empty()).unwrap_or(&hit.snippet)),
            title: words(&hit.title),
            id: hit.id,
            published: hit.published,
            section: hit.section,
            source: hit.source,
            score: hit.score,
        });
        let hits = hits.collect();
        let facets = self.facets.is_some().then_some(found.facets);
        let counted = lists.iter().zip(found.lists);
        let lists = counted.map(|(list, counts)| Listed {
            field: list.name(),
            total: counts.total,
            values: counts.values,
        });
        let lists = lists.collect();
        Ok(Found { qid, query, read_as: found.read_as, total: found.total, ms, hits, facets, lists })
    }
}

/// The lines of a file of questions. A line that is none is named and passed over, and the command ends with faults.
pub(super) struct Questions<T> {
    lines: BufReader<File>,
    path: PathBuf,
    shape: &'static str,
    number: u64,
    faults: bool,
    question: PhantomData<T>,
}

impl<T: DeserializeOwned> Questions<T> {
    /// Opens a file whose lines have this shape.
    pub(super) fn open(path: &Path, shape: &'static str) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let (lines, path) = (BufReader::new(file), path.to_owned());
        Ok(Self { lines, path, shape, number: 0, faults: false, question: PhantomData })
    }

    /// The next question.
    pub(super) fn next(&mut self) -> Result<Option<T>, Problem> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read =
                self.lines.read_until(b'\n', &mut line).map_err(|error| unreadable(&self.path, &error))?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice(&line) {
                Ok(question) => return Ok(Some(question)),
                Err(error) => {
                    let (shown, number, shape) = (self.path.display(), self.number, self.shape);
                    say(&format!("{shown}:{number} is no query ({error}); a line is {shape}"));
                    self.faults = true;
                }
            }
        }
    }

    /// How a command ends that has read them all.
    pub(super) fn end(&self) -> End {
        if self.faults { End::Faults } else { End::Good }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format_args!("{} cannot be read ({error}); check the path", path.display()))
}

/// The words of a marked text, without its marks.
fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn print(found: &Found, answer: &mut Answer) -> Result<(), Problem> {
    if !found.read_as.is_empty() {
        answer.line(&found.read_as)?;
    }
    answer.line(format_args!("{}, {} ms", Documents(found.total.into()), found.ms))?;
    for row in &found.hits {
        answer.line("")?;
        answer.heading(&row.title)?;
        let section = (!row.section.is_empty()).then(|| row.section.join(" / "));
        let facts = [Some(row.id.clone()), row.published.clone(), section, row.source.clone()];
        answer.line(facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
        if !row.snippet.is_empty() {
            answer.line(&row.snippet)?;
        }
    }
    let Some(Facets { section, source, kind, language, year, month }) = &found.facets else { return Ok(()) };
    let fields = [
        ("section", section),
        ("source", source),
        ("kind", kind),
        ("language", language),
        ("year", year),
        ("month", month),
    ];
    let lists = found.lists.iter().map(|list| (list.field, &list.values));
    for (name, counts) in fields.into_iter().chain(lists).filter(|(_, counts)| !counts.is_empty()) {
        answer.line("")?;
        answer.heading(name)?;
        for Count { value, count } in counts {
            answer.line(format_args!("{count:>9}  {}", if value.is_empty() { "undated" } else { value }))?;
        }
    }
    Ok(())
}
