//! The build of a Vietnamese syllable: onset, vowels, coda; and which rhymes there are.

use crate::alphabet::{Tone, is_vowel, letter};

/// Letters of the longest syllable that is considered: three of an onset, three vowels, two of a coda.
pub(crate) const LONGEST: usize = 8;

/// The rhymes of Vietnamese without tones, those of a few borrowed and imitating words included (xoong, nguều), and
/// that of the highland names Đắk and Lắk.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong ooc \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu \
    uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y yêm yên yêng yêt yêu";

/// A syllable in its three parts, in lower case and without a tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syllable<'a> {
    /// The consonants it begins with; `qu` and `gi` before a vowel are among them.
    pub(crate) onset: &'a [char],
    /// Its vowels, semivowels included; at least one.
    pub(crate) vowels: &'a [char],
    /// The consonants it ends with.
    pub(crate) coda: &'a [char],
}

impl<'a> Syllable<'a> {
    /// The parts of `letters`, which are lower case and carry no tone, if they have the build of a syllable.
    pub(crate) fn of(letters: &'a [char]) -> Option<Self> {
        let mut start = onset(letters);
        // "qu" and "gi" before a vowel are onsets: quý, giá. In "gì" and "gìn" the i is the vowel.
        let glides = matches!(letters, ['q', 'u', ..] | ['g', 'i', ..]);
        if glides && letters.get(start + 1).is_some_and(|&next| is_vowel(next)) {
            start += 1;
        }
        let (onset, rhyme) = letters.split_at_checked(start)?;
        let count = rhyme.iter().take_while(|&&c| is_vowel(c)).count();
        let (vowels, coda) = rhyme.split_at_checked(count)?;
        (count > 0 && is_coda(coda)).then_some(Self { onset, vowels, coda })
    }

    /// Whether the language has this rhyme, after this onset, in this spelling.
    fn is_known(&self) -> bool {
        // The glide of an onset counts as a vowel of some rhymes: quyết has uyêt, giếng has iêng.
        let glide = self.onset.iter().rfind(|&&c| is_vowel(c));
        let known = is_rhyme(None, self.vowels, self.coda)
            || glide.is_some_and(|&glide| is_rhyme(Some(glide), self.vowels, self.coda));
        let first = self.vowels.first().copied().unwrap_or_default();
        let is_front = matches!(first, 'e' | 'ê' | 'i' | 'y');
        known
            && match self.onset {
                ['q'] => false,
                // "gi" is written "g" before i alone, which is no front vowel for it: gì, gìn.
                ['g'] => !is_front || first == 'i',
                ['c'] | ['n', 'g'] => !is_front,
                ['g', 'h'] | ['n', 'g', 'h'] => is_front,
                [] => !matches!(self.vowels, ['u', 'ơ']),
                _ => true,
            }
    }
}

/// Whether `word`, in normal form, is built like a Vietnamese syllable: an onset, a rhyme that the language has, and a tone
/// that can stand on it. Whether the language has the word is for a dictionary to say.
///
/// ```
/// use tangthu_text::is_syllable;
/// assert!(is_syllable("nghiêng") && is_syllable("quyết") && is_syllable("quan"));
/// assert!(!is_syllable("duong"), "uong is no rhyme: this is đường without its marks");
/// assert!(!is_syllable("was") && !is_syllable("càt") && !is_syllable("ngi"));
/// ```
pub fn is_syllable(word: &str) -> bool {
    let mut letters = ['\0'; LONGEST];
    let (mut count, mut tone) = (0, None);
    for c in word.chars() {
        let Some(next) = letter(c).filter(|letter| letter.lower == c) else { return false };
        let Some(place) = letters.get_mut(count) else { return false };
        if next.tone.is_some() && tone.is_some() {
            return false;
        }
        *place = next.letter;
        tone = tone.or(next.tone);
        count += 1;
    }
    letters.get(..count).is_some_and(|letters| is_spelled(letters, tone))
}

/// Whether `word`, which is in normal form, ends in a stop (c, ch, p, t) and has no tone: the language has no such word, so the
/// tone is still to be typed. (Names of other languages end in k: Đăk.)
///
/// ```
/// use tangthu_text::lacks_its_tone;
/// assert!(lacks_its_tone("viêt") && lacks_its_tone("quôc") && lacks_its_tone("đươc"));
/// assert!(!lacks_its_tone("việt") && !lacks_its_tone("nôi") && !lacks_its_tone("đăk"));
/// ```
pub fn lacks_its_tone(word: &str) -> bool {
    let toneless = |c| letter(c).is_some_and(|letter| letter.tone.is_none());
    let stopped = word.ends_with(['c', 'p', 't']) || word.ends_with("ch");
    stopped && word.chars().all(toneless) && is_syllable(word)
}

/// Whether `letters`, which are lower case, spell a syllable with `tone`.
pub(crate) fn is_spelled(letters: &[char], tone: Option<Tone>) -> bool {
    let Some(syllable) = Syllable::of(letters).filter(Syllable::is_known) else { return false };
    // A syllable that ends in a stop takes sắc or nặng. One that is written without its tone passes: it may be typed so.
    let stopped = matches!(syllable.coda, ['c' | 'k' | 'p' | 't'] | ['c', 'h']);
    !stopped || matches!(tone, None | Some(Tone::Sac | Tone::Nang))
}

/// Whether the language has the rhyme of `vowels`, after `glide` if there is one, and `coda`.
pub(crate) fn is_rhyme(glide: Option<char>, vowels: &[char], coda: &[char]) -> bool {
    RHYMES
        .split_ascii_whitespace()
        .any(|rhyme| rhyme.chars().eq(glide.iter().chain(vowels).chain(coda).copied()))
}

/// How many of the first letters are an onset.
fn onset(letters: &[char]) -> usize {
    match letters {
        ['n', 'g', 'h', ..] => 3,
        ['c' | 'g' | 'k' | 'n' | 'p' | 't', 'h', ..] | ['n', 'g', ..] | ['t', 'r', ..] => 2,
        [first, ..] if "bcdđghklmnpqrstvx".contains(*first) => 1,
        _ => 0,
    }
}

fn is_coda(letters: &[char]) -> bool {
    matches!(letters, [] | ['c' | 'k' | 'm' | 'n' | 'p' | 't'] | ['c', 'h'] | ['n', 'g' | 'h'])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::alphabet::with_tone;

    /// Every syllable that the rules allow, in normal form.
    pub(crate) fn all() -> impl Iterator<Item = String> {
        const ONSETS: &str = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x";
        let tones =
            [None, Some(Tone::Huyen), Some(Tone::Sac), Some(Tone::Hoi), Some(Tone::Nga), Some(Tone::Nang)];
        let onsets = ONSETS.split(' ').chain([""]);
        let spelled =
            onsets.flat_map(|onset| RHYMES.split_ascii_whitespace().map(move |rhyme| (onset, rhyme)));
        spelled.flat_map(move |(onset, rhyme)| {
            tones.into_iter().filter_map(move |tone| {
                let mut letters: Vec<char> = onset.chars().chain(rhyme.chars()).collect();
                let place = crate::tone::tone_place(&Syllable::of(&letters)?)?;
                letters[place] = with_tone(letters[place], tone)?;
                let word: String = letters.into_iter().collect();
                is_syllable(&word).then_some(word)
            })
        })
    }

    #[test]
    fn the_words_of_a_page_are_syllables() {
        let page = "quận ủy long biên triển khai chương trình hành động thực hiện nghị quyết đại hội đảng bộ thành phố nhiệm kỳ \
            giếng giữ gìn gì quốc huỳnh khuya khuỷu ngoằn ngoèo thuở huơ quơ xoong yêu yểng ghế nghe kạn quạu quýt quỵch \
            nguyễn thuyết loăng quăng đắk lắk hươu rượu uống ước nghiêng giặc biếc quầy xuất tuần loắt choắt hoành huênh hoang";
        for word in page.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn other_shapes_are_not() {
        for word in [
            "", "b", "ng", "was", "pass", "fax", "new", "ce", "nge", "gha", "q", "qi", "iơ", "ìt", "hổc",
            "ấấ", "quận1",
        ]
        .into_iter()
        .chain(["Quận", "ñan", "nghiêngg", "nghiêngng", "ươ", "êng", "ơng", "uơ"])
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
