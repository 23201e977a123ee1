//! The fields of the query language: their names in Vietnamese and English, and what each asks for.

use crate::{Filter, Filters, List};
use tangthu_archive::PartialDate;
use tangthu_mentions::number_key;
use tangthu_text::{fold, normal_word};

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// A document number that is borne or cited.
    Number,
    /// A section path.
    Section,
    /// A source.
    Source,
    /// A year.
    Year,
    /// A month.
    Month,
    /// A kind of official document.
    Kind,
    /// A language.
    Language,
    /// The first day.
    From,
    /// The last day.
    To,
    /// Words of the title.
    Title,
    /// A person, a place or a body; searched as a phrase where the archive knows no such name.
    Named(List),
}

/// What the value of a field must be, where not every value will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A year of four digits.
    Year,
    /// A month of a year.
    Month,
    /// A day, a month or a year.
    Date,
    /// It may be anything; but a filter holds for the whole query, wherever it stands.
    Whole,
}

/// What a query makes of a field and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// A condition.
    Condition,
    /// Nothing: the value is still to be typed (`person:""`).
    Nothing,
    /// Words like any other: the value is none of the field's (`năm:abc`).
    Words,
}

impl Field {
    /// What its value must be; none where any value will do.
    pub(crate) fn wants(self) -> Option<Wants> {
        match self {
            Self::Year => Some(Wants::Year),
            Self::Month => Some(Wants::Month),
            Self::From | Self::To => Some(Wants::Date),
            _ => None,
        }
    }

    /// What `value` says: the date of a field of dates, nothing of any other. None where it is none of the field's values.
    fn read(self, value: &str) -> Option<Option<PartialDate>> {
        let Some(wants) = self.wants() else { return Some(None) };
        if wants == Wants::Year {
            return (value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit())).then_some(None);
        }
        let date = day_first(value)?;
        let is_month = date.month().is_some() && date.day().is_none();
        (wants == Wants::Date || is_month).then_some(Some(date))
    }
}

/// Fields by their folded names.
const FIELDS: [(&str, Field); 28] = [
    ("so", Field::Number),
    ("number", Field::Number),
    ("muc", Field::Section),
    ("section", Field::Section),
    ("nguon", Field::Source),
    ("source", Field::Source),
    ("nam", Field::Year),
    ("year", Field::Year),
    ("thang", Field::Month),
    ("month", Field::Month),
    ("loai", Field::Kind),
    ("kind", Field::Kind),
    ("ngon ngu", Field::Language),
    ("language", Field::Language),
    ("tu", Field::From),
    ("from", Field::From),
    ("den", Field::To),
    ("to", Field::To),
    ("tieu de", Field::Title),
    ("title", Field::Title),
    ("nguoi", Field::Named(List::People)),
    ("person", Field::Named(List::People)),
    ("noi", Field::Named(List::Places)),
    ("place", Field::Named(List::Places)),
    ("co quan", Field::Named(List::Bodies)),
    ("org", Field::Named(List::Bodies)),
    ("to chuc", Field::Named(List::Bodies)),
    ("dia diem", Field::Named(List::Places)),
];

/// The names of all fields, in small letters without marks; typed, they may have any.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// What a query makes of the field `name` (one of [`field_names`]) with `value`, of which the quotation marks are gone.
pub fn made_of(name: &str, value: &str) -> Made {
    let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else { return Made::Words };
    let value = value.trim();
    // Signs that are not of ASCII pass as words here: telling them apart takes tables, and the page is to do without.
    let is_sign = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
    let wants_words = match field {
        // The tail of a number is searched as words.
        Field::Number => !value.contains(|c: char| c.is_ascii_digit()),
        field => matches!(field, Field::Title | Field::Named(_)),
    };
    match value.is_empty() || wants_words && value.chars().all(is_sign) {
        true => Made::Nothing,
        false if field.read(value).is_some() => Made::Condition,
        false => Made::Words,
    }
}

/// The longest name of a field, in bytes as typed.
const MAX_NAME: usize = 24;

/// The field whose name and colon `text` begins with, and their length. A colon with nothing behind it is none.
pub(crate) fn field_at(text: &str) -> Option<(Field, usize)> {
    let (name, rest) = text.split_once(':')?;
    if name.len() > MAX_NAME || rest.starts_with(char::is_whitespace) || rest.is_empty() {
        return None;
    }
    let words: Vec<String> = name.split_whitespace().map(|word| fold(&normal_word(word))).collect();
    let folded = words.join(" ");
    let &(_, field) = FIELDS.iter().find(|(known, _)| *known == folded)?;
    Some((field, name.len() + 1))
}

impl Filters {
    /// Adds a filter as it is written in a query; false where its value is none of the field's.
    pub(crate) fn add(&mut self, field: Field, value: &str, exclude: bool) -> bool {
        let filter = |value: String| Filter { value, exclude, loose: true };
        let Some(date) = field.read(value) else { return false };
        match field {
            Field::Number => self.number.push(filter(number_key(value))),
            Field::Section => self.section.push(filter(value.to_owned())),
            Field::Source => self.source.push(filter(value.to_owned())),
            Field::Kind => self.kind.push(filter(value.to_owned())),
            Field::Language => self.language.push(filter(value.to_owned())),
            Field::Year => self.year.push(filter(value.to_owned())),
            Field::Month => self.month.extend(date.map(|month| filter(month.to_string()))),
            Field::From => self.range.from = date,
            Field::To => self.range.to = date,
            Field::Title | Field::Named(_) => return false,
        }
        true
    }
}

/// A date as people write it, day first (28/03/2023, 3/2020), or as the format does (2020-03-28, 2020).
fn day_first(text: &str) -> Option<PartialDate> {
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
    use crate::Query;
    use proptest::prelude::*;

    #[test]
    fn names_are_known_in_any_writing() {
        assert_eq!(field_at("Tiêu đề:vàng"), Some((Field::Title, "Tiêu đề:".len())));
        assert_eq!(field_at("muc:a"), Some((Field::Section, 4)));
        assert_eq!(field_at("http://a"), None);
        assert_eq!(field_at("mục: a"), None);
    }

    #[test]
    fn dates_are_read_day_first() {
        for (written, read) in [
            ("28/03/2023", "2023-03-28"),
            ("3/2020", "2020-03"),
            ("2020", "2020"),
            ("2020-03-28", "2020-03-28"),
        ] {
            assert_eq!(day_first(written).map(|date| date.to_string()).as_deref(), Some(read));
        }
        assert_eq!(day_first("31/02/2020"), None);
    }

    #[test]
    fn a_year_is_four_digits() {
        assert_eq!(made_of("nam", "2020"), Made::Condition);
        for value in ["+202", "-202", "20 0", "20200", "abcd"] {
            assert_eq!(made_of("nam", value), Made::Words, "{value}");
        }
    }

    proptest! {
        #[test]
        fn what_is_made_of_a_field_is_what_the_query_reads(
            name in prop::sample::select(field_names().collect::<Vec<_>>()),
            value in "[!?.,;a-c1-3/-]{1,6}|[0-3]?[0-9]/[01]?[0-9]/[12][0-9]{3}|[01]?[0-9]/2020|20[0-9]{2}|2020-[01][0-9]|xyz|\\+202",
            quotes: bool,
        ) {
            let written = if quotes { format!("{name}:\"{value}\"") } else { format!("{name}:{value}") };
            let query = Query::parse(&written);
            let read = match () {
                () if !query.unread.is_empty() => Made::Words,
                () if query.says_nothing() => Made::Nothing,
                () => Made::Condition,
            };
            prop_assert_eq!(made_of(name, &value), read, "{}", written);
        }
    }
}
