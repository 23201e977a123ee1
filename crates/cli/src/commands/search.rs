//! `tangthu search`: the same answers as the browser's, on the command line.

use crate::{
    conditions::{Condition, Conditions},
    host::{self, FolderHost},
    output::{Answer, Documents, End, Problem},
    questions::Questions,
};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};
use tangthu_engine::{
    Count, FacetAsk, Facets, Failure, Language, ListField, Reader, Run, SearchAnswer, SearchRequest, Sort,
};

/// Search an archive
#[derive(Debug, Args)]
#[command(
    long_about = "Searches an archive with the engine that runs in the browser, so that both give the same answers.\n\nWords without \
    marks find all their spellings (quan uy finds Quận ủy). Words with marks find that spelling, wherever the mark stands (hòa, hoà) and \
    with i or y (kỹ, kĩ); =hoa is a word without marks that is meant exactly so. A word that the archive lacks is said, and, where it stands by \
    itself, read as one close to it. Where few documents hold every word, others that lack some follow, and a line says so.\n\n\
    \"a phrase\" in quotation marks, -word to leave out, OR (HOẶC) and parentheses are understood, and fields with a value, in quotation \
    marks if it has blanks, by their English or Vietnamese names, both typed with marks or without:\n  \
    title: tiêu đề:        words of the title\n  \
    number: số:            a document number, borne or cited\n  \
    section: mục:          a section and those below it (\"Tin / Quận\", quận)\n  \
    source: nguồn:         a source\n  \
    kind: loại:            a kind of official document\n  \
    language: ngôn ngữ:    a language tag (vi, en)\n  \
    person: người:         a person\n  \
    place: nơi: địa điểm:  a place\n  \
    org: cơ quan: tổ chức: a body\n  \
    year: năm:             2020\n  \
    month: tháng:          3/2020\n  \
    from: từ:, to: đến:    28/03/2020, 3/2020 or 2020\n\
    Two sections (sources, years, people …) mean either of them; -section: leaves one out. docs/commands.md tells more."
)]
#[command(
    after_help = "Examples:\n  tangthu search site quan uy long bien\n  tangthu search site '\"thủ tục hành chính\"' --sort newest\n  \
    tangthu search site 'mục:\"Văn bản\" từ:3/2020 người:Điềm'\n  \
    tangthu search site --json -- 01-CTr/QU -phường\n  tangthu search site --queries questions.jsonl --limit 10 --json\n\n\
    A query with a word that begins with - comes after --. With --queries each line of FILE is {\"qid\": …, \"query\": …}, and with --json \
    one line of JSON is printed for each. No result is no error: the exit code is 0. The JSON holds query, read_as, filters (the fields of the \
    query, each with field, value, exclude and read_as), notes (what keeps it from finding anything), total, complete (how many \
    documents hold every word), complete_first (whether they come before the others), ms, hits, and facets, which is empty without --facets."
)]
pub(crate) struct Search {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The query; several words need no quotation marks
    #[arg(value_name = "QUERY", required_unless_present = "queries", conflicts_with = "queries")]
    query: Vec<String>,
    /// Take the queries from FILE, one JSON object a line
    #[arg(long, value_name = "FILE")]
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
    filters: Vec<Condition>,
    notes: Vec<String>,
    total: u32,
    complete: u32,
    complete_first: bool,
    ms: f64,
    hits: Vec<Row>,
    facets: Counted,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<Listed>,
    /// What `filters` say, in one sentence for people.
    #[serde(skip)]
    conditions_read_as: String,
}

/// The counts of the fields; empty where nobody asked for them.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Counted {
    All(Facets),
    None {},
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
                self.tell(&self.ask(&reader, &query, None)?, &mut answer)?;
                End::Good
            }
        };
        answer.flush()?;
        Ok(end)
    }

    /// Answers every line of a file of queries.
    fn all(&self, reader: &Reader<FolderHost>, path: &Path, answer: &mut Answer) -> Result<End, Problem> {
        let mut questions = Questions::<Question>::open(path, "{\"qid\": …, \"query\": …}")?;
        let mut first = true;
        while let Some(Question { qid, query }) = questions.next()? {
            if !self.json {
                let before = if std::mem::take(&mut first) { "" } else { "\n" };
                let qid = qid.as_str().map_or_else(|| qid.to_string(), str::to_owned);
                answer.line(format_args!("{before}{qid}: {query}"))?;
            }
            self.tell(&self.ask(reader, &query, Some(qid))?, answer)?;
        }
        questions.end()
    }

    fn tell(&self, found: &Found, answer: &mut Answer) -> Result<(), Problem> {
        if self.json { answer.json(found) } else { print(found, answer) }
    }

    fn language(&self) -> Language {
        match self.lang {
            Tongue::Vi => Language::Vi,
            Tongue::En => Language::En,
        }
    }

    /// One more question to the archive, of which only the counts matter.
    fn count(&self, reader: &Reader<FolderHost>, query: String) -> Result<SearchAnswer, Problem> {
        let request = SearchRequest { query, ..SearchRequest::default() };
        let found = pollster::block_on(reader.search(&request, &|| false, async || {}));
        found.map_err(|failure| host::in_archive(&self.archive, &failure))
    }

    /// How the fields of the query were read and, where nothing was found, which of them nothing can meet.
    fn conditions(
        &self,
        reader: &Reader<FolderHost>,
        query: &str,
        total: u32,
    ) -> Result<Conditions, Problem> {
        let language = self.language();
        let mut conditions = Conditions::read(query, language, |name| {
            // A name that is a condition leaves no word to be read as anything.
            self.count(reader, name.alone()).map(|found| found.read_as.is_empty())
        })?;
        if total == 0 {
            conditions.explain(
                language,
                |query| self.count(reader, query).map(|found| found.total),
                || self.count(reader, String::new()).map(|found| found.facets),
            )?;
        }
        Ok(conditions)
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
            language: self.language(),
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
        let facets = if self.facets.is_some() { Counted::All(found.facets) } else { Counted::None {} };
        let counted = lists.iter().zip(found.lists);
        let lists = counted.map(|(list, counts)| Listed {
            field: list.name(),
            total: counts.total,
            values: counts.values,
        });
        let lists = lists.collect();
        let SearchAnswer { read_as, total, complete, complete_first, .. } = found;
        let conditions = self.conditions(reader, query, total)?;
        let conditions_read_as = conditions.sentence(self.language());
        let Conditions { all: filters, notes, .. } = conditions;
        Ok(Found {
            qid,
            query,
            read_as,
            filters,
            notes,
            total,
            complete,
            complete_first,
            ms,
            hits,
            facets,
            lists,
            conditions_read_as,
        })
    }
}

/// The words of a marked text, without its marks.
fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// That some of the documents found lack words, and where they stand.
fn completeness(total: u32, complete: u32, first: bool) -> Option<String> {
    let all = Documents(total.into());
    let holds = if complete == 1 { "holds" } else { "hold" };
    let rest = if first { "those that lack some follow" } else { "the others lack some" };
    match complete {
        _ if complete >= total => None,
        0 => Some("no document holds every word; these come nearest".to_owned()),
        _ => Some(format!("{complete} of {all} {holds} every word; {rest}")),
    }
}

fn print(found: &Found, answer: &mut Answer) -> Result<(), Problem> {
    for read_as in [&found.read_as, &found.conditions_read_as].into_iter().chain(&found.notes) {
        if !read_as.is_empty() {
            answer.line(read_as)?;
        }
    }
    answer.line(format_args!("{}, {} ms", Documents(found.total.into()), found.ms))?;
    if let Some(sentence) = completeness(found.total, found.complete, found.complete_first) {
        answer.line(sentence)?;
    }
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
    let Counted::All(Facets { section, source, kind, language, year, month }) = &found.facets else {
        return Ok(());
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_documents_lack_words() {
        let said = |total, complete, first| completeness(total, complete, first).unwrap_or_default();
        assert_eq!(said(363, 7, false), "7 of 363 documents hold every word; the others lack some");
        assert_eq!(said(363, 1, true), "1 of 363 documents holds every word; those that lack some follow");
        assert_eq!(said(3, 0, true), "no document holds every word; these come nearest");
        assert_eq!((said(3, 3, true), said(0, 0, false)), (String::new(), String::new()));
    }
}
