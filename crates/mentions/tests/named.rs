//! Positions, abbreviations, names that others bear, and days: sentences that were once read wrongly.

mod common;

use tangthu_archive::{Block, Document, MentionKind};
use tangthu_mentions::find_all;

/// What a text holds of a kind: the values, each with this detail if it has it.
fn found(text: &str, kind: MentionKind, detail: &str) -> Vec<String> {
    let body = text.lines().map(|line| Block::Paragraph { text: line.to_owned() }).collect();
    let found = find_all(&Document { body, ..Document::default() });
    let told = found.into_iter().filter(|mention| mention.kind == kind).map(|mention| {
        mention
            .details
            .get(detail)
            .map_or(mention.value.clone(), |said| format!("{} | {said}", mention.value))
    });
    told.collect()
}

fn check_all(kind: MentionKind, detail: &str, cases: &[(&str, &[&str])]) {
    common::check_all(cases, |text| found(text, kind, detail));
}

#[test]
fn a_position_is_told_with_its_field_and_without_its_place() {
    check_all(
        MentionKind::Person,
        "role",
        &[
            ("Ông Trần Văn Bình (Trưởng phòng Nội vụ) trả lời.", &["Trần Văn Bình | Trưởng phòng Nội vụ"]),
            (
                "Bà Trần Thị Bình, Trưởng phòng Nội vụ quận Hồng Hà.",
                &["Trần Thị Bình | Trưởng phòng Nội vụ quận"],
            ),
            (
                "Ông Trần Văn Bình - Phó Trưởng phòng Quản lý đô thị.",
                &["Trần Văn Bình | Phó Trưởng phòng Quản lý đô thị"],
            ),
            ("Trưởng phòng Tư pháp Lê Văn Sơn chủ trì.", &["Lê Văn Sơn | Trưởng phòng Tư pháp"]),
            (
                "Phó Chủ tịch Thường trực UBND quận Lê Văn Sơn chủ trì.",
                &["Lê Văn Sơn | Phó Chủ tịch Thường trực UBND quận"],
            ),
        ],
    );
}

#[test]
fn what_bears_a_name_is_no_person() {
    check_all(
        MentionKind::Person,
        "role",
        &[
            ("Hãng phim Nguyễn Đình Chiểu ra mắt bộ phim.", &[]),
            ("Giải báo chí Nguyễn Văn Linh được trao.", &[]),
            ("Đồng chí Nguyễn Văn Lâm dự lễ trao giải báo chí.", &["Nguyễn Văn Lâm"]),
        ],
    );
}

#[test]
fn abbreviations_with_a_dash_are_those_that_the_text_defines() {
    check_all(
        MentionKind::Abbreviation,
        "long",
        &[
            (
                "Phát triển kinh tế - xã hội (KT-XH) là việc chung.\nNhiệm vụ KT-XH của xã.",
                &["KT-XH | kinh tế - xã hội", "KT-XH | kinh tế - xã hội"],
            ),
            ("Các tổ chức chính trị - xã hội (CT-XH) cùng dự.", &["CT-XH | chính trị - xã hội"]),
            ("Công ty CP Thương mại Sông Xanh xây nhà máy.", &[]),
            ("Tổng công ty CP Sông Xanh và Tập đoàn CP Núi Đỏ.", &[]),
            ("Ban Cán sự đảng CP họp.", &["CP | Chính phủ"]),
        ],
    );
}

#[test]
fn days_of_a_month_are_no_figures() {
    check_all(
        MentionKind::Figure,
        "unit",
        &[
            ("Từ 2 - 3 tháng 5, phường tổ chức hội thi.", &[]),
            ("Hội thi mở 2 - 3 tháng 5.", &[]),
            ("Sáng mùng 2 tháng 9 xã làm lễ.", &[]),
            ("Việc ấy cần 2 - 3 tháng.", &["2..3 | tháng"]),
            ("Lãi suất 7,5%/năm cho hộ nghèo.", &["7.5 | %/năm"]),
            ("Lãi suất 0,5% / tháng, thuế 10%.", &["0.5 | %/tháng", "10 | %"]),
        ],
    );
    check_all(
        MentionKind::Date,
        "inferred",
        &[
            ("Sáng mùng 2 tháng 9 xã làm lễ.", &["--09-02"]),
            ("Tết Độc lập mồng 2 tháng 9 năm 2022.", &["2022-09-02"]),
            ("Lễ hội mở mùng 10 tháng 3 âm lịch.", &[]),
            ("Hội thi mở ngày 10/3 âm vang cả xã.", &["--03-10"]),
        ],
    );
    check_all(
        MentionKind::Period,
        "inferred",
        &[
            ("Từ 2 - 3 tháng 5, phường tổ chức hội thi.", &["--05-02/--05-03"]),
            ("Ngày 2 - 3 tháng 5 năm 2022 phường tổ chức hội thi.", &["2022-05-02/2022-05-03"]),
        ],
    );
}
