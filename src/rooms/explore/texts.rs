//! What the page of explorations says, in each language.

use crate::i18n::format::number;
use tangthu_protocol::Language::{self, En, Vi};

/// The texts of the page in one language.
pub(super) struct ExploreTexts {
    pub(super) title: &'static str,
    pub(super) lists: &'static str,
    /// The lists, in the order of `super::LISTS`.
    pub(super) names: [&'static str; 8],
    pub(super) find: &'static str,
    pub(super) total: fn(u32) -> String,
    pub(super) nothing: &'static str,
    pub(super) nothing_found: fn(&str) -> String,
    pub(super) undated: &'static str,
    pub(super) more: &'static str,
    pub(super) working: &'static str,
    pub(super) documents: fn(u32) -> String,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static ExploreTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: ExploreTexts = ExploreTexts {
    title: "Khám phá",
    lists: "Các danh mục",
    names: [
        "Số hiệu văn bản",
        "Cơ quan, tổ chức",
        "Người",
        "Địa danh",
        "Chuyên mục",
        "Nguồn",
        "Năm",
        "Chữ viết tắt",
    ],
    find: "Tìm trong danh mục này",
    total: |n| format!("{} mục", number(Vi, n)),
    nothing: "Kho này không có mục nào thuộc loại ấy.",
    nothing_found: |words| format!("Không mục nào có “{words}”. Hãy gõ ít chữ hơn; không cần gõ dấu."),
    undated: "không rõ ngày",
    more: "Xem thêm",
    working: "Đang lập danh mục…",
    documents: |n| format!("{} tài liệu", number(Vi, n)),
};

const EN: ExploreTexts = ExploreTexts {
    title: "Explore",
    lists: "Lists",
    names: [
        "Document numbers",
        "Bodies",
        "People",
        "Places",
        "Sections",
        "Sources",
        "Years",
        "Abbreviations",
    ],
    find: "Find in this list",
    total: |n| format!("{} {}", number(En, n), if n == 1 { "entry" } else { "entries" }),
    nothing: "This archive has none of these.",
    nothing_found: |words| format!("No entry holds “{words}”. Type fewer letters; marks are not needed."),
    undated: "no date",
    more: "Show more",
    working: "Making the list…",
    documents: |n| format!("{} {}", number(En, n), if n == 1 { "document" } else { "documents" }),
};
