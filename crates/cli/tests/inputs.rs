//! Inputs as publishers have them: what is packed of them, and what is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

mod common;

use common::Desk;
use serde_json::json;
use std::fs;

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

const NEWS: &str = "id;title;body\n1;Chợ quê họp lại;Chợ họp sáu phiên mỗi tháng ở đầu làng.\n2;Lễ hội làng;Làng mở hội vào tháng giêng.\n3;Đắp đường;Đường dài một cây số.\n";
const PROCEDURES: &str = "id;title;body\n1;Đăng ký khai sinh;Nộp tờ khai tại bộ phận một cửa.\n2;Đăng ký kết hôn;Hai bên cùng có mặt.\n";

/// Ids and titles of an archive, in order of the ids.
fn titles(desk: &Desk, archive: &str) -> Vec<(String, String)> {
    let lines = desk.run(&["export", archive]).good().out;
    let field = |line: &str, name: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()[name].as_str().unwrap().to_owned()
    };
    let mut found: Vec<_> = lines.lines().map(|line| (field(line, "id"), field(line, "title"))).collect();
    found.sort();
    found
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(id, title)| ((*id).to_owned(), (*title).to_owned())).collect()
}

#[test]
fn tables_that_count_alike_are_told_apart_by_the_names_of_their_files() {
    let desk = Desk::new();
    desk.write("in/thu-tuc.csv", PROCEDURES);
    desk.write("in/tin.csv", NEWS);
    let ran = desk.run(&["pack", "in", "-o", "kho"]).good();
    assert_eq!(ran.err.matches("warning: ").count(), 1, "{}", ran.err);
    assert!(
        ran.err.contains("tin.csv:2: its records have ids that others have already (\"1\", in thu-tuc.csv)")
    );
    let all = [
        ("1", "Đăng ký khai sinh"),
        ("2", "Đăng ký kết hôn"),
        ("tin#1", "Chợ quê họp lại"),
        ("tin#2", "Lễ hội làng"),
        // It counts for itself, so what the other file may yet have is not taken.
        ("tin#3", "Đắp đường"),
    ];
    assert_eq!(titles(&desk, "kho"), pairs(&all));
    // A row that is edited keeps its id, also when a file that is new comes before all others.
    desk.write("in/tin.csv", NEWS.replace("sáu phiên", "bảy phiên"));
    desk.write("in/an-pham.csv", "id;title\n1;Bản tin số Tết\n");
    let again = desk.run(&["pack", "--update", "kho", "in", "--prune", "--json"]).good();
    let counts = ["added", "changed", "removed", "unchanged"].map(|name| again.json()[name].clone());
    assert_eq!(counts, [json!(1), json!(1), json!(0), json!(4)], "{}", again.err);
    let mut more = vec![("an-pham#1", "Bản tin số Tết")];
    more.extend(all);
    more.sort_unstable();
    assert_eq!(titles(&desk, "kho"), pairs(&more));
}

#[test]
fn a_table_that_comes_later_takes_no_document_of_another_table_away() {
    let desk = Desk::new();
    desk.write("tin.csv", NEWS);
    desk.write("thu-tuc.csv", PROCEDURES);
    desk.run(&["pack", "tin.csv", "-o", "kho"]).good();
    let all = [
        ("1", "Chợ quê họp lại"),
        ("2", "Lễ hội làng"),
        ("3", "Đắp đường"),
        ("thu-tuc#1", "Đăng ký khai sinh"),
        ("thu-tuc#2", "Đăng ký kết hôn"),
    ];
    for (added, warnings) in [(2, 1), (0, 0)] {
        let ran = desk.run(&["pack", "--update", "kho", "thu-tuc.csv", "--json"]).good();
        assert_eq!(
            (&ran.json()["added"], &ran.json()["warnings"]),
            (&json!(added), &json!(warnings)),
            "{}",
            ran.err
        );
        assert_eq!(titles(&desk, "kho"), pairs(&all));
    }
    desk.write("moi.csv", "id;title\n9;Tin mới\n");
    let ran = desk.run(&["pack", "--update", "kho", "moi.csv"]).good();
    assert!(
        ran.out.contains("6 documents, 0 skipped (1 added, 0 changed, 0 removed, 5 as they were)"),
        "{}",
        ran.out
    );
    desk.run(&["remove", "kho", "9"]).good();
    // The same table under the name of another day is the same table.
    desk.write("tin-thang-2.csv", NEWS.replace("giêng", "giêng hằng năm"));
    let ran = desk.run(&["pack", "--update", "kho", "tin-thang-2.csv", "--json"]).good();
    assert_eq!((&ran.json()["added"], &ran.json()["changed"]), (&json!(0), &json!(1)), "{}", ran.err);
}

#[test]
fn archives_that_count_alike_are_merged_without_loss() {
    let desk = Desk::new();
    for (archive, table) in
        [("a.json", NEWS), ("b.json", PROCEDURES), ("c.json", "id;title\n1;Bản tin số Tết\n")]
    {
        desk.write("tin.csv", table);
        desk.run(&["pack", "tin.csv", "-o", archive]).good();
    }
    let ran = desk.run(&["merge", "a.json", "b.json", "c.json", "-o", "chung"]).good();
    assert!(ran.err.contains("nothing is lost: 3 documents of the later ones"), "{}", ran.err);
    let all = [
        ("1", "Chợ quê họp lại"),
        ("2", "Lễ hội làng"),
        ("3", "Đắp đường"),
        ("b#1", "Đăng ký khai sinh"),
        ("b#2", "Đăng ký kết hôn"),
        ("c#1", "Bản tin số Tết"),
    ];
    assert_eq!(titles(&desk, "chung"), pairs(&all));
    desk.run(&["merge", "chung", "b.json", "-o", "lai"]).good();
    assert_eq!(titles(&desk, "lai"), pairs(&all));
}

#[test]
fn two_rows_of_one_table_with_one_id_are_both_kept() {
    let desk = Desk::new();
    desk.write("in/a.csv", "id;title\n1;Một\n1;Hai\n");
    desk.write("in/b.csv", "id;title\n1;Ba\n1;Bốn\n");
    desk.run(&["pack", "in", "-o", "kho"]).good();
    for _ in 0..2 {
        let found = titles(&desk, "kho");
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!((ids.len(), ids[0], ids[2]), (4, "1", "b#1"), "{ids:?}");
        assert!(ids[1].starts_with("1~") && ids[3].starts_with("b#1~"), "{ids:?}");
        let ran = desk.run(&["pack", "--update", "kho", "in", "--prune", "--json"]).good();
        assert_eq!(ran.json()["unchanged"], json!(4), "{}", ran.err);
    }
}

#[test]
fn what_cannot_be_written_says_what_is_in_the_way() {
    let desk = Desk::new();
    desk.write("in/a.md", "# Một\n\nChữ.\n");
    desk.run(&["pack", "in", "-o", "kho"]).good();
    for (arguments, said) in [
        (["export", "kho", "-o", "chua-co/a.jsonl"].as_slice(), "there is no folder chua-co to write it in"),
        (&["export", "kho", "-o", "in"], "it is a folder: name a file in it"),
        (&["pack", "in", "-o", "in/a.md"], "there is a file of that name, and this writes a folder"),
    ] {
        let ran = desk.run(arguments);
        assert!(ran.code == 2 && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn what_became_of_each_document_adds_up() {
    let desk = Desk::new();
    let text = "Tổ dân phố họp bàn việc làm đường và góp tiền mua đèn chiếu sáng cho các ngõ trong làng.";
    for (name, title) in [("a", "Họp tổ dân phố"), ("b", "Họp tổ dân phố"), ("c", "Chợ quê")]
    {
        desk.write(&format!("in/{name}.md"), format!("---\ntitle: {title}\n---\n{text}\n"));
    }
    // One that comes twice in a run was not there before.
    desk.write("in/d/a.md", format!("---\ntitle: Họp tổ dân phố\nid: a\n---\n{text}\n"));
    let ran = desk.run(&["pack", "in", "-o", "kho"]).good();
    assert!(ran.out.contains("2 documents, 0 skipped") && !ran.out.contains("added"), "{}", ran.out);
    // Of two that are one, one is left: what is there is as it was.
    fs::remove_file(desk.path("in/a.md")).unwrap();
    fs::remove_file(desk.path("in/d/a.md")).unwrap();
    let ran = desk.run(&["pack", "--update", "kho", "in", "--prune"]).good();
    assert!(ran.out.contains("(0 added, 0 changed, 0 removed, 2 as they were)"), "{}", ran.out);
    desk.write("in/c.md", format!("---\ntitle: Chợ quê\n---\n{text} Thêm.\n"));
    desk.write("in/e.md", "---\ntitle: Lễ hội\n---\nLàng mở hội.\n");
    let ran = desk.run(&["pack", "--update", "kho", "in", "--json"]).good().json();
    let counts = ["documents", "added", "changed", "removed", "unchanged"].map(|name| ran[name].clone());
    assert_eq!(counts, [json!(3), json!(1), json!(1), json!(0), json!(1)]);
}

#[test]
fn what_was_said_of_an_id_when_it_was_given_is_not_said_again() {
    let desk = Desk::new();
    desk.write("in/tin.md", "---\ntitle: Chợ quê\n---\nChợ họp sáu phiên.\n");
    desk.write("in/tin.txt", "Lễ hội làng\nLàng mở hội.");
    let ran = desk.run(&["pack", "in", "-o", "kho"]).good();
    assert!(ran.err.contains("another file has the same name"), "{}", ran.err);
    desk.run(&["export", "kho", "-o", "kho.jsonl"]).good();
    let ran = desk.run(&["pack", "kho.jsonl", "-o", "lai"]).good();
    assert!(!ran.err.contains("same name"), "{}", ran.err);
    assert_eq!(titles(&desk, "lai"), titles(&desk, "kho"));
}

#[test]
fn a_quiet_run_says_that_more_went_wrong_than_is_shown() {
    let desk = Desk::new();
    desk.write("in/tin.md", "---\ntitle: Chợ quê\n---\nChợ họp sáu phiên.\n");
    for nth in 0..9 {
        desk.write(&format!("in/{nth}.txt"), "");
    }
    let ran = desk.run(&["pack", "in", "-o", "kho", "-q"]).good();
    assert_eq!(ran.err.lines().count(), 9, "{}", ran.err);
    for nth in 9..14 {
        desk.write(&format!("in/{nth}.json"), "");
    }
    let ran = desk.run(&["pack", "in", "-o", "kho", "-q"]).good();
    assert_eq!(ran.err.lines().count(), 11, "{}", ran.err);
    assert!(ran.err.contains("4 more; in all 14 skipped") && !ran.err.contains("breaks off"), "{}", ran.err);
}

#[test]
fn where_a_title_comes_from_is_told_unless_somebody_gave_it() {
    let desk = Desk::with_documents();
    let feed = "<rss version=\"2.0\"><channel><title>Tin của sở</title><item><title>Tin một</title></item></channel></rss>";
    desk.write("tin.xml", feed);
    let title = |inputs: &[&str]| {
        let ran = desk.run(&[&["build"], inputs, &["-o", "site", "--viewer", "viewer"]].concat()).good();
        let told = ran.out.lines().find(|line| line.contains("its title")).unwrap_or_default().to_owned();
        (desk.run(&["info", "site", "--json"]).good().json()["title"].as_str().unwrap().to_owned(), told)
    };
    let (called, told) = title(&["tin.xml"]);
    assert_eq!(called, "Tin của sở");
    assert!(told.contains("is that of tin.xml: --title"), "{told}");
    // Of a few documents among others the name is not that of all.
    let (called, told) = title(&["in/sach.md", "in/duong.md", "tin.xml"]);
    assert_eq!(called, "sach");
    assert!(told.contains("is the name of the input"), "{told}");
    assert_eq!(title(&["in", "tin.xml"]), ("Kho thử".to_owned(), String::new()));
    assert_eq!(title(&["tin.xml", "--title", "Kho"]), ("Kho".to_owned(), String::new()));
}

#[test]
fn what_does_not_go_together_is_refused_with_what_does() {
    let desk = Desk::with_documents();
    let ran = desk.run(&["pack", "in", "-o", "kho", "--prune"]);
    assert!(ran.code == 2 && ran.err.contains("goes with --update"), "{}", ran.err);
    assert!(!desk.path("kho").exists());
    let ran = desk.build("quan.html");
    assert!(ran.code == 2 && ran.err.contains("add --single-file"), "{}", ran.err);
    assert!(!desk.path("quan.html").exists());
    // A site that is there under such a name is renewed.
    desk.build("quan").good();
    fs::rename(desk.path("quan"), desk.path("quan.html")).unwrap();
    desk.build("quan.html").good();
}
