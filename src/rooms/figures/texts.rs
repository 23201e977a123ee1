//! What the page of figures says, in each language.

use crate::i18n::format::{counted, number};
use tangthu_protocol::Language::{self, En, Vi};

/// The texts of the page in one language.
pub(super) struct FigureTexts {
    pub(super) title: &'static str,
    pub(super) working: &'static str,
    pub(super) total: fn(u32, u32) -> String,
    pub(super) nothing: &'static str,
    /// Which documents.
    pub(super) whole: &'static str,
    pub(super) selection: &'static str,
    pub(super) to_whole: &'static str,
    /// How many of the documents of the archive, or of the selection, were read.
    pub(super) looked_whole: fn(u32, u32) -> String,
    pub(super) looked: fn(u32, u32) -> String,
    pub(super) look_on: &'static str,
    pub(super) full: &'static str,
    /// Filters.
    pub(super) unit: &'static str,
    pub(super) subject: &'static str,
    pub(super) year: &'static str,
    pub(super) any: &'static str,
    pub(super) none: &'static str,
    pub(super) some_of: fn(usize, u32) -> String,
    pub(super) clear: &'static str,
    /// The bar of targets.
    pub(super) targets: &'static str,
    pub(super) no_status: &'static str,
    pub(super) targets_are: &'static str,
    /// The rare ones: how many states, of how many figures.
    pub(super) rare: fn(usize, u32) -> String,
    /// The table: heads of its columns.
    pub(super) table: &'static str,
    pub(super) value: &'static str,
    pub(super) status: &'static str,
    pub(super) date: &'static str,
    pub(super) sentence: &'static str,
    pub(super) more: &'static str,
    /// The plot.
    pub(super) plot: &'static str,
    pub(super) choose: &'static str,
    pub(super) too_few: &'static str,
    pub(super) plot_is: fn(usize, &str, &str, &str, &str) -> String,
    pub(super) cut: &'static str,
    /// What the dots are: dated by the text itself, and by the document; and the same behind a date.
    pub(super) dots: [&'static str; 2],
    pub(super) of_document: &'static str,
    pub(super) as_table: &'static str,
    /// Saving.
    pub(super) save: &'static str,
    pub(super) saving: fn(u32, u32) -> String,
    pub(super) saved: &'static str,
    pub(super) not_saved: &'static str,
    pub(super) stop: &'static str,
    pub(super) columns: [&'static str; 14],
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static FigureTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: FigureTexts = FigureTexts {
    title: "Số liệu",
    working: "Đang gom số liệu…",
    total: |n, of| format!("{} số liệu trong {} tài liệu", number(Vi, n), number(Vi, of)),
    nothing: "Không có số liệu nào trong những tài liệu này. Hãy bỏ bớt điều kiện.",
    whole: "Trong toàn kho.",
    selection: "Chỉ trong những tài liệu khớp với mọi điều kiện dưới đây.",
    to_whole: "Xem toàn kho",
    looked_whole: |n, of| {
        format!(
            "Mới đọc {} trong {} tài liệu của kho; những con số dưới đây chưa phải của toàn kho.",
            number(Vi, n),
            number(Vi, of)
        )
    },
    looked: |n, of| {
        format!(
            "Mới đọc {} trong {} tài liệu ấy; những con số dưới đây chưa đủ.",
            number(Vi, n),
            number(Vi, of)
        )
    },
    look_on: "Đọc tiếp",
    full: "Trang này không giữ được thêm số liệu; hãy thu hẹp tìm kiếm để đọc những tài liệu còn lại.",
    unit: "Đơn vị",
    subject: "Về việc",
    year: "Năm",
    any: "tất cả",
    none: "không ghi",
    some_of: |n, of| format!("{n} mục nhiều nhất trong {}", number(Vi, of)),
    clear: "Bỏ điều kiện",
    targets: "Số lần nêu tình trạng",
    no_status: "không ghi tình trạng",
    targets_are: "Mỗi lần một câu nêu tình trạng được kể một lần, nên đây không phải số chỉ tiêu. Bấm vào một tình trạng để chỉ xem các số liệu ấy.",
    rare: |n, of| format!("{n} tình trạng ít gặp ({} lần)", number(Vi, of)),
    table: "Bảng số liệu",
    value: "Giá trị",
    status: "Tình trạng",
    date: "Thời điểm",
    sentence: "Câu làm chứng",
    more: "Xem thêm",
    plot: "Theo thời gian",
    choose: "Hãy chọn một đơn vị hoặc một việc để vẽ theo thời gian.",
    too_few: "Có chưa tới hai số liệu ghi thời điểm, chưa vẽ được.",
    plot_is: |n, first, last, low, high| {
        format!(
            "Đồ thị {n} số liệu từ {first} đến {last}; nhỏ nhất {low}, lớn nhất {high}. Bảng bên dưới ghi đủ."
        )
    },
    cut: "Chỉ vẽ 2.000 số liệu đầu.",
    dots: ["thời điểm do câu văn nêu", "câu văn không nêu: lấy ngày của tài liệu"],
    of_document: "ngày của tài liệu",
    as_table: "Xem dạng bảng",
    save: "Tải bảng này (CSV)",
    saving: |n, of| format!("Đang gom {} / {}…", number(Vi, n), number(Vi, of)),
    saved: "Trình duyệt đang lưu tệp.",
    not_saved: "Không gom đủ được các dòng nên chưa lưu gì. Hãy thử lại.",
    stop: "Dừng",
    columns: [
        "giá trị",
        "từ",
        "đến",
        "mức",
        "đơn vị",
        "về việc",
        "tình trạng",
        "thời điểm",
        "câu",
        "tài liệu",
        "ngày tài liệu",
        "số hiệu tài liệu",
        "mã tài liệu",
        "địa chỉ",
    ],
};

const EN: FigureTexts = FigureTexts {
    title: "Figures",
    working: "Gathering figures…",
    total: |n, of| {
        let (n_word, of_word) =
            (if n == 1 { "figure" } else { "figures" }, if of == 1 { "document" } else { "documents" });
        format!("{} {n_word} in {} {of_word}", number(En, n), number(En, of))
    },
    nothing: "There are no figures in these documents. Take a condition away.",
    whole: "In the whole archive.",
    selection: "Only in the documents that meet the conditions below.",
    to_whole: "Show the whole archive",
    looked_whole: |n, of| {
        format!(
            "{} of the archive's {} documents were read so far; what stands below is not yet that of the whole archive.",
            number(En, n),
            number(En, of)
        )
    },
    looked: |n, of| {
        format!(
            "{} of those {} documents were read so far; what stands below is not complete.",
            number(En, n),
            number(En, of)
        )
    },
    look_on: "Read on",
    full: "This page holds no more figures; narrow the search to read the other documents.",
    unit: "Unit",
    subject: "Subject",
    year: "Year",
    any: "all",
    none: "not given",
    some_of: |n, of| format!("the {n} most frequent of {}", number(En, of)),
    clear: "Take conditions away",
    targets: "Times a status is stated",
    no_status: "status not given",
    targets_are: "Each sentence that states a status counts once, so this is not the number of targets. Press a status to see its figures alone.",
    rare: |n, of| {
        format!("{} ({})", counted(n as u64, "rarer status", "rarer statuses"), counted(of, "time", "times"))
    },
    table: "Table of figures",
    value: "Value",
    status: "Target status",
    date: "When",
    sentence: "The sentence that says so",
    more: "Show more",
    plot: "Along time",
    choose: "Choose a unit or a subject to draw it along time.",
    too_few: "Fewer than two figures have a date: nothing to draw.",
    plot_is: |n, first, last, low, high| {
        format!(
            "A plot of {n} figures from {first} to {last}; the smallest is {low}, the largest {high}. The table below says all."
        )
    },
    cut: "Only the first 2,000 figures are drawn.",
    dots: ["dated by the sentence itself", "no date of its own: that of the document"],
    of_document: "date of the document",
    as_table: "Show as a table",
    save: "Save this table (CSV)",
    saving: |n, of| format!("Gathering {} of {}…", number(En, n), number(En, of)),
    saved: "The browser is saving the file.",
    not_saved: "Not all rows could be had, so nothing was saved. Try again.",
    stop: "Stop",
    columns: [
        "value",
        "from",
        "to",
        "about",
        "unit",
        "subject",
        "status",
        "date",
        "sentence",
        "document",
        "document date",
        "document number",
        "document id",
        "address",
    ],
};
