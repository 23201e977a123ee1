//! Crawls through the public door: WARC files, alone, in folders and in WACZ.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files should fail loudly")]

mod common;

use common::{Read, gzip, read, write, zip};
use std::path::Path;
use tangthu_archive::Sha256Hex;
use tangthu_ingest::NoticeKind;

/// The digest of the page of the first test, in both writings.
const PAGE_SHA1: &str = "8257789b2df16f39bc4214e084f9d06e3d4cbfcf";
const PAGE_SHA1_BASE32: &str = "sha1:QJLXRGZN6FXTTPCCCTQIJ6OQNY6UZP6P";

/// A page with enough text to be one.
fn html(title: &str) -> String {
    let text =
        "Ủy ban nhân dân quận tổ chức hội nghị giao ban công tác quý một, bàn việc chỉnh trang đô thị. "
            .repeat(6);
    format!("<!doctype html><title>{title}</title><body><article><h1>{title}</h1><p>{text}</p></article>")
}

fn response(url: &str, date: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), &block, b"\r\n\r\n"].concat()
}

fn page(url: &str, title: &str) -> Vec<u8> {
    response(
        url,
        "2024-05-06T01:02:03Z",
        "Content-Type: text/html; charset=utf-8\r\n",
        html(title).as_bytes(),
    )
}

fn one(folder: &Path, name: &str, bytes: &[u8]) -> Read {
    read(&[&write(folder, name, bytes)])
}

#[test]
fn a_page_of_a_crawl_is_a_document_with_its_address_and_its_time() {
    let folder = tempfile::tempdir().unwrap();
    // SHA-1 of the page as `sha1sum` gives it, in hexadecimal; it is told as WARC writes it.
    let bytes = page("https://quan.vn/tin/giao-ban.html", "Hội nghị giao ban quý một");
    let stated = format!("WARC/1.0\r\nWARC-Payload-Digest: sha1:{PAGE_SHA1}\r\n");
    let bytes = gzip(&[stated.as_bytes(), &bytes[b"WARC/1.0\r\n".len()..]].concat());
    let found = one(folder.path(), "quan.warc.gz", &bytes);
    assert_eq!(found.titles(), ["Hội nghị giao ban quý một"]);
    let document = &found.documents[0];
    assert_eq!(document.url.as_deref(), Some("https://quan.vn/tin/giao-ban.html"));
    assert!(document.id.starts_with("u-"));
    let provenance = document.provenance.clone().unwrap();
    assert_eq!(provenance.input.as_deref(), Some("quan.warc.gz"));
    assert_eq!(provenance.crawled.unwrap().to_string(), "2024-05-06T08:02:03+07:00");
    assert_eq!(provenance.digest.as_deref(), Some(PAGE_SHA1_BASE32));
    // What is hashed is the page as the server meant it.
    assert_eq!(provenance.sha256, Some(Sha256Hex::of(html("Hội nghị giao ban quý một").as_bytes())));
}

#[test]
fn answers_that_are_no_pages_become_no_documents() {
    let folder = tempfile::tempdir().unwrap();
    let date = "2024-05-06T01:02:03Z";
    let bytes = [
        page("https://quan.vn/a", "Khai mạc hội khỏe Phù Đổng"),
        response("https://quan.vn/api", date, "Content-Type: application/json\r\n", b"{\"title\":\"x\"}"),
        response("https://quan.vn/b", date, "Content-Type: text/html\r\n", b"{\"title\":\"x\"}"),
        response("https://quan.vn/robots.txt", date, "Content-Type: text/plain\r\n", b"User-agent: *"),
        response(
            "https://quan.vn/a.zip",
            date,
            "Content-Type: application/zip\r\n",
            &zip(&[("a.txt", b"A\nB")]),
        ),
    ];
    let found = one(folder.path(), "a.warc", &bytes.concat());
    assert_eq!(found.titles(), ["Khai mạc hội khỏe Phù Đổng"]);
    assert!(found.said.iter().all(|(kind, _)| *kind == NoticeKind::Note), "{:?}", found.said);
}

#[test]
fn a_feed_gives_only_what_the_crawl_does_not_hold_as_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let item = |url: &str, title: &str| {
        format!("<item><title>{title}</title><link>{url}</link><description>Tóm tắt.</description></item>")
    };
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Tin quận</title>{}{}</channel></rss>",
        item("https://quan.vn/a", "Tin đã lưu"),
        item("https://quan.vn/b", "Tin chưa lưu")
    );
    let fields = "Content-Type: application/rss+xml\r\n";
    let feed = response("https://quan.vn/rss", "2024-05-06T01:02:03Z", fields, feed.as_bytes());
    let found = one(folder.path(), "a.warc", &[page("https://quan.vn/a", "Tin đã lưu"), feed].concat());
    // It is named for a part of the site, and not for what the crawl holds.
    assert_eq!(found.settings.title, None);
    let mut titles = found.titles();
    titles.sort_unstable();
    assert_eq!(titles, ["Tin chưa lưu", "Tin đã lưu"]);
}

#[test]
fn a_wacz_is_checked_against_its_package_and_read_as_a_crawl() {
    let folder = tempfile::tempdir().unwrap();
    let warc = gzip(&page("https://quan.vn/a", "Bàn giao nhà văn hóa phường"));
    let pages = "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://quan.vn/a\"}\n{\"url\":\"https://quan.vn/mat\"}\n";
    let pages = pages.as_bytes();
    let package = |hash: Sha256Hex| {
        format!(
            "{{\"profile\":\"data-package\",\"resources\":[{{\"path\":\"archive/data.warc.gz\",\"hash\":\"sha256:{hash}\"}},\
             {{\"path\":\"pages/pages.jsonl\",\"hash\":\"sha256:{}\"}}]}}",
            Sha256Hex::of(pages)
        )
    };
    let wacz = |package: &str, digest: &str| {
        zip(&[
            ("archive/data.warc.gz", &warc),
            ("pages/pages.jsonl", pages),
            ("indexes/index.cdx.gz", &gzip(b"x")),
            ("datapackage.json", package.as_bytes()),
            ("datapackage-digest.json", digest.as_bytes()),
            ("../../thoat.txt", b"x"),
        ])
    };
    let right = package(Sha256Hex::of(&warc));
    let digest =
        format!("{{\"path\":\"datapackage.json\",\"hash\":\"sha256:{}\"}}", Sha256Hex::of(right.as_bytes()));
    let found = one(folder.path(), "quan.wacz", &wacz(&right, &digest));
    assert_eq!(found.titles(), ["Bàn giao nhà văn hóa phường"]);
    let input = found.documents[0].provenance.clone().unwrap().input;
    assert_eq!(input.as_deref(), Some("quan.wacz/archive/data.warc.gz"));
    assert!(found.about("quan.wacz/archive/data.warc.gz: 1 of the pages").contains("https://quan.vn/mat"));
    assert!(found.about("quan.wacz/../../thoat.txt").contains("leads out"));
    assert_eq!(found.said.len(), 2, "{:?}", found.said);

    let wrong = package(Sha256Hex::of(b"khac"));
    let found = one(folder.path(), "sai.wacz", &wacz(&wrong, &digest));
    assert_eq!(found.documents.len(), 1);
    found.about("sai.wacz/datapackage.json: it does not match the digest");
    found.about("sai.wacz/archive/data.warc.gz: it does not match the digest");
}

#[test]
fn frames_and_what_scripts_fetched_are_no_documents() {
    let folder = tempfile::tempdir().unwrap();
    let fetched = page("https://quan.vn/doan", "Đoạn do kịch bản tải về");
    let fetched = [b"WARC/1.0\r\nWARC-Resource-Type: xhr\r\n", &fetched[b"WARC/1.0\r\n".len()..]].concat();
    let warc = [
        page("https://quan.vn/a", "Bàn giao nhà văn hóa phường"),
        page("https://quan.vn/khac", "Trang không có trong danh sách"),
        page("https://quang-cao.vn/khung", "Khung quảng cáo"),
        fetched,
    ];
    let wacz = |pages: &str| {
        zip(&[
            ("archive/a.warc", &warc.concat()),
            ("pages/pages.jsonl", pages.as_bytes()),
            ("datapackage.json", b"{}"),
        ])
    };
    let pages = "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://quan.vn/a\"}\n";
    let found = one(folder.path(), "a.wacz", &wacz(pages));
    assert_eq!(found.titles(), ["Bàn giao nhà văn hóa phường", "Trang không có trong danh sách"]);
    // A list without a page says nothing of frames.
    let found = one(folder.path(), "b.wacz", &wacz("{\"format\":\"json-pages-1.0\"}\n"));
    assert_eq!(found.documents.len(), 3, "{:?}", found.titles());
}

#[test]
fn all_crawls_of_a_folder_are_one() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b/moi.warc.gz", gzip(&page("https://quan.vn/a", "Bản mới của trang")));
    let old = html("Bản cũ của trang");
    let old =
        response("https://quan.vn/a", "2020-01-01T00:00:00Z", "Content-Type: text/html\r\n", old.as_bytes());
    write(folder.path(), "c/cu.warc", old);
    let found = read(&[folder.path()]);
    assert_eq!(found.titles(), ["Bản mới của trang"]);
    assert!(found.about("c/cu.warc https://quan.vn/a").contains("crawled more than once"));
}

#[test]
fn the_older_format_is_refused_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let found =
        one(folder.path(), "a.arc.gz", &gzip(b"filedesc://a.arc 0.0.0.0 20140101000000 text/plain 0\n"));
    assert!(found.about("a.arc.gz: ").contains("warcio recompress"));
}

#[cfg(feature = "zstd")]
#[test]
fn a_crawl_compressed_by_zstandard_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = [page("https://quan.vn/a", "Tin thứ nhất"), page("https://quan.vn/b", "Tin thứ hai")];
    // Each record a frame of its own, as crawlers write it.
    let bytes: Vec<u8> =
        bytes.iter().flat_map(|record| zstd::encode_all(record.as_slice(), 1).unwrap()).collect();
    assert_eq!(one(folder.path(), "a.warc.zst", &bytes).documents.len(), 2);
}

#[test]
fn an_official_document_of_a_crawl_is_read_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let body = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Kế hoạch chỉnh trang đô thị năm 2024</w:t></w:r></w:p><w:p><w:r><w:t>Các phường thực hiện trong quý hai.</w:t></w:r></w:p></w:body></w:document>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let docx = zip(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())]);
    let kind = "Content-Type: application/octet-stream\r\n";
    let bytes =
        response("https://quan.vn/vb/K%E1%BA%BF%20ho%E1%BA%A1ch.docx", "2024-05-06T01:02:03Z", kind, &docx);
    let found = one(folder.path(), "a.warc", &bytes);
    let [document] = found.documents.as_slice() else { unreachable!("{:?}", found.said) };
    assert_eq!(document.url.as_deref(), Some("https://quan.vn/vb/K%E1%BA%BF%20ho%E1%BA%A1ch.docx"));
    assert_eq!(document.attachments[0].name, "Kế hoạch.docx");
    assert_eq!(*found.files.values().next().unwrap(), tangthu_archive::gzip(&docx).unwrap());
    // As deep as containers are opened, a document that is a ZIP itself is still read.
    let deep = zip(&[("trong.zip", &zip(&[("a.docx", &docx)]))]);
    assert_eq!(one(folder.path(), "ngoai.zip", &deep).documents.len(), 1);
}

#[test]
fn dates_told_from_now_are_read_where_it_is_known_when_now_was() {
    let folder = tempfile::tempdir().unwrap();
    let dated = |told: &str| {
        html("Hội nghị giao ban quý một").replace("</h1>", &format!("</h1><div class=\"date\">{told}</div>"))
    };
    for (told, wanted) in [
        ("2 giờ trước", Some("2024-05-06")),
        ("Hôm qua, 14:05", Some("2024-05-05T14:05:00+07:00")),
        ("Cập nhật: 3 ngày trước | Lượt xem: 12", Some("2024-05")),
        ("2 giờ trước | 02/05/2024", Some("2024-05-02")),
    ] {
        let page = dated(told);
        let bytes = response(
            "https://quan.vn/a.html",
            "2024-05-06T03:02:03Z",
            "Content-Type: text/html\r\n",
            page.as_bytes(),
        );
        let found = one(folder.path(), "a.warc", &bytes);
        let published = found.documents[0].published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), wanted, "{told}");
        // A page in a folder may have been saved at any time.
        let found = one(folder.path(), "a.html", page.as_bytes());
        let written = wanted.filter(|_| told.contains('/'));
        assert_eq!(found.documents[0].published.map(|date| date.to_string()).as_deref(), written, "{told}");
    }
}
