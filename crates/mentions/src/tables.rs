//! The codes of document kinds and issuing bodies, read from the data files beside the source.

use std::{collections::HashMap, sync::LazyLock};
use tangthu_text::{agrees, fold, normal_word};

/// A body that issues documents.
#[derive(Clone)]
pub(crate) struct Issuer {
    /// The code as it is properly written.
    pub(crate) code: String,
    /// Whether it belongs to the Party, whose numbers read `01-CTr/QU`; the State's read `01/KH-UBND`.
    pub(crate) party: bool,
    /// Whether its code alone makes a number: `178-CP`.
    pub(crate) alone: bool,
    /// Whether digits behind its code belong to it: the term of a National Assembly, the number of a steering committee.
    pub(crate) counted: bool,
}

/// A line of the table of bodies.
struct Body {
    code: &'static str,
    /// What the second field says.
    role: &'static str,
}

/// The lines of the table of kinds by folded code: those whose letters are alike but for đ stand together.
static KINDS: LazyLock<HashMap<String, Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut kinds: HashMap<String, Vec<_>> = HashMap::new();
    for line in lines(include_str!("../data/kinds.tsv")) {
        kinds.entry(folded(line.0)).or_default().push(line);
    }
    kinds
});

static BODIES: LazyLock<HashMap<String, Body>> = LazyLock::new(|| {
    let body = |(code, rest): (&'static str, &'static str)| {
        (folded(code), Body { code, role: rest.split('\t').next().unwrap_or_default() })
    };
    lines(include_str!("../data/issuers.tsv")).map(body).collect()
});

/// The lines of the table of the organs of committees: code, name.
static ORGANS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../data/organs.tsv")).map(|(code, _)| (folded(code), code)).collect()
});

fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The line of a kind, however the case and đ of its code were written. A code with Đ and one without can be different kinds
/// (ĐA, DA), so the exact writing is tried first.
fn kind_line(code: &str) -> Option<(&'static str, &'static str)> {
    let word = normal_word(code);
    let alike = KINDS.get(&fold(&word))?;
    let exact = alike.iter().find(|(known, _)| normal_word(known) == word);
    exact.or_else(|| alike.iter().find(|(known, _)| agrees(&word, &normal_word(known)))).copied()
}

/// The proper writing of a kind's code.
pub(crate) fn kind(code: &str) -> Option<&'static str> {
    kind_line(code).map(|(code, _)| code)
}

/// The name of the kind with this code.
pub(crate) fn kind_name(code: &str) -> Option<&'static str> {
    kind_line(code).map(|(_, name)| name)
}

/// Whether there is another kind with the letters of this one, but for đ.
pub(crate) fn shares_its_letters(code: &str) -> bool {
    KINDS.get(&folded(code)).is_some_and(|alike| alike.len() > 1)
}

/// The issuer with this code. An organ's code stands before that of its committee (VPTU, UBKTQU); TƯ is written for TW.
pub(crate) fn issuer(code: &str) -> Option<Issuer> {
    let written = normal_word(code.trim_end_matches(|c: char| c.is_ascii_digit()));
    let centre = written.strip_suffix("tư").map(|head| format!("{head}tw"));
    let word = centre.unwrap_or(written);
    let spells = |word: &str, code: &str| agrees(word, &normal_word(code));
    if let Some(body) = BODIES.get(&fold(&word)).filter(|body| spells(&word, body.code)) {
        return Some(Issuer {
            code: body.code.to_owned(),
            party: matches!(body.role, "party" | "committee"),
            alone: body.role == "state",
            counted: matches!(body.code, "QH" | "UBTVQH" | "BCĐ"),
        });
    }
    let split = |(at, _): (usize, char)| {
        let (head, tail) = word.split_at(at);
        let committee =
            BODIES.get(&fold(tail)).filter(|body| body.role == "committee" && spells(tail, body.code))?;
        let organ = ORGANS.get(&fold(head)).filter(|organ| spells(head, organ))?;
        Some(Issuer { code: format!("{organ}{}", committee.code), party: true, alone: false, counted: false })
    };
    word.char_indices().skip(1).find_map(split)
}

/// A code in lower case without marks: how codes are compared.
pub(crate) fn folded(code: &str) -> String {
    fold(&normal_word(code))
}
