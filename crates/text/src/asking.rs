//! The words by which a question asks (là gì, bao nhiêu, ở đâu …), read from the table beside the source, which anyone can edit.
//! A text that answers a question does not hold them, and one that does holds them by chance.

use crate::{agrees, is_plain};

/// The lines of `data/questions.tsv` without their notes: words, where they stand, whether they may be typed without marks.
static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/questions.tsv"));

/// For each of the words of a question, in normal form and in their order, whether it is one by which the question asks.
///
/// ```
/// use tangthu_text::asking;
/// assert_eq!(asking(&["học", "phần", "là", "gì"]), [false, false, true, true]);
/// assert_eq!(asking(&["hoc", "phan", "la", "gi"]), [false, false, true, true]);
/// assert_eq!(asking(&["không", "khí", "ở", "đâu"]), [false, false, true, true]);
/// ```
#[must_use]
pub fn asking(words: &[&str]) -> Vec<bool> {
    let mut asks = vec![false; words.len()];
    for line in TABLE.lines() {
        let mut fields = line.split('\t');
        let (Some(asking), Some(place), Some(plain)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let count = asking.split(' ').count();
        for from in 0..(words.len() + 1).saturating_sub(count) {
            let here = &words[from..from + count];
            let is = |(typed, written): (&&str, &str)| {
                *typed == written || plain == "yes" && is_plain(typed) && agrees(typed, written)
            };
            if (place == "any" || from + count == words.len()) && here.iter().zip(asking.split(' ')).all(is) {
                asks[from..from + count].fill(true);
            }
        }
    }
    asks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clean, normal_word};
    use std::collections::HashSet;

    fn marked(question: &str) -> String {
        let words: Vec<&str> = question.split(' ').collect();
        let asks = asking(&words);
        let asking = words.iter().zip(asks).filter(|(_, asks)| *asks).map(|(word, _)| *word);
        asking.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_table_is_sound() {
        let mut seen = HashSet::new();
        for line in include_str!("../data/questions.tsv").lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [asking, place, plain, why] = fields[..] else { panic!("four fields: {line}") };
            assert!(["any", "end"].contains(&place) && ["yes", "no"].contains(&plain), "{line}");
            assert!(!why.trim().is_empty() && clean(asking) == asking, "{line}");
            assert!(asking.split(' ').all(|word| normal_word(word) == word), "normal form: {line}");
            assert!(seen.insert(asking), "twice: {line}");
        }
    }

    #[test]
    fn words_that_ask_are_told_from_those_that_say_something() {
        for (question, asking) in [
            ("một học kỳ chính có bao nhiêu tuần thực học", "bao nhiêu"),
            ("điểm của học kỳ hè được tính như thế nào", "như thế nào"),
            ("toeic có được nhận không", "không"),
            ("có được học vượt hay không ạ", "hay không ạ"),
            ("ai ký quyết định này", "ai"),
            ("không quân nhân dân việt nam", ""),
            ("đảng bộ quận long biên", ""),
            // Without marks: máy, đầu, não and sao are words that say something.
            ("may dau nao sao", ""),
            ("diem cua hoc ky duoc tinh nhu the nao", "nhu the nao"),
        ] {
            assert_eq!(marked(question), asking, "{question}");
        }
    }

    crate::rule_tests::test_rule! {
        rule: marked,
        alone: [
            "học phần là gì" => "là gì",
            "hoc phan la gi" => "la gi",
            "không khí ở đâu" => "ở đâu",
            "gì" => "gì",
            "quận ủy" => "",
        ],
        // A word that the pipeline cuts off asks where a line of the table is that word alone.
        in_pipeline: [
            "Học phần LÀ GÌ?" => ["", "", "", "gì"],
            "Ai ky\u{301}, mấy số?" => ["ai", "", "mấy", ""],
        ],
        always: |question, asking| {
            let mut words = question.split(' ');
            asking.is_empty() || asking.split(' ').all(|asks| words.any(|word| word == asks))
        },
    }

    #[test]
    fn questions_are_asked_in_any_form_of_unicode() {
        for question in [
            "Tuần HỌC kéo dài bao nhiêu?",
            "tua\u{302}\u{300}n học kéo dài bao nhiêu",
            "tuần\u{200B} học, kéo dài: bao nhiêu",
        ] {
            let words: Vec<String> = crate::tokens(question).into_iter().map(|token| token.word).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            assert_eq!(asking(&words), [false, false, false, false, true, true], "{question}");
        }
    }

    #[test]
    fn nothing_asks_nothing() {
        assert!(asking(&[]).is_empty());
        assert_eq!(asking(&["", "gì", ""]), [false, true, false]);
    }
}
