//! Running other programs: where the project lies, which PATH its tools need, and errors that name the command.

use crate::tally::Tally;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every command of this program shares.
pub(crate) struct Shell {
    /// The root of the project.
    pub(crate) root: PathBuf,
    /// Folders of tools that come before the PATH of the caller.
    tool_folders: Vec<PathBuf>,
    /// Variables for the programs that are started, found out by the set-up.
    variables: BTreeMap<String, OsString>,
    target: Option<PathBuf>,
}

impl Shell {
    /// Finds the project.
    pub(crate) fn new() -> Result<Self> {
        // Cargo sets this when it runs the program; the path known at compile time serves a binary started by hand.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().context("xtask does not lie in the project's folder")?.to_path_buf();
        Ok(Self { root, tool_folders: Vec::new(), variables: BTreeMap::new(), target: None })
    }

    /// Puts `folder` in front of the PATH of every program started from now on.
    pub(crate) fn add_tools(&mut self, folder: PathBuf) {
        if !self.tool_folders.contains(&folder) {
            self.tool_folders.insert(0, folder);
        }
    }

    /// The folders put in front of the PATH, as a shell would spell them; none if the PATH already led to every tool.
    pub(crate) fn tools_on_path(&self) -> Option<String> {
        let folders: Vec<_> = self.tool_folders.iter().map(|folder| folder.to_string_lossy()).collect();
        (!folders.is_empty()).then(|| folders.join(":"))
    }

    /// Sets a variable for every program started from now on.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.variables.insert(name.to_owned(), value.into());
    }

    /// A program, to be run in the project's root with the project's tools on its PATH.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path()).envs(&self.variables);
        command
    }

    /// Cargo: the one that runs this program.
    pub(crate) fn cargo(&self) -> Command {
        self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    fn path(&self) -> OsString {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.tool_folders.iter().cloned().chain(std::env::split_paths(&inherited));
        std::env::join_paths(folders).unwrap_or(inherited)
    }

    /// Where the program `name` lies on the PATH, or in the folders for system programs that a user's PATH may lack.
    pub(crate) fn find(&self, name: &str) -> Option<PathBuf> {
        let system = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from);
        std::env::split_paths(&self.path())
            .chain(system)
            .flat_map(|folder| [folder.join(name), folder.join(format!("{name}.exe"))])
            .find(|path| path.is_file())
    }

    /// Cargo's target folder, wherever it was configured to be.
    pub(crate) fn target(&mut self) -> Result<PathBuf> {
        if let Some(target) = &self.target {
            return Ok(target.clone());
        }
        let metadata = self.metadata(&["--no-deps"])?;
        let target =
            metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
        self.target = Some(PathBuf::from(target));
        Ok(PathBuf::from(target))
    }

    /// What `cargo metadata` says.
    pub(crate) fn metadata(&self, arguments: &[&str]) -> Result<serde_json::Value> {
        let text = output(self.cargo().args(["metadata", "--format-version", "1"]).args(arguments))?;
        serde_json::from_str(&text).context("cargo metadata wrote no JSON")
    }
}

/// The command as one would type it.
pub(crate) fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command whose output the caller sees.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("  $ {}", spelled(command));
    let status = command.status().with_context(|| format!("cannot start `{}`", spelled(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", spelled(command));
    }
    Ok(())
}

/// Runs a command whose output the caller sees, and counts the tests that it reports.
pub(crate) fn run_tests(command: &mut Command, tally: &mut Tally) -> Result<()> {
    println!("  $ {}", spelled(command));
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.with_context(|| format!("cannot start `{}`", spelled(command)))?;
    let pipe = child.stdout.take().context("the command has no output to read")?;
    for line in BufReader::new(pipe).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        tally.read(&line);
        println!("{line}");
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", spelled(command));
    }
    Ok(())
}

/// Runs a command quietly and returns what it wrote; what it complains of goes into the error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", spelled(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", spelled(command), output.status, complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command runs and succeeds; nothing of it is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).output().is_ok_and(|output| output.status.success())
}
