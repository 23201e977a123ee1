//! Reading lists of a segment: which documents hold a term, how much it says about each, and where it stands.

use crate::{
    SearchError, Segment,
    lexicon::{Place, Stretch},
    postings::{self, Place as Occurrences, Posting},
    resolved::{FoundSpelling, Term},
    segment::or_pending,
    sort_by, weights,
};
use std::rc::Rc;
use tangthu_archive::PartKind;
use tangthu_text::fold;

/// A document and how much something says about it.
pub(crate) type Match = (u32, f32);

/// A document and the places of a pair in it.
pub(crate) type Placed = (u32, Vec<Occurrences>);

/// Reads the lists of one segment of an archive.
#[derive(Clone, Copy)]
pub(crate) struct ListReader<'a> {
    pub(crate) segment: &'a dyn Segment,
    /// The segment's position in the archive.
    pub(crate) at: usize,
    /// Documents of the whole archive.
    pub(crate) documents: u64,
}

impl<'a> ListReader<'a> {
    /// What a term weighs: BM25's inverse document frequency, and less for one that only asks. Of the spellings of a word typed
    /// without marks the likeliest counts in full and the others by half ([`crate::weights::UNLIKELY`]).
    pub(crate) fn rarity(&self, term: &Term) -> f32 {
        let likeliest = term.spellings.first().filter(|_| term.kind == PartKind::Words);
        let holding = match likeliest {
            Some(spelling) => (term.documents() + u64::from(spelling.documents)) / 2,
            None => term.documents(),
        };
        rarity(holding, self.documents) * if term.asks { weights::ASKING } else { 1.0 }
    }

    /// The documents that hold any spelling of `term`, in order, each with the best impact of one, between 0 and 1.
    pub(crate) fn matches(&self, term: &Term) -> Result<Vec<Match>, SearchError> {
        let lists = self.lists(term)?;
        let mut matches = Vec::new();
        for (share, list) in &lists {
            for one in list {
                matches.push((one.ordinal, f32::from(one.impact) * share));
            }
        }
        if lists.len() > 1 {
            sort_by(&mut matches, |a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
            matches.dedup_by_key(|(ordinal, _)| *ordinal);
        }
        Ok(matches)
    }

    /// The lists that `term` stands for and that hold anything, each with what its impacts count.
    fn lists(&self, term: &Term) -> Result<Vec<(f32, Vec<Posting>)>, SearchError> {
        let mut pending = false;
        let mut lists = Vec::with_capacity(term.spellings.len());
        let mut add = |share: f32, list| {
            let list: Vec<Posting> = or_pending(list, &mut pending)?.unwrap_or_default();
            if !list.is_empty() {
                lists.push((share * term.share / 255.0, list));
            }
            Ok(())
        };
        let together: Vec<_> = term.together.iter().filter(|(at, ..)| *at == self.at).collect();
        for (_, key, documents, place) in &together {
            add(1.0, self.list_at(term.kind, key, *documents, place))?;
        }
        for spelling in &term.spellings {
            if !together.is_empty() && together.iter().any(|(_, key, ..)| *key == fold(&spelling.written)) {
                continue;
            }
            let share = match spelling {
                _ if spelling.written == term.written => 1.0,
                FoundSpelling { other: true, .. } if !term.plain => weights::OTHER_WRITING,
                _ => weights::OTHER_SPELLING,
            };
            add(share * spelling.share, self.list(term.kind, spelling))?;
        }
        if pending { Err(SearchError::Pending) } else { Ok(lists) }
    }

    /// Tells `note` what [`ListReader::matches`] would list, in any order. `best` is room that one call leaves to the next, all
    /// zeros: of a pair with a few documents, going through all of the archive took longer than everything else.
    pub(crate) fn each_match(
        &self,
        term: &Term,
        best: &mut Vec<f32>,
        mut note: impl FnMut(u32, f32),
    ) -> Result<(), SearchError> {
        let lists = self.lists(term)?;
        if let [(share, list)] = lists.as_slice() {
            list.iter().for_each(|one| note(one.ordinal, f32::from(one.impact) * share));
            return Ok(());
        }
        // Several lists in one: for each document the best impact.
        best.resize(self.segment.documents() as usize, 0.0);
        let best = best.as_mut_slice();
        for (share, list) in &lists {
            for one in list {
                let (impact, best) = (f32::from(one.impact) * share, &mut best[one.ordinal as usize]);
                if impact > *best {
                    *best = impact;
                }
            }
        }
        for (_, list) in &lists {
            for one in list {
                let best = &mut best[one.ordinal as usize];
                if *best > 0.0 {
                    note(one.ordinal, *best);
                    *best = 0.0;
                }
            }
        }
        Ok(())
    }

    /// The list of a spelling in this segment; empty where it does not occur.
    pub(crate) fn list(&self, kind: PartKind, spelling: &FoundSpelling) -> Result<Vec<Posting>, SearchError> {
        let Some((_, documents, place, _)) = spelling.places.iter().find(|(at, ..)| *at == self.at) else {
            return Ok(Vec::new());
        };
        self.list_at(kind, &spelling.written, *documents, place)
    }

    /// The list of so many documents at `place`, of which the dictionary says it under the key of `written`.
    fn list_at(
        &self,
        dictionary: PartKind,
        written: &str,
        documents: u32,
        place: &Place,
    ) -> Result<Vec<Posting>, SearchError> {
        let kind = list_kind(dictionary);
        let list = match place {
            Place::Inline(bytes) => {
                return postings::decode(bytes, documents, self.segment.documents()).map_err(|reason| {
                    // The block of the dictionary is asked for again, so that it is the part that was read last.
                    let _ = self.segment.part_with_key(dictionary, &fold(written));
                    SearchError::Malformed { kind: dictionary, reason }
                });
            }
            Place::Stream(stretch) => {
                let (part, start) = self.stretch(kind, *stretch)?;
                let bytes = &part[start..start + stretch.length as usize];
                postings::decode(bytes, documents, self.segment.documents())
            }
        };
        list.map_err(|reason| SearchError::Malformed { kind, reason })
    }

    /// Where the pair stands in each document that holds a spelling of it, documents and places in order.
    pub(crate) fn places(&self, pair: &Term) -> Result<Vec<Placed>, SearchError> {
        let kind = PartKind::PairPlaces;
        let mut pending = false;
        let mut all: Vec<Placed> = Vec::new();
        for spelling in &pair.spellings {
            let Some((.., stretch)) = spelling.places.iter().find(|(at, ..)| *at == self.at) else {
                continue;
            };
            let list = or_pending(self.list(pair.kind, spelling), &mut pending)?;
            let part = or_pending(self.stretch(kind, *stretch), &mut pending)?;
            let (Some(list), Some((part, start))) = (list, part) else { continue };
            let mut reader =
                postings::Places::new(&part[start..start + stretch.length as usize], stretch.positions);
            let apart = if stretch.positions { (0, 0) } else { other_keys(spelling, pair) };
            for one in list {
                let mut places = reader.next().map_err(|reason| SearchError::Malformed { kind, reason })?;
                places.iter_mut().for_each(|place| *place = (place.0 | apart.0, place.1 | apart.1));
                all.push((one.ordinal, places));
            }
        }
        if pending {
            return Err(SearchError::Pending);
        }
        sort_by(&mut all, |a, b| a.0.cmp(&b.0));
        // Several spellings may stand in one document.
        all.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1.append(&mut later.1);
            }
            same
        });
        Ok(all)
    }

    /// The part that holds some bytes of a stream, and where in it they begin. Lists are never cut by parts.
    fn stretch(&self, kind: PartKind, stretch: Stretch) -> Result<(Rc<Vec<u8>>, usize), SearchError> {
        let outside = || SearchError::Malformed { kind, reason: "a list lies outside its stream" };
        let offset = u32::try_from(stretch.offset).map_err(|_| outside())?;
        let (from, part) = match &stretch.link {
            Some(link) => (link.from, self.segment.linked(kind, link)?),
            None => self.segment.part_from(kind, offset)?.ok_or_else(outside)?,
        };
        let start = offset.saturating_sub(from) as usize;
        if start.saturating_add(stretch.length as usize) > part.len() {
            return Err(outside());
        }
        Ok((part, start))
    }
}

/// Occurrences of a word are counted by its key, so those of its other writing (ti, ty) are other ones: what sets the places of each
/// half of a spelling apart from those under the key that was asked for.
fn other_keys(spelling: &FoundSpelling, pair: &Term) -> Occurrences {
    const APART: u32 = 1 << 31;
    let halves = |written: &str| written.split_once(' ').map(|(one, two)| (fold(one), fold(two)));
    match (halves(&spelling.written), halves(&pair.written)) {
        (Some(found), Some(asked)) if spelling.other => {
            let apart = |same: bool| if same { 0 } else { APART };
            (apart(found.0 == asked.0), apart(found.1 == asked.1))
        }
        _ => (0, 0),
    }
}

/// BM25's inverse document frequency.
pub(crate) fn rarity(holding: u64, documents: u64) -> f32 {
    let holding = holding.min(documents) as f32;
    (1.0 + (documents as f32 - holding + 0.5) / (holding + 0.5)).ln()
}

fn list_kind(dictionary: PartKind) -> PartKind {
    if dictionary == PartKind::Pairs { PartKind::PairPostings } else { PartKind::WordPostings }
}

/// The documents of both, their weights added.
pub(crate) fn both(a: &[Match], b: &[Match]) -> Vec<Match> {
    let mut b = b.iter().peekable();
    let mut found = Vec::new();
    for &(ordinal, score) in a {
        while b.next_if(|(other, _)| *other < ordinal).is_some() {}
        if let Some((_, more)) = b.next_if(|(other, _)| *other == ordinal) {
            found.push((ordinal, score + more));
        }
    }
    found
}

/// The documents of either, with the better weight.
pub(crate) fn either(a: &[Match], b: &[Match]) -> Vec<Match> {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    let mut found = Vec::new();
    loop {
        match (a.peek(), b.peek()) {
            (None, None) => return found,
            (Some(&(x, score)), Some(&(y, other))) if x == y => {
                found.push((x, score.max(other)));
                a.next();
                b.next();
            }
            (Some(&(x, _)), Some(&(y, _))) if x < y => found.extend(a.next()),
            (Some(_), None) => found.extend(a.next()),
            _ => found.extend(b.next()),
        }
    }
}

/// The documents of `a` that are not in `b`.
pub(crate) fn without(a: &[Match], b: &[Match]) -> Vec<Match> {
    a.iter()
        .filter(|(ordinal, _)| b.binary_search_by_key(ordinal, |(other, _)| *other).is_err())
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sets_combine_as_sets_do(a in proptest::collection::btree_set(0u32..30, 0..20), b in proptest::collection::btree_set(0u32..30, 0..20)) {
            let list = |set: &BTreeSet<u32>| set.iter().map(|&ordinal| (ordinal, 1.0)).collect::<Vec<Match>>();
            let set = |list: Vec<Match>| list.into_iter().map(|(ordinal, _)| ordinal).collect::<BTreeSet<u32>>();
            prop_assert_eq!(set(both(&list(&a), &list(&b))), &a & &b);
            prop_assert_eq!(set(either(&list(&a), &list(&b))), &a | &b);
            prop_assert_eq!(set(without(&list(&a), &list(&b))), &a - &b);
        }
    }
}
