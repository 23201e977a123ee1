//! Tone placement: where the tone mark of a Vietnamese syllable stands. Two styles are in use for open oa, oe and uy
//! (hoà/hòa, khoẻ/khỏe, uỷ/ủy); the index keeps one, so that both find both. Marks on the wrong letter are mended.
//!
//! Rules: the spelling rules of the Ministry of Education of 1980 and 2020, and the older practice that most texts follow.

use crate::alphabet::{Letter, Tone, capital, letter, with_tone};
use crate::syllable::{self, Syllable};

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
    let mut toned = Toned::default();
    for c in word.chars() {
        match letter(c) {
            // A capital is no letter of a word in lower case.
            Some(letter) if letter.lower == c => toned.push(letter),
            _ => return word.to_owned(),
        }
    }
    let mut mended = String::new();
    if toned.mend(&mut mended) { mended } else { word.to_owned() }
}

/// A name, which is NFC, with the tone of each of its words where [`one_placement`] has it, its capitals where they stand: by whatever
/// hand a name was written, it is one.
///
/// ```
/// use tangthu_text::name_in_one_placement;
/// assert_eq!(name_in_one_placement("Nguyễn Hoà, TP HOÀ BÌNH"), "Nguyễn Hòa, TP HÒA BÌNH");
/// ```
pub fn name_in_one_placement(name: &str) -> String {
    let mut placed = String::with_capacity(name.len());
    for piece in name.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let small = |c: char| letter(c).map_or(c.to_ascii_lowercase(), |letter| letter.lower);
        let mended = one_placement(&word.chars().map(small).collect::<String>());
        // A tone moves within its word, so letters and capitals keep their places.
        let as_written = word.chars().zip(mended.chars());
        placed.extend(as_written.map(|(was, now)| match small(was) == was {
            true => now,
            false => capital(now),
        }));
        placed.push_str(&piece[word.len()..]);
    }
    placed
}

/// The letters of a word, gathered while it is read: enough to say where its tone belongs, without memory of its own.
#[derive(Clone, Copy, Default)]
pub(crate) struct Toned {
    /// The first letters, without tones.
    letters: [char; syllable::LONGEST],
    count: usize,
    /// The tone and the letter that carries it.
    tone: Option<(usize, Tone)>,
    twice: bool,
}

impl Toned {
    /// Adds the next letter of the word.
    pub(crate) fn push(&mut self, next: Letter) {
        if let Some(place) = self.letters.get_mut(self.count) {
            *place = next.letter;
        }
        if let Some(tone) = next.tone {
            self.twice |= self.tone.is_some();
            self.tone = Some((self.count, tone));
        }
        self.count += 1;
    }

    /// Writes the word with its tone where it belongs to `mended`, unless it is there already or has no such place.
    pub(crate) fn mend(&self, mended: &mut String) -> bool {
        let Some((at, tone)) = self.tone else { return false };
        let Some(letters) = self.letters.get(..self.count) else { return false };
        let Some(place) = Syllable::of(letters).and_then(|syllable| tone_place(&syllable)) else {
            return false;
        };
        if self.twice || place == at {
            return false;
        }
        mended.clear();
        for (at, &letter) in letters.iter().enumerate() {
            let toned = if at == place { with_tone(letter, Some(tone)) } else { None };
            mended.push(toned.unwrap_or(letter));
        }
        true
    }
}

/// The position of the letter that carries the tone.
pub(crate) fn tone_place(syllable: &Syllable<'_>) -> Option<usize> {
    let start = syllable.onset.len();
    let count = syllable.vowels.len();
    // A letter with circumflex, breve or horn carries the tone; of ươ the second.
    if let Some(at) = syllable.vowels.iter().rposition(|c| !c.is_ascii()) {
        return (count <= 3).then_some(start + at);
    }
    match (count, syllable.coda.is_empty()) {
        (1, _) | (2, true) => Some(start),
        (2, false) | (3, _) => Some(start + 1),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
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
    fn names_keep_their_capitals_and_what_stands_between_their_words() {
        for (written, kept) in [
            ("Trương Hoà Bình", "Trương Hòa Bình"),
            ("UBND phường Thuỵ Khuê (cũ)", "UBND phường Thụy Khuê (cũ)"),
            ("ĐOÀN THUÝ  HOÀ-UỶ", "ĐOÀN THÚY  HÒA-ỦY"),
            ("Straße İstanbul Ὀδυσσεύς", "Straße İstanbul Ὀδυσσεύς"),
            ("", ""),
        ] {
            assert_eq!(name_in_one_placement(written), kept);
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
            ("lụât", "luật"),
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

    #[test]
    fn a_mark_on_a_consonant_is_no_tone() {
        for word in ["koń", "ñu", "aś", "ḥa"] {
            assert_eq!(one_placement(word), word);
        }
    }

    /// The rule as it is written down, over Unicode's own decompositions and without a thought for speed.
    pub(crate) fn by_decomposition(word: &str) -> String {
        use crate::nfc::{nfc, nfd};
        const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        const ONSETS: [&str; 27] = [
            "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l",
            "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
        ];
        const VOWELS: &str = "aăâeêioôơuưy";
        let mut tones = Vec::new();
        let mut letters = Vec::new();
        for c in word.chars() {
            let (marks, rest): (Vec<char>, String) = {
                let (marks, rest): (Vec<char>, Vec<char>) =
                    nfd(&c.to_string()).into_iter().partition(|part| TONES.contains(part));
                (marks, nfc(&rest.into_iter().collect::<String>()))
            };
            if !marks.is_empty() && !VOWELS.contains(&rest) {
                return word.to_owned();
            }
            tones.extend(marks);
            letters.push(if rest.is_empty() { c.to_string() } else { rest });
        }
        let plain = letters.concat();
        let onset = ONSETS.iter().find(|onset| plain.starts_with(**onset)).unwrap().chars().count();
        let vowel = |at: usize| letters.get(at).is_some_and(|letter| VOWELS.contains(letter.as_str()));
        let glide = (plain.starts_with("qu") || plain.starts_with("gi")) && vowel(2);
        let start = onset + usize::from(glide && onset == 1);
        let count = (start..letters.len()).take_while(|&at| vowel(at)).count();
        let coda = letters[start + count..].concat();
        if tones.len() != 1
            || !["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"].contains(&coda.as_str())
            || !(1..=3).contains(&count)
        {
            return word.to_owned();
        }
        let marked = (start..start + count).rev().find(|&at| !letters[at].is_ascii());
        let place = marked.unwrap_or(match (count, coda.is_empty()) {
            (1, _) | (2, true) => start,
            _ => start + 1,
        });
        letters[place].push(tones[0]);
        nfc(&letters.concat())
    }

    crate::rule_tests::test_rule! {
        rule: one_placement,
        alone: ["hoà" => "hòa", "khoẻ" => "khỏe", "qúy" => "quý", "toàn" => "toàn", "résumé" => "résumé"],
        in_pipeline: ["Hoà THUỶ, gía" => ["hòa", "thủy", "giá"]],
        always: |word, placed| one_placement(placed) == *placed && crate::fold(placed) == crate::fold(word),
    }

    proptest::proptest! {
        #[test]
        fn the_table_places_tones_as_decomposition_does(
            word in "(ngh|ng|nh|th|gi|qu|q|g|đ|k|)[aăâeêioôơuưyàáảãạấờửựỹ]{1,4}(|c|ch|n|ng|nh|t|m)|[a-zđáếọũỷñńḥéü]{0,10}"
        ) {
            proptest::prop_assert_eq!(one_placement(&word), by_decomposition(&word));
        }
    }
}
