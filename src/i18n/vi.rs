//! Vietnamese, the language that comes first.

use super::Texts;
use super::format::number;
use crate::route::View;
use tangthu_protocol::Language::Vi;

/// The texts.
pub(super) const TEXTS: Texts = Texts {
    language: Vi,
    tag: "vi",
    program: "Tàng Thư",
    search_label: "Tìm trong kho tài liệu",
    search_hint: "Tìm, không cần dấu",
    search_button: "Tìm",
    skip: "Tới nội dung",
    skip_filters: "Tới kết quả",
    opening: "Đang mở kho tài liệu…",
    searching: "Đang tìm…",
    opening_page: "Đang mở trang…",
    ways: [
        (View::Search, "Tài liệu"),
        (View::Figures, "Số liệu"),
        (View::Explore, "Khám phá"),
        (View::Lookup, "Tra theo danh sách"),
        (View::Library, "Thư viện"),
        (View::Help, "Cách tìm"),
    ],
    opening_document: "Đang mở tài liệu…",
    all_documents: |n| format!("{} tài liệu trong kho", number(Vi, n)),
    found: |n| format!("Tìm thấy {} tài liệu", number(Vi, n)),
    found_none: "Không tìm thấy tài liệu nào",
    complete: |n, first| {
        if n == 0 {
            return "Không tài liệu nào có đủ mọi từ; sau đây là gần nhất".to_owned();
        }
        let rest = if first {
            "; sau đó là những tài liệu thiếu vài từ"
        } else {
            ", những tài liệu khác thiếu vài từ"
        };
        format!("{} tài liệu có đủ mọi từ{rest}", number(Vi, n))
    },
    helpers: ["Tìm nâng cao", "Đã lưu", "Tải về"],
    results: "Kết quả",
    read_as: "Đã hiểu là:",
    more: "Xem thêm",
    filters: "Lọc kết quả",
    undated: "không rõ ngày",
    documents: |n| format!("{} tài liệu", number(Vi, n)),
    growing: "Đang lấy thêm…",
    from: "Từ",
    to: "Đến",
    sort: "Xếp theo",
    sorts: ["Khớp nhất", "Mới nhất", "Cũ nhất", "Xem nhiều nhất"],
    views: |n| format!("{} lượt xem", number(Vi, n)),
    back_all: "Mọi tài liệu",
    other_language: "English",
    themes: ["Sáng tối: tự động", "Sáng tối: sáng", "Sáng tối: tối"],
    offline_ready: "Đã sẵn sàng đọc khi không có mạng: trang này và những phần đã xem.",
    offline_coming: "Đang lưu trang để đọc khi không có mạng…",
    offline_whole: "Tải trọn kho về máy",
    offline_one_file: "Trọn kho tài liệu nằm trong tệp này: đọc và tìm không cần mạng.",
    offline_insecure: "Trang đến qua http thường nên trình duyệt không cho lưu để đọc khi mất mạng; mọi việc khác vẫn dùng được.",
    offline_cannot: "Trình duyệt này, hoặc bản dựng này, không lưu được trang để đọc khi mất mạng.",
    forget: "Xóa bộ nhớ đệm",
    forget_sure: "Bỏ mọi thứ trình duyệt đã lưu của trang này (chương trình, các phần kho đã xem, ai đã ký kho, các tìm kiếm gần đây) rồi tải lại? Tìm kiếm đã lưu và thiết đặt vẫn còn. Khi không có mạng thì sẽ không mở lại được.",
    update: "Có bản mới của trang này.",
    reload: "Tải lại",
    retry: "Thử lại",
    default_archive: "Mở kho của trang này",
};
