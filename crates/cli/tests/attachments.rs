//! Files that belong to documents, from the folder that is packed to the site that is served.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Desk, files};
use std::fs;

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n-anh-";

/// A desk with a document that has a picture and a file.
fn desk() -> Desk {
    let desk = Desk::with_documents();
    desk.write(
        "in/hop.md",
        "---\nid: hop\ntitle: Họp tổ dân phố\n---\n![Ảnh họp](anh/hop.png)\n\nBàn việc làm đường.",
    );
    desk.write("in/anh/hop.png", PNG);
    desk.write(
        "in/nghi-quyet.jsonl",
        "{\"id\":\"nq\",\"title\":\"Nghị quyết\",\"attachments\":[\"tep/nq.html\"]}\n",
    );
    desk.write("in/tep/nq.html.txt", "x");
    desk.write("in/tep/nq.html", "<script>alert(1)</script>");
    desk
}

#[test]
fn a_site_carries_files_under_their_hash_and_check_reads_them() {
    let desk = desk();
    desk.build("site").good();
    let carried: Vec<String> =
        files(&desk.path("site")).into_keys().filter(|name| name.starts_with("files/")).collect();
    assert_eq!(carried.len(), 2, "{carried:?}");
    assert_eq!(carried.iter().filter(|name| name.ends_with(".png")).count(), 1);
    assert_eq!(carried.iter().filter(|name| name.ends_with(".bin")).count(), 1);
    let shown = desk.run(&["show", "site", "hop", "--json"]).good().json();
    assert_eq!(shown["attachments"][0]["media_type"], "image/png");
    assert_eq!(shown["attachments"][0]["bytes"], PNG.len());
    assert!(desk.run(&["show", "site", "hop"]).good().out.contains("+ hop.png (files/"));
    desk.run(&["check", "site"]).good();
    let same = files(&desk.path("site"));
    desk.build("site").good();
    assert_eq!(files(&desk.path("site")), same);
}

#[test]
fn check_names_a_file_that_is_changed_or_gone() {
    let desk = desk();
    for archive in ["archive", "site"] {
        if archive == "site" {
            desk.build(archive).good();
        } else {
            desk.run(&["pack", "in", "-o", archive]).good();
        }
        let picture = files(&desk.path(archive)).into_keys().find(|name| name.ends_with(".png")).unwrap();
        let path = desk.path(&format!("{archive}/{picture}"));
        let mut bytes = fs::read(&path).unwrap();
        bytes[3] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let ran = desk.run(&["check", archive]);
        assert!(ran.code == 1 && ran.out.contains(&picture), "{}", ran.out);
        fs::remove_file(&path).unwrap();
        let ran = desk.run(&["check", archive]);
        assert!(ran.code == 1 && ran.out.contains(&picture), "{}", ran.out);
    }
}

#[test]
fn files_that_are_no_longer_named_go_with_the_second_build_after() {
    let desk = desk();
    desk.build("site").good();
    fs::remove_file(desk.path("in/hop.md")).unwrap();
    let pictures = || files(&desk.path("site")).into_keys().filter(|name| name.ends_with(".png")).count();
    desk.build("site").good();
    assert_eq!(pictures(), 1);
    desk.write("in/them.md", "---\ntitle: Thêm\n---\nChữ.");
    desk.build("site").good();
    assert_eq!(pictures(), 0);
}

#[test]
fn an_archive_in_one_file_says_that_it_carries_none() {
    let desk = desk();
    let ran = desk.run(&["pack", "in", "-o", "kho.json"]).good();
    assert!(ran.err.contains("2 of them were left out"), "{}", ran.err);
    let shown = desk.run(&["show", "kho.json", "hop", "--json"]).good().json();
    assert_eq!(shown["attachments"][0]["name"], "hop.png");
    assert!(shown["attachments"][0]["sha256"].is_null());
    desk.run(&["check", "kho.json"]).good();
    assert!(!desk.path("files").exists());
}

#[test]
fn sources_are_kept_where_the_command_is_told_to() {
    let desk = desk();
    desk.run(&["pack", "in", "-o", "archive", "--keep-sources"]).good();
    let shown = desk.run(&["show", "archive", "hop", "--json"]).good().json();
    let source = &shown["attachments"][1];
    assert_eq!((&source["name"], &source["sha256"]), (&"hop.md".into(), &shown["provenance"]["sha256"]));
    desk.run(&["check", "archive"]).good();
    // What is not there is recorded; only what is there is verified.
    let with = desk.run(&["show", "archive", "hop"]).good().out;
    assert!(with.contains("read from hop.md; it is here as files/") && !with.contains("recorded"), "{with}");
    desk.run(&["pack", "in", "-o", "without"]).good();
    let without = desk.run(&["show", "without", "hop"]).good().out;
    assert!(without.contains("recorded, as the source itself is not in this archive"), "{without}");
}
