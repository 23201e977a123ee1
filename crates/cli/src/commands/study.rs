//! `tangthu figures` and `tangthu dossier`: the same answers as those of the viewer's pages.

use crate::{
    host,
    output::{Answer, Counted, Documents, End, Problem, say},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use tangthu_archive::csv;
use tangthu_engine::study::{
    Citation, DossierRequest, FigureRow, Figures as Told, FiguresRequest, Identity, MAX_ROWS,
};
use tangthu_engine::{Count, Run, SearchRequest};

/// The columns of the table.
const COLUMNS: [&str; 10] =
    ["value", "unit", "subject", "status", "about", "date", "published", "id", "title", "sentence"];

/// Show the figures of documents: value, unit, what is counted, status, date, sentence
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tangthu figures site\n  tangthu figures site năm:2023 thu ngân sách --csv > figures.csv\n  tangthu figures site --unit 'lượt kiểm tra' --json"
)]
pub(crate) struct Figures {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// Only of the documents that this query finds
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only figures with this unit
    #[arg(long)]
    unit: Option<String>,
    /// Only figures of this status
    #[arg(long)]
    status: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
    /// Print a table of comma-separated values, in UTF-8 with a byte order mark
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

impl Figures {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let search = SearchRequest { query: self.query.join(" "), ..SearchRequest::default() };
        let mut request = FiguresRequest {
            search,
            unit: self.unit.clone(),
            status: self.status.clone(),
            look: u32::MAX,
            ..FiguresRequest::default()
        };
        let mut ask = |from: u32, count: u32| -> Result<Told, Problem> {
            (request.from, request.count) = (from, count);
            pollster::block_on(reader.figures(&request, &|| false))
                .map_err(|failure| host::in_archive(&self.archive, &failure))
        };
        // One question reads no more than a moment's worth; the answer tells how far it came.
        let (mut told, mut looked) = (ask(0, 0)?, 0);
        while told.looked < told.documents && told.looked > looked {
            looked = told.looked;
            told = ask(0, 0)?;
        }
        let mut answer = Answer::new();
        if self.csv {
            answer.line(csv::MARK.to_owned() + &cells(COLUMNS))?;
        }
        let mut from = 0;
        while from < told.total {
            let page = ask(from, MAX_ROWS)?;
            if page.rows.is_empty() {
                break;
            }
            from += MAX_ROWS;
            page.rows.iter().try_for_each(|row| self.print(row, &mut answer))?;
        }
        if told.looked < told.documents {
            say(&format!(
                "{} of {} were looked through: more figures than these do not fit into memory; narrow the query",
                told.looked,
                Documents(told.documents.into())
            ));
        }
        answer.flush()?;
        Ok(End::Good)
    }

    fn print(&self, row: &FigureRow, answer: &mut Answer) -> Result<(), Problem> {
        let sentence = words(&row.sentence);
        let document = &row.document;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if self.json {
            return answer.json(&json!({
                "value": row.value, "min": row.low, "max": row.high, "unit": row.unit, "subject": row.subject,
                "status": row.status, "about": row.about, "date": row.date, "sentence": sentence,
                "text": row.place.text, "start": row.place.start, "end": row.place.end,
                "id": document.id, "title": document.title, "published": document.published,
            }));
        }
        if self.csv {
            let fields = [
                row.value.clone(),
                text(&row.unit),
                text(&row.subject),
                text(&row.status),
                text(&row.about),
                text(&row.date),
                text(&document.published),
                document.id.clone(),
                document.title.clone(),
                sentence,
            ];
            return answer.line(cells(fields.iter().map(String::as_str)));
        }
        let facts = [Some(row.value.clone()), row.unit.clone(), row.subject.clone(), row.status.clone()];
        answer.heading(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
        answer.line(format_args!("“{sentence}”"))?;
        answer.line(format_args!("{} · {}", document.id, document.title))?;
        answer.line("")
    }
}

/// A row of a table without its end, which the answer writes.
fn cells<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    csv::line(cells).trim_end_matches(['\r', '\n']).to_owned()
}

/// Show what an archive knows of a document number: what it is, who cites it and how
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  tangthu dossier site 01-CTr/QU\n  tangthu dossier site 15/2024/QĐ-UBND --json"
)]
pub(crate) struct Dossier {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The number, in any spelling; several words need no quotation marks
    #[arg(value_name = "NUMBER", required = true)]
    number: Vec<String>,
    /// How many of the documents that cite it to print
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Dossier {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let request =
            DossierRequest { number: self.number.join(" "), from: 0, count: self.limit.min(MAX_ROWS) };
        let dossier = pollster::block_on(reader.dossier(&request, &|| false))
            .map_err(|failure| host::in_archive(&self.archive, &failure))?;
        let mut answer = Answer::new();
        if self.json {
            let citing: Vec<_> = dossier.citing.iter().map(cited).collect();
            let mut told = serde_json::to_value(&dossier)?;
            told["citing"] = citing.into();
            answer.pretty_json(&told)?;
            answer.flush()?;
            return Ok(End::Good);
        }
        answer.heading(&dossier.number)?;
        for Identity { kind, issuer, date, title, documents, .. } in &dossier.identities {
            let facts = [kind, issuer, date, title].into_iter().flatten().cloned().collect::<Vec<_>>();
            answer.line(format_args!("{} ({})", facts.join(" · "), Documents((*documents).into())))?;
        }
        if dossier.own.is_empty() {
            answer.line(format_args!(
                "cited {}, not in this archive",
                Counted(dossier.mentions.into(), "time")
            ))?;
        }
        for link in &dossier.own {
            answer.line(format_args!("in this archive: {}", link.id))?;
        }
        for one in &dossier.citing {
            answer.line("")?;
            let facts = [one.document.published.clone(), Some(one.document.id.clone()), one.relation.clone()];
            answer.heading(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
            answer.line(format_args!("“{}”", words(&one.sentence)))?;
        }
        for (name, counts) in [("cited with it", &dossier.together), ("years", &dossier.years)] {
            if !counts.is_empty() {
                answer.line("")?;
                answer.heading(name)?;
            }
            for Count { value, count } in counts {
                answer
                    .line(format_args!("{count:>9}  {}", if value.is_empty() { "undated" } else { value }))?;
            }
        }
        answer.flush()?;
        Ok(End::Good)
    }
}

fn cited(one: &Citation) -> serde_json::Value {
    json!({
        "id": one.document.id, "title": one.document.title, "published": one.document.published,
        "relation": one.relation, "sentence": words(&one.sentence), "times": one.times, "identity": one.identity,
        "text": one.place.text, "start": one.place.start, "end": one.place.end,
    })
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
