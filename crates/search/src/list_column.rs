//! Columns of many values a document: the numbers it bears or cites, and the people, places and bodies that it names.
//!
//! ```text
//! column = values:varint { shared:varint rest:bytes }{values} documents:varint { count:varint gap:varint{count} }{documents}
//! ```
//!
//! Frequent values come first, so that most positions take one byte; the rest stand in order, each with the bytes that it shares
//! with the one before. A document's positions grow and are written as gaps.

use std::cell::OnceCell;
use tangthu_archive::bytes::{Fault, Reader};

/// A column of lists, read. Fifty thousand values are two allocations and not as many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListColumn {
    /// The values, one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// The values' positions, document by document.
    ids: Vec<u32>,
    /// Where those of each document end.
    of: Vec<u32>,
    /// The values folded, and where each ends, once somebody looks for words in them.
    folded: OnceCell<Box<(String, Vec<u32>)>>,
}

/// The longest value, in bytes; what is longer is no name and is left out when an archive is made.
pub(crate) const MAX_VALUE: usize = 512;

/// All values together. They share their beginnings, so that without a limit a small part could stand for gigabytes.
const MAX_TEXT: usize = 32 * 1024 * 1024;

impl ListColumn {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The value at a position; empty past the last.
    pub fn value(&self, at: usize) -> &str {
        stretch(&self.text, &self.ends, at)
    }

    /// The positions of a document's values.
    pub fn of(&self, ordinal: usize) -> &[u32] {
        let from = ordinal.checked_sub(1).and_then(|before| self.of.get(before)).copied().unwrap_or(0);
        let to = self.of.get(ordinal).copied().unwrap_or(from);
        self.ids.get(from as usize..to as usize).unwrap_or_default()
    }

    /// A value in small letters without marks.
    pub fn folded(&self, at: usize) -> &str {
        let (text, ends) = &**self.folded.get_or_init(|| {
            let (mut text, mut ends) = (String::new(), Vec::with_capacity(self.len()));
            for at in 0..self.len() {
                text.push_str(&fold_all(self.value(at)));
                ends.push(text.len() as u32);
            }
            Box::new((text, ends))
        });
        stretch(text, ends, at)
    }

    pub(crate) fn decode(bytes: &[u8], documents: u32) -> Result<Self, Fault> {
        let mut reader = Reader::new(bytes);
        let mut column = Self::default();
        let mut value = Vec::new();
        for _ in 0..reader.count()? {
            let shared = reader.u32()? as usize;
            if shared > value.len() {
                return Err("a value refers past the one before it");
            }
            value.truncate(shared);
            value.extend_from_slice(reader.bytes()?);
            if value.len() > MAX_VALUE || column.text.len() + value.len() > MAX_TEXT {
                return Err("its values are too long");
            }
            column.text.push_str(std::str::from_utf8(&value).map_err(|_| "a value is not UTF-8")?);
            column.ends.push(column.text.len() as u32);
        }
        if reader.count()? != documents as usize {
            return Err("a column has not one list a document");
        }
        for _ in 0..documents {
            let mut id = 0u32;
            for nth in 0..reader.count()? {
                let gap = reader.u32()?;
                if nth > 0 && gap == 0 {
                    return Err("a document has a value twice");
                }
                id = id.checked_add(gap).ok_or("a number is too large")?;
                if id as usize >= column.ends.len() {
                    return Err("a document has a value that is not listed");
                }
                column.ids.push(id);
            }
            column.of.push(column.ids.len() as u32);
        }
        Ok(column)
    }
}

fn stretch<'a>(text: &'a str, ends: &[u32], at: usize) -> &'a str {
    let from = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let to = ends.get(at).copied().unwrap_or(from);
    text.get(from as usize..to as usize).unwrap_or_default()
}

/// A text as it is compared with what somebody looks for: small letters, no marks, one blank between words.
pub fn fold_all(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&tangthu_text::fold(&tangthu_text::normal_word(word)));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list_build::ListBuilder;
    use proptest::prelude::*;
    use tangthu_archive::bytes::{put_bytes, put_varint};

    proptest! {
        #[test]
        fn list_columns_read_back(documents in proptest::collection::vec(proptest::collection::vec("[a-cđ]{0,2}", 0..6), 0..30)) {
            let mut builder = ListBuilder::default();
            documents.iter().for_each(|values| builder.add(values.iter().map(|value| (value.clone(), None)).collect()));
            let column = ListColumn::decode(&builder.encode(), documents.len() as u32).unwrap();
            for (ordinal, values) in documents.iter().enumerate() {
                let mut wanted: Vec<&str> = values.iter().map(String::as_str).collect();
                wanted.sort_unstable();
                wanted.dedup();
                let mut found: Vec<&str> = column.of(ordinal).iter().map(|&id| column.value(id as usize)).collect();
                found.sort_unstable();
                prop_assert_eq!(found, wanted);
            }
        }

        #[test]
        fn damaged_list_columns_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), documents in 0u32..40) {
            if let Ok(column) = ListColumn::decode(&bytes, documents) {
                (0..documents as usize).for_each(|at| { column.of(at); });
                (0..column.len()).for_each(|at| { column.folded(at); });
            }
        }
    }

    #[test]
    fn values_that_share_their_beginnings_do_not_grow_past_the_limit() {
        let mut bytes = Vec::new();
        put_varint(&mut bytes, 200_000);
        put_varint(&mut bytes, 0);
        put_bytes(&mut bytes, &[b'a'; MAX_VALUE]);
        for _ in 1..200_000 {
            put_varint(&mut bytes, MAX_VALUE as u64);
            put_bytes(&mut bytes, b"");
        }
        assert_eq!(ListColumn::decode(&bytes, 0), Err("its values are too long"));
    }

    #[test]
    fn values_are_found_without_marks() {
        assert_eq!(fold_all("  Quận ủy  LONG Biên "), "quan uy long bien");
    }
}
