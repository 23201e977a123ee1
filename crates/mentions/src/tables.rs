//! The codes of document kinds and issuing bodies, read from the data files beside the source.

use std::sync::LazyLock;
use tangthu_text::{agrees, fold, normal_word};

/// The lines of the tables in `data/` without their notes, and of bodies and organs without their names.
static KINDS: &str = include_str!(concat!(env!("OUT_DIR"), "/kinds.tsv"));
static BODIES: &str = include_str!(concat!(env!("OUT_DIR"), "/issuers.tsv"));
static ORGANS: &str = include_str!(concat!(env!("OUT_DIR"), "/organs.tsv"));

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

/// The lines of `table` whose code `word`, in normal form, writes as far as it is marked: code, and what stands behind it. Few
/// texts hold more than a handful of codes, so the tables are gone through from end to end and cost no memory.
#[cfg(target_arch = "wasm32")]
fn written_as(table: &'static str, word: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter_map(|line| line.split_once('\t'));
    // The first letter decides for nearly all lines, and costs no memory.
    let first = initial(word);
    lines.filter(move |(code, _)| initial(code) == first && agrees(word, &normal_word(code)))
}

/// As for a browser, for programs that read a hundred thousand documents: the codes are brought to normal form once.
#[cfg(not(target_arch = "wasm32"))]
fn written_as(table: &'static str, word: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    type Line = (Option<char>, String, (&'static str, &'static str));
    static TABLES: LazyLock<[Vec<Line>; 3]> = LazyLock::new(|| {
        [KINDS, BODIES, ORGANS].map(|table| {
            let lines = table.lines().filter_map(|line| line.split_once('\t'));
            lines.map(|line| (initial(line.0), normal_word(line.0), line)).collect()
        })
    });
    let is = |one: &str| std::ptr::eq(table.as_ptr(), one.as_ptr());
    let which = if is(KINDS) { 0 } else { 1 + usize::from(is(ORGANS)) };
    let first = initial(word);
    let lines =
        TABLES[which].iter().filter(move |(initial, code, _)| *initial == first && agrees(word, code));
    lines.map(|(.., line)| *line)
}

/// The first letter in lower case; đ counts as d.
fn initial(code: &str) -> Option<char> {
    let first = code.chars().next()?;
    Some(if matches!(first, 'Đ' | 'đ') { 'd' } else { first.to_ascii_lowercase() })
}

/// The line of a kind, however the case and đ of its code were written. A code with Đ and one without can be different kinds
/// (ĐA, DA), so the exact writing is tried first.
fn kind_line(code: &str) -> Option<(&'static str, &'static str)> {
    let word = normal_word(code);
    let exact = written_as(KINDS, &word).find(|(known, _)| normal_word(known) == word);
    exact.or_else(|| written_as(KINDS, &word).next())
}

/// The proper writing of a kind's code.
pub(crate) fn kind(code: &str) -> Option<&'static str> {
    kind_line(code).map(|(code, _)| code)
}

/// The name of the kind with this code.
pub(crate) fn kind_name(code: &str) -> Option<&'static str> {
    kind_line(code).map(|(_, name)| name)
}

/// The proper name of the kind of document that `name` is, in whatever case: `KẾ HOẠCH`, `kế hoạch`.
///
/// ```
/// assert_eq!(tangthu_mentions::kind_named("QUYẾT ĐỊNH"), Some("Quyết định"));
/// assert_eq!(tangthu_mentions::kind_named("QUYẾT TÂM"), None);
/// ```
pub fn kind_named(name: &str) -> Option<&'static str> {
    let wanted = normal_words(name);
    let names = KINDS.lines().filter_map(|line| line.split_once('\t')).map(|(_, known)| known);
    names.into_iter().find(|known| normal_words(known) == wanted)
}

fn normal_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(normal_word).collect()
}

/// Whether there is another kind with the letters of this one, but for đ.
pub(crate) fn shares_its_letters(code: &str) -> bool {
    kind(code).is_some() && written_as(KINDS, &folded(code)).count() > 1
}

/// The issuer with this code. An organ's code stands before that of its committee (VPTU, UBKTQU); TƯ is written for TW. A code
/// whose marks are those of no body (ĐƯ) is the body that has its letters, as it is once it stands in a key without marks.
pub(crate) fn issuer(code: &str) -> Option<Issuer> {
    let written = normal_word(code.trim_end_matches(|c: char| c.is_ascii_digit()));
    let centre = written.strip_suffix("tư").map(|head| format!("{head}tw"));
    let word = centre.unwrap_or(written);
    issuer_written(&word).or_else(|| {
        let plain = fold(&word);
        if plain == word { None } else { issuer_written(&plain) }
    })
}

fn issuer_written(word: &str) -> Option<Issuer> {
    if let Some((code, role)) = written_as(BODIES, word).next() {
        return Some(Issuer {
            code: code.to_owned(),
            party: matches!(role, "party" | "committee"),
            alone: role == "state",
            counted: matches!(code, "QH" | "UBTVQH" | "BCĐ"),
        });
    }
    let split = |(at, _): (usize, char)| {
        let (head, tail) = word.split_at(at);
        let (committee, _) = written_as(BODIES, tail).find(|(_, role)| *role == "committee")?;
        let (organ, _) = written_as(ORGANS, head).next()?;
        let code = [organ, committee].concat();
        Some(Issuer { code, party: true, alone: false, counted: false })
    };
    word.char_indices().skip(1).find_map(split)
}

/// Where the body begins in a code that is a kind and a body in one: NĐCP. Only of kinds that such slips are made with; other letters
/// are a body of their own (TCCP).
pub(crate) fn kind_and_body(code: &str) -> Option<usize> {
    let length = ["NĐ", "NQ", "QĐ", "CT", "TT", "KH"].iter().find(|kind| code.starts_with(**kind))?.len();
    let apart = kind(code).is_none() && issuer(code).is_none() && issuer(&code[length..]).is_some();
    apart.then_some(length)
}

/// Whether the words, in normal form, end with the name of a kind that people cite by number. A contract is none: its numbers are of
/// those who sign it.
pub(crate) fn ends_with_kind(words: &[String]) -> bool {
    static NAMES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
        let names = KINDS.lines().filter_map(|line| line.split_once('\t')).map(|(_, name)| name);
        let names = names.filter(|name| !matches!(*name, "Hợp đồng" | "Giấy chứng nhận")).chain(CITED);
        names.map(normal_words).collect()
    });
    NAMES.iter().any(|name| words.ends_with(name))
}

/// What is cited by number besides the kinds of the table.
const CITED: [&str; 6] = ["văn bản", "bản án", "cáo trạng", "kháng nghị", "giấy phép", "đề nghị"];

/// A code in lower case without marks: how codes are compared.
pub(crate) fn folded(code: &str) -> String {
    fold(&normal_word(code))
}
