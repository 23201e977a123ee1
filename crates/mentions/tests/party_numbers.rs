//! The numbers of the Party's documents, and of the State's beside them, in every spelling that officials, reporters and readers
//! give them. Each case is a text in which what must be found stands between ‹ and ›, and the proper writing of each
//! finding in order; what is not between them must not be found, nor be part of a finding.

use proptest::prelude::*;
use tangthu_mentions::{Number, number_key, numbers, typed_numbers};

/// The text without its signs, and where each finding must stand.
fn marked(case: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), None);
    for c in case.chars() {
        match c {
            '‹' => open = Some(text.len()),
            '›' => spans.extend(open.take().map(|start| (start, text.len()))),
            c => text.push(c),
        }
    }
    assert!(open.is_none(), "an open sign: {case}");
    (text, spans)
}

fn check(case: &str, wanted: &[&str], find: impl Fn(&str) -> Vec<Number>) -> Option<String> {
    let (text, spans) = marked(case);
    let found = find(&text);
    let written: Vec<_> = found.iter().map(|number| number.canonical.as_str()).collect();
    let places: Vec<_> = found.iter().map(|number| (number.start, number.end)).collect();
    (written != wanted || places != spans).then(|| format!("{case}: found {written:?} at {places:?}"))
}

/// Checks every case and tells all that fail at once.
fn check_all(cases: &[(&str, &[&str])], find: impl Fn(&str) -> Vec<Number>) {
    let failed: Vec<String> = cases.iter().filter_map(|(case, wanted)| check(case, wanted, &find)).collect();
    assert!(failed.is_empty(), "{} of {} cases:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

/// Cases for running text.
fn in_text(cases: &[(&str, &[&str])]) {
    check_all(cases, numbers);
}

/// Cases for what is typed into the box.
fn in_query(cases: &[(&str, &[&str])]) {
    check_all(cases, typed_numbers);
}

#[test]
fn kinds_and_bodies_of_the_party() {
    in_text(&[
        ("Chương trình số ‹01-CTr/QU›", &["01-CTr/QU"]),
        ("Đề án số ‹11-ĐA/TU›", &["11-ĐA/TU"]),
        ("Kế hoạch số ‹104-KH/QU›", &["104-KH/QU"]),
        ("Nghị quyết số ‹18-NQ/TW›", &["18-NQ/TW"]),
        ("Chỉ thị số ‹15-CT/HU›", &["15-CT/HU"]),
        ("Hướng dẫn số ‹36-HD/VPTW›", &["36-HD/VPTW"]),
        ("Quyết định số ‹1205-QĐ/TU›", &["1205-QĐ/TU"]),
        ("Quy định số ‹07-QyĐ/HU›", &["07-QyĐ/HU"]),
        ("Quy chế số ‹03-QC/TU›", &["03-QC/TU"]),
        ("Kết luận số ‹21-KL/TW›", &["21-KL/TW"]),
        ("Thông tri số ‹05-TT/TU›", &["05-TT/TU"]),
        ("Thông báo số ‹100-TB/ĐU›", &["100-TB/ĐU"]),
        ("Báo cáo số ‹212-BC/QU›", &["212-BC/QU"]),
        ("Tờ trình số ‹09-TTr/ĐU›", &["09-TTr/ĐU"]),
        ("Công văn số ‹1234-CV/VPTU›", &["1234-CV/VPTU"]),
        ("Biên bản số ‹02-BB/ĐU›", &["02-BB/ĐU"]),
        ("Chương trình hành động số ‹22-CTrHĐ/TU›", &["22-CTrHĐ/TU"]),
        ("Chương trình hành động số ‹22-CTHĐ/HU›", &["22-CTHĐ/HU"]),
        ("Hướng dẫn số ‹16-HD/BTGTU›", &["16-HD/BTGTU"]),
        ("Hướng dẫn số ‹08-HD/UBKTQU›", &["08-HD/UBKTQU"]),
        ("Kế hoạch số ‹31-KH/BTCHU›", &["31-KH/BTCHU"]),
        ("Kế hoạch số ‹06-KH/BDVTW›", &["06-KH/BDVTW"]),
        ("Báo cáo số ‹45-BC/BNCTU›", &["45-BC/BNCTU"]),
        ("Nghị quyết số ‹15-NQ/BCSĐ›", &["15-NQ/BCSĐ"]),
        ("Kế hoạch số ‹12-KH/BCĐ35›", &["12-KH/BCĐ35"]),
        ("Kế hoạch số ‹77-KH/ĐUK›", &["77-KH/ĐUK"]),
        ("Nghị quyết số ‹03-NQ/ThU›", &["03-NQ/ThU"]),
        ("Chỉ thị số ‹02-CT/QUTW›", &["02-CT/QUTW"]),
    ]);
}

#[test]
fn every_dash_and_the_blanks_round_it() {
    in_text(&[
        ("số ‹01-CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2010}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2011}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2012}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2013}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2014}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2015}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹01\u{2212}CTr/QU›.", &["01-CTr/QU"]),
        ("số ‹11 - ĐA/TU›, ngày 6/12/2021", &["11-ĐA/TU"]),
        ("số ‹11 – ĐA/TU› của Thành ủy", &["11-ĐA/TU"]),
        ("số ‹11 -ĐA/TU›", &["11-ĐA/TU"]),
        ("số ‹11- ĐA/TU›", &["11-ĐA/TU"]),
        ("số ‹11-ĐA / TU›", &["11-ĐA/TU"]),
        ("số ‹11 - ĐA / TU›", &["11-ĐA/TU"]),
        ("số ‹11-ĐA/ TU›", &["11-ĐA/TU"]),
        ("số ‹11\u{A0}-\u{A0}ĐA/TU›", &["11-ĐA/TU"]),
        ("số ‹11  –  ĐA/TU›", &["11-ĐA/TU"]),
        ("số ‹11\u{2009}–\u{2009}ĐA/TU›", &["11-ĐA/TU"]),
        ("số ‹01--CTr/QU›", &["01-CTr/QU"]),
    ]);
}

#[test]
fn dashes_and_slashes_that_changed_places() {
    in_text(&[
        ("‹01-CTr-QU›", &["01-CTr/QU"]),
        ("‹01/CTr-QU›", &["01-CTr/QU"]),
        ("‹01/CTr/QU›", &["01-CTr/QU"]),
        ("Nghị quyết ‹18/NQ-TW›", &["18-NQ/TW"]),
        ("Nghị quyết ‹18/NQ/TW›", &["18-NQ/TW"]),
        ("Nghị quyết ‹18 – NQ – TW›", &["18-NQ/TW"]),
        ("Công văn ‹1234/CV-VPTU›", &["1234-CV/VPTU"]),
        ("Nghị quyết số ‹15/NQ-BCSĐ›", &["15-NQ/BCSĐ"]),
        ("Nghị quyết số ‹12 NQ/TW›", &["12-NQ/TW"]),
        ("Nghị quyết ‹12 NQ/TW›", &["12-NQ/TW"]),
        ("triển khai 4 NQ/TW trong năm", &[]),
    ]);
}

#[test]
fn d_with_a_stroke_in_every_guise() {
    in_text(&[
        ("số ‹11-\u{110}A/TU›", &["11-ĐA/TU"]),
        ("số ‹11-\u{D0}A/TU›", &["11-ĐA/TU"]),
        ("số ‹11-\u{189}A/TU›", &["11-ĐA/TU"]),
        ("số ‹45-QÐ/ÐU›", &["45-QĐ/ĐU"]),
        ("số ‹45-QD/DU›", &["45-QĐ/ĐU"]),
        ("số ‹45-QƉ/ĐU›", &["45-QĐ/ĐU"]),
        ("số ‹15/QÐ-UBND›", &["15/QĐ-UBND"]),
        ("dự án số ‹11-DA/TU›", &["11-DA/TU"]),
        ("hợp đồng số ‹05/HÐ-UBND›", &["05/HĐ-UBND"]),
        ("hướng dẫn số ‹05-HD/TU›", &["05-HD/TU"]),
    ]);
}

#[test]
fn tw_is_also_written_with_a_horn() {
    in_text(&[
        ("Nghị quyết ‹18-NQ/TƯ›", &["18-NQ/TW"]),
        ("Nghị quyết ‹18-NQ/TU\u{31B}›", &["18-NQ/TW"]),
        ("Hướng dẫn ‹36-HD/VPTƯ›", &["36-HD/VPTW"]),
        ("Hướng dẫn ‹02-HD/UBKTTƯ›", &["02-HD/UBKTTW"]),
        ("Nghị quyết ‹18-NQ/TU›", &["18-NQ/TU"]),
    ]);
}

#[test]
fn decomposed_text() {
    in_text(&[
        ("số\u{301} 5", &[]),
        ("Chương trình sô\u{301} ‹01-CTr/QU›", &["01-CTr/QU"]),
        ("các Chương trình sô\u{301} ‹01›, ‹02›, ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("các Chương trình số ‹01› va\u{300} ‹03-CTr/QU›", &["01-CTr/QU", "03-CTr/QU"]),
        ("‹11-ĐA/TU› nga\u{300}y", &["11-ĐA/TU"]),
    ]);
}

#[test]
fn capitals_as_people_happen_to_set_them() {
    in_text(&[
        ("số ‹01-CTR/QU›", &["01-CTr/QU"]),
        ("số ‹01-Ctr/QU›", &["01-CTr/QU"]),
        ("số ‹09-Ttr/ĐU›", &["09-TTr/ĐU"]),
        ("số ‹03-NQ/THU›", &["03-NQ/ThU"]),
        ("số ‹01-ctr/qu› của Quận ủy", &["01-CTr/QU"]),
        ("số ‹11-đa/tu› của Thành ủy", &["11-ĐA/TU"]),
        ("CHƯƠNG TRÌNH SỐ ‹01-CTR/QU› CỦA QUẬN ỦY", &["01-CTr/QU"]),
        ("Quyết định ‹91/Ttg›", &["91/TTg"]),
        ("Quyết định ‹22/2015/QĐ-TTG›", &["22/2015/QĐ-TTg"]),
    ]);
}

#[test]
fn zeros_before_a_serial_make_no_difference() {
    in_text(&[
        ("‹1-CTr/QU›", &["01-CTr/QU"]),
        ("‹01-CTr/QU›", &["01-CTr/QU"]),
        ("‹001-CTr/QU›", &["01-CTr/QU"]),
        ("‹0001-CTr/QU›", &["01-CTr/QU"]),
        ("‹010-CTr/QU›", &["10-CTr/QU"]),
        ("‹100-CTr/QU›", &["100-CTr/QU"]),
        ("‹01a-CT/TU›", &["01a-CT/TU"]),
        ("‹01A-CT/TU›", &["01a-CT/TU"]),
        ("00-CTr/QU", &[]),
    ]);
}

#[test]
fn lists_share_their_tail() {
    in_text(&[
        ("số ‹01›, ‹02›, ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("số ‹01›; ‹02›; ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("số ‹01›, ‹02› và ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("số ‹01›, ‹02›, và ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("số ‹01›,‹02›,‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("số ‹01› & ‹02-CTr/QU›", &["01-CTr/QU", "02-CTr/QU"]),
        ("số ‹01› hoặc ‹02-CTr/QU›", &["01-CTr/QU", "02-CTr/QU"]),
        ("các số: ‹01›, ‹02-CTr/QU›", &["01-CTr/QU", "02-CTr/QU"]),
        ("số ‹01›, số ‹02› và số ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("các Chương trình ‹01›, ‹02-CTr/QU›", &["01-CTr/QU", "02-CTr/QU"]),
        ("các Nghị quyết ‹10›, ‹11 - NQ/TW›", &["10-NQ/TW", "11-NQ/TW"]),
        ("‹01-CTr/QU›, ‹02›, ‹03-CTr/QU›", &["01-CTr/QU", "02-CTr/QU", "03-CTr/QU"]),
        ("‹01-CTr/QU›, ‹104-KH/QU›", &["01-CTr/QU", "104-KH/QU"]),
        ("‹01-CTr/QU› và ‹01-CTr/TU›", &["01-CTr/QU", "01-CTr/TU"]),
        ("số ‹12a›, ‹12b/KH-UBND›", &["12a/KH-UBND", "12b/KH-UBND"]),
        ("số ‹15›, ‹16/2020/QĐ-UBND›", &["15/2020/QĐ-UBND", "16/2020/QĐ-UBND"]),
        ("tăng 5, ‹03-CTr/QU›", &["03-CTr/QU"]),
        ("ngày 5/3, ‹03-CTr/QU›", &["03-CTr/QU"]),
        ("năm 2020, ‹03-CTr/QU›", &["03-CTr/QU"]),
        ("quận 7 và ‹03-CTr/QU›", &["03-CTr/QU"]),
        ("có 2 đề án: ‹11-ĐA/TU›", &["11-ĐA/TU"]),
    ]);
}

#[test]
fn tails_alone_and_blanks_in_drafts_are_no_numbers() {
    in_text(&[
        ("CTr/QU", &[]),
        ("ký hiệu CTr/QU", &[]),
        ("số CTr/QU", &[]),
        ("Số:   /KH-UBND", &[]),
        ("Số:      -CTr/QU", &[]),
        ("Số: ......-CTr/QU", &[]),
        ("Số: …-NQ/TU", &[]),
        ("Số ___/QĐ-UBND", &[]),
        ("Số:     /2021/QĐ-UBND", &[]),
        ("Số: xx-KH/QU", &[]),
        ("Số:\u{A0}\u{A0}-KH/QU, ngày    tháng 3 năm 2021", &[]),
        ("ngày 12 tháng 3 năm 2021\n/KH-UBND", &[]),
        ("Số ‹12 /KH-UBND›", &["12/KH-UBND"]),
    ]);
}

#[test]
fn numbers_of_the_state_are_not_the_partys() {
    in_text(&[
        ("Kế hoạch số ‹01/KH-UBND›", &["01/KH-UBND"]),
        ("Kế hoạch số ‹01-KH/UBND›", &["01/KH-UBND"]),
        ("Kế hoạch số ‹01 - KH/UBND›", &["01/KH-UBND"]),
        ("‹15/2024/QĐ-UBND›", &["15/2024/QĐ-UBND"]),
        ("‹15 / 2024 / QĐ - UBND›", &["15/2024/QĐ-UBND"]),
        ("‹07/2024/NQ-HĐND›", &["07/2024/NQ-HĐND"]),
        ("‹30a/2008/NQ-CP›", &["30a/2008/NQ-CP"]),
        ("‹30A/2008/NQ-CP›", &["30a/2008/NQ-CP"]),
        ("‹45/2019/QH14›", &["45/2019/QH14"]),
        ("‹1211/2016/UBTVQH13›", &["1211/2016/UBTVQH13"]),
        ("‹35/2023/NQ-UBTVQH15›", &["35/2023/NQ-UBTVQH15"]),
        ("‹589/TTr-STP›", &["589/TTr-STP"]),
        ("‹1234/UBND-VX›", &["1234/UBND-VX"]),
        ("‹1234/UBND - VX›", &["1234/UBND-VX"]),
        ("‹1234/BTC-TCT›", &["1234/BTC-TCT"]),
        ("‹01/2004/QĐ-UB›", &["01/2004/QĐ-UB"]),
        ("‹178-CP›", &["178-CP"]),
        ("‹91/TTg›", &["91/TTg"]),
        ("‹01-L/CTN›", &["01/L-CTN"]),
        ("‹12/2015/TTLT-BTC-BKHCN›", &["12/2015/TTLT-BTC-BKHCN"]),
        ("‹12/2015/TTLT - BTC - BKHCN›", &["12/2015/TTLT-BTC-BKHCN"]),
        (
            "‹05/2018/TTLT-BCA-BQP-BTC-BNNPTNT-VKSNDTC-TANDTC›",
            &["05/2018/TTLT-BCA-BQP-BTC-BNNPTNT-VKSNDTC-TANDTC"],
        ),
        ("‹10/QĐ-BCT›", &["10/QĐ-BCT"]),
        ("‹15/2024//NĐ-CP›", &["15/2024/NĐ-CP"]),
        ("‹19-2017/NQ-CP›", &["19/2017/NQ-CP"]),
        ("‹66.16/2026/NQ-CP›", &["66.16/2026/NQ-CP"]),
        ("Giấy phép số ‹15/GPXD-UBND›", &["15/GPXD-UBND"]),
        ("‹15-TB/UBND-VP›", &["15/TB-UBND-VP"]),
        ("‹1121/QĐ-TTTP-P5› ngày", &["1121/QĐ-TTTP-P5"]),
    ]);
}

#[test]
fn a_state_body_with_the_letters_of_the_party() {
    in_text(&[
        ("‹01-QĐ/TU› và ‹01/QĐ-UB›", &["01-QĐ/TU", "01/QĐ-UB"]),
        ("‹12/TB-TTHU›", &["12-TB/TTHU"]),
        ("‹12/KH-UBND-BCH›", &["12/KH-UBND-BCH"]),
        ("‹12/KH-SXD-BCH›", &["12/KH-SXD-BCH"]),
        ("‹12-KH/QU-UBND›", &["12-KH/QU-UBND"]),
        ("‹12/QĐ-TTCP›", &["12/QĐ-TTCP"]),
        ("‹12/QĐ-BTC› của Bộ Tài chính", &["12/QĐ-BTC"]),
        ("‹12-QĐ/BTC› của Ban Tổ chức", &["12/QĐ-BTC"]),
        ("‹12-QĐ/BTCTU› của Ban Tổ chức", &["12-QĐ/BTCTU"]),
        ("‹05/KH-STC›", &["05/KH-STC"]),
        ("‹05-KH/ĐTN›", &["05-KH/ĐTN"]),
    ]);
}

#[test]
fn bodies_that_no_table_has_where_the_kind_is_named() {
    in_text(&[
        ("Công văn số ‹417/SNV-TCBC› ngày 3/4", &["417/SNV-TCBC"]),
        ("văn bản ‹3444/PTM-PC› của phòng", &["3444/PTM-PC"]),
        ("Quyết định ‹23/LĐTBXH-QĐ›", &["23/LĐTBXH-QĐ"]),
        ("Thông tư liên bộ số ‹03/LB-TT›", &["03/LB-TT"]),
        ("Bản án số ‹12/2019/HS-ST›", &["12/2019/HS-ST"]),
        ("Quyết định giám đốc thẩm số ‹03/2020/KDTM-GĐT›", &["03/2020/KDTM-GĐT"]),
        ("Giấy phép số ‹341/GP-STTTT›", &["341/GP-STTTT"]),
        ("Kết luận thanh tra số ‹12/KLTT-STC›", &["12/KLTT-STC"]),
        ("Số: ‹417/SNV-TCBC›", &["417/SNV-TCBC"]),
        ("Công văn số ‹87/PGD› gửi", &["87/PGD"]),
        ("công văn số ‹6464/STNMT - PC›, trong đó", &["6464/STNMT-PC"]),
        ("Quyết định số ‹59/QĐ - SXD - PTN› ngày", &["59/QĐ-SXD-PTN"]),
        ("Tờ trình ‹45/TTr-SGD&ĐT›", &["45/TTr-SGD&ĐT"]),
        ("Công văn số ‹765/SGD&ĐT-TCCB›", &["765/SGD&ĐT-TCCB"]),
        ("số 417/SNV-TCBC", &[]),
        ("gặp ở số 12/KP3-TB", &[]),
    ]);
}

#[test]
fn a_kind_alone_where_it_is_named() {
    in_text(&[
        ("Thông tư liên tịch số ‹07/TTLB›", &["07/TTLB"]),
        ("Án lệ số ‹04/2016/AL›", &["04/2016/AL"]),
        ("Chỉ thị số ‹202-CT› ngày 28/6/1991", &["202/CT"]),
        ("Quyết định ‹176/CT›", &["176/CT"]),
        ("Quyết định số ‹15/QĐ› ngày", &["15/QĐ"]),
        ("Thông tư số 22/2024/TT-", &[]),
        ("12/KH", &[]),
        ("số 12/TB", &[]),
    ]);
}

#[test]
fn numbers_of_forms_contracts_and_standards_are_none() {
    in_text(&[
        ("Mẫu số 01/TB-ĐKT ban hành kèm theo", &[]),
        ("theo mẫu số: 18/TB-ĐKT", &[]),
        ("Mẫu số 01-QĐ/KNĐ", &[]),
        ("Biểu số 12/BC-STC", &[]),
        ("Hợp đồng số 15/2024/HĐXL ngày", &[]),
        ("Hợp đồng số 05/HĐ-TVGS", &[]),
        ("hợp đồng số 07/2023/HĐKT-ABC", &[]),
        ("QCVN 01:2021/BXD, TCVN 5738:2021", &[]),
        ("Hợp đồng số ‹05/HĐ-UBND›", &["05/HĐ-UBND"]),
    ]);
}

#[test]
fn signs_and_letters_that_were_lost_or_mistaken() {
    in_text(&[
        ("Nghị quyết số ‹11NQ/TW›", &["11-NQ/TW"]),
        ("Nghị định số ‹15NĐ-CP›", &["15/NĐ-CP"]),
        ("Quyết định số ‹02/2003QĐ-UB›", &["02/2003/QĐ-UB"]),
        ("Nghị định ‹181/2004/NĐCP›", &["181/2004/NĐ-CP"]),
        ("Quyết định số ‹22/2012/QĐ.UBND›", &["22/2012/QĐ-UBND"]),
        ("Quyết định số ‹12/QĐ UBND› ngày", &["12/QĐ-UBND"]),
        ("Công văn số ‹1234 BTC/CST›", &["1234/BTC-CST"]),
        ("Thông tư số ‹36 TC/CĐKT›", &["36/TC-CĐKT"]),
        ("Thông tư liên tịch số ‹15/2011/TTLT BTC-BCA›", &["15/2011/TTLT-BTC-BCA"]),
        ("theo QĐ‹13/QĐ-UBND› và NQ‹18-NQ/TW›", &["13/QĐ-UBND", "18-NQ/TW"]),
        ("Luật Đất đai số ‹13/2003/QH 11› quy định", &["13/2003/QH11"]),
        ("Nghị quyết ‹54/2017/QH 14›.", &["54/2017/QH14"]),
        ("Quyết định số ‹12/QĐ-\nUBND› ngày", &["12/QĐ-UBND"]),
        ("Nghị định số ‹23/2020/NĐ-СР› và Thông tư ‹67/2022/TT-BТС›", &["23/2020/NĐ-CP", "67/2022/TT-BTC"]),
        ("Quyết định số ‹1606/QĐ-UBND.HC› ngày", &["1606/QĐ-UBND.HC"]),
        ("Công văn số ‹345/UBND.VX›", &["345/UBND.VX"]),
        ("theo ‹12/QĐ-UBND›.UBND xã", &["12/QĐ-UBND"]),
        ("Dự thảo Thông tư số 092016TTBYT", &[]),
        ("Quyết định số ‹202/TCCP-VC›", &["202/TCCP-VC"]),
        ("các quyết định: ‹12›, ‹13/QĐ-UBND›", &["12/QĐ-UBND", "13/QĐ-UBND"]),
    ]);
}

#[test]
fn a_unit_behind_a_full_stop_is_part_of_the_key() {
    for spelling in ["1606/QĐ-UBND.HC", "1606/qd-ubnd.hc", "1606 / QĐ - UBND.HC"] {
        assert_eq!(number_key(spelling), number_key("1606/QĐ-UBND.HC"), "{spelling}");
    }
    assert_ne!(number_key("1606/QĐ-UBND.HC"), number_key("1606/QĐ-UBND"));
}

#[test]
fn dates_fractions_terms_and_telephones_are_none() {
    in_text(&[
        ("ngày 6/12/2021", &[]),
        ("ngày 24-10-2022", &[]),
        ("24.10.2022", &[]),
        ("sáng 24/10", &[]),
        ("24/10-CTr/QU", &[]),
        ("nhiệm kỳ 2020 - 2025", &[]),
        ("nhiệm kỳ 2020-2025, TU chỉ đạo", &[]),
        ("giai đoạn 2020-2025/NQ-TW", &[]),
        ("24/7", &[]),
        ("3/4 số hộ", &[]),
        ("1/2", &[]),
        ("từ 2 - 3 buổi/tuần", &[]),
        ("điện thoại 024-3872-1234", &[]),
        ("ĐT: 0243.872.1234", &[]),
        ("0912 345 678", &[]),
        ("1.126-KH", &[]),
        ("3,5%/năm", &[]),
        ("COVID-19", &[]),
        ("A4-B5", &[]),
        ("xe 29A-123.45", &[]),
        ("tỷ số 3-1", &[]),
        ("50 m2/người", &[]),
        ("khóa XII, 12/15 đồng chí", &[]),
        ("lớp 9A/TH", &[]),
        ("1234567-CTr/QU", &[]),
    ]);
}

#[test]
fn words_that_look_like_codes_are_none() {
    in_text(&[
        ("3-Hà Nội", &[]),
        ("TP - HCM", &[]),
        ("5 - Tư vấn", &[]),
        ("mục 2 - TU chỉ đạo", &[]),
        ("Hội nghị 7/TW", &[]),
        ("điểm 3/TU", &[]),
        ("đường 3-TU", &[]),
        ("phòng 108-QU", &[]),
        ("2/3 UBND phường", &[]),
        ("UBND 14 phường", &[]),
        ("12 HĐND, UBND", &[]),
        ("Q.1/UBND", &[]),
        ("1-1990/XY/TU", &[]),
    ]);
}

#[test]
fn neighbours_stay_outside() {
    in_text(&[
        ("(‹01-CTr/QU›)", &["01-CTr/QU"]),
        ("“‹01-CTr/QU›”", &["01-CTr/QU"]),
        ("‹01-CTr/QU›.", &["01-CTr/QU"]),
        ("‹01-CTr/QU›, ngày 5/3/2021", &["01-CTr/QU"]),
        ("số:‹01-CTr/QU›", &["01-CTr/QU"]),
        ("số.‹01-CTr/QU›", &["01-CTr/QU"]),
        ("-‹01-CTr/QU›", &["01-CTr/QU"]),
        ("các văn bản:\n-‹15-CT/HU›\n-‹16-CT/HU›", &["15-CT/HU", "16-CT/HU"]),
        ("‹01-CTr/QU› - Kế hoạch", &["01-CTr/QU"]),
        ("‹01-CTr/QU› – UBND quận", &["01-CTr/QU"]),
        ("‹01-CTr/QU›- HĐND quận", &["01-CTr/QU"]),
        ("‹15/2024/QĐ-UBND› - UBND quận", &["15/2024/QĐ-UBND"]),
        ("‹01-CTr/QU›/2020", &["01-CTr/QU"]),
        ("‹01-CTr/QU›-TRIỂN KHAI", &["01-CTr/QU"]),
        ("‹01-CTr/QU› TU", &["01-CTr/QU"]),
        ("ngày 6/12/2021 ‹11-ĐA/TU›", &["11-ĐA/TU"]),
        ("ngày 6/12/2021, ‹11-ĐA/TU›", &["11-ĐA/TU"]),
        ("‹91/TTg› - UBND các tỉnh", &["91/TTg"]),
        ("‹01-CTr/QU›\n-TU", &["01-CTr/QU"]),
    ]);
}

#[test]
fn words_that_lost_a_blank_stay_outside() {
    in_text(&[
        ("‹01-CTr/QU›ngày 5/3", &["01-CTr/QU"]),
        ("‹01-CTr/QU›Ngày 5/3", &["01-CTr/QU"]),
        ("‹15/2024/NĐ-CP›ngày 14", &["15/2024/NĐ-CP"]),
        ("‹24/2014/TT-BNNPTNT›ngày 19", &["24/2014/TT-BNNPTNT"]),
        ("‹91/TTg›của Thủ tướng", &["91/TTg"]),
        ("‹45/2019/QH14›ngày", &["45/2019/QH14"]),
        ("‹15/2024/NĐ-CP›1 sửa đổi", &["15/2024/NĐ-CP"]),
        ("‹18-NQ/TW›2", &["18-NQ/TW"]),
        ("số‹01-CTr/QU›", &["01-CTr/QU"]),
        ("Số‹12/ABC-UBND›", &["12/ABC-UBND"]),
        ("Nghị định‹15/2024/NĐ-CP›", &["15/2024/NĐ-CP"]),
        ("bản4-B5/C", &[]),
        ("H5-CT/TU", &[]),
        ("A1-KH/UBND", &[]),
    ]);
}

#[test]
fn a_query_may_be_typed_anyhow() {
    in_query(&[
        ("‹01-ctr/qu›", &["01-CTr/QU"]),
        ("‹01-ctr-qu›", &["01-CTr/QU"]),
        ("‹01 ctr qu›", &["01-CTr/QU"]),
        ("‹1 ctr qu›", &["01-CTr/QU"]),
        ("‹01 ctr/qu›", &["01-CTr/QU"]),
        ("‹01 ctr-qu›", &["01-CTr/QU"]),
        ("‹01-ctr qu›", &["01-CTr/QU"]),
        ("‹01 - ctr / qu›", &["01-CTr/QU"]),
        ("‹01 CTR QU›", &["01-CTr/QU"]),
        ("‹01  CTr  QU›", &["01-CTr/QU"]),
        ("‹11 - ÐA/TU›", &["11-ĐA/TU"]),
        ("‹11-ða/tu›", &["11-ĐA/TU"]),
        ("‹11-đa/tu›", &["11-ĐA/TU"]),
        ("‹11 đa tu›", &["11-ĐA/TU"]),
        ("‹18 nq tw›", &["18-NQ/TW"]),
        ("‹18 nq tư›", &["18-NQ/TW"]),
        ("‹18-nq/tw›", &["18-NQ/TW"]),
        ("‹1234 cv vptu›", &["1234-CV/VPTU"]),
        ("‹15/2024/qđ-ubnd›", &["15/2024/QĐ-UBND"]),
        ("‹15/2024/qd-ubnd›", &["15/2024/QĐ-UBND"]),
        ("‹15/2024 qđ ubnd›", &["15/2024/QĐ-UBND"]),
        ("‹15 2024 qd ubnd›", &["15/2024/QĐ-UBND"]),
        ("‹15-2024-qd-ubnd›", &["15/2024/QĐ-UBND"]),
        ("‹589/ttr-stp›", &["589/TTr-STP"]),
        ("‹589/ttr - stp›", &["589/TTr-STP"]),
        ("589/ttr - tin", &[]),
        ("‹12/2015/ttlt - btc - bkhcn›", &["12/2015/TTLT-BTC-BKHCN"]),
        ("‹45/2019/qh14›", &["45/2019/QH14"]),
        ("‹178-cp›", &["178-CP"]),
        ("số ‹01-CTr/QU› của Quận ủy", &["01-CTr/QU"]),
        ("so ‹01›, ‹02-ctr/qu›", &["01-CTr/QU", "02-CTr/QU"]),
        ("theo ‹01 ctr qu› và ‹104 kh qu›", &["01-CTr/QU", "104-KH/QU"]),
        ("‹01-ctr/qu› -mục", &["01-CTr/QU"]),
        ("cán bộ -‹01-ctr/qu›", &["01-CTr/QU"]),
        ("‹01-ctr/qu› - kế hoạch", &["01-CTr/QU"]),
    ]);
}

#[test]
fn words_of_a_query_are_no_numbers() {
    in_query(&[
        ("30 ct hà nội", &[]),
        ("ngày 24/10/2022", &[]),
        ("covid-19", &[]),
        ("từ 2 - 3 buổi", &[]),
        ("5 đa tú", &[]),
        ("3 th hụ", &[]),
        ("ctr/qu", &[]),
        ("qd-ubnd", &[]),
        ("quận 12 tp hcm", &[]),
        ("2020-2025", &[]),
        ("nhiệm kỳ 2020 2025", &[]),
        ("2020 2021 kh ubnd", &[]),
        ("top 10 bc", &[]),
        ("0912345678", &[]),
    ]);
}

#[test]
fn one_key_for_all_spellings_of_a_number() {
    let spellings = [
        "11-ĐA/TU",
        "11 - ĐA/TU",
        "11–ĐA/TU",
        "11−ĐA/TU",
        "011-ĐA/TU",
        "11-ÐA/TU",
        "11-ƉA/TU",
        "11-ða/tu",
        "11-đa/tu",
        "11-đa-tu",
        "11/ĐA-TU",
        "11 đa tu",
        "Số 11-ĐA/TU",
        "số: 11-ĐA/TU",
        "SỐ : 11 - ĐA / TU",
        " 11-ĐA/TU ",
    ];
    for spelling in spellings {
        assert_eq!(number_key(spelling), number_key("11-ĐA/TU"), "{spelling}");
    }
    for other in
        ["11-DA/TU", "11-ĐA/TW", "11-ĐA/HU", "12-ĐA/TU", "11a-ĐA/TU", "111-ĐA/TU", "11/2021/ĐA-TU", "11-ĐA"]
    {
        assert_ne!(number_key(other), number_key("11-ĐA/TU"), "{other}");
    }
}

#[test]
fn keys_tell_kinds_apart_that_differ_by_a_stroke_alone() {
    assert_ne!(number_key("05-HD/TU"), number_key("05-HĐ/TU"));
    assert_ne!(number_key("05-DA/TU"), number_key("05-ĐA/TU"));
    assert_eq!(number_key("05-QD/TU"), number_key("05-QĐ/TU"), "there is no QD");
    assert_eq!(
        number_key("05/BC-BLDTBXH"),
        number_key("05/BC-BLĐTBXH"),
        "bodies are told apart by their letters"
    );
}

/// Numbers as people write them, of known and unknown kinds and bodies, with all that may join them.
const WRITTEN: &str = "0{0,2}[1-9][0-9]{0,3}[ab]?( ?[-–−] ?|/|//|-)((19|20)[0-9]{2}/)?(CTr|Ctr|KH|QĐ|QÐ|HĐ|HD|ĐA|DA|TTLT|CTHĐ|XY|ctr|qđ)\
    ( - |-|/)(TU|TƯ|TW|QU|ĐU|VPTU|UBKTQU|UBND|HĐND|CP|TTg|QH14|BTC|STP|ABC|BCĐ35|qu|ubnd)(-VX|-P5|/BTV|-BKHCN)?";

proptest! {
    #[test]
    fn a_proper_writing_is_read_as_itself(text in WRITTEN) {
        for number in numbers(&text).into_iter().chain(typed_numbers(&text)) {
            for read in [numbers(&number.canonical), typed_numbers(&number.canonical)] {
                let read: Vec<_> = read.iter().map(|one| (one.start, one.end, one.canonical.as_str())).collect();
                prop_assert_eq!(read, [(0, number.canonical.len(), number.canonical.as_str())], "{}", text);
            }
            prop_assert_eq!(number_key(&number.canonical), number_key(&number_key(&number.canonical)));
        }
    }

    #[test]
    fn what_a_text_holds_is_read_from_a_query_too(text in WRITTEN) {
        let typed: Vec<_> = typed_numbers(&text).into_iter().map(|one| one.canonical).collect();
        for number in numbers(&text) {
            prop_assert!(typed.contains(&number.canonical), "{} in {}: {:?}", number.canonical, text, typed);
        }
    }

    #[test]
    fn words_round_a_number_do_not_change_it(
        before in "[a-zđêôơư]{0,6}( |: |\\(|“)", text in WRITTEN, after in "(\\.|,|;|\\)|”| [a-zđêôơư]{2,6}| – [A-Z][a-zđêôơư]{2,6})"
    ) {
        let alone: Vec<_> = numbers(&text).into_iter().map(|one| (one.start, one.end, one.canonical)).collect();
        let whole = format!("{before}{text}{after}");
        let shifted = |one: Number| (one.start - before.len(), one.end - before.len(), one.canonical);
        let inside: Vec<_> = numbers(&whole).into_iter().map(shifted).collect();
        prop_assert_eq!(inside, alone, "{}", whole);
    }
}
