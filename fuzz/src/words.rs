//! The rules of language: words lie in the text where they are said to lie, and each rule is settled after one pass.

use crate::{TEXTS, text};
use tangthu_text::{
    agrees, clean, expansions, fold, for_each_token, from_telex, from_vni, is_plain, is_syllable,
    normal_word, one_placement, other_i_y, tokens, unmarked,
};

/// The first inputs.
pub fn seeds() -> Vec<Vec<u8>> {
    TEXTS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Cuts the input into words and applies every rule.
pub fn check(data: &[u8]) {
    let text = text(data);
    let found = tokens(&text);

    let mut each = found.iter();
    for_each_token(&text, |token| {
        let same = each.next().map(|one| (one.start, one.end, one.word.as_str(), one.position, one.part));
        assert_eq!(same, Some((token.start, token.end, token.word, token.position, token.part)));
    });
    assert_eq!(each.next(), None, "both ways of asking give the same words");

    let (mut whole, mut next, mut end) = (0..0, 0, 0);
    for token in &found {
        assert!(token.start < token.end && text.get(token.start..token.end).is_some(), "{token:?}");
        if token.part {
            assert!(token.start >= whole.start && token.end <= whole.end, "{token:?} in {whole:?}");
            assert_eq!(token.position + 1, next, "{token:?}");
        } else {
            assert!(token.start >= end && token.position == next, "{token:?}");
            (whole, end, next) = (token.start..token.end, token.end, next + 1);
        }
        assert_eq!(normal_word(&text[token.start..token.end]), token.word);
        word(&token.word);
        let (word, folded) = (&token.word, fold(&token.word));
        assert!(agrees(word, word) && agrees(&folded, word), "{word:?} agrees with itself");
    }

    let cleaned = clean(&text);
    assert_eq!(clean(&cleaned), cleaned, "a clean text is clean");
    let words = |text: &str| tokens(text).into_iter().map(|token| token.word).collect::<Vec<_>>();
    assert_eq!(words(&cleaned), words(&text), "cleaning changes no word");
    let bare = unmarked(&text);
    assert_eq!(unmarked(&bare), bare, "a text without marks has none to lose");
    word(&text);
    // Abbreviations are looked for in a long table: one is enough.
    if let Some(token) = found.first() {
        expansions(&token.word).for_each(drop);
    }
}

/// What holds for a word, or for what somebody takes for one.
fn word(word: &str) {
    let normal = normal_word(word);
    assert_eq!(normal_word(&normal), normal, "the normal form of {word:?}");
    assert_eq!(one_placement(&normal), normal, "the place of the tone in {normal:?}");
    let folded = fold(&normal);
    assert_eq!(fold(&folded), folded, "the folded form of {normal:?}");
    assert!(is_plain(&folded), "{folded:?} has no marks");
    if let Some(other) = other_i_y(&normal) {
        assert_eq!(other_i_y(&other).as_deref(), Some(normal.as_str()));
    }
    for keyed in [from_telex(&normal), from_vni(&normal)].into_iter().flatten() {
        assert_eq!(normal_word(&keyed), keyed, "what keys make is in normal form");
    }
    is_syllable(&normal);
}
