//! The query language: what a reader types becomes clauses and filters. No input is an error; what cannot be understood
//! is searched as words.
//!
//! Words are joined by AND; `"exact phrase"`; `-word` and `-"phrase"` exclude; `số:`/`number:`, `mục:`/`section:`,
//! `nguồn:`/`source:`, `năm:`/`year:`, `từ:`/`from:`, `đến:`/`to:` filter. A document number is one clause however it is
//! spelled.

use crate::{Filter, Filters};
use tangthu_archive::PartialDate;
use tangthu_mentions::{Number, number_key, typed_numbers};
use tangthu_text::{fold, is_plain, normal_word, tokens};

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// In normal form.
    pub word: String,
    /// Typed without marks: it stands for all its spellings.
    pub plain: bool,
    /// Still being typed: it stands for every word that begins with it.
    pub prefix: bool,
}

/// A condition on the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clause {
    /// Whether documents that meet it are left out.
    pub negated: bool,
    /// Whether the words must stand side by side in this order.
    pub phrase: bool,
    /// A document number in its proper writing; the words are then searched only if no document cites it.
    pub number: Option<String>,
    /// The words.
    pub words: Vec<Word>,
}

/// A query as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Conditions on the text, all of which count.
    pub clauses: Vec<Clause>,
    /// Filters written in the query.
    pub filters: Filters,
}

/// Words of one query that are searched; what follows is ignored. A pasted page must not fetch the archive.
const MAX_WORDS: usize = 48;

/// Characters of a query that are read, for the same reason.
const MAX_CHARS: usize = 2_000;

impl Query {
    /// Reads `text`. With `typing`, its last word is the beginning of a word.
    pub fn parse(text: &str, typing: bool) -> Self {
        let text = text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end]);
        let mut parser =
            Parser { text, at: 0, numbers: typed_numbers(text), query: Self::default(), words: 0 };
        while parser.words < MAX_WORDS && parser.step() {}
        let mut query = parser.query;
        if typing && text.chars().next_back().is_some_and(char::is_alphanumeric) {
            query.leave_last_word_open();
        }
        query
    }

    /// Makes the last word the beginning of a word. A single letter says nothing yet and is left out: as a beginning it would
    /// fetch a good part of the index, and the results would jump.
    fn leave_last_word_open(&mut self) {
        let Some(clause) =
            self.clauses.last_mut().filter(|clause| !clause.negated && clause.number.is_none())
        else {
            return;
        };
        let mut letters = clause.words.last().map(|word| word.word.chars()).into_iter().flatten();
        // Characters of scripts without spaces are words by themselves.
        let lone_letter = letters.next().is_some_and(|c| c < '\u{0E00}') && letters.next().is_none();
        if lone_letter {
            clause.words.pop();
        } else if let Some(word) = clause.words.last_mut() {
            word.prefix = true;
        }
        self.clauses.retain(|clause| !clause.words.is_empty());
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    numbers: Vec<Number>,
    query: Query,
    words: usize,
}

/// Fields by their folded names.
const FIELDS: [(&str, Field); 12] = [
    ("so", Field::Number),
    ("number", Field::Number),
    ("muc", Field::Section),
    ("section", Field::Section),
    ("nguon", Field::Source),
    ("source", Field::Source),
    ("nam", Field::Year),
    ("year", Field::Year),
    ("tu", Field::From),
    ("from", Field::From),
    ("den", Field::To),
    ("to", Field::To),
];

#[derive(Clone, Copy)]
enum Field {
    Number,
    Section,
    Source,
    Year,
    From,
    To,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn step(&mut self) -> bool {
        let blank = self.rest().len() - self.rest().trim_start().len();
        self.at += blank;
        if self.rest().is_empty() {
            return false;
        }
        let minus = self.rest().starts_with('-')
            && self.rest()[1..].starts_with(|c: char| !c.is_whitespace() && c != '-');
        self.at += usize::from(minus);
        if self.field(minus) {
            return true;
        }
        if let Some(number) = self.number() {
            let text = self.text;
            let words = self.words_of(&text[number.start..number.end]);
            self.words += 1;
            self.query.clauses.push(Clause {
                negated: minus,
                number: Some(number.canonical),
                words,
                phrase: false,
            });
            return true;
        }
        if let Some(quoted) = self.quoted() {
            let words = self.words_of(&quoted);
            self.push(Clause { negated: minus, phrase: words.len() > 1, number: None, words });
            return true;
        }
        let end = self.chunk_end();
        let text = self.text;
        let words = self.words_of(&text[self.at..end]);
        self.at = end;
        self.push(Clause { negated: minus, words, ..Clause::default() });
        true
    }

    fn push(&mut self, clause: Clause) {
        if !clause.words.is_empty() {
            self.query.clauses.push(clause);
        }
    }

    /// A document number that begins here.
    fn number(&mut self) -> Option<Number> {
        let number = self.numbers.iter().find(|number| number.start == self.at)?.clone();
        self.at = number.end;
        Some(number)
    }

    /// A quoted text that begins here. An unclosed quote goes to the end.
    fn quoted(&mut self) -> Option<String> {
        let open = self.rest().chars().next().filter(|&c| is_quote(c))?;
        let inside = &self.rest()[open.len_utf8()..];
        let end = inside.find(is_quote).unwrap_or(inside.len());
        let quoted = inside[..end].to_owned();
        let close = inside[end..].chars().next().map_or(0, char::len_utf8);
        self.at += open.len_utf8() + end + close;
        Some(quoted)
    }

    /// The end of the run of characters that begins here: a blank, a quote, or a document number.
    fn chunk_end(&self) -> usize {
        let run = self.rest().char_indices().skip(1).find(|&(_, c)| c.is_whitespace() || is_quote(c));
        let end = self.at + run.map_or(self.rest().len(), |(end, _)| end);
        let number =
            self.numbers.iter().map(|number| number.start).find(|&start| start > self.at && start < end);
        number.unwrap_or(end)
    }

    /// `name:value` that begins here, if the name is a field's.
    fn field(&mut self, exclude: bool) -> bool {
        let Some((name, _)) = self.rest().split_once(':') else { return false };
        if name.len() > 20 || name.contains(char::is_whitespace) {
            return false;
        }
        let folded = fold(&normal_word(name));
        let Some(&(_, field)) = FIELDS.iter().find(|(known, _)| *known == folded) else { return false };
        let start = self.at;
        self.at += name.len() + 1;
        let value = match self.number() {
            Some(number) => number.canonical,
            None => self.quoted().unwrap_or_else(|| {
                let end = self.at + self.rest().find(char::is_whitespace).unwrap_or(self.rest().len());
                let value = self.text[self.at..end].to_owned();
                self.at = end;
                value
            }),
        };
        if value.trim().is_empty() || !self.filter(field, value.trim(), exclude) {
            // Not a field after all: its name and value are searched as words.
            self.at = start;
            return false;
        }
        true
    }

    fn filter(&mut self, field: Field, value: &str, exclude: bool) -> bool {
        self.words += 1;
        let filters = &mut self.query.filters;
        let filter = |value: String| Filter { value, exclude };
        match field {
            Field::Number => filters.number.push(filter(number_key(value))),
            Field::Section => filters.section.push(filter(value.to_owned())),
            Field::Source => filters.source.push(filter(value.to_owned())),
            Field::Year if value.len() == 4 && value.parse::<u16>().is_ok() => {
                filters.year.push(filter(value.to_owned()));
            }
            Field::From | Field::To => {
                let Some(date) = day_first(value) else { return false };
                let end = if matches!(field, Field::From) {
                    &mut filters.range.from
                } else {
                    &mut filters.range.to
                };
                *end = Some(date);
            }
            Field::Year => return false,
        }
        true
    }

    fn words_of(&mut self, text: &str) -> Vec<Word> {
        let room = MAX_WORDS.saturating_sub(self.words);
        let found = tokens(text).into_iter().filter(|token| !token.part).take(room);
        let words: Vec<Word> = found
            .map(|token| Word { plain: is_plain(&token.word), word: token.word, prefix: false })
            .collect();
        self.words += words.len();
        words
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// A date as people write it, day first (28/03/2023, 3/2020), or as the format does (2020-03-28, 2020).
pub(crate) fn day_first(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let fields: Vec<&str> = text.split(['/', '.', '-']).collect();
    let number = |at: usize| fields.get(at)?.parse::<u16>().ok();
    let small = |at: usize| number(at).and_then(|value| u8::try_from(value).ok());
    match fields.len() {
        2 => PartialDate::from_month(number(1)?, small(0)?),
        3 => PartialDate::from_day(number(2)?, small(1)?, small(0)?),
        _ => None,
    }
    .filter(|date| date.year() >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(query: &Query) -> Vec<&str> {
        query.clauses.iter().flat_map(|clause| &clause.words).map(|word| word.word.as_str()).collect()
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        let query = Query::parse(r#"giá "quận uỷ" -vàng -"đất nền""#, false);
        let shape: Vec<_> = query.clauses.iter().map(|c| (c.negated, c.phrase, c.words.len())).collect();
        assert_eq!(shape, [(false, false, 1), (false, true, 2), (true, false, 1), (true, true, 2)]);
        assert_eq!(words(&query), ["giá", "quận", "ủy", "vàng", "đất", "nền"]);
    }

    #[test]
    fn a_document_number_is_one_clause() {
        let query = Query::parse("theo 11 - ĐA/TU năm", false);
        assert_eq!(query.clauses[1].number.as_deref(), Some("11-ĐA/TU"));
        assert_eq!(query.clauses.len(), 3);
    }

    #[test]
    fn fields_become_filters() {
        let query = Query::parse(r#"số:01-CTr/QU -mục:"Tin tức" từ:3/2020 đến:28/03/2023 năm:2021"#, false);
        assert!(query.is_empty());
        assert_eq!(query.filters.number[0].value, "01-ctr/qu");
        assert_eq!(query.filters.section, [Filter { value: "Tin tức".into(), exclude: true }]);
        assert_eq!(query.filters.range.from.unwrap().to_string(), "2020-03");
        assert_eq!(query.filters.range.to.unwrap().to_string(), "2023-03-28");
    }

    #[test]
    fn what_is_no_field_is_searched() {
        assert_eq!(words(&Query::parse("từ:xưa http://a.vn", false)), ["từ", "xưa", "http", "a", "vn"]);
    }

    #[test]
    fn the_last_word_is_a_prefix_only_while_it_is_typed() {
        assert!(Query::parse("quan uy", true).clauses[1].words[0].prefix);
        assert!(!Query::parse("quan uy ", true).clauses[1].words[0].prefix);
        assert!(!Query::parse("quan uy", false).clauses[1].words[0].prefix);
        assert_eq!(words(&Query::parse("quan u", true)), ["quan"], "a letter says nothing yet");
        assert_eq!(words(&Query::parse("quan u", false)), ["quan", "u"]);
        assert_eq!(words(&Query::parse("河", true)), ["河"]);
    }

    #[test]
    fn a_pasted_page_is_cut() {
        let page = "từ 01-CTr/QU số:5 ".repeat(20_000);
        assert!(Query::parse(&page, false).clauses.len() <= MAX_WORDS);
    }

    proptest! {
        #[test]
        fn no_input_is_an_error(text in "\\PC{0,60}|[\"a:số01/ĐATU“” -]{0,40}", typing: bool) {
            let query = Query::parse(&text, typing);
            prop_assert!(words(&query).len() <= MAX_WORDS);
        }
    }
}
