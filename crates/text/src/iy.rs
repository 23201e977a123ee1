//! The interchange of i and y: kỹ is kĩ, lý is lí, and both are in every archive.
//!
//! The spelling rules for school books of 1980 and decision 240/QĐ of the Ministry of Education of 1984 write i at the end of
//! a syllable (kĩ, lí, mĩ), and y where it stands alone or follows the glide u (ý, quy, thúy); decision 1989/QĐ-BGDĐT of 2018 says
//! the same. Practice follows them by halves: offices write "kỹ", "lý", "quý", school books "kĩ", "lí", and older prints "quí",
//! "qui". So the letter is free where it is the whole rhyme, after exactly the onsets of `data/i-y.tsv`, and nowhere else: in
//! thui/thuy and tai/tay it tells two words apart. Names keep the letter they are written with; that is for the caller to know, who
//! ranks the exact spelling first.

use crate::alphabet::{letter, with_tone};

// The onsets after which i and y are one.
include!(concat!(env!("OUT_DIR"), "/i-y.rs"));

/// The other spelling of `word`, which is in normal form, if it is a syllable that may be spelled with i and with y.
///
/// ```
/// use tangthu_text::other_i_y;
/// assert_eq!(other_i_y("kỹ").as_deref(), Some("kĩ"));
/// assert_eq!(other_i_y("qui").as_deref(), Some("quy"));
/// assert_eq!(other_i_y("thuy"), None);
/// ```
pub fn other_i_y(word: &str) -> Option<String> {
    let last = word.chars().next_back()?;
    let onset = word.strip_suffix(last)?;
    let vowel = letter(last).filter(|letter| letter.lower == last)?;
    let other = match vowel.letter {
        'i' => 'y',
        'y' => 'i',
        _ => return None,
    };
    let other = with_tone(other, vowel.tone)?;
    ONSETS.contains(&onset).then(|| format!("{onset}{other}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let mut onsets = Vec::new();
        for line in include_str!("../data/i-y.tsv").lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [onset, example, source] = fields[..] else { panic!("three fields: {line}") };
            let (one, other) = example.split_once(" / ").unwrap();
            let onset = onset.trim_matches('-');
            assert!(one.starts_with(onset) && other_i_y(one).as_deref() == Some(other), "{line}");
            assert!(!source.is_empty() && !onsets.contains(&onset), "{line}");
            onsets.push(onset);
        }
        assert_eq!(onsets, ONSETS);
    }

    #[test]
    fn the_two_spellings_of_a_syllable_are_each_others() {
        for (one, other) in [
            ("kỹ", "kĩ"),
            ("lý", "lí"),
            ("quý", "quí"),
            ("quy", "qui"),
            ("y", "i"),
            ("ý", "í"),
            ("hy", "hi"),
            ("mỹ", "mĩ"),
            ("sỹ", "sĩ"),
            ("tỷ", "tỉ"),
            ("tỵ", "tị"),
        ] {
            assert_eq!(other_i_y(one).as_deref(), Some(other));
            assert_eq!(other_i_y(other).as_deref(), Some(one));
        }
    }

    crate::rule_tests::test_rule! {
        rule: |word: &str| other_i_y(word).unwrap_or_default(),
        alone: ["kỹ" => "kĩ", "mĩ" => "mỹ", "quý" => "quí", "y" => "i", "thuý" => "", "tay" => ""],
        in_pipeline: ["Kỹ sư QÚY, ly\u{301}" => ["kĩ", "", "quí", "lí"]],
        always: |word, other| other.is_empty() || other_i_y(other).as_deref() == Some(word),
    }

    #[test]
    fn where_the_letter_tells_words_apart_it_stays() {
        for word in
            ["thui", "thuy", "thúy", "tai", "tay", "vy", "vi", "ni", "di", "uy", "ui", "khi", "thi", "chi"]
                .into_iter()
                .chain(["", "k", "kyl", "KỸ", "kÿ", "lïy", "quyt"])
        {
            assert_eq!(other_i_y(word), None, "{word}");
        }
    }
}
