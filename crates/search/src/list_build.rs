//! Making columns of many values a document ([`crate::ListColumn`]).

use crate::{list_column::MAX_VALUE, order::sort_records};
use rustc_hash::FxBuildHasher;
use std::{cmp::Reverse, collections::HashMap};
use tangthu_archive::{
    Document, MentionKind,
    bytes::{put_bytes, put_varint},
};
use tangthu_mentions::number_key;
use tangthu_text::name_in_one_placement;

/// How many such columns there are.
pub(crate) const LISTS: usize = 5;

/// A value and, where another text decides whether two are the same, that text.
pub(crate) type Value = (String, Option<String>);

/// Stands in a value of the column of abbreviations between the short form and the long one.
pub const SHORT_AND_LONG: char = '\t';

/// Values that this many documents have are put in order of their counts, the others in order of their letters: so positions are
/// small and values share their beginnings.
const FREQUENT: u32 = 4;

/// Numbers, people, places, bodies, abbreviations of a document, whose mentions are recorded.
pub(crate) fn values_of(document: &Document) -> [Vec<Value>; LISTS] {
    let mut values: [Vec<Value>; LISTS] = Default::default();
    let number = |value: &str| (value.to_owned(), Some(number_key(value)));
    values[0].extend(document.number.as_deref().map(number));
    for mention in &document.mentions {
        let (list, value) = match mention.kind {
            MentionKind::Number => (0, number(&mention.value)),
            MentionKind::Person => (1, (name_in_one_placement(&mention.value), None)),
            MentionKind::Place => (2, (name_in_one_placement(&mention.value), None)),
            MentionKind::Body => (3, (name_in_one_placement(&mention.value), None)),
            MentionKind::Abbreviation => {
                let Some(long) = mention.details.get("long") else { continue };
                (4, (format!("{}{SHORT_AND_LONG}{long}", mention.value), None))
            }
            _ => continue,
        };
        values[list].push(value);
    }
    values
}

/// Collects a column, document by document.
#[derive(Debug, Default)]
pub(crate) struct ListBuilder {
    positions: HashMap<String, u32, FxBuildHasher>,
    /// Each value as it is shown, and how many documents have it.
    values: Vec<(String, u32)>,
    ids: Vec<u32>,
    of: Vec<u32>,
}

impl ListBuilder {
    /// Adds the values of the next document, in any order.
    pub(crate) fn add(&mut self, values: Vec<Value>) {
        let first = self.ids.len();
        for (shown, key) in values {
            if shown.len() > MAX_VALUE {
                continue;
            }
            let next = self.values.len() as u32;
            let id = *self.positions.entry(key.unwrap_or_else(|| shown.clone())).or_insert(next);
            if id == next {
                self.values.push((shown, 0));
            }
            if !self.ids[first..].contains(&id) {
                self.ids.push(id);
                self.values[id as usize].1 += 1;
            }
        }
        self.of.push(self.ids.len() as u32);
    }

    /// Whether no document has a value.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The column's bytes.
    pub(crate) fn encode(self) -> Vec<u8> {
        let rank = |count: u32| Reverse(if count < FREQUENT { 0 } else { count });
        let values = self.values.into_iter().zip(0u32..);
        let mut order: Vec<_> = values.map(|((shown, count), id)| (rank(count), shown, id)).collect();
        sort_records(&mut order);
        let mut position_of = vec![0u32; order.len()];
        let mut out = Vec::new();
        put_varint(&mut out, order.len() as u64);
        let mut before: &str = "";
        for ((_, shown, id), position) in order.iter().zip(0u32..) {
            position_of[*id as usize] = position;
            let shared = before.bytes().zip(shown.bytes()).take_while(|(a, b)| a == b).count();
            put_varint(&mut out, shared as u64);
            put_bytes(&mut out, &shown.as_bytes()[shared..]);
            before = shown;
        }
        put_varint(&mut out, self.of.len() as u64);
        let mut from = 0;
        for end in self.of {
            let mut ids: Vec<u32> =
                self.ids[from..end as usize].iter().map(|id| position_of[*id as usize]).collect();
            sort_records(&mut ids);
            put_varint(&mut out, ids.len() as u64);
            let mut last = 0;
            for id in ids {
                put_varint(&mut out, u64::from(id - last));
                last = id;
            }
            from = end as usize;
        }
        out
    }
}
