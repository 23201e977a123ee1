//! Reading amounts: 1.126 · 3,2 · 02 · 12.000 · mười lăm · 3,2 nghìn tỷ · 2 tỷ 500 triệu.

use super::{
    lexicon::Lexicon,
    numerals,
    words::{Words, gap, shape},
};
use std::fmt;

/// A decimal number, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    digits: u128,
    /// How many of the digits stand behind the point.
    decimals: u32,
}

/// Digits of the longest number that is read as an amount: the largest budgets have 16 before the point.
const MOST_DIGITS: usize = 18;

impl Amount {
    pub(crate) fn whole(value: u64) -> Self {
        Self::of(u128::from(value))
    }

    fn of(digits: u128) -> Self {
        Self { digits, decimals: 0 }
    }

    /// The number that `written` is by Vietnamese rules: points part thousands, a comma stands before decimals. A point
    /// before fewer than three digits is one of decimals, commas before threes of zeros part thousands.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let separators = written.bytes().filter(|b| !b.is_ascii_digit()).count();
        if written.len() - separators > MOST_DIGITS || written.contains('/') {
            return None;
        }
        if separators == 0 {
            return Some(Self { digits: written.parse().ok()?, decimals: 0 });
        }
        let (whole, rest, comma) = match (written.find(','), written.find('.')) {
            (Some(comma), Some(point)) if point < comma => (&written[..comma], &written[comma + 1..], true),
            // English writing: 1,126.5.
            (Some(_), Some(point)) => (&written[..point], &written[point + 1..], false),
            (Some(comma), None) => {
                let mut groups = written[comma + 1..].split(',');
                let many = separators > 1;
                if groups.clone().all(|group| group.len() == 3)
                    && (many || groups.all(|group| group == "000"))
                {
                    return Self::grouped(written, ',');
                }
                (&written[..comma], &written[comma + 1..], true)
            }
            (None, Some(point)) => {
                let last = &written[point + 1..];
                if separators > 1 || last.len() == 3 {
                    return Self::grouped(written, '.');
                }
                (&written[..point], last, false)
            }
            (None, None) => return None,
        };
        if !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let whole = match whole.find([',', '.']) {
            Some(_) => Self::grouped(whole, if comma { '.' } else { ',' })?,
            None => Self { digits: whole.parse().ok()?, decimals: 0 },
        };
        let decimals = u32::try_from(rest.len()).ok()?;
        let digits =
            whole.digits.checked_mul(10u128.checked_pow(decimals)?)?.checked_add(rest.parse().ok()?)?;
        Some(Self { digits, decimals })
    }

    /// A number in groups of three.
    fn grouped(written: &str, separator: char) -> Option<Self> {
        let mut groups = written.split(separator);
        let first = groups.next()?;
        if first.is_empty()
            || first.len() > 3
            || first.starts_with('0')
            || !groups.clone().all(|group| group.len() == 3)
        {
            return None;
        }
        let digits: String = written.chars().filter(|&c| c != separator).collect();
        Some(Self { digits: digits.parse().ok()?, decimals: 0 })
    }

    pub(crate) fn times(self, factor: u128) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(factor)?, decimals: self.decimals })
    }

    pub(crate) fn and_half(self) -> Option<Self> {
        self.plus(Self { digits: 5, decimals: 1 })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let scaled = |one: Self| one.digits.checked_mul(10u128.checked_pow(decimals - one.decimals)?);
        Some(Self { digits: scaled(self)?.checked_add(scaled(other)?)?, decimals })
    }

    pub(crate) fn less_than(self, other: Self) -> bool {
        let decimals = self.decimals.max(other.decimals);
        let scaled = |one: Self| one.digits.saturating_mul(10u128.saturating_pow(decimals - one.decimals));
        scaled(self) < scaled(other)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u128.saturating_pow(self.decimals);
        write!(f, "{}", self.digits / scale)?;
        let rest = self.digits % scale;
        if rest == 0 {
            return Ok(());
        }
        let decimals = format!("{rest:0width$}", width = self.decimals as usize);
        write!(f, ".{}", decimals.trim_end_matches('0'))
    }
}

/// An amount in a text: its value, the word behind it, whether it was multiplied ("triệu") and whether it stands in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) value: Amount,
    pub(crate) end: usize,
    pub(crate) multiplied: bool,
    pub(crate) in_words: bool,
}

/// The amount that begins with the word at `at`.
pub(crate) fn amount(words: &Words<'_>, lexicon: &Lexicon, at: usize) -> Option<Counted> {
    let Part { value, mut least, end, mut multiplied, .. } = part(words, lexicon, at, false)?;
    let in_words = !words.is(at, shape::DIGIT);
    let mut greatest = least;
    let mut whole = Counted { value, end, multiplied, in_words };
    // Two thousand million five hundred thousand: each further part is of smaller ones.
    while least > 1 && words.close(whole.end) {
        let Some(next) = part(words, lexicon, whole.end, in_words) else { break };
        let sum = if next.factor < least && (next.factor > 1 || in_words) {
            whole.value.plus(next.value)
        } else if in_words && greatest < next.factor && next.bare.less_than(Amount::of(least)) {
            // Một nghìn hai trăm tỷ: all that was counted so far is counted in what stands last.
            greatest = next.factor;
            multiplied = true;
            whole.value.plus(next.bare).and_then(|value| value.times(next.factor))
        } else {
            break;
        };
        let Some(value) = sum else { break };
        whole = Counted { value, end: next.end, multiplied, in_words };
        least = next.least;
    }
    Some(whole)
}

/// A number with its multiplier.
struct Part {
    /// The number without its multiplier, and with it.
    bare: Amount,
    value: Amount,
    factor: u128,
    /// What a part that goes on with it has to be smaller than; 1 where none may.
    least: u128,
    end: usize,
    multiplied: bool,
}

/// The number that begins at `at` with its multiplier; `inner` where words of the same number stand before it.
fn part(words: &Words<'_>, lexicon: &Lexicon, at: usize, inner: bool) -> Option<Part> {
    let (bare, mut end) = if words.is_number(at) {
        digits(words, at)?
    } else if words.is(at, shape::DIGIT) {
        return None;
    } else {
        let (value, end) = numerals::below_thousand(words, lexicon, at, inner)?;
        (Amount::whole(value), end)
    };
    let mut factor = 1u128;
    let mut multipliers = 0;
    while words.close(end) {
        let Some(next) = multiplier(lexicon, words.id(end)) else { break };
        if factor > 1 && next < 1_000_000 {
            break;
        }
        factor = factor.checked_mul(next)?;
        multipliers += 1;
        end += 1;
    }
    let mut value = bare.times(factor)?;
    let mut least = factor;
    // Một tỷ rưỡi.
    if multipliers == 1 && bare.decimals == 0 && words.close(end) && words.id(end) == lexicon.common.half {
        value = value.plus(Amount::of(factor / 2))?;
        least = 1;
        end += 1;
    }
    Some(Part { bare, value, factor, least, end, multiplied: factor > 1 })
}

/// What a number before the word `id` is multiplied by.
pub(super) fn multiplier(lexicon: &Lexicon, id: u32) -> Option<u128> {
    let common = &lexicon.common;
    match id {
        0 => None,
        id if id == common.thousand || id == common.thousand_south => Some(1_000),
        id if id == common.ten_thousand => Some(10_000),
        id if id == common.million => Some(1_000_000),
        id if id == common.billion || id == common.billion_i => Some(1_000_000_000),
        _ => None,
    }
}

/// A number in digits; blanks may part its thousands.
fn digits(words: &Words<'_>, at: usize) -> Option<(Amount, usize)> {
    let written = words.written(at);
    let mut end = at + 1;
    let is_group =
        |place: usize| words.close(place) && words.is_number(place) && words.written(place).len() == 3;
    if written.len() <= 3
        && !written.starts_with('0')
        && is_group(end)
        && words.written(end).bytes().all(|b| b.is_ascii_digit())
    {
        let mut joined = written.to_owned();
        while is_group(end) {
            joined.push_str(words.written(end));
            end += 1;
        }
        return Some((Amount::read(&joined)?, end));
    }
    Some((Amount::read(written)?, end))
}

/// Whether the digits at `at` are those of a telephone: they begin with a nought and there are nine of them or more, or parts of
/// them stand in a row. Gives the place behind them.
pub(crate) fn telephone(words: &Words<'_>, at: usize) -> Option<usize> {
    let count = |place: usize| words.written(place).bytes().filter(u8::is_ascii_digit).count();
    let first = words.written(at);
    if !(first.starts_with('0') || first.starts_with("18") || first.starts_with("19")) || !words.is_number(at)
    {
        return None;
    }
    let mut digits = count(at);
    let mut end = at + 1;
    while words.is_number(end) && words.gap(end) & !(gap::BLANK | gap::DASH | gap::DOT) == 0 && digits < 12 {
        // A year and a stretch of years are no telephone.
        if !first.starts_with('0') && count(end) < 4 {
            break;
        }
        digits += count(end);
        end += 1;
    }
    let enough = if first.starts_with('0') { 9..=12 } else { 8..=10 };
    let years = !first.starts_with('0') && (end != at + 2 || words.gap(at + 1) & gap::DASH != 0);
    (enough.contains(&digits) && !years).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_by_vietnamese_rules() {
        for (written, value) in [
            ("231", "231"),
            ("02", "2"),
            ("1.126", "1126"),
            ("3,2", "3.2"),
            ("12.000", "12000"),
            ("1.126.000", "1126000"),
            ("1.250,5", "1250.5"),
            ("20,000", "20000"),
            ("1,126,500", "1126500"),
            ("4.5", "4.5"),
            ("0,8", "0.8"),
            ("1,126.5", "1126.5"),
            ("95,60", "95.6"),
        ] {
            assert_eq!(
                Amount::read(written).map(|amount| amount.to_string()).as_deref(),
                Some(value),
                "{written}"
            );
        }
        for written in ["27/30", "24.10.2022", "024.3872.6543", "0.126.000", "1.2.3", "123456789012345678901"]
        {
            assert_eq!(Amount::read(written), None, "{written}");
        }
    }

    fn counted(text: &str) -> Option<String> {
        let lexicon = &super::super::lexicon::LEXICON;
        amount(&Words::of(text, lexicon), lexicon, 0).map(|counted| counted.value.to_string())
    }

    #[test]
    fn multipliers_and_words_are_counted_out() {
        for (text, value) in [
            ("3,2 tỷ đồng", "3200000000"),
            ("3,2 nghìn tỷ đồng", "3200000000000"),
            ("2 tỷ 500 triệu đồng", "2500000000"),
            ("mười lăm năm", "15"),
            ("hai mươi ba hộ", "23"),
            ("một trăm linh hai cây", "102"),
            ("hai mươi năm", "20"),
            ("năm trăm", "500"),
            ("ba nghìn hộ", "3000"),
            ("15 000 đồng", "15000"),
        ] {
            assert_eq!(counted(text).unwrap_or_default(), value, "{text}");
        }
    }
}
