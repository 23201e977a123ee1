//! Filters and counts: alternatives within a field, all fields together; each field is counted under the filters of the
//! others, so that a count says what a click would give.

use crate::{
    COLUMN_DATE, COLUMN_KIND, COLUMN_LANGUAGE, COLUMN_SECTION, COLUMN_SOURCE, Column, SearchError, Segment,
    columns::ValueColumn,
    list_facets::{List, ListAsk, ListCounts, ListField, agree, words_of},
    segment::or_pending,
};
use std::{collections::BTreeMap, rc::Rc};
use tangthu_archive::{MAX_SECTION_BYTES, MAX_SECTION_STEPS, PartKind, PartialDate, month_of_day};

/// Stands between the steps of a section path.
pub const PATH_SEPARATOR: &str = " / ";

/// A wanted or an excluded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The value. For years, four digits, or nothing for documents without a date; for months `2023-03`.
    pub value: String,
    /// Whether documents with the value are left out.
    pub exclude: bool,
    /// Whether the value was typed: it may lack marks and capitals; of people, places and bodies its words may be a part of what is
    /// meant, of a section one of its steps.
    pub loose: bool,
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
    /// Kinds of official documents.
    pub kind: Vec<Filter>,
    /// Languages.
    pub language: Vec<Filter>,
    /// Years.
    pub year: Vec<Filter>,
    /// Months.
    pub month: Vec<Filter>,
    /// Keys of document numbers.
    pub number: Vec<Filter>,
    /// People.
    pub person: Vec<Filter>,
    /// Administrative units.
    pub place: Vec<Filter>,
    /// Bodies.
    pub body: Vec<Filter>,
    /// Dates.
    pub range: Range,
}

impl Filters {
    /// The filter of a column with many values.
    pub fn of(&self, list: List) -> &[Filter] {
        match list {
            List::Numbers => &self.number,
            List::People => &self.person,
            List::Places => &self.place,
            List::Bodies => &self.body,
        }
    }

    /// See [`Filters::of`].
    pub fn of_mut(&mut self, list: List) -> &mut Vec<Filter> {
        match list {
            List::Numbers => &mut self.number,
            List::People => &mut self.person,
            List::Places => &mut self.place,
            List::Bodies => &mut self.body,
        }
    }
}

/// Counts for each field: value and documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// Section paths and the paths above them.
    pub section: BTreeMap<String, u32>,
    /// Sources.
    pub source: BTreeMap<String, u32>,
    /// Kinds of official documents.
    pub kind: BTreeMap<String, u32>,
    /// Languages.
    pub language: BTreeMap<String, u32>,
    /// Years; `None` counts documents without a date.
    pub year: BTreeMap<Option<u16>, u32>,
    /// Months, of documents that are dated as exactly.
    pub month: BTreeMap<(u16, u8), u32>,
    /// Columns of many values, as they were asked for.
    pub lists: Vec<ListCounts>,
}

/// The value fields, by their position in [`Facets::fields`].
const VALUE_FIELDS: [u32; 4] = [COLUMN_SECTION, COLUMN_SOURCE, COLUMN_KIND, COLUMN_LANGUAGE];

/// A year and, where it is known, a month; none without a date.
type Month = Option<(u16, Option<u8>)>;

/// The columns of a segment with the filters applied to their values.
pub(crate) struct Facets {
    dates: Rc<Column>,
    fields: [Field; VALUE_FIELDS.len()],
    years: Vec<(Option<u16>, bool)>,
    months: Vec<(String, bool)>,
    /// Columns of many values by their positions; those that nobody asks for are not opened.
    lists: [Option<ListField>; List::ALL.len()],
    range: Range,
    year_counts: BTreeMap<Option<u16>, u32>,
    month_counts: BTreeMap<(u16, u8), u32>,
    /// The month of the last document that was looked at: neighbours have the same date.
    last: (Option<(u32, u32)>, Month),
    /// Whether nothing is filtered.
    open: bool,
}

/// A column of values; absent where no document has any.
struct Field {
    column: Option<Rc<Column>>,
    accepts: Vec<bool>,
    accepts_none: bool,
    counts: Vec<u32>,
}

/// The fields whose filters a document fails, a bit each: value fields by position, then years, months, the range.
const FAILS_YEAR: u32 = 1 << VALUE_FIELDS.len();
const FAILS_MONTH: u32 = FAILS_YEAR << 1;
/// The first of the columns of many values.
const FAILS_LIST: u32 = FAILS_MONTH << 1;

impl Facets {
    pub(crate) fn open(
        segment: &dyn Segment,
        filters: &Filters,
        asked: &[ListAsk],
    ) -> Result<Self, SearchError> {
        let mut pending = false;
        let mut lists = [const { None }; List::ALL.len()];
        for (field, list) in lists.iter_mut().zip(List::ALL) {
            let counted = asked.iter().any(|ask| ask.list == list);
            // Numbers are filtered by the lists of the documents that hold them, which cost less.
            if counted || list != List::Numbers && !filters.of(list).is_empty() {
                let opened = ListField::open(segment, list, filters.of(list), counted);
                *field = or_pending(opened, &mut pending)?;
            }
        }
        let dates = or_pending(segment.column(COLUMN_DATE), &mut pending)?.flatten();
        let mut columns = Vec::with_capacity(VALUE_FIELDS.len());
        for index in VALUE_FIELDS {
            columns.push(or_pending(segment.column(index), &mut pending)?.flatten());
        }
        if pending {
            return Err(SearchError::Pending);
        }
        let dates =
            dates.ok_or(SearchError::Malformed { kind: PartKind::Columns, reason: "it has no dates" })?;
        if !matches!(*dates, Column::Dates(_)) {
            return Err(wrong_column());
        }
        let years = filters.year.iter().map(|filter| (filter.value.parse().ok(), filter.exclude)).collect();
        let months = filters.month.iter().map(|filter| (filter.value.clone(), filter.exclude)).collect();
        let mut columns = columns.into_iter();
        let mut field = |filters: &[Filter], is: fn(&str, &str) -> bool| {
            Field::new(columns.next().flatten(), filters, is)
        };
        let same = |value: &str, wanted: &str| value == wanted;
        Ok(Self {
            fields: [
                field(&filters.section, within)?,
                field(&filters.source, same)?,
                field(&filters.kind, same)?,
                field(&filters.language, same)?,
            ],
            dates,
            lists,
            years,
            months,
            range: filters.range,
            year_counts: BTreeMap::new(),
            month_counts: BTreeMap::new(),
            last: (None, None),
            open: *filters == Filters::default(),
        })
    }

    /// Drops the documents that do not pass every filter, of which that of numbers is `has_number`'s; counts them wherever they
    /// count. Returns how many are left that have no date.
    pub(crate) fn retain(&mut self, ordinals: &mut Vec<u32>, has_number: impl Fn(usize) -> bool) -> u32 {
        if self.open {
            return self.count(ordinals);
        }
        ordinals.retain(|&ordinal| self.admit(ordinal as usize, has_number(ordinal as usize)));
        ordinals.iter().filter(|&&ordinal| self.days(ordinal as usize).is_none()).count() as u32
    }

    /// Counts documents where nothing is filtered: all of them count in every field. Returns how many have no date.
    fn count(&mut self, ordinals: &[u32]) -> u32 {
        for field in &mut self.fields {
            if let Some(Column::Values(column)) = field.column.as_deref() {
                count_values(column, ordinals, &mut field.counts);
            }
        }
        for field in self.lists.iter_mut().flatten() {
            ordinals.iter().for_each(|&ordinal| field.count(ordinal as usize));
        }
        let dates = Rc::clone(&self.dates);
        let days = if let Column::Dates(dates) = &*dates { dates.days.as_slice() } else { &[] };
        // Neighbours have the same date, so most of the work is done once for many.
        let mut run = (None, 0);
        for &ordinal in ordinals {
            let day = days.get(ordinal as usize).copied().flatten();
            if day != run.0 {
                self.add_run(run);
                run = (day, 0);
            }
            run.1 += 1;
        }
        self.add_run(run);
        self.year_counts.get(&None).copied().unwrap_or_default()
    }

    /// Counts so many documents of one date.
    fn add_run(&mut self, (days, count): (Option<(u32, u32)>, u32)) {
        if count == 0 {
            return;
        }
        let month = self.month_of(days);
        *self.year_counts.entry(month.map(|(year, _)| year)).or_default() += count;
        if let Some((year, Some(month))) = month {
            *self.month_counts.entry((year, month)).or_default() += count;
        }
    }

    /// Whether the document passes every filter, of which that of numbers was looked at already; counts it wherever it counts.
    fn admit(&mut self, ordinal: usize, has_number: bool) -> bool {
        let days = self.days(ordinal);
        if !self.in_range(days) {
            return false;
        }
        let mut fails = if has_number { 0 } else { FAILS_LIST };
        for (at, field) in self.fields.iter().enumerate() {
            fails |= u32::from(!field.passes(ordinal)) << at;
        }
        let month = self.month_of(days);
        let year = month.map(|(year, _)| year);
        if !accepted(&self.years, |wanted| *wanted == year) {
            fails |= FAILS_YEAR;
        }
        if !self.months.is_empty() {
            let month = month.and_then(|(year, month)| Some(format!("{year:04}-{:02}", month?)));
            if !accepted(&self.months, |wanted| Some(wanted) == month.as_ref()) {
                fails |= FAILS_MONTH;
            }
        }
        for (at, field) in self.lists.iter().enumerate().skip(1) {
            let passes = field.as_ref().is_none_or(|field| field.passes(ordinal));
            fails |= u32::from(!passes) << at << FAILS_LIST.trailing_zeros();
        }
        // A document that fails one field alone still counts there: a click would let it in.
        if fails.count_ones() > 1 {
            return false;
        }
        for (at, field) in self.fields.iter_mut().enumerate() {
            if fails & !(1 << at) == 0 {
                field.count(ordinal);
            }
        }
        if fails & !FAILS_YEAR == 0 {
            *self.year_counts.entry(year).or_default() += 1;
        }
        if fails & !FAILS_MONTH == 0
            && let Some((year, Some(month))) = month
        {
            *self.month_counts.entry((year, month)).or_default() += 1;
        }
        for (at, field) in self.lists.iter_mut().enumerate() {
            if fails & !(FAILS_LIST << at) == 0
                && let Some(field) = field
            {
                field.count(ordinal);
            }
        }
        fails == 0
    }

    /// The column at this position, if it was opened.
    pub(crate) fn list(&self, list: List) -> Option<&ListField> {
        self.lists.get(list as usize).and_then(Option::as_ref)
    }

    /// First and last day of the document's date.
    pub(crate) fn days(&self, ordinal: usize) -> Option<(u32, u32)> {
        match &*self.dates {
            Column::Dates(dates) => dates.days.get(ordinal).copied().flatten(),
            // No other column is opened as that of dates.
            _ => None,
        }
    }

    /// Adds the counts to those of other segments.
    pub(crate) fn add_to(&self, total: &mut FacetCounts) {
        let [section, source, kind, language] = &self.fields;
        section.add_to(&mut total.section, true);
        source.add_to(&mut total.source, false);
        kind.add_to(&mut total.kind, false);
        language.add_to(&mut total.language, false);
        for (year, count) in &self.year_counts {
            *total.year.entry(*year).or_default() += count;
        }
        for (month, count) in &self.month_counts {
            *total.month.entry(*month).or_default() += count;
        }
    }

    fn month_of(&mut self, days: Option<(u32, u32)>) -> Month {
        if self.last.0 != days {
            let month = days.map(|(first, last)| {
                let (year, month) = month_of_day(first);
                (year, (month_of_day(last) == (year, month)).then_some(month))
            });
            self.last = (days, month);
        }
        self.last.1
    }

    /// A document whose date is a whole year or month is in range when any day of it is; in a range that ends before it begins
    /// nothing is.
    fn in_range(&self, days: Option<(u32, u32)>) -> bool {
        let Range { from, to } = self.range;
        let (from, to) = (from.map(|from| from.first_day()), to.map(|to| to.last_day()));
        match days {
            None => from.is_none() && to.is_none(),
            Some((first, last)) => {
                let ends = to.unwrap_or(u32::MAX);
                from.is_none_or(|from| last >= from && from <= ends) && first <= ends
            }
        }
    }
}

/// Counts the values that documents have in a column.
fn count_values(column: &ValueColumn, ordinals: &[u32], counts: &mut [u32]) {
    for &ordinal in ordinals {
        let value = column.of.get(ordinal as usize).copied().flatten();
        if let Some(count) = value.and_then(|value| counts.get_mut(value as usize)) {
            *count += 1;
        }
    }
}

impl Field {
    fn new(
        column: Option<Rc<Column>>,
        filters: &[Filter],
        is: fn(&str, &str) -> bool,
    ) -> Result<Self, SearchError> {
        let values: &[String] = match column.as_deref() {
            Some(Column::Values(column)) => &column.values,
            Some(_) => return Err(wrong_column()),
            None => &[],
        };
        let wanted: Vec<(&Filter, bool)> = filters.iter().map(|filter| (filter, filter.exclude)).collect();
        let is = |value: &str, wanted: &Filter| {
            is(value, &wanted.value) || wanted.loose && is_meant(value, &wanted.value)
        };
        let accepts = values.iter().map(|value| accepted(&wanted, |wanted| is(value, wanted))).collect();
        let accepts_none = accepted(&wanted, |_| false);
        let counts = vec![0; values.len()];
        Ok(Self { column, accepts, accepts_none, counts })
    }

    fn value(&self, ordinal: usize) -> Option<usize> {
        match self.column.as_deref() {
            Some(Column::Values(column)) => {
                column.of.get(ordinal).copied().flatten().map(|value| value as usize)
            }
            _ => None,
        }
    }

    fn passes(&self, ordinal: usize) -> bool {
        self.value(ordinal)
            .map_or(self.accepts_none, |value| self.accepts.get(value).copied().unwrap_or(false))
    }

    fn count(&mut self, ordinal: usize) {
        if let Some(count) = self.value(ordinal).and_then(|value| self.counts.get_mut(value)) {
            *count += 1;
        }
    }

    fn add_to(&self, total: &mut BTreeMap<String, u32>, is_path: bool) {
        let Some(Column::Values(column)) = self.column.as_deref() else { return };
        for (value, &count) in column.values.iter().zip(&self.counts).filter(|(_, count)| **count > 0) {
            if is_path {
                // A column that somebody made may hold longer paths than any document.
                let above = value.match_indices(PATH_SEPARATOR).take(MAX_SECTION_STEPS);
                for (end, _) in above.take_while(|(end, _)| *end <= MAX_SECTION_BYTES) {
                    *total.entry(value[..end].to_owned()).or_default() += count;
                }
            }
            *total.entry(value.clone()).or_default() += count;
        }
    }
}

pub(crate) fn wrong_column() -> SearchError {
    SearchError::Malformed { kind: PartKind::Columns, reason: "a column is not of its type" }
}

/// Whether a path is the wanted one or lies below it.
fn within(path: &str, wanted: &str) -> bool {
    path.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(PATH_SEPARATOR))
}

/// Whether a path, or a value that is none, has steps that are written as `typed`, as far as this carries marks, or lies below them.
fn is_meant(path: &str, typed: &str) -> bool {
    let steps = |text: &str| -> Vec<Vec<String>> {
        text.split(['/', '>']).map(words_of).filter(|words| !words.is_empty()).collect()
    };
    let (path, typed) = (steps(path), steps(typed));
    let same = |(step, typed): (&Vec<String>, &Vec<String>)| step.len() == typed.len() && agree(step, typed);
    !typed.is_empty() && path.windows(typed.len()).any(|run| run.iter().zip(&typed).all(same))
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
    fn a_path_longer_than_any_is_counted_under_few_of_those_above_it() {
        let counted = |value: String| {
            let column = ValueColumn { values: vec![value], of: vec![Some(0)] };
            let column = Some(Rc::new(Column::Values(column)));
            let field = Field { column, accepts: vec![true], accepts_none: true, counts: vec![2] };
            let mut total = BTreeMap::new();
            field.add_to(&mut total, true);
            total
        };
        let few = counted("Tin / Quận / Ba".to_owned());
        assert_eq!(few.into_keys().collect::<Vec<_>>(), ["Tin", "Tin / Quận", "Tin / Quận / Ba"]);
        assert!(counted("a / ".repeat(2_000)).len() <= MAX_SECTION_STEPS + 1);
        assert_eq!(counted(format!("{} / b", "a".repeat(2 * MAX_SECTION_BYTES))).len(), 1);
    }

    #[test]
    fn alternatives_and_exclusions_combine() {
        let filters = [(1, false), (2, false), (3, true)];
        let passes: Vec<bool> = (1..=4).map(|value| accepted(&filters, |wanted| *wanted == value)).collect();
        assert_eq!(passes, [true, true, false, false]);
        assert!(accepted(&[(3, true)], |wanted| *wanted == 4));
    }
}
