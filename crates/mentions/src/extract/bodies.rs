//! Bodies, organisations and companies: a head from the table, and what the head wants behind it: a level, a place, a field, a
//! name of its own. A head without what it wants is a common noun and is left.

use super::{
    Named, Search, Taken,
    lexicon::{Class, Entry, flag},
    places::Place,
    tidy,
    words::{gap, shape},
};
use tangthu_archive::MentionKind;

/// A body as it was read.
pub(super) struct Body {
    pub(super) end: usize,
    pub(super) value: String,
    /// How a position at it is told.
    pub(super) role: String,
    pub(super) place: Option<Place>,
}

impl Search<'_> {
    /// Finds bodies and places, in one walk: places inside the names of bodies are recorded too.
    pub(super) fn names(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            if !self.words.has(at, flag::BEGINS_NAME) || self.taken[at] != Taken::Free {
                at += 1;
                continue;
            }
            // The words of a position belong to nobody else: Phó Bí thư Thường trực.
            let role = self.lexicon.roles.longest(&self.words, at);
            if let Some((length, entry)) = role
                && matches!(entry.class, Class::Post)
            {
                // Of "Trưởng Ban Tuyên giáo" the second word begins the body.
                let body = |at: usize| {
                    self.lexicon.bodies.longest(&self.words, at).map_or(at, |(length, _)| at + length)
                };
                at = (at + 1..at + length).find(|&inner| body(inner) > at + length).unwrap_or(at + length);
                continue;
            }
            if let Some(body) = self.body_at(at) {
                let end = body.end;
                self.body(at, body);
                at = end;
                continue;
            }
            at = self.places_at(at).unwrap_or(at + 1);
        }
    }

    fn body(&mut self, at: usize, body: Body) {
        let Body { end, value, role, place } = body;
        if let Some(place) = place {
            self.place(place);
        }
        self.named[at..end].fill(true);
        self.bodies.push(Named { words: at..end, value: value.clone(), role });
        self.found(MentionKind::Body, value, at, end, Vec::new());
    }

    /// The body that begins with the word at `at`.
    fn body_at(&self, at: usize) -> Option<Body> {
        let (length, entry) = self.lexicon.bodies.longest(&self.words, at)?;
        let end = at + length;
        if self.is_part_of_code(at, end) {
            return None;
        }
        let capital = self.words.is(at, shape::CAPITAL);
        match entry.class {
            // Liên Tỉnh ủy: of several provinces.
            Class::Committee
                if at > 0 && self.words.close(at) && self.words.written(at - 1).to_lowercase() == "liên" =>
            {
                None
            }
            Class::Committee => self.committee(entry, end),
            Class::Organ | Class::OrganAlone => self.organ(entry, end, capital),
            Class::Local | Class::LocalAlone => self.local(entry, end, capital),
            // "Liên Chính phủ", "phi Chính phủ": between or without governments.
            Class::Central
                if at > 0 && self.words.close(at) && matches!(self.words.written(at - 1), "liên" | "phi") =>
            {
                None
            }
            Class::Central if capital => self.central(entry, end),
            Class::Department if capital => self.department(entry, end),
            // A bridge and a street bear the names of what lies beside them.
            Class::Named | Class::Field if self.is_behind_street(at) => None,
            Class::Field if capital => self.own_name(entry, end),
            // "Các tập đoàn Hàn Quốc", "83 bệnh viện": any of their kind.
            Class::Named | Class::Firm if self.is_counted(at) => None,
            Class::Named | Class::Firm => self.own_name(entry, end),
            _ => None,
        }
        // "Trung ương Đảng Lao động Triều Tiên" is another's.
        .filter(|body| {
            !(body.value == "Trung ương Đảng"
                && self.words.close(body.end)
                && self.words.is(body.end, shape::CAPITAL))
        })
    }

    /// Whether a street or a bridge stands before the word at `at`: cầu Trung tâm, but not yêu cầu Trung tâm.
    fn is_behind_street(&self, at: usize) -> bool {
        let words = &self.words;
        let Some(before) = at.checked_sub(1).filter(|_| words.close(at)) else { return false };
        let first =
            before.checked_sub(1).filter(|_| words.close(before)).map_or("", |first| words.written(first));
        match words.written(before) {
            "cầu" => !matches!(first, "yêu" | "nhu" | "toàn" | "thỉnh"),
            "phố" => !matches!(first, "thành" | "khu" | "dân"),
            "đường" | "ngõ" => true,
            _ => false,
        }
    }

    /// Whether a number or a plural stands before the word at `at`.
    fn is_counted(&self, at: usize) -> bool {
        let common = &self.lexicon.common;
        let plural = [common.many, common.those, common.two, common.three, common.four, common.so]
            .contains(&self.words.id_before(at, 1));
        at > 0 && self.words.close(at) && (plural || self.words.is(at - 1, shape::DIGIT))
    }

    /// A head with what stands behind it.
    pub(super) fn with(&self, head: &str, at: usize) -> Option<Body> {
        let found = self.qualifier(at)?;
        let role = if found.role.is_empty() { head.to_owned() } else { format!("{head} {}", found.role) };
        Some(Body { end: found.end, value: format!("{head} {}", found.text), role, place: found.place })
    }

    fn alone(entry: &Entry, end: usize) -> Body {
        Body { end, value: entry.form.clone(), role: entry.form.clone(), place: None }
    }

    /// Quận ủy Long Biên, Thành ủy, Đảng ủy phường.
    fn committee(&self, entry: &Entry, end: usize) -> Option<Body> {
        if self.words.close(end) && self.words.written(end).to_lowercase() == "viên" {
            return None;
        }
        if entry.form.ends_with("Khối") {
            return self.block(entry, end);
        }
        Some(self.with(&entry.form, end).unwrap_or_else(|| Self::alone(entry, end)))
    }

    /// Đảng ủy Khối DN, Đảng bộ Khối doanh nghiệp quận.
    fn block(&self, entry: &Entry, end: usize) -> Option<Body> {
        let words = &self.words;
        let unit = words.close(end).then(|| self.lexicon.units.longest(words, end)).flatten();
        let length =
            unit.map_or(usize::from(words.close(end) && words.is(end, shape::CAPITAL)), |(length, _)| length);
        if length == 0 {
            return None;
        }
        let head = format!("{} {}", entry.form, tidy(words.between(end, end + length)));
        let end = end + length;
        let role = head.clone();
        Some(self.with(&head, end).unwrap_or(Body { end, value: head, role, place: None }))
    }

    /// Ban Thường vụ Quận ủy, Thường trực HĐND quận.
    fn organ(&self, entry: &Entry, end: usize, capital: bool) -> Option<Body> {
        let of = if self.words.close(end) { self.lexicon.bodies.longest(&self.words, end) } else { None };
        let whole = of.filter(|(_, of)| {
            let ministry = of.class == Class::Department
                && matches!(entry.form.as_str(), "Ban Cán sự Đảng" | "Văn phòng");
            ministry
                || matches!(of.class, Class::Committee | Class::Local | Class::LocalAlone | Class::Central)
        });
        if let Some((length, of)) = whole {
            let behind = end + length;
            let body = match of.class {
                Class::Committee => self.committee(of, behind),
                Class::Department => self.department(of, behind),
                // Văn phòng Liên hợp quốc về …: its name goes on.
                Class::Central
                    if of.form == "Liên hợp quốc"
                        && self.words.close(behind)
                        && self.words.written(behind) == "về" =>
                {
                    None
                }
                Class::Central => Some(Self::alone(of, behind)),
                _ => self
                    .local(of, behind, true)
                    .or_else(|| (of.form == "Đảng bộ").then(|| Self::alone(of, behind))),
            };
            if let Some(body) = body {
                let value = format!("{} {}", entry.form, body.value);
                return Some(Body { value, role: format!("{} {}", entry.form, body.role), ..body });
            }
        }
        (entry.class == Class::OrganAlone && capital).then(|| Self::alone(entry, end))
    }

    /// UBND quận Long Biên, Công an huyện, Hội Nông dân xã; never the head alone.
    fn local(&self, entry: &Entry, end: usize, capital: bool) -> Option<Body> {
        if entry.form.ends_with("Khối") {
            return if capital { self.block(entry, end) } else { None };
        }
        let found = self.with(&entry.form, end);
        // Written small and without a name it is any of its kind: công an phường.
        let named = |body: &Body| capital || body.place.is_some() || body.value.len() > body.role.len();
        match found {
            Some(body) if named(&body) => Some(body),
            None if entry.class == Class::LocalAlone && capital => Some(Self::alone(entry, end)),
            _ => None,
        }
    }

    /// Chính phủ, Bộ Chính trị; the government of another country is told with its name.
    fn central(&self, entry: &Entry, end: usize) -> Option<Body> {
        let words = &self.words;
        if entry.form == "Kiểm toán Nhà nước" && words.written(end).to_lowercase() == "khu" {
            return self.with(&entry.form, end).or_else(|| Some(Self::alone(entry, end)));
        }
        let national = matches!(entry.form.as_str(), "Chính phủ" | "Quốc hội");
        if !national || !words.close(end) {
            return Some(Self::alone(entry, end));
        }
        // "Chính phủ điện tử" is no body.
        if matches!(words.written(end), "điện" | "số" | "khóa" | "khoá") {
            return (words.written(end).starts_with("kho")).then(|| Self::alone(entry, end));
        }
        let named = words.is(end, shape::CAPITAL)
            && !self.lexicon.has(words.id(end), flag::NO_NAME | flag::COMMON_SURNAME);
        let stop = if named { self.name_end(end).filter(|stop| stop - end <= 3) } else { None };
        let Some(stop) = stop else { return Some(Self::alone(entry, end)) };
        let value = format!("{} {}", entry.form, tidy(words.between(end, stop)));
        Some(Body { end: stop, value, role: entry.form.clone(), place: None })
    }

    /// Sở Tài chính tỉnh Hà Sơn, Bộ Y tế, Phòng Nội vụ quận.
    fn department(&self, entry: &Entry, end: usize) -> Option<Body> {
        let words = &self.words;
        if !words.close(end) || !words.is(end, shape::CAPITAL) {
            return None;
        }
        let (length, domain) = self.lexicon.domains.longest(words, end)?;
        let head = format!("{} {}", entry.form, domain.form);
        let end = end + length;
        let role = head.clone();
        // The ministry of another country is told with its name.
        if entry.form == "Bộ"
            && words.close(end)
            && words.is(end, shape::CAPITAL)
            && let Some((length, _)) = self.lexicon.countries.longest(words, end)
        {
            let stop = end + length;
            let value = format!("{head} {}", tidy(words.between(end, stop)));
            return Some(Body { end: stop, value, role: head, place: None });
        }
        // A capital that follows begins another name, or goes on with a field that no table has.
        if words.close(end)
            && words.is(end, shape::CAPITAL)
            && self.qualifier(end).is_none()
            && !self.may_follow(end)
        {
            return None;
        }
        let body = if entry.form == "Bộ" { None } else { self.with(&head, end) };
        Some(body.unwrap_or(Body { end, value: head, role, place: None }))
    }

    /// Whether what begins at `at` may follow the name of a body without a sign: a person, a position, a body, an abbreviation.
    fn may_follow(&self, at: usize) -> bool {
        self.lexicon.has(self.words.id(at), flag::SURNAME)
            || self.starts_otherwise(at)
            || self.words.is(at, shape::ALL_CAPITALS)
            || self.lexicon.roles.longest(&self.words, at).is_some()
    }

    /// Whether what stands from `at` to `end` hangs on other letters by a dash or a slash: /KH-UBKT.
    pub(super) fn is_part_of_code(&self, at: usize, end: usize) -> bool {
        let tight = |place: usize| {
            matches!(self.words.gap(place), gap::DASH | gap::SLASH)
                || place < self.words.len() && self.words.gap(place) & gap::SLASH != 0
        };
        self.words.is(at, shape::ALL_CAPITALS) && (at > 0 && tight(at) || tight(end))
    }

    pub(super) fn begins_level(&self, at: usize) -> bool {
        self.words.written(at).len() > 1 && self.lexicon.levels.longest(&self.words, at).is_some()
    }
}
