//! What the pages say, in Vietnamese or English, and numbers and dates as each writes them.
//!
//! The viewer's own words stand in its `i18n`; it is a program for the browser, which this one does not link.

use tangthu_archive::PartialDate;

/// A language that pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tongue {
    Vietnamese,
    English,
}

/// All words of the pages in one language.
#[derive(Debug)]
pub(super) struct Words {
    tongue: Tongue,
    /// Its tag for `lang` attributes.
    pub(super) tag: &'static str,
    /// The same for Open Graph.
    pub(super) locale: &'static str,
    pub(super) skip: &'static str,
    pub(super) search_label: &'static str,
    pub(super) search_button: &'static str,
    pub(super) all_documents: &'static str,
    pub(super) all_hint: &'static str,
    pub(super) undated: &'static str,
    pub(super) year_alone: &'static str,
    pub(super) untitled: &'static str,
    pub(super) open_in_app: &'static str,
    pub(super) original: &'static str,
    pub(super) published: &'static str,
    pub(super) updated: &'static str,
    pub(super) section: &'static str,
    pub(super) source: &'static str,
    pub(super) authors: &'static str,
    pub(super) views: &'static str,
    pub(super) number: &'static str,
    pub(super) kind: &'static str,
    pub(super) issuer: &'static str,
    pub(super) issued: &'static str,
    pub(super) effective: &'static str,
    pub(super) tags: &'static str,
    pub(super) cited: &'static str,
    pub(super) attachments: &'static str,
    pub(super) packed: &'static str,
    pub(super) not_kept: &'static str,
    pub(super) no_picture: &'static str,
    pub(super) picture: &'static str,
    pub(super) table: &'static str,
    pub(super) receipt: &'static str,
    pub(super) receipt_note: &'static str,
    pub(super) id: &'static str,
    pub(super) input: &'static str,
    pub(super) source_hash: &'static str,
    pub(super) digest: &'static str,
    pub(super) crawled: &'static str,
    pub(super) tool: &'static str,
    pub(super) copies: &'static str,
    pub(super) newer: &'static str,
    pub(super) older: &'static str,
    pub(super) earlier_page: &'static str,
    pub(super) later_page: &'static str,
    pub(super) neighbours: &'static str,
    pub(super) newest: &'static str,
    pub(super) permanent: &'static str,
}

const VIETNAMESE: Words = Words {
    tongue: Tongue::Vietnamese,
    tag: "vi",
    locale: "vi_VN",
    skip: "Tới nội dung",
    search_label: "Tìm trong kho tài liệu",
    search_button: "Tìm",
    all_documents: "Mọi tài liệu theo ngày",
    all_hint: "Chọn một tháng để xem các tài liệu đăng trong tháng ấy.",
    undated: "Không rõ ngày",
    year_alone: "Không rõ tháng",
    untitled: "(không có nhan đề)",
    open_in_app: "Mở trong kho để tìm, lọc và trích dẫn",
    original: "Trang gốc",
    published: "Ngày đăng",
    updated: "Sửa lần cuối",
    section: "Chuyên mục",
    source: "Nguồn",
    authors: "Tác giả",
    views: "Lượt xem",
    number: "Số hiệu",
    kind: "Loại văn bản",
    issuer: "Cơ quan ban hành",
    issued: "Ngày ban hành",
    effective: "Ngày có hiệu lực",
    tags: "Từ khóa",
    cited: "Văn bản được nhắc đến",
    attachments: "Tệp đính kèm",
    packed: "nén gzip",
    not_kept: "không có trong kho",
    no_picture: "Ảnh không có trong kho",
    picture: "Ảnh",
    table: "Bảng",
    receipt: "Biên nhận lưu trữ",
    receipt_note: "Nội dung trên đây được đọc từ tệp nguồn; mã SHA-256 cho biết tệp ấy có bị sửa hay không.",
    id: "Mã tài liệu",
    input: "Tệp nguồn",
    source_hash: "SHA-256 của tệp nguồn",
    digest: "Mã kiểm của bản lưu trang (WARC)",
    crawled: "Ngày lấy về",
    tool: "Công cụ",
    copies: "Cũng có tại",
    newer: "Mới hơn",
    older: "Cũ hơn",
    earlier_page: "Trang trước",
    later_page: "Trang sau",
    neighbours: "Tài liệu liền kề",
    newest: "Tài liệu mới nhất",
    permanent: "Địa chỉ lâu dài",
};

const ENGLISH: Words = Words {
    tongue: Tongue::English,
    tag: "en",
    locale: "en_GB",
    skip: "To the content",
    search_label: "Search the archive",
    search_button: "Search",
    all_documents: "All documents by date",
    all_hint: "Choose a month to see the documents published in it.",
    undated: "Undated",
    year_alone: "Month not known",
    untitled: "(untitled)",
    open_in_app: "Open in the archive to search, filter and cite",
    original: "Original page",
    published: "Published",
    updated: "Last changed",
    section: "Section",
    source: "Source",
    authors: "Authors",
    views: "Views",
    number: "Number",
    kind: "Kind of document",
    issuer: "Issued by",
    issued: "Issued on",
    effective: "In effect from",
    tags: "Keywords",
    cited: "Documents cited",
    attachments: "Attachments",
    packed: "compressed (gzip)",
    not_kept: "not in this archive",
    no_picture: "The picture is not in this archive",
    picture: "Picture",
    table: "Table",
    receipt: "Receipt",
    receipt_note: "The text above was read from the source file; the SHA-256 tells whether that file was changed.",
    id: "Document id",
    input: "Source file",
    source_hash: "SHA-256 of the source file",
    digest: "Digest stated by the crawl (WARC)",
    crawled: "Fetched on",
    tool: "Program",
    copies: "Also found at",
    newer: "Newer",
    older: "Older",
    earlier_page: "Page before",
    later_page: "Next page",
    neighbours: "Neighbouring documents",
    newest: "Newest documents",
    permanent: "Permanent address",
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Words {
    /// The words for an archive in this language: English for English, Vietnamese for all others.
    pub(super) fn of(language: Option<&str>) -> &'static Self {
        let primary = language.and_then(|tag| tag.split('-').next()).unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") { &ENGLISH } else { &VIETNAMESE }
    }

    /// `1126` as 1.126 in Vietnamese and 1,126 in English.
    pub(super) fn count(&self, value: u64) -> String {
        let digits = value.to_string();
        let separator = if self.tongue == Tongue::English { ',' } else { '.' };
        let mut written = String::with_capacity(digits.len() * 4 / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }

    /// So many documents.
    pub(super) fn documents(&self, count: u64) -> String {
        let written = self.count(count);
        match self.tongue {
            Tongue::Vietnamese => format!("{written} tài liệu"),
            Tongue::English if count == 1 => "1 document".to_owned(),
            Tongue::English => format!("{written} documents"),
        }
    }

    /// So often.
    pub(super) fn times(&self, count: u32) -> String {
        match self.tongue {
            Tongue::Vietnamese => format!("{count} lần"),
            Tongue::English if count == 1 => "once".to_owned(),
            Tongue::English => format!("{count} times"),
        }
    }

    /// A page of several.
    pub(super) fn page_of(&self, page: usize, pages: usize) -> String {
        match self.tongue {
            Tongue::Vietnamese => format!("trang {page}/{pages}"),
            Tongue::English => format!("page {page} of {pages}"),
        }
    }

    /// A month of a year as a heading.
    pub(super) fn month(&self, year: u16, month: u8) -> String {
        match self.tongue {
            Tongue::Vietnamese => format!("Tháng {month}/{year}"),
            Tongue::English => format!("{} {year}", self.month_name(month)),
        }
    }

    /// The name of a month where its year is said already.
    pub(super) fn month_name(&self, month: u8) -> String {
        match self.tongue {
            Tongue::Vietnamese => format!("Tháng {month}"),
            Tongue::English => usize::from(month)
                .checked_sub(1)
                .and_then(|at| MONTHS.get(at))
                .map_or_else(|| month.to_string(), |name| (*name).to_owned()),
        }
    }

    /// A year as a heading.
    pub(super) fn year(&self, year: u16) -> String {
        match self.tongue {
            Tongue::Vietnamese => format!("Năm {year}"),
            Tongue::English => year.to_string(),
        }
    }

    /// A date as precisely as it is known: 28/03/2023 14:04, or 28 March 2023, 14:04.
    pub(super) fn date(&self, date: PartialDate) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let mut written = match (self.tongue, month, day) {
            (_, None, _) => year.to_string(),
            (Tongue::Vietnamese, Some(month), None) => format!("{month:02}/{year}"),
            (Tongue::Vietnamese, Some(month), Some(day)) => format!("{day:02}/{month:02}/{year}"),
            (Tongue::English, Some(month), None) => self.month(year, month),
            (Tongue::English, Some(month), Some(day)) => format!("{day} {}", self.month(year, month)),
        };
        if let Some((hour, minute)) = date.hour_minute() {
            let between = if self.tongue == Tongue::English { ", " } else { " " };
            written.push_str(&format!("{between}{hour:02}:{minute:02}"));
        }
        written
    }

    /// Bytes in units that people read: 640 B, 12,5 KB, 3,2 MB (with a point in English).
    pub(super) fn bytes(&self, value: u64) -> String {
        let (tenths, unit) = match value {
            0..1_000 => return format!("{value} B"),
            1_000..1_000_000 => (value / 100, "KB"),
            _ => (value / 100_000, "MB"),
        };
        let point = if self.tongue == Tongue::English { '.' } else { ',' };
        format!("{}{point}{} {unit}", self.count(tenths / 10), tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_numbers_and_dates_its_own_way() {
        let (vi, en) = (Words::of(None), Words::of(Some("en-GB")));
        let moment: PartialDate = "2023-03-08T14:04:00+07:00".parse().unwrap();
        assert_eq!(
            (vi.date(moment), en.date(moment)),
            ("08/03/2023 14:04".into(), "8 March 2023, 14:04".into())
        );
        let month: PartialDate = "2023-03".parse().unwrap();
        assert_eq!((vi.date(month), en.date(month)), ("03/2023".into(), "March 2023".into()));
        assert_eq!((vi.count(1_234_567), en.count(1_234_567)), ("1.234.567".into(), "1,234,567".into()));
        assert_eq!((vi.bytes(12_500), en.bytes(3_200_000)), ("12,5 KB".into(), "3.2 MB".into()));
    }

    #[test]
    fn an_archive_in_any_other_language_has_vietnamese_pages() {
        assert_eq!(Words::of(Some("vi")).tag, "vi");
        assert_eq!(Words::of(Some("lo")).tag, "vi");
        assert_eq!(Words::of(Some("EN")).tag, "en");
    }
}
