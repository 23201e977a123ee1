//! How a query was read, in plain words.

use crate::{
    FoundSpelling, Reading, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat, Term,
    analysis::TITLE_SIGN,
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
    sentence
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
