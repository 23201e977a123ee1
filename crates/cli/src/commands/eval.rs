//! `tangthu eval`: how well an archive answers questions whose answers are known.

use crate::{
    host,
    output::{Answer, Counted, End, Problem, say},
    questions::Questions,
};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, path::PathBuf};
use tangthu_engine::SearchRequest;

/// Results that are looked at for each question.
const DEPTH: u32 = 10;

/// Measure how well an archive answers questions whose answers are known
#[derive(Debug, Args)]
#[command(
    long_about = "Asks an archive every question of a file and compares the first ten results with the documents that are right. \
    Prints precision at 1 (the share of questions whose first result is right), MRR@10 (the mean of 1/rank of the first right result, 0 \
    where none of ten is) and recall@10 (the mean share of the right documents among the first ten)."
)]
#[command(
    after_help = "Examples:\n  tangthu eval archive --queries questions.jsonl\n  tangthu eval archive --queries questions.jsonl --fold --json\n\n\
    A line of FILE is {\"qid\": …, \"query\": …, \"doc_ids\": [ids of right documents]}. Documents that the archive lacks count as not found. \
    Questions whose doc_ids are empty have no right answer: they are passed over and counted (skipped)."
)]
pub(crate) struct Eval {
    /// A folder with archive.json, a site, or a one-file archive
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// The questions, one JSON object a line
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Take the marks off every question first, as if it were typed without them
    #[arg(long)]
    fold: bool,
    /// Print one JSON object: queries, p_at_1, mrr_at_10, recall_at_10, and skipped where questions were passed over
    #[arg(long)]
    json: bool,
}

/// A line of the file of questions.
#[derive(Debug, Deserialize)]
struct Question {
    query: String,
    doc_ids: BTreeSet<String>,
}

#[derive(Debug, Default, Serialize)]
struct Measured {
    queries: u64,
    p_at_1: f64,
    mrr_at_10: f64,
    recall_at_10: f64,
    /// Questions without a right answer, which no order of results could answer well.
    #[serde(skip_serializing_if = "is_zero")]
    skipped: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Measured {
    /// Adds a question's results; the means are taken at the end.
    fn add(&mut self, results: &[String], right: &BTreeSet<String>) {
        let rank = results.iter().position(|id| right.contains(id));
        let found = results.iter().filter(|id| right.contains(*id)).count();
        self.queries += 1;
        self.p_at_1 += if rank == Some(0) { 1.0 } else { 0.0 };
        self.mrr_at_10 += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        // Where more than ten are right, ten is all that can be asked.
        self.recall_at_10 += found as f64 / right.len().clamp(1, DEPTH as usize) as f64;
    }

    fn mean(mut self) -> Self {
        let count = self.queries.max(1) as f64;
        for sum in [&mut self.p_at_1, &mut self.mrr_at_10, &mut self.recall_at_10] {
            *sum = (*sum / count * 1e4).round() / 1e4;
        }
        self
    }
}

impl Eval {
    pub(crate) fn run(&self) -> Result<End, Problem> {
        let reader = host::open(&self.archive)?;
        let mut measured = Measured::default();
        let mut questions = Questions::<Question>::open(&self.queries, "{\"query\": …, \"doc_ids\": […]}")?;
        while let Some(Question { query, doc_ids }) = questions.next()? {
            if doc_ids.is_empty() {
                measured.skipped += 1;
                continue;
            }
            let query = if self.fold { tangthu_text::unmarked(&query) } else { query };
            let request = SearchRequest { query, limit: DEPTH, ..SearchRequest::default() };
            let answer = pollster::block_on(reader.search(&request, &|| false, async || {}));
            let answer = answer.map_err(|failure| host::in_archive(&self.archive, &failure))?;
            let results: Vec<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
            measured.add(&results, &doc_ids);
        }
        let end = questions.end()?;
        if measured.skipped > 0 {
            say(&format!(
                "{} passed over, because doc_ids names no right document",
                Counted(measured.skipped, "question")
            ));
        }
        if measured.queries == 0 && end == End::Good {
            return Err(Problem::new(format_args!(
                "nothing was measured, because no question of {} names a right document in doc_ids",
                self.queries.display()
            )));
        }
        if measured.queries == 0 {
            return Ok(end);
        }
        let measured = measured.mean();
        let mut answer = Answer::new();
        if self.json {
            answer.json(&measured)?;
        } else {
            let Measured { queries, p_at_1, mrr_at_10, recall_at_10, .. } = measured;
            answer.line(format_args!(
                "{}: P@1 {p_at_1:.4}, MRR@10 {mrr_at_10:.4}, recall@10 {recall_at_10:.4}",
                Counted(queries, "question")
            ))?;
        }
        answer.flush()?;
        Ok(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_means_over_the_questions() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let right = |right: &[&str]| right.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        let mut measured = Measured::default();
        measured.add(&ids(&["a", "b"]), &right(&["a", "x"]));
        measured.add(&ids(&["b", "c"]), &right(&["c"]));
        measured.add(&ids(&[]), &right(&["c"]));
        let measured = measured.mean();
        assert_eq!((measured.p_at_1, measured.mrr_at_10, measured.recall_at_10), (0.3333, 0.5, 0.5));
    }
}
