//! The range of dates in force, be it of the address or typed in the query, and what mends one that ends before it begins. Pure.

use crate::days::{is_backwards, read_date};
use crate::i18n::format::date;
use crate::pieces::{Kind, Piece, pieces, replaced};
use crate::route::Route;
use tangthu_protocol::Language;

/// An end of the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// Which piece of the query it is; none where it stands in the address.
    pub(crate) piece: Option<usize>,
    /// The date, in the form of addresses.
    pub(crate) day: String,
}

/// Which end of a range `piece` is: 0 the first day, 1 the last.
pub(crate) fn end_of(piece: &Piece<'_>) -> Option<usize> {
    match piece.field? {
        "tu" | "from" => Some(0),
        "den" | "to" => Some(1),
        _ => None,
    }
}

/// The first day and the last that count: those of the address, else those which the query names last, as the engine has it.
pub(crate) fn ends(route: &Route) -> [Option<End>; 2] {
    let mut ends = [None, None];
    for (at, piece) in pieces(&route.query).iter().enumerate().filter(|(_, piece)| piece.kind == Kind::Field)
    {
        if let Some(end) = end_of(piece) {
            ends[end] = read_date(piece.value()).map(|day| End { piece: Some(at), day });
        }
    }
    for (end, given) in ends.iter_mut().zip([&route.filters.from, &route.filters.to]) {
        if let Some(day) = given.as_deref().and_then(read_date) {
            *end = Some(End { piece: None, day });
        }
    }
    ends
}

/// A range that ends before it begins: its first and its last day, and the same search with the two changed round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Backwards {
    /// The day on which it begins.
    pub(crate) from: String,
    /// The day on which it ends.
    pub(crate) to: String,
    /// The search with the range the other way round.
    pub(crate) mended: Route,
}

/// Whether the range of `route` is one, and what mends it. Either end stays where it stands.
pub(crate) fn backwards(route: &Route) -> Option<Backwards> {
    let [Some(from), Some(to)] = ends(route) else { return None };
    if !is_backwards(&from.day, &to.day) {
        return None;
    }
    let mut mended = route.clone();
    for (at, (end, day)) in [(&from, &to.day), (&to, &from.day)].into_iter().enumerate() {
        match (end.piece, at) {
            (Some(piece), _) => {
                let all = pieces(&route.query);
                let name =
                    all.get(piece).and_then(|piece| piece.text.split_once(':')).map(|(name, _)| name)?;
                let typed = format!("{name}:{}", date(Language::Vi, day));
                mended.query = replaced(&mended.query, piece, &typed);
            }
            (None, 0) => mended.filters.from = Some(day.clone()),
            (None, _) => mended.filters.to = Some(day.clone()),
        }
    }
    Some(Backwards { from: from.day, to: to.day, mended })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(search: &str) -> Option<String> {
        let route = Route::parse(search);
        backwards(&route).map(|backwards| {
            let Route { query, filters, .. } = backwards.mended;
            let days = [filters.from, filters.to].map(Option::unwrap_or_default);
            format!("{query}|{}|{}", days[0], days[1])
        })
    }

    #[test]
    fn a_range_that_ends_before_it_begins_is_changed_round_where_it_stands() {
        for (search, expected) in [
            ("?q=a&from=2024&to=2020-03", "a|2020-03|2024"),
            ("?q=từ:2024 vàng đến:3/2020", "từ:03/2020 vàng đến:2024||"),
            ("?q=FROM:\"28/03/2024\" to:2020&from=2024", "FROM:\"28/03/2024\" to:2024|2020|"),
            ("?q=từ:2019 từ:2024 đến:2020", "từ:2019 từ:2020 đến:2024||"),
        ] {
            assert_eq!(mended(search).as_deref(), Some(expected), "{search}");
        }
    }

    #[test]
    fn a_range_that_holds_a_day_is_left_alone() {
        for search in [
            "?from=2020&to=2024",
            "?from=2020-03&to=2020",
            "?from=2024",
            "?q=từ:2024",
            "?q=từ:2024 đến:abc",
            "?q=từ:2024 đến:2020&to=2025",
            "?from=2024-02-31&to=2020",
        ] {
            assert_eq!(mended(search), None, "{search}");
        }
    }
}
