//! Builds the viewer once and shares it: `dist/` is made again only when something it is made of has changed.

use crate::finish::LIST_NAME;
use crate::setup::{self, Level};
use crate::shell::{self, Shell};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What goes into the viewer. The archive is not: it is copied beside it for `trunk serve`, so it counts as well.
const INPUTS: &[&str] = &[
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "src",
    "web",
    "public",
    "xtask/src/finish.rs",
    "xtask/src/references.rs",
    "xtask/src/shrink.rs",
    "xtask/src/split.rs",
    "xtask/src/tools.rs",
    "crates/text",
    "crates/archive",
    "crates/mentions",
    "crates/search",
    "crates/engine",
    "crates/protocol",
    "crates/worker",
];

/// What .cargo/config.toml says for WebAssembly.
const NEEDED_FLAGS: &str = "-Clink-arg=--emit-relocs --cfg=erase_components";

/// The folder of the finished viewer, built with `trunk build --release` where it is not up to date.
pub(crate) fn build(shell: &mut Shell) -> Result<PathBuf> {
    setup::ensure(shell, Level::Viewer)?;
    let dist = shell.root.join("dist");
    let stamp = shell.target()?.join("viewer.stamp");
    // Taken before the build: what is changed while Trunk works is not in what it makes.
    let inputs = hash_of_inputs(shell)?;
    let current = format!("{inputs} {}", hash_of(&[&dist])?);
    if dist.join(LIST_NAME).is_file() && std::fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == current) {
        println!("  the viewer in dist/ is up to date");
        return Ok(dist);
    }
    let mut trunk = shell.command("trunk");
    // Flags of the caller's take the place of those in .cargo/config.toml, without which the viewer is not built.
    if let Ok(flags) = std::env::var("RUSTFLAGS") {
        trunk.env("RUSTFLAGS", format!("{flags} {NEEDED_FLAGS}"));
    }
    // Trunk reads NO_COLOR as true or false; the convention is any value, and some build machines set 1.
    shell::run(trunk.args(["build", "--release"]).env_remove("NO_COLOR"))?;
    if !dist.join(LIST_NAME).is_file() {
        bail!(
            "trunk left no dist/{LIST_NAME}: Trunk.toml must call `cargo xtask finish` as its post-build hook"
        );
    }
    std::fs::write(stamp, format!("{inputs} {}", hash_of(&[&dist])?))?;
    Ok(dist)
}

/// The files that `viewer.json` lists, relative to `dist`.
pub(crate) fn files(dist: &Path) -> Result<Vec<String>> {
    listed(dist, "files")
}

fn listed(dist: &Path, field: &str) -> Result<Vec<String>> {
    let path = dist.join(LIST_NAME);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: serde_json::Value = serde_json::from_str(&text)?;
    let files =
        list[field].as_array().with_context(|| format!("{} has no list of \"{field}\"", path.display()))?;
    Ok(files.iter().filter_map(|file| file.as_str().map(str::to_owned)).collect())
}

/// Those of them that a first visit does not need: chunks of the programs, loaded when they are first called.
pub(crate) fn later(dist: &Path) -> Result<Vec<String>> {
    listed(dist, "later")
}

/// A hash over everything the viewer is made of, and over the compiler and its flags.
fn hash_of_inputs(shell: &Shell) -> Result<String> {
    let compiler = shell::output(shell.command("rustc").arg("-vV"))?;
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    let inputs: Vec<PathBuf> = INPUTS.iter().map(|input| shell.root.join(input)).collect();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    let made_by = Sha256::digest(format!("{compiler}\n{flags}"));
    Ok(format!("{}{}", hex(&made_by), hash_of(&inputs)?))
}

/// A hash over files and folders with everything in them. What stands in `dist` is part of the stamp, so that it is built
/// again if anyone changed it.
fn hash_of(paths: &[&Path]) -> Result<String> {
    let mut digest = Sha256::new();
    paths.iter().try_for_each(|path| add(&mut digest, path))?;
    Ok(hex(&digest.finalize()))
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn add(digest: &mut Sha256, path: &Path) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<_>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add(digest, entry));
    }
    if path.is_file() {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        digest.update(format!("{}\n{}\n", path.display(), bytes.len()));
        digest.update(bytes);
    }
    Ok(())
}
