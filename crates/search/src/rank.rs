//! Ranking: the documents of every segment that satisfy a query, scored, counted and put in order.
//!
//! A word's score in a document is its rarity in the archive times the impact its list gives; adjacent pairs add half of
//! theirs. All lists are read whole, so totals and counts are exact.

use crate::{
    FacetCounts, Filters, Resolved, SearchError, Segment, Term,
    build::ALL_PAIRS_DOCUMENTS,
    facets::Facets,
    lexicon::Place,
    postings::{self, PART_BYTES, Posting},
    segment::or_pending,
    sort_by, weights,
};
use std::cmp::Ordering;
use tangthu_archive::PartKind;

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
    /// Those without a date.
    pub undated: u32,
    /// Counts of values.
    pub facets: FacetCounts,
}

/// Words and pairs that can be required of a document, one bit each: more than a query may hold.
const MAX_REQUIRED: usize = 128;

/// Runs a resolved query: `limit` documents from `offset` on, and all totals.
///
/// # Errors
/// [`SearchError::Pending`] when a list or a column is not at hand; `Malformed` when one is damaged.
pub fn run(
    resolved: &Resolved,
    filters: &Filters,
    order: Order,
    (offset, limit): (usize, usize),
    segments: &[&dyn Segment],
) -> Result<Outcome, SearchError> {
    let documents: u64 = segments.iter().map(|segment| u64::from(segment.documents())).sum();
    let mut pending = false;
    let mut parts = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let lists = or_pending(Lists::open(resolved, *segment, at, documents), &mut pending)?;
        let facets = or_pending(Facets::open(*segment, filters), &mut pending)?;
        parts.extend(lists.zip(facets));
    }
    if pending {
        return Err(SearchError::Pending);
    }
    // Whether the words must be relaxed is decided over all segments, before anything is counted.
    let complete: usize = parts.iter().map(|(lists, _)| lists.count_complete()).sum();
    let relax = complete < weights::RELAX_BELOW && parts.iter().any(|(lists, _)| lists.required.len() > 1);

    let mut outcome = Outcome::default();
    let mut found = Vec::new();
    for (segment, (lists, mut facets)) in parts.into_iter().enumerate() {
        for ordinal in 0..segments[segment].documents() {
            let at = ordinal as usize;
            let Some(complete) = lists.admits(at, filters, relax) else { continue };
            if !facets.admit(at)? {
                continue;
            }
            let day = facets.days(at)?.map(|(first, _)| first);
            outcome.undated += u32::from(day.is_none());
            outcome.complete += u32::from(complete);
            found.push(Found { segment, ordinal, score: lists.scores[at], complete, day });
        }
        facets.add_to(&mut outcome.facets)?;
    }
    outcome.total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    outcome.page = page(found, order, offset, limit);
    Ok(outcome)
}

/// Puts the wanted page in order without sorting what lies behind it.
fn page(mut found: Vec<Found>, order: Order, offset: usize, limit: usize) -> Vec<Found> {
    let end = offset.saturating_add(limit).min(found.len());
    if offset >= end {
        return Vec::new();
    }
    if end < found.len() {
        found.select_nth_unstable_by(end, |a, b| compare(a, b, order));
        found.truncate(end);
    }
    sort_by(&mut found, |a, b| compare(a, b, order));
    found.split_off(offset)
}

fn compare(a: &Found, b: &Found, order: Order) -> Ordering {
    // Within a segment the ordinal says which of two documents of one day is the newer.
    let newest = |a: &Found, b: &Found| {
        b.day.cmp(&a.day).then(a.segment.cmp(&b.segment)).then(a.ordinal.cmp(&b.ordinal))
    };
    b.complete.cmp(&a.complete).then_with(|| match order {
        Order::Relevance => b.score.total_cmp(&a.score).then_with(|| newest(a, b)),
        Order::Newest => newest(a, b),
        Order::Oldest => a.day.is_none().cmp(&b.day.is_none()).then_with(|| newest(b, a)),
    })
}

/// The lists of a query in one segment, added up.
struct Lists {
    scores: Vec<f32>,
    /// Which required words each document holds, a bit each.
    held: Vec<u128>,
    /// The weight of each required word.
    required: Vec<f32>,
    /// The words that no result may lack: those of phrases.
    strict: u128,
    /// Documents that an exclusion leaves out.
    excluded: Vec<bool>,
    /// For each number of the filter, the documents that bear or cite it.
    numbers: Vec<Vec<u32>>,
}

impl Lists {
    fn open(
        resolved: &Resolved,
        segment: &dyn Segment,
        at: usize,
        documents: u64,
    ) -> Result<Self, SearchError> {
        let count = segment.documents() as usize;
        let mut lists = Self {
            scores: vec![0.0; count],
            held: vec![0; count],
            required: Vec::new(),
            strict: 0,
            excluded: vec![false; count],
            numbers: Vec::new(),
        };
        let mut pending = false;
        let reader = ListReader { segment, at, documents };
        for clause in &resolved.clauses {
            // Small segments list every pair, so one that is in no dictionary occurs nowhere. In large ones it occurs in
            // one document at the most; the words of the phrase then decide.
            let all_listed = segment.documents() as usize <= ALL_PAIRS_DOCUMENTS;
            let known = clause.pairs.iter().filter(|pair| all_listed || !pair.spellings.is_empty());
            let terms: Vec<&Term> = clause.terms.iter().chain(known).collect();
            if clause.negated {
                // An unknown word, or an unknown pair of a phrase, is in no document that could be left out.
                let unknown = clause.terms.iter().chain(&clause.pairs).any(|term| term.spellings.is_empty());
                if !unknown {
                    or_pending(lists.exclude(&terms, &reader), &mut pending)?;
                }
                continue;
            }
            for term in terms {
                or_pending(lists.require(term, clause.phrase, &reader), &mut pending)?;
            }
        }
        for pair in &resolved.pairs {
            or_pending(lists.add_pair(pair, &reader), &mut pending)?;
        }
        for number in &resolved.numbers {
            let list = or_pending(reader.read(number), &mut pending)?.unwrap_or_default();
            let list: Vec<Posting> = list.into_iter().flat_map(|(_, list)| list).collect();
            // A filter does not rank, save that the document which bears the number comes before those that cite it.
            for posting in list.iter().filter(|posting| posting.impact >= weights::OWN_NUMBER_IMPACT) {
                lists.scores[posting.ordinal as usize] += 1.0;
            }
            lists.numbers.push(list.into_iter().map(|posting| posting.ordinal).collect());
        }
        if pending { Err(SearchError::Pending) } else { Ok(lists) }
    }

    fn require(&mut self, term: &Term, strict: bool, reader: &ListReader) -> Result<(), SearchError> {
        let weight = reader.rarity(term);
        let pair = term.kind == PartKind::Pairs;
        let bit = (self.required.len() < MAX_REQUIRED).then(|| 1u128 << self.required.len());
        let best = best_impacts(term, reader, self.scores.len())?;
        if let Some(bit) = bit {
            self.required.push(weight);
            self.strict |= if strict { bit } else { 0 };
        }
        for (at, impact) in best.into_iter().enumerate().filter(|(_, impact)| *impact > 0.0) {
            // Pairs are scored once, with the other pairs of the query.
            if !pair {
                self.scores[at] += weight * impact;
            }
            self.held[at] |= bit.unwrap_or(0);
        }
        Ok(())
    }

    fn add_pair(&mut self, pair: &Term, reader: &ListReader) -> Result<(), SearchError> {
        let weight = weights::PAIR * reader.rarity(pair);
        for (at, impact) in best_impacts(pair, reader, self.scores.len())?.into_iter().enumerate() {
            self.scores[at] += weight * impact;
        }
        Ok(())
    }

    /// Leaves out the documents that hold every one of `terms`.
    fn exclude(&mut self, terms: &[&Term], reader: &ListReader) -> Result<(), SearchError> {
        let mut all = vec![!terms.is_empty(); self.excluded.len()];
        let mut pending = false;
        for term in terms {
            let Some(best) = or_pending(best_impacts(term, reader, all.len()), &mut pending)? else {
                continue;
            };
            for (all, impact) in all.iter_mut().zip(best) {
                *all &= impact > 0.0;
            }
        }
        for (excluded, all) in self.excluded.iter_mut().zip(all) {
            *excluded |= all;
        }
        if pending { Err(SearchError::Pending) } else { Ok(()) }
    }

    fn all_bits(&self) -> u128 {
        if self.required.len() == MAX_REQUIRED { u128::MAX } else { (1 << self.required.len()) - 1 }
    }

    fn count_complete(&self) -> usize {
        let all = self.all_bits();
        self.held.iter().zip(&self.excluded).filter(|&(&held, &excluded)| held == all && !excluded).count()
    }

    /// Whether the document is a result, and then whether it holds every word.
    fn admits(&self, at: usize, filters: &Filters, relax: bool) -> Option<bool> {
        if self.excluded[at] || !self.passes_numbers(at, filters) {
            return None;
        }
        let held = self.held[at];
        if held == self.all_bits() {
            return Some(true);
        }
        let weight_of = |wanted: &dyn Fn(usize) -> bool| -> f32 {
            self.required.iter().enumerate().filter(|(bit, _)| wanted(*bit)).map(|(_, weight)| weight).sum()
        };
        let enough = || {
            weight_of(&|bit| held & (1 << bit) != 0)
                >= weights::relaxed_share(self.required.len()) * weight_of(&|_| true)
        };
        (relax && held != 0 && held & self.strict == self.strict && enough()).then_some(false)
    }

    fn passes_numbers(&self, at: usize, filters: &Filters) -> bool {
        let has = |list: &Vec<u32>| list.binary_search(&(at as u32)).is_ok();
        let lists = || filters.number.iter().zip(&self.numbers);
        let wanted = lists().any(|(filter, _)| !filter.exclude);
        let passes = |exclude: bool| lists().any(|(filter, list)| filter.exclude == exclude && has(list));
        !passes(true) && (!wanted || passes(false))
    }
}

/// For every document the best impact of any spelling of `term`, 0 where it has none.
fn best_impacts(term: &Term, reader: &ListReader, documents: usize) -> Result<Vec<f32>, SearchError> {
    let mut best = vec![0.0f32; documents];
    for (written, list) in reader.read(term)? {
        let share = if written == term.typed { 1.0 } else { weights::OTHER_SPELLING } / 255.0;
        for posting in list {
            let impact = f32::from(posting.impact) * share;
            if let Some(best) = best.get_mut(posting.ordinal as usize).filter(|best| **best < impact) {
                *best = impact;
            }
        }
    }
    Ok(best)
}

struct ListReader<'a> {
    segment: &'a dyn Segment,
    at: usize,
    documents: u64,
}

impl ListReader<'_> {
    /// BM25's inverse document frequency; the spellings of a word typed without marks count together.
    fn rarity(&self, term: &Term) -> f32 {
        let holding = term.documents().min(self.documents) as f32;
        (1.0 + (self.documents as f32 - holding + 0.5) / (holding + 0.5)).ln()
    }

    /// The list of each spelling of `term` in this segment.
    fn read<'t>(&self, term: &'t Term) -> Result<Vec<(&'t str, Vec<Posting>)>, SearchError> {
        let mut lists = Vec::new();
        let mut pending = false;
        for spelling in &term.spellings {
            let Some((_, documents, place)) = spelling.places.iter().find(|(at, ..)| *at == self.at) else {
                continue;
            };
            let Some(bytes) = or_pending(self.bytes(term.kind, place), &mut pending)? else { continue };
            let list = postings::decode(&bytes, *documents, self.segment.documents())
                .map_err(|reason| SearchError::Malformed { kind: list_kind(term.kind), reason })?;
            lists.push((spelling.written.as_str(), list));
        }
        if pending { Err(SearchError::Pending) } else { Ok(lists) }
    }

    fn bytes(&self, kind: PartKind, place: &Place) -> Result<Vec<u8>, SearchError> {
        let (offset, length) = match place {
            Place::Inline(bytes) => return Ok(bytes.clone()),
            Place::Stream { offset, length } => (*offset, u64::from(*length)),
        };
        let kind = list_kind(kind);
        let malformed = SearchError::Malformed { kind, reason: "a list lies outside its stream" };
        let end = offset.checked_add(length).ok_or(malformed.clone())?;
        let part_bytes = PART_BYTES as u64;
        let mut bytes = Vec::new();
        let mut pending = false;
        for index in offset / part_bytes..=(end - 1) / part_bytes {
            let position = u32::try_from(index).map_err(|_| malformed.clone())?;
            let Some(part) = or_pending(self.segment.part(kind, position), &mut pending)? else { continue };
            let start = offset.saturating_sub(index * part_bytes) as usize;
            let stop = (end - index * part_bytes).min(part_bytes) as usize;
            bytes.extend_from_slice(part.get(start..stop).ok_or(malformed.clone())?);
        }
        if pending { Err(SearchError::Pending) } else { Ok(bytes) }
    }
}

fn list_kind(dictionary: PartKind) -> PartKind {
    if dictionary == PartKind::Pairs { PartKind::PairPostings } else { PartKind::WordPostings }
}
