//! A query as its pieces, so that each can be named and taken away by a click. What a query means the engine alone decides;
//! here it is only cut where the engine cuts it. Pure, and without tables of letters: those of Vietnamese are all that names of
//! fields hold.

use tangthu_protocol::{Made, field_names, made_of};

/// The longest name of a field, in bytes.
const MAX_NAME: usize = 24;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, or several joined without blanks.
    Word,
    /// Words between quotation marks.
    Phrase,
    /// A field with its value.
    Field,
    /// A field whose value is still to be typed, or signs alone: it asks for nothing.
    Nothing,
    /// Words or a phrase that are left out.
    Excluded,
    /// OR, or a parenthesis.
    Glue,
}

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// As it was typed.
    pub(crate) text: &'a str,
    /// What it is.
    pub(crate) kind: Kind,
    /// Which field, as the engine's list has it.
    pub(crate) field: Option<&'static str>,
    start: usize,
}

impl Piece<'_> {
    /// The value of a field, without quotation marks.
    pub(crate) fn value(&self) -> &str {
        self.text.split_once(':').map_or("", |(_, value)| value.trim_matches(is_quote))
    }
}

/// The pieces of `query`, in order.
pub(crate) fn pieces(query: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some(skipped) = query[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + skipped;
        let rest = &query[start..];
        let (length, kind, field) = piece(rest);
        pieces.push(Piece { text: &rest[..length], kind, field, start });
        at = start + length;
    }
    pieces
}

/// `query` without its piece number `at`.
pub(crate) fn without(query: &str, at: usize) -> String {
    let pieces = pieces(query);
    let Some(piece) = pieces.get(at) else { return query.to_owned() };
    let (before, after) =
        (query[..piece.start].trim_end(), query[piece.start + piece.text.len()..].trim_start());
    let blank = if before.is_empty() || after.is_empty() { "" } else { " " };
    format!("{before}{blank}{after}")
}

/// `query` with `text` in place of its piece number `at`.
pub(crate) fn replaced(query: &str, at: usize, text: &str) -> String {
    let pieces = pieces(query);
    let Some(piece) = pieces.get(at) else { return query.to_owned() };
    format!("{}{text}{}", &query[..piece.start], &query[piece.start + piece.text.len()..])
}

/// The length and the kind of the piece that `rest` begins with, and which field it is.
fn piece(rest: &str) -> (usize, Kind, Option<&'static str>) {
    if rest.starts_with(['(', ')']) {
        return (1, Kind::Glue, None);
    }
    let minus = usize::from(
        rest.starts_with('-')
            && rest[1..].starts_with(|c: char| !c.is_whitespace() && !matches!(c, '-' | ')')),
    );
    let inside = &rest[minus..];
    if inside.starts_with('(') {
        return (minus + 1, Kind::Glue, None);
    }
    if let Some((name, start)) = field(inside) {
        let value = &inside[start..];
        let length = quoted(value).unwrap_or_else(|| unquoted(value));
        let made = made_of(name, value[..length].trim_matches(is_quote));
        // What is none of the field's values is read as words.
        if made != Made::Words {
            let kind = if made == Made::Nothing { Kind::Nothing } else { Kind::Field };
            return (minus + start + length, kind, Some(name));
        }
    }
    let (length, kind) = match quoted(inside) {
        Some(length) => (length, Kind::Phrase),
        None => (bare(inside).max(inside.chars().next().map_or(0, char::len_utf8)), Kind::Word),
    };
    let kind = match kind {
        _ if !inside[..length].contains(says) => Kind::Nothing,
        _ if minus > 0 => Kind::Excluded,
        Kind::Word if matches!(&inside[..length], "OR" | "HOẶC") => Kind::Glue,
        kind => kind,
    };
    (minus + length, kind, None)
}

/// The field that `text` begins with, as the engine's list has it, and the length of its name and colon.
fn field(text: &str) -> Option<(&'static str, usize)> {
    let (name, value) = text.split_once(':')?;
    if name.len() > MAX_NAME || !value.starts_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    let plain = plain(name);
    field_names().find(|field| *field == plain).map(|field| (field, name.len() + 1))
}

/// A name of a field as the engine's list has it: small letters without marks, its words one blank apart.
fn plain(name: &str) -> String {
    let words: Vec<String> =
        name.split_whitespace().map(|word| word.chars().filter_map(letter).collect()).collect();
    words.join(" ")
}

/// The plain letter of one of Vietnamese, composed or not; others stay as they are, and name nothing.
fn letter(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' => return None,
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
        'È'..='Ê' | 'è'..='ê' | 'Ẹ'..='ệ' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        c => c.to_ascii_lowercase(),
    })
}

fn quoted(text: &str) -> Option<usize> {
    let open = text.chars().next().filter(|c| is_quote(*c))?.len_utf8();
    let close = text[open..].char_indices().find(|(_, c)| is_quote(*c));
    Some(close.map_or(text.len(), |(at, c)| open + at + c.len_utf8()))
}

/// The length of a field's value without quotation marks.
fn unquoted(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(text.len())
}

fn bare(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')).unwrap_or(text.len())
}

/// Whether a character may be one of words: a letter or digit, or of another script. Signs ask for nothing.
fn says(c: char) -> bool {
    let sign = matches!(c, '«' | '»' | '×' | '÷' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}');
    c.is_ascii_alphanumeric() || c >= 'ª' && !sign
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(query: &str) -> Vec<(&str, Kind)> {
        pieces(query).into_iter().map(|piece| (piece.text, piece.kind)).collect()
    }

    #[test]
    fn a_query_is_cut_where_the_engine_cuts_it() {
        let query =
            "giá “quận ủy” -vàng -\"đất nền\" tiêu đề:ngập Mục:\"Tin tức / Quận\" (a OR b) -số:01-CTr/QU";
        let expected = [
            ("giá", Kind::Word),
            ("“quận ủy”", Kind::Phrase),
            ("-vàng", Kind::Excluded),
            ("-\"đất nền\"", Kind::Excluded),
            ("tiêu đề:ngập", Kind::Field),
            ("Mục:\"Tin tức / Quận\"", Kind::Field),
            ("(", Kind::Glue),
            ("a", Kind::Word),
            ("OR", Kind::Glue),
            ("b", Kind::Word),
            (")", Kind::Glue),
            ("-số:01-CTr/QU", Kind::Field),
        ];
        assert_eq!(cut(query), expected);
        assert_eq!(
            cut("http://a.vn mục: x"),
            [("http://a.vn", Kind::Word), ("mục:", Kind::Word), ("x", Kind::Word)]
        );
    }

    #[test]
    fn every_field_of_the_engine_is_one_piece_however_it_is_written() {
        for name in field_names() {
            for written in [name.to_owned(), name.to_uppercase(), name.replace(' ', "  ")] {
                // What every field takes: a month is a date, and any name there is.
                let value = if matches!(name, "nam" | "year") { "2020" } else { "3/2020" };
                let field = format!("{written}:\"{value}\"");
                let query = format!("{field} vàng");
                assert_eq!(cut(&query), [(&*field, Kind::Field), ("vàng", Kind::Word)]);
            }
        }
        // With all marks, with some, and as letters with their marks apart.
        for name in
            ["địa điểm", "Địa Điểm", "ĐẾN", "tổ chức", "tổ chuc", "tiê\u{300}u đề", "NGÔN NGỮ", "Cơ quan"]
        {
            assert_eq!(cut(&format!("{name}:2020")), [(&*format!("{name}:2020"), Kind::Field)]);
        }
        assert_eq!(cut("ngày:a"), [("ngày:a", Kind::Word)]);
        let letters = [
            ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
            ('e', "èéẻẽẹêềếểễệ"),
            ('i', "ìíỉĩị"),
            ('o', "òóỏõọôồốổỗộơờớởỡợ"),
            ('u', "ùúủũụưừứửữự"),
            ('y', "ỳýỷỹỵ"),
            ('d', "đ"),
        ];
        for (base, marked) in letters {
            for c in marked.chars().chain(marked.to_uppercase().chars()) {
                assert_eq!(letter(c), Some(base), "{c}");
            }
        }
    }

    #[test]
    fn a_field_that_asks_for_nothing_is_none() {
        // As the engine says, such values are searched as words.
        let query = "từ:99/99/9999 -năm:abc tháng:\"13/2020\" năm:2020";
        let expected = [
            ("từ:99/99/9999", Kind::Word),
            ("-năm:abc", Kind::Excluded),
            ("tháng:", Kind::Word),
            ("\"13/2020\"", Kind::Phrase),
            ("năm:2020", Kind::Field),
        ];
        assert_eq!(cut(query), expected);
        let query = "người:\"\" tiêu đề:! mục:a\"b – \"…\"";
        let expected = [
            ("người:\"\"", Kind::Nothing),
            ("tiêu đề:!", Kind::Nothing),
            ("mục:a\"b", Kind::Field),
            ("–", Kind::Nothing),
            ("\"…\"", Kind::Nothing),
        ];
        assert_eq!(cut(query), expected);
    }

    #[test]
    fn a_piece_goes_and_the_rest_stays_as_typed() {
        assert_eq!(without("giá  vàng bạc", 1), "giá bạc");
        assert_eq!(without("mục:\"a b\" vàng", 0), "vàng");
        assert_eq!(without("vàng", 0), "");
        assert_eq!(without("vàng", 7), "vàng");
    }

    proptest! {
        #[test]
        fn no_query_is_an_error_and_nothing_of_it_is_lost(query in "\\PC{0,40}|[\"a:số“” ()OR-]{0,40}") {
            let pieces = pieces(&query);
            let cut: String = pieces.iter().map(|piece| piece.text).collect();
            let blanks = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(blanks(&cut), blanks(&query));
            for at in 0..pieces.len() {
                without(&query, at);
            }
        }
    }
}
