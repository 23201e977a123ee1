//! One word in the dictionaries of all segments: its spellings, or, where the archive lacks it, what it may have meant.
//!
//! The order in which it is tried: as typed; if it ends the query, as the beginning of a word; as the raw keys of an input method; as a typing
//! error. Each is told to the reader ([`Reading`]).

use crate::{
    Means, SearchError, Segment, Word,
    analysis::TITLE_SIGN,
    lexicon::{Entry, entries},
    resolve::is_word,
    resolved::{FoundSpelling, Reading, Term, Together, missing},
    segment::or_pending,
    sort_by,
    spell::{allowed_errors, distance},
    weights,
};
use std::{cmp::Ordering, collections::BTreeMap};
use tangthu_archive::PartKind;
use tangthu_text::{
    agrees, fold, from_telex, from_vni, is_plain, lacks_its_tone, normal_word, other_days, other_i_y,
    other_number,
};

/// Blocks of the dictionary that one beginning may open after its first.
const MORE_BLOCKS: u32 = 6;

/// Blocks of the dictionary that one word with typing errors may open before its own, and behind it.
const NEAR_BLOCKS: u32 = MORE_BLOCKS / 2;

/// Letters of a word that a typing error leaves alone: with fewer, a good part of the dictionary would be fetched.
const SURE_LETTERS: usize = 2;

/// What finds entries in one segment.
type LookUp<'a> = dyn Fn(&dyn Segment) -> Result<Vec<Entry>, SearchError> + 'a;

/// What a word that occurs nowhere may be taken for, besides the keys of an input method.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// Nothing.
    Nothing,
    /// A typing error.
    Errors,
    /// The beginning of a word, and a typing error.
    Beginnings,
}

pub(crate) struct Lookup<'a> {
    pub(crate) segments: &'a [&'a dyn Segment],
}

impl Lookup<'_> {
    /// What `word` stands for, and if it occurs nowhere, what it may have meant as far as `guess` goes.
    pub(crate) fn word(&self, word: &Word, guess: Guess) -> Result<Term, SearchError> {
        let mut term = self.as_typed(word)?;
        if !term.spellings.is_empty() || word.means == Means::AsTyped || word.word.chars().count() < 2 {
            return Ok(term);
        }
        let guess = if word.means == Means::Anything { guess } else { Guess::Nothing };
        if guess == Guess::Beginnings {
            self.add_continuations(word, &mut term)?;
            if !term.spellings.is_empty() {
                return Ok(Term { prefix: true, reading: Reading::Beginning, ..term });
            }
        }
        for keyed in [from_telex(&word.word), from_vni(&word.word)].into_iter().flatten() {
            let found = self.as_typed(&Word {
                plain: is_plain(&keyed),
                word: keyed,
                capitals: false,
                ..word.clone()
            })?;
            if !found.spellings.is_empty() {
                return Ok(Term { typed: word.word.clone(), plain: false, reading: Reading::Keys, ..found });
            }
        }
        let like = if guess == Guess::Nothing { Vec::new() } else { self.like(word)? };
        if !like.is_empty() {
            return Ok(Term { spellings: like, reading: Reading::Like, share: weights::LIKE, ..term });
        }
        Ok(term)
    }

    /// The spellings of the word as it was typed: exactly the typed one where it carries marks and occurs, else all that agree with
    /// it; and where it may stand for them, its other writings: with i or y, of a number, of a day.
    fn as_typed(&self, word: &Word) -> Result<Term, SearchError> {
        let sign = sign_of(word);
        let exact = format!("{sign}{}", word.word);
        let alone = word.means == Means::AsTyped;
        let accepts = |typed: &str, written: &str| {
            written.strip_prefix(sign).is_some_and(|written| {
                is_word(written)
                    && if alone { written == typed } else { word.plain || agrees(typed, written) }
            })
        };
        let mut pending = false;
        let mut gather = |typed: &str, accepts: &dyn Fn(&str) -> bool| {
            let key = format!("{sign}{}", fold(typed));
            or_pending(
                self.gather(accepts, &|segment| look_up(segment, PartKind::Words, &key, &key, (0, 0))),
                &mut pending,
            )
        };
        let all = gather(&word.word, &|written| written.strip_prefix(sign).is_some_and(is_word))?;
        let mut others = Vec::new();
        if word.means == Means::Anything {
            others.extend(other_number(&word.word));
            others.extend(other_days(&word.word));
            others.extend(other_i_y(&word.word));
        }
        let mut found = Vec::with_capacity(others.len());
        for other in &others {
            let wanted = format!("{sign}{other}");
            // Without marks, all spellings of the other, too.
            found.extend(gather(other, &|written| match word.plain {
                true => accepts(other, written),
                false => written == wanted,
            })?);
        }
        let Some((all, mut together)) = all.filter(|_| !pending) else {
            return Err(SearchError::Pending);
        };
        let (mut spellings, mut near): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|spelling| accepts(&word.word, &spelling.written));
        // A word that still lacks its tone is one that goes on to be typed, though somebody may have left it so.
        if !word.plain
            && !lacks_its_tone(&word.word)
            && let Some(at) = spellings.iter().position(|spelling| spelling.written == exact)
        {
            let exact = spellings.remove(at);
            near.append(&mut spellings);
            by_frequency(&mut near);
            spellings.push(exact);
        }
        for (others, more) in found {
            spellings.extend(others.into_iter().map(|spelling| FoundSpelling { other: true, ..spelling }));
            together.extend(more);
        }
        let cut = spellings.len() > weights::PREFIX_SPELLINGS;
        spellings.truncate(weights::PREFIX_SPELLINGS);
        // They stand for all spellings of a key.
        if !word.plain || cut {
            together.clear();
        }
        Ok(Term { spellings, near, together, cut, written: exact, typed: word.word.clone(), ..missing(word) })
    }

    /// Adds words that begin with `word`, which does not occur itself: the most frequent first, as far as their lists are
    /// worth fetching. What begins nearly all texts tells nothing.
    fn add_continuations(&self, word: &Word, term: &mut Term) -> Result<(), SearchError> {
        let length = word.word.chars().count();
        let sign = sign_of(word);
        let accepts = |written: &str| {
            let Some(written) = written.strip_prefix(sign) else { return false };
            let head: String = written.chars().take(length).collect();
            let longer = written.chars().count() > length;
            // The tone of a word being typed may still move to a later vowel.
            longer && is_word(written) && (word.plain || agrees(&word.word, &head))
        };
        let key = format!("{sign}{}", fold(&word.word));
        let found = self.merged(PartKind::Words, &key, MORE_BLOCKS, accepts)?;
        let mut room = weights::PREFIX_DOCUMENTS;
        for spelling in found {
            let documents = u64::from(spelling.documents);
            if term.spellings.len() >= weights::PREFIX_SPELLINGS
                || documents > room && !term.spellings.is_empty()
            {
                term.cut = true;
                continue;
            }
            room = room.saturating_sub(documents);
            term.spellings.push(spelling);
        }
        Ok(())
    }

    /// Words that differ from `word` by a typing error or two; the nearest, most frequent ones.
    fn like(&self, word: &Word) -> Result<Vec<FoundSpelling>, SearchError> {
        let key = fold(&word.word);
        // Another number, or another day, is never what was meant.
        let is_number = key.contains(|c: char| c.is_ascii_digit());
        let allowed = if is_number { 0 } else { allowed_errors(&key) };
        let sure: String = key.chars().take(SURE_LETTERS).collect();
        if allowed == 0 || sure.chars().count() < SURE_LETTERS {
            return Ok(Vec::new());
        }
        let sign = sign_of(word);
        let errors = |written: &str| distance(&fold(written.strip_prefix(sign)?), &key, allowed);
        let accepts =
            |written: &str| written.strip_prefix(sign).is_some_and(is_word) && errors(written).is_some();
        let mut found = self.merged_near(&format!("{sign}{sure}"), &format!("{sign}{key}"), accepts)?;
        let nearest = found.iter().filter_map(|spelling| errors(&spelling.written)).min();
        found.retain(|spelling| errors(&spelling.written) == nearest);
        found.truncate(weights::LIKE_SPELLINGS);
        Ok(found)
    }

    /// The accepted spellings under `key` in every segment, most frequent first. With `more`, those under keys that begin
    /// with it, too, from so many further blocks.
    pub(crate) fn merged(
        &self,
        kind: PartKind,
        key: &str,
        more: u32,
        accepts: impl Fn(&str) -> bool,
    ) -> Result<Vec<FoundSpelling>, SearchError> {
        self.gather(&accepts, &|segment| look_up(segment, kind, key, key, (0, more))).map(|(found, _)| found)
    }

    /// The accepted spellings under keys that begin with `sure`, from the blocks nearest to `key`.
    fn merged_near(
        &self,
        sure: &str,
        key: &str,
        accepts: impl Fn(&str) -> bool,
    ) -> Result<Vec<FoundSpelling>, SearchError> {
        let look_up =
            |segment: &dyn Segment| look_up(segment, PartKind::Words, key, sure, (NEAR_BLOCKS, NEAR_BLOCKS));
        self.gather(&accepts, &look_up).map(|(found, _)| found)
    }

    /// The accepted spellings of the entries that are looked up, and their lists of all spellings together.
    fn gather(
        &self,
        accepts: &dyn Fn(&str) -> bool,
        look_up: &LookUp,
    ) -> Result<(Vec<FoundSpelling>, Vec<Together>), SearchError> {
        let mut together = Vec::new();
        let mut found: BTreeMap<String, FoundSpelling> = BTreeMap::new();
        let mut pending = false;
        for (at, segment) in self.segments.iter().enumerate() {
            let Some(entries) = or_pending(look_up(*segment), &mut pending)? else { continue };
            let entries = entries.into_iter().map(|entry| {
                let key = entry.key;
                together.extend(entry.together.map(|(documents, place)| (at, key, documents, place)));
                entry.spellings
            });
            for spelling in entries.flatten() {
                if !accepts(&spelling.written) {
                    continue;
                }
                let merged = found.entry(spelling.written.clone()).or_insert_with(|| FoundSpelling {
                    written: spelling.written,
                    documents: 0,
                    share: 1.0,
                    other: false,
                    places: Vec::new(),
                });
                merged.documents = merged.documents.saturating_add(spelling.documents);
                merged.places.push((at, spelling.documents, spelling.place, spelling.places));
            }
        }
        if pending {
            return Err(SearchError::Pending);
        }
        let mut found: Vec<_> = found.into_values().collect();
        by_frequency(&mut found);
        Ok((found, together))
    }
}

/// What the words stand under among which `word` is looked up: all of them, or those of titles.
fn sign_of(word: &Word) -> &'static str {
    if word.in_title { TITLE_SIGN } else { "" }
}

fn by_frequency(spellings: &mut Vec<FoundSpelling>) {
    sort_by(spellings, |a, b| b.documents.cmp(&a.documents).then_with(|| a.written.cmp(&b.written)));
}

/// Asks for the block of the dictionary in which every word stands that begins as `head` does. Where the words with that
/// beginning fill several blocks, nothing is asked for: which of them is wanted only the next letters can tell.
///
/// # Errors
/// [`SearchError::Pending`].
pub fn foresee(segment: &dyn Segment, head: &str) -> Result<(), SearchError> {
    let key = fold(&normal_word(head));
    if key.is_empty() {
        return Ok(());
    }
    let Some(index) = segment.place_of_key(PartKind::Words, &key)? else { return Ok(()) };
    match segment.first_key(PartKind::Words, index.saturating_add(1))? {
        Some(next) if next.starts_with(&key) => Ok(()),
        _ => segment.part(PartKind::Words, index).map(drop),
    }
}

/// The entries of `key`; with `more`, all whose keys begin with `head`, from the block of `key`, so many before it and so many
/// behind it.
fn look_up(
    segment: &dyn Segment,
    kind: PartKind,
    key: &str,
    head: &str,
    (before, more): (u32, u32),
) -> Result<Vec<Entry>, SearchError> {
    let read = |block: &[u8]| {
        let mut order = |candidate: &str| match candidate.starts_with(head) {
            _ if before + more == 0 => candidate.cmp(key),
            true => Ordering::Equal,
            false => candidate.cmp(head),
        };
        entries(block, kind == PartKind::Pairs, &mut order)
            .map_err(|reason| SearchError::Malformed { kind, reason })
    };
    let place = segment.place_of_key(kind, key)?;
    let mut first = place.unwrap_or_default();
    if before > 0 {
        // None of the blocks before that in which `head` would stand has a word that begins so.
        let begin = segment.place_of_key(kind, head)?.unwrap_or_default();
        first = first.saturating_sub(before).max(begin).min(first);
    }
    let behind = place.map_or(0, |at| at.saturating_add(1));
    let (mut found, mut pending) = (Vec::new(), false);
    for index in first..behind.saturating_add(more) {
        let begins = |first: String| first.starts_with(head);
        if index >= behind && !segment.first_key(kind, index)?.is_some_and(begins) {
            break;
        }
        if let Some(block) = or_pending(segment.part(kind, index), &mut pending)? {
            found.extend(read(&block)?);
        }
    }
    if pending { Err(SearchError::Pending) } else { Ok(found) }
}
