//! Dates as readers type them, and what the bars of the timeline stand for. Pure: no browser here, so it is tested natively.

use tangthu_protocol::{Count, Filters};

/// Years that the timeline shows without gaps; of a longer time it shows those alone that have documents, so that one wrong year does
/// not press all others together.
const MAX_YEARS: u16 = 60;

/// A date typed day first (2020, 3/2020, 28/03/2020; blanks, dots and hyphens do as well) or as addresses write it, in the
/// form of addresses (2020, 2020-03, 2020-03-28); none where there is no such day.
pub(crate) fn read_date(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|field| !field.is_empty()).collect();
    let is_year = |field: &&str| field.len() == 4 && !field.starts_with('0');
    let number = |field: &str| field.bytes().all(|b| b.is_ascii_digit()).then(|| field.parse::<u16>().ok());
    // Whoever types the year first means what follows in that order.
    let (year, month, day) = match fields.as_slice() {
        [year] if is_year(year) => (year, None, None),
        [year, month] if is_year(year) => (year, Some(month), None),
        [month, year] if is_year(year) => (year, Some(month), None),
        [year, month, day] if is_year(year) => (year, Some(month), Some(day)),
        [day, month, year] if is_year(year) => (year, Some(month), Some(day)),
        _ => return None,
    };
    let year = number(year)??;
    let mut date = format!("{year:04}");
    if let Some(month) = month {
        let month = number(month)?.filter(|month| (1..=12).contains(month))?;
        date += &format!("-{month:02}");
        if let Some(day) = day {
            let day = number(day)?.filter(|day| (1..=days_in(year, month)).contains(day))?;
            date += &format!("-{day:02}");
        }
    }
    Some(date)
}

/// Whether a range begins after it ends. A whole year ends with its last day, so the shorter of the two decides.
pub(crate) fn is_backwards(from: &str, to: &str) -> bool {
    let length = from.len().min(to.len());
    from.get(..length) > to.get(..length)
}

/// How many days the month has.
pub(crate) fn days_in(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// How near the timeline looks: all years, the months of one, the days of one. The text is a date in the form of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Near {
    /// Years.
    Years,
    /// The months of a year.
    Months(String),
    /// The days of a month.
    Days(String),
}

/// How near to look for a choice of dates.
pub(crate) fn near(filters: &Filters) -> Near {
    let only = |choices: &[tangthu_protocol::Choice]| match choices {
        [one] if !one.exclude => Some(one.value.clone()).filter(|value| !value.is_empty()),
        _ => None,
    };
    let (from, to) = match (&filters.from, &filters.to, only(&filters.month), only(&filters.year)) {
        (Some(from), Some(to), ..) => (from.clone(), to.clone()),
        (None, None, Some(one), _) | (None, None, None, Some(one)) => (one.clone(), one),
        _ => return Near::Years,
    };
    let both = |length: usize| from.get(..length).filter(|start| to.get(..length) == Some(*start));
    match (both(7), both(4)) {
        (Some(month), _) => Near::Days(month.to_owned()),
        (_, Some(year)) => Near::Months(year.to_owned()),
        _ => Near::Years,
    }
}

/// The bars for the counts of an answer, without gaps between the first and the last. Days have no counts in an answer: they
/// stand at nothing until they are asked for.
pub(crate) fn bars(near: &Near, years: &[Count], months: &[Count]) -> Vec<Count> {
    let of = |counts: &[Count], value: &str| counts.iter().find(|c| c.value == value).map_or(0, |c| c.count);
    let bar = |value: String, count: u32| Count { value, count };
    match near {
        Near::Years => {
            let known = || years.iter().filter_map(|count| count.value.parse::<u16>().ok());
            let (Some(first), Some(last)) = (known().min(), known().max()) else { return Vec::new() };
            let mut values: Vec<u16> =
                if last - first < MAX_YEARS { (first..=last).collect() } else { known().collect() };
            values.sort_unstable();
            let values = values.into_iter().map(|year| format!("{year:04}"));
            values.map(|year| bar(year.clone(), of(years, &year))).collect()
        }
        Near::Months(year) => {
            let values = (1..=12).map(|month| format!("{year}-{month:02}"));
            values.map(|month| bar(month.clone(), of(months, &month))).collect()
        }
        Near::Days(month) => {
            let mut fields = month.split('-').filter_map(|field| field.parse().ok());
            let (year, number) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            (1..=days_in(year, number)).map(|day| bar(format!("{month}-{day:02}"), 0)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tangthu_protocol::Choice;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let cases = [
            ("2020", "2020"),
            (" 3/2020 ", "2020-03"),
            ("28/03/2020", "2020-03-28"),
            ("28-3-2020", "2020-03-28"),
            ("28.3.2020", "2020-03-28"),
            ("28 03 2020", "2020-03-28"),
            ("2020-03-28", "2020-03-28"),
            ("2020-3", "2020-03"),
            ("29/2/2024", "2024-02-29"),
        ];
        for (typed, date) in cases {
            assert_eq!(read_date(typed).as_deref(), Some(date), "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for typed in [
            "",
            "x",
            "20",
            "13/2020",
            "31/2/2020",
            "29/2/2023",
            "0/2020",
            "28/03/20",
            "1/2/3/2020",
            "+1/2020",
        ] {
            assert_eq!(read_date(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_range_within_one_year_is_not_backwards() {
        assert!(!is_backwards("2020-03", "2020") && !is_backwards("2020", "2020-03-01"));
        assert!(is_backwards("2021", "2020-12-31"));
    }

    #[test]
    fn the_timeline_looks_as_near_as_the_choice() {
        let range = |from: &str, to: &str| Filters {
            from: Some(from.into()),
            to: Some(to.into()),
            ..Filters::default()
        };
        assert_eq!(near(&Filters::default()), Near::Years);
        assert_eq!(near(&range("2019", "2021")), Near::Years);
        assert_eq!(near(&range("2019", "2019")), Near::Months("2019".into()));
        assert_eq!(near(&range("2019-02", "2019-11-03")), Near::Months("2019".into()));
        assert_eq!(near(&range("2019-02", "2019-02-03")), Near::Days("2019-02".into()));
        let year = vec![Choice { value: "2019".into(), exclude: false }];
        assert_eq!(near(&Filters { year, ..Filters::default() }), Near::Months("2019".into()));
        let not = vec![Choice { value: "2019".into(), exclude: true }];
        assert_eq!(near(&Filters { year: not, ..Filters::default() }), Near::Years);
    }

    #[test]
    fn years_without_documents_have_a_place_too() {
        let count = |value: &str, count| Count { value: value.into(), count };
        let years = [count("2021", 2), count("2018", 1), count("", 9)];
        let drawn: Vec<u32> = bars(&Near::Years, &years, &[]).into_iter().map(|bar| bar.count).collect();
        assert_eq!(drawn, [1, 0, 0, 2]);
        assert_eq!(bars(&Near::Days("2024-02".into()), &[], &[]).len(), 29);
        assert_eq!(bars(&Near::Months("2021".into()), &years, &[count("2021-03", 2)])[2].count, 2);
        // Of a long time no year is left out that has documents, and none has a bar that has not.
        let years: Vec<Count> = ["2099", "1890", "2020", "0001"].map(|year| count(year, 1)).into();
        let drawn: Vec<String> = bars(&Near::Years, &years, &[]).into_iter().map(|bar| bar.value).collect();
        assert_eq!(drawn, ["0001", "1890", "2020", "2099"]);
    }
}
