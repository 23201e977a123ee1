//! The static twin: a plain page for every document that is true, whole, valid, and harmless whatever the document holds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop with the value it met"
)]

mod common;

use common::{Desk, Ran, files};
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::fs;

const BASE: &str = "https://example.vn/kho/";

fn build(desk: &Desk, more: &[&str]) -> Ran {
    let arguments = [&["build", "in", "-o", "site", "--viewer", "viewer", "--pages"], more].concat();
    desk.run(&arguments).good()
}

fn page(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path("site").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn names(desk: &Desk, folder: &str) -> BTreeSet<String> {
    files(&desk.path("site")).into_keys().filter(|name| name.starts_with(folder)).collect()
}

/// The page as a browser reads it, which must find nothing to complain about.
fn parsed(text: &str) -> Html {
    let page = Html::parse_document(text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    page
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    page.select(&Selector::parse(selector).unwrap()).map(|element| element.text().collect()).collect()
}

fn attributes(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let found = page.select(&selector);
    found.filter_map(|element| element.value().attr(attribute).map(str::to_owned)).collect()
}

#[test]
fn every_document_has_a_page_that_says_all_of_it() {
    let desk = Desk::with_documents();
    build(&desk, &["--base-url", "https://example.vn/kho"]);
    assert_eq!(
        names(&desk, "doc/").into_iter().collect::<Vec<_>>(),
        ["doc/duong.html", "doc/sach.html", "doc/t1.html", "doc/t2.html"]
    );
    let text = page(&desk, "doc/duong.html");
    let road = parsed(&text);
    assert_eq!(texts(&road, "title"), ["Đường ra đồng đã đắp xong – Kho thử"]);
    assert_eq!(texts(&road, "h1"), ["Đường ra đồng đã đắp xong"]);
    assert!(texts(&road, "article p").concat().contains("Đường dài một cây số"), "{text}");
    assert!(
        texts(&road, ".meta").concat().contains("03/2022")
            && texts(&road, ".meta").concat().contains("Giao thông")
    );
    assert_eq!(attributes(&road, "article time", "datetime"), ["2022-03"]);
    assert_eq!(attributes(&road, "link[rel=canonical]", "href"), [format!("{BASE}doc/duong.html")]);
    assert_eq!(attributes(&road, "meta[property='og:url']", "content"), [format!("{BASE}doc/duong.html")]);
    assert_eq!(attributes(&road, "meta[name='DC.date']", "content"), ["2022-03"]);
    assert_eq!(attributes(&road, ".open a", "href"), ["../?doc=duong"]);
    assert_eq!(attributes(&road, ".side a", "href"), ["../?number=12-KH%2FQU"]);
    assert_eq!(
        attributes(&road, ".neighbours a", "href"),
        ["t1.html"],
        "the newest document has an older one alone"
    );
    let ld: serde_json::Value =
        serde_json::from_str(&texts(&road, "script[type='application/ld+json']").concat()).unwrap();
    assert_eq!(ld["headline"], "Đường ra đồng đã đắp xong");
    assert_eq!(ld["datePublished"], "2022-03");
    assert!(texts(&road, ".receipt code").iter().any(|code| code.len() == 64), "the hash of the source");
    assert_eq!(desk.run(&["check", "site"]).good().code, 0);
}

#[test]
fn pages_load_nothing_but_files_of_the_site() {
    let desk = Desk::with_documents();
    build(&desk, &["--base-url", BASE]);
    let site = files(&desk.path("site"));
    for (name, bytes) in site.iter().filter(|(name, _)| name.starts_with("doc/") || name.starts_with("list/"))
    {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let html = parsed(&text);
        assert!(text.contains("default-src 'none'"), "{name}");
        assert!(texts(&html, "style, script:not([type='application/ld+json'])").is_empty(), "{name}");
        assert!(attributes(&html, "[style]", "style").is_empty(), "{name}");
        let loaded = [("link[rel=stylesheet], link[rel=icon]", "href"), ("img, script", "src")];
        for file in loaded.iter().flat_map(|(selector, attribute)| attributes(&html, selector, attribute)) {
            let inside = file.strip_prefix("../").unwrap_or_else(|| panic!("{name} loads {file}"));
            assert!(site.contains_key(inside) || inside == "icon.svg", "{name} loads {file}");
        }
        // Whatever stands in the folder is reached by links, without a script.
        for link in attributes(&html, "main a[href$='.html'], footer a", "href") {
            if let Some(file) = link.strip_prefix("../") {
                assert!(site.contains_key(file), "{name} links to {file}");
            } else if !link.starts_with("https:") {
                let folder = name.split('/').next().unwrap();
                assert!(site.contains_key(&format!("{folder}/{link}")), "{name} links to {link}");
            }
        }
    }
}

#[test]
fn lists_lead_to_every_page_and_long_months_are_cut() {
    let desk = Desk::with_documents();
    let many: String = (0..450)
        .map(|at| format!("{{\"id\":\"n{at}\",\"title\":\"Tin {at}\",\"date\":\"2020-02-0{}\",\"body\":\"Nội dung tin số {at}.\"}}\n", at % 9 + 1))
        .collect();
    desk.write("in/nhieu.jsonl", many);
    build(&desk, &["--keep-duplicates"]);
    let lists = names(&desk, "list/");
    for name in [
        "list/index.html",
        "list/2020-02.html",
        "list/2020-02-p2.html",
        "list/2020-02-p3.html",
        "list/undated.html",
        "list/2022-03.html",
    ] {
        assert!(lists.contains(name), "{lists:?}");
    }
    let index = parsed(&page(&desk, "list/index.html"));
    assert_eq!(texts(&index, ".year h2"), ["Năm 2022 1", "Năm 2021 2", "Năm 2020 450", "Không rõ ngày 1"]);
    let linked: BTreeSet<String> = lists
        .iter()
        .flat_map(|name| attributes(&parsed(&page(&desk, name)), ".documents a", "href"))
        .map(|link| link.trim_start_matches("../").to_owned())
        .collect();
    assert_eq!(linked, names(&desk, "doc/"));
    let second = parsed(&page(&desk, "list/2020-02-p2.html"));
    assert_eq!(attributes(&second, ".pager a", "href"), ["2020-02.html", "2020-02-p3.html"]);
}

#[test]
fn what_needs_the_sites_address_is_said_to_be_missing_without_it() {
    let desk = Desk::with_documents();
    let ran = build(&desk, &[]);
    assert!(ran.err.contains("without --base-url no sitemap.xml"), "{}", ran.err);
    assert!(names(&desk, "sitemap").is_empty() && names(&desk, "feed").is_empty());
    assert!(!page(&desk, "doc/t1.html").contains("canonical"));
    let ran = build(&desk, &["--base-url", BASE]);
    assert!(!ran.err.contains("--base-url"), "{}", ran.err);
    let sitemap = page(&desk, "sitemap.xml");
    assert_eq!(
        sitemap.matches("<url>").count(),
        1 + names(&desk, "list/").len() + names(&desk, "doc/").len()
    );
    assert!(
        sitemap.contains(&format!("<loc>{BASE}doc/duong.html</loc><lastmod>2022-03</lastmod>")),
        "{sitemap}"
    );
    let feed = page(&desk, "feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 3, "what has no date is not new: {feed}");
    assert!(feed.contains("<updated>2022-03-01T00:00:00+07:00</updated>"), "{feed}");
    for wrong in ["example.vn", "ftp://example.vn/", "https://example.vn/?a=b", "https://a:b@example.vn/"] {
        let ran = desk.run(&["build", "in", "-o", "other", "--viewer", "viewer", "--base-url", wrong]);
        assert_eq!(ran.code, 2, "{wrong}: {}", ran.err);
    }
}

#[test]
fn removed_documents_lose_their_pages_and_their_neighbours_learn_of_it() {
    let desk = Desk::with_documents();
    build(&desk, &["--base-url", BASE]);
    assert!(page(&desk, "doc/duong.html").contains("t1.html"));
    desk.run(&["remove", "site", "t1"]).good();
    assert!(!names(&desk, "doc/").contains("doc/t1.html"));
    for (name, bytes) in files(&desk.path("site")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Chợ quê họp lại"), "{name}");
    }
    assert_eq!(attributes(&parsed(&page(&desk, "doc/duong.html")), ".neighbours a", "href"), ["sach.html"]);
    assert!(!page(&desk, "sitemap.xml").contains("t1.html"));
    desk.run(&["check", "site"]).good();
}

#[test]
fn updates_and_builds_keep_the_pages_true() {
    let desk = Desk::with_documents();
    build(&desk, &["--base-url", BASE]);
    let first = files(&desk.path("site"));
    build(&desk, &["--base-url", BASE]);
    assert_eq!(files(&desk.path("site")), first, "building the same once more changes nothing");
    desk.write("them/moi.md", "---\ntitle: Cầu mới\npublished: 2023-01-02\n---\nCầu đã thông.\n");
    desk.run(&["pack", "--update", "site", "them"]).good();
    assert!(page(&desk, "doc/moi.html").contains("Cầu đã thông."));
    assert_eq!(
        attributes(&parsed(&page(&desk, "doc/duong.html")), ".neighbours a", "href"),
        ["moi.html", "t1.html"]
    );
    assert!(page(&desk, "feed.xml").contains("Cầu mới"));
    desk.run(&["check", "site"]).good();
    // The new document is no input of the next build, so its page goes at once and is not kept for old readers.
    build(&desk, &["--base-url", BASE]);
    assert!(!names(&desk, "doc/").contains("doc/moi.html"));
    let pages = |site: std::collections::BTreeMap<String, Vec<u8>>| -> Vec<(String, Vec<u8>)> {
        site.into_iter()
            .filter(|(name, _)| !name.starts_with("parts/") && name != "tangthu-site.json")
            .collect()
    };
    assert_eq!(pages(files(&desk.path("site"))), pages(first));
    let ran = desk.build("site").good();
    assert!(ran.err.contains("this site had a page for every document"), "{}", ran.err);
    assert!(
        names(&desk, "doc/").is_empty()
            && names(&desk, "list/").is_empty()
            && names(&desk, "sitemap").is_empty()
    );
    desk.run(&["check", "site"]).good();
}

#[test]
fn a_damaged_page_is_named_by_check() {
    let desk = Desk::with_documents();
    build(&desk, &[]);
    let text = page(&desk, "doc/t1.html").replace("sáu phiên", "bảy phiên");
    desk.write("site/doc/t1.html", text);
    let ran = desk.run(&["check", "site"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("doc/t1.html does not match"), "{}", ran.out);
}

/// What has broken out of pages elsewhere: markup, ends of elements and attributes, schemes, characters that nobody sees.
const HOSTILE: &str = "\"><img src=x onerror=alert(1)></title></script><script>alert(2)</script><!--<style>]]>'javascript:alert(3)\u{2028}\u{202E}\u{0}&#60;b&#62;&lt;i&gt;</textarea></noscript>";

#[test]
fn hostile_text_in_any_field_stays_text() {
    let desk = Desk::with_documents();
    let h = HOSTILE;
    let document = serde_json::json!({
        "format": "tangthu-archive", "version": 2, "title": h, "description": h, "language": "vi",
        "documents": [
            { "id": h, "title": h, "url": "javascript:alert(4)", "section": [h, h], "published": "2023-03-28", "authors": [h], "source": h,
              "lead": h, "tags": [h], "number": h, "kind": h, "issuer": h, "language": "\"><script>alert(5)</script>",
              "body": [
                { "type": "heading", "level": 2, "text": h }, { "type": "paragraph", "text": h }, { "type": "quote", "text": h },
                { "type": "list", "ordered": true, "items": [h] }, { "type": "list", "ordered": false, "items": [h] },
                { "type": "table", "head": [h], "rows": [[h], []] }, { "type": "figure", "caption": h, "image": h },
              ],
              "attachments": [{ "name": h, "media_type": h, "bytes": 1 }],
              "provenance": { "input": h, "tool": h, "digest": h, "copies": [h, "javascript:alert(6)", "https://example.vn/\"><b>"] } },
            { "id": "../../thoat", "body": [{ "type": "paragraph", "text": "Không nhan đề." }] },
        ],
    });
    desk.write("hostile.json", document.to_string());
    let ran = desk
        .run(&[
            "build",
            "hostile.json",
            "-o",
            "site",
            "--viewer",
            "viewer",
            "--pages",
            "--base-url",
            BASE,
            "--keep-sources",
        ])
        .good();
    assert!(ran.out.contains("2 documents"), "{} {}", ran.out, ran.err);
    assert_eq!(names(&desk, "doc/").len(), 2, "every page lies in its folder");
    let mut seen = 0;
    for (name, bytes) in files(&desk.path("site"))
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html") && name.contains('/'))
    {
        let text = String::from_utf8(bytes).unwrap();
        let html = parsed(&text);
        assert!(
            texts(&html, "script:not([type='application/ld+json']), style, b, i, iframe, object, noscript")
                .is_empty(),
            "{name}: {text}"
        );
        let sources = attributes(&html, "img", "src");
        assert!(sources.iter().all(|source| source == "../icon.svg"), "{name}: {sources:?}");
        for element in html.select(&Selector::parse("*").unwrap()) {
            assert!(element.value().attrs().all(|(key, _)| !key.starts_with("on")), "{name}: {element:?}");
        }
        for link in attributes(&html, "[href]", "href") {
            assert!(!link.to_lowercase().trim_start().starts_with("javascript:"), "{name} links to {link}");
        }
        assert!(!text.contains('\0') && !text.contains('\u{202E}'), "{name}");
        for ld in texts(&html, "script[type='application/ld+json']") {
            serde_json::from_str::<serde_json::Value>(&ld).unwrap();
        }
        seen += texts(&html, "main").concat().matches("<script>alert(2)</script>").count();
    }
    assert!(seen > 15, "what was hostile is still there to be read ({seen} times)");
    let feed = page(&desk, "feed.xml");
    assert!(!feed.contains("<script") && !feed.contains('\u{0}'), "{feed}");
}

#[test]
fn pictures_are_shown_and_other_files_are_saved() {
    let desk = Desk::with_documents();
    let png = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1F\x15\xC4\x89";
    desk.write("in/anh/hop.png", png);
    desk.write("in/tep/nq.html", "<!doctype html><script>alert(1)</script>");
    desk.write(
        "in/hop.md",
        "---\ntitle: Họp tổ\nattachments: [tep/nq.html]\n---\n![Ảnh họp](anh/hop.png)\n\nBàn việc.\n",
    );
    build(&desk, &[]);
    let html = parsed(&page(&desk, "doc/hop.html"));
    let pictures = attributes(&html, "figure img", "src");
    assert!(pictures.len() == 1 && pictures[0].ends_with(".png"), "{pictures:?}");
    assert_eq!(fs::read(desk.path("site/doc").join(&pictures[0])).unwrap(), png);
    assert!(
        attributes(&html, ".side a[download]", "download").contains(&"nq.html.gz".to_owned()),
        "{}",
        page(&desk, "doc/hop.html")
    );
    assert!(attributes(&html, ".side a[download]", "href").iter().all(|href| !href.ends_with(".html")));
}
