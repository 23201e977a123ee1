//! `cargo xtask tidy`: the rules of the house that no compiler checks. Each finding names the place and what to do.

mod edges;
mod paths;
mod sources;

use crate::shell::{self, Shell};
use crate::tools::WASM_BINDGEN;
pub(crate) use edges::LIBRARY_ROOMS;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    /// The file, with the line where there is one.
    place: String,
    /// What is wrong and what to do.
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// Files larger than this do not belong into the repository: every clone carries them for ever.
const MAX_TRACKED_BYTES: u64 = 512 * 1024;

/// Checks every rule, prints every finding, and fails if there is one.
pub(crate) fn run(shell: &mut Shell) -> Result<()> {
    let mut findings = edges::check(shell)?;
    findings.extend(pinned_version(&shell.root)?);
    for map in paths::MAPS {
        findings.extend(paths::check(&shell.root, map, &std::fs::read_to_string(shell.root.join(map))?));
    }
    let files = files(shell)?;
    let mut long = 0;
    for path in &files {
        let place = shell.root.join(path);
        // A file that was deleted but not yet committed as such.
        let Ok(data) = std::fs::metadata(&place) else { continue };
        let name = path.to_string_lossy().replace('\\', "/");
        if data.len() > MAX_TRACKED_BYTES {
            let what = format!(
                "has {} KB: keep large data out of the repository, or make it in a test",
                data.len() / 1024
            );
            findings.push(Finding::new(name.clone(), what));
        }
        if sources::is_source(&name) {
            let text = std::fs::read_to_string(&place)?;
            findings.extend(sources::check(&name, &text));
            let lines = sources::lines_that_count(&name, &text);
            if lines > sources::GOOD_LINES && lines <= sources::MAX_LINES {
                println!(
                    "note: {name} has {lines} lines; {} or fewer are easier to read",
                    sources::GOOD_LINES
                );
                long += 1;
            }
        }
    }
    for finding in &findings {
        println!("{}: {}", finding.place, finding.what);
    }
    if !findings.is_empty() {
        bail!("{} rules of the house are broken", findings.len());
    }
    println!("  {} files are tidy ({long} rather long)", files.len());
    Ok(())
}

/// The library and the tool of wasm-bindgen must be of one version, or the viewer does not build.
fn pinned_version(root: &Path) -> Result<Option<Finding>> {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml"))?;
    let pin = format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version);
    let what = format!("must say `{pin}`, the version of the tool in xtask/src/tools.rs");
    Ok((!manifest.contains(&pin)).then(|| Finding::new("Cargo.toml", what)))
}

/// The files of the project: what git tracks or would track; without git, what lies there.
fn files(shell: &Shell) -> Result<Vec<PathBuf>> {
    let mut git = shell.command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    if let Ok(list) = shell::output(&mut git) {
        let mut files: Vec<PathBuf> =
            list.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
        files.sort();
        files.dedup();
        return Ok(files);
    }
    let mut files = Vec::new();
    walk(&shell.root, Path::new(""), &mut files)?;
    files.sort();
    Ok(files)
}

fn walk(root: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name();
        let path = below.join(&name);
        let name = name.to_string_lossy();
        if entry.file_type()?.is_file() {
            files.push(path);
        } else if !matches!(&*name, "target" | "dist" | "node_modules" | ".git") {
            walk(root, &path, files)?;
        }
    }
    Ok(())
}
