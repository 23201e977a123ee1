//! What the library and the comparison of archives say.

use crate::i18n::format::{counted, number};
use tangthu_protocol::Language::{self, En, Vi};

/// The texts of both pages in one language.
pub(super) struct LibraryTexts {
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) drop: &'static str,
    pub(super) choose_file: &'static str,
    pub(super) choose_folder: &'static str,
    pub(super) looking: &'static str,
    pub(super) by_address: &'static str,
    pub(super) open: &'static str,
    pub(super) elsewhere: &'static str,
    pub(super) here: &'static str,
    /// No archive is open.
    pub(super) none_open: &'static str,
    pub(super) documents: fn(u32) -> String,
    pub(super) read: &'static str,
    pub(super) now: &'static str,
    pub(super) close: fn(&str) -> String,
    pub(super) close_short: &'static str,
    pub(super) from_device: fn(&str) -> String,
    /// A site that is one file.
    pub(super) in_this_file: &'static str,
    /// Something else than an archive was chosen.
    pub(super) no_archive: fn(&str) -> String,
    /// So many files that were dropped could not be read; the name of the first.
    pub(super) unread: fn(usize, &str) -> String,
    pub(super) across: &'static str,
    pub(super) across_button: &'static str,
    pub(super) found_in: fn(u32, &str) -> String,
    pub(super) all_of_them: &'static str,
    pub(super) compare: &'static str,
    pub(super) compare_about: &'static str,
    /// What to do where the address names no two archives.
    pub(super) compare_how: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) compare_button: &'static str,
    pub(super) comparing: &'static str,
    pub(super) added: fn(u32) -> String,
    pub(super) removed: fn(u32) -> String,
    pub(super) changed: fn(u32) -> String,
    pub(super) unchanged: fn(u64) -> String,
    pub(super) first_of_them: fn(usize) -> String,
    pub(super) nothing: &'static str,
    pub(super) field: &'static str,
    /// What stands for a field where a passage of the text changed, and names of fields that no label of the page has.
    pub(super) passage: &'static str,
    pub(super) fields: [(&'static str, &'static str); 5],
    pub(super) same_passages: fn(u32) -> String,
    pub(super) what_changed: &'static str,
    pub(super) open_document: &'static str,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static LibraryTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: LibraryTexts = LibraryTexts {
    title: "Thư viện",
    about: "Mở thêm kho tài liệu của trang này, hoặc từ tệp trên máy bạn: một tệp JSON, một thư mục kho, hay tệp ZIP của thư mục ấy. Tệp không rời khỏi máy, và trang quên chúng khi đóng lại.",
    drop: "Thả tệp hoặc thư mục vào bất cứ đâu trên trang, hoặc:",
    choose_file: "Chọn tệp",
    choose_folder: "Chọn thư mục",
    looking: "Đang xem các tệp…",
    by_address: "Địa chỉ của kho trên trang này",
    open: "Mở",
    elsewhere: "Địa chỉ ấy ở trang khác, mà trang này không được phép mở. Hãy tải kho về máy rồi thả vào đây.",
    here: "Đang mở",
    none_open: "Chưa có kho nào. Hãy chọn tệp hoặc thư mục ở trên, hay gõ địa chỉ của một kho.",
    documents: |n| format!("{} tài liệu", number(Vi, n)),
    read: "Mở kho này",
    now: "đang đọc",
    close: |name| format!("Đóng {name}"),
    close_short: "Đóng",
    from_device: |name| format!("từ máy này: {name}"),
    in_this_file: "Mọi thứ của kho này nằm trong chính tệp trang này; không cần tải gì thêm.",
    no_archive: |name| {
        format!(
            "“{name}” không phải là một kho. Mục này mở kho có sẵn: tệp JSON, tệp ZIP hay thư mục của kho. Để đưa tài liệu (Word, PDF, trang web…) vào một kho, hãy dùng lệnh tangthu build trên máy tính."
        )
    },
    unread: |n, first| {
        format!(
            "Trình duyệt không đọc được {n} tệp hoặc thư mục được thả (trước hết là “{first}”): có thể đã bị xóa, đang bị khóa, hoặc bạn không có quyền đọc. Những tệp khác vẫn được xem."
        )
    },
    across: "Tìm trong mọi kho đang mở",
    across_button: "Tìm",
    found_in: |n, name| format!("{name}: {} tài liệu", number(Vi, n)),
    all_of_them: "Xem tất cả",
    compare: "So sánh hai kho",
    compare_about: "Tài liệu nào được thêm, bị bỏ, bị sửa giữa hai kho hoặc hai bản của một kho.",
    compare_how: "Hãy mở hai kho, hoặc hai bản của một kho, trong Thư viện; mục So sánh hiện ra ở đó.",
    before: "Bản trước",
    after: "Bản sau",
    compare_button: "So sánh",
    comparing: "Đang so sánh…",
    added: |n| format!("{} tài liệu được thêm", number(Vi, n)),
    removed: |n| format!("{} tài liệu bị bỏ", number(Vi, n)),
    changed: |n| format!("{} tài liệu bị sửa", number(Vi, n)),
    unchanged: |n| format!("{} tài liệu giữ nguyên.", number(Vi, n)),
    first_of_them: |n| format!("Dưới đây là {n} tài liệu đầu; lệnh tangthu diff cho xem hết."),
    nothing: "Hai kho có cùng những tài liệu như nhau.",
    field: "Mục",
    passage: "Nội dung",
    fields: [
        ("title", "Tiêu đề"),
        ("language", "Ngôn ngữ"),
        ("attachments", "Tệp đính kèm"),
        ("url", "Địa chỉ gốc"),
        ("id", "Mã tài liệu"),
    ],
    same_passages: |n| format!("{} đoạn giống nhau", number(Vi, n)),
    what_changed: "Xem chỗ sửa",
    open_document: "Mở tài liệu (bản sau)",
};

const EN: LibraryTexts = LibraryTexts {
    title: "Library",
    about: "Open another archive of this site, or one from files of your device: a JSON file, the folder of an archive, or a ZIP file of it. The files stay on your device, and the page forgets them when it is closed.",
    drop: "Drop files or a folder anywhere on the page, or:",
    choose_file: "Choose files",
    choose_folder: "Choose a folder",
    looking: "Looking through the files…",
    by_address: "Address of an archive on this site",
    open: "Open",
    elsewhere: "That address is on another site, which this page may not open. Download the archive and drop it here.",
    here: "Open now",
    none_open: "No archive yet. Choose files or a folder above, or type the address of one.",
    documents: |n| counted(n, "document", "documents"),
    read: "Open this archive",
    now: "being read",
    close: |name| format!("Close {name}"),
    close_short: "Close",
    from_device: |name| format!("from this device: {name}"),
    in_this_file: "All of this archive is in the file of this page; there is nothing more to download.",
    no_archive: |name| {
        format!(
            "“{name}” is no archive. Archives that were made before are opened here: a JSON file, a ZIP file or the folder of one. To take documents (Word, PDF, web pages…) into an archive, use the command tangthu build on a computer."
        )
    },
    unread: |n, first| {
        format!(
            "The browser could not read {n} of the files or folders that were dropped (first of them “{first}”): they may be gone or locked, or you may not be allowed to read them. The others are looked through all the same."
        )
    },
    across: "Search all open archives",
    across_button: "Search",
    found_in: |n, name| format!("{name}: {}", counted(n, "document", "documents")),
    all_of_them: "Show all",
    compare: "Compare two archives",
    compare_about: "Which documents were added, removed or changed between two archives, or two versions of one.",
    compare_how: "Open two archives, or two versions of one, in the library; Compare appears there.",
    before: "Before",
    after: "After",
    compare_button: "Compare",
    comparing: "Comparing…",
    added: |n| format!("{} added", counted(n, "document", "documents")),
    removed: |n| format!("{} removed", counted(n, "document", "documents")),
    changed: |n| format!("{} changed", counted(n, "document", "documents")),
    unchanged: |n| format!("{} unchanged.", counted(n, "document", "documents")),
    first_of_them: |n| format!("These are the first {n}; the command tangthu diff shows all."),
    nothing: "Both archives have the same documents.",
    field: "Field",
    passage: "Text",
    fields: [
        ("title", "Title"),
        ("language", "Language"),
        ("attachments", "Attachments"),
        ("url", "Original address"),
        ("id", "Document id"),
    ],
    same_passages: |n| format!("{} unchanged", counted(n, "passage", "passages")),
    what_changed: "What changed",
    open_document: "Open the document (after)",
};
