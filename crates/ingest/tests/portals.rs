//! What pages say of themselves, in the ways of the programs that Vietnamese portals run on. The pages are written for this test, in
//! `data/portals`; what they have in common stands here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

use std::path::Path;
use tangthu_archive::{Block, Document};
use tangthu_ingest::{HtmlPage, read_page};

const TITLE: &str = "Phường Mơ triển khai công tác chỉnh trang đô thị";
const LEAD: &str = "Sáng 28/3, phường Mơ tổ chức hội nghị triển khai công tác chỉnh trang đô thị năm 2023.";
const MORNING: &str = "2023-03-28T10:15:00+07:00";

/// A paragraph of the body.
fn paragraph(ward: &str) -> String {
    format!(
        "Sáng nay, Ủy ban nhân dân phường {ward} tổ chức hội nghị triển khai công tác chỉnh trang đô thị, trồng cây xanh và thu gom \
         rác thải trên địa bàn các tổ dân phố trong quý II."
    )
}

fn read(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/portals").join(format!("{name}.html"));
    let [one, two, three] = ["Mơ", "Mận", "Lê"].map(paragraph);
    let page = std::fs::read_to_string(path)
        .unwrap()
        .replace("{BODY}", &format!("<p>{one}</p><p>{two}</p><p>{three}</p>"))
        .replace("{TITLE}", TITLE)
        .replace("{LEAD}", LEAD)
        .replace("{A}", &one)
        .replace("{B}", &two)
        .replace("{C}", &three);
    read_page(&HtmlPage { bytes: page.as_bytes(), path: name, ..HtmlPage::default() }, &[]).unwrap().document
}

/// What a page is to yield besides its title and its text; what is empty is to be empty.
#[derive(Default)]
struct Expected {
    published: &'static str,
    updated: &'static str,
    section: &'static [&'static str],
    authors: &'static [&'static str],
    source: &'static str,
    views: u64,
    tags: &'static [&'static str],
}

fn check(name: &str, expected: &Expected) {
    let document = read(name);
    let date =
        |date: Option<tangthu_archive::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    assert_eq!(document.title, TITLE, "{name}");
    assert_eq!(date(document.published), expected.published, "{name}");
    assert_eq!(date(document.updated), expected.updated, "{name}");
    assert_eq!(document.section, expected.section, "{name}");
    assert_eq!(document.authors, expected.authors, "{name}");
    assert_eq!(document.source.as_deref().unwrap_or_default(), expected.source, "{name}");
    assert_eq!(document.views.unwrap_or_default(), expected.views, "{name}");
    assert_eq!(document.tags, expected.tags, "{name}");
    // The text is the text and nothing else.
    let mut texts: Vec<&str> = document.lead.iter().map(String::as_str).collect();
    texts.extend(document.body.iter().flat_map(Block::texts));
    let [one, two, three] = ["Mơ", "Mận", "Lê"].map(paragraph);
    let body = [one.as_str(), &two, &three];
    assert!(texts.ends_with(&body) && texts.len() <= 4, "{name}: {texts:#?}");
}

#[test]
fn liferay_writes_the_zone_in_brackets_and_the_author_below() {
    check(
        "liferay",
        &Expected {
            published: MORNING,
            section: &["Tin tức - Sự kiện", "Kinh tế - Xã hội"],
            authors: &["Nguyễn Văn An"],
            views: 1234,
            ..Expected::default()
        },
    );
}

#[test]
fn sharepoint_puts_the_home_page_before_the_title() {
    check(
        "sharepoint",
        &Expected {
            published: "2023-03-28",
            section: &["Tin hoạt động"],
            authors: &["Trần Thị Bình"],
            views: 56,
            ..Expected::default()
        },
    );
}

#[test]
fn wordpress_names_its_author_in_a_line_with_other_things() {
    check(
        "wordpress",
        &Expected {
            published: MORNING,
            updated: "2023-03-29T08:00:00+07:00",
            section: &["Đời sống"],
            authors: &["Lê Thị Lan"],
            source: "Báo Hoa",
            tags: &["cây xanh"],
            ..Expected::default()
        },
    );
}

#[test]
fn joomla_lists_its_fields() {
    let authors = &["Phạm Quốc Cường"];
    check(
        "joomla",
        &Expected {
            published: MORNING,
            section: &["Tin hoạt động"],
            authors,
            views: 812,
            ..Expected::default()
        },
    );
}

#[test]
fn drupal_says_who_and_when_in_one_sentence_and_in_rdfa() {
    let (authors, tags) = (&["Lê Thị Lan"], &["cây xanh"]);
    check(
        "drupal",
        &Expected { published: MORNING, section: &["Tin tức"], authors, tags, ..Expected::default() },
    );
}

#[test]
fn nukeviet_shows_buttons_in_a_list_and_tags_behind_a_word() {
    check(
        "nukeviet",
        &Expected {
            published: MORNING,
            updated: "2023-03-28T10:20:00+07:00",
            section: &["Tin Tức", "Hoạt động ngành"],
            authors: &["Nguyễn Thị Hoa"],
            source: "Báo Hoa",
            tags: &["đô thị", "cây xanh"],
            ..Expected::default()
        },
    );
}

#[test]
fn pages_of_the_two_thousands_set_the_headline_in_bold_under_the_name_of_the_office() {
    check(
        "tables",
        &Expected {
            published: MORNING,
            section: &["Tin tức", "Văn hóa - Xã hội"],
            authors: &["Hoàng Dũng"],
            ..Expected::default()
        },
    );
}

#[test]
fn words_of_buttons_behind_a_date_do_not_hide_it() {
    check(
        "vnpt",
        &Expected {
            published: MORNING,
            section: &["Hoạt động của phường"],
            authors: &["Vũ Thị Em"],
            source: "Báo Hoa",
            views: 2345,
            ..Expected::default()
        },
    );
}

#[test]
fn names_and_values_stand_in_elements_of_their_own() {
    let authors = &["Đỗ Văn Giang"];
    let expected = Expected { published: "2023-03-28", authors, views: 77, ..Expected::default() };
    check("dtable", &expected);
    check("labels", &Expected { section: &["Văn hóa"], ..expected });
    let spans = Expected {
        published: MORNING,
        section: &["Tin tức", "Tin địa phương"],
        authors: &["Lê Thị Lan"],
        views: 3021,
        ..Expected::default()
    };
    check("spans", &spans);
    assert_eq!(read("spans").lead.as_deref(), Some(LEAD), "it stands between the headline and the text");
}

#[test]
fn a_line_of_date_time_and_views_is_parted_by_bars() {
    check("egov", &Expected { published: MORNING, authors: &["Thu Hà"], views: 1126, ..Expected::default() });
}

#[test]
fn what_is_said_to_machines_is_read_in_every_form() {
    let tags = &["cây xanh", "đô thị"];
    check(
        "jsonld",
        &Expected {
            published: MORNING,
            updated: "2023-03-28T11:00:00+07:00",
            section: &["Thời sự", "Đô thị"],
            authors: &["Lê Thị Lan", "Trần Bình"],
            source: "Báo Hoa",
            tags,
            ..Expected::default()
        },
    );
    check(
        "jsonld-broken",
        &Expected {
            published: MORNING,
            section: &["Thời sự, Đô thị"],
            authors: &["Lê Thị Lan", "Trần Bình"],
            source: "Báo Hoa",
            tags,
            ..Expected::default()
        },
    );
    check(
        "microdata",
        &Expected {
            published: MORNING,
            updated: "2023-03-28T11:00:00+07:00",
            section: &["Đô thị"],
            authors: &["Lê Thị Lan"],
            source: "Báo Hoa",
            tags,
            ..Expected::default()
        },
    );
    check(
        "opengraph",
        &Expected {
            published: MORNING,
            section: &["Đô thị"],
            source: "Báo Hoa",
            tags,
            ..Expected::default()
        },
    );
    check(
        "dc",
        &Expected {
            published: "2023-03-28",
            updated: "2023-03-29",
            authors: &["Văn phòng UBND phường Mơ"],
            source: "UBND phường Mơ",
            tags: &["đô thị", "cây xanh"],
            ..Expected::default()
        },
    );
}

#[test]
fn a_page_of_an_official_document_lists_what_it_is() {
    let document = read("vanban");
    assert_eq!(document.number.as_deref(), Some("12/2023/QĐ-UBND"));
    assert_eq!(document.kind.as_deref(), Some("Quyết định"));
    assert_eq!(document.issuer.as_deref(), Some("UBND quận Hoa"));
    assert_eq!(document.issued.unwrap().to_string(), "2023-03-28");
    assert_eq!(document.effective.unwrap().to_string(), "2023-04-01");
    assert!(
        matches!(document.body.as_slice(), [Block::Table { .. }]),
        "the table stays: {:?}",
        document.body
    );
}
