//! Figures as officials tell them: numbers in words, what a figure's date is, what became of it, and the words that stand before
//! it. Each sentence was once read wrongly.

use tangthu_archive::{Block, Document, Mention, MentionKind};
use tangthu_mentions::find_all;

/// The figures of a text, in order.
fn figures_of(text: &str) -> Vec<Mention> {
    let body = text.lines().map(|line| Block::Paragraph { text: line.to_owned() }).collect();
    let found = find_all(&Document { body, ..Document::default() });
    found.into_iter().filter(|mention| mention.kind == MentionKind::Figure).collect()
}

/// The figures of a text, each with these of its details; `-` for one that it lacks.
fn told(text: &str, details: &[&str]) -> Vec<String> {
    let line = |figure: &Mention| {
        let said = details.iter().map(|&name| figure.details.get(name).map_or("-", String::as_str));
        [figure.value.as_str()].into_iter().chain(said).collect::<Vec<_>>().join(" | ")
    };
    figures_of(text).iter().map(line).collect()
}

/// Checks every case and tells all that fail at once.
fn check_all(details: &[&str], cases: &[(&str, &[&str])]) {
    let failed: Vec<String> = cases
        .iter()
        .map(|(text, wanted)| (text, wanted, told(text, details)))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(text, wanted, found)| format!("{text}\n   found  {found:?}\n   wanted {wanted:?}"))
        .collect();
    assert!(failed.is_empty(), "{} of {} cases:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn nam_is_five_inside_a_number_and_a_year_behind_one() {
    check_all(
        &["unit"],
        &[
            ("Toàn xã có ba trăm năm mươi lăm hộ trồng chè.", &["355 | hộ"]),
            ("Vùng ngập có một nghìn năm trăm hộ dân.", &["1500 | hộ dân"]),
            ("Mức thu là hai mươi mốt nghìn năm trăm đồng.", &["21500 | đồng"]),
            ("Giá vé hai nghìn không trăm hai mươi đồng.", &["2020 | đồng"]),
            ("Năm trăm nghìn đồng là mức hỗ trợ của một hộ.", &["500000 | đồng"]),
            ("Quỹ còn một tỷ rưỡi đồng.", &["1500000000 | đồng"]),
            ("Quỹ còn 2 tỷ rưỡi đồng.", &["2500000000 | đồng"]),
            ("Có hai trăm linh năm hộ thoát nghèo.", &["205 | hộ"]),
            ("Có ba trăm lẻ tư hộ dân.", &["304 | hộ dân"]),
            ("Năm mươi hộ ven sông đã dời nhà.", &["50 | hộ"]),
            ("Cả vùng có năm triệu người.", &["5000000 | người"]),
            ("Dự án cần một nghìn hai trăm tỷ đồng.", &["1200000000000 | đồng"]),
            ("Dự án cần hai nghìn ba trăm năm mươi tỷ năm trăm triệu đồng.", &["2350500000000 | đồng"]),
            ("Cây đa ấy đã hai trăm năm mươi năm tuổi.", &["250 | tuổi"]),
            ("Nhà máy chạy được hai mươi năm.", &["20 | năm"]),
            ("Con đê đã có một nghìn năm.", &["1000 | năm"]),
            ("Ngôi đình qua ba trăm năm vẫn vững.", &["300 | năm"]),
            ("Cầu xây hai năm rưỡi mới xong, dài 2 km rưỡi.", &["2.5 | năm", "2.5 | km"]),
            // Three hundred and five, or in speech three hundred and fifty: nobody can tell.
            ("Xã có ba trăm năm hộ.", &[]),
            ("Năm 2020 xã có 12 hộ nghèo.", &["12 | hộ nghèo"]),
            ("Mỗi năm nghìn người đến lễ.", &[]),
            ("Trong năm trăm họ lo xuống giống.", &[]),
        ],
    );
}

#[test]
fn a_bracket_that_repeats_a_figure_in_words_is_no_second_figure() {
    check_all(
        &["unit"],
        &[
            (
                "Tổng dự toán là 12.500.000.000 đồng (mười hai tỷ năm trăm triệu đồng).",
                &["12500000000 | đồng"],
            ),
            (
                "Kinh phí: 355.000.000 đồng (Bằng chữ: Ba trăm năm mươi lăm triệu đồng chẵn), cấp cho 3 xã.",
                &["355000000 | đồng", "3 | xã"],
            ),
            ("Số tiền 1.250 đồng, bằng chữ: một nghìn hai trăm năm mươi đồng.", &["1250 | đồng"]),
            ("Xã có 5 hộ (ba hộ ở thôn trên).", &["5 | hộ", "3 | hộ"]),
        ],
    );
}
