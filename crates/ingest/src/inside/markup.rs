//! The words of HTML and XML, read in several ways: whichever way a reader of the file joins or parts what stands between marks,
//! one of them has its words.

use crate::entities;

/// Elements that end a word, by their names without a prefix: those of HTML, of word processors, sheets and slides. All others
/// may stand in the midst of one.
const PARTING: [&str; 30] = [
    "address",
    "article",
    "blockquote",
    "br",
    "c",
    "caption",
    "cr",
    "dd",
    "div",
    "dt",
    "h",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "line-break",
    "option",
    "p",
    "pre",
    "row",
    "si",
    "tab",
    "table-cell",
    "td",
    "th",
    "title",
];

/// A file of markup as texts: as it stands, so that attributes, comments and scripts are seen; without its marks, where some end a
/// word; and with a blank in the place of each.
pub(super) fn readings(markup: &str) -> [String; 3] {
    let (mut joined, mut parted) = (String::with_capacity(markup.len()), String::with_capacity(markup.len()));
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (text, marked) = rest.split_at(at);
        joined.push_str(text);
        parted.push_str(text);
        let end = marked.find('>').map_or(marked.len(), |end| end + 1);
        let (mark, behind) = marked.split_at(end);
        if ends_a_word(mark) {
            joined.push('\n');
        }
        parted.push(' ');
        rest = behind;
    }
    joined.push_str(rest);
    parted.push_str(rest);
    [markup, &joined, &parted].map(|text| entities::unescaped(text).into_owned())
}

/// Whether a mark, from `<` to `>`, ends a word.
fn ends_a_word(mark: &str) -> bool {
    let name = mark.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local).to_ascii_lowercase();
    PARTING.contains(&local.as_str()) || name == "text:s"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whether_marks_part_them_or_not() {
        let holds = |markup: &str, words: &str| {
            readings(markup)
                .iter()
                .any(|reading| reading.split_whitespace().collect::<Vec<_>>().join(" ").contains(words))
        };
        assert!(holds("<w:r><w:t>Tr</w:t></w:r><w:r><w:t>ần Văn</w:t></w:r>", "Trần Văn"));
        assert!(holds("<td>Trần</td><td>Văn</td>", "Trần Văn"));
        assert!(holds("<w:p><w:t>Trần</w:t></w:p><w:p><w:t>Văn</w:t></w:p>", "Trần Văn"));
        assert!(holds("<img alt=\"Tr&#7847;n V&abreve;n\"><!-- B&agrave; -->", "Trần Văn"));
        assert!(holds("a < b & c &amp; Trần &khong; Văn <b", "& c & Trần &khong; Văn"));
    }
}
