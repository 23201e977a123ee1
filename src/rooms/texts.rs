//! What the rooms say, in each language: they keep their texts to themselves, so that a first visit does not load them.

use tangthu_protocol::Language;

/// The texts of the rooms in one language.
pub(super) struct RoomTexts {
    /// Search help: heading.
    pub(super) help: &'static str,
    /// Search help: what one may type, and what it does.
    pub(super) syntax: &'static [(&'static str, &'static str)],
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
    syntax: &[
        ("quan uy", "Gõ không dấu thì tìm mọi cách viết: quận ủy, quân ủy…"),
        ("quận ủy", "Gõ có dấu thì chỉ tìm đúng cách viết ấy"),
        ("\"cải cách hành chính\"", "Đúng cụm từ này, theo đúng thứ tự"),
        ("đất -đai", "Có từ trước, không có từ sau dấu trừ"),
        ("giá vàng OR giá bạc", "Một trong hai vế"),
        ("01-CTr/QU", "Số hiệu văn bản; gõ 01 ctr qu cũng được"),
        ("tiêu đề:ngập", "Chỉ tìm trong tiêu đề"),
        ("từ:3/2020 đến:2021", "Trong khoảng thời gian này"),
    ],
};

const EN: RoomTexts = RoomTexts {
    help: "How to search",
    syntax: &[
        ("quan uy", "Typed without marks, a word finds all its spellings: quận ủy, quân ủy…"),
        ("quận ủy", "Typed with marks, a word finds exactly that spelling"),
        ("\"cải cách hành chính\"", "Exactly this phrase, in this order"),
        ("đất -đai", "With the first word, without the one after the minus sign"),
        ("giá vàng OR giá bạc", "Either side"),
        ("01-CTr/QU", "The number of a document; 01 ctr qu finds it as well"),
        ("title:ngập", "In titles only"),
        ("from:3/2020 to:2021", "Between these dates"),
    ],
};
