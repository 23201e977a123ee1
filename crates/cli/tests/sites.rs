//! Sites and archives: what `build` and `pack` write, keep and refuse, and what `check` finds in them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Desk, files};
use std::fs;

#[test]
fn a_site_holds_the_viewer_the_archive_and_what_hosts_need() {
    let desk = Desk::with_documents();
    let ran = desk.build("site").good();
    assert!(ran.out.contains("4 documents, 1 skipped"), "{}", ran.out);
    let site = files(&desk.path("site"));
    for name in [
        "index.html",
        "sw.js",
        "manifest.webmanifest",
        "archive.json",
        ".nojekyll",
        "_headers",
        "tangthu-site.json",
    ] {
        assert!(site.contains_key(name), "{name}");
    }
    assert!(
        site.keys().any(|name| name.starts_with("parts/"))
            && site.keys().any(|name| name.starts_with("app/"))
    );
    assert!(!site.contains_key("viewer.json"));
    let headers = String::from_utf8(site["_headers"].clone()).unwrap();
    assert!(headers.contains("frame-ancestors 'none'") && headers.contains("immutable"));
    assert_eq!(desk.run(&["check", "site"]).good().code, 0);
}

#[test]
fn broken_lines_are_reported_and_the_rest_is_there() {
    let desk = Desk::with_documents();
    let ran =
        desk.run(&["build", "in", "-o", "site", "--viewer", "viewer", "--report", "left-out.jsonl"]).good();
    assert!(ran.err.contains("tangthu: skipped: tin.jsonl:2:9: the line is not JSON"), "{}", ran.err);
    let report = fs::read_to_string(desk.path("left-out.jsonl")).unwrap();
    let line: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert_eq!((line["kind"].as_str(), line["place"]["line"].as_u64()), (Some("skipped"), Some(2)));
    desk.run(&["show", "site", "t1"]).good();
    desk.run(&["show", "site", "t2"]).good();
    assert_eq!(desk.run(&["build", "in", "-o", "site", "--viewer", "viewer", "--strict"]).code, 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desk = Desk::with_documents();
    desk.build("one").good();
    desk.build("two").good();
    assert_eq!(files(&desk.path("one")), files(&desk.path("two")));
    // Building once more into the same place changes nothing either.
    let before = files(&desk.path("one"));
    desk.build("one").good();
    assert_eq!(files(&desk.path("one")), before);
    desk.run(&["pack", "in", "-o", "a.json", "-q"]).good();
    desk.run(&["pack", "in", "-o", "b.json", "-q"]).good();
    assert_eq!(fs::read(desk.path("a.json")).unwrap(), fs::read(desk.path("b.json")).unwrap());
}

#[test]
fn a_second_build_keeps_one_generation_for_its_readers_and_no_more() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let first = files(&desk.path("site"));
    desk.write("site/of-the-publisher.txt", "mine");
    desk.write("in/moi.txt", "Tin mới\nMột đoạn.");
    desk.viewer("viewer", "hai");
    desk.build("site").good();
    let second = files(&desk.path("site"));
    let hashed = |name: &&String| name.starts_with("parts/") || name.starts_with("app/");
    assert!(
        first.keys().filter(hashed).all(|name| second.contains_key(name)),
        "the first generation is still there"
    );
    // The same again is no new generation.
    desk.build("site").good();
    assert_eq!(files(&desk.path("site")), second);
    desk.write("in/moi-nua.txt", "Tin mới nữa\nMột đoạn.");
    desk.viewer("viewer", "ba");
    desk.build("site").good();
    let third = files(&desk.path("site"));
    let app = |names: &std::collections::BTreeMap<String, Vec<u8>>| {
        names.keys().filter(|name| name.starts_with("app/")).count()
    };
    assert_eq!(
        (app(&second), app(&third)),
        (2, 2),
        "the first generation's app is gone, the second's is kept"
    );
    assert!(first.keys().filter(|name| name.starts_with("app/")).all(|name| !third.contains_key(name)));
    assert!(third.contains_key("of-the-publisher.txt"), "what no list names is never removed");
    desk.run(&["check", "site"]).good();
}

#[test]
fn a_list_that_names_files_elsewhere_removes_nothing_there() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("precious.txt", "mine");
    desk.write("site/tangthu-site.json", "{\"current\":[],\"previous\":[\"../precious.txt\"]}");
    desk.build("site").good();
    assert!(desk.path("precious.txt").exists());
}

#[test]
fn a_folder_of_other_things_is_refused() {
    let desk = Desk::with_documents();
    desk.write("home/letter.txt", "mine");
    let ran = desk.build("home");
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("tangthu: ") && ran.err.contains("nothing was written"), "{}", ran.err);
    assert_eq!(files(&desk.path("home")).len(), 1);
    // A new repository for pages is as good as empty.
    desk.write("pages/.git/HEAD", "ref");
    desk.build("pages").good();
    desk.write("letter.json", "{\"dear\":\"reader\"}");
    assert_eq!(desk.run(&["pack", "in", "-o", "letter.json"]).code, 2);
}

#[test]
fn without_a_viewer_inside_the_command_says_what_to_do() {
    let desk = Desk::with_documents();
    let ran = desk.run(&["build", "in", "-o", "site"]);
    // A command that was built with its viewer inside just builds.
    if ran.code != 0 {
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("--viewer") && ran.err.contains("cargo xtask dist"), "{}", ran.err);
        assert!(!desk.path("site").exists());
    }
}

#[test]
fn check_finds_a_flipped_bit_and_a_missing_part_and_names_them() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let parts: Vec<String> =
        files(&desk.path("site")).into_keys().filter(|name| name.starts_with("parts/")).collect();
    for name in &parts {
        let path = desk.path("site").join(name);
        let whole = fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let ran = desk.run(&["check", "site", "--json"]);
        assert_eq!(ran.code, 1, "{name}: {}", ran.out);
        assert_eq!(ran.json()["faults"][0]["name"], **name, "{}", ran.out);
        fs::remove_file(&path).unwrap();
        let ran = desk.run(&["check", "site"]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains(name.as_str()), "{}", ran.out);
        fs::write(&path, whole).unwrap();
    }
    let app = files(&desk.path("site")).into_keys().find(|name| name.starts_with("app/")).unwrap();
    fs::write(desk.path("site").join(&app), "// other").unwrap();
    fs::remove_file(desk.path("site/sw.js")).unwrap();
    let ran = desk.run(&["check", "site", "--json"]);
    assert_eq!((ran.code, ran.json()["faults"].as_array().unwrap().len()), (1, 2), "{}", ran.out);
    desk.build("site").good();
    desk.run(&["check", "site"]).good();
    fs::write(desk.path("site/archive.json"), "{").unwrap();
    assert_eq!(desk.run(&["check", "site"]).code, 1);
}

#[test]
fn pack_refuses_a_site_and_leaves_it_as_it_is() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let before = files(&desk.path("site"));
    for _ in 0..2 {
        let ran = desk.run(&["pack", "in", "-o", "site"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("is a site") && ran.err.contains("tangthu build"), "{}", ran.err);
        assert_eq!(files(&desk.path("site")), before);
    }
    // A page that some other program put beside an archive is not to be lost either.
    desk.run(&["pack", "in", "-o", "kho"]).good();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    desk.write("kho/index.html", "mine");
    assert_eq!(desk.run(&["pack", "in", "-o", "kho"]).code, 2);
    // An archive becomes a site when one is built there.
    fs::remove_file(desk.path("kho/index.html")).unwrap();
    desk.build("kho").good();
    desk.run(&["check", "kho"]).good();
}

#[test]
fn check_finds_a_changed_page_and_takes_the_publishers_headers_as_they_are() {
    let desk = Desk::with_documents();
    desk.viewer("viewer", "một");
    desk.build("site").good();
    for (name, bytes) in [("index.html", ""), ("sw.js", "junk"), ("manifest.webmanifest", "[]")] {
        let whole = fs::read(desk.path("site").join(name)).unwrap();
        desk.write(&format!("site/{name}"), bytes);
        let ran = desk.run(&["check", "site", "--json"]);
        assert_eq!((ran.code, ran.json()["faults"][0]["name"].as_str()), (1, Some(name)), "{}", ran.out);
        desk.write(&format!("site/{name}"), whole);
    }
    assert_eq!(desk.run(&["check", "site", "--json"]).good().json()["notes"], serde_json::json!([]));
    desk.write("site/_headers", "/*\n  x-mine: 1\n");
    let ran = desk.run(&["check", "site", "--json"]).good();
    assert_eq!(ran.json()["notes"][0]["name"], "_headers", "{}", ran.out);
    assert!(desk.run(&["check", "site"]).good().out.starts_with("note: _headers "));
    for list in [None, Some("[")] {
        fs::remove_file(desk.path("site/tangthu-site.json")).ok();
        list.into_iter().for_each(|text| desk.write("site/tangthu-site.json", text));
        let ran = desk.run(&["check", "site", "--json"]);
        assert_eq!(
            (ran.code, ran.json()["faults"][0]["name"].as_str()),
            (1, Some("tangthu-site.json")),
            "{}",
            ran.out
        );
    }
}

#[test]
fn check_gives_a_verdict_on_what_is_there_and_exit_code_2_for_what_is_not() {
    let desk = Desk::with_documents();
    desk.write("broken.json", "{\"title\":\"Kho\",\"documents\":[{\"ti");
    desk.write("kho/archive.json", "{\"format\":");
    desk.write("page.json", "<!doctype html>");
    desk.write("newer.json", "{\"version\":99,\"documents\":[]}");
    desk.build("site").good();
    fs::remove_file(desk.path("site/archive.json")).unwrap();
    for archive in ["broken.json", "kho", "kho/archive.json", "page.json", "newer.json", "site"] {
        let ran = desk.run(&["check", archive]);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{archive}: {}", ran.out);
        assert!(ran.out.contains(&format!("{archive}: 1 fault; 0 documents")), "{}", ran.out);
        let ran = desk.run(&["check", archive, "--json"]);
        assert_eq!((ran.code, ran.json()["faults"].as_array().unwrap().len()), (1, 1), "{}", ran.out);
    }
    fs::create_dir_all(desk.path("empty")).unwrap();
    for archive in ["nowhere", "empty"] {
        let ran = desk.run(&["check", archive, "--json"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with("tangthu: ") && ran.err.lines().count() == 1, "{}", ran.err);
    }
}

#[test]
fn check_names_the_document_and_the_field_that_are_wrong_in_one_file() {
    let desk = Desk::new();
    let check = |documents: &str| {
        desk.write("so.json", format!("{{\"documents\":[{documents}]}}"));
        let ran = desk.run(&["check", "so.json", "--json"]);
        let faults = ran.json()["faults"].as_array().unwrap().clone();
        let said = faults.iter().map(|fault| fault["reason"].as_str().unwrap().to_owned());
        (ran.code, said.collect::<Vec<_>>())
    };
    let good = r#"{"title":"Một"}"#;
    assert_eq!(check(good), (0, Vec::new()));
    for (wrong, words) in [
        ("{}", "document 2 has neither a title nor a text"),
        (r#"{"body":[{"type":"paragraph","text":"Chữ"}]}"#, "document 2 has no title"),
        (r#"{"title":5}"#, "document 2 has a fault in its field \"title\""),
        (r#"{"title":"Hai","published":"31/02/2023"}"#, "document 2 has a fault in its field \"published\""),
        (r#"{"title":"Hai","body":[{"type":"list"}]}"#, "document 2 has a fault in its field \"body[0]\""),
        ("5", "document 2 is not an object"),
    ] {
        let (code, said) = check(&format!("{good},{wrong},{good}"));
        assert_eq!((code, said.len()), (1, 1), "{wrong}: {said:?}");
        assert!(said[0].starts_with("so.json ") && said[0].contains(words), "{wrong}: {}", said[0]);
    }
    let (_, said) = check(&vec!["{}"; 70].join(","));
    assert!(said.len() == 51 && said[50].contains("(20)"), "{said:?}");
}

#[test]
fn one_of_a_kind_is_said_as_one() {
    let desk = Desk::new();
    desk.write("mot.md", "# Một tin\n\nChữ.\n");
    let packed = desk.run(&["pack", "mot.md", "-o", "mot.json"]).good();
    assert!(packed.out.contains(" 1 file, "), "{}", packed.out);
    let checked = desk.run(&["check", "mot.json"]).good();
    assert!(checked.out.contains("1 document; the archive: 1 file, "), "{}", checked.out);
}

#[test]
fn build_and_check_count_the_same_files_and_say_which() {
    let desk = Desk::with_documents();
    let counts = |out: &str| {
        let from = out.find("the archive: ").unwrap();
        let line = out[from..].lines().next().unwrap();
        line.split("; ").take(2).collect::<Vec<_>>().join("; ")
    };
    let built = desk.build("site").good();
    let checked = desk.run(&["check", "site"]).good();
    assert_eq!(counts(&built.out), counts(&checked.out), "{}{}", built.out, checked.out);
    assert!(counts(&built.out).contains("; with the viewer: "), "{}", built.out);
    let packed = desk.run(&["pack", "in", "-o", "kho"]).good();
    let checked = desk.run(&["check", "kho"]).good();
    assert!(!packed.out.contains("viewer") && !checked.out.contains("viewer"), "{}", packed.out);
    assert_eq!(counts(&packed.out).split("; ").next(), counts(&checked.out).split("; ").next());
}

#[test]
fn a_title_that_is_only_the_name_of_the_input_is_said_to_be() {
    let desk = Desk::with_documents();
    desk.write("in/tangthu.toml", "language = \"vi\"\n");
    let built = desk.build("site").good();
    assert!(built.out.contains("its title, \"in\", is the name of the input: --title"), "{}", built.out);
    let named = desk.run(&["build", "in", "-o", "two", "--viewer", "viewer", "--title", "Kho quận"]).good();
    assert!(!named.out.contains("its title"), "{}", named.out);
    desk.write("in/tangthu.toml", "title = \"Kho của quận\"\n");
    let named = desk.build("three").good();
    assert!(!named.out.contains("its title"), "{}", named.out);
}

#[test]
fn a_build_that_was_killed_locks_nothing() {
    let desk = Desk::with_documents();
    let bodies = (0..4000)
        .map(|n| format!("{{\"id\":\"d{n}\",\"title\":\"Tin {n}\",\"body\":\"Chợ họp phiên {n}.\"}}\n"));
    desk.write("in/nhieu.jsonl", bodies.collect::<String>());
    let mut child = desk.command(&["build", "in", "-o", "site", "--viewer", "viewer", "-q"]).spawn().unwrap();
    // The moment the list is there, the first files are being written.
    let start = std::time::Instant::now();
    while !desk.path("site/tangthu-site.json").exists() && start.elapsed().as_secs() < 60 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    desk.build("site").good();
    assert_eq!(desk.run(&["check", "site", "--json"]).good().json()["notes"], serde_json::json!([]));
    desk.build("clean").good();
    let (site, clean) = (files(&desk.path("site")), files(&desk.path("clean")));
    assert!(site == clean, "what the killed build left is adopted or gone");
}

#[test]
fn a_folder_that_a_killed_build_left_is_noted_by_check_and_adopted_by_the_next() {
    let desk = Desk::with_documents();
    desk.write("site/parts/aa.bin", "half");
    desk.write("site/tangthu-site.json", "{\"current\":[],\"previous\":[],\"pending\":[\"parts/aa.bin\"]}");
    let ran = desk.run(&["check", "site", "--json"]);
    assert_eq!(
        (ran.code, ran.json()["notes"][0]["name"].as_str()),
        (1, Some("tangthu-site.json")),
        "{}",
        ran.out
    );
    desk.build("site").good();
    assert!(!desk.path("site/parts/aa.bin").exists());
    desk.run(&["check", "site"]).good();
}

#[test]
fn a_long_or_untidy_title_and_description_are_made_to_fit() {
    let desk = Desk::with_documents();
    let (title, description) = ("Kho ".repeat(1000), "mô tả ".repeat(12_000));
    let arguments = ["pack", "in", "-o", "kho", "--title", &title, "--description", &description];
    let ran = desk.run(&arguments).good();
    assert!(ran.err.contains("the title has 3999 characters and was cut to 300"), "{}", ran.err);
    assert!(ran.err.contains("the description has 71999 characters and was cut to 1000"), "{}", ran.err);
    let info = desk.run(&["info", "kho", "--json"]).good().json();
    let length = |field: &str| info[field].as_str().unwrap().chars().count();
    assert!(length("title") <= 300 && length("description") <= 1000, "{info}");
    desk.run(&["pack", "in", "-o", "kho", "--title", " qua\u{302}\u{323}n\n\u{200B}Mơ\u{7}"]).good();
    assert_eq!(desk.run(&["info", "kho", "--json"]).good().json()["title"], "quận Mơ");
    desk.write("Tha\u{306}m\u{200B}/a.txt", "Một\nĐoạn.");
    desk.run(&["pack", "Tha\u{306}m\u{200B}", "-o", "b.json"]).good();
    assert_eq!(desk.run(&["info", "b.json", "--json"]).good().json()["title"], "Thăm");
}

#[test]
fn the_readme_of_a_folder_is_left_out_with_a_note_that_counts_as_nothing() {
    let desk = Desk::new();
    desk.write("in/README.md", "# Về thư mục");
    desk.write("in/a.txt", "Một\nĐoạn.");
    let ran = desk.run(&["pack", "in", "-o", "kho", "--strict"]).good();
    assert!(ran.err.contains("tangthu: note: README.md: left out: it describes the folder"), "{}", ran.err);
    assert!(ran.out.contains("1 document, 0 skipped"), "{}", ran.out);
    assert!(desk.run(&["build", "--help"]).good().out.contains("README.md"));
}

#[test]
fn inputs_without_a_document_are_an_error() {
    let desk = Desk::new();
    desk.write("in/x.png", b"\x89PNG\0");
    let ran = desk.run(&["pack", "in", "-o", "out"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no document was found"), "{}", ran.err);
    assert_eq!(desk.run(&["pack", "nowhere", "-o", "deep/out"]).code, 2);
    desk.viewer("viewer", "một");
    assert_eq!(desk.build("out").code, 2);
    assert!(
        !desk.path("out").exists() && !desk.path("deep").exists(),
        "nothing was made, so nothing is left"
    );
}

#[test]
fn the_result_inside_the_input_is_not_read_as_input() {
    let desk = Desk::new();
    desk.write("a.txt", "Một\nĐoạn.");
    desk.run(&["pack", ".", "-o", "out"]).good();
    let ran = desk.run(&["pack", ".", "-o", "out"]).good();
    assert!(ran.out.contains("1 document, 0 skipped"), "{}", ran.out);
}

#[test]
fn packing_and_checking_count_the_same_files_also_where_segments_share_one() {
    let desk = Desk::new();
    let write = |name: &str, word: &str| {
        desk.write(
            name,
            format!("---\ntitle: {word}\nsection: [Tin]\npublished: 2021-09-05\n---\nChữ {word}.\n"),
        );
    };
    write("in/a.md", "một");
    desk.run(&["pack", "in", "-o", "kho"]).good();
    // The columns of the second segment are those of the first.
    write("in/b.md", "hai");
    let packed = desk.run(&["pack", "--update", "kho", "in", "--json"]).good().json();
    let checked = desk.run(&["check", "kho", "--json"]).good().json();
    assert_eq!(packed["added"], 1);
    assert_eq!((&packed["archive_files"], &packed["archive_bytes"]), (&checked["parts"], &checked["bytes"]));
}

#[test]
fn a_page_is_no_archive_and_is_told_so() {
    let desk = Desk::new();
    desk.write("kho.html", "<!doctype html>");
    desk.write("kho.json", "<!doctype html>");
    for command in ["check", "info"] {
        let ran = desk.run(&[command, "kho.html"]);
        assert!(ran.code == 2 && ran.err.contains("opens by double click"), "{}", ran.err);
    }
    let ran = desk.run(&["info", "kho.json"]);
    assert_eq!(ran.err.matches("kho.json").count(), 1, "{}", ran.err);
}

#[test]
fn pruning_removes_nothing_whose_input_could_not_be_read() {
    let desk = Desk::new();
    let rows = |count: usize| -> String {
        (0..count)
            .map(|n| format!("{{\"id\":\"r{n}\",\"title\":\"Hàng {n}\"}}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    desk.write("in/a.md", "---\ntitle: Một\n---\nChữ một.\n");
    desk.write("in/b.md", "---\ntitle: Hai\n---\nChữ hai.\n");
    desk.write("in/c.md", "---\ntitle: Ba\n---\nChữ ba.\n");
    desk.write("in/d.json", format!("[{}]", rows(4)));
    desk.run(&["pack", "in", "-o", "kho"]).good();
    // One file is damaged, one is gone, one says that it is no longer published, and one breaks off.
    desk.write("in/a.md", b"\0\x01\x02");
    fs::remove_file(desk.path("in/b.md")).unwrap();
    desk.write("in/c.md", "---\ntitle: Ba\ndraft: true\n---\nChữ ba.\n");
    desk.write("in/d.json", format!("[{},", rows(2)));
    desk.write("in/e.md", "---\ntitle: Năm\n---\nChữ năm.\n");
    let ran = desk.run(&["pack", "--update", "kho", "in", "--prune"]).good();
    assert!(ran.err.contains("3 documents were not removed"), "{}", ran.err);
    let out = desk.run(&["export", "kho"]).good().out;
    let mut ids: Vec<String> = out
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    ids.sort();
    assert_eq!(ids, ["a", "e", "r0", "r1", "r2", "r3"]);
    // Read again whole, they decide.
    desk.write("in/a.md", "---\ntitle: Một\n---\nChữ một.\n");
    desk.write("in/d.json", format!("[{}]", rows(2)));
    let ran = desk.run(&["pack", "--update", "kho", "in", "--prune", "--json"]).good().json();
    assert_eq!((&ran["removed"], &ran["documents"]), (&2.into(), &4.into()));
}

#[test]
fn only_a_site_is_said_to_have_a_viewer() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    assert!(desk.run(&["check", "site"]).good().out.contains("with the viewer: "));
    desk.run(&["pack", "in", "-o", "kho"]).good();
    assert!(!desk.run(&["check", "kho"]).good().out.contains("; with "));
    // A file that an older version left beside the archive.
    let list = fs::read_to_string(desk.path("kho/tangthu-site.json")).unwrap();
    desk.write("kho/files/a.bin", "x");
    desk.write(
        "kho/tangthu-site.json",
        list.replacen("\"archive.json\"", "\"archive.json\",\n\"files/a.bin\"", 1),
    );
    let ran = desk.run(&["check", "kho"]).good();
    assert!(ran.out.contains("; with what no document names: "), "{}", ran.out);
}
