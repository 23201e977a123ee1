//! Inputs as publishers have them: what is packed of them, and what is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::Desk;
use serde_json::json;

#[test]
fn what_is_called_gz_and_is_none_is_one_notice() {
    let desk = Desk::new();
    desk.write("in/mot.md", "# Một tin\n\nChữ.\n");
    desk.write("in/tin.jsonl.gz", "<html><body>\n<h1>404</h1>\n<p>Not found\n</body>\n</html>\n");
    let ran = desk.run(&["pack", "in", "-o", "kho", "--json", "--report", "bao-cao.jsonl"]).good();
    assert_eq!((&ran.json()["documents"], &ran.json()["skipped"]), (&json!(1), &json!(1)), "{}", ran.err);
    assert!(ran.err.contains("in/tin.jsonl.gz: ") || ran.err.contains("tin.jsonl.gz: "), "{}", ran.err);
    assert!(ran.err.contains("its name says that it is compressed"), "{}", ran.err);
}

#[test]
fn packing_an_archive_again_keeps_what_it_says_of_where_its_documents_come_from() {
    let desk = Desk::new();
    desk.write(
        "in/tin.jsonl",
        "{\"id\":\"t1\",\"title\":\"Chợ quê\",\"body\":\"Chợ họp sáu phiên.\",\"crawled\":\"2023-03-28\"}\n",
    );
    desk.run(&["pack", "in", "-o", "kho.json"]).good();
    desk.run(&["pack", "kho.json", "-o", "lai.json"]).good();
    desk.run(&["export", "lai.json", "-o", "ra.jsonl"]).good();
    desk.run(&["pack", "ra.jsonl", "-o", "lan-ba.json"]).good();
    let from =
        |archive: &str| desk.run(&["show", archive, "t1", "--json"]).good().json()["provenance"].clone();
    assert_eq!(from("kho.json")["input"], "tin.jsonl");
    assert_eq!(from("kho.json"), from("lai.json"));
    assert_eq!(from("kho.json"), from("lan-ba.json"));
}
