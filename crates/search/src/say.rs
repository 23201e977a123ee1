//! How a query was read, in plain words.

use crate::{Resolved, Term, resolve::ResolvedClause};
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
    let clauses = |negated: bool| resolved.clauses.iter().filter(move |clause| clause.negated == negated);
    let mut separator = "";
    for clause in clauses(false).filter(|clause| !clause.terms.is_empty()) {
        sentence.push_str(separator);
        separator = tongue.pick(" và ", " and ");
        say_clause(&mut sentence, clause, tongue);
    }
    for clause in clauses(true).filter(|clause| !clause.terms.is_empty()) {
        if !sentence.is_empty() {
            sentence.push_str(", ");
        }
        sentence.push_str(tongue.pick("không có ", "without "));
        say_clause(&mut sentence, clause, tongue);
    }
    sentence
}

fn say_clause(sentence: &mut String, clause: &ResolvedClause, tongue: Tongue) {
    if let Some(number) = &clause.number {
        let _ = write!(sentence, "{} {number}", tongue.pick("văn bản số", "document number"));
        return;
    }
    if clause.phrase {
        let words: Vec<&str> = clause.terms.iter().map(|term| term.typed.as_str()).collect();
        let _ = write!(sentence, "“{}”", words.join(" "));
        // Longer phrases are checked pair by pair.
        sentence.push_str(match words.len() {
            2 => tongue.pick(" (liền nhau)", " (side by side)"),
            _ => tongue.pick(" (từng cặp liền nhau)", " (each two side by side)"),
        });
        return;
    }
    for (at, term) in clause.terms.iter().enumerate() {
        if at > 0 {
            sentence.push(' ');
        }
        say_term(sentence, term, tongue);
    }
}

fn say_term(sentence: &mut String, term: &Term, tongue: Tongue) {
    sentence.push_str(&term.typed);
    if term.prefix {
        sentence.push('…');
    }
    if term.spellings.is_empty() {
        sentence.push_str(tongue.pick(" (không có trong kho)", " (not in this archive)"));
        return;
    }
    let others: Vec<&str> =
        term.spellings.iter().map(|spelling| spelling.written.as_str()).take(NAMED).collect();
    if term.spellings.len() > 1 || others[0] != term.typed {
        let more = if term.spellings.len() > NAMED { ", …" } else { "" };
        let _ = write!(sentence, " ({}{more})", others.join(", "));
    }
    if term.cut {
        sentence.push_str(tongue.pick(" [chỉ các từ hay gặp nhất]", " [only the most frequent words]"));
    }
}
