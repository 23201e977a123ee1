//! How a text stands to the documents that it cites, and who issued them: sentences that were once read wrongly. A relation is told
//! of the document that the text replaces, amends or repeals, and in the passive only where the text itself is what was replaced.

mod common;

use tangthu_archive::{Block, Document, Mention, MentionKind};
use tangthu_mentions::find_all;

/// The numbers of a text in a document of this number, with these of their details.
fn cited(own: Option<&str>, text: &str, details: &[&str]) -> Vec<String> {
    let body = vec![Block::Paragraph { text: text.to_owned() }];
    let found = find_all(&Document { body, number: own.map(str::to_owned), ..Document::default() });
    let line = |number: &Mention| {
        let said = details.iter().map(|&name| number.details.get(name).map_or("-", String::as_str));
        [number.value.as_str()].into_iter().chain(said).collect::<Vec<_>>().join(" | ")
    };
    found.iter().filter(|mention| mention.kind == MentionKind::Number).map(line).collect()
}

fn check_all(own: Option<&str>, details: &[&str], cases: &[(&str, &[&str])]) {
    common::check_all(cases, |text| cited(own, text, details));
}

#[test]
fn in_the_passive_the_document_that_was_replaced_has_the_relation() {
    check_all(
        None,
        &["relation"],
        &[
            (
                "Quyết định số 15/2019/QĐ-UBND được thay thế bởi Quyết định số 22/2021/QĐ-UBND.",
                &["15/2019/QĐ-UBND | thay thế", "22/2021/QĐ-UBND | dẫn chiếu"],
            ),
            (
                "Quyết định số 15/2019/QĐ-UBND ngày 4/5/2019 đã được thay thế bằng Quyết định số 22/2021/QĐ-UBND.",
                &["15/2019/QĐ-UBND | thay thế", "22/2021/QĐ-UBND | dẫn chiếu"],
            ),
            (
                "Nghị quyết số 15/2019/NQ-HĐND được sửa đổi, bổ sung bởi Nghị quyết số 22/2021/NQ-HĐND.",
                &["15/2019/NQ-HĐND | sửa đổi, bổ sung", "22/2021/NQ-HĐND | dẫn chiếu"],
            ),
            (
                "Quyết định số 15/2019/QĐ-UBND bị bãi bỏ bởi Quyết định số 22/2021/QĐ-UBND.",
                &["15/2019/QĐ-UBND | bãi bỏ", "22/2021/QĐ-UBND | dẫn chiếu"],
            ),
            // What the text goes by stays that, and what is cited in passing is not amended by it.
            (
                "Căn cứ Nghị định số 15/2019/NĐ-CP được sửa đổi bởi Nghị định số 22/2021/NĐ-CP.",
                &["15/2019/NĐ-CP | căn cứ", "22/2021/NĐ-CP | dẫn chiếu"],
            ),
            (
                "Hồ sơ nộp như Nghị định số 15/2019/NĐ-CP được sửa đổi bởi Nghị định số 22/2021/NĐ-CP.",
                &["15/2019/NĐ-CP | dẫn chiếu", "22/2021/NĐ-CP | dẫn chiếu"],
            ),
            (
                "Quyết định này được thay thế bởi Quyết định số 22/2021/QĐ-UBND.",
                &["22/2021/QĐ-UBND | được thay thế bởi"],
            ),
            (
                "Quyết định số 15/2019/QĐ-UBND ngày 4/5/2019 bị bãi bỏ bởi Quyết định này.",
                &["15/2019/QĐ-UBND | bãi bỏ"],
            ),
        ],
    );
    check_all(
        Some("15/2019/QĐ-UBND"),
        &["relation"],
        &[(
            "Quyết định số 15/2019/QĐ-UBND được thay thế bởi Quyết định số 22/2021/QĐ-UBND.",
            &["15/2019/QĐ-UBND | dẫn chiếu", "22/2021/QĐ-UBND | được thay thế bởi"],
        )],
    );
}

#[test]
fn parts_of_documents_and_lists_with_dates_have_the_relation() {
    check_all(
        None,
        &["relation"],
        &[
            ("Nay bãi bỏ Điều 3 Quyết định số 4/2017/QĐ-UBND.", &["04/2017/QĐ-UBND | bãi bỏ"]),
            (
                "Sửa đổi khoản 2 Điều 5 và Điều 7 của Nghị quyết số 12/2018/NQ-HĐND.",
                &["12/2018/NQ-HĐND | sửa đổi"],
            ),
            (
                "Bãi bỏ điểm a khoản 2, khoản 3 Điều 5 Quyết định số 4/2017/QĐ-UBND.",
                &["04/2017/QĐ-UBND | bãi bỏ"],
            ),
            ("Theo quy định tại Điều 3 Quyết định số 4/2017/QĐ-UBND.", &["04/2017/QĐ-UBND | dẫn chiếu"]),
            (
                "Quyết định này thay thế Quyết định số 10/2015/QĐ-UBND ngày 3/4/2015 và Quyết định số 11/2016/QĐ-UBND ngày 5/6/2016 của UBND tỉnh.",
                &["10/2015/QĐ-UBND | thay thế", "11/2016/QĐ-UBND | thay thế"],
            ),
            (
                "Quyết định này thay thế Quyết định số 10/2015/QĐ-UBND ngày 3/4/2015, Quyết định số 11/2016/QĐ-UBND và thực hiện Kế hoạch số 5/KH-UBND.",
                &["10/2015/QĐ-UBND | thay thế", "11/2016/QĐ-UBND | thay thế", "05/KH-UBND | thực hiện"],
            ),
        ],
    );
}

#[test]
fn the_head_of_a_body_issues_as_the_body_does() {
    check_all(
        None,
        &["by", "title"],
        &[
            (
                "Căn cứ Quyết định số 10/QĐ-UBND ngày 3/4/2015 của Chủ tịch UBND tỉnh Hà Sơn về việc giao chỉ tiêu trồng rừng.",
                &["10/QĐ-UBND | Chủ tịch UBND tỉnh Hà Sơn | giao chỉ tiêu trồng rừng"],
            ),
            (
                "Theo Quyết định số 10/QĐ-UBND ngày 3/4/2015 của Chủ tịch Ủy ban nhân dân quận Long Khê về việc giao chỉ tiêu trồng rừng.",
                &["10/QĐ-UBND | Chủ tịch UBND quận Long Khê | giao chỉ tiêu trồng rừng"],
            ),
            (
                "Theo Quyết định số 10/QĐ-TTg ngày 3/4/2015 của Thủ tướng Chính phủ về việc giao chỉ tiêu trồng rừng.",
                &["10/QĐ-TTg | Thủ tướng Chính phủ | giao chỉ tiêu trồng rừng"],
            ),
            (
                "Theo Thông tư số 10/2015/TT-BTC ngày 3/4/2015 của Bộ trưởng Bộ Tài chính quy định phí chợ.",
                &["10/2015/TT-BTC | Bộ trưởng Bộ Tài chính | quy định phí chợ"],
            ),
        ],
    );
}

#[test]
fn an_ordinance_of_the_president_is_a_number_without_a_body() {
    check_all(
        None,
        &["kind", "date"],
        &[
            (
                "Sắc lệnh số 63/SL ngày 22/11/1945 đặt nền cho chính quyền.",
                &["63/SL | Sắc lệnh | 1945-11-22"],
            ),
            ("Căn cứ Sắc lệnh 63-SL.", &["63/SL | Sắc lệnh | -"]),
            ("Lô hàng ghi 63/SL.", &[]),
        ],
    );
}

#[test]
fn a_verb_alone_is_no_title() {
    check_all(
        None,
        &["title"],
        &[
            ("Từ Nghị định 46/2016/NĐ-CP của Chính phủ ban hành; khoản 2.", &["46/2016/NĐ-CP | -"]),
            (
                "Nghị định số 46/2016/NĐ-CP của Chính phủ quy định về lệ phí.",
                &["46/2016/NĐ-CP | quy định về lệ phí"],
            ),
        ],
    );
}

#[test]
fn whom_tt_stands_for_the_text_says_or_nobody() {
    check_all(
        None,
        &["issuer"],
        &[
            (
                "Theo Quyết định 33/2015/QĐ-TT của Thủ tướng Chính phủ.",
                &["33/2015/QĐ-TT | Thủ tướng Chính phủ"],
            ),
            ("Theo Quyết định số 33/2015/QĐ-TT ngày 10/8/2015.", &["33/2015/QĐ-TT | -"]),
            ("Theo Thông báo số 15/TB-TT của Thường trực HĐND huyện.", &["15/TB-TT | Thường trực"]),
            ("Theo Quyết định số 33/2015/QĐ-TTg.", &["33/2015/QĐ-TTg | Thủ tướng Chính phủ"]),
        ],
    );
}
