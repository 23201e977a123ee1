//! PDF made to exhaust or to end whoever reads them: the real command leaves that file out with a reason and keeps the others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]
#![cfg(unix)]

mod common;

use common::Desk;
use nix::sys::resource::{UsageWho, getrusage};
use std::io::Write;

/// What the process that reads a PDF may take, and something for the program itself, in KB.
const MAX_KB: i64 = 1_200_000;

fn deflated(pieces: usize) -> Vec<u8> {
    let blanks = vec![b' '; 1 << 20];
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..pieces).for_each(|_| encoder.write_all(&blanks).unwrap());
    encoder.finish().unwrap()
}

/// A file of one page whose text is `stored`, in a stream with this dictionary.
fn file(dictionary: &str, stored: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
        2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
        3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
        .to_vec();
    bytes.extend(format!("4 0 obj\n<<{dictionary}/Length {}>>\nstream\n", stored.len()).bytes());
    bytes.extend(stored);
    bytes.extend(b"\nendstream\nendobj\ntrailer <</Root 1 0 R/Size 5>>\n%%EOF");
    bytes
}

#[test]
fn a_pdf_that_ends_its_reader_is_left_out_and_the_rest_of_the_run_is_kept() {
    let desk = Desk::new();
    // Looked at as a picture, it passes; taken for the text of a page, it opens to more than may be had.
    desk.write("in/bom.pdf", file("/Subtype/Image/Filter/FlateDecode", &deflated(1_500)));
    desk.write("in/chuoi.pdf", file("/Filter[/Fl/#46l/Fl]", &deflated(1)));
    desk.write("in/tot.jsonl", "{\"title\":\"Tốt\",\"body\":\"Chữ.\"}\n");
    desk.write("in/tot.pdf", file("", b"BT ET"));
    let ran = desk.run(&["pack", "in", "-o", "ra"]).good();
    assert!(ran.err.contains("bom.pdf: it is damaged or hostile"), "{}", ran.err);
    assert!(ran.err.contains("chuoi.pdf: a stream of it inflates without measure"), "{}", ran.err);
    assert!(ran.err.contains("tot.pdf: it is a scan"), "{}", ran.err);
    assert!(desk.run(&["search", "ra", "tốt"]).good().out.contains("Tốt"));
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
    assert!(peak < MAX_KB, "{peak} KB");
}
