//! Sheets of rows. Of a long list those near the screen are drawn; the others are blanks of their height, so that ten thousand rows
//! scroll as ten do. A list that is not long is drawn whole, for finding in the page and for printing.

use crate::dom;
use crate::signals::Lasting;
use leptos::prelude::*;
use std::ops::Range;

/// Rows of a sheet.
const ROWS: usize = 20;
/// A list of at most so many rows is drawn whole.
const WHOLE: usize = 200;
/// So many sheets are drawn before and behind those that are on the screen: some ten heights of it, more than a wheel or a thumb
/// goes before the page has drawn again.
const ROUND: usize = 4;
/// How high a sheet is taken to be that never was drawn, in pixels.
const UNSEEN: i32 = 3_200;

/// Which rows make a sheet, and which sheets are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Sheets {
    /// Where each sheet ends.
    ends: Lasting<RwSignal<Vec<usize>>>,
    /// Those near the screen, and the one in which the keyboard is.
    drawn: Lasting<RwSignal<(Range<usize>, Option<usize>)>>,
    /// How high each was when it was last drawn, in pixels.
    heights: StoredValue<Vec<i32>>,
}

impl Sheets {
    /// No sheets.
    pub(crate) fn new() -> Self {
        Self {
            ends: Lasting::new(RwSignal::new(Vec::new())),
            drawn: Lasting::new(RwSignal::new((0..usize::MAX, None))),
            heights: StoredValue::new(Vec::new()),
        }
    }

    /// Lays out `rows` rows anew, of which the reader looks at number `place`, if that is known.
    pub(crate) fn lay(self, rows: usize, place: Option<u32>) {
        self.heights.set_value(Vec::new());
        let near = place.filter(|_| rows > WHOLE).map_or(0..usize::MAX, |place| {
            let at = place as usize / ROWS;
            at.saturating_sub(ROUND)..at + ROUND + 1
        });
        self.drawn.set((near, None));
        self.ends.set(Vec::new());
        self.extend(rows);
    }

    /// There are `rows` rows now: what is new makes sheets of its own.
    pub(crate) fn extend(self, rows: usize) {
        self.ends.update(|ends| {
            while let Some(end) = ends.last().or(Some(&0)).filter(|end| **end < rows) {
                ends.push((end + ROWS).min(rows));
            }
        });
    }

    /// The rows of sheet `at`.
    pub(crate) fn rows(self, at: usize) -> Range<usize> {
        self.ends.with_untracked(|ends| {
            let end = |at: usize| ends.get(at).copied();
            at.checked_sub(1).and_then(end).unwrap_or(0)..end(at).unwrap_or(0)
        })
    }

    /// Whether there is a sheet `at`.
    pub(crate) fn has(self, at: usize) -> bool {
        self.ends.with(|ends| ends.len() > at)
    }

    /// Whether sheet `at` is drawn.
    pub(crate) fn draws(self, at: usize) -> bool {
        self.drawn.with(|drawn| is_in(drawn, at))
    }

    /// How high the blank is that stands for sheet `at`, in pixels.
    pub(crate) fn height(self, at: usize) -> i32 {
        self.heights.with_value(|heights| heights.get(at).copied()).unwrap_or(UNSEEN)
    }

    /// Finds out which sheets are near the screen now.
    pub(crate) fn look(self) {
        if self.ends.with_untracked(|ends| ends.last().is_none_or(|rows| *rows <= WHOLE)) {
            return;
        }
        let all = dom::all(".sheet");
        let first = all.partition_point(dom::is_above);
        let seen = all[first..].iter().take_while(|sheet| dom::on_screen(sheet)).count();
        let near = first.saturating_sub(ROUND)..first + seen + ROUND;
        let before = self.drawn.get_untracked();
        if near == before.0 {
            return;
        }
        self.heights.update_value(|heights| {
            heights.resize(all.len(), UNSEEN);
            for ((at, sheet), height) in all.iter().enumerate().zip(heights) {
                if is_in(&before, at) {
                    *height = sheet.get_bounding_client_rect().height() as i32;
                }
            }
        });
        let focused = all.iter().position(|sheet| sheet.matches(":focus-within").unwrap_or(false));
        self.drawn.set((near, focused));
    }
}

fn is_in((near, focused): &(Range<usize>, Option<usize>), at: usize) -> bool {
    near.contains(&at) || *focused == Some(at)
}
