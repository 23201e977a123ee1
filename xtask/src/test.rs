//! `cargo xtask test`: every check and test, in the order in which faults are cheapest to find.

use crate::setup::{self, Level};
use crate::shell::{self, Shell};
use crate::tally::Tally;
use crate::tidy::LIBRARY_ROOMS;
use crate::{dist, fuzz, size, supply, tidy, viewer};
use anyhow::{Context, Result};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// One step of the tests.
struct Step {
    name: &'static str,
    what: &'static str,
    needs: Level,
    run: fn(&mut Shell, &mut Tally) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "the code is laid out as rustfmt does",
        needs: Level::Compiler,
        run: format,
    },
    Step {
        name: "tidy",
        what: "the rules of the house",
        needs: Level::Compiler,
        run: |shell, _| tidy::run(shell),
    },
    Step {
        name: "supply",
        what: "licences, sources and doubles of libraries; known vulnerabilities where they can be looked up",
        needs: Level::Nothing,
        run: |shell, _| supply::check(shell),
    },
    Step { name: "clippy", what: "lints, for this machine", needs: Level::Compiler, run: clippy },
    Step { name: "clippy-wasm", what: "lints, for the browser", needs: Level::Compiler, run: clippy_wasm },
    Step {
        name: "rooms",
        what: "every library room compiles for the browser by itself",
        needs: Level::Compiler,
        run: rooms,
    },
    Step { name: "unit", what: "unit, property and command-line tests", needs: Level::Nothing, run: unit },
    Step {
        name: "fuzz",
        what: "the fuzz targets compile and hold for the inputs that they begin with",
        needs: Level::Compiler,
        run: |shell, _| fuzz::check(shell),
    },
    Step { name: "wasm", what: "unit tests inside browsers", needs: Level::Everything, run: wasm },
    Step {
        name: "viewer",
        what: "trunk build --release",
        needs: Level::Viewer,
        run: |shell, _| viewer::build(shell).map(drop),
    },
    Step {
        name: "size",
        what: "the download against its budget",
        needs: Level::Viewer,
        run: |shell, _| size::run(shell),
    },
    Step {
        name: "dist",
        what: "the finished command",
        needs: Level::Viewer,
        run: |shell, _| dist::build(shell).map(drop),
    },
    Step {
        name: "browsers",
        what: "the built site in Chromium and Firefox",
        needs: Level::Everything,
        run: browsers,
    },
];

/// The package of the tests that need a finished command and browsers.
const WHOLE_PROGRAM: &str = "whole-program-tests";
const WASM_TARGET: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// Runs the steps named, or all.
pub(crate) fn run(shell: &mut Shell, arguments: &[String]) -> Result<ExitCode> {
    if arguments.iter().any(|word| word == "--list") {
        for step in STEPS {
            println!("{:<12} {}", step.name, step.what);
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(unknown) = arguments.iter().find(|word| STEPS.iter().all(|step| step.name != **word)) {
        eprintln!("there is no step \"{unknown}\"; `cargo xtask test --list` names them");
        return Ok(ExitCode::from(2));
    }
    let wanted = |step: &&Step| arguments.is_empty() || arguments.iter().any(|word| word == step.name);
    let begun = Instant::now();
    let mut tally = Tally::default();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for step in STEPS.iter().filter(wanted) {
        println!("\n== {}: {}", step.name, step.what);
        let start = Instant::now();
        let done = setup::ensure(shell, step.needs).and_then(|()| (step.run)(shell, &mut tally));
        let took = start.elapsed();
        if let Err(error) = done {
            println!("\n{} failed after {:.1} s: {error:#}", step.name, took.as_secs_f64());
            println!("To run it alone: cargo xtask test {}", step.name);
            println!("{} passed, {} failed", tally.passed, tally.failed.max(1));
            return Ok(ExitCode::FAILURE);
        }
        println!("   {} took {:.1} s", step.name, took.as_secs_f64());
        times.push((step.name, took));
    }
    println!("\nAll good, in {:.0} s:", begun.elapsed().as_secs_f64());
    for (name, took) in times {
        println!("{:>8.1} s  {name}", took.as_secs_f64());
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(ExitCode::SUCCESS)
}

fn format(shell: &mut Shell, _: &mut Tally) -> Result<()> {
    shell::run(shell.cargo().args(["fmt", "--all", "--check"])).context("`cargo fmt --all` lays it out")?;
    let fuzz = ["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"];
    shell::run(shell.cargo().args(fuzz)).context("the same without --check lays it out")
}

fn clippy(shell: &mut Shell, _: &mut Tally) -> Result<()> {
    shell::run(shell.cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The second set of lints forbids what compiles for the browser and then fails there: clocks, threads, files.
fn clippy_wasm(shell: &mut Shell, _: &mut Tally) -> Result<()> {
    let mut cargo = shell.cargo();
    cargo.env("CLIPPY_CONF_DIR", shell.root.join("xtask/clippy-wasm")).arg("clippy").args(WASM_TARGET);
    for room in LIBRARY_ROOMS.iter().chain(&["tangthu-worker", "tangthu-viewer"]) {
        cargo.args(["--package", room]);
    }
    shell::run(cargo.args(["--", "-D", "warnings"]))
}

/// One at a time: together, the features of one room would hide what is missing in another.
fn rooms(shell: &mut Shell, _: &mut Tally) -> Result<()> {
    LIBRARY_ROOMS.iter().try_for_each(|room| {
        shell::run(shell.cargo().arg("check").args(WASM_TARGET).args(["--package", room]))
    })?;
    // Input is read natively, but nothing in the room should need that, save the C library for `.zst` files.
    let ingest = ["--package", "tangthu-ingest", "--no-default-features"];
    shell::run(shell.cargo().arg("check").args(WASM_TARGET).args(ingest))
}

fn unit(shell: &mut Shell, tally: &mut Tally) -> Result<()> {
    let mut cargo = shell.cargo();
    shell::run_tests(cargo.args(["test", "--workspace", "--exclude", WHOLE_PROGRAM]), tally)
}

fn wasm(shell: &mut Shell, tally: &mut Tally) -> Result<()> {
    let metadata = shell.metadata(&["--no-deps"])?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let has_browser_tests = |package: &&serde_json::Value| {
        let dependencies = package["dependencies"].as_array();
        dependencies.is_some_and(|all| all.iter().any(|one| one["name"] == "wasm-bindgen-test"))
    };
    let names: Vec<&str> =
        packages.iter().filter(has_browser_tests).filter_map(|one| one["name"].as_str()).collect();
    if names.is_empty() {
        println!("  no crate has unit tests for browsers; the step `browsers` tests the built site in them");
        return Ok(());
    }
    let drivers = [("CHROMEDRIVER", shell.find("chromedriver")), ("GECKODRIVER", shell.find("geckodriver"))];
    for name in names {
        for (variable, driver) in &drivers {
            let driver = driver.as_ref().with_context(|| format!("{variable} was not found"))?;
            println!("  with {}", driver.display());
            let mut cargo = shell.cargo();
            cargo.arg("test").args(WASM_TARGET).args(["--package", name]).env(variable, driver);
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
            shell::run_tests(&mut cargo, tally)?;
        }
    }
    Ok(())
}

fn browsers(shell: &mut Shell, tally: &mut Tally) -> Result<()> {
    let tangthu = dist::build(shell)?;
    // Profiles, sites and pictures of the tests; the pictures stay for who wants to look at them.
    let scratch = shell.target()?.join("browser-tests");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    std::fs::create_dir_all(&scratch)?;
    let mut cargo = shell.cargo();
    cargo.args(["test", "--package", WHOLE_PROGRAM]).env("TANGTHU_BIN", tangthu);
    cargo.env("TANGTHU_DIST", shell.root.join("dist")).env("TANGTHU_SCRATCH", &scratch);
    // The errors of these tests say what was seen; a trace of the harness adds nothing.
    cargo.env("RUST_LIB_BACKTRACE", "0");
    shell::run_tests(&mut cargo, tally)?;
    println!("  pictures of the pages: {}", scratch.join("pictures").display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_can_be_named() {
        let names: std::collections::BTreeSet<_> = STEPS.iter().map(|step| step.name).collect();
        assert_eq!(names.len(), STEPS.len());
    }
}
