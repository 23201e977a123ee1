//! `tangthu search`: the same answers as the browser's, on the command line.

use crate::{
    host::{self, FolderHost},
    output::{Answer, End, Problem, say},
};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_engine::{Failure, Language, Reader, Run, SearchRequest, Sort};

/// Search an archive
#[derive(Debug, Args)]
#[command(
    long_about = "Searches an archive with the engine that runs in the browser, so that both give the same answers.\n\nWords without \
    marks find all their spellings (quan uy finds Quận ủy); words with marks find exactly that. \"a phrase\" in quotation marks, \
    -word to leave out, and fields such as section:, source:, number:, from:, to: are understood."
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
    /// Print one JSON object for each query
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tongue {
    Vi,
    En,
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

    /// Answers every line of a file of queries; a line that is no query is named and passed over.
    fn all(&self, reader: &Reader<FolderHost>, path: &Path, answer: &mut Answer) -> Result<End, Problem> {
        let shown = path.display();
        let unreadable =
            |error| Problem::new(format_args!("{shown} cannot be read ({error}); check the path"));
        let mut lines = BufReader::new(File::open(path).map_err(unreadable)?);
        let mut end = End::Good;
        let mut line = Vec::new();
        for number in 1u64.. {
            line.clear();
            if lines.read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
                break;
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice::<Question>(&line) {
                Ok(question) => answer.json(&self.ask(reader, &question.query, Some(question.qid))?)?,
                Err(error) => {
                    say(&format!(
                        "{shown}:{number} is no query ({error}); a line is {{\"qid\": …, \"query\": …}}"
                    ));
                    end = End::Faults;
                }
            }
        }
        Ok(end)
    }

    fn ask<'a>(
        &self,
        reader: &Reader<FolderHost>,
        query: &'a str,
        qid: Option<serde_json::Value>,
    ) -> Result<Found<'a>, Problem> {
        let request = SearchRequest {
            query: query.to_owned(),
            limit: self.limit,
            sort: match self.sort {
                Order::Relevance => Sort::Relevance,
                Order::Newest => Sort::Newest,
                Order::Oldest => Sort::Oldest,
            },
            language: match self.lang {
                Tongue::Vi => Language::Vi,
                Tongue::En => Language::En,
            },
            ..SearchRequest::default()
        };
        let start = Instant::now();
        let found = pollster::block_on(async {
            let found = reader.search(&request, &|| false).await?;
            let ids: Vec<String> = found.hits.iter().map(|hit| hit.id.clone()).collect();
            let better = reader.snippets(&request, &ids, &|| false).await?;
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
        Ok(Found { qid, query, read_as: found.read_as, total: found.total, ms, hits: hits.collect() })
    }
}

/// The words of a marked text, without its marks.
fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn print(found: &Found, answer: &mut Answer) -> Result<(), Problem> {
    if !found.read_as.is_empty() {
        answer.line(&found.read_as)?;
    }
    answer.line(format_args!("{} documents, {} ms", found.total, found.ms))?;
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
    Ok(())
}
