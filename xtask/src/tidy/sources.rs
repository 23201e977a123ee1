//! Rules for single source files: what they open with, how long they are, what must not be left in them.

use super::Finding;

/// A file of this many lines or fewer is read in one go; more is mentioned.
pub(super) const GOOD_LINES: usize = 400;
/// No file is longer than this.
pub(super) const MAX_LINES: usize = 800;

/// What library rooms may not use, because it does I/O or does not exist in the browser.
const IO_PATHS: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::io::stdin",
];

/// Words that mean "not finished". Spelled in two halves, or this file would break its own rule.
const UNFINISHED: [&str; 4] =
    [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("FIX", "ME"), concat!("XX", "X")];

const LIBRARY_FOLDERS: [&str; 5] = [
    "crates/text/src/",
    "crates/archive/src/",
    "crates/mentions/src/",
    "crates/search/src/",
    "crates/engine/src/",
];

/// Whether the rules are for the file at `path`.
pub(super) fn is_source(path: &str) -> bool {
    [".rs", ".js", ".css", ".html"].iter().any(|ending| path.ends_with(ending))
        && !path.contains("/fixtures/")
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// The number of lines that count towards the limit: tests at the end of a file do not.
pub(super) fn lines_that_count(path: &str, text: &str) -> usize {
    if is_rust(path) {
        test_line(text).unwrap_or(usize::MAX).min(text.lines().count())
    } else {
        text.lines().count()
    }
}

/// The line, from 0, at which the module of tests begins.
fn test_line(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim_start().starts_with("mod "))
}

/// The findings in one file.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let count = lines_that_count(path, text);
    if count > MAX_LINES {
        let what = format!("has {count} lines, more than {MAX_LINES}: split it where its subjects part");
        findings.push(Finding::new(path, what));
    }
    if !is_rust(path) {
        return findings;
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !first.starts_with("//!") {
        let what = "must open with `//!` that says what it is for and what it leaves to others";
        findings.push(Finding::new(format!("{path}:1"), what));
    }
    let tests_from = test_line(text).unwrap_or(usize::MAX);
    let is_library =
        LIBRARY_FOLDERS.iter().any(|folder| path.starts_with(folder)) && !path.ends_with("tests.rs");
    for (at, line) in text.lines().enumerate() {
        let place = || format!("{path}:{}", at + 1);
        if let Some(word) = UNFINISHED.iter().find(|word| line.contains(**word)) {
            let what = format!("says {word}: finish it, or open an issue and say nothing here");
            findings.push(Finding::new(place(), what));
        }
        let code = line.split("//").next().unwrap_or_default();
        if code.trim_start().starts_with("#[ignore") {
            let what = "ignores a test: a test that is not run proves nothing; mend it or take it out";
            findings.push(Finding::new(place(), what));
        }
        if is_library
            && at < tests_from
            && let Some(used) = IO_PATHS.iter().find(|used| code.contains(**used))
        {
            let what =
                format!("uses {used}: a library room does no I/O; let the host do it and pass the result in");
            findings.push(Finding::new(place(), what));
        }
    }
    findings.extend(silent_exceptions(path, text));
    findings
}

/// Lints switched off without a reason.
fn silent_exceptions(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for word in ["allow(", "expect("] {
        for (at, _) in text.match_indices(word) {
            let line = text[..at].matches('\n').count();
            let before = text[..at].lines().last().unwrap_or_default().trim_start();
            // An attribute, not a method call: nothing but `#[` or `#![` (or a `cfg_attr`) stands before it.
            let is_attribute = matches!(before, "#[" | "#![") || before.starts_with("#[cfg_attr(");
            let attribute = text[at..].split(']').next().unwrap_or_default();
            if is_attribute && !attribute.contains("reason") {
                let what = "switches a lint off without saying why: add `reason = \"…\"`";
                findings.push(Finding::new(format!("{path}:{}", line + 1), what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(path: &str, text: &str) -> Vec<String> {
        check(path, text).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_module_opens_with_what_it_is_for() {
        assert!(places("src/a.rs", "//! For this.\n").is_empty());
        assert_eq!(places("src/a.rs", "use b;\n"), ["src/a.rs:1"]);
        assert!(places("web/a.js", "let a;\n").is_empty());
    }

    #[test]
    fn long_files_are_found_and_tests_do_not_count() {
        let long = "//! A\n".to_owned() + &"\n".repeat(MAX_LINES);
        assert_eq!(places("src/a.rs", &long), ["src/a.rs"]);
        let tested = "//! A\n#[cfg(test)]\nmod tests {\n".to_owned() + &"\n".repeat(MAX_LINES) + "}\n";
        assert!(places("src/a.rs", &tested).is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        for word in UNFINISHED {
            assert_eq!(places("src/a.rs", &format!("//! A\n// {word}\n")), ["src/a.rs:2"]);
        }
        assert_eq!(places("src/a.rs", &format!("//! A\n#[{}]\n", "ignore")), ["src/a.rs:2"]);
    }

    #[test]
    fn input_and_output_in_a_library_room_is_found_outside_comments_and_tests() {
        let text = "//! A\nuse std::fs;\n// std::fs\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(places("crates/text/src/a.rs", text), ["crates/text/src/a.rs:2"]);
        assert!(places("crates/cli/src/a.rs", text).is_empty());
    }

    #[test]
    fn exceptions_need_reasons() {
        assert_eq!(places("src/a.rs", "//! A\n#[allow(x)]\n"), ["src/a.rs:2"]);
        assert!(places("src/a.rs", "//! A\n#![allow(\n    x,\n    reason = \"y\"\n)]\n").is_empty());
        assert!(places("src/a.rs", "//! A\nlet a = b.expect(c);\n").is_empty());
    }
}
