//! Which crate may know which, and what the rooms without I/O must never depend on (DESIGN: invariant 1).

use super::Finding;
use crate::shell::{self, Shell};
use anyhow::{Context, Result};
use std::collections::BTreeSet;

/// A crate of the workspace, and those of its siblings that it may use. Data flows one way, so the lists only name
/// crates that come earlier.
const ALLOWED: &[(&str, &[&str])] = &[
    ("tangthu-text", &[]),
    ("tangthu-archive", &["tangthu-text"]),
    ("tangthu-mentions", &["tangthu-text", "tangthu-archive"]),
    ("tangthu-search", &["tangthu-text", "tangthu-archive", "tangthu-mentions"]),
    ("tangthu-engine", &["tangthu-text", "tangthu-archive", "tangthu-mentions", "tangthu-search"]),
    ("tangthu-protocol", &["tangthu-archive", "tangthu-engine"]),
    ("tangthu-worker", &["tangthu-archive", "tangthu-engine", "tangthu-protocol"]),
    ("tangthu-viewer", &["tangthu-protocol"]),
    ("tangthu-ingest", &["tangthu-text", "tangthu-archive", "tangthu-mentions"]),
    (
        "tangthu",
        &[
            "tangthu-text",
            "tangthu-archive",
            "tangthu-mentions",
            "tangthu-search",
            "tangthu-engine",
            "tangthu-ingest",
        ],
    ),
    ("xtask", &[]),
    // Only so that a fault can be done to one kind of part: what an archive consists of is said in one place.
    ("whole-program-tests", &["tangthu-archive"]),
    ("tangthu-bench", &["tangthu-text", "whole-program-tests"]),
];

/// The rooms that do no I/O: no files, sockets, clocks, threads, browser.
pub(crate) const LIBRARY_ROOMS: [&str; 6] = [
    "tangthu-text",
    "tangthu-archive",
    "tangthu-mentions",
    "tangthu-search",
    "tangthu-engine",
    "tangthu-protocol",
];

/// Never below a library room. A trailing `*` stands for any ending.
const FORBIDDEN_IN_LIBRARIES: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen*",
    "gloo*",
    "leptos*",
    "tokio*",
    "async-std",
    "mio",
    "hyper",
    "reqwest",
    "ureq",
    "rayon*",
    "crossbeam*",
    "getrandom",
    "rand",
    "chrono",
    "time",
    "tempfile",
    "memmap*",
    "walkdir",
    "anyhow",
];

/// Never in the browser: large, and a hand-written scanner does the same.
const FORBIDDEN_IN_BROWSER: &[&str] =
    &["regex", "regex-automata", "regex-lite", "aho-corasick", "chrono", "url", "reqwest"];

const TOO_BIG: &str = "it is too big for the browser";

/// Checks the edges between our crates and the packages below the rooms.
pub(super) fn check(shell: &Shell) -> Result<Vec<Finding>> {
    let metadata = shell.metadata(&["--no-deps"])?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let dependencies: Vec<&str> = dependencies.filter_map(|one| one["name"].as_str()).collect();
        findings.extend(edges_of(name, &dependencies));
    }
    for room in LIBRARY_ROOMS {
        let below = packages_below(shell, room, &[])?;
        findings.extend(forbidden(room, &below, FORBIDDEN_IN_LIBRARIES, "a library room does no I/O"));
        findings.extend(forbidden(room, &below, FORBIDDEN_IN_BROWSER, TOO_BIG));
    }
    let worker = packages_below(shell, "tangthu-worker", &[])?;
    findings.extend(forbidden("tangthu-worker", &worker, FORBIDDEN_IN_BROWSER, TOO_BIG));
    // Leptos names regular expressions among its own dependencies and does not link them, so here only what the viewer
    // itself asks for counts; `cargo xtask size` sees what is really linked.
    let viewer = packages_below(shell, "tangthu-viewer", &["--depth", "1"])?;
    findings.extend(forbidden("tangthu-viewer", &viewer, FORBIDDEN_IN_BROWSER, TOO_BIG));
    Ok(findings)
}

/// The packages that end up in the WebAssembly of `room`.
fn packages_below(shell: &Shell, room: &str, more: &[&str]) -> Result<BTreeSet<String>> {
    let tree = [
        "tree",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--package",
    ];
    let text = shell::output(shell.cargo().args(tree).arg(room).args(more))?;
    Ok(text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn edges_of(name: &str, dependencies: &[&str]) -> Vec<Finding> {
    let place = format!("Cargo.toml of {name}");
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        let what = "is a new crate: say in xtask/src/tidy/edges.rs where it stands and what it may use";
        return vec![Finding::new(place, what)];
    };
    let ours = dependencies.iter().filter(|one| ALLOWED.iter().any(|(known, _)| known == *one));
    // A crate may name itself among its dev-dependencies, to turn on its own features for its tests.
    let wrong = ours.filter(|one| **one != name && !allowed.contains(one));
    wrong
        .map(|one| {
            let what = format!("depends on {one}, against the direction in which data flows: move what is shared down, or pass it in");
            Finding::new(place.clone(), what)
        })
        .collect()
}

fn forbidden(room: &str, below: &BTreeSet<String>, patterns: &[&str], why: &str) -> Vec<Finding> {
    let matches = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    };
    let wrong = below.iter().filter(|name| patterns.iter().any(|pattern| matches(name, pattern)));
    wrong
        .map(|name| {
            let what = format!(
                "brings {name} along, but {why}; `cargo tree -p {room} -i {name}` shows by which way"
            );
            Finding::new(format!("Cargo.toml of {room}"), what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_that_point_back_are_found() {
        assert!(edges_of("tangthu-engine", &["tangthu-search", "serde"]).is_empty());
        assert!(edges_of("tangthu-archive", &["tangthu-archive"]).is_empty());
        assert_eq!(edges_of("tangthu-search", &["tangthu-engine"]).len(), 1);
        assert_eq!(edges_of("tangthu-viewer", &["tangthu-engine", "tangthu-protocol"]).len(), 1);
        assert_eq!(edges_of("tangthu-new", &[]).len(), 1);
    }

    #[test]
    fn allowed_edges_lead_only_to_crates_listed_before() {
        for (at, (name, allowed)) in ALLOWED.iter().enumerate() {
            for one in *allowed {
                assert!(ALLOWED[..at].iter().any(|(earlier, _)| earlier == one), "{name} -> {one}");
            }
        }
    }

    #[test]
    fn forbidden_packages_are_found_by_name_and_by_beginning() {
        let found = forbidden(
            "tangthu-text",
            &["serde", "gloo-net", "time"].map(str::to_owned).into(),
            FORBIDDEN_IN_LIBRARIES,
            "",
        );
        assert_eq!(found.len(), 2);
    }
}
