//! What the keys of an input method do to a syllable that is being typed. Telex and VNI are two keyboards for the same
//! few operations; which key does which stands in `data/telex.tsv` and `data/vni.tsv`, and is asked by [`crate::telex`] and
//! [`crate::vni`].

use crate::alphabet::{Tone, is_vowel, letter, with_tone};
use crate::normal_word;
use crate::syllable::{LONGEST, Syllable, is_rhyme, is_spelled};
use crate::tone::tone_place;

/// The letters with a roof.
const ROOFED: [(char, char); 3] = [('a', 'â'), ('e', 'ê'), ('o', 'ô')];

/// More keys than any syllable takes, so that a long word is not worked on in vain.
const MAX_KEYS: usize = 20;

/// A syllable as far as it is typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    /// The letters without tones, in lower case.
    letters: Vec<char>,
    tone: Option<Tone>,
}

impl Typed {
    /// Types the keys of `word` one after the other, each by `press`, and gives the word they make: its normal form, if that
    /// is built like a syllable and is not what the keys themselves say.
    pub(crate) fn word(word: &str, press: impl Fn(&mut Self, char)) -> Option<String> {
        if !word.is_ascii() || word.len() > MAX_KEYS {
            return None;
        }
        let keys = word.to_ascii_lowercase();
        let mut typed = Self::default();
        keys.chars().for_each(|key| press(&mut typed, key));
        typed.finish().filter(|made| *made != keys)
    }

    /// A letter that changes no other.
    pub(crate) fn push(&mut self, letter: char) {
        self.letters.push(letter);
    }

    /// Whether a vowel has been typed: before one, the keys of tones are letters.
    pub(crate) fn has_vowel(&self) -> bool {
        self.letters.iter().any(|&c| is_vowel(c))
    }

    /// The key of a tone, which stands for the letter `key` where it can be no tone. Pressed twice, it is the letter.
    pub(crate) fn tone(&mut self, tone: Tone, key: char) {
        if !self.has_vowel() {
            self.push(key);
        } else if self.tone == Some(tone) {
            self.tone = None;
            self.push(key);
        } else {
            self.tone = Some(tone);
        }
    }

    /// The key that takes the tone away.
    pub(crate) fn no_tone(&mut self, key: char) {
        if self.tone.take().is_none() {
            self.push(key);
        }
    }

    /// The stroke of đ. Says whether there was a d for it.
    pub(crate) fn stroke(&mut self) -> bool {
        let first = self.letters.first_mut().filter(|first| **first == 'd');
        first.map(|first| *first = 'đ').is_some()
    }

    /// The roof over the last a, e or o, or over the last `wanted` if one is wanted. Says whether there was a letter for it.
    pub(crate) fn roof(&mut self, wanted: Option<char>) -> bool {
        let (start, end) = self.vowels();
        let roofed = |c: char| {
            let base = letter(c)?.base;
            let (_, roofed) = ROOFED.into_iter().find(|&(plain, _)| plain == base)?;
            (c != roofed && wanted.is_none_or(|wanted| wanted == base)).then_some(roofed)
        };
        let found = (start..end).rev().find_map(|at| Some((at, roofed(self.letters[at])?)));
        let Some((at, roofed)) = found else { return false };
        let before = std::mem::replace(&mut self.letters[at], roofed);
        // A letter behind others belongs to them unless the roof makes a rhyme: khoeo is no "khôe".
        if at + 1 < end && !is_rhyme(None, &self.letters[start..end], &[]) {
            self.letters[at] = before;
            return false;
        }
        true
    }

    /// The horn of ư and ơ, or of both in ươ. Says whether there was a letter for it.
    pub(crate) fn horn(&mut self) -> bool {
        let (start, end) = self.vowels();
        let vowels = &mut self.letters[start..end];
        let is_u = |c: &char| matches!(c, 'u' | 'ư');
        let is_o = |c: &char| matches!(c, 'o' | 'ô' | 'ơ');
        if let Some(at) = vowels.windows(2).position(|pair| is_u(&pair[0]) && is_o(&pair[1])) {
            let fresh = vowels[at..at + 2] != ['ư', 'ơ'];
            vowels[at..at + 2].copy_from_slice(&['ư', 'ơ']);
            return fresh;
        }
        // Of "oa" neither takes a horn: the a may take a breve.
        let has_a = vowels.contains(&'a') || vowels.contains(&'â');
        for vowel in vowels {
            *vowel = match *vowel {
                'u' => 'ư',
                'o' | 'ô' if !has_a => 'ơ',
                _ => continue,
            };
            return true;
        }
        false
    }

    /// The breve of ă. Says whether there was a letter for it.
    pub(crate) fn breve(&mut self) -> bool {
        let (start, end) = self.vowels();
        let vowel = self.letters[start..end].iter_mut().rev().find(|c| matches!(c, 'a' | 'â'));
        vowel.map(|vowel| *vowel = 'ă').is_some()
    }

    /// Undoes the roof of an ô that was just typed, so that a third o gives the long o of "xoong".
    pub(crate) fn long_o(&mut self) -> bool {
        let last = self.letters.last_mut().filter(|last| **last == 'ô');
        let found = last.map(|last| *last = 'o').is_some();
        if found {
            self.push('o');
        }
        found
    }

    /// Where the last vowels typed stand. The u of "qu" and the i of "gi" before a vowel are none of them.
    fn vowels(&self) -> (usize, usize) {
        let end = self.letters.iter().rposition(|&c| is_vowel(c)).map_or(0, |at| at + 1);
        let count = self.letters[..end].iter().rev().take_while(|&&c| is_vowel(c)).count();
        let glides =
            matches!(self.letters[..], ['q', 'u', ..] | ['g', 'i', ..]) && count == end - 1 && count > 1;
        (end - count + usize::from(glides), end)
    }

    fn finish(mut self) -> Option<String> {
        self.join_horns();
        if self.letters.len() > LONGEST || !is_spelled(&self.letters, self.tone) {
            return None;
        }
        let place = tone_place(&Syllable::of(&self.letters)?)?;
        self.letters[place] = with_tone(self.letters[place], self.tone)?;
        Some(normal_word(&self.letters.iter().collect::<String>()))
    }

    /// One horn is enough for ươ, and none but the second is meant at the end of a word: thuở.
    fn join_horns(&mut self) {
        let (start, end) = self.vowels();
        let closed = end < self.letters.len() || end - start > 2;
        let vowels = &mut self.letters[start..end];
        if let Some([u, o]) = vowels.first_chunk_mut::<2>()
            && matches!((*u, *o), ('ư', 'o' | 'ơ') | ('u', 'ơ'))
        {
            (*u, *o) = (if closed { 'ư' } else { 'u' }, 'ơ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A keyboard of its own, with a key for each thing that keys do; what Telex and VNI make of them is tested there.
    fn made(word: &str) -> String {
        let word = Typed::word(word, |typed, key| match key {
            '1' => typed.tone(Tone::Sac, key),
            '2' => typed.tone(Tone::Huyen, key),
            '0' => typed.no_tone(key),
            '4' if typed.long_o() => {}
            '5' if typed.roof(Some('e')) => {}
            '6' if typed.roof(None) => {}
            'o' if typed.roof(Some(key)) => {}
            '7' if typed.horn() => {}
            '8' if typed.breve() => {}
            '9' if typed.stroke() => {}
            _ => typed.push(key),
        });
        word.unwrap_or_default()
    }

    crate::rule_tests::test_rule! {
        rule: made,
        alone: [
            "quan16" => "quấn",
            "quan61" => "quấn",
            "quan612" => "quần",
            "quan60" => "",
            "quan610" => "quân",
            "duong79" => "đương",
            "duo7ng2" => "dường",
            "thuo71" => "thuớ",
            "hoa87n" => "",
            "hoan8" => "hoăn",
            "xo64ng" => "xoong",
            "tien5" => "tiên",
            "toan5" => "",
            // A roof that makes no rhyme is none: the o is the letter.
            "khoeo1" => "khoéo",
            "khoeo6" => "",
            "hoa2" => "hòa",
            "qua2" => "quà",
            "gia1" => "giá",
            "1a" => "",
            "quận" => "",
        ],
        in_pipeline: ["Quan61 d9ang2, 24.10" => ["quấn", "đàng", ""]],
        always: |keys, word| word.is_empty() || word != keys && crate::is_syllable(word),
    }

    #[test]
    fn more_keys_than_a_syllable_takes_are_not_worked_on() {
        assert_eq!(made(&format!("qua{}n6", "10".repeat(MAX_KEYS))), "");
    }
}
