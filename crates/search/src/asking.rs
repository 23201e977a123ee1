//! Which words of a query are those by which a question asks: they count less ([`crate::weights::ASKING`]).

use crate::{
    query::{Clause, What},
    weights,
};

/// Marks them. A short query is left alone: every word of it was chosen, and "là gì" may be a title.
pub(crate) fn mark(clauses: &mut [Clause]) {
    if clauses.len() <= weights::COMPLETE_FIRST {
        return;
    }
    // AI is no question; and whatever is no plain word parts the words round it.
    let word = |clause: &Clause| match clause {
        Clause { negated: false, what: What::Word(word) } if !word.in_title && !word.capitals => {
            word.word.clone()
        }
        _ => String::new(),
    };
    let words: Vec<String> = clauses.iter().map(word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for (clause, asks) in clauses.iter_mut().zip(tangthu_text::asking(&words)) {
        if let What::Word(word) = &mut clause.what {
            word.asks = asks;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Query;

    fn asking(query: &str) -> Vec<String> {
        let clauses = Query::parse(query).clauses.into_iter();
        let words =
            clauses.filter_map(|clause| if let What::Word(word) = clause.what { Some(word) } else { None });
        words.filter(|word| word.asks).map(|word| word.word).collect()
    }

    #[test]
    fn a_question_is_told_from_a_short_query() {
        assert_eq!(asking("Khóa luận tốt nghiệp có bao nhiêu tín chỉ?"), ["bao", "nhiêu"]);
        assert_eq!(asking("tình yêu là gì").len(), 0);
    }

    #[test]
    fn capitals_and_exclusions_do_not_ask() {
        assert_eq!(asking("trí tuệ nhân tạo AI trong y tế").len(), 0);
        assert_eq!(asking("trường hợp sinh viên thôi học -nào").len(), 0);
    }
}
