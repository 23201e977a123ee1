//! What the codes behind a serial make of it: a number of the Party or of the State, or nothing.

use crate::{
    scan::{Code, Join, Writing},
    tables::{issuer, kind, kind_name},
};
use tangthu_text::{capital, is_capital};

/// The codes of a number, each with what joins it to what stands before it.
pub(crate) struct Codes {
    codes: Vec<(Code, Join)>,
    /// Whether a year stands before them.
    year: bool,
}

impl Codes {
    pub(crate) fn new(year: bool, first: Code, join: Join) -> Self {
        Self { codes: vec![(first, join)], year }
    }

    pub(crate) fn count(&self) -> usize {
        self.codes.len()
    }

    pub(crate) fn push(&mut self, code: Code, join: Join) {
        self.codes.push((code, join));
    }

    fn written(&self, at: usize) -> &str {
        self.codes.get(at).map_or("", |(code, _)| code.written.as_str())
    }

    /// The name of their kind.
    pub(crate) fn kind_name(&self) -> Option<&'static str> {
        kind_name(self.written(0))
    }

    /// Whether they are a National Assembly with its term and no more: QH14, UBTVQH15. After a year nothing else is written so.
    pub(crate) fn are_an_assembly(&self) -> bool {
        self.count() == 1
            && self.year
            && self.written(0).ends_with(|c: char| c.is_ascii_digit())
            && issuer(self.written(0)).is_some_and(|body| is_assembly(&body.code))
    }

    /// Whether they are a kind and no more.
    pub(crate) fn is_kind_alone(&self) -> bool {
        self.count() == 1 && self.has_kind()
    }

    /// Whether they end with a National Assembly whose term is not told.
    pub(crate) fn lacks_term(&self) -> bool {
        self.codes.last().is_some_and(|(code, _)| is_assembly(&code.written))
    }

    pub(crate) fn add_term(&mut self, term: &str) {
        if let Some((code, _)) = self.codes.last_mut() {
            code.written.push_str(term);
        }
    }

    pub(crate) fn has_kind(&self) -> bool {
        kind(self.written(0)).is_some()
    }

    /// Whether the body that issues is among them.
    fn has_body(&self) -> bool {
        self.count() > 1 || !self.has_kind() && issuer(self.written(0)).is_some()
    }

    /// Whether several bodies issue together.
    fn is_joint(&self) -> bool {
        kind(self.written(0)).is_some_and(|kind| kind.ends_with("LT"))
    }

    /// Whether they are surely those of a number: a known kind and a known body, or a year with a kind.
    pub(crate) fn are_known(&self) -> bool {
        self.has_kind() && self.count() > 1 && (self.year || issuer(self.written(1)).is_some())
    }

    /// Whether a further code may be joined like this. Behind the body a dash between blanks is one of the sentence: `theo
    /// 01-CTr/QU – UBND quận …`. Joint documents list their bodies so, and units stand so behind a body without a kind.
    pub(crate) fn may_go_on(&self, join: Join) -> bool {
        match (self.has_body(), join) {
            (false, Join { sign: ' ', .. }) => self.has_kind(),
            // 24 2015 ttlt byt bgtvt.
            (true, Join { sign: ' ', .. }) => self.is_joint(),
            // Quyết định số 59/QĐ - SXD - PTN: whoever sets blanks round one dash sets them round the next.
            (true, Join { tight: false, .. }) => {
                let spaced = matches!(self.codes.last(), Some((_, Join { sign: '-', tight: false })));
                self.is_joint() || self.count() == 1 && !self.has_kind() || self.count() == 2 && spaced
            }
            _ => true,
        }
    }

    /// Whether `code` goes on with them.
    pub(crate) fn admits(&self, code: &Code, join: Join, writing: Writing) -> bool {
        let known = issuer(&code.written).is_some();
        let typed = writing == Writing::Typed;
        let no_word = !tangthu_text::is_syllable(&tangthu_text::normal_word(&code.written));
        if self.has_body() {
            if join.sign == ' ' {
                return typed && known && no_word;
            }
            let unit =
                (self.has_kind() || join.tight || !known) && (join.tight || code.written.chars().count() > 1);
            let kind_again = join.sign == '/' && kind(&code.written).is_some();
            return (code.capitals || typed && (join.tight || no_word)) && unit && !kind_again;
        }
        if !self.has_kind() {
            return known && join.tight || code.capitals && code.written.chars().count() > 1;
        }
        if join.sign == ' ' {
            return known && (typed || self.is_joint() || code.capitals);
        }
        known && (join.tight || code.capitals || typed)
            || code.capitals && code.written.chars().count() > 1
            || typed && (join.tight || no_word)
    }
}

/// Whether this is the code of the National Assembly or of its committee, whose documents tell the term.
fn is_assembly(code: &str) -> bool {
    matches!(code, "QH" | "UBTVQH")
}

/// A number as it was understood.
pub(crate) struct Parsed {
    serial: String,
    year: Option<String>,
    codes: Vec<String>,
    party: bool,
}

impl Parsed {
    pub(crate) fn canonical(&self) -> String {
        self.with_serial(&self.serial)
    }

    /// The number with another serial, as in a list that shares its tail.
    pub(crate) fn with_serial(&self, serial: &str) -> String {
        // A unit behind a full stop has it before its code.
        self.joined(serial).replace("-.", ".")
    }

    fn joined(&self, serial: &str) -> String {
        let digits = serial.trim_start_matches('0');
        // Two digits at least, as offices write them; zeros before that make no difference.
        let bare = digits.trim_end_matches(|c: char| c.is_alphabetic());
        let padding = "0".repeat(2usize.saturating_sub(bare.len()));
        let serial = format!("{padding}{digits}");
        let (first, rest) = (&self.codes[0], self.codes[1..].join("-"));
        match (self.party, &self.year, rest.is_empty()) {
            (_, Some(year), true) => format!("{serial}/{year}/{first}"),
            (_, Some(year), false) => format!("{serial}/{year}/{first}-{rest}"),
            (true, None, true) => format!("{serial}-{first}"),
            (true, None, false) => format!("{serial}-{first}/{rest}"),
            (false, None, true) if first == "CP" => format!("{serial}-{first}"),
            (false, None, true) => format!("{serial}/{first}"),
            (false, None, false) => format!("{serial}/{first}-{rest}"),
        }
    }

    /// The name of its kind.
    pub(crate) fn kind_name(&self) -> Option<&'static str> {
        kind_name(&self.codes[0])
    }
}

/// What stands before a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Herald {
    /// Nothing that says that it is one: "số" alone stands before contracts, houses, accounts as well.
    Other,
    /// "Số" at the head of a document.
    Head,
    /// The name of a kind, with "số" or without.
    Kind,
}

/// Decides whether codes make a document number, and of which style. `announced` says whether "số" or this name of a kind
/// stands before the number.
pub(crate) fn settle(
    serial: String,
    year: Option<String>,
    codes: &Codes,
    writing: Writing,
    herald: Herald,
    announced: impl Fn(Option<&str>) -> bool,
) -> Option<Parsed> {
    let (first, first_join) = codes.codes.first()?;
    let second = codes.codes.get(1);
    let body = second.and_then(|(code, _)| issuer(&code.written));
    let whole = first.capitals && first.written.chars().count() > 1;
    let accepted = match (kind(&first.written), second) {
        // A contract has the number of those who sign it.
        (Some("HĐ"), Some(_)) if body.is_none() => false,
        (Some(kind), Some((_, join))) => {
            // Blanks for separators, and small letters in running text, are those of a number only if it is known whole.
            let blank = first_join.sign == ' ';
            let small = writing == Writing::Text && !first.written.starts_with(is_capital);
            let sure = body.is_some() && (writing == Writing::Typed || !blank || announced(kind_name(kind)));
            // What stands before a blank is more often a year or a figure than a serial.
            let sure = sure || blank && herald != Herald::Other && whole && join.tight;
            let short = !blank && join.sign != ' ' || serial.len() <= 4 && !(blank && is_year(&serial));
            (!blank && !small || sure) && short
        }
        // Behind a blank only what the name of a kind stands before: Công văn số 1234 BTC/CST.
        (None, Some((_, join))) if first_join.sign == ' ' => {
            herald != Herald::Other && whole && join.tight && !is_year(&serial)
        }
        // 45 2019 qh14.
        (None, None) if codes.are_an_assembly() && writing == Writing::Typed => true,
        _ if first_join.sign == ' ' => false,
        // Ordinances of the President name no body: Sắc lệnh số 63/SL.
        (Some("SL"), None) => {
            writing == Writing::Typed || first.capitals && first_join.tight && announced(kind_name("SL"))
        }
        (None, Some((_, join))) if issuer(&first.written).is_none() => {
            // A kind that is not in the table, in the writing of its body: 15-CTXD/TU, số 15/GPXD-UBND.
            let style = (first_join.sign, join.sign);
            let tight = first_join.tight && first.capitals && first.written.chars().count() > 1;
            let party = body.as_ref().is_some_and(|body| body.party);
            tight
                && (party && year.is_none() && style == ('-', '/')
                    || !party && style == ('/', '-') && body.is_some() && announced(None)
                    || herald != Herald::Other && whole)
        }
        // A kind or a unit alone, if the name of the kind stands before it: Án lệ số 04/2016/AL, Chỉ thị số 202-CT.
        (of, None)
            if herald == Herald::Kind
                && whole
                && first_join.tight
                && (of.is_some() || first_join.sign == '/') =>
        {
            of.is_none() || announced(None) || first_join.sign == '/'
        }
        (_, second) => {
            // No kind: a body alone (178-CP, 45/2019/QH14) or with its drafting unit (1234/UBND-VX).
            let body = issuer(&first.written)?;
            let typed = writing == Writing::Typed;
            let proper =
                first.capitals || typed || body.code.contains(|c| capital(c) != c) && first_join.tight;
            let headed = herald != Herald::Other && whole && first_join.tight;
            let joined = if second.is_some() {
                first_join.sign == '/' || headed
            } else {
                body.alone || year.is_some()
            };
            proper && joined
        }
    };
    accepted.then(|| parsed(serial, year, codes))
}

/// The number that accepted codes make.
fn parsed(serial: String, year: Option<String>, codes: &Codes) -> Parsed {
    let has_kind = codes.has_kind() || issuer(codes.written(0)).is_none();
    let written = codes.codes.iter().enumerate().map(|(at, (code, _))| {
        if at == 0 && has_kind {
            return kind(&code.written).map_or_else(|| code.written.clone(), str::to_owned);
        }
        let Some(found) = issuer(&code.written) else { return shown(code) };
        let digits = code.written.trim_start_matches(|c: char| !c.is_ascii_digit());
        format!("{}{digits}", found.code)
    });
    let written = written.collect();
    // The body says whose number it is; one that no table has is of the Party when it is written the Party's way, dash
    // first and slash before the body.
    let signs = codes.codes.iter().map(|(_, join)| join.sign).take(2);
    let written_as_party = signs.eq(['-', '/']);
    let body = issuer(codes.written(usize::from(has_kind)));
    let party = year.is_none() && body.map_or(written_as_party, |body| body.party);
    Parsed { serial, year, codes: written, party }
}

/// Whether four digits are those of a year.
pub(crate) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// A code that no table has: as written, but in capitals where it was typed in small letters.
fn shown(code: &Code) -> String {
    if code.written.contains(is_capital) {
        code.written.clone()
    } else {
        code.written.chars().map(capital).collect()
    }
}
