//! What the pages of offices hold: gazettes, reports, lists of guests, notices. Each sentence was once read wrongly.

mod common;

use tangthu_archive::{Block, Document, Mention, MentionKind};
use tangthu_mentions::find_all;

/// What a text holds of a kind, a paragraph a line, with these details; `-` for one that is lacking.
fn found(text: &str, kind: MentionKind, details: &[&str]) -> Vec<String> {
    let body = text.lines().map(|line| Block::Paragraph { text: line.to_owned() }).collect();
    let found = find_all(&Document { body, ..Document::default() });
    let line = |mention: &Mention| {
        let said = details.iter().map(|&name| mention.details.get(name).map_or("-", String::as_str));
        [mention.value.as_str()].into_iter().chain(said).collect::<Vec<_>>().join(" | ")
    };
    found.iter().filter(|mention| mention.kind == kind).map(line).collect()
}

fn check_all(kind: MentionKind, details: &[&str], cases: &[(&str, &[&str])]) {
    common::check_all(cases, |text| found(text, kind, details));
}

#[test]
fn what_is_done_to_the_documents_of_a_list_is_told_of_each() {
    check_all(
        MentionKind::Number,
        &["relation"],
        &[
            (
                "Điều 1. Bãi bỏ toàn bộ các quyết định sau đây:\n1. Quyết định số 12/QĐ-UBND ngày 3/4/2020;\n2. Chỉ thị số 13/CT-UBND.\nThi hành Quyết định số 15/QĐ-UBND.",
                &["12/QĐ-UBND | bãi bỏ", "13/CT-UBND | bãi bỏ", "15/QĐ-UBND | thực hiện"],
            ),
            (
                "Bãi bỏ Điều 7 Nghị định số 14/2019/NĐ-CP và khoản 3 Điều 12 Nghị định số 68/2020/NĐ-CP.",
                &["14/2019/NĐ-CP | bãi bỏ", "68/2020/NĐ-CP | bãi bỏ"],
            ),
            (
                "Căn cứ Nghị định số 24/2014/NĐ-CP; Quyết định số 12/QĐ-TTg.",
                &["24/2014/NĐ-CP | căn cứ", "12/QĐ-TTg | căn cứ"],
            ),
            (
                "Sửa đổi khoản 2 Điều 4 Quy định ban hành kèm theo Quyết định số 27/2018/QĐ-UBND.",
                &["27/2018/QĐ-UBND | sửa đổi"],
            ),
        ],
    );
}

#[test]
fn digits_that_a_scanner_took_for_letters_are_read() {
    let text = "Căn cứ Quyết định số 1O8/QÐ-UBND ngày l5/3/2019 của UBND tỉnh.";
    check_all(MentionKind::Number, &["date"], &[(text, &["108/QĐ-UBND | 2019-03-15"])]);
    check_all(MentionKind::Date, &[], &[(text, &["2019-03-15"])]);
}

#[test]
fn days_of_the_moon_and_numbers_of_contracts_are_no_dates() {
    check_all(
        MentionKind::Date,
        &[],
        &[
            ("Mất ngày 03 tháng 3 năm 2023 (tức ngày 12 tháng 2 năm Quý Mão).", &["2023-03-03"]),
            ("Hợp đồng số 07/2024/HĐTV ký tháng 7/2024.", &["2024-07"]),
        ],
    );
    check_all(MentionKind::Figure, &["unit"], &[("Chiều 30 tháng Chạp mọi người nghỉ.", &[])]);
}

#[test]
fn ranges_and_what_figures_measure() {
    check_all(
        MentionKind::Figure,
        &["unit", "subject"],
        &[
            ("Phạt tiền từ 2.000.000 đồng đến 3.000.000 đồng.", &["2000000..3000000 | đồng | -"]),
            (
                "Gây thiệt hại từ 100.000.000 đồng đến dưới 500.000.000 đồng.",
                &["100000000..500000000 | đồng | -"],
            ),
            ("Giá gói thầu: 38.720.000.000 đồng.", &["38720000000 | đồng | giá gói thầu"]),
            (
                "Công trình có diện tích 1.200 m2 với tổng kinh phí 3,8 tỷ đồng.",
                &["1200 | m2 | diện tích", "3800000000 | đồng | tổng kinh phí"],
            ),
            ("Khám cho 1.240 lượt người cao tuổi.", &["1240 | lượt người cao tuổi | -"]),
            ("Giảm từ 12 tỷ đồng xuống 9 tỷ đồng.", &["12000000000 | đồng | -", "9000000000 | đồng | -"]),
        ],
    );
}

#[test]
fn people_of_lists_of_guests() {
    check_all(
        MentionKind::Person,
        &["role"],
        &[
            (
                "Tới dự có các đồng chí: Trần Đức Lâm, Phó Bí thư Tỉnh ủy; Lò Văn Pánh, Phó Chủ tịch UBND xã.",
                &["Trần Đức Lâm | Phó Bí thư Tỉnh ủy", "Lò Văn Pánh | Phó Chủ tịch UBND xã"],
            ),
            ("Ông nghe BS.CKII Hoàng Minh Tuệ nói.", &["Hoàng Minh Tuệ | BS.CKII"]),
            ("Ông gặp PGS.TS. Lê Xuân Lượng, Giám đốc Sở Y tế.", &["Lê Xuân Lượng | Giám đốc Sở Y tế"]),
            (
                "Có đồng chí Lê Trọng Hậu, nguyên Phó Bí thư Huyện ủy dự.",
                &["Lê Trọng Hậu | nguyên Phó Bí thư Huyện ủy"],
            ),
            ("Tin buồn; Lò Vi Sóng, máy sấy; hết.", &[]),
        ],
    );
}

#[test]
fn places_and_bodies() {
    check_all(
        MentionKind::Place,
        &[],
        &[
            ("Anh ở bản Háng Đồng, xã Pú Nhung.", &["bản Háng Đồng", "xã Pú Nhung"]),
            ("Bản Tuyên ngôn, bản Hiến pháp và văn bản Nhà nước.", &[]),
            ("Sáp nhập 3 xã: Tân Lạc, Tân Hòa và Đông Phú.", &["xã Tân Lạc", "xã Tân Hòa", "xã Đông Phú"]),
            ("Anh nằm ở Bệnh viện Đa khoa tỉnh Lạc Giang.", &["tỉnh Lạc Giang"]),
        ],
    );
    check_all(
        MentionKind::Body,
        &[],
        &[
            ("Tòa án nhân dân khu vực 2 xét xử.", &["Tòa án nhân dân khu vực 2"]),
            ("Trường Đại học Nông Lâm Lạc Giang tuyển sinh.", &["Trường Đại học Nông Lâm Lạc Giang"]),
            (
                "Trung tâm Phục vụ hành chính công xã Pú Nhung mở cửa.",
                &["Trung tâm Phục vụ hành chính công xã Pú Nhung"],
            ),
        ],
    );
    check_all(MentionKind::Abbreviation, &[], &[("Lưu: VT, TH, GV.", &[])]);
}
