//! The finished `tangthu` command, with the viewer inside.

use crate::shell::{self, Shell};
use crate::viewer;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Builds the viewer and the command, and returns where the command lies: `target/dist/tangthu` below the root, even
/// if cargo's own target folder is elsewhere.
pub(crate) fn build(shell: &mut Shell) -> Result<PathBuf> {
    let viewer = viewer::build(shell)?;
    let mut cargo = shell.cargo();
    cargo.args(["build", "--profile", "dist", "--package", "tangthu"]).env("TANGTHU_VIEWER", &viewer);
    shell::run(&mut cargo)?;
    let name = format!("tangthu{}", std::env::consts::EXE_SUFFIX);
    let built = shell.target()?.join("dist").join(&name);
    let promised = shell.root.join("target").join("dist").join(&name);
    if built != promised {
        std::fs::create_dir_all(shell.root.join("target/dist"))?;
        std::fs::copy(&built, &promised).with_context(|| format!("cannot copy {}", built.display()))?;
    }
    let bytes = std::fs::metadata(&promised)?.len();
    println!("  {} ({:.1} MB)", promised.display(), bytes as f64 / 1e6);
    Ok(promised)
}
