//! The viewer's page made the page of one site, and what browsers and crawlers learn of it; what people wrote themselves stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Desk, files};
use std::fs;

const BASE: &str = "https://example.vn/kho/";

fn read(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path("site").join(name)).unwrap()
}

#[test]
fn the_page_and_the_manifest_bear_the_title_of_the_archive_and_keep_to_it() {
    let desk = Desk::with_documents();
    desk.run(&[
        "build",
        "in",
        "-o",
        "site",
        "--viewer",
        "viewer",
        "--description",
        "Thử <b>",
        "--base-url",
        BASE,
    ])
    .good();
    let page = read(&desk, "index.html");
    assert!(page.contains("<title>Kho thử</title>"), "{page}");
    assert!(page.contains("property=\"og:description\" content=\"Thử &lt;b&gt;\""), "{page}");
    assert!(page.contains("opensearchdescription+xml") && !page.contains("tangthu-pages"), "{page}");
    assert!(read(&desk, "opensearch.xml").contains("template=\"https://example.vn/kho/?q={searchTerms}\""));
    let manifest: serde_json::Value = serde_json::from_str(&read(&desk, "manifest.webmanifest")).unwrap();
    assert_eq!(manifest["name"], "Kho thử");
    let before = files(&desk.path("site"));
    desk.run(&["remove", "site", "t1"]).good();
    let after = files(&desk.path("site"));
    for name in ["index.html", "sw.js", "manifest.webmanifest", "opensearch.xml"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    desk.run(&["pack", "--update", "site", "in", "--title", "Kho mới"]).good();
    let page = read(&desk, "index.html");
    assert!(page.contains("<title>Kho mới</title>") && !page.contains("Kho thử"), "{page}");
    assert!(read(&desk, "opensearch.xml").contains("Kho mới"));
    desk.run(&["check", "site"]).good();
}

#[test]
fn without_an_address_nothing_claims_one() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    assert!(!files(&desk.path("site")).contains_key("opensearch.xml"));
    let page = read(&desk, "index.html");
    assert!(
        !page.contains("canonical") && !page.contains("og:url") && !page.contains("opensearch"),
        "{page}"
    );
}

#[test]
fn a_robots_file_of_the_publishers_own_is_never_touched() {
    let desk = Desk::with_documents();
    let build = || {
        desk.run(&["build", "in", "-o", "site", "--viewer", "viewer", "--pages", "--base-url", BASE]).good()
    };
    build();
    assert!(read(&desk, "robots.txt").contains("Sitemap: https://example.vn/kho/sitemap.xml"));
    build();
    desk.write("site/robots.txt", "User-agent: *\nDisallow: /\n");
    for _ in 0..3 {
        build();
        assert_eq!(read(&desk, "robots.txt"), "User-agent: *\nDisallow: /\n");
    }
    desk.run(&["check", "site"]).good();
    // Nor does it go when pages go.
    desk.build("site").good();
    desk.build("site").good();
    assert!(read(&desk, "robots.txt").contains("Disallow"));
}

#[test]
fn one_file_is_not_written_over_anything_else() {
    let desk = Desk::with_documents();
    desk.write("mine.html", "<p>of mine");
    for (name, what) in [
        ("mine.html", "is no page that"),
        ("kho.json", "does not end in .html"),
        ("kho", "does not end in .html"),
    ] {
        let ran = desk.run(&["build", "in", "-o", name, "--single-file", "--viewer", "viewer"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(what), "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(desk.path("mine.html")).unwrap(), "<p>of mine");
}
