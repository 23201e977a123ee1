//! `tangthu figures` and `tangthu dossier`: the same answers as those of the viewer's pages.

use crate::{
    host::{self, FolderHost},
    output::{Answer, Counted, Documents, End, Problem, say},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use tangthu_archive::csv;
use tangthu_engine::study::{
    Citation, DossierRequest, FigureRow, Figures as Told, FiguresRequest, Identity, MAX_ROWS,
};
use tangthu_engine::{Count, FacetAsk, ListField, Reader, Run, SearchRequest};
use tangthu_text::unmarked;

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
        if told.total == 0 {
            (request.unit, request.status) = (None, None);
            say(&self.nothing(&mut |unit, status| {
                (request.unit, request.status) = (unit, status);
                pollster::block_on(reader.figures(&request, &|| false))
                    .map_err(|failure| host::in_archive(&self.archive, &failure))
            })?);
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

    /// Why there is no figure, and which there are. `ask` answers with those of a unit and a status.
    fn nothing(
        &self,
        ask: &mut dyn FnMut(Option<String>, Option<String>) -> Result<Told, Problem>,
    ) -> Result<String, Problem> {
        let there = ask(None, None)?;
        if there.total == 0 {
            let documents = Documents(there.documents.into());
            return Ok(format!("no figure was found in {documents}"));
        }
        if let Some(unit) = &self.unit
            && ask(Some(unit.clone()), None)?.total == 0
        {
            return Ok(format!(
                "no figure has the unit \"{unit}\"; {}",
                offered("units", unit, &there.units)
            ));
        }
        if let Some(status) = &self.status
            && ask(None, Some(status.clone()))?.total == 0
        {
            let offered = offered("statuses", status, &there.statuses);
            return Ok(format!("no figure has the status \"{status}\"; {offered}"));
        }
        let with_unit = ask(self.unit.clone(), None)?;
        let offered = offered("statuses", "", &with_unit.statuses);
        Ok(format!("no figure has both this unit and this status; of the unit, {offered}"))
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

/// Values that are offered in the place of one that nothing has.
const OFFERED: usize = 8;

/// A shorter value stands by chance within others.
const TELLING: usize = 3;

/// The values that there are: those like the one that was asked for, or else the most frequent.
fn offered(called: &str, asked: &str, there: &[Count]) -> String {
    let bare = |text: &str| unmarked(text).to_lowercase();
    let named = || there.iter().map(|count| count.value.as_str()).filter(|value| !value.is_empty());
    let asked = bare(asked);
    let is_alike = |value: &&str| {
        let value = bare(value);
        !asked.is_empty() && value.contains(&asked) || value.len() >= TELLING && asked.contains(&value)
    };
    let alike: Vec<&str> = named().filter(is_alike).collect();
    let (lead, values) = if alike.is_empty() {
        (format!("the {called} that occur"), named().collect())
    } else {
        ("close to it".to_owned(), alike)
    };
    if values.is_empty() {
        return format!("none of them has one of the {called}");
    }
    let more = if values.len() > OFFERED { ", …" } else { "" };
    let shown: Vec<String> = values.iter().take(OFFERED).map(|value| format!("\"{value}\"")).collect();
    format!("{lead}: {}{more}", shown.join(", "))
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
    /// That nothing was found, and which numbers there are.
    fn nothing(&self, reader: &Reader<FolderHost>, number: &str) -> Result<String, Problem> {
        let numbers = FacetAsk { field: ListField::Number, find: String::new() };
        let request = SearchRequest { limit: 0, count: vec![numbers], ..SearchRequest::default() };
        let found = pollster::block_on(reader.search(&request, &|| false, async || {}))
            .map_err(|failure| host::in_archive(&self.archive, &failure))?;
        let there = found.lists.into_iter().flat_map(|list| list.values).collect::<Vec<_>>();
        let offered = offered("numbers", number, &there);
        Ok(if is_number(number) {
            format!("no document of the archive bears or cites {number}; {offered}")
        } else {
            format!(
                "\"{number}\" is no document number, which has figures in it as 15/2024/QĐ-UBND has; {offered}"
            )
        })
    }

    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let request =
            DossierRequest { number: self.number.join(" "), from: 0, count: self.limit.min(MAX_ROWS) };
        let dossier = pollster::block_on(reader.dossier(&request, &|| false))
            .map_err(|failure| host::in_archive(&self.archive, &failure))?;
        if dossier.own.is_empty() && dossier.mentions == 0 {
            say(&self.nothing(&reader, &dossier.number)?);
            if !is_number(&dossier.number) && !self.json {
                return Ok(End::Good);
            }
        }
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

/// Whether a text can be a document's number; one without a figure is none.
fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
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
