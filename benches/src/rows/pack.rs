//! Packing: time, peak memory, and where the bytes of the archive go. The archives serve all other rows.

use super::goal;
use crate::corpus::Corpus;
use crate::ledger::{Classes, Ledger, files_below};
use crate::measured;
use crate::report::{Figure, Report, Unit};
use crate::settings::Settings;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use whole_program_tests::tangthu;

/// An archive and the site round it.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) corpus: Corpus,
    /// The archive alone.
    pub(crate) archive: PathBuf,
    /// The archive with the viewer.
    pub(crate) folder: PathBuf,
    pub(crate) classes: Classes,
}

const METHOD: &str = "`tangthu pack` reads one file of JSON lines and writes a folder. Time is from start to end of the process, \
    memory is the kernel's `ru_maxrss` of it, output is the sum of the lengths of all files of the archive (the viewer is not among them).";

/// Packs every corpus.
pub(crate) fn measure(settings: &Settings, report: &mut Report, corpora: Vec<Corpus>) -> Result<Vec<Site>> {
    report.section("Packing", METHOD);
    let mut sites = Vec::new();
    for corpus in corpora {
        let size = corpus.documents;
        let archive = settings.work.join(format!("archive-{size}"));
        let spent = pack(&[&corpus.path], &archive)?;
        let folder = settings.work.join(format!("site-{size}"));
        make_site(&archive, &settings.dist, &folder)?;
        let classes = Classes::read(&archive, &settings.dist)?;
        let mut ledger = Ledger::default();
        for (path, bytes) in files_below(&archive)? {
            ledger.add(classes.of(&path).unwrap_or("other"), bytes);
        }
        let input = std::fs::metadata(&corpus.path)?.len() as f64;
        report.add(
            Figure::new("`pack`, time", size, spent.seconds, Unit::Seconds)
                .goal(goal(size, None, Some(60.0)))
                .note(format!("{:.1} s of processor time", spent.cpu_seconds)),
        );
        report.add(
            Figure::new("`pack`, peak memory", size, spent.peak_bytes as f64, Unit::Bytes)
                .goal(goal(size, None, Some(5e8)))
                .note(format!("{:.2} × the input", spent.peak_bytes as f64 / input)),
        );
        report.add(
            Figure::new("output", size, ledger.bytes() as f64, Unit::Bytes)
                .goal(goal(size, None, Some(2.6e8)))
                .note(format!("{:.2} × the input", ledger.bytes() as f64 / input)),
        );
        report.add(Figure::new("output, files", size, ledger.files() as f64, Unit::Count).goal(goal(
            size,
            None,
            Some(8_000.0),
        )));
        report.ledger(&format!("Output by kind, {} documents", crate::report::thousands(size)), &ledger, 1);
        sites.push(Site { corpus, archive, folder, classes });
    }
    Ok(sites)
}

/// Packs `inputs` into the folder `archive`, which is made anew.
pub(crate) fn pack(inputs: &[&Path], archive: &Path) -> Result<measured::Spent> {
    empty(archive)?;
    let mut command = tangthu()?;
    command.arg("pack").args(inputs).args(["--title", "Đo", "--quiet", "-o"]).arg(archive);
    measured::run(&command, &archive.with_extension("log"))
}

/// Removes the folder at `path`, if there is one.
pub(crate) fn empty(path: &Path) -> Result<()> {
    if path.exists() {
        std::fs::remove_dir_all(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Puts the viewer and the archive together as `tangthu build` does. The archive is linked, not copied: what is measured in
/// browsers is the very archive that was measured here.
pub(crate) fn make_site(archive: &Path, dist: &Path, folder: &Path) -> Result<()> {
    empty(folder)?;
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(archive)? {
        let path = entry?.path();
        std::os::unix::fs::symlink(&path, folder.join(path.file_name().unwrap_or_default()))?;
    }
    for file in files_below(dist)?.into_keys() {
        let place = folder.join(&file);
        // The archive beside the viewer is a sample.
        if !place.exists() {
            std::fs::create_dir_all(place.parent().unwrap_or(folder))?;
            std::fs::copy(dist.join(&file), place)?;
        }
    }
    Ok(())
}
