//! Documents by the official numbers that they cite.

use super::pack::Site;
use super::relevance::{judge_all, questions};
use crate::corpus;
use crate::relevance::bootstrap;
use crate::report::{Figure, Report, Unit};
use crate::settings::Settings;
use anyhow::Result;

/// More than cite any number of the set.
const LIMIT: usize = 1_000;

const METHOD: &str = "Every number of `official-numbers.jsonl` all of whose documents are in the corpus is asked as it is written, and \
    once more in lower case with blanks for its signs (`01 2007 nđ cp`). With n right documents, precision is the share of right ones among \
    the first n; recall is the share of them among the first 1,000 results. 95 % intervals as for relevance.";

/// Measures the largest site.
pub(crate) fn measure(settings: &Settings, report: &mut Report, sites: &[Site]) -> Result<()> {
    report.section("Official numbers", METHOD);
    let (Some(path), Some(site)) = (settings.shared("queries/official-numbers.jsonl"), sites.last()) else {
        report.say("Not measured: queries/official-numbers.jsonl is not on this machine.");
        return Ok(());
    };
    let known = corpus::ids(&site.corpus.path)?;
    let mut questions = questions(&path)?;
    let all = questions.len();
    questions.retain(|question| question.doc_ids.iter().all(|id| known.contains(id)));
    if questions.is_empty() {
        report.say("Not measured: no number of the set has all its documents in this corpus.");
        return Ok(());
    }
    let size = site.corpus.documents;
    // Each way, and what both its figures are to reach.
    let ways = [
        ("as written", as_written as fn(&str) -> String, Some(1.0)),
        ("loosely typed", loosely as fn(&str) -> String, None),
    ];
    for (way, typed, goal) in ways {
        let judged = judge_all(settings, &site.archive, &questions, LIMIT, &typed)?;
        let precision: Vec<f64> = judged.iter().map(|judged| judged.precision_at_count).collect();
        let recall: Vec<f64> = judged.iter().map(|judged| judged.recall).collect();
        for (what, values) in [("precision at their count", precision), ("recall", recall)] {
            let interval = bootstrap(&values);
            let counted = format!("{} of {all} numbers", questions.len());
            let note = format!("[{:.3}, {:.3}]; {counted}", interval.low, interval.high);
            let what = format!("numbers {way}, {what}");
            report.add(Figure::new(what, size, interval.mean, Unit::Score).goal(goal).note(note));
        }
    }
    Ok(())
}

fn as_written(query: &str) -> String {
    query.to_owned()
}

fn loosely(query: &str) -> String {
    let signs = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    query.to_lowercase().chars().map(signs).collect()
}
