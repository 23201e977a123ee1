//! Pictures and files that belong to documents: in folders, containers and crawls.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{gzip, read, read_with, tar, write, zip};
use tangthu_archive::{Block, Document, Sha256Hex};
use tangthu_ingest::{NoticeKind, Options};

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n-anh-";
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0-anh-";
const PDF: &[u8] = b"%PDF-1.7 van ban";

/// A page with enough text to be one, and these elements in its article.
fn html(title: &str, inside: &str) -> String {
    let text =
        "Ủy ban nhân dân quận tổ chức hội nghị giao ban công tác quý một, bàn việc chỉnh trang. ".repeat(6);
    format!(
        "<!doctype html><title>{title}</title><body><article><h1>{title}</h1><p>{text}</p>{inside}<p>{text}</p></article>"
    )
}

/// Name, media type and whether the file is there, of each attachment.
fn told(document: &Document) -> Vec<(&str, &str, bool)> {
    let each = document.attachments.iter();
    each.map(|one| (one.name.as_str(), one.media_type.as_deref().unwrap_or(""), one.sha256.is_some()))
        .collect()
}

fn images(document: &Document) -> Vec<Option<&str>> {
    let figures = document.body.iter().filter_map(|block| match block {
        Block::Figure { image, .. } => Some(image.as_deref()),
        _ => None,
    });
    figures.collect()
}

#[test]
fn pictures_next_to_a_page_come_with_it_from_folders_and_containers_alike() {
    let page = html(
        "Lễ khánh thành",
        "<img src='../bilder/l%E1%BB%85.png' alt='Lễ'><a href='/vb/1.pdf'>Kế hoạch</a>",
    );
    let markdown = "---\ntitle: Hội chợ\n---\nChữ.\n\n![Gian hàng](bilder/a.jpg)\n\nChữ.";
    let files: [(&str, &[u8]); 5] = [
        ("tin/a.html", page.as_bytes()),
        ("b.md", markdown.as_bytes()),
        ("bilder/lễ.png", PNG),
        ("bilder/a.jpg", JPEG),
        ("vb/1.pdf", PDF),
    ];
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, bytes)| drop(write(&folder.path().join("in"), name, bytes)));
    let zipped = write(folder.path(), "in.zip", zip(&files));
    let tarred = write(folder.path(), "in.tgz", gzip(&tar(&files)));
    for input in [folder.path().join("in"), zipped, tarred] {
        let found = read(&[&input]);
        let fair = found.documents.iter().find(|document| document.title == "Hội chợ").unwrap();
        assert_eq!(told(fair), [("a.jpg", "image/jpeg", true)]);
        assert_eq!(images(fair), [Some("a.jpg")]);
        let opening = found.documents.iter().find(|document| document.title == "Lễ khánh thành").unwrap();
        assert!(told(opening).contains(&("lễ.png", "image/png", true)), "{:?}", told(opening));
        assert!(
            opening.attachments.iter().any(|one| one.sha256 == Some(Sha256Hex::of(PDF))),
            "{:?}",
            told(opening)
        );
        assert_eq!(images(opening), [Some("lễ.png")]);
        for document in &found.documents {
            for attachment in document.attachments.iter().filter(|one| one.sha256.is_some()) {
                let bytes = &found.files[&attachment.path().unwrap()];
                attachment.verify(bytes).unwrap();
            }
        }
        // The PDF that a page links to is a document of its own, or will be; the pictures are not left out.
        let about_files = found.said.iter().filter(|(_, line)| line.contains("bilder/"));
        assert_eq!(about_files.count(), 0, "{:?}", found.said);
        assert!(!found.said.iter().any(|(kind, _)| *kind == NoticeKind::Warning), "{:?}", found.said);
    }
}

#[test]
fn what_a_file_is_its_content_says_and_what_could_run_is_inert() {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\ntitle: Ảnh\n---\n![a](a.png)\n\n![b](b.svg)\n\n![c](c.jpg)\n\nChữ.";
    write(folder.path(), "a.md", page);
    write(folder.path(), "a.png", "<!doctype html><script>alert(1)</script>");
    write(folder.path(), "b.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    write(folder.path(), "c.jpg", PNG);
    let found = read(&[&folder.path().join("a.md")]);
    let endings: Vec<&str> = found.files.keys().map(|path| path.rsplit_once('.').unwrap().1).collect();
    assert_eq!(endings.iter().filter(|ending| **ending == "bin").count(), 2, "{endings:?}");
    assert_eq!(endings.iter().filter(|ending| **ending == "png").count(), 1);
}

#[test]
fn missing_files_are_named_once_and_stay_listed() {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\ntitle: Thiếu ảnh\n---\n![a](mat.png)\n\n![b](https://noi-khac.vn/b.png)\n\nChữ.";
    write(folder.path(), "a.md", page);
    let found = read(&[folder.path()]);
    assert_eq!(told(&found.documents[0]), [("mat.png", "", false)]);
    assert_eq!(images(&found.documents[0]), [Some("mat.png"), None]);
    assert_eq!((found.files.len(), found.said.len()), (0, 1), "{:?}", found.said);
    assert!(found.about("a.md: files that belong to it are not here").contains("mat.png"));
}

#[test]
fn no_reference_reaches_what_is_not_published() {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("in");
    write(outside.path(), "bi-mat.txt", "bí mật");
    write(&root, ".env", "bí mật");
    #[cfg(unix)]
    {
        std::fs::create_dir_all(&root).unwrap();
        std::os::unix::fs::symlink("../bi-mat.txt", root.join("lien-ket.txt")).unwrap();
    }
    let row = r#"{"title":"Một","attachments":["../bi-mat.txt","%2e%2e/bi-mat.txt",".env","/etc/passwd","lien-ket.txt","a/../../bi-mat.txt"]}"#;
    write(&root, "a.jsonl", row);
    let found = read(&[&root]);
    assert!(found.files.is_empty(), "{:?}", found.files.keys());
    assert!(found.documents[0].attachments.iter().all(|attachment| attachment.sha256.is_none()));
}

#[test]
fn records_name_their_files_by_path_and_may_give_them_names() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "du-lieu/tep/1.pdf", PDF);
    write(folder.path(), "du-lieu/tep/a.png", PNG);
    let row = r#"{"title":"Một","attachments":["tep/a.png",{"path":"tep/1.pdf","name":"Phụ lục 1","sha256":"0000000000000000000000000000000000000000000000000000000000000000"},
        {"url":"https://quan.vn/am.mp3","mime_type":"audio/mpeg"}],"body":[{"type":"figure","caption":"Ảnh","image":"tep/a.png"}]}"#;
    write(folder.path(), "du-lieu/a.jsonl", row.replace('\n', " "));
    let found = read(&[folder.path()]);
    let document = &found.documents[0];
    let wanted = [
        ("a.png", "image/png", true),
        ("Phụ lục 1", "application/pdf", true),
        ("https://quan.vn/am.mp3", "audio/mpeg", false),
    ];
    assert_eq!(told(document), wanted);
    assert_eq!(images(document), [Some("a.png")]);
    assert_eq!(found.files.len(), 2);
}

#[test]
fn pictures_in_the_html_of_a_record_come_along_or_are_left_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "upload/a.png", PNG);
    let body = "<p>Khai mạc lúc tám giờ.</p><figure><img src='/upload/a.png'><figcaption>Khai mạc</figcaption></figure>                <figure><img src='/upload/mat.png'><figcaption>Bế mạc</figcaption></figure><p><img src='https://quan.vn/b.png'></p><p>Hết.</p>";
    write(
        folder.path(),
        "a.jsonl",
        format!("{{\"title\":\"Hội diễn\",\"url\":\"https://quan.vn/1\",\"body\":\"{body}\"}}"),
    );
    let found = read(&[folder.path()]);
    assert_eq!(told(&found.documents[0]), [("a.png", "image/png", true)]);
    assert_eq!(images(&found.documents[0]), [Some("a.png"), None]);
    assert!(found.said.is_empty(), "{:?}", found.said);
}

#[test]
fn a_crawl_gives_its_pages_their_pictures_and_files() {
    let response = |url: &str, kind: &str, body: &[u8]| {
        let block = [format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n").as_bytes(), body].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T01:02:03Z\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), &block, b"\r\n\r\n"].concat()
    };
    let inside = "<img src='/anh/a.jpg' alt='Quang cảnh'><img src='/anh/mat.jpg' alt='Mất'><a href='../vb/2.doc'>Công văn</a>";
    let page = html("Bàn giao nhà văn hóa", inside);
    let warc = [
        response("https://quan.vn/tin/1.html", "text/html; charset=utf-8", page.as_bytes()),
        response("https://quan.vn/anh/a.jpg", "text/plain", JPEG),
        response(
            "https://quan.vn/vb/2.doc",
            "application/msword",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 van ban",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let found = read(&[&write(folder.path(), "a.warc", warc.concat())]);
    let [document] = found.documents.as_slice() else { unreachable!("{:?}", found.titles()) };
    assert!(told(document).contains(&("a.jpg", "image/jpeg", true)), "{:?}", told(document));
    assert!(told(document).contains(&("mat.jpg", "", false)), "{:?}", told(document));
    assert_eq!(found.files.len(), 2);
    assert!(found.files.keys().any(|path| path.ends_with(".bin")));
    assert!(found.about("a.warc https://quan.vn/tin/1.html: files that belong").contains("/anh/mat.jpg"));
}

#[test]
fn sources_are_kept_where_that_is_wished_and_match_the_hash_of_the_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let input = write(folder.path(), "tin/a.html", html("Khai giảng", ""));
    assert!(read(&[&input]).files.is_empty());
    let found = read_with(&[&input], &Options { keep_sources: true, ..Options::default() });
    let document = &found.documents[0];
    let [source] = document.attachments.as_slice() else { unreachable!("{:?}", told(document)) };
    assert_eq!(
        (source.name.as_str(), source.sha256),
        ("a.html", document.provenance.clone().unwrap().sha256)
    );
    assert!(source.path().unwrap().ends_with(".bin"));
}

#[test]
fn files_past_the_limit_are_named_and_left() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "---\ntitle: Tệp lớn\n---\n![a](lon.png)\n\nChữ.");
    let large = std::fs::File::create(folder.path().join("lon.png")).unwrap();
    large.set_len(tangthu_archive::MAX_ATTACHMENT_BYTES + 1).unwrap();
    let found = read(&[&folder.path().join("a.md")]);
    assert!(found.files.is_empty());
    assert!(found.about("a.md: ").contains("longer than 64 MB"), "{:?}", found.said);
}

#[test]
fn a_page_that_looks_like_a_picture_further_in_is_kept_as_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("a.webp", "<script>WEBP;alert(1)</script>"),
        ("a.avif", "<!--ftypavif0000avif--><script>alert(1)</script>"),
        ("a.pdf", "<script>alert(1)</script><!--%PDF-1.4-->"),
        ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ] {
        write(folder.path(), name, content);
    }
    let list = "[\"a.webp\",\"a.avif\",\"a.pdf\",\"a.svg\"]";
    let input = write(folder.path(), "a.jsonl", format!("{{\"title\":\"Thử\",\"attachments\":{list}}}"));
    let found = read(&[&input]);
    assert_eq!(found.files.len(), 4, "{:?}", found.said);
    for (path, bytes) in &found.files {
        // What a server or a browser that guesses finds is gzip.
        assert!(path.ends_with(".bin") && bytes.starts_with(&[0x1F, 0x8B]), "{path}");
    }
}

#[test]
fn office_documents_that_are_attached_are_told_apart_and_lie_inert() {
    let types: &[u8] = b"<Types/>";
    let open_document = |kind: &str| {
        zip(&[
            ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()),
            ("content.xml", b"<a/>"),
        ])
    };
    let ooxml = "application/vnd.openxmlformats-officedocument";
    let files = [
        (
            "a.docx",
            zip(&[
                ("[Content_Types].xml", types),
                ("_rels/.rels", b"<a/>"),
                ("docProps/app.xml", b"<a/>"),
                ("word/document.xml", b"<a/>"),
            ]),
            format!("{ooxml}.wordprocessingml.document"),
        ),
        // Some programs put what tells them apart first, others last.
        (
            "b.docx",
            zip(&[("word/document2.xml", b"<a/>".as_slice()), ("[Content_Types].xml", types)]),
            format!("{ooxml}.wordprocessingml.document"),
        ),
        (
            "c.xlsx",
            zip(&[
                ("[Content_Types].xml", types),
                ("docProps/core.xml", b"<a/>"),
                ("xl/workbook.xml", b"<a/>"),
            ]),
            format!("{ooxml}.spreadsheetml.sheet"),
        ),
        (
            "d.pptx",
            zip(&[("[Content_Types].xml", types), ("ppt/presentation.xml", b"<a/>")]),
            format!("{ooxml}.presentationml.presentation"),
        ),
        ("e.odt", open_document("text"), "application/vnd.oasis.opendocument.text".to_owned()),
        ("f.ods", open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        (
            "g.odp",
            open_document("presentation"),
            "application/vnd.oasis.opendocument.presentation".to_owned(),
        ),
        // A name says nothing.
        ("h.docx", zip(&[("anh/a.txt", b"word/document.xml".as_slice())]), "application/zip".to_owned()),
        (
            "i.odt",
            zip(&[("mimetype", b"text/html".as_slice()), ("content.xml", b"<a/>")]),
            "application/zip".to_owned(),
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let links: String = files.iter().map(|(name, ..)| format!("<a href='vb/{name}'>{name}</a> ")).collect();
    write(folder.path(), "a.html", html("Lấy ý kiến", &links));
    files.iter().for_each(|(name, bytes, _)| drop(write(&folder.path().join("vb"), name, bytes)));
    let found = read(&[&folder.path().join("a.html")]);
    let attachments = &found.documents[0].attachments;
    for (name, bytes, media_type) in &files {
        let hash = Sha256Hex::of(bytes);
        let one = attachments.iter().find(|one| one.sha256 == Some(hash)).unwrap();
        assert_eq!(one.media_type.as_ref(), Some(media_type), "{name}");
        let path = one.path().unwrap();
        assert!(path.ends_with(".bin") && found.files.contains_key(&path), "{name}: {path}");
    }
}

#[test]
fn copies_of_one_site_side_by_side_have_their_roots_in_folders_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let page = |year: &str| html(&format!("Lễ hội {year}"), "<img src='/anh/le.png' alt='Lễ'>");
    for (copy, picture) in [("2021", PNG), ("2023", JPEG)] {
        write(folder.path(), &format!("{copy}/quan.vn/tin/le.html"), page(copy));
        write(folder.path(), &format!("{copy}/quan.vn/anh/le.png"), picture);
    }
    let found = read(&[folder.path()]);
    let types: Vec<_> = found.documents.iter().map(|document| told(document)[0].1).collect();
    assert_eq!(types, ["image/png", "image/jpeg"], "{:?}", found.said);
}

#[test]
fn a_file_whose_name_macos_took_apart_is_found_by_its_name() {
    let apart = "anh/ho\u{323}\u{302}i-nghi\u{323}.png";
    let page = "---\ntitle: Hội nghị\n---\nChữ.\n\n![Hội nghị](anh/hội-nghị.png)\n";
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("in"), apart, PNG);
    write(&folder.path().join("in"), "a.md", page);
    let zipped = write(folder.path(), "in.zip", zip(&[(apart, PNG), ("a.md", page.as_bytes())]));
    for input in [folder.path().join("in"), zipped] {
        let found = read(&[&input]);
        assert_eq!(told(&found.documents[0]), [("hội-nghị.png", "image/png", true)], "{:?}", found.said);
        assert_eq!(found.said.len(), 0, "{:?}", found.said);
    }
}

#[test]
fn names_that_servers_of_windows_hold_for_one_are_one_and_a_picture_alone_is_named_as_such() {
    let page = html("Lễ", "<img src='Anh/LE.PNG' alt='Lễ'><img src='anh/B.png' alt='B'>");
    let files: [(&str, &[u8]); 5] = [
        ("a.html", page.as_bytes()),
        ("anh/le.png", PNG),
        // The very name comes first.
        ("anh/B.png", JPEG),
        ("anh/b.png", PNG),
        ("anh/le-loi.png", PNG),
    ];
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, bytes)| drop(write(&folder.path().join("in"), name, bytes)));
    let zipped = write(folder.path(), "in.zip", zip(&files));
    for input in [folder.path().join("in"), zipped] {
        let found = read(&[&input]);
        let wanted = [("LE.PNG", "image/png", true), ("B.png", "image/jpeg", true)];
        assert_eq!(told(&found.documents[0]), wanted, "{:?}", found.said);
        let said: Vec<&String> = found.said.iter().map(|(_, line)| line).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().all(|line| line.contains("a picture that no document here shows")), "{said:?}");
    }
}
