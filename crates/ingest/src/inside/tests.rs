//! What is found inside files, and what is said of those that cannot be looked into.

use super::*;
use crate::test_files::zip;
use std::io::Write;

fn all(name: &str, bytes: &[u8]) -> (Vec<(String, String)>, Inside) {
    let mut texts = Vec::new();
    let inside = look_inside(name, bytes.to_vec(), None, &std::env::temp_dir(), &mut |within, said| {
        if let Said::Text(text) = said {
            texts.push((within.to_owned(), text.to_owned()));
        }
    });
    (texts, inside)
}

fn holds(name: &str, bytes: &[u8], words: &str) -> bool {
    all(name, bytes).0.iter().any(|(_, text)| text.contains(words))
}

#[test]
fn every_part_of_a_word_processors_file_is_seen() {
    let part = |text: &str| {
        format!("<w:p xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{text}</w:p>")
            .into_bytes()
    };
    let body = part(
        "<w:r><w:t>Tr</w:t></w:r><w:r><w:t>ần Văn Bình</w:t></w:r><w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del>",
    );
    let file = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &body),
        ("word/header1.xml", &part("<w:r><w:t>đầu trang</w:t></w:r>")),
        ("word/comments.xml", &part("<w:r><w:t>lời bàn</w:t></w:r>")),
        ("docProps/core.xml", "<cp><dc:creator>Người viết</dc:creator></cp>".as_bytes()),
    ]);
    for words in ["Trần Văn Bình", "đã xóa", "đầu trang", "lời bàn", "Người viết"] {
        assert!(holds("a.docx", &file, words), "{words}");
    }
    let (texts, inside) = all("a.docx", &file);
    assert!(texts.iter().any(|(within, text)| within == "word/comments.xml" && text.contains("lời bàn")));
    assert_eq!(inside, Inside::default());
}

#[test]
fn containers_are_opened_one_in_another_and_what_is_packed_is_unpacked() {
    let page = b"<p>Tr\xE1\xBA\xA7n V\xC4\x83n B\xC3\xACnh<!-- ghi ch\xC3\xBA -->";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(page).unwrap();
    let inner = zip(&[("trang.html.gz", &gzip.finish().unwrap()), ("anh.png", b"\x89PNG\r\n\x1A\n-")]);
    let outer = zip(&[
        ("trong/kho.zip", &inner),
        ("nghi-quyet.jsonl", b"{\"a\":\"\\u0110\xE1\xBB\xA9c\"}\n{\"b\":1}\n"),
    ]);
    let (texts, inside) = all("ban-giao.zip", &outer);
    for words in ["Trần Văn Bình", "ghi chú"] {
        let place = "trong/kho.zip/trang.html.gz";
        assert!(texts.iter().any(|(within, text)| within == place && text.contains(words)), "{words}");
    }
    assert!(texts.iter().any(|(_, text)| text == "Đức"));
    assert_eq!((inside.unread.len(), &inside.pictures[..]), (0, &["trong/kho.zip/anh.png".to_owned()][..]));
}

#[test]
fn what_cannot_be_looked_into_is_named_with_its_place_and_reason() {
    let old_word = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    let file = zip(&[
        ("cu.doc", &old_word),
        ("thu.eml", b"From: a\nMIME-Version: 1.0\n\nVOG="),
        ("x.7z", b"7z\xBC\xAF\x27\x1C\0\0"),
    ]);
    let (_, inside) = all("a.zip", &file);
    let named: Vec<&str> = inside.unread.iter().map(|unread| unread.within.as_str()).collect();
    assert_eq!(named, ["cu.doc", "thu.eml", "x.7z"]);
    assert!(inside.unread[0].reason.contains(".doc"), "{:?}", inside.unread);
    for (name, bytes) in
        [("a.pdf", &b"%PDF-1.7 broken"[..]), ("a.zip", b"PK\x03\x04 broken"), ("a.rtf", b"{\\rtf1 a}")]
    {
        assert_eq!(all(name, bytes).1.unread.len(), 1, "{name}");
    }
}
