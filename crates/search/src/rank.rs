//! Ranking: the documents of every segment that satisfy a query, scored, counted and put in order.
//!
//! A word's score in a document is its rarity in the archive times the impact its list gives; adjacent pairs add half of
//! theirs. All lists are read whole, so totals and counts are exact.

use crate::{
    COLUMN_VIEWS, Column, FacetCounts, Filters, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat,
    SearchError, Segment, Term,
    best::Best,
    facets::Facets,
    list_facets::{self, ListAsk},
    phrase,
    reader::{ListReader, Match, both, either, without},
    segment::or_pending,
    weights,
};
use std::rc::Rc;

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
    /// Whether it comes before those that are not so, whatever the scores: it holds every word; and in the order of
    /// relevance also every pair.
    pub first: bool,
    /// First day of its date.
    pub day: Option<u32>,
    /// Its views, where they order the results.
    pub(crate) views: Option<u64>,
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
    /// Whether they come before the others. By relevance, only those that hold them side by side do so, and in a long question
    /// each stands where its score puts it.
    pub complete_first: bool,
    /// Those without a date.
    pub undated: u32,
    /// Counts of values.
    pub facets: FacetCounts,
}

/// Conditions that can be required of a document, one bit each: more than a query may hold.
const MAX_REQUIRED: usize = 63;

/// The bit of documents that an exclusion leaves out.
const EXCLUDED: u64 = 1 << MAX_REQUIRED;

/// Up to so many conditions, what each combination of them comes to is worked out before the documents are gone through.
const FORESEEN: usize = 8;

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
    let (mut complete, mut bar) = (0, f32::NEG_INFINITY);
    for (lists, ..) in &parts {
        lists.note_complete(&mut complete, &mut bar);
    }
    let conditions = parts.iter().map(|(lists, ..)| lists.required.len()).max().unwrap_or_default();
    let complete_first = conditions <= weights::COMPLETE_FIRST;
    // What no document holds cannot be asked of one.
    let met = parts.iter().fold(0, |met, (lists, ..)| met | lists.met());
    let share = weights::required_share(conditions, met.count_ones(), complete);
    if !complete_first || complete < weights::RELAX_BELOW {
        bar = f32::NEG_INFINITY;
    }
    // Only by relevance do the words have to stand side by side to come first; where dates decide, all that hold them are alike. What
    // stands nowhere side by side, or in a single document, asks nothing.
    let known = resolved.pairs.iter().filter(|pair| !pair.spellings.is_empty()).count();
    let beside = if order == Order::Relevance { known } else { 0 };

    let mut outcome = Outcome { complete_first: complete_first && beside == 0, ..Outcome::default() };
    let mut best = Best::new((order, complete_first), offset.saturating_add(limit));
    let mut counted = Vec::new();
    for (segment, (lists, mut facets, views)) in parts.into_iter().enumerate() {
        let mut ordinals = lists.admitted((share, met), bar);
        outcome.undated += facets.retain(&mut ordinals, |at| lists.passes_numbers(at, filters));
        outcome.total = outcome.total.saturating_add(ordinals.len() as u32);
        for ordinal in ordinals {
            let at = ordinal as usize;
            let (complete, score) = (lists.is_complete(at), lists.scores[at]);
            outcome.complete += u32::from(complete);
            let first = complete && usize::from(lists.beside[at]) >= beside;
            if best.may_hold(first, score) {
                let day = facets.days(at).map(|(first, _)| first);
                best.add(Found { segment, ordinal, score, first, day, views: views_of(views.as_ref(), at) });
            }
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
    outcome.page = best.page(offset);
    Ok(outcome)
}

fn views_of(column: Option<&Rc<Column>>, at: usize) -> Option<u64> {
    match column.map(|column| &**column) {
        Some(Column::Numbers(views)) => views.get(at).copied().flatten(),
        _ => None,
    }
}

/// The lists of a query in one segment, added up.
struct Lists {
    scores: Vec<f32>,
    /// Which required conditions each document meets, a bit each; and whether it is [`EXCLUDED`].
    held: Vec<u64>,
    /// How many of the query's pairs each document holds.
    beside: Vec<u8>,
    /// The weight of each required condition.
    required: Vec<f32>,
    /// The conditions that no result may lack: quoted phrases, numbers and alternatives.
    strict: u64,
    /// For each number of the filter, the documents that bear or cite it.
    numbers: Vec<Vec<u32>>,
    /// Room for [`ListReader::each_match`].
    best: Vec<f32>,
}

impl Lists {
    fn open(resolved: &Resolved, reader: &ListReader) -> Result<Self, SearchError> {
        let count = reader.segment.documents() as usize;
        let mut lists = Self {
            scores: vec![0.0; count],
            held: vec![0; count],
            beside: vec![0; count],
            required: Vec::new(),
            strict: 0,
            numbers: Vec::new(),
            best: Vec::new(),
        };
        let mut pending = false;
        for clause in &resolved.clauses {
            // Most conditions are words; what their lists say is added without a list of matches between.
            if let (ResolvedWhat::Term(term), false) = (&clause.what, clause.negated) {
                or_pending(lists.require_term(term, reader), &mut pending)?;
                continue;
            }
            let Some((weight, matches)) = or_pending(matches_of(&clause.what, reader), &mut pending)? else {
                continue;
            };
            if clause.negated {
                for (ordinal, _) in matches {
                    lists.held[ordinal as usize] |= EXCLUDED;
                }
            } else {
                let strict = match &clause.what {
                    ResolvedWhat::Phrase(phrase) => phrase.quoted,
                    what => !matches!(what, ResolvedWhat::Short(..)),
                };
                lists.require(weight, strict, &matches);
            }
        }
        for pair in &resolved.pairs {
            let weight = weights::PAIR * reader.rarity(pair);
            or_pending(lists.add_term(pair, reader, (weight, 0, 1)), &mut pending)?;
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

    /// Another condition: its bit, or none where there are too many already.
    fn condition(&mut self, weight: f32, strict: bool) -> u64 {
        let bit = if self.required.len() < MAX_REQUIRED { 1u64 << self.required.len() } else { 0 };
        if bit > 0 {
            self.required.push(weight);
            self.strict |= if strict { bit } else { 0 };
        }
        bit
    }

    fn require(&mut self, weight: f32, strict: bool, matches: &[Match]) {
        let bit = self.condition(weight, strict);
        for &(ordinal, score) in matches {
            self.scores[ordinal as usize] += score;
            self.held[ordinal as usize] |= bit;
        }
    }

    fn require_term(&mut self, term: &Term, reader: &ListReader) -> Result<(), SearchError> {
        let weight = reader.rarity(term);
        let bit = self.condition(weight, false);
        self.add_term(term, reader, (weight, bit, 0))
    }

    /// Adds what a term says about its documents: a weight, the bit of a condition that they meet, and how many pairs it is.
    fn add_term(
        &mut self,
        term: &Term,
        reader: &ListReader,
        (weight, bit, pairs): (f32, u64, u8),
    ) -> Result<(), SearchError> {
        // Slices: in the browser's program, which is made small, an index into a vector is a call.
        let (scores, held, beside) =
            (self.scores.as_mut_slice(), self.held.as_mut_slice(), self.beside.as_mut_slice());
        reader.each_match(term, &mut self.best, |ordinal, impact| {
            let at = ordinal as usize;
            scores[at] += weight * impact;
            held[at] |= bit;
            beside[at] = beside[at].saturating_add(pairs);
        })
    }

    fn all_bits(&self) -> u64 {
        (1 << self.required.len()) - 1
    }

    fn is_complete(&self, at: usize) -> bool {
        self.held[at] == self.all_bits()
    }

    /// Adds how many documents hold every word, and the best of their scores.
    fn note_complete(&self, count: &mut usize, best: &mut f32) {
        let all = self.all_bits();
        for (&held, &score) in self.held.iter().zip(&self.scores) {
            if held == all {
                *count += 1;
                *best = if score > *best { score } else { *best };
            }
        }
    }

    /// The conditions that some document meets.
    fn met(&self) -> u64 {
        let mut met = 0;
        for held in &self.held {
            met |= held;
        }
        met & self.all_bits()
    }

    /// The documents that are results, of which a share of the weight of some conditions is asked; and of one that does not
    /// hold every word, a score above the `bar`.
    fn admitted(&self, asked: (f32, u64), bar: f32) -> Vec<u32> {
        let foreseen = if self.required.len() <= FORESEEN { 1 << self.required.len() } else { 0 };
        let foreseen: Vec<bool> = (0..foreseen).map(|held| self.admits(held, asked)).collect();
        // Written in place and cut, as pushing one by one costs a call each in the browser.
        let mut ordinals = vec![0; self.held.len()];
        let (room, mut count, all) = (ordinals.as_mut_slice(), 0, self.all_bits());
        for ((ordinal, &held), &score) in (0..).zip(&self.held).zip(&self.scores) {
            let known = usize::try_from(held).ok().and_then(|held| foreseen.get(held).copied());
            if known.unwrap_or_else(|| self.admits(held, asked)) && (held == all || score > bar) {
                room[count] = ordinal;
                count += 1;
            }
        }
        ordinals.truncate(count);
        ordinals
    }

    /// Whether a document that meets these conditions is a result.
    fn admits(&self, held: u64, asked: (f32, u64)) -> bool {
        let near = || held & self.strict == self.strict && self.holds(held, asked);
        held & EXCLUDED == 0 && (held == self.all_bits() || near())
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
