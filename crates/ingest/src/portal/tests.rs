//! Pages of our own making, with facts of nowhere, for the rules that read a portal's page.

use super::*;

fn page(text: &str) -> (Document, Vec<String>) {
    let mut unknown = crate::record::Unknown::default();
    let mut notes = Notes::new("trang.txt", None, &mut unknown);
    let document = read(&crate::decode::decode(text.as_bytes()).text, &mut notes).unwrap();
    (document, notes.found.iter().map(ToString::to_string).collect())
}

fn headings(document: &Document) -> Vec<&str> {
    document
        .body
        .iter()
        .filter_map(|block| if let Block::Heading { text, .. } = block { Some(text.as_str()) } else { None })
        .collect()
}

fn captions(document: &Document) -> Vec<&str> {
    document
        .body
        .iter()
        .filter_map(
            |block| if let Block::Figure { caption, .. } = block { Some(caption.as_str()) } else { None },
        )
        .collect()
}

const WHOLE: &str = "Văn hóa - xã hội

Thư viện xã Bến Mơ mở thêm phòng đọc cho thiếu nhi
Ngày đăng 05/09/2021 | 08:30  | Lượt xem: 2048

Phòng đọc mới của thư viện xã mở cửa từ đầu tháng, mỗi tuần sáu buổi.

Theo kế hoạch, thư viện sẽ nhận thêm sách từ các trường học trong xã.

 Các em nhỏ chọn sách trong ngày đầu mở cửa

Sách đến từ nhiều nơi
Trong tuần đầu, bạn đọc đã gửi tặng 312 cuốn sách.

Người dân còn góp kệ và bàn ghế cũ.
Mỗi buổi đọc có một người kể chuyện

Một buổi kể chuyện dưới gốc đa của trường tiểu học Bến Mơ

Buổi kể chuyện đầu tiên có hai mươi em đến nghe.

(Nguồn: Bản tin xã Bến Mơ)";

#[test]
fn a_whole_page_is_read_part_by_part() {
    let (document, said) = page(WHOLE);
    assert_eq!(document.section, ["Văn hóa - xã hội"]);
    assert_eq!(document.title, "Thư viện xã Bến Mơ mở thêm phòng đọc cho thiếu nhi");
    assert_eq!(document.published.unwrap().to_string(), "2021-09-05T08:30:00+07:00");
    assert_eq!(document.views, Some(2048));
    assert_eq!(document.source.as_deref(), Some("Bản tin xã Bến Mơ"));
    assert!(document.lead.as_deref().unwrap().starts_with("Phòng đọc mới"));
    assert_eq!(headings(&document), ["Sách đến từ nhiều nơi", "Mỗi buổi đọc có một người kể chuyện"]);
    assert_eq!(
        captions(&document),
        [
            "Các em nhỏ chọn sách trong ngày đầu mở cửa",
            "Một buổi kể chuyện dưới gốc đa của trường tiểu học Bến Mơ"
        ]
    );
    assert_eq!(document.body.len(), 8);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn windows_line_ends_marks_tabs_and_nfd_change_nothing() {
    use std::fmt::Write as _;
    let (wanted, _) = page(WHOLE);
    let mut odd = String::from("\u{FEFF}");
    for line in WHOLE.lines() {
        let _ = write!(odd, "{}\t\r\n", line.replace(' ', "\u{A0}"));
    }
    assert_eq!(page(&odd).0, wanted);
    // Decomposed letters, as macOS writes them.
    let decomposed =
        WHOLE.replace('ệ', "e\u{323}\u{302}").replace('ề', "e\u{302}\u{300}").replace('ă', "a\u{306}");
    assert_ne!(decomposed, WHOLE);
    assert_eq!(page(&decomposed).0, wanted);
}

#[test]
fn views_may_be_missing_or_grouped_or_on_their_own_line() {
    assert_eq!(page("Tên\nNgày đăng 05/09/2021 | 08:30\n\nChữ ở đây.").0.views, None);
    assert_eq!(page("Tên\nNgày đăng 05/09/2021 | Lượt xem: 1.024\n\nChữ ở đây.").0.views, Some(1024));
    assert_eq!(page("Tên\nNgày đăng: 05/09/2021 08:30 Lượt xem : 7\n\nChữ ở đây.").0.views, Some(7));
    let (document, _) = page("Tên\nNgày đăng: 05/09/2021\nLượt xem: 12\n\nChữ ở đây.");
    assert_eq!((document.views, document.lead.as_deref()), (Some(12), Some("Chữ ở đây.")));
}

#[test]
fn a_page_may_have_no_section_or_several() {
    assert!(page("Tên trang\nNgày đăng 05/09/2021\n\nChữ ở đây.").0.section.is_empty());
    let (document, _) = page("Tin tức\nY tế\n\nTên trang\nNgày đăng 05/09/2021\n\nChữ ở đây.");
    assert_eq!(
        (document.section, document.title.as_str()),
        (vec!["Tin tức".to_owned(), "Y tế".to_owned()], "Tên trang")
    );
    let (document, _) = page("Trang chủ » Tin tức » Y tế\n\nTên trang\n\nNgày đăng 05/09/2021\n\nChữ ở đây.");
    assert_eq!(document.section, ["Tin tức", "Y tế"]);
    assert_eq!(document.title, "Tên trang");
}

#[test]
fn a_title_on_two_lines_is_put_together() {
    let (document, _) = page(
        "Nông nghiệp\n\nHợp tác xã rau sạch Đồng Thấp tổng kết một năm làm ăn theo cách mới,\nbà con được chia thêm lãi\nNgày đăng 05/09/2021\n\nChữ.",
    );
    assert_eq!(document.section, ["Nông nghiệp"]);
    assert!(document.title.ends_with("bà con được chia thêm lãi"), "{}", document.title);
    assert!(document.title.starts_with("Hợp tác xã"), "{}", document.title);
}

#[test]
fn other_spellings_of_the_date_are_read() {
    for (line, date) in [
        ("Ngày đăng 5/9/2021", "2021-09-05"),
        ("Ngày đăng: 05-09-2021 | 8:05", "2021-09-05T08:05:00+07:00"),
        ("NGÀY ĐĂNG 05.09.2021|08:30|LƯỢT XEM: 3", "2021-09-05T08:30:00+07:00"),
        ("Đăng ngày 05/09/2021 08:30", "2021-09-05T08:30:00+07:00"),
        ("Ngày đăng: ngày 05 tháng 9 năm 2021", "2021-09-05"),
        ("Ngày đăng   05/09/2021   |   08:30   |", "2021-09-05T08:30:00+07:00"),
    ] {
        let text = format!("Tên trang\n{line}\n\nChữ ở đây.");
        assert!(is_portal(&text), "{line}");
        let (document, said) = page(&text);
        assert_eq!(document.published.map(|date| date.to_string()).as_deref(), Some(date), "{line}");
        assert!(said.is_empty(), "{line}: {said:?}");
    }
}

#[test]
fn an_impossible_date_is_left_out_and_named() {
    let (document, said) = page("Tên trang\nNgày đăng 31/02/2021 | Lượt xem: 5\n\nChữ ở đây.");
    assert_eq!((document.published, document.views), (None, Some(5)));
    assert!(said[0].contains("31/02/2021"), "{said:?}");
}

#[test]
fn prose_about_registration_days_is_no_date_line() {
    assert!(!is_portal("Thông báo\n\nNgày đăng ký từ 05/09/2021 đến 10/09/2021.\n"));
    assert!(!is_portal("Tên\n\nChữ ở đây.\n"));
}

#[test]
fn a_page_of_captions_only_has_no_lead_and_no_headings() {
    let (document, _) = page(
        "Ảnh\n\nNgày hội làng\nNgày đăng 05/09/2021\n\nRước kiệu qua cầu\n\nThi nấu cơm bên giếng làng\n\nTrẻ em thả diều trên đê (Ảnh: Văn phòng xã).",
    );
    assert_eq!(captions(&document).len(), 3);
    assert!(document.lead.is_none() && headings(&document).is_empty());
}

#[test]
fn a_source_may_be_missing_or_spelled_otherwise() {
    let with_end = |end: &str| page(&format!("Tên trang\nNgày đăng 05/09/2021\n\nChữ ở đây.\n\n{end}")).0;
    assert_eq!(with_end("Chữ nữa ở cuối.").source, None);
    for end in [
        "(Nguồn: Báo Làng)",
        "( Nguồn : Báo Làng )",
        "(Nguồn Báo Làng).",
        "Nguồn: Báo Làng",
        "(Theo Báo Làng)",
    ] {
        assert_eq!(with_end(end).source.as_deref(), Some("Báo Làng"), "{end}");
    }
    let document = with_end("Mai Thị Lụa\n\n(Nguồn: Báo Làng)");
    assert_eq!((document.authors, document.body.len()), (vec!["Mai Thị Lụa".to_owned()], 0));
}

#[test]
fn a_page_without_date_line_is_known_by_its_source() {
    let text = "Tin xã\n\nLàng Thượng đắp lại con đường ra đồng trước mùa mưa\n\nCon đường dài hơn một cây số.\n\n(Nguồn: Bản tin xã)";
    assert!(is_portal(text));
    let (document, _) = page(text);
    assert_eq!(document.section, ["Tin xã"]);
    assert!(document.title.starts_with("Làng Thượng"));
    assert_eq!(document.lead.as_deref(), Some("Con đường dài hơn một cây số."));
}

#[test]
fn numbered_and_capital_headings_may_stand_alone() {
    let (document, _) = page(
        "Tên trang\nNgày đăng 05/09/2021\n\nĐoạn mở đầu ở đây.\n\n1. Việc đã làm\n\nMột đoạn.\n\nII. Việc sẽ làm\n\nMột đoạn.\n\nTỔNG KẾT\n\nMột đoạn.",
    );
    assert_eq!(headings(&document), ["1. Việc đã làm", "II. Việc sẽ làm", "TỔNG KẾT"]);
}

#[test]
fn verse_and_lists_stay_paragraphs() {
    let (document, _) = page(
        "Tên trang\nNgày đăng 05/09/2021\n\nĐoạn mở đầu ở đây.\n\nCon đê ngủ giữa trưa hè\nCánh diều lạc lối không về nhà ta\nGió đưa lá chuối la đà\n\nCác việc gồm:\n- Đắp đường\n- Khơi mương\nHết việc.",
    );
    assert!(headings(&document).is_empty(), "{:?}", headings(&document));
    assert_eq!(document.body.len(), 7);
}

#[test]
fn a_page_that_sets_in_its_paragraphs_is_not_all_captions() {
    let (document, _) = page(
        "Tên trang\nNgày đăng 05/09/2021\n\n  Đoạn mở đầu ở đây.\n\n  Hai năm qua xã làm được nhiều việc\n  Năm đầu tiên xã làm đường.\n\n  Năm sau xã làm mương.",
    );
    assert!(captions(&document).is_empty());
    assert_eq!(headings(&document), ["Hai năm qua xã làm được nhiều việc"]);
}

#[test]
fn the_seed_page_gives_every_field_that_is_expected_of_it() {
    let seed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let (Ok(text), Ok(expected)) = (
        std::fs::read_to_string(seed.join("long-bien-article.txt")),
        std::fs::read(seed.join("expected.json")),
    ) else {
        println!("skipped: there is no seed page beside the project");
        return;
    };
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    let expected = &expected["document"];
    let (document, said) = page(&text);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(serde_json::json!(document.section), expected["section"]);
    assert_eq!(serde_json::json!(document.title), expected["title"]);
    assert_eq!(serde_json::json!(document.published), expected["published"]);
    assert_eq!(serde_json::json!(document.views), expected["views"]);
    assert_eq!(serde_json::json!(document.source), expected["source"]);
    assert!(document.lead.as_deref().unwrap().starts_with(expected["lead_starts"].as_str().unwrap()));
    assert_eq!(serde_json::json!(headings(&document)), expected["headings"]);
    assert_eq!(serde_json::json!(captions(&document)), expected["captions"]);
}

proptest::proptest! {
    #[test]
    fn no_page_is_a_crash(text in "([A-Zđư .|:()\n0-9/]|Ngày đăng |Lượt xem|Nguồn|\n\n){0,60}") {
        let mut unknown = crate::record::Unknown::default();
        let _ = is_portal(&text);
        let _ = read(&text, &mut Notes::new("a", None, &mut unknown));
    }
}
