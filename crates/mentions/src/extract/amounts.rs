//! Reading amounts: 1.126 · 3,2 · 02 · 12.000 · mười lăm · 3,2 nghìn tỷ · 2 tỷ 500 triệu.

use super::{
    lexicon::Lexicon,
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
        Self { digits: u128::from(value), decimals: 0 }
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
    let first = part(words, lexicon, at)?;
    let mut whole = Counted {
        value: first.0,
        end: first.1,
        multiplied: first.2 > 1,
        in_words: !words.is(at, shape::DIGIT),
    };
    let mut least = first.2;
    // Two thousand million five hundred thousand: each further part is of smaller ones.
    while least > 1 && words.close(whole.end) {
        let Some((value, end, factor)) = part(words, lexicon, whole.end) else { break };
        if factor >= least || factor == 1 && !whole.in_words {
            break;
        }
        let Some(sum) = whole.value.plus(value) else { break };
        whole = Counted { value: sum, end, ..whole };
        least = factor;
    }
    Some(whole)
}

/// A number with its multiplier: the value, the place behind it, the multiplier.
fn part(words: &Words<'_>, lexicon: &Lexicon, at: usize) -> Option<(Amount, usize, u128)> {
    let (value, mut end) = if words.is_number(at) {
        digits(words, at)?
    } else if words.is(at, shape::DIGIT) {
        return None;
    } else {
        in_words(words, lexicon, at)?
    };
    let mut factor = 1u128;
    while words.close(end) {
        let Some(next) = multiplier(lexicon, words.id(end)) else { break };
        if factor > 1 && next < 1_000_000 {
            break;
        }
        factor = factor.checked_mul(next)?;
        end += 1;
    }
    Some((value.times(factor)?, end, factor))
}

fn multiplier(lexicon: &Lexicon, id: u32) -> Option<u128> {
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

/// A number below a thousand in words: mười lăm, hai mươi ba, một trăm linh hai.
fn in_words(words: &Words<'_>, lexicon: &Lexicon, at: usize) -> Option<(Amount, usize)> {
    let common = &lexicon.common;
    let unit = |place: usize, behind_tens: bool| -> Option<u64> {
        let id = words.id(place);
        let plain = [
            (common.two, 2),
            (common.three, 3),
            (common.four, 4),
            (common.six, 6),
            (common.seven, 7),
            (common.seven_south, 7),
            (common.eight, 8),
            (common.nine, 9),
            (common.one, 1),
        ];
        let behind = [(common.five, 5), (common.one_after, 1), (common.four_sino, 4)];
        let found = plain.iter().find(|(one, _)| *one == id);
        let found = found.or_else(|| behind.iter().find(|(one, _)| behind_tens && *one == id));
        // "năm" is mostly the year.
        found.map(|&(_, value)| value).or((id == common.year && behind_tens).then_some(5))
    };
    let tens = |place: usize| -> Option<(u64, usize)> {
        if words.id(place) == common.ten {
            let more = if words.close(place + 1) {
                unit(place + 1, true).filter(|_| words.id(place + 1) != common.year)
            } else {
                None
            };
            return Some((10 + more.unwrap_or(0), place + 1 + usize::from(more.is_some())));
        }
        let first = unit(place, false)?;
        if !words.close(place + 1) || words.id(place + 1) != common.tens {
            return Some((first, place + 1));
        }
        let more = if words.close(place + 2) {
            unit(place + 2, true).filter(|_| words.id(place + 2) != common.year)
        } else {
            None
        };
        Some((first * 10 + more.unwrap_or(0), place + 2 + usize::from(more.is_some())))
    };
    let id = words.id(at);
    if id == 0 {
        return None;
    }
    let (mut value, mut end) = tens(at)?;
    if value < 10 && words.close(end) && words.id(end) == common.hundred {
        value *= 100;
        end += 1;
        if words.close(end) {
            let zero = [common.zero, common.zero_north].contains(&words.id(end));
            if let Some((rest, next)) = tens(end + usize::from(zero)) {
                value += rest;
                end = next;
            }
        }
    }
    Some((Amount::whole(value), end))
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
            ("năm trăm", ""),
            ("ba nghìn hộ", "3000"),
            ("15 000 đồng", "15000"),
        ] {
            assert_eq!(counted(text).unwrap_or_default(), value, "{text}");
        }
    }
}
