//! VNI: the input method of the digit keys, as a query holds them when it was off: "qua6n5 uy3".
//!
//! Which key does what stands in `data/vni.tsv`: 1 to 5 are the tones sắc, huyền, hỏi, ngã, nặng and 0 takes the tone away; 6 is the
//! roof, 7 the horn, 8 the breve, 9 the stroke. A mark may be typed right after its letter or anywhere behind it. A digit that finds
//! nothing to do is a digit.

use crate::alphabet::Tone;
use crate::keys::Typed;

// Writes `press`, what each key does.
include!(concat!(env!("OUT_DIR"), "/vni.rs"));

/// The word that `word` makes when its characters are the keys of VNI: in normal form, and only if it is built like a
/// Vietnamese syllable and differs from `word`.
///
/// ```
/// use tangthu_text::from_vni;
/// assert_eq!(from_vni("qua6n5").as_deref(), Some("quận"));
/// assert_eq!(from_vni("d9u7o7ng2").as_deref(), Some("đường"));
/// assert_eq!(from_vni("qh14"), None);
/// ```
pub fn from_vni(word: &str) -> Option<String> {
    Typed::word(word, press)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal_word;

    crate::rule_tests::test_rule! {
        rule: |word: &str| from_vni(word).unwrap_or_default(),
        alone: [
            "qua6n5" => "quận",
            "qua65n" => "quận",
            "quan65" => "quận",
            "d9u7o7ng2" => "đường",
            "duong972" => "đường",
            "d9uo7ng2" => "đường",
            "uy3" => "ủy",
            "d9a3ng" => "đảng",
            "nghi5" => "nghị",
            "quye6t1" => "quyết",
            "tie6ng1" => "tiếng",
            "tu7" => "tư",
            "hoa8c5" => "hoặc",
            "cuo6i1" => "cuối",
            "thuo73" => "thuở",
            "hoa2" => "hòa",
            "qua6n50" => "quân",
            "QUA6N5" => "quận",
        ],
        in_pipeline: [
            "Qua6n5 uy3: D9a3ng, 24.10" => ["quận", "ủy", "đảng", ""],
        ],
        always: |keys, word| word.is_empty() || word != keys && crate::is_syllable(word),
    }

    #[test]
    fn what_the_table_says_of_its_keys_is_so() {
        crate::rule_tests::check_keys(include_str!("../data/vni.tsv"), from_vni);
    }

    #[test]
    fn every_syllable_can_be_typed() {
        for word in crate::syllable::tests::all() {
            let (mut keys, mut tone) = (String::new(), None);
            for letter in word.chars().filter_map(crate::alphabet::letter) {
                keys.push(letter.base);
                keys.extend(match letter.letter {
                    'â' | 'ê' | 'ô' => Some('6'),
                    'ơ' | 'ư' => Some('7'),
                    'ă' => Some('8'),
                    'đ' => Some('9'),
                    _ => None,
                });
                tone = tone.or(letter.tone.map(|tone| ['2', '1', '3', '4', '5'][tone as usize - 1]));
            }
            keys.extend(tone);
            let made = from_vni(&keys).unwrap_or_else(|| keys.clone());
            assert_eq!(made, normal_word(&word), "{keys}");
        }
    }

    #[test]
    fn what_makes_no_syllable_stays() {
        for keys in ["qh14", "h2o", "b52", "2025", "", "9", "quan", "a11", "covid19", "cat2", "quận", "a6"]
        {
            assert_eq!(from_vni(keys), None, "{keys}");
        }
    }
}
