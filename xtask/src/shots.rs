//! `cargo xtask shots`: pictures of every page and state, for people to look at before a change of the viewer is done.
//!
//! Which pages and states, and how they are reached, is in `tests/src/bin/shots`; this module builds what that program needs.

use crate::dist;
use crate::setup::{self, Level};
use crate::shell::{self, Shell};
use anyhow::Result;
use std::process::ExitCode;

/// As wide as the widest picture: a window of Firefox cannot be larger than its screen.
const SCREEN: (&str, &str) = ("2700", "1700");

/// Makes the pictures; `words` go on to the program.
pub(crate) fn run(shell: &mut Shell, words: &[String]) -> Result<ExitCode> {
    setup::ensure(shell, Level::Everything)?;
    let tangthu = dist::build(shell)?;
    let folder = shell.target()?.join("shots");
    let mut cargo = shell.cargo();
    cargo.args(["run", "--package", "whole-program-tests", "--bin", "shots", "--", "--out"]).arg(&folder);
    cargo.args(words).env("TANGTHU_BIN", tangthu).env("TANGTHU_DIST", shell.root.join("dist"));
    cargo.env("TANGTHU_SCRATCH", folder.join("scratch"));
    cargo.env("MOZ_HEADLESS_WIDTH", SCREEN.0).env("MOZ_HEADLESS_HEIGHT", SCREEN.1);
    shell::run(&mut cargo)?;
    Ok(ExitCode::SUCCESS)
}
