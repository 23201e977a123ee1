//! `cargo xtask fuzz`: builds the fuzz targets of `fuzz/` and lets libFuzzer look for input that breaks one.
//!
//! The compiler puts counters into the code by a pass of LLVM that the stable compiler has as well, so no other toolchain is needed.
//! Inputs that reach new code are kept under `target/fuzz/inputs` and are what the next run begins with, with those of the
//! repository ([`corpus`]); what broke a target is kept under `target/fuzz/findings`.

mod corpus;

use crate::setup;
use crate::shell::{self, Shell};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

/// A target: its name, what it tries, and the longest input it is given, in bytes. Short inputs are tried more often.
struct Target {
    name: &'static str,
    what: &'static str,
    longest: usize,
}

const TARGETS: &[Target] = &[
    Target { name: "query", what: "queries, asked of a small archive", longest: 2_048 },
    Target { name: "words", what: "texts, cut into words and folded", longest: 2_048 },
    Target { name: "numbers", what: "texts, searched for document numbers", longest: 2_048 },
    Target { name: "one_file", what: "one-file archives, opened and asked", longest: 8_192 },
    Target { name: "segment", what: "archives with one file replaced, opened and asked", longest: 16_384 },
    Target { name: "address", what: "addresses of the page, read and written", longest: 2_048 },
    Target { name: "ingest", what: "files of every format, read as pack reads them", longest: 16_384 },
];

/// What makes the compiler count which code is reached. One unit of code a crate, because the counters of several do not
/// join. Comparisons are not watched as well (`trace-compares`): decoding and folding consist of them, and four times as many runs
/// find more than knowing what a byte was compared with; the words worth knowing are in `fuzz/dictionaries`.
const COUNTERS: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table";

/// Seconds that one input may take. The slowest take some hundredths of one; a busy machine may be ten times slower.
const SECONDS_AN_INPUT: u32 = 10;

/// Memory of a whole target in MB, libFuzzer's own included. What the code under test may take is limited more closely in
/// `fuzz/src/lib.rs`.
const MEMORY_MB: u32 = 1_024;

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plan {
    targets: Vec<&'static str>,
    minutes: u32,
    input: Option<PathBuf>,
    /// Whether the inputs that reach the most are written into the repository.
    keep: bool,
}

impl Plan {
    /// Reads the arguments; what is wrong with them is a sentence.
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut plan = Self { targets: Vec::new(), minutes: 10, input: None, keep: false };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} wants a value after it"));
            match word.as_str() {
                "--minutes" => {
                    let minutes = value()?.parse().ok().filter(|minutes| *minutes > 0);
                    plan.minutes = minutes.ok_or("--minutes wants a number, 1 or more")?;
                }
                "--keep" => plan.keep = true,
                "--input" => {
                    plan.input = Some(std::path::absolute(value()?).map_err(|error| error.to_string())?);
                }
                name => {
                    let target = TARGETS.iter().find(|target| target.name == name).ok_or_else(|| {
                        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
                        format!("there is no target \"{name}\"; there are {}", names.join(", "))
                    })?;
                    plan.targets.push(target.name);
                }
            }
        }
        if plan.input.is_some() && plan.targets.len() != 1 {
            return Err("--input is tried with one target: name it".to_owned());
        }
        if plan.targets.is_empty() {
            plan.targets = TARGETS.iter().map(|target| target.name).collect();
        }
        Ok(plan)
    }
}

/// Runs the targets named, or all, one after the other.
pub(crate) fn run(shell: &mut Shell, arguments: &[String]) -> Result<ExitCode> {
    let plan = match Plan::read(arguments) {
        Ok(plan) => plan,
        Err(fault) => {
            eprintln!("{fault}");
            return Ok(ExitCode::from(2));
        }
    };
    setup::fuzzing(shell)?;
    let folder = shell.target()?.join("fuzz");
    let programs = build(shell, &folder)?;
    if let Some(input) = &plan.input {
        shell::run(shell.command(programs.join(plan.targets[0])).arg(input))?;
        println!("  {} holds with this input", plan.targets[0]);
        return Ok(ExitCode::SUCCESS);
    }
    let mut found = 0;
    for target in TARGETS.iter().filter(|target| plan.targets.contains(&target.name)) {
        println!("{}: {}; {} min", target.name, target.what, plan.minutes);
        let time = format!("-max_total_time={}", plan.minutes.saturating_mul(60));
        let report = fuzz(shell, target, &time, &programs, &folder)?;
        println!("  {} runs, {} inputs kept", grouped(report.runs), report.kept);
        for finding in &report.findings {
            println!("  FOUND {}", finding.display());
            println!("  again: cargo xtask fuzz {} --input {}", target.name, finding.display());
        }
        if !report.findings.is_empty() {
            println!("  what was said: {}", report.log.display());
        }
        found += report.findings.len();
        if plan.keep {
            println!("  {} inputs in fuzz/corpus", corpus::keep(shell, target, &programs, &folder)?);
        }
    }
    if found > 0 {
        println!(
            "{found} found. Make each a test of the crate that it breaks, mend the fault, and delete the file."
        );
        return Ok(ExitCode::FAILURE);
    }
    println!("Nothing was found.");
    Ok(ExitCode::SUCCESS)
}

/// Checks the targets' own code, and runs each on what it begins with and what earlier runs kept.
pub(crate) fn check(shell: &mut Shell) -> Result<()> {
    setup::fuzzing(shell)?;
    let folder = shell.target()?.join("fuzz");
    let mut clippy = shell.cargo();
    clippy.args(["clippy", "--all-targets", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    clippy.env("CARGO_TARGET_DIR", folder.join("check")).args(["--", "-D", "warnings"]);
    shell::run(&mut clippy)?;
    let programs = build(shell, &folder)?;
    for target in TARGETS {
        let report = fuzz(shell, target, "-runs=0", &programs, &folder)?;
        if let Some(finding) = report.findings.first() {
            bail!("{} breaks with {}; {} says how", target.name, finding.display(), report.log.display());
        }
        println!("  {} holds for {} inputs", target.name, report.runs);
    }
    Ok(())
}

/// Builds the targets; returns the folder that holds them.
fn build(shell: &Shell, folder: &Path) -> Result<PathBuf> {
    let host = host(shell)?;
    let target = folder.join("build");
    let mut cargo = shell.cargo();
    // With `--target`, flags are for what runs there, and not for build scripts and macros, which run here.
    cargo.args(["build", "--release", "--bins", "--locked", "--target", &host]);
    cargo.arg("--manifest-path").arg(shell.root.join("fuzz/Cargo.toml"));
    cargo.env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", COUNTERS);
    shell::run(&mut cargo)?;
    Ok(target.join(host).join("release"))
}

/// The compiler's name for this machine.
fn host(shell: &Shell) -> Result<String> {
    let version = shell::output(shell.command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV does not name this machine")
}

/// What became of one target.
struct Report {
    runs: u64,
    kept: usize,
    findings: Vec<PathBuf>,
    log: PathBuf,
}

/// Runs one target until `end`, an option of libFuzzer, says that it is enough.
fn fuzz(shell: &Shell, target: &Target, end: &str, programs: &Path, folder: &Path) -> Result<Report> {
    let inputs = folder.join("inputs").join(target.name);
    let findings = folder.join("findings").join(target.name);
    fs::create_dir_all(&inputs)?;
    fs::create_dir_all(&findings)?;
    let log = folder.join(format!("{}.log", target.name));
    let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let before = files(&findings)?;
    let mut command = shell.command(programs.join(target.name));
    command.env("TANGTHU_SEEDS", &inputs);
    command.arg(end).arg(format!("-max_len={}", target.longest));
    command.arg(format!("-timeout={SECONDS_AN_INPUT}")).arg(format!("-rss_limit_mb={MEMORY_MB}"));
    command.arg(format!("-artifact_prefix={}/", findings.display())).arg("-print_final_stats=1");
    let words = shell.root.join("fuzz/dictionaries").join(format!("{}.txt", target.name));
    if words.is_file() {
        let escaped = folder.join(format!("{}.dict", target.name));
        fs::write(&escaped, ascii(&fs::read(&words)?))?;
        command.arg(format!("-dict={}", escaped.display()));
    }
    command.arg(&inputs).arg(corpus::unpack(shell, target, folder)?);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output).status()?;
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let mut findings = files(&findings)?;
    findings.retain(|file| !before.contains(file));
    if !status.success() && findings.is_empty() {
        bail!("{} ended without a finding ({status}); {} says why", target.name, log.display());
    }
    Ok(Report { runs: runs(&said), kept: files(&inputs)?.len(), findings, log })
}

/// A dictionary as libFuzzer reads it: bytes that are no ASCII as `\xNN`.
fn ascii(dictionary: &[u8]) -> String {
    let escaped = dictionary.iter().map(|&byte| match byte {
        0..=127 => char::from(byte).to_string(),
        _ => format!("\\x{byte:02X}"),
    });
    escaped.collect()
}

/// The number of runs that libFuzzer reports at its end.
fn runs(said: &str) -> u64 {
    let line = said.lines().rev().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    line.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut files = entries.collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Plan, String> {
        Plan::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_a_name_every_target_runs_for_ten_minutes() {
        let plan = read(&[]).unwrap();
        assert_eq!((plan.targets.len(), plan.minutes), (TARGETS.len(), 10));
        let plan = read(&["segment", "--minutes", "3"]).unwrap();
        assert_eq!((plan.targets.as_slice(), plan.minutes), (["segment"].as_slice(), 3));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert!(read(&["segments"]).unwrap_err().contains("segment"));
        assert!(read(&["--minutes", "0"]).is_err());
        assert!(read(&["--input", "a"]).is_err(), "of which target?");
        assert!(read(&["query", "--input", "a"]).is_ok());
    }

    #[test]
    fn every_target_has_its_program_and_its_module() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        for target in TARGETS {
            assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
            for file in [format!("targets/{}.rs", target.name), format!("src/{}.rs", target.name)] {
                assert!(folder.join(&file).is_file(), "{file}");
            }
        }
        assert_eq!(files(&folder.join("targets")).unwrap().len(), TARGETS.len());
    }

    #[test]
    fn dictionaries_become_ascii() {
        assert_eq!(ascii("\"số:\"\n".as_bytes()), "\"s\\xE1\\xBB\\x91:\"\n");
    }

    #[test]
    fn the_number_of_runs_is_read_from_what_is_said() {
        assert_eq!(runs("#5 DONE\nstat::number_of_executed_units: 54104\nstat::x: 1\n"), 54_104);
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }
}
