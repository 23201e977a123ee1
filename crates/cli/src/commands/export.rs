//! `tangthu export`: the documents of an archive as JSON lines or as a table.

use crate::{
    holdings::Holdings,
    output::{Bytes, Documents, End, Problem, say},
    progress::Bar,
    publish::cannot_write,
    workshop::DiskWorkshop,
};
use clap::{Args, ValueEnum};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use tangthu_archive::{Block, Document, csv};
use tangthu_engine::{SearchRequest, Sort, pack::Workshop};

/// Results that are asked for at once.
const PAGE: u32 = 5_000;

/// Write the documents of an archive as JSON lines or CSV
#[derive(Debug, Args)]
#[command(
    long_about = "Writes the documents of an archive, one JSON object a line as they are stored (docs/format.md; `tangthu pack` reads them \
    again), or as CSV with a head, one row a document, in UTF-8 with the mark that spreadsheets look for; cells that begin as a formula get a ' \
    before them, so that no spreadsheet runs them. With --query, writes exactly the \
    documents that the query finds, in the order of its results; it takes words and fields as `tangthu search` does."
)]
#[command(
    after_help = "Examples:\n  tangthu export site -o all.jsonl\n  tangthu export site --format csv -o table.csv\n  tangthu export site --query 'mục:\"Cải cách hành chính\" từ:2020' --sort newest"
)]
pub(crate) struct Export {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// What to write (else what the name of FILE says, else JSON lines)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to FILE and not to the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only the documents that this query finds
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// The order of what a query finds
    #[arg(long, value_enum, default_value = "relevance", requires = "query")]
    sort: Order,
    /// Say nothing but what went wrong
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
    Views,
}

/// What the ending of a file's name asks for.
fn told_by_name(path: &Path) -> Result<Format, Problem> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match &*ending {
        "csv" => Ok(Format::Csv),
        "" | "jsonl" | "ndjson" | "json" | "txt" => Ok(Format::Jsonl),
        _ => Err(Problem::new(format_args!(
            "{} would not be a .{ending} file: this writes JSON lines or CSV; name it .jsonl, or .csv, which spreadsheets open, or say --format",
            path.display()
        ))),
    }
}

/// What is said of a file that is written; a query that finds nothing is mostly a query that was mistyped.
fn told(path: &Path, format: Format, documents: u64, by_query: bool) -> String {
    let name = path.display();
    if documents == 0 && by_query {
        return format!(
            "{name}: no document, because the query finds none; `tangthu search` with the same words tells more"
        );
    }
    let form = match format {
        Format::Jsonl => "JSON lines",
        Format::Csv => "CSV",
    };
    let bytes = path.metadata().map_or(0, |metadata| metadata.len());
    format!("{name}: {} as {form}, {}", Documents(documents), Bytes(bytes))
}

impl Export {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let holdings = Holdings::open(&self.archive)?;
        let format = match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(path)) => told_by_name(path)?,
            (None, None) => Format::Jsonl,
        };
        match &self.output {
            None => {
                self.write(&holdings, format, BufWriter::new(io::stdout().lock()), &Problem::from)?;
            }
            Some(path) => {
                // Written beside, under a name that no other run has, and put in place when it is whole.
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let beside = path.with_file_name(format!(".{name}.{}.tangthu-part", std::process::id()));
                let failed = |error: io::Error| cannot_write(path, &error);
                let file = File::create(&beside).map_err(failed)?;
                let written = self.write(&holdings, format, BufWriter::new(file), &failed);
                let placed =
                    written.and_then(|count| fs::rename(&beside, path).map(|()| count).map_err(failed));
                if placed.is_err() {
                    let _ = fs::remove_file(&beside);
                }
                let documents = placed?;
                if !self.quiet {
                    say(&told(path, format, documents, self.query.is_some()));
                }
            }
        }
        Ok(End::Good)
    }

    fn write(
        &self,
        holdings: &Holdings,
        format: Format,
        mut out: impl Write,
        failed: &dyn Fn(io::Error) -> Problem,
    ) -> Result<u64, Problem> {
        let mut count = 0;
        if format == Format::Csv {
            out.write_all((csv::MARK.to_owned() + &csv::line(HEAD)).as_bytes()).map_err(failed)?;
        }
        let mut row = |document: &Document| {
            count += 1;
            match format {
                Format::Jsonl => serde_json::to_writer(&mut out, document)
                    .map_err(io::Error::from)
                    .and_then(|()| out.write_all(b"\n")),
                Format::Csv => {
                    let cells = cells(document);
                    out.write_all(csv::line(cells.iter().map(String::as_str)).as_bytes())
                }
            }
        };
        match &self.query {
            None => holdings.each(&mut |document| row(&document).map_err(failed))?,
            Some(query) => self.found(holdings, query, &mut |document| row(document).map_err(failed))?,
        }
        out.flush().map_err(failed)?;
        Ok(count)
    }

    /// Hands over what a query finds, in the order of the results. Documents wait on the disk for their turn.
    fn found(
        &self,
        holdings: &Holdings,
        query: &str,
        take: &mut dyn FnMut(&Document) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let sort = match self.sort {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::Views => Sort::Views,
        };
        let mut ids: Vec<String> = Vec::new();
        loop {
            let (query, offset) = (query.to_owned(), ids.len() as u32);
            let request = SearchRequest { query, sort, offset, limit: PAGE, ..SearchRequest::default() };
            let answer = pollster::block_on(holdings.reader.search(&request, &|| false, async || {}));
            let answer = answer.map_err(|failure| holdings.failed(&failure))?;
            if offset == 0 && !self.quiet && !answer.read_as.is_empty() {
                // A word that was mistyped is searched as another one; the table does not show it.
                say(&format!("the query was read as: {}", answer.read_as));
                if answer.complete < answer.total {
                    say(&format!("{} of {} documents hold every word", answer.complete, answer.total));
                }
            }
            ids.extend(answer.hits.iter().map(|hit| hit.id.clone()));
            if answer.hits.is_empty() || ids.len() >= answer.total as usize {
                break;
            }
        }
        let aside = std::env::temp_dir();
        let lost = |error: io::Error| cannot_write(Path::new(&aside), &error);
        let mut places: HashMap<&str, Option<(u64, usize)>> =
            ids.iter().map(|id| (id.as_str(), None)).collect();
        let mut shelf = DiskWorkshop::new(&aside, Bar::new(true)).map_err(lost)?;
        let mut length = 0;
        holdings.each(&mut |document| {
            if let Some(place) = places.get_mut(document.id.as_str()) {
                let json = serde_json::to_vec(&document)?;
                *place = Some((length, json.len()));
                length += json.len() as u64;
                shelf.keep(&json).map_err(lost)?;
            }
            Ok(())
        })?;
        for id in &ids {
            let Some((offset, length)) = places.get(id.as_str()).copied().flatten() else { continue };
            let json = shelf.recall(offset, length).map_err(lost)?;
            take(&serde_json::from_slice(&json)?)?;
        }
        Ok(())
    }
}

/// The columns of the table.
const HEAD: [&str; 18] = [
    "id",
    "url",
    "title",
    "section",
    "published",
    "updated",
    "views",
    "authors",
    "source",
    "lead",
    "body",
    "language",
    "tags",
    "number",
    "kind",
    "issuer",
    "issued",
    "effective",
];

fn cells(document: &Document) -> [String; 18] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date =
        |date: &Option<tangthu_archive::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let body: Vec<&str> = document.body.iter().flat_map(Block::texts).collect();
    [
        document.id.clone(),
        text(&document.url),
        document.title.clone(),
        document.section.join(" / "),
        date(&document.published),
        date(&document.updated),
        document.views.map(|views| views.to_string()).unwrap_or_default(),
        document.authors.join("; "),
        text(&document.source),
        text(&document.lead),
        body.join("\n\n"),
        text(&document.language),
        document.tags.join("; "),
        text(&document.number),
        text(&document.kind),
        text(&document.issuer),
        date(&document.issued),
        date(&document.effective),
    ]
}
