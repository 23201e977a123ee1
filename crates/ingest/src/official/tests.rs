//! Heads as official documents have them, and texts that only look like one.

use super::*;

fn document(lines: &[&str]) -> Document {
    let body = lines.iter().map(|text| Block::Paragraph { text: (*text).to_owned() }).collect();
    let mut document = Document { body, ..Document::default() };
    recognise(&mut document);
    document
}

fn told(document: &Document) -> [String; 5] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = document.issued.map(|date| date.to_string()).unwrap_or_default();
    [text(&document.number), text(&document.kind), text(&document.issuer), date, document.title.clone()]
}

#[test]
fn a_plan_of_a_district_is_recognised() {
    let plan = document(&[
        "ỦY BAN NHÂN DÂN",
        "QUẬN AN HÒA",
        "Số: 104/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 24 tháng 10 năm 2022",
        "KẾ HOẠCH",
        "Nâng cao chất lượng cải cách hành chính trên địa bàn quận An Hòa",
        "giai đoạn 2022 - 2025",
        "Thực hiện Chương trình số 01-CTr/QU ngày 28 tháng 8 năm 2020 của Quận ủy, Ủy ban nhân dân quận ban hành kế hoạch.",
    ]);
    assert_eq!(
        told(&plan),
        [
            "104/KH-UBND",
            "Kế hoạch",
            "Ủy ban nhân dân quận An Hòa",
            "2022-10-24",
            "Kế hoạch nâng cao chất lượng cải cách hành chính trên địa bàn quận An Hòa giai đoạn 2022 - 2025"
        ]
    );
}

#[test]
fn the_day_of_a_law_that_is_cited_is_not_the_day_of_issue() {
    for (place, issued) in [
        ("An Hòa ngày 20 tháng 5 năm 2021", "2021-05-20"),
        ("An Hòa,ngày 20 tháng 5 năm 2021", "2021-05-20"),
        ("An Hòa, ngày … tháng … năm 2021", ""),
    ] {
        let decision = document(&[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 12/QĐ-UBND",
            place,
            "QUYẾT ĐỊNH",
            "Về việc giao nhiệm vụ",
            "Căn cứ Luật Tổ chức chính quyền địa phương, ngày 19 tháng 6 năm 2015;",
        ]);
        assert_eq!(told(&decision)[3], issued, "{place}");
    }
}

#[test]
fn a_decision_stops_before_who_decides_and_on_what_grounds() {
    let decision = document(&[
        "UBND THÀNH PHỐ HẢI AN SỞ TƯ PHÁP",
        "SỞ TƯ PHÁP",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "Số: 589/QĐ-STP",
        "Hải An, ngày 02 tháng 3 năm 2021",
        "QUYẾT ĐỊNH",
        "Về việc ban hành quy chế làm việc",
        "GIÁM ĐỐC SỞ TƯ PHÁP",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
    ]);
    assert_eq!(
        told(&decision),
        [
            "589/QĐ-STP",
            "Quyết định",
            "Sở Tư pháp",
            "2021-03-02",
            "Quyết định về việc ban hành quy chế làm việc"
        ]
    );
}

#[test]
fn a_programme_of_the_party_is_recognised() {
    let programme = document(&[
        "THÀNH ỦY HẢI AN",
        "QUẬN ỦY AN HÒA",
        "*",
        "Số 01-CTr/QU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "An Hòa, ngày 28 tháng 8 năm 2020",
        "CHƯƠNG TRÌNH",
        "“Nâng cao hiệu quả công tác cải cách hành chính”",
        "-----",
        "Thực hiện Nghị quyết Đại hội, Quận ủy xây dựng chương trình với các nội dung sau:",
    ]);
    assert_eq!(told(&programme)[..4], ["01-CTr/QU", "Chương trình", "Quận ủy An Hòa", "2020-08-28"]);
    assert_eq!(programme.title, "Chương trình “Nâng cao hiệu quả công tác cải cách hành chính”");
}

#[test]
fn laws_and_names_on_two_lines_are_recognised() {
    let law = document(&[
        "QUỐC HỘI",
        "Luật số: 41/2024/QH15",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "LUẬT",
        "BẢO HIỂM XÃ HỘI",
        "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",
    ]);
    assert_eq!(told(&law), ["41/2024/QH15", "Luật", "Quốc hội", "", "Luật BẢO HIỂM XÃ HỘI"]);
    let circular = document(&[
        "BỘ LAO ĐỘNG - THƯƠNG",
        "BINH VÀ XÃ HỘI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 01/2021/TT-BLĐTBXH",
        "Hà Nội, ngày 03 tháng 6 năm 2021",
        "THÔNG TƯ",
        "Quy định danh mục hàng hóa",
    ]);
    assert_eq!(circular.issuer.as_deref(), Some("Bộ Lao động - Thương binh và Xã hội"));
}

#[test]
fn a_letter_is_named_by_what_it_is_about() {
    let letter = document(&[
        "ỦY BAN NHÂN DÂN QUẬN AN HÒA",
        "Số: 1234/UBND-VX",
        "V/v tăng cường phòng cháy trong mùa khô",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "An Hòa, ngày 5 tháng 6 năm 2023",
        "Kính gửi: Các phường.",
    ]);
    assert_eq!(told(&letter)[..2], ["1234/UBND-VX", "Công văn"]);
    assert_eq!(letter.title, "Công văn về việc tăng cường phòng cháy trong mùa khô");
}

#[test]
fn a_letter_is_told_by_the_code_of_who_sends_it() {
    let letter = document(&[
        "UBND TỈNH AN HẢI",
        "SỞ XÂY DỰNG",
        "Số: 1234/SXD-QLN",
        "V/v góp ý dự thảo quyết định về quản lý nhà",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hải, ngày 3 tháng 5 năm 2019",
        "Kính gửi: Sở Tư pháp",
    ]);
    assert_eq!(letter.number.as_deref(), Some("1234/SXD-QLN"));
    assert_eq!(letter.kind.as_deref(), Some("Công văn"));
    assert_eq!(letter.issued.map(|date| date.to_string()).as_deref(), Some("2019-05-03"));
    assert!(letter.title.starts_with("Công văn về việc góp ý dự thảo"), "{}", letter.title);
    for no in
        ["Số: 25 phố Huế", "Số: 12/nhà dân", "Số 1234/SXD-QLN của Sở", "Số: 1234/SXD-QLN của Sở Xây dựng"]
    {
        assert_eq!(announced_number(no), None, "{no}");
    }
}

#[test]
fn a_draft_without_number_and_day_claims_neither() {
    let draft = document(&[
        "ỦY BAN NHÂN DÂN QUẬN AN HÒA",
        "Số:       /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "An Hòa, ngày     tháng     năm 2022",
        "KẾ HOẠCH",
        "Tuyên truyền phòng cháy",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 01 tháng 02 năm 2022 của Ủy ban nhân dân thành phố;",
    ]);
    assert_eq!(draft, Document { body: draft.body.clone(), ..Document::default() });
}

#[test]
fn a_title_that_somebody_gave_stays_and_open_fields_are_filled() {
    let lines = [
        "ỦY BAN NHÂN DÂN QUẬN AN HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 7/TB-UBND",
        "An Hòa, ngày 5 tháng 6 năm 2023",
        "THÔNG BÁO",
        "Lịch tiếp công dân tháng 6",
    ];
    let body = lines.iter().map(|text| Block::Paragraph { text: (*text).to_owned() }).collect();
    let mut page = Document {
        title: "Lịch tiếp dân".to_owned(),
        number: Some("8/TB-UBND".to_owned()),
        body,
        ..Document::default()
    };
    assert!(recognise(&mut page));
    assert_eq!(
        (page.title.as_str(), page.number.as_deref(), page.kind.as_deref()),
        ("Lịch tiếp dân", Some("8/TB-UBND"), Some("Thông báo"))
    );
}

#[test]
fn a_number_and_a_line_of_place_and_date_make_a_head_without_a_motto() {
    let report = document(&[
        "ỦY BAN NHÂN DÂN PHƯỜNG BẾN ĐÁ",
        "Số: 45/BC-UBND",
        "Bến Đá, ngày 20 tháng 11 năm 2023",
        "BÁO CÁO",
        "Kết quả tiếp công dân quý III năm 2023",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 01 tháng 02 năm 2023 của Ủy ban nhân dân quận;",
    ]);
    let wanted = [
        "45/BC-UBND",
        "Báo cáo",
        "Ủy ban nhân dân phường Bến Đá",
        "2023-11-20",
        "Báo cáo kết quả tiếp công dân quý III năm 2023",
    ];
    assert_eq!(told(&report), wanted);
    let one_line = document(&[
        "ỦY BAN NHÂN DÂN PHƯỜNG BẾN ĐÁ",
        "Số: 45/BC-UBND Bến Đá, ngày 20 tháng 11 năm 2023",
        "BÁO CÁO",
        "Kết quả tiếp công dân quý III năm 2023",
    ]);
    assert_eq!(told(&one_line), wanted);
    let beside = document(&[
        "ỦY BAN NHÂN DÂN PHƯỜNG BẾN ĐÁ",
        "Số: 45/BC-UBND, ngày 20 tháng 11 năm 2023",
        "BÁO CÁO",
        "Kết quả tiếp công dân quý III năm 2023",
    ]);
    assert_eq!(told(&beside), wanted);
    let date_first = document(&[
        "Bến Đá, ngày 20 tháng 11 năm 2023",
        "QUẬN ỦY AN HÒA",
        "Số 12-KH/QU",
        "KẾ HOẠCH",
        "Học tập nghị quyết",
    ]);
    assert_eq!(told(&date_first)[..4], ["12-KH/QU", "Kế hoạch", "Quận ủy An Hòa", "2023-11-20"]);
}

#[test]
fn a_number_or_a_date_in_an_article_makes_no_head() {
    let far: Vec<String> = (0..14).map(|n| format!("Đoạn thứ {n} của bài.")).collect();
    let mut far: Vec<&str> = far.iter().map(String::as_str).collect();
    far.extend(["Số: 45/BC-UBND", "Bến Đá, ngày 20 tháng 11 năm 2023"]);
    for lines in [
        &["Quận họp bàn", "Số: 45/BC-UBND"][..],
        &["Quận họp bàn", "Bến Đá, ngày 20 tháng 11 năm 2023"],
        &["Theo Báo cáo số 45/BC-UBND, quận họp.", "Bến Đá, ngày 20 tháng 11 năm 2023"],
        &["Số: 45/BC-UBND của phường nêu nhiều việc.", "Bến Đá, ngày 20 tháng 11 năm 2023"],
        &["Quận họp bàn", "Số: 45/BC-UBND ngày 20 tháng 11 năm 2023 của phường nêu nhiều việc."],
        &["Quận họp bàn", "Số 45/BC-UBND thay Số 44/BC-UBND ngày 20 tháng 11 năm 2023"],
        &["Số: 45/BC-UBND", "Ở Bến Đá, ngày 20 tháng 11 năm 2023 là ngày họp."],
        &far,
    ] {
        let read = document(lines);
        assert_eq!(read, Document { body: read.body.clone(), ..Document::default() }, "{lines:?}");
    }
}

#[test]
fn articles_and_applications_are_no_official_documents() {
    for lines in [
        // An article that cites one.
        &[
            "Quận họp bàn kế hoạch",
            "An Hòa, ngày 24 tháng 10 năm 2022",
            "Số 104/KH-UBND được ban hành hôm qua.",
            "KẾ HOẠCH",
        ][..],
        // An application of a citizen.
        &[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ĐƠN XIN XÁC NHẬN",
            "Kính gửi: Ủy ban nhân dân phường",
        ],
        // The motto in a sentence.
        &["Nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Số: 104/KH-UBND", "KẾ HOẠCH"],
    ] {
        let read = document(lines);
        assert_eq!(read, Document { body: read.body.clone(), ..Document::default() }, "{lines:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_lines_are_a_crash(lines in proptest::collection::vec("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Số: ?[0-9/ ]{0,6}(KH-UBND)?|[A-ZỐa-zố, ]{0,12}ngày [0-9 ]{0,3}tháng [0-9]{0,2} năm ?[0-9]{0,4}|KẾ HOẠCH.{0,6}|\\PC{0,20}", 0..10)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        document(&lines);
    }
}
