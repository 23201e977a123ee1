//! `cargo xtask reliability`: breaks what can be broken, at length, and writes down in docs/reliability.md what was seen.
//!
//! What is broken, and how, is in the tests (`tests/tests/browsers`, `crates/cli/tests`). They run a part of it every time, and
//! compare what they see with the page; told to by a variable of the environment they try all of it and leave lines in a folder.
//! This module starts them, and puts the lines between the marks of the page.

use crate::setup::{self, Level};
use crate::shell::{self, Shell};
use crate::{dist, tally::Tally};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

const PAGE: &str = "docs/reliability.md";
/// How long one test may take, in seconds: a silent host alone costs a minute for every kind of file.
const SECONDS: &str = "3600";

/// What can be run by itself.
struct Part {
    name: &'static str,
    /// The package and the name of the tests.
    tests: (&'static str, &'static [&'static str]),
    /// Puts its lines together.
    write: fn(&Path) -> Result<String>,
}

const PARTS: &[Part] = &[
    Part { name: "faults", tests: ("whole-program-tests", &["faults::"]), write: faults },
    Part { name: "soak", tests: ("whole-program-tests", &["soak::"]), write: soaked },
    Part { name: "load", tests: ("whole-program-tests", &["load::"]), write: loaded },
    Part { name: "kill", tests: ("tangthu", &["killed_at_any_moment", "no_room"]), write: killed },
];

/// At how many moments of a run it is killed.
const MOMENTS: &str = "50";

/// Runs the parts named, or all.
pub(crate) fn run(shell: &mut Shell, names: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        eprintln!("there is no part \"{unknown}\"; the parts are {}", known.join(", "));
        return Ok(ExitCode::from(2));
    }
    setup::ensure(shell, Level::Everything)?;
    let tangthu = dist::build(shell)?;
    let target = shell.target()?;
    let page = shell.root.join(PAGE);
    for part in PARTS.iter().filter(|part| names.is_empty() || names.iter().any(|name| name == part.name)) {
        let (folder, scratch) =
            (target.join("reliability").join(part.name), target.join("reliability/scratch"));
        for folder in [&folder, &scratch] {
            if folder.exists() {
                std::fs::remove_dir_all(folder)?;
            }
            std::fs::create_dir_all(folder)?;
        }
        let mut cargo = shell.cargo();
        cargo.args(["test", "--package", part.tests.0, "--"]).args(part.tests.1).env("TANGTHU_BIN", &tangthu);
        cargo.env("TANGTHU_DIST", shell.root.join("dist")).env("TANGTHU_SCRATCH", &scratch);
        cargo
            .env("TANGTHU_RELIABILITY", &folder)
            .env("TANGTHU_SECONDS", SECONDS)
            .env("RUST_LIB_BACKTRACE", "0");
        cargo.env("TANGTHU_MOMENTS", MOMENTS);
        shell::run_tests(&mut cargo, &mut Tally::default())?;
        let text = std::fs::read_to_string(&page).with_context(|| format!("cannot read {PAGE}"))?;
        std::fs::write(&page, between(&text, part.name, &(part.write)(&folder)?)?)?;
        println!("  {PAGE} has what was seen: {}", part.name);
    }
    Ok(ExitCode::SUCCESS)
}

/// `text` with `lines` between the marks of the part `name`.
fn between(text: &str, name: &str, lines: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = text.split_once(&begin).with_context(|| format!("{PAGE} has no {begin}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("{PAGE} has no {end}"))?;
    Ok(format!("{before}{begin}{lines}{end}{after}"))
}

/// The files of a folder, by their names without endings.
fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        files.insert(name, std::fs::read_to_string(path)?);
    }
    Ok(files)
}

/// The kinds of files in the order in which a visit asks for them.
const ORDER: [&str; 15] = [
    "page",
    "first script",
    "script of the page",
    "program of the page",
    "script of the worker",
    "program of the worker",
    "style sheet",
    "service worker",
    "manifest",
    "tables",
    "dictionary",
    "lists",
    "columns",
    "cards",
    "texts",
];

/// The table of faults. A line that both browsers wrote stands once.
fn faults(folder: &Path) -> Result<String> {
    let files = files(folder)?;
    let mut table = String::from(
        "| file | fault | what the reader sees | the rest works | the way back | seen in |\n|---|---|---|---|---|---|\n",
    );
    let of = |class: &str, browser: &str| {
        let name = format!("{}-{browser}", class.replace(' ', "-"));
        files.get(&name).map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default()
    };
    for class in ORDER {
        let (chromium, firefox) = (of(class, "Chromium"), of(class, "Firefox"));
        for (at, line) in chromium.iter().enumerate() {
            let other = firefox.get(at);
            if other == Some(line) {
                table += &format!("{line} both |\n");
            } else {
                table += &format!("{line} Chromium |\n");
                table.extend(other.map(|other| format!("{other} Firefox |\n")));
            }
        }
    }
    Ok(table)
}

/// The table of a day in one tab.
fn soaked(folder: &Path) -> Result<String> {
    let table = "| searches | documents | objects of the page | the tab | listeners | nodes | workers |\n|---|---|---|---|---|---|---|\n";
    Ok(format!("{table}{}", files(folder)?.into_values().collect::<String>()))
}

/// The table of many readers at once.
fn loaded(folder: &Path) -> Result<String> {
    let table = "| browser | clients | requests of a visit | answers | failures | answers a second | MB a second | slowest answer | \
        the browser's own visit, alone | under load |\n|---|---|---|---|---|---|---|---|---|---|\n";
    Ok(format!("{table}{}", files(folder)?.into_values().collect::<String>()))
}

fn killed(_: &Path) -> Result<String> {
    Ok(format!(
        "Last run: killed at {MOMENTS} moments, {MOMENTS} limits of space; the archive was whole after each.\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_between_their_marks_and_nothing_else_changes() {
        let text = "a\n<!-- load -->\nold\n<!-- end of load -->\nz\n";
        assert_eq!(
            between(text, "load", "new\n").unwrap(),
            "a\n<!-- load -->\nnew\n<!-- end of load -->\nz\n"
        );
        assert!(between(text, "soak", "").is_err());
    }

    #[test]
    fn what_both_browsers_show_stands_once() {
        let folder = std::env::temp_dir().join(format!("tangthu-faults-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("page-Chromium.txt"), "| page | 404 | a |\n| page | 500 | b |\n").unwrap();
        std::fs::write(folder.join("page-Firefox.txt"), "| page | 404 | a |\n| page | 500 | c |\n").unwrap();
        let table = faults(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(
            table.ends_with(
                "| page | 404 | a | both |\n| page | 500 | b | Chromium |\n| page | 500 | c | Firefox |\n"
            ),
            "{table}"
        );
    }

    #[test]
    fn every_part_has_its_place_in_the_page() {
        let page =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PAGE)).unwrap();
        for part in PARTS {
            assert!(between(&page, part.name, "").is_ok(), "{}", part.name);
        }
    }
}
