//! Filters and counts of columns with many values a document. A column is opened only where its values are to be counted or
//! are filtered by.

use crate::{
    COLUMN_BODIES, COLUMN_NUMBERS, COLUMN_PEOPLE, COLUMN_PLACES, Column, Filter, ListColumn, SearchError,
    Segment, facets::wrong_column, list_column::fold_all, segment::or_pending, sort_by,
};
use std::{cmp::Ordering, rc::Rc};
use tangthu_mentions::in_full;
use tangthu_text::name_in_one_placement;

/// A column of many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Numbers that are borne or cited.
    Numbers,
    /// People.
    People,
    /// Administrative units.
    Places,
    /// Bodies.
    Bodies,
}

impl List {
    /// All of them, in the order of their positions.
    pub const ALL: [Self; 4] = [Self::Numbers, Self::People, Self::Places, Self::Bodies];

    /// The position of the column.
    pub fn column(self) -> u32 {
        [COLUMN_NUMBERS, COLUMN_PEOPLE, COLUMN_PLACES, COLUMN_BODIES][self as usize]
    }
}

/// A column to be counted, and the words that its values must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListAsk {
    /// Which.
    pub list: List,
    /// The words; none for all values.
    pub find: String,
}

/// Counts of a column: the most frequent values and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListCounts {
    /// Values with the documents that have them; those of the filter first, then the most frequent.
    pub values: Vec<(String, u32)>,
    /// How many values some document has.
    pub total: u32,
}

/// A column in one segment, with the filter applied to its values.
#[derive(Default)]
pub(crate) struct ListField {
    column: Option<Rc<Column>>,
    /// By value: whether the filter wants it, or excludes it.
    wanted: Vec<bool>,
    excluded: Vec<bool>,
    wants: bool,
    counts: Vec<u32>,
}

impl ListField {
    /// Opens a column whose values are counted or filtered by; numbers are filtered by their lists, so their filter only marks
    /// which values it is about.
    pub(crate) fn open(
        segment: &dyn Segment,
        list: List,
        filters: &[Filter],
        counted: bool,
    ) -> Result<Self, SearchError> {
        let column = segment.column(list.column())?;
        let Some(lists) = lists(column.as_ref())? else {
            return Ok(Self { wants: filters.iter().any(|filter| !filter.exclude), ..Self::default() });
        };
        let mut field = Self { counts: vec![0; if counted { lists.len() } else { 0 }], ..Self::default() };
        if !filters.is_empty() {
            field.wanted = vec![false; lists.len()];
            field.excluded = vec![false; lists.len()];
        }
        for filter in filters {
            let marks = if filter.exclude { &mut field.excluded } else { &mut field.wanted };
            field.wants |= !filter.exclude;
            let folded = fold_all(&filter.value);
            // Bộ GTVT is told as Bộ Giao thông vận tải; who asks for one means the other too.
            let full = in_full(&filter.value).filter(|_| matches!(list, List::Places | List::Bodies));
            let full = full.map(|full| (fold_all(&full), full));
            // Columns of earlier programs hold names as they were written.
            let placed = name_in_one_placement(&filter.value);
            for (at, mark) in marks.iter_mut().enumerate() {
                *mark |= match list {
                    List::Numbers => lists.folded(at) == folded,
                    _ if filter.loose => {
                        let is = |folded: &str, name: &str| {
                            contains(lists.folded(at), folded) && agrees(lists.value(at), name)
                        };
                        is(&folded, &filter.value)
                            || full.as_ref().is_some_and(|(folded, full)| is(folded, full))
                    }
                    _ => {
                        let full = full.as_ref().map(|(_, full)| full);
                        [&filter.value, &placed].into_iter().chain(full).any(|name| lists.value(at) == *name)
                    }
                };
            }
        }
        field.column = column;
        Ok(field)
    }

    /// Whether any value of the column is one that the filter is about.
    pub(crate) fn knows(&self) -> bool {
        self.wanted.contains(&true) || self.excluded.contains(&true)
    }

    pub(crate) fn passes(&self, ordinal: usize) -> bool {
        if self.wanted.is_empty() {
            return !self.wants;
        }
        let mut passes = !self.wants;
        for &id in self.of(ordinal) {
            if self.excluded[id as usize] {
                return false;
            }
            passes |= self.wanted[id as usize];
        }
        passes
    }

    pub(crate) fn count(&mut self, ordinal: usize) {
        if self.counts.is_empty() {
            return;
        }
        if let Some(Column::Lists(lists)) = self.column.as_deref() {
            for &id in lists.of(ordinal) {
                self.counts[id as usize] += 1;
            }
        }
    }

    fn of(&self, ordinal: usize) -> &[u32] {
        match self.column.as_deref() {
            Some(Column::Lists(lists)) => lists.of(ordinal),
            _ => &[],
        }
    }
}

/// The column as what it must be.
pub(crate) fn lists(column: Option<&Rc<Column>>) -> Result<Option<&ListColumn>, SearchError> {
    match column.map(|column| &**column) {
        Some(Column::Lists(lists)) => Ok(Some(lists)),
        Some(_) => Err(wrong_column()),
        None => Ok(None),
    }
}

/// Whether a column of any segment has a value that `filter` is about.
///
/// # Errors
/// [`SearchError::Pending`], or `Malformed`.
pub fn knows(segments: &[&dyn Segment], list: List, filter: &Filter) -> Result<bool, SearchError> {
    let (mut pending, mut known) = (false, false);
    for segment in segments {
        let field = ListField::open(*segment, list, std::slice::from_ref(filter), false);
        known |= or_pending(field, &mut pending)?.is_some_and(|field| field.knows());
    }
    if pending { Err(SearchError::Pending) } else { Ok(known) }
}

/// The counts of one column over all segments: at most `most` values.
pub(crate) fn gather(fields: &[&ListField], find: &str, most: usize) -> ListCounts {
    let sought = Sought::new(find);
    let mut counts: Vec<(&str, u32, bool)> = Vec::new();
    for field in fields {
        let Some(Column::Lists(lists)) = field.column.as_deref() else { continue };
        for (at, &count) in field.counts.iter().enumerate() {
            let chosen = !field.wanted.is_empty() && (field.wanted[at] || field.excluded[at]);
            if (count > 0 || chosen) && sought.is_in(lists.folded(at)) {
                counts.push((lists.value(at), count, chosen));
            }
        }
    }
    if fields.len() > 1 {
        sort_by(&mut counts, |a, b| a.0.cmp(b.0));
        counts.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
                first.2 |= later.2;
            }
            same
        });
    }
    let total = counts.iter().filter(|(_, count, _)| *count > 0).count() as u32;
    let values = best(counts, most, |a, b| b.2.cmp(&a.2).then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(b.0)));
    ListCounts {
        values: values.into_iter().map(|(value, count, _)| (value.to_owned(), count)).collect(),
        total,
    }
}

/// The first `most` items in order. Of fifty thousand values fifty are wanted, so most items are compared once.
pub fn best<T>(items: Vec<T>, most: usize, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut best: Vec<T> = Vec::with_capacity(most.min(items.len()) + 1);
    for item in items {
        if best.len() == most && best.last().is_none_or(|last| compare(last, &item) != Ordering::Greater) {
            continue;
        }
        let at = best.partition_point(|other| compare(other, &item) != Ordering::Greater);
        best.insert(at, item);
        best.truncate(most);
    }
    best
}

/// What somebody types above a list of values to find some of them.
pub struct Sought {
    folded: String,
    /// The same as lists tell it: Bộ GTVT is listed as Bộ Giao thông vận tải.
    full: Option<String>,
}

impl Sought {
    /// Reads what was typed; nothing finds all values.
    pub fn new(typed: &str) -> Self {
        Self { folded: fold_all(typed), full: in_full(typed).map(|full| fold_all(&full)) }
    }

    /// Whether some word of the value `folded` begins what was typed.
    pub fn is_in(&self, folded: &str) -> bool {
        let begins = |find: &String| begins_a_word(folded, find);
        self.folded.is_empty() || begins(&self.folded) || self.full.as_ref().is_some_and(begins)
    }
}

/// Whether some word of `folded` begins what goes on as `find`.
fn begins_a_word(folded: &str, find: &str) -> bool {
    folded.match_indices(find).any(|(at, _)| !folded[..at].ends_with(char::is_alphanumeric))
}

/// Whether `folded` holds `find` in whole words.
fn contains(folded: &str, find: &str) -> bool {
    let ends = |at: usize| !folded[at + find.len()..].starts_with(char::is_alphanumeric);
    let begins = |at: usize| !folded[..at].ends_with(char::is_alphanumeric);
    folded.match_indices(find).any(|(at, _)| begins(at) && ends(at))
}

/// Whether `value` has the words of `typed` side by side, as far as these carry marks.
fn agrees(value: &str, typed: &str) -> bool {
    let (value, typed) = (words_of(value), words_of(typed));
    value.windows(typed.len().max(1)).any(|run| agree(run, &typed))
}

/// What stands between blanks, in normal form.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(tangthu_text::normal_word).collect()
}

/// Whether words are those that were typed, as far as these carry marks.
pub(crate) fn agree(words: &[String], typed: &[String]) -> bool {
    words.iter().zip(typed).all(|(word, typed)| match tangthu_text::is_plain(typed) {
        true => tangthu_text::fold(word) == *typed,
        false => typed == word || tangthu_text::agrees(typed, word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_looked_for_by_the_beginnings_of_words() {
        assert!(begins_a_word("quan long bien", "long b") && begins_a_word("quan long bien", "quan"));
        assert!(!begins_a_word("quan long bien", "ong"));
        assert!(contains("quan long bien", "long bien") && !contains("quan long bien", "long bi"));
    }

    #[test]
    fn fifty_thousand_values_are_counted_and_looked_through() {
        let mut builder = crate::list_build::ListBuilder::default();
        for at in 0..5_000 {
            let values = (0..10).map(|nth| (format!("bà Số {}", at * 10 + nth), None));
            builder.add(values.chain([(format!("ông Mốt {}", at % 7), None)]).collect());
        }
        let column = ListColumn::decode(&builder.encode(), 5_000).unwrap();
        assert_eq!(column.len(), 50_007);
        let mut field = ListField { counts: vec![0; column.len()], ..ListField::default() };
        field.column = Some(Rc::new(Column::Lists(column)));
        (0..5_000).for_each(|ordinal| field.count(ordinal));
        let all = gather(&[&field], "", 50);
        assert_eq!(
            (all.total, all.values.len(), &all.values[0]),
            (50_007, 50, &("ông Mốt 0".to_owned(), 715))
        );
        let found = gather(&[&field], "so 40123", 50);
        assert_eq!((found.total, found.values), (1, vec![("bà Số 40123".to_owned(), 1)]));
    }

    #[test]
    fn typed_marks_decide() {
        assert!(agrees("quận Long Biên", "long bien") && agrees("quận Long Biên", "Long Biên"));
        assert!(!agrees("quận Long Biên", "long biển"));
    }

    proptest! {
        #[test]
        fn the_best_are_the_first_of_all_in_order(items in proptest::collection::vec(0u8..20, 0..40), most in 0usize..12) {
            let mut wanted = items.clone();
            wanted.sort_unstable();
            wanted.truncate(most);
            prop_assert_eq!(best(items, most, Ord::cmp), wanted);
        }
    }
}
