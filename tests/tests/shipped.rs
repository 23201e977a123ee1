//! That what ships is what was built: the viewer inside the command is Trunk's, the sample archive is the current one.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use whole_program_tests::{demo_site, output};

fn dist() -> Result<PathBuf> {
    let dist = std::env::var_os("TANGTHU_DIST")
        .context("TANGTHU_DIST is not set; run `cargo xtask test browsers`")?;
    Ok(PathBuf::from(dist))
}

/// Files of the viewer that a site has of its own: they say what the archive is called.
const OWN: [&str; 3] = ["index.html", "manifest.webmanifest", "sw.js"];

#[test]
fn the_viewer_in_the_command_is_what_trunk_built() -> Result<()> {
    let dist = dist()?;
    let list: serde_json::Value = serde_json::from_slice(&std::fs::read(dist.join("viewer.json"))?)?;
    let files = list["files"].as_array().context("viewer.json lists no files")?;
    ensure!(files.len() > 8, "viewer.json lists only {} files", files.len());
    for file in files.iter().filter_map(serde_json::Value::as_str).filter(|file| !OWN.contains(file)) {
        let built =
            std::fs::read(dist.join(file)).with_context(|| format!("{file} is listed but was not built"))?;
        let shipped =
            std::fs::read(demo_site()?.join(file)).with_context(|| format!("the site lacks {file}"))?;
        ensure!(built == shipped, "{file} differs: run `cargo xtask dist`");
    }
    Ok(())
}

#[test]
fn the_sample_archive_for_trunk_serve_is_current() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let packed = folder.path().join("archive.json");
    output(["pack".as_ref(), "demo".as_ref(), "-o".as_ref(), packed.as_os_str()])?;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/archive.json");
    let current = std::fs::read(&packed)? == std::fs::read(kept)?;
    ensure!(
        current,
        "public/archive.json is out of date: `tangthu pack demo -o public/archive.json` makes it anew"
    );
    Ok(())
}

#[test]
fn the_same_input_gives_the_same_site() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let again = folder.path().join("site");
    output(["build".as_ref(), "demo".as_ref(), "-o".as_ref(), again.as_os_str()])?;
    let (first, second) = (files(demo_site()?)?, files(&again)?);
    ensure!(first.len() > 8 && first == second, "two builds of one input differ");
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder)?.to_owned(), std::fs::read(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}
