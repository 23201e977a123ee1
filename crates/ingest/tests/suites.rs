//! Hostile and odd input from outside the repository: whatever it is, it is read or refused with a reason. Each test skips,
//! and says so, where its folder is not there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set up its files should fail loudly"
)]
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

use std::path::{Path, PathBuf};
use tangthu_ingest::{Item, Options, ingest};

/// Reads a folder of the shared suites; returns how many documents came out and what was said.
fn read(suite: &str) -> Option<(usize, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites").join(suite);
    let folder: PathBuf = folder.canonicalize().ok().or_else(|| {
        eprintln!("skipped: {suite} is not here");
        None
    })?;
    let (mut documents, mut said) = (0, Vec::new());
    ingest(&[folder], &Options::default(), &mut |item| match item {
        Item::Document(..) => documents += 1,
        Item::File(_) => {}
        Item::Notice(notice) => {
            assert!(!notice.reason.is_empty(), "a notice without a reason about {}", notice.input);
            said.push(notice.to_string());
        }
    })
    .unwrap();
    Some((documents, said))
}

#[test]
fn every_json_of_the_suite_is_read_or_refused_with_its_name() {
    let Some((documents, said)) = read("JSONTestSuite") else { return };
    for file in ["test_parsing/n_structure_100000_opening_arrays.json", "test_parsing/n_single_space.json"] {
        assert!(said.iter().any(|line| line.starts_with(file)), "{file}");
    }
    assert!(documents < 50, "{documents} documents in files that hold none: {said:?}");
}

#[test]
fn naughty_strings_and_exports_are_read() {
    let Some((documents, said)) = read("blns") else { return };
    assert!(documents > 0, "{said:?}");
    let Some((documents, said)) = read("wp-wxr") else { return };
    assert!(documents > 100, "{said:?}");
    assert!(said.iter().any(|line| line.contains("no published articles")), "{said:?}");
}
