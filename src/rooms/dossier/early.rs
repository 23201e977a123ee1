//! Documents that are dated before what they cite: one of the two dates is wrong, and the reader is told. Pure.

use crate::days::is_backwards;

/// The day on which the document that is cited was issued, as far as it is told: that of the identity which is meant, or, where
/// it is not said which, the earliest, if all are known.
pub(super) fn issued(dates: &[Option<String>], identity: Option<u32>) -> Option<&str> {
    match identity {
        Some(at) => dates.get(at as usize)?.as_deref(),
        None => {
            let known: Option<Vec<&str>> = dates.iter().map(Option::as_deref).collect();
            known?.into_iter().min()
        }
    }
}

/// Whether what is dated `citing` is older than what is dated `cited`, as far as both are known: a year and a day of the same
/// year do not contradict one another.
pub(super) fn is_before(citing: &str, cited: &str) -> bool {
    let day = |date: &str| date.split('T').next().unwrap_or_default().to_owned();
    is_backwards(&day(cited), &day(citing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dated_before_what_it_cites_is_told_from_what_may_be_of_the_same_day() {
        for (citing, cited) in [
            ("2019-03-28", "2021-01-02"),
            ("2021-01-01T23:00:00+07:00", "2021-01-02"),
            ("2020", "2021-01-02"),
        ] {
            assert!(is_before(citing, cited), "{citing} {cited}");
        }
        for (citing, cited) in [
            ("2021-01-02", "2021-01-02"),
            ("2021-01-02T08:00:00+07:00", "2021-01-02"),
            ("2021", "2021-01-02"),
            ("2021-01", "2021-01-31"),
            ("2022", "2021-12-31"),
            ("", "2021"),
        ] {
            assert!(!is_before(citing, cited), "{citing} {cited}");
        }
    }

    #[test]
    fn of_several_that_may_be_meant_the_earliest_counts_and_only_if_all_are_dated() {
        let (old, new) = (Some("2016-03-02".to_owned()), Some("2021-05-04".to_owned()));
        assert_eq!(issued(&[new.clone(), old.clone()], None), Some("2016-03-02"));
        assert_eq!(issued(&[new.clone(), old], Some(0)), Some("2021-05-04"));
        assert_eq!(issued(&[new, None], None), None);
        assert_eq!((issued(&[], None), issued(&[None], Some(7))), (None, None));
    }
}
