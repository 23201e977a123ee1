//! Official documents as publishers have them, in formats of every kind, read through the public door.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set up its files should fail loudly"
)]

mod common;

use common::{read, write, zip};

const TEXT: &str = "Ủy ban nhân dân quận xây dựng kế hoạch phòng cháy, chữa cháy năm 2023 trên địa bàn với các nội dung sau đây, giao các \
    phòng, ban và các phường tổ chức thực hiện nghiêm túc.";

#[test]
fn the_head_is_recognised_in_pages_and_in_texts() {
    let folder = tempfile::tempdir().unwrap();
    let head = [
        "ỦY BAN NHÂN DÂN QUẬN AN HÒA",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 02 tháng 3 năm 2023",
        "KẾ HOẠCH",
        "Phòng cháy, chữa cháy năm 2023",
    ];
    let page = format!(
        "<!doctype html><html><head><meta charset=utf-8></head><body><div><table><tr><td><p><b>{}</b></p><p>{}</p></td>\
         <td><p>{}</p><p>{}</p><p><i>{}</i></p></td></tr></table><p><b>{}</b></p><p><b>{}</b></p><p>{TEXT}</p><p>{TEXT}</p></div></body></html>",
        head[0], head[1], head[2], head[3], head[4], head[5], head[6]
    );
    write(folder.path(), "trang.html", page);
    write(folder.path(), "van-ban.txt", format!("{}\n\n{TEXT}\n", head.join("\n")));
    let read = read(&[folder.path()]);
    assert_eq!(read.documents.len(), 2, "{:?}", read.said);
    for document in &read.documents {
        assert_eq!(document.number.as_deref(), Some("12/KH-UBND"), "{}", document.id);
        assert_eq!(document.kind.as_deref(), Some("Kế hoạch"), "{}", document.id);
        assert_eq!(document.issuer.as_deref(), Some("Ủy ban nhân dân quận An Hòa"), "{}", document.id);
        assert_eq!(document.issued.unwrap().to_string(), "2023-03-02", "{}", document.id);
        assert_eq!(document.title, "Kế hoạch phòng cháy, chữa cháy năm 2023", "{}", document.id);
        assert_eq!(document.lead, None, "{}", document.id);
    }
}

#[test]
fn what_is_not_read_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "cu.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
    write(folder.path(), "cu.rtf", "{\\rtf1\\ansi Một}");
    write(folder.path(), "hong.pdf", "%PDF-1.7\nhỏng");
    let read = read(&[folder.path()]);
    assert!(read.documents.is_empty());
    assert_eq!(read.said.len(), 3, "{:?}", read.said);
    for file in ["cu.doc", "cu.rtf"] {
        let line = read.about(file);
        assert!(line.contains("save it as DOCX or PDF"), "{line}");
    }
    assert!(read.about("hong.pdf").contains("cannot be read as one"));
}

#[test]
fn what_is_not_what_its_name_says_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let whole =
        zip(&[("[Content_Types].xml", b"<Types/>".as_slice()), ("word/document.xml", b"<w:document/>")]);
    for name in ["hong.docx", "hong.pdf", "hong.zip", "hong.html", "hong.odt"] {
        write(folder.path(), name, &noise);
    }
    write(folder.path(), "cut.docx", &whole[..whole.len() / 2]);
    write(folder.path(), "other.docx", zip(&[("a.txt", "Một đoạn chữ.".as_bytes())]));
    let read = read(&[folder.path()]);
    assert!(read.documents.is_empty(), "{:?}", read.ids());
    for (name, said) in [
        ("hong.docx", "its name says DOCX, but it is no DOCX"),
        ("cut.docx", "its name says DOCX, but it is no DOCX"),
        ("other.docx", "its name says DOCX, but it is no DOCX"),
        ("hong.pdf", "its name says PDF, but it is no PDF"),
        ("hong.zip", "its name says ZIP, but it is no ZIP"),
        ("hong.html", "its name says HTML, but it is no text"),
        ("hong.odt", "its name says that it is an office document, which it is not"),
    ] {
        let line = read.about(name);
        assert!(
            line.contains(said) && line.contains("get it again") && !line.contains("formats read"),
            "{line}"
        );
    }
}
