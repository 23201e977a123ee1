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
        let filter = |value: String| Filter { value, exclude, loose: false };
        match field {
            Field::Number => self.number.push(filter(number_key(value))),
            Field::Section => self.section.push(filter(value.to_owned())),
            Field::Source => self.source.push(filter(value.to_owned())),
            Field::Kind => self.kind.push(filter(value.to_owned())),
            Field::Language => self.language.push(filter(value.to_owned())),
            Field::Year if value.len() == 4 && value.parse::<u16>().is_ok() => {
                self.year.push(filter(value.to_owned()));
            }
            Field::Month => match day_first(value).map(|date| date.to_string()) {
                Some(month) if month.len() == 7 => self.month.push(filter(month)),
                _ => return false,
            },
            Field::From | Field::To => {
                let Some(date) = day_first(value) else { return false };
                let end = if field == Field::From { &mut self.range.from } else { &mut self.range.to };
                *end = Some(date);
            }
            Field::Year | Field::Title | Field::Named(_) => return false,
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
}
