//! Whole pages in the manner of Vietnamese portals: old ones made of tables, ASP.NET forms, newer ones with machine-readable
//! fields.

use super::*;
use tangthu_archive::Block;

fn read_at(html: &str, url: Option<&str>) -> HtmlDocument {
    read_page(&HtmlPage { bytes: html.as_bytes(), url, ..HtmlPage::default() }, &[]).unwrap()
}

fn read(html: &str) -> HtmlDocument {
    read_at(html, None)
}

const LEAD: &str = "Sáng 28/3, Quận ủy tổ chức hội nghị sơ kết công tác xây dựng Đảng quý I, triển khai nhiệm vụ trọng tâm quý II năm 2023.";
const ONE: &str = "Dự hội nghị có các đồng chí trong Ban Thường vụ, lãnh đạo các phòng, ban, ngành và bí thư đảng ủy 14 phường trên địa bàn quận.";
const TWO: &str = "Báo cáo tại hội nghị nêu rõ, trong quý I toàn đảng bộ đã kết nạp 45 đảng viên mới, đạt 23% kế hoạch năm, tăng so với cùng kỳ năm trước.";
const THREE: &str = "Phát biểu kết luận, đồng chí Bí thư yêu cầu các chi bộ tập trung nâng cao chất lượng sinh hoạt, giữ vững kỷ luật, kỷ cương.";
const TITLE: &str = "Quận ủy sơ kết công tác xây dựng Đảng quý I năm 2023";

#[test]
fn a_portal_of_aspnet_with_its_form_round_everything() {
    let html = format!(
        r##"<!DOCTYPE html><html lang="vi-VN"><head><title>Chi tiết tin - Cổng thông tin điện tử quận</title></head><body>
        <form id="aspnetForm" action="./tin.aspx"><input type="hidden" name="__VIEWSTATE" value="x">
        <div id="header"><h1>Cổng thông tin điện tử quận</h1><span>Thứ Tư, 25/11/2026</span></div>
        <div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li></ul></div>
        <div class="wrap"><div class="col-left">
          <div class="duong-dan"><a href="/">Trang chủ</a> &raquo; <a href="/tin">Tin tức</a> &raquo; <a href="/tin/dang">Đảng - đoàn thể</a></div>
          <div class="tieu-de">{TITLE}</div>
          <div class="ngay">Cập nhật: 28/03/2023 | 14:04 &nbsp; | &nbsp; Lượt xem: 1.126</div>
          <div class="cong-cu"><a href="javascript:print()">In trang</a> <a href="#">Gửi email</a></div>
          <div class="sapo"><strong>{LEAD}</strong></div>
          <div class="noi-dung"><p>{ONE}</p>
            <p style="text-align: center"><img src="/Uploads/hoi-nghi.jpg" width="600"></p>
            <p style="text-align: center"><em>Quang cảnh hội nghị tại hội trường quận</em></p>
            <p><strong>Nhiều kết quả tích cực</strong></p><p>{TWO}</p><p>{THREE}</p>
            <p style="text-align: right"><strong>Thu Hà</strong></p>
            <p>(Nguồn: Báo Hà Nội mới)</p></div>
          <div class="dinh-kem">File đính kèm: <a href="/Uploads/bao-cao.pdf">Báo cáo quý I</a></div>
          <div class="tin-khac"><div class="title">Các tin khác</div><ul><li><a href="/tin/2">Phường ra quân dọn vệ sinh (27/03/2023)</a></li>
            <li><a href="/tin/3">Khai mạc hội khỏe phù đổng (26/03/2023)</a></li></ul></div>
        </div><div class="col-right"><h3>Liên kết</h3><a href="http://a.vn">Cổng thành phố</a><p>Số lượt truy cập: 1.234.567</p></div></div>
        <div id="footer"><p>Bản quyền thuộc về Ủy ban nhân dân quận. Địa chỉ: số 1 đường Vạn Hạnh, quận Long Biên, Hà Nội.</p></div></form></body></html>"##
    );
    let HtmlDocument { document, files, .. } = read_at(&html, Some("https://quan.example.vn/tin/1.aspx"));
    assert_eq!(document.title, TITLE);
    assert_eq!(document.section, ["Tin tức", "Đảng - đoàn thể"]);
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert_eq!((document.views, document.language.as_deref()), (Some(1126), Some("vi")));
    assert_eq!(document.lead.as_deref(), Some(LEAD));
    assert_eq!(document.authors, ["Thu Hà"]);
    assert_eq!(document.source.as_deref(), Some("Báo Hà Nội mới"));
    let paragraph = |text: &str| Block::Paragraph { text: text.to_owned() };
    assert_eq!(
        document.body,
        [
            paragraph(ONE),
            Block::Figure {
                caption: "Quang cảnh hội nghị tại hội trường quận".to_owned(),
                image: Some("hoi-nghi.jpg".to_owned())
            },
            Block::Heading { level: 2, text: "Nhiều kết quả tích cực".to_owned() },
            paragraph(TWO),
            paragraph(THREE),
        ]
    );
    let listed: Vec<_> = files
        .iter()
        .map(|file| (file.name.as_str(), file.url.as_deref(), file.caption.as_str(), file.is_image))
        .collect();
    assert_eq!(
        listed,
        [
            (
                "hoi-nghi.jpg",
                Some("https://quan.example.vn/Uploads/hoi-nghi.jpg"),
                "Quang cảnh hội nghị tại hội trường quận",
                true
            ),
            ("bao-cao.pdf", Some("https://quan.example.vn/Uploads/bao-cao.pdf"), "Báo cáo quý I", false),
        ]
    );
    assert_eq!(document.url.as_deref(), Some("https://quan.example.vn/tin/1.aspx"));
}

#[test]
fn an_old_portal_made_of_tables_with_breaks_for_paragraphs() {
    let html = format!(
        r##"<html><head><title>{TITLE} | Trang tin phường</title></head><body bgcolor=white><table width=100%><tr><td><img src=logo.gif></td></tr>
        <tr><td valign=top width=150><a href=a.htm>Giới thiệu</a><br><a href=b.htm>Tin tức</a><br><a href=c.htm>Văn bản</a></td>
        <td valign=top><table border=0 width=100%><tr><td class=TieuDe><font size=4><b>{TITLE}</b></font></td></tr>
        <tr><td><i>Ngày đăng: 28/3/2023 - Tác giả: Thu Hà</i></td></tr>
        <tr><td class=NoiDung><b>{LEAD}</b><br><br>{ONE}<br><br>
          <table align=center><tr><td><img src="../images/anh1.jpg" width=400></td></tr><tr><td align=center><i>Đồng chí Bí thư phát biểu</i></td></tr></table>
          {TWO}<br>{THREE}<br>
          <table border=1><tr><th>Đơn vị</th><th>Đảng viên mới</th></tr><tr><td>Phường Bồ Đề</td><td>5</td></tr><tr><td>Phường Ngọc Lâm</td><td>4</td></tr></table>
        </td></tr></table></td></tr></table></body></html>"##
    );
    let document = read(&html).document;
    assert_eq!(document.title, TITLE);
    assert_eq!(document.lead.as_deref(), Some(LEAD));
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28");
    assert_eq!(document.authors, ["Thu Hà"]);
    let paragraph = |text: &str| Block::Paragraph { text: text.to_owned() };
    assert_eq!(
        document.body,
        [
            paragraph(ONE),
            Block::Figure {
                caption: "Đồng chí Bí thư phát biểu".to_owned(),
                image: Some("anh1.jpg".to_owned())
            },
            paragraph(TWO),
            paragraph(THREE),
            Block::Table {
                head: vec!["Đơn vị".to_owned(), "Đảng viên mới".to_owned()],
                rows: vec![
                    vec!["Phường Bồ Đề".to_owned(), "5".to_owned()],
                    vec!["Phường Ngọc Lâm".to_owned(), "4".to_owned()],
                ],
            },
        ]
    );
}

#[test]
fn a_newer_page_says_everything_for_machines() {
    let html = format!(
        r#"<!DOCTYPE html><html><head><title>{TITLE} - Báo Quận</title>
        <meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Báo Quận"><meta property="og:locale" content="vi_VN">
        <meta name="keywords" content="xây dựng Đảng, sơ kết"><link rel="canonical" href="https://bao.example.vn/so-ket-1.html">
        <script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle","headline":"{TITLE}",
          "datePublished":"2023-03-28T07:04:00Z","dateModified":"2023-03-29T08:00:00+07:00","author":[{{"@type":"Person","name":"Thu Hà"}}],
          "publisher":{{"@type":"Organization","name":"Báo Quận"}},"interactionStatistic":{{"@type":"InteractionCounter",
          "interactionType":"https://schema.org/ReadAction","userInteractionCount":"1126"}}}},
          {{"@type":"BreadcrumbList","itemListElement":[{{"@type":"ListItem","position":2,"name":"Chính trị"}},
          {{"@type":"ListItem","position":1,"item":{{"@id":"/","name":"Trang chủ"}}}},{{"@type":"ListItem","position":3,"name":"{TITLE}"}}]}}]}}</script></head>
        <body><header><a href="/">Báo Quận</a></header><main><article><h1>{TITLE}</h1><time datetime="2023-03-28T07:04:00Z">28/03</time>
        <h2 class="sapo">{LEAD}</h2><p>{ONE}</p><figure><img data-src="/anh.jpg" src="data:image/gif;base64,R0"><figcaption>Hội trường quận ủy</figcaption></figure>
        <p>{TWO}</p><blockquote><p>{THREE}</p></blockquote><ul><li>Một là, giữ vững kỷ luật.</li><li>Hai là, nâng cao chất lượng.</li></ul>
        <p><a href="/tin-2.html">Xem thêm: Phường ra quân dọn vệ sinh môi trường</a></p></article>
        <aside><h3>Đọc nhiều</h3><a href="/3">Tin khác</a></aside></main></body></html>"#
    );
    let document = read(&html).document;
    assert_eq!((document.title.as_str(), document.lead.as_deref()), (TITLE, Some(LEAD)));
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert_eq!(document.updated.unwrap().to_string(), "2023-03-29T08:00:00+07:00");
    assert_eq!(
        (document.section, document.authors, document.views),
        (vec!["Chính trị".to_owned()], vec!["Thu Hà".to_owned()], Some(1126))
    );
    assert_eq!((document.source.as_deref(), document.language.as_deref()), (Some("Báo Quận"), Some("vi")));
    assert_eq!(document.tags, ["xây dựng Đảng", "sơ kết"]);
    assert_eq!(document.url.as_deref(), Some("https://bao.example.vn/so-ket-1.html"));
    let kinds: Vec<&str> = document
        .body
        .iter()
        .map(|block| match block {
            Block::Paragraph { .. } => "paragraph",
            Block::Figure { .. } => "figure",
            Block::Quote { .. } => "quote",
            Block::List { .. } => "list",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["paragraph", "figure", "paragraph", "quote", "list"], "{:#?}", document.body);
}

#[test]
fn the_publishers_rules_go_before_everything() {
    let html = format!(
        "<html><head><title>Cổng thông tin</title></head><body><div class=a>{TITLE}</div><div class=b>{ONE}</div><div class=c>{TWO}</div>\
         <div class=d>Đăng lúc 8h30 ngày 28/3/2023</div><div class=e>Tin: Minh Anh</div><div class=f>Xem: 1.126 lần</div><div class=g>Văn hóa</div></body></html>"
    );
    let settings = "[[site]]\npath = \"tin/*\"\ntitle = \".a\"\nbody = \".c\"\npublished = \".d\"\nauthor = \".e\"\nviews = \".f\"\nsection = \".g\"";
    let table = settings.parse::<toml::Table>().unwrap();
    let profiles = Profile::read_all(table["site"].clone(), &mut |reason, _| panic!("{reason}"));
    let page = HtmlPage { bytes: html.as_bytes(), path: "tin/1.html", ..HtmlPage::default() };
    let document = read_page(&page, &profiles).unwrap().document;
    assert_eq!(
        (document.title.as_str(), document.lead.as_deref(), document.body.len()),
        (TITLE, Some(TWO), 0)
    );
    assert_eq!(document.published.unwrap().to_string(), "2023-03-28T08:30:00+07:00");
    assert_eq!(
        (document.authors, document.views, document.section),
        (vec!["Minh Anh".to_owned()], Some(1126), vec!["Văn hóa".to_owned()])
    );
}

#[test]
fn what_only_a_script_shows_is_taken_from_what_machines_are_given() {
    let body = format!("{ONE}\\n{TWO}\\n{THREE}");
    let html = format!(
        "<html><head><title>{TITLE}</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{TITLE}\",\
         \"articleBody\":\"{body}\"}}</script></head><body><div id=app></div></body></html>"
    );
    let read = read(&html);
    assert_eq!(read.document.body.len(), 3);
    assert!(read.remarks.iter().any(|remark| remark.reason.contains("script")));
}

#[test]
fn frames_and_lists_of_links_are_refused_with_a_reason() {
    let refused =
        |html: &str| read_page(&HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() }, &[]).unwrap_err();
    assert!(
        refused("<html><frameset cols='20%,*'><frame src=a.htm><frame src=b.htm></frameset></html>")
            .contains("frames")
    );
    let links: String = (0..40).map(|i| format!("<li><a href=/{i}>Tin số {i} của phường</a></li>")).collect();
    assert!(refused(&format!("<title>Trang chủ</title><ul>{links}</ul>")).contains("no text"));
}

#[test]
fn a_short_page_keeps_its_few_words_and_never_its_foot() {
    let foot = "<p>Ủy ban nhân dân phường Sông Mới. Địa chỉ: số 12, đường Bến Đá. Điện thoại: 024 3333 4444, thư: phuong@example.vn</p>";
    let menu = "<header><a href=\"/\">Cổng thông tin phường</a><nav><ul><li><a href=\"/tin\">Tin tức</a></li><li><a href=\"/van-ban\">Văn bản</a></li></ul></nav></header>";
    let page =
        |inside: &str| format!("<html><head><title>Hỏi đáp</title></head><body>{menu}{inside}</body></html>");
    let answer = "<h1>Hỏi: bao giờ có nước sạch?</h1><p>Trả lời: từ 1/4/2023.</p>";
    let table = "<h1>Danh bạ</h1><table><tr><th>Họ tên</th><th>Điện thoại</th></tr><tr><td>Trần Văn Bình</td><td>024 8888 4410</td></tr>\
        <tr><td>Vũ Thị Mai</td><td>024 8888 4413</td></tr></table>";
    for (inside, wanted) in [
        (format!("<main>{answer}</main><footer>{foot}</footer>"), "Trả lời: từ 1/4/2023."),
        (format!("<main>{answer}</main><div class=\"footer\">{foot}</div>"), "Trả lời: từ 1/4/2023."),
        (format!("<div>{answer}</div><footer>{foot}</footer>"), "Trả lời: từ 1/4/2023."),
        (format!("<main>{table}</main><footer>{foot}</footer>"), "024 8888 4413"),
    ] {
        let found = read(&page(&inside)).document;
        let texts: Vec<&str> = found.body.iter().flat_map(Block::texts).collect();
        let text = [found.lead.as_deref().unwrap_or_default(), &texts.join(" ")].join(" ");
        assert!(text.contains(wanted), "{inside}: {text}");
        assert!(!text.contains("024 3333"), "{inside}: {text}");
    }
}
