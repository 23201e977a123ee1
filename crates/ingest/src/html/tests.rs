//! Pages written for the tests, in the manner of Vietnamese portals.

use super::*;
use tangthu_archive::Block;

/// A page's document; `None` where it is refused.
fn read(html: &str) -> HtmlDocument {
    let page = HtmlPage {
        bytes: html.as_bytes(),
        url: Some("https://phuong.example.vn/tin/1.html"),
        ..HtmlPage::default()
    };
    read_page(&page, &[]).unwrap()
}

fn refused(html: &str) -> String {
    read_page(&HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() }, &[]).unwrap_err()
}

fn body_text(document: &Document) -> String {
    let texts = document.lead.iter().map(String::as_str).chain(document.body.iter().flat_map(Block::texts));
    texts.collect::<Vec<_>>().join("\n")
}

const LONG: &str = "Chiều nay, Ủy ban nhân dân phường tổ chức hội nghị sơ kết công tác sáu tháng đầu năm, triển khai nhiệm vụ \
    trọng tâm những tháng cuối năm và khen thưởng các tổ dân phố có thành tích tốt.";

#[test]
fn a_page_of_nothing_is_refused_with_a_reason() {
    for html in ["", "<html></html>", "<script>let a = 1;</script>", "<!-- a -->"] {
        assert!(!refused(html).is_empty());
    }
}

#[test]
fn the_article_is_read_and_what_stands_round_it_is_not() {
    let html = format!(
        "<html><head><title>Hội nghị sơ kết - Cổng thông tin phường</title><script>var a = 'Mã lệnh';</script><style>p {{}}</style></head>
         <body><div id='menu'><ul><li><a href='/'>Trang chủ</a><li><a href='/gt'>Giới thiệu</a></ul></div>
         <h1>Hội nghị sơ kết</h1><div class='noi-dung'><p>{LONG}</p><p>{LONG}</p><p style='display: none'>Dòng ẩn không ai đọc.</p></div>
         <div class='tin-lien-quan'><h3>Tin liên quan</h3><ul><li><a href='/2'>Một tin khác nữa</a></ul></div>
         <div id='comments'><p>Bình luận của bạn đọc: {LONG}</p></div></body></html>"
    );
    let document = read(&html).document;
    assert_eq!(document.title, "Hội nghị sơ kết");
    assert_eq!(body_text(&document).matches(LONG).count(), 2, "{document:#?}");
    for word in ["Mã lệnh", "Trang chủ", "ẩn", "Tin liên quan", "Một tin khác", "Bình luận"] {
        assert!(!body_text(&document).contains(word), "{word}");
    }
}

#[test]
fn nesting_attributes_and_nodes_without_end_are_read_in_bounded_time() {
    let start = std::time::Instant::now();
    let n = 200_000;
    let hostile = [
        "<div>".repeat(n),
        "<div>".repeat(n) + "Chữ" + &"</div>".repeat(n),
        "<b>".repeat(n),
        "<a><p>".repeat(n / 4),
        (0..100_000).map(|i| format!("<font size={i}><p>")).collect(),
        (0..100_000).map(|i| format!("<p><b id={i}></p>x")).collect(),
        "<div><table></div>".repeat(n / 10),
        "<table><tr><td>".repeat(n / 10),
        "<ul><li>".repeat(n / 10),
        "<svg>".repeat(n),
        "<select><option>".repeat(n / 4),
        format!("<p {}>", (0..n).map(|i| format!("a{i} ")).collect::<String>()),
        format!("<!-- {}", "x ".repeat(n)),
        "<template>".repeat(n),
        "<p>".repeat(n),
        "&".repeat(n),
        "<".repeat(n),
        "<blockquote>".repeat(n / 10),
    ];
    for html in hostile {
        let page = HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() };
        // Read or refused, as long as it ends.
        let _ = read_page(&page, &[]);
    }
    assert!(start.elapsed().as_secs() < 240, "{:?}", start.elapsed());
}

#[test]
fn a_title_or_script_too_deep_is_still_ended() {
    // The tree builder must get the end of what the tokenizer reads as bare text, however deep it stands.
    for raw in ["title", "script", "style", "textarea", "xmp", "iframe", "noframes"] {
        let html = format!("{}<{raw}>a</{raw}><b>b<p>c</{raw}>", "<div>".repeat(400));
        let _ = read_page(&HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() }, &[]);
    }
}

proptest::proptest! {
    #[test]
    fn no_page_is_a_crash(parts in proptest::collection::vec(
        proptest::sample::select(vec![
            "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</td>",
            "</tr>", "</table>", "<ul>", "<li>", "</ul>", "<h1>", "</h1>", "<title>", "</title>", "<script>", "</script>", "<svg>", "</svg>",
            "<template>", "</template>", "<select>", "<option>", "</select>", "<textarea>", "</textarea>", "<form>", "</form>", "<figure>",
            "<img src=a.jpg>", "<figcaption>", "</figure>", "<br>", "<blockquote>", "</blockquote>", "<math>", "<frameset>", "<body>", "<head>",
            "</head>", "</body>", "</html>", "<caption>", "<plaintext>", "<noscript>", "</noscript>", "<style>", "</style>", "<h2>", "</h2>",
            "Tin tức phường. ", "Quận ủy, huyện ủy ", "\u{0}", "&amp;", "<!--", "-->", "<dl>", "<dt>", "<dd>", "<span>", "</span>",
        ]),
        0..60,
    )) {
        let html: String = parts.concat();
        let _ = read_page(&HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() }, &[]);
    }
}

#[test]
fn the_encoding_is_taken_from_outside_then_from_the_page() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(
        "<meta charset=windows-1251><h1>Новости</h1><p>Обычный текст страницы, который легко узнать.</p>",
    );
    let page = HtmlPage { bytes: &bytes, ..HtmlPage::default() };
    assert_eq!(read_page(&page, &[]).unwrap().document.title, "Новости");
    let page = HtmlPage { bytes: &bytes, charset: Some("koi8-r"), ..HtmlPage::default() };
    assert_ne!(read_page(&page, &[]).unwrap().document.title, "Новости");
    assert_eq!(declared_in(b"<?xml version='1.0' encoding='tcvn'?><html>").as_deref(), Some("tcvn"));
    assert_eq!(
        declared_in(b"<meta http-equiv=a content='text/html; charset=UTF-8'>").as_deref(),
        Some("utf-8")
    );
}

#[test]
fn a_page_in_fonts_of_the_nineties_becomes_unicode_with_a_remark() {
    // "Tin tức phường: hội nghị tổng kết" and a paragraph, in TCVN3 under a declaration of windows-1252.
    let html = "<html><head><meta charset=windows-1252></head><body><h1>Héi nghÞ tæng kÕt c\u{ab}ng t\u{b8}c</h1>\
        <p><font face='.VnTime'>S\u{b8}ng nay, qu\u{cb}n tæ chøc héi nghÞ tæng kÕt c\u{ab}ng t\u{b8}c x\u{a9}y dùng \u{a7}\u{b6}ng n\u{a8}m qua.</font></p></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(html);
    let read = read_page(&HtmlPage { bytes: &bytes, ..HtmlPage::default() }, &[]).unwrap();
    assert_eq!(read.document.title, "Hội nghị tổng kết công tác");
    assert_eq!(
        body_text(&read.document),
        "Sáng nay, quận tổ chức hội nghị tổng kết công tác xây dựng Đảng năm qua."
    );
    assert!(read.remarks.iter().any(|remark| remark.reason.contains("TCVN3")), "{:?}", read.remarks);
}
