//! Abbreviations that a text uses: those that the document defines itself, then those of the standard table that stand for one
//! thing alone. What a document defines holds in that document.

use super::{
    Search, Taken,
    words::{gap, shape},
};
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

/// Parts of the longest abbreviation with dashes: KT-XH, VH-TT-DL.
const MOST_PARTS: usize = 6;

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
        let mut next = 0;
        // Lưu: VT, TH: where a copy is filed, by codes of the office.
        let mut filed = false;
        for at in 0..self.words.len() {
            let gap = self.words.gap(at);
            filed = filed && gap & (gap::STOP | gap::SEMICOLON) == 0
                || gap & gap::COLON != 0 && at > 0 && self.words.written(at - 1) == "Lưu";
            if filed {
                continue;
            }
            if at < next || !self.words.is(at, shape::ALL_CAPITALS) || self.taken[at] == Taken::Number {
                continue;
            }
            // KT-XH is two words with a dash.
            let end = self.dashed_end(at);
            if end > at + 1
                && let Some(long) = defined.get(&clean(self.words.between(at, end)))
            {
                let details = vec![("long", long.clone()), ("source", "text".to_owned())];
                self.found(MentionKind::Abbreviation, clean(self.words.between(at, end)), at, end, details);
                next = end;
                continue;
            }
            if self.is_part_of_code(at, at + 1) {
                continue;
            }
            let written = self.words.written(at);
            if written.len() > LONGEST {
                continue;
            }
            let own = defined.get(written).map(|long| (long.clone(), "text"));
            let table = || {
                CODES
                    .get(written)
                    .filter(|_| !self.is_form_of_firm(at))
                    .map(|long| ((*long).to_owned(), "table"))
            };
            let found = if self.headline { own } else { own.or_else(table) };
            let Some((long, source)) = found else { continue };
            let details = vec![("long", long), ("source", source.to_owned())];
            self.found(MentionKind::Abbreviation, written.to_owned(), at, at + 1, details);
        }
    }

    /// The place behind the words in capitals that dashes join to the one at `at`.
    fn dashed_end(&self, at: usize) -> usize {
        let joined = |place: usize| {
            self.words.gap(place) == gap::DASH
                && self.words.is(place, shape::ALL_CAPITALS)
                && self.taken[place] != Taken::Number
        };
        let most = self.words.len().min(at + MOST_PARTS);
        (at + 1..most).find(|&place| !joined(place)).unwrap_or(most)
    }

    /// Whether the word is the "cổ phần" of a firm, Công ty CP, and not the Government.
    fn is_form_of_firm(&self, at: usize) -> bool {
        let firm = |place: usize| {
            matches!(self.words.written(place).to_lowercase().as_str(), "ty" | "đoàn" | "hàng")
        };
        self.words.written(at) == "CP" && at > 0 && self.words.close(at) && firm(at - 1)
    }
}
