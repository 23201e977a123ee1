//! How a query was read, in plain words.

use crate::{
    FoundSpelling, Reading, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat, Term,
    analysis::TITLE_SIGN, fields::Wants, query::Unread,
};
use std::fmt::Write;

/// The language in which it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Vietnamese.
    Vietnamese,
    /// English.
    English,
}

impl Tongue {
    fn pick(self, vietnamese: &'static str, english: &'static str) -> &'static str {
        if self == Self::Vietnamese { vietnamese } else { english }
    }
}

/// Spellings named for one word; the page lists the rest.
const NAMED: usize = 3;

/// One sentence on how the query was read; empty where there is nothing to say.
pub fn read_as(resolved: &Resolved, tongue: Tongue) -> String {
    let mut sentence = String::new();
    say_list(&mut sentence, &resolved.clauses, tongue);
    for unread in &resolved.unread {
        let after = if sentence.is_empty() { "" } else { "; " };
        let _ = write!(sentence, "{after}{}", say_unread(unread, tongue));
    }
    sentence
}

/// That a field was not understood, why, and what was done instead; or that it holds for more than where it stands.
fn say_unread(Unread { typed, wants }: &Unread, tongue: Tongue) -> String {
    let wants = match wants {
        Wants::Year => tongue.pick("năm có bốn chữ số", "year of four digits"),
        Wants::Month => tongue.pick("tháng (viết như 3/2020)", "month (written as 3/2020)"),
        Wants::Date => tongue.pick(
            "ngày, tháng hay năm có thật (viết như 28/03/2021, 3/2020, 2020)",
            "day, month or year that exists (written as 28/03/2021, 3/2020, 2020)",
        ),
        Wants::Whole => {
            let whole =
                tongue.pick("lọc cả câu tìm, không riêng một vế", "filters the whole query, not one side");
            return format!("“{typed}” {whole}");
        }
    };
    match tongue {
        Tongue::Vietnamese => format!("“{typed}” không phải {wants}, nên được tìm như từ ngữ"),
        Tongue::English => format!("“{typed}” names no {wants}, so it was searched as words"),
    }
}

/// That something was read as a document number.
pub fn say_number(number: &str, tongue: Tongue) -> String {
    format!("{} {number}", tongue.pick("văn bản số", "document number"))
}

/// That a query has nothing in it by which documents could be told.
pub fn say_nothing(tongue: Tongue) -> &'static str {
    tongue.pick("không có chữ hay số nào để tìm", "no word or number to search for")
}

/// Clauses that all count: words that follow one another as they stand, the rest joined by "and", exclusions last.
fn say_list(sentence: &mut String, clauses: &[ResolvedClause], tongue: Tongue) {
    let mut before: Option<&ResolvedWhat> = None;
    for clause in clauses.iter().filter(|clause| !clause.negated) {
        if let Some(before) = before {
            let words = [before, &clause.what]
                .iter()
                .all(|what| matches!(what, ResolvedWhat::Term(term) if !is_title(term)));
            sentence.push_str(if words { " " } else { tongue.pick(" và ", " and ") });
        }
        say_what(sentence, &clause.what, tongue);
        before = Some(&clause.what);
    }
    for clause in clauses.iter().filter(|clause| clause.negated) {
        if !sentence.is_empty() {
            sentence.push_str(", ");
        }
        sentence.push_str(tongue.pick("không có ", "without "));
        say_what(sentence, &clause.what, tongue);
    }
}

fn say_what(sentence: &mut String, what: &ResolvedWhat, tongue: Tongue) {
    match what {
        ResolvedWhat::Term(term) => say_term(sentence, term, tongue),
        ResolvedWhat::Number(number, _) => {
            sentence.push_str(&say_number(number, tongue));
        }
        ResolvedWhat::Phrase(ResolvedPhrase { number: Some(number), .. }) => {
            let _ = write!(sentence, "{} ({})", say_number(number, tongue), absent(tongue));
        }
        ResolvedWhat::Phrase(phrase) => {
            let _ = write!(sentence, "{} {}", quoted(phrase), tongue.pick("liền nhau", "side by side"));
        }
        ResolvedWhat::Short(term, long) => {
            say_term(sentence, term, tongue);
            for phrase in long {
                let _ = write!(sentence, " {} {}", tongue.pick("hay", "or"), quoted(phrase));
            }
        }
        ResolvedWhat::Any(lists) => {
            for (at, list) in lists.iter().enumerate() {
                sentence.push_str(if at > 0 { tongue.pick(" hoặc ", " or ") } else { "" });
                let mut inside = String::new();
                say_list(&mut inside, list, tongue);
                let _ = if list.len() > 1 {
                    write!(sentence, "({inside})")
                } else {
                    write!(sentence, "{inside}")
                };
            }
        }
    }
}

fn quoted(phrase: &ResolvedPhrase) -> String {
    let words: Vec<&str> = phrase.words.iter().map(|term| term.typed.as_str()).collect();
    format!("“{}”", words.join(" "))
}

fn absent(tongue: Tongue) -> &'static str {
    tongue.pick("không có trong kho", "not in this archive")
}

fn is_title(term: &Term) -> bool {
    term.written.starts_with(TITLE_SIGN)
}

fn say_term(sentence: &mut String, term: &Term, tongue: Tongue) {
    if is_title(term) {
        sentence.push_str(tongue.pick("trong tiêu đề: ", "in the title: "));
    }
    sentence.push_str(&term.typed);
    if term.prefix {
        sentence.push('…');
    }
    let spelled = |spelling: &FoundSpelling| spelling.written.trim_start_matches(TITLE_SIGN).to_owned();
    let named: Vec<String> = term.spellings.iter().map(spelled).take(NAMED).collect();
    let more = if term.spellings.len() > NAMED { ", …" } else { "" };
    let names = format!("{}{more}", named.join(", "));
    let _ = match term.reading {
        _ if named.is_empty() => {
            write!(sentence, " ({})", absent(tongue))
        }
        Reading::Keys => {
            write!(sentence, " ({} {names})", tongue.pick("gõ Telex hoặc VNI của", "Telex or VNI keys of"))
        }
        Reading::Like => {
            write!(
                sentence,
                " ({} {names})",
                tongue.pick("không có trong kho; gần giống:", "not in this archive; close to it:")
            )
        }
        _ if term.spellings.len() > 1 || named[0] != term.typed => write!(sentence, " ({names})"),
        _ => Ok(()),
    };
    if term.cut {
        sentence.push_str(
            tongue.pick(" [chỉ một phần các từ bắt đầu như vậy]", " [only some of the words that begin so]"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Query;

    fn said(query: &str, tongue: Tongue) -> String {
        let Query { unread, .. } = Query::parse(query);
        read_as(&Resolved { unread, ..Resolved::default() }, tongue)
    }

    #[test]
    fn what_was_not_understood_is_said_with_what_was_done_instead() {
        assert_eq!(
            said("từ:99/99/9999", Tongue::Vietnamese),
            "“từ:99/99/9999” không phải ngày, tháng hay năm có thật (viết như 28/03/2021, 3/2020, 2020), nên được tìm như từ ngữ"
        );
        assert_eq!(
            said("year:abc month:13/2020", Tongue::English),
            "“year:abc” names no year of four digits, so it was searched as words; “month:13/2020” names no month (written as 3/2020), so it was searched as words"
        );
        assert_eq!(said("năm:2020 từ:3/2020", Tongue::Vietnamese), "");
    }
}
