//! What became of what a figure counts: told behind it (15 chỉ tiêu đạt) or before it (đạt 12 tỷ đồng).

use super::{
    Search, Taken,
    words::{gap, shape},
};

/// How many words before a number are looked at for what became of it.
const LOOK_BACK: usize = 8;

/// Words of the longest status behind a unit: "lộ trình thực hiện đến năm 2025".
const LONGEST_STATUS: usize = 9;

impl Search<'_> {
    /// What became of a target, told behind it up to the end of the clause: "15 chỉ tiêu đạt".
    pub(super) fn status_behind(&self, at: usize) -> Option<(String, usize)> {
        let words = &self.words;
        if !words.close(at) {
            return None;
        }
        let (length, _) = self.lexicon.status.longest(words, at)?;
        let behind = at + length;
        let end = (behind..words.clause_end(at)).find(|&place| self.ends_status(place));
        let end = end.unwrap_or_else(|| words.clause_end(at));
        // "3 dự án tăng vốn" says nothing of the three.
        let about_time =
            (behind..end).all(|place| !words.is(place, shape::CAPITAL)) && end - at <= LONGEST_STATUS;
        let dated = self.dates_within(words.start(at)..words.end(end - 1)).next().is_some();
        let some_time =
            || self.lexicon.some_time.longest(words, behind).is_some_and(|(time, _)| behind + time == end);
        (behind == end || about_time && (dated || some_time()))
            .then(|| (words.between(at, end).to_lowercase(), end))
    }

    /// Whether what is told of a target ends before the word at `at`: "là" goes on about it, "và 2", "còn 2" about others.
    fn ends_status(&self, at: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let counts =
            |place: usize| words.close(place) && (words.is(place, shape::DIGIT) || self.is_numeral(place));
        words.id(at) == common.is && words.close(at)
            || [common.and, common.still].contains(&words.id(at))
                && (counts(at + 1) || words.id(at + 1) == common.still && counts(at + 2))
    }

    /// What became of an amount, told before it in the clause: đạt, vượt, tăng, dự kiến …
    pub(super) fn status_before(&self, at: usize) -> Option<String> {
        let words = &self.words;
        for back in 0..LOOK_BACK {
            let end = at.checked_sub(back).filter(|&end| end > 0)?;
            let stands = if back == 0 { words.close(end) } else { words.gap(end) & gap::CLAUSE == 0 };
            if !stands || self.taken[end - 1] == Taken::Figure {
                return None;
            }
            if let Some((length, _)) = self.lexicon.status_before.longest_before(words, end) {
                let said = words.between(end - length, end).to_lowercase();
                let turn = said.starts_with("tăng") || said.starts_with("giảm");
                if turn && back > 0 {
                    continue;
                }
                let word = if turn { said.split(' ').next().unwrap_or_default().to_owned() } else { said };
                return Some(tangthu_text::clean(&word));
            }
        }
        None
    }
}
