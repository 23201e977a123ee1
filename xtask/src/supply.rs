//! What comes into the project from outside, looked at by cargo-deny: licences, sources and doubles of libraries as `deny.toml`
//! allows them, and known vulnerabilities where the database of them can be reached.

use crate::setup;
use crate::shell::{self, Shell};
use anyhow::{Context, Result};
use std::process::Command;

/// The two workspaces: the fuzz targets are one of their own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];

/// Checks both workspaces.
pub(crate) fn check(shell: &mut Shell) -> Result<()> {
    setup::supply(shell)?;
    for manifest in MANIFESTS {
        let mut rules = deny(shell, manifest);
        shell::run(rules.args(["check", "licenses", "sources", "bans"])).context(
            "deny.toml says what is allowed; a new library is looked at before it is listed there",
        )?;
    }
    // The database is a repository on GitHub, which not every machine that builds can reach.
    if !shell::succeeds(deny(shell, MANIFESTS[0]).args(["fetch", "db"]).env("GIT_TERMINAL_PROMPT", "0")) {
        println!(
            "  skipped: known vulnerabilities were not looked for, because their database \
             (github.com/RustSec/advisory-db) cannot be reached from here"
        );
        return Ok(());
    }
    MANIFESTS.iter().try_for_each(|manifest| {
        let mut advisories = deny(shell, manifest);
        shell::run(advisories.args(["check", "--disable-fetch", "advisories"]))
    })
}

fn deny(shell: &Shell, manifest: &str) -> Command {
    let mut command = shell.command("cargo-deny");
    command.args([
        "--log-level",
        "error",
        "--manifest-path",
        manifest,
        "--workspace",
        "--all-features",
        "--config",
        "deny.toml",
    ]);
    command
}
