//! A date as exact as a text says it: a day, a month, a quarter, a year, or a day whose year is not told.

use std::fmt;
use tangthu_archive::PartialDate;

/// A date as far as the text says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub(crate) year: Option<u16>,
    pub(crate) quarter: Option<u8>,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

impl Moment {
    pub(crate) fn year(year: u16) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    /// Whether the calendar has it; of the 29th of February without a year it is believed.
    pub(crate) fn is_possible(self) -> bool {
        let year = self.year.unwrap_or(2024);
        let (Some(month), day) = (self.month, self.day) else { return self.day.is_none() };
        match day {
            Some(day) => PartialDate::from_day(year, month, day).is_some(),
            None => PartialDate::from_month(year, month).is_some(),
        }
    }

    /// How exact it is.
    pub(crate) fn shape(self) -> (bool, bool, bool) {
        (self.quarter.is_some(), self.month.is_some(), self.day.is_some())
    }

    /// The date with the year in which it lies nearest to `published`.
    pub(crate) fn near(self, published: Option<PartialDate>) -> Option<Self> {
        let published = published?;
        let days = |year: u16| {
            PartialDate::from_day(year, self.month?, self.day.unwrap_or(15)).map(|date| date.first_day())
        };
        let here = published.first_day();
        let years = [published.year(), published.year() - 1, published.year() + 1];
        let nearest = if published.month().is_none() || self.month.is_none() {
            published.year()
        } else {
            years
                .into_iter()
                .filter(|&year| days(year).is_some())
                .min_by_key(|&year| days(year).map(|day| day.abs_diff(here)))?
        };
        Some(Self { year: Some(nearest), ..self })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("-")?,
        }
        if let Some(quarter) = self.quarter {
            return write!(f, "-Q{quarter}");
        }
        let Some(month) = self.month else { return Ok(()) };
        write!(f, "-{month:02}")?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// The year that two digits stand for: those of this century up to 40, those of the last beyond.
pub(crate) fn full_year(year: u16) -> u16 {
    match year {
        0..=40 => 2000 + year,
        41..=99 => 1900 + year,
        _ => year,
    }
}
