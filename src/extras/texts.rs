//! What the helpers of searching say, in each language: they keep their texts to themselves, so that a first visit does not load
//! them.

use crate::i18n::format::{counted, number};
use tangthu_protocol::Language::{self, En, Vi};

/// The texts in one language.
pub(super) struct ExtraTexts {
    /// Closes a dialog.
    pub(super) close: &'static str,
    /// The keys: heading, each with what it does, the switch for those of a single letter.
    pub(super) keys_title: &'static str,
    /// Keys, apart by blanks, and what they do.
    pub(super) keys: &'static [(&'static str, &'static str)],
    /// The switch.
    pub(super) single_keys: &'static str,
    /// The palette: its name.
    pub(super) palette: &'static str,
    /// In the empty box of the palette.
    pub(super) palette_hint: &'static str,
    /// Groups: pages, tools, filters, searches, look, documents.
    pub(super) groups: [&'static str; 6],
    /// The entry that searches for what is typed.
    pub(super) search_for: fn(&str) -> String,
    /// How many fit, for those who do not see them.
    pub(super) fits: fn(usize) -> String,
    /// The form: heading, labels in the order of its fields, hints of some.
    pub(super) advanced: &'static str,
    /// Labels: all, phrase, any, none, title, section, source, number, from, to.
    pub(super) fields: [&'static str; 10],
    /// Before the query that the form writes.
    pub(super) writes: &'static str,
    /// Searches.
    pub(super) search: &'static str,
    /// Saved searches: heading, and what they are.
    pub(super) saved_title: &'static str,
    /// Where they are kept.
    pub(super) saved_note: &'static str,
    /// The name of the search that is to be kept.
    pub(super) name: &'static str,
    /// Keeps it.
    pub(super) save: &'static str,
    /// Heading of those kept.
    pub(super) saved: &'static str,
    /// Heading of the recent ones.
    pub(super) recent: &'static str,
    /// None are kept.
    pub(super) none_saved: &'static str,
    /// Takes one away.
    pub(super) forget: fn(&str) -> String,
    /// Takes all recent ones away.
    pub(super) forget_all: &'static str,
    /// The switch for recent ones.
    pub(super) keep_recent: &'static str,
    /// Writes them into a file.
    pub(super) write_file: &'static str,
    /// Reads them from a file.
    pub(super) read_file: &'static str,
    /// How many were read from a file.
    pub(super) read: fn(usize) -> String,
    /// The file holds none.
    pub(super) unreadable: &'static str,
    /// All documents, where a search has no words.
    pub(super) everything: &'static str,
    /// Export: heading.
    pub(super) export: &'static str,
    /// What is exported.
    pub(super) export_about: fn(u32) -> String,
    /// The form of the file.
    pub(super) form: &'static str,
    /// Makes the file.
    pub(super) download: &'static str,
    /// Stops it.
    pub(super) cancel: &'static str,
    /// How many of how many have come.
    pub(super) gathering: fn(u32, u32) -> String,
    /// It is done.
    pub(super) exported: fn(u32) -> String,
    /// Nothing was found: which part empties the result.
    pub(super) why: &'static str,
    /// How many a word finds by itself.
    pub(super) alone: fn(&str, u32) -> String,
    /// A word that no document holds.
    pub(super) nowhere: fn(&str) -> String,
    /// How many the words find without any filter.
    pub(super) unfiltered: fn(u32) -> String,
    /// Takes a word away, and how many are found then.
    pub(super) without_word: fn(&str, u32) -> String,
    /// Takes a filter away, and how many are found then.
    pub(super) without_filter: fn(&str, u32) -> String,
    /// Takes all filters away.
    pub(super) without_filters: fn(u32) -> String,
    /// While it is looked into.
    pub(super) looking: &'static str,
    /// Where nothing helps.
    pub(super) advice: &'static str,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static ExtraTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: ExtraTexts = ExtraTexts {
    close: "Đóng",
    keys_title: "Phím tắt",
    keys: &[
        ("/", "Tới ô tìm"),
        ("↓", "Từ ô tìm: tới kết quả đầu tiên"),
        ("n p", "Trong bài: tới chỗ khớp sau, chỗ khớp trước"),
        ("Ctrl K", "Mở bảng lệnh: trang, bộ lọc, tìm kiếm đã lưu, tài liệu"),
        ("?", "Danh sách này"),
        ("Esc", "Xóa ô tìm, đóng hộp thoại"),
        ("← →", "Trên biểu đồ thời gian: qua từng cột; giữ Shift để chọn một khoảng"),
        ("Enter", "Trên biểu đồ thời gian: xem gần hơn, hoặc lọc theo khoảng đã chọn"),
    ],
    single_keys: "Dùng phím tắt một ký tự (/, ?, n và p)",
    palette: "Bảng lệnh",
    palette_hint: "Tên trang, bộ lọc, tài liệu, hay lời muốn tìm…",
    groups: ["Trang", "Công cụ", "Bộ lọc", "Tìm kiếm", "Giao diện", "Tài liệu"],
    search_for: |query| format!("Tìm “{query}”"),
    fits: |n| format!("{n} mục khớp"),
    advanced: "Tìm nâng cao",
    fields: [
        "Có đủ các từ",
        "Đúng cụm từ",
        "Có một trong các từ",
        "Không có các từ",
        "Trong tiêu đề",
        "Chuyên mục",
        "Nguồn",
        "Số hiệu văn bản",
        "Từ ngày",
        "Đến ngày",
    ],
    writes: "Câu tìm:",
    search: "Tìm",
    saved_title: "Tìm kiếm đã lưu",
    saved_note: "Chỉ lưu trên thiết bị này, không gửi đi đâu.",
    name: "Tên",
    save: "Lưu tìm kiếm này",
    saved: "Đã lưu",
    recent: "Gần đây",
    none_saved: "Chưa có.",
    forget: |name| format!("Bỏ {name}"),
    forget_all: "Xóa các tìm kiếm gần đây",
    keep_recent: "Nhớ các tìm kiếm gần đây",
    write_file: "Xuất ra tệp",
    read_file: "Nhập từ tệp…",
    read: |n| format!("Đã nhập {n} tìm kiếm."),
    unreadable: "Tệp này không chứa tìm kiếm nào mà trang hiểu được. Hãy chọn tệp JSON đã xuất từ đây.",
    everything: "Mọi tài liệu",
    export: "Tải danh sách về",
    export_about: |n| format!("{} tài liệu của kết quả này, theo đúng thứ tự đang xem.", number(Vi, n)),
    form: "Dạng tệp",
    download: "Tải về",
    cancel: "Dừng",
    gathering: |n, of| format!("Đã lấy {} trong {} tài liệu…", number(Vi, n), number(Vi, of)),
    exported: |n| format!("Xong: tệp có {} tài liệu.", number(Vi, n)),
    why: "Vì sao không có kết quả",
    alone: |word, n| format!("“{word}”: {} tài liệu", number(Vi, n)),
    nowhere: |word| format!("“{word}” không có trong tài liệu nào"),
    unfiltered: |n| format!("Không lọc: {} tài liệu", number(Vi, n)),
    without_word: |word, n| format!("Bỏ “{word}”: {} tài liệu", number(Vi, n)),
    without_filter: |filter, n| format!("Bỏ lọc {filter}: {} tài liệu", number(Vi, n)),
    without_filters: |n| format!("Bỏ mọi bộ lọc: {} tài liệu", number(Vi, n)),
    looking: "Đang xem điều gì làm kết quả trống…",
    advice: "Hãy thử từ khác hoặc ít từ hơn; gõ không dấu thì tìm mọi cách viết.",
};

const EN: ExtraTexts = ExtraTexts {
    close: "Close",
    keys_title: "Keys",
    keys: &[
        ("/", "To the search box"),
        ("↓", "From the search box: to the first result"),
        ("n p", "In a text: to the next match, to the previous one"),
        ("Ctrl K", "Opens the palette: pages, filters, saved searches, documents"),
        ("?", "This list"),
        ("Esc", "Empties the search box, closes a dialog"),
        ("← →", "On the timeline: from bar to bar; with Shift they choose a range"),
        ("Enter", "On the timeline: looks nearer, or filters by the range chosen"),
    ],
    single_keys: "Use keys of a single character (/, ?, n and p)",
    palette: "Palette",
    palette_hint: "A page, a filter, a document, or words to search for…",
    groups: ["Pages", "Tools", "Filters", "Searches", "Appearance", "Documents"],
    search_for: |query| format!("Search for “{query}”"),
    fits: |n| format!("{n} fit"),
    advanced: "Advanced search",
    fields: [
        "All of these words",
        "Exactly this phrase",
        "One of these words",
        "None of these words",
        "In the title",
        "Section",
        "Source",
        "Document number",
        "From",
        "To",
    ],
    writes: "The query:",
    search: "Search",
    saved_title: "Saved searches",
    saved_note: "Kept on this device only; nothing is sent anywhere.",
    name: "Name",
    save: "Save this search",
    saved: "Saved",
    recent: "Recent",
    none_saved: "None yet.",
    forget: |name| format!("Remove {name}"),
    forget_all: "Remove the recent searches",
    keep_recent: "Remember recent searches",
    write_file: "Export to a file",
    read_file: "Import from a file…",
    read: |n| format!("{} imported.", counted(n as u64, "search", "searches")),
    unreadable: "This file holds no searches that the page understands. Choose a JSON file that was exported here.",
    everything: "All documents",
    export: "Download the list",
    export_about: |n| format!("{} of this result, in the order shown.", counted(n, "document", "documents")),
    form: "Form of the file",
    download: "Download",
    cancel: "Stop",
    gathering: |n, of| format!("{} of {} documents have come…", number(En, n), number(En, of)),
    exported: |n| format!("Done: the file holds {}.", counted(n, "document", "documents")),
    why: "Why nothing was found",
    alone: |word, n| format!("“{word}”: {}", counted(n, "document", "documents")),
    nowhere: |word| format!("“{word}” is in no document"),
    unfiltered: |n| format!("Without filters: {}", counted(n, "document", "documents")),
    without_word: |word, n| format!("Without “{word}”: {}", counted(n, "document", "documents")),
    without_filter: |filter, n| {
        format!("Without the filter {filter}: {}", counted(n, "document", "documents"))
    },
    without_filters: |n| format!("Without all filters: {}", counted(n, "document", "documents")),
    looking: "Looking for what empties the result…",
    advice: "Try another word or fewer words; without marks, all spellings are found.",
};
