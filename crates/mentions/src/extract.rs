//! Everything that a text says of documents, amounts, dates, people, places and bodies, each with the place where it stands.
//!
//! A text is cut into words once ([`words`]); every search walks over them and asks the tables of `data/` ([`lexicon`]). Numbers
//! of documents come first, then dates, then amounts: what one has taken the next leaves alone. What is found is what the text
//! says, not what is true; a wrong name is worse than a missing one, so names are found only where something announces them.
//!
//! This is for programs that make archives: the tables are large, and the browser does not link them (feature `extract`).

mod amounts;
mod bodies;
mod cites;
mod dates;
mod figure_dates;
mod figures;
mod lexicon;
mod misread;
mod moment;
mod numerals;
mod own_names;
mod people;
mod phrases;
mod places;
mod relations;
mod shorts;
mod status;
mod tongue;
mod units;
mod words;

use crate::document::{MAX_MENTIONS, document_texts};
use lexicon::{LEXICON, Lexicon};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    ops::Range,
};
use tangthu_archive::{Document, Mention, MentionKind, PartialDate};
use tangthu_text::{capital, is_capital, normal_word};
use tongue::Share;
use words::Words;

/// What has taken a word: then no search that comes later reads it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Free,
    /// The number of a document.
    Number,
    /// A date or a period.
    Date,
    /// An amount.
    Figure,
}

/// A body or a place in a text, by its words.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) words: Range<usize>,
    pub(crate) value: String,
    /// How a position at it is told: without the names of places.
    pub(crate) role: String,
}

/// Places by their names in small letters.
type Known = HashMap<String, String>;

/// One text and what is found in it.
pub(crate) struct Search<'a> {
    words: Words<'a>,
    lexicon: &'static Lexicon,
    /// The position of the text in its document.
    text: u32,
    published: Option<PartialDate>,
    /// The number that the document bears itself.
    own: Option<&'a str>,
    taken: Vec<Taken>,
    /// Bodies, in order.
    bodies: Vec<Named>,
    /// By word: whether it is part of the name of a place or a body.
    named: Vec<bool>,
    /// Whether capitals say nothing here.
    headline: bool,
    /// Places that texts read before this one hold.
    known: &'a Known,
    out: &'a mut Vec<Mention>,
    /// Where in `out` the findings of this text begin; its dates and periods come first, in order, up to `dated`.
    first: usize,
    dated: usize,
}

impl Search<'_> {
    fn take(&mut self, from: usize, to: usize) {
        self.taken[from..to].fill(Taken::Date);
    }

    /// Records a finding that stands from the word at `from` to the word before `to`.
    fn found(
        &mut self,
        kind: MentionKind,
        value: String,
        from: usize,
        to: usize,
        details: Vec<(&'static str, String)>,
    ) {
        let place = self.words.start(from)..self.words.end(to - 1);
        self.found_at(kind, value, place, details);
    }

    /// Records a finding at these bytes.
    fn found_at(
        &mut self,
        kind: MentionKind,
        value: String,
        place: Range<usize>,
        details: Vec<(&'static str, String)>,
    ) {
        self.out.push(Mention {
            kind,
            value,
            text: self.text,
            start: place.start as u32,
            end: place.end as u32,
            details: details.into_iter().map(|(name, said)| (name.to_owned(), said)).collect(),
        });
    }

    /// The dates and periods found so far that begin within these bytes.
    fn dates_within(&self, place: Range<usize>) -> impl Iterator<Item = &Mention> {
        let dates = &self.out[self.first..self.dated];
        let from = dates.partition_point(|date| (date.start as usize) < place.start);
        dates[from..].iter().take_while(move |date| (date.start as usize) < place.end)
    }
}

/// Every mention of `document`, in the order of its texts and in each in the order of the words.
///
/// ```
/// use tangthu_archive::{Document, MentionKind};
/// let document = Document { title: "Thực hiện 231 lượt kiểm tra tại phường Bến Đá".into(), ..Document::default() };
/// let found = tangthu_mentions::find_all(&document);
/// assert_eq!((found[0].kind, found[0].value.as_str()), (MentionKind::Figure, "231"));
/// assert_eq!(found[0].details["unit"], "lượt kiểm tra");
/// assert_eq!((found[1].kind, found[1].value.as_str()), (MentionKind::Place, "phường Bến Đá"));
/// ```
pub fn find_all(document: &Document) -> Vec<Mention> {
    let mut found = Vec::new();
    let published = document.issued.or(document.published);
    let mended: Vec<_> = document_texts(document).map(misread::mended).collect();
    let texts: Vec<&str> = mended.iter().map(AsRef::as_ref).collect();
    let defined = shorts::defined(&texts);
    let mut known = Known::new();
    let mut headlines = Vec::new();
    let read = texts.iter().zip(0u32..).filter(|(text, _)| !text.is_empty());
    let mut read: VecDeque<_> = read
        .map(|(text, index)| {
            let words = Words::of(text, &LEXICON);
            let share = Share::of(&words);
            (words, index, share)
        })
        .collect();
    let vietnamese =
        Share::is_vietnamese(read.iter().map(|(.., share)| *share), document.language.as_deref());
    // What is done to the documents of a list whose points are texts of their own.
    let mut list = None;
    // What capitals alone write is read last, by the names that the rest of the document holds.
    while let Some((words, index, share)) = read.pop_front().or_else(|| headlines.pop()) {
        let count = words.len();
        let headline = words.headline;
        if headline && !read.is_empty() {
            headlines.push((words, index, share));
            continue;
        }
        let first = found.len();
        let mut search = Search {
            words,
            lexicon: &LEXICON,
            text: index,
            published,
            own: document.number.as_deref(),
            taken: vec![Taken::Free; count],
            bodies: Vec::new(),
            named: vec![false; count],
            headline,
            known: &known,
            out: &mut found,
            first,
            dated: first,
        };
        let numbers = search.numbers();
        search.dates();
        search.out[first..].sort_by_key(|date| date.start);
        search.dated = search.out.len();
        if share.in_document(vietnamese) {
            search.figures();
        }
        search.names();
        search.people();
        search.cites(&numbers, &mut list);
        search.shorts(&defined);
        for place in found[first..].iter().filter(|mention| mention.kind == MentionKind::Place) {
            known.entry(place.value.to_lowercase()).or_insert_with(|| place.value.clone());
        }
        if found.len() > MAX_MENTIONS {
            break;
        }
    }
    found.sort_by_key(|mention| (mention.text, mention.start, mention.end));
    found.truncate(MAX_MENTIONS);
    cites::settle_issuers(&mut found, &texts);
    found
}

/// Fills in `document.mentions` as an archive keeps them: every number and figure, and of everything else each value once, where
/// it first stands (a person where a role is told); of abbreviations those that the text defines. The rest is found again in the
/// text whenever it is asked for.
pub fn record_all(document: &mut Document) {
    document.mentions = once_each(find_all(document));
}

/// Of dates, people, places, bodies and abbreviations the first of each value, of people the first with a role if there is one.
fn once_each(found: Vec<Mention>) -> Vec<Mention> {
    let mut roles: HashMap<&str, usize> = HashMap::new();
    for (at, mention) in found.iter().enumerate() {
        if mention.kind == MentionKind::Person && mention.details.contains_key("role") {
            roles.entry(&mention.value).or_insert(at);
        }
    }
    let mut seen: HashSet<(u8, &str)> = HashSet::new();
    let mut kept = Vec::with_capacity(found.len());
    for (at, mention) in found.iter().enumerate() {
        let keep = match mention.kind {
            MentionKind::Number | MentionKind::Figure => true,
            MentionKind::Person => {
                roles.get(mention.value.as_str()).is_none_or(|&best| best == at)
                    && seen.insert((mention.kind as u8, &mention.value))
            }
            MentionKind::Abbreviation
                if mention.details.get("source").is_some_and(|source| source == "table") =>
            {
                false
            }
            _ => seen.insert((mention.kind as u8, &mention.value)),
        };
        kept.push(keep);
    }
    let mut kept = kept.into_iter();
    let mut found = found;
    found.retain(|_| kept.next().unwrap_or(true));
    found
}

/// A name as it is told: clean, with single blanks and one placement of tones.
fn tidy(written: &str) -> String {
    let mut clean = tangthu_text::clean(written);
    // Cư M’ gar, Đắk R 'lấp: one sign, and nothing beside it.
    if clean.contains(['\'', '’']) {
        clean = joined_at_apostrophes(&clean);
    }
    let mut name = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !name.is_empty() {
            name.push(' ');
        }
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        name.push_str(&one_placement(letters));
        name.push_str(&word[letters.len()..]);
    }
    name
}

/// The name with the signs of its glottal stops tight, and a capital behind them where one letter stands before: Cư M'Gar.
fn joined_at_apostrophes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find(['\'', '’']) {
        let before = &rest[..at];
        let sign = rest[at..].chars().next().map_or(1, char::len_utf8);
        let behind = &rest[at + sign..];
        let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
        let letters = word.chars().count();
        let next = behind.trim_start().chars().next();
        let inside = (1..=2).contains(&letters)
            && word.chars().next().is_some_and(is_capital)
            && next.is_some_and(char::is_alphabetic);
        if inside && let Some(next) = next {
            out.push_str(before.trim_end());
            out.push('\'');
            out.push(if letters == 1 && !is_capital(next) { capital(next) } else { next });
            rest = &behind.trim_start()[next.len_utf8()..];
        } else {
            out.push_str(&rest[..at + sign]);
            rest = behind;
        }
    }
    out + rest
}

/// A word with its tone where it belongs; its first letter may be a capital.
fn one_placement(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    let (Some(first), false) = (first, word.is_ascii()) else { return word.to_owned() };
    if letters.as_str().contains(is_capital) {
        return word.to_owned();
    }
    let normal = normal_word(word);
    let rest = normal.chars().next().map_or("", |lower| &normal[lower.len_utf8()..]);
    let begin = if is_capital(first) { normal.chars().next().map_or(first, capital) } else { return normal };
    format!("{begin}{rest}")
}
