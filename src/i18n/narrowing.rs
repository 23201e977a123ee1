//! What narrowing a result says: facets, dates and the timeline. A chunk of its own (`crate::narrow`), so a first visit does not
//! load it; the form that writes a query says some of it, too.

use super::format::number;
use tangthu_protocol::Language;
use tangthu_protocol::Language::{En, Vi};

/// The texts in one language.
pub(crate) struct NarrowTexts {
    /// Headings of the facets, in the order of `Facet::ALL`.
    pub(crate) facets: [&'static str; 10],
    /// The button that leaves a value out.
    pub(crate) exclude: fn(&str) -> String,
    /// A chip for an excluded value.
    pub(crate) excluded: fn(&str) -> String,
    /// Takes a filter away.
    pub(crate) remove: fn(&str) -> String,
    /// Takes all filters away.
    pub(crate) clear: &'static str,
    /// Heading of the date range.
    pub(crate) dates: &'static str,
    /// Before the spellings of a word.
    pub(crate) spellings: fn(&str) -> String,
    /// Before the spellings that a word with marks does not stand for.
    pub(crate) others: fn(&str) -> String,
    /// All spellings of such a word.
    pub(crate) all_spellings: &'static str,
    /// The box that searches the values of a facet.
    pub(crate) find_value: &'static str,
    /// Under a list of values that is not shown whole: how many are.
    pub(crate) first_values: fn(u32) -> String,
    /// No value fits what was typed.
    pub(crate) no_values: &'static str,
    /// How dates are typed, in the empty field.
    pub(crate) date_form: &'static str,
    /// What was typed is no date.
    pub(crate) no_date: &'static str,
    /// The range ends before it begins: from, to.
    pub(crate) backwards: fn(&str, &str) -> String,
    /// Changes its ends round: from, to.
    pub(crate) change_round: fn(&str, &str) -> String,
    /// The name of the timeline, for those who do not see it.
    pub(crate) timeline: &'static str,
    /// How the timeline is worked with the keyboard.
    pub(crate) timeline_keys: &'static str,
    /// Takes all years into view again.
    pub(crate) all_years: &'static str,
    /// Shows all values of a facet.
    pub(crate) show_all: fn(u32) -> String,
    /// Shows fewer values again.
    pub(crate) show_fewer: &'static str,
}

/// The texts of `language`.
pub(crate) fn narrowing(language: Language) -> &'static NarrowTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: NarrowTexts = NarrowTexts {
    facets: [
        "Chuyên mục",
        "Nguồn",
        "Năm",
        "Tháng",
        "Loại văn bản",
        "Ngôn ngữ",
        "Số hiệu văn bản",
        "Người",
        "Địa danh",
        "Cơ quan, tổ chức",
    ],
    exclude: |value| format!("Loại trừ {value}"),
    excluded: |value| format!("trừ {value}"),
    remove: |value| format!("Bỏ bộ lọc {value}"),
    clear: "Bỏ mọi bộ lọc",
    dates: "Thời gian",
    spellings: |word| format!("“{word}” khớp với:"),
    others: |word| format!("Ngoài “{word}” còn có:"),
    all_spellings: "mọi cách viết",
    find_value: "Tìm trong danh sách",
    first_values: |n| format!("Chỉ hiện {} mục nhiều nhất; gõ để tìm mục khác.", number(Vi, n)),
    no_values: "Không có mục nào khớp.",
    date_form: "vd. 3/2020",
    no_date: "Không hiểu ngày này. Hãy gõ năm, tháng/năm hoặc ngày/tháng/năm: 2020, 3/2020, 28/03/2020.",
    backwards: |from, to| format!("Ngày bắt đầu ({from}) lại ở sau ngày kết thúc ({to})."),
    change_round: |from, to| format!("Đổi chỗ: từ {from} đến {to}"),
    timeline: "Kết quả theo thời gian",
    timeline_keys: "Mũi tên để đi qua từng cột, giữ Shift để chọn một khoảng, Enter để xem",
    all_years: "Mọi năm",
    show_all: |n| format!("Xem tất cả {} mục", number(Vi, n)),
    show_fewer: "Thu gọn",
};

const EN: NarrowTexts = NarrowTexts {
    facets: [
        "Section",
        "Source",
        "Year",
        "Month",
        "Kind",
        "Language",
        "Document number",
        "Person",
        "Place",
        "Body",
    ],
    exclude: |value| format!("Exclude {value}"),
    excluded: |value| format!("not {value}"),
    remove: |value| format!("Remove the filter {value}"),
    clear: "Remove all filters",
    dates: "Time",
    spellings: |word| format!("“{word}” matched:"),
    others: |word| format!("Besides “{word}”:"),
    all_spellings: "all spellings",
    find_value: "Search the list",
    first_values: |n| format!("Only the {} most frequent are shown; type to find others.", number(En, n)),
    no_values: "No value fits.",
    date_form: "e.g. 3/2020",
    no_date: "This is no date. Type a year, month/year or day/month/year: 2020, 3/2020, 28/03/2020.",
    backwards: |from, to| format!("The range begins ({from}) after it ends ({to})."),
    change_round: |from, to| format!("Swap: from {from} to {to}"),
    timeline: "Results along time",
    timeline_keys: "Arrow keys move from bar to bar, with Shift they choose a range, Enter looks at it",
    all_years: "All years",
    show_all: |n| format!("Show all {}", number(En, n)),
    show_fewer: "Show fewer",
};
