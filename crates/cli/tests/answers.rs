//! Reading archives: `search`, `show`, `info`, their JSON, their exit codes, and what they say to broken input.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::Desk;
use serde_json::{Value, json};
use std::{fs, io::Read, path::Path, process::Stdio};

fn ids(answer: &Value) -> Vec<String> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn search_prints_the_promised_fields() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let answer = desk.run(&["search", "site", "phong", "doc", "--json"]).good().json();
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let promised = [
        "complete",
        "complete_first",
        "facets",
        "filters",
        "hits",
        "ms",
        "notes",
        "query",
        "read_as",
        "total",
    ];
    assert_eq!(keys, promised);
    assert_eq!((&answer["facets"], &answer["complete"]), (&json!({}), &json!(1)));
    assert_eq!((answer["query"].as_str(), answer["total"].as_u64()), (Some("phong doc"), Some(1)));
    assert!(answer["ms"].is_number());
    let hit = &answer["hits"][0];
    assert_eq!((hit["id"].as_str(), hit["published"].as_str()), (Some("sach"), Some("2021-09-05")));
    assert_eq!(
        (hit["title"].as_str(), &hit["section"]),
        (Some("Thư viện mở thêm phòng đọc"), &json!(["Văn hóa"]))
    );
    assert!(hit["score"].is_number() && hit["snippet"].as_str().unwrap().contains("Phòng đọc có kệ sách"));
    let undated = desk.run(&["search", "site", "lễ hội", "--json"]).good().json();
    assert_eq!(undated["hits"][0]["published"], Value::Null);
    assert_eq!(undated["hits"][0]["source"], Value::Null);
}

#[test]
fn a_query_without_marks_finds_what_the_marked_one_finds() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    for (marked, plain) in
        [("quận ủy", "quan uy"), ("đường", "duong"), ("chợ quê", "cho que"), ("12-KH/QU", "12 kh qu")]
    {
        let [marked, plain] =
            [marked, plain].map(|query| ids(&desk.run(&["search", "site", query, "--json"]).good().json()));
        assert!(!marked.is_empty() && marked == plain, "{marked:?} {plain:?}");
    }
}

#[test]
fn every_shape_of_archive_gives_the_same_answer() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.run(&["pack", "in", "-o", "folder"]).good();
    desk.run(&["pack", "in", "-o", "one.json"]).good();
    let wanted = ids(&desk.run(&["search", "site", "mo", "--json"]).good().json());
    assert!(!wanted.is_empty());
    for archive in ["folder", "folder/archive.json", "one.json", "site/archive.json"] {
        assert_eq!(ids(&desk.run(&["search", archive, "mo", "--json"]).good().json()), wanted, "{archive}");
        let info = desk.run(&["info", archive, "--json"]).good().json();
        assert_eq!(
            (info["title"].as_str(), info["documents"].as_u64()),
            (Some("Kho thử"), Some(4)),
            "{archive}"
        );
        desk.run(&["check", archive]).good();
    }
}

#[test]
fn a_file_of_queries_gives_one_line_each() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write(
        "q.jsonl",
        "{\"qid\":\"a\",\"query\":\"duong\",\"doc_ids\":[]}\n\n{\"qid\":7,\"query\":\"khongcogi\"}\n",
    );
    let ran = desk.run(&["search", "site", "--queries", "q.jsonl", "--limit", "1", "--json"]).good();
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0]["qid"].as_str(), ids(&lines[0])), (Some("a"), vec!["duong".to_owned()]));
    assert_eq!((lines[1]["qid"].as_u64(), lines[1]["total"].as_u64()), (Some(7), Some(0)));
    desk.write(
        "q.jsonl",
        "{\"qid\":\"a\",\"query\":\"duong\"}\nnonsense\n{\"qid\":\"b\",\"query\":\"cho\"}\n",
    );
    let ran = desk.run(&["search", "site", "--queries", "q.jsonl", "--json"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2));
    assert!(ran.err.contains("q.jsonl:2"), "{}", ran.err);
}

#[test]
fn a_file_of_queries_is_answered_for_people_too() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("q.jsonl", "{\"qid\":\"a\",\"query\":\"chợ quê\"}\n{\"qid\":7,\"query\":\"phòng đọc\"}\n");
    let out = desk.run(&["search", "site", "--queries", "q.jsonl"]).good().out;
    let at = |line: &str| out.lines().position(|one| one == line).unwrap_or_else(|| panic!("{line}: {out}"));
    let lines = ["a: chợ quê", "Chợ quê họp lại", "7: phòng đọc", "Thư viện mở thêm phòng đọc"].map(at);
    assert!(lines.is_sorted() && lines[0] == 0, "{out}");
}

#[test]
fn a_file_without_a_question_is_an_error() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("q.jsonl", "\n \n");
    for arguments in
        [&["search", "site", "--queries", "q.jsonl", "--json"][..], &["eval", "site", "--queries", "q.jsonl"]]
    {
        let ran = desk.run(arguments);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("q.jsonl holds no question"), "{}", ran.err);
    }
}

#[test]
fn documents_that_lack_words_are_told_of() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let query = "Phòng đọc có kệ sách cho thiếu nhi ở chợ làng";
    let answer = desk.run(&["search", "site", query, "--json"]).good().json();
    let (total, complete) = (answer["total"].as_u64().unwrap(), answer["complete"].as_u64().unwrap());
    assert!(total > 0 && complete < total, "{answer}");
    let out = desk.run(&["search", "site", query]).good().out;
    assert!(out.contains("no document holds every word; these come nearest"), "{out}");
    let out = desk.run(&["search", "site", "phòng đọc"]).good().out;
    assert!(!out.contains("every word"), "{out}");
}

#[test]
fn it_is_told_how_the_fields_of_a_query_were_read_and_what_nothing_can_meet() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let said = |query: &str| desk.run(&["search", "site", "--lang", "en", "--", query]).good().out;
    let begins = |query: &str, beginning: &str| {
        let out = said(query);
        assert!(out.starts_with(beginning), "{query}: {out}");
    };
    begins("số:12-kh/qu", "bearing or citing number 12-KH/QU\n1 document,");
    begins("mục:\"Văn hóa\" phòng -năm:2020", "phòng\nin section “Văn hóa”; not dated 2020\n1 document,");
    begins(
        "từ:2021 đến:2020",
        "from 2021 to 2020\nfrom 2021 to 2020: no day lies in it; swap the two dates\n0 documents,",
    );
    let none = "no document of the archive meets this:";
    begins("mục:\"van hoa\"", "in section “van hoa”\n1 document,");
    begins(
        "mục:\"vấn hóa\"",
        &format!("in section “vấn hóa”\n{none} in section “vấn hóa”; close to it: “Văn hóa”\n0 documents,"),
    );
    begins("nguồn:x", &format!("from source “x”\n{none} from source “x”; the archive has “Bản tin xã”\n"));
    begins("loại:x", &format!("of kind “x”\n{none} of kind “x”; no document has this field at all\n"));
    begins("số:99-KH/QU", &format!("bearing or citing number 99-KH/QU\n{none} bearing"));
    assert!(said("người:\"Đỗ Lạ\"").contains("recognised no person called “Đỗ Lạ”"));
    let answer = desk.run(&["search", "site", "mục:\"Văn hóa\" từ:9/2021", "--json"]).good().json();
    assert_eq!(
        answer["filters"],
        json!([
            {"field": "section", "value": "Văn hóa", "exclude": false, "read_as": "mục “Văn hóa”"},
            {"field": "from", "value": "2021-09", "exclude": false, "read_as": "từ 9/2021"},
        ])
    );
    assert_eq!(answer["notes"], json!([]));
}

#[test]
fn sorting_and_hyphens_and_no_result_are_no_trouble() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let sorted =
        |order: &str| ids(&desk.run(&["search", "site", "", "--sort", order, "--json"]).good().json());
    assert_eq!(sorted("newest")[0], "duong");
    assert_eq!(sorted("oldest")[0], "sach");
    assert_eq!(sorted("newest").last().unwrap(), "t2", "what has no date comes last");
    let without = ids(&desk.run(&["search", "site", "--json", "--", "mo", "-sách"]).good().json());
    assert!(!without.contains(&"sach".to_owned()), "{without:?}");
    desk.run(&["search", "site", "khongcogi"]).good();
}

#[test]
fn show_prints_a_document_for_people_and_for_programs() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let text = desk.run(&["show", "site", "duong"]).good().out;
    assert!(text.contains("Giao thông · 2022-03") && text.contains("12-KH/QU"), "{text}");
    let document = desk.run(&["show", "site", "t1", "--json"]).good().json();
    assert_eq!(document["published"], "2021-11-05T15:19:45+07:00");
    assert_eq!(document["provenance"]["input"], "tin.jsonl");
    let ran = desk.run(&["show", "site", "nobody"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no document \"nobody\""), "{}", ran.err);
}

#[test]
fn an_id_whose_marks_stand_apart_from_their_letters_is_found() {
    let desk = Desk::new();
    desk.write("ids.json", r#"{"documents":[{"id":"báo cáo/số 1","title":"Một"}]}"#);
    let apart = "ba\u{301}o ca\u{301}o/sô\u{301} 1";
    assert_eq!(desk.run(&["show", "ids.json", apart, "--json"]).good().json()["title"], "Một");
    assert_eq!(desk.run(&["show", "ids.json", "ba\u{301}o"]).code, 2);
}

#[test]
fn an_export_says_how_its_query_was_read() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let said = desk.run(&["export", "site", "-o", "t.csv", "--query", "=đuờng hoặc"]).good().err;
    assert!(said.contains("the query was read as: "), "{said}");
    let quiet = desk.run(&["export", "site", "-o", "t.csv", "--quiet", "--query", "mo"]).good().err;
    assert_eq!(quiet, "");
}

#[test]
fn terminal_codes_in_an_archive_are_not_obeyed() {
    let desk = Desk::new();
    desk.write(
        "evil.json",
        "{\"documents\":[{\"id\":\"a\",\"title\":\"x\\u001b[2Jy\",\"lead\":\"\\u0007\"}]}",
    );
    for arguments in [&["show", "evil.json", "a"][..], &["search", "evil.json", "x"]] {
        assert!(!desk.run(arguments).good().out.contains(['\u{1B}', '\u{7}']));
    }
}

#[test]
fn help_teaches_and_wrong_usage_is_exit_code_2() {
    let desk = Desk::new();
    for command in ["build", "pack", "check", "search", "show", "info", "serve"] {
        let help = desk.run(&[command, "--help"]).good().out;
        assert!(
            help.contains("Examples:") && help.contains(&format!("tangthu {command} ")),
            "{command}: {help}"
        );
    }
    for arguments in [&["nonsense"][..], &["search"], &["search", "a", "b", "--sort", "x"], &["pack", "in"]] {
        assert_eq!(desk.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn the_help_of_search_and_the_docs_name_every_field() {
    let help = Desk::new().run(&["search", "--help"]).good().out;
    let docs =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md")).unwrap();
    for text in [help, docs] {
        let text = tangthu_text::unmarked(&text);
        let lacks = tangthu_engine::field_names().find(|name| !text.contains(&format!("{name}:")));
        assert_eq!(lacks, None, "{text}");
    }
}

#[test]
fn what_is_no_archive_is_refused_with_a_sentence() {
    let desk = Desk::new();
    desk.write("empty/x.txt", "");
    desk.write("page.json", "<!doctype html>");
    desk.write("newer.json", "{\"version\":99,\"documents\":[]}");
    for archive in ["nowhere", "empty", "page.json", "newer.json"] {
        for command in [&["info", archive][..], &["search", archive, "x"], &["show", archive, "x"]] {
            let ran = desk.run(command);
            assert_eq!(ran.code, 2, "{command:?}: {}", ran.err);
            assert!(
                ran.err.starts_with("tangthu: ") && ran.err.contains(archive),
                "{command:?}: {}",
                ran.err
            );
            assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        }
    }
}

#[test]
fn a_file_may_be_called_what_it_likes_and_be_a_link() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "one.json"]).good();
    desk.run(&["pack", "in", "-o", "store/kho"]).good();
    let mut names = vec!["kho: bản 2.json", "quận\u{301}.json"];
    #[cfg(unix)]
    {
        desk.write("a\\b.json", fs::read(desk.path("one.json")).unwrap());
        fs::create_dir_all(desk.path("links")).unwrap();
        std::os::unix::fs::symlink("../one.json", desk.path("links/one.json")).unwrap();
        std::os::unix::fs::symlink("../store/kho", desk.path("links/kho")).unwrap();
        std::os::unix::fs::symlink("../store/kho/archive.json", desk.path("links/kho.json")).unwrap();
        fs::create_dir_all(desk.path("view")).unwrap();
        std::os::unix::fs::symlink("../store/kho/archive.json", desk.path("view/archive.json")).unwrap();
        names.extend([
            "a\\b.json",
            "links/one.json",
            "links/kho",
            "links/kho.json",
            "view",
            "view/archive.json",
        ]);
    }
    for name in &names[..2] {
        desk.write(name, fs::read(desk.path("one.json")).unwrap());
    }
    for name in names {
        assert_eq!(ids(&desk.run(&["search", name, "le hoi", "--json"]).good().json()), ["t2"], "{name}");
        desk.run(&["show", name, "t1"]).good();
        desk.run(&["check", name]).good();
    }
}

#[cfg(unix)]
#[test]
fn a_part_that_leads_out_of_the_archive_is_refused_with_a_true_sentence() {
    let desk = Desk::with_documents();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    fs::rename(desk.path("kho/parts"), desk.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", desk.path("kho/parts")).unwrap();
    let ran = desk.run(&["search", "kho", "mo"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lies outside the folder") && !ran.err.contains("site"), "{}", ran.err);
    let ran = desk.run(&["check", "kho"]);
    assert!(ran.code == 1 && ran.out.contains("lies outside the folder"), "{}", ran.out);
}

#[test]
fn what_the_help_of_search_promises_works() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let found = |query: &str| {
        let mut found = ids(&desk.run(&["search", "site", "--json", "--", query]).good().json());
        found.sort();
        found
    };
    let (books, roads) = (found("sách"), found("tiêu đề:đường"));
    assert!(!books.is_empty() && !roads.is_empty() && books != roads, "{books:?} {roads:?}");
    let mut both = [books.clone(), roads].concat();
    both.sort();
    assert_eq!(found("sách OR title:đường"), both);
    assert_eq!(found("(sách OR title:đường) -sách -đường"), [""; 0]);
    assert_eq!(found("\"phòng đọc\""), books);
    assert_eq!(found("phofng ddojc"), books, "raw Telex keys");
    assert_eq!(found("thuw viejen"), books);
    assert_eq!(found("section:\"Văn hóa\" phòng"), books);
    let facets = desk.run(&["search", "site", "phòng", "--facets", "--json"]).good().json()["facets"].clone();
    assert_eq!(facets["year"], json!([{"value": "2021", "count": 1}]));
    assert_eq!(facets["month"], json!([{"value": "2021-09", "count": 1}]));
}

#[test]
fn questions_with_known_answers_are_measured() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write(
        "q.jsonl",
        "{\"qid\":1,\"query\":\"phòng đọc\",\"doc_ids\":[\"sach\"]}\n{\"qid\":2,\"query\":\"khongcogi\",\"doc_ids\":[\"sach\"]}\n",
    );
    let measured = desk.run(&["eval", "site", "--queries", "q.jsonl", "--fold", "--json"]).good().json();
    assert_eq!(measured, json!({"queries": 2, "p_at_1": 0.5, "mrr_at_10": 0.5, "recall_at_10": 0.5}));
    desk.write("q.jsonl", "{\"query\":\"x\"}\n");
    let ran = desk.run(&["eval", "site", "--queries", "q.jsonl"]);
    assert!(ran.code == 1 && ran.err.contains("q.jsonl:1"), "{}", ran.err);
}

#[test]
fn questions_without_a_right_answer_are_passed_over_and_counted() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let none = "{\"qid\":2,\"query\":\"chợ\",\"doc_ids\":[]}\n";
    desk.write("q.jsonl", format!("{none}{{\"query\":\"phòng đọc\",\"doc_ids\":[\"sach\"]}}\n"));
    let ran = desk.run(&["eval", "site", "--queries", "q.jsonl", "--json"]).good();
    assert!(ran.err.contains("1 question passed over"), "{}", ran.err);
    let measured = json!({"queries": 1, "p_at_1": 1.0, "mrr_at_10": 1.0, "recall_at_10": 1.0, "skipped": 1});
    assert_eq!(ran.json(), measured);
    desk.write("q.jsonl", none);
    let ran = desk.run(&["eval", "site", "--queries", "q.jsonl"]);
    assert!(ran.code == 2 && ran.err.contains("nothing was measured") && ran.out.is_empty(), "{}", ran.err);
}

#[test]
fn a_packed_archive_is_no_input() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    for input in ["site", "site/archive.json"] {
        let ran = desk.run(&["pack", input, "-o", "again"]);
        assert!(ran.code == 2 && ran.err.contains("packed already"), "{}", ran.err);
    }
}

/// Malformed JSON of our own: what JSONTestSuite has more of.
const MALFORMED: [&[u8]; 14] = [
    b"",
    b"[",
    b"{",
    b"[1,]",
    b"{\"a\":1,}",
    b"{a:1}",
    b"['a']",
    b"[01]",
    b"[1 2]",
    b"nul",
    b"\"\\x\"",
    b"[\"\xFF\"]",
    b"{\"a\":\"b\"}#",
    b"[NaN]",
];

fn refused(desk: &Desk, name: &str) {
    let ran = desk.run(&["info", name]);
    assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
    assert!(ran.err.starts_with("tangthu: ") && ran.err.lines().count() == 1, "{name}: {}", ran.err);
}

#[test]
fn malformed_json_is_refused_with_a_sentence() {
    let desk = Desk::new();
    for bytes in MALFORMED {
        desk.write("a.json", bytes);
        refused(&desk, "a.json");
        let ran = desk.run(&["pack", "a.json", "-o", "out"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
    desk.write("deep.json", "[".repeat(100_000));
    refused(&desk, "deep.json");
}

#[test]
fn the_json_test_suite_is_refused_where_it_is_wrong_and_never_crashes() {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites/JSONTestSuite/test_parsing");
    let Ok(entries) = fs::read_dir(&suite) else {
        println!("skipped: there is no JSONTestSuite beside the project");
        return;
    };
    let desk = Desk::new();
    let (mut wrong, mut right) = (0, 0);
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let shown = path.to_string_lossy().into_owned();
        if name.starts_with("n_") {
            refused(&desk, &shown);
            wrong += 1;
        } else {
            let code = desk.run(&["info", &shown]).code;
            assert!(code == 0 || code == 2, "{name} ended with {code}");
            // As an input, it has no document or is one; either way the command ends by itself.
            let code = desk.run(&["pack", &shown, "-o", "out", "-q"]).code;
            assert!(code == 0 || code == 2, "{name} ended with {code}");
            right += usize::from(name.starts_with("y_"));
        }
    }
    assert!(wrong > 150 && right > 80, "{wrong} {right}");
}

#[test]
fn the_seed_page_is_shown_as_it_is_expected() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let Ok(expected) = fs::read(seed.join("expected.json")) else {
        println!("skipped: there is no seed page beside the project");
        return;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let expected = &expected["document"];
    let desk = Desk::new();
    let page = seed.join("long-bien-article.txt");
    desk.run(&["pack", page.to_str().unwrap(), "-o", "out"]).good();
    let document = desk.run(&["show", "out", "long-bien-article", "--json"]).good().json();
    for field in ["section", "title", "published", "views", "source"] {
        assert_eq!(document[field], expected[field], "{field}");
    }
    assert!(document["lead"].as_str().unwrap().starts_with(expected["lead_starts"].as_str().unwrap()));
    let of_kind = |kind: &str, field: &str| -> Value {
        let blocks = document["body"].as_array().unwrap().iter().filter(|block| block["type"] == kind);
        blocks.map(|block| block[field].clone()).collect()
    };
    assert_eq!(of_kind("heading", "text"), expected["headings"]);
    assert_eq!(of_kind("figure", "caption"), expected["captions"]);
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    let queries = "{\"qid\":1,\"query\":\"mo\"}\n".repeat(3000);
    desk.write("q.jsonl", queries);
    let mut child = desk
        .command(&["search", "site", "--queries", "q.jsonl", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
