//! What a query stands for in an archive: its words with their spellings, and where their lists are.

use crate::{
    Word,
    lexicon::{Place, Stretch},
    query::Unread,
};
use tangthu_archive::PartKind;
use tangthu_text::fold;

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
    /// Its spellings, the likeliest to be meant first ([`crate::resolve()`]), then the most frequent. Empty: it does not occur.
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
