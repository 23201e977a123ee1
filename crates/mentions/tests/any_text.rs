//! Whatever a text holds, its mentions stand in it, and no two texts are mixed up.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop with the value it met")]

use proptest::prelude::*;
use std::ops::Range;
use tangthu_archive::{Block, Document, PartialDate};
use tangthu_mentions::{document_texts, find_all, record_all, sentence};

const PIECES: &str = "ngày|tháng|năm|quý|II|từ|đến|nhiệm kỳ|giai đoạn|24/10|3/2/2023|24-10|2022|2020 - 2025|31/02|99|1\\.126|3,2|tỷ|triệu|đồng|\
    %|hai|mươi|ba|mười lăm|trăm|lượt|kiểm tra|giám sát|chỉ tiêu|đạt|hộ|người|buổi/tuần|200m2|8h30|0912 345 678|số|Điều|ông|bà|đồng chí|\
    Nguyễn|Văn|Tám|Lê|Phó Bí thư|Chủ tịch|Trưởng Ban|UBND|HĐND|Quận ủy|quận|phường|TP\\.|Long Khê|Bà Rịa - Vũng Tàu|các|tổ dân phố số 7|\
    Công ty cổ phần|Trường THCS|Sở Tài chính|Ban Thường vụ|Đảng ủy Khối DN|01-CTr/QU|15/2024/QĐ-UBND|của|về|“|”|\\(|\\)|,|;|:|\\.|-|–|/|và|A|Theo|Anh|Bộ Tư lệnh|Tổng cục|Trung tâm|nghị|các|Luật|TPHCM|căn cứ|sửa đổi|\n";

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((prop_oneof![20 => PIECES, 1 => "\\PC{0,3}"], "( | |\u{A0}|)"), 0..24);
    let lead = prop_oneof![Just(""), Just(" "), Just("\n")];
    (lead, pieces).prop_map(|(lead, pieces)| {
        let pieces: String = pieces.into_iter().map(|(piece, blank)| piece + &blank).collect();
        lead.to_owned() + &pieces
    })
}

fn place(mention: &tangthu_archive::Mention) -> Range<usize> {
    mention.start as usize..mention.end as usize
}

proptest! {
    #[test]
    fn mentions_stand_in_their_text(title in texts(), body in texts(), dated: bool) {
        let published = dated.then(|| PartialDate::from_day(2023, 3, 28)).flatten();
        let body = vec![Block::Paragraph { text: body.clone() }, Block::Quote { text: body.to_uppercase() }];
        let mut document = Document { title, published, body, ..Document::default() };
        let found = find_all(&document);
        let all: Vec<String> = document_texts(&document).map(str::to_owned).collect();
        for mention in &found {
            let text = &all[mention.text as usize];
            let written = text.get(place(mention));
            prop_assert!(written.is_some_and(|written| !written.is_empty()), "{:?}", mention);
            prop_assert!(!mention.value.is_empty());
            prop_assert!(text.get(sentence(text, place(mention))).is_some());
        }
        record_all(&mut document);
        prop_assert!(document.mentions.iter().all(|mention| found.contains(mention)));
    }
}
