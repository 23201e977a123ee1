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

/// A DOCX file as libraries make them: paragraphs with the names of their styles, and properties.
fn docx(paragraphs: &[(&str, &str)], properties: &str) -> Vec<u8> {
    let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let body: String = paragraphs
        .iter()
        .map(|(style, text)| {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        })
        .collect();
    let style = |id: &str, name: &str| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>")
    };
    let styles =
        [style("Normal", "Normal"), style("Title", "Title"), style("Heading1", "heading 1")].concat();
    let core = "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"";
    zip(&[
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", format!("<w:document {names}><w:body>{body}</w:body></w:document>").as_bytes()),
        ("word/styles.xml", format!("<w:styles {names}>{styles}</w:styles>").as_bytes()),
        (
            "docProps/core.xml",
            format!("<cp:coreProperties {core}>{properties}</cp:coreProperties>").as_bytes(),
        ),
    ])
}

/// What python-docx leaves in the files that are made with it.
const OF_PYTHON_DOCX: &str = "<dc:title/><dc:creator>python-docx</dc:creator><dc:description>generated by python-docx</dc:description>\
    <dcterms:created>2013-12-23T23:15:00Z</dcterms:created><dcterms:modified>2013-12-23T23:15:00Z</dcterms:modified>";

#[test]
fn a_document_that_a_library_made_has_neither_its_date_nor_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let head = |style| {
        vec![
            (style, "ỦY BAN NHÂN DÂN PHƯỜNG BẾN ĐÁ"),
            ("Normal", "Số: 45/BC-UBND"),
            ("Normal", "Bến Đá, ngày 20 tháng 11 năm 2023"),
            ("Heading1", "BÁO CÁO"),
            ("Normal", "Kết quả tiếp công dân quý III năm 2023"),
            ("Normal", TEXT),
        ]
    };
    write(folder.path(), "thuong.docx", docx(&head("Normal"), OF_PYTHON_DOCX));
    write(folder.path(), "tieu-de.docx", docx(&head("Title"), OF_PYTHON_DOCX));
    write(folder.path(), "tin.docx", docx(&[("Title", "Phường họp dân"), ("Normal", TEXT)], OF_PYTHON_DOCX));
    let person =
        "<dc:creator>Nguyễn Thị Hoa</dc:creator><dcterms:created>2022-05-06T02:00:00Z</dcterms:created>";
    write(folder.path(), "nguoi.docx", docx(&[("Title", "Phường họp bàn"), ("Normal", TEXT)], person));
    let read = read(&[folder.path()]);
    assert_eq!(read.documents.len(), 4, "{:?}", read.said);
    let by_id = |id: &str| read.documents.iter().find(|document| document.id.contains(id)).unwrap();
    for id in ["thuong", "tieu-de"] {
        let document = by_id(id);
        assert_eq!(document.number.as_deref(), Some("45/BC-UBND"), "{id}");
        assert_eq!(document.issuer.as_deref(), Some("Ủy ban nhân dân phường Bến Đá"), "{id}");
        assert_eq!(document.published.unwrap().to_string(), "2023-11-20", "{id}");
        assert_eq!(document.updated, None, "{id}");
        assert_eq!(document.title, "Báo cáo kết quả tiếp công dân quý III năm 2023", "{id}");
        assert_eq!(document.authors, [""; 0], "{id}");
    }
    let news = by_id("tin");
    assert_eq!((news.title.as_str(), news.published, news.updated), ("Phường họp dân", None, None));
    assert_eq!(news.authors, [""; 0]);
    let person = by_id("nguoi");
    assert_eq!(person.authors, ["Nguyễn Thị Hoa"]);
    assert!(person.published.is_some());
}
