//! How a text stands to a document that it cites: căn cứ, thay thế, sửa đổi … Told is what the text does to the document. In the
//! passive something is done to what stands before it: if that is the text itself, the relation is told in the passive, and if it is
//! another document, that one has it, as it would in the active.

use super::{Search, words::gap};
use crate::number_key;
use std::ops::Range;

/// How a document is cited that is only named.
pub(super) const CITED: &str = "dẫn chiếu";

/// Words between what says the relation and the citation: "sửa đổi một số điều của".
const FILLERS: &str = " các những của một số điều khoản nội dung toàn bộ văn tốt có hiệu quả nghiêm túc phần tinh thần tiếp tục là đối với việc đầy đủ hiện ban hành kèm theo quy định chế ";

/// How many of them there may be.
const MOST_FILLERS: usize = 8;

/// Parts of documents, which a number or a letter follows: "bãi bỏ Điều 3 Quyết định …".
const PARTS: &str = " điểm khoản điều mục chương phần tiết ";

/// Words of the longest list of parts: "điểm a, b khoản 2 Điều 5 và Điều 7 của".
const LONGEST_PARTS: usize = 24;

/// Words that join the items of a list.
const JOINS: &str = " và các cùng với số hoặc ";

/// Words from what is done to the end of the text that announces a list: "bãi bỏ toàn bộ các văn bản quy phạm pháp luật sau đây".
const LONGEST_ANNOUNCEMENT: usize = 24;

/// Words between a subject and what was done to it.
const MANNER: &str = " đã sẽ nay sau đó hiện cũng ";

/// Words behind a citation that are looked at for "bởi Quyết định này".
const LONGEST_PASSIVE: usize = 12;

/// A citation that was read.
pub(super) struct Past {
    /// Its words: kind, "số", number, date and issuer.
    pub(super) words: Range<usize>,
    pub(super) canonical: String,
    /// Where it stands among the findings.
    pub(super) found: usize,
}

impl Search<'_> {
    /// How the text stands to the document `canonical`, whose citation begins at `begin`; `past` was cited before it.
    pub(super) fn relation(&mut self, begin: usize, canonical: &str, past: Option<&Past>) -> String {
        let nearest = past.map_or(0, |past| past.words.end);
        let Some((start, name)) = self.relation_said(begin, nearest) else {
            return if self.is_ground(begin, nearest) { "căn cứ" } else { CITED }.to_owned();
        };
        let Some(active) = active(&name) else { return name };
        let subject = self.subject_end(start);
        if subject > 0
            && self.words.close(subject)
            && self.words.id(subject - 1) == self.lexicon.common.this
            && subject > nearest
        {
            return name;
        }
        let Some(past) = past.filter(|past| past.words.end == subject && self.words.close(subject)) else {
            return CITED.to_owned();
        };
        if self.is_own(&past.canonical) {
            return name;
        }
        let begins = self.words.gap(past.words.start) & gap::CLAUSE != 0;
        if (begins || self.is_own(canonical))
            && let Some(relation) =
                self.out.get_mut(past.found).and_then(|found| found.details.get_mut("relation"))
            && relation == CITED
        {
            active.clone_into(relation);
        }
        CITED.to_owned()
    }

    /// What the text does to a document behind whose citation, which ends at `end`, it says so: "… bị bãi bỏ bởi Quyết định này".
    pub(super) fn relation_behind(&self, end: usize) -> Option<String> {
        let words = &self.words;
        let this = (end + 1..(end + LONGEST_PASSIVE).min(words.len()))
            .take_while(|&place| words.gap(place) & (gap::CLAUSE & !gap::COMMA) == 0)
            .find(|&place| words.id(place) == self.lexicon.common.this && words.close(place))?;
        let (kind, _) = self.lexicon.kind_before(words, this)?;
        let (length, name) = self.lexicon.relation_before(words, this - kind)?;
        let start = (this - kind).checked_sub(length)?;
        (self.subject_end(start) == end && words.close(end)).then(|| active(name).map(str::to_owned))?
    }

    /// What says the relation before `begin`: where it starts, and its name.
    fn relation_said(&self, begin: usize, nearest: usize) -> Option<(usize, String)> {
        let words = &self.words;
        let (mut at, mut fillers, mut parts) = (begin, 0, false);
        while at > nearest && begin - at <= LONGEST_PARTS {
            let sign = words.gap(at) & !(gap::BLANK | gap::QUOTE);
            if sign != 0 && !(parts && sign == gap::COMMA) {
                return None;
            }
            if let Some((length, name)) = self.lexicon.relation_before(words, at) {
                return Some((at - length, name.to_owned()));
            }
            let label = words.written(at - 1);
            let labels = words.is_number(at - 1) || label.chars().count() == 1;
            if labels && at >= 2 && words.close(at - 1) && is_one_of(words.written(at - 2), PARTS) {
                at -= 2;
                parts = true;
                continue;
            }
            if parts && words.id(at - 1) == self.lexicon.common.and {
                at -= 1;
                continue;
            }
            fillers += 1;
            if fillers > MOST_FILLERS || !is_one_of(label, FILLERS) {
                return None;
            }
            at -= 1;
        }
        None
    }

    /// "Căn cứ Luật Đất đai số 45/2013/QH13": the first citation of a sentence that begins so.
    fn is_ground(&self, begin: usize, nearest: usize) -> bool {
        let words = &self.words;
        let start =
            (nearest..begin).rev().find(|&at| at == 0 || words.gap(at) & (gap::STOP | gap::SEMICOLON) != 0);
        start.is_some_and(|start| {
            begin - start <= 12
                && words.written(start).to_lowercase() == "căn"
                && words.written(start + 1) == "cứ"
        })
    }

    /// Whether nothing but what joins a list stands from `end` to `begin`.
    pub(super) fn is_listed(&self, end: usize, begin: usize) -> bool {
        let words = &self.words;
        let is_part = |at: usize| {
            let label = words.is_number(at) || words.written(at).chars().count() == 1;
            is_one_of(words.written(at), PARTS) || label && at > 0 && is_one_of(words.written(at - 1), PARTS)
        };
        // "Bãi bỏ Điều 7 Nghị định A và khoản 3 Điều 12 Nghị định B."
        let joins = |at: usize| is_one_of(words.written(at), JOINS) || is_part(at);
        (end..begin).all(joins)
            && begin.saturating_sub(end) <= LONGEST_PARTS
            && (end..=begin).all(|at| words.gap(at) & (gap::STOP | gap::SEMICOLON) == 0)
    }

    /// Whether a semicolon alone stands from `end` to `begin`: Căn cứ Nghị định A; Quyết định B.
    pub(super) fn is_next_ground(&self, end: usize, begin: usize) -> bool {
        end == begin && self.words.gap(end) & !gap::BLANK == gap::SEMICOLON
    }

    /// What this text says that it does to the documents that are listed below it: "Bãi bỏ các quyết định sau đây:".
    pub(super) fn announces_relation(&self) -> Option<String> {
        let words = &self.words;
        let last = words.len().checked_sub(1)?;
        if !words.text.trim_end().ends_with(':') {
            return None;
        }
        let after = words.written(last) == "sau"
            || words.written(last) == "đây" && words.id_before(last, 1) == self.lexicon.id("sau");
        let begin = last.saturating_sub(LONGEST_ANNOUNCEMENT);
        let said = (begin..=last).rev().find_map(|end| self.lexicon.relation_before(words, end));
        said.filter(|_| after).map(|(_, name)| name.to_owned()).filter(|name| active(name).is_none())
    }

    /// Where the subject ends of what is told at `start`.
    fn subject_end(&self, start: usize) -> usize {
        let mut at = start;
        while at > 0 && self.words.close(at) && is_one_of(self.words.written(at - 1), MANNER) {
            at -= 1;
        }
        at
    }

    /// Whether the document that is read bears this number itself.
    fn is_own(&self, canonical: &str) -> bool {
        self.own.is_some_and(|own| number_key(own) == number_key(canonical))
    }
}

/// The relation in the active, of one in the passive: thay thế for "được thay thế bởi".
fn active(name: &str) -> Option<&str> {
    let done = name.strip_prefix("được ").or_else(|| name.strip_prefix("bị "))?;
    done.strip_suffix(" bởi")
}

fn is_one_of(word: &str, list: &str) -> bool {
    let word = word.to_lowercase();
    !word.is_empty() && list.split(' ').any(|one| one == word)
}
