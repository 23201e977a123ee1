//! What every text rule is tested for: alone, on the words that the pipeline hands it, and on random input.

/// Writes the tests of one rule, which takes a word and gives a text (empty where it has nothing to say).
///
/// - `alone`: words and what the rule makes of them.
/// - `in_pipeline`: texts, and what the rule makes of each of their [`tokens`](crate::tokens).
/// - `always`: what holds of any input and what the rule makes of it. Random strings are tried, half of them made of what
///   Vietnamese is typed with, each as it is and as the pipeline cuts it. What a rule gives is always in form C.
macro_rules! test_rule {
    (
        rule: $rule:expr,
        alone: [$($word:literal => $made:literal),* $(,)?],
        in_pipeline: [$($text:literal => [$($each:literal),* $(,)?]),* $(,)?],
        always: |$input:ident, $output:ident| $holds:expr $(,)?
    ) => {
        #[test]
        fn the_rule_works_alone() {
            let rule = $rule;
            $(assert_eq!(rule($word), $made, "{}", $word);)*
        }

        #[test]
        fn the_rule_works_in_the_pipeline() {
            let rule = $rule;
            $(
                let made: Vec<String> = crate::tokens($text).iter().map(|token| rule(&token.word)).collect();
                assert_eq!(made, [$($each),*], "{}", $text);
            )*
        }

        #[test]
        fn the_rule_holds_on_random_input() {
            use proptest::prelude::*;
            let rule = $rule;
            let holds = |$input: &str, $output: &str| -> bool { $holds };
            let typed = "[a-zA-Z0-9đăâêôơưáàảãạếềểễệýỷĐÐƯ\u{301}\u{323}\u{302}\u{200B}' .,/-]{0,24}";
            proptest!(|(text in prop_oneof!["\\PC{0,24}", typed])| {
                let words = crate::tokens(&text).into_iter().map(|token| token.word);
                for word in words.chain([crate::normal_word(&text), text.clone()]) {
                    let made = rule(&word);
                    prop_assert!(holds(&word, &made), "{word:?} {made:?}");
                    prop_assert!(word == text || unicode_normalization::is_nfc(&made), "{word:?} {made:?}");
                }
            });
        }
    };
}

pub(crate) use test_rule;

/// Checks the examples of a table of keys, `keys: word` each: the keys make the word, by the method itself.
pub(crate) fn check_keys(table: &str, method: fn(&str) -> Option<String>) {
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [keys, _, example] = fields[..] else { panic!("three fields: {line}") };
        let Some((typed, word)) = example.split_once(": ") else { panic!("keys and a word: {line}") };
        assert_eq!(method(typed).as_deref(), Some(word), "{line}");
        assert!(typed.contains(|key| keys.contains(key)), "{line}");
    }
}
