//! Time and peak memory of a program, by the kernel's count.
//!
//! The kernel keeps the peak of children that have ended (`ru_maxrss`), but a child also inherits the peak of the process
//! that started it, and the counts of all children of one process are one. So this program starts itself again as a small
//! go-between that runs one program and nothing else.

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The first argument of the go-between.
const GO_BETWEEN: &str = "--measure-child";

/// What a program took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spent {
    /// From start to end, in seconds.
    pub(crate) seconds: f64,
    /// Seconds of all processors together.
    pub(crate) cpu_seconds: f64,
    /// The most memory that it held at once, in bytes; of its largest process, if it has several.
    pub(crate) peak_bytes: u64,
}

/// Runs a program to its end. What it writes goes to the file `log`.
pub(crate) fn run(command: &Command, log: &Path) -> Result<Spent> {
    let report = tempfile::NamedTempFile::new()?;
    let mut between = Command::new(std::env::current_exe()?);
    between.arg(GO_BETWEEN).arg(report.path()).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => between.env(name, value),
            None => between.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        between.current_dir(folder);
    }
    let output = std::fs::File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let status = between.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).status()?;
    if !status.success() {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let end: Vec<&str> = said.lines().rev().take(5).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        bail!("{command:?} failed ({status}): {}", end.join("\n"));
    }
    serde_json::from_slice(&std::fs::read(report.path())?).context("the go-between reported nothing")
}

/// The go-between: if these are its arguments, runs the program that they name, and returns how that ended.
pub(crate) fn go_between(arguments: &[OsString]) -> Option<ExitCode> {
    let [word, report, program, rest @ ..] = arguments else { return None };
    (word == GO_BETWEEN).then(|| match measure(Path::new(report), program, rest) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    })
}

fn measure(report: &Path, program: &OsString, arguments: &[OsString]) -> Result<ExitCode> {
    let start = Instant::now();
    let mut command = Command::new(program);
    let status = command.args(arguments).status();
    let status = status.with_context(|| format!("cannot start {}", program.to_string_lossy()))?;
    let seconds = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let in_seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let spent = Spent {
        seconds,
        cpu_seconds: in_seconds(usage.user_time()) + in_seconds(usage.system_time()),
        // Linux counts in units of 1,024 bytes.
        peak_bytes: u64::try_from(usage.max_rss()).unwrap_or(0) * 1024,
    };
    std::fs::write(report, serde_json::to_vec(&spent)?)?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
