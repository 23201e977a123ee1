//! Ranking: the documents of every segment that satisfy a query, scored, counted and put in order.
//!
//! A word's score in a document is its rarity in the archive times the impact its list gives; adjacent pairs add half of
//! theirs. All lists are read whole, so totals and counts are exact.

use crate::{
    COLUMN_VIEWS, Column, FacetCounts, Filters, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat,
    SearchError, Segment, Term,
    facets::Facets,
    list_facets::{self, ListAsk},
    phrase,
    reader::{ListReader, Match, both, either, without},
    segment::or_pending,
    sort_by, weights,
};
use std::{cmp::Ordering, rc::Rc};

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best first, newest first among equals.
    #[default]
    Relevance,
    /// Newest first; without a date last.
    Newest,
    /// Oldest first; without a date last.
    Oldest,
    /// Most viewed first; without a count last.
    Views,
}

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The segment that holds it, by position.
    pub segment: usize,
    /// Its ordinal there.
    pub ordinal: u32,
    /// Its score.
    pub score: f32,
    /// Whether it holds every word.
    pub complete: bool,
    /// First day of its date.
    pub day: Option<u32>,
    /// Its views, where they order the results.
    views: Option<u64>,
}

/// Everything found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The documents asked for, in order.
    pub page: Vec<Found>,
    /// All documents found.
    pub total: u32,
    /// Those that hold every word.
    pub complete: u32,
    /// Whether they come before the others; in a long question each stands where its score puts it.
    pub complete_first: bool,
    /// Those without a date.
    pub undated: u32,
    /// Counts of values.
    pub facets: FacetCounts,
}

/// Conditions that can be required of a document, one bit each: more than a query may hold.
const MAX_REQUIRED: usize = 64;

/// Values of a column of many that an answer carries: more than anyone reads, and the rest is found by its words.
pub const MAX_LISTED: usize = 50;

/// Runs a resolved query: `limit` documents from `offset` on, all totals, and counts of the columns that are `asked` for.
///
/// # Errors
/// [`SearchError::Pending`] when a list or a column is not at hand; `Malformed` when one is damaged.
pub fn run(
    resolved: &Resolved,
    filters: &Filters,
    order: Order,
    (offset, limit): (usize, usize),
    asked: &[ListAsk],
    segments: &[&dyn Segment],
) -> Result<Outcome, SearchError> {
    let documents: u64 = segments.iter().map(|segment| u64::from(segment.documents())).sum();
    let mut pending = false;
    let mut parts = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let reader = ListReader { segment: *segment, at, documents };
        let lists = or_pending(Lists::open(resolved, &reader), &mut pending)?;
        let facets = or_pending(Facets::open(*segment, filters, asked), &mut pending)?;
        let views = match order {
            Order::Views => or_pending(segment.column(COLUMN_VIEWS), &mut pending)?.flatten(),
            _ => None,
        };
        parts.extend(lists.zip(facets).map(|(lists, facets)| (lists, facets, views)));
    }
    if pending {
        return Err(SearchError::Pending);
    }
    // How much of the words a document must hold is decided over all segments, before anything is counted.
    let complete: usize = parts.iter().map(|(lists, ..)| lists.count_complete()).sum();
    let conditions = parts.iter().map(|(lists, ..)| lists.required.len()).max().unwrap_or_default();
    let complete_first = conditions <= weights::COMPLETE_FIRST;
    // What no document holds cannot be asked of one.
    let met = parts.iter().flat_map(|(lists, ..)| &lists.held).fold(0, |met, held| met | held);
    let share = weights::required_share(conditions, met.count_ones(), complete);

    let mut outcome = Outcome { complete_first, ..Outcome::default() };
    let (mut found, mut counted) = (Vec::new(), Vec::new());
    for (segment, (lists, mut facets, views)) in parts.into_iter().enumerate() {
        for ordinal in 0..segments[segment].documents() {
            let at = ordinal as usize;
            let Some(complete) = lists.admits(at, (share, met)) else { continue };
            if !facets.admit(at, lists.passes_numbers(at, filters))? {
                continue;
            }
            let day = facets.days(at)?.map(|(first, _)| first);
            outcome.undated += u32::from(day.is_none());
            outcome.complete += u32::from(complete);
            let views = views_of(views.as_ref(), at);
            found.push(Found { segment, ordinal, score: lists.scores[at], complete, day, views });
        }
        facets.add_to(&mut outcome.facets);
        counted.push(facets);
    }
    outcome.facets.lists = asked
        .iter()
        .map(|ask| {
            let fields: Vec<_> = counted.iter().filter_map(|facets| facets.list(ask.list)).collect();
            list_facets::gather(&fields, &ask.find, MAX_LISTED)
        })
        .collect();
    outcome.total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    outcome.page = page(found, (order, complete_first), offset, limit);
    Ok(outcome)
}

fn views_of(column: Option<&Rc<Column>>, at: usize) -> Option<u64> {
    match column.map(|column| &**column) {
        Some(Column::Numbers(views)) => views.get(at).copied().flatten(),
        _ => None,
    }
}

/// Up to here the best results are gathered one by one; a page further back sorts all.
const GATHERED: usize = 500;

/// Puts the wanted page in order; what lies behind it is not sorted, unless the page is far back.
fn page(mut found: Vec<Found>, order: (Order, bool), offset: usize, limit: usize) -> Vec<Found> {
    let end = offset.saturating_add(limit).min(found.len());
    if offset >= end {
        return Vec::new();
    }
    if end > GATHERED {
        sort_by(&mut found, |a, b| compare(a, b, order));
        found.truncate(end);
        return found.split_off(offset);
    }
    let mut best: Vec<Found> = Vec::with_capacity(end + 1);
    for one in found {
        let before = |other: &Found| compare(other, &one, order) == Ordering::Less;
        if best.len() == end && best.last().is_some_and(before) {
            continue;
        }
        best.insert(best.partition_point(before), one);
        best.truncate(end);
    }
    best.split_off(offset)
}

fn compare(a: &Found, b: &Found, (order, complete_first): (Order, bool)) -> Ordering {
    // Within a segment the ordinal says which of two documents of one day is the newer.
    let newest = |a: &Found, b: &Found| {
        b.day.cmp(&a.day).then(a.segment.cmp(&b.segment)).then(a.ordinal.cmp(&b.ordinal))
    };
    let complete = if complete_first { b.complete.cmp(&a.complete) } else { Ordering::Equal };
    complete.then_with(|| match order {
        Order::Relevance => b.score.total_cmp(&a.score).then_with(|| newest(a, b)),
        Order::Newest => newest(a, b),
        Order::Oldest => a.day.is_none().cmp(&b.day.is_none()).then_with(|| newest(b, a)),
        Order::Views => b.views.cmp(&a.views).then_with(|| newest(a, b)),
    })
}

/// The lists of a query in one segment, added up.
struct Lists {
    scores: Vec<f32>,
    /// Which required conditions each document meets, a bit each.
    held: Vec<u64>,
    /// The weight of each required condition.
    required: Vec<f32>,
    /// The conditions that no result may lack: quoted phrases, numbers and alternatives.
    strict: u64,
    /// Documents that an exclusion leaves out.
    excluded: Vec<bool>,
    /// For each number of the filter, the documents that bear or cite it.
    numbers: Vec<Vec<u32>>,
}

impl Lists {
    fn open(resolved: &Resolved, reader: &ListReader) -> Result<Self, SearchError> {
        let count = reader.segment.documents() as usize;
        let mut lists = Self {
            scores: vec![0.0; count],
            held: vec![0; count],
            required: Vec::new(),
            strict: 0,
            excluded: vec![false; count],
            numbers: Vec::new(),
        };
        let mut pending = false;
        for clause in &resolved.clauses {
            let Some((weight, matches)) = or_pending(matches_of(&clause.what, reader), &mut pending)? else {
                continue;
            };
            if clause.negated {
                for (ordinal, _) in matches {
                    lists.excluded[ordinal as usize] = true;
                }
            } else {
                let strict = match &clause.what {
                    ResolvedWhat::Phrase(phrase) => phrase.quoted,
                    what => !matches!(what, ResolvedWhat::Term(_) | ResolvedWhat::Short(..)),
                };
                lists.require(weight, strict, &matches);
            }
        }
        for pair in &resolved.pairs {
            let weight = weights::PAIR * reader.rarity(pair);
            for (ordinal, impact) in or_pending(reader.matches(pair), &mut pending)?.unwrap_or_default() {
                lists.scores[ordinal as usize] += weight * impact;
            }
        }
        for number in &resolved.numbers {
            let list = or_pending(reader.matches(number), &mut pending)?.unwrap_or_default();
            // A filter does not rank, save that the document which bears the number comes before those that cite it.
            for (ordinal, _) in list.iter().filter(|(_, impact)| *impact >= weights::OWN_NUMBER_IMPACT) {
                lists.scores[*ordinal as usize] += 1.0;
            }
            lists.numbers.push(list.into_iter().map(|(ordinal, _)| ordinal).collect());
        }
        if pending { Err(SearchError::Pending) } else { Ok(lists) }
    }

    fn require(&mut self, weight: f32, strict: bool, matches: &[Match]) {
        let bit = if self.required.len() < MAX_REQUIRED { 1u64 << self.required.len() } else { 0 };
        if bit > 0 {
            self.required.push(weight);
            self.strict |= if strict { bit } else { 0 };
        }
        for &(ordinal, score) in matches {
            self.scores[ordinal as usize] += score;
            self.held[ordinal as usize] |= bit;
        }
    }

    fn all_bits(&self) -> u64 {
        if self.required.len() == MAX_REQUIRED { u64::MAX } else { (1 << self.required.len()) - 1 }
    }

    fn count_complete(&self) -> usize {
        let all = self.all_bits();
        self.held.iter().zip(&self.excluded).filter(|&(&held, &excluded)| held == all && !excluded).count()
    }

    /// Whether the document is a result, of which a share of the weight of some conditions is asked, and then whether it
    /// holds every word.
    fn admits(&self, at: usize, asked: (f32, u64)) -> Option<bool> {
        let held = self.held[at];
        let complete = held == self.all_bits();
        let near = || held & self.strict == self.strict && self.holds(held, asked);
        if !complete && !near() {
            return None;
        }
        (!self.excluded[at]).then_some(complete)
    }

    /// Whether the words that a document holds carry `share` of the weight of the conditions of `met`.
    fn holds(&self, held: u64, (share, met): (f32, u64)) -> bool {
        if share >= 1.0 {
            return held != 0 && held == met;
        }
        let (mut sum, mut all) = (0.0, 0.0);
        for (bit, weight) in self.required.iter().enumerate() {
            all += if met & (1 << bit) == 0 { 0.0 } else { *weight };
            sum += if held & (1 << bit) == 0 { 0.0 } else { *weight };
        }
        held != 0 && sum >= share * all
    }

    fn passes_numbers(&self, at: usize, filters: &Filters) -> bool {
        if self.numbers.is_empty() {
            return true;
        }
        let has = |list: &Vec<u32>| list.binary_search(&(at as u32)).is_ok();
        let lists = || filters.number.iter().zip(&self.numbers);
        let wanted = lists().any(|(filter, _)| !filter.exclude);
        let passes = |exclude: bool| lists().any(|(filter, list)| filter.exclude == exclude && has(list));
        !passes(true) && (!wanted || passes(false))
    }
}

/// The weight of a condition, and the documents that meet it with what it adds to their scores.
fn matches_of(what: &ResolvedWhat, reader: &ListReader) -> Result<(f32, Vec<Match>), SearchError> {
    match what {
        ResolvedWhat::Term(term) | ResolvedWhat::Number(_, term) => term_matches(term, reader),
        ResolvedWhat::Phrase(words) => Ok((weight_of(words, reader), phrase::matches(words, reader)?)),
        ResolvedWhat::Short(term, long) => {
            let mut pending = false;
            let mut all = or_pending(term_matches(term, reader), &mut pending)?;
            for words in long {
                let found = or_pending(phrase::matches(words, reader), &mut pending)?;
                if let (Some((weight, all)), Some(mut found)) = (&mut all, found) {
                    // A phrase adds up its words; so measured it would outdo the abbreviation that was typed.
                    let scale = (*weight / weight_of(words, reader).max(f32::EPSILON)).min(1.0);
                    found.iter_mut().for_each(|(_, score)| *score *= scale);
                    *all = either(all, &found);
                }
            }
            all.filter(|_| !pending).ok_or(SearchError::Pending)
        }
        ResolvedWhat::Any(lists) => {
            let mut pending = false;
            let mut all: Option<(f32, Vec<Match>)> = None;
            for list in lists {
                let Some((weight, found)) = or_pending(list_matches(list, reader), &mut pending)? else {
                    continue;
                };
                all = Some(all.map_or_else(
                    || (weight, found.clone()),
                    |(least, all)| (weight.min(least), either(&all, &found)),
                ));
            }
            if pending { Err(SearchError::Pending) } else { Ok(all.unwrap_or_default()) }
        }
    }
}

/// The documents that meet every clause of a list.
fn list_matches(list: &[ResolvedClause], reader: &ListReader) -> Result<(f32, Vec<Match>), SearchError> {
    let mut pending = false;
    let (mut weight, mut all, mut out) = (0.0, None::<Vec<Match>>, Vec::new());
    for clause in list {
        let Some((more, found)) = or_pending(matches_of(&clause.what, reader), &mut pending)? else {
            continue;
        };
        if clause.negated {
            out.push(found);
        } else {
            weight += more;
            all = Some(all.map_or_else(|| found.clone(), |all| both(&all, &found)));
        }
    }
    if pending {
        return Err(SearchError::Pending);
    }
    // A list of exclusions alone is met by every document that they do not leave out.
    let all = all.unwrap_or_else(|| (0..reader.segment.documents()).map(|ordinal| (ordinal, 0.0)).collect());
    Ok((weight, out.iter().fold(all, |all, out| without(&all, out))))
}

/// What the words of a phrase weigh together.
fn weight_of(phrase: &ResolvedPhrase, reader: &ListReader) -> f32 {
    phrase.words.iter().map(|word| reader.rarity(word)).sum()
}

fn term_matches(term: &Term, reader: &ListReader) -> Result<(f32, Vec<Match>), SearchError> {
    let weight = reader.rarity(term);
    let mut matches = reader.matches(term)?;
    matches.iter_mut().for_each(|(_, score)| *score *= weight);
    Ok((weight, matches))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_page_is_a_stretch_of_all_results_in_order(
            scores in proptest::collection::vec((0u8..5, any::<bool>(), proptest::option::of(0u64..3)), 0..40),
            offset in 0usize..45,
            limit in 0usize..45,
        ) {
            let found: Vec<Found> = scores.iter().zip(0..).map(|(&(score, complete, views), ordinal)| Found {
                segment: (ordinal % 2) as usize,
                ordinal,
                score: f32::from(score),
                complete,
                day: None,
                views,
            }).collect();
            for order in [(Order::Relevance, true), (Order::Relevance, false), (Order::Newest, false), (Order::Views, false)] {
                let mut all = found.clone();
                all.sort_by(|a, b| compare(a, b, order));
                let wanted: Vec<u32> = all.iter().skip(offset).take(limit).map(|one| one.ordinal).collect();
                let page = page(found.clone(), order, offset, limit);
                prop_assert_eq!(page.iter().map(|one| one.ordinal).collect::<Vec<_>>(), wanted);
            }
        }
    }
}
