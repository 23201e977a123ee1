//! Telex: the keys of the most used Vietnamese input method, as a query holds them when it was off: "quaanj uyr".
//!
//! Which key does what stands in `data/telex.tsv`: a second a, e, o puts the roof on the first, w the horn or the breve, a second
//! d the stroke; s f r x j are the tones and z takes the tone away. A mark may be typed right after its letter or anywhere behind
//! it. A key that finds nothing to do is the letter itself.

use crate::alphabet::Tone;
use crate::keys::Typed;

// Writes `press`, what each key does.
include!(concat!(env!("OUT_DIR"), "/telex.rs"));

/// The word that `word` makes when its letters are the keys of Telex: in normal form, and only if it is built like a
/// Vietnamese syllable and differs from `word`.
///
/// ```
/// use tangthu_text::from_telex;
/// assert_eq!(from_telex("quaanj").as_deref(), Some("quận"));
/// assert_eq!(from_telex("dduwowngf").as_deref(), Some("đường"));
/// assert_eq!(from_telex("pass"), None);
/// ```
pub fn from_telex(word: &str) -> Option<String> {
    Typed::word(word, press)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal_word;

    crate::rule_tests::test_rule! {
        rule: |word: &str| from_telex(word).unwrap_or_default(),
        alone: [
            "quaanj" => "quận",
            "uyr" => "ủy",
            "dduwowngf" => "đường",
            "dduowngf" => "đường",
            "ddarng" => "đảng",
            "thuwj" => "thự",
            "nghij" => "nghị",
            "quyeets" => "quyết",
            "tieesng" => "tiếng",
            "w" => "ư",
            "tw" => "tư",
            "twf" => "từ",
            "vieejt" => "việt",
            "hoaf" => "hòa",
            "thuyr" => "thủy",
            "quys" => "quý",
            "giaf" => "già",
            "gif" => "gì",
            "nguwowif" => "người",
            "nguowif" => "người",
            "thwowng" => "thương",
            "muaw" => "mưa",
            "hoawcj" => "hoặc",
            "quawng" => "quăng",
            "thuowr" => "thuở",
            "quowr" => "quở",
            "huowu" => "hươu",
            "luwu" => "lưu",
            "giuwx" => "giữ",
            "cuoois" => "cuối",
            "xooong" => "xoong",
            "DDAANJ" => "đận",
        ],
        in_pipeline: [
            "Quaanj uyr, 24 nghij quyeets" => ["quận", "ủy", "", "nghị", "quyết"],
        ],
        always: |keys, word| word.is_empty() || word != keys && crate::is_syllable(word),
    }

    #[test]
    fn marks_may_be_typed_late_and_changed() {
        for (keys, word) in [
            ("quajan", "quận"),
            ("quanaj", "quận"),
            ("tieengs", "tiếng"),
            ("tiengse", "tiếng"),
            ("dangdr", "đảng"),
            ("duongdwf", "đường"),
            ("cuoiso", "cuối"),
            ("quaanjz", "quân"),
            ("quaanjs", "quấn"),
            ("aanw", "ăn"),
        ] {
            assert_eq!(from_telex(keys).as_deref(), Some(word), "{keys}");
        }
    }

    #[test]
    fn what_the_table_says_of_its_keys_is_so() {
        crate::rule_tests::check_keys(include_str!("../data/telex.tsv"), from_telex);
    }

    #[test]
    fn every_syllable_can_be_typed() {
        for word in crate::syllable::tests::all() {
            let (mut keys, mut tone) = (String::new(), None);
            for letter in word.chars().filter_map(crate::alphabet::letter) {
                keys.push(letter.base);
                match letter.letter {
                    'đ' | 'â' | 'ê' | 'ô' => keys.push(letter.base),
                    'ă' | 'ơ' | 'ư' => keys.push('w'),
                    // The long o of "xoong" takes a third key.
                    'o' if keys.ends_with("oo") => keys.push('o'),
                    _ => {}
                }
                tone = tone.or(letter.tone.map(|tone| ['f', 's', 'r', 'x', 'j'][tone as usize - 1]));
            }
            keys.extend(tone);
            let made = from_telex(&keys).unwrap_or_else(|| keys.clone());
            assert_eq!(made, normal_word(&word), "{keys}");
        }
    }

    #[test]
    fn what_makes_no_syllable_stays() {
        for keys in
            ["pass", "fax", "new", "herr", "www", "wow", "quan", "tieng", "ubnd", "z", "", "d", "dd", "quận"]
                .into_iter()
                .chain(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "catf"])
        {
            assert_eq!(from_telex(keys), None, "{keys}");
        }
    }
}
