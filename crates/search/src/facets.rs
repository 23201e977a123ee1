//! Filters and counts: alternatives within a field, all fields together; each field is counted under the filters of the
//! others, so that a count says what a click would give.

use crate::{
    COLUMN_DATE, COLUMN_SECTION, COLUMN_SOURCE, Column, DateColumn, SearchError, Segment, ValueColumn,
    segment::or_pending,
};
use std::{collections::BTreeMap, rc::Rc};
use tangthu_archive::{PartKind, PartialDate, year_of_day};

/// Stands between the steps of a section path.
pub const PATH_SEPARATOR: &str = " / ";

/// A wanted or an excluded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The value. For years, four digits, or nothing for documents without a date.
    pub value: String,
    /// Whether documents with the value are left out.
    pub exclude: bool,
}

/// Dates between two days, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub from: Option<PartialDate>,
    /// The last day.
    pub to: Option<PartialDate>,
}

/// All that results must satisfy beside the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Section paths.
    pub section: Vec<Filter>,
    /// Sources.
    pub source: Vec<Filter>,
    /// Years.
    pub year: Vec<Filter>,
    /// Keys of document numbers.
    pub number: Vec<Filter>,
    /// Dates.
    pub range: Range,
}

/// Counts for each field: value and documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// Section paths and the paths above them.
    pub section: BTreeMap<String, u32>,
    /// Sources.
    pub source: BTreeMap<String, u32>,
    /// Years; `None` counts documents without a date.
    pub year: BTreeMap<Option<u16>, u32>,
}

/// The columns of a segment with the filters applied to their values.
pub(crate) struct Facets {
    dates: Rc<Column>,
    section: Field,
    source: Field,
    years: Vec<(Option<u16>, bool)>,
    range: Range,
    year_counts: BTreeMap<Option<u16>, u32>,
}

struct Field {
    column: Rc<Column>,
    accepts: Vec<bool>,
    accepts_none: bool,
    counts: Vec<u32>,
}

/// Which filters a document fails: none, one field's alone (it still counts there), or more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fails {
    None,
    Section,
    Source,
    Year,
    Several,
}

impl Facets {
    pub(crate) fn open(segment: &dyn Segment, filters: &Filters) -> Result<Self, SearchError> {
        let mut pending = false;
        let dates = or_pending(segment.column(COLUMN_DATE), &mut pending)?;
        let section = or_pending(segment.column(COLUMN_SECTION), &mut pending)?;
        let source = or_pending(segment.column(COLUMN_SOURCE), &mut pending)?;
        let (Some(dates), Some(section), Some(source)) = (dates, section, source) else {
            return Err(SearchError::Pending);
        };
        let years = filters.year.iter().map(|filter| (filter.value.parse().ok(), filter.exclude)).collect();
        Ok(Self {
            dates,
            section: Field::new(section, &filters.section, within),
            source: Field::new(source, &filters.source, |value, wanted| value == wanted),
            years,
            range: filters.range,
            year_counts: BTreeMap::new(),
        })
    }

    /// Whether the document passes every filter; counts it wherever it counts.
    pub(crate) fn admit(&mut self, ordinal: usize) -> Result<bool, SearchError> {
        let days = self.dates()?.days.get(ordinal).copied().flatten();
        let year = days.map(|(first, _)| year_of_day(first));
        if !self.in_range(days) {
            return Ok(false);
        }
        let checks = [
            (self.section.passes(ordinal)?, Fails::Section),
            (self.source.passes(ordinal)?, Fails::Source),
            (accepted(&self.years, |wanted| *wanted == year), Fails::Year),
        ];
        let fails = checks.iter().filter(|(passes, _)| !passes).fold(Fails::None, |before, (_, field)| {
            if before == Fails::None { *field } else { Fails::Several }
        });
        if matches!(fails, Fails::None | Fails::Section) {
            self.section.count(ordinal)?;
        }
        if matches!(fails, Fails::None | Fails::Source) {
            self.source.count(ordinal)?;
        }
        if matches!(fails, Fails::None | Fails::Year) {
            *self.year_counts.entry(year).or_default() += 1;
        }
        Ok(fails == Fails::None)
    }

    /// Whether the document has a date.
    pub(crate) fn days(&self, ordinal: usize) -> Result<Option<(u32, u32)>, SearchError> {
        Ok(self.dates()?.days.get(ordinal).copied().flatten())
    }

    /// Adds the counts to those of other segments.
    pub(crate) fn add_to(&self, total: &mut FacetCounts) -> Result<(), SearchError> {
        self.source.add_to(&mut total.source, false)?;
        self.section.add_to(&mut total.section, true)?;
        for (year, count) in &self.year_counts {
            *total.year.entry(*year).or_default() += count;
        }
        Ok(())
    }

    fn dates(&self) -> Result<&DateColumn, SearchError> {
        match &*self.dates {
            Column::Dates(dates) => Ok(dates),
            Column::Values(_) => Err(wrong_column()),
        }
    }

    /// A document whose date is a whole year or month is in range when any day of it is.
    fn in_range(&self, days: Option<(u32, u32)>) -> bool {
        let Range { from, to } = self.range;
        match days {
            None => from.is_none() && to.is_none(),
            Some((first, last)) => {
                from.is_none_or(|from| last >= from.first_day()) && to.is_none_or(|to| first <= to.last_day())
            }
        }
    }
}

impl Field {
    fn new(column: Rc<Column>, filters: &[Filter], is: impl Fn(&str, &str) -> bool) -> Self {
        let values: &[String] = match &*column {
            Column::Values(column) => &column.values,
            Column::Dates(_) => &[],
        };
        let wanted: Vec<(&str, bool)> =
            filters.iter().map(|filter| (filter.value.as_str(), filter.exclude)).collect();
        let accepts = values.iter().map(|value| accepted(&wanted, |wanted| is(value, wanted))).collect();
        let accepts_none = accepted(&wanted, |_| false);
        let counts = vec![0; values.len()];
        Self { column, accepts, accepts_none, counts }
    }

    fn values(&self) -> Result<&ValueColumn, SearchError> {
        match &*self.column {
            Column::Values(values) => Ok(values),
            Column::Dates(_) => Err(wrong_column()),
        }
    }

    fn passes(&self, ordinal: usize) -> Result<bool, SearchError> {
        let value = self.values()?.of.get(ordinal).copied().flatten();
        Ok(value
            .map_or(self.accepts_none, |value| self.accepts.get(value as usize).copied().unwrap_or(false)))
    }

    fn count(&mut self, ordinal: usize) -> Result<(), SearchError> {
        let value = self.values()?.of.get(ordinal).copied().flatten();
        if let Some(count) = value.and_then(|value| self.counts.get_mut(value as usize)) {
            *count += 1;
        }
        Ok(())
    }

    fn add_to(&self, total: &mut BTreeMap<String, u32>, is_path: bool) -> Result<(), SearchError> {
        for (value, &count) in self.values()?.values.iter().zip(&self.counts) {
            if count == 0 {
                continue;
            }
            if is_path {
                for (end, _) in value.match_indices(PATH_SEPARATOR) {
                    *total.entry(value[..end].to_owned()).or_default() += count;
                }
            }
            *total.entry(value.clone()).or_default() += count;
        }
        Ok(())
    }
}

fn wrong_column() -> SearchError {
    SearchError::Malformed { kind: PartKind::Columns, reason: "a column is not of its type" }
}

/// Whether a path is the wanted one or lies below it.
fn within(path: &str, wanted: &str) -> bool {
    path.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(PATH_SEPARATOR))
}

/// Wanted values are alternatives; one excluded value is enough to fail. No wanted value means any.
fn accepted<T>(filters: &[(T, bool)], is: impl Fn(&T) -> bool) -> bool {
    let wanted = filters.iter().any(|(_, exclude)| !exclude);
    let has = |excluded: bool| filters.iter().any(|(value, exclude)| *exclude == excluded && is(value));
    !has(true) && (!wanted || has(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_includes_those_below_it() {
        assert!(within("Tin / Quận", "Tin") && within("Tin", "Tin"));
        assert!(!within("Tin tức", "Tin") && !within("Tin", "Tin / Quận"));
    }

    #[test]
    fn alternatives_and_exclusions_combine() {
        let filters = [(1, false), (2, false), (3, true)];
        let passes: Vec<bool> = (1..=4).map(|value| accepted(&filters, |wanted| *wanted == value)).collect();
        assert_eq!(passes, [true, true, false, false]);
        assert!(accepted(&[(3, true)], |wanted| *wanted == 4));
    }
}
