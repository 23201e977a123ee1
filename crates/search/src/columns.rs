//! Columns: one value a document, in document order, to filter, count and sort by. Those of many values are in
//! [`crate::list_column`].

use crate::ListColumn;
use tangthu_archive::PartialDate;
use tangthu_archive::bytes::{Fault, Reader, put_bytes, put_varint};

/// A column, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Dates.
    Dates(DateColumn),
    /// Texts such as sections or sources.
    Values(ValueColumn),
    /// Numbers such as views.
    Numbers(Vec<Option<u64>>),
    /// Lists of texts, such as the people that a document names.
    Lists(ListColumn),
}

/// The date of each document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateColumn {
    /// First and last day that the date can mean ([`PartialDate::first_day`]); `None` for documents without a date.
    pub days: Vec<Option<(u32, u32)>>,
}

/// A text for each document, out of a list of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueColumn {
    /// The values.
    pub values: Vec<String>,
    /// For each document a position in `values`, or `None`.
    pub of: Vec<Option<u32>>,
}

impl DateColumn {
    pub(crate) fn of(dates: impl Iterator<Item = Option<PartialDate>>) -> Self {
        Self { days: dates.map(|date| date.map(|date| (date.first_day(), date.last_day()))).collect() }
    }

    /// Documents are in order of date, so the days are written as differences, which are small.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, self.days.len() as u64);
        let mut before = 0u32;
        for days in &self.days {
            let Some((first, last)) = days else {
                put_varint(&mut out, 0);
                continue;
            };
            let step = i64::from(*first) - i64::from(before);
            put_varint(&mut out, ((step << 1) ^ (step >> 63)) as u64 + 1);
            put_varint(&mut out, u64::from(last - first));
            before = *first;
        }
        out
    }

    pub(crate) fn decode(bytes: &[u8], documents: u32) -> Result<Self, Fault> {
        let mut reader = Reader::new(bytes);
        let count = right_count(&mut reader, documents)?;
        let mut days = Vec::with_capacity(count);
        let mut before = 0i64;
        for _ in 0..count {
            let code = reader.varint()?;
            let Some(code) = code.checked_sub(1) else {
                days.push(None);
                continue;
            };
            let step = (code >> 1) as i64 ^ -((code & 1) as i64);
            let first = before
                .checked_add(step)
                .and_then(|day| u32::try_from(day).ok())
                .ok_or("a date is out of range")?;
            let last = first.checked_add(reader.u32()?).ok_or("a date is out of range")?;
            days.push(Some((first, last)));
            before = i64::from(first);
        }
        Ok(Self { days })
    }
}

impl ValueColumn {
    pub(crate) fn of<'a>(texts: impl Iterator<Item = Option<std::borrow::Cow<'a, str>>>) -> Self {
        let texts: Vec<_> = texts.collect();
        let mut values: Vec<String> = texts.iter().flatten().map(|text| text.clone().into_owned()).collect();
        crate::sort_by(&mut values, Ord::cmp);
        values.dedup();
        let position =
            |text: &str| values.binary_search_by(|value| value.as_str().cmp(text)).ok().map(|at| at as u32);
        let of = texts.iter().map(|text| text.as_deref().and_then(position)).collect();
        Self { values, of }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, self.values.len() as u64);
        for value in &self.values {
            put_bytes(&mut out, value.as_bytes());
        }
        put_varint(&mut out, self.of.len() as u64);
        for value in &self.of {
            put_varint(&mut out, value.map_or(0, |value| u64::from(value) + 1));
        }
        out
    }

    pub(crate) fn decode(bytes: &[u8], documents: u32) -> Result<Self, Fault> {
        let mut reader = Reader::new(bytes);
        let values =
            (0..reader.count()?).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
        let count = right_count(&mut reader, documents)?;
        let mut of = Vec::with_capacity(count);
        for _ in 0..count {
            let value = reader.u32()?.checked_sub(1);
            if value.is_some_and(|value| value as usize >= values.len()) {
                return Err("a document has a value that is not listed");
            }
            of.push(value);
        }
        Ok(Self { values, of })
    }
}

/// A number a document, or none: 0, or the number plus one.
pub(crate) fn encode_numbers(numbers: &[Option<u64>]) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, numbers.len() as u64);
    for number in numbers {
        put_varint(&mut out, number.map_or(0, |number| number.min(u64::MAX >> 2) + 1));
    }
    out
}

/// Reads what [`encode_numbers`] wrote.
pub(crate) fn decode_numbers(bytes: &[u8], documents: u32) -> Result<Vec<Option<u64>>, Fault> {
    let mut reader = Reader::new(bytes);
    let count = right_count(&mut reader, documents)?;
    (0..count).map(|_| Ok(reader.varint()?.checked_sub(1))).collect()
}

fn right_count(reader: &mut Reader, documents: u32) -> Result<usize, Fault> {
    let count = reader.count()?;
    if count == documents as usize { Ok(count) } else { Err("a column has not one value a document") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn date_columns_read_back(days in proptest::collection::vec(proptest::option::of((0u32..4_000_000, 0u32..400)), 0..50)) {
            let column = DateColumn { days: days.into_iter().map(|day| day.map(|(first, span)| (first, first + span))).collect() };
            prop_assert_eq!(DateColumn::decode(&column.encode(), column.days.len() as u32), Ok(column));
        }

        #[test]
        fn value_columns_read_back(texts in proptest::collection::vec(proptest::option::of("[a-zđ]{0,3}"), 0..50)) {
            let column = ValueColumn::of(texts.iter().map(|text| text.as_deref().map(Into::into)));
            let read = ValueColumn::decode(&column.encode(), texts.len() as u32).unwrap();
            let values: Vec<_> = read.of.iter().map(|value| value.map(|value| read.values[value as usize].clone())).collect();
            prop_assert_eq!(values, texts);
        }

        #[test]
        fn number_columns_read_back(numbers in proptest::collection::vec(proptest::option::of(0u64..1 << 50), 0..50)) {
            prop_assert_eq!(decode_numbers(&encode_numbers(&numbers), numbers.len() as u32), Ok(numbers));
        }

        #[test]
        fn damaged_columns_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), documents in 0u32..40) {
            let _ = DateColumn::decode(&bytes, documents);
            let _ = ValueColumn::decode(&bytes, documents);
            let _ = decode_numbers(&bytes, documents);
        }
    }
}
