//! Looking a query up in the dictionaries: which spellings in this archive each of its words and pairs stands for.

use crate::{
    Clause, Means, Query, SearchError, Segment, What, Word,
    analysis::{NUMBER_SIGN, TITLE_SIGN},
    lookup::{Guess, Lookup},
    neighbours::weigh_by_neighbours,
    resolved::{
        FoundSpelling, Reading, Resolved, ResolvedClause, ResolvedPhrase, ResolvedWhat, Term, missing_term,
    },
    segment::or_pending,
    weights,
};
use tangthu_archive::PartKind;
use tangthu_mentions::number_key;
use tangthu_text::{fold, other_i_y};

/// Looks `query` up in `segments`.
///
/// # Errors
/// [`SearchError::Pending`] when a block of a dictionary is not at hand; `Malformed` when one is damaged.
pub fn resolve(query: &Query, segments: &[&dyn Segment]) -> Result<Resolved, SearchError> {
    let mut resolver = Resolver { lookup: Lookup { segments }, pending: false, pairs: Vec::new() };
    let mut clauses = resolver.clauses(&query.clauses, true, false)?;
    let mut numbers = Vec::new();
    for filter in &query.filters.number {
        numbers.extend(or_pending(resolver.number(&filter.value), &mut resolver.pending)?);
    }
    if resolver.pending {
        return Err(SearchError::Pending);
    }
    weigh_by_neighbours(&mut clauses, &resolver.pairs);
    Ok(Resolved { clauses, pairs: resolver.pairs, numbers, unread: query.unread.clone() })
}

struct Resolver<'a> {
    lookup: Lookup<'a>,
    pending: bool,
    pairs: Vec<Term>,
}

impl Resolver<'_> {
    /// Clauses, and the pairs of words that follow one another among them. What is pending is left out: everything will be
    /// asked again. `ends` says whether the query ends with them; `several`, whether they are one of several lists.
    fn clauses(
        &mut self,
        clauses: &[Clause],
        ends: bool,
        several: bool,
    ) -> Result<Vec<ResolvedClause>, SearchError> {
        let mut found = Vec::with_capacity(clauses.len());
        let mut run: Vec<(Word, Option<Term>)> = Vec::new();
        for (at, Clause { negated, what }) in clauses.iter().enumerate() {
            let last = ends && at + 1 == clauses.len() && !negated;
            // Nobody named what a guess would leave out; and beside another list, a word that occurs nowhere is no loss.
            let guess = if *negated || several { Guess::Nothing } else { Guess::Errors };
            let mut add = |what| found.push(ResolvedClause { negated: *negated, what });
            match what {
                What::Word(word) => {
                    let guess = if last && guess == Guess::Errors { Guess::Beginnings } else { guess };
                    let term = self.word(word, guess)?;
                    if !negated && !word.in_title {
                        run.push((word.clone(), term.clone()));
                    }
                    let Some(term) = term else { continue };
                    let long = if may_be_short(word, &term) { self.long_forms(&term)? } else { Vec::new() };
                    add(if long.is_empty() {
                        ResolvedWhat::Term(term)
                    } else {
                        ResolvedWhat::Short(term, long)
                    });
                    continue;
                }
                What::Number(number, words) => {
                    match or_pending(self.number(&number_key(number)), &mut self.pending)? {
                        Some(term) if term.spellings.is_empty() => {
                            // No document bears or cites it: it may still stand somewhere as it is written. Documents that
                            // hold some of its words have nothing to do with it.
                            let phrase = self.phrase(words, 1.0, false, guess)?;
                            let named = |phrase| ResolvedPhrase { number: Some(number.clone()), ..phrase };
                            phrase
                                .map(|phrase| ResolvedWhat::Phrase(named(phrase)))
                                .into_iter()
                                .for_each(add);
                        }
                        Some(term) => add(ResolvedWhat::Number(number.clone(), term)),
                        None => {}
                    }
                }
                What::Phrase(words) | What::Joined(words) => {
                    let phrase = self.phrase(words, 1.0, matches!(what, What::Phrase(_)), guess)?;
                    if !negated {
                        self.pairs.extend(phrase.iter().flat_map(|phrase| phrase.pairs.iter().cloned()));
                    }
                    phrase.map(ResolvedWhat::Phrase).into_iter().for_each(add);
                }
                What::Any(lists) => {
                    let mut resolved = Vec::with_capacity(lists.len());
                    for (nth, list) in lists.iter().enumerate() {
                        let last = last && nth + 1 == lists.len();
                        resolved.push(self.clauses(list, last, several || *negated || lists.len() > 1)?);
                    }
                    add(ResolvedWhat::Any(resolved));
                }
            }
            self.end_run(&mut run)?;
        }
        self.end_run(&mut run)?;
        Ok(found)
    }

    /// Looks up the pairs of a run of words.
    fn end_run(&mut self, run: &mut Vec<(Word, Option<Term>)>) -> Result<(), SearchError> {
        let pairs = self.pairs_of(run)?;
        self.pairs.extend(pairs);
        run.clear();
        Ok(())
    }

    fn word(&mut self, word: &Word, guess: Guess) -> Result<Option<Term>, SearchError> {
        or_pending(self.lookup.word(word, guess), &mut self.pending)
    }

    fn phrase(
        &mut self,
        words: &[Word],
        share: f32,
        quoted: bool,
        guess: Guess,
    ) -> Result<Option<ResolvedPhrase>, SearchError> {
        let mut run = Vec::with_capacity(words.len());
        for word in words {
            run.push((word.clone(), self.word(word, guess)?));
        }
        let pairs = self.pairs_of(&run)?;
        let terms: Option<Vec<Term>> = run.into_iter().map(|(_, term)| term).collect();
        Ok(terms.map(|words| ResolvedPhrase { words, pairs, share, quoted, number: None }))
    }

    /// What an abbreviation stands for, as phrases that the archive holds words of.
    fn long_forms(&mut self, term: &Term) -> Result<Vec<ResolvedPhrase>, SearchError> {
        let mut found = Vec::new();
        for long in tangthu_text::expansions(&term.written) {
            let word = |word: String| Word { word, ..Word::default() };
            let words: Vec<Word> = tangthu_text::tokens(long)
                .into_iter()
                .filter(|token| !token.part)
                .map(|token| word(token.word))
                .collect();
            if words.len() > 1 {
                let phrase = self.phrase(&words, weights::LONG_FORM, false, Guess::Nothing)?;
                found.extend(
                    phrase.filter(|phrase| phrase.words.iter().all(|word| !word.spellings.is_empty())),
                );
            }
        }
        Ok(found)
    }

    /// The adjacent pairs of `words`. A half of a pair is what its word stands for by itself.
    fn pairs_of(&mut self, words: &[(Word, Option<Term>)]) -> Result<Vec<Term>, SearchError> {
        let mut found = Vec::new();
        for pair in words.windows(2) {
            let ((first, first_term), (second, second_term)) = (&pair[0], &pair[1]);
            // Its block is asked for even while the words are pending, so that one round brings all.
            let searched = |word: &Word, term: &Option<Term>| {
                term.as_ref().map_or_else(|| word.word.clone(), |term| term.written.clone())
            };
            let (one, two) = (searched(first, first_term), searched(second, second_term));
            let prefix = second_term.as_ref().is_some_and(|term| term.prefix);
            let is =
                |term: &Option<Term>, half: &str| term.as_ref().is_some_and(|term| term.stands_for(half));
            let both = |written: &str| {
                written.split_once(' ').is_some_and(|(one, two)| is(first_term, one) && is(second_term, two))
            };
            let more = if prefix { 1 } else { 0 };
            let mut look_up = |one: &str, two: &str| {
                let key = format!("{} {}", fold(one), fold(two));
                or_pending(self.lookup.merged(PartKind::Pairs, &key, more, both), &mut self.pending)
            };
            let mut all = look_up(&one, &two)?;
            // A half may be written with the other of i and y, as its word may.
            let other = |word: &Word, half: &str| other_i_y(half).filter(|_| word.means == Means::Anything);
            let others = [
                other(first, &one).map(|other| (other, two.clone())),
                other(second, &two).map(|other| (one.clone(), other)),
            ];
            for (one, two) in others.into_iter().flatten() {
                let found = look_up(&one, &two)?.into_iter().flatten();
                if let Some(all) = &mut all {
                    all.extend(found.map(|spelling| FoundSpelling { other: true, ..spelling }));
                }
            }
            let written = format!("{one} {two}");
            found.extend(all.map(|spellings| Term {
                typed: format!("{} {}", first.word, second.word),
                plain: first.plain && second.plain,
                prefix,
                kind: PartKind::Pairs,
                spellings,
                asks: first.asks && second.asks,
                ..missing_term(&written)
            }));
        }
        Ok(found)
    }

    /// The document number with this key. A kind typed without its đ stands for those with it, as a word does. Archives of
    /// old keep no đ in their keys: where the number does not occur, its letters decide.
    fn number(&self, key: &str) -> Result<Term, SearchError> {
        let typed = format!("{NUMBER_SIGN}{key}");
        let bare = fold(&typed);
        let mut spellings = self.lookup.merged(PartKind::Words, &bare, 0, |written| fold(written) == bare)?;
        if typed != bare {
            let wanted =
                if spellings.iter().any(|spelling| spelling.written == typed) { &typed } else { &bare };
            spellings.retain(|spelling| spelling.written == *wanted);
        }
        Ok(Term { spellings, plain: true, ..missing_term(&typed) })
    }
}

/// Whether a word may be an abbreviation: it is typed in capitals, or is no syllable of the language. ("tu" and "ca" are
/// words far more often than Thành ủy and Công an.)
fn may_be_short(word: &Word, term: &Term) -> bool {
    !word.in_title
        && word.means == Means::Anything
        && (word.capitals || !tangthu_text::is_syllable(&word.word))
        && matches!(term.reading, Reading::AsTyped | Reading::Like)
}

/// Whether a word of the dictionary is one of texts: no document number and no word of a title.
pub(crate) fn is_word(written: &str) -> bool {
    !written.starts_with(NUMBER_SIGN) && !written.starts_with(TITLE_SIGN)
}
