//! Names of their own behind the head of a body: of firms, schools, hospitals, institutes. Official style writes the first syllable
//! of each word with a capital, so a name goes on behind one, and where nothing says how far, it is left.

use super::{
    Search, Taken,
    bodies::Body,
    lexicon::{Class, Entry, flag},
    tidy,
    words::{gap, shape},
};

/// Words of the longest name behind its head.
const LONGEST_FIRM: usize = 12;

/// Small words inside a name, and one more: nhà đồng bằng sông.
const LONGEST_BRIDGE: usize = 5;

impl Search<'_> {
    /// Công ty cổ phần Tập đoàn SM, Trường THCS Ngô Gia Tự, Bệnh viện Đa khoa Đông Khê, Trung tâm Y tế huyện.
    pub(super) fn own_name(&self, entry: &Entry, start: usize) -> Option<Body> {
        let (words, lexicon) = (&self.words, self.lexicon);
        let firm = entry.class == Class::Firm;
        let mut at = start;
        let (mut own, mut fields) = (0, 0);
        let mut first_own = None;
        let mut bridged = false;
        while at - start < LONGEST_FIRM {
            if !words.is(at, shape::DIGIT | shape::CAPITAL) && self.firm_form(at, firm && own == 0).is_none()
            {
                let open = !bridged && (own == 1 && self.is_syllable(at - 1) || own == 0 && fields > 0);
                let Some(next) = Some(at).filter(|_| open).and_then(|at| self.bridge(at)) else { break };
                bridged = true;
                own += next - at;
                first_own.get_or_insert(at);
                at = next;
                continue;
            }
            let between = words.gap(at);
            let dash = between == gap::DASH | gap::BLANK && at > start;
            let tight = own > 0 && matches!(between, gap::AMPERSAND | gap::DASH | gap::APOSTROPHE);
            // Công ty TNHH Xây dựng - Thương mại - Du lịch Hà Sơn.
            let form = || self.field(at).is_some() || self.firm_form_at(at, firm && own == 0).is_some();
            if !(words.close(at) || dash && form() || tight) {
                break;
            }
            if let Some(length) = self.firm_form(at, firm && own == 0) {
                at += length;
                continue;
            }
            if let Some(length) = self.field(at) {
                at += length;
                fields += 1;
                continue;
            }
            let other = words.is(at, shape::DIGIT) && own == 0 || self.taken[at] != Taken::Free;
            let begins = own + fields > 0
                && !(words.written(at) == "Anh" && own == 1)
                && (self.starts_otherwise(at) || self.begins_level(at))
                // Tổng công ty Điện lực TP.HCM: what it does, and where.
                || at > start
                    && self.begins_level(at)
                    && self.qualifier(at).is_some_and(|found| {
                        found.role != "bản" && found.place.is_some()
                    });
            if other || begins {
                break;
            }
            first_own.get_or_insert(at);
            own += 1;
            at += 1;
        }
        // "… và Thể thao": a field may be joined to another.
        if fields > 0
            && own == 0
            && words.close(at)
            && words.id(at) == lexicon.common.and
            && words.close(at + 1)
            && let Some(length) = self.field(at + 1)
        {
            at += 1 + length;
        }
        // The head of a firm may be followed by the name of whoever is at its head.
        if let Some(first) = first_own {
            // One word before it is the other half of a name: Trường Đại học Nông Lâm Hà Sơn.
            let least = if firm { first + 1 } else { first + 2 };
            let tail = (least..at).find(|&place| {
                (3..=4).contains(&(at - place))
                    && lexicon.has(words.id(place), flag::COMMON_SURNAME)
                    && !words.is(place, shape::ALL_CAPITALS)
            });
            at = tail.unwrap_or(at);
            own = at - first;
        }
        // One capital, then small letters: the name goes on, and nothing says how far: Tổng cục Giáo dục …
        let single = own == 1 && !bridged || bridged && !words.is(at - 2, shape::CAPITAL);
        let cut = single && self.is_syllable(at - 1) && self.is_open(at);
        // A field of one syllable goes on likewise: Bệnh viện Nhi đồng …
        let field_cut = own == 0 && fields == 1 && at == start + 1 && self.is_open(at);
        // An institute has more than one syllable of its own, and the name of a country is none: Tập đoàn Hàn Quốc.
        let local = words.close(at) && self.begins_level(at);
        let short =
            entry.class == Class::Field && own == 1 && fields == 0 && self.is_syllable(at - 1) && !local;
        let foreign = first_own == Some(start) && self.is_region(start, at);
        let common =
            own == 1 && words.is(start, shape::CAPITAL) && lexicon.has(words.id(start), flag::NO_NAME);
        // One letter stands for a name that shall not be known: Ngân hàng L.V.
        let hidden = own == 1 && fields == 0 && words.written(at - 1).len() == 1;
        // Công ty Biti's, Công ty cổ phần BOT cầu Hà Sơn: more of the name follows.
        let goes_on = words.gap(at) & gap::APOSTROPHE != 0 && words.written(at).to_lowercase() == "s"
            || own == 1 && words.written(at - 1) == "BOT" && self.is_open(at)
            // Công ty Hạt và Đậu.
            || single
                && firm
                && self.is_syllable(at - 1)
                && words.id(at) == lexicon.common.and
                && words.close(at)
                && words.close(at + 1)
                && words.is(at + 1, shape::CAPITAL)
                && lexicon.bodies.longest(words, at + 1).is_none();
        let bare = cut || field_cut || short || foreign || common || hidden || goes_on;
        // Tổng công ty Điện lực TP Hà Sơn.
        if firm && own == 0 && at > start && words.is(start, shape::CAPITAL) && local {
            let head = format!("{} {}", entry.form, tidy(words.between(start, at)));
            return self.with(&head, at).filter(|body| body.place.is_some());
        }
        if own + fields == 0 || bare || firm && own == 0 {
            return None;
        }
        let head = format!("{} {}", entry.form, tidy(words.between(start, at)));
        let local = if words.close(at) && self.begins_level(at) { self.with(&head, at) } else { None };
        match (entry.class, local) {
            (_, Some(body)) => Some(body),
            // A field alone is any of its kind: Trung tâm Y tế.
            (Class::Field, None) if own == 0 => None,
            (_, None) => Some(Body { end: at, value: head.clone(), role: head, place: None }),
        }
    }

    /// The next capital behind up to four small words that no sentence parts: Hữu [nghị] Việt Đức.
    fn bridge(&self, at: usize) -> Option<usize> {
        // Bệnh viện Đa khoa tỉnh Hà Sơn: the place that it is of.
        if self.begins_level(at) && self.qualifier(at).is_some_and(|found| found.place.is_some()) {
            return None;
        }
        let next = (at..at + LONGEST_BRIDGE).find(|&place| !self.is_open(place))?;
        let goes_on = next > at
            && self.words.close(next)
            && self.words.is(next, shape::CAPITAL)
            && !self.lexicon.has(self.words.id(next), flag::COMMON_SURNAME | flag::ENDS_NAME)
            && !self.starts_otherwise(next)
            && self.lexicon.bodies.longest(&self.words, next).is_none()
            && !self.begins_level(next);
        goes_on.then_some(next)
    }

    /// Whether the word may go on with a name: small letters, none of the small words.
    fn is_open(&self, at: usize) -> bool {
        self.words.close(at)
            && !self.words.is(at, shape::CAPITAL | shape::DIGIT)
            && !self.lexicon.has(self.words.id(at), flag::STOP | flag::ENDS_NAME | flag::JOINS_NAME)
    }

    pub(super) fn is_syllable(&self, at: usize) -> bool {
        !self.words.is(at, shape::ALL_CAPITALS | shape::DIGIT)
            && tangthu_text::is_syllable(&tangthu_text::normal_word(self.words.written(at)))
    }

    /// The words of a field that begins with a capital at `at`.
    fn field(&self, at: usize) -> Option<usize> {
        let (length, _) = self.lexicon.domains.longest(&self.words, at)?;
        self.words.is(at, shape::CAPITAL).then_some(length)
    }

    /// The words of a form of firms at `at`: cổ phần, TNHH một thành viên.
    fn firm_form(&self, at: usize, firm: bool) -> Option<usize> {
        let dash = self.words.gap(at) == gap::DASH | gap::BLANK && self.words.is(at, shape::CAPITAL);
        if !self.words.close(at) && !dash { None } else { self.firm_form_at(at, firm) }
    }

    fn firm_form_at(&self, at: usize, firm: bool) -> Option<usize> {
        if !firm {
            return None;
        }
        self.lexicon.firm.longest(&self.words, at).map(|(length, _)| length)
    }
}
