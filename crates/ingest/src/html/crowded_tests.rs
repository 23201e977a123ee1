//! Pages on which more stands than their article: copies of it, other articles, lists of them.

use super::*;

fn read(html: &str) -> String {
    let page = HtmlPage { bytes: html.as_bytes(), ..HtmlPage::default() };
    let document = read_page(&page, &[]).unwrap().document;
    let texts = document.lead.iter().map(String::as_str).chain(document.body.iter().flat_map(Block::texts));
    texts.collect::<Vec<_>>().join("\n")
}

/// A paragraph that no other number gives.
fn paragraph(number: u32) -> String {
    format!(
        "Tổ dân phố số {number} họp bàn việc sửa đường, làm cống thoát nước và trồng cây xanh; {number} hộ góp công, phường \
        góp vật liệu, việc xong trước mùa mưa năm nay."
    )
}

fn paragraphs(numbers: std::ops::Range<u32>) -> String {
    numbers.map(|number| format!("<p>{}</p>", paragraph(number))).collect()
}

#[test]
fn hidden_copies_of_what_is_shown_are_not_told_again() {
    let text = paragraphs(1..6);
    let copy = format!("<div style='display:none'><div itemprop='articleBody'>{text}</div></div>");
    let html = format!(
        "<title>Sửa đường</title><body><h1>Sửa đường trong tổ dân phố</h1><div>{text}</div>{copy}</body>"
    );
    let read = read(&html);
    for number in 1..6 {
        assert_eq!(read.matches(&paragraph(number)).count(), 1, "{read}");
    }
}

#[test]
fn an_article_that_only_a_script_will_show_is_read_all_the_same() {
    let html = format!(
        "<title>Sửa đường</title><body><h1>Sửa đường</h1><div style='display:none'>{}</div></body>",
        paragraphs(1..6)
    );
    assert!(read(&html).contains(&paragraph(5)));
}

#[test]
fn what_stands_above_the_headline_is_not_the_article() {
    let news: String = (20..34)
        .map(|number| {
            format!(
                "<li><a href='/{number}'>Tin số {number} của phường</a> <span>{}</span></li>",
                paragraph(number)
            )
        })
        .collect();
    let html = format!(
        "<title>Sửa đường trong tổ dân phố</title><body><div class='content'><div class='left'><ul>{news}</ul>
        <div class='cot'><h2 class='tieu-de'>Sửa đường trong tổ dân phố</h2><div>{}</div></div></div></div></body>",
        paragraphs(1..5)
    );
    let read = read(&html);
    assert!(read.contains(&paragraph(1)) && read.contains(&paragraph(4)), "{read}");
    assert!(!read.contains(&paragraph(22)), "{read}");
}

#[test]
fn other_articles_below_are_not_the_article() {
    let others: String = (20..27)
        .map(|number| {
            format!(
                "<article><h2><a href='/{number}'>Việc số {number}</a></h2><p>{} {}</p></article>",
                paragraph(number),
                paragraph(number + 20)
            )
        })
        .collect();
    for others in [format!("<article class='them'>{others}</article>"), others] {
        let html = format!(
            "<title>Sửa đường trong tổ dân phố</title><body><div><article><h1>Sửa đường trong tổ dân phố</h1>{}</article>{others}</div></body>",
            paragraphs(1..4)
        );
        let read = read(&html);
        assert!(read.contains(&paragraph(1)) && read.contains(&paragraph(3)), "{read}");
        assert!(!read.contains(&paragraph(22)), "{read}");
    }
}

#[test]
fn the_last_part_of_an_article_in_parts_is_kept() {
    let html = format!(
        "<title>Sửa đường trong tổ dân phố</title><body><h1>Sửa đường trong tổ dân phố</h1><div class='bai'><div class='phan'>{}</div><div class='phan'><p>{}</p></div></div></body>",
        paragraphs(1..15),
        paragraph(99)
    );
    assert!(read(&html).contains(&paragraph(99)));
}

#[test]
fn files_that_an_article_hands_out_are_no_list_of_other_articles() {
    let files: String = (20..26)
        .map(|number| {
            format!(
                "<div class='o'><div class='title'><a href='/tep/{number}.pdf'>Biểu mẫu số {number} của phường</a></div>\
                <div class='noi'>Dùng cho việc số {number}, in hai mặt, nộp ở bộ phận một cửa.</div></div>"
            )
        })
        .collect();
    let html = format!(
        "<title>Sửa đường trong tổ dân phố</title><body><div class='bai'><h1>Sửa đường trong tổ dân phố</h1>{}<div>{files}</div></div></body>",
        paragraphs(1..6)
    );
    assert!(read(&html).contains("Dùng cho việc số 23"));
}

#[test]
fn entries_whose_title_is_a_named_link_are_a_list_of_other_articles() {
    let entries: String = (20..26)
        .map(|number| {
            format!(
                "<div class='o'><a href='/{number}'><img src='{number}.jpg'></a><div class='title'><a href='/{number}'>Việc số {number}</a></div>\
                <div class='noi'>Việc số {number} đã làm xong, bà con trong tổ đều vui, mời xem ảnh.</div></div>"
            )
        })
        .collect();
    let html = format!(
        "<title>Sửa đường trong tổ dân phố</title><body><div class='bai'><h1>Sửa đường trong tổ dân phố</h1>{}<div><h2>Việc được quan tâm</h2>{entries}</div></div></body>",
        paragraphs(1..6)
    );
    let read = read(&html);
    assert!(read.contains(&paragraph(5)) && !read.contains("bà con trong tổ đều vui"), "{read}");
}
