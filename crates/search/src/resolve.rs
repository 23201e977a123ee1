//! Looking a query up in the dictionaries: which spellings in this archive each of its words and pairs stands for.

use crate::{
    Clause, Means, Query, SearchError, Segment, What, Word,
    analysis::{NUMBER_SIGN, TITLE_SIGN},
    lexicon::{Place, Stretch},
    lookup::{Guess, Lookup},
    query::Unread,
    segment::or_pending,
    weights,
};
use tangthu_archive::PartKind;
use tangthu_mentions::number_key;
use tangthu_text::{fold, other_i_y};

/// A spelling found, over all segments.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSpelling {
    /// As written.
    pub written: String,
    /// Documents that hold it.
    pub documents: u32,
    /// What it counts of its full weight: less where other spellings stand beside the neighbours.
    pub(crate) share: f32,
    /// Whether it is another writing (kĩ for kỹ, 1.500 for 1500), under another key than the word's own.
    pub(crate) other: bool,
    /// Its list in each segment where it occurs: the segment's position, the documents there, the place; for a pair also
    /// where its places are.
    pub(crate) places: Vec<(usize, u32, Place, Stretch)>,
}

impl FoundSpelling {
    /// Whether the dictionary of the segment at this position has it.
    pub(crate) fn stands_in(&self, segment: usize) -> bool {
        self.places.iter().any(|(at, ..)| *at == segment)
    }
}

/// A segment's position, a key, how many of the documents hold some spelling of it, and where the list of them is.
pub(crate) type Together = (usize, String, u32, Place);

/// How a word was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As it was typed.
    #[default]
    AsTyped,
    /// It does not occur; words begin with it.
    Beginning,
    /// It does not occur; its keys give a word.
    Keys,
    /// It does not occur; words much like it do.
    Like,
}

/// A word, a pair or a document number of the query with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// As typed, in normal form; pairs joined by a space.
    pub typed: String,
    /// What was searched: as typed, or the word that its keys give.
    pub written: String,
    /// Whether the typed word carries no mark.
    pub plain: bool,
    /// Whether it stands for the words that begin with it, because it does not occur itself.
    pub prefix: bool,
    /// Which dictionary it is in.
    pub(crate) kind: PartKind,
    /// Its spellings, the likeliest to be meant first ([`resolve`]), then the most frequent. Empty: it does not occur.
    pub spellings: Vec<FoundSpelling>,
    /// Spellings of the same letters that it does not stand for, as it was typed with other marks.
    pub near: Vec<FoundSpelling>,
    /// In each segment, for each key that has one, the list of all spellings together, which stands for those of each.
    pub(crate) together: Vec<Together>,
    /// Whether more spellings exist than are searched.
    pub cut: bool,
    /// How it was understood.
    pub reading: Reading,
    /// What it counts of its full weight: less than 1 for what stands in for the word typed, and for a word that mostly stands
    /// beside its neighbour.
    pub(crate) share: f32,
    /// Whether it only asks, which counts less than what says something.
    pub(crate) asks: bool,
}

impl Term {
    /// Whether `written` is one of its spellings.
    pub(crate) fn stands_for(&self, written: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling.written == written)
    }

    /// Documents that hold any spelling, counted once a spelling.
    pub(crate) fn documents(&self) -> u64 {
        self.spellings.iter().map(|spelling| u64::from(spelling.documents)).sum()
    }

    /// Its folded key.
    pub(crate) fn folded(&self) -> String {
        fold(&self.written)
    }
}

/// Words that must stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPhrase {
    /// The words.
    pub words: Vec<Term>,
    /// The adjacent pairs of them.
    pub(crate) pairs: Vec<Term>,
    /// What it counts of its full weight.
    pub(crate) share: f32,
    /// Whether it was typed as a phrase, so that no result may lack it.
    pub(crate) quoted: bool,
    /// The document number that the words write, if no document of the archive bears or cites it.
    pub(crate) number: Option<String>,
}

/// What a clause stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum ResolvedWhat {
    /// A word; or a document number, whose spelling begins with `#`.
    Term(Term),
    /// A document number in its proper writing.
    Number(String, Term),
    /// A phrase.
    Phrase(ResolvedPhrase),
    /// An abbreviation: itself, and what it stands for.
    Short(Term, Vec<ResolvedPhrase>),
    /// One of several lists of clauses.
    Any(Vec<Vec<ResolvedClause>>),
}

/// A clause with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedClause {
    /// Whether documents that meet it are left out.
    pub negated: bool,
    /// What it stands for.
    pub what: ResolvedWhat,
}

/// A query with everything it stands for in an archive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// The clauses.
    pub clauses: Vec<ResolvedClause>,
    /// Pairs of words that stand side by side in the query: they add to the score and are not required.
    pub pairs: Vec<Term>,
    /// Lists of the documents that bear or cite the numbers of the filter, in its order.
    pub numbers: Vec<Term>,
    /// Fields of the query that were read as words.
    pub unread: Vec<Unread>,
}

impl Resolved {
    /// Every clause that is not left out, those inside lists too.
    pub(crate) fn wanted(&self) -> Vec<&ResolvedWhat> {
        let mut found = Vec::new();
        collect_wanted(&self.clauses, &mut found);
        found
    }

    /// The document numbers that are searched and that documents bear or cite.
    pub fn asked_numbers(&self) -> impl Iterator<Item = &str> {
        self.wanted().into_iter().filter_map(|what| match what {
            ResolvedWhat::Number(number, _) => Some(number.as_str()),
            _ => None,
        })
    }

    /// The words that are searched and not left out, each with the spellings in which it can stand there: in a phrase, those
    /// that stand beside its neighbours. Then the spellings that it could be widened to: none in a phrase.
    pub fn spelled(&self) -> Vec<(&Term, Vec<&FoundSpelling>, &[FoundSpelling])> {
        let mut found = Vec::new();
        for what in self.wanted() {
            match what {
                ResolvedWhat::Phrase(ResolvedPhrase { words, pairs, .. }) => {
                    for (at, word) in words.iter().enumerate() {
                        let beside = |spelling: &&FoundSpelling| {
                            let stands = |pair: Option<&Term>, half: usize| {
                                pair.is_none_or(|pair| {
                                    let written = Some(spelling.written.as_str());
                                    pair.spellings
                                        .iter()
                                        .any(|pair| pair.written.split(' ').nth(half) == written)
                                })
                            };
                            stands(at.checked_sub(1).and_then(|before| pairs.get(before)), 1)
                                && stands(pairs.get(at), 0)
                        };
                        found.push((word, word.spellings.iter().filter(beside).collect(), &[][..]));
                    }
                }
                ResolvedWhat::Term(term) | ResolvedWhat::Short(term, _) => {
                    found.push((term, term.spellings.iter().collect(), &term.near[..]));
                }
                ResolvedWhat::Number(..) | ResolvedWhat::Any(_) => {}
            }
        }
        found
    }

    /// The words that are searched and not left out, those of phrases too.
    pub fn words(&self) -> Vec<&Term> {
        let words = self.wanted().into_iter().flat_map(|what| match what {
            ResolvedWhat::Term(term) | ResolvedWhat::Number(_, term) | ResolvedWhat::Short(term, _) => {
                vec![term]
            }
            ResolvedWhat::Phrase(phrase) => phrase.words.iter().collect(),
            ResolvedWhat::Any(_) => Vec::new(),
        });
        words.collect()
    }
}

fn collect_wanted<'a>(clauses: &'a [ResolvedClause], found: &mut Vec<&'a ResolvedWhat>) {
    for clause in clauses.iter().filter(|clause| !clause.negated) {
        match &clause.what {
            ResolvedWhat::Any(lists) => lists.iter().for_each(|list| collect_wanted(list, found)),
            what => found.push(what),
        }
    }
}

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

/// Of the spellings of a word, the one that stands beside a spelling of its neighbour in the most documents is the likeliest to be
/// meant, and comes first: "gia vang" is giá vàng, though gia alone is more frequent. The others count less by how much more rarely
/// they do so, and the word itself by how often it does.
fn weigh_by_neighbours(clauses: &mut [ResolvedClause], pairs: &[Term]) {
    for clause in clauses {
        match &mut clause.what {
            ResolvedWhat::Term(term) | ResolvedWhat::Short(term, _) => {
                let (mut likeliest, mut all) = ((0, 0), 0);
                for (at, spelling) in term.spellings.iter_mut().enumerate() {
                    let mut documents = 0;
                    for pair in pairs.iter().flat_map(|pair| &pair.spellings) {
                        let with_it = pair.written.split(' ').any(|half| half == spelling.written);
                        documents += if with_it { u64::from(pair.documents) } else { 0 };
                    }
                    if documents > likeliest.1 {
                        likeliest = (at, documents);
                    }
                    all += documents;
                    spelling.share = documents as f32;
                }
                if all == 0 {
                    term.spellings.iter_mut().for_each(|spelling| spelling.share = 1.0);
                    continue;
                }
                for spelling in &mut term.spellings {
                    spelling.share = weights::spelling_share(spelling.share / likeliest.1 as f32);
                }
                term.share *= weights::bound_share(all, term.documents());
                if likeliest.0 > 0 {
                    let spelling = term.spellings.remove(likeliest.0);
                    term.spellings.insert(0, spelling);
                }
            }
            ResolvedWhat::Any(lists) => lists.iter_mut().for_each(|list| weigh_by_neighbours(list, pairs)),
            ResolvedWhat::Number(..) | ResolvedWhat::Phrase(_) => {}
        }
    }
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
            let mut add = |what| found.push(ResolvedClause { negated: *negated, what });
            match what {
                What::Word(word) => {
                    // Nobody named what a guess would leave out; and beside another list, a word that occurs nowhere is no loss.
                    let guess = if last { Guess::Beginnings } else { Guess::Errors };
                    let term = self.word(word, if *negated || several { Guess::Nothing } else { guess })?;
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
                            let phrase = self.phrase(words, 1.0, false)?;
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
                    let phrase = self.phrase(words, 1.0, matches!(what, What::Phrase(_)))?;
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
    ) -> Result<Option<ResolvedPhrase>, SearchError> {
        let mut run = Vec::with_capacity(words.len());
        for word in words {
            run.push((word.clone(), self.word(word, Guess::Errors)?));
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
                let phrase = self.phrase(&words, weights::LONG_FORM, false)?;
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

/// A term that stands for nothing.
pub(crate) fn missing_term(written: &str) -> Term {
    Term {
        typed: written.to_owned(),
        written: written.to_owned(),
        plain: false,
        prefix: false,
        kind: PartKind::Words,
        spellings: Vec::new(),
        near: Vec::new(),
        together: Vec::new(),
        cut: false,
        reading: Reading::AsTyped,
        share: 1.0,
        asks: false,
    }
}

/// The term of a word that occurs nowhere.
pub(crate) fn missing(word: &Word) -> Term {
    Term { plain: word.plain, asks: word.asks, ..missing_term(&word.word) }
}

/// Whether a word of the dictionary is one of texts: no document number and no word of a title.
pub(crate) fn is_word(written: &str) -> bool {
    !written.starts_with([NUMBER_SIGN, TITLE_SIGN])
}
