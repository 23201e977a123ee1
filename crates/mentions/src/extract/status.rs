//! What became of what a figure counts: told behind it (15 chỉ tiêu đạt) or before it (đạt 12 tỷ đồng). What is aimed at stays aimed
//! at: where a clause says dự kiến, phấn đấu, mục tiêu, theo lộ trình or sẽ, nothing in it was reached.

use super::{
    Search, Taken,
    words::{gap, shape},
};
use std::ops::Range;

/// How many words before a number are looked at for what became of it.
const LOOK_BACK: usize = 8;

/// How many words, dates left out, may stand between what says that something is aimed at and the number.
const LONGEST_AIM: usize = 12;

/// As many behind "sẽ", which is of the verb at its side, unless a word between them tells what becomes of the number.
const LONGEST_WILL: usize = 2;

/// Words of the longest "nếu …" before "sẽ": then nothing is said to happen.
const LONGEST_CONDITION: usize = 24;

/// Words of the longest status behind a unit: "lộ trình thực hiện đến năm 2025".
const LONGEST_STATUS: usize = 9;

/// Words of the longest "giảm tỷ lệ hộ nghèo từ 12% năm 2020 xuống còn".
const LONGEST_TURN: usize = 16;

/// Words of the longest heading before a colon: "Mục tiêu cụ thể đến năm 2025:".
const LONGEST_HEADING: usize = 10;

/// Clauses of nothing but times that may stand behind "theo lộ trình,".
const MOST_TIMES: usize = 2;

/// Words of times.
const TIMES: &str = " đến tới hết cuối đầu giữa trong vào từ trước năm quý tháng này nay sau kỳ nhiệm giai đoạn cả thời gian và ";

/// Behind these in a clause something has happened, whatever was aimed at before.
const HAPPENED: &str = " đã nhưng song chỉ ";

/// Behind these the aim is what something is measured by: vượt mục tiêu, sớm hơn dự kiến.
const MEASURED_BY: &str = " hơn vượt như đúng bằng đạt thành ";

/// Only behind these, or at the beginning of a clause, "mục tiêu" announces one.
const SETS: &str = " đặt ra với theo có định nêu ";

/// Between "sẽ" and a number these say that another thing is counted, or that a rule is told.
const TURNS_AWAY: &str = " của mà bởi vì do với cùng để cho tại ở bị được phải ";

/// Between a number and "lên", "xuống", "còn" before it.
const ON_THE_WAY: &str = " lên xuống còn đến tới mức hơn gần khoảng trên dưới chừng ";

/// Whether "sẽ" says that something is aimed at: of a number of which a word tells what becomes of it, of a number alone, or no
/// longer, since it was met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Will {
    Told,
    Alone,
    Passed,
}

impl Will {
    fn of(told: Option<&String>) -> Self {
        if told.is_some() { Self::Told } else { Self::Alone }
    }
}

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

    /// What became of the amount that stands from `at` to `end`; `behind` is what is told behind it, `before` where what belongs
    /// to the amount begins ("hơn"), `range` whether there are two.
    pub(super) fn status_of(
        &self,
        (before, at, end): (usize, usize, usize),
        range: bool,
        behind: Option<String>,
    ) -> Option<String> {
        let (words, common) = (&self.words, &self.lexicon.common);
        // Giảm từ 12% xuống 5%: 12 is what it was.
        let left = [common.up, common.down, common.still, common.to, common.till].contains(&words.id(end));
        if left && !range && words.id_before(before, 1) == common.from && behind.is_none() {
            return None;
        }
        let told =
            behind.or_else(|| self.status_before(before)).or_else(|| self.turned_to(at).map(str::to_owned));
        let denied = |told: &String| told.starts_with("chưa") || told.starts_with("không");
        let Some(aim) =
            self.aim_before(before, Will::of(told.as_ref())).filter(|_| !told.as_ref().is_some_and(denied))
        else {
            return told;
        };
        match told {
            Some(told) if told == "đạt" && matches!(aim, "dự kiến" | "phấn đấu") => {
                Some(format!("{aim} {told}"))
            }
            Some(told) if told.contains(aim) || told.contains("lộ trình") => Some(told),
            _ => Some(aim.to_owned()),
        }
    }

    /// What became of an amount, told before it in the clause: đạt, vượt, tăng, dự kiến …
    fn status_before(&self, at: usize) -> Option<String> {
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
                if turn && back > 0 || !self.is_aim(end - length, end) {
                    continue;
                }
                // "Chưa vượt", "không thể đạt": no word of the table says that.
                let denied = |back: usize| {
                    [self.lexicon.common.none, self.lexicon.common.not_yet]
                        .contains(&words.id_before(end - length, back))
                };
                if denied(1) || denied(2) && matches!(words.written(end - length - 1), "thể" | "được") {
                    return None;
                }
                let word = if turn { said.split(' ').next().unwrap_or_default().to_owned() } else { said };
                return Some(tangthu_text::clean(&word));
            }
        }
        None
    }

    /// Tăng, giảm, where the number at `at` is what something changed to: giảm từ 12% xuống còn 5%.
    fn turned_to(&self, at: usize) -> Option<&'static str> {
        let (words, common) = (&self.words, &self.lexicon.common);
        let ways = [common.up, common.down, common.still];
        let mut place = at;
        let mut way = false;
        while place > 0 && words.close(place) && self.is_one_of(place - 1, ON_THE_WAY) {
            place -= 1;
            way |= ways.contains(&words.id(place));
        }
        let (mut crossed, mut from) = (false, false);
        while way && place > 0 && words.gap(place) & gap::CLAUSE == 0 && at - place < LONGEST_TURN {
            place -= 1;
            crossed |= self.taken[place] == Taken::Figure;
            let id = words.id(place);
            from |= crossed && id == common.from;
            if from && id == common.grows {
                return Some("tăng");
            }
            if from && id == common.shrinks {
                return Some("giảm");
            }
        }
        None
    }

    /// What is said to be aimed at in the clause before `at`, or in a clause that only leads to it: "Theo lộ trình đến năm 2030, …".
    fn aim_before(&self, at: usize, will: Will) -> Option<&'static str> {
        let words = &self.words;
        let (mut place, mut seen, mut crossed) = (at, 0, false);
        while place > 0 && words.gap(place) & gap::CLAUSE == 0 {
            if let Some((length, _)) = self.lexicon.aims_before.longest_before(words, place)
                && (will != Will::Passed || words.id(place - 1) != self.lexicon.common.will)
            {
                return self.aim(
                    place - length..place,
                    at,
                    will,
                    if crossed && will == Will::Alone { usize::MAX } else { seen },
                );
            }
            place -= 1;
            if self.taken[place] == Taken::Date {
                continue;
            }
            let reached = self.is_one_of(place, HAPPENED)
                || words.written(place) == "mới" && self.lexicon.status.longest(words, place + 1).is_some();
            seen += 1;
            if reached || seen > LONGEST_AIM {
                return None;
            }
            crossed |= self.taken[place] == Taken::Figure;
        }
        // What leads to it.
        for _ in 0..=MOST_TIMES {
            let sign = words.gap(place);
            let leads = sign & (gap::COMMA | gap::COLON) != 0 && sign & (gap::STOP | gap::SEMICOLON) == 0;
            if place == 0 || !leads || crossed {
                return None;
            }
            let start = (0..place).rev().find(|&start| words.gap(start) & gap::CLAUSE != 0)?;
            let is_time = |from: usize| {
                (from..place).all(|at| self.taken[at] == Taken::Date || self.is_one_of(at, TIMES))
            };
            let announced = start + usize::from(matches!(words.written(start), "Với" | "với"));
            if let Some((length, _)) = self.lexicon.aims.longest(words, announced) {
                let end = announced + length;
                let counts = |at: usize| words.is(at, shape::DIGIT) && self.taken[at] != Taken::Date;
                let heads =
                    sign & gap::COLON != 0 && place - start <= LONGEST_HEADING && !(end..place).any(counts);
                return if is_time(end) || heads { self.aim(announced..end, end, will, 0) } else { None };
            }
            if !is_time(start) {
                return None;
            }
            place = start;
        }
        None
    }

    /// How the aim with these words is told, if it is one of the number at `at`, `seen` words behind it.
    fn aim(&self, aim: Range<usize>, at: usize, will: Will, seen: usize) -> Option<&'static str> {
        let words = &self.words;
        let (start, end) = (aim.start, aim.end);
        if !self.is_aim(start, end) {
            return None;
        }
        match words.between(start, end).to_lowercase().as_str() {
            "sẽ" => {
                let other = (end..at).any(|place| self.is_one_of(place, TURNS_AWAY));
                let denied = words.id(end) == self.lexicon.common.none;
                let near = if will == Will::Told { LONGEST_AIM } else { LONGEST_WILL };
                // "Theo lộ trình, sẽ giảm 3 đơn vị": what stands before it says more.
                let provided = (start.saturating_sub(LONGEST_CONDITION)..start)
                    .rev()
                    .take_while(|&place| words.gap(place + 1) & gap::STOP == 0)
                    .any(|place| words.id(place) == self.lexicon.common.provided);
                (!other && !denied && !provided && seen <= near)
                    .then(|| self.aim_before(start, Will::Passed).unwrap_or("dự kiến"))
            }
            "theo lộ trình" => Some("theo lộ trình"),
            "mục tiêu" => Some("mục tiêu"),
            "phấn đấu" => Some("phấn đấu"),
            _ => Some("dự kiến"),
        }
    }

    /// Whether what stands from `start` to `end` may say what is aimed at; of words that never do, yes.
    fn is_aim(&self, start: usize, end: usize) -> bool {
        let (words, common) = (&self.words, &self.lexicon.common);
        let written = words.between(start, end).to_lowercase();
        let goal = written == "mục tiêu";
        if !goal && !written.starts_with("dự kiến") {
            return true;
        }
        let begins = start == 0 || !words.close(start);
        let than = words.id_before(start, 1) == common.with && words.written(start.wrapping_sub(2)) == "so";
        if goal && words.written(end) == "quốc" {
            return false;
        }
        begins
            || !than && !self.is_one_of(start - 1, MEASURED_BY) && (!goal || self.is_one_of(start - 1, SETS))
    }

    /// Whether the word at `at` is in the list, whose words stand between blanks.
    fn is_one_of(&self, at: usize, list: &str) -> bool {
        let written = self.words.written(at);
        let is_in = |word: &str| list.split(' ').any(|one| one == word);
        !written.is_empty()
            && (is_in(written) || self.words.is(at, shape::CAPITAL) && is_in(&written.to_lowercase()))
    }
}
