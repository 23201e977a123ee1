//! Archives that change: brought up to date, taken from, merged, compared, exported; and runs that end before they are done.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::{Desk, files};
use serde_json::{Value, json};
use std::{
    fs,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

fn line(id: &str, title: &str, date: &str, body: &str) -> String {
    format!("{}\n", json!({ "id": id, "title": title, "date": date, "body": body }))
}

fn three() -> String {
    line("mot", "Chợ quê họp lại", "2021-11-05", "Chợ họp sáu phiên một tháng bên đình làng Mơ.")
        + &line("hai", "Đường ra đồng", "2022-03-01", "Đường dài một cây số theo Kế hoạch số 12-KH/QU.")
        + &line(
            "ba",
            "Đơn của bà Vũ Thị Quýt",
            "2022-04-01",
            "Bà Vũ Thị Quýt xin cấp lại giấy khai sinh bị thất lạc.",
        )
}

fn packed() -> Desk {
    let desk = Desk::new();
    desk.write("tin.jsonl", three());
    desk.run(&["pack", "tin.jsonl", "-o", "kho"]).good();
    desk
}

fn ids(desk: &Desk, archive: &str, query: &str) -> Vec<String> {
    let answer = desk.run(&["search", archive, "--json", "--", query]).good().json();
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_update_adds_changes_and_prunes_and_leaves_other_files_alone() {
    let desk = packed();
    let before = files(&desk.path("kho"));
    desk.write("moi.jsonl", line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng ở làng Mơ."));
    let summary = desk.run(&["pack", "--update", "kho", "moi.jsonl", "--json"]).good().json();
    assert_eq!(
        (&summary["added"], &summary["changed"], &summary["documents"]),
        (&json!(1), &json!(0), &json!(4))
    );
    let after = files(&desk.path("kho"));
    for (name, bytes) in before.iter().filter(|(name, _)| name.starts_with("parts/")) {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    assert_eq!(ids(&desk, "kho", "làng mơ").len(), 2);

    desk.write("sua.jsonl", line("hai", "Đường ra đồng", "2022-03-01", "Đường đã đắp xong."));
    let summary = desk.run(&["pack", "--update", "kho", "sua.jsonl", "--prune", "--json"]).good().json();
    assert_eq!(
        (&summary["changed"], &summary["removed"], &summary["documents"]),
        (&json!(1), &json!(3), &json!(1))
    );
    assert_eq!(ids(&desk, "kho", "đường"), ["hai"]);
    assert!(ids(&desk, "kho", "\"kế hoạch\"").is_empty());
    desk.run(&["check", "kho"]).good();
}

#[test]
fn an_update_gives_the_answers_of_an_archive_packed_at_once() {
    let desk = packed();
    desk.write(
        "moi.jsonl",
        line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng ở làng Mơ, theo 12-KH/QU."),
    );
    desk.run(&["pack", "--update", "kho", "moi.jsonl"]).good();
    desk.run(&["pack", "tin.jsonl", "moi.jsonl", "-o", "moi"]).good();
    for query in ["làng mơ", "lang", "12-KH/QU", "\"hai tầng\"", "quýt", "chợ OR đường"] {
        let sorted = |archive| {
            let mut found = ids(&desk, archive, query);
            found.sort();
            found
        };
        assert_eq!(sorted("kho"), sorted("moi"), "{query}");
    }
    for id in ["mot", "hai", "ba", "bon"] {
        let shown = |archive| desk.run(&["show", archive, id, "--json"]).good().out;
        assert_eq!(shown("kho"), shown("moi"));
    }
    desk.run(&["merge", "kho", "-o", "gon"]).good();
    let parts = |archive: &str| {
        let mut files = files(&desk.path(archive));
        files.retain(|name, _| name.starts_with("parts/"));
        files
    };
    assert_eq!(parts("gon"), parts("moi"), "made compact, it is what would be packed at once");
}

#[test]
fn a_site_that_is_updated_keeps_its_viewer() {
    let desk = Desk::with_documents();
    desk.build("site").good();
    desk.write("moi.jsonl", line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng."));
    desk.run(&["pack", "--update", "site", "moi.jsonl"]).good();
    desk.run(&["check", "site"]).good();
    assert!(desk.path("site/index.html").is_file() && ids(&desk, "site", "trường") == ["bon"]);
    desk.run(&["remove", "site", "bon"]).good();
    desk.run(&["check", "site", "--absent", "Trường có hai tầng"]).good();
    assert!(desk.path("site/index.html").is_file());
}

#[test]
fn what_is_removed_is_in_no_file_and_in_no_index() {
    let desk = packed();
    // The generation before is kept for readers, and it holds the text.
    desk.write("moi.jsonl", line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng."));
    desk.run(&["pack", "tin.jsonl", "moi.jsonl", "-o", "kho"]).good();
    for text in ["Vũ Thị Quýt", "quýt", "giấy khai sinh bị thất lạc"] {
        let ran = desk.run(&["check", "kho", "--absent", text]);
        assert_eq!(ran.code, 1, "{text}: {}", ran.out);
    }
    let removed = desk.run(&["remove", "kho", "ba", "--json"]).good().json();
    assert_eq!(removed, json!({ "removed": ["ba"], "documents": 3 }));
    for text in ["Vũ Thị Quýt", "quýt", "giấy khai sinh bị thất lạc"] {
        desk.run(&["check", "kho", "--absent", text]).good();
    }
    for (name, bytes) in files(&desk.path("kho")) {
        let mut content = Vec::new();
        let read =
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut content);
        let content = if read.is_ok() { content } else { bytes };
        let holds = |word: &str| content.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(!holds("uýt") && !holds("Quýt") && !holds("quyt"), "{name}");
    }
    let ran = desk.run(&["remove", "kho", "ba", "mot"]);
    assert!(ran.code == 2 && ran.err.contains("\"ba\""), "{}", ran.err);
    assert_eq!(ids(&desk, "kho", "chợ"), ["mot"], "nothing is removed where an id is not there");
}

#[test]
fn a_file_that_was_left_lying_about_keeps_absence_from_being_proven() {
    let desk = packed();
    desk.run(&["remove", "kho", "ba"]).good();
    desk.write("kho/cu.html", "<p>Đơn của bà Vũ Thị Quýt</p>");
    let ran = desk.run(&["check", "kho", "--absent", "Vũ Thị Quýt"]);
    assert!(ran.code == 1 && ran.out.contains("cu.html holds the text"), "{}", ran.out);
}

#[test]
fn one_file_archives_are_updated_and_taken_from_too() {
    let desk = packed();
    desk.run(&["pack", "tin.jsonl", "-o", "kho.json"]).good();
    desk.write("moi.jsonl", line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng."));
    desk.run(&["pack", "--update", "kho.json", "moi.jsonl"]).good();
    desk.run(&["remove", "kho.json", "ba"]).good();
    assert_eq!(ids(&desk, "kho.json", "trường"), ["bon"]);
    desk.run(&["check", "kho.json", "--absent", "Vũ Thị Quýt"]).good();
}

#[test]
fn two_archives_are_compared_by_document_field_and_passage() {
    let desk = packed();
    let other = line("mot", "Chợ quê họp lại", "2021-11-06", "Chợ họp bảy phiên một tháng.")
        + &line("hai", "Đường ra đồng", "2022-03-01", "Đường dài một cây số theo Kế hoạch số 12-KH/QU.")
        + &line("bon", "Trường học mới", "2023-09-05", "Trường có hai tầng.");
    desk.write("khac.jsonl", other);
    desk.run(&["pack", "khac.jsonl", "-o", "khac.json"]).good();
    let difference = desk.run(&["diff", "kho", "khac.json", "--json"]).good().json();
    assert_eq!(difference["added"], json!([{ "id": "bon", "title": "Trường học mới" }]));
    assert_eq!(difference["removed"][0]["id"], "ba");
    assert_eq!(difference["unchanged"], 1);
    let changed = &difference["changed"][0];
    assert_eq!(
        changed["fields"],
        json!([{ "field": "published", "before": "2021-11-05", "after": "2021-11-06" }])
    );
    let signs: Vec<&Value> =
        changed["text"].as_array().unwrap().iter().map(|passage| &passage["sign"]).collect();
    assert_eq!(signs, ["-", "+"]);
    assert_eq!(desk.run(&["diff", "kho", "kho", "--exit-code"]).code, 0);
    assert_eq!(desk.run(&["diff", "kho", "khac.json", "--exit-code"]).code, 1);
}

#[test]
fn what_a_killed_removal_left_is_taken_away_by_the_next() {
    let desk = packed();
    let before = files(&desk.path("kho"));
    desk.run(&["remove", "kho", "ba"]).good();
    // As if it had died before it came to its last files.
    let after = files(&desk.path("kho"));
    let old: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(!old.is_empty());
    old.iter().for_each(|name| desk.write(&format!("kho/{name}"), &before[*name]));
    let list: Value = serde_json::from_slice(&after["tangthu-site.json"]).unwrap();
    let mut unfinished = list;
    unfinished["pending"] = json!(old);
    desk.write("kho/tangthu-site.json", unfinished.to_string());
    let again = desk.run(&["remove", "kho", "ba"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("files that an earlier run had left were taken away"), "{}", again.err);
    assert_eq!(
        files(&desk.path("kho")).into_keys().collect::<Vec<_>>(),
        after.into_keys().collect::<Vec<_>>()
    );
    let third = desk.run(&["remove", "kho", "ba"]).err;
    assert!(third.contains("nothing was removed;"), "{third}");
}

#[cfg(unix)]
#[test]
fn no_file_is_removed_or_written_behind_a_link_that_leads_out_of_the_folder() {
    let desk = packed();
    desk.write("rieng/a.txt", "của tôi");
    std::os::unix::fs::symlink("../rieng", desk.path("kho/d")).unwrap();
    let list = std::fs::read(desk.path("kho/tangthu-site.json")).unwrap();
    let mut list: Value = serde_json::from_slice(&list).unwrap();
    list["previous"] = json!(["d/a.txt"]);
    desk.write("kho/tangthu-site.json", list.to_string());
    desk.write("moi.jsonl", many(3, "mới"));
    desk.run(&["pack", "moi.jsonl", "-o", "kho"]).good();
    assert_eq!(std::fs::read_to_string(desk.path("rieng/a.txt")).unwrap(), "của tôi");
    // The folder of parts itself is such a link.
    std::fs::rename(desk.path("kho/parts"), desk.path("ngoai")).unwrap();
    std::os::unix::fs::symlink("../ngoai", desk.path("kho/parts")).unwrap();
    let there = files(&desk.path("ngoai")).len();
    desk.write("cu.jsonl", many(3, "cũ"));
    let ran = desk.run(&["pack", "cu.jsonl", "-o", "kho"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("behind a link that leads out of the folder"), "{}", ran.err);
    assert_eq!(files(&desk.path("ngoai")).len(), there);
}

#[test]
fn what_is_exported_is_read_again_and_a_table_opens_in_a_spreadsheet() {
    let desk = packed();
    let told = desk.run(&["export", "kho", "-o", "ra.jsonl"]).good().err;
    let bytes = std::fs::metadata(desk.path("ra.jsonl")).unwrap().len();
    let count = std::fs::read_to_string(desk.path("ra.jsonl")).unwrap().lines().count();
    let size = format!("{:.1} KB", bytes as f64 / 1e3);
    assert_eq!(told, format!("tangthu: ra.jsonl: {count} documents as JSON lines, {size}\n"));
    assert_eq!(desk.run(&["export", "kho", "-o", "ra.jsonl", "--quiet"]).good().err, "");
    let nothing = desk.run(&["export", "kho", "-o", "o.csv", "--query", "chẳngcó"]).good().err;
    assert!(nothing.contains("o.csv: no document, because the query finds none"), "{nothing}");
    desk.run(&["pack", "ra.jsonl", "-o", "lai"]).good();
    desk.run(&["diff", "kho", "lai", "--exit-code"]).good();
    let workbook = desk.run(&["export", "kho", "-o", "ra.xlsx"]);
    assert_eq!(workbook.code, 2);
    assert!(workbook.err.contains(".csv") && !desk.path("ra.xlsx").exists(), "{}", workbook.err);
    let table = desk
        .run(&["export", "kho", "--format", "csv", "--query", "chợ OR đường", "--sort", "newest"])
        .good()
        .out;
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows[0].starts_with("\u{FEFF}id,url,title"), "{table}");
    assert!(rows[1].starts_with("hai,") && rows[2].starts_with("mot,") && rows.len() == 3, "{table}");
}

#[test]
fn a_table_holds_no_formula_and_is_read_again_as_it_was() {
    let desk = Desk::new();
    desk.write(
        "tin.jsonl",
        line("a", "=HYPERLINK(\"http://x.vn\")", "2023-01-05", "@SUM(A1), và chữ")
            + &line("b", "-12,5", "2023-01-05", "- Gạch đầu dòng.")
            + &line("c", "+84 gọi cho ai", "2023-01-05", "'=1 có dấu sẵn. Quận có 12 trường học."),
    );
    desk.run(&["pack", "tin.jsonl", "-o", "kho"]).good();
    let table = desk.run(&["export", "kho", "--format", "csv"]).good().out;
    for written in
        ["\"'=HYPERLINK(\"\"http", "\"'@SUM(A1),", "\"-12,5\"", "'- Gạch", "'+84 gọi", "''=1 có dấu"]
    {
        assert!(table.contains(written), "{written}: {table}");
    }
    desk.write("bang.csv", table);
    desk.run(&["pack", "bang.csv", "-o", "lai"]).good();
    desk.run(&["diff", "kho", "lai", "--exit-code"]).good();
    let figures = desk.run(&["figures", "kho", "--csv"]).good().out;
    assert!(figures.contains("'+84 gọi cho ai"), "{figures}");
}

#[test]
fn archives_are_merged_and_conflicts_are_said() {
    let desk = packed();
    desk.write(
        "khac.jsonl",
        line("mot", "Chợ quê họp lại", "2021-11-05", "Bản sửa.")
            + &line("bon", "Trường mới", "2023-09-05", "Hai tầng."),
    );
    desk.run(&["pack", "khac.jsonl", "-o", "khac"]).good();
    let ran = desk.run(&["merge", "kho", "khac", "-o", "chung", "--title", "Kho chung"]).good();
    assert!(ran.err.contains("\"mot\""), "{}", ran.err);
    assert!(desk.run(&["show", "chung", "mot"]).good().out.contains("Bản sửa"));
    let info = desk.run(&["info", "chung", "--json"]).good().json();
    assert_eq!((&info["documents"], &info["title"]), (&json!(4), &json!("Kho chung")));
}

#[test]
fn copies_are_folded_and_reported_and_a_report_of_another_year_is_none() {
    let desk = Desk::new();
    let report = |year: u32, count: u32| {
        format!(
            "Trong năm {year}, Ủy ban nhân dân phường Mơ đã tiếp nhận {count} hồ sơ, giải quyết đúng hạn phần lớn số hồ sơ đó. Bộ phận một cửa \
            được bố trí ở tầng một, có người hướng dẫn, có ghế ngồi chờ và bảng niêm yết thủ tục. Phường đề nghị quận hỗ trợ thêm máy quét \
            để số hóa sổ hộ tịch, đồng thời mở lớp tập huấn cho cán bộ tổ dân phố về cách tra cứu kết quả trên mạng."
        )
    };
    desk.write("in/a.jsonl", line("a", "Báo cáo cải cách hành chính", "2022-01-05", &report(2021, 1204)));
    desk.write(
        "in/b.jsonl",
        line(
            "b",
            "Báo cáo cải cách hành chính",
            "2022-01-05",
            &report(2021, 1204).replace("tầng một, có", "tầng một; có"),
        ),
    );
    desk.write("in/c.jsonl", line("c", "Báo cáo cải cách hành chính", "2023-01-05", &report(2022, 1310)));
    let summary = desk
        .run(&["pack", "in", "-o", "kho", "--json", "--report", "bao-cao.jsonl", "--strict"])
        .good()
        .json();
    assert_eq!((&summary["documents"], &summary["folded"]), (&json!(2), &json!(1)));
    let report = fs::read_to_string(desk.path("bao-cao.jsonl")).unwrap();
    assert!(report.contains("\"folded\"") && report.contains("b.jsonl"), "{report}");
    let kept = desk.run(&["show", "kho", "a", "--json"]).good().json();
    assert_eq!(kept["provenance"]["copies"], json!(["b.jsonl"]));
    let all = desk.run(&["pack", "in", "-o", "tat-ca", "--json", "--keep-duplicates"]).good().json();
    assert_eq!(all["documents"], 3);
}

#[test]
fn strict_makes_warnings_fatal_and_quiet_says_nothing() {
    let desk = Desk::new();
    desk.write("a.jsonl", line("a", "Một", "2021-01-01", "Chợ.") + &line("a", "Hai", "2021-01-02", "Đường."));
    let ran = desk.run(&["pack", "a.jsonl", "-o", "kho"]).good();
    assert!(ran.err.contains("warning"), "{}", ran.err);
    assert_eq!(desk.run(&["pack", "a.jsonl", "-o", "kho", "--strict", "--quiet"]).code, 1);
    let ran = desk.run(&["pack", "a.jsonl", "-o", "kho", "--quiet"]).good();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

fn many(count: usize, salt: &str) -> String {
    (0..count)
        .map(|n| {
            line(
                &format!("d{n}"),
                &format!("Tin {salt} {n}"),
                "2021-01-01",
                &format!("{salt}{n} {} {}", n * 7, "phiên chợ ".repeat(40)),
            )
        })
        .collect()
}

/// The archive answers as it did, and all of it is there.
fn assert_whole(desk: &Desk, wanted: &[&str]) {
    desk.run(&["check", "kho"]).good();
    let found = [ids(desk, "kho", "\"Tin cũ\"").len(), ids(desk, "kho", "\"Tin mới\"").len()];
    let is = |name: &str| wanted.contains(&name);
    assert!(
        found[0] > 0 && found[1] == 0 && is("cũ") || found[1] > 0 && found[0] == 0 && is("mới"),
        "{found:?}"
    );
}

/// How many moments are tried: a few, or as many as `cargo xtask reliability kill` says.
fn moments(few: u32) -> u32 {
    std::env::var("TANGTHU_MOMENTS").ok().and_then(|many| many.parse().ok()).unwrap_or(few)
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_the_old_archive_or_the_new_one() {
    let desk = Desk::new();
    desk.write("cu.jsonl", many(300, "cũ"));
    desk.write("moi.jsonl", many(300, "mới"));
    desk.run(&["pack", "cu.jsonl", "-o", "kho"]).good();
    let start = Instant::now();
    desk.run(&["pack", "moi.jsonl", "-o", "thu"]).good();
    let whole = start.elapsed();
    // Moments all over the run, drawn by a seed, so that whoever meets a fault meets it again.
    let mut drawn = 0x7a6e_6774_u64;
    for _ in 0..moments(12) {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut command = desk.command(&["pack", "moi.jsonl", "-o", "kho", "--quiet"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_micros((whole.as_micros() as u64) * (drawn >> 33) / (1 << 31)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&desk, &["cũ", "mới"]);
    }
    desk.run(&["pack", "cu.jsonl", "-o", "kho"]).good();
    desk.run(&["pack", "cu.jsonl", "-o", "kho"]).good();
    assert_whole(&desk, &["cũ"]);
    let hidden = files(&desk.path("kho")).into_keys().filter(|name| name.contains("tangthu-part")).count();
    assert_eq!(hidden, 0, "the next run cleans up");
}

/// Where a shell can set the limit: a file may not grow past it, as on a disk that is full.
#[cfg(unix)]
#[test]
fn where_there_is_no_room_the_old_archive_stays() {
    let desk = Desk::new();
    desk.write("cu.jsonl", many(30, "cũ"));
    desk.write("moi.jsonl", many(300, "mới"));
    desk.run(&["pack", "cu.jsonl", "-o", "kho"]).good();
    let program = env!("CARGO_BIN_EXE_tangthu");
    // Blocks of 512 bytes: none; less than the list of files needs; less than the documents that wait.
    let many = moments(0);
    for blocks in [0, 1, 2, 4, 8, 16, 64].into_iter().chain((0..many).map(|at| at * 64 / many)) {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"{program}\" pack moi.jsonl -o kho");
        let ran = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(desk.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.code() == Some(2) && said.contains("cannot be written"), "{blocks}: {said}");
        assert_whole(&desk, &["cũ"]);
    }
}
