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
            ("Lễ hội mở ngày 10/3 ÂL.", &[]),
            ("Giỗ ngày 10 tháng 3 (AL).", &[]),
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

#[test]
fn a_department_is_one_under_its_short_and_its_long_name() {
    check_all(
        MentionKind::Body,
        "",
        &[
            (
                "Bộ GTVT gửi văn bản cho Bộ Giao thông Vận tải.",
                &["Bộ Giao thông vận tải", "Bộ Giao thông vận tải"],
            ),
            ("Sở GD&ĐT tỉnh Hà Sơn trả lời.", &["Sở Giáo dục và Đào tạo tỉnh Hà Sơn"]),
            (
                "Sở NN & PTNT và Sở TN và MT.",
                &["Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường"],
            ),
            ("Phòng LĐ-TB&XH quận Hồng Hà.", &["Phòng Lao động - Thương binh và Xã hội quận Hồng Hà"]),
            ("Ủy ban nhân dân tỉnh Hà Sơn, UBND tỉnh Hà Sơn.", &["UBND tỉnh Hà Sơn", "UBND tỉnh Hà Sơn"]),
            // What names itself keeps its name.
            ("Trường Đại học Giao thông Vận tải tuyển sinh.", &["Trường Đại học Giao thông Vận tải"]),
        ],
    );
}

#[test]
fn a_name_does_not_go_on_with_the_sentence_behind_it_nor_begin_with_a_country() {
    check_all(
        MentionKind::Person,
        "role",
        &[
            ("Bộ trưởng Trần Minh Sơn Kết luận buổi làm việc.", &["Trần Minh Sơn | Bộ trưởng"]),
            ("Ảnh: ông Lê Thị Kim Hoa Sáng 27/5, hội nghị bế mạc.", &["Lê Thị Kim Hoa"]),
            ("Ông Lê Văn Bình Chiều nay, đoàn trở về.", &["Lê Văn Bình"]),
            // Whose own names these are keeps them.
            (
                "Ông Nguyễn Văn Kết luôn đến sớm, bà Nguyễn Thị Sáng đến sau.",
                &["Nguyễn Văn Kết", "Nguyễn Thị Sáng"],
            ),
            ("Người đàn ông Hàn Quốc mua vé cho ca sĩ Hàn Quốc Goo Rara.", &[]),
            ("Trưởng trạm kiểm lâm cũng dùng xuồng đưa ông Lê Văn Sơn về.", &["Lê Văn Sơn"]),
            ("Đội Hoàng Anh Gia Lai thắng.", &[]),
        ],
    );
}

#[test]
fn a_unit_may_be_named_after_a_village() {
    check_all(
        MentionKind::Place,
        "",
        &[
            ("Công an TP Buôn Ma Thuột họp.", &["thành phố Buôn Ma Thuột"]),
            (
                "Ở xã Buôn Tría, huyện Lắk và thị trấn Buôn Trấp.",
                &["xã Buôn Tría", "huyện Lắk", "thị trấn Buôn Trấp"],
            ),
            ("Chợ ở xã Bản Lầu họp sớm.", &["xã Bản Lầu"]),
            ("Bản Xa Lao, xã Trung Lý.", &["bản Xa Lao", "xã Trung Lý"]),
            ("Buôn Đung, xã Cư Pui.", &["buôn Đung", "xã Cư Pui"]),
        ],
    );
    check_all(
        MentionKind::Body,
        "",
        &[
            ("UBND thành phố Buôn Ma Thuột họp.", &["UBND thành phố Buôn Ma Thuột"]),
            ("Ngân hàng L.V. và Công ty X cho vay.", &[]),
            ("Xe qua cầu Trung tâm Nam Hang.", &[]),
            (
                "Bộ yêu cầu Bệnh viện Thận Hà Sơn và Bệnh viện K rà soát.",
                &["Bệnh viện Thận Hà Sơn", "Bệnh viện K"],
            ),
        ],
    );
}

#[test]
fn a_name_ends_where_another_begins_and_streets_are_no_people() {
    check_all(
        MentionKind::Person,
        "role",
        &[
            ("Chủ tịch Hà Nội Nguyễn Văn Tám yêu cầu.", &["Nguyễn Văn Tám | Chủ tịch"]),
            ("Bí thư Kiên Giang Lê Thị Bình trả lời.", &["Lê Thị Bình | Bí thư"]),
            ("Theo Ban Giám đốc Công an tỉnh, Đại tá Lê Văn Sơn sẽ đến.", &["Lê Văn Sơn | Đại tá"]),
            ("Thủ tướng Trần Văn Sơn Ngoại trưởng nước bạn bắt tay.", &["Trần Văn Sơn | Thủ tướng"]),
            ("Ảnh: Trần Minh Sơn Trang điểm: Lê Bình", &["Trần Minh Sơn"]),
            ("Theo ông Kim Jong - sam, việc đã xong.", &[]),
            ("Quán (Lê Văn Sơn, Q. 1, TP.HCM) mở cửa sớm.", &[]),
            ("Xe dừng tại Lê Thánh Tôn.", &[]),
            ("Hồ Núi Cốc cạn nước.", &[]),
            ("Được ông Phó Chủ tịch UBND xã cho phép.", &[]),
            ("Nút Trần Văn Sơn - Lê Thị Bình ùn ứ.", &[]),
            ("Bốn đường lớn là Lê Văn Sơn, Trần Thị Bình.", &[]),
            ("Hai cán bộ là Lê Văn Sơn và Trần Thị Bình.", &["Lê Văn Sơn", "Trần Thị Bình"]),
            ("Trường chuyên Lê Văn Sơn tuyển sinh.", &[]),
            ("Nạn nhân là Nguyễn Thị Đ.", &[]),
            ("Bà Lê Băng Băng Ngay lúc đó lên tiếng.", &["Lê Băng Băng"]),
            ("Bà Dương Mịch Dương Mịch cho biết sẽ về.", &["Dương Mịch"]),
            ("Bà Lê Băng Băng và bà Vũ Băng Băng.", &["Lê Băng Băng", "Vũ Băng Băng"]),
            ("Trung tá Trần Văn Sơn Mỗi lần như vậy lại cười.", &["Trần Văn Sơn | Trung tá"]),
            ("Xe theo đường mòn Hồ Chí Minh.", &[]),
        ],
    );
}

#[test]
fn a_place_is_whole_or_left() {
    check_all(
        MentionKind::Place,
        "",
        &[
            ("Bà xã Trần Sơn kể lại với ông xã Lê Bình.", &[]),
            ("Anh N.Q.Đ ở phố.", &[]),
            ("Cống của TP. Cọc được khoan sâu.", &[]),
            ("Tàu đến TP. Vinh và TP. Huế.", &["thành phố Vinh", "thành phố Huế"]),
            ("Chủ tịch UBND xã Chà Là cho biết.", &[]),
            ("Công an huyện Cư M’ gar và huyện Đắk R'lấp.", &["huyện Cư M'Gar", "huyện Đắk R'Lấp"]),
            ("Ở huyện A Lưới, xã Y Tý và huyện Ý Yên.", &["huyện A Lưới", "xã Y Tý", "huyện Ý Yên"]),
            ("Máy bay hạ cánh ở sân bay Buôn Ma Thuột (Đắk Lắk).", &[]),
            ("Khách đến thành phố Rio de Janeiro.", &[]),
            ("Xe chạy về huyện Đông Anh, Hà Nội.", &["huyện Đông Anh"]),
            ("Ở xã Hố Nai 3, huyện Trảng Bom.", &["xã Hố Nai 3", "huyện Trảng Bom"]),
            ("Xã Tân Lập 2 người mắc bệnh.", &["xã Tân Lập"]),
            ("Ở tỉnh Bà Rịa – Vũng Tàu.", &["tỉnh Bà Rịa - Vũng Tàu"]),
            ("Một thành phố Hà Lan đón khách đi thành phố St. Petersburg.", &[]),
            ("Tàu đến thành phố Ulan - Ude của Nga.", &["thành phố Ulan-Ude"]),
            (
                "Tàu đến thành phố Ulan-Ude và thành phố Baden-Baden.",
                &["thành phố Ulan-Ude", "thành phố Baden-Baden"],
            ),
            ("Xe từ thành phố Vinh-Hà Sơn về.", &["thành phố Vinh"]),
            ("Trung tâm phía Nam thành phố HCM-CAND.", &["thành phố Hồ Chí Minh"]),
        ],
    );
}

#[test]
fn a_place_that_is_written_in_several_ways_is_one() {
    check_all(
        MentionKind::Place,
        "",
        &[
            (
                "Tỉnh Đăk Lăk, tỉnh Đắk Lắk, tỉnh Đắc Lắc và huyện Đăk Tô.",
                &["tỉnh Đắk Lắk", "tỉnh Đắk Lắk", "tỉnh Đắk Lắk", "huyện Đắk Tô"],
            ),
            (
                "Tỉnh Thừa Thiên Huế, tỉnh Thừa Thiên - Huế, tỉnh Thừa Thiên–Huế.",
                &["tỉnh Thừa Thiên Huế", "tỉnh Thừa Thiên Huế", "tỉnh Thừa Thiên Huế"],
            ),
            (
                "Tỉnh Bà Rịa-Vũng Tàu và tỉnh Bà Rịa Vũng Tàu.",
                &["tỉnh Bà Rịa - Vũng Tàu", "tỉnh Bà Rịa - Vũng Tàu"],
            ),
            // A name that only begins so is another.
            ("Xã Đắc Lắc Hạ và thành phố Buôn Mê Thuột.", &["xã Đắc Lắc Hạ", "thành phố Buôn Ma Thuột"]),
        ],
    );
    check_all(
        MentionKind::Body,
        "",
        &[(
            "UBND tỉnh Thừa Thiên - Huế và UBND tỉnh Đăk Nông.",
            &["UBND tỉnh Thừa Thiên Huế", "UBND tỉnh Đắk Nông"],
        )],
    );
}

#[test]
fn a_body_is_whole_or_left_and_another_countrys_is_told_so() {
    check_all(
        MentionKind::Body,
        "",
        &[
            (
                "Bộ Ngoại giao Trung Quốc và Bộ Ngoại giao trao đổi.",
                &["Bộ Ngoại giao Trung Quốc", "Bộ Ngoại giao"],
            ),
            ("Hợp tác xã Minh Anh.", &["Hợp tác xã Minh Anh"]),
            ("Công ty Bita’ s thông báo.", &[]),
            ("Công ty Cổ phần BOT cầu Hà Sơn.", &[]),
            ("Tổng công ty Điện lực TP. Hà Sơn cấp điện.", &["Tổng công ty Điện lực thành phố Hà Sơn"]),
            ("Văn phòng Liên hợp quốc về dân số.", &["Liên hợp quốc"]),
            ("Tổng LĐLĐ Việt Nam họp.", &["Tổng Liên đoàn Lao động Việt Nam"]),
            ("Ủy viên liên Tỉnh ủy.", &[]),
            ("Chủ tịch UBND TP HCM Lê Hoàng Sơn họp.", &["UBND thành phố Hồ Chí Minh"]),
            (
                "Ban cán sự Đảng UBND tỉnh Hà Sơn; Sở Lao động Thương binh và Xã hội; Sở Văn hoá thể thao và Du lịch.",
                &[
                    "Ban Cán sự Đảng UBND tỉnh Hà Sơn",
                    "Sở Lao động - Thương binh và Xã hội",
                    "Sở Văn hóa, Thể thao và Du lịch",
                ],
            ),
            (
                "Công ty TNHH Xây dựng - Thương mại - Du lịch Hà Sơn có đơn.",
                &["Công ty TNHH Xây dựng - Thương mại - Du lịch Hà Sơn"],
            ),
            ("Ban cán sự đảng Bộ GTVT báo cáo.", &["Ban Cán sự Đảng Bộ Giao thông vận tải"]),
            ("UBKT Trung ương kết luận.", &["Ủy ban Kiểm tra Trung ương"]),
            ("Công ty Hạt và Đậu khai trương.", &[]),
            ("Bệnh viện Đa khoa Trung tâm Hà Sơn.", &["Bệnh viện Đa khoa Trung tâm Hà Sơn"]),
            (
                "Ủy ban Trung ương MTTQ Việt Nam họp với Phòng Thương mại và Công nghiệp Việt Nam.",
                &["Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "Phòng Thương mại và Công nghiệp Việt Nam"],
            ),
        ],
    );
}
