//! Archives and inputs made to exhaust whoever opens them: the real command refuses them with a reason, in a short time and
//! within a memory that is measured by the kernel's own count over all runs of this file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::{Desk, Ran, files};
use nix::sys::resource::{UsageWho, getrusage};
use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};
use tangthu_archive::{BundleWriter, Card, Head, PartHash, PartKind, SegmentTable, StoredPart, gzip};

/// The most memory that a run may take, in KB. What it holds at most is one part or one file of some tens of megabytes and what is made
/// of it; what the archives here ask for is gigabytes.
const MAX_KB: i64 = 400_000;

/// The longest that a run may take, on a machine that is busy and without optimisation.
const MAX_TIME: Duration = Duration::from_secs(60);

/// How deep things are nested.
const DEEP: usize = 1_000_000;

/// Runs a command that must end by itself, in time, and not by a signal; then looks at the memory of all runs so far.
fn run(desk: &Desk, arguments: &[&str]) -> Ran {
    let start = Instant::now();
    let ran = desk.run(arguments);
    assert!(start.elapsed() < MAX_TIME, "{arguments:?} took {:?}", start.elapsed());
    assert!((0..=2).contains(&ran.code), "{arguments:?} died: {} {}", ran.code, ran.err);
    assert!(!ran.err.contains("panicked"), "{arguments:?}: {}", ran.err);
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
    assert!(peak < MAX_KB, "{arguments:?} took {peak} KB");
    ran
}

/// What opens an archive, each in its own way. None may end well.
fn all_refuse(desk: &Desk, archive: &str, what: &str) {
    for arguments in [&["info", archive][..], &["check", archive], &["search", archive, "giá vàng"]] {
        let ran = run(desk, arguments);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(ran.code > 0 && !said.trim().is_empty(), "{what}: {arguments:?} is content: {said}");
    }
}

#[test]
fn what_is_nested_a_million_times_is_refused() {
    let desk = Desk::new();
    let refused = [
        "[".repeat(DEEP),
        "{\"documents\":".repeat(DEEP),
        format!("{{\"documents\":[{{\"title\":\"a\",\"body\":{}", "[".repeat(DEEP)),
        format!(
            "{{\"documents\":[{{\"title\":\"a\",\"section\":{}\"b\"{}}}]}}",
            "[".repeat(DEEP),
            "]".repeat(DEEP)
        ),
    ];
    for (at, text) in refused.into_iter().enumerate() {
        let name = format!("kho-{at}.json");
        desk.write(&name, text);
        all_refuse(&desk, &name, "nested");
        let packed = run(&desk, &["pack", &name, "-o", "ra"]);
        assert!(packed.err.contains(&name), "an input that cannot be read is not named: {}", packed.err);
    }
    // A field that nobody knows is passed over, however deep it goes.
    let unknown = format!("{}1{}", "{\"a\":".repeat(DEEP), "}".repeat(DEEP));
    desk.write("la.json", format!("{{\"documents\":[{{\"title\":\"a\",\"khac\":{unknown}}}]}}"));
    run(&desk, &["search", "la.json", "a"]).good();
    // As inputs of other formats: read as far as it goes, or refused by name.
    for (name, text) in [
        ("sau.html", format!("<title>Sâu</title>{}chữ", "<div>".repeat(DEEP))),
        ("sau.md", format!("{} chữ", ">".repeat(DEEP))),
        ("sau2.md", format!("{}chữ", "- ".repeat(DEEP))),
        ("sau.xml", format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(DEEP))),
        ("sau.jsonl", format!("{{\"title\":\"a\",\"body\":{}", "[".repeat(DEEP))),
        ("dau.md", format!("---\ntitle: {}\n---\nChữ", "[".repeat(DEEP))),
        ("bang.csv", format!("title,body\n{}", "\"".repeat(DEEP))),
    ] {
        desk.write(name, text);
        run(&desk, &["pack", name, "-o", "ra", "--quiet"]);
    }
}

#[test]
fn a_section_of_thousands_of_steps_is_cut() {
    let desk = Desk::new();
    let steps = vec!["\"a\""; 20_000].join(",");
    let document = format!("{{\"id\":\"m\",\"title\":\"Một\",\"body\":[],\"section\":[{steps}]}}");
    desk.write("mot.json", format!("{{\"documents\":[{document}]}}"));
    assert!(run(&desk, &["search", "mot.json", "một"]).good().out.contains("Một"));
    desk.write("mot.jsonl", &document);
    let packed = run(&desk, &["pack", "mot.jsonl", "-o", "ra"]).good();
    assert!(packed.err.contains("section path"), "{}", packed.err);
    assert!(run(&desk, &["search", "ra", "một"]).good().out.contains("Một"));
}

#[test]
fn a_record_of_millions_of_values_is_left_out() {
    let desk = Desk::new();
    let good = "{\"title\":\"Tốt\",\"body\":\"Chữ.\"}\n";
    let tags = "\"a\",".repeat(7_000_000);
    desk.write("in/the.jsonl", format!("{{\"title\":\"A\",\"tags\":[{tags}\"a\"]}}\n{good}"));
    let blocks = "{\"type\":\"paragraph\",\"text\":\"x\"},".repeat(700_000);
    desk.write("in/doan.jsonl", format!("{{\"title\":\"A\",\"body\":[{blocks}\"a\"]}}\n{good}"));
    let packed = run(&desk, &["pack", "in", "-o", "ra"]).good();
    for name in ["the.jsonl:1: ", "doan.jsonl:1: "] {
        assert!(packed.err.contains(&format!("{name}it holds more values")), "{}", packed.err);
    }
    assert!(run(&desk, &["search", "ra", "tốt"]).good().out.contains("Tốt"));
}

/// The folder `name` with these files and a manifest with one segment.
fn archive(desk: &Desk, name: &str, manifest: &str, parts: &BTreeMap<String, Vec<u8>>) {
    desk.write(&format!("{name}/archive.json"), manifest);
    for (part, bytes) in parts {
        desk.write(&format!("{name}/{part}"), bytes);
    }
}

/// A manifest that claims `documents`, in one segment whose table is what `bytes` hold and claims to open to `inflated`.
fn claiming(documents: u64, bytes: &[u8], inflated: u64) -> (String, BTreeMap<String, Vec<u8>>) {
    let hash = PartHash::of(bytes).to_string();
    let manifest = format!(
        "{{\"format\":\"tangthu-archive\",\"version\":2,\"title\":\"Kho\",\"documents\":{documents},\"segments\":[{{\"documents\":{documents},\
         \"table\":{{\"sha256\":\"{hash}\",\"bytes\":{},\"inflated\":{inflated}}}}}]}}",
        bytes.len()
    );
    (manifest, BTreeMap::from([(format!("parts/{}.bin", &hash[..20]), bytes.to_vec())]))
}

#[test]
fn a_part_that_opens_to_more_than_it_says_is_refused() {
    let desk = Desk::new();
    // Gigabytes of zeros: a chunk of them, repeated as it is stored.
    let mut chunk = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 20);
    chunk.compress_vec(&[0; 4 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    let mut bomb = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    bomb.extend(block.repeat(1_000));
    for inflated in [10, 32 << 20, u64::from(u32::MAX), u64::MAX] {
        let (manifest, parts) = claiming(3, &bomb, inflated);
        archive(&desk, "kho", &manifest, &parts);
        for command in [&["check", "kho"][..], &["search", "kho", "giá"], &["show", "kho", "a"]] {
            let ran = run(&desk, command);
            assert!(ran.code > 0, "{inflated}: {command:?}: {}", ran.out);
        }
    }
    // The same as an input.
    desk.write("bom.jsonl.gz", &bomb);
    let ran = run(&desk, &["pack", "bom.jsonl.gz", "-o", "ra"]);
    assert!(ran.err.contains("bom.jsonl.gz"), "{}", ran.err);
}

#[test]
fn counts_that_no_archive_has_are_refused_before_memory_is_asked_for() {
    let desk = Desk::new();
    let nothing = gzip(b"").unwrap();
    for documents in [4_294_967_295, 100_000_001, 500_001, 18_446_744_073_709_551_615, 499_999] {
        let (manifest, parts) = claiming(documents, &nothing, 0);
        archive(&desk, "kho", &manifest, &parts);
        let ran = run(&desk, &["search", "kho", "giá"]);
        assert!(ran.code > 0, "{documents}: {}", ran.out);
        let ran = run(&desk, &["check", "kho"]);
        assert!(ran.code > 0, "{documents}: {}", ran.out);
    }
    let (one, parts) = claiming(1, &nothing, 0);
    let segment = one.split_once("\"segments\":[").unwrap().1.trim_end_matches("]}").to_owned();
    let many = format!(
        "{}\"segments\":[{}]}}",
        one.split_once("\"segments\":[").unwrap().0,
        vec![segment; 200_000].join(",")
    );
    archive(&desk, "kho", &many, &parts);
    all_refuse(&desk, "kho", "segments");
    // A table that says it has more than it holds.
    for junk in [vec![0xFF; 64], vec![0x80; 4096], b"{\"documents\":1,\"pages\":{}}".to_vec()] {
        let (manifest, parts) = claiming(1, &gzip(&junk).unwrap(), junk.len() as u64);
        archive(&desk, "kho", &manifest, &parts);
        let ran = run(&desk, &["check", "kho"]);
        assert!(ran.code > 0, "{}", ran.out);
        run(&desk, &["search", "kho", "giá"]);
    }
}

#[test]
fn parts_that_overlap_leave_gaps_or_come_twice_are_named() {
    let desk = Desk::new();
    let card = |id: &str| Card { id: id.to_owned(), title: "giá vàng".to_owned(), ..Card::default() };
    let cards = |ids: &[&str]| {
        let rows: Vec<Card> = ids.iter().map(|id| card(id)).collect();
        StoredPart::of(&serde_json::to_vec(&rows).unwrap(), &[]).unwrap()
    };
    let two = cards(&["a", "b"]);
    // Tables hold the distance of each part from the one before, so none can go backwards.
    for places in [&[0, 1][..], &[0, 0], &[0, 3], &[0, 4_294_967_295], &[0, 2, 2, 2]] {
        let mut stored: BTreeMap<String, Vec<u8>> = BTreeMap::from([(two.part.name(), two.bytes.clone())]);
        let mut table = SegmentTable::default();
        for from in places {
            table.add(PartKind::Cards, *from, "", two.part);
            table.add(PartKind::Texts, *from, "", two.part);
        }
        let mut writer = BundleWriter::default();
        let mut sink = |name: &str, bytes: &[u8]| {
            stored.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        };
        writer.segment(4, &table, &mut sink).unwrap();
        let head = Head { title: "Kho".into(), generator: "thử".into(), ..Head::default() };
        let manifest = String::from_utf8(writer.finish(head).unwrap()).unwrap();
        archive(&desk, "kho", &manifest, &stored);
        let ran = run(&desk, &["check", "kho"]);
        assert!(ran.code == 1 && ran.out.contains("parts/"), "{places:?}: {}", ran.out);
        run(&desk, &["search", "kho", ""]);
        run(&desk, &["show", "kho", "a"]);
    }
}

#[test]
fn names_that_lead_elsewhere_never_become_files() {
    let desk = Desk::with_documents();
    let tricks = [
        "../ngoai.txt",
        "/tmp/tangthu-ngoai.txt",
        "..\\ngoai.txt",
        "C:\\ngoai.txt",
        "a\u{0}b.txt",
        "NUL",
        "con.txt",
        "a.",
        "a ",
        "./../x",
        "%2e%2e/x",
        "file:///etc/passwd",
        "\\\\may\\kho\\x",
    ];
    let record = serde_json::json!({ "id": "../../x", "title": "Tên", "body": "Chữ.", "attachments": tricks, "section": ["..", "."] });
    desk.write("in/thu/ten.jsonl", format!("{record}\n"));
    desk.write("in/ngoai.txt.bak", "x");
    let before = files(desk.folder.path());
    run(&desk, &["build", "in", "-o", "site", "--viewer", "viewer", "--pages", "--keep-sources"]).good();
    run(&desk, &["check", "site"]).good();
    let new: Vec<String> =
        files(desk.folder.path()).into_keys().filter(|name| !before.contains_key(name)).collect();
    assert!(new.iter().all(|name| name.starts_with("site/")), "{new:?}");
    assert!(!fs::exists("/tmp/tangthu-ngoai.txt").unwrap());
    for part in new.iter().flat_map(|name| name.split('/')) {
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~'));
        assert!(plain && !part.ends_with('.') && part != "..", "{part}");
    }
}
