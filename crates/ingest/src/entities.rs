//! Letters that markup writes by name or number: `&abreve;`, `&#259;`, `&#x103;`.
//!
//! The names are those of HTML, from the table of the parser of HTML. (That of `quick-xml` 0.42 gives control characters for all letters of
//! Latin Extended A, ă and đ among them.)

use std::borrow::Cow;

/// The longest name of a letter, from `&` to `;`: that of HTML has 33 signs.
const MAX_LENGTH: usize = 40;

/// What stands for the name or the number between `&` and `;`; `None` where it is neither.
pub(crate) fn letters(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&letter| letter != '\0').map(String::from);
    }
    let &(first, second) = html5ever::data::NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let letters = [first, second].into_iter().filter(|&code| code != 0).filter_map(char::from_u32);
    Some(letters.collect::<String>()).filter(|letters| !letters.is_empty())
}

/// A text with letters in the place of their names and numbers; what is neither stays as it is.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.bytes().take(MAX_LENGTH).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((letters(from.get(1..end)?)?, end + 1)));
        let (found, taken) = found.unwrap_or_else(|| ("&".to_owned(), 1));
        out.push_str(&found);
        rest = &from[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_vietnamese_are_told_by_their_names() {
        for (name, letter) in [
            ("abreve", "ă"),
            ("Abreve", "Ă"),
            ("dstrok", "đ"),
            ("Dstrok", "Đ"),
            ("itilde", "ĩ"),
            ("utilde", "ũ"),
            ("acirc", "â"),
            ("agrave", "à"),
            ("hellip", "…"),
            ("nbsp", "\u{A0}"),
            ("amp", "&"),
            ("#259", "ă"),
            ("#x1EA7", "ầ"),
        ] {
            assert_eq!(letters(name).as_deref(), Some(letter), "{name}");
        }
        for none in ["", "khong", "#", "#x", "#0", "#xD800", "ab"] {
            assert_eq!(letters(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_no_letter_stays_as_it_is() {
        assert_eq!(unescaped("V&abreve;n &amp; B&#236;nh"), "Văn & Bình");
        assert_eq!(unescaped("a & b &khong; &amp;amp; AT&T; c&"), "a & b &khong; &amp; AT&T; c&");
        assert!(matches!(unescaped("không có gì"), Cow::Borrowed(_)));
    }
}
