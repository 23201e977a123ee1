//! The engine alone, natively, every part in memory. (The same in the browser is measured with the row `frame`.)

use super::pack::Site;
use crate::report::{Figure, Report, Unit};
use crate::settings::Settings;
use crate::stats::percentile;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use whole_program_tests::output;

const METHOD: &str = "One process of `tangthu search --queries` asks every query twice in a row; the `ms` that it tells of the second \
    counts. The command always makes the snippets of its results, which the row of DESIGN leaves out, so two bounds are told: asked \
    for no results, it ranks, totals and counts; asked for ten, it opens their cards and makes their snippets as well. What DESIGN \
    asks for lies between the two, and is measured in the browser below; there it stands beside what it is to reach.";

/// The bounds: what is asked for, and how many results that is.
const BOUNDS: [(&str, usize); 2] = [("total and counts alone", 0), ("ten results with snippets", 10)];

/// An answer of the command.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) qid: serde_json::Value,
    pub(crate) ms: f64,
    pub(crate) hits: Vec<Hit>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Hit {
    pub(crate) id: String,
}

/// Measures every site.
pub(crate) fn measure(
    settings: &Settings,
    report: &mut Report,
    sites: &[Site],
    queries: &[String],
) -> Result<()> {
    report.section("Warm query, the command", METHOD);
    for site in sites {
        for (what, limit) in BOUNDS {
            let ms = warm(settings, &site.archive, queries, limit, &[])?;
            for percent in [50.0, 95.0] {
                let what = format!("warm query, native, {what}, p{percent}");
                let value = percentile(&ms, percent);
                let figure = Figure::new(what, site.corpus.documents, value, Unit::Milliseconds);
                report.add(figure.note(format!("{} queries", ms.len())));
            }
        }
    }
    Ok(())
}

/// Asks every query twice and returns how many milliseconds the second answer to each took.
pub(crate) fn warm(
    settings: &Settings,
    archive: &Path,
    queries: &[String],
    limit: usize,
    options: &[&str],
) -> Result<Vec<f64>> {
    let twice: Vec<(String, String)> = queries
        .iter()
        .zip(0..)
        .flat_map(|(query, at)| [0, 1].map(|time| (format!("{at}-{time}"), query.clone())))
        .collect();
    let answers = ask_with(settings, archive, &twice, limit, options)?;
    Ok(answers.iter().skip(1).step_by(2).map(|answer| answer.ms).collect())
}

/// Asks the command all of `questions`, pairs of an id and a query, and returns its answers in their order.
pub(crate) fn ask(
    settings: &Settings,
    archive: &Path,
    questions: &[(String, String)],
    limit: usize,
) -> Result<Vec<Answer>> {
    ask_with(settings, archive, questions, limit, &[])
}

/// As [`ask`], with more options.
fn ask_with(
    settings: &Settings,
    archive: &Path,
    questions: &[(String, String)],
    limit: usize,
    options: &[&str],
) -> Result<Vec<Answer>> {
    let file = settings.work.join("queries.jsonl");
    let mut lines = String::new();
    for (qid, query) in questions {
        writeln!(lines, "{}", json!({ "qid": qid, "query": query }))?;
    }
    std::fs::write(&file, lines)?;
    let limit = limit.to_string();
    let fixed = ["--json", "--limit", &limit];
    let options = fixed.into_iter().chain(options.iter().copied()).chain(["--queries"]).map(OsStr::new);
    let arguments = [OsStr::new("search"), archive.as_os_str()].into_iter().chain(options);
    let text = output(arguments.chain([file.as_os_str()]))?;
    let answers: Vec<Answer> = text
        .lines()
        .map(|line| serde_json::from_str(line).context("`tangthu search --json` wrote something else"))
        .collect::<Result<_>>()?;
    ensure!(answers.len() == questions.len(), "{} questions had {} answers", questions.len(), answers.len());
    Ok(answers)
}
