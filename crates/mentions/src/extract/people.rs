//! People, each with the position that the text gives: found behind a position, behind a form of address, and by themselves only
//! with a common surname and two names more.

use super::{
    Search, Taken,
    lexicon::{Class, flag},
    words::{gap, shape},
};
use tangthu_archive::MentionKind;

/// A position in the text: the place behind it, and how it is told.
struct Role {
    end: usize,
    text: String,
}

/// Words between a position and a name that no table knows: "Trưởng phòng Quản lý đô thị và …".
const UNKNOWN_PART: usize = 9;

/// Words of the longest row of streets.
const LONGEST_ROW: usize = 60;

/// Letters of the longest title that is cut short: CKII, TSKH.
const LONGEST_SHORT: usize = 5;

impl Search<'_> {
    /// Finds people.
    pub(super) fn people(&mut self) {
        // Where all letters are capitals, nothing tells a name.
        if self.headline {
            return;
        }
        let mut at = 0;
        while at < self.words.len() {
            let may = self.words.has(at, flag::BEGINS_PERSON);
            at = if may { self.person_at(at).unwrap_or(at + 1) } else { at + 1 };
        }
    }

    /// Takes the person that is announced at `at`; gives the place behind.
    fn person_at(&mut self, at: usize) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let id = words.id(at);
        if self.taken[at] != Taken::Free {
            return None;
        }
        // Bộ Tư lệnh, Bộ trưởng: a body, not a position.
        if words.close(at)
            && words.id(at - 1) == lexicon.common.ministry
            && words.written(at).to_lowercase() == "tư"
        {
            return None;
        }
        if let Some((length, entry)) = lexicon.roles.longest(words, at)
            && !(self.named[at] && entry.class != Class::Head)
        {
            match entry.class {
                Class::Address => {
                    let name = self.name(at + length, true, at)?;
                    return Some(self.person(at + length, name, None));
                }
                Class::Profession => {
                    let name = self.name(at + length, true, at)?;
                    // What somebody is says more than what somebody has learnt: "BS. Vũ Hà, Giám đốc Bệnh viện huyện".
                    let role = words.between(at, at + length).to_owned();
                    let role = if self.role_behind(name).is_some() { None } else { Some(role) };
                    return Some(self.person(at + length, name, role));
                }
                // "Ban Giám đốc" is several people.
                Class::Post if at > 0 && words.close(at) && words.written(at - 1).to_lowercase() == "ban" => {
                    return None;
                }
                Class::Post | Class::Head => {
                    let role = self.role(at)?;
                    return self.behind_role(at, &role).or(Some(role.end));
                }
                _ => {}
            }
        }
        if !words.is(at, shape::CAPITAL) || self.named[at] {
            return None;
        }
        if lexicon.has(id, flag::COMMON_SURNAME) { self.bare(at) } else { self.listed(at) }
    }

    /// A name with a rare surname in a list of people, each with a position behind it: "…; Lò Văn Pánh, Phó Chủ tịch UBND xã; …".
    fn listed(&mut self, at: usize) -> Option<usize> {
        let sign = self.words.gap(at);
        if sign & (gap::SEMICOLON | gap::COLON | gap::STOP) == 0 || sign & gap::DOT != 0 {
            return None;
        }
        let end = self.name(at, false, at)?;
        let known = end - at >= 3 && self.words.gap(end) == gap::COMMA | gap::BLANK;
        (known && self.role_behind(end).is_some()).then(|| self.person(at, end, None))
    }

    /// A name that nothing announces.
    fn bare(&mut self, at: usize) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let joined = at > 0 && words.close(at);
        // An address: số 33 Lý Quốc Sư.
        if joined
            && (words.is(at - 1, shape::CAPITAL | shape::DIGIT)
                || lexicon.has(words.id(at - 1), flag::NAMED_AFTER)
                || lexicon.named_after.longest_before(words, at).is_some())
        {
            return None;
        }
        // A route: Tôn Đức Thắng - Hai Bà Trưng - Lê Thánh Tôn.
        if at > 0 && words.gap(at) & gap::DASH != 0 && words.is(at - 1, shape::CAPITAL) {
            return None;
        }
        // Streets in a row: phố Lê Lợi, Trần Phú, Lý Thái Tổ.
        if at > 0
            && (words.gap(at) & (gap::COMMA | gap::DASH) != 0
                || words.id(at - 1) == lexicon.common.and
                || matches!(words.written(at - 1), "là" | "gồm" | "như"))
            && self.after_street(at)
        {
            return None;
        }
        // A street by its name alone: tại Lê Thánh Tôn; (Hồ Tùng Mậu, quận 1).
        if joined && matches!(words.written(at - 1), "tại" | "ở") {
            return None;
        }
        let end = self.name(at, false, at)?;
        let address =
            words.gap(at) & gap::OPEN != 0 && words.gap(end) & gap::COMMA != 0 && self.begins_town(end);
        // The first of a route: Trần Hưng Đạo - Nguyễn Thái Học.
        let route = words.gap(end) & gap::DASH != 0
            && words.gap(end) & (gap::STOP | gap::COMMA) == 0
            && words.is(end, shape::CAPITAL)
            && lexicon.has(words.id(end), flag::COMMON_SURNAME)
            && self.name(end, false, end).is_some();
        if end - at < 3 || address || route {
            return None;
        }
        Some(self.person(at, end, None))
    }

    /// Whether the level of a part of a town begins at `at`, which addresses hold behind a street.
    fn begins_town(&self, at: usize) -> bool {
        self.lexicon
            .levels
            .longest(&self.words, at)
            .is_some_and(|(_, entry)| matches!(entry.form.as_str(), "quận" | "phường" | "thành phố"))
    }

    /// Whether the names before `at` in its sentence are those of streets, schools and the like.
    fn after_street(&self, at: usize) -> bool {
        let (words, lexicon) = (&self.words, self.lexicon);
        for place in (at.saturating_sub(LONGEST_ROW)..at).rev() {
            if words.gap(place + 1) & (gap::STOP | gap::SEMICOLON) != 0 {
                return false;
            }
            if lexicon.has(words.id(place), flag::NAMED_AFTER) && !words.is(place, shape::CAPITAL) {
                return true;
            }
            let names =
                words.is(place, shape::CAPITAL | shape::DIGIT) || words.id(place) == lexicon.common.and;
            // Bốn đường lớn là …
            let joins = matches!(words.written(place), "lớn" | "chính")
                || matches!(words.written(place), "là" | "gồm" | "như")
                    && place > 0
                    && matches!(words.written(place - 1), "lớn" | "chính" | "đường" | "phố");
            if !names && !joins {
                return false;
            }
        }
        false
    }

    /// The end of the name at `at`; `announced` where a position or a form of address stands at `announcer`.
    fn name(&self, at: usize, announced: bool, announcer: usize) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        if announced && !words.close(at) && !self.is_behind_title(at)
            || self.named.get(at).is_none_or(|&named| named)
            || lexicon.no_person.longest(words, at).is_some()
            // "Ông Phó Chủ tịch", "Bí thư Đoàn Thanh niên": surnames too.
            || self.starts_long(at)
            // Người đàn ông Hàn Quốc, Thủ tướng Thái Lan …
            || lexicon.countries.longest(words, at).is_some_and(|(length, _)| length > 1)
            || self.behind_province(at).is_some()
        {
            return None;
        }
        let fits = |place: usize| {
            words.is(place, shape::CAPITAL)
                && !words.is(place, shape::ALL_CAPITALS)
                && !words.written(place).contains(|c: char| c.is_ascii_digit())
        };
        let mut end = at;
        while end < words.len()
            && fits(end)
            && (end == at || words.close(end))
            && !(end > at && lexicon.has(words.id(end), flag::ENDS_NAME))
            && !(end > at && (self.named[end] || end - at >= 2 && self.starts_long(end)))
        {
            end += 1;
        }
        // Of a sentence that ends with the name with which the next begins, the full stop was lost.
        let is_twice = |half: &usize| {
            let (middle, last) = (at + half, at + 2 * half);
            last <= end && words.between(at, middle) == words.between(middle, last)
        };
        if let Some(half) = (2..=3).find(is_twice) {
            end = at + half;
        }
        let count = end - at;
        if count == 0 {
            return None;
        }
        let surname = lexicon.has(words.id(at), flag::SURNAME);
        // Kim Yo-jong: the name goes on behind a dash.
        let foreign = || {
            words.written(at) == "Kim"
                && !tangthu_text::is_syllable(&tangthu_text::normal_word(words.written(end - 1)))
        };
        let dash = count == 2 && words.gap(end) & gap::DASH != 0 && (words.id(end) == 0 || foreign());
        if dash && !words.is(end, shape::CAPITAL | shape::DIGIT) {
            return None;
        }
        if !surname {
            // Names of other peoples: behind "ông" and "bà" written small alone.
            let common = &lexicon.common;
            let mr = announced
                && [common.mr, common.mrs].contains(&words.id(announcer))
                && !words.is(announcer, shape::CAPITAL);
            let compound = lexicon.place_names.longest(words, announcer).is_some();
            let other = !lexicon.has(words.id(at), flag::NO_NAME) && !self.starts_otherwise(at) && !compound;
            return (mr && other && (2..=4).contains(&count)).then_some(end);
        }
        // Of people who shall not be known one letter is told; two of them with the same are not one.
        if words.written(end - 1).chars().count() == 1
            && (words.written(end - 1).is_ascii() || words.written(end - 1) == "Đ")
            && words.written(end - 1) != "Y"
        {
            return None;
        }
        // Hà Giang, Thái Bình: behind a position a rare surname with one name more is mostly a place.
        let post = announced
            && lexicon
                .roles
                .longest(words, announcer)
                .is_some_and(|(_, entry)| matches!(entry.class, Class::Post | Class::Head));
        if post && count == 2 && !lexicon.has(words.id(at), flag::COMMON_SURNAME) {
            return None;
        }
        let least = if announced { 2 } else { 3 };
        (least..=if announced { 5 } else { 4 }).contains(&count).then_some(end)
    }

    /// The place behind the name of a province at `at` that a person's name follows without a sign: Chủ tịch [Hà Nội] Lê Văn Tám.
    fn behind_province(&self, at: usize) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let end = at + lexicon.provinces.longest(words, at)?.0;
        let named = words.is(at, shape::CAPITAL)
            && words.close(end)
            && words.is(end, shape::CAPITAL)
            && lexicon.has(words.id(end), flag::COMMON_SURNAME)
            && words.close(end + 1)
            && words.is(end + 1, shape::CAPITAL);
        named.then_some(end)
    }

    /// Whether what stands before `at` is a title cut short, whose full stop ends no sentence: PGS.TS. Lê Văn Tám, BS. Vũ Hà.
    fn is_behind_title(&self, at: usize) -> bool {
        let words = &self.words;
        let Some(before) = at.checked_sub(1) else { return false };
        let dot = words.text.get(words.end(before)..words.start(at)).is_some_and(|between| between == ". ");
        let short = matches!(words.written(before), "ThS" | "Ths") || words.is(before, shape::ALL_CAPITALS);
        dot && short && words.written(before).chars().count() <= LONGEST_SHORT
    }

    /// Whether a position of two words or more, a body, or a sentence whose full stop was lost begins at `at`: then no name goes on
    /// with it.
    fn starts_long(&self, at: usize) -> bool {
        let (words, lexicon) = (&self.words, self.lexicon);
        let day = lexicon.days.longest(words, at).map(|(length, _)| at + length);
        if lexicon.sentences.longest(words, at).is_some()
            || day.is_some_and(|end| words.close(end) && words.is(end, shape::DIGIT))
        {
            return true;
        }
        lexicon.roles.longest(words, at).is_some_and(|(length, _)| length > 1)
            || lexicon.bodies.longest(words, at).is_some_and(|(length, _)| length > 1)
    }

    /// Records the person whose name stands from `at` to `end`; a position may follow it. Gives the place behind.
    fn person(&mut self, at: usize, end: usize, role: Option<String>) -> usize {
        let behind = if role.is_none() { self.role_behind(end) } else { None };
        let next = behind.as_ref().map_or(end, |role| role.end);
        let role = role.or(behind.map(|role| role.text));
        let name =
            tangthu_text::clean(self.words.between(at, end)).split_whitespace().collect::<Vec<_>>().join(" ");
        let details = role.map(|role| ("role", tangthu_text::clean(&role))).into_iter().collect();
        self.found(MentionKind::Person, name, at, end, details);
        self.named[at..end].fill(true);
        next
    }

    /// The person behind a position: at once, behind "ông", "đồng chí" and the like, or behind a part that no table knows.
    fn behind_role(&mut self, at: usize, role: &Role) -> Option<usize> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let mut place = role.end;
        let sign = words.gap(place);
        let plain = words.close(place);
        let announced = lexicon
            .roles
            .longest(words, place)
            .filter(|(_, entry)| matches!(entry.class, Class::Address | Class::Profession));
        let signed = announced.is_some() && sign & !(gap::BLANK | gap::COMMA | gap::DASH | gap::COLON) == 0;
        if !plain && !signed {
            return None;
        }
        if plain
            && let Some(start) = self.behind_province(place)
            && let Some(end) = self.name(start, false, start)
        {
            return Some(self.person(start, end, Some(role.text.clone())));
        }
        let mut announcer = at;
        if let Some((length, _)) = announced {
            announcer = place;
            place += length;
        }
        if let Some(end) = self.name(place, true, announcer) {
            return Some(self.person(place, end, Some(role.text.clone())));
        }
        if announced.is_some() || !plain {
            return None;
        }
        // Words that no table knows, then a name that is surely one.
        let limit = (role.end + UNKNOWN_PART).min(words.len());
        for start in role.end + 1..limit {
            if !words.close(start)
                || self.named[start]
                || lexicon.roles.longest(words, start).is_some_and(|(_, entry)| entry.class == Class::Post)
            {
                return None;
            }
            let common =
                lexicon.has(words.id(start), flag::COMMON_SURNAME) && words.is(start, shape::CAPITAL);
            // The capital before it is of the same name: Thái Bình Dương.
            let goes_on = words.is(start - 1, shape::CAPITAL) && words.written(start - 1) != "Nam";
            if common
                && !goes_on
                && !lexicon.has(words.id(start - 1), flag::NAMED_AFTER)
                && let Some(end) = self.name(start, false, at)
            {
                let part = words.between(role.end, start);
                // A verb in between says that the name is somebody else's.
                let says = [
                    " đã ",
                    " và ",
                    " cho ",
                    " với ",
                    " là ",
                    " của ",
                    " cùng ",
                    " tại ",
                    " trao ",
                    " gặp ",
                    " thăm ",
                    " để ",
                    " do ",
                    " ông ",
                    " bà ",
                    " anh ",
                    " chị ",
                    " cũng ",
                    " bị ",
                    " được ",
                    " dùng ",
                ];
                let framed = format!(" {} ", part.to_lowercase());
                if says.iter().any(|word| framed.contains(word)) {
                    return None;
                }
                return Some(self.person(start, end, Some(format!("{} {part}", role.text))));
            }
        }
        None
    }

    /// The position at `at` with what it is of, and further positions that follow it.
    fn role(&self, at: usize) -> Option<Role> {
        let mut role = self.one_role(at)?;
        loop {
            let also = self.words.id(role.end) == self.lexicon.common.and_also && self.words.close(role.end);
            let comma = self.words.gap(role.end) == gap::COMMA | gap::BLANK;
            if !also && !comma {
                return Some(role);
            }
            let Some(next) = self.one_role(role.end + usize::from(also)) else { return Some(role) };
            let joint = if also { " kiêm " } else { ", " };
            role = Role { end: next.end, text: format!("{}{joint}{}", role.text, next.text) };
        }
    }

    fn one_role(&self, at: usize) -> Option<Role> {
        let words = &self.words;
        // Nguyên Bí thư Huyện ủy: what somebody was.
        if matches!(words.written(at), "nguyên" | "Nguyên" | "cựu") && words.close(at + 1) {
            let role = self.one_role(at + 1)?;
            return Some(Role { text: format!("{} {}", words.written(at), role.text), ..role });
        }
        let (length, entry) = self.lexicon.roles.longest(words, at)?;
        // "Trưởng Ban Tuyên giáo" is a position at a body, not a head of something else.
        let (length, head) = match entry.class {
            Class::Post if length == 2 && self.body_from(at + 1).is_some() => (1, true),
            Class::Post if length == 3 && self.body_from(at + 2).is_some() => (2, true),
            Class::Post => (length, false),
            Class::Head => (length, true),
            _ => return None,
        };
        let mut end = at + length;
        // Trưởng phòng Nội vụ: the field is part of the position.
        if !head
            && words.written(end - 1).to_lowercase() == "phòng"
            && words.close(end)
            && words.is(end, shape::CAPITAL)
            && let Some((length, _)) = self.lexicon.domains.longest(words, end)
        {
            end += length;
        }
        let title = tangthu_text::clean(words.between(at, end));
        let body = self.body_from(end).filter(|_| words.close(end));
        if head && body.is_none() {
            return None;
        }
        if let Some(body) = body {
            return Some(Role { end: body.words.end, text: format!("{title} {}", body.role) });
        }
        // Of a level or a place: Trưởng thôn Hạ, Bí thư phường.
        if words.close(end)
            && let Some(found) = self.qualifier(end).filter(|found| !found.role.is_empty())
        {
            return Some(Role { end: found.end, text: format!("{title} {}", found.role) });
        }
        // What the position itself names: tổ trưởng tổ dân phố số 7.
        Some(Role { end, text: title })
    }

    /// The position told behind a name: ", Chủ tịch UBND xã", "- Giám đốc", "(Chủ tịch …)".
    fn role_behind(&self, end: usize) -> Option<Role> {
        let words = &self.words;
        let sign = words.gap(end);
        let joined =
            sign & (gap::COMMA | gap::DASH | gap::OPEN) != 0 && sign & (gap::STOP | gap::SEMICOLON) == 0;
        if !joined {
            return None;
        }
        let role = self.role(end)?;
        // The position of the next person: "…, Chủ tịch Nguyễn Văn B".
        let next = words.close(role.end) && self.name(role.end, true, end).is_some();
        (!next).then_some(role)
    }
}
