//! What is said when something does not work: what happened, what it means, what to do.

use tangthu_protocol::{Failure, Language};

/// Everything that can stand in a reader's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The engine, or the fetching below it, failed.
    Archive(Failure),
    /// The worker did not start or died.
    Worker,
    /// The worker has not answered yet; it may still.
    Slow,
    /// A part of the program, loaded when it is needed, did not arrive.
    Program,
}

impl Trouble {
    /// Whether the archive may have been published anew since this page opened it, so that opening it again may help.
    pub(crate) fn may_be_an_update(&self) -> bool {
        matches!(self, Self::Archive(Failure::Missing { .. } | Failure::Damaged { .. }))
    }

    /// Whether there is no archive at the address that was asked for, so that one from files of the device may help.
    pub(crate) fn is_no_archive(&self) -> bool {
        match self {
            Self::Archive(Failure::Missing { name }) => !is_part(name),
            Self::Archive(Failure::Refused { .. } | Failure::Closed { .. }) => true,
            _ => false,
        }
    }
}

/// Whether `name` is that of a part, which lies in a folder of its own; the manifest does not.
fn is_part(name: &str) -> bool {
    name.contains('/')
}

/// The sentences for one trouble.
pub(crate) struct Sentences {
    /// What happened.
    pub(crate) what: String,
    /// What it means, and what to do.
    pub(crate) advice: String,
}

/// Says `trouble` in `language`.
pub(crate) fn say(language: Language, trouble: &Trouble) -> Sentences {
    let (what, advice) = match language {
        Language::Vi => vi(trouble),
        Language::En => en(trouble),
    };
    Sentences { what, advice }
}

fn vi(trouble: &Trouble) -> (String, String) {
    let failure = match trouble {
        Trouble::Worker => {
            return (
                "Phần tìm kiếm của trang không chạy được.".into(),
                "Có thể tệp chương trình tải về bị thiếu, hoặc trình duyệt đã hết bộ nhớ. Hãy tải lại trang; nếu vẫn vậy, hãy dùng trình duyệt mới hơn.".into(),
            );
        }
        Trouble::Slow => {
            return (
                "Trang tải lâu hơn thường lệ.".into(),
                "Mạng có thể đang chậm. Bạn có thể chờ thêm, trang sẽ tự tiếp tục; hoặc thử lại.".into(),
            );
        }
        Trouble::Program => {
            return (
                "Không tải được phần này của trang.".into(),
                "Mạng có thể đang ngắt, hoặc trang được đăng thiếu tệp. Tìm và đọc vẫn dùng được; hãy kiểm tra kết nối rồi thử lại.".into(),
            );
        }
        Trouble::Archive(failure) => failure,
    };
    match failure {
        Failure::Missing { name } if is_part(name) => (
            format!("Trên máy chủ không còn phần {name} của kho."),
            "Có lẽ kho vừa được cập nhật sau khi bạn mở trang; “Thử lại” sẽ mở bản mới. Nếu vẫn vậy, kho được đăng thiếu tệp: hãy báo cho người đăng kho.".into(),
        ),
        Failure::Missing { name } => (
            format!("Không có tệp {name} trên máy chủ."),
            "Kho tài liệu chưa được đặt cạnh trang này, hoặc đã bị chuyển đi. Hãy kiểm tra địa chỉ, hoặc mở kho từ tệp hay thư mục trên máy này ở Thư viện; nếu bạn là người đăng kho, hãy tải lên đủ mọi tệp.".into(),
        ),
        Failure::Unreachable { name, reason } => (
            format!("Không lấy được {} {name} ({reason}).", if is_part(name) { "phần" } else { "tệp" }),
            "Mạng có thể đang ngắt, hoặc máy chủ không trả lời. Những phần đã xem, và kho đã tải trọn ở Thư viện, vẫn mở được. Hãy thử lại khi có mạng.".into(),
        ),
        Failure::NotJson { name, reason } => (
            format!("Tệp {name} không phải là JSON ({reason})."),
            "Tệp tải về bị cụt, hoặc máy chủ gửi một trang web thay cho kho (thường khi mạng đòi đăng nhập). Hãy thử lại; nếu bạn là người đăng kho, hãy tạo và tải lên lại tệp này.".into(),
        ),
        Failure::NotAnArchive { name } => (
            format!("Tệp {name} không phải là một kho tài liệu."),
            "Đó là tệp JSON nhưng không đúng dạng của Tàng Thư: kho là một đối tượng có trường “documents”, mỗi tài liệu ít nhất có “title”. Hãy kiểm tra tệp hoặc địa chỉ; từ danh sách tài liệu, lệnh tangthu pack làm ra kho.".into(),
        ),
        Failure::Version { found, known } => (
            format!("Kho này thuộc phiên bản {found}; trang này đọc được đến phiên bản {known}."),
            "Kho được tạo bằng chương trình mới hơn. Hãy tải lại để lấy bản mới của trang; nếu bạn là người đăng kho, hãy đăng lại cả trang lẫn kho.".into(),
        ),
        Failure::Damaged { name, reason } => (
            format!("Phần {name} của kho bị hỏng."),
            format!("Nội dung không khớp với mã kiểm tra, dù đã tải lại lần nữa ({reason}). Có lẽ kho vừa được cập nhật: “Thử lại” sẽ mở bản mới. Nếu vẫn vậy, phần này hỏng thật; các phần khác vẫn đọc được, và hãy báo cho người đăng kho."),
        ),
        Failure::NoDocument { id } => (
            format!("Trong kho không có tài liệu “{id}”."),
            "Tài liệu có thể đã được gỡ, hoặc đường dẫn bị gõ sai. Hãy tìm theo tiêu đề.".into(),
        ),
        Failure::Refused { name } => (
            format!("Không được mở {name} từ trang này."),
            "Địa chỉ đó thuộc một trang khác; để an toàn, trang này chỉ mở kho nằm cùng chỗ với nó hoặc ở nơi mà người dựng trang đã cho phép. Hãy tải kho về máy rồi thả tệp vào đây.".into(),
        ),
        Failure::Closed { name } => (
            format!("Kho “{name}” được mở từ tệp trên máy này."),
            "Trang không giữ lại tệp ấy sau khi đóng. Hãy mở lại tệp ở mục Thư viện, hoặc thả tệp vào trang này.".into(),
        ),
        Failure::TooLarge { name, documents } => (
            format!("Kho {name} có {documents} tài liệu, nhiều hơn số trang này so sánh được."),
            "Hãy so sánh hai kho bằng lệnh tangthu diff trên máy tính.".into(),
        ),
        Failure::Stale => (
            "Câu hỏi này đã được thay bằng câu hỏi mới hơn.".into(),
            "Hãy thử lại nếu kết quả không hiện ra.".into(),
        ),
    }
}

fn en(trouble: &Trouble) -> (String, String) {
    let failure = match trouble {
        Trouble::Worker => {
            return (
                "The part of the page that searches could not run.".into(),
                "A program file may be missing, or the browser is out of memory. Reload the page; if that does not help, use a newer browser.".into(),
            );
        }
        Trouble::Slow => {
            return (
                "The page takes longer than usual to load.".into(),
                "The network may be slow. You can wait, and the page will go on by itself; or try again."
                    .into(),
            );
        }
        Trouble::Program => {
            return (
                "This part of the page could not be loaded.".into(),
                "The network may have broken off, or files are missing on the server. Searching and reading still work; check the connection and try again.".into(),
            );
        }
        Trouble::Archive(failure) => failure,
    };
    match failure {
        Failure::Missing { name } if is_part(name) => (
            format!("The part {name} of the archive is no longer on the server."),
            "The archive was probably updated after you opened the page; “Try again” opens the new one. If that does not help, files are missing on the server: tell the archive's publisher.".into(),
        ),
        Failure::Missing { name } => (
            format!("There is no file {name} on the server."),
            "The archive was not put beside this page, or was moved away. Check the address, or open an archive from a file or folder of this device in the Library; if you publish the archive, upload all of its files.".into(),
        ),
        Failure::Unreachable { name, reason } => (
            format!("The {} {name} could not be fetched ({reason}).", if is_part(name) { "part" } else { "file" }),
            "The network may be down, or the server does not answer. Parts you have seen, and archives downloaded whole in the Library, still open. Try again with a network.".into(),
        ),
        Failure::NotJson { name, reason } => (
            format!("The file {name} is not JSON ({reason})."),
            "It was cut short, or the server sent a web page in its place (networks that ask for a login do). Try again; if you publish the archive, make and upload this file once more.".into(),
        ),
        Failure::NotAnArchive { name } => (
            format!("The file {name} is no archive."),
            "It is JSON, but not in the form of Tàng Thư: an archive is an object with the field “documents”, each with a “title” at least. Check the file or the address; of a list of documents, the command tangthu pack makes an archive.".into(),
        ),
        Failure::Version { found, known } => (
            format!("This archive is of version {found}; this page reads up to version {known}."),
            "A newer program made the archive. Reload to get the page's new version; if you publish the archive, publish page and archive together.".into(),
        ),
        Failure::Damaged { name, reason } => (
            format!("The part {name} of the archive is damaged."),
            format!("Its content does not match its checksum, even after it was fetched again ({reason}). The archive was probably updated meanwhile: “Try again” opens the new one. If that does not help, the part is damaged indeed; other parts can be read, and its publisher should be told."),
        ),
        Failure::NoDocument { id } => (
            format!("The archive has no document “{id}”."),
            "It may have been removed, or the link is mistyped. Search for its title.".into(),
        ),
        Failure::Refused { name } => (
            format!("{name} may not be opened from this page."),
            "That address belongs to another site; for safety, this page opens only archives that lie beside it or where its builder allowed. Download the archive and drop the file here.".into(),
        ),
        Failure::Closed { name } => (
            format!("The archive “{name}” was opened from a file of this device."),
            "A page forgets such files when it is closed. Open the file again in the library, or drop it onto this page.".into(),
        ),
        Failure::TooLarge { name, documents } => (
            format!("The archive {name} has {documents} documents, more than this page compares."),
            "Compare the two archives with the command tangthu diff.".into(),
        ),
        Failure::Stale => ("A newer question replaced this one.".into(), "Try again if no results appear.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_is_said_in_both_languages() {
        let name = || "archive.json".to_owned();
        let failures = [
            Failure::Missing { name: name() },
            Failure::Missing { name: "parts/0.bin".into() },
            Failure::Unreachable { name: name(), reason: "x".into() },
            Failure::NotJson { name: name(), reason: "x".into() },
            Failure::NotAnArchive { name: name() },
            Failure::Version { found: 2, known: 1 },
            Failure::Damaged { name: name(), reason: "x".into() },
            Failure::NoDocument { id: "a".into() },
            Failure::Refused { name: name() },
            Failure::Stale,
        ];
        let troubles = failures.into_iter().map(Trouble::Archive).chain([Trouble::Worker, Trouble::Slow]);
        for trouble in troubles {
            for language in [Language::Vi, Language::En] {
                let said = say(language, &trouble);
                assert!(said.what.ends_with('.') && said.advice.ends_with('.'), "{}", said.what);
            }
        }
    }

    #[test]
    fn only_a_part_is_said_to_have_gone_with_an_update() {
        for language in [Language::Vi, Language::En] {
            let advice =
                |name: &str| say(language, &Trouble::Archive(Failure::Missing { name: name.into() })).advice;
            assert_ne!(advice("parts/0.bin"), advice("archive.json"));
            assert_eq!(advice("archive.json"), advice("kho.bin"));
        }
    }
}
