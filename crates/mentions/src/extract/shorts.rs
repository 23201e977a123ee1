//! Abbreviations that a text uses: those that the document defines itself, then those of the standard table that stand for one
//! thing alone. What a document defines holds in that document.

use super::{Search, Taken, words::shape};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};
use tangthu_archive::MentionKind;
use tangthu_text::{clean, definitions, standard_abbreviations};

/// What a document defines: the short form and the long one.
pub(crate) type Defined = BTreeMap<String, String>;

/// What the texts of a document define; the first definition holds.
pub(crate) fn defined(texts: &[&str]) -> Defined {
    let mut found = Defined::new();
    for text in texts.iter().filter(|text| text.contains('(')) {
        for one in definitions(text) {
            found.entry(clean(&text[one.short])).or_insert_with(|| clean(&text[one.long]));
        }
    }
    found
}

/// The longest code of the table, in bytes.
const LONGEST: usize = 24;

/// The codes of the table that stand for one thing alone, as they are written.
static CODES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut codes: HashMap<&str, &str> = HashMap::new();
    let mut open: HashSet<&str> = HashSet::new();
    for (code, long) in standard_abbreviations() {
        if codes.insert(code, long).is_some() {
            open.insert(code);
        }
    }
    codes.retain(|code, _| !open.contains(code));
    codes
});

impl Search<'_> {
    /// Finds abbreviations.
    pub(super) fn shorts(&mut self, defined: &Defined) {
        for at in 0..self.words.len() {
            if !self.words.is(at, shape::ALL_CAPITALS)
                || self.taken[at] == Taken::Number
                || self.is_part_of_code(at, at + 1)
            {
                continue;
            }
            let written = self.words.written(at);
            if written.len() > LONGEST {
                continue;
            }
            let own = defined.get(written).map(|long| (long.clone(), "text"));
            let table = || CODES.get(written).map(|long| ((*long).to_owned(), "table"));
            let found = if self.headline { own } else { own.or_else(table) };
            let Some((long, source)) = found else { continue };
            let details = vec![("long", long), ("source", source.to_owned())];
            self.found(MentionKind::Abbreviation, written.to_owned(), at, at + 1, details);
        }
    }
}
