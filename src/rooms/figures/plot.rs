//! A plot of figures along time, as plain SVG, with its words and its table.

use super::said;
use crate::i18n::format::{decimal, period};
use crate::rooms::sweep;
use crate::ui::expect_texts;
use leptos::prelude::*;
use tangthu_protocol::Language;
use tangthu_protocol::study::Point;

/// The size of the drawing, in its own units, and the room for what is written round it.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 92.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 34.0;
/// How many rows the table below holds.
const ROWS: usize = 500;

/// The plot.
#[component]
pub(super) fn Plot(
    /// The figures, the oldest first.
    series: Vec<Point>,
    /// Whether there are more.
    cut: bool,
) -> impl IntoView {
    let (t, language) = (said(), expect_texts().language);
    let placed: Vec<(f64, Point)> =
        series.into_iter().filter_map(|point| Some((moment(&point.date)?, point))).collect();
    let values =
        || placed.iter().flat_map(|(_, point)| [point.low, point.high]).filter(|value| value.is_finite());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if placed.len() < 2 || !low.is_finite() {
        return view! { <p class="count">{t.too_few}</p> }.into_any();
    }
    // The order is by the ends of periods, the place in the drawing by their beginnings.
    let moments = || placed.iter().map(|(moment, _)| *moment);
    let (first, last) =
        (moments().fold(f64::INFINITY, f64::min), moments().fold(f64::NEG_INFINITY, f64::max));
    // The newest are what one looks for first.
    sweep::begin_at(".plot .drawing", 1.0);
    let ticks = ticks(low.min(0.0), high.max(0.0));
    let (floor, ceiling) = (ticks[0], ticks[ticks.len() - 1]);
    let scale = scale(floor.abs().max(ceiling.abs()));
    let x = |moment: f64| {
        let span = if last > first { (moment - first) / (last - first) } else { 0.5 };
        LEFT + 10.0 + span * (WIDTH - LEFT - RIGHT - 20.0)
    };
    let y = |value: f64| HEIGHT - BOTTOM - (value - floor) / (ceiling - floor) * (HEIGHT - TOP - BOTTOM);
    let lines = ticks.iter().map(|value| {
        let at = y(*value);
        view! {
            <line class="grid" x1=LEFT x2=WIDTH - RIGHT y1=at y2=at></line>
            <text class="tick" x=LEFT - 8.0 y=at + 4.0 text-anchor="end">{tick(language, *value, scale)}</text>
        }
    });
    let lines = lines.collect_view();
    let from = first.floor() as i32;
    let to = (last.floor() as i32).max(from);
    let step = ((to - from) / 8).max(1);
    let years = (from..=to + 1).step_by(step as usize).filter_map(|year| {
        let at = f64::from(year);
        // A year whose beginning lies before the first point is written where the plot begins.
        let place = x(at.clamp(first, last));
        (at <= last && (at >= first || year == from)).then(|| {
            view! { <text class="tick" x=place y=HEIGHT - 12.0 text-anchor="middle">{year}</text> }
        })
    });
    let years = years.collect_view();
    let dots = placed.iter().map(|(moment, point)| {
        let (cx, top, bottom) = (x(*moment), y(point.high), y(point.low));
        let words = words(language, point);
        let range = (point.high > point.low)
            .then(|| view! { <line class="range" x1=cx x2=cx y1=top y2=bottom></line> });
        let class = if point.own { "dot" } else { "dot of-document" };
        view! { <g>{range}<circle class=class cx=cx cy=top r="4.5"><title>{words}</title></circle></g> }
    });
    let dots = dots.collect_view();
    let date = |point: &Point| period(language, &point.date);
    let about = (t.plot_is)(
        placed.len(),
        &date(&placed[0].1),
        &date(&placed[placed.len() - 1].1),
        &decimal(language, low),
        &decimal(language, high),
    );
    let rows = placed.iter().take(ROWS).map(|(_, point)| {
        let whose = (!point.own).then(|| view! { " " <span class="count">"(" {t.of_document} ")"</span> });
        view! { <tr><td>{date(point)}{whose}</td><td class="number">{amount(language, point)}</td><td>{point.unit.clone()}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="plot">
            <h2>{t.plot}</h2>
            <div class="drawing" tabindex="0" role="region" aria-label=t.plot>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=about.clone()>
                    {lines}
                    {years}
                    {dots}
                </svg>
            </div>
            <sweep::Hint/>
            <p class="count dots"><span><span class="is" aria-hidden="true"></span> {t.dots[0]}</span> <span><span class="is of-document" aria-hidden="true"></span> {t.dots[1]}</span></p>
            {cut.then(|| view! { <p class="count">{t.cut}</p> })}
            <details>
                <summary>{t.as_table}</summary>
                <p class="count">{about}</p>
                <div class="table" role="region" aria-label=t.as_table tabindex="0">
                    <table aria-label=t.as_table>
                        <thead><tr><th scope="col">{t.date}</th><th scope="col">{t.value}</th><th scope="col">{t.unit}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn amount(language: Language, point: &Point) -> String {
    if point.high > point.low {
        format!("{} – {}", decimal(language, point.low), decimal(language, point.high))
    } else {
        decimal(language, point.low)
    }
}

fn words(language: Language, point: &Point) -> String {
    let unit = point.unit.as_deref().unwrap_or_default();
    format!("{}: {} {unit}", period(language, &point.date), amount(language, point)).trim_end().to_owned()
}

/// Names of large numbers, as money is told in: the power of ten, and the word of each language.
const SCALES: [(f64, [&str; 2]); 2] = [(1e9, [" tỷ", " bn"]), (1e6, [" triệu", " m"])];

/// In what the values beside the drawing are told, whose largest is `most`: digits of a dozen places have no room.
fn scale(most: f64) -> Option<(f64, [&'static str; 2])> {
    SCALES.into_iter().find(|(power, _)| most >= *power)
}

fn tick(language: Language, value: f64, scale: Option<(f64, [&'static str; 2])>) -> String {
    match scale {
        Some((power, words)) if value != 0.0 => {
            decimal(language, value / power) + words[usize::from(language == Language::En)]
        }
        _ => decimal(language, value),
    }
}

/// A date as a number of years; a period counts from its beginning. None where there is no year.
fn moment(date: &str) -> Option<f64> {
    let date = date.split(['/', 'T']).next()?;
    let mut fields = date.split('-');
    let year: f64 = fields.next()?.parse().ok().filter(|year| (1.0..=9999.0).contains(year))?;
    let second = fields.next();
    let month = match second {
        Some(quarter) if quarter.starts_with('Q') => quarter.get(1..)?.parse::<f64>().ok()? * 3.0 - 2.0,
        Some(month) => month.parse::<f64>().ok()?,
        None => 1.0,
    };
    let day = fields.next().and_then(|day| day.parse::<f64>().ok()).unwrap_or(1.0);
    Some(year + (month.clamp(1.0, 12.0) - 1.0) / 12.0 + (day.clamp(1.0, 31.0) - 1.0) / 372.0)
}

/// Round values from below `low` to above `high`, some five of them.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let rough = span / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
    let first = (low / step).floor();
    let count = ((high / step).ceil() - first).clamp(1.0, 10.0) as u32;
    (0..=count).map(|n| (first + f64::from(n)) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_values_are_told_in_words_that_have_room() {
        let told = |value: f64, most: f64| tick(Language::Vi, value, scale(most));
        assert_eq!(told(1e12, 1e12), "1.000 tỷ");
        assert_eq!(told(0.0, 1e12), "0");
        assert_eq!(told(2.5e6, 1e7), "2,5 triệu");
        assert_eq!(told(1126.0, 2000.0), "1.126");
    }

    #[test]
    fn ticks_are_round_and_hold_all_values() {
        assert_eq!(ticks(0.0, 247.0), [0.0, 100.0, 200.0, 300.0]);
        assert_eq!(ticks(0.0, 0.8), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8]);
        for (low, high) in [(0.0, 0.0), (-5.0, 5.0), (0.0, 1e15), (3.0, 3.0), (0.0, 1e-9)] {
            let ticks = ticks(low, high);
            assert!(
                ticks.len() >= 2 && ticks[0] <= low && ticks[ticks.len() - 1] >= high,
                "{low} {high} {ticks:?}"
            );
        }
    }

    #[test]
    fn every_date_of_the_archive_has_its_moment() {
        assert_eq!(moment("2023"), Some(2023.0));
        assert_eq!(moment("2023-07"), Some(2023.5));
        assert_eq!(moment("2023-Q3"), moment("2023-07"));
        assert_eq!(moment("2020/2025"), Some(2020.0));
        assert!(moment("2023-03-28T14:04:00+07:00") > moment("2023-03-27"));
        assert_eq!([moment(""), moment("--10-24"), moment("x")], [None; 3]);
    }
}
