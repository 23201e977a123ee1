//! Files that belong to documents, from the folder that is packed to the site that is served.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Desk, files, zip};
use std::{fs, path::PathBuf};

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

/// A DOCX file with these paragraphs.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let text: String =
        paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{space}\"><w:body>{text}</w:body></w:document>");
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A PDF of one page with these lines, in letters of ASCII.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj T*\n")).collect();
    let drawn = format!("BT /F1 12 Tf 72 760 Td 16 TL\n{shown}ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{drawn}\nendstream", drawn.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = file.len();
    file.push_str("xref\n0 6\n0000000000 65535 f \n");
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

#[test]
fn one_document_in_two_formats_is_kept_once_with_both_files() {
    let lines = [
        "Bao cao ket qua thu ngan sach cua phuong Mo trong nam",
        "Uy ban nhan dan phuong da hoan thanh chi tieu thu 1.126 trieu dong,",
        "vuot ke hoach va de nghi cac to dan pho tiep tuc ra soat cac khoan thu.",
    ];
    let desk = Desk::with_documents();
    desk.write("in/bao-cao.docx", docx(&lines));
    desk.write("in/bao-cao.pdf", pdf(&lines));
    // The same name, and another text: two documents.
    desk.write("in/to-trinh.docx", docx(&lines[..2]));
    desk.write(
        "in/to-trinh.pdf",
        pdf(&[lines[0], "Uy ban nhan dan phuong chua hoan thanh chi tieu thu 945 trieu dong."]),
    );
    let ran = desk.run(&["pack", "in", "-o", "kho"]).good();
    assert!(ran.err.contains("is in another format (DOCX or PDF) the same as \"bao-cao\""), "{}", ran.err);
    assert!(
        ran.err.contains("to-trinh.pdf: another file has the same name but for its ending"),
        "{}",
        ran.err
    );
    let names = |desk: &Desk| -> Vec<String> {
        let shown = desk.run(&["show", "kho", "bao-cao", "--json"]).good().json();
        shown["attachments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&desk), ["bao-cao.docx", "bao-cao.pdf"]);
    desk.run(&["check", "kho"]).good();
    // Taking the same in again changes nothing, and both files stay.
    let before = files(&desk.path("kho"));
    desk.run(&["pack", "--update", "kho", "in", "--prune"]).good();
    assert_eq!(files(&desk.path("kho")).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert_eq!(names(&desk), ["bao-cao.docx", "bao-cao.pdf"]);
    // Without folding they are two.
    let ran = desk.run(&["pack", "in", "-o", "hai", "--keep-duplicates"]).good();
    assert!(ran.err.contains("bao-cao.pdf: another file has the same name"), "{}", ran.err);
}

#[test]
fn a_file_that_only_another_state_of_a_page_names_is_not_published() {
    let text = "Tổ dân phố họp bàn việc làm đường và góp tiền mua đèn chiếu sáng cho các ngõ. ".repeat(6);
    let desk = Desk::new();
    desk.write("in/a.md", format!("---\ntitle: Họp\nurl: https://mo.example.vn/hop\n---\n{text}"));
    desk.write(
        "in/b.md",
        "---\ntitle: Họp\nurl: https://mo.example.vn/hop\n---\nBàn thêm.\n\n![](anh.png)\n",
    );
    desk.write("in/anh.png", PNG);
    let packed = desk.run(&["pack", "in", "-o", "kho", "--json"]).good().json();
    assert_eq!((&packed["documents"], &packed["folded"]), (&1.into(), &1.into()));
    assert!(!files(&desk.path("kho")).keys().any(|name| name.starts_with("files/")));
    let checked = desk.run(&["check", "kho", "--json"]).good().json();
    assert_eq!((&packed["archive_files"], &packed["archive_bytes"]), (&checked["parts"], &checked["bytes"]));
}

#[test]
fn pictures_of_a_copy_stay_with_the_document_that_is_kept() {
    let desk = Desk::new();
    let text = "Sáng nay, Ủy ban nhân dân phường phối hợp với các đoàn thể tổ chức ra quân tổng vệ sinh môi trường tại mười hai tổ dân phố, \
        thu hút 300 người tham gia. Các đại biểu đã phát động phong trào phân loại rác tại nguồn, trao 45 thùng rác cho các hộ dân và ký \
        cam kết giữ gìn đường làng ngõ xóm sạch đẹp. Phong trào được duy trì vào sáng thứ bảy.";
    let page = format!("---\ntitle: Ra quân\n---\n{text}\n");
    desk.write("in/a.md", &page);
    desk.write("in/b.md", format!("{page}\n![Quang cảnh buổi ra quân](anh.png)\n"));
    desk.write("in/anh.png", PNG);
    let ran = desk.run(&["pack", "in", "-o", "kho", "--json"]).good();
    assert_eq!(ran.json()["folded"], 1, "{}", ran.err);
    let shown = desk.run(&["show", "kho", "a", "--json"]).good().json();
    assert_eq!(shown["attachments"][0]["name"], "anh.png");
    assert_eq!(shown["body"].as_array().unwrap().last().unwrap()["image"], "anh.png", "{shown}");
    desk.run(&["check", "kho"]).good();
    let same = files(&desk.path("kho"));
    let again = desk.run(&["pack", "--update", "kho", "in", "--prune", "--json"]).good();
    assert_eq!((&again.json()["changed"], &again.json()["removed"]), (&0.into(), &0.into()), "{}", again.err);
    assert_eq!(files(&desk.path("kho")), same);
}

/// The files of documents in an archive, with their bytes.
fn carried(desk: &Desk, archive: &str) -> Vec<(String, Vec<u8>)> {
    files(&desk.path(archive)).into_iter().filter(|(name, _)| name.starts_with("files/")).collect()
}

/// Where the file with this ending lies in an archive.
fn place(desk: &Desk, archive: &str, ending: &str) -> PathBuf {
    let files = carried(desk, archive);
    let (name, _) = files.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
    desk.path(&format!("{archive}/{name}"))
}

#[test]
fn whole_files_go_into_a_merged_archive_as_they_lie() {
    let desk = desk();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    let ran = desk.run(&["merge", "kho", "-o", "gon", "--json"]).good();
    assert_eq!(carried(&desk, "gon"), carried(&desk, "kho"));
    assert_eq!((ran.json()["left_out"].as_array().map(Vec::len), ran.err.as_str()), (Some(0), ""));
    desk.run(&["check", "gon"]).good();
    // One file has no room for them, and that is said.
    let said = desk.run(&["merge", "kho", "-o", "gon.json"]).good().err;
    let count = carried(&desk, "kho").len();
    assert!(
        said.contains(&format!("carries no pictures and files, so {count} of them were left out")),
        "{said}"
    );
    assert_eq!(desk.run(&["merge", "kho", "-o", "gon.json", "--quiet"]).good().err, "");
}

#[test]
fn files_that_are_not_what_their_documents_say_are_left_out_of_a_merged_archive() {
    // Bytes in the place of each file, or none; and what is said of it.
    let html = b"<script>alert(1)</script>".to_vec();
    for (ending, bytes, reason) in [
        (".png", Some(html.clone()), "bytes"),
        (".png", Some([PNG, b"and more"].concat()), "bytes"),
        (".png", Some([&PNG[..PNG.len() - 1], b"x"].concat()), "hash"),
        (".bin", Some(html.iter().rev().copied().collect()), "hash"),
        (".png", None, "is not there"),
    ] {
        let desk = desk();
        desk.run(&["pack", "in", "-o", "kho"]).good();
        let path = place(&desk, "kho", ending);
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let ran = desk.run(&["merge", "kho", "-o", "gon", "--quiet"]).good();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(ran.err.contains(name) && ran.err.contains(reason), "{reason}: {}", ran.err);
        let left = carried(&desk, "gon");
        assert!(left.len() == 1 && !left[0].0.ends_with(ending), "{left:?}");
        // The document is there, and says that the file is not.
        let id = if ending == ".png" { "hop" } else { "nq" };
        let shown = desk.run(&["show", "gon", id]).good().out;
        assert!(shown.contains("(not in this archive)"), "{shown}");
        desk.run(&["check", "gon"]).good();
        // A whole file of another archive is not given up for it.
        desk.run(&["pack", "in", "-o", "lanh"]).good();
        for order in [["kho", "lanh"], ["lanh", "kho"]] {
            desk.run(&["merge", order[0], order[1], "-o", "chung"]).good();
            assert_eq!(carried(&desk, "chung"), carried(&desk, "lanh"), "{order:?}");
            desk.run(&["check", "chung"]).good();
            fs::remove_dir_all(desk.path("chung")).unwrap();
        }
    }
}

#[test]
fn what_rides_behind_a_compressed_file_does_not_go_into_a_merged_archive() {
    let desk = desk();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    let whole = carried(&desk, "kho");
    let path = place(&desk, "kho", ".bin");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"<script>alert(1)</script>");
    fs::write(&path, bytes).unwrap();
    desk.run(&["merge", "kho", "-o", "gon"]).good();
    assert_eq!(carried(&desk, "gon"), whole);
}

#[test]
fn files_of_a_document_that_is_replaced_do_not_go_into_a_merged_archive() {
    let desk = desk();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    desk.write("sau/hop.md", "---\nid: hop\ntitle: Họp tổ dân phố\n---\nBàn việc làm đường.");
    desk.run(&["pack", "sau", "-o", "sau-nay"]).good();
    let ran = desk.run(&["merge", "kho", "sau-nay", "-o", "chung"]).good();
    assert!(ran.err.contains("the later archive's is kept"), "{}", ran.err);
    assert!(!carried(&desk, "chung").iter().any(|(name, _)| name.ends_with(".png")));
    desk.run(&["check", "chung"]).good();
}

#[cfg(unix)]
#[test]
fn a_link_out_of_an_archive_is_not_followed_when_it_is_merged() {
    let desk = desk();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    // Even one that leads to the very bytes: whoever made the link would learn from the result that they are there.
    for (ending, bytes) in [(".bin", &b"of nobody's business"[..]), (".png", PNG)] {
        desk.write("rieng", bytes);
        let path = place(&desk, "kho", ending);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(desk.path("rieng"), &path).unwrap();
        let ran = desk.run(&["merge", "kho", "-o", "gon", "--json"]).good();
        assert!(ran.err.contains("outside the folder of the archive"), "{}", ran.err);
        assert!(!carried(&desk, "gon").iter().any(|(name, _)| name.ends_with(ending)));
        let left_out = ran.json()["left_out"].as_array().unwrap().clone();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(left_out.iter().any(|one| one["file"].as_str().unwrap().ends_with(name)), "{left_out:?}");
        fs::remove_dir_all(desk.path("gon")).unwrap();
    }
}

/// The files that a document lists, each with whether it is here.
fn listed(desk: &Desk, archive: &str, id: &str) -> Vec<(String, bool)> {
    let shown = desk.run(&["show", archive, id, "--json"]).good().json();
    let file =
        |file: &serde_json::Value| (file["name"].as_str().unwrap().to_owned(), file["sha256"].is_string());
    shown["attachments"].as_array().unwrap().iter().map(file).collect()
}

#[test]
fn an_archive_in_one_file_beside_its_documents_takes_no_files_away() {
    let desk = Desk::new();
    desk.write("in/van/to-trinh.docx", docx(&["Tờ trình", "Về việc sửa đường làng."]));
    let same = |archive: &str, count: &str| {
        desk.run(&["pack", "in", "-o", archive]).good();
        let ran = desk.run(&["pack", "in", "-o", "kho"]).good();
        assert!(!ran.err.contains("warning"), "{}", ran.err);
        assert!(ran.out.contains(count) && !ran.out.contains("as they were"), "{}", ran.out);
        assert_eq!(listed(&desk, "kho", "van/to-trinh"), [("to-trinh.docx".to_owned(), true)]);
        desk.run(&["check", "kho"]).good();
    };
    desk.write("in/van/hop.md", "---\ntitle: Họp\n---\n![Ảnh họp](hop.png)\n\nBàn việc làm đường.");
    desk.write("in/van/hop.png", PNG);
    // The archive is read after the folder, and before it.
    for archive in ["in/z.json", "in/a.json"] {
        same(archive, "2 documents, 0 skipped");
        assert_eq!(listed(&desk, "kho", "van/hop"), [("hop.png".to_owned(), true)]);
        fs::rename(desk.path(archive), desk.path("kho.json")).unwrap();
    }
    // Alone, it says what it lacks.
    let ran = desk.run(&["pack", "kho.json", "-o", "le"]).good();
    assert!(ran.err.contains("files that belong to it are not here (to-trinh.docx)"), "{}", ran.err);
}

#[test]
fn of_two_equal_documents_the_one_with_its_files_gives_them() {
    let desk = Desk::new();
    let letter = "From: Tổ 4 <to4@mo.example.vn>\nSubject: Bao cao tuan\nMessage-ID: <1@mo.example.vn>\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nGửi phường báo cáo tuần.\n--x\n\
        Content-Type: image/png; name=duong.png\nContent-Disposition: attachment; filename=duong.png\nContent-Transfer-Encoding: base64\n\n\
        iVBORw0KGgotYW5oLQ==\n--x--\n";
    desk.write("thu/a.eml", letter);
    desk.run(&["pack", "thu", "-o", "kho"]).good();
    desk.run(&["pack", "thu", "-o", "kho.json"]).good();
    let whole = [("duong.png".to_owned(), true)];
    assert_eq!(listed(&desk, "kho", "a"), whole);
    for (archives, output) in [(["kho", "kho.json"], "mot"), (["kho.json", "kho"], "hai")] {
        let ran = desk.run(&["merge", archives[0], archives[1], "-o", output]).good();
        assert!(!ran.err.contains("differ"), "{}", ran.err);
        assert_eq!(listed(&desk, output, "a"), whole);
        desk.run(&["check", output]).good();
    }
    let before = files(&desk.path("kho"));
    let ran = desk.run(&["pack", "--update", "kho", "kho.json", "--json"]).good();
    assert_eq!((&ran.json()["changed"], &ran.json()["unchanged"]), (&0.into(), &1.into()), "{}", ran.err);
    assert!(ran.err.contains("an archive that has them keeps them"), "{}", ran.err);
    assert_eq!(files(&desk.path("kho")), before);
    // The other way round the file comes in, and that is a change.
    desk.run(&["pack", "kho.json", "-o", "khong"]).good();
    assert_eq!(listed(&desk, "khong", "a"), [("duong.png".to_owned(), false)]);
    let ran = desk.run(&["pack", "--update", "khong", "thu", "--json"]).good();
    assert_eq!(ran.json()["changed"], 1, "{}", ran.err);
    assert_eq!(listed(&desk, "khong", "a"), whole);
    desk.run(&["check", "khong"]).good();
}

#[test]
fn a_file_that_goes_with_an_older_state_is_said_and_not_left_on_the_disk() {
    let desk = Desk::new();
    let page = "---\nid: hop\ntitle: Họp tổ dân phố\n---\nBàn việc làm đường và góp tiền mua đèn.\n\n![Biên bản](bien-ban.bin)";
    desk.write("in/hop.md", page);
    desk.write("in/bien-ban.bin", b"\x01\x02\x03");
    desk.run(&["pack", "in", "-o", "cu"]).good();
    desk.run(&["pack", "in", "-o", "moi.json"]).good();
    // Another state of it, with a longer file that is not here.
    let moi = fs::read_to_string(desk.path("moi.json")).unwrap();
    let moi = moi.replace("mua đèn", "mua thêm đèn").replace("\"bytes\": 3", "\"bytes\": 9");
    desk.write("moi.json", moi);
    assert_eq!(listed(&desk, "cu", "hop"), [("bien-ban.bin".to_owned(), true)]);
    let ran = desk.run(&["merge", "cu", "moi.json", "-o", "chung"]).good();
    assert!(
        ran.err.contains("of two states of \"hop\" the later one lists another file \"bien-ban.bin\""),
        "{}",
        ran.err
    );
    assert_eq!(listed(&desk, "chung", "hop"), [("bien-ban.bin".to_owned(), false)]);
    assert!(!files(&desk.path("chung")).keys().any(|name| name.starts_with("files/")));
    // A state that lists the very file has it from the other.
    desk.write("in/hop.md", page.replace("mua đèn", "mua thêm đèn"));
    desk.run(&["pack", "in", "-o", "moi.json"]).good();
    let ran = desk.run(&["merge", "cu", "moi.json", "-o", "lai"]).good();
    assert!(ran.err.contains("differ") && !ran.err.contains("bien-ban"), "{}", ran.err);
    assert_eq!(listed(&desk, "lai", "hop"), [("bien-ban.bin".to_owned(), true)]);
}
