//! The standard abbreviations of administrative Vietnamese (UBND, HĐND, TTHC …), read from the table beside the source, which
//! anyone can edit. What a single text defines for itself ("thủ tục hành chính (TTHC)") is not for this table.

use crate::{agrees, alphabet, normal_word};

/// The lines of `data/abbreviations.tsv` without their notes: code, tab, expansion.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/abbreviations.tsv"));

/// What `word`, in normal form, stands for if it is a standard abbreviation, in the order of the table. A code may stand
/// for several things, and which of them a text or an archive means is for the caller to say. A word without marks
/// stands for every code that has its letters; marks that are typed must be those of the code.
///
/// ```
/// use tangthu_text::expansions;
/// assert!(expansions("hđnd").eq(["Hội đồng nhân dân"]));
/// assert!(expansions("hdnd").eq(["Hội đồng nhân dân"]));
/// assert!(expansions("tu").eq(["Trung ương", "Thành ủy", "Tỉnh ủy"]));
/// assert!(expansions("tư").eq(["Trung ương"]));
/// ```
pub fn expansions(word: &str) -> impl Iterator<Item = &'static str> {
    lines(TABLE).filter(move |line| stands_for(line.code, word)).map(|line| line.expansion)
}

/// The whole table in its order: each code with what it stands for. A code that stands for several things has several lines.
pub fn standard_abbreviations() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(TABLE).map(|line| (line.code, line.expansion))
}

/// Whether `word` writes `code`. The hyphen of KT-XH may be left out.
fn stands_for(code: &str, word: &str) -> bool {
    // The first letter decides for nearly all lines, and costs no memory.
    let first = |text: &str| text.chars().next().and_then(alphabet::letter).map(|letter| letter.base);
    if first(code) != first(word) {
        return false;
    }
    let code = normal_word(code);
    agrees(word, &code) || code.contains('-') && agrees(word, &code.replace('-', ""))
}

/// A line of the table.
struct Line {
    code: &'static str,
    expansion: &'static str,
}

/// The lines of `table`. What has no two fields is passed over.
fn lines(table: &'static str) -> impl Iterator<Item = Line> {
    table.lines().filter_map(|line| {
        let (code, expansion) = line.split_once('\t')?;
        Some(Line { code, expansion })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean;
    use std::collections::HashSet;

    #[test]
    fn the_table_is_sound() {
        let mut seen = HashSet::new();
        for line in include_str!("../data/abbreviations.tsv").lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [code, expansion, source] = fields[..] else { panic!("three fields: {line}") };
            assert!((1..=12).contains(&code.chars().count()), "{line}");
            assert!(code.chars().all(|c| c.is_alphanumeric() || c == '-'), "{line}");
            assert!(!source.trim().is_empty() && source.trim() == source, "{line}");
            assert!(
                !expansion.is_empty() && clean(expansion) == expansion && expansion.trim() == expansion,
                "{line}"
            );
            for word in expansion.split([' ', ',']) {
                assert_eq!(normal_word(word), word.to_lowercase(), "one tone placement: {line}");
            }
            assert!(seen.insert((code, expansion)), "twice: {line}");
        }
        assert!(seen.len() >= 80);
    }

    #[test]
    fn codes_are_made_of_letters_of_what_they_stand_for() {
        // A slip of the pen in the table shows here. W stands for ư.
        for line in lines(TABLE) {
            let expansion = crate::fold(&normal_word(line.expansion));
            let mut letters = expansion.chars();
            let code = crate::fold(&normal_word(line.code)).replace('w', "u");
            let found = code.chars().all(|c| letters.any(|letter| letter == c));
            assert!(found || line.code == "UNESCO", "{}", line.code);
        }
    }

    crate::rule_tests::test_rule! {
        rule: |word: &str| expansions(word).collect::<Vec<_>>().join(" | "),
        alone: [
            "ubnd" => "Ủy ban nhân dân",
            "tthc" => "thủ tục hành chính",
            "qđ" => "Quyết định | Quy định",
            "qd" => "Quyết định | Quy định",
            "hdnd" => "Hội đồng nhân dân",
            "ldtbxh" => "lao động, thương binh và xã hội",
            "ktxh" => "kinh tế - xã hội",
            "kt-xh" => "kinh tế - xã hội",
            "nsut" => "Nghệ sĩ Ưu tú",
        ],
        in_pipeline: [
            "UBND, HÐND" => ["Ủy ban nhân dân", "Hội đồng nhân dân"],
            "KT-XH" => ["kinh tế", "xã hội"],
        ],
        always: |word, expanded| expanded.is_empty() || word.chars().count() <= 13,
    }

    #[test]
    fn other_words_and_other_marks_find_nothing() {
        for word in ["", "quận", "ubn", "ubndd", "ủbnd", "hdnđ", "đn", "-"] {
            assert_eq!(expansions(word).next(), None, "{word}");
        }
    }
}
