//! Lower case, as the standard library has it (The Unicode Standard, section 3.13, `Lowercase_Mapping` without the rules that
//! look at neighbours), from a table a tenth of the size.

use crate::packed::{self, numbers};
use std::sync::LazyLock;

/// Capitals that follow each other at one step, and so do their small letters.
struct Run {
    from: u32,
    to: u32,
    step: u32,
    /// The small letter of the first.
    lower: u32,
}

static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
    let columns = numbers(packed::CAPITAL_FROM)
        .zip(numbers(packed::CAPITAL_TO))
        .zip(numbers(packed::CAPITAL_STEP))
        .zip(numbers(packed::CAPITAL_LOWER));
    columns.map(|(((from, to), step), lower)| Run { from, to, step, lower }).collect()
});

/// The small letter of `c`; `c` itself where it has none. "İ" becomes "i": its dot is [`push_lower`]'s.
fn lower(c: char) -> char {
    let code = u32::from(c);
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if c == 'İ' {
        return 'i';
    }
    let after = RUNS.partition_point(|run| run.from <= code);
    let run = after.checked_sub(1).map(|at| &RUNS[at]);
    run.filter(|run| code <= run.to && (code - run.from).is_multiple_of(run.step))
        .and_then(|run| char::from_u32(run.lower + (code - run.from)))
        .unwrap_or(c)
}

/// Adds the lower case of `c` to `text`.
pub(crate) fn push_lower(c: char, text: &mut String) {
    text.push(lower(c));
    if c == 'İ' {
        text.push('\u{307}');
    }
}

/// Whether `c` is a capital: a letter that has a small one.
///
/// ```
/// assert!(tangthu_text::is_capital('Đ') && !tangthu_text::is_capital('đ') && !tangthu_text::is_capital('1'));
/// ```
pub fn is_capital(c: char) -> bool {
    lower(c) != c
}

/// `text` in lower case.
#[cfg(test)]
fn lowered(text: &str) -> String {
    let mut lowered = String::with_capacity(text.len());
    text.chars().for_each(|c| push_lower(c, &mut lowered));
    lowered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_as_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(lowered(&c.to_string()), c.to_lowercase().to_string(), "{c:?}");
            assert_eq!(is_capital(c), c.to_lowercase().ne([c]), "{c:?}");
        }
    }

    crate::rule_tests::test_rule! {
        rule: lowered,
        alone: ["QUẬN ỦY" => "quận ủy", "ΑΘΗΝΑ" => "αθηνα", "İ" => "i\u{307}", "ǅ" => "ǆ"],
        in_pipeline: ["ЗАКОН Đảng" => ["закон", "đảng"]],
        always: |text, lower| lowered(lower) == *lower && text.chars().all(|c| !is_capital(c)) == (text == lower),
    }
}
