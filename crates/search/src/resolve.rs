//! Looking a query up in the dictionaries: which spellings in this archive each of its words and pairs stands for.

use crate::{
    Clause, Query, SearchError, Segment, Word,
    analysis::NUMBER_SIGN,
    lexicon::{Entry, Place, entries},
    segment::or_pending,
    sort_by, weights,
};
use std::collections::BTreeMap;
use tangthu_archive::PartKind;
use tangthu_mentions::number_key;
use tangthu_text::{agrees, fold};

/// A spelling found, over all segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSpelling {
    /// As written.
    pub written: String,
    /// Documents that hold it.
    pub documents: u32,
    /// Its list in each segment where it occurs: the segment's position, the documents there, the place.
    pub(crate) places: Vec<(usize, u32, Place)>,
}

/// A word, a pair or a document number of the query with what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As typed, in normal form; pairs joined by a space.
    pub typed: String,
    /// Whether the typed word carries no mark.
    pub plain: bool,
    /// Whether words that begin with it count.
    pub prefix: bool,
    /// Which dictionary it is in.
    pub(crate) kind: PartKind,
    /// Its spellings, most frequent first. Empty: it does not occur.
    pub spellings: Vec<FoundSpelling>,
    /// Whether more spellings exist than are searched.
    pub cut: bool,
}

impl Term {
    /// Whether `written` is one of its spellings.
    fn stands_for(&self, written: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling.written == written)
    }

    /// Documents that hold any spelling, counted once a spelling.
    pub(crate) fn documents(&self) -> u64 {
        self.spellings.iter().map(|spelling| u64::from(spelling.documents)).sum()
    }
}

/// A clause with its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedClause {
    /// Whether documents that meet it are left out.
    pub negated: bool,
    /// Whether its words must be adjacent.
    pub phrase: bool,
    /// The document number it stands for, in its proper writing, if the archive has it.
    pub number: Option<String>,
    /// Its words.
    pub terms: Vec<Term>,
    /// For a phrase, its adjacent pairs.
    pub pairs: Vec<Term>,
}

/// A query with everything it stands for in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The clauses.
    pub clauses: Vec<ResolvedClause>,
    /// Pairs of words that stand side by side in the query: they add to the score and are not required.
    pub pairs: Vec<Term>,
    /// Lists of the documents that bear or cite the numbers of the filter, in its order.
    pub numbers: Vec<Term>,
}

/// Blocks of the dictionary that one prefix may open.
const PREFIX_BLOCKS: u32 = 8;

/// Looks `query` up in `segments`.
///
/// # Errors
/// [`SearchError::Pending`] when a block of a dictionary is not at hand; `Malformed` when one is damaged.
pub fn resolve(query: &Query, segments: &[&dyn Segment]) -> Result<Resolved, SearchError> {
    let lookup = Lookup { segments };
    let mut pending = false;
    let mut resolved = Resolved::default();
    let last = query.clauses.len().saturating_sub(1);
    let mut words: Vec<Vec<WordTerm>> = Vec::with_capacity(query.clauses.len());
    for (at, clause) in query.clauses.iter().enumerate() {
        words.push(lookup.words(clause, at == last && !clause.negated, &mut pending)?);
    }
    for (clause, words) in query.clauses.iter().zip(&words) {
        let mut found =
            ResolvedClause { negated: clause.negated, phrase: clause.phrase, ..ResolvedClause::default() };
        let number = clause.number.as_ref().map(|number| lookup.number(&number_key(number)));
        let number = number.map(|term| or_pending(term, &mut pending)).transpose()?.flatten();
        match number.filter(|term| !term.spellings.is_empty()) {
            Some(term) => {
                found.number.clone_from(&clause.number);
                found.terms.push(term);
            }
            None => found.terms.extend(words.iter().filter_map(|word| word.term.clone())),
        }
        if clause.phrase {
            found.pairs = lookup.pairs(&words.iter().collect::<Vec<_>>(), &mut pending)?;
        }
        resolved.clauses.push(found);
    }
    // Pairs across the query's words; an excluded clause or a number separates.
    let clauses: Vec<(&Clause, &Vec<WordTerm>)> = query.clauses.iter().zip(&words).collect();
    for run in clauses.split(|(clause, _)| clause.negated || clause.number.is_some()) {
        let words: Vec<&WordTerm> = run.iter().flat_map(|(_, words)| words.iter()).collect();
        resolved.pairs.extend(lookup.pairs(&words, &mut pending)?);
    }
    for filter in &query.filters.number {
        resolved.numbers.extend(or_pending(lookup.number(&filter.value), &mut pending)?);
    }
    if pending { Err(SearchError::Pending) } else { Ok(resolved) }
}

/// A word of the query with what it stands for, once its block of the dictionary is at hand.
struct WordTerm<'a> {
    word: &'a Word,
    term: Option<Term>,
}

struct Lookup<'a> {
    segments: &'a [&'a dyn Segment],
}

impl Lookup<'_> {
    fn words<'q>(
        &self,
        clause: &'q Clause,
        ends_query: bool,
        pending: &mut bool,
    ) -> Result<Vec<WordTerm<'q>>, SearchError> {
        let mut found = Vec::with_capacity(clause.words.len());
        for (at, word) in clause.words.iter().enumerate() {
            let mut term = or_pending(self.word(word), pending)?;
            let unknown = term.as_ref().is_some_and(|term| term.spellings.is_empty());
            let last = ends_query && at + 1 == clause.words.len();
            if unknown && last && !word.prefix && word.word.chars().count() > 1 {
                // The last word is in no dictionary: perhaps it is the beginning of one.
                term = or_pending(self.word(&Word { prefix: true, ..word.clone() }), pending)?;
            }
            found.push(WordTerm { word, term });
        }
        Ok(found)
    }

    /// The adjacent pairs of `words`. A half of a pair is what its word stands for by itself.
    fn pairs(&self, words: &[&WordTerm], pending: &mut bool) -> Result<Vec<Term>, SearchError> {
        let mut found = Vec::new();
        for pair in words.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            let prefix = second.term.as_ref().map_or(second.word.prefix, |term| term.prefix);
            let key = format!("{} {}", fold(&first.word.word), fold(&second.word.word));
            // Its block is asked for even while the words are pending, so that one round brings all.
            let is =
                |word: &WordTerm, half: &str| word.term.as_ref().is_some_and(|term| term.stands_for(half));
            let both = |written: &str| {
                written.split_once(' ').is_some_and(|(one, two)| is(first, one) && is(second, two))
            };
            let spellings = or_pending(self.merged(PartKind::Pairs, &key, prefix, both), pending)?;
            found.extend(spellings.map(|spellings| Term {
                typed: format!("{} {}", first.word.word, second.word.word),
                plain: first.word.plain && second.word.plain,
                prefix,
                kind: PartKind::Pairs,
                spellings,
                cut: false,
            }));
        }
        Ok(found)
    }

    fn number(&self, key: &str) -> Result<Term, SearchError> {
        let typed = format!("{NUMBER_SIGN}{key}");
        let spellings = self.merged(PartKind::Words, &typed, false, |written| written == typed)?;
        Ok(Term { typed, plain: true, prefix: false, kind: PartKind::Words, spellings, cut: false })
    }

    fn word(&self, word: &Word) -> Result<Term, SearchError> {
        let all =
            self.merged(PartKind::Words, &fold(&word.word), word.prefix, |written| accepts(word, written))?;
        Ok(chosen(word, all))
    }

    /// The accepted spellings under `key` in every segment, most frequent first.
    fn merged(
        &self,
        kind: PartKind,
        key: &str,
        prefix: bool,
        accepts: impl Fn(&str) -> bool,
    ) -> Result<Vec<FoundSpelling>, SearchError> {
        let mut found: BTreeMap<String, FoundSpelling> = BTreeMap::new();
        let mut pending = false;
        for (at, segment) in self.segments.iter().enumerate() {
            let Some(entries) = or_pending(look_up(*segment, kind, key, prefix), &mut pending)? else {
                continue;
            };
            for spelling in entries.into_iter().flat_map(|entry| entry.spellings) {
                if !accepts(&spelling.written) {
                    continue;
                }
                let merged = found.entry(spelling.written.clone()).or_insert_with(|| FoundSpelling {
                    written: spelling.written,
                    documents: 0,
                    places: Vec::new(),
                });
                merged.documents = merged.documents.saturating_add(spelling.documents);
                merged.places.push((at, spelling.documents, spelling.place));
            }
        }
        if pending {
            return Err(SearchError::Pending);
        }
        let mut found: Vec<_> = found.into_values().collect();
        sort_by(&mut found, |a, b| b.documents.cmp(&a.documents).then_with(|| a.written.cmp(&b.written)));
        Ok(found)
    }
}

/// Chooses among the spellings that agree with what was typed: exactly the typed one where it carries marks and occurs,
/// else all of them; of a prefix the most frequent.
fn chosen(word: &Word, mut spellings: Vec<FoundSpelling>) -> Term {
    let exact = spellings.iter().position(|spelling| spelling.written == word.word);
    if let Some(exact) = exact.filter(|_| !word.plain && !word.prefix) {
        spellings = vec![spellings.swap_remove(exact)];
    }
    let cut = spellings.len() > weights::PREFIX_SPELLINGS;
    spellings.truncate(weights::PREFIX_SPELLINGS);
    let Word { word: typed, plain, prefix } = word.clone();
    Term { typed, plain, prefix, kind: PartKind::Words, spellings, cut }
}

/// Whether `written` is what `word` asks for, as far as it is marked and typed.
fn accepts(word: &Word, written: &str) -> bool {
    if written.starts_with(NUMBER_SIGN) {
        return false;
    }
    if !word.prefix {
        return word.plain || agrees(&word.word, written);
    }
    let length = word.word.chars().count();
    let head: String = written.chars().take(length).collect();
    // The tone of a word being typed may still move to a later vowel, so only its letters are compared.
    word.plain || agrees(&word.word, &head) || written.starts_with(&word.word)
}

fn look_up(
    segment: &dyn Segment,
    kind: PartKind,
    key: &str,
    prefix: bool,
) -> Result<Vec<Entry>, SearchError> {
    let Some((index, block)) = segment.part_with_key(kind, key)? else {
        // Every key is greater; a prefix may still begin the first block.
        return if prefix && segment.first_key(kind, 0)?.is_some_and(|first| first.starts_with(key)) {
            read(kind, &segment.part(kind, 0)?, key, true)
        } else {
            Ok(Vec::new())
        };
    };
    let mut found = read(kind, &block, key, prefix)?;
    let mut next = index.saturating_add(1);
    while prefix
        && next <= index.saturating_add(PREFIX_BLOCKS)
        && segment.first_key(kind, next)?.is_some_and(|first| first.starts_with(key))
    {
        found.extend(read(kind, &segment.part(kind, next)?, key, true)?);
        next = next.saturating_add(1);
    }
    Ok(found)
}

fn read(kind: PartKind, block: &[u8], key: &str, prefix: bool) -> Result<Vec<Entry>, SearchError> {
    let order = |candidate: &str| {
        if prefix && candidate.starts_with(key) { std::cmp::Ordering::Equal } else { candidate.cmp(key) }
    };
    entries(block, order).map_err(|reason| SearchError::Malformed { kind, reason })
}
