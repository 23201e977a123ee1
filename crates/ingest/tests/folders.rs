//! Inputs as publishers have them: folders and files on a disk, read through the public door.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{read, write};
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use tangthu_archive::Document;
use tangthu_ingest::{NoticeKind, Options, ingest};

#[test]
fn a_folder_is_read_in_order_without_what_is_no_document() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "b/hai.md", "---\ntitle: Hai\n---\nChữ.");
    write(root, "a/một.txt", "Một\nChữ.");
    write(root, "README.md", "# Không phải");
    write(root, "a/README.md", "# Là tài liệu");
    write(root, ".an/x.txt", "Ẩn\nChữ.");
    write(root, "tangthu.toml", "title = \"Kho thử\"\nlanguage = \"vi\"\nmood = 1");
    write(root, "anh.png", b"\x89PNG\0\0");
    let read = read(&[root]);
    let ids: Vec<&str> = read.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["a/README", "a/một", "b/hai"]);
    assert_eq!(read.settings.title.as_deref(), Some("Kho thử"));
    let provenance = read.documents[2].provenance.clone().unwrap();
    assert_eq!(provenance.input.as_deref(), Some("b/hai.md"));
    let wanted = tangthu_archive::Sha256Hex::of("---\ntitle: Hai\n---\nChữ.".as_bytes());
    assert_eq!(provenance.sha256, Some(wanted));
    assert_eq!(read.said.len(), 3, "{:?}", read.said);
    assert!(
        read.said
            .iter()
            .any(|(kind, line)| *kind == NoticeKind::Note && line.starts_with("README.md: left out"))
    );
    assert!(
        read.said.iter().any(|(kind, line)| *kind == NoticeKind::Skipped && line.starts_with("anh.png: "))
    );
}

#[test]
fn tables_with_any_mark_are_read_from_files() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.csv", "title;body\nMột;A\n");
    write(folder.path(), "b.tsv", "title\tbody\nHai\tB\n");
    write(folder.path(), "c.csv", "\u{FEFF}title;body\nBa;C\n");
    write(folder.path(), "d.csv", "title,body\nBốn,D\n");
    let read = read(&[folder.path()]);
    let titles: Vec<&str> = read.documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(titles, ["Một", "Hai", "Ba", "Bốn"], "{:?}", read.said);
}

#[test]
fn archives_inside_a_folder_are_no_documents_of_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "# Một\n\nChữ.");
    write(folder.path(), "out/site/archive.json", "{\"format\":\"tangthu\"}");
    write(folder.path(), "out/site/parts/0a.bin", "x");
    write(folder.path(), "out/site/index.html", "<h1>Trang</h1>");
    // A file of that name alone is no archive around which a site stands.
    write(folder.path(), "kho/archive.json", "{\"documents\":[{\"id\":\"k\",\"title\":\"Kho\"}]}");
    let read = read(&[folder.path()]);
    let ids: Vec<&str> = read.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["a", "k"], "{:?}", read.said);
    let [(kind, line)] = read.said.as_slice() else { panic!("{:?}", read.said) };
    assert_eq!(*kind, NoticeKind::Note);
    assert!(line.starts_with("out/site: left out"), "{line}");
}

#[test]
fn what_its_publisher_holds_back_stays_out_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "---\ntitle: Một\ndraft: true\n---\nChữ.");
    write(folder.path(), "b.md", "---\ntitle: Hai\npublished: false\n---\nChữ.");
    write(folder.path(), "c.md", "---\ntitle: Ba\ndraft: false\npublished: true\n---\nChữ.");
    write(
        folder.path(),
        "d.jsonl",
        "{\"title\":\"Bốn\",\"status\":\"private\"}\n{\"id\":5,\"title\":\"Năm\"}\n",
    );
    let read = read(&[folder.path()]);
    let titles: Vec<&str> = read.documents.iter().map(|document| document.title.as_str()).collect();
    assert_eq!(titles, ["Ba", "Năm"], "{:?}", read.said);
    let skipped: Vec<_> = read.said.iter().filter(|(kind, _)| *kind == NoticeKind::Skipped).collect();
    assert_eq!((skipped.len(), read.said.len()), (3, 3), "{:?}", read.said);
    assert!(skipped.iter().all(|(_, line)| line.contains("not published yet")), "{skipped:?}");
}

#[test]
fn what_systems_and_programs_leave_in_folders_is_passed_over_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "# Một\n\nChữ.");
    for name in ["Thumbs.db", "van-ban/desktop.ini", "van-ban/~$bao-cao.docx", ".DS_Store", "__MACOSX/._a.md"]
    {
        write(folder.path(), name, b"\0\x01\x02");
    }
    let read = read(&[folder.path()]);
    assert_eq!((read.ids(), read.said.len()), (vec!["a"], 0), "{:?}", read.said);
}

#[test]
fn records_without_ids_are_named_once_a_file_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.csv", "Mã tin;Tiêu đề\n1;Một\n2;Hai\n3;Ba\n");
    write(
        folder.path(),
        "b.jsonl",
        "{\"id\":\"b\",\"title\":\"Bốn\"}\n{\"url\":\"https://a.vn/5\",\"title\":\"Năm\"}\n",
    );
    write(folder.path(), "c.jsonl", "{\"title\":\"Sáu\"}\n{\"title\":\"Bảy\"}\n");
    let about = |read: &common::Read| -> Vec<String> {
        let of = read.said.iter().filter(|(_, line)| line.contains("neither an id nor an address"));
        of.map(|(_, line)| line.clone()).collect()
    };
    let first = read(&[folder.path()]);
    let said = about(&first);
    assert_eq!(said.len(), 2, "{:?}", first.said);
    assert!(said[0].starts_with("a.csv:2: ") && said[0].contains("[fields]"), "{}", said[0]);
    assert!(said[1].starts_with("c.jsonl:1: "), "{}", said[1]);
    // The remedy is one.
    write(folder.path(), "tangthu.toml", "[fields.\"a.csv\"]\nid = \"Mã tin\"\n");
    let second = read(&[folder.path()]);
    assert_eq!((about(&second).len(), second.ids()[0]), (1, "1"), "{:?}", second.said);
}

#[test]
fn rules_for_a_site_that_fit_no_page_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let page =
        format!("<title>Họp</title><article><p>{}</p></article>", "Quận họp bàn việc đường. ".repeat(20));
    write(folder.path(), "tin/a.html", &page);
    let rules = "[[site]]\npath = \"tin/*\"\ntitle = \"h1\"\n[[site]]\nhost = \"quan.vn\"\ntitle = \"h1\"\n[[site]]\npath = \"bai/*\"\ntitle = \"h1\"\n";
    write(folder.path(), "tangthu.toml", rules);
    let read = read(&[folder.path()]);
    let idle: Vec<&String> =
        read.said.iter().map(|(_, line)| line).filter(|line| line.contains("[[site]]")).collect();
    assert_eq!(idle.len(), 2, "{:?}", read.said);
    assert!(
        idle[0].contains("host = \"quan.vn\"") && idle[0].contains("none of these says what its address is"),
        "{}",
        idle[0]
    );
    assert!(idle[1].contains("path = \"bai/*\"") && idle[1].contains("compare it"), "{}", idle[1]);
}

#[test]
fn compressed_lines_are_read_like_plain_ones() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\":\"a\",\"title\":\"Một\"}\n{\"title\":\"Hai\",\"url\":\"https://a.vn/2\"}\n{\"title\":\"Ba\"}\n";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(lines.as_bytes()).unwrap();
    let plain = write(folder.path(), "tin.jsonl", lines);
    let gz = write(folder.path(), "gz/tin.jsonl.gz", gz.finish().unwrap());
    #[cfg(feature = "zstd")]
    let zst = write(folder.path(), "zst/tin.jsonl.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap());
    let wanted: Vec<Document> = read(&[&plain]).documents;
    assert_eq!(wanted.len(), 3);
    assert_eq!(wanted[0].id, "a");
    assert!(wanted[1].id.starts_with("u-") && wanted[1].id.len() == 18);
    assert!(wanted[2].id.starts_with("tin#"));
    for path in [
        gz,
        #[cfg(feature = "zstd")]
        zst,
    ] {
        let found = read(&[&path]).documents;
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!((&found.id, &found.title), (&wanted.id, &wanted.title));
        }
        assert_eq!(found.len(), 3);
    }
}

#[cfg(feature = "zstd")]
#[test]
fn a_file_cut_short_keeps_what_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String =
        (0..2000).map(|n| format!("{{\"id\":\"{n}\",\"title\":\"Tin {n} {}\"}}\n", n * 7919)).collect();
    let bytes = zstd::encode_all(lines.as_bytes(), 1).unwrap();
    let path = write(folder.path(), "tin.jsonl.zst", &bytes[..bytes.len() - 8]);
    let read = read(&[&path]);
    assert!(
        read.said
            .iter()
            .any(|(kind, line)| *kind == NoticeKind::Skipped && line.contains("cannot be read to its end"))
    );
}

#[test]
fn one_id_for_two_documents_keeps_both_and_a_copy_is_folded() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\":\"a\",\"title\":\"Một\"}\n{\"id\":\"a\",\"title\":\"Hai\"}\n{\"id\":\"a\",\"title\":\"Một\"}\n";
    let path = write(folder.path(), "tin.jsonl", lines);
    let read = read(&[&path]);
    assert_eq!(read.documents.len(), 2);
    assert_eq!(read.documents[0].id, "a");
    assert!(read.documents[1].id.starts_with("a~") && read.documents[1].id.len() == 10);
    let kinds: Vec<NoticeKind> = read.said.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [NoticeKind::Warning, NoticeKind::Folded]);
}

#[test]
fn a_text_in_windows_1258_is_read_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "cu.txt", b"Qu\xE2\xF2n u\xD2y\nCh\xFD.");
    let read = read(&[&path]);
    assert_eq!(read.documents[0].title, "Quận ủy");
    assert_eq!(read.said.len(), 1);
}

#[test]
fn a_document_too_large_for_a_part_is_skipped_and_the_rest_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let body = "Một đoạn văn dài. ".repeat(500_000);
    let lines = format!(
        "{{\"id\":\"a\",\"title\":\"Lớn\",\"body\":\"{body}\"}}\n{{\"id\":\"a\",\"title\":\"Nhỏ\"}}\n"
    );
    let path = write(folder.path(), "tin.jsonl", lines);
    let read = read(&[&path]);
    assert_eq!(read.documents.len(), 1);
    assert_eq!((read.documents[0].id.as_str(), read.documents[0].title.as_str()), ("a", "Nhỏ"));
    let [(NoticeKind::Skipped, said)] = read.said.as_slice() else { unreachable!("{:?}", read.said) };
    assert!(
        said.starts_with("tin.jsonl:1: the document \"Lớn\" holds more than 8 MB")
            && said.contains("split it")
    );
}

#[test]
fn a_long_portal_page_is_known_though_its_head_ends_inside_a_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut page = "Mục\n\nTên\nNgày đăng 28/03/2023 | 14:04\n\nĐoạn đầu.\n\n".to_owned();
    // Letters of three bytes, so placed that byte 65,536 lies inside one.
    while (65_536 - page.len()).is_multiple_of(3) {
        page.push('.');
    }
    page.push_str(&"ậ".repeat(30_000));
    assert!(!page.is_char_boundary(65_536));
    let path = write(folder.path(), "dai.txt", &page);
    let read = read(&[&path]);
    assert_eq!((read.documents[0].title.as_str(), read.said.len()), ("Tên", 0), "{:?}", read.said);
}

#[cfg(not(feature = "zstd"))]
#[test]
fn without_its_library_a_zstandard_file_is_skipped_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "tin.jsonl.zst", [0x28, 0xB5, 0x2F, 0xFD, 0]);
    let read = read(&[&path]);
    let [(NoticeKind::Skipped, said)] = read.said.as_slice() else { unreachable!("{:?}", read.said) };
    assert!(said.contains("Zstandard") && said.contains("unpack it"), "{said}");
}

#[test]
fn an_archive_in_one_file_is_an_input_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "kho.json", r#"{"title":"Kho","documents":[{"id":"a","title":"Một"}]}"#);
    let read = read(&[&path]);
    assert_eq!((read.documents.len(), read.settings.title.as_deref()), (1, Some("Kho")));
}

#[test]
fn an_input_that_is_not_there_is_an_error_with_a_sentence() {
    let missing = PathBuf::from("/nowhere/at/all");
    let error = ingest(&[missing], &Options::default(), &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("/nowhere/at/all"));
}

#[test]
fn the_folder_of_the_result_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "Một");
    write(folder.path(), "site/b.txt", "Hai");
    let options = Options { leave_out: vec![folder.path().join("site")], ..Options::default() };
    let mut count = 0;
    ingest(&[folder.path().to_path_buf()], &options, &mut |_| count += 1).unwrap();
    assert_eq!(count, 1);
}

#[test]
fn the_demo_archive_reads_without_a_word_of_complaint() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let read = read(&[&demo]);
    assert!(read.documents.len() >= 40, "{}", read.documents.len());
    assert!(read.said.iter().all(|(kind, _)| *kind == NoticeKind::Note), "{:?}", read.said);
    assert!(read.settings.title.is_some());
    let programme = read.documents.iter().find(|document| document.id == "van-ban/01-ctr-qu").unwrap();
    assert_eq!(programme.number.as_deref(), Some("01-CTr/QU"));
}

#[test]
fn numbers_of_documents_that_are_broken_over_lines_are_whole() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "a.html",
        "<title>Danh mục</title><h1>Danh mục văn bản quý một</h1><p>Ủy ban nhân dân quận thông báo danh mục văn bản đã ban hành.</p>\
        <p>Căn cứ Kế hoạch số<br>15-KH/QU của Quận ủy.</p><p>Theo Quyết định 124/QĐ-<br>UBND ngày 12/4/2022.</p>\
        <table><tr><th>Số</th><th>Trích yếu</th></tr><tr><td>Số:<br>01-CTr/QU</td><td>Chương trình</td></tr>\
        <tr><td>123/QĐ-<br>UBND</td><td>Quyết định</td></tr><tr><td>45/<br>NQ-HĐND</td><td>Nghị quyết 2021 -<br>2025</td></tr>\
        <tr><td>33-<br>NQ/TW</td><td>A -<br>UBND</td></tr></table>",
    );
    write(folder.path(), "b.csv", "title,number\nPhê duyệt,\"89/TB-\nUBND\"\nHai,\"Số:\n90/TB-UBND\"\n");
    let read = read(&[folder.path()]);
    let text = format!("{:?}", read.documents[0].body);
    for whole in [
        "Căn cứ Kế hoạch số 15-KH/QU của",
        "Quyết định 124/QĐ-UBND ngày",
        "\"Số: 01-CTr/QU\"",
        "\"123/QĐ-UBND\"",
        "\"45/NQ-HĐND\"",
        "\"33-NQ/TW\"",
        "Nghị quyết 2021 - 2025",
        "\"A - UBND\"",
    ] {
        assert!(text.contains(whole), "{whole}: {text}");
    }
    let numbers: Vec<_> = read.documents[1..].iter().map(|document| document.number.as_deref()).collect();
    assert_eq!(numbers, [Some("89/TB-UBND"), Some("90/TB-UBND")]);
}

#[test]
fn pages_that_a_browser_saved_have_their_address_and_their_folder_is_no_heap_of_documents() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "Ủy ban nhân dân phường tổ chức ra quân tổng vệ sinh môi trường tại mười hai tổ dân phố. ".repeat(4);
    let page = format!(
        "<!DOCTYPE html>\n<!-- saved from url=(0099)https://phuong.example.vn/tin-5.html -->\n<html><title>Ra quân</title><h1>Ra quân</h1><p>{text}</p>\
        <p><img src='./Trang%20tin_files/anh.png' alt='Quang cảnh'></p><p>{text}</p></html>"
    );
    for (name, bytes) in [
        ("Trang tin.html", page.as_bytes()),
        ("Trang tin_files/anh.png", b"\x89PNG\r\n\x1A\n-anh-"),
        ("Trang tin_files/saved_resource.html", b"<html><body>qc</body></html>"),
        ("Trang tin_files/jquery.js", b"var a;"),
    ] {
        write(folder.path(), name, bytes);
    }
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Ra quân"], "{:?}", found.said);
    let document = &found.documents[0];
    assert_eq!(document.url.as_deref(), Some("https://phuong.example.vn/tin-5.html"));
    assert_eq!(document.attachments[0].name, "anh.png");
    assert!(document.attachments[0].sha256.is_some(), "{document:?}");
    assert_eq!(found.said.len(), 1, "{:?}", found.said);
    assert!(found.said[0].1.contains("(3 files looked at)"), "{:?}", found.said);
}

#[test]
fn what_is_no_document_is_refused_with_what_to_do_and_no_document_is_without_a_title() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "d.txt", "");
    write(folder.path(), "khong-ten.html", "<html><body>quảng cáo</body></html>");
    let found = read(&[folder.path()]);
    assert!(
        found.about("d.txt: ").ends_with("it is empty; get it again, or take it out"),
        "{:?}",
        found.said
    );
    assert!(found.documents.iter().all(|document| !document.title.is_empty()), "{:?}", found.documents);
}

#[test]
fn rows_of_the_table_of_wordpress_are_read_without_its_drafts() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "wp_posts.csv",
        "ID,post_title,post_content,post_excerpt,post_status,post_password,post_date\n\
        1,Một,<p>Chữ.</p>,Tóm tắt,publish,,2023-01-02 03:04:05\n2,Hai,x,,draft,,\n3,Ba,x,,inherit,,\n4,Bốn,x,,publish,mật,\n",
    );
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Một"], "{:?}", found.said);
    assert_eq!((found.ids(), found.documents[0].lead.as_deref()), (vec!["1"], Some("Tóm tắt")));
    assert!(!format!("{:?}", found.said).contains("is not known"), "{:?}", found.said);
}

#[test]
fn letters_that_were_lost_when_a_table_was_saved_are_named_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.csv", "id,title\n1,H?i ngh? t?ng k?t\n2,Khai gi?ng n?m h?c m?i\n");
    let found = read(&[folder.path()]);
    assert_eq!((found.documents.len(), found.said.len()), (2, 1), "{:?}", found.said);
    assert!(found.about("a.csv:2: ").contains("(\"H?i\")") && found.about("a.csv:2: ").contains("CSV UTF-8"));
}

#[test]
fn feeds_name_an_archive_where_they_agree() {
    let feed = |title: &str, item: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>{title}</title><language>vi</language><item><title>{item}</title>\
             <link>https://quan.vn/{item}</link><description>Quận họp bàn việc lát hè.</description></item></channel></rss>"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "tin.xml", feed("Tin tức", "mot"));
    let settings = read(&[folder.path()]).settings;
    assert_eq!((settings.title.as_deref(), settings.language.as_deref()), (Some("Tin tức"), Some("vi")));
    assert_eq!(settings.named_by.as_deref(), Some("tin.xml"));
    // A list of records says nothing of itself; but one feed among many documents is not what all are called.
    write(folder.path(), "them.json", r#"[{"title": "Ba", "body": "Quận họp."}]"#);
    let settings = read(&[folder.path()]).settings;
    assert_eq!((settings.title, settings.named_by, settings.language.as_deref()), (None, None, Some("vi")));
    let items: Vec<String> = (0..9).map(|nth| format!("<item><title>Tin {nth}</title></item>")).collect();
    let long = feed("Tin tức", "mot").replace("</channel>", &format!("{}</channel>", items.concat()));
    write(folder.path(), "tin.xml", long);
    assert_eq!(read(&[folder.path()]).settings.title.as_deref(), Some("Tin tức"));
    // Feeds of the sections of one site: the title of the first is not that of the site.
    write(folder.path(), "van-ban.xml", feed("Văn bản", "hai"));
    let found = read(&[folder.path()]);
    assert_eq!(found.documents.len(), 12, "{:?}", found.said);
    assert_eq!((found.settings.title.as_deref(), found.settings.language.as_deref()), (None, Some("vi")));
    write(folder.path(), "tangthu.toml", "title = \"Cổng thông tin quận\"\n");
    assert_eq!(read(&[folder.path()]).settings.title.as_deref(), Some("Cổng thông tin quận"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_a_name_cannot_break_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("ong")).unwrap();
    write(folder.path(), "dòng\nhai\u{1b}[31m.txt", "");
    write(folder.path(), "trang.txt", " \n\n");
    write(folder.path(), "rong.html", "<html><body></body></html>");
    let found = read(&[folder.path()]);
    assert!(found.about("ong: ").contains("neither a file nor a folder"), "{:?}", found.said);
    assert!(found.about("dòng?hai?[31m.txt: it is empty; get it again").ends_with("or take it out"));
    assert!(found.about("trang.txt: it is empty; get it again").ends_with("or take it out"));
    assert!(found.about("rong.html: no text").contains("tangthu.toml"), "{:?}", found.said);
}

#[test]
fn a_long_table_whose_last_rows_are_of_another_encoding_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = "\u{FEFF}title,body\n".as_bytes().to_vec();
    // More than is looked at to tell the encoding.
    (0..20_000).for_each(|at| table.extend(format!("Chợ {at},Họp chợ\n").as_bytes()));
    table.extend(b"Qu\xE2\xF2n u\xD2y,H\xF4\xF2i ngh\xEC\xF2\n");
    let found = read(&[&write(folder.path(), "tin.csv", table)]);
    assert_eq!(found.documents[0].title, "Chợ 0");
    assert_eq!(found.documents.last().unwrap().title, "Quận ủy");
    assert!(found.said.iter().any(|(_, said)| said.contains("windows-1258")), "{:?}", found.said);
}
