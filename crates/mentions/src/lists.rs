//! Lists of numbers that share a tail (`số 01, 02 và 03-CTr/QU`), and the word that announces a number.

use crate::{
    Number,
    letters::{is_blank, is_dash, is_mark, skip_back},
    scan::{Writing, Written},
    tables::ends_with_kind,
    written::Parsed,
};
use tangthu_text::{clean, normal_word};

/// Digits of the longest serial in such a list.
const LONGEST: usize = 4;

/// Words that join the last item of a list to the others.
const JOINERS: [&str; 3] = ["và", "hoặc", "hay"];

/// Characters before a number that are looked at for what announces it: those of the longest name of a kind.
const LOOK_BACK: usize = 40;

/// The earlier items of a list that shares its tail: the 01 and 02 of `số 01, 02, 03-CTr/QU`. A list must be announced by "số"
/// or by the name of the kind, or follow a number, which ends at `last_end`; else `tăng 5, 03-CTr/QU` would give a 05.
pub(crate) fn shared_tail(
    written: &Written<'_>,
    number: usize,
    last_end: Option<usize>,
    parsed: &Parsed,
) -> Vec<Number> {
    let chars = written.chars;
    let mut items = Vec::new();
    let mut at = number;
    loop {
        let announced = is_announced(written, at, parsed.kind_name());
        let Some(listed) = before_joiner(written, before_announcement(written, at)) else {
            items.reverse();
            return if announced { items } else { Vec::new() };
        };
        if last_end == Some(listed) {
            items.reverse();
            return items;
        }
        let letter = listed > 0 && chars[listed - 1].1.is_ascii_alphabetic();
        let end = listed - usize::from(letter);
        let start = skip_back(chars, end, |c| c.is_ascii_digit());
        let joined = start > 0 && {
            let before = chars[start - 1].1;
            before.is_alphanumeric() || is_mark(before) || matches!(before, '/' | '.') || is_dash(before)
        };
        if start == end || end - start > LONGEST || joined {
            return if announced { items.into_iter().rev().collect() } else { Vec::new() };
        }
        let serial: String = chars[start..listed].iter().map(|&(_, c)| c.to_ascii_lowercase()).collect();
        if serial.trim_start_matches('0').is_empty() {
            return Vec::new();
        }
        items.push(Number {
            start: chars[start].0,
            end: written.byte_at(listed),
            canonical: parsed.with_serial(&serial),
        });
        at = start;
    }
}

/// The end of what a comma or an "và" before position `at` follows.
fn before_joiner(written: &Written<'_>, at: usize) -> Option<usize> {
    let chars = written.chars;
    let end = skip_back(chars, at, is_blank);
    let start = skip_back(chars, end, |c| c.is_alphabetic() || is_mark(c));
    let is_word = JOINERS.contains(&normal(written, start, end).as_str());
    let after = if is_word { skip_back(chars, start, is_blank) } else { end };
    let sign = after > 0 && matches!(chars[after - 1].1, ',' | ';' | '&');
    if !sign && !is_word {
        return None;
    }
    Some(skip_back(chars, after - usize::from(sign), is_blank))
}

/// The position of the "số" that announces the number at position `at`, or `at`.
fn before_announcement(written: &Written<'_>, at: usize) -> usize {
    let start = word_before(written, at).0;
    if is_so(written, at) { start } else { at }
}

/// Whether "số", or the name of a kind, stands before position `at`.
pub(crate) fn is_announced(written: &Written<'_>, at: usize, kind: Option<&str>) -> bool {
    if is_so(written, at) {
        return true;
    }
    let Some(kind) = kind else { return false };
    let words = |text: &str| text.split_whitespace().map(normal_word).collect::<Vec<_>>();
    words_before(written, at).ends_with(&words(kind))
}

/// The words before position `at` in normal form, those of the longest name of a kind; a colon behind them is left out.
fn words_before(written: &Written<'_>, at: usize) -> Vec<String> {
    let start = written.byte_at(at.saturating_sub(LOOK_BACK));
    let before = written.text[start..written.byte_at(at)].trim_end().trim_end_matches(':');
    clean(before).split_whitespace().map(normal_word).collect()
}

/// Whether the number at position `at` stands at the head of a document: its "Số" begins the line.
pub(crate) fn is_head(written: &Written<'_>, at: usize) -> bool {
    let so = before_announcement(written, at);
    let before = &written.text[..written.byte_at(so)];
    so < at && (before.is_empty() || before.ends_with('\n')) && written.chars[so].1 == 'S'
}

/// Whether the number at position `at` is the next of a list whose last number ends at `last`: Công văn 417/SNV-TCBC, 1022/SXD-QLN.
pub(crate) fn is_next(written: &Written<'_>, at: usize, last: Option<usize>) -> bool {
    last.is_some() && before_joiner(written, before_announcement(written, at)) == last
}

/// Whether the name of a kind stands before position `at`, or before the "số" there.
pub(crate) fn is_cited(written: &Written<'_>, at: usize) -> bool {
    let so = before_announcement(written, at);
    // Quyết định giám đốc thẩm số, Kết luận thanh tra số.
    let words = words_before(written, so);
    let most = if so < at { LONGEST_ADDITION } else { 0 };
    let ends = words.len().saturating_sub(most)..=words.len();
    let mut ends =
        ends.rev().take_while(|&end| words.get(end).is_none_or(|word| !COUNTED.contains(&word.as_str())));
    ends.any(|end| ends_with_kind(&words[..end]))
}

/// Words that may stand between the name of a kind and "số".
const LONGEST_ADDITION: usize = 4;

/// What has a "số" of its own: hợp đồng, tài khoản, hóa đơn, thửa đất, máy.
const COUNTED: [&str; 12] =
    ["đồng", "khoản", "đơn", "đất", "máy", "mẫu", "nhà", "lô", "hiệu", "mã", "xe", "và"];

/// Whether what stands before position `at` is the number of a form, a table or a contract: mẫu số 01-QĐ/KNĐ.
pub(crate) fn is_form(written: &Written<'_>, at: usize) -> bool {
    let words = words_before(written, before_announcement(written, at));
    words.last().is_some_and(|word| matches!(word.as_str(), "mẫu" | "biểu"))
}

fn is_so(written: &Written<'_>, at: usize) -> bool {
    let (start, end) = word_before(written, at);
    let word = normal(written, start, end);
    word == "số" || word == "so" && written.writing == Writing::Typed
}

/// Where the word before position `at` begins and ends; a colon may follow it.
fn word_before(written: &Written<'_>, at: usize) -> (usize, usize) {
    let chars = written.chars;
    let end = skip_back(chars, at, is_blank);
    let end = skip_back(chars, end, |c| matches!(c, ':' | '.'));
    let end = skip_back(chars, end, is_blank);
    (skip_back(chars, end, |c| c.is_alphabetic() || is_mark(c)), end)
}

fn normal(written: &Written<'_>, start: usize, end: usize) -> String {
    normal_word(&clean(&written.text[written.byte_at(start)..written.byte_at(end)]))
}
