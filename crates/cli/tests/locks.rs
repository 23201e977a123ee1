//! Two commands that want to write one archive at the same time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::{Desk, files};
use std::{
    io::Write,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Starts a command that waits for documents on its standard input, and returns when it holds the lock `name`.
fn writing(desk: &Desk, arguments: &[&str], name: &str) -> Child {
    let mut command = desk.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let start = Instant::now();
    while !desk.path(name).exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "{arguments:?} takes no lock");
        thread::sleep(Duration::from_millis(10));
    }
    // The file is there a moment before it is locked.
    thread::sleep(Duration::from_millis(200));
    child
}

fn refused(desk: &Desk, arguments: &[&str]) {
    let ran = desk.run(arguments);
    assert!(
        ran.code == 2 && ran.err.contains("being written by another tangthu"),
        "{arguments:?}: {} {}",
        ran.code,
        ran.err
    );
    assert!(ran.err.contains("run this again when that one is done"), "{}", ran.err);
}

#[test]
fn whoever_comes_while_a_site_is_written_is_told_so_and_nothing_is_lost() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.run(&["keygen", "khoa"]).good();
    let before = files(&desk.path("site"));
    let mut first = writing(&desk, &["pack", "--update", "site", "-"], "site/.tangthu-lock");
    refused(&desk, &["pack", "--update", "site", "in"]);
    refused(&desk, &["pack", "--update", "site/archive.json", "in"]);
    refused(&desk, &["remove", "site", "t2"]);
    refused(&desk, &["build", "in", "-o", "site", "--viewer", "viewer"]);
    refused(&desk, &["sign", "site", "--secret-key", "khoa.key"]);
    // Readers are not in its way, nor it in theirs.
    desk.run(&["check", "site"]).good();
    desk.run(&["search", "site", "làng"]).good();
    let mut now = files(&desk.path("site"));
    assert_eq!(now.remove(".tangthu-lock"), Some(Vec::new()));
    assert_eq!(now, before);
    first.stdin.take().unwrap().write_all("---\nid: moi\ntitle: Bài mới\n---\nChữ.".as_bytes()).unwrap();
    let ended = first.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    desk.run(&["remove", "site", "t2"]).good();
    desk.run(&["show", "site", "moi"]).good();
    desk.run(&["check", "site"]).good();
    let names: Vec<String> = files(&desk.path("site")).into_keys().collect();
    assert!(!names.iter().any(|name| name.contains("lock")), "{names:?}");
}

#[test]
fn new_folders_archives_and_files_are_locked_as_well() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "other"]).good();
    let mut first = writing(&desk, &["pack", "-", "-o", "new"], "new/.tangthu-lock");
    refused(&desk, &["pack", "in", "-o", "new"]);
    refused(&desk, &["merge", "other", "-o", "new"]);
    refused(&desk, &["build", "in", "-o", "new", "--viewer", "viewer"]);
    first.stdin.take().unwrap().write_all(b"---\ntitle: A\n---\nB.").unwrap();
    assert!(first.wait().unwrap().success());

    let mut first = writing(&desk, &["pack", "-", "-o", "kho.json"], ".kho.json.tangthu-lock");
    refused(&desk, &["pack", "in", "-o", "kho.json"]);
    refused(&desk, &["merge", "other", "-o", "kho.json"]);
    // Another file in the same folder is another archive.
    desk.run(&["pack", "in", "-o", "khac.json"]).good();
    first.stdin.take().unwrap().write_all(b"---\ntitle: A\n---\nB.").unwrap();
    assert!(first.wait().unwrap().success());
    let names: Vec<String> = files(desk.folder.path()).into_keys().collect();
    assert!(!names.iter().any(|name| name.contains("lock")), "{names:?}");
}

#[test]
fn a_command_that_was_killed_locks_nothing() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    let mut first = writing(&desk, &["pack", "--update", "kho", "-"], "kho/.tangthu-lock");
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(desk.path("kho/.tangthu-lock").exists());
    desk.run(&["check", "kho"]).good();
    desk.run(&["remove", "kho", "t2"]).good();
    assert!(!desk.path("kho/.tangthu-lock").exists());
}
