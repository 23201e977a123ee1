//! What stands behind a number and is no unit of it, and what is told of targets beside others: each of these was once read wrongly.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

use tangthu_archive::{Block, Document, MentionKind};
use tangthu_mentions::find_all;

/// The figures of a text in a document of a language: value, unit, status.
fn figures_of(text: &str, language: Option<&str>) -> Vec<(String, String, String)> {
    let body = text.lines().map(|line| Block::Paragraph { text: line.to_owned() }).collect();
    let language = language.map(str::to_owned);
    let found = find_all(&Document { body, language, ..Document::default() });
    let figures = found.into_iter().filter(|mention| mention.kind == MentionKind::Figure);
    let detail =
        |of: &tangthu_archive::Mention, name: &str| of.details.get(name).cloned().unwrap_or_default();
    figures.map(|figure| (figure.value.clone(), detail(&figure, "unit"), detail(&figure, "status"))).collect()
}

fn counted(text: &str) -> Vec<String> {
    figures_of(text, None).into_iter().map(|(value, unit, _)| format!("{value} {unit}")).collect()
}

#[test]
fn the_number_of_a_document_typed_with_blanks_is_no_figure() {
    for text in [
        "Số văn bản gõ rời cũng được, ví dụ 01 ctr qu.",
        "Gõ 104 kh qu hay 15 qđ ubnd đều ra.",
        "Thử 12 nq tw, rồi 36 hd vptw.",
        "Thử 2 kh ubnd và xem.",
    ] {
        assert_eq!(counted(text), [""; 0], "{text}");
    }
    assert_eq!(counted("Quận có 02 kế hoạch và 15 quyết định."), ["2 kế hoạch", "15 quyết định"]);
}

#[test]
fn reckoning_and_verbs_are_no_units() {
    for text in [
        "Số ấy là kết quả của phép tính 33 chia 247.",
        "Lấy 359 chia cho 143.",
        "Đội bóng mang áo số lẻ, 7 chạy trước, 9 nằm lại.",
        "Số khách là 10 hiện nay, mẫu máy 8 sắp ra mắt.",
        "Cứ lấy 12 nhân với 5 rồi 60 cộng 3, sau đó 63 trừ 4 là ra.",
    ] {
        assert_eq!(counted(text), [""; 0], "{text}");
    }
    assert_eq!(counted("Phường trồng 40 khóm mang tên các khu."), ["40 khóm"]);
    assert_eq!(counted("Nêu 27 hiện tượng và 2 lựa chọn."), ["27 hiện tượng", "2 lựa chọn"]);
    assert_eq!(counted("Có 12 nhân chứng ra tòa làm chứng."), ["12 nhân chứng"]);
}

#[test]
fn figures_are_read_in_vietnamese_texts_alone() {
    let english = "By the day of the page, 15 targets were met, 1 was expected in 2023 and 2 were planned up to 2025.\n\
        Look at the figures, for example 231 inspections or 1,126 procedures of 33 wards, 20 km apart.\n33 TTHC";
    for language in [None, Some("en"), Some("vi")] {
        assert_eq!(figures_of(english, language), [], "{language:?}");
    }
    let vietnamese = "Trong nửa nhiệm kỳ, lãnh đạo quận đã đi kiểm tra và chỉ đạo tại chỗ 231 lượt.";
    // Many pages in Vietnamese are declared English by a template.
    for language in [None, Some("en"), Some("vi-VN")] {
        assert_eq!(figures_of(vietnamese, language).len(), 1, "{language:?}");
    }
    let both = format!(
        "{vietnamese}\nIn half a term the heads of the district made 231 inspections and 48 surveys on the spot."
    );
    assert_eq!(counted(&both), ["231 lượt"]);
}

#[test]
fn a_small_number_in_words_that_points_back_counts_nothing() {
    for text in [
        "Tên của hai người giữ chức vụ này cũng không có trên trang nguồn.",
        "Cả hai kế hoạch cụ thể hóa đề án.",
        "Trang nguồn không nối hai chỗ này với nhau.",
        "Ba dự án ấy sau này gộp lại.",
        "Tình bạn giữa hai người, như ai cũng biết, rất lâu bền.",
    ] {
        assert_eq!(counted(text), [""; 0], "{text}");
    }
    assert_eq!(
        counted("Vụ cháy làm hai người chết, ba người bị thương."),
        ["2 người chết", "3 người bị thương"]
    );
    assert_eq!(counted("Quận có hai kế hoạch và ba chương trình."), ["2 kế hoạch", "3 chương trình"]);
    assert_eq!(counted("Trong 2 người này có 1 cán bộ."), ["2 người", "1 cán bộ"]);
}

#[test]
fn what_became_of_a_target_ends_where_the_next_is_counted() {
    let told = |text: &str| -> Vec<String> {
        figures_of(text, None).into_iter().map(|(value, _, status)| format!("{value} {status}")).collect()
    };
    assert_eq!(
        told(
            "Đã có 15 chỉ tiêu đạt; còn 1 chỉ tiêu dự kiến đạt trong năm và 2 chỉ tiêu theo lộ trình tới năm 2025."
        ),
        ["15 đạt", "1 dự kiến đạt trong năm", "2 theo lộ trình tới năm 2025"]
    );
    assert_eq!(
        told("Quận có 9 chỉ tiêu đạt và 4 chỉ tiêu vượt, còn 2 chỉ tiêu chưa đạt."),
        ["9 đạt", "4 vượt", "2 chưa đạt"]
    );
    assert_eq!(told("Kết quả 15 chỉ tiêu đạt là giữa chừng."), ["15 đạt"]);
    assert_eq!(told("Có 3 dự án tăng vốn trong năm."), ["3 "]);
}

#[test]
fn a_time_of_day_is_no_figure() {
    for text in [
        "Cấm xe tải từ 22 giờ đến 5 giờ sáng.",
        "Từ 7 giờ tới 9 giờ sáng, đường cấm ô tô.",
        "Họp vào 9 giờ, lúc 14 giờ 30 thì tan; 8 giờ sáng mai họp tiếp.",
    ] {
        assert_eq!(counted(text), [""; 0], "{text}");
    }
    assert_eq!(counted("Tập huấn kéo dài 12 giờ."), ["12 giờ"]);
    assert_eq!(counted("Mỗi ca từ 6 giờ đến 8 giờ làm việc."), ["6..8 giờ"]);
}

#[test]
fn both_ends_of_a_range_are_of_the_order_that_its_end_names() {
    assert_eq!(counted("Chi 2 - 3 tỷ 500 triệu đồng."), ["2000000000..3500000000 đồng"]);
    assert_eq!(counted("Chi 2 - 3 tỷ rưỡi đồng."), ["2000000000..3500000000 đồng"]);
    assert_eq!(counted("Chi 2 đến 3 tỷ đồng."), ["2000000000..3000000000 đồng"]);
    assert_eq!(counted("Chi 0,5 - 1,5 tỷ đồng."), ["500000000..1500000000 đồng"]);
    assert_eq!(counted("Chi 200 - 1.500 triệu đồng."), ["200000000..1500000000 đồng"]);
}
