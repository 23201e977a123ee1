//! How good the order of results is: questions with their right answers, each set alone and among all other documents.

use super::pack::{Site, pack};
use super::warm::ask;
use crate::relevance::{Judged, bootstrap, is_held_out, judge};
use crate::report::{Figure, Report, Unit, thousands};
use crate::settings::Settings;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;
use tangthu_text::unmarked;

/// The sets, and what MRR@10 is to reach alone, typed with marks and without.
const SETS: [(&str, (f64, f64)); 3] =
    [("xquad-vi", (0.965, 0.96)), ("uit-regulations-qa", (0.90, 0.895)), ("vnexpress-tags", (0.775, 0.76))];

const METHOD: &str = "Every question of a set is asked with `tangthu search --queries`, as it is written and without marks, in an \
    archive of the set's documents alone and in one that holds the largest corpus of this run as well. The documents are packed \
    without their tags, which are the questions of one set. MRR@10 is the mean of one over \
    the place of the first right document among ten. In brackets the interval that holds 95 % of the means of 2,000 resamples. Then the half of the questions that is \
    set aside for reporting (`is_held_out` in `benches/src/relevance.rs`): weights are to be chosen on the other. The weights of the first \
    release were chosen before this division, on all questions, so for them neither half is unseen.";

/// A question with its right answers.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Question {
    pub(crate) qid: String,
    pub(crate) query: String,
    pub(crate) doc_ids: Vec<String>,
}

/// Measures every set that this machine has.
pub(crate) fn measure(settings: &Settings, report: &mut Report, sites: &[Site]) -> Result<()> {
    report.section("Relevance", METHOD);
    for (name, goals) in SETS {
        let folder = format!("queries/{name}");
        let Some(folder) = settings.shared(&folder) else {
            report.say(&format!("Not measured: {folder} is not on this machine."));
            continue;
        };
        let documents = settings.work.join(format!("documents-{name}.jsonl"));
        std::fs::write(&documents, without_labels(&folder.join("docs.jsonl"))?)?;
        let questions = questions(&folder.join("queries.jsonl"))?;
        let alone = settings.work.join(format!("archive-{name}"));
        pack(&[&documents], &alone)?;
        tell(settings, report, &format!("{name} alone"), &alone, &questions, Some(goals))?;
        if let Some(largest) = sites.last() {
            let pooled = settings.work.join(format!("archive-pooled-{name}"));
            pack(&[&largest.corpus.path, &documents], &pooled)?;
            let what = format!("{name} in {}", thousands(largest.corpus.documents));
            tell(settings, report, &what, &pooled, &questions, None)?;
        }
    }
    Ok(())
}

/// The documents of a set without what editors put on them. The questions of one set are those very tags: with them in the
/// index, a search would find the answers in the answer sheet (MRR@10 of .93 where the texts alone give .74).
fn without_labels(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut document: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).with_context(|| format!("a line of {}", path.display()))?;
        for label in ["extra", "tags", "keywords"] {
            document.remove(label);
        }
        lines.push_str(&serde_json::to_string(&document)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// The questions in a file.
pub(crate) fn questions(path: &Path) -> Result<Vec<Question>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let read = |line| serde_json::from_str(line).with_context(|| format!("a line of {}", path.display()));
    text.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

fn tell(
    settings: &Settings,
    report: &mut Report,
    what: &str,
    archive: &Path,
    questions: &[Question],
    goals: Option<(f64, f64)>,
) -> Result<()> {
    let ways = [("with marks", goals.map(|goals| goals.0)), ("without marks", goals.map(|goals| goals.1))];
    for (way, goal) in ways {
        let typed = |query: &str| if way == "with marks" { query.to_owned() } else { unmarked(query) };
        let judged = judge_all(settings, archive, questions, 10, &typed)?;
        let all: Vec<f64> = judged.iter().map(|judged| judged.reciprocal_rank).collect();
        let held_out: Vec<f64> = questions
            .iter()
            .zip(&all)
            .filter(|(question, _)| is_held_out(&question.qid))
            .map(|(_, rank)| *rank)
            .collect();
        let mean =
            |value: fn(&Judged) -> f64| judged.iter().map(value).sum::<f64>() / judged.len().max(1) as f64;
        let (interval, half) = (bootstrap(&all), bootstrap(&held_out));
        let note = format!(
            "[{:.3}, {:.3}]; held-out half {:.3} [{:.3}, {:.3}]; P@1 {:.3}, recall@10 {:.3}; {} questions",
            interval.low,
            interval.high,
            half.mean,
            half.low,
            half.high,
            mean(|judged| judged.first),
            mean(|judged| judged.recall_at_ten),
            all.len()
        );
        let what = format!("MRR@10, {what}, {way}");
        report.add(Figure::new(what, 0, interval.mean, Unit::Score).goal(goal).note(note));
    }
    Ok(())
}

/// Asks all questions, each as `typed` makes it, and judges the answers.
pub(crate) fn judge_all(
    settings: &Settings,
    archive: &Path,
    questions: &[Question],
    limit: usize,
    typed: &dyn Fn(&str) -> String,
) -> Result<Vec<Judged>> {
    let asked: Vec<(String, String)> =
        questions.iter().map(|question| (question.qid.clone(), typed(&question.query))).collect();
    let answers = ask(settings, archive, &asked, limit)?;
    let judged = answers.into_iter().zip(questions).map(|(answer, question)| {
        debug_assert_eq!(answer.qid, question.qid.as_str());
        let ids: Vec<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
        judge(&ids, &question.doc_ids)
    });
    Ok(judged.collect())
}

#[cfg(test)]
mod tests {
    use super::without_labels;

    #[test]
    fn the_answers_are_not_in_the_documents() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let line = r#"{"id":"a","title":"Giá","extra":{"tags":["vàng"]},"tags":["vàng"],"keywords":"vàng"}"#;
        std::fs::write(file.path(), format!("{line}\n\n")).unwrap();
        let lines = without_labels(file.path()).unwrap();
        assert!(lines.contains("Giá") && !lines.contains("vàng"), "{lines}");
    }
}
