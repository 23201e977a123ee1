//! The result along time: years, the months of one, the days of one, as bars. A click looks nearer; dragging over bars, or
//! Shift with the arrow keys, chooses a range.

use crate::client::expect_client;
use crate::days::{Near, bars, near};
use crate::dom;
use crate::history::{Step, expect_nav};
use crate::i18n::format::{date, number};
use crate::i18n::narrowing::narrowing;
use crate::route::{Facet, Route};
use crate::signals::Lasting;
use crate::ui::expect_texts;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use tangthu_protocol::{Answer, Ask, Choice, Count, Filters, SearchRequest};

/// Ticks under the bars, at most; each is as wide as a year is written.
const TICKS: usize = 6;
/// Digits of them that have room side by side.
const LETTERS: usize = 36;
/// The height of the longest bar, in per cent of what there is; whole numbers, since the program writes no others.
const HEIGHT: u64 = 100;

/// The timeline.
#[component]
pub(crate) fn Timeline(
    /// Counts by year; those without a date under an empty value.
    years: Memo<Vec<Count>>,
    /// Counts by month.
    months: Memo<Vec<Count>>,
) -> impl IntoView {
    let (nav, client, t) = (expect_nav(), expect_client(), expect_texts());
    let words = narrowing(t.language);
    let near = Memo::new(move |_| nav.route.with(|route| near(&route.filters)));
    // Days are no facet: each is a small search of its own, made when a month is looked at.
    let days = RwSignal::new(Vec::<Count>::new());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let route = nav.route.get();
        round.update_value(|round| *round += 1);
        let this = round.get_value();
        days.set(Vec::new());
        if !matches!(near.get(), Near::Days(_)) || months.with(Vec::is_empty) {
            return;
        }
        for bar in bars(&near.get_untracked(), &[], &[]) {
            let mut filters = route.filters.clone();
            (filters.year, filters.month) = (Vec::new(), Vec::new());
            (filters.from, filters.to) = (Some(bar.value.clone()), Some(bar.value.clone()));
            let request = SearchRequest { query: route.query.clone(), filters, ..SearchRequest::default() };
            let listen = move |answer| {
                if let Answer::Found(found) = answer
                    && round.try_get_value() == Some(this)
                {
                    days.update(|days| days.push(Count { value: bar.value.clone(), count: found.total }));
                }
            };
            client.ask(Ask::Search(Box::new(request)), listen, || {});
        }
    });
    let all = Memo::new(move |_| {
        let near = near.get();
        let mut bars = years.with(|years| months.with(|months| bars(&near, years, months)));
        if matches!(near, Near::Days(_)) {
            days.with(|days| {
                for day in days {
                    bars.iter_mut()
                        .filter(|bar| bar.value == day.value)
                        .for_each(|bar| bar.count = day.count);
                }
            });
        }
        bars
    });
    // First and last bar of what is being chosen; the first is where it began.
    let chosen = Lasting::new(RwSignal::new(None::<(usize, usize)>));
    let (held, current) = (StoredValue::new(None::<usize>), Lasting::new(RwSignal::new(0_usize)));
    let place = NodeRef::<Div>::new();
    let choose = move |one: usize, other: usize| {
        chosen.set(None);
        let ends = all.with_untracked(|all| {
            let value = |at: usize| all.get(at).map(|bar| bar.value.clone());
            (value(one.min(other)), value(one.max(other)))
        });
        if let (Some(from), Some(to)) = ends {
            let mut route: Route = nav.route.get_untracked().without_doc();
            (route.filters.year, route.filters.month) = (Vec::new(), Vec::new());
            (route.filters.from, route.filters.to) = (Some(from), Some(to));
            nav.go(route, Step::New);
            // The bars that were there are gone.
            dom::after_drawing(|| dom::focus("#timeline"));
        }
    };
    let under = move |event: &PointerEvent| {
        let place = place.get_untracked()?.get_bounding_client_rect();
        let count = all.with_untracked(Vec::len);
        let share = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
        (count > 0).then(|| ((share * count as f64).max(0.0) as usize).min(count - 1))
    };
    let pressed = move |event: PointerEvent| {
        if event.button() == 0 {
            held.set_value(under(&event));
        }
    };
    let moved = move |event: PointerEvent| {
        if let (Some(start), Some(at)) = (held.get_value(), under(&event))
            && (chosen.get_untracked().is_some() || at != start)
        {
            // From here on it is a drag, which goes on beyond the edges and ends in no click.
            if let Some(place) = place.get_untracked() {
                let _ = place.set_pointer_capture(event.pointer_id());
            }
            chosen.set(Some((start, at)));
        }
    };
    let released = move |_: PointerEvent| {
        held.set_value(None);
        if let Some((one, other)) = chosen.get_untracked() {
            choose(one, other);
        }
    };
    let dropped = move |_: PointerEvent| {
        held.set_value(None);
        chosen.set(None);
    };
    let focus = move |at: usize| {
        current.set(at);
        dom::after_drawing(|| dom::focus(".bars [tabindex='0']"));
    };
    let key = move |event: KeyboardEvent| {
        let last = all.with_untracked(Vec::len).saturating_sub(1);
        let at = current.get_untracked().min(last);
        let to = match &*event.key() {
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowRight" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            "Escape" if chosen.get_untracked().is_some() => {
                event.prevent_default();
                return chosen.set(None);
            }
            _ => return,
        };
        event.prevent_default();
        let start = chosen.get_untracked().map_or(at, |(start, _)| start);
        chosen.set(event.shift_key().then_some((start, to)));
        focus(to);
    };
    let click = move |at: usize| match chosen.get_untracked() {
        Some((one, other)) => choose(one, other),
        None => choose(at, at),
    };
    let drawn = move || {
        let all = all.get();
        let most = all.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
        let every = all.len().div_ceil(TICKS).max(1);
        let count = all.len();
        let bar = move |(at, bar): (usize, Count)| {
            let name = date(t.language, &bar.value);
            let label = format!("{name}: {}", (t.documents)(bar.count));
            let title = label.clone();
            let height = match bar.count {
                0 => 0,
                some => (HEIGHT * u64::from(some) / u64::from(most)).max(5),
            };
            let stop = move || {
                if current.get().min(count - 1) == at { "0" } else { "-1" }
            };
            let within = move || chosen.get().is_some_and(|(a, b)| (a.min(b)..=a.max(b)).contains(&at));
            let tick = bar.value.rsplit('-').next().unwrap_or_default();
            let tick = tick.strip_prefix('0').unwrap_or(tick);
            // What would stick out at the end is left out.
            let has_room = (count - at) * LETTERS >= count * tick.len();
            let tick = (at % every == 0 && has_room).then(|| tick.to_owned());
            view! {
                <button type="button" class="bar-of" class:within=within tabindex=stop title=title
                    on:focus=move |_| current.set(at) on:click=move |_: MouseEvent| click(at)>
                    <span class="unseen">{label}</span>
                    <span class="level" style:height=format!("{height}%")></span>
                    <span class="tick" data-tick=tick></span>
                </button>
            }
        };
        all.into_iter().enumerate().map(bar).collect_view()
    };
    let widened = move |year: Option<String>| {
        let mut route = nav.route.get_untracked().without_doc();
        (route.filters.year, route.filters.month) = (Vec::new(), Vec::new());
        (route.filters.from, route.filters.to) = (year.clone(), year);
        nav.go(route, Step::New);
        dom::focus("#timeline");
    };
    let dated = Memo::new(move |_| {
        nav.route.with(|route| {
            let Filters { from, to, year, month, .. } = &route.filters;
            from.is_some() || to.is_some() || !year.is_empty() || !month.is_empty()
        })
    });
    let steps = move || {
        let year = match near.get() {
            Near::Days(month) => month.get(..4).map(str::to_owned),
            _ => None,
        };
        let here = match near.get() {
            Near::Years => String::new(),
            Near::Months(place) | Near::Days(place) => date(t.language, &place),
        };
        dated.get().then(|| {
            let year = year.map(|year| {
                let name = year.clone();
                view! { <button type="button" class="link" on:click=move |_| widened(Some(year.clone()))>{name}</button> }
            });
            view! {
                <button type="button" class="link" on:click=move |_| widened(None)>{words.all_years}</button>
                {year}
                <span>{here}</span>
            }
        })
    };
    let undated = move || {
        let count =
            years.with(|years| years.iter().find(|year| year.value.is_empty()).map(|year| year.count));
        let is_chosen = nav
            .route
            .with(|route| route.filters.year.contains(&Choice { value: String::new(), exclude: false }));
        (count.is_some() || is_chosen).then(|| {
            let toggle =
                move |_| nav.go(nav.route.get_untracked().toggled(Facet::Year, "", false), Step::New);
            view! {
                <button type="button" class="undated" aria-pressed=is_chosen.to_string() on:click=toggle>
                    {t.undated} " " <span class="count">{number(t.language, count.unwrap_or(0))}</span>
                </button>
            }
        })
    };
    view! {
        <div class="timeline" id="timeline" tabindex="-1" role="group" aria-label=words.timeline>
            <p class="steps-back">{steps}</p>
            <div class="bars" role="group" aria-label=words.timeline_keys node_ref=place on:keydown=key on:pointerdown=pressed
                on:pointermove=moved on:pointerup=released on:pointercancel=dropped>{drawn}</div>
            {undated}
        </div>
    }
}
