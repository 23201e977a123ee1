//! Tone placement: where the tone mark of a Vietnamese syllable stands. Two styles are in use for open oa, oe and uy
//! (hoà/hòa, khoẻ/khỏe, uỷ/ủy); the index keeps one, so that both find both. Marks on the wrong letter are mended.
//!
//! Rules: the spelling rules of the Ministry of Education of 1980 and 2020, and the older practice that most texts follow.

use crate::nfc::{compose, nfc, nfd};

/// Onsets, longest first: the first that fits is the onset.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n",
    "p", "q", "r", "s", "t", "v", "x", "",
];

/// What may follow the vowels of a syllable.
const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// `word`, which is lower case and NFC, with its tone on the letter where the index keeps it. A word that is no
/// Vietnamese syllable with one tone stays as it is.
///
/// ```
/// use tangthu_text::one_placement;
/// assert_eq!(one_placement("hoà"), "hòa");
/// assert_eq!(one_placement("qúy"), "quý");
/// assert_eq!(one_placement("toàn"), "toàn");
/// ```
pub fn one_placement(word: &str) -> String {
    mended(word).unwrap_or_else(|| word.to_owned())
}

fn mended(word: &str) -> Option<String> {
    if word.is_ascii() || word.len() > 24 {
        return None;
    }
    let mut tone = None;
    let mut letters = Vec::with_capacity(8);
    for c in word.chars() {
        let (letter, mark) = without_tone(c);
        if mark.is_some() && tone.replace(mark?).is_some() {
            return None;
        }
        letters.push(letter);
    }
    let tone = tone?;
    let place = tone_place(&letters)?;
    letters[place] = compose(letters[place], tone)?;
    Some(letters.into_iter().collect())
}

/// The position of the letter that carries the tone, if `letters` form a syllable.
fn tone_place(letters: &[char]) -> Option<usize> {
    let plain: String = letters.iter().collect();
    let onset = ONSETS.iter().find(|onset| plain.starts_with(**onset))?;
    let mut start = onset.chars().count();
    // "qu" and "gi" before a vowel are onsets: quý, giá. In "gì" and "gìn" the i is the vowel.
    let glides = (*onset == "q" && letters.get(start) == Some(&'u'))
        || (*onset == "g" && letters.get(start) == Some(&'i'));
    if glides && letters.get(start + 1).is_some_and(|&next| is_vowel(next)) {
        start += 1;
    }
    let count = letters[start..].iter().take_while(|&&c| is_vowel(c)).count();
    let end = start + count;
    let coda: String = letters[end..].iter().collect();
    if !CODAS.contains(&coda.as_str()) {
        return None;
    }
    let vowels = &letters[start..end];
    // A letter with circumflex, breve or horn carries the tone; of ươ the second.
    if let Some(at) = vowels.iter().rposition(|&c| !c.is_ascii()) {
        return (count <= 3).then_some(start + at);
    }
    match (count, coda.is_empty()) {
        (1, _) => Some(start),
        (2, true) => Some(start),
        (2, false) | (3, _) => Some(start + 1),
        _ => None,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// A letter and its tone mark, if it carries one.
fn without_tone(c: char) -> (char, Option<char>) {
    if c.is_ascii() {
        return (c, None);
    }
    let mut tone = None;
    let mut parts = nfd(c.encode_utf8(&mut [0; 4]));
    parts.retain(|&part| {
        let is_tone = matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        if is_tone {
            tone = Some(part);
        }
        !is_tone
    });
    let letter = nfc(&parts.into_iter().collect::<String>());
    let mut letters = letter.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => (letter, tone),
        // More than one character is left: no letter of Vietnamese.
        _ => (c, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_rhymes_take_one_place() {
        for (written, kept) in
            [("hoà", "hòa"), ("khoẻ", "khỏe"), ("uỷ", "ủy"), ("thuý", "thúy"), ("hòa", "hòa")]
        {
            assert_eq!(one_placement(written), kept);
        }
    }

    #[test]
    fn closed_and_longer_rhymes_stay() {
        for word in [
            "toàn", "khuỷu", "ngoéo", "thuở", "huỳnh", "hoạt", "khuya", "người", "ngoài", "nghĩa", "của",
            "mùa",
        ] {
            assert_eq!(one_placement(word), word);
        }
    }

    #[test]
    fn onsets_with_a_glide_carry_no_tone() {
        for (written, kept) in [
            ("qúy", "quý"),
            ("gía", "giá"),
            ("qủa", "quả"),
            ("gì", "gì"),
            ("gìn", "gìn"),
            ("giếng", "giếng"),
            ("quốc", "quốc"),
        ] {
            assert_eq!(one_placement(written), kept);
        }
    }

    #[test]
    fn words_of_other_languages_stay() {
        for word in ["café", "résumé", "noél", "josé", "ñandú", "l'été", "ὰ", "ấấ", "straße"]
        {
            assert_eq!(one_placement(word), word);
        }
    }
}
