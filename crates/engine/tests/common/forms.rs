//! One word in the many forms in which texts and queries hold it: composed, decomposed, composed by halves, with characters that
//! nobody sees, with the tone where other hands put it, in capitals, with look-alikes of đ; and typed without its marks.

use unicode_normalization::UnicodeNormalization;

/// Forms of a word that all say the same.
pub(crate) const FORMS: usize = 10;

/// Those in which a query may hold it: the same, and two that say less.
pub(crate) const TYPED_FORMS: usize = FORMS + 2;

/// Places of tones that are not the index's.
const PLACED: [(&str, &str); 5] = [("òa", "oà"), ("ủy", "uỷ"), ("úy", "uý"), ("quý", "qúy"), ("giá", "gía")];

/// `word`, which is in normal form, in the form of this number.
pub(crate) fn in_form(word: &str, form: usize) -> String {
    match form {
        1 => word.nfd().collect(),
        // The roof on its letter, the tone behind it.
        2 => each_letter(word, |base, roof, tone| {
            let roofed: String = base.iter().chain(roof).copied().nfc().collect();
            format!("{roofed}{}", tone.iter().collect::<String>())
        }),
        // The tone before the roof.
        3 => each_letter(word, |base, roof, tone| base.iter().chain(tone).chain(roof).collect()),
        4 => hidden(word, '\u{200B}'),
        5 => hidden(&in_form(word, 1), '\u{AD}'),
        6 => other_place(word),
        7 => other_place(word).nfd().collect(),
        8 => word.to_uppercase().replace('Đ', "\u{D0}"),
        9 => word.replace('đ', "\u{189}").nfd().collect(),
        10 => tangthu_text::fold(word),
        11 => each_letter(word, |base, roof, _| base.iter().chain(roof).copied().nfc().collect()),
        _ => word.to_owned(),
    }
}

/// The word with each of its letters written anew, of its base, its roof and its tone.
fn each_letter(word: &str, write: impl Fn(&[char], &[char], &[char]) -> String) -> String {
    let letter = |letter: char| {
        let parts: Vec<char> = std::iter::once(letter).nfd().collect();
        let is_roof = |c: &char| matches!(c, '\u{302}' | '\u{306}' | '\u{31B}');
        let (roof, tone): (Vec<char>, Vec<char>) = parts[1..].iter().partition(|c| is_roof(c));
        write(&parts[..1], &roof, &tone)
    };
    word.chars().map(letter).collect()
}

/// The word with a character that nobody sees behind its first, if it has a second.
fn hidden(word: &str, invisible: char) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 1 {
        letters.insert(1, invisible);
    }
    letters.into_iter().collect()
}

fn other_place(word: &str) -> String {
    let other = PLACED.iter().find(|(here, _)| word.ends_with(here) && (*here != "úy" || word != "quý"));
    other.map_or_else(|| word.to_owned(), |(here, there)| word.replace(here, there))
}
