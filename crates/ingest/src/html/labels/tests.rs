//! Lines as portals write them.

use super::*;

fn read(lines: &[&str]) -> Fields {
    let mut fields = Fields::default();
    for text in lines {
        fields.read(&Line { text: (*text).to_owned(), ..Line::default() }, true);
    }
    fields
}

#[test]
fn the_lines_of_portals_are_read() {
    let fields = read(&["Ngày đăng 28/03/2023 | 14:04 | Lượt xem: 1126"]);
    assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert_eq!(fields.views, Some(1126));
    let fields = read(&["Cập nhật: 28/03/2023 | 14:04", "Tác giả: Thu Hà - Nguồn: Báo Hà Nội mới"]);
    assert_eq!(fields.updated.unwrap().to_string(), "2023-03-28T14:04:00+07:00");
    assert_eq!(
        (fields.authors, fields.source.as_deref()),
        (vec!["Thu Hà".to_owned()], Some("Báo Hà Nội mới"))
    );
    let fields = read(&[
        "Thứ Ba, 28/03/2023, 08:30 (GMT+7)",
        "1.126 lượt xem",
        "(Theo Báo Lao động)",
        "Chuyên mục: Tin tức > Y tế",
    ]);
    assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T08:30:00+07:00");
    assert_eq!((fields.views, fields.source.as_deref()), (Some(1126), Some("Báo Lao động")));
    assert_eq!(fields.section, ["Tin tức", "Y tế"]);
    let fields = read(&["Đăng lúc: 08:30 ngày 28/3/2023 - Đã xem: 12", "Ngày cập nhật 29/3/2023"]);
    assert_eq!(fields.published.unwrap().to_string(), "2023-03-28T08:30:00+07:00");
    assert_eq!((fields.views, fields.updated.unwrap().to_string().as_str()), (Some(12), "2023-03-29"));
}

#[test]
fn dates_stand_among_what_else_a_line_holds() {
    for line in [
        "28/03/2023 10:15:00 AM Xem cỡ chữ",
        "10:15 | 28/03/2023",
        "10:15 SA | 28/03/2023",
        "Đăng ngày: 28/03/2023 10:15 Lượt xem: 77 - Cỡ chữ A- A A+",
        "(Ngày đăng: 28/3/2023 10:15:00 SA)",
        "Thứ Ba, 28/03/2023, 10:15 [GMT+7] In bài",
    ] {
        let fields = read(&[line]);
        let found = fields.published.map(|date| date.to_string());
        assert_eq!(found.as_deref(), Some("2023-03-28T10:15:00+07:00"), "{line}");
        assert!(fields.views.is_none_or(|views| views == 77), "{line}");
    }
    assert_eq!(read(&["Lượt xem: 1.234 - Cỡ chữ A- A A+"]).views, Some(1234));
}

#[test]
fn sentences_are_no_fields() {
    let fields = read(&[
        "Theo báo cáo của phường: kết quả rất tốt",
        "Ngày 28/3/2023 là ngày hội của toàn dân phố chúng ta",
        "Ngày 28/3/2023 Phường họp.",
        "Xem 5 phim hay cuối tuần",
        "Nguồn nước sạch của người dân",
    ]);
    assert_eq!((fields.published, fields.views, fields.source, fields.authors.len()), (None, None, None, 0));
}
