//! Kinds of elements, as the filter before the tree needs them.

use html5ever::LocalName;

/// Elements whose content the tokenizer reads as text.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "title" | "textarea" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "script" | "plaintext"
    )
}

/// Elements that only change how words look.
pub(super) fn is_mere_style(name: &str) -> bool {
    matches!(name, "u" | "s" | "strike" | "font" | "tt" | "big" | "small" | "nobr" | "code")
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "image"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that the next of their kind closes, or that stand once in a page.
pub(super) fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "body"
            | "a"
            | "p"
            | "li"
            | "dd"
            | "dt"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "colgroup"
            | "rb"
            | "rt"
            | "rp"
            | "rtc"
    )
}

/// Any end tag of a heading closes any heading.
pub(super) fn family(name: &LocalName) -> LocalName {
    match &**name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => LocalName::from("h1"),
        _ => name.clone(),
    }
}

/// The elements that end a drawing (HTML Standard, "parsing tokens in foreign content").
pub(super) fn breaks_out(name: &str) -> bool {
    matches!(
        name,
        "blockquote"
            | "body"
            | "br"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "embed"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "img"
            | "li"
            | "menu"
            | "meta"
            | "ol"
            | "p"
            | "pre"
            | "ruby"
            | "span"
            | "sub"
            | "sup"
            | "table"
            | "ul"
            | "var"
            | "article"
            | "section"
            | "main"
            | "footer"
            | "header"
    )
}
