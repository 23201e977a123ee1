//! Documents that come through a pipe.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Desk, zip};
use std::{
    io::Write,
    process::{Output, Stdio},
};

/// Runs the command with `bytes` on its standard input.
fn piped(desk: &Desk, arguments: &[&str], bytes: &[u8]) -> Output {
    let mut command = desk.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_dash_is_standard_input_whatever_comes_through_it() {
    let desk = Desk::new();
    let lines = "{\"id\":\"t1\",\"title\":\"Chợ quê họp lại\"}\n{\"id\":\"t2\",\"title\":\"Lễ hội làng\"}\n";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(lines.as_bytes()).unwrap();
    let zip = zip(&[("tin.jsonl", lines.as_bytes())]);
    let page = "---\nid: t1\ntitle: Chợ quê họp lại\n---\nChợ họp sáu phiên.";
    for (name, bytes) in
        [("a", lines.as_bytes()), ("b", &gz.finish().unwrap()), ("c", page.as_bytes()), ("d", &zip)]
    {
        let ran = piped(&desk, &["pack", "-", "-o", name], bytes);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let shown = desk.run(&["show", name, "t1", "--json"]).good().json();
        assert_eq!(shown["title"], "Chợ quê họp lại");
        let input = shown["provenance"]["input"].as_str().unwrap();
        assert!(input.starts_with("standard input"), "{input}");
    }
    // It has no name to call the archive by.
    desk.viewer("viewer", "một");
    let ran = piped(&desk, &["build", "-", "-o", "f", "--viewer", "viewer"], page.as_bytes());
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(
        said.contains("that standard input does not give: --title") && !said.contains("name of the input"),
        "{said}"
    );
    let none = piped(&desk, &["pack", "-", "-o", "e"], b"");
    assert!(String::from_utf8_lossy(&none.stderr).contains("no document was found in standard input"));
}
