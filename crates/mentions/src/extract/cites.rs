//! What a text says of the documents that it cites by number: kind, issuer, date, title, and how it stands to them. A Party
//! number restarts each term, and TU is of a city or of a province: what the text leaves open is told as open.

use super::{
    Search, Taken,
    lexicon::{Class, flag},
    relations::{CITED, Past},
    words::{LONGEST_SENTENCE, gap, shape},
};
use crate::{
    Number,
    kinds::{codes, kind_of},
    numbers,
    tables::{self, issuer},
};
use std::{collections::HashMap, ops::Range, sync::LazyLock};
use tangthu_archive::{Mention, MentionKind};
use tangthu_text::is_capital;

/// What TU is where nothing says which.
const EITHER: &str = "Thành ủy hoặc Tỉnh ủy";

/// Words of the longest title that is told without quotation marks.
const LONGEST_TITLE: usize = 45;

/// Words before the document that a point of a list begins with: "1. Toàn bộ".
const LONGEST_LABEL: usize = 4;

/// Words of the longest name of a law before its number.
const LONGEST_LAW: usize = 14;

/// With these a title begins that follows the issuer at once.
const TITLE_VERBS: [&str; 8] =
    ["quy định", "ban hành", "phê duyệt", "sửa đổi", "hướng dẫn", "công bố", "phê chuẩn", "điều chỉnh"];

/// Behind a comma these begin what is no longer the title.
const BEHIND_TITLE: &str = " trong nhằm để chú đồng các đã với theo quận phường xã huyện tỉnh thành ngày từ đến nay ông bà đây ubnd hđnd bộ sở ban và góp là do khi tại năm được sau trước ";

/// The names of bodies by their codes, those of organs likewise.
static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (table, name) in [
        (include_str!("../../data/issuers.tsv"), 2),
        (include_str!("../../data/unit-names.tsv"), 1),
        (include_str!("../../data/organs.tsv"), 1),
    ] {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            if let (Some(code), Some(name)) = (fields.first(), fields.get(name)) {
                names.entry(*code).or_insert(*name);
            }
        }
    }
    names
});

/// The number of a document, with its words.
pub(crate) struct Cited {
    number: Number,
    words: Range<usize>,
}

impl Search<'_> {
    /// Finds the numbers of documents and takes their words.
    pub(super) fn numbers(&mut self) -> Vec<Cited> {
        let text = self.words.text;
        if !may_hold_numbers(text) {
            return Vec::new();
        }
        let cited = numbers(text).into_iter().map(|number| {
            let words = self.words.at_byte(number.start)..self.words.at_byte(number.end);
            self.taken[words.clone()].fill(Taken::Number);
            Cited { number, words }
        });
        cited.collect()
    }

    /// Records the numbers with what the text says of them.
    pub(super) fn cites(&mut self, cited: &[Cited], list: &mut Option<String>) {
        let mut past: Option<Past> = None;
        let text = self.words.text;
        let point = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '–' | '•'));
        if !point && !begins_with_letter(text) && !cited.is_empty() {
            *list = None;
        }
        for one in cited {
            let begin = self.announced_from(one.words.start);
            let kind = self
                .lexicon
                .kind_before(&self.words, begin)
                .filter(|_| self.words.close(begin) || begin == one.words.start);
            let law = if kind.is_none() && one.number.canonical.contains("/QH") {
                self.law_before(begin)
            } else {
                None
            };
            let named = law.map(|law| super::tidy(self.words.between(law, begin)));
            let begin = kind.map_or(law.unwrap_or(begin), |(length, _)| begin - length);
            let codes = codes(&one.number.canonical);
            let mut details = Vec::new();
            details.extend(
                kind_of(&codes, kind.map(|(_, name)| name).or(law.map(|_| "Luật")))
                    .map(|kind| ("kind", kind)),
            );
            let mut at = one.words.end;
            if let Some((date, end)) = self.date_behind(at) {
                details.push(("date", date));
                at = end;
            }
            let by = self.issuer_behind(at);
            if let Some((_, end)) = by {
                at = end;
            }
            let formal = at > one.words.end;
            let said_of = |past: &Past| {
                self.out.get(past.found).and_then(|found| found.details.get("relation")).cloned()
            };
            let listed = past.as_ref().and_then(|past| {
                let grounds = || said_of(past).filter(|said| said == "căn cứ");
                if self.is_listed(past.words.end, begin) {
                    said_of(past)
                } else if self.is_next_ground(past.words.end, begin) {
                    grounds()
                } else {
                    None
                }
            });
            let listed = listed.or_else(|| list.clone().filter(|_| past.is_none() && begin <= LONGEST_LABEL));
            let relation =
                listed.unwrap_or_else(|| self.relation(begin, &one.number.canonical, past.as_ref()));
            let behind = if relation == CITED { self.relation_behind(at) } else { None };
            details.push(("relation", behind.unwrap_or(relation)));
            let by = by.map(|(by, _)| by);
            let issuer = issuer_of(&codes, by.as_deref()).and_then(|issuer| match &*codes {
                // 33/2015/QĐ-TT, of the State: mostly TTg, cut short. Only of the Party it is the standing committee.
                [_, "TT"] if one.number.canonical.ends_with("-TT") => {
                    by.as_deref().and_then(|by| standing_or_premier(by, issuer))
                }
                _ => Some(issuer),
            });
            details.extend(issuer.map(|issuer| ("issuer", issuer)));
            details.extend(by.map(|by| ("by", by)));
            details.extend(self.title(at, formal).or(named).map(|title| ("title", title)));
            let place = one.number.start..one.number.end;
            let canonical = one.number.canonical.clone();
            past = Some(Past { words: begin..at, canonical: canonical.clone(), found: self.out.len() });
            self.found_at(MentionKind::Number, canonical, place, details);
        }
        if let Some(name) = self.announces_relation() {
            *list = Some(name);
        }
    }

    /// The place of the "số" before a number at `at`, or `at`.
    fn announced_from(&self, at: usize) -> usize {
        let before = self.words.id_before(at, 1) == self.lexicon.common.so;
        let joined = self.words.gap(at) & !(gap::BLANK | gap::COLON | gap::DOT) == 0;
        if before && joined { at - 1 } else { at }
    }

    /// Where the name of a law begins that ends before `end`: Luật Đất đai số 45/2013/QH13.
    fn law_before(&self, end: usize) -> Option<usize> {
        let words = &self.words;
        let near = (end.saturating_sub(LONGEST_LAW)..end).rev();
        let mut joined = near.take_while(|&at| words.gap(at + 1) & (gap::CLAUSE & !gap::COMMA) == 0);
        let law = joined.find(|&at| matches!(words.written(at), "Luật" | "luật"))?;
        let code = law > 0 && words.close(law) && words.written(law - 1) == "Bộ";
        Some(law - usize::from(code))
    }

    /// The date that follows a number, and the place behind it.
    fn date_behind(&self, at: usize) -> Option<(String, usize)> {
        let words = &self.words;
        if words.gap(at) & !(gap::BLANK | gap::COMMA | gap::OPEN) != 0 {
            return None;
        }
        let start = words.start(at);
        let date = self.dates_within(start..start + 1).find(|date| date.kind == MentionKind::Date)?;
        date.value.matches('-').count().eq(&2).then(|| (date.value.clone(), words.at_byte(date.end as usize)))
    }

    /// The body that follows with "của", and the place behind it and its term.
    fn issuer_behind(&self, at: usize) -> Option<(String, usize)> {
        let words = &self.words;
        let joined = words.gap(at) & !(gap::BLANK | gap::COMMA | gap::CLOSE) == 0;
        if !joined || words.id(at) != self.lexicon.common.of || !words.close(at + 1) {
            return None;
        }
        let (head, start) = self.head_of_body(at + 1);
        let (value, mut end) = match self.body_from(start).filter(|_| start == at + 1 || words.close(start)) {
            Some(body) if head.is_empty() => (body.value.clone(), body.words.end),
            Some(body) => (format!("{head} {}", body.value), body.words.end),
            None if head.is_empty() => return None,
            None => (head, start),
        };
        if words.close(end) && words.id(end) == self.lexicon.common.khoa {
            end += 2;
        }
        Some((value, end))
    }

    /// The position of who issues in the name of a body: Chủ tịch UBND tỉnh; with the place behind it. Empty where a body stands.
    fn head_of_body(&self, at: usize) -> (String, usize) {
        let words = &self.words;
        let role = self.lexicon.roles.longest(words, at).filter(|(length, entry)| {
            // A head of the whole State has its body in its own name.
            matches!(entry.class, Class::Post | Class::Head)
                && (self.body_from(at + length).is_some()
                    || matches!(entry.form.as_str(), "chủ tịch nước" | "thủ tướng chính phủ" | "thủ tướng"))
        });
        match role {
            Some((length, _)) if self.body_from(at).is_none() => {
                (super::tidy(words.between(at, at + length)), at + length)
            }
            _ => (String::new(), at),
        }
    }

    /// The title that follows: behind "về", in quotation marks, or beginning with the verb of a decree.
    fn title(&self, at: usize, formal: bool) -> Option<String> {
        let words = &self.words;
        if at >= words.len() {
            return None;
        }
        let quoted = words.gap(at) & gap::QUOTE != 0 && words.gap(at) & (gap::STOP | gap::SEMICOLON) == 0;
        if quoted {
            return self.quoted(at);
        }
        if words.gap(at) & !(gap::BLANK | gap::COMMA | gap::CLOSE | gap::OPEN) != 0 {
            return None;
        }
        if words.id(at) == self.lexicon.common.about {
            let mut start = at + 1;
            if words.written(start) == "việc" {
                start += 1;
            }
            if words.gap(start) & gap::QUOTE != 0 {
                return self.quoted(start);
            }
            return self.plain_title(start);
        }
        let verb = || TITLE_VERBS.iter().any(|verb| words.between(at, at + 2).to_lowercase() == *verb);
        if formal && at + 2 <= words.len() && verb() { self.plain_title(at) } else { None }
    }

    fn quoted(&self, start: usize) -> Option<String> {
        let words = &self.words;
        let most = words.len().min(start + LONGEST_SENTENCE);
        let end = (start + 1..=most).find(|&at| words.gap(at) & gap::QUOTE != 0)?;
        Some(super::tidy(words.between(start, end)))
    }

    /// A title that no marks bound: to the end of the sentence, or to a comma behind which something else begins.
    fn plain_title(&self, start: usize) -> Option<String> {
        let words = &self.words;
        let ends = |at: usize| {
            let mut sign = words.gap(at);
            // … thuộc địa bàn TP. Hà Sơn: the full stop ends no sentence.
            if matches!(words.written(at - 1), "TP" | "TX" | "Tp") && at < words.len() {
                sign &= !gap::STOP;
            }
            if sign & (gap::STOP | gap::SEMICOLON | gap::COLON | gap::OPEN | gap::CLOSE | gap::QUOTE) != 0 {
                return true;
            }
            let next = format!(" {} ", words.written(at).to_lowercase());
            let effect = || words.between(at, (at + 3).min(words.len())).to_lowercase() == "có hiệu lực";
            if next == " thì " || effect() {
                return true;
            }
            let acts = || {
                let act = words.between(at, (at + 2).min(words.len())).to_lowercase();
                ["thay thế", "bãi bỏ", "hủy bỏ"].contains(&act.as_str())
            };
            sign & gap::COMMA != 0
                && (acts() || BEHIND_TITLE.contains(&next) || words.is(at, shape::CAPITAL | shape::DIGIT))
        };
        let most = words.len().min(start + LONGEST_TITLE);
        let end = (start + 1..=most).find(|&at| ends(at))?;
        let fits = end - start <= LONGEST_TITLE
            && end > start + 1
            // "Nghị định … của Chính phủ ban hành;" names no title.
            && !TITLE_VERBS.contains(&&*words.between(start, end).to_lowercase())
            && !self.lexicon.has(words.id(start), flag::ORDINAL);
        fits.then(|| super::tidy(words.between(start, end)))
    }
}

/// Whether a text begins with the letter of a point: a) Quyết định …
fn begins_with_letter(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some(')')
}

/// Whether a text may hold the number of a document: digits, a dash or a slash, letters; or digits, a blank, two capitals. Most
/// texts hold none, and this is ten times as fast as looking for them.
fn may_hold_numbers(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
    let letter = |place: usize| at(place) >= 0x80 || at(place).is_ascii_alphabetic();
    // Blanks and dashes beyond ASCII: two bytes from C2, three from E2.
    let wide = |place: usize| match at(place) {
        0xC2 => 2,
        0xE2 => 3,
        _ => 0,
    };
    let skip = |mut place: usize| loop {
        place += match at(place) {
            b' ' | b'\t' => 1,
            _ if wide(place) > 0 => wide(place),
            _ => return place,
        };
    };
    let mut place = 0;
    while let Some(digit) = bytes[place..].iter().position(u8::is_ascii_digit) {
        place += digit;
        while at(place).is_ascii_digit() || at(place) == b'.' && at(place + 1).is_ascii_digit() {
            place += 1;
        }
        let end = place + usize::from(at(place).is_ascii_alphabetic());
        let sign = skip(end);
        // 11NQ/TW: without a dash.
        if text
            .get(end - usize::from(end > place)..)
            .is_some_and(|rest| rest.chars().take(2).filter(|&c| is_capital(c)).count() == 2)
        {
            return true;
        }
        if matches!(at(sign), b'-' | b'/') {
            let mut next = sign;
            while matches!(at(next), b'-' | b'/') || skip(next) > next {
                next = skip(next + usize::from(matches!(at(next), b'-' | b'/')));
            }
            let digits = (next..next + 5).take_while(|&place| at(place).is_ascii_digit()).count();
            let year = digits == 4 && matches!(at(skip(next + 4)), b'-' | b'/') | (skip(next + 4) > next + 4);
            if letter(next) || year {
                return true;
            }
        } else if sign > end && at(sign) > 0x40 {
            let capitals = text
                .get(sign..)
                .is_none_or(|rest| rest.chars().take(2).filter(|&c| is_capital(c)).count() == 2);
            if capitals || bytes[end..sign].contains(&0xE2) {
                return true;
            }
        }
    }
    false
}

/// Who issued: the bodies of the codes by name. What TU is, `by` may say.
fn issuer_of(codes: &[&str], by: Option<&str>) -> Option<String> {
    let first = usize::from(codes.first().is_some_and(|code| tables::kind(code).is_some()));
    let joint = first == 1 && codes.first().is_some_and(|code| code.ends_with("LT") || code.ends_with("LN"));
    let bodies = if joint { codes.get(first..)? } else { codes.get(first..first + 1)? };
    let names: Option<Vec<String>> = bodies.iter().map(|code| name_of(code)).collect();
    let name = names?.join(", ");
    let said = ["Thành ủy", "Tỉnh ủy"].into_iter().find(|said| by.is_some_and(|by| by.contains(said)));
    Some(said.map_or_else(|| name.clone(), |said| name.replace(EITHER, said)))
}

/// Whom TT stands for, as the body that the text names says.
fn standing_or_premier(by: &str, standing: String) -> Option<String> {
    let by = by.to_lowercase();
    if by.contains("thường trực") {
        return Some(standing);
    }
    by.contains("thủ tướng").then(|| "Thủ tướng Chính phủ".to_owned())
}

/// The name of the body with this code, also of an organ with its committee: VPTU.
fn name_of(code: &str) -> Option<String> {
    let bare = code.split('.').next().unwrap_or(code).trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(name) = NAMES.get(bare) {
        return Some((*name).to_owned());
    }
    let found = issuer(bare)?;
    let whole = found.code.as_str();
    if let Some(name) = NAMES.get(whole) {
        return Some((*name).to_owned());
    }
    let splits = whole.char_indices().map(|(at, _)| whole.split_at(at));
    splits
        .filter_map(|(organ, committee)| Some(format!("{} {}", NAMES.get(organ)?, NAMES.get(committee)?)))
        .next()
}

/// Where a number leaves open whether a city or a province is meant, and only one of them is named in the document, it is that.
pub(crate) fn settle_issuers(found: &mut [Mention], texts: &[&str]) {
    let open =
        |mention: &Mention| mention.details.get("issuer").is_some_and(|issuer| issuer.contains(EITHER));
    if !found.iter().any(open) {
        return;
    }
    let bodies = |name: &str| {
        found.iter().any(|mention| mention.kind == MentionKind::Body && mention.value.contains(name))
            || texts.iter().any(|text| text.contains(name))
    };
    let said = match (bodies("Thành ủy"), bodies("Tỉnh ủy")) {
        (true, false) => "Thành ủy",
        (false, true) => "Tỉnh ủy",
        _ => return,
    };
    for mention in found.iter_mut() {
        if let Some(issuer) = mention.details.get_mut("issuer") {
            *issuer = issuer.replace(EITHER, said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_without_numbers_is_passed_over() {
        for text in
            ["Ngày 11-11, 13 thuyền viên NA 90112 đi 3/4 đường", "tăng 12% so với 2020 - 2025, 8h30", "5 Đô"]
        {
            assert!(numbers(text).is_empty());
        }
        assert!(!may_hold_numbers(
            "Ngày 11-11, có 13 thuyền viên, 3/4 đường, giai đoạn 2020-2025; tăng 12,5%"
        ));
    }

    proptest! {
        #[test]
        fn no_text_with_a_number_is_passed_over(
            text in "((Số|số|theo|:|,| |\u{A0}|-|–|−|/|//|01|2024|15|66\\.16|30a|QĐ|CTr|ĐA|Ð|d\u{335}|UBND|NQ|CP|QH14|TU|QU|và|qđ|ubnd|178)){0,16}|\\PC{0,30}"
        ) {
            prop_assert!(numbers(&text).is_empty() || may_hold_numbers(&text), "{:?}", numbers(&text));
        }
    }
}
