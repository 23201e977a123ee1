//! What is said about keeping an archive on the device.

use crate::i18n::format::{counted, number};
use tangthu_protocol::Language::{self, En, Vi};

/// The texts in one language.
pub(super) struct KeepTexts {
    pub(super) keep: &'static str,
    pub(super) pause: &'static str,
    pub(super) go_on: &'static str,
    pub(super) verify: &'static str,
    pub(super) renew: &'static str,
    pub(super) drop: &'static str,
    pub(super) progress: &'static str,
    /// Files, of how many, and bytes, of how many.
    pub(super) so_far: fn(u64, u64, &str, &str) -> String,
    pub(super) going: &'static str,
    pub(super) paused: &'static str,
    pub(super) broken: &'static str,
    pub(super) full: &'static str,
    pub(super) incomplete: fn(u64, &str) -> String,
    pub(super) whole: fn(u64) -> String,
    pub(super) verified: fn(&str) -> String,
    pub(super) older: &'static str,
    /// It was whole, and so many files are gone again.
    pub(super) gone: fn(u64) -> String,
    pub(super) some: fn(u64) -> String,
    pub(super) none: &'static str,
    pub(super) impossible: &'static str,
    pub(super) lasting: &'static str,
    pub(super) not_lasting: &'static str,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static KeepTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

const VI: KeepTexts = KeepTexts {
    keep: "Tải về để đọc ngoại tuyến",
    pause: "Tạm dừng",
    go_on: "Tiếp tục tải",
    verify: "Kiểm tra lại",
    renew: "Tải bản mới",
    drop: "Bỏ khỏi máy này",
    progress: "Đã tải",
    so_far: |files, all, bytes, all_bytes| {
        format!("{} / {} tệp · {bytes} / {all_bytes}", number(Vi, files), number(Vi, all))
    },
    going: "Đang tải kho về máy này; bạn cứ đọc tiếp.",
    paused: "Đã tạm dừng. Phần đã tải vẫn còn, lần sau chỉ tải nốt phần thiếu.",
    broken: "Đã tạm dừng; phần đã tải vẫn còn. Hãy kiểm tra kết nối rồi tải tiếp.",
    full: "Trình duyệt không còn chỗ cho trang này. Phần đã tải vẫn còn và vẫn dùng được; hãy dọn bớt bộ nhớ của máy rồi tải tiếp.",
    incomplete: |n, first| {
        format!(
            "Còn thiếu {} tệp mà máy chủ không có hoặc gửi hỏng: {first} Những phần khác đã có trên máy.",
            number(Vi, n)
        )
    },
    whole: |n| {
        format!("Toàn bộ kho đã có trên máy này ({} tệp) và mở được khi không có mạng.", number(Vi, n))
    },
    verified: |day| format!("Kiểm tra lần cuối: {day}."),
    older: "Trên máy có trọn bản cũ của kho; khi không có mạng thì bản ấy được mở. Hãy tải bản mới.",
    gone: |n| {
        format!(
            "Kho từng có trọn trên máy này, nhưng trình duyệt đã xóa mất {} tệp: không có mạng thì những phần ấy không mở được. Hãy tải nốt.",
            number(Vi, n)
        )
    },
    some: |n| format!("Mới có {} tệp đã xem trên máy này; phần còn lại cần mạng.", number(Vi, n)),
    none: "Chưa có gì của kho trên máy này.",
    impossible: "Trang đến qua http thường, hoặc trình duyệt không cho lưu, nên không tải về để đọc ngoại tuyến được.",
    lasting: "Trình duyệt hứa giữ: chỉ bạn mới xóa được.",
    not_lasting: "Trình duyệt không hứa giữ: Chrome và Edge xóa trang lâu không dùng nhất khi máy gần hết chỗ, Firefox cũng vậy và xóa cả trang một lần, Safari xóa khi bảy ngày không mở trang. Hãy thêm trang vào màn hình chính để được giữ lâu hơn.",
};

const EN: KeepTexts = KeepTexts {
    keep: "Download for reading offline",
    pause: "Pause",
    go_on: "Go on downloading",
    verify: "Check again",
    renew: "Download the new version",
    drop: "Remove from this device",
    progress: "Downloaded",
    so_far: |files, all, bytes, all_bytes| {
        format!("{} of {} files · {bytes} of {all_bytes}", number(En, files), number(En, all))
    },
    going: "Downloading the archive to this device; you can go on reading.",
    paused: "Paused. What was downloaded stays; next time only the rest is fetched.",
    broken: "Paused; what was downloaded stays. Check the connection, then go on.",
    full: "The browser has no more room for this page. What was downloaded stays and can be used; free some space on the device, then go on.",
    incomplete: |n, first| {
        format!(
            "Missing: {}, which the server does not have or sends damaged: {first} Everything else is on this device.",
            counted(n, "file", "files")
        )
    },
    whole: |n| {
        format!(
            "The whole archive is on this device ({}) and opens without a network.",
            counted(n, "file", "files")
        )
    },
    verified: |day| format!("Last checked: {day}."),
    older: "An older version of the archive is on this device, whole; it opens when there is no network. Download the new one.",
    gone: |n| {
        format!(
            "The archive was on this device whole, but the browser dropped {} of its files: without a network those parts do not open. Download the rest.",
            number(En, n)
        )
    },
    some: |n| {
        format!(
            "On this device so far: {} that you have seen; the rest needs a network.",
            counted(n, "file", "files")
        )
    },
    none: "Nothing of the archive is on this device yet.",
    impossible: "The page came over plain http, or the browser forbids storing, so the archive cannot be downloaded for reading offline.",
    lasting: "The browser promises to keep it: only you can remove it.",
    not_lasting: "The browser does not promise to keep it: Chrome and Edge drop the site that was not used for longest when the device runs out of space, Firefox does the same with a whole site at once, Safari drops what was not opened for seven days. Add the page to the home screen to keep it longer.",
};
