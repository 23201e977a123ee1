//! Pages of programs that do it their own way: a heading that is the site's name, an article in the state of a script, rows of tables
//! for its parts, lists that are the text.

use super::*;
use tangthu_archive::Block;

fn read(html: &str) -> Document {
    read_page(&HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() }, &[]).unwrap().document
}

fn text(document: &Document) -> String {
    let texts = document.lead.iter().map(String::as_str).chain(document.body.iter().flat_map(Block::texts));
    texts.collect::<Vec<_>>().join("\n")
}

const TITLE: &str = "Người giữ nghề đan lát ở bản Háng";
const ONE: &str = "Hơn bốn mươi năm nay, ông vẫn giữ thói quen vót nan mỗi sáng trước hiên nhà, như ông và cha ông từng làm.";
const TWO: &str =
    "Những chiếc gùi, chiếc ghế mây theo xe khách về xuôi, đem lại cho gia đình một khoản thu nhập đều đặn.";
const THREE: &str = "Xã đã mở lớp dạy nghề, mời ông đứng lớp, hai mươi học viên đều là người trong bản.";

#[test]
fn a_heading_that_is_the_title_of_every_page_is_the_sites_name() {
    let head = format!(
        r#"<title>Đài Truyền thanh huyện</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>"#
    );
    for shown in [format!("<div class=t>{TITLE}</div>"), format!("<p><font size=4>{TITLE}</font></p>")] {
        let document = read(&format!(
            "<head>{head}</head><body><h1>Đài Truyền thanh huyện</h1>{shown}<div class=content><p>{ONE}</p><p>{TWO}</p></div>"
        ));
        assert_eq!(document.title, TITLE, "{shown}");
        assert!(!text(&document).contains(TITLE), "the headline is not told twice");
    }
    // What machines are told may be another page's.
    let document = read(&format!(
        r#"<head><title>{TITLE}</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Một bài khác hẳn"}}</script></head>
        <body><h1>{TITLE}</h1><div class=content><p>{ONE}</p><p>{TWO}</p></div>"#
    ));
    assert_eq!(document.title, TITLE);
}

#[test]
fn an_article_in_the_state_of_a_script_is_read_if_it_bears_the_pages_title() {
    let page = |title: &str| {
        format!(
            r#"<head><title>{title}</title></head><body><div id="app"></div><script>window.__INITIAL_STATE__={{"list":[{{"title":"Tin khác",
            "content":"<p>{ONE}</p><p>{ONE}</p>"}}],"article":{{"title":"{TITLE}","publishedAt":"2024-02-11T07:00:00+07:00","author":"Hữu Phước",
            "category":{{"name":"Văn hóa"}},"content":"<p>{ONE}</p><p>{TWO}</p>"}}}};(function(){{}})()</script></body>"#
        )
    };
    let document = read(&page(TITLE));
    assert_eq!(document.title, TITLE);
    assert_eq!(text(&document), format!("{ONE}\n{TWO}"));
    assert_eq!(document.published.unwrap().to_string(), "2024-02-11T07:00:00+07:00");
    assert_eq!(
        (document.authors, document.section),
        (vec!["Hữu Phước".to_owned()], vec!["Văn hóa".to_owned()])
    );
    let other = page("Trang thông tin của huyện miền núi");
    assert!(read_page(&HtmlPage { bytes: other.as_bytes(), ..HtmlPage::default() }, &[]).is_err());
}

#[test]
fn rows_of_an_old_table_are_the_parts_of_one_article() {
    let document = read(&format!(
        "<title>Trang tin huyện</title><table><tr><td><table>
         <tr><td><a href=/>Trang chủ</a> &gt; <a href=/vh>Văn hóa</a></td></tr>
         <tr><td class=NewsTitle>{TITLE}</td></tr><tr><td>8:15, 05/6/2009</td></tr>
         <tr><td><div class=NewsHead>{ONE}</div></td></tr>
         <tr><td><div class=NewsContent>{TWO}<br><br>{THREE}<br><br>{TWO}</div></td></tr>
         <tr><td align=right><b>Hải Nam</b></td></tr></table></td>
         <td width=200><a href=1>Tập huấn trồng nấm rơm cho hội viên</a></td></tr></table>"
    ));
    assert_eq!((document.title.as_str(), document.lead.as_deref()), (TITLE, Some(ONE)));
    assert_eq!(
        (document.section, document.authors),
        (vec!["Văn hóa".to_owned()], vec!["Hải Nam".to_owned()])
    );
    assert_eq!(document.published.unwrap().to_string(), "2009-06-05T08:15:00+07:00");
    assert_eq!(document.body.len(), 3);
}

#[test]
fn lists_under_headings_are_text_where_nothing_but_text_stands() {
    let list = |name: &str| {
        let items: String = (1..9).map(|at| format!("<li>{name} {at}</li>")).collect();
        format!("<h2>Các {name}</h2><ul>{items}</ul>")
    };
    let document = read(&format!(
        "<title>Danh mục</title><nav><a href=/>Trang chủ</a></nav><main><h1>Danh mục biểu mẫu</h1>{}<blockquote><p>{ONE}</p></blockquote>{}{}</main>",
        list("mẫu đơn"),
        list("tờ khai"),
        list("biên bản")
    ));
    for item in ["mẫu đơn 1", "tờ khai 8", "biên bản 4", ONE] {
        assert!(text(&document).contains(item), "{item}");
    }
    assert!(!text(&document).contains("Trang chủ"));
}

#[test]
fn page_numbers_are_no_text_and_numbers_are() {
    let document = read(&format!(
        "<title>{TITLE}</title><body><h1>{TITLE}</h1><div class=content><p>{ONE}</p><p>{TWO}</p><p>Năm 2010: 12 lớp.</p><p>1 2 3 Tiếp</p></div>"
    ));
    assert!(!text(&document).contains("Tiếp"));
    assert!(text(&document).contains("Năm 2010: 12 lớp."));
}

#[test]
fn who_signs_is_the_author_and_not_the_site() {
    let document = read(&format!(
        "<head><title>New solar farms - Energy Weekly</title><meta name=author content='Energy Weekly'><meta name=dc.date content=2020-06-18></head>
         <body><h2 class=headline>New solar farms</h2><p class=info>By Helen Brandt | June 18, 2020, 4:15 PM</p><div class=story><p>{ONE}</p><p>{TWO}</p></div>"
    ));
    assert_eq!(document.authors, ["Helen Brandt"]);
    assert_eq!(document.published.unwrap().to_string(), "2020-06-18T16:15:00+07:00");
}

#[test]
fn a_line_under_its_picture_in_one_element_is_its_caption() {
    let document = read(&format!(
        "<title>{TITLE}</title><h1>{TITLE}</h1><div class=content><div>{ONE}</div><div style='text-align:center'><img src=a.jpg><br><em>Ông vót nan trước hiên nhà</em></div>
         <div>{TWO}</div><div>{THREE}</div></div>"
    ));
    let captions: Vec<_> = document
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Figure { caption, image } => Some((caption.as_str(), image.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(captions, [("Ông vót nan trước hiên nhà", true)]);
}

#[test]
fn an_office_above_every_page_is_no_headline() {
    let document = read(&format!(
        "<title>Hỏi đáp pháp luật</title><table><tr><td><h1>Sở Tư pháp tỉnh Sơn Khê</h1></td></tr><tr><td><table><tr><td class=tieude_chitiet>{TITLE}</td></tr>
         <tr><td class=noidung_chitiet><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></td></tr></table></td></tr></table>"
    ));
    assert_eq!(document.title, TITLE);
}
