//! Figures as officials tell them: numbers in words, what a figure's date is, what became of it, and the words that stand before
//! it. Each sentence was once read wrongly.

mod common;

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
    common::check_all(cases, |text| told(text, details));
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

#[test]
fn a_year_that_is_compared_with_is_no_figures_date() {
    check_all(
        &["date"],
        &[
            (
                "4 tháng đầu năm, tổng thu ngân sách xã ước đạt 312,5 tỷ đồng, bằng 45% dự toán, tăng 12,3% so với cùng kỳ năm 2021; chi đạt 150 tỷ đồng.",
                &["312500000000 | -", "45 | -", "12.3 | -", "150000000000 | -"],
            ),
            ("Số hộ nghèo giảm 1.126 hộ so với năm 2020.", &["1126 | -"]),
            ("So với năm 2020, số hộ nghèo giảm 1.126 hộ.", &["1126 | -"]),
            ("Sản lượng tăng 5 tấn so với các năm 2019 và 2020.", &["5 | -"]),
            ("Doanh thu tăng 8% so cùng kỳ năm 2021.", &["8 | -"]),
            ("Số vụ ít hơn năm 2020 là 12 vụ.", &["12 | -"]),
            ("Thu ngân sách bằng 120% năm 2021.", &["120 | -"]),
            (
                "Năm 2022 thu đạt 120 tỷ đồng, tăng 12% so với năm 2021.",
                &["120000000000 | 2022", "12 | 2022"],
            ),
            ("Thu gấp 1,7 lần năm 2016.", &["1.7 | -"]),
            ("Năm 2017 thu gấp hơn 4 lần giá trị của năm 2016.", &["4 | -"]),
            (
                "Dự thảo có ít hơn 2 điều so với bản do Ban Pháp chế trình tại kỳ họp cuối năm 2018.",
                &["2 | -"],
            ),
            ("Xã có 15 vụ cháy so với 12 vụ năm 2020.", &["15 | -", "12 | 2020"]),
            ("So với năm 2020 số vụ cháy giảm 12 vụ trong năm 2021.", &["12 | 2021"]),
        ],
    );
}

#[test]
fn each_clause_has_its_own_date() {
    check_all(
        &["date"],
        &[
            ("Đã có 85% hộ đạt chuẩn, dự kiến hết năm 2025 là 95%.", &["85 | -", "95 | 2025"]),
            ("Đến năm 2025 có 95% hộ dùng nước sạch, hiện mới có 85% hộ.", &["95 | 2025", "85 | -"]),
            (
                "Năm 2011 tỷ lệ là 72% và hiện tại là 75%, năm 2009 là 58%.",
                &["72 | 2011", "75 | -", "58 | 2009"],
            ),
            ("Năm 2016 thu tăng 30% và 9 tháng đầu năm 2017 tăng 58%.", &["30 | -", "58 | -"]),
            (
                "Đầu năm 2015, cầu với vốn 3.100 tỷ đồng được khởi công và xong vào năm 2018.",
                &["3100000000000 | -"],
            ),
            ("Số vụ cháy năm 2020: 12 vụ; năm 2021: 10 vụ.", &["12 | 2020", "10 | 2021"]),
            ("Năm 2020: 12 vụ, năm 2021: 10 vụ.", &["12 | 2020", "10 | 2021"]),
            ("Năm 2020, xã có 12 vụ, năm 2021 có 10 vụ.", &["12 | 2020", "10 | 2021"]),
            (
                "Thu của xã tăng từ 1,2 tỷ đồng năm 2019 lên 3,4 tỷ đồng năm 2020.",
                &["1200000000 | 2019", "3400000000 | 2020"],
            ),
            (
                "Trong năm 2022, xã trồng 500 cây, đào 3 giếng; sửa 12 km đường.",
                &["500 | 2022", "3 | 2022", "12 | 2022"],
            ),
            ("Xã có 15 hộ nghèo, theo số liệu tháng 10/2022.", &["15 | 2022-10"]),
            ("Đội bóng xã 3 lần vô địch trong các năm 1998, 2004 và 2011.", &["3 | -"]),
            ("Sáng 2/5/2019, xã thực hiện 12 việc.", &["12 | 2019-05-02"]),
            (
                "Nợ của hợp tác xã là 20 triệu đồng so với 18 triệu đồng vào cuối năm 2021.",
                &["20000000 | -", "18000000 | 2021"],
            ),
            // The day is that of the decision.
            ("Theo Quyết định số 15/2019/QĐ-UBND ngày 3/4/2019, xã được cấp 2 tỷ đồng.", &["2000000000 | -"]),
        ],
    );
}

#[test]
fn what_is_aimed_at_is_not_told_as_reached() {
    check_all(
        &["status"],
        &[
            ("Phấn đấu đến năm 2025 đạt 95% hộ dùng nước sạch.", &["95 | phấn đấu đạt"]),
            ("Dự kiến năm 2026 sẽ đạt 30 triệu đồng một người.", &["30000000 | dự kiến đạt"]),
            ("Dự kiến đến cuối năm 2024 toàn huyện hoàn thành 12 công trình.", &["12 | dự kiến"]),
            ("Theo lộ trình, sẽ giảm 3 đơn vị.", &["3 | theo lộ trình"]),
            ("Theo lộ trình đến năm 2030, 100% xã có trạm y tế.", &["100 | theo lộ trình"]),
            ("Theo lộ trình, đến năm 2030, 100% xã có trạm y tế.", &["100 | theo lộ trình"]),
            ("Mục tiêu: 100% trường học có sân chơi.", &["100 | mục tiêu"]),
            ("Mục tiêu cụ thể đến năm 2025: 100% trường học có sân chơi.", &["100 | mục tiêu"]),
            ("Xã đặt mục tiêu đến năm 2025 trồng được 200 ha chè.", &["200 | mục tiêu"]),
            ("Sẽ trồng 5.000 cây dọc đường liên xã.", &["5000 | dự kiến"]),
            ("Vụ tới xã sẽ thu hoạch đủ và năng suất đạt 62 tạ/ha.", &["62 | dự kiến đạt"]),
            ("Phấn đấu năm 2025 có 15 chỉ tiêu đạt.", &["15 | phấn đấu đạt"]),
            ("Dự kiến trồng 500 cây keo và hoàn thành 12 công trình.", &["500 | dự kiến", "12 | dự kiến"]),
            ("Giá điện sẽ tăng từ 24 đồng lên 30 đồng.", &["24 | -", "30 | dự kiến"]),
            ("Phấn đấu giảm hộ nghèo từ 12% xuống còn 5%.", &["12 | -", "5 | phấn đấu"]),
        ],
    );
}

#[test]
fn what_was_reached_is_not_told_as_aimed_at() {
    check_all(
        &["status"],
        &[
            ("Mục tiêu về nước sạch đã đạt 95%.", &["95 | đã đạt"]),
            ("Thu ngân sách vượt dự kiến 5%.", &["5 | vượt"]),
            ("Xã vượt mục tiêu 5%.", &["5 | vượt"]),
            ("Chương trình mục tiêu quốc gia giải ngân 12 tỷ đồng.", &["12000000000 | -"]),
            ("Dự kiến trồng 500 cây nhưng mới đạt 300 cây.", &["500 | dự kiến", "300 | đạt"]),
            ("Đường sẽ qua vườn của 12 hộ.", &["12 | -"]),
            ("Giá vé sẽ không tăng 5%.", &["5 | -"]),
            ("Nếu mưa to thì xã sẽ mất 5 ha lúa.", &["5 | -"]),
            ("Người vi phạm sẽ bị phạt 3 triệu đồng.", &["3000000 | -"]),
        ],
    );
}

#[test]
fn what_is_denied_and_what_changed_from_one_to_another() {
    check_all(
        &["status"],
        &[
            ("Còn 5 chỉ tiêu không hoàn thành.", &["5 | không hoàn thành"]),
            ("Xã chưa vượt 5% dự toán.", &["5 | -"]),
            ("Thu ngân sách không thể đạt 12 tỷ đồng.", &["12000000000 | -"]),
            ("Số trường tăng từ 12 trường lên 15 trường.", &["12 | -", "15 | tăng"]),
            ("Tỷ lệ hộ nghèo giảm từ 12% xuống còn 5%.", &["12 | -", "5 | giảm"]),
            ("Thu nhập tăng từ 30 triệu đồng lên hơn 45 triệu đồng.", &["30000000 | -", "45000000 | tăng"]),
            ("Giá điện tăng từ 3 - 5%.", &["3..5 | -"]),
            ("Người suy giảm sức khỏe từ 61% trở lên và có đủ 15 năm công tác.", &["61 | -", "15 | -"]),
        ],
    );
}

#[test]
fn so_behind_dan_and_si_is_a_count_and_else_a_label() {
    check_all(
        &["unit"],
        &[
            ("Dân số 25.000 người.", &["25000 | người"]),
            ("Dân số: 25.000 người.", &["25000 | người"]),
            ("Dân số 10,5 vạn người.", &["105000 | người"]),
            ("Sĩ số 45 học sinh.", &["45 | học sinh"]),
            ("Quân số 120 người.", &["120 | người"]),
            ("Doanh số 12 tỷ đồng.", &["12000000000 | đồng"]),
            ("Tổng số 33 hộ, con số 15 hộ là của thôn.", &["33 | hộ", "15 | hộ"]),
            ("Nhà số 25 phố Đình.", &[]),
            ("Quyết định số 15 người dân đã biết.", &[]),
            ("Tổ dân phố số 7 người già đông.", &[]),
        ],
    );
}

/// Every figure looks for its date, but not through all of the text.
#[test]
fn a_long_text_without_full_stops_gives_all_its_figures() {
    let text = "12 hộ năm 2020 tăng ".repeat(4_000);
    let figures = figures_of(&text);
    assert_eq!(figures.len(), 4_000);
    assert!(figures.iter().all(|figure| figure.details.get("date").is_some_and(|date| date == "2020")));
    for figure in figures.iter().step_by(1_000) {
        let place = figure.start as usize..figure.end as usize;
        let said = tangthu_mentions::sentence(&text, place.clone());
        assert!(said.start <= place.start && place.end <= said.end && said.len() < 3_000);
    }
}
