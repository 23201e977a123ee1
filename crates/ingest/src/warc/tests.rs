//! Crawls as crawlers write them, and as accidents and ill will leave them.

use super::*;
use crate::{
    item::NoticeKind,
    seekable::{Kept, put_aside},
};
use std::io::Write;

/// A record with its fields and its block.
fn record(kind: &str, url: &str, date: &str, more: &[(&str, &str)], block: &[u8]) -> Vec<u8> {
    let mut head =
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n");
    for (name, value) in more {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut bytes = format!("{head}Content-Length: {}\r\n\r\n", block.len()).into_bytes();
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn page(url: &str, date: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    record("response", url, date, &[], block.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

struct Seen {
    crawl: Crawl,
    said: Vec<(NoticeKind, String)>,
}

impl Seen {
    fn of(files: &[Vec<u8>]) -> Self {
        let aside = std::env::temp_dir();
        let files = files.iter().enumerate().map(|(number, bytes)| {
            let file = put_aside(bytes.as_slice(), &aside).unwrap();
            CrawlFile { input: format!("{number}.warc"), file: Kept::Open(file), hosts: None }
        });
        let mut said = Vec::new();
        let crawl =
            Crawl::read(files.collect(), &aside, &mut |notice| said.push((notice.kind, notice.to_string())));
        Self { crawl, said }
    }

    /// Address, body and crawl time of each document.
    fn documents(&self) -> Vec<(String, String, String)> {
        let each = self.crawl.documents().into_iter().map(|capture| {
            let answer = self.crawl.answer(capture).unwrap();
            let date = capture.crawled.map(|date| date.to_string()).unwrap_or_default();
            (answer.url, String::from_utf8(answer.body).unwrap(), date)
        });
        each.collect()
    }

    fn says(&self, words: &str) -> bool {
        self.said.iter().any(|(_, line)| line.contains(words))
    }
}

const OLD: &str = "2023-03-01T08:00:00Z";
const NEW: &str = "2024-03-01T08:00:00Z";

#[test]
fn plain_members_one_piece_and_pieces_of_records_read_alike() {
    let records = [
        record("warcinfo", "", OLD, &[], b"software: thu"),
        page("https://quan.vn/a", OLD, "<p>Một"),
        record("metadata", "https://quan.vn/a", OLD, &[], b"via: x"),
        page("<https://quan.vn/b>", OLD, "<p>Hai"),
    ];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let cut = plain.len() / 2;
    let pieces = [gzip(&plain[..cut]), gzip(&plain[cut..])].concat();
    for bytes in [plain.clone(), members, gzip(&plain), pieces] {
        let seen = Seen::of(&[bytes]);
        let found = seen.documents();
        assert_eq!(found.len(), 2, "{:?}", seen.said);
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("https://quan.vn/a", "<p>Một"));
        assert_eq!((found[1].0.as_str(), found[1].1.as_str()), ("https://quan.vn/b", "<p>Hai"));
        assert!(seen.said.is_empty(), "{:?}", seen.said);
    }
}

#[test]
fn the_newest_capture_of_an_address_is_read_and_the_others_are_named() {
    let first =
        [page("https://quan.vn/a", NEW, "<p>Mới"), page("https://quan.vn/a#muc", OLD, "<p>Cũ")].concat();
    let second = page("https://quan.vn/b", OLD, "<p>Cũ hơn");
    let third = page("https://quan.vn/b", NEW, "<p>Mới hơn");
    let seen = Seen::of(&[first, second, third]);
    let bodies: Vec<String> = seen.documents().into_iter().map(|(_, body, _)| body).collect();
    assert_eq!(bodies, ["<p>Mới", "<p>Mới hơn"]);
    let folded = seen.said.iter().filter(|(kind, _)| *kind == NoticeKind::Folded).count();
    assert_eq!(folded, 2, "{:?}", seen.said);
    // Moments are told in the archive's own time.
    let told = "2024-03-01T15:00:00+07:00 is kept, 2023-03-01T15:00:00+07:00 is not";
    assert!(seen.says(told), "{:?}", seen.said);
}

#[test]
fn revisits_are_the_page_that_they_refer_to() {
    let digest = "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5";
    let stated: [(&str, &str); 1] = [("WARC-Payload-Digest", digest)];
    let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nabc";
    let first = record("response", "https://quan.vn/a", OLD, &stated, block);
    let head = b"HTTP/1.1 304 Not Modified\r\n\r\n";
    let same = record("revisit", "https://quan.vn/a", NEW, &stated, head);
    let refers = [("WARC-Refers-To-Target-URI", "https://quan.vn/a")];
    let other = record("revisit", "https://quan.vn/in", NEW, &refers, head);
    let by_digest = record("revisit", "https://quan.vn/ban-sao", NEW, &stated, head);
    let lost = record("revisit", "https://quan.vn/mat", NEW, &[], head);
    // The crawl that the revisits refer to may come later than they do.
    let seen = Seen::of(&[[same, other, by_digest, lost].concat(), gzip(&first)]);
    let found = seen.documents();
    let urls: Vec<&str> = found.iter().map(|(url, ..)| url.as_str()).collect();
    assert_eq!(urls, ["https://quan.vn/a", "https://quan.vn/ban-sao", "https://quan.vn/in"]);
    assert!(found.iter().all(|(_, body, date)| body == "abc" && date.starts_with("2024-03-01")), "{found:?}");
    assert!(seen.says("https://quan.vn/mat is unchanged since an earlier crawl, which is not here"));
}

#[test]
fn redirects_are_followed_and_rings_of_them_are_left() {
    let redirect = |from: &str, to: &str| {
        let block = format!("HTTP/1.1 301 Moved\r\nLocation: {to}\r\n\r\n");
        record("response", from, OLD, &[], block.as_bytes())
    };
    let seen = Seen::of(&[[
        redirect("http://quan.vn/", "https://quan.vn/"),
        redirect("https://quan.vn/", "/trang-chu"),
        page("https://quan.vn/trang-chu", OLD, "<p>Trang chủ"),
        redirect("https://quan.vn/x", "/y"),
        redirect("https://quan.vn/y", "/x"),
        redirect("https://quan.vn/z", "https://noi-khac.vn/"),
    ]
    .concat()]);
    let found = seen.crawl.find("http://quan.vn").unwrap();
    assert_eq!(seen.crawl.answer(found).unwrap().url, "https://quan.vn/trang-chu");
    assert!(seen.crawl.find("https://quan.vn/x").is_none());
    assert_eq!(seen.documents().len(), 1);
    assert!(seen.says("redirects to addresses that the crawl does not hold: 3"), "{:?}", seen.said);
}

#[test]
fn digests_are_compared_whatever_they_were_taken_of() {
    let good = "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5";
    let answer = |body: &[u8], fields: &str, digest: &str| {
        let block =
            [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n").as_bytes(), body].concat();
        let stated = [("WARC-Payload-Digest", digest)];
        let seen = Seen::of(&[record("response", "https://quan.vn/a", OLD, &stated, &block)]);
        let capture = seen.crawl.documents()[0].clone();
        seen.crawl.answer(&capture).unwrap()
    };
    let chunked = answer(b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n", good);
    let packed = answer(&gzip(b"abc"), "Content-Encoding: gzip\r\n", good);
    let plain = answer(b"abc", "", good);
    for found in [chunked, packed, plain] {
        assert_eq!((found.body.as_slice(), found.is_changed), (&b"abc"[..], false));
        assert_eq!(found.digest.map(|digest| digest.to_string()).as_deref(), Some(good));
    }
    let changed = answer(b"abd", "", good);
    assert!(changed.is_changed && changed.digest.is_none());
    let unknown = answer(b"abc", "", "md5:900150983cd24fb0d6963f7d28e17f72");
    assert!(!unknown.is_changed && unknown.digest.is_none());
    let stated = [("WARC-Block-Digest", good)];
    let seen =
        Seen::of(&[record("response", "https://quan.vn/a", OLD, &stated, b"HTTP/1.1 200 OK\r\n\r\nx")]);
    assert!(seen.says("the record of https://quan.vn/a does not match its digest"), "{:?}", seen.said);
}

#[test]
fn resources_are_pages_and_notes_of_the_crawler_are_not() {
    let html = [("Content-Type", "text/html; charset=utf-8")];
    let seen = Seen::of(&[[
        record("resource", "https://quan.vn/a", OLD, &html, "<p>Một".as_bytes()),
        record("resource", "urn:pageinfo:https://quan.vn/a", OLD, &html, b"{}"),
        record("resource", "https://quan.vn/a.png", OLD, &[("Content-Type", "image/png")], b"\x89PNG"),
        record("request", "https://quan.vn/a", OLD, &[], b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://quan.vn/404", OLD, &[], b"HTTP/1.1 404 Not Found\r\n\r\n"),
        record("response", "https://quan.vn/hong", OLD, &[], b"khong phai HTTP"),
    ]
    .concat()]);
    assert_eq!(seen.documents().len(), 1);
    assert!(seen.crawl.find("https://quan.vn/a.png").is_some());
    assert!(
        seen.says("404: 1") && seen.says("no documents (pictures, styles, scripts …): 1"),
        "{:?}",
        seen.said
    );
    assert!(seen.says("https://quan.vn/hong: its HTTP head cannot be read"), "{:?}", seen.said);
}

#[test]
fn damage_in_the_middle_loses_one_record_and_is_said_once() {
    let pages: Vec<Vec<u8>> =
        (0..5).map(|n| page(&format!("https://quan.vn/{n}"), OLD, &format!("<p>Trang số {n}"))).collect();
    let mut members: Vec<Vec<u8>> = pages.iter().map(|page| gzip(page)).collect();
    let middle = members[2].len() / 2;
    members[2][middle..middle + 8].fill(0);
    let mut plain = pages;
    plain[2].splice(0..4, *b"RACW");
    for bytes in [members.concat(), plain.concat()] {
        let seen = Seen::of(&[bytes]);
        let urls: Vec<String> = seen.documents().into_iter().map(|(url, ..)| url).collect();
        for n in [0, 1, 3, 4] {
            assert!(urls.contains(&format!("https://quan.vn/{n}")), "{urls:?} {:?}", seen.said);
        }
        assert_eq!(seen.said.len(), 1, "{:?}", seen.said);
    }
}

#[test]
fn files_cut_or_flipped_anywhere_are_read_without_a_panic() {
    let pages: Vec<Vec<u8>> =
        (0..3).map(|n| page(&format!("https://quan.vn/{n}"), OLD, "<p>Trang")).collect();
    let members: Vec<u8> = pages.iter().flat_map(|page| gzip(page)).collect();
    for bytes in [pages.concat(), members] {
        for at in (0..bytes.len()).step_by(3) {
            let cut = Seen::of(&[bytes[..at].to_vec()]);
            assert!(cut.documents().len() <= 3);
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x15;
            let seen = Seen::of(&[flipped]);
            for capture in seen.crawl.documents() {
                let _ = seen.crawl.answer(capture);
            }
        }
    }
    assert!(Seen::of(&[Vec::new()]).says("holds no answer"));
}

#[test]
fn bombs_in_records_and_answers_are_refused_within_bounds() {
    let zeros = |megabytes: usize| {
        let mut chunk = flate2::Compress::new(flate2::Compression::best(), false);
        let mut block = Vec::with_capacity(1 << 20);
        chunk.compress_vec(&[0; 4 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
        let mut gz = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
        gz.extend(block.repeat(megabytes / 4));
        gz
    };
    // An answer that inflates to ten gigabytes.
    let mut block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    block.extend(zeros(10_000));
    let bytes = [
        record("response", "https://quan.vn/bom", OLD, &[], &block),
        page("https://quan.vn/a", OLD, "<p>Một"),
    ];
    let seen = Seen::of(&[bytes.concat()]);
    let found = seen.crawl.documents();
    assert_eq!(found.len(), 2);
    assert!(seen.crawl.answer(found[0]).err().unwrap().contains("200 times"));
    assert_eq!(seen.crawl.answer(found[1]).unwrap().body, "<p>Một".as_bytes());
    // A member that does.
    let seen = Seen::of(&[[zeros(10_000), gzip(&page("https://quan.vn/a", OLD, "<p>Một"))].concat()]);
    assert!(seen.documents().len() <= 1);
    assert!(!seen.said.is_empty());
    // Heads without an end, and lengths without measure.
    let endless = format!("WARC/1.0\r\nA: {}", "x".repeat(3 << 20));
    assert!(Seen::of(&[endless.into_bytes()]).documents().is_empty());
    let long = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quan.vn/\r\nContent-Length: 99999999999999999\r\n\r\nx";
    let seen = Seen::of(&[long.to_vec()]);
    assert!(seen.documents().is_empty() && !seen.said.is_empty(), "{:?}", seen.said);
    // A file of nothing but beginnings.
    let seen = Seen::of(&[[0x1F, 0x8B, 8, 0].repeat(100_000)]);
    assert!(seen.documents().is_empty() && seen.said.len() < 10, "{:?}", seen.said.len());
}
