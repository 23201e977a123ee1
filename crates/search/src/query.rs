//! The query language: what a reader types becomes clauses and filters. No input is an error; what cannot be understood
//! is searched as words.
//!
//! ```text
//! query  = list
//! list   = item+ ("OR" item+)*                   OR binds loosest: in Vietnamese a word is mostly two syllables
//! item   = ["-"] ( "(" list ")" | field ":" value | number | quoted | word )
//! ```
//!
//! A document number is one clause however it is spelled. A word behind `=` is meant as it is written, also without marks. The names of fields are in [`crate::fields`].

use crate::{
    Filter, Filters, List,
    fields::{Field, Wants, field_at},
};
use tangthu_mentions::{Number, is_tail, typed_numbers};
use tangthu_text::{is_capital, is_plain, is_syllable, tokens};

/// What else a word of a query may stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// Other writings of it (kỹ and kĩ, 1500 and 1.500), what it is short for, and, where it occurs nowhere, what it may have meant.
    #[default]
    Anything,
    /// Nothing of this: it stands between quotation marks. Without marks it still stands for all its spellings.
    Itself,
    /// Itself as it is typed, also where it has no marks: it stands behind `=`.
    AsTyped,
}

/// A word of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// In normal form.
    pub word: String,
    /// Typed without marks, and not behind `=`: it stands for all its spellings.
    pub plain: bool,
    /// What else it may stand for.
    pub means: Means,
    /// Whether it must stand in the title.
    pub in_title: bool,
    /// Typed in capitals, as abbreviations are.
    pub capitals: bool,
    /// Whether a question asks by it (là gì, bao nhiêu): its answer need not hold it.
    pub asks: bool,
}

/// A condition on the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Whether documents that meet it are left out.
    pub negated: bool,
    /// What is asked for.
    pub what: What,
}

/// What a clause asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A word.
    Word(Word),
    /// Words side by side in this order, two at least.
    Phrase(Vec<Word>),
    /// The same without quotation marks, joined as codes are (AS-206): wanted as words are, where a phrase is demanded.
    Joined(Vec<Word>),
    /// A document number in its proper writing; its words are searched only if no document cites it.
    Number(String, Vec<Word>),
    /// One of several lists of clauses, of which all count.
    Any(Vec<Vec<Clause>>),
}

/// A query as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Conditions on the text, all of which count.
    pub clauses: Vec<Clause>,
    /// Filters written in the query.
    pub filters: Filters,
    /// People, places and bodies that are asked for. Whether they are filters or words, the archive decides
    /// ([`Query::with_names`]).
    pub names: Vec<Name>,
    /// Fields that were read otherwise than they stand: their values are none of theirs (`năm:abc`), so they are words; or they
    /// stand on one side of an OR.
    pub unread: Vec<Unread>,
}

/// A field that was read otherwise than it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// As typed, name and value, and cut where it is long.
    pub typed: String,
    /// What its value should have been, or where it holds.
    pub wants: Wants,
}

/// A person, a place or a body of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Which of them.
    pub list: List,
    /// The name.
    pub filter: Filter,
    /// The same as a condition on the text.
    pub clauses: Vec<Clause>,
}

/// Fields that could not be understood of which a query tells; and the characters of each.
const MAX_UNREAD: usize = 3;
const MAX_UNREAD_CHARS: usize = 40;

/// Words of one query that are searched; what follows is ignored. A pasted page must not fetch the archive.
const MAX_WORDS: usize = 48;

/// Characters of a query that are read, for the same reason.
const MAX_CHARS: usize = 2_000;

/// Parentheses within parentheses; what is deeper is read as words.
const MAX_DEPTH: usize = 8;

impl Query {
    /// Reads `text`.
    pub fn parse(text: &str) -> Self {
        let text = text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end]);
        let mut parser = Parser {
            text,
            at: 0,
            numbers: typed_numbers(text),
            filters: Filters::default(),
            names: Vec::new(),
            unread: Vec::new(),
            words: 0,
            depth: 0,
            fields: Vec::new(),
        };
        let mut clauses = parser.list();
        // A parenthesis that closes nothing is passed over.
        while parser.at < text.len() && parser.words < MAX_WORDS {
            parser.at += 1;
            clauses.extend(parser.list());
        }
        crate::asking::mark(&mut clauses);
        Self { clauses, filters: parser.filters, names: parser.names, unread: parser.unread }
    }

    /// The query whose names are filters where `knows` says that the archive has recognised such a name, and else phrases.
    ///
    /// # Errors
    /// What `knows` returns.
    pub fn with_names<E>(&self, knows: impl Fn(List, &Filter) -> Result<bool, E>) -> Result<Self, E> {
        let mut query = Self { names: Vec::new(), ..self.clone() };
        for Name { list, filter, clauses } in &self.names {
            if knows(*list, filter)? {
                query.filters.of_mut(*list).push(filter.clone());
            } else {
                query.clauses.extend(clauses.iter().cloned());
            }
        }
        Ok(query)
    }

    /// The query whose names are phrases: what is marked in a text.
    #[must_use]
    pub fn with_phrases(mut self) -> Self {
        self.clauses.extend(self.names.drain(..).flat_map(|name| name.clauses));
        self
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether there is no word, number, name or filter in it: signs alone.
    pub fn says_nothing(&self) -> bool {
        self.clauses.is_empty() && self.names.is_empty() && self.filters == Filters::default()
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    numbers: Vec<Number>,
    filters: Filters,
    names: Vec<Name>,
    unread: Vec<Unread>,
    words: usize,
    depth: usize,
    /// The filters and names that were read, as typed.
    fields: Vec<String>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Items up to the end or to a parenthesis that closes.
    fn list(&mut self) -> Vec<Clause> {
        let mut lists = vec![Vec::new()];
        let before = self.fields.len();
        while self.words < MAX_WORDS {
            self.skip_blanks();
            if self.rest().is_empty() || self.rest().starts_with(')') {
                break;
            }
            if let Some(length) = self.or() {
                self.at += length;
                lists.push(Vec::new());
                continue;
            }
            let items = self.item();
            if let Some(list) = lists.last_mut() {
                let number = matches!(items.as_slice(), [Clause { what: What::Number(..), .. }]);
                if number && list.last().is_some_and(announces_a_number) {
                    list.pop();
                }
                list.extend(items);
            }
        }
        if lists.len() > 1 {
            let filter = self.fields.get(before..).and_then(|fields| fields.last()).cloned();
            self.remember(filter, Wants::Whole);
        }
        lists.retain(|list| !list.is_empty());
        if lists.len() > 1 {
            return vec![Clause { negated: false, what: What::Any(lists) }];
        }
        lists.pop().unwrap_or_default()
    }

    /// The length of an OR that begins here, in capitals as a word by itself.
    fn or(&self) -> Option<usize> {
        ["OR", "HOẶC"].into_iter().find_map(|or| {
            let after = self.rest().strip_prefix(or)?;
            after
                .is_empty()
                .then_some(or.len())
                .or_else(|| after.starts_with(char::is_whitespace).then_some(or.len()))
        })
    }

    fn item(&mut self) -> Vec<Clause> {
        let minus = self.rest().starts_with('-')
            && self.rest()[1..].starts_with(|c: char| !c.is_whitespace() && c != '-' && c != ')');
        self.at += usize::from(minus);
        if self.rest().starts_with('(') {
            return self.parenthesis(minus);
        }
        if let Some(clauses) = self.field(minus) {
            return clauses;
        }
        if let Some(number) = self.number() {
            let text = self.text;
            let words = self.words_of(&text[number.start..number.end], Means::Itself);
            self.words += 1;
            return vec![Clause { negated: minus, what: What::Number(number.canonical, words) }];
        }
        if let Some(quoted) = self.quoted() {
            let words = self.words_of(&quoted, Means::Itself);
            // A number between quotation marks is that number, however it is written in the texts.
            if let [number] = typed_numbers(&quoted).as_slice()
                && quoted[..number.start].trim().is_empty()
                && quoted[number.end..].trim().is_empty()
            {
                let what = What::Number(number.canonical.clone(), words);
                return vec![Clause { negated: minus, what }];
            }
            return phrase(minus, words);
        }
        let end = self.chunk_end();
        let text = self.text;
        let chunk = &text[self.at..end];
        let words = self.words_of(chunk, Means::Anything);
        self.at = end;
        // What is joined by a hyphen or a dot is left out as it stands; and codes that are joined (QĐ-UBND, CTr/QU) are the
        // tail of a document number.
        let is_code = |word: &Word| !is_syllable(&word.word) && !is_number(&word.word);
        let codes = words.len() > 1 && (words.iter().any(is_code) || is_tail(chunk));
        if minus {
            return phrase(minus, words);
        }
        if codes {
            return vec![Clause { negated: false, what: What::Joined(words) }];
        }
        words.into_iter().map(|word| Clause { negated: false, what: What::Word(word) }).collect()
    }

    fn parenthesis(&mut self, negated: bool) -> Vec<Clause> {
        self.at += 1;
        if self.depth >= MAX_DEPTH {
            return Vec::new();
        }
        self.depth += 1;
        let inside = self.list();
        self.depth -= 1;
        self.at += usize::from(self.rest().starts_with(')'));
        if negated { left_out(inside) } else { inside }
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

    /// The end of the run of characters that begins here: a blank, a quote, a parenthesis, or a document number.
    fn chunk_end(&self) -> usize {
        let ends = |c: char| c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')');
        let run = self.rest().char_indices().skip(1).find(|&(_, c)| ends(c));
        let end = self.at + run.map_or(self.rest().len(), |(end, _)| end);
        let number =
            self.numbers.iter().map(|number| number.start).find(|&start| start > self.at && start < end);
        number.unwrap_or(end)
    }

    /// `name:value` that begins here, if the name is a field's: what it asks of the text, if it is no filter. A value without a word
    /// (`person:""`, whose rest is still to be typed) asks for nothing. Where it is no field, nothing was read.
    fn field(&mut self, exclude: bool) -> Option<Vec<Clause>> {
        let (field, length) = field_at(self.rest())?;
        let start = self.at;
        self.at += length;
        let (value, quoted) = match self.number() {
            Some(number) => (number.canonical, false),
            None => match self.quoted() {
                Some(value) => (value, true),
                None => (self.bare_value(), false),
            },
        };
        let value = value.trim();
        if value.is_empty() {
            return Some(Vec::new());
        }
        let means = if quoted { Means::Itself } else { Means::Anything };
        if let Field::Named(list) = field {
            let words = self.words_of(value, means);
            if words.is_empty() {
                return Some(Vec::new());
            }
            let filter = Filter { value: value.to_owned(), exclude, loose: true };
            self.fields.push(self.as_read(start));
            self.names.push(Name { list, filter, clauses: phrase(exclude, words) });
            return Some(Vec::new());
        }
        if field == Field::Title {
            let words = self.words_of(value, means);
            let clause = |what| Clause { negated: exclude && !quoted, what };
            let in_title = |word: &Word| clause(What::Word(Word { in_title: true, ..word.clone() }));
            let mut clauses: Vec<Clause> = words.iter().map(in_title).collect();
            if quoted && words.len() > 1 {
                // Where in a title a word stands no list says: the document has to hold the phrase, and its title the words.
                clauses.push(clause(What::Phrase(words)));
            }
            return Some(if quoted && exclude { left_out(clauses) } else { clauses });
        }
        // The tail of a number is none; it is looked for as it is written.
        if field == Field::Number && !value.contains(|c: char| c.is_ascii_digit()) {
            let words = self.words_of(value, Means::Itself);
            return Some(phrase(exclude, words));
        }
        if !self.filters.add(field, value, exclude) {
            // Not a field after all: its name and value are searched as words.
            if let Some(wants) = field.wants() {
                self.remember(Some(self.as_read(start)), wants);
            }
            self.at = start;
            return None;
        }
        self.fields.push(self.as_read(start));
        self.words += 1;
        Some(Vec::new())
    }

    /// What was read from `start` on, cut where it is long.
    fn as_read(&self, start: usize) -> String {
        self.text[start..self.at].chars().take(MAX_UNREAD_CHARS).collect()
    }

    /// Remembers that a field was read otherwise than it stands, unless enough are told of.
    fn remember(&mut self, typed: Option<String>, wants: Wants) {
        if self.unread.len() < MAX_UNREAD {
            self.unread.extend(typed.map(|typed| Unread { typed, wants }));
        }
    }

    fn bare_value(&mut self) -> String {
        let ends = |c: char| c.is_whitespace() || c == ')';
        let end = self.at + self.rest().find(ends).unwrap_or(self.rest().len());
        let value = self.text[self.at..end].to_owned();
        self.at = end;
        value
    }

    fn words_of(&mut self, text: &str, means: Means) -> Vec<Word> {
        let room = MAX_WORDS.saturating_sub(self.words);
        let found = tokens(text).into_iter().filter(|token| !token.part).take(room);
        let words = found.map(|token| {
            let written = &text[token.start..token.end];
            let small = |c: char| c.is_alphabetic() && !is_capital(c);
            let capitals = written.chars().count() > 1 && !written.chars().any(small);
            let means = if text[..token.start].ends_with('=') { Means::AsTyped } else { means };
            let plain = means != Means::AsTyped && is_plain(&token.word);
            Word { plain, means, word: token.word, in_title: false, capitals, asks: false }
        });
        let words: Vec<Word> = words.collect();
        self.words += words.len();
        words
    }
}

/// The clause that leaves out what meets all of `clauses`; none where there are none.
fn left_out(mut clauses: Vec<Clause>) -> Vec<Clause> {
    let what = match clauses.pop() {
        None => return clauses,
        Some(Clause { negated: false, what }) if clauses.is_empty() => what,
        last => {
            clauses.extend(last);
            What::Any(vec![clauses])
        }
    };
    vec![Clause { negated: true, what }]
}

/// The clause of words side by side.
fn phrase(negated: bool, mut words: Vec<Word>) -> Vec<Clause> {
    let what = if words.len() > 1 { Some(What::Phrase(words)) } else { words.pop().map(What::Word) };
    what.map(|what| Clause { negated, what }).into_iter().collect()
}

/// Whether a clause is the "số" that stands before a document number and says nothing more.
fn announces_a_number(clause: &Clause) -> bool {
    matches!(clause, Clause { negated: false, what: What::Word(word) } if !word.in_title && matches!(word.word.as_str(), "số" | "so"))
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The query in a short writing: -a, "a b", #number, (a|b c).
    fn shape(clauses: &[Clause]) -> String {
        let words =
            |words: &[Word]| words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
        let clause = |clause: &Clause| {
            let what = match &clause.what {
                What::Word(word) => {
                    format!("{}{}", if word.in_title { "^" } else { "" }, word.word)
                }
                What::Phrase(phrase) => format!("\"{}\"", words(phrase)),
                What::Joined(phrase) => words(phrase).replace(' ', "_"),
                What::Number(number, _) => format!("#{number}"),
                What::Any(lists) => {
                    format!("({})", lists.iter().map(|list| shape(list)).collect::<Vec<_>>().join("|"))
                }
            };
            format!("{}{what}", if clause.negated { "-" } else { "" })
        };
        clauses.iter().map(clause).collect::<Vec<_>>().join(" ")
    }

    fn read(text: &str) -> String {
        shape(&Query::parse(text).clauses)
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        assert_eq!(read(r#"giá "quận uỷ" -vàng -"đất nền""#), r#"giá "quận ủy" -vàng -"đất nền""#);
        assert_eq!(read("-a-b \"một\" - hai"), "-\"a b\" một hai");
    }

    #[test]
    fn or_binds_loosest_and_parentheses_group() {
        assert_eq!(read("giá vàng OR giá bạc"), "(giá vàng|giá bạc)");
        assert_eq!(read("tăng (vàng HOẶC bạc) -(lậu OR \"chợ đen\")"), "tăng (vàng|bạc) -(lậu|\"chợ đen\")");
        assert_eq!(read("OR vàng OR"), "vàng");
        assert_eq!(read("vàng or bạc"), "vàng or bạc");
        assert_eq!(read("(vàng (bạc"), "vàng bạc");
        assert_eq!(read("vàng) bạc )"), "vàng bạc");
        assert_eq!(read("-(vàng bạc)"), "-(vàng bạc)");
    }

    #[test]
    fn a_document_number_is_one_clause() {
        assert_eq!(read("theo 11 - ĐA/TU năm"), "theo #11-ĐA/TU năm");
        assert_eq!(read("đề án số: 11-đa/tu"), "đề án #11-ĐA/TU");
        assert_eq!(read("số nhà 11"), "số nhà 11");
        assert_eq!(read("cán bộ -01-CTr/QU"), "cán bộ -#01-CTr/QU");
        assert_eq!(
            read("\"11 – ĐA/TU\" -“01 ctr qu” \"theo 11-ĐA/TU\""),
            "#11-ĐA/TU -#01-CTr/QU \"theo 11 đa tu\""
        );
    }

    #[test]
    fn fields_become_filters_or_conditions() {
        let query =
            Query::parse(r#"số:01-CTr/QU -mục:"Tin tức" từ:3/2020 đến:28/03/2023 năm:2021 tiêu đề:vàng"#);
        assert_eq!(shape(&query.clauses), "^vàng");
        assert_eq!(query.filters.number[0].value, "01-ctr/qu");
        assert_eq!(
            (query.filters.section[0].value.as_str(), query.filters.section[0].exclude),
            ("Tin tức", true)
        );
        assert_eq!(query.filters.range.from.unwrap().to_string(), "2020-03");
        assert_eq!(query.filters.range.to.unwrap().to_string(), "2023-03-28");
        let query = Query::parse("cơ quan:\"Quận ủy\" giá");
        assert_eq!(shape(&query.clauses), "giá");
        assert_eq!((query.names[0].list, query.names[0].filter.value.as_str()), (List::Bodies, "Quận ủy"));
        assert_eq!(shape(&query.with_phrases().clauses), "giá \"quận ủy\"");
    }

    #[test]
    fn what_is_no_field_is_searched() {
        assert_eq!(read("từ:xưa http://a.vn mục: x"), "từ xưa http_a_vn mục x");
        assert_eq!(read("qđ-ubnd giá-vàng 2-3"), "qđ_ubnd giá vàng 2 3");
        assert_eq!(read("CTr/QU đa/tu"), "ctr_qu đa_tu");
    }

    #[test]
    fn a_field_that_could_not_be_read_is_remembered_with_what_it_wants() {
        let unread = |text: &str| -> Vec<(String, Wants)> {
            Query::parse(text).unread.into_iter().map(|one| (one.typed, one.wants)).collect()
        };
        assert_eq!(
            unread("từ:99/99/9999 -năm:abc tháng:\"13/2020\" giá"),
            [
                ("từ:99/99/9999".to_owned(), Wants::Date),
                ("năm:abc".to_owned(), Wants::Year),
                ("tháng:\"13/2020\"".to_owned(), Wants::Month)
            ]
        );
        assert!(unread("từ:3/2020 năm:2020 mục:x người:abc tiêu đề:!! http://a.vn từ: 5").is_empty());
        let long = unread(&format!("{}từ:{}", "năm:x ".repeat(2), "y".repeat(500)));
        assert_eq!((long.len(), long[2].0.chars().count()), (3, MAX_UNREAD_CHARS));
        assert_eq!(unread(&"năm:! ".repeat(300)).len(), MAX_UNREAD);
    }

    #[test]
    fn a_pasted_page_is_cut() {
        let page = "từ 01-CTr/QU số:5 (a OR b) ".repeat(20_000);
        assert!(Query::parse(&page).clauses.len() <= MAX_WORDS);
    }

    #[test]
    fn a_field_without_a_value_takes_nothing_of_what_follows() {
        for field in
            ["người:\"\"", "nơi:\"!\"", "cơ quan:-", "tiêu đề:\"!\"", "tiêu đề:?", "mục:\"\"", "(title:)"]
        {
            for minus in ["", "-"] {
                let query = Query::parse(&format!("{minus}{field} vàng")).with_phrases();
                assert_eq!(shape(&query.clauses), "vàng", "{minus}{field}");
            }
        }
        // Without a value at hand it is a word like any other.
        assert_eq!(read("người: vàng"), "người vàng");
    }

    proptest! {
        #[test]
        fn whatever_a_field_is_given_the_word_behind_it_is_wanted_and_not_left_out(
            minus: bool,
            field in "người|nơi|cơ quan|tiêu đề|title|mục|số|từ|năm|kind|xyz",
            value in "\"[!?.,; a-c1-3/-]{0,6}\"|[!?.,;a-c1-3/-]{0,6}",
        ) {
            let minus = if minus { "-" } else { "" };
            let query = Query::parse(&format!("{minus}{field}:{value} vàng"));
            let shape = shape(&query.clauses);
            prop_assert!(shape == "vàng" || shape.ends_with(" vàng"), "{}", shape);
        }

        #[test]
        fn no_input_is_an_error(text in "\\PC{0,60}|[\"a:số01/ĐATU“” ()OR-]{0,40}") {
            Query::parse(&text);
        }
    }
}
