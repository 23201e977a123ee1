//! What the dossier says, in each language.

use crate::i18n::format::number;
use tangthu_protocol::Language::{self, En, Vi};

/// The texts of the dossier in one language.
pub(super) struct DossierTexts {
    /// Heading where no number is asked for, and what to do then.
    pub(super) title: &'static str,
    pub(super) which: &'static str,
    pub(super) all_numbers: &'static str,
    /// The window's title.
    pub(super) title_of: fn(&str) -> String,
    pub(super) working: &'static str,
    /// What texts say the number is.
    pub(super) by_texts: fn(u32) -> String,
    /// What the document itself says, which is in this archive; and how many others say so too.
    pub(super) by_itself: &'static str,
    pub(super) agreeing: fn(u32) -> String,
    pub(super) no_title: &'static str,
    pub(super) unknown: &'static str,
    pub(super) several: fn(usize) -> String,
    pub(super) own: &'static str,
    pub(super) not_here: fn(u32, u32) -> String,
    pub(super) cited: fn(u32, u32, u32) -> String,
    pub(super) never: &'static str,
    pub(super) never_elsewhere: &'static str,
    pub(super) looked: fn(u32, u32) -> String,
    pub(super) search: fn(u32) -> String,
    /// The parts.
    pub(super) citing: &'static str,
    pub(super) relations: &'static str,
    pub(super) together: &'static str,
    pub(super) graph: &'static str,
    pub(super) years: &'static str,
    pub(super) not_drawn: fn(u32) -> String,
    /// A document is dated before what it cites, which is of this day; and how many there are of them by their years.
    pub(super) misdated: fn(&str) -> String,
    pub(super) misdated_bars: fn(u32) -> String,
    /// Counts.
    pub(super) documents: fn(u32) -> String,
    pub(super) times: fn(u32) -> String,
    pub(super) means: fn(usize) -> String,
    pub(super) undated: &'static str,
    pub(super) more: &'static str,
    /// The drawing.
    pub(super) as_table: &'static str,
    pub(super) graph_is: fn(usize) -> String,
    /// How many of the other numbers are drawn, where not all are.
    pub(super) drawn: fn(usize, usize) -> String,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) how: &'static str,
    pub(super) count: &'static str,
    pub(super) cites: &'static str,
    pub(super) cited_together: &'static str,
    pub(super) legend: &'static str,
    pub(super) year_is: fn(&str, u32) -> String,
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static DossierTexts {
    match language {
        Vi => &VI,
        En => &EN,
    }
}

fn documents(n: u32) -> String {
    format!("{} {}", number(En, n), if n == 1 { "document" } else { "documents" })
}

fn times(n: u32) -> String {
    match n {
        1 => "once".to_owned(),
        n => format!("{} times", number(En, n)),
    }
}

const VI: DossierTexts = DossierTexts {
    title: "Hồ sơ văn bản",
    which: "Hãy chọn một số hiệu: bấm vào số hiệu trong một bài, hoặc chọn trong danh sách mọi số hiệu của kho.",
    all_numbers: "Mọi số hiệu trong kho",
    title_of: |number| format!("Hồ sơ {number}"),
    working: "Đang lập hồ sơ…",
    by_texts: |n| format!("theo {} tài liệu", number(Vi, n)),
    by_itself: "theo chính văn bản trong kho này",
    agreeing: |n| format!("{} tài liệu nhắc tới không nói khác", number(Vi, n)),
    no_title: "Không tài liệu nào ghi tên văn bản.",
    unknown: "không rõ",
    several: |n| {
        format!(
            "Số hiệu này có thể chỉ {n} văn bản khác nhau (khác loại, cơ quan hay nhiệm kỳ). Kho chưa đủ căn cứ để gộp, nên ghi riêng từng cái:"
        )
    },
    own: "Trong kho, dưới số hiệu này",
    not_here: |n, of| {
        format!("Được nhắc {} lần trong {} tài liệu, không có trong kho này.", number(Vi, n), number(Vi, of))
    },
    cited: |n, of, own| {
        format!(
            "Được nhắc {} lần trong {} tài liệu; ngoài ra {} tài liệu là chính văn bản này.",
            number(Vi, n),
            number(Vi, of),
            number(Vi, own)
        )
    },
    never: "Không tài liệu nào trong kho nhắc tới số hiệu này.",
    never_elsewhere: "Không tài liệu nào khác trong kho nhắc tới văn bản này.",
    looked: |n, of| format!("Đã đọc {} tài liệu cũ nhất trong {}.", number(Vi, n), number(Vi, of)),
    search: |n| match n {
        1 => "Xem tài liệu ấy ở trang tìm".to_owned(),
        n => format!("Xem cả {} tài liệu ở trang tìm", number(Vi, n)),
    },
    citing: "Ai nhắc tới, theo thời gian",
    relations: "Quan hệ với văn bản khác",
    together: "Thường được nhắc cùng",
    graph: "Ai nhắc ai",
    years: "Số tài liệu nhắc tới, theo năm",
    misdated: |day| format!("Ghi ngày trước văn bản được nhắc tới ({day}): một trong hai ngày bị sai."),
    misdated_bars: |n| {
        format!(
            "Cột gạch chéo: {} tài liệu ghi năm trước khi có văn bản này; ngày của chúng, hoặc của văn bản, bị sai.",
            number(Vi, n)
        )
    },
    not_drawn: |n| format!("Biểu đồ không kể {} tài liệu không rõ ngày.", number(Vi, n)),
    documents: |n| format!("{} tài liệu", number(Vi, n)),
    times: |n| format!("{} lần", number(Vi, n)),
    means: |n| format!("chỉ văn bản {n} ở trên"),
    undated: "không rõ ngày",
    more: "Xem thêm",
    as_table: "Xem dạng bảng",
    graph_is: |n| {
        format!("Sơ đồ {n} số hiệu: mũi tên đi từ văn bản nhắc tới văn bản được nhắc. Bảng bên dưới ghi đủ.")
    },
    drawn: |n, of| {
        format!(
            "Vẽ {} số hiệu liên quan nhiều nhất trong {}; bảng ghi đủ.",
            number(Vi, n as u64),
            number(Vi, of as u64)
        )
    },
    from: "Từ",
    to: "Tới",
    how: "Quan hệ",
    count: "Số tài liệu",
    cites: "nhắc tới",
    cited_together: "được nhắc cùng",
    legend: "Mũi tên liền: nhắc tới. Nét đứt: được nhắc cùng trong một tài liệu.",
    year_is: |year, n| format!("{year}: {} tài liệu", number(Vi, n)),
};

const EN: DossierTexts = DossierTexts {
    title: "Dossier of a document",
    which: "Choose a number: follow one in a text, or pick one from the list of all numbers in the archive.",
    all_numbers: "All numbers in the archive",
    title_of: |number| format!("Dossier {number}"),
    working: "Making the dossier…",
    by_texts: |n| format!("as {} {}", documents(n), if n == 1 { "says" } else { "say" }),
    by_itself: "as the document itself says, which is in this archive",
    agreeing: |n| {
        format!(
            "{} {} say otherwise",
            documents(n),
            if n == 1 { "cites it and does not" } else { "cite it and do not" }
        )
    },
    no_title: "No document gives its title.",
    unknown: "not known",
    several: |n| {
        format!(
            "This number may stand for {n} different documents (of other kinds, bodies or terms). The archive does not tell them apart for certain, so each stands for itself:"
        )
    },
    own: "In this archive, under this number",
    not_here: |n, of| format!("Mentioned {} in {}, not in this archive.", times(n), documents(of)),
    cited: |n, of, own| {
        let is = if own == 1 { "document is" } else { "documents are" };
        format!("Mentioned {} in {}; {} more {is} the text itself.", times(n), documents(of), number(En, own))
    },
    never: "No document of this archive mentions the number.",
    never_elsewhere: "No other document of this archive mentions it.",
    looked: |n, of| format!("The {} oldest of {} were read.", number(En, n), documents(of)),
    search: |n| match n {
        1 => "Show it on the search page".to_owned(),
        n => format!("Show all {} on the search page", documents(n)),
    },
    citing: "Who mentions it, along time",
    relations: "Relations to other documents",
    together: "Often mentioned with",
    graph: "Who cites whom",
    years: "Documents that mention it, by year",
    misdated: |day| {
        format!("Dated before the document that it cites ({day}): one of the two dates is wrong.")
    },
    misdated_bars: |n| {
        format!(
            "Hatched: {} of years before this document was issued; their dates, or that of this document, are wrong.",
            documents(n)
        )
    },
    not_drawn: |n| {
        format!("{} without a date {} not drawn.", documents(n), if n == 1 { "is" } else { "are" })
    },
    documents,
    times,
    means: |n| format!("means document {n} above"),
    undated: "no date",
    more: "Show more",
    as_table: "Show as a table",
    graph_is: |n| {
        format!(
            "A drawing of {n} numbers: arrows lead from a document to what it cites. The table below says all of it."
        )
    },
    drawn: |n, of| {
        format!(
            "The {} of {} that have most to do with it are drawn; the table has all.",
            number(En, n as u64),
            number(En, of as u64)
        )
    },
    from: "From",
    to: "To",
    how: "Relation",
    count: "Documents",
    cites: "cites",
    cited_together: "cited together",
    legend: "Full arrow: cites. Dashed line: cited together in a document.",
    year_is: |year, n| format!("{year}: {}", documents(n)),
};
