//! `cargo xtask bench`: gets everything ready that the benchmarks need, and starts them. What is measured, and how, is in
//! `benches/`, a package of its own, so that this one compiles quickly.

use crate::setup::{self, Level};
use crate::shell::{self, Shell};
use crate::{dist, size};
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// What can be measured by itself. Packing always is: everything else needs its archives.
const ROWS: [&str; 11] =
    ["pack", "app", "warm", "relevance", "numbers", "facets", "first", "next", "frame", "memory", "peers"];
/// The sizes that DESIGN names.
const DOCUMENTS: [usize; 2] = [10_000, 100_000];
/// How many queries DESIGN asks for.
const QUERIES: usize = 200;
/// The largest corpus that the peers index without being told to.
const PEERS_UP_TO: usize = 10_000;

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plan {
    rows: Vec<String>,
    documents: Vec<usize>,
    corpus: Option<PathBuf>,
    made_up: bool,
    queries: usize,
    peers: bool,
    peers_up_to: usize,
    out: Option<PathBuf>,
}

impl Default for Plan {
    fn default() -> Self {
        let rows = ROWS.iter().filter(|row| **row != "peers").map(|row| (*row).to_owned());
        Self {
            rows: rows.collect(),
            documents: DOCUMENTS.to_vec(),
            corpus: None,
            made_up: false,
            queries: QUERIES,
            peers: false,
            peers_up_to: PEERS_UP_TO,
            out: None,
        }
    }
}

impl Plan {
    /// Reads the arguments; what is wrong with them is a sentence.
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut plan = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} wants a value after it"));
            match word.as_str() {
                "--only" => plan.rows = rows(value()?)?,
                "--documents" => plan.documents = numbers(word, value()?)?,
                "--queries" => plan.queries = number(word, value()?)?,
                // The benchmarks run in the project's root, which need not be where the caller is.
                "--corpus" => plan.corpus = Some(absolute(value()?)?),
                "--made-up" => plan.made_up = true,
                "--out" => plan.out = Some(absolute(value()?)?),
                "--peers" => plan.peers = true,
                "--peers-100k" => (plan.peers, plan.peers_up_to) = (true, usize::MAX),
                other => return Err(format!("\"{other}\" is not understood")),
            }
        }
        if plan.made_up && plan.corpus.is_some() {
            return Err("--made-up and --corpus contradict each other".to_owned());
        }
        plan.peers |= plan.rows.iter().any(|row| row == "peers");
        if plan.peers && plan.rows.iter().all(|row| row != "peers") {
            plan.rows.push("peers".to_owned());
        }
        Ok(plan)
    }

    /// Whether everything is measured that belongs into the project's own report, with or without the peers.
    fn is_complete(&self) -> bool {
        let whole = Self { peers: self.peers, peers_up_to: self.peers_up_to, ..Self::default() };
        let rows = whole.rows.iter().all(|row| self.rows.contains(row));
        let usual_corpus = self.corpus.is_none() && !self.made_up && self.documents == whole.documents;
        rows && usual_corpus && self.queries == whole.queries
    }
}

fn rows(list: &str) -> Result<Vec<String>, String> {
    let rows: Vec<String> = list.split(',').map(str::to_owned).collect();
    match rows.iter().find(|row| !ROWS.contains(&row.as_str())) {
        Some(unknown) => Err(format!("there is no row \"{unknown}\"; the rows are {}", ROWS.join(", "))),
        None => Ok(rows),
    }
}

fn numbers(option: &str, list: &str) -> Result<Vec<usize>, String> {
    list.split(',').map(|word| number(option, word)).collect()
}

fn number(option: &str, word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("{option} wants a number from 1 on, not \"{word}\"")),
    }
}

fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{path}: {error}"))
}

/// Builds what ships, and measures it.
pub(crate) fn run(shell: &mut Shell, arguments: &[String]) -> Result<ExitCode> {
    let plan = match Plan::read(arguments) {
        Ok(plan) => plan,
        Err(complaint) => {
            eprintln!("{complaint}; `cargo xtask help` has the options of bench");
            return Ok(ExitCode::from(2));
        }
    };
    setup::ensure(shell, Level::Everything)?;
    if plan.peers {
        setup::peers(shell)?;
    }
    let tangthu = dist::build(shell)?;
    let app = size::total(shell)?;
    // Corpora, archives, pages and profiles: gigabytes with 100,000 documents. They stay until the next run, for who wants
    // to look into them.
    let work = shell.target()?.join("bench");
    if work.exists() {
        std::fs::remove_dir_all(&work)?;
    }
    std::fs::create_dir_all(&work)?;
    let out = match &plan.out {
        Some(out) => out.clone(),
        None if plan.is_complete() => shell.root.join("docs/performance.md"),
        None => work.join("performance.md"),
    };
    let revision = shell::output(shell.command("git").args(["describe", "--always", "--dirty"]));
    let documents: Vec<String> = plan.documents.iter().map(usize::to_string).collect();
    let mut cargo = shell.cargo();
    // The profile of the command: most of what the benchmarks are made of is compiled for that already.
    cargo.args(["run", "--profile", "dist", "--package", "tangthu-bench"]);
    cargo.env("TANGTHU_BIN", tangthu).env("TANGTHU_DIST", shell.root.join("dist"));
    cargo.env("TANGTHU_SCRATCH", work).env("TANGTHU_BENCH_OUT", out);
    cargo.env("TANGTHU_BENCH_ROWS", plan.rows.join(",")).env("TANGTHU_BENCH_DOCUMENTS", documents.join(","));
    cargo.env("TANGTHU_BENCH_QUERIES", plan.queries.to_string());
    cargo.env("TANGTHU_BENCH_PEERS_UP_TO", plan.peers_up_to.to_string());
    cargo.env("TANGTHU_BENCH_APP", format!("{} {}", app.brotli, app.gzip));
    cargo.env("TANGTHU_BENCH_CORPUS", plan.corpus.unwrap_or_default());
    cargo.env("TANGTHU_BENCH_MADE_UP", if plan.made_up { "yes" } else { "" });
    cargo.env("TANGTHU_BENCH_REVISION", revision.unwrap_or_default().trim());
    shell::run(&mut cargo)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Plan, String> {
        Plan::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn only_a_whole_run_goes_into_the_projects_report() {
        assert!(read("").unwrap().is_complete());
        assert!(read("--peers-100k").unwrap().is_complete());
        for part in ["--only first", "--documents 2000", "--corpus a.jsonl", "--made-up", "--queries 20"] {
            assert!(!read(part).unwrap().is_complete(), "{part}");
        }
    }

    #[test]
    fn the_peers_are_a_row_of_their_own() {
        assert!(!read("").unwrap().peers);
        assert_eq!(read("--only peers").unwrap().rows, ["peers"]);
        assert_eq!(read("--only first --peers").unwrap().rows, ["first", "peers"]);
        assert_eq!(read("--peers").unwrap().peers_up_to, PEERS_UP_TO);
    }

    #[test]
    fn misunderstandings_are_told() {
        for line in
            ["--only speed", "--documents many", "--documents 0", "--queries", "fast", "--made-up --corpus a"]
        {
            assert!(read(line).is_err(), "{line}");
        }
        assert_eq!(read("--documents 10,20").unwrap().documents, [10, 20]);
    }
}
