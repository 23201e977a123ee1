//! What the help on searching says, in each language: rooms keep their texts to themselves, so that a first visit does not load
//! them.

use tangthu_protocol::Language;

/// Where the value of an example comes from, and what stands where the archive has none.
#[derive(Clone, Copy)]
pub(super) enum Value {
    /// It is this, whatever the archive holds.
    Is(&'static str),
    /// Words of a title without their marks.
    Plain(&'static str),
    /// Words of a title.
    Marked(&'static str),
    /// Words of a title in quotation marks.
    Phrase(&'static str),
    /// Words of a title without those of another.
    Without(&'static str),
    /// Words of one title or of another.
    Either(&'static str),
    /// The same with parentheses.
    Grouped(&'static str),
    /// Words of a title as the keys of Telex.
    Telex(&'static str),
    /// From the first year to the last.
    Range(&'static str, &'static str),
    /// The beginning of a title.
    Title(&'static str),
    /// A section.
    Section(&'static str),
    /// A source.
    Source(&'static str),
    /// A kind of official document.
    Kind(&'static str),
    /// A year.
    Year(&'static str),
    /// A document number.
    Number(&'static str),
    /// A person.
    Person(&'static str),
}

/// The texts in one language.
pub(super) struct RoomTexts {
    /// Heading.
    pub(super) help: &'static str,
    /// Under the heading.
    pub(super) help_about: &'static str,
    /// Opens the form that writes a query.
    pub(super) open_form: &'static str,
    /// Opens the list of keys.
    pub(super) open_keys: &'static str,
    /// Opens the palette.
    pub(super) open_palette: &'static str,
    /// Headings: words, fields, narrowing.
    pub(super) headings: [&'static str; 3],
    /// What one may type, and what it does.
    pub(super) syntax: &'static [(Value, &'static str)],
    /// Behind an example that the archive did not give.
    pub(super) perhaps: &'static str,
    /// What fields are.
    pub(super) fields_about: &'static str,
    /// Fields to try: name, a value of them in the archive that is open or else this one, and what they do.
    pub(super) fields: &'static [(&'static str, Value, &'static str)],
    /// How to narrow a result.
    pub(super) narrowing: &'static [&'static str],
}

/// The texts of `language`.
pub(super) fn texts(language: Language) -> &'static RoomTexts {
    match language {
        Language::Vi => &VI,
        Language::En => &EN,
    }
}

const VI: RoomTexts = RoomTexts {
    help: "Cách tìm",
    help_about: "Cứ gõ những từ mình nhớ. Mỗi ví dụ dưới đây là một liên kết: nhấn vào để thử ngay trong kho này. Từ và số trong ví dụ lấy từ chính kho này, trừ chỗ ghi khác.",
    open_form: "Tìm nâng cao",
    open_keys: "Phím tắt",
    open_palette: "Bảng lệnh",
    headings: ["Từ và cụm từ", "Trường", "Thu hẹp kết quả"],
    syntax: &[
        (
            Value::Plain("quan uy"),
            "Gõ không dấu thì tìm mọi cách viết: quan tìm cả quận, quân, quán…; có dấu bằng đứng trước thì chỉ tìm đúng như đã gõ: =quan",
        ),
        (
            Value::Marked("quận ủy"),
            "Gõ có dấu thì chỉ tìm đúng cách viết ấy; dấu đặt kiểu cũ hay mới đều được (ủy, uỷ)",
        ),
        (Value::Phrase("\"cải cách hành chính\""), "Đúng cụm từ này, theo đúng thứ tự"),
        (
            Value::Without("đất -\"đất đai\""),
            "Có những từ trước, không có cụm từ sau dấu trừ; trừ một từ thì không cần ngoặc kép",
        ),
        (Value::Either("giá vàng OR giá bạc"), "Một trong hai vế; OR viết hoa"),
        (Value::Grouped("giá (vàng OR bạc)"), "Ngoặc đơn gộp các vế"),
        (
            Value::Telex("quaanj uyr"),
            "Quên bật bộ gõ: Telex và VNI được hiểu khi không có từ nào viết như vậy",
        ),
        (
            Value::Number("01-CTr/QU"),
            "Số hiệu văn bản; chữ thường cũng được, gạch nối và dấu cách thế nào cũng được",
        ),
        (Value::Is("TTHC"), "Chữ viết tắt thông dụng tìm cả dạng viết đủ"),
    ],
    perhaps: "Chỉ là ví dụ: kho này có thể không có.",
    fields_about: "Tên trường viết liền dấu hai chấm, tiếng Việt có dấu, không dấu hoặc tiếng Anh. Thêm dấu trừ phía trước để loại trừ.",
    fields: &[
        ("tiêu đề:", Value::Title("ngập"), "Chỉ tìm trong tiêu đề (title:)"),
        ("mục:", Value::Section("Tin tức"), "Trong chuyên mục này và các mục con (section:)"),
        ("nguồn:", Value::Source("Cổng thông tin"), "Từ nguồn này (source:)"),
        ("số:", Value::Number("01-CTr/QU"), "Nhắc đến hoặc mang số hiệu này (number:)"),
        ("loại:", Value::Kind("Kế hoạch"), "Loại văn bản (kind:)"),
        (
            "từ:",
            Value::Range("3/2020 đến:28/03/2021", "đến:"),
            "Trong khoảng thời gian này; ngày viết trước (from:, to:)",
        ),
        ("năm:", Value::Year("2020"), "Trong năm này (year:); tháng:3/2020 cho một tháng (month:)"),
        (
            "người:",
            Value::Person("Nguyễn Văn A"),
            "Người (person:); nơi: cho địa danh (place:), cơ quan: cho cơ quan, tổ chức (org:)",
        ),
    ],
    narrowing: &[
        "Bộ lọc bên cạnh cho biết mỗi lựa chọn sẽ còn bao nhiêu tài liệu. Chọn nhiều giá trị của một bộ lọc là “hoặc”, nhiều bộ lọc là “và”; dấu − loại trừ.",
        "Biểu đồ thời gian: nhấn một năm để xem từng tháng, một tháng để xem từng ngày; kéo qua nhiều cột để chọn một khoảng.",
        "Mỗi bộ lọc đang dùng hiện thành một nút có dấu × phía trên kết quả.",
        "Địa chỉ trang chứa toàn bộ tìm kiếm: chép địa chỉ để gửi hoặc lưu lại.",
    ],
};

const EN: RoomTexts = RoomTexts {
    help: "How to search",
    help_about: "Type the words you remember. Each example below is a link: follow it to try it in this archive. Their words and numbers are those of this archive, save where it is said.",
    open_form: "Advanced search",
    open_keys: "Keys",
    open_palette: "Palette",
    headings: ["Words and phrases", "Fields", "Narrowing a result"],
    syntax: &[
        (
            Value::Plain("quan uy"),
            "Typed without marks, a word finds all its spellings: quan finds quận, quân, quán…; behind an equals sign it is meant as it is typed: =quan",
        ),
        (
            Value::Marked("quận ủy"),
            "Typed with marks, a word finds exactly that spelling; old and new placement are the same (ủy, uỷ)",
        ),
        (Value::Phrase("\"cải cách hành chính\""), "Exactly this phrase, in this order"),
        (
            Value::Without("đất -\"đất đai\""),
            "With the first words, without the phrase after the minus sign; a single word needs no quotation marks",
        ),
        (Value::Either("giá vàng OR giá bạc"), "Either side; OR in capitals"),
        (Value::Grouped("giá (vàng OR bạc)"), "Parentheses group the sides"),
        (
            Value::Telex("quaanj uyr"),
            "Keyboard not switched: Telex and VNI are understood where no word is written so",
        ),
        (
            Value::Number("01-CTr/QU"),
            "The number of a document, in small letters too, however dashes and blanks are set",
        ),
        (Value::Is("TTHC"), "Common abbreviations find the long form too"),
    ],
    perhaps: "Only an example: this archive may not have it.",
    fields_about: "The name of a field is followed by a colon without a blank, in Vietnamese with or without marks, or in English. A minus sign before it leaves out.",
    fields: &[
        ("title:", Value::Title("ngập"), "In titles only"),
        ("section:", Value::Section("Tin tức"), "In this section and those below it"),
        ("source:", Value::Source("Cổng thông tin"), "From this source"),
        ("number:", Value::Number("01-CTr/QU"), "Cites or bears this number"),
        ("kind:", Value::Kind("Kế hoạch"), "The kind of official document"),
        ("from:", Value::Range("3/2020 to:28/03/2021", "to:"), "Between these dates, day first"),
        ("year:", Value::Year("2020"), "In this year; month:3/2020 for a month"),
        ("person:", Value::Person("Nguyễn Văn A"), "A person; place: for places, org: for bodies"),
    ],
    narrowing: &[
        "The filters beside the results say how many documents each choice would leave. Several values of one filter mean “or”, several filters “and”; the sign − leaves out.",
        "The timeline: press a year to see its months, a month to see its days; drag over bars to choose a range.",
        "Every filter in force is a button with × above the results.",
        "The address of the page holds the whole search: copy it to send or keep it.",
    ],
};
