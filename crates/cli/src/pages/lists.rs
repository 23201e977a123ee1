//! Lists of all pages by year and month, so that readers without scripts and crawlers get everywhere.

use super::{
    document::{time, title_of},
    frame::{About, Frame, plain},
    register::Register,
};
use maud::{Markup, html};
use std::io;
use tangthu_archive::Card;
use tangthu_engine::page_name;

/// The folder of the lists, in a site.
pub(super) const LIST_FOLDER: &str = "list";
/// The list of lists.
pub(super) const INDEX: &str = "list/index.html";

/// Documents on one page of a list: a screen or ten, 60 KB.
const ON_A_PAGE: usize = 200;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Month(u16, u8),
    /// Documents of which only the year is known.
    Year(u16),
    Undated,
}

/// Documents that follow one another in the register.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    period: Period,
    start: usize,
    count: usize,
}

impl List {
    /// The lists of an archive, the newest first.
    pub(super) fn all(register: &Register) -> Vec<Self> {
        let mut lists: Vec<Self> = Vec::new();
        for rank in 0..register.len() {
            let period = match register.published(rank) {
                Some(date) => {
                    date.month().map_or(Period::Year(date.year()), |month| Period::Month(date.year(), month))
                }
                None => Period::Undated,
            };
            match lists.last_mut().filter(|list| list.period == period) {
                Some(list) => list.count += 1,
                None => lists.push(Self { period, start: rank, count: 1 }),
            }
        }
        lists
    }

    /// The names of its pages below the site's folder.
    pub(super) fn names(&self) -> Vec<String> {
        (1..=self.count.div_ceil(ON_A_PAGE))
            .map(|page| format!("{LIST_FOLDER}/{}", self.file(page)))
            .collect()
    }

    fn file(&self, page: usize) -> String {
        let stem = match self.period {
            Period::Month(year, month) => format!("{year:04}-{month:02}"),
            Period::Year(year) => format!("{year:04}"),
            Period::Undated => "undated".to_owned(),
        };
        if page == 1 { format!("{stem}.html") } else { format!("{stem}-p{page}.html") }
    }

    fn title(&self, frame: &Frame) -> String {
        match self.period {
            Period::Month(year, month) => frame.words.month(year, month),
            Period::Year(year) => format!("{} – {}", frame.words.year(year), frame.words.year_alone),
            Period::Undated => frame.words.undated.to_owned(),
        }
    }

    /// Writes its pages.
    pub(super) fn write(
        &self,
        frame: &Frame,
        register: &Register,
        write: &mut dyn FnMut(&str, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        let names = self.names();
        for (at, name) in names.iter().enumerate() {
            let first = self.start + at * ON_A_PAGE;
            let last = (first + ON_A_PAGE).min(self.start + self.count);
            let cards = (first..last).map(|rank| register.card(rank)).collect::<io::Result<Vec<_>>>()?;
            write(name, &self.page(frame, name, at + 1, names.len(), cards.into_iter().flatten()))?;
        }
        Ok(())
    }

    fn page(
        &self,
        frame: &Frame,
        name: &str,
        page: usize,
        pages: usize,
        cards: impl Iterator<Item = Card>,
    ) -> String {
        let words = frame.words;
        let title = match pages {
            1 => self.title(frame),
            _ => format!("{}, {}", self.title(frame), words.page_of(page, pages)),
        };
        let before = (page > 1).then(|| self.file(page - 1));
        let after = (page < pages).then(|| self.file(page + 1));
        let content = html! {
            nav.way-back { a href="index.html" { "← " (words.all_documents) } }
            h1 { (title) }
            p.status { (words.documents(self.count as u64)) }
            ol.documents {
                @for card in cards { (row(frame, &card)) }
            }
            @if pages > 1 {
                nav.pager {
                    @if let Some(before) = &before { a rel="prev" href=(before) { "← " (words.earlier_page) } }
                    @if let Some(after) = &after { a rel="next" href=(after) { (words.later_page) " →" } }
                }
            }
        };
        let neighbours = [before.as_deref(), after.as_deref()];
        let about = About { title: &title, name, kind: "website", neighbours, ..About::default() };
        frame.page(&about, &content)
    }
}

/// A document in a list.
fn row(frame: &Frame, card: &Card) -> Markup {
    let words = frame.words;
    html! {
        li {
            a href=(format!("../{}", page_name(&card.id))) lang=[frame.foreign(None)] { (title_of(words.untitled, &card.title)) }
            p.facts {
                @if let Some(date) = card.published { (time(frame, date)) }
                @for fact in [card.number.as_deref(), Some(&*card.section.join(" / ")), card.source.as_deref()].into_iter().flatten() {
                    @if !fact.trim().is_empty() { span { (plain(fact)) } }
                }
            }
        }
    }
}

/// The list of lists: years with their months, and the newest documents.
pub(super) fn index(frame: &Frame, register: &Register, lists: &[List]) -> io::Result<String> {
    let words = frame.words;
    let newest =
        (0..register.len().min(10)).map(|rank| register.card(rank)).collect::<io::Result<Vec<_>>>()?;
    let year_of = |list: &List| match list.period {
        Period::Month(year, _) | Period::Year(year) => Some(year),
        Period::Undated => None,
    };
    let label = |list: &List| match list.period {
        Period::Month(_, month) => words.month_name(month),
        Period::Year(_) => words.year_alone.to_owned(),
        Period::Undated => words.undated.to_owned(),
    };
    let content = html! {
        h1 { (words.all_documents) }
        p.status { (words.documents(register.len() as u64)) }
        @if !lists.is_empty() {
            section {
                h2 { (words.newest) }
                ol.documents { @for card in newest.iter().flatten() { (row(frame, card)) } }
            }
            p { (words.all_hint) }
        }
        @for year in lists.chunk_by(|a, b| year_of(a) == year_of(b)) {
            @let total: usize = year.iter().map(|list| list.count).sum();
            section.year {
                h2 {
                    @match year.first().and_then(year_of) { Some(year) => (words.year(year)), None => (words.undated) }
                    " " span.count { (words.count(total as u64)) }
                }
                ul.months {
                    @for list in year {
                        li { a href=(list.file(1)) { (label(list)) } " " span.count { (words.count(list.count as u64)) } }
                    }
                }
            }
        }
    };
    let about = About { title: words.all_documents, name: INDEX, kind: "website", ..About::default() };
    Ok(frame.page(&about, &content))
}
