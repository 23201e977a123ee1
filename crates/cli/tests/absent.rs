//! `check --absent`: a text that was removed from the documents and still stands in a file that is kept.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Desk, files, zip};
use std::fs;

/// A DOCX file with one paragraph, and a comment that is no text of the document.
fn docx(text: &str, comment: &str) -> Vec<u8> {
    let part = |name: &str, text: &str| {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        format!(
            "<w:{name} xmlns:w=\"{space}\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:{name}>"
        )
    };
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", part("document", text).as_bytes()),
        ("word/comments.xml", part("comments", comment).as_bytes()),
    ])
}

#[test]
fn a_text_that_stands_only_in_a_kept_file_is_not_absent() {
    let desk = Desk::with_documents();
    desk.write("in/to-trinh.docx", docx("Tờ trình về chợ.", "Hỏi lại bà Phan Thị Mộng Kiều"));
    desk.build("site").good();
    let ran = desk.run(&["check", "site", "--absent", "Phan Thị Mộng Kiều"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for word in
        ["files/", "\"to-trinh.docx\" of the document \"to-trinh\"", "holds the text, in word/comments.xml"]
    {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    // A folder that was copied without its list, too: the file goes with its document.
    for list in ["there", "gone"] {
        if list == "gone" {
            desk.build("site").good();
            fs::remove_file(desk.path("site/tangthu-site.json")).unwrap();
        }
        desk.run(&["remove", "site", "to-trinh"]).good();
        assert!(!files(&desk.path("site")).keys().any(|name| name.starts_with("files/")), "{list}");
        let ran = desk.run(&["check", "site", "--absent", "Phan Thị Mộng Kiều"]);
        assert!(!ran.out.contains("holds the text"), "{}", ran.out);
    }
}

#[test]
fn a_text_is_found_in_whatever_file_lies_in_the_folder() {
    let desk = Desk::with_documents();
    desk.write("in/anh.md", "---\nid: anh\ntitle: Ảnh\n---\n![Họp](hop.png)\n\n[Bản gốc](ho-so.zip)\n");
    desk.write("in/hop.png", b"\x89PNG\r\n\x1A\n-");
    desk.run(&["pack", "in", "-o", "kho", "--keep-sources"]).good();
    let absent = |text: &str| desk.run(&["check", "kho", "--absent", text]);
    // Sources of pages and pictures are looked at, and nothing of them stands against a text that is nowhere.
    let ran = absent("Phan Thị Mộng Kiều").good();
    assert!(ran.out.contains("pictures or recordings among the files: 1, in files/"), "{}", ran.out);
    // What a kept source says besides its document: here the name of a field.
    assert_eq!(absent("ho so zip").code, 1);
    let backup = zip(&[("cu/trang.html", "<p>Phan Thị <b>M</b>ộng Kiều".as_bytes())]);
    desk.write("kho/sao-luu.zip", &backup);
    let ran = absent("Phan Thị Mộng Kiều");
    assert!(ran.code == 1 && ran.out.contains("sao-luu.zip holds the text, in cu/trang.html"), "{}", ran.out);
    // A picture within a file is told with its place, also one that nobody knows of.
    desk.write("kho/sao-luu.zip", zip(&[("docProps/thumbnail.jpeg", b"\xFF\xD8\xFF\xE0")]));
    let ran = absent("Phan Thị Mộng Kiều").good();
    assert!(
        ran.out.contains(": 2, in ") && ran.out.contains("sao-luu.zip: docProps/thumbnail.jpeg"),
        "{}",
        ran.out
    );
}

#[test]
fn what_cannot_be_looked_into_is_named_and_nothing_is_proven() {
    let desk = Desk::with_documents();
    let old_word = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    desk.write("in/cu.md", "---\nid: cu\ntitle: Văn bản cũ\n---\n![x](cu.doc)\n");
    desk.write("in/cu.doc", &old_word);
    desk.run(&["pack", "in", "-o", "kho"]).good();
    assert_eq!(files(&desk.path("kho/files")).len(), 1);
    desk.run(&["check", "kho"]).good();
    let ran = desk.run(&["check", "kho", "--absent", "Phan Thị Mộng Kiều"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for word in ["could not be looked into", "old office program", "of the document \"cu\"", "not proven"] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    // Old programs write two bytes a letter, so what is there is still found.
    let wide: Vec<u8> = "Phan Thị Mộng Kiều".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(desk.path("in/cu.doc"), [&old_word[..], &wide].concat()).unwrap();
    desk.run(&["pack", "in", "-o", "kho"]).good();
    let ran = desk.run(&["check", "kho", "--absent", "Phan Thị Mộng Kiều"]);
    assert!(ran.code == 1 && ran.out.contains("holds the text"), "{}", ran.out);
}
