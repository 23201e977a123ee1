//! The codes of document kinds and issuing bodies, read from the data files beside the source.

use std::{collections::HashMap, sync::LazyLock};

/// A body that issues documents.
pub(crate) struct Issuer {
    /// The code as it is properly written.
    pub(crate) code: &'static str,
    /// Whether it belongs to the Party, whose numbers read `01-CTr/QU`; the State's read `01/KH-UBND`.
    pub(crate) party: bool,
}

/// Kinds by folded code (`ctr`), with the code as properly written.
static KINDS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../data/kinds.tsv")).map(|(code, _)| (folded(code), code)).collect()
});

static ISSUERS: LazyLock<HashMap<String, Issuer>> = LazyLock::new(|| {
    lines(include_str!("../data/issuers.tsv"))
        .map(|(code, rest)| (folded(code), Issuer { code, party: rest.starts_with("party") }))
        .collect()
});

fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The proper writing of a kind's code, however its case and đ were written.
///
/// A code with Đ and one without can be different kinds (ĐA, DA), so the exact writing is tried first.
pub(crate) fn kind(code: &str) -> Option<&'static str> {
    let word = tangthu_text::normal_word(code);
    lines(include_str!("../data/kinds.tsv"))
        .map(|(known, _)| known)
        .find(|known| tangthu_text::normal_word(known) == word)
        .or_else(|| KINDS.get(&folded(code)).copied())
}

/// The issuer with this code.
pub(crate) fn issuer(code: &str) -> Option<&'static Issuer> {
    ISSUERS.get(&folded(code))
}

/// A code in lower case without marks: how codes are compared.
pub(crate) fn folded(code: &str) -> String {
    tangthu_text::fold(&tangthu_text::normal_word(code))
}
