//! What the page of look-ups says, in each language.

use crate::i18n::format::{counted, number};
use tangthu_protocol::Language::{self, En, Vi};

/// The texts in one language.
pub(super) struct LookupTexts {
    /// Heading.
    pub(super) title: &'static str,
    /// What the page does.
    pub(super) about: &'static str,
    /// Label of the list.
    pub(super) list: &'static str,
    /// In the empty field: a list to show how.
    pub(super) example: &'static str,
    /// Looks it up.
    pub(super) look: &'static str,
    /// Saves the table.
    pub(super) save: &'static str,
    /// Heads of the columns: line, read as, documents, first documents.
    pub(super) columns: [&'static str; 4],
    /// Behind the number of documents of a line, where columns have no heads.
    pub(super) documents: &'static str,
    /// How many lines were looked up, and how many of them found something.
    pub(super) done: fn(usize, usize) -> String,
    /// Lines that were too many.
    pub(super) left_out: fn(u32) -> String,
    /// Nothing was found for a line.
    pub(super) none: &'static str,
    /// While it works.
    pub(super) waiting: &'static str,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static LookupTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: LookupTexts = LookupTexts {
    title: "Tra theo danh sách",
    about: "Dán số hiệu văn bản hoặc cụm từ, mỗi dòng một mục; trang cho biết mỗi dòng có trong bao nhiêu tài liệu.",
    list: "Danh sách",
    example: "01-CTr/QU\n11-ĐA/TU\ncải cách hành chính",
    look: "Tra",
    save: "Lưu bảng (CSV)",
    columns: ["Dòng", "Đã hiểu là", "Số tài liệu", "Tài liệu đầu tiên"],
    documents: "tài liệu",
    done: |lines, found| {
        format!("Đã tra {} dòng, {} dòng có tài liệu.", number(Vi, lines as u64), number(Vi, found as u64))
    },
    left_out: |n| {
        format!("Danh sách quá dài: {} dòng cuối chưa được tra. Hãy tra chúng ở lần sau.", number(Vi, n))
    },
    none: "không có",
    waiting: "Đang tra…",
};

const EN: LookupTexts = LookupTexts {
    title: "Look up a list",
    about: "Paste numbers of documents or phrases, one a line; the page tells how many documents hold each.",
    list: "The list",
    example: "01-CTr/QU\n11-ĐA/TU\ncải cách hành chính",
    look: "Look up",
    save: "Save the table (CSV)",
    columns: ["Line", "Read as", "Documents", "First documents"],
    documents: "documents",
    done: |lines, found| {
        let lines = counted(lines as u64, "line", "lines");
        format!("{lines} looked up, {} with documents.", number(En, found as u64))
    },
    left_out: |n| {
        format!("The list is too long for one go; look up its last {} next.", counted(n, "line", "lines"))
    },
    none: "none",
    waiting: "Looking up…",
};
