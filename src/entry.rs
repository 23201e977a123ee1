//! What an entry of the browser's history remembers beside its address, so that Back finds the page as it was left.

use crate::dom::{self, window};

/// Most results that an entry of the history opens again where they are no longer at hand.
const MAX_SHOWN: u32 = 2000;
/// How many results a page shows at first: what fits a screen or two. Each costs a card and often a text.
pub(crate) const PAGE: u32 = 10;

/// What an entry of the history remembers beside its address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Pixels.
    pub(crate) scroll: u32,
    /// How many results were open.
    pub(crate) shown: u32,
    /// Whether the document was opened from the results.
    pub(crate) from_results: bool,
    /// The first row on the screen and how far below the window's edge it begins: rows that were never drawn have no
    /// height yet, so pixels alone lead elsewhere. None on other pages.
    pub(crate) row: Option<(u32, i32)>,
}

/// The rows of results that are drawn.
pub(crate) const ROW: &str = ".result";

/// The place of a row, from 0.
pub(crate) fn place_of(row: &web_sys::Element) -> Option<u32> {
    row.get_attribute("aria-posinset")?.parse::<u32>().ok()?.checked_sub(1)
}

impl Default for Entry {
    fn default() -> Self {
        Self { scroll: 0, shown: PAGE, from_results: false, row: None }
    }
}

impl Entry {
    /// Reads what [`Entry::write`] wrote; anything else is harmless.
    pub(crate) fn parse(text: &str) -> Self {
        let mut fields = text.split(' ');
        let mut next = || fields.next().and_then(|field| field.parse::<i32>().ok());
        let scroll = next().and_then(|scroll| scroll.try_into().ok()).unwrap_or(0);
        let shown = next().map_or(PAGE, |shown| shown.clamp(PAGE as i32, MAX_SHOWN as i32) as u32);
        let from_results = next() == Some(1);
        let row = next().and_then(|row| Some((row.try_into().ok()?, next()?)));
        Self { scroll, shown, from_results, row }
    }

    /// As text.
    pub(crate) fn write(self) -> String {
        let mut text = format!("{} {} {}", self.scroll, self.shown, u8::from(self.from_results));
        if let Some((row, top)) = self.row {
            text += &format!(" {row} {top}");
        }
        text
    }

    /// Where the page is scrolled to.
    pub(crate) fn here() -> Self {
        let scroll = window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0) as u32;
        let rows = dom::all(ROW);
        let first = rows.get(rows.partition_point(dom::is_above));
        let row = first.and_then(|row| Some((place_of(row)?, row.get_bounding_client_rect().top() as i32)));
        Self { scroll, row, ..Self::default() }
    }

    /// Scrolls the page to there.
    pub(crate) fn scroll_there(self) {
        let Some(window) = window() else { return };
        let found = |row: u32| dom::all(ROW).into_iter().find(|one| place_of(one) == Some(row));
        let element = self.row.and_then(|(row, top)| Some((found(row)?, top)));
        let Some((element, top)) = element else {
            return window.scroll_to_with_x_and_y(0.0, f64::from(self.scroll));
        };
        let scroll = move || {
            let off = element.get_bounding_client_rect().top() - f64::from(top);
            let now = dom::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0);
            window.scroll_to_with_x_and_y(0.0, now + off);
        };
        scroll();
        // The rows round it have been drawn by then, and have their true heights.
        dom::after_drawing(scroll);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_back_restores_reads_back() {
        let entry = Entry { scroll: 1234, shown: 60, from_results: true, row: Some((57, -12)) };
        assert_eq!(Entry::parse(&entry.write()), entry);
        let entry = Entry { row: None, ..entry };
        assert_eq!(Entry::parse(&entry.write()), entry);
    }

    #[test]
    fn a_state_that_another_program_left_is_harmless() {
        for text in ["", "x", "NaN 1e99 2", "-5 -5", "null"] {
            let entry = Entry::parse(text);
            assert!((PAGE..=MAX_SHOWN).contains(&entry.shown), "{text}");
        }
    }
}
