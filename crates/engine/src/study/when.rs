//! Dates and periods as figures tell them (`2023-07`, `2023-Q2`, `2020/2025`), for putting in order and for counting by year.

use std::ops::RangeInclusive;

/// The longest period that is counted in each of its years: what claims more is a wrong date, and counted where it ends.
const MAX_YEARS: u16 = 30;

/// A date as it is compared: of a period its end, of a quarter its last month.
pub(super) fn moment(date: &str) -> String {
    let date = date.rsplit('/').next().unwrap_or(date);
    match date.split_once("-Q") {
        Some((year, quarter)) => format!("{year}-{:02}", quarter.parse::<u32>().unwrap_or(1).min(4) * 3),
        None => date.to_owned(),
    }
}

/// The years of a date, of a period all of them. None where it tells no year.
pub(super) fn years(date: &str) -> Option<RangeInclusive<u16>> {
    let year = |date: &str| date.get(..4)?.parse::<u16>().ok().filter(|year| *year > 0);
    let (from, to) = date.split_once('/').unwrap_or((date, date));
    let (from, to) = (year(from)?, year(to)?);
    Some(if from > to || to - from >= MAX_YEARS { to..=to } else { from..=to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_exactness_have_an_order() {
        let mut dates = ["2023-Q2", "2020/2025", "2023-05-01", "2023-07", "2022"];
        dates.sort_by_key(|date| moment(date));
        assert_eq!(dates, ["2022", "2023-05-01", "2023-Q2", "2023-07", "2020/2025"]);
    }

    #[test]
    fn a_period_is_of_each_of_its_years() {
        assert_eq!(years("2023-Q2"), Some(2023..=2023));
        assert_eq!(years("2020/2025"), Some(2020..=2025));
        assert_eq!(years("2021-10/2022-03"), Some(2021..=2022));
        assert_eq!([years("2025/2020"), years("0001/2020")], [Some(2020..=2020), Some(2020..=2020)]);
        for nothing in ["", "--10-24", "x/2020", "20é3", "0000"] {
            assert_eq!(years(nothing), None, "{nothing}");
        }
    }
}
