//! Putting the spelling that was meant in place of a word typed without marks.

use tangthu_text::{TokenRef, for_each_token};

/// `query` with `spelling` wherever `word` stands in it as a word of its own; everything round it stays as typed.
///
/// ```
/// assert_eq!(tangthu_search::respelled("-Duong \"duong\" duongx", "duong", "đường"), "-đường \"đường\" duongx");
/// ```
pub fn respelled(query: &str, word: &str, spelling: &str) -> String {
    let mut result = String::with_capacity(query.len() + spelling.len());
    let mut copied = 0;
    for_each_token(query, |TokenRef { start, end, word: found, .. }| {
        if found == word && start >= copied {
            result.push_str(&query[copied..start]);
            result.push_str(spelling);
            copied = end;
        }
    });
    result.push_str(&query[copied..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_itself_is_replaced() {
        assert_eq!(respelled("duong pho \"DUONG\" duongx", "duong", "dương"), "dương pho \"dương\" duongx");
        assert_eq!(respelled("từ:2020 ho", "ho", "hồ"), "từ:2020 hồ");
        assert_eq!(respelled("", "duong", "dương"), "");
    }
}
