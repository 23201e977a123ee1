//! Exact phrases: all documents that hold the words side by side in this order, and no others.
//!
//! Two words are one look-up in the dictionary of pairs. Of longer phrases, the documents that hold every pair are
//! candidates, and the places of the pairs decide. Pairs that stand in one document alone are not in the dictionary of a
//! large segment; a hash tells which document that may be, and its text decides.

use crate::{
    SearchError,
    analysis::{MAX_WORD_BYTES, fields},
    invert::{ALL_PAIRS_DOCUMENTS, lone_hash},
    lone,
    reader::{ListReader, Match, Placed, both, rarity},
    resolved::{ResolvedPhrase, Term},
    segment::or_pending,
    sort_by,
};
use tangthu_archive::PartKind;
use tangthu_text::tokens;

/// The documents that hold `phrase`, in order, each with what it adds to the score.
pub(crate) fn matches(phrase: &ResolvedPhrase, reader: &ListReader) -> Result<Vec<Match>, SearchError> {
    let mut pending = false;
    let lone_pairs = reader.segment.documents() > ALL_PAIRS_DOCUMENTS;
    let mut listed: Vec<Vec<Match>> = Vec::new();
    let mut alone: Vec<Vec<u32>> = Vec::new();
    for (pair, words) in phrase.pairs.iter().zip(phrase.words.windows(2)) {
        listed.extend(or_pending(reader.matches(pair), &mut pending)?);
        // Of the ways in which the pair may be written, those that stand in the dictionary stand in no document alone.
        let ways: usize = words.iter().map(|word| word.spellings.len()).product();
        let known = pair.spellings.iter().filter(|spelling| spelling.stands_in(reader.at)).count();
        let documents = if lone_pairs && known < ways {
            or_pending(lone_documents(pair, reader), &mut pending)?
        } else {
            None
        };
        alone.push(documents.unwrap_or_default());
    }
    let scores = or_pending(word_scores(phrase, reader), &mut pending)?;
    if pending {
        return Err(SearchError::Pending);
    }
    let mut found = in_every(&listed);
    if phrase.pairs.len() > 1 && !found.is_empty() {
        let places = phrase.pairs.iter().map(|pair| or_pending(reader.places(pair), &mut pending));
        let places: Vec<_> = places.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        found.retain(|&ordinal| pending || stands_in_order(&places, ordinal));
    }
    // Documents that hold some pair alone and every other one as well: few, and their texts are read.
    let holds = |at: usize, ordinal: u32| {
        alone[at].contains(&ordinal) || listed[at].binary_search_by_key(&ordinal, |(other, _)| *other).is_ok()
    };
    for &ordinal in alone.iter().flatten() {
        if !found.contains(&ordinal) && (0..phrase.pairs.len()).all(|at| holds(at, ordinal)) {
            let document = or_pending(reader.segment.document(ordinal), &mut pending)?;
            if document
                .is_some_and(|document| fields(&document).any(|(text, _)| holds_phrase(text, &phrase.words)))
            {
                found.push(ordinal);
            }
        }
    }
    if pending {
        return Err(SearchError::Pending);
    }
    sort_by(&mut found, Ord::cmp);
    let found: Vec<Match> = found.into_iter().map(|ordinal| (ordinal, 0.0)).collect();
    Ok(both(&found, &scores.unwrap_or_default()))
}

/// What the words of the phrase say about each document that holds them all.
fn word_scores(phrase: &ResolvedPhrase, reader: &ListReader) -> Result<Vec<Match>, SearchError> {
    let mut pending = false;
    let mut scores: Option<Vec<Match>> = None;
    for word in &phrase.words {
        let weight = rarity(word.documents(), reader.documents);
        let Some(mut matches) = or_pending(reader.matches(word), &mut pending)? else { continue };
        matches.iter_mut().for_each(|(_, score)| *score *= weight * phrase.share);
        scores = Some(scores.map_or_else(|| matches.clone(), |scores| both(&scores, &matches)));
    }
    if pending { Err(SearchError::Pending) } else { Ok(scores.unwrap_or_default()) }
}

fn in_every(lists: &[Vec<Match>]) -> Vec<u32> {
    let mut lists = lists.iter();
    let first = lists.next().cloned().unwrap_or_default();
    lists.fold(first, |all, list| both(&all, list)).into_iter().map(|(ordinal, _)| ordinal).collect()
}

/// Whether the pairs follow one another somewhere in the document: each begins with the word with which the one before it ends.
fn stands_in_order(places: &[Vec<Placed>], ordinal: u32) -> bool {
    let mut ends: Option<Vec<_>> = None;
    for of in places {
        let at = of.binary_search_by_key(&ordinal, |(document, _)| *document);
        let pairs = at.map(|at| of[at].1.as_slice()).unwrap_or_default();
        let follows = |begins| ends.as_ref().is_none_or(|ends| ends.binary_search(begins).is_ok());
        let mut next: Vec<_> =
            pairs.iter().filter(|(begins, _)| follows(begins)).map(|(_, ends)| *ends).collect();
        sort_by(&mut next, Ord::cmp);
        ends = Some(next);
    }
    ends.is_some_and(|ends| !ends.is_empty())
}

/// The documents that may hold the pair and no other document does.
fn lone_documents(pair: &Term, reader: &ListReader) -> Result<Vec<u32>, SearchError> {
    let kind = PartKind::LonePairs;
    let hash = lone_hash(&pair.folded());
    let Some((_, part)) = reader.segment.part_from(kind, hash)? else { return Ok(Vec::new()) };
    let found = lone::look_up(&part, hash, reader.segment.documents());
    found.map_err(|reason| SearchError::Malformed { kind, reason })
}

/// Whether `text` holds the words side by side, of those that are indexed.
fn holds_phrase(text: &str, words: &[Term]) -> bool {
    let indexed = tokens(text).into_iter().filter(|token| !token.part && token.word.len() <= MAX_WORD_BYTES);
    let found: Vec<String> = indexed.map(|token| token.word).collect();
    found.windows(words.len()).any(|run| run.iter().zip(words).all(|(word, term)| term.stands_for(word)))
}
