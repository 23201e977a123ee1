//! What the reading page says, and labels of documents that other pages share. Only chunks use it, so a first visit does not load it.

use super::format::{counted, number};
use tangthu_protocol::Language;
use tangthu_protocol::Language::{En, Vi};

/// The texts in one language.
pub(crate) struct ReadingTexts {
    /// Heading of the reading page while no document is there, for those who do not see it.
    pub(crate) document: &'static str,
    /// What stands beside a document, for those who do not see it.
    pub(crate) beside: &'static str,
    /// Back to the results.
    pub(crate) back: &'static str,
    /// Back to the page that led to the document, where it was not the search.
    pub(crate) back_room: &'static str,
    /// Matches in a document: which of how many.
    pub(crate) match_of: fn(usize, usize) -> String,
    /// How many matches.
    pub(crate) matches: fn(u32) -> String,
    /// To the match before.
    pub(crate) previous_match: &'static str,
    /// To the match after.
    pub(crate) next_match: &'static str,
    /// Under a picture that is not there.
    pub(crate) no_picture: &'static str,
    /// The name of a table, for those who do not see it: the tables of a document are counted.
    pub(crate) table: fn(usize) -> String,
    /// Labels on the reading page.
    pub(crate) labels: Labels,
}

/// Labels of the reading page.
pub(crate) struct Labels {
    /// Publication date.
    pub(crate) published: &'static str,
    /// Last change.
    pub(crate) updated: &'static str,
    /// Section.
    pub(crate) section: &'static str,
    /// Source.
    pub(crate) source: &'static str,
    /// Views.
    pub(crate) views: &'static str,
    /// Authors.
    pub(crate) authors: &'static str,
    /// Number.
    pub(crate) number: &'static str,
    /// Kind.
    pub(crate) kind: &'static str,
    /// Issuer.
    pub(crate) issuer: &'static str,
    /// Day of issue.
    pub(crate) issued: &'static str,
    /// Day of effect.
    pub(crate) effective: &'static str,
    /// Keywords.
    pub(crate) tags: &'static str,
    /// Match navigation.
    pub(crate) matches: &'static str,
}

/// The texts of `language`.
pub(crate) fn reading(language: Language) -> &'static ReadingTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: ReadingTexts = ReadingTexts {
    document: "Tài liệu",
    beside: "Bên cạnh bài",
    back: "Về kết quả tìm",
    back_room: "Quay lại",
    match_of: |at, of| format!("Chỗ khớp {at}/{of}"),
    matches: |n| format!("{} chỗ khớp", number(Vi, n)),
    previous_match: "Chỗ khớp trước (phím p)",
    next_match: "Chỗ khớp sau (phím n)",
    no_picture: "ảnh không có trong kho",
    table: |n| format!("Bảng {n}"),
    labels: Labels {
        published: "Ngày đăng",
        updated: "Sửa lần cuối",
        section: "Chuyên mục",
        source: "Nguồn",
        views: "Lượt xem",
        authors: "Tác giả",
        number: "Số hiệu",
        kind: "Loại văn bản",
        issuer: "Cơ quan ban hành",
        issued: "Ngày ban hành",
        effective: "Ngày có hiệu lực",
        tags: "Từ khóa",
        matches: "Chỗ khớp",
    },
};

const EN: ReadingTexts = ReadingTexts {
    document: "Document",
    beside: "Beside the text",
    back: "Back to the results",
    back_room: "Back",
    match_of: |at, of| format!("Match {at} of {of}"),
    matches: |n| counted(n, "match", "matches"),
    previous_match: "Previous match (key p)",
    next_match: "Next match (key n)",
    no_picture: "picture not in the archive",
    table: |n| format!("Table {n}"),
    labels: Labels {
        published: "Published",
        updated: "Last changed",
        section: "Section",
        source: "Source",
        views: "Views",
        authors: "Authors",
        number: "Number",
        kind: "Kind",
        issuer: "Issued by",
        issued: "Issued on",
        effective: "In effect from",
        tags: "Keywords",
        matches: "Matches",
    },
};
